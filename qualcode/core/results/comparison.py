"""Comparisons: crosstabs, the case-by-code matrix, ranked lists, keyness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from ..model import EMPTY
from ..values import frozen
from .common import Accounting, Caveat, Number, named
from .tabular import Tabular


@frozen
class CrosstabCell:
    """How often a code stands in a column, and the two shares that follow."""

    row: str = field(metadata=named("code"))
    column: str
    count: Number | None
    """Units (or codings, or cases, or the weight of codings) with the code; None where nobody has begun to code."""
    row_share: Number | None
    """Of all with the code, the part in this column."""
    column_share: Number | None
    """Of all in this column, the part with the code."""
    cases: int = 0
    """Cases behind the count."""
    weight: Number = 0
    """The sum of the codings' weights."""


@frozen
class Crosstab(Tabular):
    """Codes by the values of an attribute, a question, a kind of document, or a qualifier."""

    options: Mapping[str, Any]
    rows: tuple[str, ...] = field(metadata=named("row_names"))
    columns: tuple[str, ...]
    cells: tuple[CrosstabCell, ...] = field(metadata=named("rows"))
    """Rows outer, columns inner, complete."""
    row_totals: Mapping[str, Number] = field(default_factory=lambda: EMPTY)
    column_totals: Mapping[str, Number] = field(default_factory=lambda: EMPTY)
    """All that a column holds, coded or not: the denominator of column shares."""
    notes: tuple[Caveat, ...] = ()
    accounting: Accounting | None = None
    """Where the whole selection went; None where the caller gave frames of its own."""
    _index: dict[tuple[str, str], CrosstabCell] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Made when first asked for; a matrix may have 25 000 cells, each of which a figure asks for."""

    def cell(self, row: str, column: str) -> CrosstabCell:
        """One cell; KeyError when it is not in the table."""
        if not self._index:
            self._index.update({(found.row, found.column): found for found in reversed(self.cells)})
        return self._index[row, column]


@frozen
class MatrixCell:
    """What one case has under one code."""

    case: str
    code: str
    units: int | None
    """None, as the others, where nobody has begun to code."""
    codings: int | None
    weight: Number | None
    ids: tuple[Any, ...] = ()
    """The codings behind the cell, in the order of the text."""


@frozen
class CaseMatrix(Tabular):
    """Cases by codes: counts, and the codings behind each cell."""

    options: Mapping[str, Any]
    cases: tuple[str, ...]
    codes: tuple[str, ...]
    cells: tuple[MatrixCell, ...] = field(metadata=named("rows"))
    """Cases outer, codes inner, complete."""
    accounting: Accounting | None = None
    """Where the whole selection went; None where the caller gave frames of its own."""
    _index: dict[tuple[str, str], MatrixCell] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Made when first asked for; a matrix may have 25 000 cells, each of which a figure asks for."""

    def cell(self, case: str, code: str) -> MatrixCell:
        """One cell; KeyError when it is not in the matrix."""
        if not self._index:
            self._index.update({(found.case, found.code): found for found in reversed(self.cells)})
        return self._index[case, code]


@frozen
class Ranked:
    """One line of a ranked list."""

    rank: int
    """1 for the heaviest; equal weights share a rank."""
    code: str
    qualifier: str
    weight: Number
    codings: int
    units: int
    cases: int
    share: Number | None
    """Of the summed weight of the same qualifier."""


@frozen
class Ranking(Tabular):
    """Codes by weight within each qualifier: which factors promote, which inhibit."""

    options: Mapping[str, Any]
    rows: tuple[Ranked, ...]
    totals: Mapping[str, Number] = field(default_factory=lambda: EMPTY)
    accounting: Accounting | None = None
    """Where the whole selection went; None where the caller gave frames of its own."""


@frozen
class Key:
    """How a word or code differs between two groups."""

    term: str
    frequencies: tuple[int, int]
    per_thousand: tuple[float | None, float | None]
    expected: tuple[float | None, float | None]
    log_ratio: float | None
    diff_percent: float | None
    log_likelihood: float | None
    """Never negative; `sign` says in which group the term is relatively more frequent."""
    sign: int
    log_likelihood_four_cell: float | None
    p_chi2: float | None
    bic: float | None
    informants: tuple[int, int] = (0, 0)
    """Informants of each group who use it."""
    p_permutation: Number | None = None
    smallest_p: Number | None = None

    @property
    def signed(self) -> float | None:
        """The log-likelihood, negative where the second group uses the term more."""
        return None if self.log_likelihood is None else self.sign * self.log_likelihood


@frozen
class Keyness(Tabular):
    """Words or codes of two groups, those that differ most first."""

    options: Mapping[str, Any]
    groups: tuple[str, str]
    sizes: tuple[int, int]
    rows: tuple[Key, ...]
    left_out: int = 0
    """Terms used by fewer informants than asked for."""
    notes: tuple[Caveat, ...] = ()
    accounting: Accounting | None = None
    """Where the whole selection went; None where the caller gave frames of its own."""


@frozen
class IndexRow:
    """One group of respondents."""

    group: str
    respondents: int
    """Those who answered every question."""
    incomplete: int
    """Those who answered some of them, or none, and are not counted."""
    means: Mapping[str, Number | None]
    """The mean of each question, on its own scale; None without respondents."""
    index: Number | None
    """The mean of all answers, 0 at the lowest end of the scale and 100 at the highest."""


@frozen
class ScaleIndex:
    """The index of several questions, by group and for all."""

    options: Mapping[str, Any]
    rows: tuple[IndexRow, ...]
    """Groups in their order, then everybody under the name `all`; a respondent of two groups counts in both."""
