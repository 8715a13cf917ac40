"""Three versions of a text to one: what was changed on one side, and by hand on the other, both kept."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple


class Clash(NamedTuple):
    """Lines that both sides changed: as numbers from 1 in the text written by hand, last one included."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"line {self.first}" if self.last <= self.first else f"lines {self.first}-{self.last}"


class _Hunk(NamedTuple):
    start: int
    stop: int
    """Lines of the common version that are replaced."""
    lines: tuple[str, ...]


def merge(base: str, wanted: str, theirs: str, *, both: bool = False) -> tuple[str, list[Clash]]:
    """`theirs` with what leads from `base` to `wanted` done to it; and the lines where that cannot be.

    `both`: where both add lines at one place, all are kept, theirs first.

    >>> merge("a\\nb\\nc\\n", "a\\nc\\n", "a\\nb\\nc\\nd\\n")
    ('a\\nc\\nd\\n', [])
    >>> merge("a\\nb\\n", "a\\n", "a\\nB\\n")[1]
    [Clash(first=2, last=2)]
    """
    common = base.splitlines(keepends=True)
    ours = _hunks(common, wanted.splitlines(keepends=True))
    others = _hunks(common, theirs.splitlines(keepends=True))
    clashes = [
        _place(other, others)
        for other in others
        for own in ours
        if own != other and _collide(own, other) and not (both and _add(own) and _add(other))
    ]  # fmt: skip
    if clashes:
        return theirs, list(dict.fromkeys(clashes))
    return _done(common, [*others, *(own for own in ours if own not in others)]), []


def prefer(base: str, kept: str, other: str, lines: Sequence[tuple[int, int]] = ()) -> str:
    """`kept` with what `other` changed elsewhere; where both changed a line, or inside `lines`, `kept` counts.

    `lines` are stretches of `base`, numbers from 0, the second one not included.
    """
    common = base.splitlines(keepends=True)
    ours = _hunks(common, kept.splitlines(keepends=True))
    others = [
        hunk
        for hunk in _hunks(common, other.splitlines(keepends=True))
        if not any(hunk != own and _collide(hunk, own) for own in ours)
        and not any(hunk.start < stop and start < max(hunk.stop, hunk.start + 1) for start, stop in lines)
    ]
    return _done(common, [*others, *(own for own in ours if own not in others)])


def _done(base: Sequence[str], hunks: Sequence[_Hunk]) -> str:
    merged: list[str] = []
    at = 0
    # Where two begin at one line, what only adds lines comes first: it stands before the line replaced.
    for hunk in sorted(hunks, key=lambda hunk: (hunk.start, hunk.stop)):
        merged += base[at : hunk.start]
        merged += hunk.lines
        at = hunk.stop
    return "".join([*merged, *base[at:]])


def _add(hunk: _Hunk) -> bool:
    return hunk.start == hunk.stop


def _hunks(base: Sequence[str], changed: Sequence[str]) -> list[_Hunk]:
    matcher = SequenceMatcher(None, base, changed, autojunk=False)
    return [
        _Hunk(first, last, tuple(changed[start:stop]))
        for kind, first, last, start, stop in matcher.get_opcodes()
        if kind != "equal"
    ]


def _collide(one: _Hunk, other: _Hunk) -> bool:
    if one.start == one.stop and other.start == other.stop:
        return one.start == other.start  # both add lines at one place: which comes first is nobody's to say
    return one.start < other.stop and other.start < one.stop


def _place(hunk: _Hunk, hunks: Sequence[_Hunk]) -> Clash:
    moved = sum(len(h.lines) - (h.stop - h.start) for h in hunks if h.start < hunk.start)
    first = hunk.start + moved + 1
    return Clash(first, first + max(len(hunk.lines) - 1, 0))
