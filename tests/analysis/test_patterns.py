"""Co-occurrence, saturation and keyness."""

from __future__ import annotations

import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis import cooccurrence, interview_codes, keyness, saturation, term_counts
from qualcode.analysis.comparison.keyness import key
from qualcode.core.errors import UsageError

ONE = pd.DataFrame({"unit": ["d"], "informant": ["I1"]})
WHOLE = pd.DataFrame({"unit": ["d"], "document": ["d"], "start": [0], "stop": [60]})
CODES = ["A", "B", "C"]
QUICK = settings(max_examples=60)
ranges = st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20), st.sampled_from(CODES)), min_size=1, max_size=9)


def segments(spans: list[tuple[int, int, str]]) -> pd.DataFrame:
    rows = [("d", start, min(start + length, 60), code) for start, length, code in spans]
    return pd.DataFrame(rows, columns=["document", "start", "stop", "code"])


@QUICK
@given(ranges)
def test_characters_together_are_counted_like_one_by_one(spans) -> None:
    found = cooccurrence(ONE, segments(spans), CODES, counting="chars", pieces=WHOLE)
    covered = {
        code: {at for start, length, own in spans if own == code for at in range(start, min(start + length, 60))}
        for code in CODES
    }
    for pair in found.pairs:
        assert pair.n12 == len(covered[pair.first] & covered[pair.second])
        assert (pair.n1, pair.n2, found.n) == (len(covered[pair.first]), len(covered[pair.second]), 60)


@QUICK
@given(ranges, st.one_of(st.none(), st.integers(0, 9)))
def test_pairs_of_segments_are_counted_like_one_by_one(spans, within) -> None:
    found = cooccurrence(ONE, segments(spans), CODES, counting="events", within=within, pieces=WHOLE)
    own = [(start, min(start + length, 60), code) for start, length, code in spans]
    for pair in found.pairs:
        expected = 0
        for a, b, first in own:
            for c, d, second in own:
                if (first, second) == (pair.first, pair.second):
                    overlapping = a < d and c < b
                    expected += overlapping or (within is not None and max(c - b, a - d) <= within)
        assert pair.n12 == expected


def test_events_can_leave_the_range_of_the_coefficient() -> None:
    found = cooccurrence(
        ONE, segments([(0, 50, "A"), (5, 5, "B"), (20, 5, "B"), (40, 5, "B")]), pieces=WHOLE, counting="events"
    ).pair("B", "A")
    assert (found.coefficients["jaccard"], found.warning) == (3, "c_out_of_range")


def test_a_code_and_one_below_it_are_no_pair() -> None:
    units = pd.DataFrame({"unit": ["u1", "u2"]})
    marks = pd.DataFrame([("u1", "P.a"), ("u1", "B"), ("u2", "P.a")], columns=["unit", "code"])
    found = cooccurrence(units, marks, ["P", "P.a", "B"])
    assert [(pair.first, pair.second) for pair in found.pairs] == [("P", "B"), ("P.a", "B")]
    assert found.pair("B", "P").coefficients["jaccard"] == Fraction(1, 2)


def test_within_needs_events() -> None:
    with pytest.raises(UsageError) as raised:
        cooccurrence(ONE, segments([(0, 5, "A")]), pieces=WHOLE, within=10)
    assert raised.value.slug == "option_conflict"


def test_saturation_of_the_published_example() -> None:
    """Guest, Namey & Chen (2020): 15, 10, 7, 5 | 3, 1, 1, 0 new codes are saturated at 6+2."""
    names = [[f"{i}.{k}" for k in range(n)] for i, n in enumerate([15, 10, 7, 5, 3, 1, 1, 0])]
    found = saturation({f"D{i}": codes for i, codes in enumerate(names)})
    assert (found.base_codes, found.notation, found.saturated_after) == (37, "6+2", 6)
    assert [run.ratio for run in found.runs] == [Fraction(4, 37), Fraction(2, 37), Fraction(1, 37)]
    assert found.rarefaction[-1] == found.cumulative[-1] == 42


def test_what_saturation_needs() -> None:
    with pytest.raises(UsageError) as raised:
        saturation({f"D{i}": ["a"] for i in range(5)})
    assert raised.value.slug == "too_few_interviews"
    never = saturation({f"D{i}": [] for i in range(6)})
    assert (never.notation, never.reason, never.chao2) == (None, "no_base_codes", 0)
    going_on = saturation({f"D{i}": [str(i)] for i in range(6)})
    assert (going_on.notation, going_on.reason) == (None, "not_saturated")


@QUICK
@given(st.lists(st.sets(st.sampled_from("abcdef")), min_size=6, max_size=8), st.randoms(use_true_random=False))
def test_the_expected_curve_does_not_depend_on_the_order(sets, random) -> None:
    shuffled = list(sets)
    random.shuffle(shuffled)
    one, other = (saturation({str(i): codes for i, codes in enumerate(order)}) for order in (sets, shuffled))
    assert (one.rarefaction, one.once, one.twice, one.chao2) == (
        other.rarefaction,
        other.once,
        other.twice,
        other.chao2,
    )


def test_the_expected_curve_of_many_interviews_is_that_of_the_formula() -> None:
    times = {"a": 1, "b": 30, "c": 400}
    found = saturation({str(i): [code for code, n in times.items() if i < n] for i in range(400)}).rarefaction
    for k in (1, 2, 57, 399, 400):
        expected = sum(1 - Fraction(math.comb(400 - n, k), math.comb(400, k)) for n in times.values())
        assert abs(Fraction(found[k - 1]) - expected) < Fraction(1, 10**60)


def test_interviews_come_in_the_order_of_a_column_or_a_list() -> None:
    units = pd.DataFrame(
        {"unit": ["u1", "u2", "u3"], "document": ["D1", "D2", "D3"], "date": ["2018-05-03", "2018-01-09", "2018-03-01"]}
    )
    marks = pd.DataFrame([("u1", "a"), ("u2", "b")], columns=["unit", "code"])
    assert interview_codes(units, marks, order="date") == {"D2": {"b"}, "D3": set(), "D1": {"a"}}
    assert list(interview_codes(units, marks, order=["D3", "D1"])) == ["D3", "D1"]


TEXTS = {"d": "budget budget borger. Budget ikke borger borger. ikke ikke"}
SPEECH = pd.DataFrame(
    [("u1", "d", 0, 21), ("u2", "d", 22, 48), ("u3", "d", 49, 58)], columns=["unit", "document", "start", "stop"]
)
SPEAKERS = pd.DataFrame(
    [("u1", "D1", "director"), ("u2", "D2", "director"), ("u3", "M1", "manager")],
    columns=["unit", "informant", "group"],
)


def test_words_are_counted_by_informant() -> None:
    counts = term_counts(SPEAKERS, SPEECH, TEXTS)
    assert sorted(counts.itertuples(index=False, name=None)) == [
        ("borger", "D1", "director", 1), ("borger", "D2", "director", 2), ("budget", "D1", "director", 2),
        ("budget", "D2", "director", 1), ("ikke", "D2", "director", 1), ("ikke", "M1", "manager", 2),
    ]  # fmt: skip


def test_words_of_few_informants_are_left_out_and_counted() -> None:
    found = keyness(term_counts(SPEAKERS, SPEECH, TEXTS), ("director", "manager"), test="permutation")
    assert found.sizes == (7, 2)
    assert [row.term for row in found.rows] == ["ikke", "borger", "budget"]
    assert found.rows[0].informants == (1, 1) and found.rows[0].sign == -1
    assert {row.smallest_p for row in found.rows} == {Fraction(1, 3)}
    assert keyness(term_counts(SPEAKERS, SPEECH, TEXTS), ("director", "manager"), min_informants=3).left_out == 3


def test_the_log_likelihood_of_the_published_example() -> None:
    """Rayson & Garside (2000): 52 of 50,000 and 57 of 75,000."""
    found = key("w", 52, 57, 50_000, 75_000)
    assert (round(found.log_likelihood, 2), round(found.log_ratio, 2), found.signed) == (
        2.65,
        0.45,
        found.log_likelihood,
    )


def test_a_word_that_one_group_never_uses() -> None:
    found = key("w", 0, 7, 500, 700)
    assert (found.diff_percent, found.sign) == (-100, -1)
    assert found.signed == -found.log_likelihood
    assert key("w", 10, 0, 1000, 2000).diff_percent is None
