"""Hand-written files that change together with the database: both, or neither.

A file cannot be part of a transaction. So the commit is what counts: before it, the new text stands
in a neighbour of the file and on the list `pending_file`; after it, the neighbour is renamed and the
list emptied, alone and under the same lock. A program that is stopped in between leaves the list, and
whoever opens the project next does the rest. Where a person wrote in the file meanwhile, both are
kept if they touch different lines; else the database goes back to where the file is.
"""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from ..core import files
from ..core.errors import DataError, StoreError, printable
from ..core.merge import merge
from .connection import Connection

HOLDERS = (".", "codebooks", "reports")
"""The folders with hand-written files and results, where a stopped program may have left a neighbour."""


class Files(ABC):
    """The hand-written files of a study, as a change reads and writes them."""

    shared = False
    """Whether they stand in the database too, and the folder is one working copy of several."""

    def all(self) -> dict[str, str]:
        """The texts that are shared, by path."""
        return {}

    def last_copied(self) -> dict[str, str]:
        """What the folder's copies said when they were last the same as what is shared."""
        return {}

    def remember(self, copied: Mapping[str, str]) -> None:
        """Take note of what the folder's copies say now."""
        raise NotASharedStudy

    def place(self, path: str, text: str | None) -> None:
        """Write the folder's copy of a shared file, or take it away; OSError when it cannot be."""
        raise NotASharedStudy

    @abstractmethod
    def text(self, path: str) -> str | None:
        """A file's text as it is now; None when there is none."""

    @abstractmethod
    def waiting(self) -> bool:
        """Whether a change was committed whose files are not written."""

    @abstractmethod
    def leftovers(self) -> list[Path]:
        """Neighbours of files that a stopped program left."""

    @abstractmethod
    def clear_away(self) -> None:
        """Take leftovers away; nobody else may be writing."""

    @abstractmethod
    def stage(self, wanted: Mapping[str, tuple[str | None, str | None]], entry: int) -> dict[str, Path | None]:
        """Prepare the new texts (path -> before, after) inside the transaction; DataError when they cannot be."""

    @abstractmethod
    def put_in_place(self, staged: Mapping[str, Path | None], take_back: Callable[[int], None]) -> None:
        """Put what was staged in its place, after the commit; StoreError `file_waits` where that must wait."""

    @abstractmethod
    def finish(self, take_back: Callable[[int], None]) -> None:
        """Do, inside a transaction, what a program that was stopped had committed but not written."""

    def discard(self, staged: Mapping[str, Path | None]) -> None:
        """Throw away what was staged and is not put in its place."""
        for neighbour in staged.values():
            if neighbour is not None:
                neighbour.unlink(missing_ok=True)


class NotASharedStudy(AssertionError):
    """Somebody asked for copies of shared files where the folder itself is all there is."""


class FolderFiles(Files):
    """Files that only stand in the folder, beside a database of its own."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self._connection, self._folder = connection, folder

    def text(self, path: str) -> str | None:
        return text_of(self._folder, path)

    def waiting(self) -> bool:
        return self._connection.execute("SELECT 1 FROM pending_file LIMIT 1").fetchone() is not None

    def leftovers(self) -> list[Path]:
        return [path for holder in HOLDERS for path in files.leftovers(self._folder / holder)]

    def clear_away(self) -> None:
        for path in self.leftovers():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def stage(self, wanted: Mapping[str, tuple[str | None, str | None]], entry: int) -> dict[str, Path | None]:
        """Write the new texts beside their places and put them on the list; DataError when they cannot be."""
        staged: dict[str, Path | None] = {}
        try:
            for path, (before, after) in wanted.items():
                if before == after:
                    continue
                staged[path] = None if after is None else neighbour_of(self._folder / path, after)
                self._connection.execute(
                    "INSERT INTO pending_file (path, before, after, history) VALUES (?, ?, ?, ?)",
                    (path, before, after, entry),
                )
        except BaseException as error:
            self.discard(staged)
            if isinstance(error, OSError):
                raise unwritable(path, error) from error
            raise
        return staged

    def put_in_place(self, staged: Mapping[str, Path | None], take_back: Callable[[int], None]) -> None:
        try:
            self._connection.begin()
            self.finish(take_back, staged)
            self._connection.commit()
        except (self._connection.errors, OSError) as error:
            # The change is committed and its files are on the list: whoever comes next does the rest.
            self._connection.roll_back()
            raise must_wait(staged, error) from error

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
                raise unwritable(path, error) from error
            raise
        self._connection.execute("DELETE FROM pending_file")

    def _place(self, path: str, text: str | None, neighbour: Path | None) -> None:
        target = self._folder / path
        if text is None:
            target.unlink(missing_ok=True)
        elif neighbour is not None:
            files.put(neighbour, target)
        else:
            files.put(neighbour_of(target, text), target)


def text_of(folder: Path, path: str) -> str | None:
    """A file's text as it is on the disk; None when there is none, DataError `cannot_read` when it cannot be read."""
    try:
        return files.read_text(folder / path)
    except OSError as error:
        raise DataError(f"{printable(path)} cannot be read: {error.strerror or error}", slug="cannot_read") from error


def neighbour_of(target: Path, text: str) -> Path:
    """A file's new text beside it, in its dialect, on the disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    return files.prepared(target, files.in_its_dialect(target, text))


def must_wait(paths: Iterable[str], error: Exception) -> StoreError:
    """What to say where a change is stored and its files are not written."""
    return StoreError(
        f"the change is stored, but {', '.join(paths)} could not be written yet: {error}",
        slug="file_waits", hint="make room or give the right to write; the next command does the rest",
    )  # fmt: skip


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


def unwritable(path: str, error: OSError) -> DataError:
    """What to say where a file cannot be written, and so nothing is stored."""
    hint = "is it open in another program?" if isinstance(error, PermissionError) and os.name == "nt" else None
    return DataError(
        f"{printable(path)} cannot be written: {error.strerror or error}; nothing was changed",
        slug="cannot_write", hint=hint,
    )  # fmt: skip
