"""Shares: how much of what was said relates to each category, and the units behind every cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, ClassVar

from .. import numbers
from ..values import UNDEFINED, frozen
from .common import Accounting, Caveat, Interval, Number
from .tabular import Tabular, aligned


@frozen
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


@frozen
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
    documents: int = 0
    """Documents in which nobody is asked anything; they are no informants."""
    missing: int = 0
    """Units lost, such as a recording that broke off."""
    dropped: tuple[str, ...] = ()
    """This group's equalisation cells without a denominator."""

    ALSO: ClassVar[Mapping[str, str]] = {"uncoded_units": "uncoded_units"}

    @property
    def uncoded_units(self) -> int:
        return self.units - self.coded_units


@frozen
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


@frozen
class Shares(Tabular):
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
    accounting: Accounting | None = None
    """Where the whole selection went; None where the caller gave frames of its own."""
    _index: dict[tuple[str, str], Share] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Made when first asked for; a matrix may have 25 000 cells, each of which a figure asks for."""

    def cell(self, group: str, code: str) -> Share:
        """The share of one category in one group; KeyError when it is not in the table."""
        if not self._index:
            self._index.update({(row.group, row.code): row for row in reversed(self.rows)})
        return self._index[group, code]

    def _table(self) -> list[str]:
        """Categories down, groups across, each share with its numerator and denominator."""
        groups = list(dict.fromkeys(row.group for row in self.rows))
        codes = list(dict.fromkeys(row.code for row in self.rows))
        return aligned(
            [["", *groups], *([code, *(_cell(self.cell(group, code)) for group in groups)] for code in codes)]
        )


def _cell(share: Share) -> str:
    if share.share is None:
        return UNDEFINED
    percent = numbers.share(share.share)
    if share.numerator is None or share.denominator is None:
        return percent
    return f"{percent} ({numbers.ratio((share.numerator, share.denominator))})"


@frozen
class ExplainedUnit:
    """One unit behind a share, and what it adds to numerator and denominator."""

    unit: str
    document: str
    informant: str
    question: str
    weight: Number
    """The unit's weight a_u."""
    score: Number
    """Its score y_uc in the category."""
    base: Number
    """Its part of the denominator, d_u, before the weight."""
    codings: tuple[Any, ...] = ()
    """The ids of the codings that gave it the category, where codings have ids."""
    codes: tuple[str, ...] = ()
    """The codes among them, as coded."""

    @property
    def numerator(self) -> Number:
        return self.weight * self.score

    @property
    def denominator(self) -> Number:
        return self.weight * self.base


@frozen
class Explanation:
    """The units of one cell of a share table: those in the numerator first, then the rest."""

    group: str
    code: str
    units: tuple[ExplainedUnit, ...]
    accounting: Accounting | None = None
    """Where the whole selection went; None where the caller gave frames of its own."""

    @property
    def inside(self) -> tuple[ExplainedUnit, ...]:
        """The units in the numerator."""
        return tuple(unit for unit in self.units if unit.score)

    @property
    def outside(self) -> tuple[ExplainedUnit, ...]:
        """The units only in the denominator."""
        return tuple(unit for unit in self.units if not unit.score)
