"""Saturation: how many codes each further interview added, and how many it was to be expected to."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ...core import numbers
from .panels import key_lines
from .sheet import COLORS, FAINT, INK, SOFT, Sheet, leading, round_step, text_width, wrap

TALL = 4.6


def saturation(data: Mapping[str, Any], language: str, width: float) -> tuple[Sheet, float]:
    """Bars of new codes, a line of codes seen so far, a dashed line of what any order gives."""
    sheet = Sheet(width)
    documents, new, seen = data["documents"], data["new"], data["seen"]
    expected = data.get("expected") or []
    count = len(documents)
    y = _legend(sheet, data, width)
    most = max([*seen, *(value for value in expected if value is not None), 1])
    step = round_step(most, 6)
    top = math.ceil(most / step) * step
    left, right = 1.15, width - 0.2
    bottom = y + TALL
    each = (right - left) / max(1, count)

    def place(number: int, value: float) -> tuple[float, float]:
        return left + (number + 0.5) * each, bottom - value / top * TALL

    for tick in range(0, int(top) + 1, step):
        level = bottom - tick / top * TALL
        sheet.line([(left, level), (right, level)], color=FAINT, width=0.5, above=0.5)
        sheet.text(left - 0.12, level, numbers.count(tick, language), size=6.5, align="right", color=SOFT)
    sheet.text(0.2, y + TALL / 2, data["axis_codes"], size=6.5, rotate=90, align="center", color=SOFT)
    if data.get("reached_at"):
        edge = left + data["reached_at"] * each
        sheet.line([(edge, y), (edge, bottom)], color=SOFT, width=0.9, dashes=(4, 2, 1, 2))
    for number, value in enumerate(new):
        tall = value / top * TALL
        wide = each * 0.62
        x = left + (number + 0.5) * each - wide / 2
        sheet.box(x, bottom - tall, wide, tall, fill="#b9cbe0", edge=INK, line=0.4)
        if each >= 0.34:
            # At the foot of the bar where there is room, so that the lines above stay clear.
            inside = tall > 0.36
            at = bottom - 0.18 if inside else bottom - tall - 0.15
            sheet.text(x + wide / 2, at, numbers.count(value, language), size=6.3, align="center", halo=not inside)
    if expected:
        points = [place(number, value) for number, value in enumerate(expected) if value is not None]
        sheet.line(points, color=COLORS[1], width=1.1, dashes=(4, 2), above=3)
    sheet.line(
        [place(number, value) for number, value in enumerate(seen)],
        color=INK,
        width=1.2,
        marker="o" if each > 0.25 else "",
        above=4,
    )
    sheet.line([(left, bottom), (right, bottom)], color=INK, width=0.7)
    foot = _names(sheet, documents, left, bottom, each)
    sheet.text((left + right) / 2, foot + 0.2, data["axis_interviews"], size=6.5, align="center", color=SOFT)
    return sheet, key_lines(sheet, data, 0.1, foot + 0.45, width - 0.2)


def _names(sheet: Sheet, documents: Any, left: float, bottom: float, each: float) -> float:
    """The interviews' names under their bars, turned or thinned out where they would touch."""
    widest = max(text_width(name, 6.3) for name in documents)
    turned = widest > each - 0.05
    every = max(1, math.ceil(0.26 / each)) if turned else 1
    for number in range(0, len(documents), every):
        x = left + (number + 0.5) * each
        if turned:
            sheet.text(x, bottom + 0.1, documents[number], size=6.3, rotate=90, align="right")
        else:
            sheet.text(x, bottom + 0.2, documents[number], size=6.3, align="center")
    return bottom + (widest + 0.15 if turned else 0.36)


def _legend(sheet: Sheet, data: Mapping[str, Any], width: float) -> float:
    y = 0.12
    for kind in ("new", "seen", "expected"):
        if kind == "expected" and not data.get("expected"):
            continue
        lines = wrap(data["legend"][kind], width - 0.9, 6.8)
        middle = y + leading(6.8) / 2
        if kind == "new":
            sheet.box(0.1, middle - 0.1, 0.55, 0.2, fill="#b9cbe0", edge=INK, line=0.4)
        elif kind == "seen":
            sheet.line([(0.16, middle), (0.375, middle), (0.59, middle)], width=1.2, marker="o")
        else:
            sheet.line([(0.1, middle), (0.65, middle)], color=COLORS[1], width=1.1, dashes=(4, 2))
        y += sheet.lines(0.8, y, lines, size=6.8) + 0.03
    if data.get("reached"):
        middle = y + leading(6.8) / 2
        if data.get("reached_at"):
            sheet.line([(0.375, middle - 0.14), (0.375, middle + 0.14)], color=SOFT, width=0.9, dashes=(4, 2, 1, 2))
        y += sheet.lines(0.8, y, wrap(data["reached"], width - 0.9, 6.8), size=6.8) + 0.03
    return y + 0.2
