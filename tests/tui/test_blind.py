"""The coding screen and blind work: whose codings are shown, what a plan gave, and who decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.errors import UsageError
from qualcode.project import Project, round_plan
from qualcode.project.coders import set_state
from qualcode.tui import actions, choices, panel
from qualcode.tui.find import Filter
from qualcode.tui.review import Review, open_items

from .small import coded, said, screen, seen, session, stored, study

WORDS = "We look at absence. It shows where children need us."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Ana and Bo are to code both interviews blind, and Cy decides; Bo has coded and finished D1."""
    root = study(tmp_path / "study")
    with Project.open(root, coder="ana") as project:
        round_plan.plan(project, round_plan.PlanRequest(("ana", "bo"), share=1.0, adjudicator="cy"))
        set_state(project, "bo", ["D1"], "finished")
    coded(root, "D1", WORDS, "frame:value", coder="ana")
    coded(root, "D1", "children need us", "frame:support", coder="bo")
    return root


def test_others_stay_hidden_until_one_has_finished_oneself(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        at_work = session(project)
        at_work.others = True
        assert [c.coder for c in at_work.shown()] == ["ana"]
        assert [i.code for i in open_items(at_work, at_work.place)] == []
        line = "".join(text for text, _ in panel.status(at_work, 100, "text"))
        assert "blind" in line
        told = actions.finish(at_work).text
        assert "D1 is finished" in told
        assert sorted(c.coder for c in at_work.shown()) == ["ana", "bo"]
        assert [i.code for i in open_items(at_work, at_work.place)] == ["frame:value", "frame:support"]
        at_work.open("M1")
        assert "bo" in actions.finish(at_work).text, "it says who is waited for"


def test_the_list_of_documents_says_what_was_given_and_who_is_waited_for(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        listed = {one.value: one.detail for one in choices.documents(session(project))}
        assert "blind, ana not finished" in listed["D1"] and "blind, ana and bo not finished" in listed["M1"]


@pytest.mark.asyncio
async def test_the_key_for_the_others_says_why_they_are_hidden(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(110, 30)) as pilot:
            await pilot.press("o")
            text = await seen(app, pilot, "hidden until ana finished it")
            assert "Support" not in text.split("A frame")[0]


def test_stepping_only_to_what_a_plan_gave(tmp_path: Path) -> None:
    root = study(tmp_path / "study")
    with Project.open(root, coder="ana") as project:
        request = round_plan.PlanRequest(("ana", "bo"), number=2, unit="answer", kind="training", by=("document",))
        found = round_plan.plan(project, request)
        drawn = [id for one in found.drawings for id in one.drawn]
        at_work = session(project)
        assert "given" in [one.value for one in choices.filters(at_work)]
        at_work.walk.filter_to(Filter("given"))
        units = at_work.place.units
        assert [unit.label for unit in units if at_work.is_given(unit)] == [id for id in drawn if id.startswith("D1")]
        assert at_work.unit is not None and at_work.unit.label in drawn


def test_a_third_person_decides_on_the_screen_and_the_decision_says_who(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        set_state(project, "ana", ["D1"], "finished")
        with pytest.raises(UsageError, match="cy decides"):
            Review(session(project)).accept()
    before = said(root)
    with Project.open(root, coder="cy") as project:
        at_work = session(project)
        at_work.reviewing = True
        review = Review(at_work)
        assert len(review.items) == 2
        review.accept()
        review.reject()
        assert review.items == []
        found = [(one.code, one.verdict, one.coder, one.about) for one in project.store.decisions()]
        assert found == [("frame:value", "yes", "cy", ""), ("frame:support", "no", "cy", "bo")]
    assert [one for one in said(root) if one[2] != "consensus"] == before, "the originals stay"
    assert [(c.code, c.coder) for c in stored(root) if c.coder == "consensus"] == [("frame:value", "consensus")]


def test_what_was_decided_in_the_terminal_is_not_asked_on_the_screen(root: Path) -> None:
    from qualcode.project import agreement, consensus

    with Project.open(root, coder="ana") as project:
        set_state(project, "ana", ["D1"], "finished")
    with Project.open(root, coder="cy") as project:
        for one in agreement.unsettled(project, agreement.AgreementRequest()):
            consensus.settle(project, one, None, "neither")
        assert open_items(session(project), session(project).place) == []
