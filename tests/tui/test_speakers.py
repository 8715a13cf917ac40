"""The page of speakers: who asks is put right where one sees that it is wrong, and codings stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qualcode.core.material import DOUBTS
from qualcode.project import Project
from qualcode.project.speakers import SpeakerWishes, change_speakers

from .small import coded, said, screen, seen, session, study

pytestmark = pytest.mark.asyncio


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return study(tmp_path / "study")


def roles(root: Path, document: str = "D1") -> dict[str, str]:
    with Project.open(root, readonly=True) as project:
        return {turn.speaker: turn.role for turn in project.document(document).turns}


async def test_it_says_who_speaks_how_much_and_what_is_asked(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("S")
            shown = await seen(app, pilot, "Who speaks in D1")
            assert "› I" in shown and "asks      4 turns" in shown and "3 questions" in shown
            assert "D1" in shown and "answers   4 turns" in shown


async def test_a_key_changes_who_asks_codings_stay_and_the_answers_follow(root: Path) -> None:
    coded(root, "D1", "It shows where children need us.", "frame:value")
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(100, 30)) as pilot:
            assert len(app.session.place.units) == 3
            await pilot.press("S", "i", "j", "i")
            assert "answers instead of 3" in await seen(app, pilot, "answers instead of 3")
            assert roles(root) == {"I": "interviewer", "D1": "interviewer"}
            await pilot.press("k", "a")
            await pilot.pause()
            assert roles(root) == {"I": "informant", "D1": "interviewer"}
            assert said(root) == [("It shows where children need us.", "frame:value", "ana")]
            await pilot.press("escape")
            await pilot.pause()
            assert all(unit.speaker == "I" for unit in app.session.place.units)
            await pilot.press("u", "u")
            assert "undone: speakers" in await seen(app, pilot, "undone: speakers")
            assert roles(root) == {"I": "interviewer", "D1": "informant"}
            assert len(app.session.place.units) == 3


async def test_a_speaker_gets_another_name(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("S", "j", "r", "end", "ctrl+u", *"Karen", "enter")
            assert "Karen" in await seen(app, pilot, "Karen")
            assert roles(root) == {"I": "interviewer", "Karen": "informant"}
            await pilot.press("r", *"x", "escape")
            await pilot.pause()
            assert roles(root) == {"I": "interviewer", "Karen": "informant"}, "escape gives no name"
            await pilot.press("escape")
            assert "2 Kar" in await seen(app, pilot, "2 Kar")


async def test_a_doubt_is_shown_and_settled(root: Path) -> None:
    doubt = f"{DOUBTS[1]}: every speaker counts as an informant"
    with Project.open(root, coder="ana") as project:
        key = project.store.document_keys()["D1"]
        with project.writable.change("add", "ana") as change:
            change.update("document", key, {"warnings": json.dumps([doubt])})
        project.forget_files()
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("S")
            assert doubt[:20] in await seen(app, pilot, doubt[:20])
            await pilot.press("y")
            assert "who asks is settled" in await seen(app, pilot, "who asks is settled")
    with Project.open(root, readonly=True) as project:
        assert not project.document("D1").doubt


async def test_what_another_program_changed_of_the_speakers_is_shown(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        at_work = session(project)
        assert len(at_work.place.units) == 3
        with Project.open(root, coder="bo") as other:
            change_speakers(other, ["D1"], SpeakerWishes(interviewers=["D1"]))
        assert at_work.changed_elsewhere()
        assert all(unit.speaker == "I" for unit in at_work.place.units)
