"""The permutation test where numbers are long, assignments are drawn, or many terms are tested at once."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from qualcode.analysis.shares.estimates import Clusters, Layer
from qualcode.analysis.shares.intervals import bootstrap, t_interval
from qualcode.analysis.shares.permutation import BATCH, SAMPLED, Exchange, holm, permutation_of

LONG = 2**45
"""A factor that makes sums of eight informants too long for doubles."""
FIRST, SECOND = [(5, 12), (4, 12), (3, 12)], [(2, 7), (1, 7), (3, 7), (2, 7), (1, 6)]


def times(pairs: list[tuple[int, int]], factor: int) -> list[tuple[int, int]]:
    return [(above * factor, below * factor) for above, below in pairs]


def test_numbers_too_long_for_doubles_give_the_same_test() -> None:
    found = permutation_of(times(FIRST, LONG), times(SECOND, LONG))
    assert found == permutation_of(FIRST, SECOND)
    assert (found.p_absolute, found.method) == (Fraction(3, 7), "exact")


def test_of_too_many_assignments_a_fixed_number_is_drawn_and_the_observed_one_counts_too() -> None:
    people = 300
    found = permutation_of([(9, 9)] * people, [(0, 9)] * people)
    assert found.method == "sampled"
    assert found.assignments == SAMPLED and found.skipped == 0
    assert SAMPLED * 2 * people > BATCH, "they are drawn in two portions"
    assert found.p_absolute == found.p_greater == found.smallest_p == Fraction(1, SAMPLED + 1)
    assert found.p_less == 1


@pytest.mark.parametrize(
    ("n1", "n2", "empty"),
    [(3, 4, 0), (2, 248, 0), (14, 14, 0), (3, 4, 3)],
    ids=["all assignments", "in two portions", "drawn", "some without a denominator"],
)
def test_many_terms_at_once_are_tested_as_one_by_one(n1: int, n2: int, empty: int) -> None:
    draw = np.random.default_rng(4)
    x = draw.integers(1, 9, n1 + n2)
    x[:empty] = 0
    y = np.stack([draw.integers(0, x + 1) for _ in range(3)], axis=1)
    exchange = Exchange(n1, n2)
    alone = [exchange.test(Clusters((Layer(column, x),))) for column in y.T]
    assert exchange.test_all(y, x) == alone
    assert all((one.reason == "no_denominator") == bool(empty) for one in alone)


def test_holm_goes_from_the_smallest_whatever_the_order() -> None:
    assert holm([Fraction(4, 100), Fraction(1, 100), None, Fraction(3, 100)]) == [
        Fraction(6, 100), Fraction(3, 100), None, Fraction(6, 100)
    ]  # fmt: skip


def test_a_bootstrap_of_long_numbers_is_that_of_short_ones() -> None:
    pairs = [(5, 12), (4, 12), (0, 0), (3, 12)]
    short, long = bootstrap(pairs), bootstrap(times(pairs, LONG))
    assert short == long
    assert short is not None and (short.undefined, short.exact) == (1, True)
    assert short.mean == Fraction(1, 3) and sum(short.mass) == 1


def test_an_interval_that_cannot_be_says_which_it_would_have_been() -> None:
    for share, se, informants in ((None, None, 3), (Fraction(1, 2), None, 1), (Fraction(1, 2), 0.0, 3)):
        found = t_interval("logit-t", share, se, informants, 0.9)
        assert (found.method, found.level, found.low, found.high) == ("logit-t", 0.9, None, None)
