"""What stands on one text, found by the words it touches, so that no list compares every place with every other."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from .grouping import grouped
from .material import Span, Unit
from .study import Coding

T = TypeVar("T")


class ByPlace(Generic[T]):
    """Things of one text, such as its codings or its units, with the stretches each of them lies in."""

    def __init__(self, things: Iterable[T], stretches: Callable[[T], Iterable[Span]]) -> None:
        self.things = list(things)
        rows = grouped(
            (len(span).bit_length(), (span.start, span.stop, at))
            for at, thing in enumerate(self.things)
            for span in stretches(thing)
        )
        # Apart by length, so that one coding of a whole document does not make all before a place worth looking at.
        self._rows = [(1 << bits, sorted(found)) for bits, found in rows.items()]

    def on(self, *spans: Span) -> list[T]:
        """The things that share words with any of the spans, each once, in the order they were given."""
        found: set[int] = set()
        for span in spans:
            for longest, rows in self._rows:
                low = bisect_left(rows, (span.start - longest,))
                found.update(at for _, stop, at in rows[low : bisect_left(rows, (span.stop,))] if stop > span.start)
        return [self.things[at] for at in sorted(found)]


def codings_in_place(codings: Iterable[Coding]) -> defaultdict[str, ByPlace[Coding]]:
    """Codings by the document they stand in."""
    return _by_document(codings, lambda coding: (coding.span,))


def units_in_place(units: Iterable[Unit]) -> defaultdict[str, ByPlace[Unit]]:
    """Units by the document they were cut from; each in all of its pieces."""
    return _by_document(units, lambda unit: unit.pieces)


D = TypeVar("D", Coding, Unit)


def _by_document(things: Iterable[D], stretches: Callable[[D], Iterable[Span]]) -> defaultdict[str, ByPlace[D]]:
    apart = grouped((thing.document, thing) for thing in things)
    found: defaultdict[str, ByPlace[D]] = defaultdict(lambda: ByPlace((), stretches))
    found.update((id, ByPlace(some, stretches)) for id, some in apart.items())
    return found
