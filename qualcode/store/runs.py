"""New rows in the history as runs of keys: the rows themselves stand in their table.

A step for every new coding, with all its columns, would make the history twice as large as what it is
the history of. So codings made one after the other are one step, `["coding", [first, last], null, check]`;
`check` is a checksum of what they were made, by which undoing sees whether somebody changed one since; their
lasting ids are no part of it, for whoever merges two copies may find that a coding had another one there.
When the change is undone the rows leave their table, and stand in the history until it is done again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .connection import Connection

Row = Mapping[str, Any]
Step = tuple[str, Any, Row | str | bool | None, Any]

USUAL = {
    "coding": (
        "document", "start", "stop", "quote", "code", "coder", "qualifier", "weight", "memo", "unsure", "created",
        "origin", "uid",
    ),
}  # fmt: skip
"""The columns that a row of a run is made with; a row made otherwise is a step of its own."""


def note_insert(steps: list[Step], table: str, key: int, row: Row) -> None:
    """Add a new row to the steps of a change: to the run before it, where it goes on."""
    columns = USUAL.get(table)
    if columns is None or row.keys() != frozenset(columns):
        steps.append((table, key, None, dict(row)))
    else:
        note_run(steps, table, key, [tuple(row[name] for name in columns)])


def note_run(steps: list[Step], table: str, key: int, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add new rows with the usual columns, the last of them or not, and the keys from `key` on to the steps."""
    first, check = key, 0
    if steps and steps[-1][0] == table and isinstance(steps[-1][1], list) and steps[-1][1][1] == key - 1:
        _, (first, _), _, check = steps.pop()
    steps.append((table, [first, key + len(rows) - 1], None, _checked(check, rows)))


def unpacked(connection: Connection, steps: Iterable[Step]) -> list[Step] | None:
    """The steps with each row of a run as a step of its own; None where a row is no longer what it was made."""
    found: list[Step] = []
    for step in steps:
        table, keys, _, check = step
        if not isinstance(keys, list):
            found.append(step)
            continue
        columns = USUAL[table]
        rows = connection.execute(
            f"SELECT key, {', '.join(columns)} FROM {table} WHERE key BETWEEN ? AND ? ORDER BY key", keys
        ).fetchall()
        if _checked(0, [values for _, *values in rows]) != check or len(rows) != keys[1] - keys[0] + 1:
            return None
        found += [(table, key, None, dict(zip(columns, values, strict=True))) for key, *values in rows]
    return found


def packed(steps: Iterable[Step]) -> list[Step]:
    """The steps with new rows as runs again."""
    found: list[Step] = []
    for step in steps:
        table, key, before, after = step
        if before is None and isinstance(after, Mapping):
            note_insert(found, table, key, after)
        else:
            found.append(step)
    return found


def encoded(steps: Iterable[Step]) -> str:
    """Steps as they are stored."""
    return json.dumps(list(steps), ensure_ascii=False, separators=(",", ":"))


def _checked(check: int, rows: Iterable[Sequence[Any]]) -> int:
    for document, start, stop, quote, code, coder, qualifier, weight, memo, unsure, created, origin, *_ in rows:
        # As the database gives them back: a weight of 1 as 1.0, a yes as 1.
        numbers = f"{document} {start} {stop} {code} {coder} {float(weight)} {int(unsure)}"
        plain = "\0".join((numbers, quote, qualifier, memo, created, origin))
        check = zlib.crc32(plain.encode("utf-8", "surrogatepass"), check)
    return check
