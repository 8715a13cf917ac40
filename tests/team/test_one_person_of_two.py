"""A coder with another name, or two who are one: rounds and what was given follow."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qualcode.core.errors import UsageError
from qualcode.project.agreement import AgreementRequest, compute
from qualcode.project.coders import rename, set_state
from qualcode.project.round_plan import PlanRequest, plan

from ..study import ANNA, BO, study
from .test_merge import at, both_ways, content

PLAN = PlanRequest(("ana", "bo"), number=1, unit="turn")


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The folders of two copies of a study."""
    with study(tmp_path / "a", ANNA, BO):
        pass
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    return tmp_path / "a", tmp_path / "b"


def given(a: Path, coder: str) -> dict[str, tuple[str, int, str]]:
    """Document -> state, number of units (0 for all), round."""
    with at(a) as project:
        return {
            one.document: (one.state, len(one.places), one.round)
            for _, one in project.store.assignments() if one.coder == coder
        }  # fmt: skip


def coders_of(a: Path) -> list[str]:
    with at(a) as project:
        return list(project.store.rounds()[0].plan["coders"])


def test_the_agreement_of_a_round_is_found_after_a_coder_was_renamed(two: tuple[Path, Path]) -> None:
    a, _ = two
    with at(a) as project:
        plan(project, PlanRequest(("ana", "bo"), number=2, kind="training"))
        for coder in ("ana", "bo"):
            project.tag("D1:2", "value", coder=coder)
            set_state(project, coder, [], "finished")
        rename(project, "bo", "boris")
        result, _ = compute(project, AgreementRequest(round="training"))
    assert result.coders == ("ana", "boris") and coders_of(a) == ["ana", "boris"]


@pytest.mark.parametrize("side", [0, 1])
def test_a_round_is_one_in_two_copies_though_one_renamed_a_coder(two: tuple[Path, Path], side: int) -> None:
    a, b = two
    with at(a) as project:
        plan(project, PlanRequest(("ana", "bo"), number=2, kind="training"))
    assert both_ways(a, b) == []
    with at(two[side]) as project:
        rename(project, "bo", "boris")
    assert both_ways(a, b) == [] and content(a) == content(b)
    assert coders_of(a) == coders_of(b) == ["ana", "boris"]


def test_one_person_was_given_what_either_name_was_given(two: tuple[Path, Path]) -> None:
    a, _ = two
    with at(a) as project:
        planned = plan(project, PLAN)
        [part] = [row for row in planned.rows if row.places]
        set_state(project, part.coder, [part.document], "finished")
        set_state(project, "eva", [part.document], "begun")  # all of it
        rename(project, part.coder, "eva", merge=True)
    # All of it was given to this one person, who has not finished all of it; and it is of the round.
    assert given(a, "eva")[part.document] == ("begun", 0, "main")
    assert "eva" in coders_of(a) and part.coder not in coders_of(a)


def test_a_part_that_was_finished_by_the_name_that_was_given_all_is_finished(two: tuple[Path, Path]) -> None:
    a, _ = two
    with at(a) as project:
        [part] = [row for row in plan(project, PLAN).rows if row.places]
        set_state(project, "eva", [part.document], "finished")
        rename(project, "eva", part.coder, merge=True)
    assert given(a, part.coder)[part.document] == ("finished", 0, "main")


@pytest.mark.parametrize(("old", "new"), [("ana", "consensus"), ("consensus", "ana2")])
def test_the_consensus_is_nobodys_name(two: tuple[Path, Path], old: str, new: str) -> None:
    a, _ = two
    with at(a) as project:
        project.tag("D1:2", "value", coder="ana")
        project.tag("D1:2", "value", coder="consensus")
        for merge in (False, True):
            with pytest.raises(UsageError, match="nobody's name"):
                rename(project, old, new, merge=merge)
        assert {coder.id for coder, _ in project.store.coders()} >= {"ana", "consensus"}
