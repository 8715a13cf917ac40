"""`python -m tests.fuzz`: many broken files of every kind, by hand and for as long as one likes.

`--seeds 500` tries so many of each kind, `--from 10000` others than those that the tests try; names of
targets try only those. Whatever is not answered well is printed with its seed, which makes it again. With `--write`
docs/reliability.md says how many were tried.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path

from tests.faults.harness import warm
from tests.figures import put

from .harness import Wrong, sound_study, tried
from .targets import TARGETS, template

PORTION = 10
"""Files of one kind that are tried in one go; then it is the next kind's turn."""


def found_in(
    portion: tuple[int, range], sound: dict[str, Path], room: Path, ends: float
) -> tuple[int, int, list[Wrong]]:
    """A kind of file, how many were tried before the time was up, and all that is wrong about them."""
    number, seeds = portion
    if time.monotonic() > ends:
        return number, 0, []
    target = TARGETS[number]
    found = list(tried(target, seeds, sound[target.name], room))
    print(f"{target.name}: {len(seeds)} from {seeds.start} tried, {len(found)} wrong", file=sys.stderr, flush=True)
    return number, len(seeds), found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="TARGET", help="only these; all without one")
    parser.add_argument("--seeds", type=int, default=200, help="how many of each kind")
    parser.add_argument("--from", dest="first", type=int, default=1000, help="the first seed")
    parser.add_argument("--seconds", type=float, default=86_400.0, help="end the run after this time")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/reliability.md")
    asked = parser.parse_args()
    warm()
    wanted = [number for number, target in enumerate(TARGETS) if not asked.names or target.name in asked.names]
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        room = Path(name)
        study = template(room / "template")
        sound = {TARGETS[number].name: sound_study(room, TARGETS[number], study) for number in wanted}
        one = partial(found_in, sound=sound, room=room, ends=time.monotonic() + asked.seconds)
        stop = asked.first + asked.seeds
        begins = range(asked.first, stop, PORTION)
        portions = [(number, range(at, min(at + PORTION, stop))) for at in begins for number in wanted]
        every: list[Wrong] = []
        counts: Counter[int] = Counter()
        with multiprocessing.get_context("fork").Pool(asked.workers) as pool:
            for number, count, found in pool.imap_unordered(one, portions):
                counts[number] += count
                every += found
        counts = +counts  # without the kinds whose turn never came
        os.chdir("/")
    for wrong in every:
        print(f"\n{wrong.target}, seed {wrong.seed}, qualcode {wrong.command}\n    {wrong.said}")
    figures = f"{counts.total()} broken files of {len(counts)} kinds, {len(every)} not answered well.\n"
    print(f"\n{figures}")
    if asked.write:
        put("broken files", figures)
    sys.exit(1 if every else 0)
