"""A file, or its bytes, to a `Sheet`."""

from __future__ import annotations

from pathlib import Path

from ..container import OLE, ZIP_STARTS
from ..encoding import decode
from ..errors import ReadError, UsageError
from .delimited import rows_of
from .sheet import Dialect, Sheet, squared

TEXTS = (".csv", ".tsv", ".tab", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
SUFFIXES = (*TEXTS, *WORKBOOKS)
"""The endings of files that are tables, for messages and for choosing a reader."""
MAX_BYTES = 512 * 1024 * 1024


def read_sheet(path: Path, *, sheet: str = "") -> Sheet:
    """The table in a file: text of any dialect, or the first sheet with rows of a workbook.

    `sheet` names another sheet of a workbook. Raises ReadError where the file is missing
    (`missing_file`), empty (`empty_file`), no table, too large, or has a quotation mark that never
    closes (`unclosed_quote`, with the line where it opens); UsageError for a sheet that is not there.
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
    found = parse_sheet(data, str(path), sheet=sheet)
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
    if "\x00" in text:
        raise ReadError(name, "this is no text file: it holds zero bytes", slug="binary")
    found = rows_of(text, name)
    marked = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else taken
    dialect = Dialect(found.delimiter, marked, "\r\n" if b"\r\n" in data[:65536] else "\n", found.declared)
    rows, ragged = squared(found.rows)
    return Sheet(name, rows, dialect, notes=(*warnings, *found.notes), ragged=ragged)
