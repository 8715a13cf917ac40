"""`cases.csv` <-> cases: who speaks, and what is known about them.

One row per informant or case. The columns `case`, `name`, `kind`, `members`, `weight` and `part_of`
are ours; every other column is an attribute. `members` lists documents, or one speaker in a document as
`D1:Anna`, or a passage as `D1:14-18` (turns) or `D1@120-480` (characters), separated by `;`. A document
that no case names is a case of its own. A case is part of the one that `part_of` names, or that
holds the whole documents in which its own members speak.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..core.case_tree import parents
from ..core.errors import Problem, ProblemsFound, ReadError, UnknownName, did_you_mean
from ..core.model import Case, Document, Member, Span
from ..core.numbers import typed
from ..core.spreadsheets import parse_sheet

OWN = ("case", "name", "kind", "members", "weight", "part_of")
PASSAGE = re.compile(r"\s*(?P<document>[^:@]+?)\s*(?P<place>:\s*\d+\s*-\s*\d+|@\s*\d+\s*-\s*\d+)\s*")


def load(path: Path) -> tuple[Case, ...]:
    """Read the cases; none when the file is missing. ProblemsFound with every bad row at once."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise ProblemsFound(
            [Problem(str(path), None, None, "error", f"cannot be read: {error.strerror or error}", "cases_unreadable")]
        ) from error
    return parse(data, str(path))


def parse(table: str | bytes, path: str = "cases.csv") -> tuple[Case, ...]:
    """Cases from the content of a table in any dialect; headings in any case and four languages."""
    try:
        sheet = parse_sheet(table.encode() if isinstance(table, str) else table, path)
    except ReadError as error:
        found = re.match(r"line (\d+): (.*)", error.reason, re.DOTALL)
        line, reason = (int(found[1]), found[2]) if found else (None, error.reason)
        slug = "cases_row" if error.slug == "unclosed_quote" else "cases_unreadable"
        raise ProblemsFound([Problem(path, line, None, "error", reason, slug, error.hint or "")]) from error
    problems: list[Problem] = []

    def problem(line: int, message: str, slug: str) -> None:
        problems.append(Problem(path, line, None, "error", message, slug))

    header = sheet.columns(OWN)
    if header and "case" not in header:
        problem(sheet.rows[0].line, f"expected a column `case`, found {', '.join(header)}", "cases_header")
        raise ProblemsFound(problems)
    if len(set(filter(None, header))) != len(list(filter(None, header))):
        problem(sheet.rows[0].line, "a column stands twice", "cases_header")
    wide = dict(sheet.ragged)
    cases: dict[str, Case] = {}
    taken: dict[Member, str] = {}
    lines: dict[str, int] = {}
    for line, values in sheet.records(OWN):
        if line in wide:
            problem(line, f"{wide[line]} cells under {len(list(filter(None, header)))} columns", "cases_row")
            continue
        id = values.get("case", "")
        if not id or id in cases:
            problem(line, f"the case {id!r} stands twice" if id else "a row without a case", "cases_row")
            continue
        members = tuple(member(part) for part in values.get("members", "").split(";") if part.strip())
        for one in members:
            if one in taken:
                problem(line, f"{one} belongs to {taken[one]} already", "cases_member")
            taken.setdefault(one, id)
        cases[id] = Case(
            id=id,
            name=values.get("name", ""),
            kind=values.get("kind") or "informant",
            members=members,
            attributes={key: value for key, value in values.items() if key not in OWN},
            weight=_weight(values.get("weight", ""), line, problem),
            part_of=values.get("part_of", ""),
        )
        lines[id] = line
    for case in cases.values():
        if case.part_of and case.part_of not in cases:
            meant = did_you_mean(case.part_of, cases)
            problem(lines[case.id], f"part of {case.part_of!r}, which is no case{meant}", "cases_part_of")
        elif case.part_of and case.id in _above(case, cases):
            problem(lines[case.id], f"{case.id} is part of itself", "cases_part_of")
    if problems:
        raise ProblemsFound(problems)
    # A row without members speaks in the document of its name, unless others are what it consists of.
    whole = {case.part_of for case in cases.values()}
    return tuple(
        case if case.members or case.id in whole else replace(case, members=(Member(case.id),))
        for case in cases.values()
    )


def _above(case: Case, cases: Mapping[str, Case]) -> list[str]:
    found: list[str] = []
    above = case.part_of
    while above in cases and above not in found:
        found.append(above)
        above = cases[above].part_of
    return found


def _weight(text: str, line: int, problem: Callable[[int, str, str], None]) -> float | None:
    if not text:
        return None
    weight = typed(text)
    if weight is None or not 0 <= weight < float("inf"):
        problem(line, f"weight {text!r}: expected a number of 0 or more", "weight_negative")
        return None
    return weight


def member(text: str) -> Member:
    """A member as `cases.csv` has it: `D1`, `D1:Anna`, `D1:14-18` or `D1@120-480`."""
    passage = PASSAGE.fullmatch(text)
    if passage:
        return Member(passage["document"], None, re.sub(r"\s", "", passage["place"]))
    document, colon, speaker = text.strip().partition(":")
    return Member(document.strip(), speaker.strip() if colon else None)


def dump(cases: Iterable[Case]) -> str:
    """The text of `cases.csv`; parsing it gives the same cases."""
    cases = list(cases)
    attributes = list(dict.fromkeys(key for case in cases for key in case.attributes))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    own = OWN if any(case.part_of for case in cases) else OWN[:-1]  # no empty column in most studies
    writer.writerow([*own, *attributes])
    for case in cases:
        members = "; ".join(map(str, case.members))
        weight = "" if case.weight is None else f"{case.weight:g}"
        ours = [case.id, case.name, case.kind, members, weight, case.part_of][: len(own)]
        writer.writerow([*ours, *(case.attributes.get(key, "") for key in attributes)])
    return out.getvalue()


def values(text: str) -> tuple[str, ...]:
    """The values of an attribute, which `;` separates: `school; care` is two."""
    return tuple(dict.fromkeys(part for each in text.split(";") if (part := each.strip())))


class CaseMap:
    """Which case speaks where, and what the cases are parts of."""

    def __init__(self, cases: Iterable[Case]) -> None:
        self.cases: Mapping[str, Case] = {case.id: case for case in cases}
        self.parents = parents(self.cases.values())
        self.holding = frozenset(self.parents.values())
        """The cases that others are part of."""
        self._by_speaker: dict[tuple[str, str], str] = {}
        self._by_document: dict[str, str] = {}
        self.passages: dict[str, list[tuple[Member, str]]] = {}
        self._several: dict[str, tuple[Document, bool]] = {}
        for case in self.cases.values():
            for one in case.members:
                if one.speaker is not None:
                    self._by_speaker[one.document, one.speaker.casefold()] = case.id
                elif one.passage:
                    self.passages.setdefault(one.document, []).append((one, case.id))
                else:
                    self._by_document[one.document] = case.id

    def case_of(self, document: Document, speaker: str, pieces: Sequence[Span] = ()) -> str:
        """The case's id: that of the passage which holds most of the pieces, else the speaker's, else the
        document's. Where no row names any, the document itself is the case, and `D1/Anna` one of
        several unnamed informants in it."""
        if pieces and document.id in self.passages:
            inside = self._in_passage(document, pieces)
            if inside:
                return inside
        named = self._by_speaker.get((document.id, speaker.casefold())) or self._by_document.get(document.id)
        if named:
            return named
        return f"{document.id}/{speaker}" if speaker and self._has_several(document) else document.id

    def _in_passage(self, document: Document, pieces: Sequence[Span]) -> str:
        size = sum(map(len, pieces))
        for passage, case in self.passages[document.id]:
            start, stop = reach(passage, document)
            covered = sum(max(0, min(piece.stop, stop) - max(piece.start, start)) for piece in pieces)
            if covered * 2 > size:
                return case
        return ""

    def _has_several(self, document: Document) -> bool:
        known = self._several.get(document.id)
        if known is None or known[0] is not document:
            several = len({turn.speaker for turn in document.turns if turn.role == "informant"}) > 1
            known = self._several[document.id] = (document, several)
        return known[1]

    def above(self, id: str) -> list[str]:
        """The cases that a case is part of, the nearest first."""
        found: list[str] = []
        parent = self.parents.get(id, "")
        while parent and parent not in found:  # a circle, which no file may hold, ends with the case itself
            found.append(parent)
            parent = self.parents.get(parent, "")
        return found

    def levels(self, id: str) -> list[str]:
        """A case and all that it is part of."""
        return [id, *self.above(id)]

    def attributes(self, id: str) -> dict[str, str]:
        """What is known about a case: its own attributes, else those of what it is part of."""
        found: dict[str, str] = {}
        for level in self.levels(id):
            case = self.cases.get(level)
            for key, value in (case.attributes if case else {}).items():
                if value or key not in found:
                    found[key] = found.get(key) or value
        return found


def reach(passage: Member, document: Document) -> tuple[int, int]:
    """Where a passage begins and ends in a document's text; (0, 0) where the document has no such turns."""
    first, last = (int(number) for number in passage.passage[1:].split("-"))
    if passage.passage[0] == "@":
        return first, last
    spans = [turn.span for turn in document.turns if first <= turn.index <= last]
    return (spans[0].start, spans[-1].stop) if spans else (0, 0)


def check_attribute(name: str, known: Iterable[str]) -> str:
    """An attribute of the cases or documents; UnknownName with the nearest otherwise."""
    known = list(dict.fromkeys(known))
    if name not in known:
        raise UnknownName("attribute", name, known, hint="the columns of cases.csv are the attributes")
    return name
