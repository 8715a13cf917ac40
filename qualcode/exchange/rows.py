"""Rows of a table -> codes: parents by column, by path, by level or by depth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..core.errors import ReadError, several
from ..core.languages import primary
from ..core.model import Names
from .columns import RoleColumns, columns_of
from .drafts import Draft, book_of, chain, color_of, levels_of, without_root
from .interface import Account, Read
from .layouts import a_row_each, upright
from .prose import has_labels, taken_apart

SEPARATORS = (">>", "\\", "::", ">", "/", ".")
"""Between the levels of a name: QualCoder, MAXQDA and NVivo, ATLAS.ti, MAXQDA; `/` and `.` only where
every name in front of one is a code of its own."""
_ID = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)*\Z")
_DASHES = re.compile(r"(?:\s*[-–—•·*→↳])+\s*(?=[^\W\d_])")


def read_rows(rows: Sequence[Sequence[str]], name: str, *, id: str, language: str, account: Account) -> Read:
    """The codebook in a table of texts. Raises ReadError for one without a single code."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise ReadError(name, "the table is empty")
    rows = a_row_each(upright(rows) or rows, account)
    columns = columns_of(rows[0])
    body = rows[1:] if columns.headings else rows
    reader = _Rows(columns, language, account)
    drafts = reader.drafts(body)
    if not drafts:
        raise ReadError(name, "no codes: expected a column name, code or tag, and a row for each code")
    if columns.unused:
        account.loses(f"columns that no codebook has: {', '.join(columns.unused)}")
    if not columns.headings:
        account.changes("the table has no headings; the first column was taken for names, the second for memos")
    return Read(book_of(drafts, account, name=name, id=id, language=language), account)


class _Rows:
    def __init__(self, columns: RoleColumns, language: str, account: Account) -> None:
        self.columns, self.language, self.account = columns, language, account
        self._above: list[str] = []
        """The categories of the row above, which an empty cell before a code repeats, as a merged cell does."""
        self._repeated = self._spots = 0
        self._first: dict[tuple[str, ...], tuple[Draft, Sequence[str]]] = {}
        """Each code with its first row, by its path and what else says where it stands."""

    def cell(self, row: Sequence[str], role: str) -> str:
        at = self.columns.roles.get(role, -1)
        return row[at].strip() if 0 <= at < len(row) else ""

    def texts(self, row: Sequence[str], field: str) -> Names:
        """A field's texts per language: `name`, and `name (da)` where there are such columns."""
        found = {self.language: self.cell(row, field)} if self.cell(row, field) else {}
        for role in self.columns.roles:
            head, _, language = role.partition(".")
            if head == field and language and self.cell(row, role):
                found[primary(language) or language] = self.cell(row, role)
        return found

    def drafts(self, body: Sequence[Sequence[str]]) -> list[Draft]:
        self._merged_parents(body)
        body = self._dashes_as_blanks(body)
        found: list[tuple[Draft, Sequence[str], list[str]]] = []
        empty = again = 0
        for row in body:
            path = self.path(row)
            if not path:
                examples = self._examples(row)
                if found and examples and sum(bool(cell.strip()) for cell in row) == 1:
                    found[-1][0].examples += examples  # the code's cell is merged with the one above
                else:
                    empty += 1
                continue
            if self._goes_on(row, path):
                again += 1
                continue
            found.append((self.draft(row, path[-1]), row, path))
            self._first.setdefault(self._place(row, path), found[-1][:2])
        if again:
            self.account.changes(f"{several(again, 'row')} with another example of a code that has a row above")
        if empty:
            self.account.loses(f"{several(empty, 'row')} without a name")
        if self._spots:
            self.account.loses(f"the colours of {several(self._spots, 'code')}, of which the table has only the spots")
        if self._repeated:
            self.account.changes(f"{several(self._repeated, 'code')} without a category: put under the category above")
        if self.columns.roles.keys() & {"parent", "parent_id"} or self._own_ids(found):
            return self._by_parent(found)
        if "level" in self.columns.roles:
            return self._by_level(found, [self.cell(row, "level") for _, row, _ in found])
        indents = [self._indent(row) for _, row, _ in found]
        indents = [indent - min(indents) for indent in indents]
        if (
            any(indents)
            and not indents[0]
            and not (self.columns.levels or {"group", "path"} & self.columns.roles.keys())
        ):
            self.account.changes("names that are moved in became a tree")
            return self._by_level(found, map(str, indents))
        return self._by_path(found)

    def _place(self, row: Sequence[str], path: Iterable[str]) -> tuple[str, ...]:
        return (
            *_key(path),
            *(self.cell(row, role) for role in ("parent", "parent_id", "level", "id")),
            str(self._indent(row)),
        )

    def _goes_on(self, row: Sequence[str], path: Iterable[str]) -> bool:
        """Whether a row has an example for a code of a row above, and says nothing else that is new."""
        draft, above = self._first.get(self._place(row, path), (None, ()))
        examples = self._examples(row)
        roles = self.columns.roles.keys() - {"group", "examples"}
        if (
            draft is None
            or not examples
            or any(self.cell(row, role) not in ("", self.cell(above, role)) for role in roles)
        ):
            return False
        draft.examples += tuple(example for example in examples if example not in draft.examples)
        return True

    def path(self, row: Sequence[str]) -> list[str]:
        """The names from the top to the code, as far as the row's cells give them."""
        levels, roles = self.columns.levels, self.columns.roles
        name = self.cell(row, "name") or next(iter(self.texts(row, "name").values()), "")
        written = self.cell(row, "path")
        if levels:
            cells = [row[at].strip() if at < len(row) else "" for at in levels]
            path = [cell for cell in (self._under(cells) if self._merged(levels) else cells) if cell]
            return path[:-1] if path[-1:] == path[-2:-1] else path
        if written:
            return [written] if not name or written.endswith(name) else [written, name]
        cells = [self.cell(row, "group"), name]
        before = roles.get("group", 99) < roles.get("name", 0)
        if any(cells) and "group" in roles and self._merged([roles["group"], roles.get("name", 99)]):
            cells = self._under(cells)
        return [cell for cell in cells if cell] if name or before else []

    def _merged(self, levels: Sequence[int]) -> bool:
        """Whether an empty cell of an upper level is the one above: from the top to the code, or as an analysis goes on
        upwards. A category that is only noted behind a code may be missing."""
        return list(levels) == sorted(levels, reverse=self.columns.upwards and levels[0] > levels[-1])

    def _under(self, cells: list[str]) -> list[str]:
        """The cells of a tree's levels, where the first ones that are empty are those of the row above."""
        first = next((at for at, cell in enumerate(cells) if cell), None)
        if first is None:
            return cells
        self._repeated += any(self._above[:first])
        self._above = [*self._above[:first], *[""] * (first - len(self._above)), *cells[first:]]
        return self._above

    def draft(self, row: Sequence[str], name: str) -> Draft:
        draft = Draft(" ".join(name.split()), names=self.texts(row, "name"))
        description = self.cell(row, "description")
        if description:
            for field, value in taken_apart(description, self.language).items():
                setattr(draft, field, value)
        for field, target in (("brief", "brief"), ("definition", "definition"), ("use", "use"), ("not", "avoid")):
            texts = self.texts(row, field)
            if texts:
                setattr(draft, target, texts)
        if has_labels(whole := self.cell(row, "definition")):
            draft.definition = {}
            for field, value in taken_apart(whole, self.language, brief=False).items():
                setattr(draft, field, value)
        draft.examples = self._examples(row) or draft.examples
        draft.aliases = tuple(text.strip() for text in self.cell(row, "aliases").split(";") if text.strip())
        written = self.cell(row, "color")
        if written:
            draft.color = color_of(written) or ""
            if not draft.color and not any(map(str.isalnum, written)):
                self._spots += 1  # MAXQDA's ●, whose colour is that of the letter
            elif not draft.color:
                self.account.loses(f"the colour {written!r} of {name}, which cannot be read")
        draft.codable = self.cell(row, "codable").lower() not in ("false", "0", "no", "nej", "nei")
        draft.retired = self.cell(row, "retired").lower() in ("true", "1", "yes", "ja")
        if self.cell(row, "origin") in ("author", "toolkit", "researcher"):
            draft.origin = self.cell(row, "origin")
        draft.source = self.cell(row, "source")
        return draft

    def _examples(self, row: Sequence[str]) -> tuple[Names, ...]:
        cells = [self.cell(row, "examples"), *(row[at] for at in self.columns.examples if at < len(row))]
        lines = [line for cell in cells for line in cell.split("\n")]
        return tuple({self.language: text.strip()} for text in lines if text.strip())

    def _merged_parents(self, body: Sequence[Sequence[str]]) -> None:
        """A column of parents, none of them a code of the table, is one of groups: an empty cell is merged with the
        one above, and no code at the top."""
        parents = [self.cell(row, "parent").casefold() for row in body]
        names = {self.cell(row, "name").casefold() for row in body} - {""}
        if parents and parents[0] and not names.intersection(parents):
            self.columns.roles["group"] = self.columns.roles.pop("parent")

    def _own_ids(self, found: list[tuple[Draft, Sequence[str], list[str]]]) -> bool:
        """Whether the ids are paths, as in a table that was written here."""
        ids = [self.cell(row, "id") for _, row, _ in found]
        known = set(ids)
        paths = all(_ID.match(id) and (not (up := id.rpartition(".")[0]) or up in known) for id in ids)
        return bool(ids) and paths and len(known) == len(ids)

    def _by_parent(self, found: list[tuple[Draft, Sequence[str], list[str]]]) -> list[Draft]:
        own = self._own_ids(found)
        by_id: dict[str, Draft] = {}
        by_name: dict[str, list[Draft]] = {}
        for draft, row, _ in found:
            if self.cell(row, "id"):
                by_id.setdefault(self.cell(row, "id").casefold(), draft)
            by_name.setdefault(draft.name.casefold(), []).append(draft)
        by_path: dict[tuple[str, ...], Draft] = {}
        for draft, row, _ in found:
            by_path.setdefault(_key([*levels_of(self.cell(row, "parent")), draft.name]), draft)
        made: dict[str, Draft] = {}
        for draft, row, _ in found:
            written = self.cell(row, "id")
            if own:
                draft.id = written.rpartition(".")[2]
                draft.parent = by_id.get(written.rpartition(".")[0])
                continue
            wanted = (self.cell(row, "parent_id") or self.cell(row, "parent")).strip()
            if not wanted:
                continue
            names = [each for each in by_name.get(wanted.casefold(), []) if each is not draft]
            parent = by_id.get(wanted.casefold()) or (names[0] if names else by_path.get(_key(levels_of(wanted))))
            if parent is None and wanted.casefold() == draft.name.casefold():
                parent = draft
            if len(names) > 1 and wanted.casefold() not in by_id:
                self.account.changes(f"{draft.name} stands under the first of {len(names)} codes called {wanted!r}")
            if parent is None:
                parent = made.setdefault(wanted.casefold(), Draft(wanted))
            draft.parent = parent
        self._break_circles([draft for draft, _, _ in found])
        if made:
            self.account.changes(f"{several(len(made), 'parent')} had no row and came from the column of parents")
        return [*made.values(), *(draft for draft, _, _ in found)]

    def _break_circles(self, drafts: list[Draft]) -> None:
        safe: set[int] = set()
        for draft in drafts:
            chain_: list[Draft] = []
            at: Draft | None = draft
            while at is not None and at not in chain_ and hash(at) not in safe:
                chain_.append(at)
                at = at.parent
            if at is not None and at in chain_:
                self.account.loses(f"the parent of {at.name}, which stood under itself")
                at.parent = None
            safe.update(hash(each) for each in chain_)

    def _dashes_as_blanks(self, body: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
        """The rows with blanks where names are moved in by dashes; dashes before all names, or none, are no levels, nor
        is a minus beside a plus."""
        at = self.columns.roles.get("name", -1)
        names = [row[at] if 0 <= at < len(row) else "" for row in body]
        marks = [_DASHES.match(name) for name in names]
        if at < 0 or not any(marks) or marks[0] or any(name.lstrip().startswith("+") for name in names):
            return body
        return [
            [*row[:at], "    " * len(re.sub(r"\s", "", mark[0])) + row[at][mark.end() :], *row[at + 1 :]]
            if mark
            else row
            for row, mark in zip(body, marks, strict=True)
        ]

    def _indent(self, row: Sequence[str]) -> int:
        """How many blanks a name is moved in; one is a slip."""
        at = self.columns.roles.get("name", -1)
        name = row[at].replace("\t", "    ").replace("\xa0", " ") if 0 <= at < len(row) else ""
        blanks = len(name) - len(name.lstrip(" "))
        return blanks if blanks > 1 else 0

    def _by_level(self, found: list[tuple[Draft, Sequence[str], list[str]]], levels: Iterable[str]) -> list[Draft]:
        above: list[tuple[int, Draft]] = []
        for (draft, _, _), written in zip(found, levels, strict=True):
            depth = int(written) if written.isascii() and written.isdecimal() else 0
            while above and above[-1][0] >= depth:
                above.pop()
            draft.parent = above[-1][1] if above else None
            above.append((depth, draft))
        return [draft for draft, _, _ in found]

    def _by_path(self, found: list[tuple[Draft, Sequence[str], list[str]]]) -> list[Draft]:
        mark = self._separator([path[0] for _, _, path in found if len(path) == 1])
        paths = [_split(path, mark) for _, _, path in found]
        known: dict[tuple[str, ...], Draft] = {}
        for (draft, _, _), path in zip(found, paths, strict=True):
            known.setdefault(_key(path), draft)
        ordered: list[Draft] = []
        for (draft, _, _), path in zip(found, paths, strict=True):
            draft.parent = chain(path, known, ordered)
            if len(path) > 1 or mark:
                draft.name = path[-1]
                if draft.names.get(self.language, "") != path[-1] and len(draft.names) <= 1:
                    draft.names = {}
            ordered.append(draft)
        added = len(ordered) - len(found)
        if mark and any(len(path) > 1 for path in paths):
            self.account.changes(f"names with {mark!r} became a tree")
        if added:
            self.account.changes(f"{several(added, 'parent')} had no row and came from the names below")
        return ordered

    def _separator(self, names: Sequence[str]) -> str:
        """What separates the levels in these names; `""` when nothing does."""
        there = {name.casefold() for name in names}
        for mark in SEPARATORS:
            with_mark = [name for name in names if mark in name.strip(mark)]
            if not with_mark:
                continue
            if mark in ("/", "."):
                fronts = [name.rpartition(mark)[0].strip().casefold() for name in with_mark]
                tight = all(re.search(r"\S\.\S", name) for name in with_mark)
                if not (all(front in there for front in fronts) or (mark == "." and self.columns.tags and tight)):
                    continue
            return mark
        return ""


def _key(path: Iterable[str]) -> tuple[str, ...]:
    return tuple(level.casefold() for level in path)


def _split(path: list[str], mark: str) -> list[str]:
    parts = [part.strip() for step in path for part in (step.split(mark) if mark else [step])]
    parts = [" ".join(part.split()) for part in parts if part.strip()]
    return (without_root(parts) if mark == "\\" else parts) or [" ".join(path)]
