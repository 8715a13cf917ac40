"""What words a text must hold for a search to find anything in it: what an index of words is asked.

The answer may let through a text in which nothing is found, never leave out one in which something is. A word
at the beginning of what is searched may be the end of a longer one (`data` in `metadata`), which an index of
whole words does not know; at its end it may go on, which it does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from ..core.languages import composed
from ..core.text import letters, plain_joins
from .words import Spelling, Term


class Need(NamedTuple):
    """A word that must be there, whole or as the beginning of one."""

    text: str
    begins: bool


_ODD = frozenset(("Mn", "Mc", "Me", "Co", "Cs", "Cn"))
_WORD = re.compile(r"[^\W_]+")
_LAST = "\u04ff"
"""Of the Latin, Greek and Cyrillic letters, which every release of SQLite knows as letters."""


def needs(terms: Sequence[Term], spelling: Spelling) -> list[list[Need]] | None:
    """For each term the words of which a text must hold all; None where any text may be meant."""
    found = [_of(term, spelling) for term in terms]
    return found if all(found) else None


def _of(term: Term, spelling: Spelling) -> list[Need]:
    if term.kind == "near":
        return [need for side in term.sides for need in _of(side, spelling)]
    if term.kind != "words" or spelling.stem or not spelling.accents:
        return []
    text = indexed(term.text)
    if odd(text):
        return []
    bounded = term.whole or spelling.whole or "*" in text
    found: list[Need] = []
    for word in _WORD.finditer(text):
        before, after = text[: word.start()], text[word.end() :]
        if before.endswith("*") or not (before or bounded):
            continue  # it may be the end of a longer word
        if max(word.group()) > _LAST:
            continue
        found.append(Need(word.group(), not after or after.startswith("*")))
    return found


def indexed(text: str) -> str:
    """A text as the index holds it: folded as for a search, with its words joined by plain marks."""
    return plain_joins(composed(letters(text)[0]))


def odd(text: str) -> bool:
    """Whether a text holds signs by which an index parts words otherwise than a search does: marks that no
    letter has taken in, and signs of private use.

    >>> odd("et cafe\\u0301"), odd("ᄀ\\u0345")
    (False, True)
    """
    try:
        text.encode("latin-1")  # none of them is there, and this is the fastest way to see it
    except UnicodeEncodeError:
        return any(unicodedata.category(char) in _ODD for char in set(composed(text)))
    return False
