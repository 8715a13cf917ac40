"""The cells of an Excel workbook as text, read within limits."""

from __future__ import annotations

import datetime
import io
import warnings
from typing import Any

from qualcode.core.errors import ReadError

from ..container import Package

MAX_CELLS = 20_000_000


def sheets_of(data: bytes, name: str) -> list[tuple[str, list[list[str]], str]]:
    """(title, rows of texts, note) for each visible sheet.

    A formula gives its last computed value where the file has one, else its own text.
    """
    package = Package(data, name, "an Excel workbook (.xlsx)")
    for part in package.names():
        if part.endswith((".xml", ".rels")):
            package.read(part)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            formulas = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
            titles = [sheet.title for sheet in formulas.worksheets if sheet.sheet_state == "visible"]
            tables = {title: _rows(formulas[title], name) for title in titles}
            computed = None
            if any(kind for rows in tables.values() for row in rows for _, kind in row):
                computed = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return [(title, *_settled(tables[title], computed, title, name)) for title in titles]
    except ReadError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise ReadError(
            name, f"the workbook cannot be read: {type(error).__name__}: {error}", slug="bad_table"
        ) from error


def _rows(sheet: Any, name: str) -> list[list[tuple[Any, bool]]]:
    sheet.reset_dimensions()
    rows = []
    cells = 0
    for row in sheet.iter_rows():
        values = [(cell.value, cell.data_type == "f") for cell in row]
        while values and values[-1][0] is None:
            values.pop()
        cells += len(values)
        if cells > MAX_CELLS:
            raise ReadError(name, f"more than {MAX_CELLS:,} cells", slug="too_large")
        rows.append(values)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _settled(rows: list[list[tuple[Any, bool]]], computed: Any, title: str, name: str) -> tuple[list[list[str]], str]:
    formulas = sum(kind for row in rows for _, kind in row)
    if not formulas or computed is None:
        return [[_text(value) for value, _ in row] for row in rows], ""
    values = [[value for value, _ in row] for row in _rows(computed[title], name)]
    uncomputed = 0
    settled = []
    for at, row in enumerate(rows):
        texts = []
        for column, (value, formula) in enumerate(row):
            if formula:
                known = values[at][column] if at < len(values) and column < len(values[at]) else None
                uncomputed += known is None
                texts.append(_text(known) if known is not None else _text(value))
            else:
                texts.append(_text(value))
        settled.append(texts)
    note = f"{formulas} formulas in sheet {title}: their last values are read"
    if uncomputed:
        note += f"; {uncomputed} have none and stand as written"
    return settled, note


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.timedelta):
        whole = int(value.total_seconds())
        return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
    return str(value)
