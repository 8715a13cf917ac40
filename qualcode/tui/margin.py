"""Codings as marks in the margin: a lane of its own for each that overlaps another, and its name.

The lanes are drawn with lines and the names stand beside them, so that nothing depends on
colour; colour only repeats what is written.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from ..core.model import Coding, Span
from .lines import Row

MOST = 4
"""Lanes at most; codings beyond them share the last one."""


def by_place(coding: Coding) -> tuple[int, int, int]:
    """The order of codings on the screen: longer ones first where they begin together."""
    return coding.span.start, -coding.span.stop, coding.id


class Lanes:
    """The codings of a document in lanes, and which of them touch a stretch of text.

    Lanes are given out group by group of codings that overlap, when the group is first asked
    for: a new coding changes its own group alone, and a key must not cost more in a long study.
    """

    def __init__(self, codings: Iterable[Coding]) -> None:
        """From codings in the order of `by_place`."""
        self.codings = list(codings)
        self.count = 1
        """Lanes that were needed so far."""
        self._lane: dict[int, int] = {}
        self._starts = [coding.span.start for coding in self.codings]
        self._reach = list(accumulate((coding.span.stop for coding in self.codings), max))
        """How far the codings up to each of them reach."""

    def add(self, coding: Coding) -> None:
        """Take one more in."""
        at = bisect_left(self.codings, by_place(coding), key=by_place)
        self.codings.insert(at, coding)
        self._starts.insert(at, coding.span.start)
        self._reach.insert(at, 0)
        self._changed(at)

    def drop(self, coding: Coding) -> None:
        """Leave out one that is there."""
        at = bisect_left(self.codings, by_place(coding), key=by_place)
        del self.codings[at], self._starts[at], self._reach[at]
        self._changed(at)

    def _changed(self, first: int) -> None:
        self._lane.clear()
        reach = self._reach[first - 1] if first else 0
        for at in range(first, len(self.codings)):
            reach = max(reach, self.codings[at].span.stop)
            if self._reach[at] == reach:
                return  # and so are all behind it
            self._reach[at] = reach

    def lane(self, coding: Coding) -> int:
        """The lane of a coding, from 0."""
        if coding.id not in self._lane:
            self._give_out(bisect_left(self._starts, coding.span.start))
        return self._lane[coding.id]

    def _give_out(self, at: int) -> None:
        while at > 0 and self._reach[at - 1] > self._starts[at]:
            at -= 1
        free: list[int] = []
        while True:
            coding = self.codings[at]
            for lane, busy_until in enumerate(free):
                if busy_until <= coding.span.start:
                    free[lane] = coding.span.stop
                    break
            else:
                lane = min(len(free), MOST - 1)
                if lane < len(free):
                    free[lane] = max(free[lane], coding.span.stop)
                else:
                    free.append(coding.span.stop)
            self._lane[coding.id] = lane
            self.count = max(self.count, len(free))
            at += 1
            if at >= len(self.codings) or self._reach[at - 1] <= self._starts[at]:
                return

    def touching(self, start: int, stop: int) -> list[Coding]:
        """Codings that share a code point with a stretch, in order."""
        first = bisect_right(self._reach, start)
        last = bisect_left(self._starts, stop)
        return [coding for coding in self.codings[first:last] if coding.span.stop > start]

    def over(self, spans: Sequence[Span]) -> list[Coding]:
        """Codings that touch any of several stretches, each once."""
        found: dict[int, Coding] = {}
        for span in spans:
            found.update((coding.id, coding) for coding in self.touching(span.start, span.stop))
        return list(found.values())


class Mark(NamedTuple):
    """What the margin of one line shows: a drawing of lanes, and at most one name."""

    lanes: tuple[tuple[str, int], ...] = ()
    """Each lane's sign with the id of its coding, 0 for none."""
    named: int = 0
    """The coding whose name stands here, 0 for none."""
    apart: bool = False
    """The name had no room beside its own words and stands below them."""
    more: int = 0
    """Names that found no room at all before the end of the screen."""


def margin(rows: Sequence[Row | None], lanes: Lanes) -> list[Mark]:
    """The marks beside lines of the screen, from its top.

    A coding is named on the first line in view that is free; where several codings stand on few
    lines, their names go on below. A coding that began above the screen is named again.
    """
    waiting: deque[Coding] = deque()
    seen: set[int] = set()
    marks: list[Mark] = []
    for row in rows:
        if row is not None and row.kind == "text":
            for coding in lanes.touching(row.start, max(row.stop, row.start + 1)):
                lanes.lane(coding)  # so that all lines of the screen have the same number of lanes
    for row in rows:
        here: list[Coding] = []
        if row is not None and row.kind == "text":
            here = lanes.touching(row.start, max(row.stop, row.start + 1))
            fresh = [coding for coding in here if coding.id not in seen]
            seen.update(coding.id for coding in fresh)
            waiting.extend(sorted(fresh, key=lanes.lane))
        active = {coding.id for coding in here}
        named = _next(waiting, active)
        marks.append(_drawn(row, here, named, active, lanes))
    if waiting and marks:
        last = marks[-1]
        marks[-1] = Mark(last.lanes, last.named, last.apart, len(waiting))
    return marks


def _next(waiting: deque[Coding], active: set[int]) -> Coding | None:
    """The name to print: first those whose words are already past, then those that stand here."""
    for coding in waiting:
        if coding.id in active:
            waiting.remove(coding)
            return coding
    return waiting.popleft() if waiting else None


def _drawn(row: Row | None, here: list[Coding], named: Coding | None, active: set[int], lanes: Lanes) -> Mark:
    signs: list[tuple[str, int]] = [(" ", 0)] * lanes.count
    for coding in here:
        assert row is not None
        ends = coding.span.stop <= row.stop + 1
        signs[lanes.lane(coding)] = ("└" if ends else "│", coding.id)
    if named is None:
        return Mark(tuple(signs))
    apart = named.id not in active
    if not apart:
        own = lanes.lane(named)
        signs[own] = ("├" if signs[own][0] == "│" else "└", named.id)
        for lane in range(own + 1, lanes.count):
            sign, id = signs[lane]
            signs[lane] = ({"│": "┼", "└": "┴", " ": "─"}[sign], id or named.id)
    return Mark(tuple(signs), named.id, apart)
