"""Permutation test of a difference between two groups: could the labels be exchanged between informants?

All of an informant's units move together. Doubles find which assignments lie as far out as the
one observed, and fractions decide where they cannot: ties are the rule.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, islice
from typing import Any

import numpy as np

from ...core.values import frozen
from ..arrays import EXACT_IN_FLOAT, Array, whole
from .estimates import Clusters, Layer, mean_of, ratio
from .intervals import Pair

ENUMERATED = 200_000
SAMPLED = 9_999
BATCH = 5_000_000
"""Members of assignments held in memory at a time."""
_TERMS = 64
"""Terms whose assignments are counted at a time."""
_UNCLEAR = 1e-9
"""Differences closer than this are compared as fractions."""


@frozen
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
        """Assignments x informants, 1.0 in the first group; as many rows at a time as memory likes."""
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
        # In doubles, so that sums over members are one matrix product, exact for whole numbers.
        first = np.zeros((len(chosen), self.n))
        np.put_along_axis(first, chosen, 1.0, axis=1)
        if len(chosen) in (self.possible, SAMPLED):
            self._kept = [first]
        return first

    def test(self, clusters: Clusters) -> Permutation:
        """The test of one category; the first n1 informants are the first group."""
        layers = [Layer(*whole(layer.y.tolist(), layer.x.tolist())) for layer in clusters.layers]
        if any(side.dtype == object for layer in layers for side in (layer.y, layer.x)):
            return self._tested(layers, (_long_sums(layers, first) for first in self.batches()))
        y, x = (np.stack([layer.y for layer in layers], axis=1), np.stack([layer.x for layer in layers], axis=1))
        return self._tested(layers, ((first @ y, first @ x) for first in self.batches()))

    def test_all(self, y: Array, x: Array) -> list[Permutation]:
        """The test of many terms at once: numerators as informants x terms, the denominators of all of them.

        Both are whole numbers whose sums doubles hold exactly.
        """
        if sum(1 for _ in self.batches()) > 1:  # too many assignments to hold beside the sums of all terms
            return [self.test(Clusters((Layer(column, x),))) for column in y.T]
        (first,) = self.batches()
        below = first @ x
        rest = x.sum() - below
        if not (below.min(initial=1) > 0 and rest.min(initial=1) > 0):
            return [self.test(Clusters((Layer(column, x),))) for column in y.T]
        found: list[Permutation] = []
        for low in range(0, y.shape[1], _TERMS):
            some = y[:, low : low + _TERMS]
            above = some.T @ first.T
            # Both groups' ratios at once: a/b - (Y-a)/(X-b).
            approximate = above * (1 / below + 1 / rest) - some.sum(axis=0)[:, None] / rest
            for at in range(len(above)):
                layer = Layer(some[:, at], x)
                found.append(self._counted([layer], [(approximate[at], above[at][:, None], below[:, None])]))
        return found

    def _tested(self, layers: Sequence[Layer], batches: Iterable[tuple[Array, Array]]) -> Permutation:
        """Count over batches of the first group's sums of numerators and of denominators."""
        totals = [(layer.y.sum(), layer.x.sum()) for layer in layers]
        return self._counted(
            layers, ((_differences(above, below, totals), above, below) for above, below in batches)
        )  # fmt: skip

    def _counted(self, layers: Sequence[Layer], batches: Iterable[tuple[Array, Array, Array]]) -> Permutation:
        """Count the assignments that lie as far out as the observed one.

        A batch is the differences in doubles (nan where a group has no denominator), and the first group's
        sums of numerators and of denominators, each assignments x layers.
        """
        method = "exact" if self.exact else "sampled"
        totals = [(layer.y.sum(), layer.x.sum()) for layer in layers]
        difference = _difference(
            [(layer.y[: self.n1].sum(), layer.x[: self.n1].sum()) for layer in layers], totals
        )  # fmt: skip
        if difference is None:
            return Permutation(None, 0, 0, None, None, None, None, method, "no_denominator")
        outside, greater, less, total, skipped = 0, 0, 0, 0, 0
        d = float(difference)
        for approximate, above, below in batches:
            undefined = int(np.isnan(approximate).sum())
            total += len(approximate) - undefined
            skipped += undefined
            gap = np.abs(approximate) - abs(d)  # nan compares as false throughout
            unclear = np.flatnonzero(np.abs(gap) < _UNCLEAR)
            outside += int(np.count_nonzero(gap >= _UNCLEAR))
            greater += int(np.count_nonzero(approximate > d) - np.count_nonzero(approximate[unclear] > d))
            less += int(np.count_nonzero(approximate < d) - np.count_nonzero(approximate[unclear] < d))
            for one, times in _told_apart(above[unclear], below[unclear], totals, difference):
                outside += times * one[0]
                greater += times * one[1]
                less += times * one[2]
        extra = 0 if self.exact else 1  # the observed assignment is not among the sampled ones
        p = [Fraction(hits + extra, total + extra) for hits in (outside, greater, less)]
        return Permutation(difference, total, skipped, p[0], p[1], p[2], Fraction(1, total + extra), method)


Verdict = tuple[bool, bool, bool]
"""|D*| >= |D|, D* >= D, D* <= D."""


def _told_apart(
    above: Array, below: Array, totals: Sequence[tuple[Any, Any]], observed: Fraction
) -> Iterator[tuple[Verdict, int]]:
    """What is true of each different D* among sums, compared exactly, and how often it comes."""
    size = int(totals[0][1]) + 1 if above.dtype != object else 0
    if len(totals) == 1 and 0 < (int(totals[0][0]) + 1) * size < EXACT_IN_FLOAT:
        # y/x - (Y-y)/(X-x) = (yX - Yx) / x(X-x): whole numbers need no fraction to be compared.
        y_all, x_all = int(totals[0][0]), int(totals[0][1])
        numerator, denominator = observed.numerator, observed.denominator
        keys, times = np.unique(above[:, 0] * size + below[:, 0], return_counts=True)
        for key, often in zip(keys.tolist(), times.tolist(), strict=True):
            y, x = divmod(int(key), size)
            here, there = (y * x_all - y_all * x) * denominator, numerator * x * (x_all - x)
            yield (abs(here) >= abs(there), here >= there, here <= there), often
        return
    layers = len(totals)
    for row, often in Counter(map(tuple, np.concatenate((above, below), axis=1).tolist())).items():
        one = _difference(list(zip(row[:layers], row[layers:], strict=True)), totals) or Fraction(0)
        yield (abs(one) >= abs(observed), one >= observed, one <= observed), often


def _long_sums(layers: Sequence[Layer], first: Array) -> tuple[Array, Array]:
    """The first group's sums where they are too long for doubles, assignments x layers."""
    member = first.astype(np.int64).astype(object)
    above = np.stack([member @ layer.y.astype(object) for layer in layers], axis=1)
    return above, np.stack([member @ layer.x.astype(object) for layer in layers], axis=1)


def _difference(first: Sequence[tuple[Any, Any]], totals: Sequence[tuple[Any, Any]]) -> Fraction | None:
    """S_1 - S_2, from the sums (y, x) of the first group and of both in every layer."""
    second = [(total[0] - one[0], total[1] - one[1]) for one, total in zip(first, totals, strict=True)]
    sides = [mean_of(ratio(above, below) for above, below in side) for side in (first, second)]
    return None if sides[0] is None or sides[1] is None else sides[0] - sides[1]


def _differences(above: Array, below: Array, totals: Sequence[tuple[Any, Any]]) -> Array:
    """S_1 - S_2 of every assignment, in doubles; nan where a group has no denominator."""
    sides = []
    for side in (0, 1):
        total, layers = np.zeros(len(above)), np.zeros(len(above))
        for at, (y, x) in enumerate(totals):
            numerator, denominator = above[:, at], below[:, at]
            if side:
                numerator, denominator = y - numerator, x - denominator
            some = (denominator > 0).astype(bool)
            total[some] += (numerator[some] / denominator[some]).astype(float)
            layers += some
        sides.append(np.divide(total, layers, out=np.full(len(above), np.nan), where=layers > 0))
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
