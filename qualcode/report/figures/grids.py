"""Tables read by eye: codes by cases, and which codes stand together.

A cell's number is printed wherever it fits; darker means more, also in print. An undefined
cell is hatched and never looks like nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core import numbers
from .panels import key_lines
from .sheet import SOFT, Sheet, ink_on, leading, shade, text_width, wrap

ROW = 0.52
READABLE = 0.62
"""The least width of a cell that holds its number, in centimetres."""


def heatmap(data: Mapping[str, Any], language: str, width: float) -> tuple[Sheet, float]:
    """`rows` by `columns` with `values` (None is undefined), as shares or counts."""
    sheet = Sheet(width)
    rows, columns, values = data["rows"], data["columns"], data["values"]
    names = min(width * 0.36, max(text_width(row["label"], 7) for row in rows) + 0.35 + _deepest(rows))
    widest = max(text_width(column["label"], 6.8) for column in columns) + 0.2
    each = min(max(1.3, min(widest, 2.2)), (width - names - 0.15) / max(1, len(columns)))
    size = 6.8 if each >= 0.4 else max(3.6, each / 0.4 * 6.8)
    turned = max(text_width(c["label"], size) for c in columns) > each - 0.06
    y = 0.15
    head = max(text_width(c["label"], size) for c in columns) + 0.1 if turned else leading(size) + 0.05
    for number, column in enumerate(columns):
        x = names + (number + 0.5) * each
        if turned:
            sheet.text(x, y + head - 0.08, column["label"], size=size, rotate=90, align="left")
        else:
            sheet.text(x, y + head / 2, column["label"], size=size, align="center")
    y += head
    cells: dict[str, list[tuple[float, float, float, float]]] = {}
    known = [value for line in values for value in line if value is not None]
    most = 1.0 if not any(known) else max(known)
    for row, line in zip(rows, values, strict=True):
        indent = 0.18 * row.get("depth", 0)
        lines = wrap(row["label"], names - 0.2 - indent, 7, most=3)
        tall = max(ROW, leading(7) * len(lines) + 0.1)
        sheet.lines(0.05 + indent, y + tall / 2 - leading(7) * len(lines) / 2, lines, size=7)
        for number, value in enumerate(line):
            place = (names + number * each, y, each, tall)
            fill = "" if value is None else "#ffffff" if not value else shade(0.06 + 0.86 * value / most)
            cells.setdefault(fill, []).append(place)
            if value is not None and each >= READABLE:
                words = _words(value, data["show"], language)
                sheet.text(place[0] + each / 2, y + tall / 2, words, size=6.8, align="center", color=ink_on(fill))
        y += tall
    for fill, places in cells.items():
        if fill:
            sheet.boxes(places, fill=fill, edge="#e4e4e4", line=0.4)
        else:
            sheet.boxes(places, fill="#ffffff", edge="#bbbbbb", line=0.3, hatch="///")
    return sheet, key_lines(sheet, data, 0.05, y + 0.12, width - 0.1)


def _deepest(rows: Any) -> float:
    return 0.18 * max((row.get("depth", 0) for row in rows), default=0)


def _words(value: Any, show: str, language: str) -> str:
    if show == "share":
        return numbers.share(value, language).rstrip("%").rstrip("\u00a0")
    return numbers.count(value, language)


def cooccurrence(data: Mapping[str, Any], language: str, width: float) -> tuple[Sheet, float]:
    """The lower half of a code-by-code table; columns are the rows' numbers."""
    sheet = Sheet(width)
    rows = data["rows"]
    names = min(width * 0.45, max(text_width(row["label"], 7) for row in rows) + 0.85)
    each = min(1.25, (width - names - 0.15) / max(1, len(rows) - 1))
    strongest = max((p["strength"] or 0 for p in data["pairs"]), default=0) or 1.0
    cells = {frozenset((p["a"], p["b"])): p for p in data["pairs"]}
    y = 0.15
    for number, row in enumerate(rows):
        lines = wrap(row["label"], names - 0.75, 7, most=3)
        tall = max(ROW, leading(7) * len(lines) + 0.1)
        middle = y + tall / 2
        sheet.text(0.42, middle, str(number + 1), size=7, align="right", bold=True)
        sheet.lines(0.55, middle - leading(7) * len(lines) / 2, lines, size=7)
        for other in range(number):
            pair = cells.get(frozenset((row["code"], rows[other]["code"])))
            x = names + other * each
            if pair is None:  # a code and one below it are not paired
                sheet.box(x, y, each, tall, fill="#ffffff", edge="#bbbbbb", line=0.3, hatch="///")
                continue
            fill = "#ffffff" if not pair["count"] else shade(0.08 + 0.8 * (pair["strength"] or 0) / strongest)
            sheet.box(x, y, each, tall, fill=fill, edge="#e4e4e4", line=0.4)
            if each >= 0.4:
                words = numbers.count(pair["count"], language)
                sheet.text(x + each / 2, middle, words, size=6.8, align="center", color=ink_on(fill))
        if number < len(rows) - 1:
            x = names + (number + 0.5) * each
            sheet.text(x, middle, str(number + 1), size=7, align="center", color=SOFT, bold=True)
        y += tall
    return sheet, key_lines(sheet, data, 0.05, y + 0.12, width - 0.1)
