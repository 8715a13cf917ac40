"""Where each word of a document stands on the screen.

A document of nine megabytes has some hundred thousand rows, of which the screen shows twenty.
So the text is divided into blocks (a turn, or a part of a very long one); a block's height is
guessed from its length until it comes near the screen, and only then is it wrapped. Each row
keeps the code-point offsets of what it shows, and nothing else is stored.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from ..core.model import Document
from . import glyphs

BLOCK = 4000
"""Code points in a block at most; wrapping one takes well under a millisecond."""
KEPT = 3000
"""Wrapped blocks kept for reuse."""


class Row(NamedTuple):
    """One line of the screen."""

    kind: str
    """`text`, `heading` or `blank`."""
    block: int
    start: int
    stop: int
    first: bool
    """Whether it is the first row of its turn."""
    text: str = ""
    """A heading's words; a text row's are those of the document."""


class Heights:
    """Row counts of all blocks: their sums and the block at a row, each in logarithmic time."""

    def __init__(self, heights: array[int]) -> None:
        self._heights = heights
        self._tree = array("q", bytes(8 * (len(heights) + 1)))
        tree, size = self._tree, len(heights)
        for at, height in enumerate(heights, start=1):
            tree[at] += height
            above = at + (at & -at)
            if above <= size:
                tree[above] += tree[at]
        self.total = sum(heights)
        self._top = 1 << max(0, size.bit_length() - 1)

    def __getitem__(self, block: int) -> int:
        return self._heights[block]

    def set(self, block: int, height: int) -> int:
        """Give a block another height; returns the difference."""
        difference = height - self._heights[block]
        if difference:
            self._heights[block] = height
            self.total += difference
            at = block + 1
            while at < len(self._tree):
                self._tree[at] += difference
                at += at & -at
        return difference

    def before(self, block: int) -> int:
        """Rows above a block."""
        total, at = 0, block
        while at:
            total += self._tree[at]
            at -= at & -at
        return total

    def find(self, row: int) -> tuple[int, int]:
        """The block that holds a row, and the row's number in it."""
        at, step = 0, self._top
        while step:
            above = at + step
            if above < len(self._tree) and self._tree[above] <= row:
                row -= self._tree[above]
                at = above
            step >>= 1
        return at, row


class Layout:
    """The rows of one document at one width."""

    def __init__(self, document: Document, width: int, headings: Mapping[int, str] | None = None) -> None:
        self.document, self.width = document, max(8, width)
        self.headings = headings or {}
        """By the position of the turn before which they stand."""
        self._divide()
        self._rows: dict[int, tuple[Row, ...]] = {}
        self._exact = bytearray(len(self.starts))
        self.heights = Heights(self._guesses())

    def _divide(self) -> None:
        text = self.document.text
        starts, stops, turns = [], [], []
        for number, turn in enumerate(self.document.turns):
            span = turn.span
            start, stop = span.start, span.stop
            while stop - start > BLOCK:
                cut = text.rfind("\n", start + BLOCK // 2, start + BLOCK)
                if cut < 0:
                    cut = text.rfind(" ", start + BLOCK // 2, start + BLOCK)
                cut = start + BLOCK if cut < 0 else cut + 1
                starts.append(start)
                stops.append(cut)
                turns.append(number)
                start = cut
            starts.append(start)
            stops.append(stop)
            turns.append(number)
        self.starts, self.stops, self.turns = array("q", starts), array("q", stops), array("l", turns)

    def _guesses(self) -> array[int]:
        width, headings = self.width, self.headings
        guesses = [(stop - start) // width + 1 for start, stop in zip(self.starts, self.stops, strict=True)]
        for turn in headings:
            guesses[bisect_left(self.turns, turn)] += 2
        return array("l", guesses)

    @property
    def height(self) -> int:
        """Rows in all, as far as is known."""
        return self.heights.total

    def rows(self, block: int) -> tuple[Row, ...]:
        """The rows of a block, wrapped now if they were not yet; its height is exact afterwards."""
        found = self._rows.get(block)
        if found is None:
            if len(self._rows) > KEPT:
                self._rows.clear()
            found = self._rows[block] = tuple(self._wrapped(block))
            self._exact[block] = 1
            self.heights.set(block, len(found))
        return found

    def _wrapped(self, block: int) -> list[Row]:
        turn, start, stop = self.turns[block], self.starts[block], self.stops[block]
        first = block == 0 or self.turns[block - 1] != turn
        rows: list[Row] = []
        if first and turn in self.headings:
            if block:
                rows.append(Row("blank", block, start, start, False))
            heading = self.headings[turn]
            for begin, end in wrap(heading, 0, len(heading), self.width):
                rows.append(Row("heading", block, start, start, False, heading[begin:end]))
        for begin, end in wrap(self.document.text, start, stop, self.width):
            rows.append(Row("text", block, begin, end, first))
            first = False
        return rows

    def row(self, number: int) -> Row | None:
        """The row at a line of the whole text; None below its end."""
        while 0 <= number < self.heights.total:
            block, inside = self.heights.find(number)
            rows = self.rows(block)
            if inside < len(rows):
                return rows[inside]
            # The guess was too high; now that it is mended, another block stands here.
        return None

    def settle(self, top: int, height: int) -> int:
        """Wrap what is in view and a screenful on both sides; returns how far `top` moved."""
        if not len(self.starts):
            return 0
        top = max(0, min(top, self.heights.total - 1))
        block, _ = self.heights.find(top)
        self.rows(block)
        moved = 0
        before, above = block, 0
        while before > 0 and above < height:
            before -= 1
            known = self.heights[before]
            above += len(self.rows(before))
            moved += self.heights[before] - known
        below = 0
        after = block
        while after < len(self.starts) and below < 2 * height:
            below += len(self.rows(after))
            after += 1
        return moved

    def block_of(self, offset: int) -> int:
        """The block that holds a code point, or the last one before it."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def line_of(self, offset: int) -> int:
        """The line of the whole text on which a code point stands."""
        if not len(self.starts):
            return 0
        block = self.block_of(offset)
        rows = self.rows(block)
        number = 0
        for at, row in enumerate(rows):
            if row.kind == "text" and row.start <= offset:
                number = at
        return self.heights.before(block) + number

    def heading_above(self, offset: int) -> int:
        """Lines of the heading that stands above a code point, if it is the first of its turn."""
        rows = self.rows(self.block_of(offset)) if len(self.starts) else ()
        for above, row in enumerate(rows):
            if row.kind == "text":
                return above if row.start <= offset <= row.stop else 0
        return 0


def placed(top: int, height: int, lead: int, first: int, last: int) -> int:
    """Where a screen that begins at line `top` begins so that the lines `first` to `last` are in view.

    It stays where it is if they are in view already; `lead` is a line further up from which on
    one would like to see them.

    >>> placed(0, 20, 4, 5, 9), placed(0, 20, 28, 30, 34), placed(50, 20, 3, 30, 80)
    (0, 27, 30)
    """
    if top <= (lead if last - lead < height else first) and last < top + height:
        return top
    if last - first >= height:
        return first
    if last - lead >= height:
        return max(0, last - height + 1)
    return max(0, lead - 1 if last - lead + 1 < height else lead)


def wrap(text: str, start: int, stop: int, width: int) -> list[tuple[int, int]]:
    """A stretch as rows of at most `width` cells: offsets of what each row shows.

    Line breaks end a row; else it ends at its last blank, which is then not shown, or before a
    wide character; a longer word is cut between clusters.

    >>> wrap("to be or not", 0, 12, 6)
    [(0, 5), (6, 12)]
    """
    rows: list[tuple[int, int]] = []
    while True:
        end = text.find("\n", start, stop)
        if end < 0:
            end = stop
        if end - start <= width and glyphs.is_narrow(text, start, end):
            rows.append((start, end))
        elif glyphs.is_narrow(text, start, end):
            _wrap_narrow(text, start, end, width, rows)
        else:
            _wrap_wide(text, start, end, width, rows)
        if end >= stop:
            return rows
        start = end + 1


def _wrap_narrow(text: str, start: int, stop: int, width: int, rows: list[tuple[int, int]]) -> None:
    while stop - start > width:
        cut = text.rfind(" ", start + 1, start + width + 1)
        if cut < 0:
            rows.append((start, start + width))
            start += width
        else:
            rows.append((start, cut))
            start = cut + 1
    rows.append((start, stop))


def _wrap_wide(text: str, start: int, stop: int, width: int, rows: list[tuple[int, int]]) -> None:
    used = 0
    end, following, after = -1, -1, 0  # where the row may end, where the next would begin, cells up to there
    for begin, done, cells in glyphs.clusters(text, start, stop):
        if cells == 2 and begin > start:
            end = following = begin
            after = used
        while used + cells > width and begin > start:
            if end < 0:
                end = following = begin
                after = used
            rows.append((start, end))
            start, used = following, used - after
            end = -1
        if done == begin + 1 and text[begin] == " ":
            end, following, after = begin, done, used + cells
        used += cells
    rows.append((start, stop))
