"""Entries of the history as they are stored: written, done and undone, and taken back as if they had never been."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .connection import Connection
from .file_texts import texts_before
from .history import apply, changed_since
from .queries import Reading
from .runs import Step, encoded, packed, unpacked


def stored(store: Reading, connection: Connection, steps: Sequence[Step], entry: int | None = None) -> str:
    """The steps of a new entry, or of one that is there, as they are stored: without texts that stand before it."""
    if any(step[0] == "file" for step in steps):
        with store.damage_told("the history"):
            steps = texts_before(connection, entry).folded(steps)
    return encoded(steps)


def applied(
    store: Reading, connection: Connection, entry: int, changes: str, backwards: bool
) -> tuple[str, dict[str, tuple[Any, Any]]]:
    """Do or undo a stored entry: how it is to be stored from now on, and what is asked of each file."""
    there = store.parsed(changes, "the history")
    if any(step[0] == "file" for step in there):
        with store.damage_told("the history"):
            there = texts_before(connection, entry).whole(there)
    steps = unpacked(connection, there) if backwards else there
    if steps is None:
        raise changed_since()
    files = apply(connection, steps, backwards=backwards)
    return stored(store, connection, steps if backwards else packed(steps), entry), files


def take_back(store: Reading, connection: Connection, entry: int) -> None:
    """Undo in the database a change whose files could not be written, as if it had never been."""
    state, changes = connection.execute("SELECT state, changes FROM history WHERE key = ?", (entry,)).fetchone()
    backwards = state == "done"
    changes, _ = applied(store, connection, entry, changes, backwards)
    connection.execute(
        "UPDATE history SET state = ?, changes = ? WHERE key = ?",
        ("undone" if backwards else "done", changes, entry),
    )
