"""What no command line shows: a key in the coding screen, the room that codings and their history take."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import statistics
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from .process import adopt_orphans

SIZE = "size.txt"


def apart(work: Callable[[], str]) -> str:
    """What a function says, run in a process of its own, so that what it imports and holds stays there."""
    sys.stdout.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        adopt_orphans()  # or the seconds of its children's children would be those of the next command
        try:
            os.write(writing, work().encode())
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        said = stream.read()
    if os.waitpid(child, 0)[1]:
        raise RuntimeError("it failed; see above")
    return said


def key(made: Path, codings: int) -> str:
    """A key that codes in an interview of 2000 turns that has so many codings: stored and painted,
    in computing time."""
    from .screen import keys, study

    root = study(made / "one-interview", 2000, 600_000, codings)
    return f"{statistics.median(asyncio.run(keys(root, 20, time.process_time))) * 1000:.0f} ms"


def note_size(folder: Path) -> None:
    """Keep what the database takes before it has codings."""
    (folder / SIZE).write_text(str((folder / "qualcode.sqlite").stat().st_size), "utf-8")


def bytes_a_coding(folder: Path, codings: int) -> str:
    """What the database has grown by, its history included, for each coding with a quote of 100 letters."""
    grown = (folder / "qualcode.sqlite").stat().st_size - int((folder / SIZE).read_text("utf-8"))
    return f"{grown / codings:.0f}"


def learning(folder: Path) -> str:
    """What `propose --like` learns from the coded units, beside their words taken apart and counted; in process."""
    import re
    from collections import Counter

    from qualcode.project import Project
    from qualcode.retrieval.likeness import Example, Likeness

    def seconds(work: Callable[[], object]) -> float:
        begun = time.process_time()
        work()
        return time.process_time() - begun

    with Project.open(folder, readonly=True) as project:
        examples = [
            Example(f"{document.id}:{turn.index}", turn.span.cut(document.text), "da", document.id, frozenset())
            for document in project.documents() for turn in document.turns if turn.role == "informant"
        ]  # fmt: skip
    word = re.compile(r"\w+")
    bare = min(seconds(lambda: [Counter(word.findall(one.text.lower())) for one in examples]) for _ in range(3))
    learnt = seconds(lambda: Likeness(examples))
    return f"{learnt:.2f} s, {learnt / bare:.1f} × ({len(examples)} units, tokenising {bare:.2f} s)"


def history_of_new_codes(folder: Path) -> str:
    """What the history holds of 100 new open codes, and of 400: each is made by a coding of its own."""
    from qualcode.project import Project

    sizes = []
    with Project.open(folder) as project:
        before = _history(folder)
        for number in range(400):
            project.tag("P0000:3", f"open:theme {number}")
            if number in (99, 399):
                sizes.append(f"{(_history(folder) - before) / 1000:.0f} kB")
    return " → ".join(sizes)


def _history(folder: Path) -> int:
    with sqlite3.connect(folder / "qualcode.sqlite") as store:
        return int(store.execute("SELECT sum(length(changes)) FROM history").fetchone()[0] or 0)
