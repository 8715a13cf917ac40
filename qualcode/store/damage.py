"""Damage that SQLite itself does not stop at: a torn copy, a flipped bit, a text that is not what was read.

Each finding is said in words with the place it is at; none of them changes anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ..core.errors import QualcodeError, StoreDamaged, UsageError
from ..core.files import second_copy_of
from ..core.ticks import Tick, ticking
from .migrations import checks
from .place import FILE as DATABASE
from .store import Store

_HOLD_WORK = (DATABASE, "qualcode.toml", "cases.csv", "questions.yaml")
"""What holds work in a project's folder, beside the codebooks."""


class Damage(NamedTuple):
    """One thing that is not as it was stored."""

    where: str
    message: str
    slug: str


def quickly(store: Store) -> list[Damage]:
    """What can be told without waiting: the structure of the file, and copies that lie beside it."""
    return [*copies(store.folder), *_structure(store, thorough=False)]


def thoroughly(store: Store, progress: Tick | None = None) -> list[Damage]:
    """All that can be told: structure, constraints, references, digests of texts, places, JSON, copies."""
    found = [*copies(store.folder), *_structure(store, thorough=True)]
    for look in (_constraints, partial(_texts, progress=progress), _places, _values):
        try:
            found += look(store)
        except (UsageError, ValueError) as error:
            found.append(Damage(Path(store.label).name, f"cannot be looked through: {error}", "store_damaged"))
    return found


def copies(folder: Path) -> Iterator[Damage]:
    """Files that a cloud folder made of the database or what is written by hand when two computers changed it."""
    books = folder / "codebooks"
    own = {
        folder: [folder / name for name in _HOLD_WORK],
        books: [path for path in books.glob("*.y*ml") if path.suffix in (".yaml", ".yml")],
    }
    for holder, originals in own.items():
        for path in sorted(holder.iterdir()) if holder.is_dir() else ():
            if path.is_file() and (original := second_copy_of(path, originals)) is not None:
                yield Damage(
                    path.relative_to(folder).as_posix(),
                    f"looks like a second copy of {original.name}, made by a cloud folder; what is only in it is not "
                    "in this study",
                    "conflicted_copy",
                )


def _structure(store: Store, *, thorough: bool) -> Iterator[Damage]:
    for where, what in store.faults(thorough=thorough):
        yield Damage(where, what, "store_damaged")


def _constraints(store: Store) -> Iterator[Damage]:
    """Every constraint of the schema again; SQLite looks at them only when a row is written."""
    for table, condition in checks():
        count = store.query(f"SELECT count(*) FROM {table} WHERE NOT ({condition})")[1][0][0]
        if count:
            yield Damage(table, f"{count} rows are not as they must be: {condition}", "store_damaged")


def _texts(store: Store, *, progress: Tick | None) -> Iterator[Damage]:
    rows = store.query("SELECT id, text, length, digest FROM document WHERE removed = 0")[1]
    for id, text, length, digest in ticking(rows, progress):
        if len(text) != length or (digest and hashlib.sha256(text.encode()).hexdigest() != digest):
            yield Damage(id, "its text is not the text that was read", "text_damaged")


def _places(store: Store) -> Iterator[Damage]:
    rows = store.query(
        "SELECT d.id, t.number FROM turn t JOIN document d ON d.key = t.document "
        "WHERE t.stop < t.start OR t.start < 0 OR t.stop > d.length ORDER BY 1, 2"
    )[1]
    for id, number in rows:
        yield Damage(f"{id}:{number}", "the turn runs backwards, or beyond the text", "store_damaged")
    rows = store.query(
        "SELECT d.id, c.start, c.stop FROM coding c JOIN document d ON d.key = c.document WHERE c.stop > d.length"
    )[1]
    for id, start, stop in rows:
        yield Damage(f"{id}@{start}-{stop}", "the coding reaches beyond the text", "store_damaged")


def _values(store: Store) -> Iterator[Damage]:
    for table, name, column, kind in (
        ("document", "id", "attributes", dict), ("document", "id", "warnings", list),
        ("document", "id", "request", dict), ("history", "key", "changes", list),
        ("round", "id", "plan", dict), ("measure", "key", "result", dict),
        ("assignment", "key", "places", list), ("settled", "key", "refused", object),
    ):  # fmt: skip
        for key, text in store.query(f"SELECT {name}, {column} FROM {table}")[1]:
            try:
                value = json.loads(text)
                steps = value if column == "changes" and isinstance(value, list) else []
                sound = isinstance(value, kind) and all(isinstance(step, list) and len(step) == 4 for step in steps)
            except (TypeError, ValueError):
                sound = False
            if not sound:
                yield Damage(f"{table} {key}", f"what is stored as its {column} cannot be read", "store_damaged")


def refuse_damaged(store: Store, error: Exception) -> None:
    """StoreDamaged in place of an error that nobody raised on purpose, where the database is damaged.

    A flipped bit can make any row contradict another; no reader can be on its guard against all of them.
    """
    mistakes = LookupError, TypeError, AttributeError, ArithmeticError, ValueError, AssertionError
    if isinstance(error, QualcodeError) or not isinstance(error, mistakes):
        return
    found = [damage for damage in thoroughly(store) if damage.slug != "conflicted_copy"]
    if found:
        raise StoreDamaged(
            f"{store.label} is damaged: {found[0].where}: {found[0].message}",
            hint="`qualcode check` says all of it, `qualcode backups` lists the copies to put back",
        ) from error
