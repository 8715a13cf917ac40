"""What stands beside an agreement table, when it applies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from ...core.results.agreement import CodeAgreement, Lowest
from ...core.results.common import Caveat, Number
from ..arrays import Array, unique
from .observed import Looked

FEW_UNITS = 30
FEW_USES = 5
FEW_CLUSTERS = 10


def code_notes(table: Array | None, coders: Sequence[str], units: int, uses: Mapping[str, int]) -> tuple[Caveat, ...]:
    """`few_units`, and for a single code `few_uses`, `low_prevalence`, `bias`.

    `table` is units x coders with 1, 0 and -1 (missing).
    """
    notes = []
    if units < FEW_UNITS:
        notes.append(Caveat("few_units", {"n": units}))
    if table is None:
        return tuple(notes)
    total = sum(uses.values())
    if total < FEW_USES:
        notes.append(Caveat("few_uses", {"n": total}))
    values = int((table >= 0).sum())
    # Ten times the uses against the values: a tenth is compared without rounding.
    if values and (10 * total < values or 10 * total > 9 * values):
        notes.append(Caveat("low_prevalence", {"uses": total, "values": values}))
    looked = (table >= 0).sum(axis=0).tolist()
    rates = [(uses[coder], seen) for coder, seen in zip(coders, looked, strict=True) if seen]
    if rates:
        low = min(rates, key=lambda rate: rate[0] / rate[1])
        high = max(rates, key=lambda rate: rate[0] / rate[1])
        if 10 * (high[0] * low[1] - low[0] * high[1]) > high[1] * low[1]:
            notes.append(Caveat("bias", {"low": low[0] / low[1], "high": high[0] / high[1]}))
    return tuple(notes)


def material_notes(seen: Looked, cluster: str | None) -> tuple[Caveat, ...]:
    """`different_material`, `unfinished_documents`, `few_clusters`."""
    notes = []
    missing = {coder: int(n) for coder, n in zip(seen.coders, (~seen.looked).sum(axis=0).tolist(), strict=True) if n}
    # Units that nobody looked at are nobody's difference.
    if missing and bool((seen.looked.any(axis=1) & ~seen.looked.all(axis=1)).any()):
        notes.append(Caveat("different_material", missing))
    if seen.ignored:
        notes.append(Caveat("unfinished_documents", dict(seen.ignored)))
    if cluster is not None and seen.clusters is not None:
        compared = seen.looked.sum(axis=1) > 1
        number = len(unique(np.array(seen.clusters, dtype=object)[compared]))
        if number < FEW_CLUSTERS:
            notes.append(Caveat("few_clusters", {"n": number, "cluster": cluster}))
    return tuple(notes)


def summary(
    rows: Sequence[CodeAgreement],
) -> tuple[dict[str, Number | None], dict[str, Lowest | None], dict[str, int]]:
    """Unweighted mean, minimum with its code, and number of undefined values, by coefficient."""
    mean: dict[str, Number | None] = {}
    minimum: dict[str, Lowest | None] = {}
    undefined: dict[str, int] = {}
    for name in dict.fromkeys(one.name for row in rows for one in row.coefficients):
        found = [(one.value, row.code) for row in rows for one in row.coefficients if one.name == name]
        defined = [Lowest(value, code) for value, code in found if value is not None]
        values: list[Any] = [value for value, _ in defined]
        mean[name] = sum(values, Fraction(0)) / len(values) if values else None
        minimum[name] = min(defined, key=lambda pair: pair.value) if defined else None
        undefined[name] = len(found) - len(defined)
    return mean, minimum, undefined
