"""Counters as letters and Roman numerals, each as the program that prints them counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.numbering import counter, doubled, letters, roman


@pytest.mark.parametrize(
    ("number", "numeral"), [(1, "i"), (4, "iv"), (9, "ix"), (40, "xl"), (1994, "mcmxciv"), (3999, "mmmcmxcix")]
)
def test_roman_numerals(number: int, numeral: str) -> None:
    assert roman(number) == numeral


@pytest.mark.parametrize("number", [-1, 0, 4000])
def test_what_has_no_roman_numeral_is_written_in_figures(number: int) -> None:
    assert roman(number) == str(number)


@given(st.integers(1, 3998))
def test_roman_numerals_are_those_of_the_rules(number: int) -> None:
    """Read back by the rule that a smaller numeral before a larger one is taken away."""
    worth = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    values = [worth[numeral] for numeral in roman(number)]
    read = sum(-one if one < max(values[at:]) else one for at, one in enumerate(values))
    assert read == number


@pytest.mark.parametrize(("number", "lettered"), [(1, "a"), (26, "z"), (27, "aa"), (53, "aaa"), (780, "z" * 30)])
def test_word_doubles_its_letters(number: int, lettered: str) -> None:
    assert doubled(number) == lettered


@pytest.mark.parametrize("number", [-3, 0, 781])
def test_beyond_thirty_letters_word_writes_figures(number: int) -> None:
    assert doubled(number) == str(number)


@pytest.mark.parametrize(
    ("number", "lettered"), [(1, "a"), (26, "z"), (27, "aa"), (28, "ab"), (702, "zz"), (703, "aaa")]
)
def test_columns_of_a_sheet_count_on(number: int, lettered: str) -> None:
    assert letters(number) == lettered


@given(st.integers(1, 10**9))
def test_no_two_columns_have_the_same_letters(number: int) -> None:
    read = 0
    for letter in letters(number):
        read = read * 26 + ord(letter) - ord("a") + 1
    assert read == number


@pytest.mark.parametrize(
    ("format", "written"),
    [
        ("decimal", "4"),
        ("decimalZero", "04"),
        ("lowerLetter", "d"),
        ("upperLetter", "D"),
        ("lowerRoman", "iv"),
        ("upperRoman", "IV"),
        ("bullet", ""),
        ("none", ""),
        ("cardinalText", "4"),
    ],
)
def test_a_counter_in_words_number_formats(format: str, written: str) -> None:
    assert counter(4, format) == written
