"""What every result has: numbers, intervals and notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ..model import EMPTY

Number = Fraction | float | int


@dataclass(frozen=True, slots=True)
class Caveat:
    """A note that belongs beside a result: a stable slug, and the values its sentence needs."""

    slug: str
    values: Mapping[str, Any] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval that was asked for, or the reason why there is none."""

    method: str
    level: float
    low: float | None
    high: float | None
    reason: str = ""
    se: float | None = None
