"""Settling disagreements and proposals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.core.errors import UsageError
from qualcode.project import Project
from qualcode.project.coders import set_state
from qualcode.project.round_plan import PlanRequest, plan
from qualcode.tui import actions
from qualcode.tui.review import Review, next_disagreement, open_items
from qualcode.tui.session import Session

from .small import coded, said, session, stored, study

WORDS = "We look at absence. It shows where children need us."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Ana and Bo agree on value in D1#1; only Bo says support there, only Ana capacity in D1#3."""
    root = study(tmp_path / "study")
    coded(root, "D1", WORDS, "frame:value", coder="ana")
    coded(root, "D1", "absence", "frame:value", coder="bo")
    coded(root, "D1", "children need us", "frame:support", coder="bo")
    coded(root, "D1", "Time, mostly.", "frame:capacity", coder="ana", weight=0.5)
    return root


@pytest.fixture
def at_work(root: Path) -> Iterator[Session]:
    with Project.open(root, coder="ana") as project:
        opened = session(project)
        opened.reviewing = True
        yield opened


def consensus(root: Path) -> list[tuple[str, str, float]]:
    return [(c.quote, c.code, c.weight) for c in stored(root) if c.coder == "consensus"]


def test_coders_disagree_where_a_unit_carries_a_code_by_one_alone(at_work: Session) -> None:
    items = open_items(at_work, at_work.place)
    assert [(i.unit, i.code, i.without, i.proposal) for i in items] == [
        (0, "frame:support", ("ana",), False),
        (2, "frame:capacity", ("bo",), False),
    ]


def test_what_is_accepted_becomes_consensus_and_is_not_asked_again(root: Path, at_work: Session) -> None:
    review = Review(at_work)
    review.accept()
    assert consensus(root) == [("children need us", "frame:support", 1.0)]
    assert review.item is not None and review.item.code == "frame:capacity"
    review.accept()
    assert ("Time, mostly.", "frame:capacity", 0.5) in consensus(root)
    assert review.items == [] and Review(at_work).items == []
    with pytest.raises(UsageError):
        review.accept()


def test_what_is_rejected_is_not_asked_again_and_can_be_undone(root: Path, at_work: Session) -> None:
    review = Review(at_work)
    review.reject()
    assert consensus(root) == []
    assert [item.code for item in Review(at_work).items] == ["frame:capacity"]
    actions.undo(at_work)
    assert [item.code for item in Review(at_work).items] == ["frame:support", "frame:capacity"]


def test_what_is_changed_is_stored_with_the_other_code_in_one_change(root: Path, at_work: Session) -> None:
    review = Review(at_work)
    review.accept("mission")
    assert consensus(root) == [("children need us", "frame:value.mission", 1.0)]
    assert [item.code for item in Review(at_work).items] == ["frame:capacity"]
    actions.undo(at_work)
    assert consensus(root) == [] and len(Review(at_work).items) == 2


def test_what_all_agree_on_is_taken_over_at_once(root: Path, at_work: Session) -> None:
    Review(at_work).agreed()
    assert consensus(root) == [(WORDS, "frame:value", 1.0)]


def test_a_proposal_that_a_person_accepts_becomes_that_persons(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        with project.writable.change("suggest", "ana") as change:
            project.store.coder_key(change, "words", "rule")
        coded(root, "M1", "absence", "frame:value", coder="words", origin="rule")
        coded(root, "M1", "Nobody asks.", "frame:support", coder="words", origin="rule")
        at_work = session(project)
        at_work.reviewing = True
        at_work.walk.jump("M1")
        review = Review(at_work)
        assert [(item.code, item.proposal) for item in review.items] == [
            ("frame:value", True),
            ("frame:support", True),
        ]
        review.accept()
        review.reject()
        assert review.items == []
        mine = [(words, code) for words, code, coder in said(root) if coder == "ana" and words == "absence"]
        assert mine == [("absence", "frame:value")]
        assert all(coding.coder != "consensus" for coding in stored(root, "M1"))


def test_the_next_disagreement_is_only_shown_to_who_shows_the_others(at_work: Session) -> None:
    at_work.reviewing = False
    with pytest.raises(UsageError, match="hidden"):
        next_disagreement(at_work)
    at_work.others = True
    told = next_disagreement(at_work)
    assert at_work.at == 2 and told is not None and told.text == "Capacity: ana yes, bo no"
    told = next_disagreement(at_work)
    assert told is not None and told.text == "no disagreement after this"


def test_a_review_walks_into_later_documents(root: Path, at_work: Session) -> None:
    coded(root, "M1", "Nobody asks.", "frame:support", coder="ana")
    coded(root, "M1", "planning", "frame:value", coder="bo")
    at_work.reload()
    review = Review(at_work)
    review.step(1)
    review.step(1)
    assert at_work.place.document.id == "M1" and review.item is not None
    assert "1 of 2" in review.describe() and "M1#1" in review.describe()
    review.step(-1)
    assert at_work.place.document.id == "D1"


def test_who_finished_a_document_without_a_code_has_said_no(root: Path) -> None:
    """As `qualcode review` has it: what the others share is not shared by all, and is asked about."""
    with Project.open(root, coder="ana") as project:
        set_state(project, "cat", ["D1"], "finished")
        review = Review(session(project))
        assert {item.code: item.without for item in review.items} == {
            "frame:value": ("cat",), "frame:support": ("ana", "cat"), "frame:capacity": ("bo", "cat")
        }  # fmt: skip
        review.agreed()
    assert "consensus" not in {coder for _, _, coder in said(root)}


def test_who_was_given_other_units_has_said_nothing_about_this_one(tmp_path: Path) -> None:
    with Project.open(study(tmp_path / "study"), coder="ana") as project:
        rows = plan(project, PlanRequest(("ana", "bo"), number=2, unit="answer")).rows
        part = next(row for row in rows if row.places)
        whole = next(row.coder for row in rows if row.document == part.document and row.coder != part.coder)
        given: list[int] = []
        outside: list[int] = []
        for turn in project.document(part.document).turns:
            if turn.role == "informant":
                (given if any(turn.span.overlaps(place) for place in part.places) else outside).append(turn.index)
        project.tag(f"{part.document}:{outside[0]}", "frame:value", coder=whole)
        project.tag(f"{part.document}:{given[0]}", "frame:support", coder=whole)
        for coder in ("ana", "bo"):
            set_state(project, coder, [], "finished")
        at_work = session(project)
        at_work.open(part.document)
        assert [(item.code, item.without) for item in Review(at_work).items] == [("frame:support", (part.coder,))]
