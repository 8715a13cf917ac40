"""The two sides of Froehle & Roth's frame: three resources, four stages, and where they meet.

The stages stand as a row of fields over the columns, the resources as a column of fields beside
the rows, so that the table between them needs no further headings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core import numbers
from .panels import Panel, in_panels
from .sheet import INK, SOFT, Sheet, color_of, ink_on, leading, mix, shade, text_width, wrap

FIELD = 1.2
"""The height of a field, in centimetres."""


def two_sided(data: Mapping[str, Any], language: str, width: float) -> tuple[Sheet, float]:
    """Two bars of fields with their shares, and the table of units that carry one of each."""
    cells = [cell or 0 for panel in data["panels"] for row in panel["cells"] for cell in row]
    most = max(cells, default=0) or 1
    # Four stages need the whole width of a page for their names: panels stand under one another.
    return in_panels(data, width, lambda panel: _TwoSided(panel, language, most), column=width)


class _TwoSided(Panel):
    def __init__(self, data: Mapping[str, Any], language: str, most: float) -> None:
        self.data, self.language, self.most = data, language, most

    def height(self, width: float) -> float:
        return leading(7) + 0.05 + FIELD * (1 + len(self.data["rows"])) + 0.15

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        rows, columns = self.data["rows"], self.data["columns"]
        width -= 0.1
        side = min(width * 0.3, 3.4)
        each = (width - side - 0.15) / max(1, len(columns))
        left = x + side + 0.15
        head = leading(7) + 0.05
        sheet.lines(left, y, wrap(self.data["columns_title"], width - side, 7, most=1), size=7, color=SOFT)
        top = y + head
        for number, field in enumerate(columns):
            self._field(sheet, field, number + len(rows), left + number * each, top, each, FIELD)
        table = top + FIELD + 0.15
        title = wrap(self.data["rows_title"], side, 7, most=3)
        sheet.lines(x + 0.05, table - 0.08 - leading(7) * len(title), title, size=7, color=SOFT)
        for line, field in enumerate(rows):
            low = table + line * FIELD
            self._field(sheet, field, line, x, low, side, FIELD)
            for number in range(len(columns)):
                count = self.data["cells"][line][number]
                fill = "#ffffff" if not count else shade(0.08 + 0.8 * count / self.most)
                at = left + number * each
                sheet.box(at, low, each, FIELD, fill=fill, edge="#ffffff" if count else "#dddddd", line=0.8)
                sheet.text(
                    at + each / 2,
                    low + FIELD / 2,
                    numbers.count(count, self.language),
                    align="center",
                    size=8,
                    color=ink_on(fill),
                )

    def _field(
        self,
        sheet: Sheet,
        field: Mapping[str, Any],
        number: int,
        x: float,
        y: float,
        width: float,
        height: float,
    ) -> None:
        """A field whose lower part is a bar as long as its share."""
        color = color_of(field, number)
        share = field["share"]
        bar = 0.17
        sheet.box(x, y, width, height, fill=mix("#ffffff", color, 0.16), edge="#ffffff", line=1)
        foot = y + height - bar - 0.08
        sheet.box(x + 0.08, foot, width - 0.16, bar, fill="#ffffff", edge=SOFT, line=0.4, above=2)
        if share:
            sheet.box(x + 0.08, foot, (width - 0.16) * min(share, 1), bar, fill=color, edge=INK, line=0.4, above=3)
        size = 6.6
        while size > 5.4 and max(text_width(word, size) for word in field["label"].split()) > width - 0.18:
            size -= 0.2
        lines = wrap(field["label"], width - 0.18, size, most=2)
        sheet.lines(x + 0.09, y + 0.05, lines, size=size)
        words = numbers.share(share, self.language)
        sheet.lines(x + 0.09, foot - leading(7), [words], size=7, bold=True)
