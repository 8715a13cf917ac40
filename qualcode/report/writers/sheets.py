"""An Excel workbook: one sheet a table, numbers as numbers, shares as real percentages.

A text is never a formula, whatever it begins with. The file has no clock in it: the same report
gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, BinaryIO

from ...core import numbers
from ...core.container import timeless
from ...core.errors import UsageError
from ...core.scratch import scratch
from ...core.table import Column, Note, Report, Table
from ...core.text import written_out
from ...core.ticks import ROWS, Tick, ticking
from ..wording import Words
from .cells import expanded, full_title

if TYPE_CHECKING:
    from .. import Options

LONGEST_CELL = 32_767
"""Characters that Excel holds in one cell."""
MOST_ROWS = 1_048_576
"""Rows that Excel holds on one sheet, the header among them."""
_FORMULA = frozenset("=+-@")
_NO_CLOCK = datetime(1980, 1, 1)


def write(report: Report, stream: BinaryIO, options: Options) -> None:
    """Every table of the report on its own sheet, and the notes of all on a last one.

    Where the report has its values one to a row too (`flat`), they are sheets as well. Raises
    UsageError (`too_large`) for a table that has more rows than a sheet.
    """
    from xlsxwriter import Workbook

    words = Words(report.language)
    tables = _tables(report)
    for table in tables:
        if len(table.rows) >= MOST_ROWS:
            raise UsageError(
                f"{len(table.rows):,} rows; a sheet of Excel holds {MOST_ROWS:,}",
                slug="too_large",
                hint="write it as .csv, or choose fewer documents (--document, --code)",
            )
    raw = io.BytesIO()
    with scratch() as folder:  # rows leave the memory as they are written
        workbook = Workbook(raw, {"constant_memory": True, "tmpdir": str(folder)})
        workbook.set_properties(
            {"title": _held(report.title), "author": _held(report.author) or "qualcode", "created": _NO_CLOCK}
        )
        look = _Look(workbook, options.decimals)
        names = sheet_names([table.name or table.caption or report.kind for table in tables], words("table"))
        notes: list[tuple[str, str]] = []
        for name, table in zip(names, tables, strict=True):
            _sheet(workbook.add_worksheet(name), expanded(table, words), look, options.progress)
            notes += [(table.caption, note) for note in table.notes]
        notes += [("", block.text) for block in report.blocks if isinstance(block, Note)]
        if notes or not tables:
            sheet = workbook.add_worksheet(_free(words("note").rstrip("."), names))
            sheet.set_column(0, 0, 40)
            sheet.set_column(1, 1, 100)
            for number, (caption, note) in enumerate(notes):
                look.text(sheet, number, 0, caption)
                look.text(sheet, number, 1, note)
        workbook.close()
    stream.write(timeless(raw.getvalue()))


def _tables(report: Report) -> list[Table]:
    """What becomes a sheet each."""
    if report.kind == "codings":
        return list(report.flat)  # the table for pages has nothing that this one lacks
    there = {table.name for table in report.tables}
    return [*report.tables, *(flat for flat in report.flat if flat.name not in there)]


def cells_cut(report: Report) -> int:
    """How many texts of a report are longer than a cell of a workbook holds."""
    cells = (cell for table in _tables(report) for row in table.rows for cell in row)
    return sum(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells)


class _Look:
    """Puts values into cells, each with the format that a reader expects."""

    def __init__(self, workbook: Any, decimals: int | None) -> None:
        self.workbook, self.decimals = workbook, decimals
        self._texts: dict[tuple[bool, bool], Any] = {}
        self._numbers: dict[tuple[str, int | None, bool], Any] = {}

    def text(self, sheet: Any, row: int, at: int, text: str, *, bold: bool = False) -> None:
        """Write a text that stays text whatever it begins with."""
        key = text[:1] in _FORMULA, bold
        look = self._texts.get(key)
        if look is None:
            properties = {"text_wrap": True, "valign": "top", "bold": bold, "quote_prefix": key[0]}
            look = self._texts[key] = self.workbook.add_format(properties)
        sheet.write_string(row, at, _held(text), look)

    def value(self, sheet: Any, row: int, at: int, value: Any, column: Column, bold: bool) -> None:
        if value is None or value == "":
            return
        kind, raw = numbers.kind_of(value, column)
        if raw is None or raw == "":
            return
        if isinstance(raw, bool) or not isinstance(raw, int | float | Fraction):
            self.text(sheet, row, at, str(raw), bold=bold)
            return
        number = int(raw) if isinstance(raw, int) or raw == int(raw) else float(raw)
        key = kind, column.decimals, bold
        look = self._numbers.get(key)
        if look is None:
            properties = {"num_format": self.number_format(kind, column), "bold": bold}
            look = self._numbers[key] = self.workbook.add_format(properties)
        sheet.write_number(row, at, number, look)

    def number_format(self, kind: str, column: Column) -> str:
        places = column.decimals
        if places is None:
            places = numbers.DEFAULT_DECIMALS.get(kind, 0)
            if self.decimals is not None and kind == "share":
                places = self.decimals
        zeros = "." + "0" * places if places else ""
        if kind == "share":
            return f"0{zeros}%"
        if kind == "signed":
            return f"+0{zeros};-0{zeros};0{zeros}"
        if kind in ("number", "coefficient"):
            return f"0{zeros}"
        return "General"


def _sheet(sheet: Any, table: Table, look: _Look, progress: Tick | None) -> None:
    sheet.freeze_panes(1, 1)
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, _width(table, at))
        look.text(sheet, 0, at, full_title(column), bold=True)
    if table.columns and table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    for number, row in enumerate(ticking(table.rows, progress, ROWS)):
        bold = number in table.bold_rows
        depth = table.indents.get(number, 0)
        for at, (value, column) in enumerate(zip(row, table.columns, strict=True)):
            if at == 0 and depth and isinstance(value, str):
                look.text(sheet, number + 1, at, "   " * depth + value, bold=bold)
            else:
                look.value(sheet, number + 1, at, value, column, bold)


def _width(table: Table, at: int) -> float:
    column = table.columns[at]
    lengths = [len(full_title(column)) / 1.5, *(len(str(row[at] or "")) for row in table.rows[:200])]
    if column.kind in numbers.NUMERIC:
        return float(max(10, min(18, len(full_title(column)) / 1.5)))
    return float(max(8, min(60, max(lengths) + 2)))


def _held(text: str) -> str:
    """The text as a workbook can hold it; one that is too long says so at its end."""
    text = written_out(text)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 6] + " […]"


def sheet_names(names: Sequence[str], otherwise: str) -> list[str]:
    """Names that Excel accepts: at most 31 characters, none of []:*?/\\, no two alike.

    >>> sheet_names(["Codes/cases", "codes:cases", ""], "Table")
    ['Codes cases', 'codes cases 2', 'Table']
    """
    found: list[str] = []
    for name in names:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip("' ")[:31] or otherwise
        found.append(_free(plain, found))
    return found


def _free(name: str, taken: Sequence[str]) -> str:
    folded = {each.casefold() for each in taken}
    number, candidate = 1, name
    while candidate.casefold() in folded:
        number += 1
        candidate = f"{name[: 30 - len(str(number))]} {number}"
    return candidate
