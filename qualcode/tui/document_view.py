"""One document on the screen: its text, its units, what is coded in them, and its headings.

Counts are kept up to date one coding at a time, so that a key costs the same in a long study
as in a short one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from ..core import units as unitising
from ..core.grouping import grouped
from ..core.model import Coding, Document, Question, Span, Unit
from .lines import Row
from .selection import Reader

KINDS = ("answer", "turn", "paragraph", "sentence")


class DocumentView:
    """A document, cut into units of one kind, with the codings in it."""

    def __init__(self, document: Document, kind: str, codings: Iterable[Coding], coder: str) -> None:
        self.document, self.coder = document, coder
        self.reader = Reader(document)
        self.codings = sorted(codings, key=by_place)
        """Of all coders, in the order of their places."""
        self._lanes: dict[tuple[str, ...] | None, Lanes] = {}
        self._own = _by_code(self.codings, coder)
        self.kind = ""
        self.units: list[Unit] = []
        self._stretches = unitising.interrupted(document)
        self.cut(kind)

    def cut(self, kind: str) -> None:
        """Cut the text into other units."""
        self.kind = kind
        self.units = unitising.units(self.document, kind)
        pieces = sorted((piece.start, piece.stop, at) for at, unit in enumerate(self.units) for piece in unit.pieces)
        self._starts = array("q", (start for start, _, _ in pieces))
        self._stops = array("q", (stop for _, stop, _ in pieces))
        self._unit = array("l", (at for _, _, at in pieces))
        self._recount()

    def _recount(self) -> None:
        self._counts = array("l", bytes(array("l").itemsize * len(self.units)))
        self.coded = 0
        for coding in self.codings:
            if coding.coder == self.coder:
                self._count(coding.span, 1)

    def _count(self, span: Span, by: int) -> None:
        for at in self.units_over(span):
            before = self._counts[at]
            self._counts[at] = before + by
            self.coded += (before + by > 0) - (before > 0)

    def units_over(self, span: Span) -> list[int]:
        """Positions of the units that share a code point with a stretch, each once."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = bisect_left(self._starts, span.stop)
        return list(dict.fromkeys(self._unit[i] for i in range(first, last) if self._stops[i] > span.start))

    def unit_at(self, offset: int) -> int:
        """The unit that holds a code point, or the nearest before it; 0 when none is."""
        at = bisect_right(self._starts, offset) - 1
        return self._unit[at] if at >= 0 else 0

    def is_coded(self, at: int) -> bool:
        """Whether the coder has coded in a unit."""
        return self._counts[at] > 0

    def case_of(self, at: int, case: str) -> Unit:
        """A unit with its case filled in."""
        return replace(self.units[at], case=case)

    # -- codings -----------------------------------------------------------------------

    def times(self, code: str) -> int:
        """How often the coder has given a code here, as tables count it: an answer that was coded whole counts once,
        however many stretches it lies in."""
        own = self._own.get(code, [])
        return len(own) - len(unitising.later_stretches(self.document, own, self._stretches))

    def replace_codings(self, codings: Iterable[Coding]) -> None:
        """What the database says now."""
        self.codings = sorted(codings, key=by_place)
        self._own = _by_code(self.codings, self.coder)
        widest = max((lanes.count for lanes in self._lanes.values()), default=1)
        self._lanes = {key: self._laid(key, widest) for key in self._lanes}
        self._recount()

    def add(self, codings: Iterable[Coding]) -> None:
        for coding in codings:
            insort(self.codings, coding, key=by_place)
            if coding.coder == self.coder:
                self._count(coding.span, 1)
                insort(self._own.setdefault(coding.code, []), coding, key=by_place)
            for lanes in self._lanes_with(coding):
                lanes.add(coding)

    def drop(self, codings: Sequence[Coding]) -> None:
        for coding in codings:
            at = bisect_left(self.codings, by_place(coding), key=by_place)
            if at < len(self.codings) and self.codings[at].id == coding.id:
                del self.codings[at]
                if coding.coder == self.coder:
                    self._count(coding.span, -1)
                    own = self._own[coding.code]
                    del own[bisect_left(own, by_place(coding), key=by_place)]
                for lanes in self._lanes_with(coding):
                    lanes.drop(coding)

    def _lanes_with(self, coding: Coding) -> list[Lanes]:
        return [lanes for coders, lanes in self._lanes.items() if coders is None or coding.coder in coders]

    def _laid(self, coders: tuple[str, ...] | None, widest: int) -> Lanes:
        lanes = Lanes(coding for coding in self.codings if coders is None or coding.coder in coders)
        lanes.count = widest  # the margin does not jump because a coding was taken away
        return lanes

    def lanes(self, coders: Sequence[str] | None) -> Lanes:
        """The codings of some coders, or of all, in lanes."""
        key = None if coders is None else tuple(coders)
        if key not in self._lanes:
            self._lanes[key] = self._laid(key, max((lanes.count for lanes in self._lanes.values()), default=1))
        return self._lanes[key]

    # -- headings and places -----------------------------------------------------------

    def headings(self, questions: Sequence[Question]) -> dict[int, str]:
        """The words of each item of the guide, by the position of the turn that it begins with."""
        texts = {question.id: question.text for question in questions}
        found: dict[int, str] = {}
        last: str | None = None
        for number, turn in enumerate(self.document.turns):
            if turn.question and turn.question != last:
                found[number] = f"{turn.question}  {texts.get(turn.question, '')}".rstrip()
            last = turn.question or last
        return found

    def asked_before(self, at: int) -> int:
        """Where the interviewer's words before a unit begin; the unit's own beginning without any."""
        unit = self.units[at]
        start = unit.span.start
        first = unit.turns[0] if unit.turns else 0
        turns = self.document.turns
        number = bisect_left(turns, first, key=lambda turn: turn.index) - 1
        if number >= 0 and turns[number].role == "interviewer" and turns[number + 1].span.start == start:
            return turns[number].span.start
        return start

    def targets(self, at: int) -> list[Span]:
        """What is coded when a whole unit is."""
        return unitising.segments(self.document, self.units[at])

    def speech(self) -> Iterator[Span]:
        """Where informants speak."""
        return (turn.span for turn in unitising.informant_turns(self.document))


def _by_code(codings: Iterable[Coding], coder: str) -> dict[str, list[Coding]]:
    """A coder's own codings by their codes, each list in the order given."""
    return grouped((coding.code, coding) for coding in codings if coding.coder == coder)


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
