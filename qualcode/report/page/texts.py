"""The words of the page, in four languages: its own, and those of the reports."""

from __future__ import annotations

import functools
import json
from importlib import resources

from ..wording import Words

IN_SCRIPT = ("status", "hits", "hits_none", "nothing", "codings", "weight", "unsure")
"""The words that the page's script puts in."""


@functools.cache
def own_texts(language: str) -> dict[str, str]:
    """The page's own words in one language, by key."""
    path = resources.files(__package__).joinpath("words", f"{language}.json")
    return dict(json.loads(path.read_text("utf-8")))


class PageWords(Words):
    """Called as the words of reports are."""

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._texts = {**self._texts, **own_texts(self.language)}

    def for_script(self) -> dict[str, str]:
        """The script's words with their places unfilled."""
        return {key: self._texts[key] for key in IN_SCRIPT}
