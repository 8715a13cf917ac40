"""Saturation: when interviews stop bringing new codes."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ...core.errors import UnknownName, UsageError
from ...core.results.patterns import Run, Saturation
from ..arrays import encode, exact
from ..columns import Frame, missing
from ..shares.contributions import by_column
from .incidence import incidence

EXACT_INTERVIEWS = 300
"""So many interviews have an exact curve."""


def saturation(
    interviews: Mapping[str, Collection[str]],
    *,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
) -> Saturation:
    """New codes per interview, in the order given, and when their share falls to the threshold.

    Guest, Namey & Chen (2020), doi:10.1371/journal.pone.0232076: the new codes of a run of
    interviews against all codes of the first `base` ones; the result is written `6+2` for a run of
    two after the sixth. It depends on the order; the expected curve in any order (rarefaction) and
    Chao2 (Chao 1987, doi:10.2307/2531532) do not.
    Raises UsageError `too_few_interviews`, `bad_option`.

    >>> new = [15, 10, 7, 5, 3, 1, 1, 0]
    >>> names = [[f"{i}.{k}" for k in range(n)] for i, n in enumerate(new)]
    >>> saturation({str(i): codes for i, codes in enumerate(names)}).notation
    '6+2'
    """
    if base < 1 or run < 1:
        raise UsageError(f"base {base}, run {run}: expected positive numbers of interviews", slug="bad_option")
    if not 0 <= threshold <= 1:
        raise UsageError(f"threshold {threshold}: expected a share between 0 and 1", slug="bad_option")
    sets = [frozenset(codes) for codes in interviews.values()]
    n = len(sets)
    if n < base + run:
        raise UsageError(
            f"saturation with base {base} and run {run} needs {base + run} sources, found {n}",
            slug="too_few_interviews",
        )
    seen: set[str] = set()
    new, cumulative = [], []
    for codes in sets:
        new.append(len(codes - seen))
        seen |= codes
        cumulative.append(len(seen))
    base_codes = cumulative[base - 1]
    runs = [
        Run(s, s + run - 1, sum(new[s - 1 : s + run - 1]), Fraction(sum(new[s - 1 : s + run - 1]), base_codes))
        for s in range(base + 1, n - run + 2)
        if base_codes
    ]
    limit = exact(threshold)
    after = next((one.first - 1 for one in runs if one.ratio <= limit), None)
    spread: dict[str, int] = {}
    for codes in sets:
        for code in codes:
            spread[code] = spread.get(code, 0) + 1
    once, twice = (sum(1 for f in spread.values() if f == times) for times in (1, 2))
    reason = "" if after is not None else "not_saturated" if base_codes else "no_base_codes"
    return Saturation(
        {"base": base, "run": run, "threshold": threshold},
        tuple(interviews), tuple(new), tuple(cumulative), base_codes, tuple(runs), after,
        f"{after}+{run}" if after is not None else None,
        rarefaction(list(spread.values()), n), once, twice,
        Fraction(len(spread)) + Fraction(n - 1, n) * Fraction(once * (once - 1), 2 * (twice + 1)), reason,
    )  # fmt: skip


def rarefaction(frequencies: Sequence[int], n: int) -> tuple[Fraction, ...]:
    """The expected number of codes in k of n interviews, k = 1 .. n: sum of 1 - C(n-f, k)/C(n, k).

    Exact; of more than EXACT_INTERVIEWS to 2**-200, since the fractions get as many digits as there are interviews.
    """
    times: dict[int, int] = {}
    for f in frequencies:
        times[f] = times.get(f, 0) + 1
    if n > EXACT_INTERVIEWS:
        one = 1 << 256
        without = dict.fromkeys(times, one)
        sums = []
        for k in range(1, n + 1):
            without = {f: -(-left * (n - f - k + 1) // (n - k + 1)) for f, left in without.items()}
            sums.append(Fraction(sum(times[f] * (one - left) for f, left in without.items()), one))
        return tuple(sums)
    return tuple(
        sum(
            (count * (1 - Fraction(math.comb(n - f, k), math.comb(n, k))) for f, count in times.items()),
            Fraction(0),
        )
        for k in range(1, n + 1)
    )


def interview_codes(
    units: Frame,
    coded: Frame,
    categories: Sequence[str] | None = None,
    *,
    by: str = "document",
    order: Sequence[str] | str | None = None,
    **options: Any,
) -> dict[str, set[str]]:
    """The codes of each interview, in order: what `saturation` takes.

    `order` lists the interviews, or names a column of `units` to sort them by; by default they keep
    the order of the frame. Interviews without any code are there too.
    """
    found = incidence(units, coded, categories, **options)
    column = by_column(found.units, by)
    of_unit, names = encode(column)
    if isinstance(order, str):
        keys = by_column(found.units, order)
        first: dict[int, Any] = {}
        for place, key in zip(of_unit.tolist(), keys.tolist(), strict=True):
            first.setdefault(place, key)
        absent = [names[place] for place, key in first.items() if place >= 0 and missing(key)]
        if absent:
            raise UsageError(f"{', '.join(absent)} has nothing in the column {order!r} to be sorted by")
        ordered = [names[place] for place in sorted((p for p in first if p >= 0), key=lambda p: first[p])]
    else:
        ordered = list(order) if order is not None else names
        known = set(names)
        for name in ordered:
            if name not in known:
                raise UnknownName("document", name, names)
    codes: dict[str, set[str]] = {name: set() for name in ordered}
    for unit, category in zip(*(side.tolist() for side in found.pairs()), strict=True):
        if of_unit[unit] >= 0 and names[of_unit[unit]] in codes:
            codes[names[of_unit[unit]]].add(found.categories[category])
    return codes
