"""Things put together by what they share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """The values of each key, keys in the order in which they are first met.

    >>> grouped((len(word), word) for word in ("to", "be", "or", "not"))
    {2: ['to', 'be', 'or'], 3: ['not']}
    """
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
