"""Finding the same words again after the original was edited.

A place is carried over by what stayed the same around it, and believed only when the words
themselves are there. What cannot be placed is said to be lost, never moved to the next best.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher

from qualcode.core.model import Span
from qualcode.core.quotes import find_quote
from qualcode.core.text import trim

from ..core.values import frozen

NEAR = 85.0
"""How alike (0 to 100) changed words must be to count as the same passage."""
AROUND = 60
"""Characters before and after a quote that tell equal quotes apart."""


@frozen
class Anchored:
    """Where a span stands in the new text."""

    span: Span | None
    certainty: str
    """`same` (words and place), `moved` (the same words elsewhere), `edited` (nearly the same
    words), or `lost`."""


def reanchor(old: str, new: str, spans: Sequence[Span]) -> list[Anchored]:
    """Where each span of the old text stands in the new one."""
    if not spans:
        return []
    if old == new:
        return [Anchored(span, "same") for span in spans]
    carried = _Carried(old, new)
    return [_place(old, new, span, span.cut(old), carried) for span in spans]


def _place(old: str, new: str, span: Span, quote: str, carried: _Carried) -> Anchored:
    if not quote.strip():
        return Anchored(None, "lost")
    there = carried.to_new(span.start)
    if there is not None and new.startswith(quote, there):
        new_span = Span(there, there + len(quote))
        return Anchored(new_span, "same" if new_span == span else "moved")
    everywhere = find_quote(new, quote)
    candidates = [found for found in everywhere if carried.to_old(found) in (None, span.start)]
    if everywhere and not candidates:
        return Anchored(None, "lost")  # where they stand now, equal words stood before, and these are gone
    if candidates:
        best = _best(old, new, span, candidates, carried)
        if best is not None:
            return Anchored(best, "same" if best == span else "moved")
        return Anchored(None, "lost")
    return _edited(old, new, span, quote, carried)


def _best(old: str, new: str, span: Span, candidates: Sequence[Span], carried: _Carried) -> Span | None:
    """The occurrence whose neighbours are most like the old ones; None where two are alike."""
    if len(candidates) == 1:
        return candidates[0]
    expected = carried.near(span.start)
    before = old[max(0, span.start - AROUND) : span.start]
    after = old[span.stop : span.stop + AROUND]
    scored = []
    for candidate in candidates:
        left = new[max(0, candidate.start - AROUND) : candidate.start]
        right = new[candidate.stop : candidate.stop + AROUND]
        alike = _tail(before, left) + _tail(after[::-1], right[::-1])
        scored.append((alike, -abs(candidate.start - expected), candidate))
    scored.sort(key=lambda entry: entry[:2], reverse=True)
    first, second = scored[0], scored[1]
    if first[0] == second[0] and abs(first[1] - second[1]) < 20:
        return None
    if first[0] < 4 and first[0] <= second[0] and -first[1] > 2000:
        return None
    return first[2]


def _tail(one: str, other: str) -> int:
    """How many characters the ends of two texts share."""
    count = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        count += 1
    return count


def _edited(old: str, new: str, span: Span, quote: str, carried: _Carried) -> Anchored:
    """Words that were changed a little, looked for only between what stayed around them."""
    low = carried.before(span.start)
    high = carried.after(span.stop)
    window = new[low:high]
    if not window.strip() or len(quote) < 8 or len(window) > 20 * len(quote) + 4000:
        return Anchored(None, "lost")
    from rapidfuzz import fuzz

    if fuzz.ratio(quote, window.strip()) >= NEAR:
        placed = trim(new, Span(low, high))
        return Anchored(placed, "edited") if placed else Anchored(None, "lost")
    shorter = len(quote) <= len(window)
    alignment = fuzz.partial_ratio_alignment(quote, window)
    if not shorter or alignment is None or alignment.score < NEAR:
        return Anchored(None, "lost")
    start, stop = low + alignment.dest_start, low + alignment.dest_end
    placed = trim(new, _whole_words(new, start, stop, low, high))
    return Anchored(placed, "edited") if placed is not None else Anchored(None, "lost")


def _whole_words(text: str, start: int, stop: int, low: int, high: int) -> Span:
    while start > low and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while stop < high and text[stop - 1].isalnum() and text[stop].isalnum():
        stop += 1
    return Span(start, stop)


class _Carried:
    """Stretches that two texts share in the same order, found line by line, then within lines."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.pairs = _shared(old, new)
        self.starts = [pair[0] for pair in self.pairs]
        self.new_starts = [pair[1] for pair in self.pairs]

    def _at(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def to_new(self, offset: int) -> int | None:
        """The new place of an offset that stands in a shared stretch."""
        at = self._at(offset)
        if at < 0:
            return None
        old, new, length = self.pairs[at]
        return new + offset - old if offset < old + length else None

    def to_old(self, found: Span) -> int | None:
        """Where words of the new text began in the old one, if they stood there as they do here."""
        at = bisect_right(self.new_starts, found.start) - 1
        if at < 0:
            return None
        old, new, length = self.pairs[at]
        return old + found.start - new if found.stop <= new + length else None

    def near(self, offset: int) -> int:
        """About where an offset would stand now."""
        at = self._at(offset)
        if at < 0:
            return min(offset, len(self.new))
        old, new, _ = self.pairs[at]
        return new + offset - old

    def before(self, offset: int) -> int:
        """The new end of what is shared before an offset, or its own place within it."""
        at = self._at(offset)
        if at < 0:
            return 0
        old, new, length = self.pairs[at]
        return new + min(offset - old, length)

    def after(self, offset: int) -> int:
        """The new beginning of what is shared after an offset, or its own place within it."""
        at = self._at(offset)
        if at >= 0:
            old, new, length = self.pairs[at]
            if offset <= old + length:
                return new + offset - old
        return self.pairs[at + 1][1] if at + 1 < len(self.pairs) else len(self.new)


def _shared(old: str, new: str) -> list[tuple[int, int, int]]:
    """(place in old, place in new, length) of shared stretches, in order."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    pairs = [(0, 0, head)] if head else []
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    pairs += _by_lines(old_middle, new_middle, head)
    if tail:
        pairs.append((len(old) - tail, len(new) - tail, tail))
    return pairs


def _common(one: str, other: str) -> int:
    """How many characters two texts share at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _by_lines(old: str, new: str, shift: int) -> list[tuple[int, int, int]]:
    old_lines, new_lines = old.splitlines(True), new.splitlines(True)
    old_at, new_at = _offsets(old_lines), _offsets(new_lines)
    pairs = []
    matcher = SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            pairs.append((shift + old_at[i1], shift + new_at[j1], old_at[i2] - old_at[i1]))
        elif kind == "replace":
            pairs += _by_words(
                old[old_at[i1] : old_at[i2]], new[new_at[j1] : new_at[j2]], shift + old_at[i1], shift + new_at[j1]
            )
    return pairs


def _by_words(old: str, new: str, old_shift: int, new_shift: int) -> list[tuple[int, int, int]]:
    if len(old) * len(new) > 400_000_000:
        return []
    old_words, new_words = _pieces(old), _pieces(new)
    old_at, new_at = _offsets(old_words), _offsets(new_words)
    matcher = SequenceMatcher(None, old_words, new_words, autojunk=len(old_words) > 5000)
    return [
        (old_shift + old_at[a], new_shift + new_at[b], old_at[a + size] - old_at[a])
        for a, b, size in matcher.get_matching_blocks()
        if size >= 3
    ]


def _pieces(text: str) -> list[str]:
    import re

    return re.findall(r"\w+|\s+|[^\w\s]", text)


def _offsets(pieces: Sequence[str]) -> list[int]:
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    return offsets
