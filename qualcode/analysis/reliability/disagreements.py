"""Where coders differ: the list behind a coefficient, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...core.results import Disagreement
from ..arrays import Array
from .observed import Looked


def code_differences(seen: Looked, category: int, table: Array) -> tuple[Disagreement, ...]:
    """Units where some coders gave a code and others did not, the most divided first."""
    yes, no = (table == 1).sum(axis=1), (table == 0).sum(axis=1)
    rows = np.flatnonzero((yes > 0) & (no > 0))
    divided = np.minimum(yes, no)[rows] / (yes + no)[rows]
    return tuple(
        Disagreement(
            seen.categories[category],
            seen.labels[row],
            seen.documents[row],
            {coder: bool(value) for coder, value in zip(seen.coders, table[row].tolist(), strict=True) if value >= 0},
        )
        for row in rows[np.argsort(-divided, kind="stable")].tolist()
    )


def value_differences(seen: Looked, table: Array, values: Sequence[Any]) -> tuple[Disagreement, ...]:
    """Units to which coders gave different values or sets, those with the most different values first."""
    found = []
    for row in range(len(table)):
        given = {
            coder: values[value] for coder, value in zip(seen.coders, table[row].tolist(), strict=True) if value >= 0
        }
        different = len(set(given.values()))
        if different > 1:
            found.append((-different, Disagreement("", seen.labels[row], seen.documents[row], given)))
    found.sort(key=lambda pair: pair[0])
    return tuple(one for _, one in found)
