"""What was found and what is stepped to: the places of one document, and which units a filter lets through."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from ..core.model import Coding, Span, Unit
from ..core.where import under


class Hits:
    """The places found in one document, in order; passages may lie inside one another."""

    def __init__(self, spans: Sequence[Span] = ()) -> None:
        self.spans = sorted(set(spans))
        self._starts = [span.start for span in self.spans]
        self._furthest = list(accumulate((span.stop for span in self.spans), max))
        """How far the first n reach."""

    def __len__(self) -> int:
        return len(self.spans)

    def between(self, start: int, stop: int) -> list[Span]:
        """Those that touch a stretch."""
        first = bisect_right(self._furthest, start)
        return [span for span in self.spans[first : bisect_left(self._starts, stop)] if span.stop > start]

    def after(self, span: Span | int) -> Span | None:
        """The first after another one, or the first that begins at an offset or later."""
        at = bisect_left(self._starts, span) if isinstance(span, int) else bisect_right(self.spans, span)
        return self.spans[at] if at < len(self.spans) else None

    def number(self, span: Span) -> int:
        """Which of them it is, from 1."""
        return bisect_left(self.spans, span) + 1

    def before(self, span: Span | int) -> Span | None:
        """The last before another one, or the last that begins before an offset."""
        at = bisect_left(self._starts, span) if isinstance(span, int) else bisect_left(self.spans, span)
        return self.spans[at - 1] if at else None


class Filter(NamedTuple):
    """Which units are stepped to; an empty one lets all through."""

    kind: str = ""
    """`code`, `coder`, `case`, `unsure`, `uncoded`, `given` (by a plan, which the session knows), or empty."""
    value: str = ""
    label: str = ""

    def __bool__(self) -> bool:
        return bool(self.kind)

    def __str__(self) -> str:
        return f"{self.kind} {self.label or self.value}".strip()

    def lets(self, unit: Unit, codings: Sequence[Coding]) -> bool:
        """Whether a unit, with its case and the codings that touch it, is wanted."""
        if self.kind == "code":
            return any(under(coding.code, self.value) for coding in codings)
        if self.kind == "coder":
            return any(coding.coder == self.value for coding in codings)
        if self.kind == "unsure":
            return any(coding.unsure for coding in codings)
        if self.kind == "uncoded":
            return not codings
        if self.kind == "case":
            return unit.case == self.value
        return True
