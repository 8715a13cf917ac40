"""Immutable values with slots: what a frozen dataclass is, made in a third of its time.

A command waits for every class it imports, and a short one imports eighty of these. `dataclass(frozen=True)` compiles
six methods for each; here only `__init__` is compiled, and the others are the same for all. It also fills the slots
themselves, which whoever makes a hundred thousand turns notices. `dataclasses.replace`, `fields` and `asdict` take
these values as any dataclass.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")
_NOT_GIVEN = object()
UNDEFINED = "–"
"""What is written where there is no value."""


@dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field,))
def frozen(cls: type[T]) -> type[T]:
    """The class with its fields as slots: equal where they are, hashed by them, and never changed."""
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    fields = dataclasses.fields(made)
    arguments, body, known = [], [], {"_NOT_GIVEN": _NOT_GIVEN}
    for field in fields:
        name, given, value = field.name, "", field.name
        if field.default is not dataclasses.MISSING:
            known[f"_{name}"], given = field.default, f"=_{name}"
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_{name}"], given = field.default_factory, "=_NOT_GIVEN"
            value = f"_{name}() if {name} is _NOT_GIVEN else {name}" if field.init else f"_{name}()"
        known[f"_set_{name}"] = getattr(made, name).__set__
        if field.init:
            arguments.append(name + given)
        body.append(f"_set_{name}(self, {value})")
    if hasattr(made, "__post_init__"):
        body.append("self.__post_init__()")
    exec(f"def __init__({', '.join(['self', *arguments])}): {'; '.join(body) or 'pass'}", known)
    made.__init__ = known["__init__"]
    compared = [field.name for field in fields if field.compare]
    made._contents = property(attrgetter(*compared) if compared else lambda self: ())
    for name, method in _SHARED.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    return made  # type: ignore[no-any-return]


def _eq(self: Any, other: object) -> bool:
    return self._contents == other._contents if other.__class__ is self.__class__ else NotImplemented  # type: ignore


def _hash(self: Any) -> int:
    return hash(self._contents)


def _repr(self: Any) -> str:
    told = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(told)})"


def _getstate(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _setstate(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


def _setattr(self: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


_SHARED = {
    "__eq__": _eq, "__hash__": _hash, "__repr__": _repr, "__setattr__": _setattr, "__delattr__": _delattr,
    "__getstate__": _getstate, "__setstate__": _setstate,
}  # fmt: skip
