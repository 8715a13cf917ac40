"""A Report becomes a file: one writer a format, found by name or by the file's suffix.

N reports and M writers, never N times M: `build` makes reports out of results, the writers know
only blocks. A writer is a function `(report, stream, options)` that writes bytes; it is imported
on first use, and other packages add theirs by the entry-point group `qualcode.writers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, BinaryIO

from ..core.errors import UsageError, printable
from ..core.files import output
from ..core.formats import Format, Formats
from ..core.table import Column, Report
from ..core.ticks import Tick
from ..core.values import frozen

__all__ = ["Format", "Options", "formats", "print_rows", "render", "write", "write_rows", "writer_for"]

formats = Formats(
    "writer",
    "qualcode.writers",
    [
        Format("text", (".txt",), "qualcode.report.writers.terminal:write_text", "plain text"),
        Format("csv", (".csv",), "qualcode.report.writers.data:write_csv", "comma-separated values"),
        Format("tsv", (".tsv", ".tab"), "qualcode.report.writers.data:write_tsv", "tab-separated values"),
        Format("jsonl", (".jsonl", ".ndjson"), "qualcode.report.writers.data:write_json_lines", "JSON lines"),
        Format("json", (".json",), "qualcode.report.writers.data:write_json", "JSON"),
        Format("xlsx", (".xlsx",), "qualcode.report.writers.sheets:write", "Excel workbook"),
        Format("docx", (".docx",), "qualcode.report.writers.word:write", "Word document"),
        Format("md", (".md", ".markdown"), "qualcode.report.writers.markdown:write", "Markdown"),
        Format("latex", (".tex", ".latex"), "qualcode.report.writers.latex:write", "LaTeX"),
        Format("html", (".html", ".htm"), "qualcode.report.writers.web:write", "web page"),
    ],
)
"""The formats a report can be written in."""

DIALECTS = ("excel", "nordic")


@frozen
class Options:
    """What a person may choose about the file; a writer uses what concerns it."""

    template: Path | None = None
    """A Word document whose styles, margins and language the new one takes."""
    dialect: str = "excel"
    """Of CSV: `excel` (comma, decimal point), or `nordic` (semicolon, decimal comma, byte order mark)."""
    decimals: int | None = None
    """Decimals of shares, for people; None takes each column's own."""
    width: int | None = None
    """Columns of a text file; None never breaks a table."""
    to_file: bool = False
    """Whether it goes into a file, which a spreadsheet opens as UTF-8 only when it begins with a mark."""
    standalone: bool = True
    """Whether LaTeX is a whole document or only its body, to be input by another."""
    progress: Tick | None = None
    """Told how many parts of a report are written."""

    def __post_init__(self) -> None:
        if self.dialect not in DIALECTS:
            raise UsageError(f"dialect {self.dialect!r}: expected {' or '.join(DIALECTS)}")
        if self.decimals is not None and not 0 <= self.decimals <= 3:
            raise UsageError(f"decimals {self.decimals}: expected 0 to 3")


def writer_for(path: str | Path | None, format: str | None = None) -> Format:
    """The format named, or the one of the file's suffix; UsageError when there is none."""
    if format:
        return formats.named(format)
    found = formats.by_suffix(path) if path is not None else None
    if found is None:
        known = ", ".join(suffix for each in formats for suffix in each.suffixes[:1])
        raise UsageError(
            f"{printable(str(path))}: no report format has this suffix (known: {known})",
            slug="unknown_format",
            hint="choose one with --format",
        )
    return found


def write(
    report: Report, target: str | Path | BinaryIO, format: str | None = None, options: Options | None = None
) -> None:
    """Write a report to a path (format by suffix unless named) or to an open binary stream.

    A file is written beside its place and moved there when it is whole: a failure leaves the old
    one as it was. Raises UsageError for an unknown format, DataError when the place cannot be written.
    """
    options = options or Options()
    if not isinstance(target, str | Path):
        writer_for(None, format).load()(report, target, options)
        return
    writer = writer_for(Path(target), format).load()
    with output(Path(target)) as stream:
        writer(report, stream, replace(options, to_file=True))


def write_rows(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], path: Path, format: str, options: Options
) -> None:
    """Write one long table as `csv` or `tsv` while its rows come; the file is replaced whole or not at all.

    A CSV file begins with a byte order mark: without it, Excel takes æøå for something else.
    """
    with output(path) as stream:
        print_rows(columns, rows, stream, format, replace(options, to_file=True))


def print_rows(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], stream: IO[bytes], format: str, options: Options
) -> None:
    """The same into an open stream."""
    from .writers.data import dialect_of, write_tables

    write_tables([(columns, rows)], stream, dialect_of(format, options))


def render(report: Report, format: str, options: Options | None = None) -> bytes:
    """The bytes of a report in a format."""
    import io

    stream = io.BytesIO()
    write(report, stream, format, options)
    return stream.getvalue()
