"""Agreement on a continuum: who marked what, where, boundaries included.

Krippendorff, Mathet, Bouvry & Widlöcher (2016), "On the reliability of unitizing textual
continua", doi:10.1007/s11135-015-0266-1. Lengths are in characters; per document each coder has
non-overlapping valued segments, and the rest is gaps. Coincidences and corrections are added up
over documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from ...core.errors import UsageError, one_of
from ...core.results.agreement import Coefficient
from ...core.results.common import Interval
from ...core.values import frozen
from ..arrays import Array

Segment = tuple[int, int, str]
"""Start, stop, value; half-open."""

COEFFICIENTS = ("u_alpha", "bar_u_alpha", "cu_alpha", "ku_alpha", "char_alpha")


@frozen
class Continuum:
    """One document: its length, and each coder's segments in order."""

    length: int
    coders: Mapping[str, Sequence[Segment]]
    name: str = ""

    @classmethod
    def of(cls, length: int, coders: Mapping[str, Sequence[Segment]], name: str = "") -> Continuum:
        """Checked: overlapping segments of one code and coder are merged, touching ones stay apart.

        Raises UsageError `overlap_in_domain` where a coder's segments of different codes overlap,
        `segment_range` for a segment outside the document.
        """
        if len(coders) < 2:
            raise UsageError(f"agreement needs at least two coders, found {len(coders)}", slug="too_few_coders")
        merged: dict[str, list[Segment]] = {}
        for coder, segments in coders.items():
            kept: list[Segment] = []
            for start, stop, value in sorted((int(a), int(b), str(v)) for a, b, v in segments):
                where = f"{name}@{start}-{stop}" if name else f"{start}-{stop}"
                if not 0 <= start < stop <= length:
                    raise UsageError(f"{coder}: {where} is empty or outside 0-{length}", slug="segment_range")
                if kept and start < kept[-1][1]:
                    if kept[-1][2] != value:
                        raise UsageError(
                            f"{coder} marked {kept[-1][2]} and {value} at once, at {where}; "
                            "codes of one domain exclude one another",
                            slug="overlap_in_domain",
                        )
                    kept[-1] = (kept[-1][0], max(stop, kept[-1][1]), value)
                else:
                    kept.append((start, stop, value))
            merged[coder] = kept
        return cls(length, merged, name)


@frozen
class Lengths:
    """Sums for one or more documents. Index 0 is the gap (phi), then the values in order.

    Lengths that pairs of coders share are times m-1, pairable lengths of units too, so that all
    are integers.
    """

    total: Any
    """l.. = m L."""
    coincident: Array
    """l_ck (m-1), (values+1) x (values+1)."""
    squares: Array
    """s_c; the gap's are its length."""
    pairable_squares: Array
    """s*_c (m-1)^2."""
    coders: int

    def __add__(self, other: Lengths) -> Lengths:
        return Lengths(
            self.total + other.total,
            self.coincident + other.coincident,
            self.squares + other.squares,
            self.pairable_squares + other.pairable_squares,
            self.coders,
        )


def lengths_of(document: Continuum, values: Sequence[str]) -> Lengths:
    """The sums of one document."""
    place = {value: number for number, value in enumerate(values, start=1)}
    q, m = len(values) + 1, len(document.coders)
    coincident = np.zeros((q, q), dtype=object)
    squares, pairable = np.zeros(q, dtype=object), np.zeros(q, dtype=object)
    coders = list(document.coders.values())
    overlap = [[0] * len(segments) for segments in coders]
    marked = [[0] * q for _ in coders]
    for own, segments in zip(marked, coders, strict=True):
        for start, stop, value in segments:
            own[place[value]] += stop - start
            squares[place[value]] += (stop - start) ** 2
        own[0] = document.length - sum(own)
        squares[0] += own[0]
    for i in range(m):
        for j in range(m):
            if i == j:
                continue
            row = np.zeros((q, q), dtype=object)
            for a, b, shared in _overlaps(coders[i], coders[j]):
                row[place[coders[i][a][2]], place[coders[j][b][2]]] += shared
                overlap[i][a] += shared
            row[1:, 0] = np.array(marked[i][1:], dtype=object) - row[1:, 1:].sum(axis=1)
            row[0, 1:] = np.array(marked[j][1:], dtype=object) - row[1:, 1:].sum(axis=0)
            row[0, 0] = marked[i][0] - row[0, 1:].sum()
            coincident += row
    for segments, shared_lengths in zip(coders, overlap, strict=True):
        for (_, _, value), shared in zip(segments, shared_lengths, strict=True):
            pairable[place[value]] += shared**2
    return Lengths(m * document.length, coincident, squares, pairable, m)


def _overlaps(first: Sequence[Segment], second: Sequence[Segment]) -> list[tuple[int, int, int]]:
    found = []
    a = b = 0
    while a < len(first) and b < len(second):
        shared = min(first[a][1], second[b][1]) - max(first[a][0], second[b][0])
        if shared > 0:
            found.append((a, b, shared))
        if first[a][1] <= second[b][1]:
            a += 1
        else:
            b += 1
    return found


Parts = tuple[Any, Any, dict[str, Any]]
"""Observed and expected disagreement, and what else was found; (None, None) with a reason."""


def parts(name: str, lengths: Lengths, place: int | None = None) -> Parts:
    """Observed and expected disagreement of a coefficient; exact with integers, else in doubles."""
    one = Fraction(1) if isinstance(lengths.total, int) else 1.0
    pairs = lengths.coders - 1
    together = lengths.coincident * (one / pairs)
    if name in ("u_alpha", "bar_u_alpha"):
        return _whole(name, together, lengths.squares, lengths.total * one)
    if name == "char_alpha":
        used = together.sum(axis=1)
        agreed = sum(used[c] * (used[c] - 1) for c in range(len(used))) / (lengths.total - 1 * one)
        return lengths.total - np.trace(together), lengths.total - agreed, {}
    valued, s = together[1:, 1:], lengths.pairable_squares[1:] * (one / pairs**2)
    used = valued.sum(axis=1)
    total = used.sum() if len(used) else 0 * one
    told: dict[str, Any] = {"coverage": total / lengths.total if lengths.total else None}
    if name == "ku_alpha":
        assert place is not None
        marked = together[place].sum()
        told["coverage"] = used[place - 1] / marked if marked else None
        if not used[place - 1]:
            return None, None, {**told, "reason": "no_pairable_length"}
    if not total:
        return None, None, {**told, "reason": "no_pairable_length"}
    rest = total**2 - s.sum()
    if not rest:
        return None, None, {**told, "reason": "no_variation"}
    equal = [total * (used[c] ** 2 - s[c]) / rest for c in range(len(used))]
    if name == "cu_alpha":
        return total - np.trace(valued), total - sum(equal), told
    c = (place or 1) - 1
    expected = total * (used[c] * used.sum() - s[c]) / rest
    return (
        (used[c] - valued[c, c]) / used[c],
        (expected - equal[c]) / expected if expected else None,
        told,
    )


def _whole(name: str, together: Array, s: Array, total: Any) -> Parts:
    used = together.sum(axis=1)
    rest = total**2 - s.sum()
    if not rest:
        return None, None, {"reason": "no_variation"}
    if name == "bar_u_alpha":
        return together[1:, 0].sum(), sum(total * used[c] * used[0] / rest for c in range(1, len(used))), {}
    equal = sum(total * (used[c] ** 2 - s[c]) / rest for c in range(len(used)))
    return total - np.trace(together), total - equal, {}


def value_of(observed: Any, expected: Any) -> Any:
    """1 - observed / expected, or None."""
    return None if observed is None or expected is None or expected == 0 else 1 - observed / expected


def measure_continuum(
    name: str,
    documents: Sequence[Continuum],
    *,
    value: str | None = None,
    values: Sequence[str] | None = None,
    ci: float | None = None,
    replicates: int = 2000,
    seed: int = 1,
) -> Coefficient:
    """A coefficient of the unitizing family over documents, exactly.

    `u_alpha` boundaries and codes together; `bar_u_alpha` coded or not; `cu_alpha` codes where both
    coded; `ku_alpha` for one `value`; `char_alpha` every character a unit. `ci` resamples documents.

    >>> text = Continuum.of(12, {"A": [(0, 4, "x"), (6, 10, "y")], "B": [(0, 2, "x"), (6, 10, "y")]})
    >>> measure_continuum("u_alpha", [text]).value, measure_continuum("cu_alpha", [text]).value
    (Fraction(871, 1128), Fraction(1, 1))
    """
    one_of("coefficient", name, COEFFICIENTS)
    found = {v for document in documents for segments in document.coders.values() for _, _, v in segments}
    names = list(values) if values is not None else sorted(found)
    if name == "ku_alpha" and value not in names:
        raise UsageError(f"{value!r} is none of the values", slug="unknown_code")
    place = names.index(value) + 1 if name == "ku_alpha" and value is not None else None
    sums = [lengths_of(document, names) for document in documents]
    if not sums:
        return Coefficient(name, None, "no_pairable_units")
    whole = sums[0]
    for one in sums[1:]:
        whole = whole + one
    observed, expected, told = parts(name, whole, place)
    result = value_of(observed, expected)
    reason = "" if result is not None else str(told.pop("reason", "no_variation"))
    interval = _bootstrap(name, sums, place, result, ci, replicates, seed) if ci is not None else None
    if interval is not None:
        told |= {"replicates": replicates, "seed": seed, "clusters": len(sums)}
    return Coefficient(name, result, reason, interval, None, observed, expected, told)


def _bootstrap(
    name: str, sums: Sequence[Lengths], place: int | None, value: Any, level: float, replicates: int, seed: int
) -> Interval:
    if value is None or len(sums) < 2:
        return Interval("bootstrap", level, None, None, "undefined" if value is None else "one_document")
    totals = np.array([float(one.total) for one in sums])
    tables = np.array([one.coincident.astype(float) for one in sums])
    squares = np.array([one.squares.astype(float) for one in sums])
    pairable = np.array([one.pairable_squares.astype(float) for one in sums])
    drawn = np.random.default_rng(seed).multinomial(len(sums), [1 / len(sums)] * len(sums), size=replicates)
    found = []
    for times in drawn.astype(float):
        mixed = Lengths(
            float(times @ totals), np.tensordot(times, tables, 1), times @ squares, times @ pairable, sums[0].coders
        )
        one = value_of(*parts(name, mixed, place)[:2])
        if one is not None and one == one:
            found.append(float(one))
    if not found:
        return Interval("bootstrap", level, None, None, "undefined")
    found.sort()
    tail = (1 - level) / 2
    low, high = (found[max(int(np.ceil(p * len(found) - 1e-9)) - 1, 0)] for p in (tail, 1 - tail))
    return Interval("bootstrap", level, low, high)
