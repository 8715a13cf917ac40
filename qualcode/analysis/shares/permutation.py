"""Permutation test of a difference between two groups: could the labels be exchanged between informants?

All of an informant's units move together. Doubles find which assignments lie as far out as the
one observed, and fractions decide where they cannot: ties are the rule.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice

import numpy as np

from ..arrays import Array
from .estimates import Clusters, Layer, mean_of, ratio
from .intervals import Pair

ENUMERATED = 200_000
SAMPLED = 9_999
BATCH = 20_000_000
"""Members of assignments held in memory at a time."""


@dataclass(frozen=True, slots=True)
class Permutation:
    """The difference S_1 - S_2 among all that the assignments give."""

    difference: Fraction | None
    assignments: int
    """That gave a difference, the observed one included."""
    skipped: int
    """That left a group without a denominator."""
    p_absolute: Fraction | None
    """Share of assignments with |D*| >= |D|."""
    p_greater: Fraction | None
    p_less: Fraction | None
    smallest_p: Fraction | None
    method: str
    """`exact` or `sampled`."""
    reason: str = ""

    @property
    def p_doubled(self) -> Fraction | None:
        """Twice the smaller tail, at most 1; differs from `p_absolute` when the groups are unequal."""
        if self.p_greater is None or self.p_less is None:
            return None
        return min(Fraction(1), 2 * min(self.p_greater, self.p_less))


def permutation_of(first: Sequence[Pair], second: Sequence[Pair], *, seed: int = 1) -> Permutation:
    """The test for two lists of (y_i, x_i).

    >>> directors, managers = [(5, 12), (4, 12), (3, 12)], [(2, 7), (1, 7), (3, 7), (2, 7), (1, 6)]
    >>> found = permutation_of(directors, managers)
    >>> found.p_absolute, found.smallest_p, found.assignments
    (Fraction(3, 7), Fraction(1, 56), 56)
    """

    def columns(pairs: Sequence[Pair]) -> Clusters:
        y, x = np.empty(len(pairs), dtype=object), np.empty(len(pairs), dtype=object)
        for i, (above, below) in enumerate(pairs):
            y[i], x[i] = above, below
        return Clusters((Layer(y, x),))

    return Exchange(len(first), len(second), seed=seed).test(joined(columns(first), columns(second)))


def joined(first: Clusters, second: Clusters) -> Clusters:
    """Two groups as one list of informants. Both must have the same layers, in the same order."""
    return Clusters(
        tuple(
            Layer(
                np.concatenate((a.y.astype(object), b.y.astype(object))),
                np.concatenate((a.x.astype(object), b.x.astype(object))),
            )
            for a, b in zip(first.layers, second.layers, strict=True)
        )
    )


class Exchange:
    """The assignments of n1 + n2 informants to two groups: all of them, or a seeded sample."""

    def __init__(self, n1: int, n2: int, *, seed: int = 1) -> None:
        self.n1, self.n, self.seed = n1, n1 + n2, seed
        self.possible = math.comb(self.n, n1)
        self.exact = self.possible <= ENUMERATED
        self._kept: list[Array] = []

    def batches(self) -> Iterator[Array]:
        """Assignments x informants, True in the first group; as many rows at a time as memory likes."""
        if self._kept:
            yield from self._kept
            return
        rows = max(1, BATCH // self.n)
        if self.exact:
            every = combinations(range(self.n), self.n1)
            while chosen := list(islice(every, rows)):
                yield self._members(np.array(chosen, dtype=np.int64))
            return
        draw = np.random.default_rng(self.seed)
        for done in range(0, SAMPLED, rows):
            keys = draw.random((min(rows, SAMPLED - done), self.n))
            yield self._members(np.argpartition(keys, self.n1 - 1, axis=1)[:, : self.n1])

    def _members(self, chosen: Array) -> Array:
        first = np.zeros((len(chosen), self.n), dtype=bool)
        np.put_along_axis(first, chosen, True, axis=1)
        if len(chosen) in (self.possible, SAMPLED):
            self._kept = [first]
        return first

    def test(self, clusters: Clusters) -> Permutation:
        """The test of one category; the first n1 informants are the first group."""
        method = "exact" if self.exact else "sampled"
        difference = _difference(clusters, np.arange(self.n) < self.n1)
        if difference is None:
            return Permutation(None, 0, 0, None, None, None, None, method, "no_denominator")
        outside, greater, less, total, skipped = 0, 0, 0, 0, 0
        known: dict[str, Fraction] = {}
        d = float(difference)
        for first in self.batches():
            approximate = _differences(clusters, first)
            defined = np.flatnonzero(~np.isnan(approximate))
            approximate = approximate[defined]
            total += len(defined)
            skipped += len(first) - len(defined)
            unclear = np.abs(np.abs(approximate) - abs(d)) < 1e-9
            clear = approximate[~unclear]
            outside += int((np.abs(clear) > abs(d)).sum())
            greater += int((clear > d).sum())
            less += int((clear < d).sum())
            for row in defined[unclear].tolist():
                key = repr([(layer.y[first[row]].sum(), layer.x[first[row]].sum()) for layer in clusters.layers])
                if key not in known:
                    known[key] = _difference(clusters, first[row]) or Fraction(0)
                outside += abs(known[key]) >= abs(difference)
                greater += known[key] >= difference
                less += known[key] <= difference
        extra = 0 if self.exact else 1  # the observed assignment is not among the sampled ones
        p = [Fraction(hits + extra, total + extra) for hits in (outside, greater, less)]
        return Permutation(difference, total, skipped, p[0], p[1], p[2], Fraction(1, total + extra), method)


def _difference(clusters: Clusters, first: Array) -> Fraction | None:
    sides = [
        mean_of(ratio(layer.y[side].sum(), layer.x[side].sum()) for layer in clusters.layers)
        for side in (first, ~first)
    ]
    return None if sides[0] is None or sides[1] is None else sides[0] - sides[1]


def _differences(clusters: Clusters, first: Array) -> Array:
    """S_1 - S_2 of every assignment, in doubles; nan where a group has no denominator."""
    sides = []
    for side in (first, ~first):
        member = side.astype(float)
        total, layers = np.zeros(len(first)), np.zeros(len(first))
        for layer in clusters.layers:
            above, below = member @ layer.y.astype(float), member @ layer.x.astype(float)
            some = below > 0
            total[some] += above[some] / below[some]
            layers += some
        sides.append(np.divide(total, layers, out=np.full(len(first), np.nan), where=layers > 0))
    return np.asarray(sides[0] - sides[1])


def holm(p_values: Sequence[Fraction | float | None]) -> list[Fraction | float | None]:
    """Holm's step-down adjustment (1979), in the order given; undefined values stay so.

    >>> holm([0.01, 0.04, 0.03, None])
    [0.03, 0.06, 0.06, None]
    """
    defined = sorted((i for i, p in enumerate(p_values) if p is not None), key=lambda i: p_values[i] or 0)
    adjusted: list[Fraction | float | None] = [None] * len(p_values)
    largest: Fraction | float = Fraction(0)
    for rank, i in enumerate(defined):
        p = p_values[i]
        if p is not None:
            largest = max(largest, min(Fraction(1), p * (len(defined) - rank)))
            adjusted[i] = largest
    return adjusted
