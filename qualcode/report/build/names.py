"""What is shown for an id: the caller gives a mapping, a function, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Names = Mapping[str, str] | Callable[[str], str] | None


def named(names: Names) -> Callable[[str], str]:
    """A function from id to what is shown; the id itself where nothing is known."""
    if names is None:
        return str
    if isinstance(names, Mapping):
        known = names
        return lambda key: known.get(key, key)
    return names
