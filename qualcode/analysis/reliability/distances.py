"""How much two different values still agree (weights), and how far apart they are (distances)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from ...core.errors import UsageError, one_of
from ..arrays import Array, exact

WEIGHTS = ("identity", "linear", "quadratic", "ordinal")
METRICS = ("nominal", "ordinal", "interval", "ratio", "jaccard", "masi", "dice", "custom")
SET_METRICS = ("jaccard", "masi", "dice")
Matrix = Sequence[Sequence[float]]


def objects(rows: Sequence[Sequence[Any]]) -> Array:
    """A square array of Python numbers, so that fractions stay fractions."""
    found = np.empty((len(rows), len(rows)), dtype=object)
    for k, row in enumerate(rows):
        found[k, :] = list(row)
    return found


def pairwise(values: Sequence[Any], measure: Callable[[Any, Any], Fraction]) -> Array:
    """A symmetric matrix of `measure` over all pairs of values."""
    found = np.empty((len(values), len(values)), dtype=object)
    for k, first in enumerate(values):
        for j in range(k, len(values)):
            found[k, j] = found[j, k] = measure(first, values[j])
    return found


def weight_matrix(
    values: Sequence[Any], weights: str | Matrix | None = None, disagreement: Matrix | None = None
) -> Array:
    """Agreement weights w_kl with 1 on the diagonal, as fractions.

    Linear 1 - |x_k - x_l| / (max - min); quadratic with squares; ordinal
    1 - C(|k-l|+1, 2) / C(q, 2) with ranks (Gwet 2014, ch. 3).
    Raises UsageError bad_option, not_numeric, weights_shape, weights_range.
    """
    q = len(values)
    if disagreement is not None:
        distances = square(disagreement, q, diagonal=0)
        largest = max((value for value in distances.ravel()), default=Fraction(1)) or Fraction(1)
        return np.asarray(1 - distances / largest)
    if weights is None or isinstance(weights, str):
        kind = one_of("weights", weights or "identity", WEIGHTS)
        if kind == "identity":
            return pairwise(range(q), lambda k, j: Fraction(int(k == j)))
        if kind == "ordinal":
            every = math.comb(q, 2) or 1
            return pairwise(range(q), lambda k, j: 1 - Fraction(math.comb(abs(k - j) + 1, 2), every))
        x = numbers(values)
        power = 1 if kind == "linear" else 2
        span = (max(x, default=Fraction(0)) - min(x, default=Fraction(0))) or Fraction(1)
        return pairwise(x, lambda a, b: 1 - (abs(a - b) / span) ** power)
    return square(weights, q, diagonal=1)


def square(matrix: Matrix, q: int, diagonal: int) -> Array:
    """A matrix given by hand, checked: q x q, between 0 and 1 (distances: at least 0)."""
    if len(matrix) != q or any(len(row) != q for row in matrix):
        raise UsageError(f"the weights need {q} rows and columns, one for each category", slug="weights_shape")
    found = objects([[exact(value) for value in row] for row in matrix])
    limit = 1 if diagonal else math.inf
    wrong = [value for value in found.ravel() if not 0 <= value <= limit]
    if wrong or any(found[k, k] != diagonal for k in range(q)):
        kind = "agreement weights lie between 0 and 1, with 1" if diagonal else "distances are at least 0, with 0"
        raise UsageError(f"{kind} on the diagonal", slug="weights_range")
    return found


def numbers(values: Sequence[Any]) -> list[Fraction]:
    """The values as numbers; UsageError `not_numeric`."""
    try:
        return [Fraction(value) if isinstance(value, str) else exact(value) for value in values]
    except (TypeError, ValueError):
        raise UsageError(
            f"linear, quadratic, interval and ratio need numbers, found {', '.join(map(str, values))}",
            slug="not_numeric",
        ) from None


def distance_matrix(metric: str, values: Sequence[Any], custom: Matrix | None = None) -> Array | None:
    """delta^2 of Krippendorff's alpha for pairs of values; None for `ordinal`, whose distances depend on the data.

    Distances of sets are used as they are, not squared.
    Raises UsageError bad_option, option_conflict, not_numeric, negative_value, weights_shape, weights_range.
    """
    one_of("metric", metric, METRICS)
    sets = any(isinstance(value, frozenset) for value in values)
    if sets and metric not in (*SET_METRICS, "nominal", "custom"):
        raise UsageError(f"metric {metric} compares single values, and these are sets of codes", slug="option_conflict")
    if metric in SET_METRICS:
        if not sets and values:
            raise UsageError(
                f"metric {metric} compares sets of codes, and these are single values", slug="option_conflict"
            )
        return pairwise(values, {"jaccard": jaccard, "masi": masi, "dice": dice}[metric])
    if metric == "ordinal":
        return None
    if metric == "custom":
        if custom is None:
            raise UsageError("metric custom needs a distance matrix", slug="weights_shape")
        return square(custom, len(values), diagonal=0)
    if metric == "nominal":
        return pairwise(range(len(values)), lambda k, j: Fraction(int(k != j)))
    x = numbers(values)
    if metric == "interval":
        return pairwise(x, lambda a, b: (a - b) ** 2)
    if any(value < 0 for value in x):
        raise UsageError("metric ratio needs values of at least 0", slug="negative_value")
    return pairwise(x, lambda a, b: ((a - b) / (a + b)) ** 2 if a + b else Fraction(0))


def jaccard(a: frozenset[Any], b: frozenset[Any]) -> Fraction:
    """1 - |A and B| / |A or B|; two empty sets are equal.

    >>> jaccard(frozenset("ab"), frozenset("bc")), jaccard(frozenset(), frozenset())
    (Fraction(2, 3), Fraction(0, 1))
    """
    either = len(a | b)
    return 1 - Fraction(len(a & b), either) if either else Fraction(0)


def dice(a: frozenset[Any], b: frozenset[Any]) -> Fraction:
    """1 - 2 |A and B| / (|A| + |B|); two empty sets are equal."""
    both = len(a) + len(b)
    return 1 - Fraction(2 * len(a & b), both) if both else Fraction(0)


def masi(a: frozenset[Any], b: frozenset[Any]) -> Fraction:
    """1 - J M, the measure of Passonneau (2006) with thirds: 1, 2/3 inside, 1/3 overlapping, 0 disjoint.

    >>> masi(frozenset("a"), frozenset("ab"))
    Fraction(2, 3)
    """
    if a == b:
        return Fraction(0)
    monotone = Fraction(2, 3) if a <= b or b <= a else Fraction(1, 3) if a & b else Fraction(0)
    return 1 - (1 - jaccard(a, b)) * monotone
