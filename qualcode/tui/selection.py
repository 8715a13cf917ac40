"""Selecting a stretch of text with the keyboard: an anchor, and an end that moves.

Places are code-point offsets between clusters. Moving never leaves the speech of the document:
what lies between two turns (labels, blank lines) is stepped over.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from ..core.model import Document, Span, Turn
from ..core.text import WORD, sentences, trim
from . import glyphs


class Selection(NamedTuple):
    """What is selected: from `anchor` to `head`, in either order."""

    anchor: int
    head: int

    @property
    def span(self) -> Span:
        return Span(min(self.anchor, self.head), max(self.anchor, self.head))

    def turned(self) -> Selection:
        """The other end moves from now on."""
        return Selection(self.head, self.anchor)


class Reader:
    """The places in a document that a selection can move to."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._turns = [turn for turn in document.turns if len(turn.span)]
        self._starts = [turn.span.start for turn in self._turns]

    def turn_at(self, offset: int) -> Turn | None:
        """The turn that holds a code point, or the last before it."""
        if not self._turns:
            return None
        return self._turns[max(0, bisect_right(self._starts, offset) - 1)]

    def begin(self, start: int) -> Selection:
        """A selection of the first word at or after a place."""
        return Selection(start, self.word(start))

    def character(self, offset: int, *, back: bool = False) -> int:
        """One cluster on."""
        turn = self._from(offset, back=back)
        if turn is None:
            return offset
        inside = min(max(offset, turn.span.start), turn.span.stop)
        return glyphs.step(self.document.text, inside, turn.span.start, turn.span.stop, back=back)

    def word(self, offset: int, *, back: bool = False) -> int:
        """The end of the next word, or the start of the one before."""
        text = self.document.text
        turn = self._from(offset, back=back)
        while turn is not None:
            low, high = turn.span.start, turn.span.stop
            if back:
                # Words are looked for from a little before, so that a long turn costs no more.
                begin = low
                if offset - low > 2000:
                    begin = text.rfind(" ", low, offset - 1000)
                    begin = low if begin < 0 else begin
                before = [match.start() for match in WORD.finditer(text, begin, high) if match.start() < offset][-1:]
                if before:
                    return before[0]
            else:
                found = next((m for m in WORD.finditer(text, max(low, offset), high) if m.end() > offset), None)
                if found:
                    return found.end()
            following = self._beside(turn, back=back)
            if following is None:
                return low if back else high
            turn = following
        return offset

    def sentence(self, offset: int, *, back: bool = False) -> int:
        """The end of the sentence here, or the start of it."""
        turn = self._from(offset, back=back)
        while turn is not None:
            pieces = list(sentences(self.document.text, turn.span, self.document.language))
            if back:
                before = [piece.start for piece in pieces if piece.start < offset]
                if before:
                    return before[-1]
            else:
                after = [piece.stop for piece in pieces if piece.stop > offset]
                if after:
                    return after[0]
            following = self._beside(turn, back=back)
            if following is None:
                return turn.span.start if back else turn.span.stop
            turn = following
        return offset

    def turn(self, offset: int, *, back: bool = False) -> int:
        """The end of the turn here, then of the next; or its start."""
        found = self._from(offset, back=back)
        if found is None:
            return offset
        return found.span.start if back else found.span.stop

    def tidy(self, span: Span) -> Span | None:
        """A selection as it is coded: inside the text and without blanks at its ends."""
        length = len(self.document.text)
        return trim(self.document.text, Span(max(0, span.start), min(length, span.stop)))

    def word_at(self, offset: int) -> Span:
        """The word around a place, for a double click."""
        turn = self.turn_at(offset)
        if turn is not None:
            low = max(turn.span.start, offset - 200)
            for match in WORD.finditer(self.document.text, low, turn.span.stop):
                if match.end() > offset:
                    if match.start() <= offset:
                        return Span(match.start(), match.end())
                    break
        return Span(offset, offset)

    def _from(self, offset: int, *, back: bool) -> Turn | None:
        """The turn to move in: the next or last one where the place is at the edge of its own."""
        turn = self.turn_at(offset)
        if turn is None:
            return None
        if back and offset <= turn.span.start:
            return self._beside(turn, back=True) or turn
        if not back and offset >= turn.span.stop:
            return self._beside(turn, back=False) or turn
        return turn

    def _beside(self, turn: Turn, *, back: bool) -> Turn | None:
        at = bisect_right(self._starts, turn.span.start) - 1 + (-1 if back else 1)
        return self._turns[at] if 0 <= at < len(self._turns) else None
