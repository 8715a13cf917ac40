"""From what units contribute to a group's share, and how it depends on single informants.

Every equalisation is the plain mean of *layers*, each a ratio of sums over informants:
`none` has one layer with the informants' own numerators and denominators, `informant` one with
their shares over 1, `answer` one with the sums of their answers' shares over the number of
answers, `informant-question` one with the means of those over 1; `question` has a layer for each
question. So the share, leaving one informant out, and exchanging informants between groups are
each written once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from ...core.values import frozen
from ..arrays import Array, extremes, product, sum_fractions, unique
from .contributions import Counted, Entries


@frozen
class Layer:
    """Numerators and denominators per informant; the layer's ratio is sum(y) / sum(x)."""

    y: Array
    x: Array

    def without(self) -> tuple[Array, Array]:
        """The sums when each informant in turn is left out."""
        return self.y.sum() - self.y, self.x.sum() - self.x


@frozen
class Clusters:
    """One category in one group: layers over the same informants."""

    layers: tuple[Layer, ...]

    @property
    def informants(self) -> int:
        return len(self.layers[0].y) if self.layers else 0

    def share(self) -> Fraction | None:
        """The mean of the layers' ratios; layers without denominator are left out."""
        return mean_of(ratio(layer.y.sum(), layer.x.sum()) for layer in self.layers)

    def alone(self) -> tuple[Fraction, Fraction] | None:
        """The lowest and highest share of a single informant."""
        if len(self.layers) == 1:
            return extremes(self.layers[0].y, self.layers[0].x)
        return _range(mean_of(ratio(layer.y[i], layer.x[i]) for layer in self.layers) for i in range(self.informants))

    def leave_one_out(self) -> tuple[Fraction, Fraction] | None:
        """The lowest and highest share when one informant is left out; None with fewer than two."""
        if self.informants < 2:
            return None
        if len(self.layers) == 1:
            return extremes(*self.layers[0].without())
        return _range(iter(self.leave_one_out_shares()))

    def leave_one_out_shares(self) -> list[Fraction | None]:
        """The share without each informant."""
        sums = [layer.without() for layer in self.layers]
        return [mean_of(ratio(y[i], x[i]) for y, x in sums) for i in range(self.informants)]


def ratio(y: Any, x: Any) -> Fraction | None:
    """y / x, exactly, or None where x is 0."""
    if not x > 0:
        return None
    if isinstance(y, Fraction) or isinstance(x, Fraction):
        return Fraction(y) / Fraction(x)
    return Fraction(int(y), int(x))


def mean_of(values: Iterator[Fraction | None]) -> Fraction | None:
    """The mean of the values that are defined."""
    defined = [value for value in values if value is not None]
    return sum(defined, Fraction(0)) / len(defined) if defined else None


def _range(values: Iterator[Fraction | None]) -> tuple[Fraction, Fraction] | None:
    defined = [value for value in values if value is not None]
    return (min(defined), max(defined)) if defined else None


@frozen
class Cells:
    """Sums of numerators and denominators for each informant, or informant and question, of a group."""

    group: Array
    informant: Array
    question: Array
    y: Array
    """Cells x categories, times `scale`: integers, or fractions where those would be too long."""
    x: Array
    scale: int

    def of_group(self, group: int) -> GroupCells:
        """The cells of one group."""
        mine = np.flatnonzero(self.group == group)
        return GroupCells(self.informant[mine], self.question[mine], self.y[mine], self.x[mine], self.scale)


def cells_of(counted: Counted, by_question: bool) -> Cells:
    """The sums over units within group and informant, and within question where asked for."""
    people, questions = max(len(counted.informants), 1), max(len(counted.questions), 1)
    keys = counted.group * people + counted.informant
    if by_question:
        keys = keys * questions + counted.question
    found, cell = np.unique(keys, return_inverse=True)
    y, y_scale = _sums(counted.scores, counted.weight, cell, len(found), len(counted.categories))
    x, x_scale = _sums(counted.bases, counted.weight, cell, len(found), 1)
    y, x, scale = _on_one_scale(y, x, y_scale, x_scale)
    question = found % questions if by_question else np.zeros(len(found), dtype=np.int64)
    pair = found // questions if by_question else found
    return Cells(
        pair // people,
        pair % people,
        question,
        y.reshape(len(found), len(counted.categories)),
        x,
        scale * counted.weight_scale,
    )


def _sums(entries: Entries, weight: Array, cell: Array, cells: int, categories: int) -> tuple[Array, int]:
    numerators, denominators = product(entries.numerator, weight[entries.unit]), entries.denominator
    keys = cell[entries.unit] * categories + entries.category
    if numerators.dtype != object and denominators.dtype != object and (denominators != 1).any():
        # A covered part weighted by the unit's own size is a whole number again.
        common = np.maximum(np.gcd(numerators, denominators), 1)
        numerators, denominators = numerators // common, denominators // common
    return sum_fractions(keys, numerators, denominators, cells * categories)


def _on_one_scale(y: Array, x: Array, y_scale: int, x_scale: int) -> tuple[Array, Array, int]:
    if y.dtype != object and x.dtype != object:
        common = math.lcm(y_scale, x_scale)
        if max(int(y.sum()), int(x.sum()), 1) * common < 2**62:
            return y * (common // y_scale), x * (common // x_scale), common
    return _fractions(y, y_scale), _fractions(x, x_scale), 1


def _fractions(values: Array, scale: int) -> Array:
    found = np.empty(len(values), dtype=object)
    found[:] = [Fraction(int(value), scale) for value in values.tolist()]
    return found


@frozen
class GroupCells:
    """The cells of one group."""

    informant: Array
    question: Array
    y: Array
    x: Array
    scale: int

    def total(self, category: int) -> tuple[Fraction, Fraction]:
        """Numerator and denominator of the pooled share."""
        return _exact(self.y[:, category].sum()) / self.scale, _exact(self.x.sum()) / self.scale

    def dropped(self, equalize: str) -> list[tuple[int | None, int | None]]:
        """The equalisation cells without a denominator, as (informant, question)."""
        if equalize == "none":
            return []
        if equalize == "question":
            return [(None, q) for q in unique(self.question).tolist() if not self.x[self.question == q].sum() > 0]
        empty = np.flatnonzero(self.x <= 0).tolist()
        by_question = equalize != "informant"
        return [(int(self.informant[cell]), int(self.question[cell]) if by_question else None) for cell in empty]

    def clusters(self, category: int, equalize: str) -> Clusters:
        """The layers of one category under an equalisation."""
        y, x = self.y[:, category], self.x
        if equalize == "none":
            return Clusters((Layer(y, x),))
        people, place = np.unique(self.informant, return_inverse=True)
        if equalize == "question":
            return Clusters(tuple(self._layer(y, x, place, len(people), q) for q in unique(self.question).tolist()))
        sums = [Fraction(0)] * len(people)
        counts = [0] * len(people)
        for cell, person in enumerate(place.tolist()):
            share = ratio(y[cell], x[cell])
            if share is not None:
                sums[person] += share
                counts[person] += 1
        if equalize == "informant-question":
            sums = [total / count if count else total for total, count in zip(sums, counts, strict=True)]
            counts = [min(count, 1) for count in counts]
        return Clusters((Layer(np.array(sums, dtype=object), np.array(counts, dtype=object)),))

    def _layer(self, y: Array, x: Array, place: Array, people: int, question: int) -> Layer:
        mine = np.flatnonzero(self.question == question)
        above, below = np.zeros(people, dtype=y.dtype), np.zeros(people, dtype=x.dtype)
        above[place[mine]], below[place[mine]] = y[mine], x[mine]
        return Layer(above, below)


def _exact(value: Any) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(int(value))


def names_of(dropped: Sequence[tuple[int | None, int | None]], counted: Counted) -> tuple[str, ...]:
    """Dropped cells as `informant|question`, or the one of them that the cells are made of."""
    names = []
    for informant, question in dropped:
        parts = [] if informant is None else [counted.informants[informant]]
        names.append("|".join(parts if question is None else [*parts, counted.questions[question]]))
    return tuple(names)
