"""Rows and cells of an OpenDocument sheet, with repetitions written out but not the empty ones."""

from __future__ import annotations

from typing import Any

from ....core.errors import ReadError
from .body import OFFICE, TABLE, _rows
from .styles import TEXT

MAX_CELLS = 5_000_000
"""A row or cell may say that it is repeated millions of times; more than this is refused."""


def rows_of(table: Any, name: str) -> list[list[str]]:
    """The rows of a sheet, each a list of cell texts as shown; ReadError for too many cells."""
    rows: list[list[str]] = []
    empty = cells = 0
    for element, _ in _rows(table, False):
        row = _row(element, name)
        times = _times(element, f"{TABLE}number-rows-repeated")
        if not row:
            empty += times
            continue
        cells += (empty and 1) + times * len(row)
        if cells > MAX_CELLS or empty + times > MAX_CELLS:
            raise ReadError(name, f"more than {MAX_CELLS} cells", slug="too_large")
        rows.extend([] for _ in range(empty))
        rows.extend(list(row) for _ in range(times))
        empty = 0
    return rows


def _row(element: Any, name: str) -> list[str]:
    row: list[str] = []
    empty = 0
    for cell in element:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        text = _cell(cell) if cell.tag == f"{TABLE}table-cell" else ""
        times = _times(cell, f"{TABLE}number-columns-repeated")
        if not text:
            empty += times
            continue
        if len(row) + empty + times > 100_000:
            raise ReadError(name, "a row of more than 100000 cells", slug="too_large")
        row.extend([""] * empty + [text] * times)
        empty = 0
    return row


def _cell(cell: Any) -> str:
    """The text that the cell shows; its value where it shows none."""
    lines = [_text(paragraph) for paragraph in cell.iterchildren(f"{TEXT}p")]
    text = "\n".join(lines).strip("\n")
    return text or cell.get(f"{OFFICE}string-value") or cell.get(f"{OFFICE}value") or ""


def _text(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{TEXT}s":
            parts.append(" " * _times(child, f"{TEXT}c"))
        elif child.tag == f"{TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{TEXT}line-break":
            parts.append("\n")
        elif child.tag != f"{OFFICE}annotation":
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _times(element: Any, attribute: str) -> int:
    value = element.get(attribute, "1")
    return int(value) if value.isdigit() and len(value) < 9 else 1
