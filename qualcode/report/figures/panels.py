"""One small drawing for each group, side by side where the page is wide enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from .sheet import SOFT, Sheet, leading, text_width, wrap

GAP = 0.35
COLUMN = 7.4
"""The least width of a panel, in centimetres."""


class Panel(Protocol):
    """One drawing that knows how tall it will be."""

    def height(self, width: float) -> float: ...

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None: ...


def in_panels(
    data: Mapping[str, Any],
    width: float,
    make: Callable[[Mapping[str, Any]], Panel],
    *,
    column: float = COLUMN,
) -> tuple[Sheet, float]:
    """All panels of a figure with their titles, and the key under them; the sheet and its height."""
    sheet = Sheet(width)
    columns = max(1, min(len(data["panels"]), int((width + GAP) // (column + GAP))))
    each = (width - GAP * (columns - 1)) / columns
    y = 0.1
    panels = [(panel, make(panel)) for panel in data["panels"]]
    for first in range(0, len(panels), columns):
        row = panels[first : first + columns]
        titles = [wrap(panel.get("title", ""), each - 0.2, 7.5) for panel, _ in row]
        head = max(len(lines) for lines in titles) * leading(7.5) + 0.15 if any(map(any, titles)) else 0.0
        for at, (_, panel) in enumerate(row):
            x = at * (each + GAP)
            if head:
                sheet.lines(x + each / 2, y, titles[at], size=7.5, align="center")
            panel.draw(sheet, x, y + head, each)
        y += head + max(panel.height(each) for _, panel in row) + 0.3
    return sheet, key_lines(sheet, data, 0.1, y, width - 0.2)


def key_lines(sheet: Sheet, data: Mapping[str, Any], x: float, y: float, width: float) -> float:
    """The lines that explain the drawing, in small type; where they end."""
    lines: list[str] = []
    for item in data.get("key", ()):
        if lines and text_width(f"{lines[-1]} · {item}", 6.2) <= width:
            lines[-1] += f" · {item}"
        else:
            lines += wrap(item, width, 6.2)
    return y + sheet.lines(x, y, lines, size=6.2, color=SOFT) + 0.1
