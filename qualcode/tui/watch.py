"""What other programs may change while the screen is open: the database, and the files written by hand.

The hand-written files are kept as they could last be read: a codebook that somebody is in the middle of
editing must not take the codes off the screen.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..core.errors import QualcodeError
from ..core.model import Codebook, Question

if TYPE_CHECKING:
    from ..project import Project

WAIT = 1.5
"""Seconds a key may wait for another program that writes."""


class Files:
    """The codebooks and the guide as they could last be read."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.books: Mapping[str, Codebook] = {}
        self.questions: Sequence[Question] = ()
        self.problem = ""
        """What is wrong with the files since then; coding says so too."""
        self.take()

    def take(self) -> None:
        """Take the files as they are now; keep the last good ones when they cannot be read."""
        project = self._project
        try:
            self.books = dict(project.codes.books)
            self.questions = project.questions
            project.case_map  # noqa: B018  read now, so that a mistake in it is told now
            self.problem = f"{project.conflicts[0]}: qualcode sync" if project.conflicts else ""
        except QualcodeError as error:
            if not self.books:
                raise
            self.problem = error.message.splitlines()[0].replace(f"{project.root}{os.sep}", "")

    def stamp(self) -> tuple[object, ...]:
        """What differs as soon as one of them was changed."""
        project = self._project
        found: list[object] = []
        for path in (*project.codes.paths, project.root / "cases.csv", project.root / "questions.yaml"):
            with contextlib.suppress(OSError):
                status = path.stat()
                found.append((path.name, status.st_mtime_ns, status.st_size))
        return tuple(found)


class Watch:
    """Whether the project is still what the screen shows."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._store = project.writable
        self._store.wait_at_most(WAIT)
        self.files = Files(project)
        self._seen = self._stamp()
        self.files_changed = False
        """Whether the last look found hand-written files that had changed."""

    def check_store(self) -> None:
        """StoreError `store_vanished` when the file that is open is no longer the project's."""
        self._store.check_there()

    def changed(self) -> bool:
        """Whether another program changed the database or the files since `take`; StoreError as `check_store`."""
        self.check_store()
        stamp = self._stamp()
        if stamp != self._seen and self._store.files.shared:
            self._project.bring_files()
            stamp = (stamp[0], *self.files.stamp())
        if stamp[1:] != self._seen[1:]:
            self._project.forget_files()
        self.files_changed = stamp[1:] != self._seen[1:]
        return stamp != self._seen

    def take(self) -> None:
        """What there is now is what the screen shows."""
        self.files.take()
        self._seen = self._stamp()

    def reopen(self) -> None:
        """Use the file that stands in the project's place now."""
        self._project.close()
        self._store = self._project.writable
        self._store.wait_at_most(WAIT)

    def rescue(self) -> None:
        """Write the database that is still open back to its place, when the file was taken away."""
        self._store.write_back()
        self.reopen()

    def _stamp(self) -> tuple[object, ...]:
        return (self._store.changes_seen(), *self.files.stamp())
