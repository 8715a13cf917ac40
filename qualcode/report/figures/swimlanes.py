"""A sequence on paper: a lane for each actor, the steps from left to right, in bands where the page ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...core import numbers
from ...core.grouping import grouped
from .panels import key_lines
from .sheet import INK, SOFT, Sheet, color_of, leading, mix, text_width, wrap

SIZE, SMALL = 7.0, 6.0
STEP = 2.2
"""The least width of a step with the room for its arrow, in centimetres."""
GAP = 0.55
"""Between two boxes, for the arrow."""

Place = tuple[float, float, float, float]
"""Left, right, middle and height of a box."""


def swimlanes(data: Mapping[str, Any], language: str, width: float) -> tuple[Sheet, float]:
    """The lanes at a width, and the height they take."""
    sheet = Sheet(width)
    names = min(max(_widest(data["lanes"], bold=True) + 0.35, 1.6), width * 0.35)
    columns = 1 + max(box["column"] for box in data["boxes"])
    least = max(STEP, min(_widest([box["label"] for box in data["boxes"]]) + GAP + 0.3, width - names - 0.2))
    across = max(1, min(columns, int((width - names - 0.2) // least)))
    bands = -(-columns // across)
    across = -(-columns // bands)  # the same number of steps in each band
    step = (width - names - 0.2) / across
    places: dict[tuple[int, int], Place] = {}
    y = 0.1
    for band in range(bands):
        y = _band(sheet, data, language, (names, step, width), (band * across, across), y, places) + 0.35
    for arrow in data["arrows"]:
        _arrow(sheet, arrow, places, across, (names + 0.1, width))
    return sheet, key_lines(sheet, data, 0.1, y - 0.1, width - 0.2)


def _widest(labels: Sequence[str], bold: bool = False) -> float:
    """The width of the longest word, so that none need be broken."""
    return max(text_width(word, SIZE, bold=bold) for label in labels for word in label.split() or [""])


def _band(
    sheet: Sheet, data: Mapping[str, Any], language: str, size: tuple[float, float, float], part: tuple[int, int],
    y: float, places: dict[tuple[int, int], Place],
) -> float:  # fmt: skip
    """The lanes with the steps of some columns; where they end."""
    names, step, width = size
    first, across = part
    inside = [box for box in data["boxes"] if first <= box["column"] < first + across]
    for number, lane in enumerate(data["lanes"]):
        own = [box for box in inside if box["lane"] == number]
        stacks = grouped((box["column"], (box, wrap(box["label"], step - GAP - 0.3, SIZE, most=5))) for box in own)
        label = wrap(lane, names - 0.25, SIZE, bold=True, most=4)
        heights = [sum(_tall(lines) + 0.15 for _, lines in stack) - 0.15 for stack in stacks.values()]
        tall = max([leading(SIZE) * len(label), *heights]) + 0.5
        sheet.box(0, y, width, tall, fill="#f3f3f3" if number % 2 == 0 else "#ffffff", above=0.2)
        sheet.lines(0.1, y + (tall - leading(SIZE) * len(label)) / 2, label, bold=True, size=SIZE)
        for column, stack in stacks.items():
            left = names + 0.1 + (column - first) * step + GAP / 2
            top = y + (tall - sum(_tall(lines) + 0.15 for _, lines in stack) + 0.15) / 2
            for box, lines in stack:
                high = _tall(lines)
                _step(sheet, box, lines, (left, top, step - GAP, high), language)
                places.setdefault((column, number), (left, left + step - GAP, top + high / 2, high))
                top += high + 0.15
        y += tall
    sheet.line([(0, y), (width, y)], color="#b5b5b5", width=0.5)
    return y


def _tall(lines: list[str]) -> float:
    return leading(SIZE) * len(lines) + 0.26


def _step(
    sheet: Sheet, box: Mapping[str, Any], lines: list[str], place: tuple[float, float, float, float], language: str
) -> None:
    left, top, wide, high = place
    color = color_of(box, box["lane"])
    sheet.box(left, top, wide, high, fill=mix(color, "#ffffff", 0.8), edge=color, line=0.8, above=3)
    sheet.lines(left + wide / 2, top + 0.13, lines, size=SIZE, align="center")
    if box["count"]:
        count = numbers.count(box["count"], language)
        sheet.text(left + wide - 0.05, top + high + 0.1, count, size=SMALL, align="right", color=SOFT)


def _arrow(
    sheet: Sheet,
    arrow: Mapping[str, Any],
    places: Mapping[tuple[int, int], Place],
    across: int,
    page: tuple[float, float],
) -> None:
    """From the right of one box to the left of the next, at right angles; from band to band over the edge."""
    (a, lane_a), (b, lane_b) = arrow["from"], arrow["to"]
    start, stop = places[a, lane_a], places[b, lane_b]
    turn = stop[0] - GAP / 2
    if a // across == b // across and b > a:
        points = [(start[1], start[2]), (turn, start[2]), (turn, stop[2]), (stop[0], stop[2])]
        if start[2] == stop[2]:
            points = [points[0], points[-1]]
        _line(sheet, points)
        if arrow["label"]:
            sheet.text(turn, (start[2] + stop[2]) / 2, arrow["label"], size=SMALL, align="center", halo=True)
    elif b > a:
        _line(sheet, [(start[1], start[2]), (page[1], start[2])])
        _line(sheet, [(page[0], stop[2]), (stop[0], stop[2])])
    else:  # back to an earlier step, or within one: under the boxes
        below = max(start[2] + start[3] / 2, stop[2] + stop[3] / 2) + 0.14
        middle_a, middle_b = (start[0] + start[1]) / 2, (stop[0] + stop[1]) / 2
        foot_a, foot_b = start[2] + start[3] / 2, stop[2] + stop[3] / 2
        _line(sheet, [(middle_a, foot_a), (middle_a, below), (middle_b, below), (middle_b, foot_b)])


def _line(sheet: Sheet, points: list[tuple[float, float]]) -> None:
    sheet.line(points, color=INK, width=0.8, above=2)
    (x0, y0), (x, y) = points[-2:]
    length = ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5 or 1.0
    dx, dy = (x - x0) / length * 0.16, (y - y0) / length * 0.16
    for turn in (-0.5, 0.5):
        sheet.line([(x - dx + turn * dy, y - dy - turn * dx), (x, y)], color=INK, width=0.8, above=2.1, round_ends=True)
