"""`python -m tests.faults`: every trial with every fault, and the figures of docs/reliability.md.

With `--write` the table in that page is replaced by what was found. With `--seconds N` the run ends
after that time, and the table has the commands that were tried whole by then.
"""

from __future__ import annotations

import argparse
import collections
import multiprocessing
import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from .harness import KINDS, tried
from .trials import TRIALS, template

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->"
Found = dict[str, tuple[int, int]]
"""How many faults were tried and survived, by kind."""


def found_by(number: int, small: Path, room: Path) -> tuple[int, Found]:
    """All faults of one trial; what is wrong is said at once."""
    os.chdir(small)
    place = room / str(number)
    place.mkdir()
    counted: collections.Counter[str] = collections.Counter()
    survived: collections.Counter[str] = collections.Counter()
    for kind, at, wrong in tried(TRIALS[number], small, place):
        counted[kind] += 1
        survived[kind] += not wrong
        if wrong:
            print(f"{TRIALS[number].name}, {kind} at {at}: {wrong}", file=sys.stderr, flush=True)
    return number, {kind: (counted[kind], survived[kind]) for kind in KINDS}


def all_found(seconds: float, workers: int) -> dict[int, Found]:
    """What was found in each trial that ended within the time."""
    ends = time.monotonic() + seconds
    found: dict[int, Found] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        room = Path(name)
        one = partial(found_by, small=template(room / "template"), room=room)
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            results = pool.imap_unordered(one, range(len(TRIALS)))
            while len(found) < len(TRIALS):
                try:
                    number, by_kind = results.next(timeout=max(0.0, ends - time.monotonic()))
                except multiprocessing.TimeoutError:
                    break
                found[number] = by_kind
                print(f"{TRIALS[number].name}: {by_kind}", file=sys.stderr, flush=True)
    return found


def table(found: dict[int, Found]) -> str:
    """Faults tried by command and kind; a number that was not survived whole says so."""

    def cell(tried: int, survived: int) -> str:
        return str(tried) if tried == survived else f"{tried}, {tried - survived} not survived"

    lines = [
        f"{len(found)} of {len(TRIALS)} commands that change a project were tried whole, at every write. Each figure",
        "is the number of faults after which the project was as before or as after:\n",
        f"| command | {' | '.join(KINDS)} |\n|---|{'--:|' * len(KINDS)}",
    ]
    for number in sorted(found):
        lines.append(f"| {TRIALS[number].name} | {' | '.join(cell(*found[number][kind]) for kind in KINDS)} |")
    sums = [cell(*map(sum, zip(*(each[kind] for each in found.values()), strict=True))) for kind in KINDS]
    lines.append(f"| all of these | {' | '.join(sums)} |")
    left = [trial.name for number, trial in enumerate(TRIALS) if number not in found]
    if left:
        lines.append(f"\nNot tried whole in this run: {', '.join(left)}.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/reliability.md")
    parser.add_argument("--seconds", type=float, default=86_400.0, help="end the run after this time")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="commands tried at the same time")
    asked = parser.parse_args()
    os.environ["SOURCE_DATE_EPOCH"] = "1767225600"
    figures = table(all_found(asked.seconds, asked.workers))
    print(figures)
    if asked.write:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        PAGE.write_text(before + BEGIN + figures + END + rest.partition(END)[2], encoding="utf-8", newline="\n")
