"""What all results have in common in Python: they print as a table with its account, and become a data frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import numbers
from ..values import UNDEFINED
from .common import Accounting, plain

if TYPE_CHECKING:
    import pandas as pd


class Tabular:
    """A result with rows, of a selection that is accounted for."""

    __slots__ = ()
    accounting: Accounting | None

    def _rows(self) -> list[dict[str, Any]]:
        """The rows as plain values, by column."""
        rows: list[dict[str, Any]] = plain(self)["rows"]
        return rows

    def to_frame(self) -> pd.DataFrame:
        """The rows of `--json` as a pandas data frame; `attrs` has the options and where the material went."""
        import pandas as pd

        frame = pd.DataFrame(self._rows())
        frame.attrs["options"] = plain(getattr(self, "options", {}))
        frame.attrs["accounting"] = plain(self.accounting)
        return frame

    def __str__(self) -> str:
        """A plain table, and under it what was counted and what was left out."""
        return "\n".join([*self._table(), *self._account()])

    def _table(self) -> list[str]:
        rows = self._rows()
        columns = [name for name in dict.fromkeys(key for row in rows for key in row) if not _nested(rows, name)]
        return aligned([columns, *([_written(row.get(name)) for name in columns] for row in rows)])

    def _account(self) -> list[str]:
        return ["", *self.accounting.sentences()] if self.accounting else []


def _nested(rows: list[dict[str, Any]], name: str) -> bool:
    return any(isinstance(row.get(name), dict | list) for row in rows)


def _written(value: Any) -> str:
    if value is None:
        return UNDEFINED
    return numbers.number(value) if isinstance(value, float) else str(value)


def aligned(lines: list[list[str]]) -> list[str]:
    """Rows of a plain table: the first column to the left, the others to the right."""
    if not lines or not lines[0]:
        return []
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    return [
        "  ".join([line[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True))])
        for line in lines
    ]
