"""Exact sums over integer codes: what keeps a share of a million codings both fast and a fraction.

A quantity is a numerator over a denominator, both integers. Sums that fit are made by numpy in
machine integers; those that do not are made in Python's, which have no largest value.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from ..core.errors import UsageError
from .columns import missing, values_of

Array = np.ndarray[Any, Any]

EXACT_IN_FLOAT = 2**53
"""`numpy.bincount` adds in double precision, which is exact for integers up to here."""


def exact(value: float | int | Fraction) -> Fraction:
    """The rational number that a float was meant to be: 0.1 is 1/10, and 1/3 typed out is 1/3.

    >>> exact(0.1), exact(1 / 3), exact(0.12345678901)
    (Fraction(1, 10), Fraction(1, 3), Fraction(12345678901, 100000000000))
    """
    if isinstance(value, Fraction):
        return value
    number = float(value)
    near = Fraction(number).limit_denominator(1_000_000)
    return near if float(near) == number else Fraction(repr(number))


def to_integers(values: Array) -> tuple[Array, int]:
    """`values` times their smallest common denominator, as integers, and that denominator.

    >>> to_integers(np.array([2, 1, 0.5]))
    (array([4, 2, 1]), 2)
    """
    if values.dtype.kind in "iub":
        return values.astype(np.int64), 1
    distinct, place = np.unique(values.astype(float), return_inverse=True)
    fractions = [exact(value) for value in distinct.tolist()]
    scale = math.lcm(*(fraction.denominator for fraction in fractions)) if fractions else 1
    return integers([int(fraction * scale) for fraction in fractions])[place], scale


def integers(values: Sequence[int]) -> Array:
    """Python integers as a numpy array: machine integers where all of them fit."""
    if all(-(2**62) < value < 2**62 for value in values):
        return np.array(values, dtype=np.int64)
    return np.array(values, dtype=object)


def whole(y: Sequence[Any], x: Sequence[Any]) -> tuple[Array, Array]:
    """Numerators and denominators times one number that makes all of them whole: their ratios stay.

    Machine integers where also their sums are exact in doubles; Python's otherwise.

    >>> whole([Fraction(1, 2), 1], [1, Fraction(2, 3)])
    (array([3, 6]), array([6, 4]))
    """
    if all(isinstance(value, int) for value in (*y, *x)):
        scale = 1
    else:
        scale = math.lcm(*(Fraction(value).denominator for value in (*y, *x)))
    found = [[int(Fraction(value) * scale) if scale > 1 else int(value) for value in side] for side in (y, x)]
    fits = all(sum(abs(value) for value in side) * max(len(side), 1) < EXACT_IN_FLOAT for side in found)
    above, below = (np.array(side, dtype=np.int64 if fits else object) for side in found)
    return above, below


def product(left: Array, right: Array) -> Array:
    """`left * right` without overflow."""
    if left.dtype == object or right.dtype == object:
        return np.asarray(left.astype(object) * right)
    if left.size and int(np.abs(left).max()) * int(np.abs(right).max()) >= 2**62:
        return np.asarray(left.astype(object) * right)
    return np.asarray(left * right)


def sum_by(keys: Array, values: Array | None, size: int) -> Array:
    """The sum of non-negative integer `values` at each key 0 .. size-1, exactly; counts when None."""
    if values is None:
        return np.bincount(keys, minlength=size).astype(np.int64)
    if not values.size:
        return np.zeros(size, dtype=np.int64)
    if values.dtype != object:
        if float(values.sum(dtype=float)) < EXACT_IN_FLOAT:
            return np.bincount(keys, weights=values, minlength=size).astype(np.int64)
        values = values.astype(object)
    sums: list[int] = [0] * size
    for key, value in zip(keys.tolist(), values.tolist(), strict=True):
        sums[key] += int(value)
    return integers(sums)


def sum_fractions(keys: Array, numerators: Array, denominators: Array, size: int) -> tuple[Array, int]:
    """The sum of numerators/denominators at each key, as integers over one common denominator.

    Denominators are first gathered by value, so that the common one is found among the few
    distinct values and not among a million.
    """
    if not keys.size:
        return np.zeros(size, dtype=np.int64), 1
    distinct, place = np.unique(denominators, return_inverse=True)
    scale = math.lcm(*(int(value) for value in distinct.tolist()))
    if len(distinct) == 1:
        return sum_by(keys, numerators, size), scale
    factors = integers([scale // int(value) for value in distinct.tolist()])
    if factors.dtype != object and numerators.dtype != object:
        largest = int(factors.max()) * int(numerators.max(initial=0))
        if largest * len(keys) < EXACT_IN_FLOAT:
            return sum_by(keys, numerators * factors[place], size), scale
    pairs, pair_of = np.unique(keys.astype(np.int64) * len(distinct) + place, return_inverse=True)
    partial = sum_by(pair_of, numerators, len(pairs))
    sums: list[int] = [0] * size
    multiply = factors.tolist()
    for pair, value in zip(pairs.tolist(), partial.tolist(), strict=True):
        sums[pair // len(distinct)] += value * multiply[pair % len(distinct)]
    return integers(sums), scale


def unique(values: Array) -> Array:
    """The different values in order; `numpy.unique` would import its masked arrays to say so."""
    ordered = np.sort(values, axis=None)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def distinct(keys: Array, size: int) -> Array:
    """The different keys in order: by a table of all of them where that is small, else by sorting."""
    if size > 50_000_000 or size > 100 * len(keys) + 1000:
        ordered = np.sort(keys)
        return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered
    seen = np.zeros(size, dtype=bool)
    seen[keys] = True
    return np.flatnonzero(seen)


def largest_by(keys: Array, values: Array) -> tuple[Array, Array]:
    """The distinct keys in order, and the largest value at each."""
    order = np.lexsort((values, keys))
    sorted_keys = keys[order]
    last = np.flatnonzero(np.append(sorted_keys[1:] != sorted_keys[:-1], True)) if keys.size else keys
    return sorted_keys[last], values[order][last]


def encode(values: Any, order: Iterable[str] | None = None) -> tuple[Array, list[str]]:
    """Integer codes of a column of names, and the names; missing names are -1.

    Names stand in the order of first appearance (those of categories in theirs), or in `order`
    (others get -1).
    """
    if order is not None:
        return places(values, list(order)), list(order)
    values = values_of(values)
    if values.names is not None:
        used = np.flatnonzero(np.bincount(values.data + 1, minlength=1)) - 1
        number = np.full(len(values.names) + 1, -1, dtype=np.int64)
        used = used[used >= 0]
        number[used] = np.arange(len(used))
        return number[values.data], [values.names[at] for at in used.tolist()]
    found: dict[Any, int] = {}
    codes = [-1 if missing(value) else found.setdefault(value, len(found)) for value in values.tolist()]
    return np.array(codes, dtype=np.int64), [str(name) for name in found]


def places(values: Any, order: Any) -> Array:
    """The position of each value in `order`, -1 where it has none.

    Categories are looked up once each, and not at all where both columns have the same ones.
    Raises UsageError where `order` has a name twice.
    """
    own, theirs = values_of(values), values_of(order)
    if own.names is None:
        return _indexer(own.tolist(), theirs.tolist())
    if theirs.names is not None and (theirs.names is own.names or theirs.names == own.names):
        codes = theirs.data
        if (np.bincount(codes + 1, minlength=2)[1:] < 2).all():
            position = np.full(len(own.names) + 1, -1, dtype=np.int64)
            position[codes] = np.arange(len(codes))
            position[-1] = -1
            return np.asarray(position[own.data])
    return np.asarray(np.append(_indexer(own.names, theirs.tolist()), -1)[own.data])


def _indexer(values: Sequence[Any], order: Sequence[Any]) -> Array:
    place: dict[Any, int] = {}
    for at, name in enumerate(order):
        if place.setdefault(name, at) != at:
            raise UsageError(f"{name} stands twice: every unit needs a label of its own", slug="bad_option")
    return np.array([place.get(value, -1) for value in values], dtype=np.int64)


def extremes(numerators: Array, denominators: Array) -> tuple[Fraction, Fraction] | None:
    """The smallest and largest ratio of positive denominators, exactly; None without any.

    Doubles point out the candidates, products decide between them: a fraction of each would take as long as the table.
    """
    positive = np.flatnonzero(denominators > 0)
    if not positive.size:
        return None
    above, below = numerators[positive], denominators[positive]
    approximate = (above / below).astype(float)
    found = []
    for sign, pick in ((1.0, min), (-1.0, max)):
        near = np.flatnonzero(sign * approximate <= (sign * approximate).min() + 1e-9)
        pairs = set(zip(above[near].tolist(), below[near].tolist(), strict=True))
        numerator, denominator = pick(pairs, key=_by_ratio)
        found.append(Fraction(numerator) / Fraction(denominator))
    return found[0], found[1]


@functools.cmp_to_key
def _by_ratio(one: tuple[Any, Any], other: tuple[Any, Any]) -> Any:
    """Sorts pairs of a numerator and a positive denominator by their ratios, exactly."""
    return one[0] * other[1] - other[0] * one[1]
