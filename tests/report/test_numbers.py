"""Number forms: rounded once, half up, and never from something to nothing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core import numbers
from qualcode.core.table import Cell, Column

FRACTIONS = st.fractions(min_value=0, max_value=1, max_denominator=10_000)
LANGUAGES = st.sampled_from(["da", "nb", "sv", "en"])


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (Fraction(1, 8), "en", "13%"),
        (Fraction(1, 8), "da", "13\u00a0%"),
        (Fraction(12, 36), "nb", "33\u00a0%"),
        (Fraction(5, 1000), "sv", "1\u00a0%"),
        (Fraction(4, 1000), "sv", "<1\u00a0%"),
        (Fraction(999, 1000), "en", ">99%"),
        (1, "en", "100%"),
        (0, "en", "0%"),
        (None, "da", "–"),
        (0.145, "en", "15%"),
    ],
)
def test_a_share_in_per_cent(value: Fraction | float | None, language: str, shown: str) -> None:
    assert numbers.share(value, language) == shown


def test_a_share_with_decimals_keeps_the_same_promises() -> None:
    assert numbers.share(Fraction(1, 3000), "da", 1) == "<0,1\u00a0%"
    assert numbers.share(Fraction(2999, 3000), "en", 1) == ">99.9%"
    assert numbers.share(Fraction(1, 3), "en", 3) == "33.333%"


@given(FRACTIONS, LANGUAGES, st.integers(0, 3))
def test_nothing_and_all_are_said_only_of_nothing_and_all(value: Fraction, language: str, decimals: int) -> None:
    shown = numbers.share(value, language, decimals)
    plain = shown.replace("\u00a0", "").rstrip("%").replace(",", ".")
    assert (not plain.startswith(("<", ">")) and Decimal(plain) == 0) == (value == 0)
    assert (not plain.startswith(("<", ">")) and Decimal(plain) == 100) == (value == 1)


@given(st.fractions(max_denominator=5_000), st.integers(0, 3))
def test_rounding_is_half_up_from_the_exact_value(value: Fraction, decimals: int) -> None:
    step = Fraction(1, 10**decimals)
    got = Fraction(numbers.rounded(value, decimals))
    assert abs(got - value) <= step / 2
    if abs(got - value) == step / 2:
        assert abs(got) > abs(value)


def test_counts_are_grouped_as_the_language_does() -> None:
    assert [numbers.count(12_345, language) for language in ("da", "nb", "sv", "en")] == [
        "12.345", "12\u00a0345", "12\u00a0345", "12,345",
    ]  # fmt: skip
    assert numbers.count(2018, "da") == "2018"


def test_a_weighted_count_keeps_its_part() -> None:
    assert numbers.ratio((Fraction(5, 2), 36), "da") == "2,5/36"


def test_negative_numbers_have_a_minus_and_differences_a_sign() -> None:
    assert numbers.number(Fraction(-1, 2), "da") == "−0,50"
    assert numbers.signed(0.1) == "+0.10"
    assert numbers.number(-0.0001) == ">−0.01"


def test_an_almost_perfect_coefficient_is_not_written_as_perfect() -> None:
    assert numbers.coefficient(0.999) == ">0.99"
    assert numbers.coefficient(-0.999) == "<−0.99"
    assert numbers.coefficient(1.0, "da") == "1,00"


def test_a_range_has_one_sign_of_per_cent_and_collapses_when_both_ends_are_one() -> None:
    assert numbers.share_range(Fraction(1, 4), Fraction(5, 12), "da") == "25–42\u00a0%"
    assert numbers.share_range(Fraction(1, 4), Fraction(1, 4)) == "25%"


def test_a_cell_of_its_own_kind_is_shown_as_that_kind() -> None:
    column = Column("share", "Share", "share")
    assert numbers.shown(Cell(5, "count"), column) == "5"
    assert numbers.shown(Cell(Fraction(13, 12), "number"), column, "da") == "1,08"
    assert numbers.shown(None, column) == "–"


def test_decimals_of_a_report_go_for_shares_only() -> None:
    assert numbers.shown(Fraction(1, 3), Column("s", "", "share"), "en", 1) == "33.3%"
    assert numbers.shown(Fraction(1, 3), Column("s", "", "number"), "en", 1) == "0.33"
