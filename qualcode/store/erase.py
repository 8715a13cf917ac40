"""Taking a document's words out of the database for good: its rows, what the history holds of them, the free pages.

`remove` only marks a document, so that it can come back. This is for the participant who withdraws: nothing is
kept that could bring the words back, and so every earlier change that touched the document can no longer be undone.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from . import sqlite
from .connection import Connection
from .entries import OF_A_DOCUMENT, encoded
from .file_texts import Texts

SHORTEST = 12
"""Sentences of fewer characters (`Ja, det er.`) are everybody's, and are not looked for elsewhere."""
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n")


class Erased(NamedTuple):
    """What was taken out."""

    passages: tuple[str, ...]
    """Sentences of the texts, quotes and memos: what to look for in files beside the database."""
    codings: int
    changes: int
    """Entries of the history that can no longer be undone."""


def passages(connection: Connection, ids: Collection[str]) -> tuple[str, ...]:
    """The sentences of the documents with these ids, of what was quoted of them and of what was written about them.

    What the interviewer asked is not among them where turns are known, nor what other documents say as well.
    """
    keys = _keys(connection, ids)
    texts = _column(
        connection,
        "SELECT substr(d.text, CAST(t.start + 1 AS INTEGER), CAST(t.stop - t.start AS INTEGER)) "
        "FROM turn t JOIN document d ON d.key = t.document "
        f"WHERE t.role <> 'interviewer' AND d.key IN {_marks(keys)}",
        keys,
    )
    texts += _column(
        connection,
        f"SELECT text FROM document WHERE key NOT IN (SELECT document FROM turn) AND key IN {_marks(keys)}",
        keys,
    )
    for column, table in (("quote", "coding"), ("memo", "coding"), ("quote", "memo"), ("text", "memo"),
                          ("quote", "decision"), ("why", "decision")):  # fmt: skip
        texts += _column(connection, f"SELECT {column} FROM {table} WHERE document IN {_marks(keys)}", keys)
    sentences = (one.strip() for text in texts for one in _BETWEEN_SENTENCES.split(text))
    found = dict.fromkeys(one for one in sentences if len(one) >= SHORTEST)
    for (other,) in connection.execute(
        f"SELECT text FROM document WHERE removed = 0 AND key NOT IN {_marks(keys)}", tuple(keys)
    ):
        found = {one: None for one in found if one not in other}
    return tuple(found)


def erase(connection: Connection, ids: Collection[str], at: str, coder: str) -> Erased:
    """Delete everything about these documents, inside the caller's transaction."""
    keys, words = _keys(connection, ids), passages(connection, ids)
    about = ", ".join(ids)
    texts = Texts()
    entries = [
        (key, summary, texts.whole(json.loads(changes)))
        for key, summary, changes in connection.execute(
            "SELECT key, summary, changes FROM history ORDER BY key"
        ).fetchall()
    ]
    rows = _rows(connection, keys, [step for _, _, steps in entries for step in steps])
    touched = [
        key
        for key, summary, steps in entries
        if _quotes(summary, words) or any(_touches(step, keys, rows, words) for step in steps)
    ]
    left, gone = Texts(), set(touched)  # a text that rested on one that goes stands whole from now on
    for key, _, steps in entries:
        if key not in gone and any(step[0] == "file" for step in steps):
            connection.execute("UPDATE history SET changes = ? WHERE key = ?", (encoded(left.folded(steps)), key))
    connection.executemany(
        "UPDATE history SET changes = '[]', summary = ?, state = 'abandoned' WHERE key = ?",
        ((about, key) for key in touched),
    )
    codings = connection.execute(
        f"SELECT count(*) FROM coding WHERE document IN {_marks(keys)}", tuple(keys)
    ).fetchone()[0]
    uids = [
        uid
        for table in ("coding", "memo", "decision")
        for uid in _column(connection, f"SELECT uid FROM {table} WHERE document IN {_marks(keys)}", keys)
        if uid
    ]
    for uid in uids:
        connection.execute("DELETE FROM settled WHERE subject LIKE ?", (f"%{uid}%",))
    for table in (*OF_A_DOCUMENT, "turn", "page"):
        connection.execute(f"DELETE FROM {table} WHERE document IN {_marks(keys)}", tuple(keys))
    connection.execute(f"DELETE FROM document WHERE key IN {_marks(keys)}", tuple(keys))
    for key, subject, value in connection.execute("SELECT key, subject, value FROM foreign_part").fetchall():
        if subject in {f"document {id}" for id in ids} or _quotes(value, words):
            connection.execute("DELETE FROM foreign_part WHERE key = ?", (key,))
    for key, summary in connection.execute("SELECT key, summary FROM joined_history").fetchall():
        if _quotes(summary, words):
            connection.execute("UPDATE joined_history SET summary = ? WHERE key = ?", (about, key))
    connection.execute(
        "INSERT INTO history (at, coder, action, summary, changes, state) VALUES (?, ?, 'erase', ?, '[]', 'abandoned')",
        (at, coder, about),
    )
    return Erased(words, codings, len(touched))


def holds(path: Path, ids: Collection[str]) -> bool:
    """Whether a database file has one of these documents, taken out or not; one that cannot be read may have them."""
    try:
        with contextlib.closing(sqlite.SqliteConnection(sqlite.connect(path, "ro"), path, True)) as connection:
            return bool(_keys(connection, ids))
    except sqlite.SqliteConnection.errors:
        return True


def _rows(connection: Connection, keys: Collection[int], steps: list[Any]) -> set[tuple[str, int]]:
    """The rows of the documents: those there are, and those that the history remembers."""
    found = {
        (table, key)
        for table in OF_A_DOCUMENT
        for key in _column(connection, f"SELECT key FROM {table} WHERE document IN {_marks(keys)}", keys)
    }
    for table, key, before, after in steps:
        if table in OF_A_DOCUMENT and isinstance(key, int) and _belongs((before, after), keys):
            found.add((table, key))
    return found


def _touches(step: Any, keys: Collection[int], rows: Collection[tuple[str, int]], words: Collection[str]) -> bool:
    """Whether a step of the history is about the documents, or a file or memo in it quotes them."""
    table, key, before, after = step
    if table in ("document", "turn", "speaker"):
        return key in keys
    if isinstance(key, list):
        return any(name == table and key[0] <= row <= key[1] for name, row in rows)
    if (table, key) in rows or _belongs((before, after), keys):
        return True
    return table not in ("coding", "decision") and any(_quotes(text, words) for text in _texts((before, after)))


def _belongs(sides: tuple[Any, Any], keys: Collection[int]) -> bool:
    return any(isinstance(side, dict) and side.get("document") in keys for side in sides)


def _texts(value: Any) -> Iterator[str]:
    """Every text inside what JSON holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _quotes(text: str, words: Collection[str]) -> bool:
    return any(line in text for line in words)


def _keys(connection: Connection, ids: Collection[str]) -> list[int]:
    return _column(connection, f"SELECT key FROM document WHERE id IN {_marks(ids)}", ids)


def _column(connection: Connection, query: str, values: Collection[Any]) -> list[Any]:
    return [row[0] for row in connection.execute(query, tuple(values))]


def _marks(values: Collection[Any]) -> str:
    return f"({', '.join('?' * len(values)) or 'NULL'})"
