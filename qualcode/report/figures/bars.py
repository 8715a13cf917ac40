"""Shares as bars, one for each group under each category, with the leave-one-out range.

Bars lie on their side because categories have long names. Groups differ by hatching as well
as by colour, and every bar carries its number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ...core import numbers
from .panels import key_lines
from .sheet import COLORS, FAINT, HATCHES, INK, SOFT, Sheet, leading, text_width, wrap

BAR = 0.36


def bars(data: Mapping[str, Any], language: str, width: float) -> tuple[Sheet, float]:
    """Grouped bars: `groups` names, `rows` of a label and one share for each group."""
    sheet = Sheet(width)
    groups, rows = data["groups"], data["rows"]
    decimals = int(data.get("decimals", 0))
    y = _legend(sheet, groups, width) if len(groups) > 1 or groups[0]["label"] else 0.1
    names = min(4.6, max(2.3, width * 0.29))
    left, right = names + 0.2, width - 0.25
    top = _axis_end(data)
    number_width = text_width("100 %" if not decimals else "100,0 %", 6.8) + 0.15
    scale = (right - number_width - left) / top
    step = 0.1 if top <= 0.5 else 0.2 if top <= 1 else 0.5
    ticks = [number * step for number in range(int(top / step + 1e-9) + 1)]
    begin = y
    for row in rows:
        lines = wrap(row["label"], names - 0.15, 7.2, most=3)
        tall = max(BAR * len(groups), leading(7.2) * len(lines)) + 0.26
        middle = y + tall / 2
        sheet.lines(names, middle - leading(7.2) * len(lines) / 2, lines, size=7.2, align="right")
        first = middle - BAR * len(groups) / 2
        for number, cell in enumerate(row["cells"]):
            _bar(sheet, cell, number, left, first + number * BAR, scale, language, decimals)
        y += tall
    for tick in ticks:
        sheet.line([(left + tick * scale, begin), (left + tick * scale, y)], color=FAINT, width=0.5, above=0.5)
        words = numbers.share(tick if tick else 0, language)
        sheet.text(left + tick * scale, y + 0.18, words, size=6.2, align="center", color=SOFT)
    sheet.line([(left, begin), (left, y)], color=INK, width=0.7)
    return sheet, key_lines(sheet, data, 0.1, y + 0.42, width - 0.2)


def _axis_end(data: Mapping[str, Any]) -> float:
    """Where the axis ends: the largest number drawn, rounded up to a tenth."""
    ends = [
        value
        for row in data["rows"]
        for cell in row["cells"]
        for value in (cell["share"], cell.get("high"))
        if value is not None
    ]
    return max(0.1, math.ceil(max(ends, default=0.1) * 10 - 1e-9) / 10)


def _legend(sheet: Sheet, groups: Any, width: float) -> float:
    x, y = 0.1, 0.1
    for number, group in enumerate(groups):
        lines = wrap(group["label"], width - 0.8, 7)
        wide = 0.6 + max(text_width(line, 7) for line in lines) + 0.4
        if x > 0.1 and x + wide > width:
            x, y = 0.1, y + 0.42
        sheet.box(
            x, y + 0.04, 0.45, 0.25, fill=_color(number), edge=INK, line=0.5, hatch=HATCHES[number % len(HATCHES)]
        )
        sheet.lines(x + 0.58, y + 0.165 - leading(7) / 2, lines, size=7)
        x += wide
        y += (len(lines) - 1) * leading(7)
    return y + 0.5


def _color(number: int) -> str:
    return COLORS[number % len(COLORS)]


def _bar(
    sheet: Sheet,
    cell: Mapping[str, Any],
    number: int,
    x: float,
    y: float,
    scale: float,
    language: str,
    decimals: int,
) -> None:
    share, low, high = cell["share"], cell.get("low"), cell.get("high")
    middle = y + BAR / 2
    if share is None:
        sheet.text(x + 0.1, middle, numbers.share(None, language), size=6.8)
        return
    sheet.box(
        x,
        y + 0.02,
        share * scale,
        BAR - 0.04,
        fill=_color(number),
        edge=INK,
        line=0.5,
        hatch=HATCHES[number % len(HATCHES)],
    )
    end = share
    if low is not None and high is not None:
        end = max(share, high)
        # White under black, so that the line is seen on a dark bar and on paper.
        sheet.line([(x + low * scale, middle), (x + high * scale, middle)], color="#ffffff", width=2.6, above=3)
        sheet.line([(x + low * scale, middle), (x + high * scale, middle)], width=0.9, above=4)
        for at in (low, high):
            place = x + at * scale
            sheet.line([(place, middle - 0.09), (place, middle + 0.09)], color="#ffffff", width=2.4, above=3)
            sheet.line([(place, middle - 0.08), (place, middle + 0.08)], width=0.9, above=4)
    sheet.text(x + end * scale + 0.1, middle, numbers.share(share, language, decimals), size=6.8)
