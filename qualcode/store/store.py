"""The narrow interface to the database: open, read, change, undo.

Python objects in, Python objects out; no other module of qualcode writes SQL.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import StoreDamaged, StoreError, StoreLocked, StoreNewer, UsageError
from ..core.model import Document, Page, Source, Span, Turn
from .history import Change, Entry, apply
from .migrations import APPLICATION_ID, SCHEMA_VERSION, migrate

if TYPE_CHECKING:
    from ..core.model import Assignment, Coder, Coding, Memo

WAIT = 5.0
"""Seconds to wait for another program that is writing."""

_DOCUMENT = (
    "key, id, title, kind, text, language, path, sha256, reader, reader_version, media_type, encoding, "
    "attributes, pseudonymised, warnings"
)


def now() -> str:
    """The present moment as stored everywhere: ISO 8601, UTC, whole seconds.

    `SOURCE_DATE_EPOCH` fixes it, so that a study can be rebuilt byte for byte.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Store:
    """One open database. Reading commands open it read-only."""

    def __init__(self, connection: sqlite3.Connection, path: Path, readonly: bool) -> None:
        self._connection, self.path, self.readonly = connection, path, readonly

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make a new database; StoreError when the file exists or cannot be written."""
        if path.exists():
            raise StoreError(f"{path} exists already")
        with _speaking(path):
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
        with _speaking(path):
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
        with _speaking(self.path):
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
        with _speaking(self.path):
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

    def history(self, limit: int | None = None) -> list[Entry]:
        """The audit trail, newest first."""
        rows = self._read(
            "SELECT key, at, coder, action, summary, state, undone FROM history ORDER BY key DESC LIMIT ?",
            (-1 if limit is None else limit,),
        )
        return [Entry(*row) for row in rows]

    def last_change(self) -> int:
        """A number that grows with every change, by whatever program."""
        row = self._read("SELECT coalesce(max(key), 0), count(undone), sum(state = 'undone') FROM history")[0]
        return hash(tuple(row))

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
        with _speaking(path), contextlib.closing(sqlite3.connect(path)) as copy:
            self._connection.backup(copy)

    def changed_files(self) -> list[tuple[int, str, str, str | None, str | None]]:
        """History of hand-written files: (entry, time, path, text before, text after), oldest first."""
        found = []
        for key, at, changes in self._read(
            "SELECT key, at, changes FROM history WHERE state = 'done' AND changes LIKE '%[\"file\"%' ORDER BY key"
        ):
            found += [(key, at, step[1], step[2], step[3]) for step in json.loads(changes) if step[0] == "file"]
        return found

    def renamed_codes(self) -> list[tuple[str, str]]:
        """Codes that got another id, (old, new), oldest first; chains are followed to their ends."""
        ends: dict[str, str] = {}
        for (changes,) in self._read(
            "SELECT changes FROM history WHERE state = 'done' AND changes LIKE '%[\"code\",%' ORDER BY key"
        ):
            steps = [step for step in json.loads(changes) if step[0] == "code" and step[2] and step[3]]
            moves: dict[int, tuple[str, str]] = {}
            for _, key, before, after in steps:
                moves[key] = (moves[key][0] if key in moves else before["id"], after["id"])
            for old, new in moves.values():
                first = next((start for start, end in ends.items() if end == old), old)
                ends[first] = new
        return [(old, new) for old, new in ends.items() if old != new]

    # -- keys --------------------------------------------------------------------------

    def coder_key(self, change: Change, id: str, kind: str = "human") -> int:
        """The key of a coder, added when new."""
        row = self._connection.execute("SELECT key FROM coder WHERE id = ?", (id,)).fetchone()
        return int(row[0]) if row else change.insert("coder", {"id": id, "kind": kind})

    def code_key(self, change: Change, id: str) -> int:
        """The key of a code, added when first used. Whether the code exists is the project's to know."""
        row = self._connection.execute("SELECT key FROM code WHERE id = ?", (id,)).fetchone()
        return int(row[0]) if row else change.insert("code", {"id": id})

    def document_keys(self) -> dict[str, int]:
        return dict(self._read("SELECT id, key FROM document WHERE removed = 0"))

    def code_keys(self) -> dict[str, int]:
        return dict(self._read("SELECT id, key FROM code"))

    def coder_keys(self) -> dict[str, int]:
        return dict(self._read("SELECT id, key FROM coder"))

    # -- reading -----------------------------------------------------------------------

    def document_ids(self) -> list[str]:
        return [row[0] for row in self._read("SELECT id FROM document WHERE removed = 0 ORDER BY key")]

    def sources(self) -> list[dict[str, Any]]:
        """Id, path, digest, length and reading options of every document, without its text."""
        names = (
            "id",
            "title",
            "kind",
            "language",
            "path",
            "sha256",
            "length",
            "request",
            "pseudonymised",
            "key",
        )
        rows = self._read(f"SELECT {', '.join(names)} FROM document WHERE removed = 0 ORDER BY key")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def document(self, id: str) -> Document | None:
        """A document with its text, turns and pages."""
        rows = self._read(f"SELECT {_DOCUMENT} FROM document WHERE id = ? AND removed = 0", (id,))
        return self._document(rows[0]) if rows else None

    def documents(self) -> Iterator[Document]:
        """All documents in the order they were added."""
        for row in self._read(f"SELECT {_DOCUMENT} FROM document WHERE removed = 0 ORDER BY key"):
            yield self._document(row)

    def _document(self, row: tuple[Any, ...]) -> Document:
        key, id, title, kind, text, language, path, sha256, reader, version, media, encoding, *rest = row
        attributes, pseudonymised, warnings = rest
        turns = tuple(
            Turn(number, speaker, role, Span(start, stop), seconds, question)
            for number, speaker, role, start, stop, seconds, question in self._read(
                "SELECT number, speaker, role, start, stop, time, question FROM turn "
                "WHERE document = ? ORDER BY number",
                (key,),
            )
        )
        pages = tuple(
            Page(number, label, Span(start, stop), bool(approximate))
            for number, label, start, stop, approximate in self._read(
                "SELECT number, label, start, stop, approximate FROM page WHERE document = ? ORDER BY number",
                (key,),
            )
        )
        source = Source(path, sha256, reader, version, media, encoding) if sha256 else None
        return Document(
            id, title, kind, text, language, turns, pages, source,
            json.loads(attributes), bool(pseudonymised), tuple(json.loads(warnings)),
        )  # fmt: skip

    def codings(self, documents: list[str] | None = None, coders: list[str] | None = None) -> list[Coding]:
        """Codings in the order of their places; of the named documents and coders only, if given."""
        from ..core.model import Coding

        rows = self._read(
            "SELECT c.key, d.id, c.start, c.stop, c.quote, k.id, p.id, c.weight, c.qualifier, c.memo, c.unsure, "
            "c.created, c.origin FROM coding c JOIN document d ON d.key = c.document JOIN code k ON k.key = c.code "
            "JOIN coder p ON p.key = c.coder WHERE d.removed = 0"
            + _in("d.id", documents) + _in("p.id", coders)
            + " ORDER BY c.document, c.start, c.stop, c.key",
            (*(documents or ()), *(coders or ())),
        )  # fmt: skip
        return [
            Coding(
                key,
                document,
                Span(start, stop),
                quote,
                code,
                coder,
                weight,
                qualifier,
                memo,
                bool(unsure),
                *rest,
            )
            for key, document, start, stop, quote, code, coder, weight, qualifier, memo, unsure, *rest in rows
        ]

    def coding_columns(self, coders: list[str] | None = None) -> list[tuple[Any, ...]]:
        """Bare numbers for the analyses: (document key, start, stop, code key, coder key, weight, qualifier, key)."""
        return self._read(
            "SELECT c.document, c.start, c.stop, c.code, c.coder, c.weight, c.qualifier, c.key FROM coding c "
            "JOIN document d ON d.key = c.document JOIN coder p ON p.key = c.coder WHERE d.removed = 0"
            + _in("p.id", coders),
            tuple(coders or ()),
        )

    def coding_rows(self, places: Iterable[tuple[int, int | None]]) -> list[tuple[Any, ...]]:
        """What makes codings the same, and what they say: at (document key, start), or in all of a document.

        (key, document, start, stop, code, coder, qualifier, weight, memo, unsure), the names by their keys.
        """
        found: list[tuple[Any, ...]] = []
        for document, start in places:
            found += self._read(
                "SELECT key, document, start, stop, code, coder, qualifier, weight, memo, unsure "
                "FROM coding WHERE document = ?" + ("" if start is None else " AND start = ?"),
                (document,) if start is None else (document, start),
            )
        return found

    def rows_with_code(self, code: int) -> list[tuple[Any, ...]]:
        """The codings of a code given by key, as `coding_rows` gives them."""
        return self._read(
            "SELECT key, document, start, stop, code, coder, qualifier, weight, memo, unsure "
            "FROM coding WHERE code = ?",
            (code,),
        )

    def code_counts(self, coder: str = "") -> dict[str, int]:
        """How many codings each used code has; of one coder, if named."""
        return dict(
            self._read(
                "SELECT k.id, count(*) FROM coding c JOIN code k ON k.key = c.code "
                "JOIN document d ON d.key = c.document JOIN coder p ON p.key = c.coder WHERE d.removed = 0"
                + _in("p.id", [coder] if coder else None)
                + " GROUP BY c.code ORDER BY k.id",
                (coder,) if coder else (),
            )
        )

    def counts_of(self, coder: str) -> dict[str, int]:
        """How many codings a coder has in each document where there are any."""
        return dict(
            self._read(
                "SELECT d.id, count(*) FROM coding c JOIN document d ON d.key = c.document "
                "JOIN coder p ON p.key = c.coder WHERE p.id = ? AND d.removed = 0 GROUP BY c.document",
                (coder,),
            )
        )

    def counts_by_document(self) -> dict[str, tuple[int, int]]:
        """Turns and codings of each document."""
        turns = dict(self._read("SELECT document, count(*) FROM turn GROUP BY document"))
        codings = dict(self._read("SELECT document, count(*) FROM coding GROUP BY document"))
        return {id: (turns.get(key, 0), codings.get(key, 0)) for id, key in self.document_keys().items()}

    def coders(self) -> list[tuple[Coder, int]]:
        """Each coder with the number of codings."""
        from ..core.model import Coder

        rows = self._read(
            "SELECT p.id, p.name, p.kind, (SELECT count(*) FROM coding c "
            "JOIN document d ON d.key = c.document WHERE c.coder = p.key AND d.removed = 0) "
            "FROM coder p ORDER BY p.key"
        )
        return [(Coder(id, name, kind), count) for id, name, kind, count in rows]

    def memos(self, about: str | None = None) -> list[Memo]:
        from ..core.model import Memo

        condition, values = ("WHERE m.about = ?", (about,)) if about is not None else ("", ())
        rows = self._read(
            "SELECT m.key, m.text, p.id, m.created, m.about FROM memo m JOIN coder p ON p.key = m.coder "
            f"{condition} ORDER BY m.key",
            values,
        )
        return [Memo(*row) for row in rows]

    def assignments(self) -> list[tuple[int, Assignment]]:
        from ..core.model import Assignment

        rows = self._read(
            "SELECT a.key, p.id, d.id, a.state FROM assignment a JOIN coder p ON p.key = a.coder "
            "JOIN document d ON d.key = a.document WHERE d.removed = 0 ORDER BY a.key"
        )
        return [(key, Assignment(coder, document, state)) for key, coder, document, state in rows]

    def answer_statuses(self) -> dict[tuple[str, str], tuple[int, str]]:
        """(document, question) -> (key, status) where a person set one."""
        rows = self._read(
            "SELECT d.id, s.question, s.key, s.status FROM answer_status s "
            "JOIN document d ON d.key = s.document WHERE d.removed = 0"
        )
        return {(document, question): (key, status) for document, question, key, status in rows}

    def rows_of(self, table: str, document: int) -> list[int]:
        """Keys of the rows of `assignment` or `answer_status` that belong to a document."""
        if table not in ("assignment", "answer_status"):
            raise ValueError(table)
        return [row[0] for row in self._read(f"SELECT key FROM {table} WHERE document = ?", (document,))]

    def query(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Run a reading query of the user's; UsageError with SQLite's words when it fails.

        Nothing is written, not even another file: no ATTACH, and so no VACUUM INTO either.
        """
        self._connection.set_authorizer(_no_other_file)
        try:
            cursor = self._connection.execute(sql)
            rows = cursor.fetchall()
        except sqlite3.Error as error:
            raise UsageError(f"the query failed: {error}", slug="bad_query") from error
        finally:
            self._connection.set_authorizer(None)
        if cursor.description is None:
            raise UsageError("the query asks for nothing: expected a SELECT", slug="bad_query")
        return [column[0] for column in cursor.description], rows

    def _read(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with _speaking(self.path):
            return self._connection.execute(sql, values).fetchall()


def _in(column: str, values: list[str] | None) -> str:
    return f" AND {column} IN ({', '.join('?' * len(values))})" if values is not None else ""


def _no_other_file(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_DENY if action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH) else sqlite3.SQLITE_OK


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


@contextlib.contextmanager
def _speaking(path: Path) -> Iterator[None]:
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
        raise StoreError(f"{path}: {text}") from error
    except sqlite3.DatabaseError as error:
        raise StoreDamaged(
            f"{path} is not a database, or is damaged: {error}", hint="restore it from a copy"
        ) from error
