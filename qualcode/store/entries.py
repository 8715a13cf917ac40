"""Entries of the history: the steps of a change as they are stored, done, undone, and taken back as if never made.

A step for every new coding, with all its columns, would make the history twice as large as what it is
the history of. So codings made one after the other are one step, `["coding", [first, last], null, check]`, and so are
the parts of another program's file;
`check` is a checksum of what they were made, by which undoing sees whether somebody changed one since; their
lasting ids are no part of it, for whoever merges two copies may find that a coding had another one there.
When the change is undone the rows leave their table, and stand in the history until it is done again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError
from .connection import Connection
from .file_texts import texts_before

if TYPE_CHECKING:
    from .queries import Reading

Row = Mapping[str, Any]
Step = tuple[str, Any, Row | str | bool | None, Any]

TABLES = (
    "coder", "code", "document", "coding", "memo", "decision", "assignment", "answer_status", "foreign_part",
    "joined_history", "settled", "round", "measure",
)  # fmt: skip

USUAL = {
    "coding": (
        "document", "start", "stop", "quote", "code", "coder", "qualifier", "weight", "memo", "unsure", "created",
        "origin", "uid",
    ),
    "foreign_part": ("format", "kind", "subject", "value"),
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
    steps.append((table, [first, key + len(rows) - 1], None, _checked(table, check, rows)))


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
        if _checked(table, 0, [values for _, *values in rows]) != check or len(rows) != keys[1] - keys[0] + 1:
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


def _checked(table: str, check: int, rows: Iterable[Sequence[Any]]) -> int:
    plain = "".join(_plain_codings(rows) if table == "coding" else ("\0".join((*row, "")) for row in rows))
    return zlib.crc32(plain.encode("utf-8", "surrogatepass"), check)


def _plain_codings(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    return (
        # As the database gives them back: a weight of 1 as 1.0, a yes as 1.
        f"{document} {start} {stop} {code} {coder} {float(weight)} {int(unsure)}"
        f"\0{quote}\0{qualifier}\0{memo}\0{created}\0{origin}"
        for document, start, stop, quote, code, coder, qualifier, weight, memo, unsure, created, origin, *_ in rows
    )


def stored(store: Reading, connection: Connection, steps: Sequence[Step], entry: int | None = None) -> str:
    """The steps of a new entry, or of one that is there, as they are stored: without texts that stand before it."""
    if any(step[0] == "file" for step in steps):
        with store.damage_told():
            steps = texts_before(connection, entry).folded(steps)
    return encoded(steps)


def applied(
    store: Reading, connection: Connection, entry: int, changes: str, backwards: bool
) -> tuple[str, dict[str, tuple[Any, Any]]]:
    """Do or undo a stored entry: how it is to be stored from now on, and what is asked of each file."""
    there = store.parsed(changes, "the history")
    if any(step[0] == "file" for step in there):
        with store.damage_told():
            there = texts_before(connection, entry).whole(there)
    steps = unpacked(connection, there) if backwards else there
    if steps is None:
        raise changed_since()
    done, files = apply(connection, steps, backwards=backwards)
    return stored(store, connection, done if backwards else packed(done), entry), files


def take_back(store: Reading, connection: Connection, entry: int) -> None:
    """Undo in the database a change whose files could not be written, as if it had never been."""
    state, changes = connection.execute("SELECT state, changes FROM history WHERE key = ?", (entry,)).fetchone()
    backwards = state == "done"
    changes, _ = applied(store, connection, entry, changes, backwards)
    connection.execute(
        "UPDATE history SET state = ?, changes = ? WHERE key = ?",
        ("undone" if backwards else "done", changes, entry),
    )


def apply(
    connection: Connection, steps: Sequence[Step], *, backwards: bool
) -> tuple[list[Step], dict[str, tuple[Any, Any]]]:
    """Do or undo the steps of a change in the database.

    Returns the steps, with the keys that codes and coders have now, and what is asked of each hand-written file:
    path -> (text it had after the change, text wanted); None stands for no file. Raises DataError `changed_since`
    where a row is no longer what the change made it.
    """
    files: dict[str, tuple[Any, Any]] = {}
    taken_out: list[int] = []
    meant: dict[tuple[str, int], int] = {}
    done: list[Step] = []
    for table, key, *both in reversed(steps) if backwards else steps:
        before, after = (_translated(connection, table, row, meant) for row in both)
        done.append((table, key, before, after))
        old, new = (after, before) if backwards else (before, after)
        if table == "file":
            files[key] = (files[key][0] if key in files else old, new)
        elif table == "turn":
            assert isinstance(new, Mapping)
            set_questions(connection, key, {int(number): q for number, q in new.items()})
        elif table == "speaker":
            assert isinstance(new, Mapping)
            set_speakers(connection, key, {int(number): said for number, said in new.items()})
        elif new is None:
            assert isinstance(old, Mapping)
            _take_away(connection, table, key, old)
        else:
            assert isinstance(new, Mapping)
            if old is None:
                if table in ("code", "coder") and (there := _key_of(connection, table, str(new["id"]))) is not None:
                    meant[table, key] = there  # somebody else has made it meanwhile
                    continue
                row = {"key": key, **new}
                columns, marks = ", ".join(row), ", ".join("?" * len(row))
                connection.execute(f"INSERT INTO {known(table)} ({columns}) VALUES ({marks})", tuple(row.values()))
            else:
                assert isinstance(old, Mapping)
                _unchanged(connection, table, key, old)
                connection.update(known(table), key, new)
                if table == "document" and new.get("removed") == 1:
                    taken_out.append(key)
    for key in taken_out if backwards else ():
        # Undoing an `add` or a `reread` must not hide what others have coded or written about the document since.
        if any(
            connection.execute(f"SELECT 1 FROM {table} WHERE document = ? LIMIT 1", (key,)).fetchone()
            for table in OF_A_DOCUMENT
        ):
            raise changed_since()
    return done[::-1] if backwards else done, files


def changed_since() -> DataError:
    """What stands in the way of undoing a change that others have built on."""
    return DataError("others have changed or coded since what this change touched", slug="changed_since")


def _take_away(connection: Connection, table: str, key: int, row: Row) -> None:
    if table in ("code", "coder"):
        # Made on first use by this change, and used by others since: it stays for them.
        uses = [(other, column) for other, column, meant in _REFERENCES if meant == table]
        if any(
            connection.execute(f"SELECT 1 FROM {other} WHERE {column} = ? LIMIT 1", (key,)).fetchone()
            for other, column in uses
        ):
            return
        if not connection.execute(f"SELECT 1 FROM {table} WHERE key = ?", (key,)).fetchone():
            return  # it is somebody else's, who made it meanwhile
    _unchanged(connection, table, key, row)
    connection.execute(f"DELETE FROM {known(table)} WHERE key = ?", (key,))


OF_A_DOCUMENT = ("coding", "memo", "decision", "assignment", "answer_status")
"""Tables whose rows have a key of their own and are what people made of a document."""
_REFERENCES = (
    ("coding", "code", "code"), ("coding", "coder", "coder"), ("memo", "code", "code"), ("memo", "coder", "coder"),
    ("decision", "code", "code"), ("decision", "coder", "coder"), ("decision", "about", "coder"),
    ("assignment", "coder", "coder"), ("round", "coder", "coder"), ("round", "adjudicator", "coder"),
    ("measure", "coder", "coder"),
)  # fmt: skip
_MEANT = {table: [one[1:] for one in _REFERENCES if one[0] == table] for table, *_ in _REFERENCES}


def _key_of(connection: Connection, table: str, id: str) -> int | None:
    row = connection.execute(f"SELECT key FROM {known(table)} WHERE id = ?", (id,)).fetchone()
    return None if row is None else int(row[0])


def _translated(connection: Connection, table: str, row: Any, meant: dict[tuple[str, int], int]) -> Any:
    """A row with the keys that the codes and coders it means have now; `meant` has those that were looked up."""
    changed = {}
    for column, table_meant in _MEANT.get(table, ()):
        if isinstance(row, Mapping) and (key := row.get(column)) is not None:
            if (table_meant, key) not in meant:
                meant[table_meant, key] = _key_now(connection, table_meant, key)
            if meant[table_meant, key] != key:
                changed[column] = meant[table_meant, key]
    return {**row, **changed} if changed else row


def _key_now(connection: Connection, table: str, key: int) -> int:
    """The key of a code or a coder that was made once with a key: another one where it was made anew meanwhile."""
    if not connection.execute(f"SELECT 1 FROM {table} WHERE key = ?", (key,)).fetchone():
        made = f'%["{table}",{key},null,%'
        for (changes,) in connection.execute("SELECT changes FROM history WHERE changes LIKE ?", (made,)).fetchall():
            for name, there, _, row in json.loads(changes):
                if (name, there) == (table, key) and isinstance(row, dict):
                    return _key_of(connection, table, str(row["id"])) or key
    return key


def _unchanged(connection: Connection, table: str, key: int, row: Row) -> None:
    """Refuse where a row is not there, or is not what it was made."""
    found = connection.execute(f"SELECT {', '.join(row)} FROM {known(table)} WHERE key = ?", (key,)).fetchone()
    if found is None or found != tuple(row.values()):
        raise changed_since()


def set_questions(connection: Connection, document: int, by_turn: Mapping[int, str | None]) -> None:
    connection.executemany(
        "UPDATE turn SET question = ? WHERE document = ? AND number = ?",
        [(question, document, number) for number, question in by_turn.items()],
    )


def set_speakers(connection: Connection, document: int, by_turn: Mapping[int, Sequence[str]]) -> None:
    connection.executemany(
        "UPDATE turn SET speaker = ?, role = ? WHERE document = ? AND number = ?",
        [(speaker, role, document, number) for number, (speaker, role) in by_turn.items()],
    )


def known(table: str) -> str:
    """A name that may stand in a statement."""
    # Table names cannot be bound as parameters, so only names from this list reach a statement.
    if table not in TABLES:
        raise ValueError(table)
    return table
