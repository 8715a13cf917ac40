"""The words of a printed codebook and of a comparison, in four languages (`words/*.json`)."""

from __future__ import annotations

from ..core.languages import catalogue


def say(key: str, language: str = "en") -> str:
    """The word for `key` in a language; in English where there is none."""
    return catalogue(__package__, language)[key]
