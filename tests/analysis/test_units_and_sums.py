"""From places in a text to units, and the sums that stay exact."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis import CodeTree, assign
from qualcode.analysis.arrays import exact, extremes, sum_by, sum_fractions, to_integers
from qualcode.core.errors import UsageError

from .cutting import cut

PIECES = pd.DataFrame(
    [("u1", "d", 0, 10), ("u2", "d", 15, 20), ("u1", "d", 20, 30), ("v1", "e", 0, 8)],
    columns=["unit", "document", "start", "stop"],
)


def marks(rows: list[tuple[str, int, int, str]], **options: Any) -> set[tuple[str, str]]:
    codings = pd.DataFrame(rows, columns=["document", "start", "stop", "code"])
    found = assign(codings, PIECES, **options)
    return set(zip(found["unit"].astype(str), found["code"].astype(str), strict=True))


def test_a_segment_touches_the_units_it_shares_a_character_with() -> None:
    assert marks([("d", 9, 16, "A"), ("e", 7, 9, "A"), ("d", 10, 15, "B"), ("x", 0, 5, "B")]) == {
        ("u1", "A"), ("u2", "A"), ("v1", "A"),
    }  # fmt: skip


def test_a_majority_is_more_than_half_of_all_pieces_together() -> None:
    half, more = ("d", 0, 10, "A"), ("d", 20, 21, "A")
    assert marks([half], overlap="majority") == set()
    assert marks([half, more], overlap="majority") == {("u1", "A")}


def test_the_union_of_a_category_counts_for_the_majority() -> None:
    rows = [("d", 0, 7, "P.a"), ("d", 5, 10, "P.b"), ("d", 20, 22, "P")]
    assert marks(rows, overlap="majority") == set()
    assert marks(rows, overlap="majority", categories=["P"]) == {("u1", "P")}


def test_the_largest_weight_stays_and_coders_are_kept_apart() -> None:
    codings = pd.DataFrame(
        [("d", 0, 3, "A", "ana", 0.25), ("d", 2, 9, "A", "ana", 0.75), ("d", 0, 3, "A", "bo", 0.5)],
        columns=["document", "start", "stop", "code", "coder", "weight"],
    )
    found = assign(codings, PIECES)
    assert found[["unit", "coder", "weight"]].astype({"unit": str, "coder": str}).to_numpy().tolist() == [
        ["u1", "ana", 0.75], ["u1", "bo", 0.5],
    ]  # fmt: skip


def test_pieces_may_not_overlap() -> None:
    twice = pd.concat([PIECES, pd.DataFrame([("w", "d", 5, 12)], columns=PIECES.columns)])
    with pytest.raises(UsageError, match="overlap"):
        assign(pd.DataFrame([("d", 0, 3, "A")], columns=["document", "start", "stop", "code"]), twice)


TEXT = "Ja. Vi ser fx Tyge.\nDet er 3 ting! Og så."
TURNS = pd.DataFrame(
    [("d", 0, len(TEXT), "informant", "I1", "Q1")],
    columns=["document", "start", "stop", "role", "informant", "question"],
)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("turn", [TEXT]),
        ("answer", [TEXT]),
        ("document", [TEXT]),
        ("paragraph", ["Ja. Vi ser fx Tyge.", "Det er 3 ting! Og så."]),
        ("sentence", ["Ja.", "Vi ser fx Tyge.", "Det er 3 ting!", "Og så."]),
    ],
)
def test_speech_is_cut_into_units(unit: str, expected: list[str]) -> None:
    units, pieces = cut(TURNS, unit, texts={"d": TEXT}, languages={"d": "da"})
    assert [TEXT[a:b] for a, b in zip(pieces["start"], pieces["stop"], strict=True)] == expected
    assert units["informant"].tolist() == ["I1"] * len(expected)
    assert isinstance(units, pd.DataFrame)
    assert units["chars"].sum() == sum(map(len, expected))


def test_an_answer_goes_across_interruptions() -> None:
    turns = pd.DataFrame(
        [("d", 0, 5, "informant", "I1", "Q1"), ("d", 5, 9, "interviewer", None, "Q1"),
         ("d", 9, 14, "informant", "I1", "Q1"), ("d", 14, 20, "informant", "I2", "Q1")],
        columns=["document", "start", "stop", "role", "informant", "question"],
    )  # fmt: skip
    units, pieces = cut(turns, "answer")
    assert isinstance(units, pd.DataFrame)
    assert units[["informant", "chars"]].to_numpy().tolist() == [["I1", 10], ["I2", 6]]
    assert len(pieces) == 3


def test_the_codes_of_a_level_and_what_ends_above_it() -> None:
    tree = CodeTree({"A": None, "A.b": "A", "A.b.c": "A.b", "D": None})
    assert tree.at_level(2) == ["A.b", "D"]


whole = st.integers(0, 2**70)


@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(0, 3), whole, st.integers(1, 60)), max_size=12))
def test_sums_are_exact_however_long(rows) -> None:
    keys = np.array([key for key, _, _ in rows], dtype=np.int64)
    above = np.array([number for _, number, _ in rows], dtype=object)
    below = np.array([number for _, _, number in rows], dtype=np.int64)
    sums, scale = sum_fractions(keys, above, below, 4)
    for key in range(4):
        assert Fraction(int(sums[key]), scale) == sum(Fraction(n, m) for k, n, m in rows if k == key)
    assert sum_by(keys, above, 4).tolist() == [sum(n for k, n, _ in rows if k == key) for key in range(4)]


@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(0, 2**60), st.integers(0, 2**60)), min_size=1, max_size=9))
def test_the_smallest_and_largest_ratio_are_found_exactly(pairs) -> None:
    """Also where doubles cannot tell two ratios apart."""
    above, below = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    ratios = [Fraction(y, x) for y, x in pairs if x]
    assert extremes(above, below) == ((min(ratios), max(ratios)) if ratios else None)


@pytest.mark.parametrize(
    ("value", "expected"), [(0.1, "1/10"), (1 / 3, "1/3"), (0.30000000000000004, "0.30000000000000004")]
)
def test_a_decimal_number_means_what_it_says(value: float, expected: str) -> None:
    assert exact(value) == Fraction(expected)


def test_numbers_become_integers_over_one_denominator() -> None:
    found, scale = to_integers(np.array([0.5, 0.25, 1 / 3]))
    assert (found.tolist(), scale) == ([6, 3, 4], 12)
