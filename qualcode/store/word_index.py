"""Which documents hold some words: a full-text index in a file of its own beside the database.

It holds the words of each document, not where they stand: enough to leave out the documents in which a phrase
cannot be. It can always be made again, so that whatever is wrong with it means only that all texts are read. Being
beside the database it is the same for every engine, and `remove --erase` takes it away with the other caches.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

FORMAT = 3
"""Of the file; another one is made anew."""
_BUFFER = 32 << 20
"""Bytes of words gathered before they are written: few large pieces are faster than many small ones."""


class Word(NamedTuple):
    """A word that must be there: as it is, or as the beginning of one."""

    text: str
    begins: bool = False


class WordIndex:
    """The index of a project; use it in `with`. sqlite3.Error wherever it cannot be used."""

    def __init__(self, path: Path, *, make: bool = False) -> None:
        if make:
            path.parent.mkdir(parents=True, exist_ok=True)
        way = "rwc" if make else "ro"
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={way}", uri=True, isolation_level=None)
        try:
            if make:
                self._connection.execute("PRAGMA synchronous = OFF")  # it can be made again
                if self._version() != FORMAT:
                    self._make()
            elif self._version() != FORMAT:
                raise sqlite3.DatabaseError("an index of another release")
        except sqlite3.Error:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def _make(self) -> None:
        with self._transaction():
            for table in ("word", "indexed"):
                self._connection.execute(f"DROP TABLE IF EXISTS {table}")
            self._connection.execute(
                "CREATE VIRTUAL TABLE word USING fts5(text, content = '', columnsize = 0, detail = none, "
                "tokenize = 'unicode61 remove_diacritics 0')"
            )
            self._connection.execute(
                "CREATE TABLE indexed (row INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL UNIQUE, "
                "digest TEXT NOT NULL, always INTEGER NOT NULL)"
            )
            self._connection.execute(f"PRAGMA user_version = {FORMAT}")

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    # -- what it holds -----------------------------------------------------------------

    def documents(self) -> dict[int, tuple[int, str, int]]:
        """By the key of each document its row, the digest of its text, and whether it is `always` to be looked at:
        its words cannot be told apart as a search does."""
        rows = self._connection.execute("SELECT document, row, digest, always FROM indexed")
        return {document: (row, digest, always) for document, row, digest, always in rows}

    def holding(self, terms: Sequence[Sequence[Word]]) -> set[int]:
        """The rows that hold all the words of one of the terms."""
        asked = " OR ".join(f"({' AND '.join(map(_asked, words))})" for words in terms)
        return {row for (row,) in self._connection.execute("SELECT rowid FROM word WHERE word MATCH ?", (asked,))}

    # -- keeping it --------------------------------------------------------------------

    def update(self, gone: Collection[int], new: Iterable[tuple[int, str, str, bool]]) -> None:
        """Forget some documents, and take in others: key, digest, words as a search folds them, and whether it is
        `always` to be looked at. In one transaction; the words of what was forgotten lead nowhere, and are
        left out when the file is made anew."""
        with self._transaction():
            self._connection.execute("INSERT INTO word (word, rank) VALUES ('hashsize', ?)", (_BUFFER,))
            self._connection.executemany("DELETE FROM indexed WHERE document = ?", ((key,) for key in gone))
            for key, digest, words, always in new:
                row = self._connection.execute(
                    "INSERT INTO indexed (document, digest, always) VALUES (?, ?, ?)", (key, digest, always)
                ).lastrowid
                if not always:
                    self._connection.execute("INSERT INTO word (rowid, text) VALUES (?, ?)", (row, words))

    def start_anew(self) -> None:
        """Empty it."""
        self._make()

    @property
    def forgotten(self) -> int:
        """How many rows lead nowhere."""
        last = self._connection.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence").fetchone()[0]
        return int(last) - int(self._connection.execute("SELECT count(*) FROM indexed").fetchone()[0])


def _asked(word: Word) -> str:
    quoted = word.text.replace('"', '""')
    return f'"{quoted}"{"*" if word.begins else ""}'
