"""An Excel workbook: one sheet a table, numbers as numbers, shares as real percentages.

A text is never a formula, whatever it begins with. The file has no clock in it: the same report
gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, BinaryIO

from ...core import numbers
from ...core.table import Column, Report, Table
from ..wording import Words
from .cells import expanded, full_title

if TYPE_CHECKING:
    from .. import Options

LONGEST_CELL = 32_767
"""Characters that Excel holds in one cell."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_CLOCK = datetime(1980, 1, 1)


def write(report: Report, stream: BinaryIO, options: Options) -> None:
    """Every table of the report on its own sheet, and its notes on a last one.

    Where the report has its values one to a row too (`flat`), they are sheets as well.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    words = Words(report.language)
    workbook = Workbook(write_only=True)
    workbook.properties.creator = report.author or "qualcode"
    workbook.properties.title = report.title
    workbook.properties.created = workbook.properties.modified = _NO_CLOCK
    look = _Look(WriteOnlyCell, Font(bold=True), Alignment(wrap_text=True, vertical="top"), options.decimals)
    tables = [*report.tables, *(flat for flat in report.flat if flat.name not in {t.name for t in report.tables})]
    if report.kind == "codings":
        tables = list(report.flat)  # the table for pages has nothing that this one lacks
    names = sheet_names([table.name or table.caption or report.kind for table in tables], words("table"))
    notes: list[tuple[str, str]] = []
    for name, table in zip(names, tables, strict=True):
        _sheet(workbook.create_sheet(name), expanded(table, words), look)
        notes += [(table.caption, note) for note in table.notes]
    if notes or not tables:
        sheet = workbook.create_sheet(_free(words("note").rstrip("."), names))
        sheet.column_dimensions["A"].width = 40
        sheet.column_dimensions["B"].width = 100
        for caption, note in notes:
            sheet.append([look.text(sheet, caption), look.text(sheet, note)])
    raw = io.BytesIO()
    workbook.save(raw)
    stream.write(_timeless(raw.getvalue()))


class _Look:
    def __init__(self, cell: Any, bold: Any, wrapped: Any, decimals: int | None) -> None:
        self.cell, self.bold, self.wrapped, self.decimals = cell, bold, wrapped, decimals

    def text(self, sheet: Any, text: str, *, bold: bool = False) -> Any:
        """A cell that is text whatever it begins with."""
        cell = self.cell(sheet, value=None)
        cell.value = _held(text)
        cell.data_type = "s"
        cell.alignment = self.wrapped
        if text.startswith(("=", "+", "-", "@")):
            cell.quotePrefix = True
        if bold:
            cell.font = self.bold
        return cell

    def value(self, sheet: Any, value: Any, column: Column, bold: bool) -> Any:
        kind, raw = numbers.kind_of(value, column)
        if raw is None or raw == "":
            return None
        if isinstance(raw, bool) or not isinstance(raw, int | float | Fraction):
            return self.text(sheet, str(raw), bold=bold)
        cell = self.cell(sheet, value=int(raw) if isinstance(raw, int) or raw == int(raw) else float(raw))
        cell.number_format = self.number_format(kind, column)
        if bold:
            cell.font = self.bold
        return cell

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


def _sheet(sheet: Any, table: Table, look: _Look) -> None:
    sheet.freeze_panes = "B2"
    letters = [_letter(at) for at in range(len(table.columns))]
    for letter, at in zip(letters, range(len(table.columns)), strict=True):
        sheet.column_dimensions[letter].width = _width(table, at)
    if table.columns and table.rows:
        sheet.auto_filter.ref = f"A1:{letters[-1]}{len(table.rows) + 1}"
    sheet.append([look.text(sheet, full_title(column), bold=True) for column in table.columns])
    for number, row in enumerate(table.rows):
        bold = number in table.bold_rows
        cells = [look.value(sheet, value, column, bold) for value, column in zip(row, table.columns, strict=True)]
        depth = table.indents.get(number, 0)
        if depth and cells and isinstance(row[0], str):
            cells[0] = look.text(sheet, "   " * depth + row[0], bold=bold)
        sheet.append(cells)


def _width(table: Table, at: int) -> float:
    column = table.columns[at]
    lengths = [len(full_title(column)) / 1.5, *(len(str(row[at] or "")) for row in table.rows[:200])]
    if column.kind in numbers.NUMERIC:
        return float(max(10, min(18, len(full_title(column)) / 1.5)))
    return float(max(8, min(60, max(lengths) + 2)))


def _letter(at: int) -> str:
    """The name of a column by its number from 0.

    >>> _letter(0), _letter(27)
    ('A', 'AB')
    """
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _held(text: str) -> str:
    """The text as a workbook can hold it; one that is too long says so at its end."""
    text = _ILLEGAL.sub("\ufffd", text)
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


def _timeless(data: bytes) -> bytes:
    """The same package with a fixed time on every part."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, content)
    return result.getvalue()
