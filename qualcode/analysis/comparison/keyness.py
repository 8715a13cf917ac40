"""Keyness: words or codes that one group uses more than another.

Effect sizes come first: words are clustered in speakers, so that the p-value of the log-likelihood
is too small. How many informants use a word always stands beside it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from ...core.errors import UnknownName, UsageError, one_of
from ...core.languages import as_read
from ...core.results.common import Caveat
from ...core.results.comparison import Key, Keyness
from ...core.text import WORD, plain_joins
from ..arrays import Array, encode, unique
from ..columns import Columns, Frame, as_given, columns_of, require
from ..quantiles import chi2_tail_1df
from ..shares.permutation import Exchange


def keyness(
    counts: Frame,
    groups: tuple[str, str],
    *,
    by: str = "group",
    sizes: tuple[int, int] | None = None,
    min_informants: int = 2,
    test: str = "",
    seed: int = 1,
) -> Keyness:
    """Terms of two groups, those that differ most first.

    `counts` has the columns `term`, `informant`, `count` and the one that groups, as `term_counts`
    makes it. The size of a group is the sum of its counts, or as given. Terms used by fewer than
    `min_informants` informants are left out and counted. `test="permutation"` exchanges informants
    between the groups (relative frequency of the term among all terms).
    """
    one_of("test", test, ("", "permutation"))
    counts = columns_of(counts)
    require(counts, ("term", "informant", "count", by), "counts")
    names = counts[by].text().unique()
    for name in groups:
        if name not in names:
            raise UnknownName("group", name, names)
    if groups[0] == groups[1]:
        raise UsageError(f"keyness compares two groups, and {groups[0]} is one", slug="bad_option")
    group, _ = encode(counts[by].text(), groups)
    counts, group = counts[group >= 0], group[group >= 0]
    term, terms = encode(counts["term"])
    person, people = encode(counts["informant"])
    number = counts["count"].to_numpy(dtype=np.int64)
    table = np.zeros((2, len(terms)), dtype=np.int64)
    np.add.at(table, (group, term), number)
    used = number > 0
    pairs = unique(((group * len(terms) + term) * len(people) + person)[used]) // max(len(people), 1)
    users = np.bincount(pairs, minlength=2 * len(terms)).reshape(2, len(terms))
    c, d = sizes if sizes is not None else (int(table[0].sum()), int(table[1].sum()))
    kept = np.flatnonzero(users.sum(axis=0) >= min_informants)
    rows = []
    tests = _permuted(group, person, term, number, kept, seed) if test else [(None, None)] * len(kept)
    for place, (p, smallest) in zip(kept.tolist(), tests, strict=True):
        a, b = int(table[0, place]), int(table[1, place])
        rows.append(key(terms[place], a, b, c, d, (int(users[0, place]), int(users[1, place])), p, smallest))
    rows.sort(key=lambda row: (-abs(row.log_ratio or 0), -(row.log_likelihood or 0), row.term))
    notes = [Caveat("clustered_words")]
    if test:
        notes.append(Caveat("permutation", {"smallest": _smallest(rows), "tests": len(rows)}))
    return Keyness(
        {"by": by, "min_informants": min_informants, "test": test, "seed": seed},
        groups, (c, d), tuple(rows), len(terms) - len(kept), tuple(notes),
    )  # fmt: skip


def _smallest(rows: list[Key]) -> str | None:
    found = [row.smallest_p for row in rows if row.smallest_p is not None]
    return str(min(found)) if found else None


def key(
    term: str,
    a: int,
    b: int,
    c: int,
    d: int,
    informants: tuple[int, int] = (0, 0),
    p_permutation: Fraction | None = None,
    smallest_p: Fraction | None = None,
) -> Key:
    """One term: a of c words in the first group, b of d in the second.

    Log-likelihood of two cells (Rayson & Garside 2000, doi:10.3115/1117729.1117730), with the cells
    of all other words added (Dunning 1993); log ratio with 0.5 for a zero frequency.

    >>> found = key("new", 52, 57, 50_000, 75_000)
    >>> round(found.log_likelihood, 2), round(found.log_ratio, 2)
    (2.65, 0.45)
    """
    if not c or not d:
        return Key(term, (a, b), (None, None), (None, None), None, None, None, 0, None, None, None, informants)
    expected = (c * (a + b) / (c + d), d * (a + b) / (c + d))
    two = 2 * (_part(a, expected[0]) + _part(b, expected[1]))
    rest = (c - a, d - b)
    others = sum(rest)
    four = two + 2 * sum(_part(o, size * others / (c + d)) for o, size in zip(rest, (c, d), strict=True))
    two, four = max(two, 0.0), max(four, 0.0)
    difference = a * d - b * c
    return Key(
        term, (a, b), (1000 * a / c, 1000 * b / d), expected,
        math.log2((a or 0.5) / c / ((b or 0.5) / d)),
        (a / c - b / d) / (b / d) * 100 if b else None,
        two, (difference > 0) - (difference < 0), four, chi2_tail_1df(two), two - math.log(c + d),
        informants, p_permutation, smallest_p,
    )  # fmt: skip


def _part(observed: int, expected: float) -> float:
    return observed * math.log(observed / expected) if observed and expected else 0.0


Tested = tuple[Fraction | None, Fraction | None]
"""The two-sided p of a term, and the smallest there could be."""

_AT_ONCE = 512
"""Terms whose counts per informant are held at a time."""


def _permuted(group: Array, person: Array, term: Array, number: Array, kept: Array, seed: int) -> list[Tested]:
    """The permutation test of the kept terms, all over the same assignments."""
    home = np.full(int(person.max(initial=-1)) + 1, -1)
    home[person] = group
    if (home[person] != group).any():
        raise UsageError("an informant stands in both groups: the labels cannot be exchanged", slug="option_conflict")
    order = np.argsort(home, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    words = np.bincount(place[person], weights=number, minlength=len(order)).astype(np.int64)
    exchange = Exchange(int((home == 0).sum()), int((home == 1).sum()), seed=seed)
    column = np.full(int(term.max(initial=-1)) + 1, -1)
    column[kept] = np.arange(len(kept))
    column = column[term]
    found: list[Tested] = []
    for low in range(0, len(kept), _AT_ONCE):
        width = min(_AT_ONCE, len(kept) - low)
        mine = (column >= low) & (column < low + width)
        used = np.zeros((len(order), width), dtype=np.int64)
        np.add.at(used, (place[person[mine]], column[mine] - low), number[mine])
        found += [(one.p_absolute, one.smallest_p) for one in exchange.test_all(used, words)]
    return found


def term_counts(units: Frame, pieces: Frame, texts: Mapping[str, str], by: str = "group") -> Any:
    """How often each informant uses each word: columns `term` (case folded), `informant`, `by`, `count`."""
    given, units, pieces = units, columns_of(units), columns_of(pieces)
    require(units, ("unit", "informant", by), "units")
    place, _ = encode(pieces["unit"], units["unit"])
    persons, groups = units["informant"].tolist(), units[by].tolist()
    said: dict[tuple[str, str], Counter[str]] = {}
    rows = (place.tolist(), pieces["document"].tolist(), pieces["start"].tolist(), pieces["stop"].tolist())
    for unit, document, start, stop in zip(*rows, strict=True):
        if unit >= 0:
            # One word, however its letters are composed, wherever it may be broken, whichever apostrophe or hyphen.
            piece = plain_joins(as_read(texts[str(document)][int(start) : int(stop)]).casefold())
            said.setdefault((str(persons[unit]), str(groups[unit])), Counter()).update(WORD.findall(piece))
    every = [(word, *who, count) for who, counts in said.items() for word, count in counts.items()]
    columns = zip(("term", "informant", by, "count"), zip(*every, strict=True) if every else ((),) * 4, strict=True)
    return as_given(given, Columns({name: list(column) for name, column in columns}))
