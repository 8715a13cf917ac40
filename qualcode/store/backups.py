"""Copies of a project that are kept by number: the database, and the hand-written files that belong to it.

One is made before what changes much at once: bringing an older database up to date, editing a codebook,
a batch of codings, reading again, taking out, restoring. The latest are kept. Each is a folder
`backups/0007` with the files as they were, so that it can be looked into without qualcode.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..core import files
from ..core.errors import DataError, StoreError, UnknownName
from .connection import Connection
from .migrations import migrate

FOLDER = "backups"
KEPT = 20
"""How many are kept; the oldest go."""
HAND_WRITTEN = ("cases.csv", "questions.yaml", "qualcode.toml")
DATABASE = "qualcode.sqlite"
_SAID = "backup.json"


class Backup(NamedTuple):
    """One copy."""

    number: int
    made: str
    reason: str
    change: int
    """The entry of the history after which it was made."""
    size: int


def listed(root: Path) -> list[Backup]:
    """The copies there are, latest first."""
    found = []
    folder = root / FOLDER
    for path in folder.iterdir() if folder.is_dir() else ():
        if not path.name.isdecimal():
            continue
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            said = json.loads((path / _SAID).read_text("utf-8"))
            size = sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
            found.append(Backup(int(path.name), said["made"], said["reason"], int(said["change"]), size))
    return sorted(found, reverse=True)


class Made(NamedTuple):
    """A copy that `make` answers with."""

    number: int
    folder: Path
    fresh: bool
    """Whether it was made now; an older copy of the same state serves as well."""

    def drop(self) -> None:
        """Take it away again, where what it was made for was not done after all."""
        if self.fresh:
            shutil.rmtree(self.folder, ignore_errors=True)
            with contextlib.suppress(OSError):
                self.folder.parent.rmdir()


def make(connection: Connection, reason: str, now: str, *, always: bool = False) -> Made:
    """Copy the project as it is.

    Where nothing was stored since the last one, that is the copy, unless `always` says otherwise. Raises
    StoreError `no_backup` when there is no room for one: what was to follow is then not begun.
    """
    root = connection.folder
    there = listed(root)
    change = int(connection.execute("SELECT coalesce(max(key), 0) FROM history").fetchone()[0])
    if there and not always and there[0].change == change and _same_files(root, there[0].number):
        return Made(there[0].number, root / FOLDER / f"{there[0].number:04}", False)
    number = there[0].number + 1 if there else 1
    folder = root / FOLDER
    making = folder / f".{number:04}.{os.getpid()}"
    try:
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True, mode=0o700)
        connection.copy_to(making / DATABASE)
        _private(making / DATABASE)
        for path in _hand_written(root):
            target = making / path.relative_to(root)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)
            _private(target)
        files.write(making / _SAID, json.dumps({"made": now, "reason": reason, "change": change}))
        number = _placed(making, number)
    except (OSError, sqlite3.Error, connection.errors) as error:
        shutil.rmtree(making, ignore_errors=True)
        denied = isinstance(error, PermissionError) or getattr(error, "errno", 0) == errno.EROFS
        raise StoreError(
            f"no copy could be made before {reason}: {getattr(error, 'strerror', '') or error}; nothing was changed",
            slug="no_backup", hint=f"give the right to write into {folder}" if denied
            else f"make room, or take old copies out of {FOLDER}/",
        ) from error  # fmt: skip
    for path in _abandoned(folder):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    for old in listed(root)[KEPT:]:
        shutil.rmtree(folder / f"{old.number:04}", ignore_errors=True)
    return Made(number, folder / f"{number:04}", True)


def _placed(making: Path, number: int) -> int:
    """Give a copy the first number that is free: another program may just have taken the one that was."""
    while True:
        try:
            making.rename(making.with_name(f"{number:04}"))
            return number
        except OSError:
            if not making.with_name(f"{number:04}").exists():
                raise
            number += 1


def _abandoned(folder: Path) -> Iterator[Path]:
    """Copies that a program was making when it was stopped."""
    for path in folder.glob(".[0-9]*"):
        with contextlib.suppress(OSError):
            if abs(time.time() - path.stat().st_mtime) > files.ABANDONED:
                yield path


def restore(connection: Connection, number: int, now: str, coder: str) -> Backup:
    """Put a copy in the project's place: the database at once, its files through the list of files still to write.

    Raises UnknownName when there is no such copy, DataError `backup_damaged` when it cannot be trusted.
    """
    root = connection.folder
    known = {backup.number: backup for backup in listed(root)}
    if number not in known:
        raise UnknownName("backup", str(number), map(str, known), hint="`qualcode backups` lists them")
    folder = root / FOLDER / f"{number:04}"
    prepared = root / FOLDER / f".0000.{os.getpid()}"
    try:
        with contextlib.closing(sqlite3.connect(prepared, isolation_level=None)) as fresh:
            _private(prepared)
            with contextlib.closing(sqlite3.connect(folder / DATABASE)) as copy:
                try:
                    if copy.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                        raise sqlite3.DatabaseError("its structure is broken")
                    copy.backup(fresh)
                except sqlite3.Error as error:
                    raise DataError(f"backup {number} is damaged: {error}", slug="backup_damaged") from error
            migrate(fresh, fresh.execute("PRAGMA user_version").fetchone()[0], now)
            fresh.execute("DELETE FROM pending_file")
            entry = fresh.execute(
                "INSERT INTO history (at, coder, action, summary, changes) VALUES (?, ?, 'backups restore', ?, '[]')",
                (now, coder, f"backup {number}, made {known[number].made} before {known[number].reason}"),
            ).lastrowid
            names = {path.relative_to(base).as_posix() for base in (root, folder) for path in _hand_written(base)}
            for name in sorted(names):
                before, after = files.read_text(root / name), files.read_text(folder / name)
                if before != after:
                    fresh.execute("INSERT INTO pending_file VALUES (?, ?, ?, ?)", (name, before, after, entry))
        connection.take(prepared)
    finally:
        prepared.unlink(missing_ok=True)
    return known[number]


def _hand_written(root: Path) -> Iterator[Path]:
    for name in HAND_WRITTEN:
        if (root / name).is_file():
            yield root / name
    for path in sorted((root / "codebooks").glob("*.y*ml")):
        if path.is_file():
            yield path


def _same_files(root: Path, number: int) -> bool:
    folder = root / FOLDER / f"{number:04}"
    mine, theirs = (
        {path.relative_to(base).as_posix(): path.read_bytes() for path in _hand_written(base)}
        for base in (root, folder)
    )
    return mine == theirs


def _private(path: Path) -> None:
    if os.name == "posix":
        path.chmod(files.PRIVATE)
