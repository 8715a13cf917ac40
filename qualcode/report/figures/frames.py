"""Shares on a theory's own drawing: Moore's triangle, Leavitt's diamond, and the two sides of Froehle & Roth's frame.

A circle's area, not its radius, is proportional to the share, and all panels of a figure use
one scale, so that groups can be compared by eye. Names and numbers stand beside everything:
nothing is told by colour alone. Of the two sides the stages stand as a row of fields over the columns, the resources
as a column of fields beside the rows, so that the table between them needs no further headings.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ...core import numbers
from .panels import Panel, in_panels
from .sheet import INK, SOFT, Sheet, color_of, ink_on, leading, mix, shade, text_width, wrap

INSIDE = 0.47
"""From this radius on, the number fits into the circle."""
WIDEST = 9.0
"""The width of the line for the most frequent pair, in points."""


def triangle(data: Mapping[str, Any], language: str, width: float) -> tuple[Sheet, float]:
    """Three corners, the three pairs between them, and in the centre what carries all three."""
    return in_panels(data, width, lambda panel: _Triangle(panel, language, data))


def diamond(data: Mapping[str, Any], language: str, width: float) -> tuple[Sheet, float]:
    """Four corners with all six pairs, and a ring whose thickness is the environment's share."""
    return in_panels(data, width, lambda panel: _Diamond(panel, language, data))


def _most(data: Mapping[str, Any]) -> float:
    counts = [edge["count"] or 0 for panel in data["panels"] for edge in panel.get("edges", ())]
    return max(counts, default=0) or 1


class _Frame(Panel):
    """What triangle and diamond have in common: circles, lines between them, and their words."""

    reach: float
    """How wide a name may be, in centimetres."""
    whole: float
    """The radius of a circle for a share of 100 %, in centimetres."""

    def __init__(self, data: Mapping[str, Any], language: str, figure: Mapping[str, Any]) -> None:
        self.data, self.language = data, language
        self.most = _most(figure)
        self.panels = figure["panels"]
        self.nodes: dict[str, Mapping[str, Any]] = {node["place"]: node for node in data["nodes"]}
        self.number = {node["code"]: n for n, node in enumerate(data["nodes"])}

    def words(self, place: str) -> list[str]:
        return wrap(self.nodes[place]["label"], self.reach, 7.5, bold=True, most=3)

    def outside(self, place: str) -> bool:
        share = self.nodes[place]["share"]
        return share is not None and self.radius(share) < INSIDE

    def radius(self, share: float) -> float:
        """The radius that gives a circle of the share's area; a dot for nothing."""
        return max(0.07, self.whole * math.sqrt(min(max(share, 0.0), 1.0)))

    def largest(self, place: str) -> float:
        """The largest circle at a place in any panel, so that panels beside each other align."""
        shares = [node["share"] for panel in self.panels for node in panel["nodes"] if node["place"] == place]
        return max(INSIDE if share is None else self.radius(share) for share in shares)

    def height_of_words(self, place: str) -> float:
        lines = len(self.words(place)) + (1 if self.outside(place) else 0)
        return lines * leading(7.5)

    def edge(self, sheet: Sheet, ends: tuple[tuple[float, float], tuple[float, float]], count: Any) -> None:
        if count:
            sheet.line(ends, color="#8a8a8a", width=max(0.6, WIDEST * count / self.most), above=1.5)
        else:
            sheet.line(ends, color="#aaaaaa", width=0.6, dashes=(2, 2), above=1.5)

    def node(self, sheet: Sheet, place: str, x: float, y: float) -> None:
        node = self.nodes[place]
        share, size = node["share"], self.size(place)
        fill = color_of(node, self.number[node["code"]])
        if share is None:
            sheet.circle(x, y, INSIDE, fill="#ffffff", dashed=True)
            sheet.text(x, y, numbers.share(None, self.language), align="center", bold=True, size=8)
            return
        sheet.circle(x, y, size, fill=fill)
        if not self.outside(place):
            words = numbers.share(share, self.language)
            sheet.text(x, y, words, align="center", bold=True, size=8, color=ink_on(fill))

    def name(self, sheet: Sheet, place: str, x: float, top: float) -> None:
        lines = self.words(place)
        used = sheet.lines(x, top, lines, size=7.5, align="center", bold=True, halo=True)
        share = self.nodes[place]["share"]
        if share is not None and self.outside(place):
            words = [numbers.share(share, self.language)]
            sheet.lines(x, top + used, words, size=7.5, align="center", halo=True)

    def size(self, place: str) -> float:
        share = self.nodes[place]["share"]
        return INSIDE if share is None else self.radius(share)

    def edges(
        self,
        sheet: Sheet,
        points: Mapping[str, tuple[float, float]],
        off_centre: Sequence[frozenset[str]] = (),
    ) -> None:
        """The lines between the circles, each with its number midway between their rims.

        Pairs in `off_centre` cross each other, so their number stands nearer the first end.
        """
        place = {node["code"]: where for where, node in self.nodes.items()}
        if not self.data.get("edges"):  # the frame's outline, where nothing is known of the pairs
            corners = [*points.values()]
            sheet.line([*corners, corners[0]], color="#bbbbbb", width=0.7, above=1.2)
        for edge in self.data.get("edges", ()):
            a, b = place[edge["a"]], place[edge["b"]]
            start, stop = points[a], points[b]
            self.edge(sheet, (start, stop), edge["count"])
            length = math.dist(start, stop)
            low, high = self.size(a) / length, 1 - self.size(b) / length
            part = low + (high - low) * (0.25 if frozenset((a, b)) in off_centre else 0.5)
            x = start[0] + (stop[0] - start[0]) * part
            y = start[1] + (stop[1] - start[1]) * part
            sheet.text(x, y, numbers.count(edge["count"], self.language), align="center", size=7, halo=True)


class _Triangle(_Frame):
    reach = 3.3
    whole = 1.5

    def head(self) -> float:
        words = max(
            len(wrap(node["label"], self.reach, 7.5, bold=True, most=3)) + (self.radius(node["share"] or 0) < INSIDE)
            for panel in self.panels
            for node in panel["nodes"]
            if node["place"] == "top"
        )
        return words * leading(7.5) + 0.1 + self.largest("top")

    def height(self, width: float) -> float:
        base = max(self.largest(place) + 0.12 + self.height_of_words(place) for place in ("left", "right"))
        return self.head() + 3.7 + base

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        middle, top = x + width / 2, y + self.head()
        low = top + 3.7
        points = {"top": (middle, top), "left": (x + 1.75, low), "right": (x + width - 1.75, low)}
        self.edges(sheet, points)
        for place, (px, py) in points.items():
            self.node(sheet, place, px, py)
            if place == "top":
                self.name(sheet, place, px, py - self.size(place) - 0.1 - self.height_of_words(place))
            else:
                self.name(sheet, place, px, py + self.size(place) + 0.12)
        if self.data.get("all") is not None:
            centre = top + (low - top) * 0.62
            sheet.circle(middle, centre, 0.3, fill="#ffffff", edge=SOFT)
            words = numbers.count(self.data["all"], self.language)
            sheet.text(middle, centre, words, align="center", bold=True, size=7.5)


class _Diamond(_Frame):
    reach = 2.2
    whole = 1.12
    within = 3.15
    """The radius of the space inside the ring; the ring grows outwards."""
    thickest = 0.7
    """The thickness of the ring for a share of 100 %."""

    def across(self) -> float:
        shares = [node["share"] or 0.0 for panel in self.panels for node in panel["nodes"] if node["place"] == "ring"]
        return self.within + self.thickest * min(max(shares, default=0.0), 1.0)

    def height(self, width: float) -> float:
        return 2 * self.across() + 0.1 + len(self.ring_words(width)) * leading(7.5)

    def ring_words(self, width: float) -> list[str]:
        ring = self.nodes.get("ring")
        if ring is None:
            return []
        return wrap(f"{ring['label']} {numbers.share(ring['share'], self.language)}", width, 7.5, bold=True)

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        cx = x + width / 2
        words = self.ring_words(width)
        cy = y + len(words) * leading(7.5) + 0.1 + self.across()
        if ring := self.nodes.get("ring"):
            if ring["share"] is None:
                sheet.circle(cx, cy, self.within, dashed=True, above=1)
                outer = self.within
            else:
                thickness = max(0.03, self.thickest * min(ring["share"], 1.0))
                outer = self.within + thickness
                sheet.ring(cx, cy, outer, thickness, fill=color_of(ring, self.number[ring["code"]]))
            sheet.lines(cx, cy - outer - 0.08 - len(words) * leading(7.5), words, size=7.5, align="center", bold=True)
        points = self.points(cx, cy)
        # Names at the sides stand towards the smaller neighbour, clear of the lines to the larger one.
        upwards = ("top", "left", "right") if self.size("top") < self.size("bottom") else ("top",)
        crossing = (frozenset(("top", "bottom")), frozenset(("left", "right")))
        self.edges(sheet, points, crossing)
        for place, (px, py) in points.items():
            self.node(sheet, place, px, py)
            if place in upwards:
                self.name(sheet, place, px, py - self.size(place) - 0.08 - self.height_of_words(place))
            else:
                self.name(sheet, place, px, py + self.size(place) + 0.08)

    def points(self, cx: float, cy: float) -> dict[str, tuple[float, float]]:
        """Where the corners stand: moved up or down a little, so that names above and below fit."""
        up, side = 1.7, 1.95
        extent = {place: up + self.size(place) + self.height_of_words(place) for place in ("top", "bottom")}
        cy -= (extent["bottom"] - extent["top"]) / 2
        return {"top": (cx, cy - up), "right": (cx + side, cy), "bottom": (cx, cy + up), "left": (cx - side, cy)}


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
