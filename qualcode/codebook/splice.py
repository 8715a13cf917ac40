"""Changes to single fields of a code's text: set a text, a colour, a flag; follow a renamed id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..core.model import Code
from .checks import MENTION
from .entries import CodeEntry
from .fields import CODE_FIELDS
from .links import follow_links
from .names import language_code
from .outline import Item, Outline
from .write import quoted, word
from .yaml_tree import Node

_PLAIN_SAFE = re.compile(r"[^\W\d_][\w '().\-/]*[\w).]\Z")


def restyled(new: str, old: str) -> str:
    """A text in the quotes that the old one had, where they can hold it."""
    if old.startswith("'") and "\n" not in new and new.isprintable():
        return "'" + new.replace("'", "''") + "'"
    if old[:1] not in ('"', "'", "|", ">") and _PLAIN_SAFE.match(new) and word(new.split()[0]) == new.split()[0]:
        return new
    return quoted(new)


def replace_scalar(outline: Outline, item: Item, node: Node, new: str) -> None:
    """Write another text where a scalar stands."""
    stop = outline.content_end(node)
    item.changes.append((node.start, stop, restyled(new, outline.text[node.start : stop])))


def insert_field(outline: Outline, item: Item, name: str, lines: Sequence[str]) -> None:
    """Add a field to a code, where the usual order has it. `lines` begin with the field's name."""
    entry = _entry(item)
    order = CODE_FIELDS.index(name)
    before = [value for key, value in entry.fields.items() if CODE_FIELDS.index(key) < order]
    last = max(before, key=lambda value: value.start)
    column = " " * (entry.node.column - 1)
    text = "".join(f"{column}{line}{outline.newline}" for line in lines)
    insert_after(outline, item, last, text)


def insert_after(outline: Outline, item: Item, node: Node, text: str) -> None:
    """Add whole lines after the line on which a value ends."""
    end = outline.text.find("\n", outline.content_end(node))
    if end < 0:
        end, text = len(outline.text), outline.newline + text.rstrip("\r\n")
    else:
        end += 1
    item.changes.append((end, end, text))


def set_value(outline: Outline, item: Item, name: str, value: str) -> None:
    """Set a field that is one word or text; `value` is as it is to stand in the file."""
    node = _entry(item).fields.get(name)
    if node is None:
        insert_field(outline, item, name, [f"{name}: {value}"])
    else:
        item.changes.append((node.start, outline.content_end(node), value))


def set_lines(outline: Outline, item: Item, name: str, lines: Sequence[str]) -> None:
    """Put whole lines in the place of a field; none takes it out."""
    outline.drop_field(item, name)
    if lines:
        insert_field(outline, item, name, lines)


def set_text(outline: Outline, item: Item, name: str, language: str, text: str) -> None:
    """Set a text in one language; other languages stay as they are."""
    entry, own = _entry(item), outline.book.language
    node = entry.fields.get(name)
    column = " " * (entry.node.column - 1)
    if node is None:
        line = f"{name}: {quoted(text)}"
        lines = [line] if language == own else [f"{name}:", f"  {language}: {quoted(text)}"]
        insert_field(outline, item, name, lines)
    elif node.kind == "scalar" and language == own:
        replace_scalar(outline, item, node, text)
    elif node.kind == "scalar":
        stop = outline.content_end(node)
        lines = [f"{own}: {quoted(node.text.strip())}", f"{language}: {quoted(text)}"]
        new = "".join(f"{outline.newline}{column}  {line}" for line in lines)
        start = len(outline.text[: node.start].rstrip(" "))
        item.changes.append((start, stop, new))
    else:
        _set_in_map(outline, item, node, language, text)


def _set_in_map(outline: Outline, item: Item, node: Node, language: str, text: str) -> None:
    for key, value in node.pairs():
        if language_code(key.text) == language:
            replace_scalar(outline, item, value, text)
            return
    if node.flow:
        last = outline.content_end(node.values[-1]) if node.values else node.start + 1
        comma = ", " if node.values else ""
        item.changes.append((last, last, f"{comma}{language}: {quoted(text)}"))
    else:
        line = f"{' ' * (node.column - 1)}{language}: {quoted(text)}{outline.newline}"
        insert_after(outline, item, node.values[-1], line)


def add_aliases(outline: Outline, item: Item, codes: Iterable[Code]) -> None:
    """Keep the names of codes that go into this one as its aliases."""
    code = outline.book.code(item.id)
    merged = {language: list(texts) for language, texts in code.aliases.items()}
    for gone in codes:
        for language in (*gone.name, *gone.aliases):
            names = [gone.name[language]] if language in gone.name else []
            for name in (*names, *gone.aliases.get(language, ())):
                if name != code.name.get(language) and name not in merged.get(language, ()):
                    merged.setdefault(language, []).append(name)
    if merged == {language: list(texts) for language, texts in code.aliases.items()}:
        return
    lists = {language: f"[{', '.join(map(quoted, texts))}]" for language, texts in merged.items()}
    if set(lists) == {outline.book.language}:
        lines = [f"aliases: {lists[outline.book.language]}"]
    else:
        lines = ["aliases:", *(f"  {language}: {texts}" for language, texts in lists.items())]
    set_lines(outline, item, "aliases", lines)


def follow(outline: Outline, recode: Mapping[str, str | None]) -> None:
    """Write new ids wherever the codebook refers to a code: rules, variants, figure, links, hints.

    None stands for a code that is gone.
    """
    renamed = {old: new for old, new in recode.items() if old != new}
    if not renamed:
        return
    for item in [each for top in outline.items for each in top.walk()]:
        if item.entry is not None:
            for entry in _packed(item.entry, outline):
                _follow_entry(outline, item, entry, renamed)
    root = outline.root
    for name in ("at_most_one_of", "variants"):
        for node in _lists(root.get(name)):
            _follow_list(outline, outline.changes, node, renamed)
    for node in _scalars(root.get("figure")):
        new = renamed.get(node.text)
        if new:
            outline.changes.append((node.start, node.stop, word(new)))
    follow_links(outline, renamed)


def _follow_entry(outline: Outline, item: Item, entry: CodeEntry, renamed: Mapping[str, str | None]) -> None:
    requires = entry.fields.get("requires")
    if requires is not None:
        _follow_list(outline, item.changes, requires, renamed)
    for name in ("brief", "definition", "use", "not"):
        for node in _scalars(entry.fields.get(name)):
            raw = outline.text[node.start : node.stop]
            for mention in MENTION.finditer(raw):
                new = renamed.get(mention.group(1))
                if new:
                    at = node.start + mention.start(1)
                    item.changes.append((at, at + len(mention.group(1)), new))
    if "." in entry.written and entry.id in renamed:
        new = renamed[entry.id]
        node = entry.fields["id"]
        if new and not any(change[0] == node.start for change in item.changes):
            item.changes.append((node.start, node.stop, new))


def _follow_list(
    outline: Outline, changes: list[tuple[int, int, str]], node: Node, renamed: Mapping[str, str | None]
) -> None:
    scalars = list(_scalars(node))
    if not any(scalar.text in renamed for scalar in scalars):
        return
    new = [renamed.get(scalar.text, scalar.text) for scalar in scalars]
    if None not in new and len(set(new)) == len(new):
        changes.extend(
            (scalar.start, scalar.stop, word(renamed[scalar.text] or ""))
            for scalar in scalars
            if scalar.text in renamed
        )
        return
    kept = dict.fromkeys(id for id in new if id is not None)
    changes.append((node.start, outline.content_end(node), f"[{', '.join(map(word, kept))}]"))


def _packed(entry: CodeEntry, outline: Outline) -> Iterator[CodeEntry]:
    """An entry, and those inside its brackets that have no piece of their own."""
    yield entry
    for below in entry.below:
        if below.id not in outline.by_id:
            yield from _packed(below, outline)


def _lists(node: Node | None) -> Iterator[Node]:
    """The lists of ids in a field: itself, or the lists in it."""
    if node is None:
        return
    inner = node.values if node.kind == "map" else node.items
    if any(item.kind == "list" for item in inner):
        yield from (item for item in inner if item.kind == "list")
    elif node.kind == "list":
        yield node


def _scalars(node: Node | None) -> Iterator[Node]:
    if node is None:
        return
    if node.kind == "scalar":
        yield node
    for item in node.values if node.kind == "map" else node.items:
        yield from _scalars(item)


def _entry(item: Item) -> CodeEntry:
    if item.entry is None:
        raise ValueError(f"{item.id} was just made; give its fields when making it")
    return item.entry
