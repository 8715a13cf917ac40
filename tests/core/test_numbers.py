"""Number forms: rounded once, half up, and never from something to nothing."""

from __future__ import annotations

from collections.abc import Callable
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


@pytest.mark.parametrize(
    ("write", "shown"),
    [
        (lambda: numbers.rounded(Fraction(5, 2)), "3"),
        (lambda: numbers.rounded(-0.005, 2), "-0.01"),
        (lambda: numbers.rounded(-0.004, 2), "0.00"),
        (lambda: numbers.rounded(Fraction(10**40 + 1, 3)), str((10**40 + 1 + 1) // 3)),
        (lambda: numbers.share(Fraction(2, 3)), "67%"),
        (lambda: numbers.share(Fraction(2, 3), "da", 1), "66,7\u00a0%"),
        (lambda: numbers.share_range(Fraction(1, 3), Fraction(2, 3)), "33–67%"),
        (lambda: numbers.share_range(None, Fraction(2, 3)), "–"),
        (lambda: numbers.share_range(Fraction(1, 3), None), "–"),
        (lambda: numbers.share_range(Fraction(1, 3), Fraction(2, 3), "sv", 1), "33,3–66,7\u00a0%"),
        (lambda: numbers.count(None), "–"),
        (lambda: numbers.count(999), "999"),
        (lambda: numbers.count(1000), "1,000"),
        (lambda: numbers.count(9999, "da"), "9999"),
        (lambda: numbers.count(1234567, "nb"), "1\u00a0234\u00a0567"),
        (lambda: numbers.count(-12000), "−12,000"),
        (lambda: numbers.count(2.25), "2.25"),
        (lambda: numbers.count(Fraction(5, 2), "da"), "2,5"),
        (lambda: numbers.count(Fraction(1, 3)), "0.33"),
        (lambda: numbers.count(Fraction(2999, 1000)), "3"),
        (lambda: numbers.count(Fraction(29999, 1000), "da"), "30"),
        (lambda: numbers.count(Fraction(1, 3000), "da"), "<0,01"),
        (lambda: numbers.share(Fraction(1999, 2000), "da", 1), ">99,9\u00a0%"),
        (lambda: numbers.number(0), "0.00"),
        (lambda: numbers.signed(0), "0.00"),
        (lambda: numbers.ratio((3, 8)), "3/8"),
        (lambda: numbers.ratio((2521, 13487), "da"), "2.521/13.487"),
        (lambda: numbers.ratio((999, 13487), "da"), "999/13.487"),
        (lambda: numbers.ratio((2521, 4000), "da"), "2521/4000"),
        (lambda: numbers.ratio((12000, 2521), "sv"), "12\u00a0000/2\u00a0521"),
        (lambda: numbers.ratio((None, 8)), "–"),
        (lambda: numbers.ratio(None), "–"),
        (lambda: numbers.number(None), "–"),
        (lambda: numbers.number(2), "2.00"),
        (lambda: numbers.number(1234.5), "1,234.50"),
        (lambda: numbers.number(Fraction(2, 3), "da", 3), "0,667"),
        (lambda: numbers.number(0.001, "da"), "<0,01"),
        (lambda: numbers.number(-0.001, "da", 1), ">−0,1"),
        (lambda: numbers.signed(None), "–"),
        (lambda: numbers.signed(0.001), "<0.01"),
        (lambda: numbers.signed(1.5, "da", 1), "+1,5"),
        (lambda: numbers.signed(-1.5), "−1.50"),
        (lambda: numbers.signed(1), "+1.00"),
        (lambda: numbers.coefficient(None), "–"),
        (lambda: numbers.coefficient(1), "1.00"),
        (lambda: numbers.coefficient(-1), "−1.00"),
        (lambda: numbers.coefficient(0.9999, "da", 3), ">0,999"),
        (lambda: numbers.coefficient(0.6, "nb", 1), "0,6"),
        (lambda: numbers.points(None), "–"),
        (lambda: numbers.points(Fraction(7, 100)), "+7"),
        (lambda: numbers.points(Fraction(-1, 3), "da", 1), "−33,3"),
        (lambda: numbers.moment("2018-05-03"), "2018-05-03"),
        (lambda: numbers.moment("2018-05-03T11:20:15Z"), "2018-05-03 11:20"),
        (lambda: numbers.share(Fraction(1, 2), "fi"), "50%"),
    ],
)
def test_how_a_number_reads(write: Callable[[], object], shown: str) -> None:
    assert str(write()) == shown


@pytest.mark.parametrize(
    ("kind", "decimals", "value", "shown"),
    [
        ("share", None, Fraction(1, 3), "33\u00a0%"),
        ("share", 2, Fraction(1, 3), "33,33\u00a0%"),
        ("range", None, (Fraction(1, 3), Fraction(2, 3)), "33–67\u00a0%"),
        ("range", 1, (Fraction(1, 3), Fraction(2, 3)), "33,3–66,7\u00a0%"),
        ("ratio", None, (2521, 13487), "2.521/13.487"),
        ("number", None, 1.25, "1,25"),
        ("number", 1, 1.25, "1,3"),
        ("signed", None, 1.25, "+1,25"),
        ("coefficient", None, 0.9999, ">0,99"),
        ("count", None, 12345, "12.345"),
        ("count", 2, 12345, "12.345"),
        ("date", None, "2018-05-03T11:20", "2018-05-03 11:20"),
        ("text", None, 5, "5"),
        ("share", None, "n/a", "n/a"),
        ("ratio", None, None, "–"),
    ],
)
def test_a_cell_by_the_kind_of_its_column(kind: str, decimals: int | None, value: object, shown: str) -> None:
    assert numbers.shown(value, Column("x", "", kind, decimals=decimals), "da") == shown
    assert numbers.shown(Cell(value, kind, decimals), Column("x", "", "text"), "da") == shown
    assert numbers.kind_of(Cell(value, kind, decimals), Column("x", "", "text")) == (kind, value)
    assert numbers.kind_of(value, Column("x", "", kind)) == (kind, value)


def test_a_columns_own_decimals_go_before_the_reports() -> None:
    assert numbers.shown(Fraction(1, 3), Column("s", "", "share", decimals=2), "en", 1) == "33.33%"
    assert numbers.shown((Fraction(1, 3), 1), Column("s", "", "range"), "en", 1) == "33.3–100.0%"
    assert numbers.shown(Fraction(1, 3), Column("s", "", "share")) == "33%"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0,5", 0.5), ("0.5", 0.5), (" 12 ", 12), ("1 234,5", 1234.5), ("1\u00a0234", 1234), ("1'234", 1234),
        ("+3", 3), ("−2,5", -2.5), ("-2", -2), (",5", 0.5), ("1e3", 1000), ("1E-1", 0.1), ("1,5 kg", None), ("", None),
        ("12 34", None), ("kr", None), ("-", None), ("1.2.3", None), ("5%", None),
    ],
)  # fmt: skip
def test_a_number_as_a_person_types_it(text: str, value: float | None) -> None:
    assert numbers.typed(text) == value
