"""Step 5: codings, memos and decisions get ids that hold in every copy of the study.

Rows that are there already get theirs from what is the same in all copies that were made before this step: two
copies brought up to date on two computers give one row one id.
"""

from __future__ import annotations

import hashlib
import sqlite3

TABLES = ("coding", "memo", "decision")
"""Those that had lasting ids when this step was released."""


def lasting_ids(connection: sqlite3.Connection) -> None:
    """Add the column and fill it."""
    connection.create_function("lasting_id", 4, lasting_id)
    for table in TABLES:
        connection.execute(f"ALTER TABLE {table} ADD COLUMN uid TEXT NOT NULL DEFAULT ''")
        connection.execute(f"UPDATE {table} SET uid = lasting_id('{table}', key, created, coder)")


def lasting_id(table: str, key: int, created: str, coder: int) -> str:
    """The id of a row that was made before rows had one; also of one that is only in the history any more."""
    return hashlib.sha256(f"{table} {key} {created} {coder}".encode()).hexdigest()[:32]
