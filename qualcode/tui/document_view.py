"""One document on the screen: its text, its units, what is coded in them, and its headings.

Counts are kept up to date one coding at a time, so that a key costs the same in a long study
as in a short one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..core import units as unitising
from ..core.model import Coding, Document, Question, Span, Unit
from .margin import Lanes, by_place
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
    found: dict[str, list[Coding]] = {}
    for coding in codings:
        if coding.coder == coder:
            found.setdefault(coding.code, []).append(coding)
    return found
