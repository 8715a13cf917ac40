"""Cells of ruled tables into blocks, as the file has them that was printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..blocks import Block, as_cell
from .hyphens import Hyphens
from .lines import HYPHENS, MARK, TERMINAL, Line, PageLines, tidy
from .ruled import Cell, same_columns


@dataclass(slots=True)
class _Text:
    """What a cell says: its paragraphs on lines."""

    text: str
    bold: int
    page: int
    breaks: list[tuple[int, int]] = field(default_factory=list)


class Cells:
    """The tables of a document, those that go on from page to page put together."""

    def __init__(self, pages: Sequence[PageLines], hyphens: Hyphens) -> None:
        self.pages, self.hyphens = pages, hyphens

    def blocks(self, page: int, number: int) -> Iterator[Block]:
        """The cells of a table with those of its parts on the next pages; none of one that is such a part."""
        if number == 0 and page > 0 and self._goes_on(page - 1):
            return
        first = self.pages[page].tables[number]
        rows: list[dict[int, _Text]] = []
        headings: list[str] = []
        while True:
            table = self.pages[page].tables[number]
            for row in table.rows:
                said = {cell.column: self._text(cell, page) for cell in row}
                if rows and row is table.rows[0] and table is not first:
                    if [each.text for each in said.values()] == headings:
                        continue  # printed again at the top of the page
                    if self._same_row(rows[-1], said):
                        continue
                rows.append(said)
                headings = headings or [each.text for each in said.values()]
            if number < len(self.pages[page].tables) - 1 or not self._goes_on(page):
                break
            page, number = page + 1, 0
        for at, said in enumerate(rows, start=1):
            for column, each in said.items():
                block = Block(each.text, bold=each.bold, page=each.page, page_breaks=tuple(each.breaks))
                yield as_cell(block, at, column, {}, False)

    def _goes_on(self, page: int) -> bool:
        """Whether the last table of a page goes on at the top of the next."""
        if page + 1 >= len(self.pages) or not self.pages[page].tables or not self.pages[page + 1].tables:
            return False
        last, first = self.pages[page].tables[-1], self.pages[page + 1].tables[0]
        below = sum(line.top < last.bottom for line in self.pages[page].body)
        above = sum(line.bottom > first.top for line in self.pages[page + 1].body)
        return below == above == 0 and same_columns(last, first)

    def _same_row(self, above: dict[int, _Text], said: dict[int, _Text]) -> bool:
        """Whether a row that a page's end broke goes on: in one cell, in the middle of a sentence. Joins them then."""
        if len(said) != 1 or len(above) < 2:
            return False
        [(column, rest)] = said.items()
        before = above.get(column)
        if before is None or TERMINAL.search(before.text[-6:]):
            return False
        before.breaks.append((len(before.text) + 1, rest.page))
        before.text += f" {rest.text}"
        return True

    def _text(self, cell: Cell, page: int) -> _Text:
        """The lines of a cell as paragraphs: one ends where the first word of the next line would have fitted."""
        left = min(line.x0 for line in cell.lines)
        right = cell.right - max(left - cell.left, 0)
        text = ""
        bold = 0
        before: Line | None = None
        for line in cell.lines:
            piece = tidy(line.text.strip())
            if before is None:
                text = piece
            elif before.text[-1:] in HYPHENS and line.text[:1].islower():
                text, piece = self.hyphens.join(text, piece, page + 1)
                text += piece
            else:
                text += ("\n" if _ends(before, line, right) else " ") + piece
            if bold == len(text) - len(piece) - (before is not None) and line.bold:
                bold = len(text) - len(piece) + min(line.bold, len(piece))
            before = line
        return _Text(text, bold, page)


def _ends(before: Line, line: Line, right: float) -> bool:
    """Whether a paragraph ends between two lines of a cell; a question that fills its line most often does."""
    if MARK.match(line.text) or (before.text.rstrip().endswith("?") and line.text[:1].isupper()):
        return True
    word = line.text.split(None, 1)[0]
    needed = line.width * len(word) / max(len(line.text), 1) + 0.25 * line.size
    return right - before.x1 > needed + 1
