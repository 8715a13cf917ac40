"""Over random studies: every unit of a selection is counted or named as left out, by every command and every filter,
and what a filter leaves is what the whole result says of that part.

QUALCODE_EXAMPLES=50 tries fifty times as many studies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from qualcode.cli.run import app as root_app
from qualcode.core.choices import Where
from qualcode.core.errors import QualcodeError
from qualcode.core.results.common import Accounting
from qualcode.project import Project, agreement, comparisons, figures, lists, results
from qualcode.project.find import FindRequest
from qualcode.project.find import find as search
from tests.project.drawn import TRY, Made, asked, expected, filters, inside, made, opened

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


@pytest.mark.file_engine  # both engines hand over the same codings: tests/server/test_same_numbers.py
@given(made(several=True), filters(several=True), st.sampled_from(("ana", "bo", "consensus", "rule:frame")))
@TRY
def test_counted_and_left_out_are_all_units_of_the_selection(one: Made, where: Where, coder: str) -> None:
    with opened(one) as project:
        if coder not in project.store.coder_keys() or (chosen := asked(project, where)) is None:
            return
        number, documents = expected(one, where)
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
