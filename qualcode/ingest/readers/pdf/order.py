"""The order in which the lines of a page are read.

Most programs write a page in reading order, which is better than anything that can be
guessed from places: a table's cells and a form's boxes come out right. So the file's order
stands unless it visibly runs against the page: two columns of prose written row by row, or
lines that jump up within one column.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from .lines import Line, PageLines, split_at_gap

_STEP = 2.0
"""Points between the places at which a page is looked through for a gutter."""
_LEAST_LINES = 6


@dataclass(slots=True)
class PageColumns:
    """Two columns of prose: where the gutter lies, and whether the file mixes them."""

    gutter: float
    mixed: bool


def columns_of(page: PageLines) -> PageColumns | None:
    """The two columns of a page, if it has two columns of prose."""
    lines = page.body
    if len(lines) + sum(len(line.gaps) == 1 for line in lines) < 2 * _LEAST_LINES:
        return None
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    width = right - left
    if width <= 0 or width > 4 * page.width > 0:
        return None
    middle = left + 0.4 * width
    if sum(line.x0 > middle or any(gap.right > middle for gap in line.gaps) for line in lines) < _LEAST_LINES:
        return None
    gutter = _gutter(lines, left, right)
    if gutter is None:
        return None
    parts = _parts(lines, gutter)
    sides = [[line for line in parts if line.x1 <= gutter], [line for line in parts if line.x0 >= gutter]]
    for side, room in zip(sides, (gutter - left, right - gutter), strict=True):
        if len(side) < _LEAST_LINES or not _is_prose(side, room):
            return None
    # Only lines that fill their column tell its order: cells of a table above it do not.
    switches = spanning = between = 0
    before = first = None
    for line in parts:
        here = 0 if line.x1 <= gutter else 1 if line.x0 >= gutter else None
        if here is None:
            spanning += 1
            between += before is not None
        elif line.width > 0.6 * (gutter - left, right - gutter)[here]:
            switches += before is not None and here != before
            before = here
            first = here if first is None else first
    right_first = first == 1 and not between and not _leftwards(lines)
    return PageColumns(gutter, right_first or switches > 3 + 2 * spanning)


def _leftwards(lines: Sequence[Line]) -> bool:
    """Whether most letters are of scripts that are read from right to left."""
    letters = [unicodedata.bidirectional(char) for line in lines[:40] for char in line.text if char.isalpha()]
    return sum(kind in ("R", "AL") for kind in letters) > 0.5 * len(letters)


def _gutter(lines: Sequence[Line], left: float, right: float) -> float | None:
    """The middle of the widest white strip down the page, away from its sides."""
    count = int((right - left) / _STEP) + 2
    crossing = [0] * (count + 1)
    for line in lines:
        begin = line.x0
        for gap in (*line.gaps, None):
            end = gap.left if gap else line.x1
            crossing[max(int((begin - left) / _STEP), 0)] += 1
            crossing[min(max(int((end - left) / _STEP) + 1, 0), count)] -= 1
            begin = gap.right if gap else 0.0
    allowed = 0.12 * len(lines)
    best: tuple[int, int] | None = None
    start = None
    height = 0
    low, high = int(0.25 * count), int(0.75 * count)
    for place in range(count + 1):
        height += crossing[place]
        free = height <= allowed and low <= place <= high
        if free and start is None:
            start = place
        elif not free and start is not None:
            if best is None or place - start > best[1] - best[0]:
                best = (start, place)
            start = None
    if best is None or (best[1] - best[0]) * _STEP < 6:
        return None
    return left + _STEP * (best[0] + best[1]) / 2


def _parts(lines: Sequence[Line], gutter: float) -> list[Line]:
    """The lines, those whose one wide gap lies over the gutter cut in two; more gaps are a table's."""
    parts: list[Line] = []
    for line in lines:
        if len(line.gaps) == 1 and line.gaps[0].left <= gutter <= line.gaps[0].right:
            parts.extend(part for part in split_at_gap(line, 0) if part.text)
        else:
            parts.append(line)
    return parts


def _is_prose(side: Sequence[Line], room: float) -> bool:
    """Whether the lines of a column fill it and go on from line to line, as a table's cells do not."""
    widths = sorted(line.width for line in side)
    full = widths[len(widths) // 2] > 0.6 * room
    words = sum(line.text.count(" ") + 1 for line in side)
    going_on = sum(line.text[:1].islower() for line in side)
    return full and words > 3.0 * len(side) and going_on > 0.3 * len(side)


def by_columns(page: PageLines, gutter: float) -> list[Line]:
    """The lines of a page column by column, between the lines that span both."""
    parts = _parts(page.body, gutter)
    ordered: list[Line] = []
    band: list[Line] = []

    def close() -> None:
        ordered.extend(sorted((line for line in band if line.x1 <= gutter), key=_downwards))
        ordered.extend(sorted((line for line in band if line.x1 > gutter), key=_downwards))
        band.clear()

    for line in sorted(parts, key=_downwards):
        if line.x0 < gutter - line.size < gutter + line.size < line.x1:
            close()
            ordered.append(line)
        else:
            band.append(line)
    close()
    return ordered


def runs_upwards(lines: Sequence[Line]) -> bool:
    """Whether the file's order jumps up within one column, against reading."""
    for before, line in itertools.pairwise(lines):
        if line.baseline > before.baseline + 0.8 * line.size:
            shared = min(before.x1, line.x1) - max(before.x0, line.x0)
            if shared > 0.5 * min(before.width, line.width):
                return True
    return False


def downwards(lines: Sequence[Line]) -> list[Line]:
    """The lines from top to bottom; those on one row from left to right."""
    return sorted(lines, key=_downwards)


def _downwards(line: Line) -> tuple[float, float]:
    return -round(line.baseline / 3), line.x0
