"""The words of figures, in four languages: their own, and those they share with the tables."""

from __future__ import annotations

from typing import Any

from ...core import numbers
from ...core.languages import catalogue
from ..wording import Words


class FigureWords(Words):
    """The words of reports and of figures; called as the words of reports are."""

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._texts = {**self._texts, **catalogue(__package__, self.language)}

    def units(self, unit: str, form: str = "other") -> str:
        """What is counted, in the plural: answers, turns; with `the`, the answers."""
        key = f"unit.{unit}.{form}"
        return self(key) if key in self else self(f"unit.segment.{form}")


def share_text(value: Any, language: str, decimals: int = 0) -> str:
    """A share as in the tables: "33 %", or a dash where it is undefined."""
    return numbers.share(value, language, decimals)


def count_text(value: Any, language: str) -> str:
    """A count as in the tables."""
    return numbers.count(value, language)
