"""The languages that words are written in, which text a reader of one of them gets, and their letters.

Reports, pages and messages are written in four languages. Two tags are taken for Bokmål: `no`, which does not say
which Norwegian, and, for words of ours, `nn`, because a reader of Nynorsk reads Bokmål. A *document's* language stays
what it is: Nynorsk is told apart from Bokmål there.
"""

from __future__ import annotations

import functools
import json
import pkgutil
from collections.abc import Mapping

LANGUAGES = ("da", "nb", "sv", "en")
"""What reports, figures and the HTML page can be written in."""
DEFAULT = "en"

Names = Mapping[str, str]
"""A text per language: `{"en": "Public value", "da": "Offentlig værdi"}`."""

_NORWEGIAN = {"no": "nb", "nn": "nb"}


def word_set(words: str) -> frozenset[str]:
    """The words of a text, as lists of words are best written and changed."""
    return frozenset(words.split())


def primary(tag: str | None) -> str:
    """The language of a tag such as a file carries; Norwegian without a form is Bokmål, and `""` is unknown.

    >>> primary("nb-NO"), primary("no"), primary("nn_NO"), primary("x-12"), primary(None)
    ('nb', 'nb', 'nn', 'x', '')
    """
    found = (tag or "").replace("_", "-").partition("-")[0].strip().lower()
    return "nb" if found == "no" else found if found.isalpha() else ""


def written(language: str) -> str:
    """The language of ours that words for a reader of `language` are in; the tag itself when there is none.

    >>> written("no"), written("nn-NO"), written("da"), written("fi")
    ('nb', 'nb', 'da', 'fi')
    """
    found = primary(language)
    return _NORWEGIAN.get(found, found)


def known(language: str) -> str:
    """Like `written`, and English for a language that no words are in.

    >>> known("nn"), known("fi"), known("")
    ('nb', 'en', 'en')
    """
    found = written(language)
    return found if found in LANGUAGES else DEFAULT


def in_language(names: Names, language: str) -> str:
    """The text in `language`, else in the other Norwegian, else in English, else the first there is, else `""`.

    >>> in_language({"nb": "Verdi", "en": "Value"}, "nn"), in_language({"sv": "Värde"}, "da")
    ('Verdi', 'Värde')
    """
    return names.get(language) or names.get(written(language)) or names.get(DEFAULT) or next(iter(names.values()), "")


@functools.cache
def catalogue(package: str, language: str) -> Mapping[str, str]:
    """The words that a package keeps in `words/LANGUAGE.json`, by key; English for a language without them.

    One file a language, all with the same keys, so that a translator needs no Python.
    """
    # Not by `importlib.resources`, which takes longer to import than the words take to read: every table needs them.
    path = f"words/{known(language)}.json"
    found: dict[str, str] = json.loads(pkgutil.get_data(package, path) or b"")
    return found


@functools.cache
def common_words(language: str) -> frozenset[str]:
    """Words of a language, in small letters, that say little by themselves: pronouns, auxiliaries, fillers. None of a
    language without a list.

    >>> "ikke" in common_words("da"), "tal" in common_words("da"), common_words("fi")
    (True, False, frozenset())
    """
    ours = written(language)
    return word_set(catalogue("qualcode.core", ours)["common.words"]) if ours in LANGUAGES else frozenset()


def composed(text: str) -> str:
    """The text with its letters composed: what a Mac or a PDF writes as two characters is one letter here."""
    if text.isascii():
        return text
    import unicodedata

    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


SOFT_HYPHEN = "\u00ad"
"""Where a word may be broken: seen at the end of a line, and otherwise not there for whoever reads or searches."""


def as_read(text: str) -> str:
    """The text as it is read: its letters composed, and no soft hyphens in its words."""
    return composed(text).replace(SOFT_HYPHEN, "")


def same_name(name: str) -> str:
    """A name as it is compared: whatever its case, and however its letters are composed."""
    return composed(name).casefold()
