"""Coefficients that correct agreement for chance: (observed, expected), and (observed - expected)/(1 - expected).

Each formula takes `Sums`, exact or drawn, and works on arrays with one row for each replicate.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from ...core.errors import UsageError
from ..arrays import Array
from .ratings import Sums, divide

Pair = tuple[Array, Array]


def observed_agreement(sums: Sums, w: Array) -> Array:
    """Mean over units with r >= 2 values of sum_k n_k (sum_l w_kl n_l - 1) / (r (r-1))."""
    agreeing, units = 0 * sums.number(0), 0 * sums.number(0)
    for size in sums.sizes:
        if size > 1:
            number = sums.number(size)
            agreeing = agreeing + (sums.pair_sum(size, w) - size * number) / (size * (size - 1))
            units = units + number
    return divide(agreeing, units)


def prevalences(sums: Sums) -> Array:
    """pi_k: the mean over units with a value of n_k / r."""
    total, units = 0 * sums.values(0), 0 * sums.number(0)
    for size in sums.sizes:
        total = total + sums.values(size) / size
        units = units + sums.number(size)
    return divide(total, units[:, None])


def percent_agreement(sums: Sums, w: Array, categories: int) -> Pair:
    """The share of agreeing pairs of values in a unit, averaged over units; nothing is expected."""
    found = observed_agreement(sums, w)
    return found, 0 * found


def fleiss(sums: Sums, w: Array, categories: int) -> Pair:
    """Fleiss (1971), doi:10.1037/h0031619; with missing values and weights after Gwet (2014)."""
    pi = prevalences(sums)
    return observed_agreement(sums, w), (pi[:, :, None] * pi[:, None, :] * w).sum(axis=(1, 2))


def brennan_prediger(sums: Sums, w: Array, categories: int) -> Pair:
    """Brennan & Prediger (1981), doi:10.1177/001316448104100307; Bennett's S, Randolph's kappa, PABAK for two."""
    observed = observed_agreement(sums, w)
    share = Fraction(w.sum()) / categories**2 if categories == len(w) else Fraction(1, categories)
    return observed, 0 * observed + _like(observed, share)


def gwet(sums: Sums, w: Array, categories: int) -> Pair:
    """AC1 and, with weights, AC2 (Gwet 2008, doi:10.1348/000711006X126600)."""
    observed, pi = observed_agreement(sums, w), prevalences(sums)
    if categories < 2:
        return observed, 0 * observed + 1
    total = Fraction(w.sum()) if categories == len(w) else Fraction(categories)
    spread = (pi * (1 - pi)).sum(axis=1)
    return observed, spread * _like(observed, total / (categories * (categories - 1)))


def conger(sums: Sums, w: Array, categories: int) -> Pair:
    """Conger (1980), doi:10.1037/0033-2909.88.2.322: each coder's own proportions among what that coder coded."""
    shares = [divide(used, used.sum(axis=1)[:, None]) for used in sums.by_coder()]
    expected: list[Array] = []
    for g, first in enumerate(shares):
        expected += [(first[:, :, None] * second[:, None, :] * w).sum(axis=(1, 2)) for second in shares[g + 1 :]]
    return observed_agreement(sums, w), sum(expected[1:], expected[0]) / len(expected)


def _two_coders(table: Array, w: Array) -> Pair:
    n = table.sum(axis=(1, 2))
    rows, columns = table.sum(axis=2), table.sum(axis=1)
    expected = (rows[:, :, None] * columns[:, None, :] * w).sum(axis=(1, 2))
    return divide((table * w).sum(axis=(1, 2)), n), divide(expected, n * n)


def cohen(sums: Sums, w: Array, categories: int) -> Pair:
    """Cohen (1960), doi:10.1177/001316446002000104; weighted: Cohen (1968), doi:10.1037/h0026256."""
    return _two_coders(_only_table(sums), w)


def cohen_max(sums: Sums, w: Array, categories: int) -> Pair:
    """The largest kappa that the coders' marginals allow."""
    table = _only_table(sums)
    largest = np.minimum(table.sum(axis=2), table.sum(axis=1)).sum(axis=1)
    return divide(largest, table.sum(axis=(1, 2))), _two_coders(table, w)[1]


def scott(sums: Sums, w: Array, categories: int) -> Pair:
    """Scott (1955), doi:10.1086/266577: both coders' marginals pooled."""
    table = _only_table(sums)
    n = table.sum(axis=(1, 2))
    pi = divide(table.sum(axis=2) + table.sum(axis=1), 2 * n[:, None])
    return divide((table * w).sum(axis=(1, 2)), n), (pi[:, :, None] * pi[:, None, :] * w).sum(axis=(1, 2))


def hubert(sums: Sums, w: Array, categories: int) -> Pair:
    """Hubert (1977), doi:10.1037/0033-2909.84.2.289: mean observed and mean expected agreement of the pairs."""
    pairs = [_two_coders(table, w) for table in sums.tables()]
    observed, expected = ([pair[side] for pair in pairs] for side in (0, 1))
    return sum(observed[1:], observed[0]) / len(pairs), sum(expected[1:], expected[0]) / len(pairs)


def light(sums: Sums, w: Array) -> Array:
    """Light (1971), doi:10.1037/h0031643: the mean of the pairs' kappas; undefined when one of them is."""
    kappas = [corrected(*_two_coders(table, w)) for table in sums.tables()]
    return np.asarray(sum(kappas[1:], kappas[0]) / len(kappas))


def corrected(observed: Array, expected: Array) -> Array:
    """(observed - expected) / (1 - expected); undefined where nothing else could be expected."""
    return divide(observed - expected, 1 - expected)


def fleiss_category(sums: Sums, place: int) -> Pair:
    """One category against the rest: 1 - sum n(r-n)/(r(r-1)) / (N p (1-p)), as (observed, expected) disagreement.

    For a constant number of coders the formula of Fleiss (1971).
    """
    pairs, units = 0 * sums.number(0), 0 * sums.number(0)
    for size in sums.sizes:
        if size > 1:
            used = sums.values(size)[:, place]
            square = sums.products(size)[:, place, place]
            pairs = pairs + (size * used - square) / (size * (size - 1))
            units = units + sums.number(size)
    p = prevalences(sums)[:, place]
    return divide(pairs, units), p * (1 - p)


def specific_agreement(sums: Sums, place: int) -> Array:
    """2a / (2a + b + c) for one value: positive or negative agreement of two coders."""
    table = _only_table(sums)
    used = table.sum(axis=2)[:, place] + table.sum(axis=1)[:, place]
    return divide(2 * table[:, place, place], used)


def prevalence_index(sums: Sums) -> Array:
    """|a - d| / n of a 2 x 2 table (Byrt, Bishop & Carlin 1993, doi:10.1016/0895-4356(93)90018-V)."""
    table = _binary(sums)
    return divide(abs(table[:, 0, 0] - table[:, 1, 1]), table.sum(axis=(1, 2)))


def bias_index(sums: Sums) -> Array:
    """|b - c| / n of a 2 x 2 table."""
    table = _binary(sums)
    return divide(abs(table[:, 0, 1] - table[:, 1, 0]), table.sum(axis=(1, 2)))


def holsti(sums: Sums) -> Array:
    """2M / (N1 + N2), Holsti (1969): M equal decisions of N1 and N2; more coders: the mean of the pairs."""
    decisions = [used.sum(axis=1) for used in sums.by_coder()]
    found: list[Array] = []
    tables = iter(sums.tables())
    for g, first in enumerate(decisions):
        for second in decisions[g + 1 :]:
            equal = np.trace(next(tables), axis1=1, axis2=2)
            found.append(divide(2 * equal, first + second))
    return np.asarray(sum(found[1:], found[0]) / len(found))


def holsti_of(agreements: int, decisions: tuple[int, int]) -> Fraction | None:
    """Holsti's coefficient from counts alone, as articles print them.

    >>> holsti_of(90, (100, 120))
    Fraction(9, 11)
    """
    return Fraction(2 * agreements, sum(decisions)) if sum(decisions) else None


def _only_table(sums: Sums) -> Array:
    if len(sums.ratings.coders) != 2 or sums.ratings.counts is not None:
        raise UsageError(
            f"this coefficient compares two coders, and there are {len(sums.ratings.coders)}", slug="option_conflict"
        )
    return sums.tables()[0]


def _binary(sums: Sums) -> Array:
    table = _only_table(sums)
    if table.shape[1] != 2:
        raise UsageError("the prevalence and bias indices need two categories", slug="option_conflict")
    return table


def _like(example: Array, value: Fraction) -> Any:
    return value if example.dtype == object else float(value)


Formula = Callable[[Sums, Array, int], Pair]

INDICES: dict[str, Callable[[Sums], Array]] = {
    "prevalence_index": prevalence_index,
    "bias_index": bias_index,
    "holsti": holsti,
}
"""What is computed from the table alone, without an expectation by chance."""
FORMULAS: dict[str, Formula] = {
    "percent_agreement": percent_agreement,
    "cohen_kappa": cohen,
    "cohen_kappa_max": cohen_max,
    "weighted_kappa": cohen,
    "scott_pi": scott,
    "fleiss_kappa": fleiss,
    "conger_kappa": conger,
    "hubert_kappa": hubert,
    "brennan_prediger": brennan_prediger,
    "randolph_kappa": brennan_prediger,
    "pabak": brennan_prediger,
    "gwet_ac1": gwet,
    "gwet_ac2": gwet,
}
"""Coefficients of the form (observed - expected) / (1 - expected)."""
