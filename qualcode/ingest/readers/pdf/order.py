"""The order in which the lines of a page are read.

Most programs write a page in reading order, which is better than anything that can be
guessed from places: a table's cells and a form's boxes come out right. So the file's order
stands unless it visibly runs against the page: columns of prose written row by row or from the
right, or lines that jump up within one column.
"""

from __future__ import annotations

import itertools
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from .lines import Line, PageLines, side, split_at_gap

_STEP = 2.0
"""Points between the places at which a page is looked through for a gutter."""
_LEAST_LINES = 6


@dataclass(slots=True)
class PageColumns:
    """Columns of prose: where the gutters between them lie, and whether the file mixes them."""

    gutters: tuple[float, ...]
    mixed: bool


def columns_of(page: PageLines) -> PageColumns | None:
    """The columns of a page, if it has two columns of prose or more."""
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
    strips = _white_strips(lines, left, right)
    central = [strip for strip in strips if left + 0.25 * width <= strip[0] <= strip[1] <= left + 0.75 * width]
    widest = max(central, key=lambda strip: strip[1] - strip[0], default=None)
    for chosen in (strips if len(strips) > 1 else [], [widest] if widest else []):
        gutters = tuple((start + stop) / 2 for start, stop in chosen)
        if gutters and (found := _columns(lines, gutters, left, right)):
            return found
    return None


def _columns(lines: Sequence[Line], gutters: tuple[float, ...], left: float, right: float) -> PageColumns | None:
    parts = _parts(lines, gutters)
    rooms = [stop - start for start, stop in itertools.pairwise((left, *gutters, right))]
    for at, room in enumerate(rooms):
        column = [line for line in parts if side(line, gutters) == at]
        if len(column) < _LEAST_LINES or not _is_prose(column, room):
            return None
    # Only lines that fill their column tell its order: cells of a table above it do not.
    switches = spanning = between = 0
    seen: list[int] = []
    for line in parts:
        here = side(line, gutters)
        if _spans(line, gutters):
            spanning += 1
            between += bool(seen)
        elif here >= 0 and line.width > 0.6 * rooms[here]:
            switches += bool(seen) and here != seen[-1]
            seen.append(here)
    first = list(dict.fromkeys(seen))
    right_first = first != sorted(first) and not between and not _leftwards(lines)
    return PageColumns(gutters, right_first or switches > 2 * len(rooms) - 1 + 2 * spanning)


def _leftwards(lines: Sequence[Line]) -> bool:
    """Whether most letters are of scripts that are read from right to left."""
    letters = [unicodedata.bidirectional(char) for line in lines[:40] for char in line.text if char.isalpha()]
    return sum(kind in ("R", "AL") for kind in letters) > 0.5 * len(letters)


def _white_strips(lines: Sequence[Line], left: float, right: float) -> list[tuple[float, float]]:
    """The white strips down the page, away from its sides."""
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
    strips: list[tuple[float, float]] = []
    start = None
    height = 0
    low, high = int(0.15 * count), int(0.85 * count)
    for place in range(count + 1):
        height += crossing[place]
        free = height <= allowed and low <= place <= high
        if free and start is None:
            start = place
        elif not free and start is not None:
            if (place - start) * _STEP >= 6:
                strips.append((left + _STEP * start, left + _STEP * place))
            start = None
    return strips


def _parts(lines: Sequence[Line], gutters: Sequence[float]) -> list[Line]:
    """The lines, those whose wide gaps all lie over gutters cut at these; others are a table's."""
    parts: list[Line] = []
    for line in lines:
        rest = line
        if all(any(gap.left <= gutter <= gap.right for gutter in gutters) for gap in line.gaps):
            while rest.gaps:
                part, rest = split_at_gap(rest, 0)
                parts += [part] if part.text else []
        parts += [rest] if rest.text or rest is line else []
    return parts


def _is_prose(side: Sequence[Line], room: float) -> bool:
    """Whether the lines of a column fill it and go on from line to line, as a table's cells do not."""
    widths = sorted(line.width for line in side)
    full = widths[len(widths) // 2] > 0.6 * room
    words = sum(line.text.count(" ") + 1 for line in side)
    going_on = sum(line.text[:1].islower() for line in side)
    return full and words > 3.0 * len(side) and going_on > 0.3 * len(side)


def by_columns(page: PageLines) -> list[Line]:
    """The lines of a page column by column, between the lines that span several."""
    gutters = page.gutters
    ordered: list[Line] = []
    band: list[Line] = []

    def close() -> None:
        ordered.extend(sorted(band, key=lambda line: (bisect_left(gutters, line.x1), _downwards(line))))
        band.clear()

    for line in sorted(_parts(page.body, gutters), key=_downwards):
        if _spans(line, gutters):
            close()
            ordered.append(line)
        else:
            band.append(line)
    close()
    return ordered


def _spans(line: Line, gutters: Sequence[float]) -> bool:
    """Whether a line goes well over a gutter."""
    return any(line.x0 < gutter - line.size < gutter + line.size < line.x1 for gutter in gutters)


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
