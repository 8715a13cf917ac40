"""Any value of the model as JSON and back: fields by name, what says nothing left out.

The classes describe themselves, so that a new field of the model travels without a word here.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Mapping
from typing import Any


def plain(value: Any) -> Any:
    """Dataclasses as objects without their default values, tuples as lists, mappings as objects."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        found = {}
        for field in dataclasses.fields(value):
            part = getattr(value, field.name)
            if part != _default(field):
                found[field.name] = plain(part)
        return found
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    return value


def restored(kind: Any, value: Any) -> Any:
    """The value of a type that `plain` wrote; unknown fields are passed over.

    Raises TypeError, ValueError, KeyError or AttributeError for what `plain` never wrote.
    """
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        return restored(next(each for each in typing.get_args(kind) if each is not type(None)), value)
    if origin is tuple:
        parts = typing.get_args(kind)
        if len(parts) == 2 and parts[1] is Ellipsis:
            return tuple([restored(parts[0], each) for each in value])
        return tuple([restored(part, each) for part, each in zip(parts, value, strict=True)])
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        inner = typing.get_args(kind)[1]
        return {str(key): restored(inner, each) for key, each in value.items()}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: restored(hints[name], each) for name, each in value.items() if name in hints})
    if kind is float and isinstance(value, int):
        return float(value)
    if kind in (int, float, str, bool) and not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}, found {value!r}")
    return value


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default is not dataclasses.MISSING:
        return field.default
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return dataclasses.MISSING


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    """The types of a class's fields."""
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}
