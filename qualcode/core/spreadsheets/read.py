"""A file, or its bytes, to a `Sheet`."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from ..container import OLE, ZIP_STARTS
from ..encoding import decode
from ..errors import ReadError, UsageError, several
from .sheet import Dialect, Row, Sheet, squared

TEXTS = (".csv", ".tsv", ".tab", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
SUFFIXES = (*TEXTS, *WORKBOOKS)
"""The endings of files that are tables, for messages and for choosing a reader."""
MAX_BYTES = 512 * 1024 * 1024


def read_sheet(path: Path) -> Sheet:
    """The table in a file: text of any dialect, or the first sheet with rows of a workbook.

    Raises ReadError where the file is missing (`missing_file`), empty (`empty_file`), no table, too large, or has a
    quotation mark that never closes (`unclosed_quote`, with the line where it opens).
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(path, f"{size / 1e6:.0f} MB; a table may have {MAX_BYTES / 1e6:.0f}", slug="too_large")
        data = path.read_bytes()
    except IsADirectoryError:
        raise ReadError(path, "a folder, not a file", slug="not_a_file") from None
    except FileNotFoundError:
        raise ReadError(path, "there is no such file", slug="missing_file") from None
    except OSError as error:
        raise ReadError(path, f"cannot be read as a table: {error.strerror or error}") from error
    found = parse_sheet(data, str(path))
    if all(row.blank for row in found.rows):
        raise ReadError(path, "the file is empty", slug="empty_file")
    return found


def parse_sheet(data: bytes, name: str, *, sheet: str = "", encoding: str | None = None) -> Sheet:
    """The table in `data`; the first bytes tell a workbook from text. See `read_sheet`.

    An empty table has no rows. `encoding` is a person's word on how the text is written.
    """
    if data.startswith((*ZIP_STARTS, OLE)):
        from .workbook import workbook

        return workbook(data, name, sheet)
    if name.lower().endswith((".xlsx", ".xlsm", ".ods")):  # some programs write text into an .xls
        raise ReadError(name, "not a spreadsheet: it is text", slug="bad_table", hint="if it is a table, name it .csv")
    if sheet:
        raise UsageError(f"{name} is text and has no sheets, so there is no sheet {sheet!r}", slug="unknown_sheet")
    text, taken, warnings = decode(data, name, encoding)
    if not text.isascii() and (halves := len(_HALF.findall(text))):
        text = _HALF.sub("\ufffd", text)  # no database takes half a letter, and no file
        warnings = (*warnings, f"{several(halves, 'half letter')} (of an emoji that was cut, say) read as \ufffd")
    if "\x00" in text:
        raise ReadError(name, "this is no text file: it holds zero bytes", slug="binary")
    found = rows_of(text, name)
    marked = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else taken
    dialect = Dialect(found.delimiter, marked, "\r\n" if b"\r\n" in data[:65536] else "\n", found.declared)
    rows, ragged = squared(found.rows)
    return Sheet(name, rows, dialect, notes=(*warnings, *found.notes), ragged=ragged)


DELIMITERS = ",;\t|"
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_DECLARED = re.compile(r'"?sep=(.)"?[ ,;\t]*(?:\n|\Z)', re.IGNORECASE)
_HALF = re.compile("[\ud800-\udfff]")
_SAMPLE = 200_000
LIMIT = 2**31 - 1
"""Characters a cell may have; the csv module's own limit is below what one long answer can have."""


@dataclass(slots=True)
class Delimited:
    """The rows of a text, and what had to be decided about it."""

    rows: list[Row]
    delimiter: str
    declared: bool = False
    notes: list[str] = field(default_factory=list)


def rows_of(text: str, name: str) -> Delimited:
    """The rows of a text table whose lines end in `\\n`. Raises ReadError `unclosed_quote`."""
    first = 1
    declared = _DECLARED.match(text)
    if declared:
        text = text[declared.end() :]
        first = 2
    delimiter = declared[1] if declared else delimiter_of(text)
    found = Delimited([], delimiter, bool(declared))
    found.rows = list(_strict(text, delimiter, first, name, found.notes))
    _split_column(found)
    _other_delimiter(found)
    return found


def delimiter_of(text: str) -> str:
    """The separator that gives most records as many cells as the first one, at least two.

    A comma in prose has a blank after it, a separator hardly ever: such cells speak against it.
    """
    sample = text[:_SAMPLE]
    best, score, even = ("\t" if "\t" in sample else ","), 0.0, False
    records: dict[str, list[list[str]]] = {}
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        filled = (row for row in _lenient(sample, delimiter) if any(cell.strip() for cell in row))
        rows = records[delimiter] = list(islice(filled, 60))
        if not rows:  # nothing but separators
            return delimiter
        value = _evenness(rows)
        if value > score:
            best, score, even = delimiter, value, all(len(row) == len(rows[0]) for row in rows)
    if even:
        return best
    for delimiter, rows in records.items():
        above = _prose_above(rows, delimiter)
        value = _evenness(rows[above:]) if above and len(rows) > above + 1 else 0.0
        if value > max(score, _UNDER_A_TITLE):
            best, score = delimiter, value
    return best


_UNDER_A_TITLE = 0.75
"""How even a table must be for lines above it to be its title: less would find tables in prose."""


def _evenness(rows: Sequence[Sequence[str]]) -> float:
    """How many rows are as wide as the first, about 1 for all; 0 where that is one cell wide."""
    width = len(rows[0])
    if width < 2:
        return 0.0
    cells = sum(len(row) - 1 for row in rows)
    spaced = sum(cell.startswith(" ") and len(cell) > 1 for row in rows for cell in row[1:])
    same = sum(len(row) == width for row in rows) / len(rows)
    return same * (1 + min(width, 20) / 100) * (1 - 0.5 * spaced / cells)


def _prose_above(rows: Sequence[Sequence[str]], delimiter: str) -> int:
    """How many of the first rows are one cell and no row of headings by another separator either, as a title is."""
    glued = re.compile(rf"[{re.escape(DELIMITERS)}](?=\S)")
    count = 0
    while count < min(len(rows), 6) and len(rows[count]) == 1 and not glued.search(rows[count][0]):
        count += 1
    return count if count < min(len(rows), 6) else 0


def _lenient(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LIMIT)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _strict(text: str, delimiter: str, first: int, name: str, notes: list[str]) -> Iterator[Row]:
    """The records of `text`, each with the line it begins on.

    A record whose quotation marks do not come out even within its line is taken with its marks as
    letters and noted; one that would swallow lines is refused.
    """
    csv.field_size_limit(LIMIT)
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    at = 0
    while at < len(lines):
        reader = csv.reader((line + "\n" for line in lines[at:]) if at else io.StringIO(text, newline=""),
                            delimiter=delimiter, strict=True)  # fmt: skip
        begin = at
        try:
            for cells in reader:
                here, begin = begin, at + reader.line_num
                if begin - here > 1 and _swallowed(lines, here, begin, delimiter, len(cells)):
                    raise _unclosed(name, first + here, lines[here])
                yield Row(first + here, tuple(cells))
            return
        except csv.Error:
            cells = lines[begin].split(delimiter)
            if not _quotes_as_letters(lines[begin], delimiter):
                raise _unclosed(name, first + begin, lines[begin]) from None
            notes.append(f"line {first + begin}: quotation marks taken as letters")
            yield Row(first + begin, tuple(cells))
            at = begin + 1


def _quotes_as_letters(line: str, delimiter: str) -> bool:
    """Whether each cell that a mark opens has that mark's other half inside it, as in
    `1;"Godt" sagde han;3`: then the marks were meant as letters."""
    return all(cell.count('"') % 2 == 0 for cell in line.split(delimiter) if cell.startswith('"'))


def _swallowed(lines: list[str], start: int, stop: int, delimiter: str, width: int) -> bool:
    """Whether lines inside a cell look like rows of their own: as many cells, and the first of
    them of the same shape (`17` and `18`, `P1` and `P2`) as the row that would hold them."""
    shape = _shape(lines[start].split(delimiter)[0])
    if not any(char in "90" for char in shape) or width < 2:
        return False
    return any(
        line.count(delimiter) >= width - 1 and _shape(line.split(delimiter)[0]) == shape
        for line in lines[start + 1 : stop]
    )


def _shape(cell: str) -> str:
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", cell.strip()))


def _unclosed(name: str, line: int, text: str) -> ReadError:
    shown = " ".join(text.split())
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    return ReadError(
        name,
        f"line {line}: a quotation mark opens and does not close where its cell ends: {shown}",
        slug="unclosed_quote",
        hint='close it, or write each mark inside a quoted cell twice ("")',
    )


def _split_column(found: Delimited) -> None:
    """A file of commas opened in a Nordic Excel stands in column A; a column added beside it is
    saved after a semicolon: `case,members;rolle`. One of the two is then a table of its own: the
    first column of semicolons, or the last of commas."""
    filled = [row for row in found.rows if not row.blank]
    if len(filled) < 2:
        return
    for inner in DELIMITERS:
        for column in dict.fromkeys((0, len(filled[0].cells) - 1)):
            if inner == found.delimiter or inner not in filled[0].cells[column]:
                continue
            if any(len(row.cells) <= column for row in filled):
                continue
            pieces = [next(csv.reader([row.cells[column]], delimiter=inner), []) for row in filled]
            heads = pieces[0]
            named = all(head.strip() and head == head.lstrip() and len(head.split()) <= 3 for head in heads)
            if not named or Counter(map(len, pieces)) != {len(heads): len(pieces)}:
                continue
            split = {
                row.line: (*row.cells[:column], *cells, *row.cells[column + 1 :])
                for row, cells in zip(filled, pieces, strict=True)
            }
            found.rows = [Row(row.line, split.get(row.line, row.cells)) for row in found.rows]
            found.notes.append(
                f"{_NAMES[inner]} and {_NAMES.get(found.delimiter, repr(found.delimiter))} in one file: "
                f"read as the columns {', '.join(next(iter(split.values())))}"
            )
            return


def _other_delimiter(found: Delimited) -> None:
    """Rows typed with another separator than the header: one cell, but as many as the header by it."""
    width = max((len(row.cells) for row in found.rows[:1]), default=0)
    if width < 2:
        return
    mended: dict[str, list[int]] = {}
    for at, row in enumerate(found.rows):
        if len(row.cells) == width and row.cells[-1].strip():
            continue  # as nearly all rows are
        if row.filled != 1 or not row.cells[0].strip():
            continue
        for other in DELIMITERS:
            if other != found.delimiter and row.cells[0].count(other) >= width - 1:
                cells = next(csv.reader([row.cells[0]], delimiter=other), [])
                if len(cells) == width:
                    found.rows[at] = Row(row.line, tuple(cells))
                    mended.setdefault(other, []).append(row.line)
                    break
    for other, lines in mended.items():
        shown = ", ".join(map(str, lines[:10])) + (" ..." if len(lines) > 10 else "")
        found.notes.append(
            f"line{'s' if len(lines) > 1 else ''} {shown}: separated by {_NAMES[other]}, not as the header"
        )
