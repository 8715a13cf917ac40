"""Finding terms in a text, with exact offsets and without a loop over its letters.

A text is folded once for all terms (`core.text.letters`): its letters composed and in one case, no soft hyphens.
Places are those of the text itself, as plain tuples: there may be a hundred thousand.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import groupby, pairwise
from operator import itemgetter
from time import monotonic
from typing import Protocol

from ..core.errors import DataError
from ..core.languages import as_read
from ..core.text import ALIKE, JOINS, WORD, WORD_LETTER, Offsets, letters, plain_joins, plain_marks
from ..core.values import frozen
from .words import Spelling, Term

PATIENCE = 20.0
"""Seconds that one regular expression may take over the whole material."""

Place = tuple[int, int]
"""Where something stands in a text: its first letter, and the one after its last."""
Match = tuple[int, int, int]
"""A place, and which of the terms stands there, from 0."""

_CLASSES = {mark: f"[{re.escape(marks)}]" for marks in ALIKE.values() for mark in marks}
_DASH = re.compile(rf"\\?[{ALIKE['-'][1:]}]")
_LETTERS = frozenset("åäöæøüÅÄÖÆØÜ")
"""Letters of Nordic and German alphabets that look like another with an accent."""


class Text:
    """A text to search, folded once."""

    def __init__(self, text: str, spelling: Spelling) -> None:
        self.text, self._spelling = text, spelling

    @cached_property
    def _folded(self) -> tuple[str, Offsets | None]:
        return self._letters(self._spelling.case)

    @property
    def folded(self) -> str:
        return self._folded[0]

    def placed(self, found: list[Place]) -> list[Place]:
        """Places of the folded text in the text itself, each once: `ß` is one letter there."""
        return _placed(found, self._folded[1])

    @cached_property
    def lower(self) -> tuple[str, Offsets | None]:
        """Whatever the spelling, in one case; and where it stands."""
        return self._letters(False) if self._spelling.case else self._folded

    @cached_property
    def plain(self) -> tuple[str, Offsets | None]:
        """As regular expressions see it: its letters as they are read, quotation marks and dashes as they are typed."""
        kept, offsets = self._letters(True)
        return plain_marks(kept), offsets

    def _letters(self, case: bool) -> tuple[str, Offsets | None]:
        folded, offsets = letters(self.text, case=case)
        return without_accents(folded, self._spelling), offsets

    @cached_property
    def _word_starts(self) -> list[int]:
        folded, offsets = self._folded
        starts = [found.start() for found in WORD.finditer(folded)]
        return starts if offsets is None else [offsets[start] for start in starts]

    def words_between(self, start: int, stop: int) -> int:
        """How many words begin from one place to another."""
        return bisect_left(self._word_starts, stop) - bisect_left(self._word_starts, start)


def _placed(found: list[Place], offsets: Offsets | None) -> list[Place]:
    if offsets is None:
        return found
    return list(dict.fromkeys((offsets[start], offsets.end(stop)) for start, stop in found))


def without_accents(text: str, spelling: Spelling) -> str:
    """The text as the spelling has it: without the accents of letters that are not of another alphabet."""
    if spelling.accents or text.isascii():
        return text
    table: dict[int, str] = {}
    for char in set(text):
        if char in _LETTERS or char.isascii():
            continue
        apart = unicodedata.normalize("NFD", char)
        if len(apart) > 1 and unicodedata.combining(apart[1]):
            table[ord(char)] = apart[0]
    return text.translate(table)


class Matcher(Protocol):
    """Finds one term in a text."""

    def places(self, text: Text) -> list[Place]:
        """Where it stands, in order."""
        ...


@frozen
class _Words:
    """Words and phrases, with wildcards."""

    pattern: re.Pattern[str]
    begins: bool
    """The place must be where a word begins: looked at after the fact, which is ten times as fast."""

    def places(self, text: Text) -> list[Place]:
        folded = text.folded
        found = [match.span() for match in self.pattern.finditer(folded)]
        if self.begins:
            found = [
                place for place in found
                if not place[0] or not ((before := folded[place[0] - 1]).isalnum() or before == "_")
            ]  # fmt: skip
        return text.placed(found)


class _Pattern:
    """A regular expression, stopped when it takes for ever."""

    def __init__(self, term: Term, spelling: Spelling, patience: float) -> None:
        import regex

        self._source = term.source
        pattern = without_accents(plain_marks(_DASH.sub(r"\\-", letters(term.text, case=True)[0])), spelling)
        self._pattern = regex.compile(pattern, 0 if spelling.case else regex.IGNORECASE)
        self._patience = self._left = patience

    def places(self, text: Text) -> list[Place]:
        started = monotonic()
        plain, offsets = text.plain
        try:
            found = [match.span() for match in self._pattern.finditer(plain, timeout=max(self._left, 0.01))]
        except TimeoutError:
            raise DataError(
                f"the regular expression {self._source} was stopped after {self._patience:g} seconds: "
                "it takes too long on this material",
                slug="pattern_too_slow",
                hint="repetitions inside repetitions, such as (a+)+, do that; write it without",
            ) from None
        self._left -= monotonic() - started
        return _placed([place for place in found if place[1] > place[0]], offsets)


class _Stems:
    """Words with any ending: the stems stand one after the other, with nothing else between them than was typed."""

    def __init__(self, text: str, language: str, spelling: Spelling) -> None:
        from .stems import beginning, stemmer

        self._stem, self._spelling = stemmer(language), spelling
        self._typed = [word.group() for word in WORD.finditer(without_accents(as_read(text), spelling))]
        lowered = plain_joins(Text(text, spelling).lower[0])
        words = list(WORD.finditer(lowered))
        self._wanted = [self._stem(word.group()) for word in words]
        self._between = [plain_marks(lowered[one.end() : other.start()]).split() for one, other in pairwise(words)]
        self._first = begun_with([beginning(stem, language) for stem in self._wanted[:1]])

    def places(self, text: Text) -> list[Place]:
        lowered, offsets = text.lower
        found = [
            (first.start(), stop)
            for first in self._first.finditer(lowered)
            if (stop := self._follow(first, lowered))
        ]  # fmt: skip
        found = _placed(found, offsets)
        return [place for place in found if self._as_typed(text, place)] if self._spelling.case else found

    def _follow(self, word: re.Match[str] | None, lowered: str) -> int:
        """Where the wanted words end that begin with this one; 0 where others stand there."""
        stop = 0
        for at, wanted in enumerate(self._wanted):
            if word is None or self._stem(plain_joins(word.group())) != wanted:
                return 0
            if at and plain_marks(lowered[stop : word.start()]).split() != self._between[at - 1]:
                return 0  # as where a sentence ends between the words of a phrase
            stop = word.end()
            word = WORD.search(lowered, stop)
        return stop

    def _as_typed(self, text: Text, place: Place) -> bool:
        said = WORD.findall(without_accents(as_read(text.text[slice(*place)]), self._spelling))
        return all(map(_begins_alike, self._typed, said))


def _begins_alike(one: str, other: str) -> bool:
    """Whether two words are written alike in upper and lower case, as far as they are one word."""
    for mine, others in zip(one, other, strict=False):
        if mine != others:
            return mine.lower() != others.lower()
    return True


class _Near:
    """One matcher's places with the other's close by.

    Each goes with the next of the other side that begins after its end; one may stand within another, as `data` in
    `datadeling`.
    """

    def __init__(self, sides: Sequence[Matcher], apart: int) -> None:
        self._sides, self._apart = sides, apart

    def places(self, text: Text) -> list[Place]:
        left, right = (side.places(text) for side in self._sides)
        if not left or not right:
            return []
        found = set()
        for here, there in ((left, right), (right, left)):
            for place in here:
                after = bisect_left(there, (place[1], 0))
                if after == len(there):
                    break
                following = there[after]
                # Whoever else of this side stands between the two is nearer.
                nearer = bisect_right(here, following[0], key=lambda each: each[1]) - 1
                if here[nearer] == place and text.words_between(place[1], following[0]) <= self._apart:
                    found.add((place[0], following[1]))
        return sorted(found)


def matcher(term: Term, spelling: Spelling, language: str = "", patience: float = PATIENCE) -> Matcher:
    """What finds a term; `language` chooses the endings where stems are compared."""
    if term.kind == "near":
        return _Near([matcher(side, spelling, language, patience) for side in term.sides], term.apart)
    if term.kind == "pattern":
        return _Pattern(term, spelling, patience)
    if spelling.stem and "*" not in term.text and (spelling.whole or not term.whole):
        return _Stems(term.text, language, spelling)
    return _words(Text(term.text, spelling).folded, term.whole or spelling.whole)


def _words(text: str, whole: bool) -> _Words:
    """A pattern that begins with plain letters wherever it can: the engine then skips to them."""
    bounded = whole or "*" in text
    parts: list[str] = []
    for piece in re.split(r"(\s+|\*+)", text):
        if not piece:
            continue
        if piece.isspace():
            parts.append(r"\s+")
        elif piece[0] == "*":
            parts.append(rf"[\w{JOINS}]*")
        else:
            parts.append("".join(map(_typed, piece)))
    pattern = "".join(parts)
    begins = bounded and (text[0].isalnum() or text[0] in "_*")
    if bounded and (text[-1].isalnum() or text[-1] == "_"):
        pattern += r"(?!\w)"
    if text[0] == "*":
        pattern = r"\b" + pattern
    return _Words(re.compile(pattern), begins and text[0] != "*")


def begun_with(beginnings: Iterable[str]) -> re.Pattern[str]:
    """Finds the words that begin with any of these, whole; the others are passed over without a look at each."""
    begins = _any_of(sorted(beginnings))
    # The look for most letters ends at the first of these, the cheapest.
    return re.compile(rf"(?<!\w)(?={begins})(?<!{WORD_LETTER})(?<!{WORD_LETTER}[{JOINS}]){WORD.pattern}")


def _any_of(texts: Sequence[str]) -> str:
    """A pattern of any of some texts, letter by letter: the first letter that none of them has ends the look, however
    many they are."""
    if texts and not texts[0]:
        return ""
    found = [
        _typed(letter) + _any_of([text[1:] for text in some]) for letter, some in groupby(texts, key=itemgetter(0))
    ]
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found) or '(?!)'})"


def _typed(letter: str) -> str:
    """A pattern of a letter or mark, in all ways in which it is typed."""
    return _CLASSES.get(letter) or re.escape(letter)


class Search:
    """All terms of a search at once, over any number of texts; each regular expression has `patience` seconds."""

    def __init__(self, terms: Sequence[Term], spelling: Spelling | None = None, patience: float = PATIENCE) -> None:
        self.terms, self.spelling, self._patience = tuple(terms), spelling or Spelling(), patience
        self._matchers: dict[str, list[Matcher]] = {}

    def matches(self, text: str, language: str = "") -> list[Match]:
        """Where the terms stand, in order; a place that two terms share is given once, the longer."""
        key = language if self.spelling.stem else ""
        known = self._matchers.get(key)
        if known is None:
            known = self._matchers[key] = [matcher(term, self.spelling, key, self._patience) for term in self.terms]
        folded = Text(text, self.spelling)
        found = [(start, stop, number) for number, each in enumerate(known) for start, stop in each.places(folded)]
        if len(known) < 2:
            return found
        found.sort(key=lambda match: (match[0], -match[1], match[2]))
        kept: list[Match] = []
        for match in found:
            if not kept or match[1] > kept[-1][1] or match[0] >= kept[-1][1]:
                kept.append(match)
        return kept
