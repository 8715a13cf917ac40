"""A line of the transcript as the terminal gets it: gutter, words, margin.

Nothing is said by colour alone: the unit one is on has a bar, the selection is reversed, places
found are underlined, and each mark in the margin has its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from ..core.model import Coding, Span, Turn
from . import glyphs
from .document_view import Lanes, Mark, margin
from .lines import Layout, Row
from .session import Session

PLAIN = Style()
DIM = Style(dim=True)
BOLD = Style(bold=True)
HEADING = Style(bold=True, italic=True)
SELECTED = Style(reverse=True)
FOUND = Style(underline=True, bold=True)
FOUND_HERE = Style(reverse=True, bold=True)
FOCUSED = Style(underline=True)
LABEL = Style(reverse=True, bold=True)


class Widths(NamedTuple):
    """How the width is shared out."""

    digits: int
    speaker: int
    text: int
    margin: int

    @property
    def gutter(self) -> int:
        return self.digits + self.speaker + 3

    @classmethod
    def of(cls, session: Session, width: int) -> Widths:
        turns = session.place.document.turns
        digits = len(str(turns[-1].index)) if turns else 1
        longest = max((glyphs.width(s, 0, len(s)) for s in {turn.speaker for turn in turns}), default=0)
        speaker = min(longest, 12 if width >= 90 else 4)
        beside = max(13, min(30, width // 4))
        return cls(digits, speaker, max(8, width - digits - speaker - 3 - beside - 1), beside)


class Painter:
    """Paints one screenful."""

    def __init__(self, session: Session, layout: Layout, columns: Widths, rows: Sequence[Row | None]) -> None:
        self.session, self.layout, self.columns, self.rows = session, layout, columns, rows
        self.lanes: Lanes = session.place.lanes(session.shown_coders())
        self.marks: list[Mark] = margin(rows, self.lanes)
        self.by_id = {coding.id: coding for row in rows if row for coding in self._here(row)}
        self.focused = session.focused()
        unit = session.unit
        self.pieces: tuple[Span, ...] = unit.pieces if unit else ()
        self.base = PLAIN
        self.labels: dict[int, str] = {}
        """Jump mode: a letter for the line at a position."""

    def _here(self, row: Row) -> list[Coding]:
        return self.lanes.touching(row.start, max(row.stop, row.start + 1)) if row.kind == "text" else []

    def line(self, at: int) -> list[Segment]:
        """The segments of a line of the screen."""
        row = self.rows[at] if at < len(self.rows) else None
        if row is None:
            return []
        if row.kind != "text":
            words = [Segment(" " * self.columns.gutter), Segment(glyphs.padded(row.text, self.columns.text), HEADING)]
            return [*words, *self._margin(at)]
        turn = self.layout.document.turns[self.layout.turns[row.block]]
        return [*self._gutter(row, turn, self.labels.get(at, "")), *self._words(row, turn), *self._margin(at)]

    def _gutter(self, row: Row, turn: Turn, letter: str) -> list[Segment]:
        columns = self.columns
        on = any(piece.start < max(row.stop, row.start + 1) and row.start < piece.stop for piece in self.pieces)
        bar = Segment("▌" if on else " ", Style(color="bright_blue", bold=True) if on else PLAIN)
        if letter:
            return [Segment(glyphs.padded(f" {letter} ", columns.gutter), LABEL)]
        if not row.first:
            return [bar, Segment(" " * (columns.gutter - 1))]
        who = glyphs.padded(turn.speaker, columns.speaker)
        style = DIM if turn.role != "informant" else BOLD
        return [bar, Segment(f"{turn.index:>{columns.digits}} ", DIM), Segment(f"{who} ", style)]

    def _words(self, row: Row, turn: Turn) -> list[Segment]:
        text, session = self.layout.document.text, self.session
        base = DIM if turn.role != "informant" or self._left_out(row) else PLAIN
        looks: list[tuple[Span, Style]] = []
        if self.focused is not None and session.selection is None and not self._whole(self.focused):
            looks.append((self.focused.span, FOCUSED))
        found = session.found
        looks += [
            (span, FOUND_HERE if span == found.hit else FOUND) for span in found.here.between(row.start, row.stop)
        ]
        if session.selection is not None:
            looks.append((session.selection.span, SELECTED))
        segments = styled(text, row.start, row.stop, base, looks)
        used = sum(segment.cell_length for segment in segments)
        head = session.selection.head if session.selection is not None else -1
        if row.start <= head == row.stop and session.selection is not None and not len(session.selection.span):
            segments.append(Segment("▏", SELECTED))
            used += 1
        segments.append(Segment(" " * max(0, self.columns.text - used)))
        return segments

    def _whole(self, coding: Coding) -> bool:
        """Whether a coding covers all one is on, so that underlining it would tell nothing."""
        return (
            bool(self.pieces) and coding.span.start <= self.pieces[0].start and self.pieces[-1].stop <= coding.span.stop
        )

    def _left_out(self, row: Row) -> bool:
        session = self.session
        if not session.walk.filter:
            return False
        return not any(
            session.walk.lets(at) for at in session.place.units_over(Span(row.start, max(row.stop, row.start + 1)))
        )

    def _margin(self, at: int) -> list[Segment]:
        mark = self.marks[at]
        segments = [Segment(" ")]
        for sign, id in mark.lanes:
            coding = self.by_id.get(id)
            segments.append(Segment(sign, Style(color=self.color(coding), bold=True) if coding else PLAIN))
        room = self.columns.margin - len(mark.lanes)
        name, style = "", PLAIN
        if mark.named:
            coding = self.by_id[mark.named]
            more = f" +{mark.more}" if mark.more else ""
            name = named(session=self.session, coding=coding, cells=room - 1 - len(more), apart=mark.apart) + more
            style = BOLD if self.focused is not None and coding.id == self.focused.id else PLAIN
        segments.append(Segment(glyphs.padded(f" {name}" if name else "", room), style))
        return segments

    def color(self, coding: Coding) -> str:
        """The colour of a coding's code."""
        code = self.session.code(coding.code)
        return code.color if code is not None and code.color else "default"


def named(session: Session, coding: Coding, cells: int, *, apart: bool = False) -> str:
    """A coding's name in the margin, with what is said about it in signs that are never cut off."""
    signs = signs_of(coding)
    name = session.label(coding.code)
    if coding.coder != session.coder:
        name = f"{coding.coder}: {name}"
    if apart:
        name = f"↑{name}"
    room = cells - (len(signs) + 1 if signs else 0)
    return f"{glyphs.cut(name, room)} {signs}" if signs else glyphs.cut(name, room)


def signs_of(coding: Coding) -> str:
    """Weight, qualifier, unsure and memo in a few signs: `.5 +? *`."""
    parts = []
    if coding.weight != 1:
        parts.append(f"{coding.weight:.2g}".removeprefix("0"))
    if coding.qualifier:
        parts.append(coding.qualifier[:3])
    marks = ("?" if coding.unsure else "") + ("*" if coding.memo else "")
    return " ".join([*parts, marks] if marks else parts)


def styled(text: str, start: int, stop: int, base: Style, looks: Sequence[tuple[Span, Style]]) -> list[Segment]:
    """A stretch of text in segments, each with all the looks that cover it; never cut inside a cluster."""
    inside = [(max(span.start, start), min(span.stop, stop), look) for span, look in looks]
    inside = [(low, high, look) for low, high, look in inside if low < high]
    if not inside:
        return [Segment(glyphs.shown(text[start:stop]), base)] if stop > start else []
    edges = {start, stop, *(low for low, _, _ in inside), *(high for _, high, _ in inside)}
    if not glyphs.is_narrow(text, start, stop):
        begins = [begin for begin, _, _ in glyphs.clusters(text, start, stop)]
        edges = {start, stop, *(begin for begin in begins if begin in edges)}
    places = sorted(edges)
    segments = []
    for low, high in pairwise(places):
        style = base
        for first, last, look in inside:
            if first < high and low < last:
                style += look
        segments.append(Segment(glyphs.shown(text[low:high]), style))
    return segments
