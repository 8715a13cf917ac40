"""The differences between the groups of a share table, tested by exchanging informants between them.

Apart from the table because few tables ask for them, and a person waits for what is imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from ...core.choices import ShareChoices
from ...core.results.shares import DifferenceTest
from ..arrays import unique
from .contributions import Counted
from .estimates import Cells, Clusters, GroupCells, Layer
from .permutation import Exchange, holm, joined


def tests_between(cells: Cells, counted: Counted, choices: ShareChoices) -> tuple[DifferenceTest, ...]:
    """The differences of every two groups in every category, with how likely chance alone makes such a one."""
    found: list[DifferenceTest] = []
    for a, b in combinations(range(len(counted.groups)), 2):
        first, second = cells.of_group(a), cells.of_group(b)
        pair = (counted.groups[a], counted.groups[b])
        sizes = [len(unique(side.informant)) for side in (first, second)]
        both = np.intersect1d(first.informant, second.informant).size > 0
        if 0 in sizes or both:
            # Labels can be exchanged between informants only where each has one.
            reason = "informants_in_both_groups" if both else "no_denominator"
            found += [DifferenceTest(c, pair, None, None, None, 0, reason=reason) for c in counted.categories]
            continue
        exchange = Exchange(sizes[0], sizes[1], seed=choices.seed)
        column = [
            _test(exchange, first, second, number, category, pair, choices)
            for number, category in enumerate(counted.categories)
        ]
        if choices.adjust == "holm":
            adjusted = holm([_p(test.p) for test in column])
            column = [replace(test, p_adjusted=p) for test, p in zip(column, adjusted, strict=True)]
        found += column
    return tuple(found)


def _p(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)


def _test(
    exchange: Exchange,
    first: GroupCells,
    second: GroupCells,
    number: int,
    category: str,
    pair: tuple[str, str],
    choices: ShareChoices,
) -> DifferenceTest:
    sides = [side.clusters(number, choices.equalize) for side in (first, second)]
    if choices.equalize == "question":
        sides = _same_layers(first, second, sides)
    result = exchange.test(joined(*sides))
    p = result.p_doubled if choices.two_sided == "doubling" else result.p_absolute
    return DifferenceTest(
        category, pair, result.difference, p, result.smallest_p, result.assignments, result.skipped,
        result.method, None, result.reason,
    )  # fmt: skip


def _same_layers(first: GroupCells, second: GroupCells, sides: Sequence[Clusters]) -> list[Clusters]:
    """Both groups with a layer for every question that either was asked."""
    asked = [unique(side.question).tolist() for side in (first, second)]
    every = sorted(set(asked[0]) | set(asked[1]))
    found = []
    for clusters, questions in zip(sides, asked, strict=True):
        own = dict(zip(questions, clusters.layers, strict=True))
        nothing = np.zeros(clusters.informants, dtype=np.int64)
        found.append(Clusters(tuple(own.get(question, Layer(nothing, nothing)) for question in every)))
    return found
