"""Figures as pictures for the writers: drawn by `plots`, measured here."""

from __future__ import annotations

import re
import struct

from ...core.table import Figure
from ...core.values import frozen

WIDEST = 16.0


@frozen
class Picture:
    """A drawing with its size in centimetres."""

    data: bytes
    width: float
    height: float


def picture(figure: Figure, language: str, format: str, room: float = WIDEST) -> Picture:
    """The drawing of a figure, no wider than `room` centimetres."""
    from ..figures import draw

    width = min(float(figure.data.get("width") or WIDEST), room)
    data = draw(figure, language, format, width=width)
    across, down = _png_size(data) if format == "png" else _svg_size(data)
    return Picture(data, width, width * down / across if across else width)


def _png_size(data: bytes) -> tuple[float, float]:
    wide, high = struct.unpack(">II", data[16:24])
    return float(wide), float(high)


def _svg_size(data: bytes) -> tuple[float, float]:
    found = re.search(rb'viewBox="([^"]+)"', data)
    if found is None:
        return 1.0, 1.0
    _, _, wide, high = (float(part) for part in found[1].split())
    return wide, high
