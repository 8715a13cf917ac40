"""The command line: from words typed to an exit code.

Commands live in the modules of this package and are imported when they are called, because
a person waits for every one of them. The table below is all that `--help` needs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .running import run

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (see `core.errors.ExitCode`)."""
    return run(list(sys.argv[1:] if argv is None else argv))
