"""The narrow interface to the database: open, read, change, undo.

Python objects in, Python objects out; no other module of qualcode writes SQL.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import DataError, StoreError
from ..core.files import service_of
from ..core.study import machine_of
from .connection import Connection
from .entries import applied, changed_since, stored, take_back
from .history import Change, Entry
from .queries import Reading

if TYPE_CHECKING:
    from .backups import Backup, Made
    from .cloud import Watch
    from .erase import Erased

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

    def __init__(self, connection: Connection) -> None:
        self._connection, self.readonly = connection, connection.readonly
        self.label, self.folder = connection.label, connection.folder
        self.files = connection.files()
        self.watch: Watch | None = None
        """In a folder that a cloud service copies: what this computer stored there last."""
        self.forget_files: Callable[[], None] = lambda: None
        """What to call when hand-written files were written, so that they are read again."""

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make a new database; StoreError when the file exists or cannot be written."""
        from . import sqlite

        return cls(sqlite.make(path, now()))

    @classmethod
    def open(cls, path: Path, *, readonly: bool = False) -> Store:
        """Open a database made by this or an older version.

        Raises StoreDamaged when the file is not a qualcode database, StoreNewer when a newer
        version made it, StoreLocked when another program keeps it, StoreError otherwise. An
        older database is copied beside itself before it is brought up to date.
        """
        from . import sqlite

        opened = cls(sqlite.opened(path, readonly=readonly, now=now()))
        if service := service_of(path.parent):
            opened._watch_over(service)
        with opened._connection.speaking():
            opened._finish_what_was_begun()
        return opened

    def _watch_over(self, service: str) -> None:
        from .cloud import Watch

        self.watch = Watch(self._connection, service)
        try:
            with self._connection.speaking():
                self.watch.check()
        except BaseException:
            self._connection.close()
            raise

    def _remember(self) -> None:
        if self.watch is not None:
            self.watch.remember()

    def _finish_what_was_begun(self) -> None:
        """Write what a program that was stopped had committed but not written, and clear away its leftovers."""
        if self.files.waiting():
            with contextlib.closing(self._connection.another()) as connection:
                Store(connection)._begin()
                connection.commit()
        elif self.files.leftovers():
            errors = (self._connection.errors, OSError)
            with contextlib.suppress(*errors), contextlib.closing(self._connection.another()) as own:
                own.wait_at_most(0)  # who writes now is not stopped, and clears up itself
                own.begin()
                if not self.files.waiting():
                    self.files.clear_away()
                own.roll_back()

    @contextlib.contextmanager
    def writing(self) -> Iterator[Store]:
        """This store where it may write, another connection for the time being where it may not."""
        if not self.readonly:
            yield self
            return
        with Store(self._connection.another()) as other:
            yield other

    def copy_to(self, path: Path) -> None:
        """Write the whole database as one file at `path`."""
        with self._connection.speaking():
            self._connection.copy_to(path)

    def close(self) -> None:
        if self.watch is not None:
            self.watch.keep()
        self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- changing ----------------------------------------------------------------------

    def _begin(self, *, alone: bool = True, coder: str = "") -> None:
        """Begin to write; what a stopped program left is finished first."""
        self._connection.begin(alone=alone, coder=coder)
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
            self._connection.commit()
        self._connection.roll_back()

    @contextlib.contextmanager
    def change(self, action: str, coder: str = "", *, own: bool = False) -> Iterator[Change]:
        """One transaction, recorded in history; nothing is kept when the body raises.

        `own`: it touches only rows of this coder, and no hand-written file. On a server others then code meanwhile,
        where a change of another kind waits until it is alone.

        Hand-written files are prepared beside their places before the commit, so that a full disk
        leaves everything as it was, and put in place after it; a program stopped in between is
        finished by whatever opens the project next.
        """
        connection = self._connection
        with self._connection.speaking():
            self._begin(alone=not own, coder=coder)
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
                    entry = connection.insert(
                        "history",
                        {"at": now(), "coder": coder, "action": change.action, "summary": change.summary,
                         "changes": stored(self, connection, change.steps)},
                    )  # fmt: skip
                    if self.watch is not None:
                        self.watch.note(entry, now())
                    staged = self.files.stage(change.files(), entry)
                connection.commit()
                self._remember()
            except BaseException:
                self._connection.roll_back()
                self.files.discard(staged)
                raise
            self._put_in_place(staged)

    def send(self, files: Mapping[str, tuple[str | None, str | None]], coder: str) -> None:
        """Store what a person wrote in shared files: path -> (text that is shared now, text to be shared).

        It stands in the history, where something was there before, and is not undone: undo takes back what commands
        did, here as where a folder is alone.
        Raises DataError `file_changed_meanwhile`.
        """
        connection = self._connection
        with connection.speaking():
            self._begin()
            try:
                steps = [("file", path, before, after) for path, (before, after) in files.items() if before is not None]
                entry = 0
                if steps:
                    entry = connection.insert(
                        "history",
                        {"at": now(), "coder": coder, "action": "edit", "summary": ", ".join(files),
                         "changes": stored(self, connection, steps), "state": "abandoned"},
                    )  # fmt: skip
                self.files.stage(files, entry)
                connection.commit()
            except BaseException:
                connection.roll_back()
                raise

    def _put_in_place(self, staged: dict[str, Path | None]) -> None:
        if not staged:
            return
        try:
            self.files.put_in_place(staged, self._take_back)
        except StoreError:
            raise
        except BaseException as error:
            self._keep_what_was_taken_back(error)
            raise
        finally:
            self.files.discard(staged)
            self.forget_files()

    def _take_back(self, entry: int) -> None:
        take_back(self, self._connection, entry)

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
        with self._connection.speaking():
            self._begin()
            staged: dict[str, Path | None] = {}
            try:
                entry = self.latest(coder, "done" if backwards else "undone")
                if entry is None:
                    connection.commit()
                    return None
                changes = connection.execute("SELECT changes FROM history WHERE key = ?", (entry.key,)).fetchone()[0]
                wanted = {}
                changes, files = applied(self, connection, entry.key, changes, backwards)
                for path, (left, text) in files.items():
                    here = self.files.text(path)
                    wanted[path] = here, (merged(path, left, text, here) if merged else text)
                state, undone = ("undone", now()) if backwards else ("done", entry.undone)
                connection.execute(
                    "UPDATE history SET state = ?, undone = ?, changes = ? WHERE key = ?",
                    (state, undone, changes, entry.key),
                )
                staged = self.files.stage(wanted, entry.key)
                connection.commit()
                self._remember()
            except connection.refusals:
                self._connection.roll_back()
                raise changed_since() from None
            except BaseException:
                self._connection.roll_back()
                self.files.discard(staged)
                raise
            self._put_in_place(staged)
        return entry._replace(state=state, undone=undone)

    def backup(self, reason: str, *, always: bool = False) -> Made:
        """Copy the project before something that changes much at once."""
        from . import backups

        with self._connection.speaking():
            return backups.make(self._connection, reason, now(), always=always)

    def restore(self, number: int, coder: str, *, copy_first: bool = True) -> Backup:
        """Put a copy in the project's place; what is there now is copied first, unless it is empty."""
        from . import backups

        with self._connection.speaking():
            before = self.backup(f"restoring backup {number}", always=True) if copy_first else None
            restored = backups.restore(self._connection, number, now(), coder)
            try:
                self._finish_what_was_begun()
            except DataError:  # a file cannot be written, and stays as it is: so does the database
                if before is not None:
                    self._connection.take(before.folder / backups.DATABASE)
                raise
            except (self._connection.errors, OSError) as error:
                raise StoreError(
                    f"the copy is put back, and that is stored; but its files could not be written yet: {error}",
                    slug="file_waits", hint="make room or give the right to write; the next command does the rest",
                ) from error  # fmt: skip
            finally:
                self._remember()
                self.forget_files()
        return restored

    def erase(self, ids: Sequence[str], coder: str) -> Erased:
        """Take documents out for good, with all that was said of them; nothing brings them back."""
        from . import erase

        connection = self._connection
        with connection.speaking():
            connection.forget_erased(before=True)
            self._begin()
            try:
                erased = erase.erase(connection, ids, now(), coder)
                connection.commit()
            except BaseException:
                connection.roll_back()
                raise
            self.compact()
            if self.watch is not None:
                from .cloud import forget

                forget(self.folder)
                self._remember()
        return erased

    def compact(self) -> None:
        """Clear the free pages of the database, in which erased words may still stand.

        Raises StoreError `erase_unfinished` where there is no room for it; what is stored stays stored.
        """
        try:
            self._connection.forget_erased(before=False)
        except self._connection.errors as error:
            raise StoreError(
                f"the documents are erased, and that is stored; but free pages could not be cleared: {error}",
                slug="erase_unfinished", hint="make room, then `qualcode remove --erase` clears them",
            ) from error  # fmt: skip

    def changes_seen(self) -> object:
        """A value that is another one when another connection has changed the database; quick to ask."""
        with self._connection.speaking():
            return self._connection.changes_seen()

    def wait_at_most(self, seconds: float) -> None:
        """How long to wait for another program that is writing, where a person is looking on."""
        self._connection.wait_at_most(seconds)

    def check_there(self) -> None:
        """StoreError `store_vanished` when what is open is no longer the project's database."""
        if not self._connection.still_there():
            raise StoreError(
                f"{self.label} is gone or was replaced; nothing more was stored",
                slug="store_vanished", hint="put the file back",
            )  # fmt: skip

    def faults(self, *, thorough: bool) -> list[tuple[str, str]]:
        """(where, what is wrong) of what the database itself finds damaged."""
        return self._connection.faults(thorough=thorough)

    def write_back(self) -> None:
        """Write the database that is still open to its place, where its file was taken away."""
        with self._connection.speaking():
            self._connection.write_back()

    @property
    def can_be_written_back(self) -> bool:
        return self._connection.can_be_written_back

    def check_may_leave(self) -> None:
        """StoreError `store_not_allowed` where this user may not move the study away."""
        with self._connection.speaking():
            self._connection.check_may_leave()

    def allow(self, user: str, may: bool = True) -> None:
        """Give a user of the server the rights of a coder, or take them; UsageError where the study is in a file."""
        with self._connection.speaking():
            self._connection.allow(user, may)

    # -- keys made on first use ----------------------------------------------------------

    def coder_key(self, change: Change, id: str, kind: str = "human") -> int:
        """The key of a coder, added when new. Whoever types the name of a rule or a model codes as that machine."""
        row = self._connection.execute("SELECT key FROM coder WHERE id = ?", (id,)).fetchone()
        return int(row[0]) if row else change.first("coder", {"id": id, "kind": machine_of(id) or kind})

    def code_key(self, change: Change, id: str) -> int:
        """The key of a code, added when first used. Whether the code exists is the project's to know."""
        row = self._connection.execute("SELECT key FROM code WHERE id = ?", (id,)).fetchone()
        return int(row[0]) if row else change.first("code", {"id": id})
