"""Hand-written files that change together with the database: both, or neither.

A file cannot be part of a transaction. So the commit is what counts: before it, the new text stands
in a neighbour of the file and on the list `pending_file`; after it, the neighbour is renamed and the
list emptied, alone and under the same lock. A program that is stopped in between leaves the list, and
whoever opens the project next does the rest. Where a person wrote in the file meanwhile, both are
kept if they touch different lines; else the database goes back to where the file is.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

from ..core import files
from ..core.errors import DataError, printable
from ..core.merge import merge

HOLDERS = (".", "codebooks")
"""The folders with hand-written files, where a stopped program may have left a neighbour."""


class Files:
    """The hand-written files beside a database."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection, self._folder = connection, folder

    def text(self, path: str) -> str | None:
        """A file's text as it is on the disk; None when there is none."""
        try:
            return files.read_text(self._folder / path)
        except OSError as error:
            raise DataError(
                f"{printable(path)} cannot be read: {error.strerror or error}", slug="cannot_read"
            ) from error

    def waiting(self) -> bool:
        """Whether a change was committed whose files are not written."""
        return self._connection.execute("SELECT 1 FROM pending_file LIMIT 1").fetchone() is not None

    def leftovers(self) -> list[Path]:
        return [path for holder in HOLDERS for path in files.leftovers(self._folder / holder)]

    def clear_away(self) -> None:
        """Take neighbours away that a stopped program left; nobody else may be writing."""
        for path in self.leftovers():
            path.unlink(missing_ok=True)

    def stage(self, wanted: Mapping[str, tuple[str | None, str | None]], entry: int) -> dict[str, Path | None]:
        """Write the new texts beside their places and put them on the list; DataError when they cannot be."""
        staged: dict[str, Path | None] = {}
        try:
            for path, (before, after) in wanted.items():
                if before == after:
                    continue
                staged[path] = None if after is None else self._neighbour(self._folder / path, after)
                self._connection.execute(
                    "INSERT INTO pending_file (path, before, after, history) VALUES (?, ?, ?, ?)",
                    (path, before, after, entry),
                )
        except BaseException as error:
            self.discard(staged)
            if isinstance(error, OSError):
                raise _unwritable(path, error) from error
            raise
        return staged

    def _neighbour(self, target: Path, text: str) -> Path:
        target.parent.mkdir(parents=True, exist_ok=True)
        return files.prepared(target, files.in_its_dialect(target, text))

    def discard(self, staged: Mapping[str, Path | None]) -> None:
        for neighbour in staged.values():
            if neighbour is not None:
                neighbour.unlink(missing_ok=True)

    def finish(self, take_back: Callable[[int], None], staged: Mapping[str, Path | None] | None = None) -> None:
        """Put every file on the list in its place, inside a transaction; call it with none staged after a crash.

        Where one cannot be, the others get their old text again, `take_back` is called with the entry
        in the history, and DataError says so.
        """
        rows = self._connection.execute("SELECT path, before, after, history FROM pending_file").fetchall()
        done: list[tuple[str, str | None]] = []
        try:
            for path, before, after, _ in rows:
                here = self.text(path)
                if here == after:
                    continue
                if here == before:
                    self._place(path, after, (staged or {}).get(path))
                else:
                    self._place(path, _both(path, before, here, after), None)
                done.append((path, here))
        except (OSError, DataError) as error:
            for path, text in done:
                self._place(path, text, None)
            self._connection.execute("DELETE FROM pending_file")
            for entry in dict.fromkeys(row[3] for row in rows):
                take_back(entry)
            if isinstance(error, OSError):
                raise _unwritable(path, error) from error
            raise
        self._connection.execute("DELETE FROM pending_file")

    def _place(self, path: str, text: str | None, neighbour: Path | None) -> None:
        target = self._folder / path
        if text is None:
            target.unlink(missing_ok=True)
        elif neighbour is not None:
            files.put(neighbour, target)
        else:
            files.put(self._neighbour(target, text), target)


def _both(path: str, before: str | None, here: str | None, after: str | None) -> str:
    """A file that a person changed between the commit and now, with both changes in it."""
    if None in (before, here, after):
        raise DataError(f"{path} was changed by hand meanwhile; the change was taken back", slug="file_changed_by_hand")
    assert before is not None
    assert here is not None
    assert after is not None
    text, clashes = merge(before, after, here)
    if clashes:
        raise DataError(
            f"{path}, {clashes[0]}: changed by hand meanwhile; the change was taken back", slug="file_changed_by_hand"
        )
    return text


def _unwritable(path: str, error: OSError) -> DataError:
    hint = "is it open in another program?" if isinstance(error, PermissionError) and os.name == "nt" else None
    return DataError(
        f"{printable(path)} cannot be written: {error.strerror or error}; nothing was changed",
        slug="cannot_write", hint=hint,
    )  # fmt: skip
