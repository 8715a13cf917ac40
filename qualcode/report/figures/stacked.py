"""Several figures in one file, under one another, each headed by the name of its frame."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from html import escape

from ...core.errors import UsageError
from ...core.table import Figure
from . import GRAPH, draw
from .sheet import Sheet, leading, looks, wrap

SIZE = 10
"""Of a heading, in points."""
SPACE = 0.25
"""Above and below a heading, in centimetres."""


def draw_all(
    parts: Sequence[tuple[str, Figure]], language: str = "en", format: str = "svg", *, width: float | None = None
) -> bytes:
    """The drawings of (frame, figure) pairs: one as it is, several under one another with the frames' names.

    Raises what `draw` raises; UsageError (`which_codebook`) for several concept maps as a graph.
    """
    if len(parts) == 1:
        return draw(parts[0][1], language, format, width=width)
    if format == GRAPH:
        raise UsageError("a graph is of one figure", slug="which_codebook", hint="name one codebook")
    figures = [draw(figure, language, format, width=width) for _, figure in parts]
    sizes = [float(figure.data.get("width") or 16) if width is None else width for _, figure in parts]
    drawn: list[bytes] = []
    for (frame, _), figure, wide in zip(parts, figures, sizes, strict=True):
        drawn += [_heading(frame, wide, format), figure]
    title = "; ".join(figure.caption for _, figure in parts)
    return _pasted(drawn) if format == "png" else _nested(drawn, title).encode()


def _heading(words: str, width: float, format: str) -> bytes:
    key = f"h{hashlib.sha256(words.encode()).hexdigest()[:8]}"
    with looks(key):
        sheet = Sheet(width)
        lines = wrap(words, width - 0.2, SIZE, bold=True)
        sheet.lines(0.1, SPACE, lines, size=SIZE, bold=True)
        return sheet.save(2 * SPACE + leading(SIZE) * len(lines), format, title=words, description=words, key=key)


def _nested(drawings: Sequence[bytes], title: str) -> str:
    """SVG files as parts of one, each keeping its own measure."""
    inner, top, widest = [], 0.0, 0.0
    for drawing in drawings:
        text = drawing.decode()
        svg = text[text.index("<svg") :]
        width, height = (float(re.search(rf'<svg[^>]*\b{side}="([\d.]+)pt"', svg)[1]) for side in ("width", "height"))  # type: ignore[index]
        inner.append(svg.replace("<svg ", f'<svg x="0" y="{top:g}" ', 1).replace('pt"', '"', 2))
        top, widest = top + height, max(widest, width)
    head = (
        '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" role="img" '
        f'width="{widest:g}pt" height="{top:g}pt" viewBox="0 0 {widest:g} {top:g}">\n<title>{escape(title)}</title>\n'
    )
    return head + "\n".join(inner) + "</svg>\n"


def _pasted(drawings: Sequence[bytes]) -> bytes:
    """PNG files in one, white beside those that are narrower."""
    from PIL import Image

    images = [Image.open(io.BytesIO(drawing)).convert("RGB") for drawing in drawings]
    whole = Image.new("RGB", (max(one.width for one in images), sum(one.height for one in images)), "white")
    top = 0
    for one in images:
        whole.paste(one, (0, top))
        top += one.height
    out = io.BytesIO()
    whole.save(out, format="png", dpi=(300, 300))
    return out.getvalue()
