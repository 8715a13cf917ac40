"""Over random studies: every unit of a selection is counted or named as left out, by every command and every filter,
and what a filter leaves is what the whole result says of that part.

QUALCODE_EXAMPLES=50 tries fifty times as many studies.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.cli.run import app as root_app
from qualcode.core.errors import QualcodeError
from qualcode.core.model import Document
from qualcode.core.results import Accounting
from qualcode.core.where import Where
from qualcode.project import Project, agreement, comparisons, figures, lists, results, selection
from qualcode.project.find import FindRequest
from qualcode.project.find import find as search
from tests.study import FRAME, conversation, study

OTHER = FRAME.replace("id: frame", "id: other").replace("A frame", "Another frame")
GUIDE = """questions:
  - {id: "1", text: "Hvad?", sub: [{id: "1a", text: "Og?"}]}
  - {id: "2", text: "Hvem?"}
  - {id: "3", text: "Hvornår?"}
"""
MAIN = {"1": "1", "1a": "1", "2": "2", "3": "3"}
KINDS = ("interview", "interview", "document", "observation", "survey", "workshop")
TRY = settings(
    max_examples=12 * int(os.environ.get("QUALCODE_EXAMPLES", "1")), deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A study as it was drawn, before any of our code has looked at it."""

    documents: tuple[tuple[str, str, tuple[str | None, ...]], ...]
    """(id, kind, the question of each of the informant's turns)."""
    roles: dict[str, str]
    """Of the case of each document; none where it is in no case."""
    parts: dict[str, str]
    """The case that the case of a document is part of."""
    codings: tuple[tuple[str, int, str, str], ...]
    """(document, turn of the informant, code, coder)."""
    guide: bool

    def case(self, document: str) -> str:
        return f"c{document}" if document in self.roles else document


@st.composite
def made(draw: st.DrawFn) -> Made:
    documents = []
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(KINDS))
        asked = kind in ("interview", "survey", "workshop")
        question = st.sampled_from(("1", "1a", "2", None)) if asked else st.none()
        documents.append((f"S{number}", kind, tuple(draw(st.lists(question, min_size=1, max_size=4)))))
    ids = [id for id, *_ in documents]
    roles = {id: draw(st.sampled_from(("a", "b", "a; b", ""))) for id in ids if draw(st.booleans())}
    parts = {id: draw(st.sampled_from(("K", "L", ""))) for id in roles}
    code = st.sampled_from(("frame:value", "frame:value.mission", "frame:support", "other:value", "other:capacity"))
    coder = st.sampled_from(("ana", "ana", "bo", "consensus", "rule:frame"))
    codings = draw(st.lists(st.tuples(st.sampled_from(ids), st.integers(0, 3), code, coder), min_size=1, max_size=9))
    return Made(tuple(documents), roles, parts, tuple(codings), draw(st.booleans()))


@st.composite
def filters(draw: st.DrawFn) -> Where:
    some = {
        # Documents come in the order in which they are named, so they are named in the order of the study.
        "documents": st.lists(st.sampled_from(("S0", "S1", "S2")), min_size=1, max_size=2, unique=True).map(sorted),
        "cases": st.lists(st.sampled_from(("cS0", "S1", "K", "L")), min_size=1, max_size=2, unique=True),
        "questions": st.lists(st.sampled_from(("1", "1a", "2")), min_size=1, max_size=2, unique=True),
    }
    names = draw(st.lists(st.sampled_from((*some, "role", "kind")), min_size=1, max_size=2, unique=True))
    attributes = {
        name: tuple(draw(st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)))
        for name, values in (("role", ("a", "b")), ("kind", ("interview", "document", "survey")))
        if name in names
    }
    chosen: dict[str, Any] = {name: tuple(draw(some[name])) for name in names if name in some}
    return Where(attributes=attributes, **chosen)


def document(id: str, kind: str, questions: tuple[str | None, ...]) -> Document:
    """Interviews come back to a question, begin with a chat, or ask nothing that is in the guide."""
    if kind in ("document", "observation"):
        return conversation(id, *(("", f"Afsnit {at} om data.") for at in range(len(questions))), kind=kind)
    lines: list[tuple[str, str] | tuple[str, str, str]] = []
    for question in questions:
        lines += [("I", "Spørgsmål?", question), ("Anna", "Et svar om data.", question)]
    return conversation(id, *lines, kind=kind)


@contextmanager
def opened(one: Made) -> Iterator[Project]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with study(root, *(document(*each) for each in one.documents)) as project:
            (root / "codebooks" / "other.yaml").write_text(OTHER, "utf-8")
            rows = [f"c{id},informant,{id},{role},{one.parts[id]}" for id, role in one.roles.items()]
            table = ["case,kind,members,role,part_of", "K,kommune,,,", "L,kommune,,,", *rows]
            (root / "cases.csv").write_text("\n".join(table) + "\n", "utf-8")
            if one.guide:
                (root / "questions.yaml").write_text(GUIDE, "utf-8")
            project.forget_files()
            for id, at, code, coder in one.codings:
                turns = [turn.index for turn in project.document(id).turns if turn.role == "informant"]
                project.tag(f"{id}:{turns[at % len(turns)]}", code, coder=coder)
            keys = project.store.coder_keys()
            if "rule:frame" in keys:
                with project.writable.change("a rule", "ana") as change:
                    change.update("coder", keys["rule:frame"], {"kind": "rule"})
            project.forget_files()
            yield project


def inside(one: Made, where: Where, id: str, question: str | None) -> bool:
    """Whether what is said in a document under a question lies in the selection, told from what was drawn."""
    kind = next(kind for known, kind, _ in one.documents if known == id)
    levels = {one.case(id), one.parts.get(id, "")}
    values = {"role": set(one.roles.get(id, "").split("; ")), "kind": {kind}}
    main = MAIN.get(question or "", question) if one.guide else question
    return (
        (not where.documents or id in where.documents)
        and (not where.cases or bool(levels & set(where.cases)))
        and (not where.questions or question in where.questions or main in where.questions)
        and all(values[key] & set(wanted) for key, wanted in where.attributes.items())
    )


def expected(one: Made, project: Project, where: Where) -> tuple[int, set[str]]:
    """How many units there are in a selection and in which documents, counted by hand."""
    number, documents = 0, set()
    for id, kind, questions in one.documents:
        found: list[str | None] = []
        guided = any(questions) and kind not in ("document", "observation")
        asks = kind in ("interview", "survey", "workshop")
        under = questions
        if not asks:
            found = [None] * len(questions)
        elif guided:
            found = [*dict.fromkeys(each for each in under if each), *(None for each in under if not each)]
        else:
            found = [None] * len(questions)
        if kind == "interview" and guided and one.guide:
            answered = {MAIN[each] for each in under if each}
            found += [main for main in ("1", "2", "3") if main not in answered]
        mine = [question for question in found if inside(one, where, id, question)]
        number += len(mine)
        if mine:
            documents.add(id)
    return number, documents


def asked(project: Project, where: Where) -> Where | None:
    """The filter as far as the study knows its names; None where nothing of it is left."""
    try:
        return selection.checked(project, where)
    except QualcodeError as error:
        assert error.slug.startswith("unknown_"), error
        return None


COMMANDS: dict[str, Callable[[Project, results.ShareRequest], Accounting | None]] = {
    "shares": lambda p, r: results.compute_shares(p, r).accounting,
    "shares by case": lambda p, r: results.compute_shares(p, replace(r, by="case")).accounting,
    "shares by document": lambda p, r: results.compute_shares(p, replace(r, by="document")).accounting,
    "shares by kind": lambda p, r: results.compute_shares(p, replace(r, by="kind")).accounting,
    "shares by role": lambda p, r: results.compute_shares(p, replace(r, by="role")).accounting,
    "shares by kommune": lambda p, r: results.compute_shares(p, replace(r, by="kommune")).accounting,
    "shares by question": lambda p, r: results.compute_shares(p, replace(r, by="question")).accounting,
    "crosstab": lambda p, r: comparisons.crosstab(p, replace(r, by="case")).accounting,
    "judgements": lambda p, r: comparisons.crosstab(p, replace(r, by="qualifier"), count="codings").accounting,
    "matrix": lambda p, r: comparisons.matrix(p, r).accounting,
    "matrix by role": lambda p, r: comparisons.matrix(p, replace(r, by="role")).accounting,
    "rank": lambda p, r: comparisons.ranking(p, r).accounting,
    "cooccur": lambda p, r: comparisons.cooccurrence(p, r).accounting,
    "saturation": lambda p, r: comparisons.saturation(p, r, base=1, run=1).accounting,
    "keyness": lambda p, r: comparisons.keyness(p, replace(r, by="role"), ("a", "b"), min_informants=1).accounting,
    "explain": lambda p, r: results.explain(p, r, "all", "frame:value")[0].accounting,
    "bars": lambda p, r: figures.drawn(p, "bars", r).figures[0][2],
    "heatmap": lambda p, r: figures.drawn(p, "heatmap", r).figures[0][2],
}  # fmt: skip
NOTHING = (
    "not_begun",
    "no_units",
    "nothing_coded",
    "unknown_attribute",
    "groups_overlap",
    "too_few_interviews",
    "unknown_group",
)
"""Why a command answers with words: there is nothing to count, or nothing to compare."""


@given(made(), filters(), st.sampled_from(("ana", "bo", "consensus", "rule:frame")))
@TRY
def test_counted_and_left_out_are_all_units_of_the_selection(one: Made, where: Where, coder: str) -> None:
    with opened(one) as project:
        if coder not in project.store.coder_keys() or (chosen := asked(project, where)) is None:
            return
        number, documents = expected(one, project, where)
        for book in ("frame", "other"):
            request = results.ShareRequest((book,), "-", coder=coder, where=chosen)
            for command, make in COMMANDS.items():
                if command == "explain" and book == "other":
                    continue
                try:
                    account = make(project, request)
                except QualcodeError as error:
                    assert error.slug in NOTHING, (command, error)
                    continue
                assert account is not None, command
                assert account.looked == number, (command, account)
                named = {id for part in account.left_out for id in part.documents if part.units}
                counted = {id for source in account.sources for id in source.documents}
                assert named | counted == documents, (command, account)
        try:
            account = agreement.compute(project, agreement.AgreementRequest(("frame",), where=chosen), ci=None)[
                0
            ].accounting
        except QualcodeError as error:
            assert error.slug in (*NOTHING, "too_few_coders", "no_units", "no_overlap", "nothing_shared"), error
        else:
            assert account is not None
            assert account.looked == number


@given(made(), filters())
@TRY
def test_what_a_filter_leaves_is_that_part_of_the_whole(one: Made, where: Where) -> None:
    with opened(one) as project:
        if "ana" not in project.store.coder_keys() or (chosen := asked(project, where)) is None:
            return
        whole, part = Where(), chosen

        def fits(document: str, question: str | None) -> bool:
            return inside(one, where, document, question)

        units = [unit for unit in project.units("answer", whole) if fits(unit.document, unit.question)]
        assert project.units("answer", part) == units

        for book, code in (("frame", "frame:value"), ("other", "other:value")):
            request = results.ShareRequest((book,), "-", coder="ana")

            def behind(where: Where, request: results.ShareRequest = request, code: str = code) -> list[Any] | None:
                try:
                    return list(results.explain(project, replace(request, where=where), "all", code)[0].units)
                except QualcodeError as error:
                    assert error.slug in NOTHING, error
                    return None

            every, left = behind(whole), behind(part)
            if every is not None:
                item = {unit.label: unit.question for unit in project.units("answer", whole)}
                kept = [unit for unit in every if fits(unit.document, item[unit.unit])]
                assert (left or []) == kept

        said = {c.id for c in project.codings(whole) if _touches(project, one, where, c)}
        assert {coding.id for coding in project.codings(part)} == said

        everything = lists.ListRequest(whole)
        for name in ("uncoded", "single"):
            try:
                rows = getattr(lists, name)(project, everything)
                mine = getattr(lists, name)(project, replace(everything, where=part))
            except QualcodeError as error:
                assert error.slug == "too_few_coders"
                continue
            question = {unit.label: unit.question for unit in project.units("answer", whole)}
            assert mine == [row for row in rows if fits(row.document, question[row.address])], name
        hits = [hit for hit in search(project, FindRequest(("data",))).hits if fits(hit.document, hit.question or None)]
        assert list(search(project, FindRequest(("data",), where=part)).hits) == hits


def _touches(project: Project, one: Made, where: Where, coding: Any) -> bool:
    turns = project.document(coding.document).turns
    return any(
        inside(one, where, coding.document, turn.question)
        for turn in turns
        if turn.role == "informant" and turn.span.overlaps(coding.span)
    )


@given(made(), filters())
@TRY
def test_the_sum_of_the_groups_is_the_whole(one: Made, where: Where) -> None:
    """By case, document and kind every unit is in one group: the groups' denominators add up to the whole's."""
    with opened(one) as project:
        if "ana" not in project.store.coder_keys() or (chosen := asked(project, where)) is None:
            return
        for by in ("document", "case", "question"):
            request = results.ShareRequest(("frame",), by, coder="ana", where=chosen)
            try:
                grouped = results.compute_shares(project, request)
            except QualcodeError as error:
                assert error.slug in NOTHING, error
                return
            account = grouped.accounting
            assert account is not None
            assert sum(group.units for group in grouped.groups) == account.counted
            if by == "question":
                continue
            if not account.counted:
                continue
            cells = comparisons.crosstab(project, replace(request, by=by)).cells
            of = {row.group: row for row in grouped.rows if row.code == "frame:value"}
            told = {c.column: c.count for c in cells if c.row == "frame:value"}
            assert told == {name: None if not row.denominator else row.numerator for name, row in of.items()}


@pytest.mark.parametrize(
    "command",
    [
        "shares",
        "crosstab",
        "matrix",
        "cooccur",
        "rank",
        "saturation",
        "keyness",
        "agree",
        "plot",
        "report",
        "list",
        "find",
        "export",
    ],
)
def test_every_command_with_a_result_takes_the_same_filters(command: str) -> None:
    group = typer.main.get_command(root_app)
    context = group.make_context("qualcode", ["status"], resilient_parsing=True)
    found = group.get_command(context, command)  # type: ignore[attr-defined]
    taken = {name for option in found.params for name in option.opts}
    assert {"--document", "--case", "--question", "--where"} <= taken
