"""Changes with their inverses: what makes every command undoable.

A change is a list of single steps `[table, key, before, after]`. `before` is None for a
new row, `after` is None for a deleted one, and otherwise both hold the columns that
changed. Undoing applies the steps backwards with the two sides exchanged; nothing else
needs to know how a command works in order to undo it. A step on the table `file` holds the
text of a hand-written file (a codebook) before and after.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

Row = Mapping[str, Any]
Step = tuple[str, Any, Row | str | None, Row | str | None]

TABLES = ("coder", "code", "document", "coding", "memo", "assignment", "answer_status", "foreign_part")


class Entry(NamedTuple):
    """One line of the audit trail."""

    key: int
    at: str
    coder: str
    action: str
    summary: str
    state: str
    undone: str | None = None


class Change:
    """What one command does to the database; becomes one row of history."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.steps: list[Step] = []
        self.summary = ""
        self.action = ""

    def insert(self, table: str, row: Row) -> int:
        """Add a row and return its key."""
        columns = ", ".join(row)
        marks = ", ".join("?" * len(row))
        cursor = self._connection.execute(
            f"INSERT INTO {_known(table)} ({columns}) VALUES ({marks})", tuple(row.values())
        )
        key = int(cursor.lastrowid or 0)
        self.steps.append((table, key, None, dict(row)))
        return key

    def insert_all(self, table: str, rows: Iterable[Row]) -> list[int]:
        """Add many rows, all with the same columns, and return their keys; far faster than one by one."""
        rows = list(rows)
        if not rows:
            return []
        last = self._connection.execute(f"SELECT coalesce(max(key), 0) FROM {_known(table)}").fetchone()[0]
        # A key that was given once is never given again, so that undo and redo find what they mean.
        given = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        first = max(last, given[0] if given else 0) + 1
        names = list(rows[0])
        columns, marks = ", ".join(["key", *names]), ", ".join("?" * (len(names) + 1))
        self._connection.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",
            ((key, *(row[name] for name in names)) for key, row in enumerate(rows, first)),
        )
        self.steps.extend((table, key, None, dict(row)) for key, row in enumerate(rows, first))
        return list(range(first, first + len(rows)))

    def update(self, table: str, key: int, columns: Row) -> None:
        """Set columns of a row; what does not change is not recorded."""
        names = ", ".join(columns)
        found = self._connection.execute(f"SELECT {names} FROM {_known(table)} WHERE key = ?", (key,)).fetchone()
        if found is None:
            raise KeyError((table, key))
        before = {name: old for (name, new), old in zip(columns.items(), found, strict=True) if old != new}
        if before:
            after = {name: columns[name] for name in before}
            _set(self._connection, table, key, after)
            self.steps.append((table, key, before, after))

    def delete(self, table: str, key: int) -> None:
        """Take a row away."""
        cursor = self._connection.execute(f"SELECT * FROM {_known(table)} WHERE key = ?", (key,))
        found = cursor.fetchone()
        if found is None:
            raise KeyError((table, key))
        row = {column[0]: value for column, value in zip(cursor.description, found, strict=True)}
        del row["key"]
        self._connection.execute(f"DELETE FROM {table} WHERE key = ?", (key,))
        self.steps.append((table, key, row, None))

    def document(self, row: Row, turns: Iterable[tuple[Any, ...]], pages: Iterable[tuple[Any, ...]]) -> int:
        """Add a document with its turns and pages; undoing it marks the document removed.

        The text itself is not copied into the history: the row stays, so that redo finds it.
        """
        columns = ", ".join(row)
        marks = ", ".join("?" * len(row))
        cursor = self._connection.execute(f"INSERT INTO document ({columns}) VALUES ({marks})", tuple(row.values()))
        key = int(cursor.lastrowid or 0)
        self._connection.executemany(
            "INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ((key, *turn) for turn in turns)
        )
        self._connection.executemany("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?)", ((key, *page) for page in pages))
        self.steps.append(("document", key, {"removed": 1}, {"removed": 0}))
        return key

    def questions(self, document: int, by_turn: Mapping[int, str | None]) -> None:
        """Set under which item of the guide each turn was said."""
        before = dict(self._connection.execute("SELECT number, question FROM turn WHERE document = ?", (document,)))
        changed = {number: q for number, q in by_turn.items() if before.get(number) != q}
        if changed:
            self.steps.append(
                (
                    "turn",
                    document,
                    {str(n): before.get(n) for n in changed},
                    {str(n): q for n, q in changed.items()},
                )
            )
            _set_questions(self._connection, document, changed)

    def file(self, path: str, before: str | None, after: str | None) -> None:
        """Record that a hand-written file changes; the project writes it."""
        if before != after:
            self.steps.append(("file", path, before, after))

    def encoded(self) -> str:
        return json.dumps(self.steps, ensure_ascii=False, separators=(",", ":"))


def apply(connection: sqlite3.Connection, steps: Iterable[Step], *, backwards: bool) -> list[tuple[str, str | None]]:
    """Do or undo the steps of a change in the database.

    Returns the files to write with their new text; None is a file to take away.
    """
    files: list[tuple[str, str | None]] = []
    ordered = reversed(list(steps)) if backwards else steps
    for table, key, before, after in ordered:
        old, new = (after, before) if backwards else (before, after)
        if table == "file":
            assert new is None or isinstance(new, str)
            files.append((key, new))
        elif table == "turn":
            assert isinstance(new, Mapping)
            _set_questions(connection, key, {int(number): q for number, q in new.items()})
        elif new is None:
            connection.execute(f"DELETE FROM {_known(table)} WHERE key = ?", (key,))
        else:
            assert isinstance(new, Mapping)
            if old is None:
                row = {"key": key, **new}
                columns, marks = ", ".join(row), ", ".join("?" * len(row))
                connection.execute(f"INSERT INTO {_known(table)} ({columns}) VALUES ({marks})", tuple(row.values()))
            else:
                _set(connection, table, key, new)
    return files


def _set(connection: sqlite3.Connection, table: str, key: int, columns: Row) -> None:
    assigned = ", ".join(f"{name} = ?" for name in columns)
    connection.execute(f"UPDATE {_known(table)} SET {assigned} WHERE key = ?", (*columns.values(), key))


def _set_questions(connection: sqlite3.Connection, document: int, by_turn: Mapping[int, str | None]) -> None:
    connection.executemany(
        "UPDATE turn SET question = ? WHERE document = ? AND number = ?",
        [(question, document, number) for number, question in by_turn.items()],
    )


def _known(table: str) -> str:
    # Table names cannot be bound as parameters, so only names from this list reach a statement.
    if table not in TABLES:
        raise ValueError(table)
    return table
