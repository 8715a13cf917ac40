"""Numbered steps from an older file to the present schema, each in one transaction.

A new database is made from the schema as it is now. A step is never changed once released; a new
one is added at the end. The step's number is the database's `user_version`, and each leaves a row
in `migration`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable

APPLICATION_ID = 0x71636F64  # "qcod" in ASCII: tells `file` and qualcode what this database is
COLUMNS = {
    "migration": "number name applied",
    "coder": "key id name kind",
    "code": "key id",
    "document": "key id title kind language length path sha256 reader reader_version media_type encoding request "
    "attributes warnings pseudonymised removed added digest text",
    "turn": "document number speaker role start stop time question",
    "page": "document number label start stop approximate",
    "coding": "key document start stop quote code coder weight qualifier memo unsure created origin uid",
    "memo": "key subject document start stop quote unit code case_id text coder created uid kind language",
    "decision": "key document start stop quote code verdict about why coder created round uid",
    "round": "key id kind plan adjudicator coder created",
    "measure": "key round result coder created uid",
    "assignment": "key coder document state round blind places",
    "answer_status": "key document question status",
    "foreign_part": "key format kind subject value",
    "history": "key at coder action summary changes state undone",
    "pending_file": "path before after history",
    "joined_history": "key at coder action summary state",
    "settled": "key subject refused coder at",
    "computer": "id name change at",
}
"""What each table of the schema holds. It stands here too because to find the schema takes as long as all else that is
done before a change."""
TABLES = tuple(COLUMNS)
"""The tables of the schema, each after those that it refers to."""


def schema() -> str:
    """The commented schema, as printed in the docs."""
    return packaged("schema.sql")


def packaged(name: str) -> str:
    from importlib.resources import files  # only for a new database: it takes as long to import as all of this package

    return files("qualcode.store").joinpath(name).read_text("utf-8")


def checks() -> list[tuple[str, str]]:
    """Every CHECK of the schema, as (table, condition)."""
    found = []
    for statement in statements(re.sub(r"--[^\n]*", "", schema())):
        table = re.match(r"CREATE TABLE (\w+)", statement)
        for start in re.finditer(r"\bCHECK \(", statement) if table else ():
            depth, stop = 1, start.end()
            while depth:
                depth += {"(": 1, ")": -1}.get(statement[stop], 0)
                stop += 1
            found.append((table[1] if table else "", " ".join(statement[start.end() : stop - 1].split())))
    return found


def statements(script: str) -> list[str]:
    """The single statements of a script; triggers hold semicolons of their own.

    `sqlite3.Connection.executescript` would commit on its own, and a migration must be one
    transaction together with its record.
    """
    found, pending = [], ""
    for piece in re.split(r"(?<=;)", script):
        pending += piece
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return [statement for statement in found if statement]


def _first(connection: sqlite3.Connection) -> None:
    raise AssertionError("every database has taken the first step when it was made")


def _keyed_memos(connection: sqlite3.Connection) -> None:
    from .steps.keyed_memos import keyed_memos

    def run(name: str) -> None:
        for statement in statements(packaged(f"steps/{name}")):
            connection.execute(statement)

    keyed_memos(connection, run)


def _foreign(connection: sqlite3.Connection) -> None:
    # A new database has it from the schema already.
    connection.execute(
        "CREATE TABLE IF NOT EXISTS foreign_part (key INTEGER PRIMARY KEY, format TEXT NOT NULL, "
        "kind TEXT NOT NULL, subject TEXT NOT NULL, value TEXT NOT NULL) STRICT"
    )


def _text_last(connection: sqlite3.Connection) -> None:
    """What stands behind a long text is read by walking through it: `length` was, for every new coding."""
    for statement in (
        "ALTER TABLE document ADD COLUMN text_last TEXT NOT NULL DEFAULT ''",
        "UPDATE document SET text_last = text",
        "ALTER TABLE document DROP COLUMN text",
        "ALTER TABLE document RENAME COLUMN text_last TO text",
        "DROP INDEX history_state",
        "CREATE INDEX history_undone ON history (state, key) WHERE undone IS NOT NULL",
    ):
        connection.execute(statement)


def _lasting_ids(connection: sqlite3.Connection) -> None:
    from .steps.lasting_ids import lasting_ids

    lasting_ids(connection)
    for statement in statements(packaged("steps/tables_5.sql")):
        connection.execute(statement)


def _quotes_edited(connection: sqlite3.Connection) -> None:
    for column in (
        "kind TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'insertion', 'omission', 'translation'))",
        "language TEXT NOT NULL DEFAULT ''",
    ):
        connection.execute(f"ALTER TABLE memo ADD COLUMN {column}")


def _computers(connection: sqlite3.Connection) -> None:
    for statement in statements(packaged("steps/tables_8.sql")):
        connection.execute(statement)


def _rounds(connection: sqlite3.Connection) -> None:
    for statement in statements(packaged("steps/tables_7.sql")):
        connection.execute(statement)
    for column in (
        "round INTEGER REFERENCES round (key)",
        "blind INTEGER NOT NULL DEFAULT 0 CHECK (blind IN (0, 1))",
        "places TEXT NOT NULL DEFAULT '[]'",
    ):
        connection.execute(f"ALTER TABLE assignment ADD COLUMN {column}")


def _files_folded(connection: sqlite3.Connection) -> None:
    """No table changes: from here on the history may say what became of a file (`file_texts`), which a program that
    knows whole texts alone would take for no file."""


MIGRATIONS: list[tuple[str, Callable[[sqlite3.Connection], None]]] = [
    ("texts, codings, coders, memos, assignments and history", _first),
    ("parts of other programs' files that are handed back", _foreign),
    ("memos and decisions by key, a digest of each text, files that a change has still to write", _keyed_memos),
    ("a document's text behind everything else that is known of it", _text_last),
    ("ids that hold in every copy of a study, what other copies did, what was settled", _lasting_ids),
    ("what an editor adds to a quote, leaves out of it, or says in another language", _quotes_edited),
    ("rounds of coding with their plans and their agreement, blind documents", _rounds),
    ("which computers wrote to a study in a cloud folder", _computers),
    ("what became of hand-written files, not their whole texts with every change", _files_folded),
]

SCHEMA_VERSION = len(MIGRATIONS)


def present_schema() -> int:
    """The number of the newest step that this version knows."""
    return len(MIGRATIONS)


def create(connection: sqlite3.Connection, now: str) -> None:
    """Make a new database of the present schema, in one transaction."""
    _in_one(connection, lambda: _created(connection, now))


def _created(connection: sqlite3.Connection, now: str) -> None:
    for statement in statements(schema()):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for number, (name, _) in enumerate(MIGRATIONS, start=1):
        connection.execute("INSERT INTO migration VALUES (?, ?, ?)", (number, name, now))
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def migrate(connection: sqlite3.Connection, version: int, now: str) -> None:
    """Apply every step after `version`, each in a transaction with its own record."""
    connection.execute("PRAGMA foreign_keys = OFF")  # a table is made anew under its old name
    try:
        for number, (name, step) in enumerate(MIGRATIONS[version:], start=version + 1):
            _in_one(connection, lambda number=number, name=name, step=step: _stepped(  # type: ignore[misc]
                connection, number, name, step, now))  # fmt: skip
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _stepped(
    connection: sqlite3.Connection, number: int, name: str, step: Callable[[sqlite3.Connection], None], now: str
) -> None:
    if connection.execute("PRAGMA user_version").fetchone()[0] >= number:
        return  # another program took the step while this one waited for it
    step(connection)
    connection.execute("INSERT INTO migration VALUES (?, ?, ?)", (number, name, now))
    connection.execute(f"PRAGMA user_version = {number}")


def _in_one(connection: sqlite3.Connection, work: Callable[[], None]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        work()
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
