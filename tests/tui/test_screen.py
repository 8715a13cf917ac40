"""What the screen shows, and what it does when something goes wrong."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qualcode.project import Project

from .small import coded, interview, picture, said, screen, seen, stored, study

pytestmark = pytest.mark.asyncio


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return study(tmp_path / "study")


async def look(root: Path, *pressed: str, size: tuple[int, int] = (80, 24), **settings: object) -> str:
    """The picture after some keys."""
    with Project.open(root, coder="ana") as project:
        app = screen(project, **settings)
        async with app.run_test(size=size) as pilot:
            await pilot.press(*pressed)
            await pilot.pause()
            return picture(app)


# -- reading ---------------------------------------------------------------------------


async def test_at_80_by_24_all_of_it_is_there(root: Path) -> None:
    shown = await look(root, "1")
    lines = shown.splitlines()
    assert len(lines) == 24 and all(len(line) == 80 for line in lines)
    assert "1  What do you use data for?" in shown  # the heading
    assert "▌2 D1 We look at absence." in shown  # turn, speaker, words
    assert "Public value" in lines[1] and " 1│" in lines[1]  # the codebook with its count
    assert any("├ Public val" in line for line in lines)  # the name beside the words
    assert "What citizens get out" in shown  # its definition
    assert "D1 │ answer 1 of 3 │ coded 1 │ ana" in lines[-2]


async def test_without_colour_the_same_words_and_signs_are_shown(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await look(root, "1", "2")
    coloured = await look(root)
    monkeypatch.setenv("NO_COLOR", "1")
    assert await look(root) == coloured
    assert "▌" in coloured and "├" in coloured and "Support" in coloured


async def test_wide_combining_and_right_to_left_text_keeps_the_columns(tmp_path: Path) -> None:
    mixed = interview("W", (
        ("I", "日本語の質問ですか、それとも違いますか、どうでしょうか?", "1"),
        ("A", "שלום עולם, זה טקסט ארוך מימין לשמאל שנשבר על פני כמה שורות במסך.", "1"),
        ("A", "e\u0301te\u0301 👩\u200d👧 naïve \x1b[31mred\x1b[0m \u202eabc", "1"),
    ))  # fmt: skip
    root = study(tmp_path / "s", mixed)
    from rich.cells import cell_len

    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("1")
            await pilot.pause()
            shown = picture(app)
    assert all(cell_len(line) == 80 for line in shown.splitlines())
    assert "\x1b" not in shown and "\u202e" not in shown and "␛[31m" in shown
    assert len(said(root)) == 1


async def test_a_document_of_many_turns_is_walked_to_its_end(tmp_path: Path) -> None:
    turns = tuple(
        (("I", f"Question {n}?", str(n)), ("A", f"Answer {n}. " + "More words. " * 30, str(n))) for n in range(1, 400)
    )
    root = study(tmp_path / "s", interview("L", tuple(turn for pair in turns for turn in pair)))
    shown = await look(root, "end", "2", size=(100, 30))
    assert "Answer 399." in shown and "answer 399 of 399" in shown
    assert stored(root)[0].quote.startswith("Answer 399.")
    shown = await look(root, "pageup", "pageup", "k", "k")
    assert "Answer 39" in shown


async def test_the_interviewer_is_dimmed_and_the_informant_is_not(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            painter = app.transcript.painter()
            looks = {
                segment.text.strip(): bool(segment.style and segment.style.dim)
                for at in range(len(painter.rows))
                for segment in painter.line(at)
                if segment.text.strip()
            }
    assert looks["Who supports it?"] and not looks["We look at absence. It shows where"]


async def test_a_terminal_too_small_says_so_and_comes_back(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("j")
            await pilot.resize_terminal(40, 10)
            await pilot.pause()
            assert "This terminal is 40 x 10" in await seen(app, pilot, "This terminal is 40 x 10")
            await pilot.press("1")
            assert said(root) == []
            await pilot.resize_terminal(80, 24)
            await pilot.pause()
            assert "answer 2 of 3" in await seen(app, pilot, "answer 2 of 3")
            await pilot.press("2")
            assert len(said(root)) == 1


async def test_the_unit_stays_in_view_when_the_terminal_changes(tmp_path: Path) -> None:
    turns = tuple(
        turn for n in range(60) for turn in (("I", "So?", None), ("A", f"Number {n}. " + "words " * 40, None))
    )
    root = study(tmp_path / "s", interview("L", turns))
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("end")
            for size in ((120, 40), (72, 18), (200, 60)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                assert "Number 59." in await seen(app, pilot, "Number 59.")


async def test_the_share_table_moves_as_one_codes(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("1", "t")
            shown = ""
            for number in range(200):
                await pilot.pause(0.05)
                shown = picture(app)
                if "33%" in shown and number:
                    await pilot.press("j", "1") if "67%" not in shown else None
                if "67%▲" in shown:
                    break
    assert "67%▲" in shown and "2/3" in shown


# -- other programs and trouble --------------------------------------------------------


async def test_what_another_program_codes_appears(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            coded(root, "D1", "absence", "frame:value")
            app.look()
            await pilot.pause()
            shown = await seen(app, pilot, "another program changed")
    assert "another program changed" in shown and "└ Public val" in shown


async def test_a_locked_database_is_told_and_the_key_is_tried_again(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(80, 24)) as pilot:
            app.session.store.wait_at_most(0.01)
            other = sqlite3.connect(root / "qualcode.sqlite", isolation_level=None)
            other.execute("BEGIN EXCLUSIVE")
            await pilot.press("j", "2")
            await pilot.pause()
            assert "in use by another program" in await seen(app, pilot, "in use by another program")
            other.execute("ROLLBACK")
            other.close()
            await pilot.press("r")
            await pilot.pause()
            assert [(code, coder) for _, code, coder in said(root)] == [("frame:support", "ana")]
            assert "coded: Support" in await seen(app, pilot, "coded: Support")


async def test_a_full_disk_is_told_and_the_session_kept(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(80, 24)) as pilot:
            connection = app.session.store._connection
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
            for key in ["1", "x"] * 200:  # fill the last page
                await pilot.press(key)
                await pilot.pause()
                if len(app.screen_stack) > 1:
                    break
            assert "the disk is full; nothing was changed" in await seen(app, pilot, "nothing was changed")
            connection.execute("PRAGMA max_page_count = 100000")
            await pilot.press("escape", "3")
            await pilot.pause()
            assert said(root)[-1][1] == "frame:capacity"


async def test_a_vanished_database_is_told_and_can_be_written_back(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("1")
            (root / "qualcode.sqlite").unlink()
            app.look()
            await pilot.pause()
            assert "is gone or was replaced" in await seen(app, pilot, "is gone or was replaced")
            await pilot.press("escape")
            app.look()
            await pilot.pause()
            assert len(app.screen_stack) == 1  # told once
            await pilot.press("2")
            await pilot.pause()
            await pilot.press("w")
            await pilot.pause()
            assert sorted(code for _, code, _ in said(root)) == ["frame:support", "frame:value"]


async def test_a_mistake_is_one_line_and_nothing_stops(root: Path) -> None:
    shown = await look(root, "g", *"D9", "enter")
    assert "! there is no document 'D9'" in shown
    assert "nothing is coded here" in await look(root, "x")


async def test_a_broken_codebook_is_told_while_the_screen_is_open(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(80, 24)) as pilot:
            frame = root / "codebooks" / "frame.yaml"
            good = frame.read_text("utf-8")
            frame.write_text("id: [", "utf-8")
            app.look()
            await pilot.pause()
            assert "frame.yaml" in await seen(app, pilot, "frame.yaml")
            frame.write_text(good, "utf-8")
            app.look()
            await pilot.press("1")
            assert len(said(root)) == 1


async def test_an_unknown_theme_is_told_by_name(root: Path) -> None:
    from qualcode.core.errors import UnknownName

    with Project.open(root, coder="ana") as project, pytest.raises(UnknownName, match="textual-dark"):
        async with screen(project, theme="textual-dak").run_test():
            pass


async def test_an_own_theme_is_used(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(
            project, theme="paper", themes={"paper": {"primary": "#336699", "background": "#FFFFFF", "dark": False}}
        )
        async with app.run_test() as pilot:
            await pilot.pause()
            assert app.theme == "paper" and not app.current_theme.dark


PROGRAM = """
import sys
from qualcode.project import Project
from qualcode.tui import open_screen
with Project.open(sys.argv[1], coder="ana") as project:
    sys.exit(open_screen(project, "D1#2"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is not to be had")
async def test_after_kill_9_all_that_was_shown_is_there(root: Path) -> None:
    """The program in a terminal of its own, killed as soon as the screen shows the key's effect."""
    import pty

    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(root)], stdin=follower, stdout=follower, stderr=follower,
        env=environment, cwd=Path(__file__).parents[2], close_fds=True,
    )  # fmt: skip
    os.close(follower)
    os.set_blocking(leader, False)

    def seen_until(words: bytes) -> bool:
        seen = b""
        for _ in range(600):
            try:
                seen += os.read(leader, 65536)
            except BlockingIOError:
                time.sleep(0.02)
            except OSError:
                return False
            if words in seen:
                return True
        return False

    try:
        assert await asyncio.to_thread(seen_until, b"answer 2 of 3")
        os.write(leader, b"2")
        assert await asyncio.to_thread(seen_until, b"coded: Support")
        process.send_signal(signal.SIGKILL)
    finally:
        process.kill()
        process.wait()
        os.close(leader)
    assert [(code, coder) for _, code, coder in said(root)] == [("frame:support", "ana")]


async def test_a_mistake_of_ours_prints_no_words_of_the_interview(
    root: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualcode.tui import panel

    def broken(*_: object) -> None:
        words = "We look at absence."
        raise RuntimeError(f"{len(words)} letters")

    with Project.open(root, coder="ana") as project:
        app = screen(project)
        with pytest.raises(RuntimeError, match="19 letters"):
            async with app.run_test(size=(80, 24)) as pilot:
                monkeypatch.setattr(panel, "status", broken)
                await pilot.press("j")
                await pilot.pause()
        assert isinstance(app.failure, RuntimeError)
    assert "absence" not in "".join(capfd.readouterr())


async def test_without_a_terminal_it_says_what_to_do(root: Path) -> None:
    from qualcode.core.errors import UsageError
    from qualcode.tui import open_screen

    with Project.open(root, coder="ana") as project, pytest.raises(UsageError, match="needs a terminal"):
        open_screen(project)


async def test_no_picture_of_the_docs_asks_for_a_foreign_font() -> None:
    from .pictures import FOLDER, without_foreign_fonts

    pictures = sorted(FOLDER.glob("screen-*.svg"))
    assert pictures
    for path in pictures:
        text = path.read_text("utf-8")
        assert "@font-face" not in text and "url(http" not in text and text == without_foreign_fonts(text)
        assert "</svg>" in text


async def test_without_any_codebook_one_begins_with_open_codes(root: Path) -> None:
    (root / "codebooks" / "frame.yaml").unlink()
    shown = await look(root, "1", "l", "j", "escape")
    assert "no codebook yet" in shown
    shown = await look(root, "c", *"trust", "enter")
    assert said(root)[0][1] == "open:trust" and "coded: trust" in shown
