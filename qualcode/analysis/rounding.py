"""Rounding for display: once, half up, from the exact value.

The number here is the plain rounded one: 1/2000 in whole per cent is 0. What people read must not
turn something into nothing, so a report writes "<1 %" where `marked` says "<", and ">99 %" where it
says ">"; machine formats carry the exact value and are never rounded.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from ..core.errors import UsageError
from .arrays import exact


def percent(share: Fraction | float | int, decimals: int = 0) -> Decimal:
    """A share in per cent, rounded half up from its exact value.

    >>> percent(Fraction(1, 8)), percent(Fraction(1, 8), 1), percent(Fraction(1, 200))
    (Decimal('13'), Decimal('12.5'), Decimal('1'))
    """
    if not 0 <= decimals <= 3:
        raise UsageError(f"decimals {decimals}: expected 0 to 3", slug="bad_option")
    scaled = exact(share) * 100 * 10**decimals
    whole = (2 * abs(scaled) + 1) // 2
    return Decimal(int(whole if scaled >= 0 else -whole)).scaleb(-decimals)


def marked(share: Fraction | float | int, decimals: int = 0) -> str:
    """`<` where a share above 0 rounds to 0, `>` where one below 1 rounds to 100, else `""`.

    >>> marked(Fraction(1, 2000)), marked(Fraction(199, 200)), marked(0), marked(1)
    ('<', '>', '', '')
    """
    value = percent(share, decimals)
    if value == 0 and share > 0:
        return "<"
    return ">" if value == 100 and share < 1 else ""
