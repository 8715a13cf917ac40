"""`python -m tests.figures`: everything that docs/reliability.md says was tried, tried anew, and written into the page.

What each part tried is written between its marks in the page.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PARTS = ("tests.faults", "tests.at_once", "tests.fuzz")

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
    sys.exit(max(subprocess.run([sys.executable, "-m", part, "--write"], check=False).returncode for part in PARTS))
