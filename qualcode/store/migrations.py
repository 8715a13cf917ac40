"""Numbered steps from an empty file to the present schema, each in one transaction.

A step is never changed once released; a new one is added at the end. The step's number is
the database's `user_version`, and each leaves a row in `migration`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable

APPLICATION_ID = 0x71636F64  # "qcod" in ASCII: tells `file` and qualcode what this database is


def schema() -> str:
    """The commented schema, as printed in the docs."""
    from importlib.resources import files  # only for a new database: it takes as long to import as all of this package

    return files("qualcode.store").joinpath("schema.sql").read_text("utf-8")


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
    for statement in statements(schema()):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _foreign(connection: sqlite3.Connection) -> None:
    # A new database has it from the schema already.
    connection.execute(
        "CREATE TABLE IF NOT EXISTS foreign_part (key INTEGER PRIMARY KEY, format TEXT NOT NULL, "
        "kind TEXT NOT NULL, subject TEXT NOT NULL, value TEXT NOT NULL) STRICT"
    )


MIGRATIONS: list[tuple[str, Callable[[sqlite3.Connection], None]]] = [
    ("texts, codings, coders, memos, assignments and history", _first),
    ("parts of other programs' files that are handed back", _foreign),
]

SCHEMA_VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection, version: int, now: str) -> None:
    """Apply every step after `version`, each in a transaction with its own record."""
    for number, (name, step) in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            step(connection)
            connection.execute("INSERT INTO migration VALUES (?, ?, ?)", (number, name, now))
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
