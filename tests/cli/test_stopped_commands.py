"""Ctrl-C in the middle of any long command ends it at once, and leaves the folder as it was."""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from qualcode.cli import main
from qualcode.cli.output import Progress
from tests.cli.test_bars import COMMANDS, place

__all__ = ["place"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends the signal of a Unix terminal")

BESIDE = (".cache", "backups")
"""What may be new: what can be made again, and the copy of the study as it was."""


def contents(root: Path) -> dict[str, object]:
    """Every file of a folder, databases by what they say."""
    found: dict[str, object] = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not any(part in BESIDE for part in path.relative_to(root).parts):
            if path.suffix == ".sqlite":
                store = sqlite3.connect(path)
                found[name] = list(store.iterdump())
                store.close()
            else:
                found[name] = path.read_bytes()
    return found


def stopped(root: Path, tick: int, command: tuple[str, ...]) -> tuple[int, str]:
    """Run a command, in a child of this process, that gets SIGINT when it says the so manieth time how far it is."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 70
        try:
            # Programs started in the background, as by nohup, have it ignored, and so have their children.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.chdir(root)
            said, left, ticked = io.StringIO(), itertools.count(1), Progress.__call__

            def tell(self: Progress, done: int, count: int, name: str = "") -> None:
                if next(left) == tick:
                    os.kill(os.getpid(), signal.SIGINT)  # as the terminal does; Python hears it at the next step
                ticked(self, done, count, name)

            Progress.__call__ = tell  # type: ignore[method-assign]
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
                code = main(list(command))
            os.write(writing, said.getvalue().encode())
        finally:
            os._exit(code)  # a child that nobody listens to must never go on as if it were the parent
    os.close(writing)
    with os.fdopen(reading) as answered:
        words = answered.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), words


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_command_that_is_stopped_leaves_the_folder_as_it_was(place: Path, command: tuple[str, ...]) -> None:
    before = contents(place)
    code, said = stopped(place, 1, command)
    assert code == 130 and said.endswith("interrupted; nothing more was changed\n") and "Traceback" not in said
    assert contents(place) == before
    code, said = stopped(place, 4, command)  # in a later stage, or after the last one
    assert "Traceback" not in said
    if code == 130:
        assert contents(place) == before
