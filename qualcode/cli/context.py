"""What every command needs: the project at hand, and how to speak on stderr."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

from ..core.errors import QualcodeError, StoreDamaged, UsageError, printable
from ..project import Project

folder = ""
"""Where `-C` points to; the current folder otherwise."""


@contextlib.contextmanager
def project(*, readonly: bool = True, coder: str = "") -> Iterator[Project]:
    """The project of this command line, closed afterwards."""
    if coder and not coder.strip():
        raise UsageError("a coder needs a name", hint="--coder NAME")
    opened = Project.open(folder or ".", coder=coder.strip(), readonly=readonly)
    try:
        with damage_told(opened):
            yield opened
        if opened.hidden:
            from ..project.blind import told

            say(f"note: {told(opened)}")
    finally:
        for conflict in opened.conflicts:
            say(f"! {conflict}: `qualcode sync` shows how to settle it; until then it is as it is on both sides")
        opened.close()


@contextlib.contextmanager
def damage_told(project: Project) -> Iterator[None]:
    """StoreDamaged in place of what looks like a mistake of ours, where the database is not what was stored.

    A flipped bit can make any row contradict another; no reader can be on its guard against all of them.
    """
    try:
        yield
    except (KeyError, IndexError, TypeError, AttributeError, ArithmeticError, ValueError, AssertionError) as error:
        if isinstance(error, QualcodeError):
            raise
        from ..store.damage import thoroughly

        found = [damage for damage in thoroughly(project.store) if damage.slug != "conflicted_copy"]
        if not found:
            raise
        raise StoreDamaged(
            f"the database is damaged: {found[0].where}: {found[0].message}",
            hint="`qualcode check` says all of it, `qualcode backups` lists the copies to put back",
        ) from error


def show(*words: Any) -> None:
    """A line of results on stdout; an escape code in it is shown and never obeyed."""
    text = " ".join(map(str, words))
    print("\n".join("\t".join(map(printable, line.split("\t"))) for line in text.split("\n")))


def say(*words: Any) -> None:
    """Words for the person at the keyboard; results go to stdout, words here."""
    text = " ".join(map(str, words))
    # A name or a memo from anywhere may hold escape codes, which must never reach the terminal.
    print("\n".join(printable(line.replace("\t", "    ")) for line in text.split("\n")), file=sys.stderr)
