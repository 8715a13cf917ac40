"""How numbers are written for people: one place, so that a table and a sentence always agree.

A value is rounded once, half up, from the exact fraction. Rounding never turns something into
nothing or almost all into all: a share above 0 that would round to it reads "<1 %", one below 1
reads ">99 %". Undefined is a dash, never 0.
"""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from .languages import known
from .table import Cell, Column
from .values import UNDEFINED, frozen

Number = Fraction | Decimal | float | int

MINUS = "\u2212"
NO_BREAK = "\u00a0"

DEFAULT_DECIMALS = {"share": 0, "range": 0, "number": 2, "signed": 2, "coefficient": 2, "count": 0}


@frozen
class NumberForm:
    """The marks one language writes numbers with."""

    decimal: str
    thousands: str
    grouped_from: int
    """Whole numbers with at least this many digits are grouped by thousands."""
    percent: str
    """What follows the figures of a share."""


FORMS = {
    "da": NumberForm(",", ".", 5, NO_BREAK + "%"),
    "nb": NumberForm(",", NO_BREAK, 5, NO_BREAK + "%"),
    "sv": NumberForm(",", NO_BREAK, 5, NO_BREAK + "%"),
    "en": NumberForm(".", ",", 4, "%"),
}


def form(language: str) -> NumberForm:
    """The number form of a language; English where there is none."""
    return FORMS[known(language)]


def fraction(value: Number) -> Fraction:
    """The exact value meant: 0.145 is 145/1000, not the nearest binary number below it."""
    if isinstance(value, float):
        return Fraction(repr(value))
    return Fraction(value)


def rounded(value: Number, decimals: int = 0) -> Decimal:
    """`value` rounded half up (away from 0) to so many decimals.

    >>> rounded(Fraction(1, 8) * 100), rounded(-2.5), rounded(0.145, 2)
    (Decimal('13'), Decimal('-3'), Decimal('0.15'))
    """
    exact = fraction(value)
    scaled = abs(exact) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    with localcontext() as context:
        context.prec = max(28, len(str(whole)) + 1)
        result = Decimal(whole).scaleb(-decimals)
    return result.copy_negate() if exact < 0 and whole else result  # unary minus would round again


def share(value: Number | None, language: str = "en", decimals: int = 0) -> str:
    """A share between 0 and 1 in per cent.

    >>> share(Fraction(1, 8)), share(Fraction(1, 3), "da", 1), share(Fraction(1, 900), "en"), share(None)
    ('13%', '33,3\\xa0%', '<1%', '–')
    >>> share(Fraction(1999, 2000)), share(0), share(1)
    ('>99%', '0%', '100%')
    """
    if value is None:
        return UNDEFINED
    return _percent(fraction(value), language, decimals) + form(language).percent


def share_range(low: Number | None, high: Number | None, language: str = "en", decimals: int = 0) -> str:
    """Two shares as a range, with one sign of per cent.

    >>> share_range(Fraction(1, 4), Fraction(5, 12)), share_range(None, None)
    ('25–42%', '–')
    """
    if low is None or high is None:
        return UNDEFINED
    below, above = (_percent(fraction(value), language, decimals) for value in (low, high))
    return (below if below == above else f"{below}–{above}") + form(language).percent


def _percent(exact: Fraction, language: str, decimals: int) -> str:
    figures = rounded(exact * 100, decimals)
    step = Decimal(1).scaleb(-decimals)
    if figures == 0 and exact > 0:
        return "<" + _figures(step, language, decimals)
    if figures == 100 and exact < 1:
        return ">" + _figures(100 - step, language, decimals)
    return _figures(figures, language, decimals)


def count(value: Number | None, language: str = "en") -> str:
    """A whole number; one that is not whole (weighted units) keeps up to two decimals.

    >>> count(12345), count(2018, "da"), count(Fraction(5, 2), "sv")
    ('12,345', '2018', '2,5')
    """
    if value is None:
        return UNDEFINED
    exact = fraction(value)
    if exact.denominator == 1:
        return _figures(rounded(exact), language, 0)
    return number(exact, language, 2).rstrip("0").rstrip(form(language).decimal)


def ratio(pair: tuple[Number | None, Number | None] | None, language: str = "en") -> str:
    """A numerator and its denominator.

    Where one is grouped by thousands, so is the other.

    >>> ratio((12, 36)), ratio((2521, 13487), "da")
    ('12/36', '2.521/13.487')
    """
    if pair is None or None in pair:
        return UNDEFINED
    marks = form(language)
    parts = [count(part, language) for part in pair]
    if any(marks.thousands in part for part in parts):
        parts = [
            f"{part[:-3]}{marks.thousands}{part[-3:]}" if len(part) == 4 and part.isdigit() else part for part in parts
        ]
    return "/".join(parts)


def number(value: Number | None, language: str = "en", decimals: int = 2) -> str:
    """A number with decimals.

    >>> number(Fraction(2, 3), "da"), number(-0.5), number(0.0004)
    ('0,67', '−0.50', '<0.01')
    """
    if value is None:
        return UNDEFINED
    exact = fraction(value)
    figures = rounded(exact, decimals)
    if figures == 0 and exact != 0:
        step = _figures(Decimal(1).scaleb(-decimals), language, decimals)
        return f"<{step}" if exact > 0 else f">{MINUS}{step}"
    return _figures(figures, language, decimals)


def signed(value: Number | None, language: str = "en", decimals: int = 2) -> str:
    """A difference: with its sign, whichever it is.

    >>> signed(0.069), signed(-0.069), signed(0)
    ('+0.07', '−0.07', '0.00')
    """
    text = number(value, language, decimals)
    return f"+{text}" if value is not None and value > 0 and text[0].isdigit() else text


def coefficient(value: Number | None, language: str = "en", decimals: int = 2) -> str:
    """A coefficient where 1 is perfect and nothing else is written as 1.

    >>> coefficient(0.9999), coefficient(1), coefficient(0.674, "nb")
    ('>0.99', '1.00', '0,67')
    """
    if value is None:
        return UNDEFINED
    exact = fraction(value)
    if abs(exact) < 1 and abs(rounded(exact, decimals)) == 1:
        almost = _figures(1 - Decimal(1).scaleb(-decimals), language, decimals)
        return f">{almost}" if exact > 0 else f"<{MINUS}{almost}"
    return number(exact, language, decimals)


def points(value: Number | None, language: str = "en", decimals: int = 0) -> str:
    """A difference of two shares, in percentage points without their name.

    >>> points(Fraction(7, 100)), points(Fraction(-1, 3), "da", 1)
    ('+7', '−33,3')
    """
    return signed(None if value is None else fraction(value) * 100, language, decimals)


def _figures(value: Decimal, language: str, decimals: int) -> str:
    marks = form(language)
    whole, _, rest = f"{value.copy_abs():.{decimals}f}".partition(".")
    if len(whole) >= marks.grouped_from:
        groups: list[str] = []
        while whole:
            whole, group = whole[:-3], whole[-3:]
            groups.insert(0, group)
        whole = marks.thousands.join(groups)
    text = whole + (marks.decimal + rest if rest else "")
    return MINUS + text if value < 0 else text


_TYPED = re.compile(r"[+-]?(?:\d{1,3}(?:[ \u00a0\u202f']\d{3})+|\d+)?(?:[.,]\d+)?(?:e[+-]?\d+)?\Z", re.IGNORECASE)


def typed(text: str) -> float | None:
    """The number that a person typed, with a decimal point or comma and thousands apart by blanks;
    None where it is none.

    >>> typed("0,5"), typed("0.5"), typed("1 234,5"), typed("1,5 kg")
    (0.5, 0.5, 1234.5, None)
    """
    text = text.strip().replace(MINUS, "-")
    if not any(char.isdigit() for char in text) or not _TYPED.match(text):
        return None
    return float(re.sub(r"[\s']", "", text).replace(",", "."))


def moment(text: str) -> str:
    """A date as ISO writes it; a time to the minute, without its zone.

    >>> moment("2018-05-03"), moment("2018-05-03T11:20:15Z")
    ('2018-05-03', '2018-05-03 11:20')
    """
    day, mark, time = text.partition("T")
    return f"{day} {time[:5]}" if mark else text


def shown(value: Any, column: Column, language: str = "en", decimals: int | None = None) -> str:
    """The text of one table cell, by the kind of its column or its own.

    `decimals` sets the decimals of shares for the whole report; a column's own go first.
    """
    kind, places = column.kind, column.decimals
    if isinstance(value, Cell):
        kind, places, value = value.kind, value.decimals, value.value
    if value is None:
        return UNDEFINED
    if places is None:
        places = DEFAULT_DECIMALS.get(kind, 0)
        if decimals is not None and kind in ("share", "range"):
            places = decimals
    if kind == "ratio":
        return ratio(value, language)
    if kind == "range":
        return share_range(value[0], value[1], language, places)
    if kind in _PEOPLE and isinstance(value, int | float | Fraction | Decimal):
        return count(value, language) if kind == "count" else _PEOPLE[kind](value, language, places)
    if kind == "date":
        return moment(str(value))
    return str(value)


_PEOPLE: dict[str, Any] = {
    "share": share,
    "count": count,
    "number": number,
    "signed": signed,
    "coefficient": coefficient,
}

NUMERIC = frozenset((*_PEOPLE, "ratio", "range"))
"""The kinds whose columns are aligned on the decimals."""


def kind_of(value: Any, column: Column) -> tuple[str, Any]:
    """The kind a cell is shown as, and its raw value."""
    return (value.kind, value.value) if isinstance(value, Cell) else (column.kind, value)
