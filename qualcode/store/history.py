"""Changes with their inverses: what makes every command undoable.

A change is a list of single steps `[table, key, before, after]`. `before` is None for a
new row, `after` is None for a deleted one, and otherwise both hold the columns that
changed. Undoing applies the steps backwards with the two sides exchanged; nothing else
needs to know how a command works in order to undo it. A step on the table `file` holds the
text of a hand-written file (a codebook) before and after.

New codings are not repeated here: see `entries`, which also does and undoes what is stored.

A change need not be the latest to be undone: people undo their own. A step whose row somebody
has changed since is refused, so that nothing of theirs goes with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..core.errors import DataError
from .connection import Connection
from .entries import USUAL, Row, Step, known, note_insert, note_run, set_questions, set_speakers

TURN = ("document", "number", "speaker", "role", "start", "stop", "time", "question")
PAGE = ("document", "number", "label", "start", "stop", "approximate")

LASTING = ("coding", "memo", "decision", "measure")
"""Tables whose rows are known again in every copy of the study."""


class Entry(NamedTuple):
    """One line of the audit trail."""

    key: int
    at: str
    coder: str
    action: str
    summary: str
    state: str
    undone: str | None = None


_AT_ONCE = 10_000
"""Rows of a batch that are handed to the database together."""


class Change:
    """What one command does to the database; becomes one row of history."""

    def __init__(self, connection: Connection, on_disk: Callable[[str], str | None]) -> None:
        self._connection, self._on_disk = connection, on_disk
        self.steps: list[Step] = []
        self.summary = ""
        self.action = ""

    def insert(self, table: str, row: Row) -> int:
        """Add a row and return its key."""
        row = _lasting(table, row)
        key = self._connection.insert(known(table), row)
        note_insert(self.steps, table, key, row)
        return key

    def first(self, table: str, row: Row) -> int:
        """Add a row whose `id` nobody has yet and return its key; that of whoever was quicker otherwise."""
        keyed = {**self._connection.next_key(table), **row}
        columns, marks = ", ".join(keyed), ", ".join("?" * len(keyed))
        made = self._connection.execute(
            f"INSERT INTO {known(table)} ({columns}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING RETURNING key",
            tuple(keyed.values()),
        ).fetchall()
        if made:
            note_insert(self.steps, table, int(made[0][0]), row)
            return int(made[0][0])
        [[key]] = self._connection.execute(f"SELECT key FROM {table} WHERE id = ?", (row["id"],)).fetchall()
        return int(key)

    def insert_all(self, table: str, rows: Iterable[Row]) -> list[int]:
        """Add many rows, all with the same columns, and return their keys; far faster than one by one."""
        rows = [_lasting(table, row) for row in rows]
        if not rows:
            return []
        usual = USUAL.get(table, ())
        names = usual if rows[0].keys() == frozenset(usual) else tuple(rows[0])  # the usual ones become one step
        return self.insert_rows(table, names, [tuple(map(row.__getitem__, names)) for row in rows])

    def insert_rows(self, table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> list[int]:
        """The same for rows given as their values in the order of `names`, which take a quarter of the memory."""
        if not rows:
            return []
        if table in LASTING and "uid" not in names:
            keys: list[int] = []
            for first in range(0, len(rows), _AT_ONCE):  # all rows a second time would be a sixth of what a batch takes
                some = rows[first : first + _AT_ONCE]
                given = [(*row, id) for row, id in zip(some, _lasting_ids(len(some)), strict=True)]
                keys += self.insert_rows(table, (*names, "uid"), given)
            return keys
        made = self._connection.insert_rows(known(table), names, rows)
        if tuple(names) == USUAL.get(table):
            for first, stop in _in_a_row(made):
                note_run(self.steps, table, made[first], rows[first:stop])
        else:
            for key, row in zip(made, rows, strict=True):
                note_insert(self.steps, table, key, dict(zip(names, row, strict=True)))
        return list(made)

    def update(self, table: str, key: int, columns: Row) -> None:
        """Set columns of a row; what does not change is not recorded."""
        names = ", ".join(columns)
        found = self._connection.execute(f"SELECT {names} FROM {known(table)} WHERE key = ?", (key,)).fetchone()
        if found is None:
            raise gone(table)
        before = {name: old for (name, new), old in zip(columns.items(), found, strict=True) if old != new}
        if before:
            after = {name: columns[name] for name in before}
            self._connection.update(known(table), key, after)
            self.steps.append((table, key, before, after))

    def delete(self, table: str, key: int) -> None:
        """Take a row away."""
        cursor = self._connection.execute(f"SELECT * FROM {known(table)} WHERE key = ?", (key,))
        found = cursor.fetchone()
        if found is None:
            raise gone(table)
        row = {column[0]: value for column, value in zip(cursor.description, found, strict=True)}
        del row["key"]
        self._connection.execute(f"DELETE FROM {table} WHERE key = ?", (key,))
        self.steps.append((table, key, row, None))

    def document(self, row: Row, turns: Iterable[tuple[Any, ...]], pages: Iterable[tuple[Any, ...]]) -> int:
        """Add a document with its turns and pages; undoing it marks the document removed.

        The text itself is not copied into the history: the row stays, so that redo finds it.
        """
        key = self._connection.insert("document", row)
        self._connection.fill("turn", TURN, ((key, *turn) for turn in turns))
        self._connection.fill("page", PAGE, ((key, *page) for page in pages))
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
            set_questions(self._connection, document, changed)

    def speakers(self, document: int, by_turn: Mapping[int, tuple[str, str]]) -> None:
        """Set who said each turn, and in which role."""
        rows = self._connection.execute("SELECT number, speaker, role FROM turn WHERE document = ?", (document,))
        before = {number: [speaker, role] for number, speaker, role in rows}
        changed = {number: list(said) for number, said in by_turn.items() if before.get(number) != list(said)}
        if changed:
            old = {str(number): before[number] for number in changed}
            self.steps.append(("speaker", document, old, {str(number): said for number, said in changed.items()}))
            set_speakers(self._connection, document, changed)

    def text(self, path: str) -> str | None:
        """A hand-written file as it is now, with what this change has done to it; None when there is none."""
        for table, key, _, after in reversed(self.steps):
            if table == "file" and key == path:
                return after if isinstance(after, str) else None
        return self._on_disk(path)

    def file(self, path: str, before: str | None, after: str | None) -> None:
        """Change a hand-written file from `before`, which it must still be, to `after`.

        Raises DataError `file_changed_meanwhile` where another program or a person wrote it since it was read.
        """
        if self.text(path) != before:
            raise FileChangedMeanwhile(path)
        if before != after:
            self.steps.append(("file", path, before, after))

    def files(self) -> dict[str, tuple[str | None, str | None]]:
        """What becomes of each hand-written file: path -> (text before, text after)."""
        found: dict[str, tuple[str | None, str | None]] = {}
        for table, path, before, after in self.steps:
            if table == "file":
                first = found[path][0] if path in found else before
                found[path] = (_text(first), _text(after))
        return {path: texts for path, texts in found.items() if texts[0] != texts[1]}


def _in_a_row(keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where keys follow each other: (first, stop) of each such part. A server may give others one in between."""
    first = 0
    if isinstance(keys, range):
        yield 0, len(keys)
        return
    for at in range(1, len(keys) + 1):
        if at == len(keys) or keys[at] != keys[at - 1] + 1:
            yield first, at
            first = at


def _lasting_ids(number: int) -> Iterator[str]:
    """As many ids for life."""
    drawn = os.urandom(16 * number).hex()
    return (drawn[at : at + 32] for at in range(0, 32 * number, 32))


def lasting_id() -> str:
    """An id for life, which nothing else has."""
    return os.urandom(16).hex()


def _lasting(table: str, row: Row) -> Row:
    """The row with an id of its own for life, if it has none yet."""
    return {**row, "uid": lasting_id()} if table in LASTING and not row.get("uid") else row


class FileChangedMeanwhile(DataError):
    """A hand-written file is not what it was when a change began."""

    default_slug = "file_changed_meanwhile"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} was changed by another program while this command ran; nothing was stored", hint="try again"
        )


def gone(table: str) -> DataError:
    """What to say where a row that a command means to change is not there any more."""
    what = {"document": "document", "coder": "coder", "memo": "memo"}.get(table, "coding")
    return DataError(
        f"the {what} was taken away by another program meanwhile; nothing was stored",
        slug="gone_meanwhile", hint="look again, and try again",
    )  # fmt: skip


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
