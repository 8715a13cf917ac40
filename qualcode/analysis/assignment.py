"""From places in a text to units: which unit carries which code.

All documents are laid end to end on one axis, so that a position is one integer and every question about
overlaps is a sort and a search, never a loop over characters. In word coordinates the same
functions count words: a word lies in a range when its first code point does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..core.errors import UsageError, one_of
from ..core.text import WORD
from ..core.values import frozen
from .arrays import Array, distinct, encode, largest_by, places, unique
from .columns import Columns, Frame, Values, as_given, check_ranges, columns_of, require
from .tree import CodeTree


def weights_of(frame: Columns) -> Array | None:
    """The tag weights of codings or marks; None when all are 1. UsageError `intensity_range`."""
    if "weight" not in frame.columns:
        return None
    weights = frame["weight"].to_numpy(dtype=float, na_value=1.0)
    wrong = ~((weights >= 0) & (weights <= 1))
    if wrong.any():
        raise UsageError(
            f"a coding's weight lies between 0 and 1; found {weights[int(wrong.argmax())]:g}", slug="intensity_range"
        )
    return None if (weights == 1).all() else weights


def rolled(codes: Values, categories: Sequence[str], tree: CodeTree, rollup: bool = True) -> tuple[Array, Array]:
    """For every row and category that its code counts for: (row number, category number)."""
    place = {category: number for number, category in enumerate(categories)}
    of_row, names = encode(codes)
    targets = [tree.places(name, place, rollup) for name in names]
    if all(len(target) <= 1 for target in targets):
        category = np.array([target[0] if target else -1 for target in targets] + [-1], dtype=np.int64)[of_row]
        rows = np.flatnonzero(category >= 0)
        return rows, category[rows]
    # A set with a category and one below it: a code can count for several.
    rows_of = [np.flatnonzero(of_row == number) for number in range(len(names))]
    pairs = [(rows_of[n], category) for n, target in enumerate(targets) for category in target]
    if not pairs:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    found = np.concatenate([rows for rows, _ in pairs])
    return found, np.concatenate([np.full(len(rows), category) for rows, category in pairs])


class Join:
    """From row numbers of codings to the categories they count for, several where sets are nested."""

    def __init__(self, rows: Array, category: Array) -> None:
        order = np.argsort(rows, kind="stable")
        self.rows, self.category = rows[order], category[order]

    def __call__(self, wanted: Array) -> tuple[Array, Array]:
        low, high = (np.searchsorted(self.rows, wanted, side=side) for side in ("left", "right"))
        repeat = high - low
        at = np.repeat(np.arange(len(wanted)), repeat)
        return at, self.category[np.arange(len(at)) - np.repeat(np.cumsum(repeat) - repeat, repeat) + low[at]]


def assign(
    codings: Frame,
    pieces: Frame,
    *,
    overlap: str = "any",
    categories: Sequence[str] | None = None,
    codes: Mapping[str, str | None] | CodeTree | None = None,
    rollup: bool = True,
    lengths: Mapping[str, int] | None = None,
) -> Any:
    """The marks that codings leave on units: `unit`, `code`, `weight`, and `coder` where codings have one.

    A segment touches a unit when they share a code point of its pieces (`any`); when more than half
    of the unit (`majority`) or all of it (`full`) is covered by the union of a category's segments.
    With `categories` the codes are rolled up to them first; without, each code stands for itself.
    Raises UsageError `segment_range`, `intensity_range`, `bad_option`.
    """
    one_of("overlap", overlap, ("any", "majority", "full"))
    given, codings, pieces = codings, columns_of(codings), columns_of(pieces)
    require(pieces, ("unit", "document", "start", "stop"), "pieces")
    require(codings, ("document", "start", "stop", "code"), "codings")
    check_ranges(codings, lengths)
    unit_codes, labels = encode(pieces["unit"])
    chosen = list(categories) if categories is not None else encode(codings["code"])[1]
    tree = CodeTree.of(codes, [*encode(codings["code"])[1], *chosen])
    rows, category = rolled(codings["code"], chosen, tree, rollup and categories is not None)
    weights = weights_of(codings)
    coders, coder_names = encode(codings["coder"]) if "coder" in codings.columns else (None, [""])
    touches = Axis(pieces, codings, unit_codes).touches()
    touch, place = Join(rows, category)(touches.coding)
    coding = touches.coding[touch]
    layer = coders[coding] if coders is not None else np.zeros(len(touch), dtype=np.int64)
    keys = (touches.unit[touch] * len(chosen) + place) * (len(coder_names) + 1) + layer + 1
    if overlap == "any":
        kept = distinct(keys, len(labels) * len(chosen) * (len(coder_names) + 1))
    else:
        sizes = np.bincount(
            unit_codes, weights=pieces["stop"].to_numpy() - pieces["start"].to_numpy(), minlength=len(labels)
        )
        united, start, stop = union(keys, touches.start[touch], touches.stop[touch])
        kept, of_range = np.unique(united, return_inverse=True)
        covered = np.bincount(of_range, weights=stop - start, minlength=len(kept))
        size = sizes[kept // (len(coder_names) + 1) // max(len(chosen), 1)]
        kept = kept[covered * 2 > size] if overlap == "majority" else kept[covered == size]
    pair, layer = np.divmod(kept, len(coder_names) + 1)
    unit, code = np.divmod(pair, max(len(chosen), 1))
    marks: dict[str, Any] = {
        "unit": Values(unit, labels),
        "code": Values(code, chosen),
        "weight": np.ones(len(kept)),
    }
    if weights is not None and len(kept):
        found, largest = largest_by(keys, weights[coding])
        marks["weight"] = largest[np.searchsorted(found, kept)]
    if coders is not None:
        marks["coder"] = Values(layer - 1, coder_names)
    return as_given(given, Columns(marks))


@frozen
class Pieces:
    """The stretches that units consist of, in order on the axis, and the unit each belongs to."""

    start: Array
    stop: Array
    unit: Array

    def sizes(self, units: int) -> Array:
        """How long each unit is."""
        return np.bincount(self.unit, weights=self.stop - self.start, minlength=units).astype(np.int64)


@frozen
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
