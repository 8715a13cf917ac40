"""Workbooks: Excel's .xlsx and .xls and OpenDocument's .ods, by python-calamine.

The library reads values, never computes; a workbook whose package is a bomb or declares entities
is refused before it sees it.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from ..container import DOCTYPES, OLE, Package, doctype, refuse_ole
from ..errors import ReadError, UsageError
from .sheet import Row, Sheet, squared

MAX_CELLS = 20_000_000
_FORMULA = re.compile(rb"<f[ >/]")
_UNCOMPUTED = re.compile(rb"(?:</f>|<f[^<>]*/>)(?:<v ?/>|<v></v>)?</c>")


def workbook(data: bytes, name: str, wanted: str = "") -> Sheet:
    """The sheet called `wanted`, or the first visible one with a row under its header, else with any row; what is one
    column wide before a longer table is a cover or a list for its cells.

    Numbers are written as short as they are exact, dates as ISO writes them, true and false so. A
    formula gives the value that the program computed last.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    notes = _checked(data, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        tables = {title: _rows(book.get_sheet_by_name(title), name) for title in visible}
    except ReadError:
        raise
    except (CalamineError, ValueError, OSError, OverflowError, MemoryError) as error:
        raise ReadError(name, f"the workbook cannot be read: {error}", slug="bad_table") from error
    except BaseException as error:  # the library's panics are not Exceptions
        if type(error).__name__ != "PanicException":
            raise
        raise ReadError(name, "the workbook is damaged and cannot be read", slug="bad_table") from None
    if wanted and wanted not in tables:
        raise UsageError(f"no sheet {wanted!r}; there are {', '.join(tables)}", slug="unknown_sheet")
    filled = {title: rows for title, rows in tables.items() if any(not row.blank for row in rows)}
    if not filled:
        return Sheet(name, ())
    title = wanted or _first_table(filled)
    rows, ragged = squared(filled.get(title, []))
    return Sheet(name, rows, None, title, tuple(other for other in filled if other != title), notes, ragged)


def _first_table(filled: Mapping[str, list[Row]]) -> str:
    """The title of the first sheet with a row under its header; of a longer table where that is one column wide."""

    def wide(title: str) -> int:
        return sum(row.filled > 1 for row in filled[title])

    first = max(filled, key=lambda title: sum(not row.blank for row in filled[title][:3]) > 1)
    if wide(first):
        return first
    lines = sum(not row.blank for row in filled[first])
    return next((title for title in filled if wide(title) > max(lines, 1)), first)


def _checked(data: bytes, name: str) -> tuple[str, ...]:
    """Refuse what no spreadsheet program writes; notes on formulas."""
    if data.startswith(OLE):
        if "Workbook".encode("utf-16-le") not in data or "EncryptedPackage".encode("utf-16-le") in data:
            refuse_ole(data, name)
        return ()
    package = Package(data, name, "an Excel workbook (.xlsx)")
    if not any(part in package for part in ("xl/workbook.xml", "content.xml")):
        raise ReadError(name, "this zip package is no workbook (.xlsx, .ods)", slug="bad_table")
    formulas = uncomputed = 0
    for part in package.names():
        if not part.endswith((".xml", ".rels")):
            continue
        content = package.read(part)
        if any(mark in content for mark in DOCTYPES):
            raise doctype(name, part)
        if part == "content.xml":  # of OpenDocument, where the library looks for an end that is not there for ever
            try:
                expat.ParserCreate().Parse(content, True)
            except expat.ExpatError as error:
                raise ReadError(name, f"{part} is damaged: {error}", slug="bad_xml") from error
        if part.startswith("xl/worksheets/"):
            formulas += len(_FORMULA.findall(content))
            uncomputed += len(_UNCOMPUTED.findall(content))
    notes = (f"{formulas} formulas: the values computed last are read",) if formulas else ()
    if uncomputed:
        notes = (*notes, f"{uncomputed} formulas have no value and are read as empty: open and save it in Excel")
    return notes


def _rows(sheet: Any, name: str) -> list[Row]:
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise ReadError(name, f"more than {MAX_CELLS:,} cells in sheet {sheet.name}", slug="too_large")
    # Empty rows above the table are skipped by the library; the lines still have to be the file's.
    first = sheet.start[0] if sheet.start else 0
    return [
        Row(line, tuple(_text(value) for value in values))
        for line, values in enumerate(sheet.to_python(skip_empty_area=True), start=first + 1)
    ]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.date().isoformat()
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, datetime.timedelta):
        whole = int(value.total_seconds())
        return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
    return str(value)
