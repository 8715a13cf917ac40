"""CSV, TSV, JSON and JSON lines: for other programs, with full precision.

A cell never becomes a formula: text that a spreadsheet would compute gets a leading apostrophe.
The `nordic` dialect (semicolon, decimal comma, byte order mark) is what a Danish, Norwegian or
Swedish Excel opens with a double click.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import islice
from operator import itemgetter
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from ...core import numbers
from ...core.results.common import plain
from ...core.spreadsheets.sheet import FORMULA_STARTS, guarded
from ...core.table import Cell, Column, Report, exact
from ...core.text import ORDERS
from ...core.values import frozen
from ..wording import Words
from .cells import expanded, flat_tables

if TYPE_CHECKING:
    from .. import Options


@frozen
class CellForm:
    """How cells are divided and numbers written."""

    delimiter: str
    decimal: str
    encoding: str
    end: str


def dialect_of(format: str, options: Options) -> CellForm:
    """The dialect of `csv` or `tsv` that a person chose."""
    nordic = options.dialect == "nordic"
    delimiter = "\t" if format == "tsv" else ";" if nordic else ","
    encoding = "utf-8-sig" if nordic or (options.to_file and format == "csv") else "utf-8"
    return CellForm(delimiter, "," if nordic else ".", encoding, "\n" if format == "tsv" else "\r\n")


def write_csv(report: Report, stream: BinaryIO, options: Options) -> None:
    """The tables as CSV, by RFC 4180; several tables are divided by an empty line."""
    _delimited(report, stream, dialect_of("csv", options))


def write_tsv(report: Report, stream: BinaryIO, options: Options) -> None:
    """The tables with tabs between the cells; quoted as in CSV where a cell has a tab or a line break."""
    _delimited(report, stream, dialect_of("tsv", options))


def _delimited(report: Report, stream: BinaryIO, dialect: CellForm) -> None:
    words = Words(report.language)
    tables = (expanded(table, words) for table in flat_tables(report))
    write_tables(((table.columns, table.rows) for table in tables), stream, dialect)


def write_tables(
    tables: Iterable[tuple[Sequence[Column], Iterable[Sequence[Any]]]], stream: IO[bytes], dialect: CellForm
) -> None:
    """Tables as columns and rows, each row written as it comes: a long table is never held whole."""
    encoding = dialect.encoding
    if encoding == "utf-8-sig":  # the mark by hand: the codec that writes it is slow in every row after it
        stream.write(codecs.BOM_UTF8)
        encoding = "utf-8"
    text = io.TextIOWrapper(stream, encoding=encoding, newline="", write_through=False)
    try:
        writer = csv.writer(text, delimiter=dialect.delimiter, lineterminator=dialect.end)
        for at, (columns, rows) in enumerate(tables):
            if at:
                text.write(dialect.end)
            writer.writerow([guarded(_safe(column.key, dialect)) for column in columns])
            writer.writerows(_cells(columns, rows, dialect))
        text.flush()
    finally:
        text.detach()


_TOGETHER = 200
"""Rows looked at together: a column of harmless texts is told apart at once, cell by cell takes five times as long."""
_UNSAFE = frozenset(mark[0] for mark in (*FORMULA_STARTS, "'"))
_NUMBERS = frozenset((int, float, Fraction, type(None)))
_first_letter = itemgetter(slice(0, 1))


def _cells(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], dialect: CellForm
) -> Iterator[Sequence[str | int]]:
    """The rows as texts. Columns of whole numbers and of harmless texts, nearly all there is, stay as they are."""
    known: dict[tuple[int, Any], str] = {}
    waiting = iter(rows)
    while some := list(islice(waiting, _TOGETHER)):
        written = []
        for at, cells in enumerate(zip(*some, strict=True)):
            kinds = set(map(type, cells))
            if kinds == {int} or (kinds == {str} and _harmless(cells)):
                written.append(cells)
            elif kinds == {float}:
                worked_out = {cell: _known(cell, at, columns[at], dialect, known) for cell in set(cells)}
                written.append(tuple(map(worked_out.__getitem__, cells)))
            elif kinds <= _NUMBERS:
                written.append(tuple(_number(cell, dialect) for cell in cells))
            else:
                written.append(tuple(_known(cell, at, columns[at], dialect, known) for cell in cells))
        yield from zip(*written, strict=True)


def _harmless(texts: Sequence[str]) -> bool:
    return _UNSAFE.isdisjoint(map(_first_letter, texts)) and "".join(texts).isprintable()


def _known(value: Any, at: int, column: Column, dialect: CellForm, known: dict[tuple[int, Any], str]) -> str | int:
    """One value as its cell; a number that comes again is not worked out again."""
    kind = type(value)
    if kind is int:
        return int(value)
    if kind is str or kind is Cell or kind is tuple or kind is Fraction:  # looking a fraction up takes longer
        return _safe(_cell(value, column, dialect.decimal), dialect)
    cell = known.get((at, value))
    if cell is None:
        cell = _safe(_cell(value, column, dialect.decimal), dialect)
        if len(known) < 10_000:
            known[at, value] = cell
    return cell


def _safe(cell: str, dialect: CellForm) -> str:
    """What a terminal obeys goes into no file; a return that is no line's end would be one for whoever reads TSV."""
    if cell.isprintable():
        return cell
    if dialect.end == "\n":
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return ORDERS.sub("\ufffd", cell)


def _number(value: int | float | Fraction | None, dialect: CellForm) -> str:
    return "" if value is None else plain_number(value).replace(".", dialect.decimal)


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


def write_json_lines(report: Report, stream: BinaryIO, options: Options) -> None:
    """The rows of the tables, each as one JSON object on a line of its own."""
    for table in flat_tables(report):
        for record in table.records():
            stream.write(json.dumps(plain(record), ensure_ascii=False, allow_nan=False).encode() + b"\n")
