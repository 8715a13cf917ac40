"""`python -m tests.figures`: what docs/reliability.md says was tried, tried anew, and written into the page.

Within half an hour on two cores that others share, since what takes long has an end: faults at some of the moments of
each command, rounds and broken files until the time is up. Every figure says of how many it is. `--whole` takes
all the time it needs, about an hour on two cores alone, and tries every moment.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

WHOLE = {"tests.faults": (), "tests.at_once": (), "tests.fuzz": ("--seeds", "500")}
BRIEF = {
    "tests.faults": ("--moments", "4", "--seconds", "840"),
    "tests.at_once": ("--limit", "300"),
    "tests.fuzz": ("--seeds", "500", "--seconds", "360"),
}
"""The parts, and what ends each."""

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"


def put(part: str, found: str) -> None:
    """Write the figures of one part of the page in place of those of an earlier run."""
    begin, end = f"<!-- {part} -->\n", f"<!-- end of {part} -->"
    before, mark, rest = PAGE.read_text("utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not mark or not closed:
        raise ValueError(f"{PAGE} has no {begin.strip()} ... {end}")
    PAGE.write_text(before + begin + found + end + after, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    parts = WHOLE if "--whole" in sys.argv[1:] else BRIEF
    sys.exit(
        max(
            subprocess.run([sys.executable, "-m", part, "--write", *ends], check=False).returncode
            for part, ends in parts.items()
        )
    )
