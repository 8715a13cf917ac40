"""Agreement: how far coders agree beyond chance, and where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, NamedTuple

from ..model import EMPTY
from ..table import exact
from ..values import frozen
from .common import Accounting, Caveat, Interval, Number, named
from .tabular import Tabular


class Lowest(NamedTuple):
    """The lowest value of a coefficient, and the code that has it."""

    value: Number
    code: str


@frozen
class Coefficient:
    """One coefficient: its value, or None with the reason why it is undefined."""

    name: str
    value: Number | None
    reason: str = ""
    """`no_variation`, `one_category`, `no_pairable_units`, `no_decisions`, `no_pairable_length`; of the agreement on
    where a code was used, or was not, `never_used`, `always_used`."""
    interval: Interval | None = None
    se: float | None = None
    observed: Number | None = None
    """Observed agreement; for the alpha family observed disagreement."""
    expected: Number | None = None
    """Expected agreement or disagreement."""
    extra: Mapping[str, Any] = field(default_factory=lambda: EMPTY, metadata=named(spread=True))
    """What else was found on the way: metric, coverage, n_units, n_pairable, replicates, seed."""


@frozen
class CodeAgreement:
    """The coefficients of one code, or of a whole codebook where `code` is empty."""

    code: str
    units: int
    """Units that at least two coders looked at."""
    uses: Mapping[str, int]
    """How many of those units (or segments) each coder gave the code."""
    coefficients: tuple[Coefficient, ...] = field(metadata=named(by="name"))
    notes: tuple[Caveat, ...] = ()
    document: str = ""
    """Filled in the breakdown by document."""

    def get(self, name: str) -> Coefficient | None:
        """The coefficient of this name, if it was computed."""
        return next((found for found in self.coefficients if found.name == name), None)


@frozen
class Disagreement:
    """A unit or a stretch of text that coders coded differently."""

    code: str
    unit: str
    document: str
    values: Mapping[str, Any]
    """What each coder who looked said: True or False, a set of codes, or a value."""
    start: int | None = None
    stop: int | None = None


@frozen
class Agreement(Tabular):
    """Agreement of two or more coders over the same material."""

    options: Mapping[str, Any]
    coders: tuple[str, ...]
    rows: tuple[CodeAgreement, ...]
    mean: Mapping[str, Number | None] = field(default_factory=lambda: EMPTY)
    """The unweighted mean over codes of each coefficient, where it is defined."""
    minimum: Mapping[str, Lowest | None] = field(default_factory=lambda: EMPTY)
    """The lowest value of each coefficient, and its code."""
    undefined: Mapping[str, int] = field(default_factory=lambda: EMPTY)
    """For how many codes each coefficient is undefined, and so in neither mean nor minimum."""
    disagreements: tuple[Disagreement, ...] = ()
    """Worst first."""
    by_document: tuple[CodeAgreement, ...] = ()
    notes: tuple[Caveat, ...] = ()
    accounting: Accounting | None = None
    """Where the whole selection went; None where the caller gave frames of its own."""

    def row(self, code: str) -> CodeAgreement:
        """The row of a code; KeyError when it is not in the table."""
        for found in self.rows:
            if found.code == code:
                return found
        raise KeyError(code)

    @property
    def alpha(self) -> Number | None:
        """Krippendorff's alpha: of the whole table, or the mean over its codes."""
        for name in ("krippendorff_alpha", "mv_alpha", "u_alpha"):
            if name in self.mean:
                return self.mean[name]
        return None

    def reached(self, threshold: float, name: str = "krippendorff_alpha") -> bool:
        """Whether every code is defined and at least at a threshold."""
        found = [row.get(name) for row in self.rows]
        return all(one is not None and one.value is not None and one.value >= threshold for one in found)

    def _rows(self) -> list[dict[str, Any]]:
        return [
            {"code": row.code, "units": row.units, **{one.name: exact(one.value) for one in row.coefficients}}
            for row in self.rows
        ]
