"""Statements that only read, and what comes back: rows, in the order in which people count."""

from __future__ import annotations

import contextlib
import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from sys import intern
from typing import TYPE_CHECKING, Any

from ..core.errors import StoreDamaged
from ..core.model import Span
from ..core.text import natural
from .connection import Connection

if TYPE_CHECKING:
    from ..core.model import Coding

THERE = "document NOT IN (SELECT key FROM document WHERE removed = 1)"
"""Which codings count: no join, for looking up the document of each of a million takes longer than reading them."""


class Statements:
    """What `CodingQueries` and `Reading` are made of."""

    _connection: Connection

    def rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._connection.speaking():
            return self._connection.execute(sql, values).fetchall()

    def named_rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[dict[str, Any]]:
        """Rows by the names of their columns."""
        with self._connection.speaking():
            cursor = self._connection.execute(sql, values)
            names = [each[0] for each in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def parsed(self, text: str, where: str) -> Any:
        """What is stored as JSON; StoreDamaged when it is none any more."""
        try:
            return json.loads(text)
        except ValueError as error:
            raise self._damaged(where, error) from error

    @contextlib.contextmanager
    def damage_told(self) -> Iterator[None]:
        """StoreDamaged for a ValueError: what is stored of the history cannot be read."""
        try:
            yield
        except ValueError as error:
            raise self._damaged("the history", error) from error

    def _damaged(self, where: str, error: ValueError) -> StoreDamaged:
        return StoreDamaged(
            f"{self._connection.label}: what is stored of {where} cannot be read: {error}",
            hint="`qualcode check` says what is damaged, `qualcode backups` lists the copies to put back",
        )

    def document_keys(self) -> dict[str, int]:
        return dict(self.rows("SELECT id, key FROM document WHERE removed = 0"))

    def document_ids(self) -> list[str]:
        return [row[0] for row in in_order(self.rows("SELECT id FROM document WHERE removed = 0 ORDER BY key"))]

    def _added_in_order(self, ordered: Sequence[str]) -> bool:
        """Whether the keys of the documents follow their names, so that the database can order by them."""
        keys = self.document_keys() if ordered else {}
        return all(keys[one] < keys[next] for one, next in pairwise(ordered))


def in_order(rows: Iterable[Any], at: int = 0) -> list[Any]:
    """Rows in the natural order of the ids that stand in one of their columns: P2 before P10."""
    return sorted(rows, key=lambda row: (natural(row[at]), row[at]))


def among(column: str, values: Sequence[str] | None) -> str:
    """A condition: the column holds one of the values; any, where there is None."""
    # No database but SQLite takes an empty list.
    return f" AND {column} IN ({', '.join('?' * len(values)) or 'NULL'})" if values is not None else ""


PLACE = 2**31
"""A place in a text as one number is its start times this, and its stop."""
_TOGETHER = 5_000
"""Codings read at once, unless one document has more."""
_AT_ONCE = 5_000
"""Keys in one question."""


class CodingQueries(Statements):
    """A part of `Reading`."""

    def codings(
        self, documents: list[str] | None = None, coders: list[str] | None = None, codes: list[str] | None = None
    ) -> list[Coding]:
        """Codings in the order of their places; of the named documents, coders and full codes only, if given."""
        from ..core.model import Coding

        sql = (
            "SELECT c.key, d.id, c.start, c.stop, c.quote, k.id, p.id, c.weight, c.qualifier, c.memo, c.unsure, "
            "c.created, c.origin, c.uid FROM coding c "
            "JOIN document d ON d.key = c.document JOIN code k ON k.key = c.code "
            "JOIN coder p ON p.key = c.coder WHERE d.removed = 0"
            + among("d.id", documents) + among("p.id", coders) + among("k.id", codes)
            + " ORDER BY c.document, c.start, c.stop, c.key"
        )  # fmt: skip
        found = [
            Coding(
                key, intern(document), Span(start, stop), quote, intern(code), intern(coder), weight, intern(qualifier),
                memo, bool(unsure), intern(created), intern(origin), uid,
            )
            for rows in self._connection.batches(sql, (*(documents or ()), *(coders or ()), *(codes or ())), _TOGETHER)
            for key, document, start, stop, quote, code, coder, weight, qualifier, memo, unsure, created, origin, uid
            in rows
        ]  # fmt: skip
        ordered = self.document_ids() if documents is None or len(documents) > 1 else []
        if not self._added_in_order(ordered):
            place = {id: at for at, id in enumerate(ordered)}
            found.sort(key=lambda coding: place[coding.document])
        return found

    def coding_numbers(self, radix: tuple[int, int]) -> Iterator[list[tuple[int, int, int]]]:
        """All codings for the analyses, some at a time in the order they were made, as three whole numbers each.

        (document key * radix[0] + code key) * radix[1] + coder key; start * PLACE + stop; and the key of the
        coding, negative where `coding_extras` has more to say. Of a million rows most time goes into making
        Python's numbers, so there are few. `radix` is larger than any key of a code and of a coder.
        """
        sql = (
            "SELECT (CAST(document AS bigint) * ? + code) * ? + coder, CAST(start AS bigint) * ? + stop, "
            "CASE WHEN weight = 1 AND qualifier = '' THEN key ELSE -key END FROM coding ORDER BY key"
        )
        return self._connection.batches(sql, (*radix, PLACE), 20_000)

    def coding_extras(self) -> list[tuple[int, float, str]]:
        """(key, weight, qualifier) of the codings that are not of full weight or carry a qualifier."""
        return self.rows("SELECT key, weight, qualifier FROM coding WHERE weight <> 1 OR qualifier <> '' ORDER BY key")

    def coding_rows(self, places: Iterable[tuple[int, int | None]]) -> list[tuple[Any, ...]]:
        """What makes codings the same, and what they say: at (document key, start), or in all of a document.

        (key, document, start, stop, code, coder, qualifier, weight, memo, unsure), the names by their keys.
        """
        found: list[tuple[Any, ...]] = []
        for document, start in places:
            found += self.rows(
                "SELECT key, document, start, stop, code, coder, qualifier, weight, memo, unsure "
                "FROM coding WHERE document = ?" + ("" if start is None else " AND start = ?"),
                (document,) if start is None else (document, start),
            )
        return found

    def codings_of(self, column: str, key: int) -> list[tuple[Any, ...]]:
        """The codings with a code, or by a coder, given by key, as `coding_rows` gives them."""
        if column not in ("code", "coder"):
            raise ValueError(column)
        return self.rows(
            "SELECT key, document, start, stop, code, coder, qualifier, weight, memo, unsure "
            f"FROM coding WHERE {column} = ?",
            (key,),
        )

    def coding_uids(self) -> set[str]:
        """The lasting ids of all codings."""
        return {uid for (uid,) in self.rows("SELECT uid FROM coding WHERE uid <> ''")}

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
        chosen = of_names("code", codes) + of_names("coder", coders or None)
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
        from ..core.model import Coding

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


def of_names(table: str, names: Sequence[str] | None) -> str:
    """A condition: rows of codings whose document, code or coder has one of the names; of any, where it is None."""
    if names is None:
        return ""
    return f" AND {table} IN (SELECT key FROM {table} WHERE 1 = 1{among('id', names)})"
