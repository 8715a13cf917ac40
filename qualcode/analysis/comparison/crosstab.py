"""Comparison: codes by what informants, questions or documents differ in, and by case."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from ...core.errors import UsageError, one_of
from ...core.results.common import Number
from ...core.results.comparison import CaseMatrix, Crosstab, CrosstabCell, MatrixCell, Ranked, Ranking
from ..arrays import Array, distinct, encode, sum_by, to_integers
from ..columns import Frame, Values, columns_of, require
from ..shares.contributions import by_column, unit_weights
from ..tree import CodeTree
from .incidence import Incidence, incidence


def crosstab(
    units: Frame,
    coded: Frame,
    by: str,
    categories: Sequence[str] | None = None,
    *,
    count: str = "units",
    columns: Sequence[str] | None = None,
    weight: str = "unit",
    **options: Any,
) -> Crosstab:
    """Codes by the values of a column: an attribute, the question, the kind of document, or `qualifier`.

    `count` says what a cell counts: `units` with the code, `codings`, `cases` (informants), or `weight`, the
    summed weights of the codings, each times its unit's `weight` (`column:NAME`: votes that stand in a column). The
    column share is the part of all that a column holds: of its units, codings or informants; by
    qualifier, of the units (codings, informants) that any of the codes has with that qualifier. A
    coding that reaches into several units counts once in a column. Other `options` are those of
    `incidence`.

    >>> import pandas as pd
    >>> units = pd.DataFrame({"unit": ["u1", "u2"], "informant": ["D1", "M1"], "role": ["director", "manager"]})
    >>> marks = pd.DataFrame({"unit": ["u1"], "code": ["value"]})
    >>> crosstab(units, marks, "role").cell("value", "director").column_share
    Fraction(1, 1)
    """
    one_of("count", count, ("units", "codings", "cases", "weight"))
    found = incidence(units, coded, categories, **options)
    if count == "cases":
        require(found.units, ("informant",), "units")
    if by == "qualifier":
        require(found.coded, ("qualifier",), "codings")
        labels = found.coded["qualifier"].fillna("")
        of_coding, names = encode(labels, columns)
        column = of_coding[found.coding]
        column_of_unit = None
    else:
        values = by_column(found.units, by)
        column_of_unit, names = encode(values.fillna(""), columns)
        column = column_of_unit[found.unit]
    here = column >= 0
    table = _Table(found, column[here], found.unit[here], found.category[here], found.coding[here], len(names), weight)
    weights, scale = table.weights()
    cases = table.counted("cases")
    if count == "weight":
        return _weighed({"by": by, "count": count, "weight": weight}, found, names, table, cases, weights, scale)
    counts = table.counted(count)
    if column_of_unit is None or count == "codings":
        totals = table.held(count)
    else:
        totals = table.of_units(column_of_unit, count)
    row_totals = dict(zip(found.categories, table.row_totals(count).tolist(), strict=True))
    cells = [
        CrosstabCell(
            code, name, int(counts[row, at]),
            _share(counts[row, at], row_totals[code]), _share(counts[row, at], totals[at]),
            int(cases[row, at]), _number(Fraction(int(weights[row, at]), scale)),
        )
        for row, code in enumerate(found.categories)
        for at, name in enumerate(names)
    ]  # fmt: skip
    return Crosstab(
        {"by": by, "count": count, **{key: value for key, value in options.items() if _tellable(value)}},
        tuple(found.categories), tuple(names), tuple(cells), row_totals,
        {name: int(totals[at]) for at, name in enumerate(names)},
    )  # fmt: skip


def _weighed(
    told: dict[str, Any],
    found: Incidence,
    names: Sequence[str],
    table: _Table,
    cases: Array,
    weights: Array,
    scale: int,
) -> Crosstab:
    """Cells that hold summed weights, with shares of the weight of the row and of the column."""
    rows, columns = (
        [Fraction(int(value), scale) for value in values] for values in (table.row_weights(), table.column_weights())
    )
    cells = []
    for row, code in enumerate(found.categories):
        for at, name in enumerate(names):
            value = Fraction(int(weights[row, at]), scale)
            cells.append(
                CrosstabCell(
                    code, name, _number(value), value / rows[row] if rows[row] else None,
                    value / columns[at] if columns[at] else None, int(cases[row, at]), _number(value),
                )
            )  # fmt: skip
    return Crosstab(
        told, tuple(found.categories), tuple(names), tuple(cells),
        {code: _number(rows[row]) for row, code in enumerate(found.categories)},
        {name: _number(columns[at]) for at, name in enumerate(names)},
    )  # fmt: skip


def _tellable(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _share(part: Any, whole: Any) -> Fraction | None:
    return Fraction(int(part), int(whole)) if whole else None


def _number(value: Fraction) -> Number:
    return int(value) if value.denominator == 1 else value


class _Table:
    """Counts of distinct things in the cells of categories x columns."""

    def __init__(
        self, found: Incidence, column: Array, unit: Array, category: Array, coding: Array, columns: int,
        weight: str = "unit",
    ) -> None:  # fmt: skip
        self.found, self.columns = found, columns
        self.column, self.unit, self.category, self.coding = column, unit, category, coding
        self.cell = category * max(columns, 1) + column
        self.informant = (
            encode(found.units["informant"])[0]
            if "informant" in found.units.columns
            else np.zeros(len(found.units), int)
        )

        whole, scale = to_integers(self.found.weights())
        if weight != "unit":
            of_unit, unit_scale = unit_weights(found.units, weight)
            times = np.ones(len(found.coded), dtype=np.int64)
            times[coding[::-1]] = of_unit[unit[::-1]]  # a coding in several units has the weight of the first
            whole, scale = whole * times, scale * unit_scale
        self.of_coding, self.scale = whole, scale

    def things(self, count: str) -> Array:
        """What each row is one of."""
        if count == "codings":
            return self.coding
        return self.informant[self.unit] if count == "cases" else self.unit

    def counted(self, count: str) -> Array:
        """Distinct things in each cell."""
        shape = (len(self.found.categories), self.columns)
        return _distinct(self.cell, self.things(count), shape[0] * shape[1]).reshape(shape)

    def weights(self) -> tuple[Array, int]:
        """Summed weights of distinct codings in each cell, times the number returned."""
        shape = (len(self.found.categories), self.columns)
        return self.weighed(self.cell, shape[0] * shape[1]).reshape(shape), self.scale

    def weighed(self, place: Array, size: int) -> Array:
        """Summed weights of the distinct codings in each of some places."""
        codings = len(self.found.coded) + 1
        at, coding = np.divmod(distinct(place * codings + self.coding, size * codings), codings)
        return sum_by(at, self.of_coding[coding], size)

    def row_weights(self) -> Array:
        """The weight of each category, in any column."""
        return self.weighed(self.category, len(self.found.categories))

    def column_weights(self) -> Array:
        """The weight of each column, with any category."""
        return self.weighed(self.column, self.columns)

    def held(self, count: str) -> Array:
        """Distinct things with any of the categories, in each column."""
        return _distinct(self.column, self.things(count), self.columns)

    def of_units(self, column_of_unit: Array, count: str) -> Array:
        """All units, or informants, of each column, coded or not."""
        here = column_of_unit >= 0
        things = self.informant if count == "cases" else np.arange(len(column_of_unit))
        return _distinct(column_of_unit[here], things[here], self.columns)

    def row_totals(self, count: str) -> Array:
        """Distinct things with each category, in any column."""
        return _distinct(self.category, self.things(count), len(self.found.categories))


def _distinct(keys: Array, things: Array, size: int) -> Array:
    if not keys.size:
        return np.zeros(size, dtype=np.int64)
    many = int(things.max()) + 1
    return np.bincount(distinct(keys * many + things, size * many) // many, minlength=size)


def case_matrix(
    units: Frame,
    coded: Frame,
    categories: Sequence[str] | None = None,
    *,
    by: str = "informant",
    cases: Sequence[str] | None = None,
    **options: Any,
) -> CaseMatrix:
    """Cases by codes: how many units and codings each cell has, their weight, and the codings' ids.

    `by` is the column of units that says whose they are; `cases` chooses and orders them.
    """
    found = incidence(units, coded, categories, **options)
    column = by_column(found.units, by)
    of_unit, names = encode(column.fillna(""), cases)
    case = of_unit[found.unit]
    here = case >= 0
    case, unit, category, coding = case[here], found.unit[here], found.category[here], found.coding[here]
    width = max(len(found.categories), 1)
    cell, size = case * width + category, len(names) * len(found.categories)
    unit_counts = _distinct(cell, unit, size)
    codings = len(found.coded) + 1
    cell_of, coding_of = np.divmod(distinct(cell * codings + coding, size * codings), codings)
    whole, scale = to_integers(found.weights()[coding_of])
    weights = sum_by(cell_of, whole, size)
    counts = np.bincount(cell_of, minlength=size)
    place = [name for name in ("document", "start") if name in found.coded.columns]
    order = np.arange(len(found.coded))
    if len(place) == 2:
        rank = np.lexsort((found.coded["start"].to_numpy(), encode(found.coded["document"])[0]))
        order[rank] = np.arange(len(rank))
    ids: list[Any] = found.coded["id"].tolist() if "id" in found.coded.columns else []
    behind = [ids[number] for number in coding_of[np.lexsort((order[coding_of], cell_of))].tolist()] if ids else []
    bounds = [0, *np.cumsum(counts).tolist()]
    weight_of = {total: _number(Fraction(total, scale)) for total in set(weights.tolist())}
    columns = (unit_counts.tolist(), counts.tolist(), weights.tolist(), bounds[:-1], bounds[1:])
    cells = [
        MatrixCell(case_name, code, of_units, of_codings, weight_of[total], tuple(behind[first:stop]))
        for (case_name, code), of_units, of_codings, total, first, stop in zip(
            product(names, found.categories), *columns, strict=True
        )
    ]
    told = {"by": by, **{key: value for key, value in options.items() if _tellable(value)}}
    return CaseMatrix(told, tuple(names), tuple(found.categories), tuple(cells))


def ranking(
    units: Frame,
    coded: Frame,
    categories: Sequence[str] | None = None,
    *,
    rank_by: str = "weight",
    qualifiers: Sequence[str] | None = None,
    weight: str = "unit",
    **options: Any,
) -> Ranking:
    """Codes within each qualifier, heaviest first: which factors promote, which inhibit.

    `rank_by` is `weight` (the sum of the codings' weights, each times its unit's `weight`, such as votes in
    a column), `codings`, `units` or `cases`. Codings without a qualifier stand under `""`. Equal values share a
    rank, and the next rank is skipped.
    """
    one_of("rank_by", rank_by, ("weight", "codings", "units", "cases"))
    coded = columns_of(coded)
    if "qualifier" not in coded.columns:
        coded = coded.assign(qualifier=Values.constant("", len(coded)))
    columns = list(qualifiers) if qualifiers is not None else None
    tables = {
        count: crosstab(units, coded, "qualifier", categories, count=count, columns=columns, weight=weight, **options)
        for count in ("codings", "units", "cases")
    }
    names = tables["codings"].columns
    cells = {count: {(cell.row, cell.column): cell for cell in table.cells} for count, table in tables.items()}
    totals: dict[str, Number] = {}
    rows: list[Ranked] = []
    rolled = categories is not None and options.get("rollup", True)
    tree = CodeTree.of(options.get("codes"), tables["codings"].rows)
    shown = set(tables["codings"].rows)
    summed = {code for code in shown if not rolled or shown.isdisjoint(set(tree.line(code)) - {code})}
    for qualifier in names:
        column: list[tuple[Number, str]] = []
        for code in tables["codings"].rows:
            cell = cells["codings"][code, qualifier]
            if cell.count:
                value = cell.weight if rank_by == "weight" else cells[rank_by][code, qualifier].count or 0
                column.append((value, code))
        column.sort(key=lambda pair: (-pair[0], tables["codings"].rows.index(pair[1])))
        total = sum((Fraction(value) for value, code in column if code in summed), Fraction(0))
        totals[qualifier] = _number(total)
        for number, (value, code) in enumerate(column, start=1):
            tied = rows and rows[-1].qualifier == qualifier and column[number - 2][0] == value
            one = cells["codings"][code, qualifier]
            rows.append(
                Ranked(
                    rows[-1].rank if tied else number, code, qualifier, one.weight, int(one.count or 0),
                    int(cells["units"][code, qualifier].count or 0), int(cells["cases"][code, qualifier].count or 0),
                    Fraction(value) / total if total else None,
                )
            )  # fmt: skip
    if not names and qualifiers:
        raise UsageError(f"no coding has the qualifier {', '.join(qualifiers)}")
    return Ranking({"rank_by": rank_by, "weight": weight}, tuple(rows), totals)
