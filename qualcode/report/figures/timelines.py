"""One interview from left to right, and when each code was spoken of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core import numbers
from .panels import key_lines
from .sheet import FAINT, INK, SOFT, Sheet, color_of, leading, round_step, text_width, wrap

ROW = 0.46


def timeline(data: Mapping[str, Any], language: str, width: float) -> tuple[Sheet, float]:
    """A row for each code, a field for each coding; `length` is the whole in the same measure."""
    sheet = Sheet(width)
    rows, length = data["rows"], max(data["length"], 1)
    names = min(width * 0.34, max((text_width(r["label"], 7) for r in rows), default=1) + 0.3)
    left, right = names + 0.1, width - 0.75
    scale = (right - left) / length
    questions = data.get("questions", ())
    y = 0.4 if questions else 0.15
    begin = y
    for number, row in enumerate(rows):
        lines = wrap(row["label"], names - 0.15, 7, most=3)
        tall = max(ROW, leading(7) * len(lines) + 0.08)
        middle = y + tall / 2
        if number % 2 == 0:
            sheet.box(0, y, width, tall, fill="#f3f3f3", above=0.2)
        sheet.lines(0.1, middle - leading(7) * len(lines) / 2, lines, size=7)
        color = color_of(row, number)
        for start, stop in row["spans"]:
            # A coding of a few words in a long interview would be thinner than a hair.
            wide = max((stop - start) * scale, 0.05)
            sheet.box(
                min(left + start * scale, right - wide), middle - 0.13, wide, 0.26, fill=color, edge=INK, line=0.35
            )
        count = numbers.count(len(row["spans"]), language)
        sheet.text(width - 0.1, middle, count, size=6.8, align="right")
        y += tall
    last = -1.0
    for at, label in questions:
        x = left + at * scale
        sheet.line([(x, begin - 0.06), (x, y)], color="#b5b5b5", width=0.5, dashes=(1, 1.5), above=0.6)
        wide = text_width(label, 6)
        if x - wide / 2 > last:
            sheet.text(x, begin - 0.17, label, size=6, align="center", color=SOFT)
            last = x + wide / 2 + 0.06
    sheet.line([(left, y), (right, y)], color=INK, width=0.7)
    for tick in range(0, int(length) + 1, round_step(length, 8)):
        x = left + tick * scale
        sheet.line([(x, y), (x, y + 0.08)], color=INK, width=0.6)
        written = numbers.count(tick + data.get("first", 0), language)
        sheet.text(x, y + 0.22, written, size=6, align="center", color=SOFT)
    sheet.text((left + right) / 2, y + 0.52, data["axis"], size=6.5, align="center", color=SOFT)
    sheet.line([(left, begin), (left, y)], color=FAINT, width=0.5)
    return sheet, key_lines(sheet, data, 0.1, y + 0.75, width - 0.2)
