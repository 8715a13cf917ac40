"""The index of words of a project: asked before texts are searched, and kept up to date with them.

The first search makes it, after it has answered; from then on it follows every document that comes, is read again
or goes. A small study is read faster than it is looked up, and has none. Documents that the index does not know are
searched as if there were no index, so that it never has to be right, only useful.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..retrieval.required_words import indexed, needs, odd
from ..retrieval.words import Spelling, Term
from ..store.word_index import Word, WordIndex

if TYPE_CHECKING:
    from .handle import Handle

WORTH = 2_000_000
"""Letters of a study's texts from which an index is worth its file."""
_UNKNOWN = (0, None, True)
_FORGOTTEN = 0.3
"""The part of the rows that may lead nowhere before the index is made anew."""


Digests = Sequence[tuple[str, int, str, int]]
"""Id, key, digest and length of each text there is, from the store."""


def candidates(project: Handle, present: Digests, terms: Sequence[Term], spelling: Spelling) -> set[str] | None:
    """The documents in which the terms can stand; None where all must be read."""
    wanted = needs(terms, spelling)
    if wanted is None:
        return None
    if sum(length for *_, length in present) < WORTH:
        return None
    try:
        with WordIndex(_path(project)) as index:
            known = index.documents()
            rows = index.holding([[Word(need.text, need.begins) for need in term] for term in wanted])
    except (sqlite3.Error, OSError):
        return None
    found = set()
    for id, key, digest, _ in present:
        row, indexed, always = known.get(key, _UNKNOWN)
        if indexed != digest or always or row in rows:
            found.add(id)
    return found


def catch_up(project: Handle) -> None:
    """Take in the texts that have come since, and forget those that went. Nothing where it cannot be written."""
    present = project.store.digests()
    if sum(length for *_, length in present) < WORTH:
        return
    digests = {key: digest for _, key, digest, _ in present if digest}
    path = _path(project)
    with contextlib.suppress(sqlite3.Error, OSError):
        try:
            with WordIndex(path) as index:  # most often there is nothing to do, and then nothing is locked
                known = {key: digest for key, (_, digest, _) in index.documents().items()}
        except sqlite3.DatabaseError:
            known = {}
        if known == digests:
            return
        try:
            _write(project, digests)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                return  # another program is at it
            path.unlink(missing_ok=True)  # it is damaged, or no index at all
            _write(project, digests)


def keep(project: Handle) -> None:
    """Bring the index up to date where searching has made one."""
    if _path(project).exists():
        catch_up(project)


def _write(project: Handle, digests: dict[int, str]) -> None:
    with WordIndex(_path(project), make=True) as index:
        if index.forgotten > _FORGOTTEN * len(digests) + 10:
            index.start_anew()
        known = index.documents()
        gone = [key for key, (_, digest, _) in known.items() if digests.get(key) != digest]
        new = {key for key, digest in digests.items() if known.get(key, _UNKNOWN)[1] != digest}
        index.update(gone, _words(project, digests, new))


def _words(project: Handle, digests: dict[int, str], new: set[int]) -> Iterator[tuple[int, str, str, bool]]:
    ids = {id: key for id, key, _, _ in project.store.digests() if key in new}
    for id, _, text in project.store.texts(list(ids)):
        words = indexed(text)
        yield ids[id], digests[ids[id]], words, odd(words)


def _path(project: Handle) -> Path:
    return project.root / ".cache" / "words.sqlite"
