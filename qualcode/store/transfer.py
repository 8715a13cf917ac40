"""A whole study from one database into another, whatever engines they have: every row, with its key."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator

from ..core.ticks import Tick
from .connection import Connection
from .migrations import TABLES

_BESIDE = ("migration", "pending_file", "computer")
"""What a database says of itself, not of the study."""
_SIZE = 5_000


@contextlib.contextmanager
def as_one_moment(connection: Connection) -> Iterator[None]:
    """Read everything as it is now, whatever others store meanwhile."""
    connection.begin_reading()
    try:
        yield
    finally:
        connection.roll_back()


def copy(source: Connection, target: Connection, progress: Tick | None = None) -> dict[str, int]:
    """Add every row of the study to an empty one; how many there are in each table."""
    counts: dict[str, int] = {}
    there = {table: source.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in studied()}
    for table in studied():
        names = columns(source, table)
        count = 0
        for rows in source.batches(f"SELECT {', '.join(names)} FROM {table} ORDER BY {_order(table)}", (), _SIZE):
            if progress is not None:
                progress(sum(counts.values()) + count, sum(there.values()))
            target.fill(table, names, rows)
            count += len(rows)
        counts[table] = count
    target.give_no_more(source.given_keys())
    return counts


def replace(source: Connection, target: Connection) -> dict[str, int]:
    """The same for a study that is not empty: what is there goes. Call it inside a transaction."""
    for table in reversed(list(studied())):
        target.execute(f"DELETE FROM {table}")
    return copy(source, target)


def studied() -> Iterator[str]:
    """The tables of a study, each after those that it refers to."""
    return (table for table in TABLES if table not in _BESIDE)


def columns(connection: Connection, table: str) -> tuple[str, ...]:
    return tuple(column[0] for column in connection.execute(f"SELECT * FROM {table} LIMIT 0").description)


def digest(connection: Connection, table: str) -> tuple[int, str]:
    """The number of rows of a table, and a digest of all that they hold: equal where two databases say the same."""
    found, count = hashlib.sha256(), 0
    names = sorted(columns(connection, table))  # in a database brought up to date they stand in another order
    for rows in connection.batches(f"SELECT {', '.join(names)} FROM {table} ORDER BY {_order(table)}", (), _SIZE):
        count += len(rows)
        found.update(json.dumps(rows).encode())  # both engines have strict types: a number is the same one in both
        found.update(b"\n")
    return count, found.hexdigest()


def _order(table: str) -> str:
    return {"turn": "document, number", "page": "document, number"}.get(table, "key")
