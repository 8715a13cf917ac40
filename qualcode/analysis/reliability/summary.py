"""One line under the table: the mean, the minimum and how many values are undefined."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ...core.results import CodeAgreement, Lowest, Number


def summary(
    rows: Sequence[CodeAgreement],
) -> tuple[dict[str, Number | None], dict[str, Lowest | None], dict[str, int]]:
    """Unweighted mean, minimum with its code, and number of undefined values, by coefficient."""
    mean: dict[str, Number | None] = {}
    minimum: dict[str, Lowest | None] = {}
    undefined: dict[str, int] = {}
    for name in dict.fromkeys(one.name for row in rows for one in row.coefficients):
        found = [(one.value, row.code) for row in rows for one in row.coefficients if one.name == name]
        defined = [Lowest(value, code) for value, code in found if value is not None]
        values: list[Any] = [value for value, _ in defined]
        mean[name] = sum(values, Fraction(0)) / len(values) if values else None
        minimum[name] = min(defined, key=lambda pair: pair.value) if defined else None
        undefined[name] = len(found) - len(defined)
    return mean, minimum, undefined
