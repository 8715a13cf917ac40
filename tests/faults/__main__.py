"""`python -m tests.faults`: every trial with every fault, and the figures of docs/reliability.md.

With `--write` the table in that page is replaced by what was found. `--moments N` tries so many of the moments
of each command, evenly spread, the first and last among them. With `--seconds N` the run ends after that time, and the
table has the commands that were done by then.
"""

from __future__ import annotations

import argparse
import collections
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from tests.figures import put

from .harness import KINDS, NOW, tried, warm
from .trials import FAMILIES, TRIALS, template

Found = dict[str, tuple[int, int]]
"""How many faults were tried and survived, by kind."""


def found_by(number: int, small: Path, room: Path, most: int | None) -> tuple[int, Found]:
    """The faults of one trial; what is wrong is said at once."""
    os.chdir(small)
    place = room / str(number)
    place.mkdir()
    counted: collections.Counter[str] = collections.Counter()
    survived: collections.Counter[str] = collections.Counter()
    for kind, at, wrong in tried(TRIALS[number], small, place, most=most):
        counted[kind] += 1
        survived[kind] += not wrong
        if wrong:
            print(f"{TRIALS[number].name}, {kind} at {at}: {wrong}", file=sys.stderr, flush=True)
    return number, {kind: (counted[kind], survived[kind]) for kind in KINDS}


def all_found(wanted: Sequence[int], seconds: float, workers: int, most: int | None) -> dict[int, Found]:
    """What was found in each of the wanted trials that ended within the time."""
    ends = time.monotonic() + seconds
    found: dict[int, Found] = {}
    warm()
    memory = Path("/dev/shm")  # as a disk goes wrong by our own hand, it may as well be a fast one
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None, ignore_cleanup_errors=True) as name:
        room = Path(name)
        one = partial(found_by, small=template(room / "template"), room=room, most=most)
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            results = pool.imap_unordered(one, wanted)
            while len(found) < len(wanted):
                try:
                    number, by_kind = results.next(timeout=max(0.0, ends - time.monotonic()))
                except multiprocessing.TimeoutError:
                    break
                found[number] = by_kind
                print(f"{TRIALS[number].name}: {by_kind}", file=sys.stderr, flush=True)
    return found


def table(found: dict[int, Found], most: int | None = None) -> str:
    """Faults tried by kind of command and kind of fault; a number that was not survived whole says so."""
    by_name = {TRIALS[number].name: by_kind for number, by_kind in found.items()}

    def sums(names: Iterable[str]) -> str:
        cells = []
        for kind in KINDS:
            tried, survived = (sum(by_name[name][kind][at] for name in names) for at in (0, 1))
            cells.append(str(tried) if tried == survived else f"{tried}, {tried - survived} not survived")
        return " | ".join(cells)

    moments = f"up to {most} of the moments at which it writes" if most else "every moment at which it writes"
    lines = [
        f"{len(found)} of {len(TRIALS)} commands that change something were tried, each at {moments}. Each figure",
        "is the number of faults after which the project was as before or as after, and the message said which:\n",
        f"| what is done | commands | {' | '.join(KINDS)} |\n|---|---|{'--:|' * len(KINDS)}",
    ]
    for family, trials in FAMILIES.items():
        names = [trial.name for trial in trials if trial.name in by_name]
        if names:
            lines.append(f"| {family} | {', '.join(names)} | {sums(names)} |")
    lines.append(f"| **all of these** | {len(found)} | {sums(list(by_name))} |")
    left = [trial.name for number, trial in enumerate(TRIALS) if number not in found]
    if left:
        lines.append(f"\nNot tried in this run: {', '.join(left)}.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="COMMAND", help="only these, for instance 'codebook merge'")
    parser.add_argument("--write", action="store_true", help="put the table into docs/reliability.md")
    parser.add_argument("--moments", type=int, default=None, metavar="N", help="of each command; every one without it")
    parser.add_argument("--seconds", type=float, default=86_400.0, help="end the run after this time")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="commands tried at the same time")
    asked = parser.parse_args()
    os.environ["SOURCE_DATE_EPOCH"] = NOW
    wanted = [number for number, trial in enumerate(TRIALS) if not asked.names or trial.name in asked.names]
    found = all_found(wanted, asked.seconds, asked.workers, asked.moments)
    figures = table(found, asked.moments)
    print(figures)
    if asked.write:
        put("figures", figures)
    survived = all(tried == well for each in found.values() for tried, well in each.values())
    sys.exit(0 if survived and len(found) == len(wanted) else 1)
