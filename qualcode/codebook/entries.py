"""The codes of a file as entries: which stands under which, and what its full id is.

A code stands under the one it is nested in, or under the one that its `parent:` or the front
part of its id names. Circles and parents that do not exist are found here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .fields import CODE_FIELDS
from .names import ID, slugify
from .values import Values
from .yaml_tree import Node


@dataclass(slots=True)
class CodeEntry:
    """A code as it stands in the file, before its full id is known."""

    node: Node
    fields: dict[str, Node]
    written: str
    """Its id as written; `""` when it has none."""
    above: CodeEntry | None
    """The entry it is nested in."""
    id: str = ""
    parent: str | None = None
    below: list[CodeEntry] = field(default_factory=list)
    adopted: bool = False
    """It stands under its parent by name, not by being nested in it."""


class EntryReader:
    """Reads where codes stand; what each one says is read elsewhere."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def entries(self, node: Node | None) -> dict[str, CodeEntry]:
        gathered: list[CodeEntry] = []
        self._gather(node, None, gathered)
        top = [entry for entry in gathered if entry.above is None]
        by_written: dict[str, CodeEntry] = {}
        for entry in top:
            if entry.written:
                by_written.setdefault(entry.written, entry)
        self._adopt(top, by_written)
        found: dict[str, CodeEntry] = {}
        waiting = [entry for entry in reversed(top) if entry.above is None]
        while waiting:
            entry = waiting.pop()
            self._full_id(entry)
            if entry.id in found:
                first = found[entry.id].node.line
                self._values.problem(
                    entry.fields.get("id", entry.node),
                    f"the id {entry.id!r} stands twice; the first was on line {first}",
                    "duplicate_id",
                    "give one of the two another id",
                )
            elif entry.id:
                found[entry.id] = entry
            waiting.extend(reversed(entry.below))
        return found

    def _gather(self, node: Node | None, above: CodeEntry | None, gathered: list[CodeEntry]) -> None:
        if node is None or node.empty:
            return
        if node.kind != "list":
            self._values.wrong(node, "codes", "a list (each code begins with - )")
            return
        for item in node.items:
            if item.kind != "map":
                self._values.wrong(item, "a code", "fields", "write - id: ... and name: ... below it")
                continue
            what = self._what(item)
            fields = self._values.fields(item, CODE_FIELDS, what)
            entry = CodeEntry(item, fields, self._values.text(fields.get("id"), "id"), above)
            if "id" not in fields:
                name = self._quiet_name(fields.get("name"))
                self._values.problem(
                    item, "a code has no id", "missing_field", f"add id: {slugify(name) if name else '...'}"
                )
            elif entry.written and not ID.match(entry.written):
                self._values.bad_id(fields["id"], entry.written, "an id")
            if "name" not in fields:
                self._values.problem(item, f"{what} has no name", "missing_field", 'add name: "..."')
            if above is not None and "parent" in fields:
                self._values.problem(
                    fields["parent"],
                    f"{what} stands under {above.written!r} already, and names a parent as well",
                    "two_parents",
                    "remove the line parent:",
                )
            gathered.append(entry)
            if above is not None:
                above.below.append(entry)
            self._gather(fields.get("codes"), entry, gathered)

    @staticmethod
    def _what(item: Node) -> str:
        id = item.get("id")
        return f"the code {id.text!r}" if id is not None and id.text else "a code"

    @staticmethod
    def _quiet_name(node: Node | None) -> str:
        while node is not None and node.kind == "map" and node.values:
            node = node.values[0]
        return node.text if node is not None and node.kind == "scalar" else ""

    def _adopt(self, top: list[CodeEntry], by_written: dict[str, CodeEntry]) -> None:
        """Put codes that name their parent, by `parent:` or in their id, under it."""
        adopted: dict[int, CodeEntry] = {}
        for entry in top:
            stated = entry.fields.get("parent")
            name = self._values.text(stated, "parent") if stated is not None else entry.written.rpartition(".")[0]
            if not name:
                continue
            parent = by_written.get(name) or by_written.get(name.rpartition(".")[2])
            if parent is None:
                parent = self._below(by_written, name)
            if parent is None:
                meant = self._values.offer(name, by_written)
                self._values.problem(
                    stated or entry.fields.get("id", entry.node),
                    f"the code {entry.written!r} stands under {name!r}, which does not exist",
                    "unknown_parent",
                    meant,
                )
                continue
            adopted[id(entry)] = parent
        for entry in top:
            chain, seen = entry, set()
            while id(chain) in adopted and id(chain) not in seen:
                seen.add(id(chain))
                chain = adopted[id(chain)]
            if chain is entry and seen:
                names = " under ".join(repr(e.written) for e in self._circle(entry, adopted))
                self._values.problem(
                    entry.fields.get("parent", entry.node),
                    f"a circle of parents: {names}",
                    "parent_cycle",
                    "one of them must stand at the top",
                )
                for member in self._circle(entry, adopted)[:-1]:
                    adopted.pop(id(member), None)
        for entry in top:
            parent = adopted.get(id(entry))
            if parent is not None:
                entry.above = parent
                entry.adopted = True
                parent.below.append(entry)

    @staticmethod
    def _below(by_written: dict[str, CodeEntry], name: str) -> CodeEntry | None:
        """The entry `value.mission` where mission is nested in the top code value."""
        first, *levels = name.split(".")
        entry = by_written.get(first)
        for level in levels:
            if entry is None:
                return None
            entry = next((e for e in entry.below if e.written.rpartition(".")[2] == level), None)
        return entry

    @staticmethod
    def _circle(entry: CodeEntry, adopted: dict[int, CodeEntry]) -> list[CodeEntry]:
        circle = [entry]
        while True:
            circle.append(adopted[id(circle[-1])])
            if circle[-1] is entry:
                return circle

    def _full_id(self, entry: CodeEntry) -> None:
        above = entry.above
        if above is None or not above.id:
            entry.id = entry.written
            return
        entry.parent = above.id
        prefix, _, last = entry.written.rpartition(".")
        if prefix and prefix != above.id and "parent" not in entry.fields and entry.written:
            self._values.problem(
                entry.fields["id"],
                f"the id {entry.written!r} stands under {above.id!r}",
                "bad_id",
                f"write {last}, or {above.id}.{last}",
            )
        entry.id = f"{above.id}.{last}" if last else ""
