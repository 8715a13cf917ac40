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
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from sys import intern

from ..core.case_map import NO_CASES, CaseMap, reach, values
from ..core.errors import Problem, ProblemsFound, ReadError, UnknownName, UsageError, did_you_mean, left_by_git
from ..core.model import Case, Member

OWN = ("case", "name", "kind", "members", "weight", "part_of")
PASSAGE = re.compile(r"\s*(?P<document>[^:@]+?)\s*(?P<place>:\s*\d+\s*-\s*\d+|@\s*\d+\s*-\s*\d+)\s*")

__all__ = ["OWN", "CaseMap", "check_attribute", "check_owners", "dump", "load", "member", "parse", "reach", "values"]


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
    if data == NO_CASES.encode():
        return ()  # as `init` wrote it: the reader of tables, a fiftieth of a second, is spared
    return parse(data, str(path))


def parse(table: str | bytes, path: str = "cases.csv") -> tuple[Case, ...]:
    """Cases from the content of a table in any dialect; headings in any case and four languages."""
    if left := left_by_git(table if isinstance(table, str) else table.decode("utf-8", "replace"), path):
        raise ProblemsFound(left)
    try:
        from ..core.spreadsheets import parse_sheet

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
    for line, row in sheet.records(OWN):
        if line in wide:
            problem(line, f"{wide[line]} cells under {len(list(filter(None, header)))} columns", "cases_row")
            continue
        id = row.get("case", "")
        if not id or id in cases:
            problem(line, f"the case {id!r} stands twice" if id else "a row without a case", "cases_row")
            continue
        members = tuple(member(part) for part in row.get("members", "").split(";") if part.strip())
        for one in members:
            if one in taken:
                problem(line, f"{one} belongs to {taken[one]} already", "cases_member")
            taken.setdefault(one, id)
        cases[id] = Case(
            id=id,
            name=row.get("name", ""),
            kind=row.get("kind") or "informant",
            members=members,
            attributes={key: intern(value) for key, value in row.items() if key not in OWN},  # few different ones
            weight=_weight(row.get("weight", ""), line, problem),
            part_of=row.get("part_of", ""),
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
    try:
        return weight_of(text)
    except UsageError as error:
        problem(line, error.message, error.slug)
        return None


def weight_of(text: str) -> float | None:
    """A weight as a person writes it, in figures of either kind; None for none, UsageError for what is none."""
    if not text:
        return None
    from ..core.numbers import typed

    weight = typed(text)
    if weight is None or not 0 <= weight < float("inf"):
        raise UsageError(f"weight {text!r}: expected a number of 0 or more", slug="weight_negative")
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


def check_owners(cases: Iterable[Case]) -> None:
    """UsageError `cases_member` where two cases have one document, or one speaker in it."""
    owners: dict[Member, str] = {}
    for case in cases:
        for one in case.members:
            if owners.setdefault(one, case.id) != case.id:
                raise UsageError(
                    f"{one} cannot belong to {case.id}: it belongs to {owners[one]} already",
                    slug="cases_member", hint="take it out of that case in cases.csv first",
                )  # fmt: skip


def check_attribute(name: str, known: Iterable[str]) -> str:
    """An attribute of the cases or documents; UnknownName with the nearest otherwise."""
    known = list(dict.fromkeys(known))
    if name not in known:
        raise UnknownName("attribute", name, known, hint="the columns of cases.csv are the attributes")
    return name


def of_row(document: str, kind: str, attributes: Mapping[str, str]) -> Case:
    """What a row of a table says beside its words: of the respondent of a survey, or of the slip itself."""
    return Case(document, kind=kind, members=(Member(document),), attributes=_beside_ours(attributes))


def add_respondents(cases: dict[str, Case], document: str, first: str, people: Mapping[str, Mapping[str, str]]) -> None:
    """Those who answer a question of a survey, in a document of its own: the same people as in the survey's `first`."""
    survey = re.sub(r"-q\d+", "", first, count=1)
    for speaker, attributes in people.items():
        plain = re.sub(r"[^\w-]+", "-", speaker).strip("-")
        id = f"{survey}-{plain or speaker}"
        known = cases.get(id) or Case(id, kind="informant", attributes=_beside_ours(attributes))
        cases[id] = replace(known, members=(*known.members, Member(document, speaker)))


def _beside_ours(values: Mapping[str, str]) -> dict[str, str]:
    """Attributes whose names are not those of our own columns: a survey's `Name` is `Name (survey)`."""
    return {f"{key} (survey)" if key.strip().casefold() in OWN else key: value for key, value in values.items()}
