"""The find language in the coding screen: the same search as `qualcode find`, walked, listed and coded."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from qualcode.project import Project
from qualcode.project.find import find
from qualcode.project.find_line import asked
from qualcode.tui.find import PATIENCE

from .small import coded, interview, picture, said, screen, seen, session, stored, study

pytestmark = pytest.mark.asyncio


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return study(tmp_path / "study")


@pytest.mark.parametrize("line", ["absence", '"use absence"', "a*", "=use", "/[a-z]+ing/", "use NEAR/3 planning"])
async def test_the_screen_finds_what_the_command_finds(root: Path, line: str) -> None:
    with Project.open(root, coder="ana") as project:
        expected = [hit.address for hit in find(project, asked(line)).hits]
        at_work = session(project)
        at_work.found.search(line)
        assert [place.address for place in at_work.found.places] == expected and expected


async def test_passages_by_their_codes_are_found_and_walked(root: Path) -> None:
    coded(root, "D1", "They read the figures", "frame:value")
    coded(root, "D1", "They read the figures every month.", "frame:support")
    coded(root, "M1", "Nobody asks.", "frame:support")
    with Project.open(root, coder="ana") as project:
        at_work = session(project)
        assert "1 of 3 in 2 documents" in at_work.found.search("code: support or value").text
        at_work.found.step(1)
        at_work.found.step(1)
        assert at_work.place.document.id == "M1"
        assert "1 of 2" in at_work.found.search("code: support and value").text
        assert at_work.place.document.id == "D1"


async def test_others_codings_are_searched_only_where_they_are_shown(root: Path) -> None:
    coded(root, "D1", "They read the figures", "frame:value", coder="bo")
    coded(root, "M1", "Nobody asks.", "frame:value")
    with Project.open(root, coder="ana") as project:
        at_work = session(project)
        told = at_work.found.search("code: value")
        assert "1 of 1, by your own codings" in told.text and at_work.place.document.id == "M1"
        at_work.found.search("--coder bo --code value")
        assert at_work.place.document.id == "D1"
        at_work.others = True
        assert "of 2 in 2 documents" in at_work.found.search("code: value").text


async def test_words_inside_a_code_and_of_some_people_only(root: Path) -> None:
    coded(root, "D1", "It shows where children need us.", "frame:value")
    with Project.open(root, coder="ana") as project:
        at_work = session(project)
        at_work.found.search("us* code: value")
        assert [place.address[:2] for place in at_work.found.places] == ["D1"]
        at_work.found.search("absence --document M1")
        assert [place.document for place in at_work.found.places] == ["M1"]


async def test_what_only_others_say_is_told(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        at_work = session(project)
        told = at_work.found.search("supports")
        assert told.warning and "others do, 2 times: --who all" in told.text
        assert "1 of 2" in at_work.found.search("supports --who all").text


async def test_a_fault_is_shown_under_its_place_and_can_be_mended(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(100, 24)) as pilot:
            await pilot.press("/", *"/abs(/", "enter")
            lines = picture(app).splitlines()
            at = next(number for number, line in enumerate(lines) if "/abs(/" in line)
            # The mark stands under the bracket that is never closed or behind it.
            assert lines[at + 1].index("^") - lines[at].index("/abs(/") in (4, 5)
            assert app.session.found.line == ""
            await pilot.press("end", "ctrl+u", *"absence", "enter")
            assert "absence: 1 of 2" in await seen(app, pilot, "absence: 1 of 2")


async def test_a_pattern_that_would_run_for_ever_is_stopped_and_the_keys_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 0 < PATIENCE <= 2
    monkeypatch.setattr("qualcode.tui.find.PATIENCE", 0.1)
    root = study(tmp_path / "study", interview("D1", (("D1", "absence " + "a" * 60 + "b", None),)))
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(160, 24)) as pilot:
            await pilot.press("/", *"/(a|aa)+$/", "enter")
            assert "stopped after 0.1 seconds" in await seen(app, pilot, "takes too long")
            await pilot.press("end", "ctrl+u", *"absence", "enter")
            assert "absence: 1 of 1" in await seen(app, pilot, "absence: 1 of 1")


async def test_an_unknown_code_is_told_with_the_nearest(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(100, 24)) as pilot:
            await pilot.press("/", *"code: suport", "enter")
            assert "support" in await seen(app, pilot, "did you mean")


async def test_the_places_are_listed_in_context_and_one_is_chosen(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.press("/", *"absence", "enter", "L")
            shown = await seen(app, pilot, "2 places of absence")
            assert "We look at [absence]. It shows" in shown and "I use [absence] too" in shown and "M1@" in shown
            await pilot.press("down", "enter")
            await pilot.pause()
            assert app.session.place.document.id == "M1" and app.session.found.hit is not None


async def test_every_place_is_coded_after_a_look_and_undone_as_one(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.press("/", *"absence", "enter", "C", *"suppo", "enter")
            shown = await seen(app, pilot, "Support on 2 places of absence?")
            assert "[absence]" in shown and said(root) == []
            await pilot.press("escape")
            assert said(root) == []
            await pilot.press("C", *"suppo", "enter", "enter")
            assert "2 coded" in await seen(app, pilot, "2 coded")
            assert said(root) == [("absence", "frame:support", "ana")] * 2
            await pilot.press("u")
            await pilot.pause()
            assert said(root) == []


async def test_whole_answers_are_coded_and_what_is_there_stays(root: Path) -> None:
    coded(root, "M1", "I use absence too, for planning.", "frame:support", memo="mine")
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.press("/", *"absence", "enter", "C", *"suppo", "enter", "w")
            assert "1 coded; 1 were there already" in await seen(app, pilot, "1 coded; 1 were there already")
    assert sorted((coding.quote, coding.memo) for coding in stored(root)) == [
        ("I use absence too, for planning.", "mine"),
        ("We look at absence. It shows where children need us.", ""),
    ]


async def test_what_is_coded_here_is_what_tag_from_find_codes(root: Path, tmp_path: Path) -> None:
    other = study(tmp_path / "other")
    with Project.open(root, coder="ana") as project:
        at_work = session(project)
        at_work.found.search("us*")
        at_work.found.code("value")
    with Project.open(other, coder="ana") as project:
        from qualcode.project.tag import tag, wishes

        for hit in find(project, asked("us*")).hits:
            tag(project, wishes(project, hit.address, ["value"]))
    assert said(root) == said(other) and said(root)


async def test_a_search_opens_in_the_screen(root: Path) -> None:
    """What `qualcode find absence --open` does once there is a terminal."""
    from qualcode.tui.app import CodingScreen

    with Project.open(root, coder="ana") as project:
        at_work = session(project)
        app = CodingScreen(at_work, at_work.found.show(asked("absence")))
        async with app.run_test(size=(120, 30)) as pilot:
            shown = await seen(app, pilot, "absence: 1 of 2 in 2 documents")
            assert "absence: 1 of 2 in 2 documents" in shown
            await pilot.press("j")
            assert "n next place" in await seen(app, pilot, "n next place")


async def test_without_a_search_the_keys_say_what_to_do(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(100, 24)) as pilot:
            for key in ("n", "L", "C"):
                await pilot.press(key)
                assert "search first, with /" in await seen(app, pilot, "search first")
            await asyncio.sleep(0)
    assert said(root) == []
