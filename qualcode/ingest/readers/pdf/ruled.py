"""Tables whose cells are parted by drawn rules, as Word and LibreOffice print them.

A row of such a table is read cell by cell, as it is from the file that was printed, and not line by line across the
page. Tables without rules are rows of text with wide gaps, and stay so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .lines import Line, PageLines, join_on_row, split_at_gap

Box = tuple[float, float, float, float]
"""What is drawn: left, lower, right and upper edge, in points."""
_THIN = 3.0
"""Points that a rule is thick at most."""
_NEAR = 2.5
"""Points by which the ends of rules may miss each other."""
_LEAST_ROOM = 6.0
"""Points that a row is high and a column is wide at least: double rules are one."""
_MARKED = 24.0
"""Points that the ground behind marked words is high at most."""
_MOST_DRAWN = 4000
_MOST_CROSSINGS = 60_000
"""A page with more drawn on it, or with more rules that may cross, is a map or a chart."""


@dataclass(slots=True)
class Cell:
    """One cell: its column, from 1, its edges and the lines that stand in it."""

    column: int
    left: float
    right: float
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table on one page, from its top to its foot."""

    columns: tuple[float, ...]
    """Where the rules between the columns stand, with the outer edges."""
    top: float
    bottom: float
    rows: list[list[Cell]]
    """Only cells with words."""


@dataclass(slots=True)
class _Rule:
    """A straight rule: where it stands across its direction, and from where to where it goes along it."""

    at: float
    start: float
    stop: float

    def covers(self, place: float) -> bool:
        return self.start - _NEAR <= place <= self.stop + _NEAR


def walls(boxes: Sequence[Box], width: float) -> list[Box]:
    """The rules that go down between columns: what stands on either side of one are words of two cells."""
    if len(boxes) > _MOST_DRAWN:
        return []
    return [
        (rule.at, rule.start, rule.at, rule.stop)
        for across, down in _grids(*_rules(boxes, width))
        if across and down and (len(across) > 2 or _ends(down)[1] - _ends(down)[0] > _MARKED)
        for rule in down
    ]


def take_tables(pages: Sequence[PageLines]) -> None:
    """Set the `tables` of every page, and take their lines from the page's."""
    above: list[Table] = []
    for page in pages:
        if not page.drawn or len(page.drawn) > _MOST_DRAWN:
            continue
        for across, down in _grids(*_rules(page.drawn, page.width)):
            table = _table(across, down, page.lines)
            if table is not None and (_is_table(table) or (above and same_columns(above[-1], table))):
                inside = {id(line) for line in page.lines if _within(line, table.columns, table.top, table.bottom)}
                page.lines = [line for line in page.lines if id(line) not in inside]
                page.tables.append(table)
        page.tables.sort(key=lambda table: -table.top)
        above = page.tables


def same_columns(table: Table, other: Table) -> bool:
    """Whether two tables have the same columns, as parts of one on two pages have."""
    return len(table.columns) == len(other.columns) and all(
        abs(one - two) <= _THIN for one, two in zip(table.columns, other.columns, strict=True)
    )


def in_tables(page: PageLines) -> Iterator[Line]:
    """The lines in the tables of a page, cell by cell."""
    return (line for table in page.tables for row in table.rows for cell in row for line in cell.lines)


# Rules.


def _rules(boxes: Iterable[Box], width: float) -> tuple[list[_Rule], list[_Rule]]:
    """The rules that go across and those that go down; a filled or framed cell has four."""
    across: list[_Rule] = []
    down: list[_Rule] = []
    for x0, y0, x1, y1 in boxes:
        wide, high = x1 - x0, y1 - y0
        if high <= _THIN:
            across += [_Rule((y0 + y1) / 2, x0, x1)] if wide > _THIN else []
        elif wide <= _THIN:
            down.append(_Rule((x0 + x1) / 2, y0, y1))
        elif wide < 0.95 * width:
            across += [_Rule(y0, x0, x1), _Rule(y1, x0, x1)]
            down += [_Rule(x0, y0, y1), _Rule(x1, y0, y1)]
    return _joined(across), _joined(down)


def _joined(rules: list[_Rule]) -> list[_Rule]:
    """Pieces that go on from one another as one rule; those that lie on one another too."""
    found: list[_Rule] = []
    level: list[_Rule] = []
    for rule in [*sorted(rules, key=lambda rule: rule.at), _Rule(float("inf"), 0, 0)]:
        if level and rule.at - level[0].at > _THIN:
            at = sum(one.at for one in level) / len(level)
            for one in sorted(level, key=lambda one: one.start):
                if found and found[-1].at == at and one.start <= found[-1].stop + _NEAR:
                    found[-1].stop = max(found[-1].stop, one.stop)
                else:
                    found.append(_Rule(at, one.start, one.stop))
            level = []
        level.append(rule)
    return found


def _grids(across: list[_Rule], down: list[_Rule]) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """Rules that cross one another, directly or by others."""
    if len(across) * len(down) > _MOST_CROSSINGS:
        return
    left = list(down)
    rest = list(across)
    while left:
        mine, here = [left.pop()], []
        grown = True
        while grown:
            met = [rule for rule in rest if any(rule.covers(one.at) and one.covers(rule.at) for one in mine)]
            rest = [rule for rule in rest if rule not in met]
            here += met
            more = [one for one in left if any(rule.covers(one.at) and one.covers(rule.at) for rule in met)]
            left = [one for one in left if one not in more]
            mine += more
            grown = bool(met or more)
        yield here, mine


# Cells.


def _apart(places: Iterable[float]) -> list[float]:
    """Places in order, those of a double rule once."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _LEAST_ROOM:
            found.append(place)
    return found


def _table(across: Sequence[_Rule], down: Sequence[_Rule], lines: Sequence[Line]) -> Table | None:
    """The table that rules draw; None where they part no rows and columns, or words stand over one of them."""
    if not across or not down:
        return None
    # Outer edges need no rule of their own, and have none where a page breaks a row.
    columns = _apart([*_ends(across), *(rule.at for rule in down)])
    levels = _apart([*_ends(down), *(rule.at for rule in across)])[::-1]
    if len(columns) < 3 or len(levels) < 2:
        return None
    inside = [line for line in lines if _within(line, columns, levels[0], levels[-1])]
    pieces = [piece for line in inside for piece in _pieces(line)]
    rows: list[list[Cell]] = []
    for high, low in pairwise(levels):
        middle = (high + low) / 2
        walls = [columns[0], *(x for x in columns[1:-1] if _stands(down, x, middle)), columns[-1]]
        row = []
        for left, right in pairwise(walls):
            cell = Cell(columns.index(left) + 1, left, right)
            cell.lines = [piece for piece in pieces if low <= _centre(piece) < high and left <= piece.x0 < right]
            if any(piece.x1 > right + _NEAR for piece in cell.lines):
                return None
            if not cell.lines:
                continue
            above = _above(rows, cell) if not _stands(across, high, (left + right) / 2) else None
            if above is None:
                row.append(cell)
            else:
                above.lines += cell.lines
        rows.append(row)
    if sum(len(cell.lines) for row in rows for cell in row) < len(pieces):
        return None  # words that stand in no cell
    for row in rows:
        for cell in row:
            cell.lines = join_on_row(sorted(cell.lines, key=lambda line: (-round(line.baseline / 3), line.x0)))
    return Table(tuple(columns), levels[0], levels[-1], [row for row in rows if row])


def _ends(rules: Sequence[_Rule]) -> tuple[float, float]:
    return min(rule.start for rule in rules), max(rule.stop for rule in rules)


def _stands(rules: Iterable[_Rule], at: float, along: float) -> bool:
    """Whether a rule stands at a place, and reaches so far."""
    return any(abs(rule.at - at) <= _LEAST_ROOM and rule.covers(along) for rule in rules)


def _above(rows: Sequence[Sequence[Cell]], cell: Cell) -> Cell | None:
    """The cell above that goes on in this one: of the same column, in the last row that has one."""
    for row in reversed(rows):
        for other in row:
            if (other.left, other.right) == (cell.left, cell.right):
                return other
    return None


def _centre(line: Line) -> float:
    return (line.bottom + line.top) / 2


def _within(line: Line, columns: Sequence[float], top: float, bottom: float) -> bool:
    return bottom <= _centre(line) < top and line.x1 > columns[0] and line.x0 < columns[-1]


def _pieces(line: Line) -> Iterator[Line]:
    rest = line
    while rest.gaps:
        piece, rest = split_at_gap(rest, 0)
        if piece.text:
            yield piece
    if rest.text.strip():
        yield rest


def _is_table(table: Table) -> bool:
    """Whether two columns at least hold words in a good part of the rows, as those of a chart or a form do not."""
    filled = [0] * len(table.columns)
    for row in table.rows:
        for cell in row:
            filled[cell.column - 1] += 1
    return len(table.rows) > 1 and sum(3 * count >= len(table.rows) for count in filled) >= 2
