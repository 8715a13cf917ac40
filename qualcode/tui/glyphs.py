"""How code points become cells of the terminal: what is shown for each, and how wide it is.

Every code point of a text is shown by exactly one, so that offsets need no table; control and
bidirectional marks are shown as symbols and never reach the terminal. What the terminal draws
together (a letter with its accents, an emoji with its joiners) is a cluster, and is never cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, get_character_cell_size

# All of these are one cell wide in every terminal; most Nordic interviews hold nothing else.
_NARROW = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2015\u2018-\u201f\u2026\u20ac]*")

_JOINER = "\u200d"
_UNKNOWN = "\ufffd"


def _symbols() -> dict[int, str]:
    shown = {code: chr(0x2400 + code) for code in range(0x20)}
    shown[0x09] = shown[0x0A] = " "
    shown[0x7F] = "\u2421"
    hidden = [*range(0x80, 0xA0), 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F)]
    hidden += [*range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)]
    shown |= dict.fromkeys(hidden, _UNKNOWN)
    return shown


_SHOWN = _symbols()
_SURROGATE = re.compile("[\ud800-\udfff]")


def shown(text: str) -> str:
    """The text as it goes to the terminal, code point for code point.

    >>> shown("a\\x1b[31mb"), len(shown("\\u202e"))
    ('a␛[31mb', 1)
    """
    if text.isprintable():
        return text
    return _SURROGATE.sub(_UNKNOWN, text.translate(_SHOWN))


def is_narrow(text: str, start: int, stop: int) -> bool:
    """Whether each code point of a stretch takes exactly one cell."""
    found = _NARROW.match(text, start, stop)
    return found is not None and found.end() == stop


def clusters(text: str, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
    """(start, stop, cells) of each cluster of a stretch, in order and without gaps."""
    piece = shown(text[start:stop])
    begin = 0
    length = len(piece)
    while begin < length:
        end = begin + 1
        while end < length and (piece[end - 1] == _JOINER or get_character_cell_size(piece[end]) == 0):
            end += 1
        yield start + begin, start + end, cell_len(piece[begin:end])
        begin = end


def width(text: str, start: int, stop: int) -> int:
    """Cells that a stretch takes."""
    if is_narrow(text, start, stop):
        return stop - start
    return sum(cells for _, _, cells in clusters(text, start, stop))


def offset_at(text: str, start: int, stop: int, cell: int) -> int:
    """The offset of the cluster drawn at a cell of a row; `stop` beyond its end."""
    if cell < 0:
        return start
    if is_narrow(text, start, stop):
        return min(start + cell, stop)
    used = 0
    for begin, _, cells in clusters(text, start, stop):
        if cell < used + cells:
            return begin
        used += cells
    return stop


def step(text: str, offset: int, low: int, high: int, *, back: bool = False) -> int:
    """The next place between clusters after (or before) an offset, inside [low, high]."""
    if back:
        if offset <= low:
            return low
        begin = max(low, offset - 64)
        last = begin
        for start, stop, _ in clusters(text, begin, offset):
            last = start
            if stop >= offset:
                break
        return last
    if offset >= high:
        return high
    for _, stop, _ in clusters(text, offset, min(high, offset + 64)):
        return stop
    return high


def cut(text: str, cells: int) -> str:
    """`text` in at most so many cells, with an ellipsis where something was left out.

    >>> cut("Offentlig værdi", 10), cut("日本語", 5)
    ('Offentlig…', '日本…')
    """
    text = shown(text).replace("\n", " ")
    if cells <= 0:
        return ""
    if width(text, 0, len(text)) <= cells:
        return text
    used = 0
    for begin, _, taken in clusters(text, 0, len(text)):
        if used + taken > cells - 1:
            return text[:begin].rstrip() + "…"
        used += taken
    return text


def padded(text: str, cells: int) -> str:
    """`text` in exactly so many cells."""
    text = cut(text, cells)
    return text + " " * (cells - width(text, 0, len(text)))
