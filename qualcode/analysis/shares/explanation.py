"""Back from a number to the units it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from ...core.choices import ShareChoices
from ...core.errors import UnknownName
from ...core.results.shares import ExplainedUnit, Explanation
from ..arrays import encode, unique
from ..assignment import assign, rolled
from ..columns import Columns, Frame, columns_of, is_codings, missing, one_layer
from ..tree import CodeTree
from .contributions import Entries, count
from .table import category_set


def explain(
    units: Frame,
    coded: Frame,
    group: str,
    code: str,
    categories: Sequence[str] | None = None,
    by: str | None = None,
    *,
    level: int | None = None,
    groups: Sequence[str] | None = None,
    codes: Mapping[str, str | None] | CodeTree | None = None,
    coder: str | None = None,
    pieces: Frame | None = None,
    texts: Mapping[str, str] | None = None,
    lengths: Mapping[str, int] | None = None,
    informants: Sequence[str] | None = None,
    **options: Any,
) -> Explanation:
    """The units behind one cell of `shares(...)` with the same arguments.

    Their numerators and denominators add up to those of the cell (with `equalize` none; under an
    equalisation to the sums that the cells' shares are made of).
    Raises UnknownName for a group or category that is not in the table, else as `shares`.

    >>> import pandas as pd
    >>> units = pd.DataFrame({"unit": ["u1", "u2"], "informant": ["D1", "D2"]})
    >>> marks = pd.DataFrame({"unit": ["u2"], "code": ["value"]})
    >>> [(unit.unit, unit.score) for unit in explain(units, marks, "", "value").units]
    [('u2', Fraction(1, 1)), ('u1', Fraction(0, 1))]
    """
    choices = ShareChoices.of(options)
    units, coded = columns_of(units), columns_of(coded)
    pieces = None if pieces is None else columns_of(pieces)
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
    known = _said_of(units) if choices.unit != "segment" else {}
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


def _said_of(units: Columns) -> dict[str, dict[str, str]]:
    """What is told of each unit beside its numbers, as texts."""
    names = [name for name in ("document", "item", "question") if name in units]
    rows = units[["unit", *names]].records()
    return {str(row["unit"]): {name: "" if missing(row[name]) else str(row[name]) for name in names} for row in rows}


def _text(known: Mapping[str, Mapping[str, str]], label: str, column: str) -> str:
    return known.get(label, {}).get(column, "")


def _sources(
    units: Columns,
    coded: Columns,
    pieces: Columns | None,
    code: str,
    tree: CodeTree,
    choices: ShareChoices,
) -> dict[str, list[tuple[Any, str]]]:
    """For each unit the codings that touch it with the category: (id, code)."""
    rows, _ = rolled(coded["code"], [code], tree, choices.rollup)
    mine = coded.take(unique(rows))
    ids: list[Any] = mine["id"].tolist() if "id" in mine.columns else [None] * len(mine)
    found: dict[str, list[tuple[Any, str]]] = defaultdict(list)
    if not is_codings(coded):
        for unit, id, name in zip(mine["unit"].tolist(), ids, mine["code"].tolist(), strict=True):
            found[str(unit)].append((id, str(name)))
        return found
    if choices.unit == "segment":
        for row, id in zip(mine.records(), ids, strict=True):
            found[f"{row['document']}@{row['start']}-{row['stop']}"].append((id, str(row["code"])))
        return found
    if pieces is not None and len(mine):
        # Each coding stands as a code of its own, so that a unit's marks name its codings.
        names = [str(row) for row in range(len(mine))]
        single = mine[["document", "start", "stop"]].assign(code=names)
        marks = assign(single, pieces)
        position, _ = encode(marks["code"], names)
        for unit, row in zip(marks["unit"].tolist(), position.tolist(), strict=True):
            found[str(unit)].append((ids[row], str(mine["code"][row])))
    return found
