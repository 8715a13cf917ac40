"""What the analyses return: frozen, unrounded, and knowing nothing of files or screens.

A `Fraction` is exact; a float stands where the formula has no exact value. `None` is
undefined and always comes with a reason somewhere in the same result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .model import EMPTY

Number = Fraction | float | int


@dataclass(frozen=True, slots=True)
class Caveat:
    """A note that belongs beside a result: a stable slug, and the values its sentence needs."""

    slug: str
    values: Mapping[str, Any] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval that was asked for, or the reason why there is none."""

    method: str
    level: float
    low: float | None
    high: float | None
    reason: str = ""
    se: float | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """One cell of a share table: how much of a group's units carries a category."""

    group: str
    code: str
    share: Number | None
    numerator: Number | None
    """None where cells were averaged (any equalisation but `none`)."""
    denominator: Number | None
    informants: int
    low: Number | None = None
    """The lowest informant's own share."""
    high: Number | None = None
    """The highest informant's own share."""
    leave_one_out_low: Number | None = None
    leave_one_out_high: Number | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class ShareGroup:
    """What the shares of one group rest on."""

    group: str
    informants: int
    units: int
    coded_units: int
    categories_per_unit: Number | None
    """The sum of the column's shares: the mean number of categories a unit carries."""
    left_out: int = 0
    """Units asked but not codable (`no_answer`), left out of the denominator."""
    not_asked: int = 0
    missing: int = 0
    """Units lost, such as a recording that broke off."""
    dropped: tuple[str, ...] = ()
    """This group's equalisation cells without a denominator."""

    @property
    def uncoded_units(self) -> int:
        return self.units - self.coded_units


@dataclass(frozen=True, slots=True)
class DifferenceTest:
    """A permutation test of the difference between two groups, for one category."""

    code: str
    groups: tuple[str, str]
    difference: Number | None
    p: Number | None
    smallest_p: Number | None
    assignments: int
    skipped: int = 0
    method: str = "exact"
    p_adjusted: Number | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Shares:
    """A share table with everything it rests on."""

    options: Mapping[str, Any]
    """Every choice by name, defaults too."""
    rows: tuple[Share, ...]
    """Groups outer, categories inner, both in the order asked for."""
    groups: tuple[ShareGroup, ...]
    notes: tuple[Caveat, ...] = ()
    tests: tuple[DifferenceTest, ...] = ()
    dropped: tuple[str, ...] = ()
    """Equalisation cells without a denominator, as `informant|question`."""

    def cell(self, group: str, code: str) -> Share:
        """The share of one category in one group; KeyError when it is not in the table."""
        for row in self.rows:
            if row.group == group and row.code == code:
                return row
        raise KeyError((group, code))
