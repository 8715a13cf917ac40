"""The words of the page, in four languages: its own, and those of the reports."""

from __future__ import annotations

from ...core.languages import catalogue
from ..wording import Words

FAULTS = (
    "bracket", "code", "more", "near", "option", "pattern", "quote", "several", "sign", "star", "unknown", "who",
)  # fmt: skip
"""What the page's script can find wrong with a search."""
IN_SCRIPT = (
    *("status", "hits", "hits_none", "nothing", "codings", "weight", "unsure", "found"),
    *(f"bad.{fault}" for fault in FAULTS),
)
"""The words that the page's script puts in."""


class PageWords(Words):
    """Called as the words of reports are."""

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._texts = {**self._texts, **catalogue(__package__, self.language)}

    def for_script(self) -> dict[str, str]:
        """The script's words with their places unfilled."""
        return {key: self._texts[key] for key in IN_SCRIPT}
