"""Every key through the real screen: what is asserted is what another program finds stored."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from qualcode.project import Project, memos
from qualcode.project.coders import finished
from qualcode.tui import keys
from qualcode.tui.app import CodingScreen

from .small import coded, picture, said, screen, seen, stored, study

pytestmark = pytest.mark.asyncio

FIRST_ANSWER = "We look at absence. It shows where children need us."
SECOND_ANSWER_START = "The committee does."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return study(tmp_path / "study")


@contextlib.asynccontextmanager
async def typing(
    root: Path, *pressed: str, coder: str = "ana", size: tuple[int, int] = (100, 30), **settings: object
) -> AsyncIterator[tuple[CodingScreen, Pilot[int]]]:
    """The screen after some keys."""
    with Project.open(root, coder=coder) as project:
        app = screen(project, **settings)
        async with app.run_test(size=size) as pilot:
            await pilot.press(*pressed)
            await pilot.pause()
            yield app, pilot


async def type_all(root: Path, *pressed: str, **options: object) -> CodingScreen:
    async with typing(root, *pressed, **options) as (app, _):  # type: ignore[arg-type]
        return app


async def test_a_digit_codes_the_answer_one_is_on(root: Path) -> None:
    await type_all(root, "1")
    assert said(root) == [(FIRST_ANSWER, "frame:value", "ana")]


async def test_j_and_k_walk_and_each_key_is_stored_before_the_next(root: Path) -> None:
    async with typing(root, "j", "2") as (_, pilot):
        assert [code for _, code, _ in said(root)] == ["frame:support"]
        await pilot.press("k", "3")
        assert said(root)[0][:2] == (FIRST_ANSWER, "frame:capacity")


async def test_capital_j_and_k_find_what_is_uncoded(root: Path) -> None:
    await type_all(root, "1", "J", "2", "J", "3", "K", "K")
    assert [code for _, code, _ in said(root)] == ["frame:value", "frame:support", "frame:capacity"]


async def test_arrows_work_in_both_presets(root: Path) -> None:
    await type_all(root, "down", "2")
    await type_all(root, "down", "3", preset="arrows")
    assert [code for _, code, _ in said(root)] == ["frame:support", "frame:capacity"]


async def test_the_unit_is_switched_and_coded(root: Path) -> None:
    await type_all(root, "U", "U", "U", "1")
    assert said(root) == [("We look at absence.", "frame:value", "ana")]


async def test_the_palette_finds_in_any_language_and_by_alias(root: Path) -> None:
    await type_all(root, "c", *"benef", "enter")
    await type_all(root, "c", *"opbak", "enter")
    assert {code for _, code, _ in said(root)} == {"frame:value", "frame:support"}


async def test_the_palette_chooses_with_arrows_and_escape_leaves_all_as_it_was(root: Path) -> None:
    await type_all(root, "c", "escape")
    assert said(root) == []
    await type_all(root, "c", "down", "enter")
    assert [code for _, code, _ in said(root)] == ["frame:value.mission"]


async def test_a_new_code_is_made_while_typing(root: Path) -> None:
    await type_all(root, "c", *"own", "space", *"silo", "enter")
    assert said(root) == [(FIRST_ANSWER, "open:own-silo", "ana")]


async def test_words_are_selected_with_v_and_coded(root: Path) -> None:
    await type_all(root, "v", "w", "w", "w", "1")
    assert said(root) == [("We look at absence", "frame:value", "ana")]


async def test_a_selection_grows_by_character_sentence_turn_and_line(root: Path) -> None:
    await type_all(root, "v", "l", "l", "1")
    await type_all(root, "v", "s", "2")
    await type_all(root, "v", "t", "3")
    assert [words for words, _, _ in said(root)] == ["We l", "We look at absence.", FIRST_ANSWER]
    await type_all(root, "v", "l", "l", "h", "b", "w", "T", "t", "S", "s", "j", "k", "escape")
    assert len(said(root)) == 3


async def test_the_other_end_of_a_selection_moves_and_v_begins_anew(root: Path) -> None:
    await type_all(root, "v", "s", "o", "w", "w", "1")
    assert said(root) == [("at absence.", "frame:value", "ana")]
    await type_all(root, "v", "w", "w", "v", "w", "2")
    assert said(root)[-1][0] == "absence. It" or ("absence. It", "frame:support", "ana") in said(root)


async def test_capital_v_selects_all_of_it(root: Path) -> None:
    await type_all(root, "V", "o", "w", "2")
    assert said(root) == [(FIRST_ANSWER.removeprefix("We "), "frame:support", "ana")]


async def test_i_makes_a_code_of_the_selected_words(root: Path) -> None:
    await type_all(root, "v", "s", "i")
    assert said(root) == [("We look at absence.", "open:we-look-at-absence", "ana")]


async def test_a_dot_codes_the_same_again(root: Path) -> None:
    await type_all(root, "2", "j", ".")
    assert [code for _, code, _ in said(root)] == ["frame:support"] * 2


async def test_weight_qualifier_memo_and_doubt(root: Path) -> None:
    await type_all(root, "1", "w", "delete", *"0.5", "enter")
    assert stored(root)[0].weight == 0.5
    await type_all(root, "q", *"inh", "enter")
    assert stored(root)[0].qualifier == "inhibits"
    await type_all(root, "m", *"why", "escape")
    assert stored(root)[0].memo == "why"
    await type_all(root, "?")
    assert stored(root)[0].unsure
    await type_all(root, "?", "q", "end", "pagedown", "enter", "m", *" so", "ctrl+s")
    coding = stored(root)[0]
    assert (coding.unsure, coding.qualifier, coding.memo) == (False, "", "why so")


async def test_leaving_in_the_middle_of_a_memo_keeps_what_was_typed_for_the_next_time(root: Path) -> None:
    await type_all(root, "1", "m", *"half", "ctrl+q")
    assert stored(root)[0].memo == ""
    async with typing(root) as (app, pilot):
        assert "unfinished memo" in await seen(app, pilot, "unfinished memo")
        await pilot.press("m", *" done", "escape")
        assert stored(root)[0].memo == "half done"
    async with typing(root) as (app, _):
        assert "unfinished memo" not in picture(app)


async def test_a_memo_being_written_when_the_computer_stops_is_kept(root: Path) -> None:
    async with typing(root, "1", "m", *"half a thought"):
        kept = (root / ".cache" / "screen.json").read_text("utf-8")
        assert "half a thought" in kept


async def test_a_long_memo_is_written_in_ones_own_editor(root: Path, tmp_path: Path) -> None:
    import sys

    script = tmp_path / "editor.py"
    script.write_text("import sys, pathlib\np = pathlib.Path(sys.argv[1])\np.write_text(p.read_text() + ' and more')\n")
    async with typing(root, "1", "m", *"why", editor=f"{sys.executable} {script}") as (app, pilot):
        app.suspend = contextlib.nullcontext  # type: ignore[assignment, method-assign]
        await pilot.press("ctrl+o", "escape")
        await pilot.pause()
        assert stored(root)[0].memo == "why and more"


async def test_a_memo_about_the_place(root: Path) -> None:
    await type_all(root, "j", "M", *"compare", "escape")
    with Project.open(root) as project:
        assert [(memos.named(project, memo), memo.text) for memo in project.store.memos()] == [
            ("place D1#2", "compare")
        ]


async def test_x_takes_the_coding_away_and_tab_says_which(root: Path) -> None:
    await type_all(root, "1", "2", "tab", "x")
    assert len(said(root)) == 1
    await type_all(root, "shift+tab", "x")
    assert said(root) == []


async def test_undo_and_redo_without_end(root: Path) -> None:
    await type_all(root, "1", "2", "3", "x", "u", "u", "u", "u")
    assert said(root) == []
    await type_all(root, "ctrl+r", "ctrl+r", "ctrl+r")
    assert len(said(root)) == 3


async def test_anothers_change_is_undone_at_the_second_press_only(root: Path) -> None:
    coded(root, "D1", "absence", "frame:value", coder="bo")
    await type_all(root, "u", "j", "u")
    assert len(said(root)) == 1
    await type_all(root, "u", "u")
    assert said(root) == []


async def test_going_on_by_itself(root: Path) -> None:
    await type_all(root, "a", "1", "2", "3")
    assert [(words[:8], code) for words, code, _ in said(root)] == [
        ("We look ", "frame:value"),
        ("The comm", "frame:support"),
        ("Time, mo", "frame:capacity"),
    ]


async def test_digits_can_be_the_codes_used_last(root: Path) -> None:
    await type_all(root, "3", "2", "0", "j", "1")
    assert stored(root)[-1].code == "frame:support"


async def test_the_codebook_is_walked_and_codes(root: Path) -> None:
    await type_all(root, "l", "end", "k", "enter", "escape", "j", "1")
    assert [code for _, code, _ in said(root)] == ["frame:capacity", "frame:value"]


async def test_search_marks_all_places_and_v_selects_the_one_found(root: Path) -> None:
    async with typing(root, "/", *"absence", "enter", "v", "1") as (app, pilot):
        assert said(root) == [("absence", "frame:value", "ana")]
        await pilot.press("n", "v", "2")
        assert said(root)[-1] == ("absence", "frame:support", "ana") and stored(root)[-1].document == "M1"
        await pilot.press("N")
        assert app.session.place.document.id == "D1"


async def test_a_filter_by_code_steps_only_there(root: Path) -> None:
    await type_all(root, "j", "j", "3", "home", "f", *"capac", "enter", "2")
    assert [(words[:4], code) for words, code, _ in said(root)] == [
        ("Time", "frame:capacity"),
        ("Time", "frame:support"),
    ]


async def test_jumping_to_an_address(root: Path) -> None:
    await type_all(root, "g", *"M1#2", "enter", "2")
    assert said(root) == [("Nobody asks.", "frame:support", "ana")]


async def test_jump_mode_goes_to_the_turn_with_the_letter(root: Path) -> None:
    await type_all(root, "s", "k", "3")  # the eighth turn of the screen: asdfghjk
    assert said(root)[0][0].startswith("Time")


async def test_documents_are_changed_by_key_and_from_the_list(root: Path) -> None:
    await type_all(root, ">", "1")
    assert stored(root)[0].document == "M1"
    await type_all(root, "<", "end", "2")
    await type_all(root, "d", *"M1", "enter", "j", "3")
    assert [coding.document for coding in stored(root)] == ["D1", "M1", "M1"]


async def test_a_document_is_finished(root: Path) -> None:
    await type_all(root, "F")
    with Project.open(root) as project:
        assert finished(project) == {("ana", "D1")}


async def test_what_others_coded_is_hidden_and_shown_on_demand(root: Path) -> None:
    coded(root, "D1", "absence", "frame:support", coder="bo")
    async with typing(root) as (app, pilot):
        assert "bo" not in picture(app)
        await pilot.press("o")
        await pilot.pause()
        assert "bo: Support" in await seen(app, pilot, "bo: Support")


async def test_reviewing_accepts_changes_and_rejects(root: Path) -> None:
    for words, code in (("absence", "frame:value"), ("children", "frame:support"), ("Time", "frame:capacity")):
        coded(root, "D1", words, code, coder="bo")
    coded(root, "D1", "committee", "frame:support", coder="ana")
    await type_all(root, "r", "enter", "c", *"miss", "enter", "x", "j", "escape")
    assert [(words, code) for words, code, coder in said(root) if coder == "consensus"] == [
        ("absence", "frame:value"),
        ("children", "frame:value.mission"),
    ]


async def test_agreed_codes_go_into_the_consensus(root: Path) -> None:
    coded(root, "D1", "absence", "frame:value", coder="bo")
    coded(root, "D1", "children", "frame:value", coder="ana")
    await type_all(root, "r", "A")
    assert [code for _, code, coder in said(root) if coder == "consensus"] == ["frame:value"]


async def test_moving_and_looking_store_nothing(root: Path) -> None:
    harmless = [
        *("pagedown", "pageup", "home", "end", "ctrl+e", "ctrl+y", "b", "b", "t", "t", "y", "o", "o", "e", "n", "N"),
        *("f1", "escape", "l", "down", "up", "pagedown", "pageup", "home", "end", "escape", "escape"),
    ]
    await type_all(root, *harmless)
    assert said(root) == []


async def test_every_action_can_be_done_from_the_command_palette(root: Path) -> None:
    async with typing(root) as (app, pilot):
        names = {command.title for command in app.get_system_commands(app.screen)}
        assert len(names) >= sum(1 for a in keys.ACTIONS if a.mode == keys.TEXT and not a.name.startswith("digit_"))
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert len(app.screen_stack) == 2
        await pilot.press("escape")


async def test_the_mouse_selects_by_dragging(root: Path) -> None:
    async with typing(root) as (app, pilot):
        x, y = place_of(app, "look")
        await pilot.mouse_down(app.transcript, offset=(x, y))
        await pilot.hover(app.transcript, offset=(x + 7, y))
        await pilot.mouse_up(app.transcript, offset=(x + 7, y))
        await pilot.press("1")
        assert said(root) == [("look at", "frame:value", "ana")]


async def test_a_click_goes_there_and_a_double_click_takes_the_word(root: Path) -> None:
    async with typing(root) as (app, pilot):
        x, y = place_of(app, "committee")
        await pilot.click(app.transcript, offset=(x, y))
        assert app.session.at == 1 and app.session.selection is None
        await pilot.click(app.transcript, offset=(x + 3, y), times=2)
        await pilot.press("2")
        assert said(root) == [("committee", "frame:support", "ana")]


def place_of(app: CodingScreen, word: str) -> tuple[int, int]:
    """The cell of a word inside the transcript."""
    shown = picture(app).splitlines()
    y = next(at for at, line in enumerate(shown) if word in line)
    return shown[y].index(word) - app.transcript.region.x, y


async def test_own_keys_from_the_settings(root: Path) -> None:
    await type_all(root, "z", keys={"digit_2": ("z",)})
    assert said(root)[0][1] == "frame:support"
