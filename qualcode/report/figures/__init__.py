"""Figures: from a described drawing to SVG or PNG.

A `Figure` says what is shown; its `kind` chooses who draws it. Drawing the same figure twice
gives the same bytes. What makes figures from results is in `described`.
"""

from __future__ import annotations

import hashlib
import importlib
import json
from typing import Any

from ...core.errors import UnknownName, UsageError
from ...core.table import Figure
from .concept_map import map_figure
from .described import (
    bars_figure,
    cooccurrence_figure,
    heatmap_figure,
    saturation_figure,
    shares_figure,
    timeline_figure,
)
from .frame_figures import declared_codes, drawn_codes
from .sequence import sequence_figure

__all__ = [
    "KINDS",
    "bars_figure",
    "cooccurrence_figure",
    "declared_codes",
    "draw",
    "drawn_codes",
    "heatmap_figure",
    "map_figure",
    "saturation_figure",
    "sequence_figure",
    "shares_figure",
    "timeline_figure",
]

KINDS = {
    "triangle": "frames:triangle",
    "diamond": "frames:diamond",
    "two-sided": "frames:two_sided",
    "bars": "bars:bars",
    "heatmap": "grids:heatmap",
    "cooccurrence": "grids:cooccurrence",
    "saturation": "curves:saturation",
    "timeline": "timelines:timeline",
    "map": "maps:concept_map",
    "sequence": "swimlanes:swimlanes",
}
"""Who draws each kind: `module:function` in this package, imported on first use."""

FORMATS = ("svg", "png")
GRAPH = "graphml"
"""The nodes and arrows of a concept map, to be moved about in yEd or another editor of graphs."""
WIDE = 16.0
"""The width of a page, in centimetres."""


def draw(figure: Figure, language: str = "en", format: str = "svg", *, width: float | None = None) -> bytes:
    """The drawing of a figure: SVG with its text as text, PNG at 300 dots per inch, or a concept map as GraphML.

    `width` is in centimetres; without it the figure's own (`data["width"]`), else a page's.
    Raises UnknownName for a kind nobody draws, UsageError for another format or width.
    """
    if figure.kind not in KINDS:
        raise UnknownName("figure", figure.kind, KINDS)
    if format == GRAPH and figure.kind != "map":
        raise UsageError("only a concept map is written as graphml", slug="unknown_format", hint="qualcode plot map")
    if format not in (*FORMATS, GRAPH):
        raise UsageError(f"figures are drawn as svg or png, not {format!r}", slug="unknown_format")
    wide = float(width or figure.data.get("width") or WIDE)
    if not 5 <= wide <= 60:
        raise UsageError(f"a figure is 5 to 60 cm wide, not {wide:g}")
    if format == GRAPH:
        from .maps import graphml

        return graphml(figure.data, wide)
    from .sheet import looks

    module, _, name = KINDS[figure.kind].partition(":")
    drawer: Any = getattr(importlib.import_module(f".{module}", __package__), name)
    key = _key(figure, language, wide)
    with looks(key):
        sheet, height = drawer(figure.data, language, wide)
        return bytes(sheet.save(height, format, title=figure.caption or figure.kind, description=figure.alt, key=key))


def _key(figure: Figure, language: str, width: float) -> str:
    """A name that two different figures on one page do not share."""
    plain = json.dumps([figure.kind, figure.data, language, width], sort_keys=True, default=str)
    return f"f{hashlib.sha256(plain.encode()).hexdigest()[:8]}"
