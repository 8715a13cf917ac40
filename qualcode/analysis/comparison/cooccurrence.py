"""Which codes come together: in the same unit, on overlapping segments, on the same characters."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from ...core.errors import conflict, one_of
from ...core.results.common import Number
from ...core.results.patterns import CodePair, Cooccurrence
from ..arrays import Array, encode, places, unique
from ..assignment import Axis, Join, rolled, union
from ..columns import Columns, Frame, check_ranges, columns_of, is_codings, one_layer
from ..tree import CodeTree
from .incidence import incidence

COEFFICIENTS = ("jaccard", "dice", "overlap", "cosine", "lift", "pmi", "npmi", "phi", "expected")


def cooccurrence(
    units: Frame,
    coded: Frame,
    categories: Sequence[str] | None = None,
    *,
    counting: str = "units",
    within: int | None = None,
    **options: Any,
) -> Cooccurrence:
    """Every pair of codes with its counts and coefficients; a code and one below it are no pair.

    `counting` is `units` (units with both codes), `events` (overlapping pairs of segments, as
    ATLAS.ti counts them; `within` adds pairs at most so many characters apart) or `chars`
    (characters with both). Other `options` are those of `incidence`.

    >>> import pandas as pd
    >>> units = pd.DataFrame({"unit": ["u1", "u2", "u3"]})
    >>> marks = pd.DataFrame({"unit": ["u1", "u1", "u2"], "code": ["A", "B", "A"]})
    >>> cooccurrence(units, marks).pair("A", "B").coefficients["jaccard"]
    Fraction(1, 2)
    """
    one_of("counting", counting, ("units", "events", "chars"))
    if within is not None and counting != "events":
        conflict("within says how far apart two segments may lie: it needs counting=events")
    if counting == "units":
        found = incidence(units, coded, categories, **options)
        unit, category = found.pairs()
        together = unit_products(unit, category, len(found.units), len(found.categories))
        return _result(found.categories, found.tree, together, len(found.units), counting, within)
    coded = columns_of(coded).without("whole")  # every stretch has characters of its own
    return _on_text(units, coded, categories, counting, within, **options)


def unit_products(unit: Array, category: Array, units: int, categories: int) -> Array:
    """categories x categories: the number of units that carry both, X'X of the unit matrix."""
    together = np.zeros((categories, categories))
    rows = max(1, 50_000_000 // max(categories, 1))
    for low in range(0, max(units, 1), rows):
        high = min(low + rows, units)
        first, last = np.searchsorted(unit, [low, high])
        present = np.zeros(((high - low), categories), dtype=np.float32 if high - low < 2**24 else np.float64)
        present[unit[first:last] - low, category[first:last]] = 1
        together += present.T @ present
    return together.astype(np.int64)


def _on_text(
    units: Frame,
    coded: Frame,
    categories: Sequence[str] | None,
    counting: str,
    within: int | None,
    *,
    level: int | None = None,
    codes: Mapping[str, str | None] | CodeTree | None = None,
    coder: str | None = None,
    pieces: Frame | None = None,
    rollup: bool = True,
    lengths: Mapping[str, int] | None = None,
    overlap: str = "any",
) -> Cooccurrence:
    if not is_codings(columns_of(coded)) or pieces is None:
        conflict(f"counting={counting} needs codings with their places, and the pieces they lie on")
    assert pieces is not None
    if overlap != "any":
        conflict(f"overlap={overlap} says when a segment touches a unit: it needs counting=units")
    found = incidence(
        units, coded, categories, level=level, codes=codes, coder=coder, pieces=pieces, rollup=rollup, lengths=lengths
    )
    coded, pieces = one_layer(columns_of(coded), coder), columns_of(pieces)
    check_ranges(coded, lengths)
    rollup = rollup and (categories is not None or level is not None)
    rows, category = rolled(coded["code"], found.categories, found.tree, rollup)
    size = len(found.categories)
    if counting == "events":
        spoken = np.isin(rows, unique(found.coding))
        rows, category = rows[spoken], category[spoken]
        together, counts = event_counts(coded.take(rows), category, size, within)
        np.fill_diagonal(together, counts)
        return _result(found.categories, found.tree, together, len(unique(rows)), counting, within)
    axis = Axis(pieces, coded, places(pieces["unit"], found.units["unit"]))
    touches = axis.touches()
    touch, place = Join(rows, category)(touches.coding)
    together = character_counts(place, touches.start[touch], touches.stop[touch], size)
    total = int((axis.pieces.stop - axis.pieces.start).sum())
    return _result(found.categories, found.tree, together, total, counting, within)


def event_counts(segments: Columns, category: Array, size: int, within: int | None) -> tuple[Array, Array]:
    """Overlapping pairs of segments for each pair of codes, and the number of segments of each."""
    document, _ = encode(segments["document"])
    start, stop = (segments[side].to_numpy(dtype=np.int64) for side in ("start", "stop"))
    far = int(stop.max(initial=0)) + (within or 0) + 2
    start, stop = start + document * far, stop + document * far
    begins = [np.sort(start[category == code]) for code in range(size)]
    ends = [np.sort(stop[category == code]) for code in range(size)]
    together = np.zeros((size, size), dtype=np.int64)
    for a, b in combinations(range(size), 2):
        if within is None:
            before = np.searchsorted(ends[b], begins[a], side="right")
            reached = np.searchsorted(begins[b], ends[a], side="left")
        else:
            before = np.searchsorted(ends[b], begins[a] - within, side="left")
            reached = np.searchsorted(begins[b], ends[a] + within, side="right")
        # Both counts are sums over all of a's segments, so that the sorted orders need not match.
        together[a, b] = together[b, a] = int(reached.sum() - before.sum())
    return together, np.bincount(category, minlength=size)


def character_counts(category: Array, start: Array, stop: Array, size: int) -> Array:
    """categories x categories: the characters that lie under both."""
    keys, start, stop = union(category, start, stop)
    if not keys.size:
        return np.zeros((size, size), dtype=np.int64)
    edges = unique(np.concatenate((start, stop)))
    length = np.diff(edges).astype(float)
    together = np.zeros((size, size))
    rows = max(1, 20_000_000 // max(size, 1))
    first, last = np.searchsorted(edges, start), np.searchsorted(edges, stop)
    for low in range(0, len(length), rows):
        high = min(low + rows, len(length))
        change = np.zeros((high - low + 1, size), dtype=np.int8)
        inside = (last > low) & (first < high)
        change[np.maximum(first[inside] - low, 0), keys[inside]] += 1
        change[np.minimum(last[inside], high) - low, keys[inside]] -= 1
        present = np.cumsum(change, axis=0, dtype=np.int8)[:-1].astype(float)
        together += (present * length[low:high, None]).T @ present
    return together.astype(np.int64)


def _result(
    categories: Sequence[str], tree: CodeTree, together: Array, n: int, counting: str, within: int | None
) -> Cooccurrence:
    pairs = []
    for a, b in combinations(range(len(categories)), 2):
        first, second = categories[a], categories[b]
        if first in tree.line(second) or second in tree.line(first):
            continue
        n1, n2, n12 = int(together[a, a]), int(together[b, b]), int(together[a, b])
        found = coefficients(n, n1, n2, n12)
        warning = ""
        if counting == "events":
            found = {name: found[name] for name in ("jaccard", "dice", "overlap", "cosine")}
            one = found["jaccard"]
            if n12 and (one is None or not 0 <= one <= 1):
                warning = "c_out_of_range"
        pairs.append(CodePair(first, second, n1, n2, n12, found, warning))
    return Cooccurrence(
        {"counting": counting, "within": within},
        tuple(categories),
        n,
        tuple(pairs),
        {code: int(together[number, number]) for number, code in enumerate(categories)},
    )


def coefficients(n: int, n1: int, n2: int, n12: int) -> dict[str, Number | None]:
    """Every coefficient of n units, n1 and n2 with each code, n12 with both; None for a zero denominator.

    >>> found = coefficients(10, 5, 5, 3)
    >>> found["jaccard"], found["lift"], round(found["npmi"], 4)
    (Fraction(3, 7), Fraction(6, 5), 0.1514)
    """
    lift = _divided(n * n12, n1 * n2)
    pmi = math.log2(lift) if lift else None
    surprise = -math.log2(n12 / n) if n12 and n and n12 <= n else 0.0
    spread = n1 * n2 * (n - n1) * (n - n2)
    return {
        "jaccard": _divided(n12, n1 + n2 - n12),
        "dice": _divided(2 * n12, n1 + n2),
        "overlap": _divided(n12, min(n1, n2)),
        "cosine": n12 / math.sqrt(n1 * n2) if n1 * n2 else None,
        "lift": lift,
        "pmi": pmi,
        "npmi": pmi / surprise if pmi is not None and surprise else None,
        "phi": (n * n12 - n1 * n2) / math.sqrt(spread) if spread > 0 else None,
        "expected": _divided(n1 * n2, n),
    }


def _divided(above: int, below: int) -> Fraction | None:
    return Fraction(above, below) if below > 0 else None
