"""Codings as they are asked for by whoever goes through a study from end to end: document by document."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from ..core.text import natural
from .connection import Connection

if TYPE_CHECKING:
    from ..core.model import Coding

_TOGETHER = 5_000
"""Codings read at once, unless one document has more."""
_AT_ONCE = 1_000
"""Keys in one question."""


class ByDocument:
    """A part of `Reading`."""

    _connection: Connection

    def codings_by_document(
        self, documents: Sequence[str] = (), coders: Sequence[str] = (), codes: Sequence[str] | None = None
    ) -> Iterator[tuple[str, list[Coding]]]:
        """The codings of each document that has any, in the order of their places; P2 before P10.

        Of the named documents and coders, if any are named, and of the full codes, unless it is None. Some thousands
        are held at once. Every question to the database is over before anything is given out: who takes long
        with it (a person who reads page by page) keeps nobody from writing. What is deleted meanwhile is missing.
        """
        ids = self._names("document", "WHERE removed = 0")
        there: dict[int, array[int]] = {}
        chosen = _of("code", codes) + _of("coder", coders or None)
        sql = f"SELECT document, key FROM coding WHERE 1 = 1{chosen} ORDER BY document, start, stop, key"
        for rows in self._connection.batches(sql, (*(codes or ()), *coders), 20_000):
            for document, key in rows:
                if document not in there:
                    there[document] = array("q")
                there[document].append(key)
        wanted = set(documents)
        waiting = [key for key in there if key in ids and (not wanted or ids[key] in wanted)]
        waiting.sort(key=lambda key: (natural(ids[key]), ids[key]))
        keys: list[int] = []
        for at, document in enumerate(waiting, start=1):
            keys += there.pop(document)
            if len(keys) >= _TOGETHER or at == len(waiting):
                for id, found in groupby(self._codings_with(keys, ids), key=attrgetter("document")):
                    yield id, list(found)
                keys = []

    def _codings_with(self, keys: Sequence[int], documents: dict[int, str]) -> list[Coding]:
        """The codings with these keys that are there, in the order of the keys."""
        from ..core.model import Coding, Span

        codes, coders = self._names("code"), self._names("coder")
        found: dict[int, Coding] = {}
        for at in range(0, len(keys), _AT_ONCE):
            asked = ",".join(map(str, keys[at : at + _AT_ONCE]))
            sql = (
                "SELECT key, document, start, stop, quote, code, coder, weight, qualifier, memo, unsure, created, "
                f"origin, uid FROM coding WHERE key IN ({asked})"
            )
            for rows in self._connection.batches(sql, (), _AT_ONCE):
                # Column by column: of a hundred thousand codings most time goes into making objects one by one.
                key, document, start, stop, quote, code, coder, weight, qualifier, memo, unsure, *rest = zip(
                    *rows, strict=True
                )
                made = map(
                    Coding, key, map(documents.__getitem__, document), map(Span, start, stop), quote,
                    map(codes.__getitem__, code), map(coders.__getitem__, coder), weight, qualifier, memo,
                    map(bool, unsure), *rest,
                )  # fmt: skip
                found.update(zip(key, made, strict=True))
        return [found[key] for key in keys if key in found]

    def _names(self, table: str, which: str = "") -> dict[int, str]:
        with self._connection.speaking():
            return dict(self._connection.execute(f"SELECT key, id FROM {table} {which}").fetchall())


def _of(table: str, names: Sequence[str] | None) -> str:
    if names is None:
        return ""
    return f" AND {table} IN (SELECT key FROM {table} WHERE id IN ({', '.join('?' * len(names)) or 'NULL'}))"
