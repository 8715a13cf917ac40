"""Evaluating an expression over codes: which codings it asks for.

A coding is on the keys (units, cases or documents) that the caller gives for it; `and` and `not` compare
those, the relations compare places. Every list is in the order of the material.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from ..core.choices import under
from ..core.grouping import grouped
from ..core.model import Coding
from .codes import UNQUALIFIED, Beside, Both, Either, Expression, Has, Without

Keys = Callable[[Coding], frozenset[Hashable]]
Between = Callable[[Coding, Coding], int]
"""How many words lie between two codings of one document; 0 where they touch."""


class Evaluation:
    """The codings that expressions ask for.

    `keys` says on which units a coding stands, `between` counts the words between two of one document, and
    `order` numbers the unit where a coding begins, so that the next one is known.
    """

    def __init__(self, codings: Sequence[Coding], keys: Keys, between: Between, order: Callable[[Coding], int]) -> None:
        self._codings, self._between, self._order = codings, between, order
        self._known: dict[int, frozenset[Hashable]] = {}
        self._ask = keys

    def of(self, expression: Expression) -> list[Coding]:
        """The codings, each once, in the order of the material."""
        if isinstance(expression, Has):
            return [coding for coding in self._codings if _carries(coding, expression)]
        if isinstance(expression, Either):
            return self._ordered(coding for part in expression.parts for coding in self.of(part))
        if isinstance(expression, Both):
            shared = self.keys_of(expression)
            return self._ordered(
                coding for part in expression.parts for coding in self.of(part) if self._keys(coding) & shared
            )
        if isinstance(expression, Without):
            left = list(self._codings) if expression.left is None else self.of(expression.left)
            without = self.keys_of(expression.right)
            return [coding for coding in left if not self._keys(coding) & without]
        return self._beside(expression)

    def keys_of(self, expression: Expression) -> frozenset[Hashable]:
        """Where an expression holds: a coding of `a and b` may reach beyond the answer that carries both."""
        if isinstance(expression, Either):
            return frozenset().union(*map(self.keys_of, expression.parts))
        if isinstance(expression, Both):
            return frozenset.intersection(*map(self.keys_of, expression.parts))
        on = frozenset(key for coding in self.of(expression) for key in self._keys(coding))
        left = None if isinstance(expression, Has) else expression.left
        return on if left is None else on & self.keys_of(left)

    def _beside(self, expression: Beside) -> list[Coding]:
        right = grouped((coding.document, coding) for coding in self.of(expression.right))
        if expression.relation == "followed by":
            return self._followed(self.of(expression.left), right)
        places = {document: _Places(found) for document, found in right.items()}
        kept = []
        for coding in self.of(expression.left):
            here = places.get(coding.document)
            if here is not None and any(self._holds(coding, other, expression) for other in here.nearest(coding)):
                kept.append(coding)
        return kept

    def _holds(self, coding: Coding, other: Coding, expression: Beside) -> bool:
        one, two = coding.span, other.span
        if expression.relation == "overlapping":
            return one.overlaps(two)
        if expression.relation == "inside":
            return two.start <= one.start and one.stop <= two.stop
        return one.overlaps(two) or self._between(coding, other) <= expression.apart

    def _followed(self, codings: Iterable[Coding], right: Mapping[str, Sequence[Coding]]) -> list[Coding]:
        """Those after which one of the right stands in the same or the next unit.

        It need not be the first after it: an answer may be gone on with after the next has begun.
        """
        latest: dict[tuple[str, int], int] = {}
        for document, others in right.items():
            for other in others:
                key = (document, self._order(other))
                latest[key] = max(latest.get(key, 0), other.span.start)

        def last_start(coding: Coding) -> int:
            at = self._order(coding)
            return max(latest.get((coding.document, unit), -1) for unit in (at, at + 1))

        return [coding for coding in codings if last_start(coding) >= coding.span.stop]

    def _keys(self, coding: Coding) -> frozenset[Hashable]:
        known = self._known.get(coding.id)
        if known is None:
            known = self._known[coding.id] = self._ask(coding)
        return known

    def _ordered(self, codings: Iterable[Coding]) -> list[Coding]:
        wanted = {coding.id for coding in codings}
        return [coding for coding in self._codings if coding.id in wanted]


def _carries(coding: Coding, wanted: Has) -> bool:
    asked = wanted.qualifier
    return under(coding.code, wanted.code) and (
        not asked or coding.qualifier == ("" if asked == UNQUALIFIED else asked)
    )


class _Places:
    """Codings of one document, for asking which lie around another without looking at all of them."""

    def __init__(self, codings: list[Coding]) -> None:
        self._codings = sorted(codings, key=lambda coding: (coding.span, coding.id))
        self._starts = [coding.span.start for coding in self._codings]
        self._longest = max(len(coding.span) for coding in codings)
        self._last: list[Coding] = []
        """Of the first n codings, the one that reaches furthest."""
        for coding in self._codings:
            furthest = self._last[-1] if self._last and self._last[-1].span.stop >= coding.span.stop else coding
            self._last.append(furthest)

    def nearest(self, coding: Coding) -> list[Coding]:
        """Those that overlap it, the last that ends before it and the first that begins after it."""
        low = bisect_left(self._starts, coding.span.start - self._longest)
        high = bisect_left(self._starts, coding.span.stop)
        found = [other for other in self._codings[low:high] if other.id != coding.id]
        if low:
            found.append(self._last[low - 1])
        if high < len(self._codings):
            found.append(self._codings[high])
        return found
