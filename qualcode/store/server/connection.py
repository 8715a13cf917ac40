"""One connection to a study on a PostgreSQL server.

Who codes does not wait for others: a change locks only what the same coder's other programs would change, and what
changes the study as a whole (a codebook, a document, undo) waits until it is alone. Locks are held from the first
statement of a change to its last, never over a key-press.

A connection that was lost between two changes is made again without a word. Lost within one, the server takes the
change back; lost while it was being stored, the history says whether it was.
"""

from __future__ import annotations

import contextlib
import itertools
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import errors as pg

from ...core.errors import StoreError, StoreUnreachable, UsageError
from .. import connection as engines
from ..connection import Connection, Rows
from ..hand_written import text_of, unwritable
from . import schema
from .address import ServerAddress
from .errors import speaking, told
from .files import SharedFiles
from .link import PATIENCE, Bit, Link, connect

if TYPE_CHECKING:
    from ..hand_written import Files

_BESIDE_ITS_TEXT = (
    "SELECT 1 FROM coding c JOIN document d ON d.key = c.document WHERE c.key BETWEEN ? AND ? AND c.stop > d.length "
    "LIMIT 1"
)
_OFTEN = 100
"""Rows up to which one statement that holds them all is quicker than a stream of them."""


class ServerConnection(Connection):
    """An open study on a server."""

    refusals = psycopg.IntegrityError
    errors = psycopg.Error
    defining = False
    """Whether statements that define tables are run, in the words of the one schema."""

    def __init__(self, address: ServerAddress, folder: Path, *, readonly: bool) -> None:
        self.address, self.folder, self.readonly = address, folder, readonly
        self.label = address.url
        self._wait, self._patience = engines.WAIT, 0.0
        self._began = False
        self._answers = itertools.count()
        self._entry: int | None = None
        """The history's entry of the change that is being made."""
        self.raw = self._connected()
        self.execute = self._run
        self.executemany = self._run_many

    def _connected(self) -> Link:
        raw = connect(self.address, readonly=self.readonly, wait=self._wait)
        raw.adapters.register_dumper(bool, Bit)
        raw.patience = self._patience
        return raw

    def _again(self) -> None:
        """Make the connection again, as long as a person would wait for another program."""
        until = time.monotonic() + self._wait
        self.raw.close()
        pause = 0.05
        while True:
            try:
                self.raw = self._connected()
                return
            except StoreUnreachable:
                if time.monotonic() + pause > until:
                    raise
                time.sleep(pause)
                pause = min(2 * pause, 1.0)

    @property
    def _lost(self) -> bool:
        return self.raw.closed or self.raw.broken

    def _run(self, sql: str, values: Sequence[Any] = ()) -> Rows:
        if self.defining:
            sql = schema.translated(sql)
            if not sql:
                return self.raw.execute("SELECT 1")
        statement = _for_server(sql) if values else sql
        try:
            return self.raw.execute(statement, values or None)
        except psycopg.OperationalError:
            if self._began or not self._lost:
                raise
            self._again()
            return self.raw.execute(statement, values or None)

    def _run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        cursor = self.raw.cursor()
        cursor.executemany(_for_server(sql), rows)

    # -- transactions ------------------------------------------------------------------

    def begin_plainly(self) -> None:
        """Begin without the locks of a study, where there is none yet."""
        self.execute("BEGIN")
        self._began = True

    def begin(self, *, alone: bool = True, coder: str = "") -> None:
        lock, who = self.address.lock, zlib.crc32(coder.encode()) >> 1
        shared = f"pg_advisory_xact_lock_shared({lock}, 0), pg_advisory_xact_lock({lock}, {who or 1})"
        try:
            self._run(f"BEGIN; SELECT {f'pg_advisory_xact_lock({lock}, 0)' if alone else shared}")
        except psycopg.Error:
            self._began = not self._lost
            self.roll_back()
            raise
        self._began, self._entry = True, None

    def begin_reading(self) -> None:
        self._run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self._began = True

    def commit(self) -> None:
        try:
            self.raw.execute("COMMIT")
        except psycopg.OperationalError as error:
            if not self._lost:
                raise
            self._began = False
            if not self._was_stored(error):
                raise
        finally:
            self._began = False

    def _was_stored(self, error: psycopg.OperationalError) -> bool:
        """Whether a change was stored after all that nobody answered for; StoreError `server_lost` where none knows."""
        with contextlib.suppress(StoreError):
            self._again()
            if self._entry is not None:
                return bool(self.execute("SELECT 1 FROM history WHERE key = ?", (self._entry,)).fetchone())
        raise StoreUnreachable(
            f"the connection to {self.label} was lost while the change was being stored; "
            "it is stored whole or not at all",
            slug="server_lost", hint="`qualcode log` says whether it is",
        ) from error  # fmt: skip

    def roll_back(self) -> None:
        if self._began:
            self._began = False
            with contextlib.suppress(psycopg.Error):  # a lost connection took it back already
                self.raw.execute("ROLLBACK")

    @property
    def in_transaction(self) -> bool:
        return self._began and not self._lost

    def speaking(self) -> AbstractContextManager[None]:
        return speaking(self.address)

    def wait_at_most(self, seconds: float) -> None:
        self._wait, self._patience = seconds, PATIENCE
        self.raw.patience = PATIENCE
        with self.speaking():
            self.execute(f"SET lock_timeout TO {max(int(seconds * 1000), 1)}")

    # -- rows --------------------------------------------------------------------------

    def insert(self, table: str, row: Mapping[str, Any]) -> int:
        [key] = self.insert_rows(table, tuple(row), [tuple(row.values())])
        if table == "history":
            self._entry = key
        return key

    def insert_rows(self, table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Sequence[int]:
        if len(rows) <= _OFTEN:
            marks = ", ".join([f"({', '.join('?' * len(names))})"] * len(rows))
            cursor = self.execute(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES {marks} RETURNING key",
                [value for row in rows for value in row],
            )
            keys = [int(row[0]) for row in cursor.fetchall()]
        else:
            taken = self.execute(
                "SELECT nextval(pg_get_serial_sequence(?, 'key')) FROM generate_series(1, ?)", (table, len(rows))
            )
            keys = sorted(int(row[0]) for row in taken.fetchall())
            self.fill(table, ("key", *names), ((key, *row) for key, row in zip(keys, rows, strict=True)))
        self._check_inside(table, keys)
        return keys

    def _check_inside(self, table: str, keys: Sequence[int]) -> None:
        if table == "coding" and keys and self.execute(_BESIDE_ITS_TEXT, (keys[0], keys[-1])).fetchone():
            raise pg.CheckViolation("coding beyond the text")

    def update(self, table: str, key: int, columns: Mapping[str, Any]) -> None:
        super().update(table, key, columns)
        if not columns.keys().isdisjoint(("document", "start", "stop")):
            self._check_inside(table, (key,))

    def given_keys(self) -> dict[str, int]:
        found = {}
        for table, sequence in self._sequences().items():
            found[table] = int(self.execute(f"SELECT last_value FROM {sequence}").fetchone()[0])
        return found

    def give_no_more(self, highest: Mapping[str, int]) -> None:
        for table, sequence in self._sequences().items():
            there = self.execute(f"SELECT coalesce(max(key), 0) FROM {table}").fetchone()[0]
            [last] = self.execute(f"SELECT last_value FROM {sequence}").fetchone()
            if (wanted := max(there, highest.get(table, 0))) > 0:
                self.execute(f"SELECT setval('{sequence}', {max(wanted, last)})")

    def _sequences(self) -> dict[str, str]:
        return dict(
            self.execute(
                "SELECT c.relname, pg_get_serial_sequence(c.oid::regclass::text, 'key') FROM pg_class c "
                "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'key' AND a.attidentity <> '' "
                "WHERE c.relnamespace = ?::regnamespace AND c.relkind = 'r'",
                (self.address.schema,),
            ).fetchall()
        )

    def fill(self, table: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        with self.raw.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def ask(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        try:
            if not self._began:
                self.execute("BEGIN READ ONLY")
            try:
                cursor = self.raw.cursor()
                cursor.execute(sql.encode())
                if cursor.description is None:
                    raise UsageError("the query asks for nothing: expected a SELECT", slug="bad_query")
                names = [column.name for column in cursor.description]
                return names, [tuple(map(_plain, row)) for row in cursor.fetchall()]
            finally:
                if not self._began:
                    with contextlib.suppress(psycopg.Error):
                        self.raw.execute("ROLLBACK")
        except psycopg.OperationalError as error:
            raise told(error, self.address) from error
        except psycopg.Error as error:
            raise UsageError(f"the query failed: {str(error).splitlines()[0]}", slug="bad_query") from error

    def batches(self, sql: str, values: tuple[Any, ...], size: int) -> Iterator[list[tuple[Any, ...]]]:
        with self.speaking():
            # Within a transaction the server keeps the answer; outside of one it is all sent at once, which is quicker.
            name = f"batches_{next(self._answers)}"
            cursor = self.raw.cursor(name, binary=True) if self._began else self.raw.cursor(binary=True)
            cursor.execute(_for_server(sql) if values else sql, values or None)
            while rows := cursor.fetchmany(size):
                yield rows
            cursor.close()

    # -- the whole database --------------------------------------------------------------

    def another(self) -> ServerConnection:
        return ServerConnection(self.address, self.folder, readonly=False)

    @contextlib.contextmanager
    def writing(self) -> Iterator[ServerConnection]:
        """This connection where it may write, another one for the time being where it may not."""
        if not self.readonly:
            yield self
        else:
            with contextlib.closing(self.another()) as own:
                yield own

    def files(self) -> Files:
        return SharedFiles(self, self.folder)

    def changes_seen(self) -> object:
        return self.last_change()

    def last_change(self) -> object:
        """Entries can come in another order than that of their keys, so a number of the latest are looked at."""
        return self.execute(
            "SELECT (SELECT sum(key)::bigint FROM (SELECT key FROM history ORDER BY key DESC LIMIT 100) AS latest), "
            "count(*), count(*) FILTER (WHERE state = 'undone'), max(undone) FROM history WHERE undone IS NOT NULL"
        ).fetchone()

    def faults(self, *, thorough: bool) -> list[tuple[str, str]]:
        return []  # the server keeps its own checksums, and refuses rows that point nowhere

    def allow(self, user: str, may: bool) -> None:
        if not schema.is_owner(self):
            raise StoreError(f"{self.label}: only its owner lets others in", slug="store_not_allowed")
        (schema.allow if may else schema.disallow)(self, user)

    def check_may_leave(self) -> None:
        if not schema.is_owner(self):
            raise StoreError(f"{self.label}: only its owner may move the study", slug="store_not_allowed",
                             hint="`qualcode backups make` writes a copy of it as a file")  # fmt: skip

    def leave(self, why: str) -> None:
        self.execute("UPDATE study SET moved = ?", (why,))

    def still_there(self) -> bool:
        return True

    def copy_to(self, path: Path) -> None:
        from .. import sqlite, transfer

        with contextlib.closing(sqlite.make(path, "")) as target, transfer.as_one_moment(self):
            target.begin()
            transfer.copy(self, target)
            target.commit()

    def take(self, path: Path) -> None:
        """Become what a database file says: every row is replaced, in one transaction."""
        from .. import sqlite, transfer

        with contextlib.closing(sqlite.SqliteConnection(sqlite.connect(path, "ro"), path, True)) as source:
            self.begin()
            try:
                transfer.replace(source, self)
                # What differs from the shared files is then sent as what it is, an edit.
                self._put_back(source.execute("SELECT path, after FROM pending_file").fetchall())
                self.commit()
            except BaseException:
                self.roll_back()
                raise

    def _put_back(self, wanted: Sequence[tuple[str, str | None]]) -> None:
        """Write the folder's copies of files, all of them or none; DataError `cannot_write`."""
        done: list[tuple[str, str | None]] = []
        files = self.files()
        for path, text in wanted:
            before = text_of(self.folder, path)
            try:
                files.place(path, text)
            except OSError as error:
                for name, old in done:
                    files.place(name, old)
                raise unwritable(path, error) from error
            done.append((path, before))

    def forget_erased(self, *, before: bool) -> None:
        """Give the room of deleted rows back at once; a copy that the server's keeper made is the keeper's to erase."""
        if before:
            if not schema.is_owner(self):
                raise StoreError(f"{self.label}: only its owner may erase", slug="store_not_allowed",
                                 hint="`qualcode remove` without --erase can be undone, and anybody may")  # fmt: skip
        else:
            for table in ("document", "coding", "memo", "decision", "history", "turn"):
                self.execute(f"VACUUM (FULL) {table}")

    def close(self) -> None:
        self.raw.close()


def opened(address: ServerAddress, folder: Path, *, readonly: bool, now: str, id: str) -> ServerConnection:
    """Open the study at an address; see `Store.open`. `id` is the study's, where the folder knows it."""
    connection = ServerConnection(address, folder, readonly=readonly)
    try:
        with connection.speaking():
            schema.check(connection, now)
            [there] = connection.execute("SELECT id FROM study").fetchone()
        if id and there != id:
            raise StoreError(
                f"{address.url} holds another study than this folder", slug="other_study",
                hint="look at `store` in qualcode.toml and at QUALCODE_STORE; `init --store URL FOLDER` joins it",
            )  # fmt: skip
    except BaseException:
        connection.close()
        raise
    return connection


def _plain(value: Any) -> Any:
    """What PostgreSQL counts exactly, as the numbers that tables know."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


@lru_cache(maxsize=512)
def _for_server(sql: str) -> str:
    """`?` as PostgreSQL's library takes it; no statement of ours has a question mark that means something else."""
    return sql.replace("%", "%%").replace("?", "%s")
