"""Endings of words: Snowball's stemmers for the four languages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ..core.languages import written

_NAMES = {"da": "danish", "nb": "norwegian", "sv": "swedish", "en": "english"}


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """From a word in lower case to its stem; in any other language the word itself.

    >>> stemmer("da")("beslutningerne") == stemmer("da")("beslutning")
    True
    """
    name = _NAMES.get(written(language))
    if name is None:
        return lambda word: word
    import snowballstemmer

    known: dict[str, str] = {}
    stem = snowballstemmer.stemmer(name).stemWord

    def remembered(word: str) -> str:
        found = known.get(word)
        if found is None:
            found = known[word] = stem(word)
        return found

    return remembered


def beginning(stem: str, language: str) -> str:
    """What every word that has a stem begins with: Nordic endings fall off it, English ones may change its last two
    letters.

    >>> beginning(stemmer("da")("beslutningerne"), "da"), beginning(stemmer("en")("dying"), "en")
    ('beslutning', 'd')
    """
    return stem[:-2] or stem[:1] if written(language) == "en" else stem
