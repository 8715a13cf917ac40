"""The narrow interface to the database: open, read, change, undo.

Python objects in, Python objects out; no other module of qualcode writes SQL.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError, StoreDamaged, StoreError, StoreNewer
from ..core.model import Span
from .errors import PUT_BACK, speaking
from .hand_written import Files
from .history import Change, Entry, apply, changed_since, gone
from .migrations import APPLICATION_ID, SCHEMA_VERSION, create, migrate
from .queries import Reading
from .runs import encoded, packed, unpacked

if TYPE_CHECKING:
    from .backups import Backup, Made
    from .erase import Erased

WAIT = 10.0
"""Seconds to wait for another program that is writing; each writes for a fraction of one."""

Merged = Callable[[str, str | None, str | None, str | None], str | None]
"""The text a hand-written file shall have: from its path, what a change left, what is wanted instead, what is there."""


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
        self.files = Files(connection, path.parent)
        self.forget_files: Callable[[], None] = lambda: None
        """What to call when hand-written files were written, so that they are read again."""

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make a new database; StoreError when the file exists or cannot be written."""
        if path.exists():
            raise StoreError(f"{path} exists already")
        with speaking(path):
            path.touch(0o600)  # interviews are in it: for its owner alone, unless that person says otherwise
            connection = _connect(path, "rw")
            create(connection, now())
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
                with contextlib.closing(_connect(path, "rw")) as rolling_back:
                    _check(rolling_back, path)
                connection = _connect(path, "ro")
                _check(connection, path)
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version < SCHEMA_VERSION:
                connection = _brought_up_to_date(connection, path, version, readonly)
        opened = cls(connection, path, readonly)
        with speaking(path):
            opened._finish_what_was_begun()
        return opened

    def _finish_what_was_begun(self) -> None:
        """Write what a program that was stopped had committed but not written, and clear away its leftovers."""
        if self.files.waiting():
            with contextlib.closing(_connect(self.path, "rw")) as connection:
                other = Store(connection, self.path, False)
                other._begin()
                connection.execute("COMMIT")
        elif self.files.leftovers():
            with contextlib.suppress(sqlite3.Error, OSError), contextlib.closing(_connect(self.path, "rw")) as own:
                own.execute("PRAGMA busy_timeout = 0")  # who writes now is not stopped, and clears up itself
                own.execute("BEGIN IMMEDIATE")
                if not self.files.waiting():
                    self.files.clear_away()
                own.execute("ROLLBACK")

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- changing ----------------------------------------------------------------------

    def _begin(self) -> None:
        """Begin to write, alone; what a stopped program left is finished first."""
        self._connection.execute("BEGIN IMMEDIATE")
        if self.files.waiting():
            try:
                self.files.finish(self._take_back)
                self.files.clear_away()
            except BaseException as error:
                self._keep_what_was_taken_back(error)
                raise
            finally:
                self.forget_files()

    def _keep_what_was_taken_back(self, error: BaseException) -> None:
        """After a file could not be written, the database must stay where the files are."""
        if isinstance(error, DataError) and self._connection.in_transaction:
            self._connection.execute("COMMIT")
        self._roll_back()

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    @contextlib.contextmanager
    def change(self, action: str, coder: str = "") -> Iterator[Change]:
        """One transaction, recorded in history; nothing is kept when the body raises.

        Hand-written files are prepared beside their places before the commit, so that a full disk
        leaves everything as it was, and put in place after it; a program stopped in between is
        finished by whatever opens the project next.
        """
        connection = self._connection
        with speaking(self.path):
            self._begin()
            staged: dict[str, Path | None] = {}
            try:
                change = Change(connection, self.files.text)
                change.action = action
                yield change
                if change.steps:
                    connection.execute(
                        "UPDATE history SET state = 'abandoned' "
                        "WHERE state = 'undone' AND undone IS NOT NULL AND coder = ?",
                        (coder,),
                    )
                    entry = connection.execute(
                        "INSERT INTO history (at, coder, action, summary, changes) VALUES (?, ?, ?, ?, ?)",
                        (now(), coder, change.action, change.summary, change.encoded()),
                    ).lastrowid
                    staged = self.files.stage(change.files(), int(entry or 0))
                connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                self.files.discard(staged)
                raise
            self._put_in_place(staged)

    def _put_in_place(self, staged: dict[str, Path | None]) -> None:
        if not staged:
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self.files.finish(self._take_back, staged)
            self._connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            # The change is committed and its files are on the list: whoever comes next does the rest.
            self._roll_back()
            raise StoreError(
                f"the change is stored, but {', '.join(staged)} could not be written yet: {error}",
                slug="file_waits", hint="make room or give the right to write; the next command does the rest",
            ) from error  # fmt: skip
        except BaseException as error:
            self._keep_what_was_taken_back(error)
            raise
        finally:
            self.files.discard(staged)
            self.forget_files()

    def _take_back(self, entry: int) -> None:
        """Undo in the database a change whose files could not be written, as if it had never been."""
        row = self._connection.execute("SELECT state, changes FROM history WHERE key = ?", (entry,)).fetchone()
        backwards = row[0] == "done"
        changes, _ = self._applied(row[1], backwards)
        self._connection.execute(
            "UPDATE history SET state = ?, changes = ? WHERE key = ?",
            ("undone" if backwards else "done", changes, entry),
        )

    def _applied(self, changes: str, backwards: bool) -> tuple[str, dict[str, tuple[Any, Any]]]:
        """Do or undo stored changes: how they are to be stored from now on, and what is asked of each file."""
        stored = self._json(changes, "the history")
        steps = unpacked(self._connection, stored) if backwards else stored
        if steps is None:
            raise changed_since()
        files = apply(self._connection, steps, backwards=backwards)
        return encoded(steps if backwards else packed(steps)), files

    def latest(self, coder: str | None, state: str = "done") -> Entry | None:
        """What `undo` would take back: a coder's latest change, or anybody's; with `undone` what `redo` would do."""
        order = "DESC" if state == "done" else "ASC"
        rows = self._read(
            f"SELECT key, at, coder, action, summary, state, undone FROM history WHERE state = ?{_by(coder)} "
            # What was undone is in an index of its own; the latest that is done stands near the end.
            f"{'' if state == 'done' else 'AND undone IS NOT NULL '}ORDER BY key {order} LIMIT 1",
            (state, *_coder(coder)),
        )
        return Entry(*rows[0]) if rows else None

    def undo(self, coder: str | None = None, merged: Merged | None = None) -> Entry | None:
        """Take back a coder's latest change, or anybody's; None when there is nothing to undo.

        Raises DataError `changed_since` when others have built on it. `merged` says what a file
        becomes that was written by hand since.
        """
        return self._travel(coder, merged, backwards=True)

    def redo(self, coder: str | None = None, merged: Merged | None = None) -> Entry | None:
        """Do the change again that a coder, or anybody, undid last; None when there is none."""
        return self._travel(coder, merged, backwards=False)

    def _travel(self, coder: str | None, merged: Merged | None, *, backwards: bool) -> Entry | None:
        connection = self._connection
        with speaking(self.path):
            self._begin()
            staged: dict[str, Path | None] = {}
            try:
                entry = self.latest(coder, "done" if backwards else "undone")
                if entry is None:
                    connection.execute("COMMIT")
                    return None
                changes = connection.execute("SELECT changes FROM history WHERE key = ?", (entry.key,)).fetchone()[0]
                wanted = {}
                changes, files = self._applied(changes, backwards)
                for path, (left, text) in files.items():
                    here = self.files.text(path)
                    wanted[path] = here, (merged(path, left, text, here) if merged else text)
                state, undone = ("undone", now()) if backwards else ("done", entry.undone)
                connection.execute(
                    "UPDATE history SET state = ?, undone = ?, changes = ? WHERE key = ?",
                    (state, undone, changes, entry.key),
                )
                staged = self.files.stage(wanted, entry.key)
                connection.execute("COMMIT")
            except sqlite3.IntegrityError:
                self._roll_back()
                raise changed_since() from None
            except BaseException:
                self._roll_back()
                self.files.discard(staged)
                raise
            self._put_in_place(staged)
        return entry._replace(state=state, undone=undone)

    def backup(self, reason: str, *, always: bool = False) -> Made:
        """Copy the project before something that changes much at once."""
        from . import backups

        with speaking(self.path):
            return backups.make(self._connection, self.path.parent, reason, now(), always=always)

    def restore(self, number: int, coder: str) -> Backup:
        """Put a copy in the project's place; what is there now is copied first."""
        from . import backups

        with speaking(self.path):
            self.backup(f"restoring backup {number}", always=True)
            restored = backups.restore(self._connection, self.path.parent, number, now(), coder)
            self._finish_what_was_begun()
            self.forget_files()
        return restored

    def erase(self, ids: Sequence[str], coder: str) -> Erased:
        """Take documents out for good, with all that was said of them; nothing brings them back."""
        from . import erase

        connection = self._connection
        with speaking(self.path):
            connection.execute("PRAGMA secure_delete = ON")
            self._begin()
            try:
                erased = erase.erase(connection, ids, now(), coder)
                connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
            erase.compact(connection)
        return erased

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

    def document_key(self, id: str) -> int:
        """The key of a document; DataError `gone_meanwhile` when there is none any more."""
        rows = self._read("SELECT key FROM document WHERE id = ? AND removed = 0", (id,))
        if not rows:
            raise gone("document")
        return int(rows[0][0])

    def check_words(self, document: int, quoted: Sequence[tuple[Span, str]]) -> None:
        """Refuse to store what rests on words that are no longer there; DataError `text_changed_meanwhile`.

        Called inside the transaction that stores it: another program may have read the document again
        since its text was shown.
        """
        found = self.words(document, (span for span, _ in quoted))
        for (span, quote), words in zip(quoted, found, strict=True):
            if words != quote:
                raise DataError(
                    f"the words at {span.start}-{span.stop} are not those that were shown: the document was read "
                    "again by another program; nothing was stored",
                    slug="text_changed_meanwhile", hint="look at the document again",
                )  # fmt: skip

    def code_key(self, change: Change, id: str) -> int:
        """The key of a code, added when first used. Whether the code exists is the project's to know."""
        row = self._connection.execute("SELECT key FROM code WHERE id = ?", (id,)).fetchone()
        return int(row[0]) if row else change.insert("code", {"id": id})


def _by(coder: str | None) -> str:
    return "" if coder is None else " AND coder = ?"


def _coder(coder: str | None) -> tuple[str, ...]:
    return () if coder is None else (coder,)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=WAIT, isolation_level=None
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
    if version > SCHEMA_VERSION:
        raise StoreNewer(
            f"{path} was made by a newer qualcode (format {version}; this one knows {SCHEMA_VERSION})",
            hint="pip install --upgrade qualcode",
        )


def _brought_up_to_date(connection: sqlite3.Connection, path: Path, version: int, readonly: bool) -> sqlite3.Connection:
    if readonly:
        connection.close()
        connection = _connect(path, "rw")
    from . import backups

    backups.make(connection, path.parent, f"bringing the database from version {version} up to date", now())
    migrate(connection, version, now())
    if readonly:
        connection.close()
        connection = _connect(path, "ro")
    return connection
