"""A codebook's text as a tree of pieces that, put together again, are that text to the byte.

Each code is a piece: the comments above it, its own lines, the codes below it, and what follows
them. Moving a code moves its pieces and shifts their indentation; everything else keeps every
byte it had.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..core.errors import ProblemsFound, UnknownName
from ..core.model import Code, Codebook
from .entries import CodeEntry
from .loader import parse_file
from .write import code_lines
from .yaml_tree import Node

Change = tuple[int, int, str]
"""Offsets in the text as it was read, and what stands there instead."""


@dataclass(slots=True, eq=False)
class Item:
    """One code's pieces of the text."""

    id: str
    entry: CodeEntry | None
    """None for a code that was just made."""
    lead: str
    """Blank lines and comments between the code before and this one."""
    start: int
    """Where its own lines begin, at the dash's line."""
    inner: int
    """Where the codes below it begin, or its end when there are none."""
    inner_stop: int
    """Where the codes below it end."""
    stop: int
    indent: int
    """Blanks before the dash."""
    items: list[Item] = field(default_factory=list)
    above: Item | None = None
    changes: list[Change] = field(default_factory=list)
    made: str = ""
    """The own lines of a code that was just made, at `indent`."""

    def walk(self) -> Iterator[Item]:
        """This item and all below it."""
        waiting = [self]
        while waiting:
            item = waiting.pop()
            yield item
            waiting.extend(reversed(item.items))


class Outline:
    """A codebook's text, taken apart. Raises ProblemsFound when it cannot be read."""

    def __init__(self, text: str, path: str = "codebook.yaml") -> None:
        self.text, self.path = text, path
        parsed = parse_file(text, path)
        if parsed.codebook is None or parsed.root is None:
            raise ProblemsFound(parsed.problems)
        self.root: Node = parsed.root
        self.book: Codebook = parsed.codebook
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.changes: list[Change] = []
        self.items: list[Item] = []
        self.by_id: dict[str, Item] = {}
        self.codes_node = self.root.get("codes")
        self.start = self.stop = len(text)
        if self.codes_node is not None and self.codes_node.items and not self.codes_node.flow:
            self.start = self._line_end(self._key(self.root, "codes").stop)
            top = [entry for entry in parsed.entries.values() if entry.above is None or entry.adopted]
            top.sort(key=lambda entry: entry.node.start)
            self.items = self._items(top, self.start, None)
            self.stop = self.items[-1].stop

    # Taking apart

    @staticmethod
    def _key(node: Node, name: str) -> Node:
        return next(key for key in node.items if key.text == name)

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def content_end(self, node: Node) -> int:
        """Where the last character of a value stands, without the blank lines after it."""
        last = node
        while last.kind != "scalar" and not last.flow and (last.values or last.items):
            last = last.values[-1] if last.values else last.items[-1]
        stop = last.stop
        if last.kind == "scalar" and self.text[last.start : last.start + 1] in ("|", ">"):
            stop = last.start + len(self.text[last.start : stop].rstrip())
        return stop

    def _items(self, entries: list[CodeEntry], at: int, above: Item | None) -> list[Item]:
        found = []
        for entry in entries:
            start = self._line_start(entry.node.start)
            stop = self._line_end(self.content_end(entry.node))
            indent = self.text.index("-", start) - start
            item = Item(entry.id, entry, self.text[at:start], start, stop, stop, stop, indent, above=above)
            self.by_id[entry.id] = item
            codes = entry.fields.get("codes")
            nested = [below for below in entry.below if not below.adopted]
            if codes is not None and codes.items and not codes.flow and not entry.node.flow:
                item.inner = self._line_end(self._key(entry.node, "codes").stop)
                item.items = self._items(nested, item.inner, item)
                item.inner_stop = item.items[-1].stop if item.items else item.inner
            found.append(item)
            at = stop
        return found

    # Looking up

    def item(self, id: str) -> Item:
        """The pieces of a code; UnknownName with the nearest when there is none."""
        self.code(id)
        return self.by_id[id]

    def code(self, id: str) -> Code:
        """The code; UnknownName with the nearest when there is none."""
        if id not in self.book:
            raise UnknownName("code", id, [code.id for code in self.book])
        return self.book.code(id)

    # Making room

    def at(self, id: str) -> Outline:
        """The outline in which a code can be changed line by line; UnknownName when there is none."""
        self.code(id)
        return self.opened(id)

    def opened(self, *ids: str) -> Outline:
        """The outline in which the lists on the way to these codes are in block form.

        A code written as `{id: x, name: "X"}`, or a list `[...]`, cannot be changed line by
        line; what is on the way is written out first. So are codes that name their parent.
        """
        node = self.codes_node
        if node is not None and node.flow and node.items:
            lines = [line for code in self.book.children(None) for line in self._written(code, 2)]
            text = self.text[: node.start] + self.newline + "".join(lines).rstrip() + self.text[node.stop :]
            return Outline(text, self.path).opened(*ids)
        every = [each for top in self.items for each in top.walk()]
        flat = {item.entry.above.id for item in every if item.entry and item.entry.adopted and item.entry.above}
        wanted = {prefix for id in ids if id for prefix in _prefixes(id)} | flat
        wanted.update(item.id for item in every if item.entry and item.entry.adopted)
        packed = [item for item in every if item.id in wanted and _is_packed(item.entry)]
        if packed:
            changes = [(item.start, item.stop, self._unpacked(item)) for item in packed]
            return Outline(_applied(self.text, changes, 0), self.path).opened(*ids)
        if flat:
            return Outline(self._nested(), self.path).opened(*ids)
        return self

    def _unpacked(self, item: Item) -> str:
        lines = self._written(self.book.code(item.id), item.indent)
        node = item.entry.node if item.entry is not None else None
        comment = self.text[node.stop : item.stop].rstrip() if node is not None and node.flow else ""
        if comment.lstrip().startswith("#"):
            lines[0] = lines[0].rstrip() + comment + self.newline
        if item.entry is not None and item.entry.adopted and item.entry.above is not None:
            lines.insert(1, f"{' ' * item.indent}  parent: {item.entry.above.id}{self.newline}")
        return "".join(lines)

    def _written(self, code: Code, indent: int) -> list[str]:
        """A code and all below it, as new lines."""
        lines = [line + self.newline for line in code_lines(code, self.book.language, " " * indent)]
        below = [child for child in self.book.children(code.id) if not self._adopted(child.id)]
        if below:
            lines.append(" " * (indent + 2) + "codes:" + self.newline)
            for child in below:
                lines.extend(self._written(child, indent + 4))
        return lines

    def _adopted(self, id: str) -> bool:
        item = self.by_id.get(id)
        return item is not None and item.entry is not None and item.entry.adopted

    def _nested(self) -> str:
        """The text with codes that name their parent put under it."""
        for item in list(self.items):
            entry = item.entry
            if entry is None or not entry.adopted or entry.above is None:
                continue
            if "parent" in entry.fields:
                self.drop_field(item, "parent")
            if "." in entry.written:
                node = entry.fields["id"]
                item.changes.append((node.start, node.stop, item.id.rpartition(".")[2]))
            self.place(item, self.by_id[entry.above.id])
        return self.render()

    # Changing

    def place(self, item: Item, above: Item | None, after: Item | None = None, first: bool = False) -> None:
        """Put an item under another (or at the top): last, first, or after a sibling."""
        self.take(item)
        siblings = self.items if above is None else above.items
        if first:
            siblings.insert(0, item)
        elif after is not None:
            siblings.insert(siblings.index(after) + 1, item)
        else:
            siblings.append(item)
        item.above = above

    def drop_field(self, item: Item, name: str) -> None:
        """Take a field out of a code, with the lines it stands on."""
        entry = item.entry
        if entry is None or name not in entry.fields:
            return
        key = self._key(entry.node, name)
        start, stop = self._line_start(key.start), self._line_end(self.content_end(entry.fields[name]))
        if start == item.start:  # the dash stands on this line
            start, stop = key.start, next(k.start for k in entry.node.items if k.start > key.start)
        item.changes.append((start, stop, ""))

    def take(self, item: Item) -> None:
        """Take an item out; the comments right above it go along, the rest stays."""
        siblings = self.items if item.above is None else item.above.items
        if item not in siblings:
            return
        at = siblings.index(item)
        siblings.pop(at)
        stays, goes = _own_comments(item.lead)
        item.lead = goes
        if at < len(siblings):
            siblings[at].lead = stays + siblings[at].lead
        elif stays.strip():
            # The comments of a section that lost its last code stay where they were.
            previous = siblings[-1] if siblings else None
            if previous is not None:
                self.after(previous, stays)
            else:
                item.lead = stays + goes

    def after(self, item: Item, text: str) -> None:
        """Add lines behind everything of an item."""
        last = item
        while last.items:
            last = last.items[-1]
        last.changes.append((last.stop, last.stop, text))

    # Putting together

    def render(self) -> str:
        """The text with all changes."""
        head = self.text[: self.start]
        tail = self.text[self.stop :]
        body = "".join(self._render(item, self._indent(None, item)) for item in self.items)
        if self.items and not self._had_items():
            node = self.codes_node
            key = self._key(self.root, "codes")
            end = self.text.find(":", key.stop) + 1
            stop = max(end, node.stop if node is not None else end)
            head, tail = self.text[:end] + self.newline, self.text[stop:]
            if tail.startswith(("\n", "\r\n")):
                tail = tail[tail.index("\n") + 1 :]
        elif not self.items and self._had_items():
            key = self._key(self.root, "codes")
            head = self.text[: key.stop] + ": []" + self.newline
        changed = _applied(head, [c for c in self.changes if c[1] <= self.start], 0)
        late = [change for change in self.changes if change[0] >= self.stop and change[1] > self.start]
        tail = _applied(tail, late, len(self.text) - len(tail))
        if body and not changed.endswith("\n"):
            changed += self.newline
        text = changed + body + tail
        if not self.text.endswith("\n") and text.endswith("\n"):
            text = text.removesuffix(self.newline)
        return text

    def _had_items(self) -> bool:
        return self.codes_node is not None and bool(self.codes_node.items)

    def _indent(self, above: Item | None, item: Item) -> int:
        """Where the dash of an item stands: as its siblings, else two further in than its parent's fields."""
        siblings = self.items if above is None else above.items
        for sibling in siblings:
            if sibling.entry is not None and self._home(sibling) is above:
                return self._shifted(sibling)
        return 2 if above is None else self._indent(above.above, above) + _fields_in(above) + 2

    def _home(self, item: Item) -> Item | None:
        entry = item.entry
        if entry is None or entry.above is None or entry.adopted:
            return None
        return self.by_id.get(entry.above.id)

    def _shifted(self, item: Item) -> int:
        """The indent of an item that stayed with its parent, wherever that went."""
        above = item.above
        if above is None:
            return item.indent
        return item.indent + self._indent(above.above, above) - above.indent

    def _render(self, item: Item, indent: int) -> str:
        shift = indent - item.indent
        if item.made:
            own, rest = item.made, ""
        else:
            inside = [change for change in item.changes if change[1] <= item.inner]
            behind = [change for change in item.changes if change not in inside]
            own = _applied(self.text[item.start : item.inner], inside, item.start)
            rest = _applied(self.text[item.inner_stop : item.stop], behind, item.inner_stop)
            had = item.inner_stop > item.inner
            if (had and not item.items) or (item.items and not had):
                own = _without_codes(own)
        if item.items and (item.made or item.inner_stop == item.inner):
            own = _ended(own, self.newline) + " " * (item.indent + _fields_in(item)) + "codes:" + self.newline
        text = _shift(_ended(item.lead, self.newline) if item.lead else "", shift)
        text += _ended(_shift(own, shift), self.newline)
        text += "".join(self._render(below, self._indent(item, below)) for below in item.items)
        return text + _shift(rest, shift)


def _is_packed(entry: CodeEntry | None) -> bool:
    """Whether a code, or the list of those below it, is written in brackets."""
    if entry is None:
        return False
    codes = entry.fields.get("codes")
    return entry.node.flow or bool(codes is not None and codes.flow and codes.items)


def _fields_in(item: Item) -> int:
    """How much further in than the dash a code's fields stand."""
    return item.entry.node.column - 1 - item.indent if item.entry is not None else 2


def _prefixes(id: str) -> Iterator[str]:
    levels = id.split(".")
    return (".".join(levels[: at + 1]) for at in range(len(levels)))


def _applied(piece: str, changes: list[Change], offset: int) -> str:
    """A piece of the text, from `offset` on, with changes made."""
    for start, stop, new in sorted(changes, key=lambda change: change[:2], reverse=True):
        piece = piece[: start - offset] + new + piece[stop - offset :]
    return piece


def _ended(text: str, newline: str) -> str:
    return text if not text or text.endswith("\n") else text + newline


def _shift(text: str, by: int) -> str:
    if not by or not text:
        return text
    lines = text.split("\n")
    if by > 0:
        return "\n".join(" " * by + line if line.strip() else line for line in lines)
    return "\n".join(line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in lines)


def _own_comments(lead: str) -> tuple[str, str]:
    """What stays and what goes along when the code below moves: comments right above it go."""
    lines = lead.splitlines(keepends=True)
    at = len(lines)
    while at and lines[at - 1].lstrip().startswith("#"):
        at -= 1
    return "".join(lines[:at]), "".join(lines[at:])


def _without_codes(own: str) -> str:
    """A code's own lines without its last line `codes:`, which has nothing below it."""
    lines = own.splitlines(keepends=True)
    for at in range(len(lines) - 1, -1, -1):
        if lines[at].strip().replace(" ", "") in ("codes:", "codes:[]") or lines[at].strip().startswith("codes: #"):
            return "".join(lines[:at] + lines[at + 1 :])
    return own
