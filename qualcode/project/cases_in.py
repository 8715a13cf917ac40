"""Cases out of a table that somebody made: one row a case, with what is known about it and where it speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..core.errors import Problem, ProblemsFound, UnknownName
from ..core.grouping import grouped
from ..core.languages import composed, same_name
from ..core.model import Case, Member
from . import cases as case_files
from .coders import changing_cases

if TYPE_CHECKING:
    from .handle import Handle


class CasesIn(NamedTuple):
    """What became of a table of cases."""

    added: int
    changed: int
    silent: tuple[str, ...]
    """Cases of the table that speak in no document that is here."""
    places: str = ""
    """The column that was taken for the documents of the cases, though its heading does not say so."""


def import_cases(project: Handle, path: Path, *, id_column: str = "") -> CasesIn:
    """Take cases and attributes from a table, text or workbook.

    The column `case`, or the one named, tells which case a row is about; a column of documents, by id or file, tells
    where it speaks, else the document or the speaker of its name; every other column becomes an attribute. Cases
    that are there keep what the table does not say; several rows of one case are one. Raises UnknownName for a column
    that is not there, ProblemsFound `case_twice` where rows of one case say different things.
    """
    from ..core.spreadsheets import read_sheet
    from ..core.spreadsheets.sheet import heading_at, names_any

    known_columns = [name for name in case_files.OWN if name != id_column]
    places = _Places(project)
    telling = (id_column or "case", *known_columns, "document")

    def is_header(cells: Sequence[str]) -> bool:
        """Headings may be anybody's words; they are several, and name no document that is here, as rows do."""
        filled = [cell for cell in cells if cell.strip()]
        return names_any(cells, telling) or (len(filled) > 1 and not any(map(places.document, filled)))

    sheet = read_sheet(path).under_its_title(is_header)
    header = sheet.columns(known_columns)
    if id_column and id_column not in header:  # `ID` is a heading that means the column `case`
        at = heading_at(sheet.header, id_column)
        id_column = id_column if at is None else header[at]
    records = list(sheet.records(known_columns))
    rows = [row for _, row in records]
    column = id_column or next((name for name in ("case", "name") if name in header), "")
    located = "" if "members" in header else places.column(rows, [name for name in header if name and name != column])
    column = column or (header[0] if not located or _tells_apart(rows, header[0]) else located)
    if column not in header:
        raise UnknownName("column", column, [name for name in header if name])
    if located == column:
        located = ""
    told = _by_case(path, records, column, located or "members", places)
    added = changed = 0
    with changing_cases(project, "case import") as (change, found):
        for id, (row, members) in told.items():
            known = found.get(id)
            case = known or Case(id, members=places.named(id))
            found[id] = _from_row(case, row, list(dict.fromkeys(members)))
            added += known is None
            changed += known is not None and known != found[id]
        held = {case.part_of for case in found.values()}
        silent = [id for id in told if id not in held and not any(places.has(one) for one in found[id].members)]
        change.summary = f"{added} added, {changed} changed from {path.name}"
    return CasesIn(added, changed, tuple(silent), located)


def _by_case(
    path: Path, records: Sequence[tuple[int, dict[str, str]]], column: str, located: str, places: _Places
) -> dict[str, tuple[dict[str, str], list[Member]]]:
    """What the rows of each case say together, and all the places where it speaks."""
    told: dict[str, tuple[dict[str, str], list[Member]]] = {}
    lines: dict[tuple[str, str], int] = {}
    problems = []
    for line, row in records:
        id = row.pop(column, "")
        if not id:
            continue
        # Of a survey that was added, the respondents are called by the table and their id.
        id = places.document(id) or places.document(f"{path.stem}-{id}") or id
        said, members = told.setdefault(id, ({}, []))
        members += places.members(row.pop(located, ""))
        for key, value in row.items():
            if value and said.setdefault(key, value) != value:
                message = f"{id}: {key} is {value!r} here, and {said[key]!r} on line {lines[id, key]}"
                problems.append(Problem(str(path), line, None, "error", message, "case_twice"))
            elif value:
                lines.setdefault((id, key), line)
    if problems:
        raise ProblemsFound(problems)
    return told


def _tells_apart(rows: Sequence[Mapping[str, str]], column: str) -> bool:
    cells = [row.get(column, "") for row in rows]
    return all(cells) and len(set(cells)) == len(cells)


def _from_row(case: Case, row: Mapping[str, str], members: Sequence[Member]) -> Case:
    values = dict(row)
    return replace(
        case,
        name=values.pop("name", case.name),
        kind=values.pop("kind", case.kind),
        members=tuple(members) or case.members,
        part_of=values.pop("part_of", case.part_of),
        weight=case_files.weight_of(values.pop("weight", "")) if row.get("weight") else case.weight,
        attributes={**case.attributes, **values},
    )


class _Places:
    """What the documents are called and who speaks in them."""

    def __init__(self, project: Handle) -> None:
        self._documents = project.documents_by_name()
        self._speakers = grouped(
            (same_name(speaker), Member(document, speaker)) for document, speaker in project.store.informants()
        )

    def document(self, name: str) -> str | None:
        """The document that a name or a file means."""
        spelt = "-".join(composed(name).split()).casefold()
        return self._documents.get(spelt) or self._documents.get(re.sub(r"\.[a-z0-9]{2,4}$", "", spelt))

    def column(self, rows: Sequence[Mapping[str, str]], names: Sequence[str]) -> str:
        """The column whose cells name documents, half of those that are filled at least; "" where there is none."""
        for name in names:
            cells = [row[name] for row in rows if row.get(name)]
            if cells and 2 * sum(any(map(self.has, self.members(cell))) for cell in cells) >= len(cells):
                return name
        return ""

    def members(self, text: str) -> list[Member]:
        """Members between semicolons; between commas and on lines of a cell where each is a document."""
        found: list[Member] = []
        for part in filter(None, map(str.strip, text.split(";"))):
            each = [piece for piece in re.split(r"\s*[,\n]\s*", part) if piece]
            several = len(each) > 1 and all(self.has(self._member(piece)) for piece in each)
            found += map(self._member, each if several else [part])
        return found

    def _member(self, text: str) -> Member:
        whole = self.document(text)
        if whole:
            return Member(whole)
        found = case_files.member(text)
        return replace(found, document=self.document(found.document) or found.document)

    def named(self, id: str) -> tuple[Member, ...]:
        """Where a case speaks that no cell tells of: in the document of its name, else wherever such a speaker is."""
        if self.document(id):
            return (Member(id),)
        return tuple(self._speakers.get(same_name(id), ())) or (Member(id),)

    def has(self, member: Member) -> bool:
        return self.document(member.document) is not None
