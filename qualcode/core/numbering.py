"""Counters as letters and Roman numerals: list items, columns of a sheet, marks of codes; and names that are free."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, count

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(number: int) -> str:
    """A number from 1 in lower-case Roman numerals; beyond 3999 in figures.

    >>> roman(14), roman(1999), roman(4000)
    ('xiv', 'mcmxcix', '4000')
    """
    if not 0 < number < 4000:
        return str(number)
    numerals = ""
    for value, numeral in _ROMAN:
        while number >= value:
            numerals += numeral
            number -= value
    return numerals


def letters(number: int) -> str:
    """A number from 1 as a spreadsheet letters its columns: a … z, aa, ab, … zz, aaa.

    >>> letters(3), letters(28), letters(703)
    ('c', 'ab', 'aaa')
    """
    found = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("a") + rest) + found
    return found


def doubled(number: int) -> str:
    """A number from 1 as Word letters it: a … z, aa, bb, … zz, aaa; beyond thirty letters in figures.

    >>> doubled(3), doubled(28), doubled(781)
    ('c', 'bb', '781')
    """
    if not 0 < number <= 26 * 30:
        return str(number)
    times, at = divmod(number - 1, 26)
    return chr(ord("a") + at) * (times + 1)


def counter(number: int, format: str) -> str:
    """A number in one of Word's number formats; formats made of words come as figures.

    >>> counter(4, "upperRoman"), counter(2, "lowerLetter"), counter(7, "decimalZero"), counter(1, "bullet")
    ('IV', 'b', '07', '')
    """
    if format in ("lowerLetter", "upperLetter"):
        text = doubled(number)
    elif format in ("lowerRoman", "upperRoman"):
        text = roman(number)
    elif format == "decimalZero":
        text = f"{number:02d}"
    elif format in ("bullet", "none"):
        text = ""
    else:
        text = str(number)
    return text.upper() if format.startswith("upper") else text


def unused(wanted: str, taken: Callable[[str], object], form: str = "{}-{}") -> str:
    """A name that is not taken: as wanted, else with 2, 3 and so on in the form.

    >>> unused("D1", {"D1", "D1-2"}.__contains__), unused("Ann", ["Ann"].__contains__, "{} ({})")
    ('D1-3', 'Ann (2)')
    """
    return next(name for name in chain((wanted,), (form.format(wanted, at) for at in count(2))) if not taken(name))
