"""The command line: from words typed to an exit code.

Commands live in the modules of this package and are imported when they are called, because
a person waits for every one of them. The table in `commands` is all that `--help` needs.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (see `core.errors.ExitCode`).

    Without `argv` the command line of this process is run, after which the process shall end.
    """
    if argv is not None:
        from .run import run

        return run(list(argv))
    # What linear algebra there is, for agreement, is of small tables. The threads that numpy would start for it, one a
    # core, are a fifth of the seconds that importing it takes on two cores, and more on more.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Nothing that an import makes can be thrown away. Without these lines the garbage collector looks
    # through all of it during the imports and three times more at the end: a tenth of a short command.
    gc.disable()
    from .run import run

    gc.freeze()
    gc.set_threshold(50_000, 20, 100)  # what a command imports and reads stays too; a loop of references is rare
    gc.enable()
    code = run(sys.argv[1:])
    gc.freeze()
    return code
