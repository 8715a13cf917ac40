"""Lines of text on PDF pages, as both engines hand them to the layout.

A PDF knows no lines, paragraphs or columns, only characters at places. Each engine makes
lines of them; everything after that is the same for both.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from ....core.languages import composed
from ..symbols import symbol

HYPHENS = "-\u00ad\u2010\u2011"
"""What can stand at the end of a line inside a broken word."""

LINE_HEIGHT = 1.2
"""How much room a line of type takes, in type sizes."""


@dataclass(slots=True)
class Gap:
    """A wide blank inside a line: between columns, or after a label."""

    at: int
    """Offset of the blank in the text; a tabulator stands there, or a blank after a list's mark."""
    left: float
    """Where the words before it end."""
    right: float
    """Where the words after it begin."""


@dataclass(slots=True)
class Line:
    """One line of characters, in points from the lower left corner of the page."""

    text: str
    x0: float
    x1: float
    bottom: float
    top: float
    baseline: float
    size: float
    """The room that its type takes from line to line: `LINE_HEIGHT` times the type size."""
    bold: int = 0
    """How many characters at the start are bold."""
    gaps: tuple[Gap, ...] = ()
    page: int = 0
    raised: tuple[tuple[int, int], ...] = ()
    """Where numbers stand above the line: marks of footnotes, or exponents."""

    @property
    def width(self) -> float:
        return self.x1 - self.x0


@dataclass(slots=True)
class PageLines:
    """A page: its lines in the order of the file, and its size."""

    lines: list[Line]
    width: float
    height: float
    label: str = ""
    """The page label that the file itself states, if any."""
    empty: bool = False
    """Nothing on the page can be read as text."""
    gutters: tuple[float, ...] = ()
    """Where the white strips between columns of prose lie, if there are several."""
    body: list[Line] = field(default_factory=list)
    """What is left when margins are taken away, in reading order."""


def side(line: Line, gutters: Sequence[float]) -> int:
    """The column in which a line stands, from 0; -1 where it lies over a gutter."""
    column = bisect_right(gutters, line.x0)
    return column if column == bisect_left(gutters, line.x1) else -1


def split_at_gap(line: Line, number: int) -> tuple[Line, Line]:
    """The two parts of a line on either side of its gap `number`."""
    gap = line.gaps[number]
    left = Line(
        line.text[: gap.at].rstrip(),
        line.x0,
        gap.left,
        line.bottom,
        line.top,
        line.baseline,
        line.size,
        min(line.bold, gap.at),
        line.gaps[:number],
        line.page,
        tuple(span for span in line.raised if span[1] <= gap.at),
    )
    cut = gap.at + 1
    right = Line(
        line.text[cut:].lstrip(),
        gap.right,
        line.x1,
        line.bottom,
        line.top,
        line.baseline,
        line.size,
        max(line.bold - cut, 0),
        tuple(Gap(later.at - cut, later.left, later.right) for later in line.gaps[number + 1 :]),
        line.page,
    )
    return left, right


def join_on_row(rows: Sequence[Line]) -> list[Line]:
    """Put together neighbouring pieces that stand on one row, left to right.

    A raised ordinal ("20" "th May"), or a label and its text, are separate pieces in the
    file although a reader sees one line.
    """
    joined: list[Line] = []
    for line in rows:
        before = joined[-1] if joined else None
        if before is None or not _same_row(before, line):
            joined.append(line)
            continue
        blank = line.x0 - before.x1
        glue = "" if blank < 0.12 * before.size else " " if blank < 1.5 * before.size else "\t"
        text = before.text.rstrip() + glue + line.text.lstrip()
        at = len(before.text.rstrip())
        shift = at + len(glue) - (len(line.text) - len(line.text.lstrip()))
        gaps = before.gaps
        if glue == "\t":
            gaps += (Gap(at, before.x1, line.x0),)
        gaps += tuple(Gap(gap.at + shift, gap.left, gap.right) for gap in line.gaps)
        bold = before.bold if before.bold < len(before.text.rstrip()) else at + len(glue) + line.bold
        larger = before if before.size >= line.size else line
        joined[-1] = Line(
            text,
            before.x0,
            line.x1,
            min(before.bottom, line.bottom),
            max(before.top, line.top),
            larger.baseline,
            larger.size,
            bold if line.bold or before.bold < at else before.bold,
            gaps,
            before.page,
            before.raised + tuple((start + shift, stop + shift) for start, stop in line.raised),
        )
    return joined


def _same_row(before: Line, line: Line) -> bool:
    if line.x0 < before.x1 - 0.6 * before.size:
        return False
    overlap = min(before.top, line.top) - max(before.bottom, line.bottom)
    lower = min(before.top - before.bottom, line.top - line.bottom)
    return (
        lower > 0 and overlap > 0.5 * lower and abs(before.baseline - line.baseline) < 0.6 * max(before.size, line.size)
    )


CONTROL = (
    {code: " " for code in (*range(0x20), 0x7F) if chr(code) != "\t"}
    | {0xA0: " ", 0xFFFE: "-", 0xF0B7: "•"}
    | {code: char for code in range(0xF020, 0xF100) if (char := symbol("Wingdings", f"{code:X}")) != "\ufffd"}
)
"""Characters that are no text: controls become blanks, pdfium's mark a hyphen, Wingdings signs."""


def without_stretched_blanks(line: Line) -> None:
    """Make the blanks of a justified line blanks again: all of them wide, and all alike. The gaps between
    cells of a table differ."""
    if len(line.gaps) < 2 or len(line.gaps) != len(re.findall(r"[ \t]+", line.text.strip())):
        return
    widths = [gap.right - gap.left for gap in line.gaps]
    if max(widths) <= 1.1 * min(widths):
        line.text, line.gaps = line.text.replace("\t", " "), ()


_SOFT = re.compile("\u200b|\u00ad(?=.)")
_LIGATURES = dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))


def spell_out(line: Line) -> None:
    """Letters as they are spelt: ligatures taken apart, marks put on their letters, without blanks of no width and soft
    hyphens but for one at the line's end, which breaks a word there."""
    before, line.text = line.text, _spelled(line.text)

    def moved(place: int) -> int:
        return len(_spelled(before[:place] + "x")) - 1 if place < len(before) else len(line.text)

    if line.text != before:
        line.bold = moved(line.bold)
        line.gaps = tuple(Gap(moved(gap.at), gap.left, gap.right) for gap in line.gaps)
        line.raised = tuple((moved(start), moved(stop)) for start, stop in line.raised)


def _spelled(text: str) -> str:
    return composed(_SOFT.sub("", text).translate(_LIGATURES))


_BLANKS = re.compile(r"[ \t]*\t[ \t]*|  +")


def tidy(text: str) -> str:
    """A line's text with runs of blanks made one; a tabulator where one stood among them."""
    return _BLANKS.sub(lambda match: "\t" if "\t" in match[0] else " ", text)
