"""Back from a number to the units it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from ...core.choices import ShareChoices
from ...core.errors import UnknownName
from ...core.results import ExplainedUnit, Explanation
from ..arrays import encode
from ..assignment import assign, rolled
from ..frames import is_codings, one_layer
from ..tree import CodeTree
from .contributions import Entries, count
from .table import category_set


def explain(
    units: pd.DataFrame,
    coded: pd.DataFrame,
    group: str,
    code: str,
    categories: Sequence[str] | None = None,
    by: str | None = None,
    *,
    level: int | None = None,
    groups: Sequence[str] | None = None,
    codes: Mapping[str, str | None] | CodeTree | None = None,
    coder: str | None = None,
    pieces: pd.DataFrame | None = None,
    texts: Mapping[str, str] | None = None,
    lengths: Mapping[str, int] | None = None,
    informants: Sequence[str] | None = None,
    **options: Any,
) -> Explanation:
    """The units behind one cell of `shares(...)` with the same arguments.

    Their numerators and denominators add up to those of the cell (with `equalize` none; under an
    equalisation to the sums that the cells' shares are made of).
    Raises UnknownName for a group or category that is not in the table, else as `shares`.

    >>> units = pd.DataFrame({"unit": ["u1", "u2"], "informant": ["D1", "D2"]})
    >>> marks = pd.DataFrame({"unit": ["u2"], "code": ["value"]})
    >>> [(unit.unit, unit.score) for unit in explain(units, marks, "", "value").units]
    [('u2', Fraction(1, 1)), ('u1', Fraction(0, 1))]
    """
    choices = ShareChoices.of(options)
    chosen, tree = category_set(coded, categories, level, codes, choices)
    if code not in chosen:
        raise UnknownName("category", code, chosen, slug="unknown_code")
    counted = count(
        units, coded, chosen, tree, choices,
        by=by, groups=groups, coder=coder, pieces=pieces, texts=texts, lengths=lengths, informants=informants,
    )  # fmt: skip
    if group not in counted.groups:
        raise UnknownName("group", group, counted.groups)
    inside = np.flatnonzero(counted.group == counted.groups.index(group))
    scores = _by_unit(counted.scores, chosen.index(code))
    bases = _by_unit(counted.bases, 0)
    sources = _sources(units, one_layer(coded, coder), pieces, code, tree, choices)
    known = units.set_index("unit") if choices.unit != "segment" else pd.DataFrame()
    found = []
    for number in inside.tolist():
        label = str(counted.labels[number])
        behind = sources.get(label, [])
        found.append(
            ExplainedUnit(
                label,
                _text(known, label, "document") or label.partition("@")[0],
                counted.informants[int(counted.informant[number])],
                _text(known, label, "item") or _text(known, label, "question"),
                Fraction(int(counted.weight[number]), counted.weight_scale),
                scores.get(number, Fraction(0)),
                bases.get(number, Fraction(0)),
                tuple(id for id, _ in behind if id is not None),
                tuple(dict.fromkeys(name for _, name in behind)),
            )
        )
    return Explanation(group, code, tuple(sorted(found, key=lambda unit: not unit.score)))


def _by_unit(entries: Entries, category: int) -> dict[int, Fraction]:
    sums: dict[int, Fraction] = defaultdict(Fraction)
    for row in np.flatnonzero(entries.category == category).tolist():
        sums[int(entries.unit[row])] += Fraction(int(entries.numerator[row]), int(entries.denominator[row]))
    return sums


def _text(frame: pd.DataFrame, label: str, column: str) -> str:
    if column not in frame.columns or label not in frame.index:
        return ""
    value: Any = frame.at[label, column]
    return "" if value is None or pd.isna(value) else str(value)


def _sources(
    units: pd.DataFrame,
    coded: pd.DataFrame,
    pieces: pd.DataFrame | None,
    code: str,
    tree: CodeTree,
    choices: ShareChoices,
) -> dict[str, list[tuple[Any, str]]]:
    """For each unit the codings that touch it with the category: (id, code)."""
    rows, _ = rolled(coded["code"], [code], tree, choices.rollup)
    mine = coded.iloc[np.unique(rows)]
    ids: list[Any] = mine["id"].tolist() if "id" in mine.columns else [None] * len(mine)
    found: dict[str, list[tuple[Any, str]]] = defaultdict(list)
    if not is_codings(coded):
        for unit, id, name in zip(mine["unit"].tolist(), ids, mine["code"].tolist(), strict=True):
            found[str(unit)].append((id, str(name)))
        return found
    if choices.unit == "segment":
        places = mine["document"].astype(str) + "@" + mine["start"].astype(str) + "-" + mine["stop"].astype(str)
        for unit, id, name in zip(places.tolist(), ids, mine["code"].tolist(), strict=True):
            found[unit].append((id, str(name)))
        return found
    if pieces is not None and len(mine):
        # Each coding stands as a code of its own, so that a unit's marks name its codings.
        names = [str(row) for row in range(len(mine))]
        single = mine[["document", "start", "stop"]].assign(code=names)
        marks = assign(single, pieces)
        position, _ = encode(marks["code"], names)
        for unit, row in zip(marks["unit"].astype(str).tolist(), position.tolist(), strict=True):
            found[unit].append((ids[row], str(mine["code"].iloc[row])))
    return found
