"""`cases.csv` <-> cases: who speaks, and what is known about them.

One row per informant or case. The columns `case`, `name`, `kind`, `members` and `weight` are
ours; every other column is an attribute. `members` lists documents, or one speaker in a
document as `D1:Anna`, separated by `;`. A document that no case names is a case of its own.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import Problem, ProblemsFound, ReadError, UnknownName
from ..core.model import Case, Document, Member
from ..core.numbers import typed
from ..core.spreadsheets import parse_sheet

OWN = ("case", "name", "kind", "members", "weight")


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
    for line, values in sheet.records(OWN):
        if line in wide:
            problem(line, f"{wide[line]} cells under {len(list(filter(None, header)))} columns", "cases_row")
            continue
        id = values.get("case", "")
        if not id or id in cases:
            problem(line, f"the case {id!r} stands twice" if id else "a row without a case", "cases_row")
            continue
        members = tuple(_member(part) for part in values.get("members", "").split(";") if part.strip())
        for member in members:
            if member in taken:
                problem(line, f"{_written(member)} belongs to {taken[member]} already", "cases_member")
            taken.setdefault(member, id)
        cases[id] = Case(
            id=id,
            name=values.get("name", ""),
            kind=values.get("kind") or "informant",
            members=members or (Member(id),),
            attributes={key: value for key, value in values.items() if key not in OWN},
            weight=_weight(values.get("weight", ""), line, problem),
        )
    if problems:
        raise ProblemsFound(problems)
    return tuple(cases.values())


def _weight(text: str, line: int, problem: Callable[[int, str, str], None]) -> float | None:
    if not text:
        return None
    weight = typed(text)
    if weight is None or not 0 <= weight < float("inf"):
        problem(line, f"weight {text!r}: expected a number of 0 or more", "weight_negative")
        return None
    return weight


def _member(text: str) -> Member:
    document, colon, speaker = text.strip().partition(":")
    return Member(document.strip(), speaker.strip() if colon else None)


def _written(member: Member) -> str:
    return member.document if member.speaker is None else f"{member.document}:{member.speaker}"


def dump(cases: Iterable[Case]) -> str:
    """The text of `cases.csv`; parsing it gives the same cases."""
    cases = list(cases)
    attributes = list(dict.fromkeys(key for case in cases for key in case.attributes))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*OWN, *attributes])
    for case in cases:
        members = "; ".join(_written(member) for member in case.members)
        weight = "" if case.weight is None else f"{case.weight:g}"
        writer.writerow(
            [case.id, case.name, case.kind, members, weight, *(case.attributes.get(key, "") for key in attributes)]
        )
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class CaseMap:
    """Which case a speaker of a document belongs to."""

    cases: Mapping[str, Case]
    by_speaker: Mapping[tuple[str, str], str]
    by_document: Mapping[str, str]

    @classmethod
    def of(cls, cases: Iterable[Case]) -> CaseMap:
        by_speaker: dict[tuple[str, str], str] = {}
        by_document: dict[str, str] = {}
        known = {case.id: case for case in cases}
        for case in known.values():
            for member in case.members:
                if member.speaker is None:
                    by_document[member.document] = case.id
                else:
                    by_speaker[member.document, member.speaker.casefold()] = case.id
        return cls(known, by_speaker, by_document)

    def case_of(self, document: Document, speaker: str) -> str:
        """The case's id; where no row names the speaker, the document itself is the case,
        and `D1/Anna` one of several unnamed informants in it."""
        named = self.by_speaker.get((document.id, speaker.casefold())) or self.by_document.get(document.id)
        if named:
            return named
        several = len({turn.speaker for turn in document.turns if turn.role == "informant"}) > 1
        return f"{document.id}/{speaker}" if several and speaker else document.id


def check_attribute(name: str, known: Iterable[str]) -> str:
    """An attribute of the cases or documents; UnknownName with the nearest otherwise."""
    known = list(dict.fromkeys(known))
    if name not in known:
        raise UnknownName("attribute", name, known, hint="the columns of cases.csv are the attributes")
    return name
