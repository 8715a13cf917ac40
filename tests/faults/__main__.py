"""`python -m tests.faults`: every trial with every fault, and the figures of docs/reliability.md.

Kinds of faults may be named; without one all are tried. With `--write` the table in that page is
replaced by what was found.
"""

from __future__ import annotations

import collections
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .harness import KINDS, tried
from .trials import TRIALS, template

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->"


def figures(kinds: Sequence[str]) -> str:
    """The table: faults tried and survived, by kind."""
    counted: dict[str, collections.Counter[str]] = {kind: collections.Counter() for kind in kinds}
    with tempfile.TemporaryDirectory() as room:
        small = template(Path(room, "template"))
        os.chdir(small)
        for number, trial in enumerate(TRIALS):
            place = Path(room, str(number))
            place.mkdir()
            for kind, at, wrong in tried(trial, small, place, kinds):
                counted[kind]["tried"] += 1
                counted[kind]["survived"] += not wrong
                if wrong:
                    print(f"{trial.name}, {kind} at {at}: {wrong}", file=sys.stderr)
    rows = [f"| {kind} | {found['tried']} | {found['survived']} |" for kind, found in counted.items()]
    total = sum(counted.values(), collections.Counter[str]())
    rows.append(f"| all | {total['tried']} | {total['survived']} |")
    head = (
        f"{len(TRIALS)} commands that change a project:\n\n"
        "| fault at every write | tried | as before or as after |\n|---|--:|--:|\n"
    )
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    os.environ["SOURCE_DATE_EPOCH"] = "1767225600"
    table = figures([kind for kind in KINDS if kind in sys.argv] or KINDS)
    print(table)
    if "--write" in sys.argv:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        PAGE.write_text(before + BEGIN + table + END + rest.partition(END)[2], encoding="utf-8", newline="\n")
