"""Who gave which unit which value, as integers, and the sums that every coefficient is made of.

Equal units are counted once with their number. The sums exist in two kinds with the same shape,
replicates x ..., so that each formula is written once: exact (one row of fractions) and drawn
(a row of doubles for every bootstrap replicate).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import field
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from ...core.errors import UsageError
from ...core.values import frozen
from ..arrays import Array

UNDEFINED = float("nan")


@frozen
class Ratings:
    """Patterns x coders: the position of each value in `values`, -1 where the coder did not look."""

    codes: Array
    times: Array
    """How many units have each pattern."""
    values: tuple[Any, ...]
    """The declared categories first, in their order; then others that occur."""
    coders: tuple[str, ...]
    cluster: Array | None = None
    """For a bootstrap of clusters: the cluster of each pattern."""
    counts: Array | None = field(default=None)
    """Patterns x values, where it is only known how many coders chose each."""

    @classmethod
    def of(
        cls,
        values: Sequence[Sequence[Any]],
        categories: Sequence[Any] | None = None,
        coders: Sequence[str] | None = None,
        clusters: Sequence[Hashable] | None = None,
    ) -> Ratings:
        """From `values[unit][coder]`, None = missing. Raises UsageError `too_few_coders`."""
        width = len(values[0]) if values else len(coders or ())
        declared = list(categories or ())
        place: dict[Any, int] = {value: number for number, value in enumerate(declared)}
        for row in values:
            for value in row:
                if value is not None and value not in place:
                    place[value] = len(place)
        codes = np.array(
            [[-1 if value is None else place[value] for value in row] for row in values], dtype=np.int64
        ).reshape(len(values), width)
        return cls.of_codes(codes, tuple(place), coders, clusters)

    @classmethod
    def of_codes(
        cls,
        codes: Array,
        values: Sequence[Any],
        coders: Sequence[str] | None = None,
        clusters: Sequence[Hashable] | None = None,
    ) -> Ratings:
        """From units x coders, each the position of a value in `values`, -1 = missing."""
        names = tuple(coders or (str(number) for number in range(1, codes.shape[1] + 1)))
        if codes.shape[1] < 2:
            raise UsageError(f"agreement needs at least two coders, found {codes.shape[1]}", slug="too_few_coders")
        cluster = None
        if clusters is not None:
            order: dict[Hashable, int] = {}
            cluster = np.array([order.setdefault(name, len(order)) for name in clusters], dtype=np.int64)
        return cls(codes, np.ones(len(codes), dtype=np.int64), tuple(values), names, cluster)

    @classmethod
    def of_table(cls, table: Sequence[Sequence[int]], categories: Sequence[Any]) -> Ratings:
        """From `table[i][j]`, the units that coder 1 put in category i and coder 2 in j."""
        cells = [(i, j, n) for i, row in enumerate(table) for j, n in enumerate(row) if n]
        codes = np.array([[i, j] for i, j, _ in cells], dtype=np.int64).reshape(len(cells), 2)
        times = np.array([n for _, _, n in cells], dtype=np.int64)
        return cls(codes, times, tuple(categories), ("1", "2"))

    @classmethod
    def of_counts(cls, counts: Sequence[Sequence[int]], categories: Sequence[Any]) -> Ratings:
        """From `counts[unit][category]`, when only the number of coders is known."""
        table = np.array(counts, dtype=np.int64)
        coders = int(table.sum(axis=1).max(initial=0))
        if coders < 2:
            raise UsageError(f"agreement needs at least two coders, found {coders}", slug="too_few_coders")
        names = tuple(str(number) for number in range(1, coders + 1))
        empty = np.full((len(table), coders), -1, dtype=np.int64)
        return cls(empty, np.ones(len(table), dtype=np.int64), tuple(categories), names, None, table)

    @property
    def units(self) -> int:
        return int(self.times.sum())

    def per_value(self) -> Array:
        """Patterns x values: how many coders gave each value."""
        if self.counts is not None:
            return self.counts
        rows = len(self.codes)
        q = len(self.values)
        # Missing values go to a column of their own that is cut off again.
        place = np.where(self.codes < 0, q, self.codes) + (np.arange(rows) * (q + 1))[:, None]
        return np.bincount(place.ravel(), minlength=rows * (q + 1)).reshape(rows, q + 1)[:, :q]

    def compact(self) -> Ratings:
        """The same units with equal ones gathered, within each cluster where there are any."""
        if self.counts is not None or not len(self.codes):
            return self
        base, width = len(self.values) + 1, self.codes.shape[1]
        groups = 1 if self.cluster is None else int(self.cluster.max()) + 1
        if groups * base**width < 2**62:
            keys = (self.codes + 1) @ np.array([base**i for i in range(width)], dtype=np.int64)
            keys = keys if self.cluster is None else keys * groups + self.cluster
            _, first, place = np.unique(keys, return_index=True, return_inverse=True)
        else:
            rows = self.codes if self.cluster is None else np.column_stack((self.codes, self.cluster))
            _, first, place = np.unique(rows, axis=0, return_index=True, return_inverse=True)
        times = np.bincount(place.ravel(), weights=self.times, minlength=len(first)).astype(np.int64)
        cluster = None if self.cluster is None else self.cluster[first]
        return Ratings(self.codes[first], times, self.values, self.coders, cluster)

    def only(self, value: Any) -> Ratings:
        """One value against the rest: 1 where a coder gave it, 0 where another."""
        if value not in self.values:
            raise UsageError(f"{value!r} is none of the values", slug="unknown_code")
        place = self.values.index(value)
        codes = np.where(self.codes < 0, -1, (self.codes == place).astype(np.int64))
        counts = None
        if self.counts is not None:
            counts = np.stack((self.counts.sum(axis=1) - self.counts[:, place], self.counts[:, place]), axis=1)
        return Ratings(codes, self.times, (0, 1), self.coders, self.cluster, counts)


class Sums:
    """Totals over units, exactly: every array has one leading row, of fractions."""

    def __init__(self, ratings: Ratings) -> None:
        self.ratings = ratings
        self.per_value = ratings.per_value()
        self.filled = self.per_value.sum(axis=1)
        self.sizes = range(1, int(self.filled.max(initial=0)) + 1)
        """How many values a unit can have."""

    @cached_property
    def _by_size(self) -> tuple[Array, Array, Array]:
        """The patterns in order of how many values they have: counts, times, and where each size begins."""
        order = np.argsort(self.filled.astype(np.int16), kind="stable")
        bounds = np.searchsorted(self.filled[order], np.arange(len(self.sizes) + 3))
        # Doubles multiply fast, and are exact here: no sum exceeds units times coders squared.
        return self.per_value[order].astype(float), self.ratings.times[order].astype(float), bounds

    def _of_size(self, size: int) -> tuple[Array, Array]:
        counts, times, bounds = self._by_size
        return counts[bounds[size] : bounds[size + 1]], times[bounds[size] : bounds[size + 1]]

    def number(self, size: int) -> Array:
        """Units with exactly `size` values."""
        return fractions(self._of_size(size)[1].sum(keepdims=True))

    def values(self, size: int) -> Array:
        """How often each value occurs in those units."""
        counts, times = self._of_size(size)
        return fractions(times @ counts)[None, :]

    def products(self, size: int) -> Array:
        """Sum over those units of n_k n_l, for all pairs of values."""
        counts, times = self._of_size(size)
        table = (counts if (times == 1).all() else counts * times[:, None]).T @ counts
        return fractions(table)[None, :, :]

    def pair_sum(self, size: int, weights: Array) -> Array:
        """Sum over those units of n_k w_kl n_l."""
        return np.asarray((self.products(size) * weights).sum(axis=(1, 2)))

    def tables(self) -> list[Array]:
        """For each pair of coders the contingency table of the units that both coded."""
        q = len(self.ratings.values)
        found = []
        for g, h in combinations(range(len(self.ratings.coders)), 2):
            first, second = self.ratings.codes[:, g], self.ratings.codes[:, h]
            both = (first >= 0) & (second >= 0)
            found.append(self.spread(np.where(both, first * q + second, -1), q * q).reshape(-1, q, q))
        return found

    def by_coder(self) -> list[Array]:
        """For each coder, how often each value was given."""
        return [
            self.spread(self.ratings.codes[:, g], len(self.ratings.values)) for g in range(len(self.ratings.coders))
        ]

    def spread(self, place: Array, size: int) -> Array:
        """How many units have each place 0 .. size-1 (negative places are none)."""
        known = place >= 0
        return fractions(np.bincount(place[known], weights=self.ratings.times[known], minlength=size))[None, :]


class DrawnSums(Sums):
    """The same totals for every replicate of a bootstrap over units or clusters, in doubles."""

    def __init__(self, ratings: Ratings, draws: Array) -> None:
        super().__init__(ratings)
        self.draws = draws
        """Replicates x blocks: how often each pattern or cluster was drawn."""

    def total(self, feature: Array) -> Array:
        """The sum over units of a feature (patterns x ...), for every replicate."""
        flat = feature.reshape(len(feature), -1).astype(float)
        if self.ratings.cluster is not None:
            blocks = np.zeros((self.draws.shape[1], flat.shape[1]))
            np.add.at(blocks, self.ratings.cluster, flat * self.ratings.times[:, None])
            flat = blocks
        return np.asarray(self.draws @ flat).reshape(len(self.draws), *feature.shape[1:])

    def number(self, size: int) -> Array:
        return self.total((self.filled == size).astype(float))

    def values(self, size: int) -> Array:
        return self.total(np.where((self.filled == size)[:, None], self.per_value, 0))

    def products(self, size: int) -> Array:
        n = np.where((self.filled == size)[:, None], self.per_value, 0)
        return self.total(n[:, :, None] * n[:, None, :])

    def pair_sum(self, size: int, weights: Array) -> Array:
        if weights.ndim > 2:
            return np.asarray((self.products(size) * weights).sum(axis=(1, 2)))
        n = np.where((self.filled == size)[:, None], self.per_value, 0).astype(float)
        return self.total(((n @ weights.astype(float)) * n).sum(axis=1))

    def spread(self, place: Array, size: int) -> Array:
        one_hot = np.zeros((len(place), size))
        known = np.flatnonzero(place >= 0)
        one_hot[known, place[known]] = 1
        return self.total(one_hot)


def fractions(whole: Array) -> Array:
    """Whole numbers held in doubles, as fractions."""
    found = np.empty(whole.shape, dtype=object)
    found.ravel()[:] = [Fraction(int(value)) for value in whole.ravel().tolist()]
    return found


def divide(above: Any, below: Any) -> Array:
    """Element by element; undefined (nan) where the denominator is 0. Fractions stay fractions."""
    above, below = np.broadcast_arrays(np.asarray(above), np.asarray(below))
    if above.dtype == object or below.dtype == object:
        found = np.empty(above.shape, dtype=object)
        pairs = zip(above.ravel().tolist(), below.ravel().tolist(), strict=True)
        found.ravel()[:] = [UNDEFINED if y == 0 or y != y else x / y for x, y in pairs]
        return found
    return np.asarray(np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0))
