"""One report as one web page: readable by everybody, printable, and asking no other computer.

How it looks is in `report/templates/report.html`; here is what the template asks. The whole study as
a page to explore is another thing; that is `page`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from ...core.numbers import NUMERIC
from ...core.table import Figure, Heading, Mark, Report, Table, TranscriptLine
from ...core.values import frozen
from .blocks import METHODS, BlockWriter, runs
from .cells import columns_over, is_number, slug, text_rows
from .layout import bar_share
from .pictures import picture
from .turns import margin, said_in

if TYPE_CHECKING:
    from .. import Options


def write(report: Report, stream: BinaryIO, options: Options) -> None:
    """The report as HTML in UTF-8."""
    from ..markup import environment

    template = environment().get_template("report.html")
    page = _Page(report, options)
    stream.write(template.render(report=page.report, page=page).encode())


@frozen
class _Cell:
    text: str
    number: bool
    bar: float | None
    """A share that is drawn beside the text."""


@frozen
class _Row:
    cells: tuple[_Cell, ...]
    depth: int
    bold: bool
    rule: bool


@frozen
class _Drawing:
    data: str
    """In base 64."""
    width: float


class _Page(BlockWriter):
    """What the template asks of a report."""

    paper = True

    numeric = NUMERIC
    methods = METHODS
    slug = staticmethod(slug)
    over = staticmethod(columns_over)
    runs = staticmethod(runs)

    def anchor(self, at: int, name: str) -> str:
        return slug(name) if name else f"block-{at}"

    def headings(self, depth: int) -> list[tuple[int, Heading]]:
        blocks = enumerate(self.report.blocks)
        return [(at, each) for at, each in blocks if isinstance(each, Heading) and each.level <= depth]

    def rows(self, table: Table) -> Iterator[_Row]:
        texts = text_rows(table, self.report.language, self.options.decimals)
        for number, (row, raw) in enumerate(zip(texts, table.rows, strict=True)):
            cells = []
            for text, value, column in zip(row, raw, table.columns, strict=True):
                share = bar_share(value) if column.bar else None
                cells.append(_Cell(text, is_number(value, column), None if share is None else float(share)))
            depth = table.indents.get(number, 0)
            yield _Row(tuple(cells), depth, number in table.bold_rows, number in table.rules)

    def said(self, line: TranscriptLine) -> str:
        return said_in(line)

    def margin(self, line: TranscriptLine) -> Iterator[tuple[Mark, str]]:
        return margin(line, self.words)

    def drawing(self, figure: Figure) -> _Drawing:
        drawn = picture(figure, self.report.language, "svg")
        return _Drawing(base64.b64encode(drawn.data).decode(), drawn.width)
