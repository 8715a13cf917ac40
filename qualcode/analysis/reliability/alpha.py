"""Krippendorff's alpha, for values and for sets of codes.

alpha = 1 - Do/De over the units with at least two values (Krippendorff 2011, "Computing
Krippendorff's alpha-reliability"; Hayes & Krippendorff 2007, doi:10.1080/19312450709336664).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from ...core.errors import UsageError
from ..arrays import Array
from .distances import dice
from .ratings import Sums, divide

LARGEST = 20_000_000
"""Steps that the expectation of `mv_alpha` may take: labels times the cube of the largest set's size."""


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
    rows = max(1, LARGEST // (max((len(value) for value in values), default=0) + 1) ** 3)
    parts = [_expected(used[low : low + rows], values, labels) for low in range(0, len(used), rows)]
    return divide(within, total), np.concatenate(parts)


def _expected(used: Array, values: Sequence[frozenset[Any]], labels: Sequence[Any]) -> Array:
    """De for every replicate: the mean distance of two sets drawn label by label, over their sizes."""
    sizes = np.array([len(value) for value in values])
    largest = int(sizes.max(initial=0))
    if (largest + 1) ** 3 * len(labels) > LARGEST:
        raise UsageError(
            f"mv_alpha would compare sets of up to {largest} of {len(labels)} codes, more than it can",
            slug="too_many_label_sets",
            hint="--metric masi",
        )
    carries = np.array([[label in value for label in labels] for value in values], dtype=bool)
    carries = carries.reshape(len(values), len(labels))
    times = np.stack([used[:, column].sum(axis=1) for column in carries.T], axis=1) if len(labels) else used[:, :0]
    total = used.sum(axis=1)
    of_size = np.stack([used[:, sizes == size].sum(axis=1) for size in range(largest + 1)], axis=1)
    pairs = _drawn_pairs(times, largest)
    expected = 0 * total
    for a in range(largest + 1):
        for b in range(largest + 1):
            exact = pairs.dtype == object
            apart = [Fraction(a + b - 2 * shared, a + b) if a + b else Fraction(0) for shared in range(largest + 1)]
            distance = np.array(apart, dtype=object) if exact else np.array(apart, dtype=float)
            weights = pairs[:, a, b].sum(axis=1)
            mean = divide((pairs[:, a, b] * distance).sum(axis=1), weights)
            # Sizes that cannot be drawn from so few labels (0/0) expect nothing.
            expected = expected + np.where(weights == 0, 0 * weights, of_size[:, a] * of_size[:, b] * mean)
    return divide(expected, total * total)


def _drawn_pairs(times: Array, largest: int) -> Array:
    """The sum of w(C,K) over all label sets with |C| = a, |K| = b and s labels shared, at [a, b, s].

    w is a product over labels, so that the sum is a coefficient of a product of polynomials: a label
    is in neither set (1), in C (n x), in K (n y) or in both (n (n-1) x y z).
    """
    exact = times.dtype == object
    size = largest + 1
    poly = np.zeros((len(times), size, size, size), dtype=object if exact else float)
    poly[:, 0, 0, 0] = Fraction(1) if exact else 1.0
    # Doubles are scaled by the most frequent label; every w(C,K) of one a and b by the same factor.
    scale = 1 if exact else max(float(times.max(initial=1.0)), 1.0)
    for label in range(times.shape[1]):
        n = times[:, label][:, None, None, None]
        more = poly.copy()
        more[:, 1:] += n / scale * poly[:, :-1]
        more[:, :, 1:] += n / scale * poly[:, :, :-1]
        more[:, 1:, 1:, 1:] += n * (n - 1) / scale**2 * poly[:, :-1, :-1, :-1]
        poly = more
    return poly
