"""Statements that only read, and what comes back: rows, in the order in which people count."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from ..core.errors import StoreDamaged
from ..core.text import natural
from .connection import Connection

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
        with self.damage_told(where):
            return json.loads(text)

    @contextlib.contextmanager
    def damage_told(self, where: str) -> Iterator[None]:
        """StoreDamaged for a ValueError: what is stored cannot be read."""
        try:
            yield
        except ValueError as error:
            raise StoreDamaged(
                f"{self._connection.label}: what is stored of {where} cannot be read: {error}",
                hint="`qualcode check` says what is damaged, `qualcode backups` lists the copies to put back",
            ) from error

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
