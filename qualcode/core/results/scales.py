"""An index of closed questions: how those who answered them all place themselves, from 0 to 100."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .common import Number


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One group of respondents."""

    group: str
    respondents: int
    """Those who answered every question."""
    incomplete: int
    """Those who answered some of them, or none, and are not counted."""
    means: Mapping[str, Number | None]
    """The mean of each question, on its own scale; None without respondents."""
    index: Number | None
    """The mean of all answers, 0 at the lowest end of the scale and 100 at the highest."""


@dataclass(frozen=True, slots=True)
class ScaleIndex:
    """The index of several questions, by group and for all."""

    options: Mapping[str, Any]
    rows: tuple[IndexRow, ...]
    """Groups in their order, then everybody under the name `all`; a respondent of two groups counts in both."""
