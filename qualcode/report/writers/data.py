"""CSV, TSV and JSON: for other programs, with full precision.

A cell never becomes a formula: text that a spreadsheet would compute gets a leading apostrophe.
The `nordic` dialect (semicolon, decimal comma, byte order mark) is what a Danish, Norwegian or
Swedish Excel opens with a double click.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, BinaryIO

from ...core import numbers
from ...core.spreadsheets.formulas import guarded
from ...core.table import Column, Report, exact
from ..wording import Words
from .cells import expanded, flat_tables

if TYPE_CHECKING:
    from .. import Options


def write_csv(report: Report, stream: BinaryIO, options: Options) -> None:
    """The tables as CSV, by RFC 4180; several tables are divided by an empty line."""
    if options.dialect == "nordic":
        _delimited(report, stream, ";", ",", "utf-8-sig")
    else:
        _delimited(report, stream, ",", ".", "utf-8")


def write_tsv(report: Report, stream: BinaryIO, options: Options) -> None:
    """The tables with tabs between the cells; quoted as in CSV where a cell has a tab or a line break."""
    if options.dialect == "nordic":
        _delimited(report, stream, "\t", ",", "utf-8-sig", "\n")
    else:
        _delimited(report, stream, "\t", ".", "utf-8", "\n")


def _delimited(
    report: Report, stream: BinaryIO, delimiter: str, decimal: str, encoding: str, end: str = "\r\n"
) -> None:
    words = Words(report.language)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    for at, table in enumerate(flat_tables(report)):
        if at:
            text.write(end)
        table = expanded(table, words)
        writer.writerow([guarded(column.key) for column in table.columns])
        for row in table.rows:
            cells = [_cell(value, column, decimal) for value, column in zip(row, table.columns, strict=True)]
            if end == "\n":  # a return that is no line's end would be one for whoever reads the file
                cells = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells]
            writer.writerow(cells)
    stream.write(text.getvalue().encode(encoding))


def _cell(value: Any, column: Column, decimal: str) -> str:
    _, value = numbers.kind_of(value, column)
    if value is None:
        return ""
    if isinstance(value, tuple):
        return guarded("/".join(_cell(part, column, decimal) for part in value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Fraction):
        return plain_number(value).replace(".", decimal)
    return guarded(str(value))


def plain_number(value: int | float | Fraction) -> str:
    """A number with full precision and a decimal point; floats take their shortest exact form."""
    number = exact(value)
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        number = int(number)
    return str(number)


def write_json(report: Report, stream: BinaryIO, options: Options) -> None:
    """The result as one JSON object, or the report's tables where it has no data of its own."""
    data = report.data or {
        "format": f"qualcode/{report.kind or 'report'}/1",
        "title": report.title,
        "tables": [
            {"name": table.name, "caption": table.caption, "rows": table.records(), "notes": table.notes}
            for table in report.tables
        ],
    }
    text = json.dumps(plain(data), ensure_ascii=False, indent=2, allow_nan=False)
    stream.write(text.encode() + b"\n")


def plain(value: Any) -> Any:
    """A value as JSON can hold it; fractions become numbers, pairs lists, keys keep their order."""
    if isinstance(value, Fraction):
        return exact(value)
    if isinstance(value, float):
        return value if value == value and value not in (float("inf"), float("-inf")) else None
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, set | frozenset):
        return [plain(part) for part in sorted(value)]
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return plain(value.value) if hasattr(value, "kind") and hasattr(value, "value") else str(value)
