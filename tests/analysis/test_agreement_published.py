"""Examples of the literature, and others computed by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import prod
from typing import Any

import pytest

from qualcode.analysis.reliability import Continuum, Ratings, measure, measure_continuum
from qualcode.analysis.reliability.distances import dice
from qualcode.core.errors import UsageError

TABLES = {
    # Fleiss, Levin & Paik; Cohen (1968), doi:10.1037/h0026256
    "cohen": [[88, 14, 18], [10, 40, 10], [2, 6, 12]],
    # Artstein & Poesio (2008), doi:10.1162/coli.07-034-R2
    "dialogue acts": [[46, 0, 0], [6, 32, 6], [0, 0, 10]],
    # Feinstein & Cicchetti (1990), doi:10.1016/0895-4356(90)90158-L
    "paradox a": [[40, 9], [6, 45]],
    "paradox b": [[80, 10], [5, 5]],
}
APART = [[0, 1, Fraction(1, 2)], [1, 0, Fraction(1, 2)], [Fraction(1, 2), Fraction(1, 2), 0]]


@pytest.mark.parametrize(
    ("table", "name", "options", "printed", "digits"),
    [
        ("cohen", "cohen_kappa", {}, 0.492, 3),
        ("cohen", "cohen_kappa_max", {}, 0.831, 3),
        ("cohen", "weighted_kappa", {"disagreement_weights": [[0, 1, 3], [1, 0, 6], [3, 6, 0]]}, 0.348, 3),
        ("cohen", "weighted_kappa", {"weights": "linear"}, 0.474, 3),
        ("cohen", "weighted_kappa", {"weights": "quadratic"}, 0.455, 3),
        ("cohen", "scott_pi", {}, 0.487, 3),
        ("cohen", "gwet_ac1", {}, 0.576, 3),
        ("dialogue acts", "scott_pi", {}, 0.7995, 4),
        ("dialogue acts", "cohen_kappa", {}, 0.801, 3),
        ("dialogue acts", "weighted_kappa", {"disagreement_weights": APART}, 0.8163, 4),
        ("dialogue acts", "krippendorff_alpha", {"metric": "custom", "distance_matrix": APART}, 0.8156, 4),
        ("paradox a", "percent_agreement", {}, 0.85, 2),
        ("paradox b", "percent_agreement", {}, 0.85, 2),
        ("paradox a", "cohen_kappa", {}, 0.70, 2),
        ("paradox b", "cohen_kappa", {}, 0.32, 2),
        ("paradox b", "gwet_ac1", {}, 0.81, 2),
        ("paradox b", "pabak", {}, 0.70, 2),
    ],
)
def test_contingency_tables(table: str, name: str, options: dict[str, Any], printed: float, digits: int) -> None:
    ratings = Ratings.of_table(TABLES[table], [str(n) for n in range(1, len(TABLES[table]) + 1)])
    assert round(float(measure(name, ratings, **options).value), digits) == printed


def test_standard_errors_of_kappa() -> None:
    """Fleiss, Cohen & Everitt (1969)."""
    found = measure("cohen_kappa", Ratings.of_table(TABLES["cohen"], "abc"), analytic=True)
    assert (round(found.se, 4), round(found.extra["se_null"], 4)) == (0.0510, 0.0520)


PSYCHIATRISTS = """
    00060 03003 01401 00006 03030 20400 00402 20310 20040 00006
    10050 11040 03300 10050 02031 00501 30012 51000 02040 10203
    00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
"""Fleiss (1971), doi:10.1037/h0031619: 30 patients, how many of 6 psychiatrists gave each diagnosis."""


def test_thirty_patients_and_six_psychiatrists() -> None:
    counts = [[int(digit) for digit in row] for row in PSYCHIATRISTS.split()]
    ratings = Ratings.of_counts(counts, [1, 2, 3, 4, 5])
    assert round(float(measure("fleiss_kappa", ratings).value), 3) == 0.430
    own = [measure("fleiss_kappa_category", ratings, value_of=value).value for value in (1, 2, 3, 4, 5)]
    assert [round(float(value), 3) for value in own] == [0.245, 0.245, 0.520, 0.471, 0.566]
    with pytest.raises(UsageError, match="who gave which"):
        measure("conger_kappa", ratings)


FOUR_OBSERVERS = """
    11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 .3..
"""
"""Krippendorff (2011): 4 observers, 12 units, missing values as dots."""
OBSERVED = Ratings.of(
    [[None if sign == "." else int(sign) for sign in unit] for unit in FOUR_OBSERVERS.split()], [1, 2, 3, 4, 5]
)


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("krippendorff_alpha", {}, "113/152"),
        ("krippendorff_alpha", {"metric": "ordinal"}, "108577/133160"),
        ("krippendorff_alpha", {"metric": "interval"}, "951/1120"),
        ("krippendorff_alpha", {"metric": "ratio"}, "18222619/22852465"),
        ("gwet_ac1", {}, "31825/41041"),
        ("gwet_ac2", {"weights": "ordinal"}, "3985/4433"),
        ("fleiss_kappa", {}, "7343/9647"),
        ("fleiss_kappa", {"weights": "quadratic"}, "333/385"),
        ("brennan_prediger", {}, "17/22"),
        ("conger_kappa", {}, "3805/4993"),
        ("percent_agreement", {}, "9/11"),
    ],
)
def test_four_observers_with_missing_values(name: str, options: dict[str, Any], expected: str) -> None:
    found = measure(name, OBSERVED, **options)
    assert found.value == Fraction(expected)
    if name == "krippendorff_alpha":
        assert (found.extra["n_units"], found.extra["n_pairable"]) == (11, 40)


def test_standard_errors_of_gwet() -> None:
    """Gwet (2014), the same data: AC1 0.143, Fleiss 0.153, AC2 with linear weights 0.117."""
    cases: list[tuple[str, dict[str, Any]]] = [
        ("gwet_ac1", {}), ("fleiss_kappa", {}), ("gwet_ac2", {"weights": "linear"})
    ]  # fmt: skip
    found = [measure(name, OBSERVED, analytic=True, **options).se for name, options in cases]
    assert [round(se, 3) for se in found] == [0.143, 0.153, 0.117]


def test_two_observers_and_ten_units() -> None:
    """Krippendorff (2011): alpha 0.095 at 60 % agreement."""
    pairs = "10 11 01 00 00 01 00 01 00 00"
    ratings = Ratings.of([[int(sign) for sign in pair] for pair in pairs.split()], [0, 1])
    assert measure("krippendorff_alpha", ratings).value == Fraction(2, 21)
    assert measure("percent_agreement", ratings).value == Fraction(3, 5)
    assert measure("positive_agreement", ratings).value == Fraction(1, 3)
    assert measure("negative_agreement", ratings).value == Fraction(5, 7)


def test_sets_of_codes() -> None:
    """Krippendorff & Craggs (2016): multi-valued alpha 0.2866."""
    rows = [["bd", "d", None], ["abd", "b", "bd"], ["", "a", "a"], ["a", None, None]]
    ratings = Ratings.of([[None if one is None else frozenset(one) for one in row] for row in rows])
    assert measure("mv_alpha", ratings).value == Fraction(327, 1141)
    assert measure("krippendorff_alpha", ratings, metric="masi").value == Fraction(19, 103)
    assert measure("krippendorff_alpha", ratings, metric="jaccard").value == Fraction(67, 256)


ALEX_PAUL_SUZAN = Continuum.of(
    60,
    {
        "Alex": [(0, 7, "1"), (7, 13, "2"), (30, 32, "5"), (32, 37, "6"), (37, 44, "6"), (44, 60, "7")],
        "Paul": [(0, 7, "1"), (7, 13, "3"), (13, 21, "5"), (32, 44, "6")],
        "Suzan": [(0, 7, "1"), (7, 13, "4"), (13, 21, "5"), (32, 37, "6"), (37, 41, "6"), (41, 44, "6")],
    },
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("u_alpha", "16349/32058"), ("bar_u_alpha", "144038/348255"), ("cu_alpha", "24944/34445")],
)
def test_three_observers_unitize_a_text(name: str, expected: str) -> None:
    """Krippendorff et al. (2016): 0.510, 0.413, 0.724."""
    assert measure_continuum(name, [ALEX_PAUL_SUZAN]).value == Fraction(expected)


def test_agreement_about_single_codes_of_a_text() -> None:
    found = {code: measure_continuum("ku_alpha", [ALEX_PAUL_SUZAN], value=code) for code in "1234567"}
    assert [found[code].value for code in "123456"] == [1, 0, 0, 0, 1, 1]
    assert (found["7"].value, found["7"].reason, found["7"].extra["coverage"]) == (None, "no_pairable_length", 0)


@pytest.mark.parametrize(
    ("values", "name", "options", "reason"),
    [
        ([[1, 1], [1, 1]], "krippendorff_alpha", {}, "no_variation"),
        ([[1, 1], [1, 1]], "cohen_kappa", {}, "no_variation"),
        ([[1, 1], [1, 1]], "fleiss_kappa", {}, "no_variation"),
        ([[1, 1], [1, 1]], "gwet_ac1", {"categories": "observed"}, "one_category"),
        ([[1, 1], [1, 1], [2, None]], "krippendorff_alpha", {}, "no_variation"),
        ([[1, None], [None, 2]], "percent_agreement", {}, "no_pairable_units"),
        ([[1, None], [None, 2]], "gwet_ac1", {}, "no_pairable_units"),
        ([[None, None]], "holsti", {}, "no_decisions"),
    ],
)
def test_undefined_is_not_perfect(values: Any, name: str, options: dict[str, Any], reason: str) -> None:
    found = measure(name, Ratings.of(values, [1, 2]), ci=0.95, replicates=50, **options)
    assert (found.value, found.reason) == (None, reason)
    assert (found.interval.low, found.interval.reason) == (None, "undefined")


def test_declared_categories_keep_a_coefficient_defined() -> None:
    assert measure("gwet_ac1", Ratings.of([[1, 1], [1, 1]], [1, 2])).value == 1


@pytest.mark.parametrize(
    ("values", "name", "options", "slug"),
    [
        ([[1], [2]], "krippendorff_alpha", {}, "too_few_coders"),
        ([[1, 2, 1]], "cohen_kappa", {}, "option_conflict"),
        ([["x", "y"]], "krippendorff_alpha", {"metric": "interval"}, "not_numeric"),
        ([[-1, 2]], "krippendorff_alpha", {"metric": "ratio"}, "negative_value"),
        ([[1, 2]], "krippendorff_alpha", {"metric": "masi"}, "option_conflict"),
        ([[frozenset("a"), frozenset()]], "krippendorff_alpha", {"metric": "ordinal"}, "option_conflict"),
        ([[1, 2]], "mv_alpha", {}, "option_conflict"),
        ([[1, 2]], "krippendorff_alpha", {"metric": "cosine"}, "bad_option"),
        ([[1, 2]], "kappa", {}, "bad_option"),
        ([[1, 2]], "weighted_kappa", {"weights": [[1]]}, "weights_shape"),
        ([[1, 2]], "weighted_kappa", {"weights": [[1, 2], [2, 1]]}, "weights_range"),
        ([[1, 2]], "percent_agreement", {"weights": "linear"}, "option_conflict"),
        ([[1, 2]], "fleiss_kappa_category", {"value_of": 9}, "unknown_code"),
    ],
)
def test_what_cannot_be_compared_is_refused(values: Any, name: str, options: dict[str, Any], slug: str) -> None:
    with pytest.raises(UsageError) as raised:
        measure(name, Ratings.of(values), **options)
    assert raised.value.slug == slug


def test_many_labels_are_no_hindrance_to_the_multi_valued_alpha() -> None:
    """The sum over some 10^11 pairs of sets is a coefficient of a polynomial."""
    labels = [str(number) for number in range(24)]
    rows = [[frozenset(labels[:8]), frozenset(labels[:9])], [frozenset(labels[12:20]), frozenset(labels[16:])]]
    assert 0 < measure("mv_alpha", Ratings.of(rows)).value < 1


def test_the_expectation_is_the_mean_over_all_pairs_of_sets() -> None:
    """Counted set by set, as the definition has it."""
    rows = [["ab", "b"], ["abc", "c"], ["", "ac"], ["a", "a"]]
    ratings = Ratings.of([[frozenset(one) for one in row] for row in rows])
    given = [frozenset(one) for row in rows for one in row]
    times = {label: sum(label in one for one in given) for label in "abc"}
    expected = Fraction(0)
    for first in range(4):
        for second in range(4):
            sizes = Fraction(sum(len(one) == first for one in given) * sum(len(one) == second for one in given), 64)
            weighted = weights = Fraction(0)
            for c in map(frozenset, combinations("abc", first)):
                for k in map(frozenset, combinations("abc", second)):
                    w = prod(times[x] for x in c) * prod(times[x] - (x in c) for x in k)
                    weights += w
                    weighted += w * dice(c, k)
            expected += sizes * weighted / weights if sizes else 0
    assert measure("mv_alpha", ratings).expected == expected


def test_too_many_labels_are_refused_before_they_are_counted() -> None:
    labels = [str(number) for number in range(500)]
    with pytest.raises(UsageError) as raised:
        measure("mv_alpha", Ratings.of([[frozenset(labels), frozenset(labels[:250])]]))
    assert (raised.value.slug, raised.value.hint) == ("too_many_label_sets", "--metric masi")


def test_codes_of_a_domain_exclude_one_another() -> None:
    with pytest.raises(UsageError) as raised:
        Continuum.of(10, {"A": [(0, 5, "x"), (4, 8, "y")], "B": []})
    assert raised.value.slug == "overlap_in_domain"
    merged = Continuum.of(10, {"A": [(0, 5, "x"), (4, 8, "x"), (8, 9, "x")], "B": []})
    assert merged.coders["A"] == [(0, 8, "x"), (8, 9, "x")]
