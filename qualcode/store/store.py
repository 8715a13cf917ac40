"""The narrow interface to the database: open, read, change, undo.

Python objects in, Python objects out; no other module of qualcode writes SQL.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import StoreDamaged, StoreError, StoreNewer
from .errors import speaking
from .history import Change, Entry, apply
from .migrations import APPLICATION_ID, SCHEMA_VERSION, migrate
from .queries import Reading

if TYPE_CHECKING:
    pass

WAIT = 5.0
"""Seconds to wait for another program that is writing."""


def now() -> str:
    """The present moment as stored everywhere: ISO 8601, UTC, whole seconds.

    `SOURCE_DATE_EPOCH` fixes it, so that a study can be rebuilt byte for byte.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Store(Reading):
    """One open database. Reading commands open it read-only."""

    def __init__(self, connection: sqlite3.Connection, path: Path, readonly: bool) -> None:
        self._connection, self.path, self.readonly = connection, path, readonly

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make a new database; StoreError when the file exists or cannot be written."""
        if path.exists():
            raise StoreError(f"{path} exists already")
        with speaking(path):
            connection = _connect(path, "rwc")
            migrate(connection, 0, now())
        return cls(connection, path, False)

    @classmethod
    def open(cls, path: Path, *, readonly: bool = False) -> Store:
        """Open a database made by this or an older version.

        Raises StoreDamaged when the file is not a qualcode database, StoreNewer when a newer
        version made it, StoreLocked when another program keeps it, StoreError otherwise. An
        older database is copied beside itself before it is brought up to date.
        """
        if not path.exists():
            raise StoreError(
                f"{path} is missing",
                slug="store_missing",
                hint="`qualcode init` makes a new one in an empty folder",
            )
        with speaking(path):
            try:
                connection = _connect(path, "ro" if readonly else "rw")
                _check(connection, path)
            except sqlite3.OperationalError:
                # A crash can leave a journal that only a writing connection may roll back.
                if not readonly or not Path(f"{path}-journal").exists():
                    raise
                connection = _connect(path, "rw")
                _check(connection, path)
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version < SCHEMA_VERSION:
                connection = _brought_up_to_date(connection, path, version, readonly)
        return cls(connection, path, readonly)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- changing ----------------------------------------------------------------------

    @contextlib.contextmanager
    def change(
        self,
        action: str,
        coder: str = "",
        write_files: Callable[[list[tuple[str, str | None]]], None] | None = None,
    ) -> Iterator[Change]:
        """One transaction, recorded in history; nothing is kept when the body raises.

        `write_files` is called with changed hand-written files just before the commit, so
        that a full disk leaves the database as it was.
        """
        connection = self._connection
        with speaking(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                change = Change(connection)
                change.action = action
                yield change
                if change.steps:
                    connection.execute("UPDATE history SET state = 'abandoned' WHERE state = 'undone'")
                    connection.execute(
                        "INSERT INTO history (at, coder, action, summary, changes) VALUES (?, ?, ?, ?, ?)",
                        (now(), coder, change.action, change.summary, change.encoded()),
                    )
                    files = [(key, after) for table, key, _, after in change.steps if table == "file"]
                    if files and write_files:
                        write_files([(path, text if isinstance(text, str) else None) for path, text in files])
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def undo(self, write_files: Callable[[list[tuple[str, str | None]]], None]) -> Entry | None:
        """Take the latest change back; None when there is nothing to undo."""
        return self._travel(write_files, backwards=True)

    def redo(self, write_files: Callable[[list[tuple[str, str | None]]], None]) -> Entry | None:
        """Do the change again that was undone last; None when there is none."""
        return self._travel(write_files, backwards=False)

    def _travel(self, write_files: Callable[[list[tuple[str, str | None]]], None], *, backwards: bool) -> Entry | None:
        wanted, order = ("done", "DESC") if backwards else ("undone", "ASC")
        with speaking(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                row = self._connection.execute(
                    "SELECT key, at, coder, action, summary, state, undone, changes FROM history "
                    f"WHERE state = ? ORDER BY key {order} LIMIT 1",
                    (wanted,),
                ).fetchone()
                if row is None:
                    self._connection.execute("COMMIT")
                    return None
                files = apply(self._connection, json.loads(row[7]), backwards=backwards)
                state, undone = ("undone", now()) if backwards else ("done", row[6])
                self._connection.execute(
                    "UPDATE history SET state = ?, undone = ? WHERE key = ?", (state, undone, row[0])
                )
                if files:
                    write_files(files)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        return Entry(row[0], row[1], row[2], row[3], row[4], state, undone)

    def data_version(self) -> int:
        """A number that changes when another connection has changed the database; costs no reading."""
        return int(self._read("PRAGMA data_version")[0][0])

    def wait_at_most(self, seconds: float) -> None:
        """How long to wait for another program that is writing, where a person is looking on."""
        self._connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def copy_to(self, path: Path) -> None:
        """Write the whole database to a new file, also when its own file was taken away."""
        if path.exists():
            raise StoreError(f"{path} exists already")
        with speaking(path), contextlib.closing(sqlite3.connect(path)) as copy:
            self._connection.backup(copy)

    # -- keys made on first use ----------------------------------------------------------

    def coder_key(self, change: Change, id: str, kind: str = "human") -> int:
        """The key of a coder, added when new."""
        row = self._connection.execute("SELECT key FROM coder WHERE id = ?", (id,)).fetchone()
        return int(row[0]) if row else change.insert("coder", {"id": id, "kind": kind})

    def code_key(self, change: Change, id: str) -> int:
        """The key of a code, added when first used. Whether the code exists is the project's to know."""
        row = self._connection.execute("SELECT key FROM code WHERE id = ?", (id,)).fetchone()
        return int(row[0]) if row else change.insert("code", {"id": id})


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=WAIT, isolation_level=None
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise StoreDamaged(f"{path} is not a qualcode database", hint="restore it from a copy, or make a new project")
    if version > SCHEMA_VERSION:
        raise StoreNewer(
            f"{path} was made by a newer qualcode (format {version}; this one knows {SCHEMA_VERSION})",
            hint="pip install --upgrade qualcode",
        )


def _brought_up_to_date(connection: sqlite3.Connection, path: Path, version: int, readonly: bool) -> sqlite3.Connection:
    if readonly:
        connection.close()
        connection = _connect(path, "rw")
    backup = path.with_name(f"{path.name}.backup-v{version}")
    with contextlib.closing(sqlite3.connect(backup)) as copy:
        connection.backup(copy)
    migrate(connection, version, now())
    return connection
