"""Ranges of text on one axis: overlaps, unions and the stretches where several categories lie.

All documents are laid end to end, so that a position is one integer and every question about
overlaps is a sort and a search, never a loop over characters. In word coordinates the same
functions count words: a word lies in a range when its first code point does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..core.errors import UsageError
from ..core.text import WORD
from .arrays import Array, encode, places, unique
from .columns import Columns


@dataclass(frozen=True, slots=True)
class Pieces:
    """The stretches that units consist of, in order on the axis, and the unit each belongs to."""

    start: Array
    stop: Array
    unit: Array

    def sizes(self, units: int) -> Array:
        """How long each unit is."""
        return np.bincount(self.unit, weights=self.stop - self.start, minlength=units).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Touches:
    """Where codings lie on pieces: one row for each coding and piece that share something."""

    coding: Array
    """Row number of the coding."""
    unit: Array
    start: Array
    stop: Array


class Axis:
    """Documents end to end. `texts` are needed only to count in words."""

    def __init__(self, pieces: Columns, codings: Columns, unit_codes: Array) -> None:
        self.documents = encode(pieces["document"])[1]
        own = places(pieces["document"], self.documents)
        place = places(codings["document"], self.documents)
        self.coded = np.flatnonzero(place >= 0)
        """Row numbers of the codings that lie in a document with units."""
        place = place[self.coded]
        starts, stops = (pieces[name].to_numpy(dtype=np.int64) for name in ("start", "stop"))
        lengths = np.zeros(len(self.documents) + 1, dtype=np.int64)
        np.maximum.at(lengths, own + 1, stops)
        coding_stop = codings["stop"].to_numpy(dtype=np.int64)[self.coded]
        np.maximum.at(lengths, place + 1, coding_stop)
        self.base = np.cumsum(lengths)
        known = np.flatnonzero((unit_codes >= 0) & (stops > starts))
        order = known[np.argsort((starts + self.base[own])[known], kind="stable")]
        self.pieces = Pieces((starts + self.base[own])[order], (stops + self.base[own])[order], unit_codes[order])
        if (self.pieces.start[1:] < self.pieces.stop[:-1]).any():
            raise UsageError("the pieces of units overlap: every character belongs to one unit at most")
        self.start = codings["start"].to_numpy(dtype=np.int64)[self.coded] + self.base[place]
        self.stop = coding_stop + self.base[place]

    def touches(self) -> Touches:
        """Every stretch that a coding and a piece share."""
        return _touches(self.pieces, self.coded, self.start, self.stop)

    def in_words(self, texts: Mapping[str, str]) -> tuple[Pieces, Touches]:
        """Pieces and touches in numbers of words: positions become counts of words begun before."""
        words: list[Array] = []
        for number, document in enumerate(self.documents):
            text = texts.get(document)
            if text is None:
                raise UsageError(f"the words of {document} cannot be counted without its text", slug="bad_option")
            low, high = np.searchsorted(self.pieces.start, self.base[[number, number + 1]])
            base = int(self.base[number])
            for start, stop in zip(
                self.pieces.start[low:high].tolist(), self.pieces.stop[low:high].tolist(), strict=True
            ):
                found = [match.start() + base for match in WORD.finditer(text, start - base, stop - base)]
                words.append(np.array(found, dtype=np.int64))
        begun = np.concatenate(words) if words else np.zeros(0, dtype=np.int64)
        start, stop = (np.searchsorted(begun, side) for side in (self.pieces.start, self.pieces.stop))
        kept = stop > start
        pieces = Pieces(start[kept], stop[kept], self.pieces.unit[kept])
        first, last = np.searchsorted(begun, self.start), np.searchsorted(begun, self.stop)
        some = last > first
        return pieces, _touches(pieces, self.coded[some], first[some], last[some])


def _touches(pieces: Pieces, coding: Array, start: Array, stop: Array) -> Touches:
    first = np.searchsorted(pieces.stop, start, side="right")
    last = np.searchsorted(pieces.start, stop, side="left")
    count = np.maximum(last - first, 0)
    which = np.repeat(np.arange(len(start)), count)
    piece = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count) + first[which]
    return Touches(
        coding[which],
        pieces.unit[piece],
        np.maximum(start[which], pieces.start[piece]),
        np.minimum(stop[which], pieces.stop[piece]),
    )


def union(keys: Array, start: Array, stop: Array) -> tuple[Array, Array, Array]:
    """The union of ranges for each key, as disjoint ranges in order of key and place."""
    order = np.lexsort((start, keys))
    keys, start, stop = keys[order], start[order], stop[order]
    if not keys.size:
        return keys, start, stop
    # Shifting each key's ranges beyond those of the key before makes one running maximum serve all.
    step = int(stop.max()) + 1
    rank = np.cumsum(np.append(0, keys[1:] != keys[:-1]))
    reached = np.maximum.accumulate(stop + rank * step)
    begins = np.append(True, (start + rank * step)[1:] > reached[:-1])
    at = np.flatnonzero(begins)
    ends = reached[np.append(at[1:] - 1, len(keys) - 1)] - rank[at] * step
    return keys[at], start[at], ends


def stretches(start: Array, stop: Array) -> tuple[Array, Array, Array]:
    """Ranges cut at every boundary of any of them: (row of the range, length, ranges on the stretch).

    Within one key the ranges must be disjoint, so that the last number says how many keys lie there.
    """
    edges = unique(np.concatenate((start, stop)))
    first, last = np.searchsorted(edges, start), np.searchsorted(edges, stop)
    count = last - first
    row = np.repeat(np.arange(len(start)), count)
    at = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + first[row]
    lengths = np.diff(edges)
    return row, lengths[at], np.bincount(at, minlength=len(lengths))[at]
