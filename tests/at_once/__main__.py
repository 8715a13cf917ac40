"""`python -m tests.at_once`: what several people do at the same moment, many times over.

With `--write` the figures of docs/reliability.md are replaced by what was found.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.faults.harness import warm
from tests.figures import put

from .harness import Command, Found, at_once, coded_by, judged, pressing, problems
from .trials import TRIALS, coding_for, editing_for, once, template


def a_while(seconds: float, small: Path, root: Path) -> Found:
    """Two who tag, one who works on the codebook and the cases, one in the coding screen."""
    shutil.copytree(small, root)
    before, ends = problems(root), time.monotonic() + seconds
    keys = root.with_suffix(".keys")

    def in_the_screen(place: Path) -> Sequence[Command]:
        keys.write_text(str(pressing(place, ends, "cy")), "utf-8")
        return ()

    people = coding_for(ends, "ana", "P1", "frame:support"), coding_for(ends, "bo", "P2", "frame:capacity")
    answers = at_once(root, (*people, editing_for(ends), in_the_screen))
    found = judged(root, answers, before)
    pressed, stored = int(keys.read_text("utf-8")), coded_by(root, "cy")
    lost = (f"the screen said {pressed} times that a coding is stored, and there are {stored}",)
    return Found(found.done + pressed, found.refused, found.wrong + (lost if stored < pressed or not pressed else ()))


def row(name: str, rounds: int, found: Sequence[Found]) -> str:
    """A line of the table."""
    done, refused, wrong = (sum(each) for each in zip(*((f.done, f.refused, len(f.wrong)) for f in found), strict=True))
    return f"| {name} | {rounds} | {done} | {refused} | {wrong} |\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.at_once", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="TRIAL", help="only these; all without one")
    parser.add_argument("--write", action="store_true", help="put the table into docs/reliability.md")
    parser.add_argument("--rounds", type=int, default=25, help="how often each is tried")
    parser.add_argument("--limit", type=float, default=86_400.0, help="begin no other round after so many seconds")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long four people work side by side")
    asked = parser.parse_args()
    os.environ["SOURCE_DATE_EPOCH"] = "1767225600"
    warm()
    table = "| at the same moment | rounds | done | refused in words | lost, or not said |\n|---|--:|--:|--:|--:|\n"
    every: list[Found] = []
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        small = template(room / "template")
        wanted = [trial for trial in TRIALS if not asked.names or trial.name in asked.names]
        by_name: dict[str, list[Found]] = {trial.name: [] for trial in wanted}
        ends = time.monotonic() + asked.limit
        for at in range(asked.rounds):
            for trial in wanted:
                if at == 0 or time.monotonic() < ends:
                    by_name[trial.name].append(once(trial, small, room / "round"))
        for called, found in by_name.items():
            every += found
            table += row(called, len(found), found)
            print(table.splitlines()[-1], file=sys.stderr, flush=True)
        if asked.seconds:
            every.append(a_while(asked.seconds, small, room / "while"))
            people = f"two tag, one edits codebook and cases, one codes in the screen: {asked.seconds:.0f} seconds"
            table += row(people, 1, every[-1:])
        os.chdir("/")
    print(table)
    for each in every:
        for wrong in each.wrong:
            print(wrong, file=sys.stderr)
    if asked.write:
        put("at once", table)
    sys.exit(1 if any(each.wrong for each in every) else 0)
