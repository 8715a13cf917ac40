"""Loops that say how far they are, for whoever shows it: the command line draws a bar, a program may do otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from typing import TypeVar

Item = TypeVar("Item")

Tick = Callable[[int, int], None]
"""Called with what is done and how much there is; a command of several loops begins again with each."""
ROWS = 1000
"""So many rows between two ticks, where a row takes no time that anybody feels."""


def ticking(items: Iterable[Item], tick: Tick | None, every: int = 1, *, count: int = 0) -> Iterator[Item]:
    """The items as they are; before each, or before each of so many, `tick` hears of it.

    `count` says how many there are where they come one at a time.

    >>> list(ticking("abc", lambda done, count: print(f"{done} of {count}"), every=2))
    0 of 3
    2 of 3
    ['a', 'b', 'c']
    """
    total = len(items) if isinstance(items, Sized) else count
    for number, item in enumerate(items):
        if tick is not None and number % every == 0:
            tick(number, total)
        yield item
