"""How fast the coding screen opens and answers, beside an empty Textual application.

    python -m benchmarks.screen [--json FILE]

All figures come from one run on one machine, through Textual's own driver (`run_test`), and are
medians; the ratios are what counts. `start` is from making the application to the first painted
screen inside a running Python; `process` is the whole program, from the shell to the first paint.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qualcode.core.model import Document, Span, Turn
from qualcode.project import Project, init
from qualcode.project.add import insert
from qualcode.project.tag import Tag, tag

CODEBOOK = """\
id: frame
title: {en: "A frame"}
kind: deductive
codes:
  - {id: value, name: {en: "Value"}}
  - {id: support, name: {en: "Support"}}
  - {id: capacity, name: {en: "Capacity"}}
"""
WORDS = "Det er jo sådan, at vi ser på tallene hver måned, og så taler vi om, hvad de betyder for borgerne. "


def study(root: Path, turns: int, letters: int, codings: int = 0) -> Path:
    """A project with one interview of so many turns and letters, and codings spread over it."""
    init(root, name="benchmark", coder="ana")
    (root / "codebooks" / "frame.yaml").write_text(CODEBOOK, "utf-8")
    each = max(1, letters // turns)
    speech = (WORDS * (each // len(WORDS) + 1))[: each - 1]
    text = "\n".join([speech] * turns)
    made = tuple(
        Turn(
            n + 1,
            "D1" if n % 2 else "I",
            "informant" if n % 2 else "interviewer",
            Span(n * each, n * each + each - 1),
            None,
            str(n // 20 + 1),
        )
        for n in range(turns)
    )
    with Project.open(root, coder="ana") as project:
        with project.writable.change("add", "ana") as change:
            insert(project, change, Document("D1", "D1", "interview", text, "da", made), root / "D1.txt", {})
        spots = [
            turn.span.start + 7 * (n // (turns // 2)) % (each - 50)
            for n in range(codings)
            for turn in [made[2 * (n % (turns // 2)) + 1]]
        ]
        tag(
            project,
            [
                Tag(
                    "D1",
                    Span(at, at + 40),
                    text[at : at + 40],
                    f"frame:{('value', 'support', 'capacity')[n % 3]}",
                    "ana",
                )
                for n, at in enumerate(spots)
            ],
        )
    return root


async def empty_start() -> float:
    """Seconds until an empty application has painted."""
    from textual.app import App

    begun = time.perf_counter()
    async with App[None]().run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        return time.perf_counter() - begun


async def screen_start(root: Path) -> float:
    """Seconds until the coding screen has painted, opening the project included."""
    from qualcode.tui.app import CodingScreen
    from qualcode.tui.session import Session

    begun = time.perf_counter()
    with Project.open(root) as project:
        async with CodingScreen(Session(project)).run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            return time.perf_counter() - begun


async def keys(root: Path, count: int, clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Seconds of each key that codes and goes on: until it is stored and painted."""
    from qualcode.tui.app import CodingScreen
    from qualcode.tui.session import Session

    taken = []
    with Project.open(root) as project:
        app = CodingScreen(Session(project))
        async with app.run_test(size=(100, 30)) as pilot:
            for number in range(count):
                before = project.store.last_change()
                begun = clock()
                app.perform(f"digit_{number % 3 + 1}")
                app.transcript.painter()
                app.screen._compositor.render_strips()  # all that the terminal would get
                taken.append(clock() - begun)
                assert project.store.last_change() != before
                await pilot.press("j")
    return taken


def process(code: str, compiled: Path) -> float:
    """Seconds of a Python program that paints one screen, with its modules compiled as in an installation."""
    without = ("PYTHONDONTWRITEBYTECODE",)
    environment = {name: value for name, value in os.environ.items() if name not in without}
    environment["PYTHONPYCACHEPREFIX"] = str(compiled)
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    return time.perf_counter() - begun


EMPTY = """
import asyncio
from textual.app import App
async def go():
    async with App().run_test(size=(100, 30)) as pilot:
        await pilot.pause()
asyncio.run(go())
"""
OPENED = """
import asyncio
from qualcode.project import Project
from qualcode.tui.app import CodingScreen
from qualcode.tui.session import Session
async def go():
    with Project.open({root!r}) as project:
        async with CodingScreen(Session(project)).run_test(size=(100, 30)) as pilot:
            await pilot.pause()
asyncio.run(go())
"""


def memory(root: Path) -> int:
    """Bytes that Python holds with the document open, at most."""
    from qualcode.tui.lines import Layout
    from qualcode.tui.session import Session

    tracemalloc.start()
    with Project.open(root) as project:
        session = Session(project)
        layout = Layout(session.place.document, 60)
        layout.settle(layout.height // 2, 30)
        peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def in_turns(rounds: int, *measures: Callable[[], float]) -> list[float]:
    """Medians of several measures taken in turn, so that a busy moment hits them all."""
    taken: list[list[float]] = [[] for _ in measures]
    for _ in range(rounds):
        for at, measure in enumerate(measures):
            taken[at].append(measure())
    return [statistics.median(each) for each in taken]


def measure(rounds: int) -> dict[str, Any]:
    """All figures."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        interview = study(base / "interview", 2000, 600_000)
        large = study(base / "large", 15_000, 9_000_000)
        coded = study(base / "coded", 2000, 600_000, 10_000)
        third = study(base / "third", 5_000, 3_000_000)
        empty, opened, big = in_turns(
            rounds,
            lambda: asyncio.run(empty_start()),
            lambda: asyncio.run(screen_start(interview)),
            lambda: asyncio.run(screen_start(large)),
        )
        compiled = base / "compiled"
        process(EMPTY, compiled)
        process(OPENED.format(root=str(interview)), compiled)
        empty_process, opened_process, big_process = in_turns(
            max(3, rounds // 2),
            lambda: process(EMPTY, compiled),
            lambda: process(OPENED.format(root=str(interview)), compiled),
            lambda: process(OPENED.format(root=str(large)), compiled),
        )
        key = statistics.median(asyncio.run(keys(coded, 40)))
        small_memory, large_memory = memory(third), memory(large)
    return {
        "empty start, ms": empty * 1e3,
        "2000 turns, ms": opened * 1e3,
        "9 MB, ms": big * 1e3,
        "2000 turns / empty, start": opened / empty,
        "9 MB / empty, start": big / empty,
        "empty process, ms": empty_process * 1e3,
        "2000 turns / empty, process": opened_process / empty_process,
        "9 MB / empty, process": big_process / empty_process,
        "one key stored and painted at 10 000 codings, ms": key * 1e3,
        "memory per letter at 3 MB, bytes": small_memory / 3e6,
        "memory per letter at 9 MB, bytes": large_memory / 9e6,
    }


def main() -> None:
    """Print the figures, or write them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures = measure(options.rounds)
    for name, value in figures.items():
        print(f"{name:<52} {value:10.2f}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), "utf-8")


if __name__ == "__main__":
    main()
