"""What is true of every agreement coefficient: the identities of the definition."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qualcode.analysis.reliability import Continuum, Ratings, measure, measure_continuum

QUICK = settings(max_examples=60)
CHANCE = ("krippendorff_alpha", "fleiss_kappa", "gwet_ac1", "brennan_prediger")
METRICS = ("nominal", "ordinal", "interval", "ratio")

values = st.sampled_from([1, 2, 3])
complete = st.lists(st.tuples(values, values), min_size=2, max_size=12)
with_gaps = st.lists(st.lists(st.sampled_from([None, 1, 2, 3]), min_size=3, max_size=3), min_size=2, max_size=12)
binary = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=12).map(
    lambda rows: [[int(a), int(b)] for a, b in rows]
)


def value(name: str, rows: Any, categories: Any = (1, 2, 3), **options: Any) -> Any:
    return measure(name, Ratings.of(rows, categories), **options).value


@QUICK
@given(binary)
def test_kappa_follows_from_prevalence_and_bias(rows) -> None:
    """Byrt, Bishop & Carlin (1993)."""
    kappa = value("cohen_kappa", rows, (0, 1))
    assume(kappa is not None)
    pabak, pi, bi = (value(name, rows, (0, 1)) for name in ("pabak", "prevalence_index", "bias_index"))
    assert kappa == (pabak - pi**2 + bi**2) / (1 - pi**2 + bi**2)


@QUICK
@given(complete)
def test_alpha_is_fleiss_corrected_for_small_samples(rows) -> None:
    alpha, fleiss = value("krippendorff_alpha", rows), value("fleiss_kappa", rows)
    assume(alpha is not None)
    n = len(rows) * 2
    assert alpha == 1 - (1 - fleiss) * (n - 1) / n


@QUICK
@given(with_gaps)
def test_identity_weights_change_nothing(rows) -> None:
    assert value("gwet_ac2", rows, weights="identity") == value("gwet_ac1", rows)
    pairs = [row[:2] for row in rows]
    assert value("weighted_kappa", pairs, weights="identity") == value("cohen_kappa", pairs)


@QUICK
@given(binary)
def test_two_categories_have_one_distance(rows) -> None:
    found = {value("krippendorff_alpha", rows, (0, 1), metric=metric) for metric in METRICS[:3]}
    assert len(found) == 1
    assert value("brennan_prediger", rows, (0, 1)) == value("pabak", rows, (0, 1))


@QUICK
@given(with_gaps, st.randoms(use_true_random=False), st.sampled_from(METRICS))
def test_the_order_of_units_and_coders_does_not_matter(rows, random, metric) -> None:
    shuffled = [list(row) for row in rows]
    random.shuffle(shuffled)
    turned = [row[::-1] for row in shuffled]
    assert value("krippendorff_alpha", rows, metric=metric) == value("krippendorff_alpha", turned, metric=metric)
    for name in (*CHANCE, "conger_kappa", "hubert_kappa", "light_kappa"):
        assert value(name, rows) == value(name, turned)


@QUICK
@given(with_gaps)
def test_alpha_knows_only_what_its_metric_knows(rows) -> None:
    def mapped(change: Any, categories: Any, metric: str) -> Any:
        new = [[None if one is None else change(one) for one in row] for row in rows]
        return value("krippendorff_alpha", new, categories, metric=metric)

    for metric, change, categories in (
        ("nominal", {1: "x", 2: "a", 3: "m"}.get, "amx"),
        ("ordinal", {1: 2, 2: 30, 3: 31}.get, (2, 30, 31)),
        ("interval", lambda one: 5 * one - 7, (-2, 3, 8)),
        ("ratio", lambda one: 5 * one, (5, 10, 15)),
    ):
        assert mapped(change, categories, metric) == value("krippendorff_alpha", rows, metric=metric)


@QUICK
@given(with_gaps, st.sampled_from(METRICS))
def test_a_unit_that_one_coder_saw_does_not_move_alpha(rows, metric) -> None:
    more = [*rows, [1, None, None], [None, None, None]]
    assert value("krippendorff_alpha", rows, metric=metric) == value("krippendorff_alpha", more, metric=metric)


@QUICK
@given(complete)
def test_doubling_the_units_moves_only_alpha_toward_pi(rows) -> None:
    twice = [*rows, *rows]
    for name in ("cohen_kappa", "scott_pi", "fleiss_kappa", "gwet_ac1", "brennan_prediger"):
        assert value(name, rows) == value(name, twice)
    alpha, more, pi = (value("krippendorff_alpha", rows), value("krippendorff_alpha", twice), value("scott_pi", rows))
    assume(alpha is not None)
    assert pi <= more <= alpha


@QUICK
@given(st.lists(values, min_size=2, max_size=9), st.integers(2, 4))
def test_equal_coders_agree_perfectly(column, coders) -> None:
    assume(len(set(column)) > 1)
    rows = [[one] * coders for one in column]
    names = [*CHANCE, "percent_agreement", "conger_kappa", "hubert_kappa", "light_kappa", "holsti"]
    names += ["cohen_kappa", "scott_pi", "weighted_kappa", "cohen_kappa_max"] if coders == 2 else []
    assert {value(name, rows) for name in names} == {Fraction(1)}
    assert {value("krippendorff_alpha", rows, metric=metric) for metric in METRICS} == {Fraction(1)}
    sets = [[frozenset([one])] * coders for one in column]
    assert measure("mv_alpha", Ratings.of(sets)).value == 1


@QUICK
@given(complete)
def test_sets_of_one_code_are_single_values(rows) -> None:
    sets = [[frozenset([a]), frozenset([b])] for a, b in rows]
    nominal = value("krippendorff_alpha", rows)
    assert measure("mv_alpha", Ratings.of(sets)).value == nominal
    assert {measure("krippendorff_alpha", Ratings.of(sets), metric=m).value for m in ("jaccard", "masi", "dice")} == {
        nominal
    }


@QUICK
@given(with_gaps)
def test_gathering_equal_units_changes_no_coefficient(rows) -> None:
    ratings = Ratings.of(rows, [1, 2, 3])
    for name in (*CHANCE, "conger_kappa", "percent_agreement", "hubert_kappa"):
        assert measure(name, ratings).value == measure(name, ratings.compact()).value


@settings(max_examples=15)
@given(with_gaps, st.sampled_from(["krippendorff_alpha", "gwet_ac1", "conger_kappa", "percent_agreement"]))
def test_a_replicate_that_draws_every_unit_once_is_the_value_itself(rows, name) -> None:
    """The drawn formula, in doubles, and the exact one are the same formula."""
    import numpy as np

    from qualcode.analysis.reliability.coefficients import Measure, _evaluator
    from qualcode.analysis.reliability.ratings import DrawnSums

    ratings = Ratings.of(rows, [1, 2, 3])
    metrics = METRICS if name == "krippendorff_alpha" else ("nominal",)
    for metric in metrics:
        once = _evaluator(Measure(name, metric=metric), ratings)(DrawnSums(ratings, np.ones((1, len(rows)))))[0][0]
        exact = measure(name, ratings, metric=metric).value
        assert (once != once) if exact is None else once == pytest.approx(float(exact), abs=1e-12)


def test_a_bootstrap_is_the_same_again_with_its_seed() -> None:
    rows = [[i % 3, (i * i) % 3] for i in range(40)]
    one, same, other = (
        measure("krippendorff_alpha", Ratings.of(rows), ci=0.9, replicates=200, seed=seed) for seed in (5, 5, 6)
    )
    assert one.interval == same.interval != other.interval
    assert one.interval.low < float(one.value) < one.interval.high
    assert one.extra["seed"] == 5 and one.extra["replicates"] == 200


def test_clusters_are_resampled_whole() -> None:
    """Within a document everything is alike, so that units say more than documents do."""
    rows = [[1, 1]] * 10 + [[1, 2]] * 10 + [[2, 2]] * 10
    documents = ["D1"] * 10 + ["D2"] * 10 + ["D3"] * 10
    units = measure("percent_agreement", Ratings.of(rows), ci=0.95, replicates=500).interval
    clusters = measure("percent_agreement", Ratings.of(rows, None, None, documents), ci=0.95, replicates=500)
    assert (clusters.interval.low, clusters.interval.high) == (0.0, 1.0)
    assert units.low > 0.4 and units.high < 0.9
    assert clusters.extra["clusters"] == 3


cuts = st.lists(st.integers(0, 30), min_size=2, max_size=8, unique=True).map(sorted)
coders = st.lists(
    cuts.map(lambda edges: [(edges[i], edges[i + 1], "xy"[i // 2 % 2]) for i in range(0, len(edges) - 1, 2)]),
    min_size=2,
    max_size=3,
)


@QUICK
@given(coders)
def test_a_text_read_backwards_has_the_same_agreement(segments) -> None:
    there = Continuum.of(30, {str(i): own for i, own in enumerate(segments)})
    back = Continuum.of(30, {str(i): [(30 - b, 30 - a, v) for a, b, v in own] for i, own in enumerate(segments)})
    for name in ("u_alpha", "bar_u_alpha", "cu_alpha", "char_alpha"):
        assert measure_continuum(name, [there]).value == measure_continuum(name, [back]).value


@QUICK
@given(cuts)
def test_equal_unitizations_agree_perfectly(edges) -> None:
    own = [(a, b, "x") for a, b in zip(edges[::2], edges[1::2], strict=False)]
    assume(own != [(0, 30, "x")])
    text = Continuum.of(30, {"A": own, "B": own})
    for name in ("u_alpha", "bar_u_alpha", "char_alpha"):
        found = measure_continuum(name, [text])
        assert found.value in (1, None) and (found.value == 1 or found.reason == "no_variation")


@QUICK
@given(coders)
def test_the_alpha_of_characters_is_alpha_with_every_character_a_unit(segments) -> None:
    text = Continuum.of(30, {str(i): own for i, own in enumerate(segments)})
    rows = [[next((v for a, b, v in own if a <= at < b), "") for own in segments] for at in range(30)]
    assert measure_continuum("char_alpha", [text]).value == measure("krippendorff_alpha", Ratings.of(rows)).value
