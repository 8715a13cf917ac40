"""Patterns in coding: codes that come together, and new codes that stop coming."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from ..model import EMPTY
from ..values import frozen
from .common import Accounting, Caveat, Number, named
from .tabular import Tabular


@frozen
class CodePair:
    """How often two codes come together. Coefficients are None where a denominator is 0."""

    first: str
    second: str
    n1: int
    n2: int
    n12: int
    coefficients: Mapping[str, Number | None] = field(metadata=named(spread=True))
    warning: str = ""
    """`c_out_of_range` where counting events makes the coefficient leave 0..1."""


@frozen
class Cooccurrence(Tabular):
    """All pairs of codes; a code and one below it are no pair."""

    options: Mapping[str, Any]
    codes: tuple[str, ...]
    n: int
    """Units (or characters, or segments) in all."""
    pairs: tuple[CodePair, ...] = field(metadata=named("rows"))
    counts: Mapping[str, int] = field(default_factory=lambda: EMPTY)
    notes: tuple[Caveat, ...] = ()
    accounting: Accounting | None = None
    """Where the whole selection went; None where the caller gave frames of its own."""
    _index: dict[frozenset[str], CodePair] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Made when first asked for; a matrix may have 25 000 cells, each of which a figure asks for."""

    def pair(self, first: str, second: str) -> CodePair:
        """The pair of two codes, in either order; KeyError when it is none."""
        if not self._index:
            self._index.update({frozenset((found.first, found.second)): found for found in reversed(self.pairs)})
        return self._index[frozenset((first, second))]


@frozen
class Run:
    """New codes in a run of interviews, against the base."""

    first: int
    """Interviews are numbered from 1."""
    last: int
    new: int
    ratio: Number


@frozen
class Saturation(Tabular):
    """New codes per interview falling to none."""

    options: Mapping[str, Any]
    interviews: tuple[str, ...]
    new: tuple[int, ...]
    cumulative: tuple[int, ...]
    base_codes: int
    runs: tuple[Run, ...]
    saturated_after: int | None
    """The number of interviews before the first run at or under the threshold."""
    notation: str | None
    """Such as `6+2`."""
    rarefaction: tuple[Number, ...]
    """Expected number of codes after k interviews in any order."""
    once: int
    twice: int
    chao2: Number | None
    reason: str = ""
    """Why there is no notation: `no_base_codes`, `not_saturated`."""
    accounting: Accounting | None = None
    """Where the whole selection went; None where the caller gave frames of its own."""

    def _rows(self) -> list[dict[str, Any]]:
        columns = {"interview": self.interviews, "new": self.new, "cumulative": self.cumulative}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
