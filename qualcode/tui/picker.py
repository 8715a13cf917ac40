"""Finding one of many by typing a few letters, in any language and by any alias."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..core.model import Code

_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ð": "d", "þ": "th", "ß": "ss", "ł": "l"})


class Choice(NamedTuple):
    """One thing to choose."""

    value: str
    label: str
    detail: str = ""
    ways: tuple[str, ...] = ()
    """Other words it is found by; the label always counts."""
    depth: int = 0
    possible: bool = True
    """False for what is shown but cannot be chosen, such as a category that only groups."""


def plain(text: str) -> str:
    """A text as compared: no case, no accents.

    >>> plain("Værdi"), plain("Å"), plain("kapacitet ")
    ('vaerdi', 'a', 'kapacitet')
    """
    folded = unicodedata.normalize("NFC", text).casefold().strip().translate(_PLAIN)
    return "".join(char for char in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(char))


def score(query: str, candidate: str) -> int:
    """How well a plain candidate fits a plain query: 0 not at all, more is better."""
    if not query:
        return 1
    if candidate == query:
        return 100
    if candidate.startswith(query):
        return 90
    at = candidate.find(query)
    if at > 0:
        return 80 if not candidate[at - 1].isalnum() else 60
    words = query.split()
    if len(words) > 1 and all(word in candidate for word in words):
        return 50
    letters = iter(candidate)
    if len(query) > 1 and all(letter in letters for letter in query if letter != " "):
        return 20
    return 0


def found(choices: Iterable[Choice], query: str) -> list[Choice]:
    """The choices that fit, best first; in their own order where equally good.

    A choice found by its name goes before one found by an alias.
    """
    wanted = plain(query)
    if not wanted:
        return list(choices)
    scored = []
    for place, choice in enumerate(choices):
        own = score(wanted, plain(choice.label))
        other = max((score(wanted, plain(way)) for way in choice.ways), default=0)
        best = max(own * 2 + 1, other * 2) if own else other * 2
        if best:
            scored.append((-best, not choice.possible, place, choice))
    scored.sort(key=lambda entry: entry[:3])
    return [choice for *_, choice in scored]


def code_choice(full: str, code: Code, language: str, *, depth: int = 0, detail: str = "") -> Choice:
    """A code as a choice, found by its id, all its names and all its aliases."""
    book, _, id = full.partition(":")
    ways = (
        full,
        id,
        id.rpartition(".")[2],
        *code.name.values(),
        *(a for listed in code.aliases.values() for a in listed),
    )
    return Choice(full, code.label(language), detail or book, ways, depth, code.codable and not code.retired)


def exact(choices: Sequence[Choice], query: str) -> bool:
    """Whether something is already called just that."""
    wanted = plain(query)
    return any(wanted in (plain(choice.label), *(plain(way) for way in choice.ways)) for choice in choices)
