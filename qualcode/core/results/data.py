"""A result as the plain values of `--json`: one function for all of them.

A result is written as its fields, by their names. Where its JSON differs from that, the class says so
itself: `named` in a field's metadata, and `ALSO` for properties that readers of the file expect.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
from collections.abc import Callable, Hashable, Iterator, Mapping
from fractions import Fraction
from typing import Any, cast

from ..table import Cell, exact


def named(key: str = "", *, spread: bool = False, by: str = "") -> dict[str, Any]:
    """How a field is written: under another key, spread among its object's own keys, or by a field of its items."""
    return {"key": key, "spread": spread, "by": by}


class Later(Mapping[str, Any]):
    """A mapping made when it is first read: most results are shown as tables, and to make their JSON takes as long."""

    def __init__(self, make: Callable[[], dict[str, Any]]) -> None:
        self._make = make

    @functools.cached_property
    def _made(self) -> dict[str, Any]:
        return self._make()

    def __getitem__(self, key: str) -> Any:
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def result_data(name: str, result: Any, **more: Any) -> dict[str, Any]:
    """The object of `--json`: the format, all of a result, and what is added to it (which goes before)."""
    return {"format": f"qualcode/{name}/1", **plain(result), **plain(more)}


def plain(value: Any) -> Any:
    """A value as JSON can hold it; fractions become numbers, what is not finite null, keys keep their order."""
    if value is None or isinstance(value, str | int):
        return value.value if isinstance(value, enum.Enum) else value
    if isinstance(value, Fraction):
        return exact(value)
    if isinstance(value, float):
        return value if value == value and value not in (float("inf"), float("-inf")) else None
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, set | frozenset):
        return [plain(part) for part in sorted(value)]
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, Cell):
        return plain(value.value)
    if dataclasses.is_dataclass(value):
        return _fields(value)
    return str(value)


def _fields(result: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, key, spread, by in _plan(cast(Hashable, type(result))):
        value = plain(getattr(result, name))
        if by:
            value = {one.pop(by): one for one in value}
        if spread:
            found.update(value)
        else:
            found[key] = value
    return found


@functools.cache
def _plan(kind: Any) -> tuple[tuple[str, str, bool, str], ...]:
    """How each field of a class is written, and the properties written beside them; made once a class."""
    fields = [field for field in dataclasses.fields(kind) if not field.name.startswith("_")]
    plan = [
        (field.name, told.get("key") or field.name, bool(told.get("spread")), str(told.get("by") or ""))
        for field in fields
        for told in [field.metadata]
    ]
    return (*plan, *((name, key, False, "") for key, name in getattr(kind, "ALSO", {}).items()))
