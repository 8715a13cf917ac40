"""Undo and redo: whatever was done, backwards and forwards gives the same study."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.core.errors import DataError
from qualcode.project import Project
from qualcode.project.codings import tag_file
from tests.study import ANNA, BO, study


def state(project: Project) -> object:
    store = project.store
    codings = [(c.document, c.span, c.code, c.coder, c.weight, c.memo, c.qualifier) for c in store.codings()]
    questions = [(d.id, [turn.question for turn in d.turns]) for d in store.documents()]
    return codings, questions, store.document_ids(), sorted(p.read_text() for p in project.codes.paths)


def test_a_tag_is_undone_and_done_again(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA)
    project.tag("D1#1", "value")
    project.tag("D1#2", "capacity", weight=0.5, memo="hands")
    assert project.undo().action == "tag"
    assert [c.code for c in project.codings()] == ["frame:value"]
    project.redo()
    assert [(c.code, c.weight, c.memo) for c in project.codings()][1] == ("frame:capacity", 0.5, "hands")


def test_undoing_everything_leaves_nothing_to_undo(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA)
    project.tag("D1:2", "value")
    project.undo()
    project.undo()
    assert project.store.document_ids() == []
    with pytest.raises(DataError, match="nothing to undo"):
        project.undo()


def test_a_new_change_ends_what_could_be_done_again(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA)
    project.tag("D1:2", "value")
    project.undo()
    project.tag("D1:2", "support")
    with pytest.raises(DataError, match="nothing to redo"):
        project.redo()
    states = [entry.state for entry in project.store.history()]
    assert states == ["done", "abandoned", "done"], "the trail still shows what was undone"


def test_a_removed_document_comes_back_with_its_codings(tmp_path: Path) -> None:
    from qualcode.project.erase import remove

    project = study(tmp_path, ANNA, BO)
    project.tag("D1#1", "value")
    before = state(project)
    remove(project, ["D1"])
    assert project.store.document_ids() == ["M1"]
    assert project.codings() == []
    project.undo()
    assert state(project) == before


CODES = ("value", "value.mission", "support", "capacity")
PLACES = ("D1#1", "D1#2", "D1:2", "D1:4", "M1#1", "M1:4", "D1@0-9")
STEPS = st.one_of(
    st.tuples(st.just("tag"), st.sampled_from(PLACES), st.sampled_from(CODES), st.sampled_from([0.5, 1.0])),
    st.tuples(st.just("untag"), st.sampled_from(PLACES), st.sampled_from(CODES), st.just(1.0)),
)


@settings(max_examples=25)
@given(st.lists(STEPS, max_size=8))
def test_any_changes_undone_and_done_again_give_the_same_study(steps: list[tuple[str, str, str, float]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = study(Path(folder), ANNA, BO)
        states = [state(project)]
        for what, place, code, weight in steps:
            try:
                project.tag(place, code, weight=weight) if what == "tag" else project.untag(place, code)
            except DataError:
                continue
            now = state(project)
            if now != states[-1]:
                states.append(now)
        for expected in reversed(states[:-1]):
            project.undo()
            assert state(project) == expected
        for expected in states[1:]:
            project.redo()
            assert state(project) == expected
        project.close()


def test_many_new_codings_are_one_short_step_in_the_history(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA, BO)
    rows = [("D1@0-9", "value"), ("D1@0-9", "support"), ("D1@3-12", "value"), ("M1@0-7", "capacity")]
    (tmp_path / "tags.csv").write_text("address,code\n" + "\n".join(map(",".join, rows)), encoding="utf-8")
    tag_file(project, tmp_path / "tags.csv")
    before = state(project)

    def changes() -> list[list[Any]]:
        (stored,) = project.store.query("SELECT changes FROM history ORDER BY key DESC LIMIT 1")[1]
        return [step for step in json.loads(stored[0]) if step[0] == "coding"]

    ((_, keys, nothing, _),) = changes()
    assert (keys, nothing) == ([1, 4], None)
    project.undo()
    assert project.codings() == []
    assert [after["quote"] for _, _, _, after in changes()] == [
        ANNA.text[:9],
        ANNA.text[:9],
        ANNA.text[3:12],
        BO.text[:7],
    ]
    project.redo()
    assert state(project) == before
    assert changes() == [["coding", keys, None, changes()[0][3]]]


def test_a_new_coding_that_somebody_changed_since_is_not_taken_away(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA)
    project.tag("D1#1", "value", coder="ana")
    with project.writable.change("weight", "bo") as change:
        change.update("coding", 1, {"weight": 0.25})
        change.summary = "a weight"
    with pytest.raises(DataError, match="built on it since"):
        project.undo()
    assert [coding.weight for coding in project.codings()] == [0.25]
