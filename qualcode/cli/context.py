"""What every command needs: the project at hand, and how to speak on stderr."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

from ..core.errors import QualcodeError, UsageError
from ..core.text import legible
from ..project import Project

folder = ""
"""Where `-C` points to; the current folder otherwise."""
dialect = ""
"""How the project that was opened last has its CSV files written."""


@contextlib.contextmanager
def project(*, readonly: bool = True, coder: str = "") -> Iterator[Project]:
    """The project of this command line, closed afterwards."""
    if coder and not coder.strip():
        raise UsageError("a coder needs a name", hint="--coder NAME")
    global dialect
    opened = Project.open(folder or ".", coder=coder.strip(), readonly=readonly)
    dialect = opened.settings.dialect
    try:
        yield opened
        if opened.hidden:
            from ..project.blind import told

            say(f"note: {told(opened)}")
    except QualcodeError:
        raise  # said on purpose; there may be no database to look through
    except Exception as error:
        from ..store.damage import refuse_damaged

        if opened.place.exists():  # a restore that was refused takes the new database away again
            refuse_damaged(opened.store, error)
        raise
    finally:
        for conflict in opened.conflicts:
            say(f"! {conflict}: `qualcode sync` shows how to settle it; until then it is as it is on both sides")
        opened.close()


def show(*words: Any) -> None:
    """A line of results on stdout; an escape code in it is shown and never obeyed."""
    text = " ".join(map(str, words))
    print("\n".join("\t".join(map(legible, line.split("\t"))) for line in text.split("\n")))


def say(*words: Any) -> None:
    """Words for the person at the keyboard; results go to stdout, words here."""
    text = " ".join(map(str, words))
    # A name or a memo from anywhere may hold escape codes, which must never reach the terminal.
    print(legible(text.replace("\t", "    ")), file=sys.stderr)
