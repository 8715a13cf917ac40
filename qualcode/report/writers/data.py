"""CSV, TSV and JSON: for other programs, with full precision.

A cell never becomes a formula: text that a spreadsheet would compute gets a leading apostrophe.
The `nordic` dialect (semicolon, decimal comma, byte order mark) is what a Danish, Norwegian or
Swedish Excel opens with a double click.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from ...core import numbers
from ...core.results import plain
from ...core.spreadsheets.sheet import FORMULA_STARTS, guarded
from ...core.table import Cell, Column, Report, exact
from ...core.text import ORDERS
from ..wording import Words
from .cells import expanded, flat_tables

if TYPE_CHECKING:
    from .. import Options


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are divided and numbers written."""

    delimiter: str
    decimal: str
    encoding: str
    end: str


def dialect_of(format: str, options: Options) -> Dialect:
    """The dialect of `csv` or `tsv` that a person chose."""
    nordic = options.dialect == "nordic"
    delimiter = "\t" if format == "tsv" else ";" if nordic else ","
    encoding = "utf-8-sig" if nordic or (options.to_file and format == "csv") else "utf-8"
    return Dialect(delimiter, "," if nordic else ".", encoding, "\n" if format == "tsv" else "\r\n")


def write_csv(report: Report, stream: BinaryIO, options: Options) -> None:
    """The tables as CSV, by RFC 4180; several tables are divided by an empty line."""
    _delimited(report, stream, dialect_of("csv", options))


def write_tsv(report: Report, stream: BinaryIO, options: Options) -> None:
    """The tables with tabs between the cells; quoted as in CSV where a cell has a tab or a line break."""
    _delimited(report, stream, dialect_of("tsv", options))


def _delimited(report: Report, stream: BinaryIO, dialect: Dialect) -> None:
    words = Words(report.language)
    tables = (expanded(table, words) for table in flat_tables(report))
    write_tables(((table.columns, table.rows) for table in tables), stream, dialect)


def write_tables(
    tables: Iterable[tuple[Sequence[Column], Iterable[Sequence[Any]]]], stream: IO[bytes], dialect: Dialect
) -> None:
    """Tables as columns and rows, each row written as it comes: a long table is never held whole."""
    text = io.TextIOWrapper(stream, encoding=dialect.encoding, newline="", write_through=False)
    try:
        writer = csv.writer(text, delimiter=dialect.delimiter, lineterminator=dialect.end)
        for at, (columns, rows) in enumerate(tables):
            if at:
                text.write(dialect.end)
            writer.writerow([guarded(column.key) for column in columns])
            writer.writerows(_cells(columns, rows, dialect))
        text.flush()
    finally:
        text.detach()


def _cells(columns: Sequence[Column], rows: Iterable[Sequence[Any]], dialect: Dialect) -> Iterator[list[str | int]]:
    """The rows as texts. Whole numbers and harmless texts, nearly all there is, go the short way."""
    unsafe = frozenset(mark[0] for mark in (*FORMULA_STARTS, "'"))
    one_line = dialect.end == "\n"  # a return that is no line's end would be one for whoever reads the file
    known: dict[tuple[int, Any], str] = {}
    for row in rows:
        cells: list[str | int] = []
        for at, value in enumerate(row):
            kind = type(value)
            if kind is int or (kind is str and value[:1] not in unsafe):
                cells.append(value)
            elif kind is str or kind is Cell or kind is tuple or kind is Fraction:  # looking a fraction up takes longer
                cells.append(_cell(value, columns[at], dialect.decimal))
            else:
                cell = known.get((at, value))
                if cell is None:
                    cell = _cell(value, columns[at], dialect.decimal)
                    if len(known) < 10_000:
                        known[at, value] = cell
                cells.append(cell)
        if one_line:
            cells = [c.replace("\r\n", "\n").replace("\r", "\n") if type(c) is str and "\r" in c else c for c in cells]
        # Nearly every cell is printable, which is quickly told; what a terminal obeys goes into no file.
        yield [ORDERS.sub("\ufffd", c) if isinstance(c, str) and not c.isprintable() else c for c in cells]


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
