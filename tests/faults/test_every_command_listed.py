"""Each command stands among the trials, or in a list of those that change nothing that a person made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from qualcode.cli.run import app

from .harness import KILLED, KINDS, moments, run
from .trials import TRIALS

READING = {
    "status", "formats", "show", "find", "list", "log", "codebook list", "codebook show", "codebook check",
    "codebook diff", "codebook tidy", "case list", "case show", "coder list", "coder rounds", "coder progress",
    "question list", "crosstab", "matrix", "cooccur", "rank", "index", "saturation", "keyness", "report", "plot",
    "verify", "check", "backups list", "sql",
}  # fmt: skip
"""Their tables go through the one writer that `shares -o` and `export` are tried with."""
ELSEWHERE = {
    "init": "test_an_interrupted_init below; there is no study before it",
    "demo": "makes a folder anew, or leaves one alone",
    "backups make": "copies are no part of what a study holds; `backups restore` reads one",
    "sync": "with a server: tests/server", "move-store": "with a server: tests/server/test_moving.py",
    "coder allow": "with a server: tests/server", "coder disallow": "with a server: tests/server",
}  # fmt: skip


def commands(command: Any, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command by its words."""
    if not hasattr(command, "list_commands"):
        yield before
        return
    for name in command.list_commands(None):
        yield from commands(command.get_command(None, name), (*before, name))


def test_every_command_that_changes_something_is_tried() -> None:
    tried = [trial.command for trial in TRIALS]
    listed = READING | set(ELSEWHERE)
    there = list(commands(typer.main.get_command(app)))
    assert {" ".join(words) for words in there} >= listed, "a command of the lists is gone"
    for words in there:
        name = " ".join(words)
        is_tried = any(each[: len(words)] == words for each in tried)
        assert is_tried != (name in listed), f"{name}: a trial in tests/faults/trials.py, or a line here, and not both"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child that shares what is loaded, as on Unix")
@pytest.mark.parametrize("kind", KINDS[:2])
def test_an_interrupted_init_is_done_again(tmp_path: Path, kind: str) -> None:
    """Wherever it ends, nobody is sent in a circle: the same command makes the study, and a document can be added."""
    whole = tmp_path / "whole"
    whole.mkdir()
    init = ("init", ".", "--coder", "ana")
    for at in moments(run(whole, init).done, MOST):
        place = tmp_path / str(at)
        place.mkdir()
        (place / "P1.txt").write_text("I: Hvad?\nMia: Ja.\n", "utf-8")
        stopped = run(place, init, kind, at)
        assert "Traceback" not in stopped.said
        assert stopped.code in ((KILLED,) if kind == "killed" else (0, 4)), stopped
        again = run(place, init)
        assert again.code == 0 or (again.code == 2 and "project_exists" in again.said), f"{kind} at {at}: {again}"
        added = run(place, ("add", "P1.txt"))
        assert added.code == 0, f"{kind} at {at}: {added}"
        assert run(place, ("check",)).code in (0, 1)


MOST = 8
"""Moments of a run of the tests: making the folders, the database, the settings."""
