"""What a dialog is about may be changed by another program meanwhile; and one may walk away from a review."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from qualcode.project import Project
from qualcode.project.codings import take_away
from qualcode.project.handle import Handle
from qualcode.tui.app import CodingScreen

from .small import coded, said, screen, stored, study

pytestmark = pytest.mark.asyncio

Pilots = Pilot[int | None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return study(tmp_path / "study")


async def play(root: Path, doing: Callable[[CodingScreen, Pilots], Awaitable[None]]) -> CodingScreen:
    """The screen after something was done on it."""
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            await doing(app, pilot)
            await pilot.pause()
    return app


def elsewhere(root: Path, doing: Callable[[Handle], object]) -> None:
    with Project.open(root, coder="ana") as project:
        doing(project)


def gone(root: Path, code: str) -> None:
    """Another program takes a coding away."""
    elsewhere(root, lambda project: take_away(project, [c for c in project.store.codings() if c.code == code]))


def decided(root: Path) -> list[tuple[str, str, str, str]]:
    with Project.open(root, readonly=True) as project:
        return [(one.document, one.code, one.verdict, one.quote) for one in project.store.decisions()]


async def test_a_memo_is_not_written_on_another_coding_than_it_was_begun_on(root: Path) -> None:
    coded(root, "D1", "We look at absence", "frame:value")
    coded(root, "D1", "It shows where", "frame:support")

    async def doing(app: CodingScreen, pilot: Pilots) -> None:
        await pilot.press("m", *"of value")
        gone(root, "frame:value")
        app.look()
        await pilot.press("escape")
        assert app.said is not None and "nothing was stored" in app.said.text and "M opens it" in app.said.text
        assert [(coding.code, coding.memo) for coding in stored(root)] == [("frame:support", "")]
        await pilot.press("m", *"of support", "escape")  # another memo does not forget what is kept
        await pilot.press("M", "escape")

    app = await play(root, doing)
    assert [(coding.code, coding.memo) for coding in stored(root)] == [("frame:support", "of support")]
    with Project.open(root, readonly=True) as project:
        [memo] = [memo for memo in project.store.memos() if memo.span is not None]
    assert "of value" in memo.text and app.session.memory.drafts == {}


async def test_a_weight_is_not_given_to_another_coding(root: Path) -> None:
    coded(root, "D1", "We look at absence", "frame:value")
    coded(root, "D1", "It shows where", "frame:support")

    async def doing(app: CodingScreen, pilot: Pilots) -> None:
        await pilot.press("w")
        app.screen.query_one(Input).value = "0.5"
        gone(root, "frame:value")
        app.look()
        await pilot.press("enter")

    await play(root, doing)
    assert [coding.weight for coding in stored(root)] == [1.0]


@pytest.mark.parametrize("keys", [("c", *"support", "enter"), ("M", *"note", "escape")])
async def test_nothing_is_coded_or_noted_in_the_document_that_took_the_place_of_a_removed_one(
    root: Path, keys: tuple[str, ...]
) -> None:
    from qualcode.project.erase import remove

    async def doing(app: CodingScreen, pilot: Pilots) -> None:
        await pilot.press("end", *keys[:-1])
        elsewhere(root, lambda project: remove(project, ["D1"]))
        app.look()
        await pilot.press(keys[-1])
        assert app.session.place.document.id == "M1"

    await play(root, doing)
    assert said(root) == []
    with Project.open(root, readonly=True) as project:
        assert project.store.memos() == []


def differing(root: Path) -> None:
    coded(root, "D1", "We look at absence", "frame:value")
    coded(root, "D1", "The committee does", "frame:support", coder="bo")
    coded(root, "D1", "Time, mostly", "frame:capacity")
    coded(root, "M1", "I use absence", "frame:support")
    coded(root, "M1", "Nobody asks", "frame:value", coder="bo")


async def test_a_review_follows_to_the_document_one_goes_to(root: Path) -> None:
    differing(root)

    async def doing(app: CodingScreen, pilot: Pilots) -> None:
        await pilot.press("r", ">", "enter")

    await play(root, doing)
    [(document, code, verdict, quote)] = decided(root)
    assert (document, code, verdict) == ("M1", "frame:support", "yes") and quote.startswith("I use absence")
    assert [words for words, _, coder in said(root) if coder == "consensus"] == ["I use absence"]


async def test_a_review_decides_about_the_unit_that_has_the_coding_when_one_steps_by_other_units(root: Path) -> None:
    differing(root)

    async def doing(app: CodingScreen, pilot: Pilots) -> None:
        await pilot.press("r", "j", "j", "U", "U", "U", "enter")  # turn, paragraph, sentence

    await play(root, doing)
    assert decided(root) == [("D1", "frame:capacity", "yes", "Time, mostly.")]


async def test_a_review_goes_on_when_another_program_took_away_what_it_asks_about(root: Path) -> None:
    differing(root)
    coded(root, "D1", "We look at absence", "frame:value", coder="bo")

    async def doing(app: CodingScreen, pilot: Pilots) -> None:
        await pilot.press("r")
        gone(root, "frame:support")
        app.look()
        await pilot.press("enter")

    await play(root, doing)
    assert [(document, code) for document, code, _, _ in decided(root)] == [("D1", "frame:capacity")]
