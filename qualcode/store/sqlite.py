"""The engine of a project in one folder: one SQLite file in rollback-journal mode, so that it can be copied whole."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import chain, islice
from pathlib import Path
from typing import Any

from ..core.errors import StoreDamaged, StoreError, StoreLocked, StoreNewer, UsageError
from ..core.files import PART, beside, put
from . import connection as engines
from .connection import Connection, Rows
from .hand_written import Files, FolderFiles
from .migrations import APPLICATION_ID, COLUMNS, create, migrate, present_schema

PUT_BACK = "`qualcode backups` lists the copies that can be put back"


@contextlib.contextmanager
def speaking(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours: what was wrong, in words a person can act on."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise StoreError(f"{path}: the change was refused: {error}", slug="store_refused") from error
    except sqlite3.OperationalError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise StoreLocked(
                f"{path} is in use by another program, which is writing to it",
                hint="close the other program, or try again",
            ) from error
        if "readonly" in text or "unable to open" in text:
            raise StoreError(
                f"{path} cannot be written: {text}",
                slug="store_readonly",
                hint="check that the folder and the file may be written to",
            ) from error
        if "full" in text:
            raise StoreError(f"{path}: the disk is full; nothing was changed", slug="disk_full") from error
        if "no such" in text or "malformed" in text:
            raise StoreDamaged(f"{path} is damaged: {text}", hint=PUT_BACK) from error
        raise StoreError(f"{path}: {text}") from error
    except sqlite3.DatabaseError as error:
        raise StoreDamaged(
            f"{path} is not a database, or is damaged: {error}",
            hint=PUT_BACK,
        ) from error


QUICK = 64_000_000
"""Bytes of a database that is small enough to be looked through whenever the project is shown."""
FORGETFUL = ("coder", "code", "assignment", "answer_status", "foreign_part")
"""Tables without AUTOINCREMENT, whose last key SQLite would give again when its row was taken away."""
VALUES = 999
"""So many values a statement may have, in whatever way SQLite was built."""


class SqliteConnection(Connection):
    """An open database file."""

    refusals = sqlite3.IntegrityError
    errors = sqlite3.Error

    def __init__(self, raw: sqlite3.Connection, path: Path, readonly: bool) -> None:
        self.raw, self.path, self.readonly = raw, path, readonly
        self.label, self.folder = str(path), path.parent
        # The methods themselves: a call between would cost a tenth of a short statement.
        self.execute = raw.execute
        self.executemany = raw.executemany
        self._identity = _identity(path)

    # -- transactions ------------------------------------------------------------------

    def begin(self, *, alone: bool = True, coder: str = "") -> None:
        self.raw.execute("BEGIN IMMEDIATE")  # a file has one writer at a time, whoever it is

    def begin_reading(self) -> None:
        self.raw.execute("BEGIN")

    def commit(self) -> None:
        self.raw.execute("COMMIT")

    def roll_back(self) -> None:
        if self.raw.in_transaction:
            self.raw.execute("ROLLBACK")

    @property
    def in_transaction(self) -> bool:
        return self.raw.in_transaction

    def speaking(self) -> AbstractContextManager[None]:
        return speaking(self.path)

    def wait_at_most(self, seconds: float) -> None:
        self.raw.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    # -- rows --------------------------------------------------------------------------

    def insert(self, table: str, row: Mapping[str, Any]) -> int:
        row = {**self.next_key(table), **row}
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        cursor = self.raw.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(row.values()))
        return int(cursor.lastrowid or 0)

    def next_key(self, table: str) -> Mapping[str, int]:
        if table not in FORGETFUL:
            return {}
        key = self._after_all(table)
        self.give_no_more({table: key})
        return {"key": key}

    def _after_all(self, table: str) -> int:
        """A key that was given once is never given again, so that undo and redo find what they mean."""
        last = int(self.raw.execute(f"SELECT coalesce(max(key), 0) FROM {table}").fetchone()[0])
        return max(last, self.given_keys().get(table, 0)) + 1

    def insert_rows(self, table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Sequence[int]:
        first = self._after_all(table)
        if table in FORGETFUL:
            names, rows = ("key", *names), [(key, *row) for key, row in enumerate(rows, first)]
            self.give_no_more({table: first + len(rows) - 1})
        self.fill(table, names, rows)  # SQLite gives just these keys, for nobody else writes meanwhile
        return range(first, first + len(rows))

    def given_keys(self) -> dict[str, int]:
        return dict(self.raw.execute("SELECT name, seq FROM sqlite_sequence").fetchall())

    def give_no_more(self, highest: Mapping[str, int]) -> None:
        here = self.given_keys()
        for table, key in highest.items():
            if table not in here:
                self.raw.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, key))
            elif here[table] < key:
                self.raw.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (key, table))

    def fill(self, table: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        head, one = f"INSERT INTO {table} ({', '.join(names)}) VALUES ", f"({', '.join('?' * len(names))})"
        remaining = iter(rows)
        # As many rows a statement as every SQLite takes: a statement for each would need a third more time.
        while some := list(islice(remaining, VALUES // len(names))):
            self.raw.execute(head + ", ".join([one] * len(some)), list(chain.from_iterable(some)))

    def ask(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Nothing is written, not even another file: no ATTACH, and so no VACUUM INTO either."""
        self.raw.set_authorizer(_no_other_file)
        try:
            cursor = self.raw.execute(sql)
            rows = cursor.fetchall()
        except sqlite3.Error as error:
            raise UsageError(f"the query failed: {error}", slug="bad_query") from error
        finally:
            self.raw.set_authorizer(None)
        if cursor.description is None:
            raise UsageError("the query asks for nothing: expected a SELECT", slug="bad_query")
        return [column[0] for column in cursor.description], rows

    def batches(self, sql: str, values: tuple[Any, ...], size: int) -> Iterator[list[tuple[Any, ...]]]:
        with self.speaking():
            cursor: Rows = self.raw.execute(sql, values)
            while rows := cursor.fetchmany(size):
                yield rows

    # -- the whole database --------------------------------------------------------------

    def another(self) -> SqliteConnection:
        return SqliteConnection(connect(self.path, "rw"), self.path, False)

    def files(self) -> Files:
        return FolderFiles(self, self.folder)

    def changes_seen(self) -> object:
        return self.raw.execute("PRAGMA data_version").fetchone()[0]

    def last_change(self) -> object:
        return self.raw.execute(
            "SELECT (SELECT coalesce(max(key), 0) FROM history), count(*), "
            "count(*) FILTER (WHERE state = 'undone') FROM history WHERE undone IS NOT NULL"
        ).fetchone()

    def faults(self, *, thorough: bool) -> list[tuple[str, str]]:
        if not thorough and self.path.stat().st_size > QUICK:
            return []
        pragma = "PRAGMA integrity_check(20)" if thorough else "PRAGMA quick_check(3)"
        found: list[tuple[str, str]] = []
        try:
            found += [(self.path.name, str(said)) for (said,) in self.raw.execute(pragma) if said != "ok"]
            for table, row, parent, _ in self.raw.execute("PRAGMA foreign_key_check") if thorough else ():
                found.append((f"{table} {row}", f"refers to a {parent} that is not there"))
            # SQLite's own table, whose columns take values of any type.
            for table, kind in self.raw.execute("SELECT name, typeof(seq) FROM sqlite_sequence") if thorough else ():
                if kind != "integer":
                    found.append((str(table), "the last key that it gave is not a whole number"))
        except sqlite3.Error as error:  # the very question may fail on a torn file
            found.append((self.path.name, f"cannot be read through: {error}"))
        return found

    def still_there(self) -> bool:
        return _identity(self.path) == self._identity

    def check_may_leave(self) -> None:
        """Whoever can open the file may."""

    def leave(self, why: str) -> None:
        """The file is in the backups, and is taken out of the folder after the commit."""

    @property
    def can_be_written_back(self) -> bool:  # type: ignore[override]
        return not self.path.exists()

    def write_back(self) -> None:
        if self.path.exists():
            raise StoreError(f"{self.path} exists already")
        self.copy_to(self.path)

    def copy_to(self, path: Path) -> None:
        with contextlib.closing(sqlite3.connect(path)) as copy:
            self.raw.backup(copy)

    def take(self, path: Path) -> None:
        with contextlib.closing(sqlite3.connect(path)) as copy:
            copy.backup(self.raw)

    def forget_erased(self, *, before: bool) -> None:
        """Write the file anew without its free pages, where what was deleted would stand until something else does."""
        if before:
            self.raw.execute("PRAGMA secure_delete = ON")
        else:
            self.raw.execute("PRAGMA temp_store = MEMORY")  # the words shall not pass through a file elsewhere
            self.raw.execute("VACUUM")

    def close(self) -> None:
        self.raw.close()


def make(path: Path, now: str) -> SqliteConnection:
    """Make a new database, whole or not at all; StoreError when the file exists or cannot be written."""
    if path.exists():
        raise StoreError(f"{path} exists already")
    with speaking(path):
        part = beside(path, PART)  # for its owner alone: interviews will be in it
        try:
            with contextlib.closing(connect(part, "rw")) as connection:
                connection.execute("PRAGMA journal_mode = MEMORY")  # half of it is taken away, never mended
                create(connection, now)
            put(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return SqliteConnection(connect(path, "rw"), path, False)


def opened(path: Path, *, readonly: bool, now: str) -> SqliteConnection:
    """Open a database; see `Store.open`."""
    if not path.exists():
        if path.with_name(f".{path.name}.icloud").exists():
            raise StoreError(
                f"{path} is not on this computer: iCloud keeps it, and has taken it away here to save room",
                slug="store_missing", hint="open the folder in Finder and click on the cloud beside the file",
            )  # fmt: skip
        raise StoreError(
            f"{path} is missing",
            slug="store_missing",
            hint=PUT_BACK
            if (path.parent / "backups").is_dir()
            else "`qualcode init` makes a new one in an empty folder",
        )
    with speaking(path):
        try:
            connection = connect(path, "ro" if readonly else "rw")
            _check(connection, path)
        except sqlite3.OperationalError:
            # A crash can leave a journal that only a writing connection may roll back.
            if not readonly or not Path(f"{path}-journal").exists():
                raise
            with contextlib.closing(connect(path, "rw")) as rolling_back:
                _check(rolling_back, path)
            connection = connect(path, "ro")
            _check(connection, path)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version < present_schema():
            connection = _brought_up_to_date(connection, path, version, readonly, now)
        if not readonly:
            _check_tables(connection, path)
    return SqliteConnection(connection, path, readonly)


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A bare connection to a database file; `ro` for reading, `rw` for both."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=engines.WAIT, isolation_level=None
    )
    connection.execute("PRAGMA foreign_keys = ON")
    if mode == "ro":
        connection.execute("PRAGMA query_only = ON")
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise StoreDamaged(f"{path} is not a qualcode database", hint=PUT_BACK)
    if version > present_schema():
        raise StoreNewer(
            f"{path} was made by a newer qualcode (format {version}; this one knows {present_schema()})",
            hint="pip install --upgrade qualcode",
        )


def _check_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Before a change, which must not find out in its midst that the list of tables and columns is damaged."""
    there: dict[str, set[str]] = {}
    for table, column in connection.execute(
        "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
    ):
        there.setdefault(table, set()).add(column)
    missing = [
        table if table not in there else f"{column} in {table}"
        for table, columns in COLUMNS.items()
        for column in (columns.split() if table in there else [""])
        if column not in there.get(table, ())
    ]
    if missing:
        raise StoreDamaged(f"{path} is damaged: it has lost what is stored of {', '.join(missing)}", hint=PUT_BACK)


def _brought_up_to_date(
    connection: sqlite3.Connection, path: Path, version: int, readonly: bool, now: str
) -> sqlite3.Connection:
    if readonly:
        connection.close()
        connection = connect(path, "rw")
    from . import backups

    own = SqliteConnection(connection, path, False)
    backups.make(own, f"bringing the database from version {version} up to date", now)
    migrate(connection, version, now)
    if readonly:
        connection.close()
        connection = connect(path, "ro")
    return connection


def _no_other_file(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_DENY if action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH) else sqlite3.SQLITE_OK


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116  nothing is made of the path, and this is asked often
    except OSError:
        return None
    return status.st_dev, status.st_ino
