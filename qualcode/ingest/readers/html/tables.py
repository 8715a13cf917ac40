"""Tables of a web page: cells with row and column, or plain text where a table only lays out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..blocks import Block, as_cell, joined_cell
from .tokens import Tag

MAX_DEPTH = 30
"""Tables nested deeper than this are read as plain text."""
LAYOUT_CELL = 6
"""A cell with more blocks than this holds a page, not a value."""


@dataclass(slots=True)
class _Cell:
    column: int
    heading: bool
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    rows: list[list[_Cell]] = field(default_factory=list)
    spans: dict[int, int] = field(default_factory=dict)
    """For each column how many rows below are still taken by a cell from above."""
    cell: _Cell | None = None


class Tables:
    """The open tables, innermost last; finished ones go to `emit` or into the cell around them."""

    def __init__(self, emit: Callable[[Block], None]) -> None:
        self._emit = emit
        self._open: list[_Table] = []
        self._too_deep = 0

    def takes(self, block: Block) -> bool:
        """Put a block into the open cell; False when there is none."""
        if not self._open or self._open[-1].cell is None:
            return False
        self._open[-1].cell.blocks.append(block)
        return True

    def start(self, tag: Tag) -> None:
        if tag.name == "table":
            if len(self._open) >= MAX_DEPTH:
                self._too_deep += 1
            else:
                self._open.append(_Table())
        elif self._open and not self._too_deep:
            table = self._open[-1]
            if tag.name == "tr":
                _next_row(table)
            else:
                self._cell(table, tag)

    def _cell(self, table: _Table, tag: Tag) -> None:
        if not table.rows:
            _next_row(table)
        row = table.rows[-1]
        column = row[-1].column + 1 if row else 1
        while table.spans.get(column, 0) > 0:
            column += 1
        wide, high = _span(tag, "colspan"), _span(tag, "rowspan")
        for taken in range(column, column + wide):
            if high > 1:
                table.spans[taken] = high
        table.cell = _Cell(column, tag.name == "th")
        row.append(table.cell)
        if wide > 1:
            row.append(_Cell(column + wide - 1, False))

    def end(self, name: str) -> None:
        if name == "table":
            if self._too_deep:
                self._too_deep -= 1
            elif self._open:
                self._finish()
        elif self._open and not self._too_deep:
            self._open[-1].cell = None

    def close_all(self) -> None:
        """Finish tables that the page never closed."""
        self._too_deep = 0
        while self._open:
            self._finish()

    def _finish(self) -> None:
        table = self._open.pop()
        cells = [cell for row in table.rows for cell in row if cell.blocks]
        layout = len(cells) == 1 or any(len(cell.blocks) > LAYOUT_CELL for cell in cells)
        headings: dict[int, str] = {}
        titles = all(cell.heading for row in table.rows[:1] for cell in row if cell.blocks)
        for number, row in enumerate(table.rows, start=1):
            for cell in row:
                found = cell.blocks
                if found and not layout and (joined := joined_cell(found)).kind != "caption":
                    found = [as_cell(joined, number, cell.column, headings, titles)]
                elif found and not layout:
                    found = [joined]
                for block in found:
                    if not self.takes(block):
                        self._emit(block)


def _next_row(table: _Table) -> None:
    table.spans = {column: left - 1 for column, left in table.spans.items() if left > 1}
    table.rows.append([])
    table.cell = None


def _span(tag: Tag, attribute: str) -> int:
    value = tag.get(attribute) if tag.rest else ""
    return min(max(int(value), 1), 1000) if value.isdigit() and len(value) < 6 else 1
