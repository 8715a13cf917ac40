"""Agreement character by character, from merged ranges: no list with an entry for every character."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

import numpy as np

from ...core.errors import UsageError
from ..arrays import Array, encode, places
from ..assignment import Axis, Join, rolled, union
from ..columns import Frame, columns_of
from ..tree import CodeTree
from .continuum import Continuum, Segment
from .ratings import Ratings

MOST_CODERS = 50


def character_ratings(
    codings: Frame,
    pieces: Frame,
    categories: Sequence[str],
    coders: Sequence[str],
    *,
    codes: Mapping[str, str | None] | CodeTree | None = None,
    looked: Mapping[str, Collection[str]] | None = None,
) -> dict[str, Ratings]:
    """For each category 0/1 ratings with every character of the pieces as a unit.

    Feed them to `measure` for kappa, alpha or any other coefficient over characters.
    """
    codings, pieces = columns_of(codings), columns_of(pieces)
    if len(coders) > MOST_CODERS:
        raise UsageError(f"at most {MOST_CODERS} coders can be compared by character, found {len(coders)}")
    tree = CodeTree.of(codes, [*encode(codings["code"])[1], *categories])
    axis = Axis(pieces, codings, encode(pieces["unit"])[0])
    touches = axis.touches()
    rows, category = rolled(codings["code"], categories, tree)
    coder = places(codings["coder"], coders)[touches.coding]
    document = np.searchsorted(axis.base, touches.start, side="right") - 1
    seen = _seen_masks(axis.documents, coders, looked)
    found: dict[str, Ratings] = {}
    own = np.searchsorted(axis.base, axis.pieces.start, side="right") - 1
    size = np.bincount(own, weights=axis.pieces.stop - axis.pieces.start, minlength=len(axis.documents))
    inside = (coder >= 0) & ((seen[document] >> np.maximum(coder, 0)) & 1 > 0)
    # All categories lie on one long axis, one after the other, so that one sweep serves them all.
    touch, place = Join(rows, category)(touches.coding)
    kept = inside[touch]
    touch, place = touch[kept], place[kept]
    shift = place * int(axis.base[-1] + 1)
    keys = place * len(coders) + coder[touch]
    keys, start, stop = union(keys, touches.start[touch] + shift, touches.stop[touch] + shift)
    edges, mask = _sweep(start, stop, keys % max(len(coders), 1))
    length = np.diff(edges)
    number, at = np.divmod(edges[:-1], int(axis.base[-1] + 1))
    where = np.searchsorted(axis.base, at, side="right") - 1
    used = mask > 0
    number, where, mask, length = number[used], where[used], mask[used], length[used]
    looks, group = np.unique(seen, return_inverse=True)
    total = np.bincount(group, weights=size, minlength=len(looks)).astype(np.int64)
    patterns = np.stack((number, group[where] if len(where) else where, mask), axis=1)
    distinct, inverse = np.unique(patterns, axis=0, return_inverse=True)
    times = np.bincount(inverse.ravel(), weights=length, minlength=len(distinct)).astype(np.int64)
    for code, name in enumerate(categories):
        mine = distinct[:, 0] == code
        rest = total - np.bincount(distinct[mine, 1], weights=times[mine], minlength=len(looks)).astype(np.int64)
        group_of = np.concatenate((distinct[mine, 1], np.arange(len(looks))))
        masks = np.concatenate((distinct[mine, 2], np.zeros(len(looks), dtype=np.int64)))
        bits = np.arange(len(coders))
        given = (masks[:, None] >> bits) & 1
        known = (looks[group_of][:, None] >> bits) & 1
        found[name] = Ratings(
            np.where(known > 0, given, -1), np.concatenate((times[mine], rest)), (0, 1), tuple(coders)
        )
    return found


def _sweep(start: Array, stop: Array, bit: Array) -> tuple[Array, Array]:
    """The boundaries of ranges, and between each two of them the bits of the ranges that lie there.

    Ranges of the same bit are disjoint, so that adding a bit where one starts and taking it away
    where it stops never carries.
    """
    edges, place = np.unique(np.concatenate((start, stop)), return_inverse=True)
    change = np.zeros(len(edges), dtype=np.int64)
    value = np.left_shift(np.int64(1), bit.astype(np.int64))
    np.add.at(change, place[: len(start)], value)
    np.subtract.at(change, place[len(start) :], value)
    return (edges, np.cumsum(change)[:-1]) if len(edges) else (np.zeros(1, dtype=np.int64), change)


def _seen_masks(documents: Sequence[str], coders: Sequence[str], looked: Mapping[str, Collection[str]] | None) -> Array:
    everything = (1 << len(coders)) - 1
    if looked is None:
        return np.full(len(documents), everything, dtype=np.int64)
    masks = [0] * len(documents)
    for bit, coder in enumerate(coders):
        own = set(looked.get(coder, ()))
        for number, document in enumerate(documents):
            masks[number] |= (document in own) << bit
    return np.array(masks, dtype=np.int64)


def continua(
    codings: Frame,
    pieces: Frame,
    categories: Sequence[str],
    coders: Sequence[str],
    *,
    codes: Mapping[str, str | None] | CodeTree | None = None,
    looked: Mapping[str, Collection[str]] | None = None,
    single: bool = False,
    rollup: bool = True,
) -> dict[str, list[Continuum]]:
    """Documents as continua of joined informant speech, with the coders' segments.

    One list under `""` where the categories are one domain (`single`), else one for each category.
    Documents that not all of the coders looked at are left out.
    Raises UsageError `overlap_in_domain`.
    """
    codings, pieces = columns_of(codings), columns_of(pieces)
    tree = CodeTree.of(codes, [*encode(codings["code"])[1], *categories])
    axis = Axis(pieces, codings, encode(pieces["unit"])[0])
    touches = axis.touches()
    before = np.cumsum(axis.pieces.stop - axis.pieces.start) - (axis.pieces.stop - axis.pieces.start)
    piece = np.searchsorted(axis.pieces.start, touches.start, side="right") - 1
    start = before[piece] + touches.start - axis.pieces.start[piece]
    stop = start + touches.stop - touches.start
    order = np.lexsort((start, touches.coding))
    coding, start, stop = touches.coding[order], start[order], stop[order]
    first = np.flatnonzero(np.append(True, coding[1:] != coding[:-1])) if coding.size else coding
    last = np.append(first[1:] - 1, len(coding) - 1) if coding.size else coding
    coding, start, stop, piece = coding[first], start[first], stop[last], piece[order][first]
    own = np.searchsorted(axis.base, axis.pieces.start, side="right") - 1
    length = np.bincount(own, weights=axis.pieces.stop - axis.pieces.start, minlength=len(axis.documents))
    offset = np.cumsum(length) - length
    seen = _seen_masks(axis.documents, coders, looked)
    whole = {number for number, mask in enumerate(seen.tolist()) if mask == (1 << len(coders)) - 1}
    rows, category = rolled(codings["code"], categories, tree, rollup)
    at, place = Join(rows, category)(coding)
    coder = places(codings["coder"], coders)[coding[at]]
    table: dict[tuple[str, int], dict[str, list[Segment]]] = {}
    names = [""] if single else list(categories)
    for name in names:
        for number in sorted(whole):
            table[name, number] = {who: [] for who in coders}
    for row in np.flatnonzero(coder >= 0).tolist():
        number = int(own[piece[at[row]]])
        if number in whole:
            value = categories[int(place[row])]
            shift = int(offset[number])
            table["" if single else value, number][coders[int(coder[row])]].append(
                (int(start[at[row]]) - shift, int(stop[at[row]]) - shift, value)
            )
    return {
        name: [Continuum.of(int(length[number]), table[name, number], axis.documents[number]) for _, number in group]
        for name, group in groupby(sorted(table, key=lambda key: (names.index(key[0]), key[1])), key=lambda key: key[0])
    }
