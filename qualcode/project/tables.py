"""Tables that people hand in as CSV or XLSX, read as rows of texts."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ..core.errors import ReadError


def read_cells(path: Path) -> list[tuple[int, list[str]]]:
    """The rows of a CSV, TSV or XLSX file (its first sheet) with their line numbers.

    Raises ReadError when the file is missing, empty, not UTF-8, or no table.
    """
    try:
        if path.suffix.lower() in {".xlsx", ".xlsm"}:
            rows = _sheet(path)
        else:
            text = path.read_text("utf-8-sig")
            delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
            csv.field_size_limit(1 << 30)
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            rows = [(reader.line_num, row) for row in reader]
    except IsADirectoryError:
        raise ReadError(path, "a folder, not a file", slug="not_a_file") from None
    except FileNotFoundError:
        raise ReadError(path, "there is no such file", slug="missing_file") from None
    except UnicodeDecodeError as error:
        raise ReadError(path, "not UTF-8", slug="encoding", hint="save it as CSV UTF-8, or as XLSX") from error
    except (OSError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise ReadError(path, f"cannot be read as a table: {reason}") from error
    if not any(any(cell.strip() for cell in row) for _, row in rows):
        raise ReadError(path, "the file is empty", slug="empty_file")
    return rows


def read_table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """The header and the rows below it, as texts by column name; empty rows left out."""
    cells = read_cells(path)
    header = [name.strip() for name in cells[0][1]]
    rows = [
        dict(zip(header, (cell.strip() for cell in row), strict=False))
        for _, row in cells[1:]
        if any(cell.strip() for cell in row)
    ]
    return header, rows


def _sheet(path: Path) -> list[tuple[int, list[str]]]:
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ReadError(path, f"not a spreadsheet: {error}") from error
    try:
        return [
            (line, ["" if value is None else str(value) for value in row])
            for line, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1)
        ]
    finally:
        book.close()
