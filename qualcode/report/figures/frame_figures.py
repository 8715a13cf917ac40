"""Shares and co-occurrence laid out on the drawing that a codebook declares for itself.

    figure: {shape: triangle, corners: {top: support, left: capacity, right: value}}
    figure: {shape: diamond, corners: {top: structure, ...}, ring: environment}
    figure: {shape: two-sided, left: resource, right: process}

Where the file names no places, codes take them in the order of the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...core.errors import UnknownName, UsageError
from ...core.model import Codebook
from ...core.results.shares import Shares
from ...core.table import Figure, exact
from ..wording import Words
from .names import Groups, Namer, unit_of

Together = Mapping[str, Mapping[frozenset[str], Any]]
"""Per group, how many units carry all codes of a set (of two, or of three for a triangle)."""

PLACES = {"triangle": ("top", "left", "right"), "diamond": ("top", "right", "bottom", "left")}
SHAPES = ("triangle", "diamond", "two-sided")


def frame_shape(shares: Shares, books: Sequence[Codebook]) -> str | None:
    """The drawing declared by the codebook whose drawn codes are all in the table."""
    present = {row.code for row in shares.rows}
    for book in books:
        shape = str(book.figure.get("shape", ""))
        if shape in SHAPES and set(_drawn(book, shape, {}).values()) <= present:
            return shape
    return None


def drawn_codes(books: Sequence[Codebook]) -> list[frozenset[str]]:
    """The codes that each drawing of a frame shows: whatever is counted for a drawing concerns these."""
    shown = (frozenset(_drawn(book, shape, {}).values()) for book in books for shape in SHAPES)
    return list(dict.fromkeys(codes for codes in shown if len(codes) > 1))


def declared_codes(book: Codebook) -> list[str]:
    """The full codes that the drawing a codebook declares for itself shows; none where it declares none."""
    shape = str(book.figure.get("shape", ""))
    return list(_drawn(book, shape, {}).values()) if shape in SHAPES else []


def frame_figure(
    shares: Shares,
    books: Sequence[Codebook],
    language: str,
    shape: str,
    *,
    together: Together,
    corners: Mapping[str, str],
    groups: Mapping[str, str],
    name: str,
) -> Figure:
    """The figure; UsageError when a code that the drawing needs has no share in the table."""
    if shape not in SHAPES:
        raise UnknownName("figure", shape, SHAPES)
    present = {row.code for row in shares.rows}
    drawn: dict[str, str] = {}
    book = None
    for book in books:
        drawn = _drawn(book, shape, corners)
        if drawn and set(drawn.values()) <= present:
            break
    else:
        missing = sorted(set(drawn.values()) - present)
        raise UsageError(
            f"the {shape} needs a share for every code it shows; missing: {', '.join(missing) or 'all'}",
            slug="figure_codes",
            hint="draw it with kind bars, or ask for shares of the frame's top categories",
        )
    say = Words(language, __package__)
    units = say.units(unit_of(shares))
    named = Groups(shares, say, groups)
    names = Namer(books, language)
    layout = _Layout(shares, names, say, drawn, together)
    panels = []
    for group in shares.groups:
        panel = layout.grid(group.group) if shape == "two-sided" else layout.frame(group.group, shape)
        panels.append({"title": named.title(group), **panel})
    data: dict[str, Any] = {"panels": panels, "key": _key(shape, panels, units, say, drawn)}
    data["width"] = 16.0 if len(panels) > 1 else 8.0
    spoken = [layout.spoken(group.group, named.title(group)) for group in shares.groups]
    caption = say("title.drawn", frame=names.title(book), units=units)
    return Figure(shape, data, caption, " ".join([say(f"alt.{shape}"), *spoken]), name)


def _drawn(book: Codebook, shape: str, corners: Mapping[str, str]) -> dict[str, str]:
    """Full codes by their place in the drawing."""
    figure = dict(book.figure) if book.figure.get("shape") == shape else {}

    def full(code: str) -> str:
        return code if ":" in code else f"{book.id}:{code}"

    top = [code.id for code in book.children() if not code.optional and not code.retired]
    if shape == "two-sided":
        sides = [str(figure.get(side) or "") for side in ("left", "right")]
        if not all(sides):
            sides = [code for code in top if book.children(code)][:2]
        if len(sides) < 2:
            return {}
        return {
            f"{kind}{number}": full(code.id)
            for kind, side in zip(("row", "column"), sides, strict=True)
            for number, code in enumerate(book.children(side))
        }
    places = PLACES[shape]
    given = {**dict(figure.get("corners") or {}), **corners}
    ring = given.pop("ring", None) or figure.get("ring")
    wrong = sorted(set(given) - set(places))
    if wrong:
        raise UnknownName("corner", wrong[0], (*places, "ring"))
    if corners and figure.get("corners"):
        given = _swapped(dict(figure["corners"]), corners)
    rest = [code for code in top if code not in given.values() and code != ring]
    for place in places:
        if place not in given and rest:
            given[place] = rest.pop(0)
    if len(given) < len(places):
        return {}
    found = {place: full(str(given[place])) for place in places}
    if shape == "diamond" and (ring or rest):
        found["ring"] = full(str(ring or rest[0]))
    return found


def _swapped(declared: dict[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    """The declared corners with some codes moved: whoever stood there takes the free place."""
    for place, code in wanted.items():
        if place == "ring":
            continue
        before = next((p for p, c in declared.items() if c == code.rpartition(":")[2]), None)
        if before is not None and place in declared:
            declared[before] = declared[place]
        declared[place] = code.rpartition(":")[2]
    return declared


class _Layout:
    def __init__(self, shares: Shares, names: Namer, say: Words, drawn: Mapping[str, str], together: Together) -> None:
        self.shares, self.names, self.say, self.drawn = shares, names, say, drawn
        self.together = together

    def _field(self, group: str, place: str) -> dict[str, Any]:
        code = self.drawn[place]
        return {
            "code": code,
            "label": self.names.code(code),
            "color": self.names.color(code),
            "share": exact(self.shares.cell(group, code).share),
            "place": place,
        }

    def frame(self, group: str, shape: str) -> dict[str, Any]:
        """Circles at their corners, lines between them, and for a triangle what carries all three."""
        known = self.together.get(group, {})
        nodes = [self._field(group, place) for place in self.drawn]
        circles = [place for place in self.drawn if place != "ring"]
        edges = [
            {"a": self.drawn[a], "b": self.drawn[b], "count": exact(known[frozenset((self.drawn[a], self.drawn[b]))])}
            for number, a in enumerate(circles)
            for b in circles[number + 1 :]
            if frozenset((self.drawn[a], self.drawn[b])) in known
        ]
        every = known.get(frozenset(self.drawn.values())) if shape == "triangle" else None
        return {"nodes": nodes, "edges": edges, "all": exact(every)}

    def grid(self, group: str) -> dict[str, Any]:
        """Two bars of fields and the table between them."""
        known = self.together.get(group, {})
        rows = [self._field(group, place) for place in self.drawn if place.startswith("row")]
        columns = [self._field(group, place) for place in self.drawn if place.startswith("column")]
        cells = [[exact(known.get(frozenset((r["code"], c["code"])))) for c in columns] for r in rows]
        titles = {
            f"{side}_title": self.names.code(fields[0]["code"].rpartition(".")[0])
            for side, fields in (("rows", rows), ("columns", columns))
        }
        return {"rows": rows, "columns": columns, "cells": cells, **titles}

    def spoken(self, group: str, title: str) -> str:
        """The drawing of one group in words."""
        say = self.say
        parts = [
            say(
                "alt.item",
                label=self.names.code(code),
                value=say.share(self.shares.cell(group, code).share),
            )
            for code in self.drawn.values()
        ]
        for codes, count in sorted(
            self.together.get(group, {}).items(), key=lambda pair: (len(pair[0]), sorted(pair[0]))
        ):
            if not codes <= set(self.drawn.values()) or not count:
                continue
            ordered = self.names.in_order(codes)
            if len(ordered) == 2:
                parts.append(say("alt.pair", a=self.names.code(ordered[0]), b=self.names.code(ordered[1]), n=count))
            elif len(ordered) == len(self.drawn) == 3:
                parts.append(say("alt.all", n=count))
        return f"{title}: {'; '.join(parts)}."


def _key(
    shape: str, panels: Sequence[Mapping[str, Any]], units: str, say: Words, drawn: Mapping[str, str]
) -> list[str]:
    if shape == "two-sided":
        return [say("key.field", units=units), say("key.matrix", units=units)]
    lines = [say("key.area", units=units)]
    if any(panel["edges"] for panel in panels):
        lines.append(say("key.edge", units=units))
    if any(panel.get("all") is not None for panel in panels):
        lines.append(say("key.all", units=units))
    if "ring" in drawn:
        lines.append(say("key.ring", units=units))
    return lines
