"""Lines of text on PDF pages, as both engines hand them to the layout, and their measures: usual type size, columns
and their edges, recurring labels.

A PDF knows no lines, paragraphs or columns, only characters at places. Each engine makes
lines of them; everything after that is the same for both.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ....core.languages import composed
from ..blocks import BRACKETED, STAMP
from ..symbols import symbol

if TYPE_CHECKING:
    from .ruled import Table

MARK = re.compile(r"(?:[•●▪◦‣·–—*o]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]|\[[A-Z]{0,2}\d{1,3}\])[ \t]+\S")
TERMINAL = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
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
    apart: bool = False
    """Whether it begins and ends in italics or in a colour."""

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
    drawn: Sequence[tuple[float, float, float, float]] = ()
    """What is drawn on the page: left, lower, right and upper edge of each."""
    tables: list[Table] = field(default_factory=list)
    """Those between rules, from the top down; their lines are none of the page's."""


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
        line.apart,
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
        apart=line.apart,
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
            before.apart and line.apart,
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


LABEL = re.compile(rf"([^\W_][^:\n\t]{{0,60}}?)\s?(?:{BRACKETED}\s?)?:(?=\s|$|[^\W\d_])")


_MARKED = re.compile(
    rf"\[?(?P<label>[^\W_][^:;\n\t\[\]?!]{{0,30}}?)(?:\]|\)|[ \xa0][–|=-]|[/>;]|[ \xa0]{BRACKETED})[ \xa0]+(?=\S)"
)
"""Before `words` where no colon says who speaks: `[Anna]`, `INT)`, `Anna –`, `Anna;`, `Anna (0:25)`."""
_TIMED = re.compile(rf"[^\W_][^:\n\t?!]{{0,40}}?[ \xa0]+(?:{STAMP})$")
"""A label with its time and nothing more."""
_ENDED = re.compile(r"[^\W\d_]{4,}[.?!] ")


@dataclass(slots=True)
class Column:
    """The edges and the line spacing of the column that a line stands in."""

    left: float
    right: float
    spacing: float

    @property
    def width(self) -> float:
        return max(self.right - self.left, 1.0)


def body_size(pages: Sequence[PageLines]) -> float:
    """The height of type that most characters of the document have."""
    sizes: Counter[int] = Counter()
    for page in pages:
        for line in page.body or page.lines:
            sizes[round(line.size * 4)] += len(line.text)
    return sizes.most_common(1)[0][0] / 4 if sizes else 1.0


def left_edge(pages: Iterable[Sequence[Line]]) -> float:
    """Where most lines of words begin, over the whole document."""
    starts: Counter[int] = Counter()
    for lines in pages:
        for line in lines:
            if len(line.text) > 20:
                starts[round(line.x0 / 2)] += 1
    return starts.most_common(1)[0][0] * 2.0 if starts else 0.0


def _is_short(label: str) -> bool:
    """Whether what stands before a colon has few words and no end of a sentence in it."""
    return len(label.split()) <= 8 and _ENDED.search(label) is None


def labels_of(pages: Sequence[PageLines]) -> tuple[frozenset[str], frozenset[str], bool]:
    """What looks like a speaker's label at line starts, twice or more; lines that are all label,
    three times or more; and whether so many lines have one that people speak here."""
    with_colon: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for page in pages:
        widest = max((line.width for line in page.body), default=0.0)
        for line in page.body:
            text = line.text.strip()
            # A line of words that fills its column is no label, however often it comes again.
            full = text.count(" ") >= 2 and line.width >= 0.8 * widest
            if len(text) <= 40 and text.count(" ") < 4 and not full and text[:1].isalpha() and text[-1:].isalnum():
                alone[text.casefold()] += 1
            if ":" in text[:64] and (match := LABEL.match(text)) is not None and _is_short(match[1]):
                with_colon[match[1].strip().casefold()] += 1
    labels = {label: count for label, count in with_colon.items() if count > 1}
    if 2 * sum(with_colon.values()) >= sum(len(page.body) for page in pages):
        # A short extract: half of the lines and more begin with a label, though each may stand there once.
        labels = dict(with_colon)
    lines = {text: count for text, count in alone.items() if count > 2}
    most = sum(len(page.body) for page in pages)
    spoken = max(sum(labels.values()), sum(lines.values()))
    return frozenset(labels), frozenset(lines), spoken > 5 and spoken > 0.05 * most


def marked_labels(pages: Sequence[PageLines]) -> frozenset[str]:
    """Labels before another mark than a colon, where a fifth of all lines begin with one that comes back."""
    found = [label for page in pages for line in page.body if (label := marked_label(line.text))]
    again = {label for label, count in Counter(found).items() if count > 1}
    many = sum(label in again for label in found) >= max(4, 0.2 * sum(len(page.body) for page in pages))
    return frozenset(again) if many else frozenset()


def marked_label(text: str) -> str:
    """The label that a line begins with, before another mark than a colon; a time's own line is all label."""
    if _TIMED.match(text):
        return "time"
    found = _MARKED.match(text)
    return found["label"].strip().casefold() if found is not None else ""


def columns_of_lines(body: Sequence[Line], gutters: Sequence[float]) -> list[Column]:
    """For each line the column it stands in: runs of lines that go down the page together."""
    found: list[Column] = []
    start = 0
    for at in range(1, len(body) + 1):
        if at < len(body):
            before, line = body[at - 1], body[at]
            down = line.baseline <= before.baseline + 0.3 * line.size
            if down and side(before, gutters) == side(line, gutters):
                continue
        run = body[start:at]
        found.extend([measure(run)] * len(run))
        start = at
    return found


def measure(run: Sequence[Line]) -> Column:
    widest = max(line.width for line in run)
    main = [line for line in run if line.width > 0.5 * widest] or run
    lefts, rights = sorted(line.x0 for line in main), sorted(line.x1 for line in main)
    steps = sorted(
        step
        for before, line in itertools.pairwise(run)
        if 0.7 * line.size < (step := before.baseline - line.baseline) < 3 * line.size
    )
    usual = max(line.size for line in run)
    # Among many a smaller step is an odd one; among few it is the only one within a paragraph.
    spacing = steps[len(steps) // 4 if len(steps) > 8 else 0] if steps else usual
    return Column(lefts[len(lefts) // 10], rights[min(int(0.95 * len(rights)), len(rights) - 1)], spacing)
