"""Intervals and tests on request, against published and hand-computed values."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from qualcode.analysis import shares
from qualcode.analysis.quantiles import t_quantile
from qualcode.analysis.shares.intervals import bootstrap, t_interval, taylor_se, wilson
from qualcode.analysis.shares.permutation import Exchange, holm, permutation_of
from qualcode.core.results.common import Interval

from .studies import eight_interviews

DIRECTORS = [(5, 12), (4, 12), (3, 12)]
MANAGERS = [(2, 7), (1, 7), (3, 7), (2, 7), (1, 6)]


def interval(group: str, **options: Any) -> Interval:
    units, marks = eight_interviews()
    found = shares(units, marks, list("VSC"), "role", **options).cell(group, "V").interval
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("method", "low", "high"),
    [
        ("t", 0.12632, 0.54034),
        ("logit-t", 0.16456, 0.55932),
        ("jackknife", 0.12632, 0.54034),
        ("bootstrap", 0.25, 0.41667),
        ("wilson", 0.20215, 0.49666),
    ],
)
def test_intervals_of_the_directors(method: str, low: float, high: float) -> None:
    found = interval("director", ci=method)
    assert [found.low, found.high] == pytest.approx([low, high], abs=1e-5)


def test_no_interval_is_printed_unasked() -> None:
    units, marks = eight_interviews()
    found = shares(units, marks, list("VSC"), "role")
    assert all(row.interval is None for row in found.rows) and not found.tests
    assert [note.slug for note in found.notes] == ["informants", "overlap", "salience"]


def test_the_caveats_follow_what_was_asked_for() -> None:
    units, marks = eight_interviews()
    found = shares(units, marks, list("VSC"), "role", ci="t", test="permutation", count="fractional")
    assert [note.slug for note in found.notes] == ["informants", "interval", "permutation", "salience"]
    assert found.notes[2].values == {"smallest": "1/56", "tests": 3}


def test_the_difference_of_directors_and_managers() -> None:
    units, marks = eight_interviews()
    tests = shares(units, marks, list("VSC"), "role", test="permutation", adjust="holm").tests
    assert (tests[0].p, tests[0].difference, tests[0].smallest_p) == (
        Fraction(24, 56), Fraction(7, 102), Fraction(1, 56),
    )  # fmt: skip
    assert [test.p_adjusted for test in tests] == holm([test.p for test in tests])
    doubled = shares(units, marks, ["C"], "role", test="permutation", two_sided="doubling").tests[0]
    assert doubled.p == Fraction(6, 56)


@pytest.mark.parametrize(
    ("clusters", "reason"),
    [
        ([(2, 6)], "one_informant"),
        ([(2, 6), (2, 6)], "no_variation_between_informants"),
        ([(0, 5), (0, 7)], "no_variation_between_informants"),
        ([(0, 0), (0, 0)], "no_denominator"),
    ],
)
def test_where_there_is_no_interval_there_is_a_reason(clusters: list[tuple[int, int]], reason: str) -> None:
    share = None if not sum(x for _, x in clusters) else Fraction(clusters[0][0], clusters[0][1])
    found = t_interval("t", share, taylor_se(clusters), len(clusters))
    assert (found.low, found.high, found.reason) == (None, None, reason)


def test_five_informants_have_126_bootstrap_samples() -> None:
    found = bootstrap(MANAGERS)
    assert found is not None and found.exact
    assert (len(found.values), sum(found.mass)) == (36, 1)


def test_many_informants_are_resampled_with_a_seed() -> None:
    clusters = [(i % 3, 4) for i in range(12)]
    one, same, other = (bootstrap(clusters, seed=seed) for seed in (1, 1, 2))
    assert one == same and not one.exact
    assert one.mass != other.mass


def test_many_assignments_are_sampled_and_the_observed_one_counted_in() -> None:
    first, second = [(1, 2)] * 12, [(0, 2), (2, 2)] * 6
    found = permutation_of(first, second)
    assert found.method == "sampled"
    assert (found.assignments, found.smallest_p) == (9_999, Fraction(1, 10_000))
    assert found == permutation_of(first, second)


def test_an_assignment_without_denominator_is_skipped_and_counted() -> None:
    found = permutation_of([(1, 2), (0, 0)], [(1, 2), (0, 0)])
    assert (found.assignments, found.skipped) == (4, 2)


def test_all_assignments_of_three_and_five_are_56() -> None:
    assert sum(len(batch) for batch in Exchange(3, 5).batches()) == 56


@pytest.mark.parametrize(("df", "expected"), [(1, 12.706205), (2, 4.302653), (4, 2.776445), (30, 2.042272)])
def test_quantiles_of_t(df: int, expected: float) -> None:
    assert t_quantile(0.975, df) == pytest.approx(expected, abs=1e-6)
    assert t_quantile(0.025, df) == -t_quantile(0.975, df)


def test_wilson_stays_between_nothing_and_all() -> None:
    low, high = wilson(0, 16)
    assert low == 0 and 0 < high < 0.2


def test_leaving_one_out_needs_two() -> None:
    units = pd.DataFrame({"unit": ["u1", "u2"], "informant": ["I1", "I1"]})
    row = shares(units, pd.DataFrame({"unit": ["u1"], "code": ["A"]}), ["A"]).rows[0]
    assert (row.low, row.high, row.leave_one_out_low) == (Fraction(1, 2), Fraction(1, 2), None)


def test_groups_that_share_informants_cannot_exchange_labels() -> None:
    units, marks = eight_interviews()
    tests = shares(units, marks, ["V"], "question", groups=["Q1", "Q2"], test="permutation").tests
    assert [(test.p, test.reason) for test in tests] == [(None, "informants_in_both_groups")]


def test_only_intervals_over_the_informants_are_said_to_sample_them() -> None:
    units, marks = eight_interviews()
    for method, said in (("t", True), ("bootstrap", True), ("wilson", False)):
        found = shares(units, marks, list("VSC"), "role", ci=method)
        assert ("interval" in [note.slug for note in found.notes]) == said
