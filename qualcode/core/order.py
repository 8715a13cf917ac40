"""The order in which people list things: P1, P2, P10."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"(\d+)")


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key to sort by: numbers inside a text by their value, letters without their case, the same on every machine.

    >>> sorted(["P10", "p2", "P1"], key=natural)
    ['P1', 'p2', 'P10']
    """
    parts = _DIGITS.split(text.casefold())
    return tuple((1, int(part), part) if at % 2 else (0, 0, part) for at, part in enumerate(parts))
