"""Krippendorff's alpha, for values and for sets of codes.

alpha = 1 - Do/De over the units with at least two values (Krippendorff 2011, "Computing
Krippendorff's alpha-reliability"; Hayes & Krippendorff 2007, doi:10.1080/19312450709336664).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from ...core.errors import UsageError
from ..arrays import Array
from .ratings import Sums, divide
from .weighing import dice

LARGEST = 20_000_000
"""Pairs of label sets that the expectation of `mv_alpha` may range over."""


def disagreements(sums: Sums, distances: Array | None) -> tuple[Array, Array]:
    """Do and De. `distances` are delta^2 over pairs of values; None takes the ordinal ones of the data."""
    used = pairable(sums)
    total = used.sum(axis=1)
    if distances is None:
        distances = ordinal_distances(used)
    w = distances if distances.ndim == 2 else distances.astype(used.dtype)
    within = 0 * total
    for size in sums.sizes:
        if size > 1:
            within = within + sums.pair_sum(size, w) / (size - 1)
    weights = w if used.dtype == object else w.astype(float)
    if weights.ndim == 2:
        across = ((used @ weights) * used).sum(axis=1)
    else:
        across = (used[:, :, None] * weights * used[:, None, :]).sum(axis=(1, 2))
    return divide(within, total), divide(across, total * (total - 1))


def pairable(sums: Sums) -> Array:
    """n_c: how often each value occurs in units with at least two values."""
    used = 0 * sums.values(0)
    for size in sums.sizes:
        if size > 1:
            used = used + sums.values(size)
    return used


def ordinal_distances(used: Array) -> Array:
    """(sum of n_g for g from c to k, minus (n_c + n_k)/2)^2, one matrix for each replicate."""
    below = np.cumsum(used, axis=1)
    # From the middle of c's place in the ranking to the middle of k's.
    middle = below - used / 2
    return np.asarray((middle[:, :, None] - middle[:, None, :]) ** 2)


def set_disagreements(sums: Sums) -> tuple[Array, Array]:
    """Do and De of the multi-valued alpha (Krippendorff & Craggs 2016, doi:10.1080/19312458.2016.1228863).

    Do takes the Dice distance of the sets; De that of sets drawn label by label, with their
    cardinalities as found. Raises UsageError `too_many_label_sets`.
    """
    values: Sequence[frozenset[Any]] = sums.ratings.values
    used = pairable(sums)
    total = used.sum(axis=1)
    distances = np.empty((len(values), len(values)), dtype=object)
    for k, first in enumerate(values):
        for j, second in enumerate(values):
            distances[k, j] = dice(first, second)
    within = 0 * total
    for size in sums.sizes:
        if size > 1:
            within = within + sums.pair_sum(size, distances) / (size - 1)
    labels = sorted({label for value in values for label in value}, key=str)
    expected = np.array([_expected(row, values, labels) for row in used], dtype=used.dtype)
    return divide(within, total), expected


def _expected(used: Array, values: Sequence[frozenset[Any]], labels: Sequence[Any]) -> Any:
    total = used.sum()
    if total == 0:
        return math.nan
    found = used.tolist()
    sizes: dict[int, Any] = {}
    times = [0 * total] * len(labels)
    place = {label: number for number, label in enumerate(labels)}
    for value, n in zip(values, found, strict=True):
        if n:
            sizes[len(value)] = sizes.get(len(value), 0) + n
            for label in value:
                times[place[label]] += n
    pairs = sum(math.comb(len(labels), a) for a in sizes) ** 2
    if pairs > LARGEST:
        raise UsageError(
            f"mv_alpha would range over {pairs:,} pairs of sets: {len(labels)} labels, up to {max(sizes)} at once",
            slug="too_many_label_sets",
            hint="--metric masi",
        )
    expected: Any = 0 * total
    for a, of_a in sizes.items():
        for b, of_b in sizes.items():
            weighted, weights = _drawn_pairs(times, a, b)
            if weights:
                expected += of_a * of_b * (weighted / weights) / (total * total)
    return expected


def _drawn_pairs(times: Sequence[Any], a: int, b: int) -> tuple[Any, Any]:
    """Sums of w(C,K) dice(C,K) and w(C,K) over label sets |C| = a, |K| = b.

    Depends on C and K only through how many labels they share, so that the sum over K is a sum over
    C of elementary symmetric polynomials: of the labels in C (drawn once already) and those outside.
    """
    weighted: Any = 0 * times[0] if times else 0
    weights: Any = weighted
    for chosen in combinations(range(len(times)), a):
        first: Any = math.prod((times[label] for label in chosen), start=Fraction(1) if _is_exact(times) else 1.0)
        if not first:
            continue
        inside = _symmetric([times[label] - 1 for label in chosen], min(a, b))
        outside = _symmetric([n for label, n in enumerate(times) if label not in chosen], b)
        for shared in range(min(a, b) + 1):
            if b - shared < len(outside):
                w = first * inside[shared] * outside[b - shared]
                distance = 1 - Fraction(2 * shared, a + b) if a + b else Fraction(0)
                weighted += w * (distance if _is_exact(times) else float(distance))
                weights += w
    return weighted, weights


def _symmetric(numbers: Sequence[Any], degree: int) -> list[Any]:
    """The elementary symmetric polynomials of degree 0 .. `degree`."""
    found: list[Any] = [1] + [0] * degree
    for number in numbers:
        for k in range(degree, 0, -1):
            found[k] = found[k] + number * found[k - 1]
    return found


def _is_exact(numbers: Sequence[Any]) -> bool:
    return all(not isinstance(number, float) for number in numbers)
