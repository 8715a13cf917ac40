"""Runs command lines in several processes that begin at one moment, and looks for what each was told is done.

A command that ended with 0 has promised something: a coding with its memo, a code, a value of a case. It must be there
when all have ended, under whatever name a code has by then. What was refused must say why in words. Then `check` must
find nothing that it did not find before, and the database must be whole.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import itertools
import multiprocessing
import os
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from qualcode.cli import context, main
from qualcode.project import Project
from tests.tui.small import words

Command = tuple[str, ...]
Program = Callable[[Path], Iterable[Command]]
"""From the study's folder to the commands that one process runs in it, one after another."""
APART = 0.04
"""Seconds by which they begin apart at most: as long as a few commands take, so that each meets another of them."""
REFUSED = (2, 3, 4)
"""Exit codes of a command that says why it did nothing."""


class Answer(NamedTuple):
    """What became of one command."""

    command: Command
    code: int
    said: str


class Found(NamedTuple):
    """What became of all of them."""

    done: int
    refused: int
    wrong: tuple[str, ...]
    """What was lost, or not said in words."""


def answered(command: Command, root: Path) -> Answer:
    """Run one command line in this process."""
    said = io.StringIO()
    context.folder = ""
    os.chdir(root)
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(list(command))
    return Answer(command, code, said.getvalue())


def _process(program: Program, root: Path, begin: object, out: object) -> None:
    begin.wait()  # type: ignore[attr-defined]
    time.sleep(random.uniform(0, APART))
    out.put([answered(command, root) for command in program(root)])  # type: ignore[attr-defined]


def at_once(root: Path, programs: Sequence[Program]) -> list[Answer]:
    """Run each program in a process of its own; all begin at one moment."""
    forked = multiprocessing.get_context("fork")
    begin, out = forked.Barrier(len(programs)), forked.SimpleQueue()
    running = [forked.Process(target=_process, args=(program, root, begin, out)) for program in programs]
    for process in running:
        process.start()
    answers = [answer for _ in running for answer in out.get()]
    for process in running:
        process.join()
    return answers


def problems(root: Path) -> set[str]:
    """What `check` finds, without the lines that say how many."""
    said = answered(("check",), root).said
    return {line for line in said.splitlines() if re.search(r"\[[a-z_]+\]$", line) or "error: " in line}


def judged(root: Path, answers: Sequence[Answer], before: set[str]) -> Found:
    """What was promised and is not there, and what was refused without a word."""
    wrong = [
        f"`qualcode {' '.join(each.command)}` ended with {each.code}: {each.said[-300:]}"
        for each in answers
        if each.code and (each.code not in REFUSED or "error: " not in each.said)
    ]
    with Project.open(root, readonly=True) as project:
        codings = project.codings()
        codes = {full for full, _ in project.codes}
        cases = {case.id: dict(case.attributes) for case in project.cases}
        assert project.store.query("PRAGMA integrity_check")[1] == [("ok",)]
    wrong += [f"a coding without a code: {it.code} by {it.coder}" for it in codings if it.code not in codes]
    gone = {name for a in answers if not a.code for name in _taken_away(a.command)}
    for answer in answers:
        if answer.code:
            continue
        for missing in _missing(answer.command, [it.memo for it in codings], codes | gone, cases):
            wrong.append(f"`qualcode {' '.join(answer.command)}` was done, and {missing} is not there")
    wrong += sorted(problems(root) - before)
    done = sum(not answer.code for answer in answers)
    return Found(done, len(answers) - done, tuple(wrong))


def _taken_away(command: Command) -> Iterator[str]:
    if command[:2] == ("codebook", "rename"):
        yield command[2]
    if command[:2] in {("codebook", "merge"), ("codebook", "promote")}:
        yield command[2]


def _missing(command: Command, memos: list[str], codes: set[str], cases: dict[str, dict[str, str]]) -> Iterator[str]:
    if command[0] == "tag" and "--memo" in command:
        memo = command[command.index("--memo") + 1]
        if not any(memo in (it or "").split() for it in memos):
            yield f"the coding {memo!r}"
    if command[:2] == ("codebook", "add") and command[2] not in codes:
        yield command[2]
    if command[:2] == ("codebook", "rename"):
        renamed = f"{command[2].partition(':')[0]}:{command[3]}"
        if renamed not in codes:
            yield renamed
    if command[:2] == ("case", "set"):
        key, _, value = command[3].partition("=")
        if cases.get(command[2], {}).get(key) != value:
            yield f"{key} of {command[2]}"


def coded_by(root: Path, coder: str) -> int:
    """How many codings of a coder there are."""
    with Project.open(root, readonly=True) as project:
        return sum(coding.coder == coder for coding in project.codings())


def pressing(root: Path, ends: float, coder: str) -> int:
    """Code in the coding screen until then, answer after answer; how many keys the screen said were stored."""
    from qualcode.tui.app import CodingScreen
    from qualcode.tui.session import Session
    from qualcode.tui.settings import ScreenSettings

    async def press(app: CodingScreen) -> int:
        stored, last = 0, ""
        async with app.run_test(size=(100, 30)) as pilot:
            for key in itertools.cycle("12"):  # the message of one key cannot be taken for that of the next
                if time.monotonic() > ends:
                    return stored
                await pilot.press(key)
                for _ in range(50):
                    await pilot.pause(0.02)
                    found = re.search(r"coded: (\w+)", words(app))
                    if found and found[1] != last:
                        stored, last = stored + 1, found[1]
                        break
                await pilot.press("escape", "down")
        raise AssertionError("unreachable")

    with Project.open(root, coder=coder) as project:
        return asyncio.run(press(CodingScreen(Session(project, ScreenSettings()))))
