"""Finding terms in a text, with exact offsets and without a loop over its letters.

A text is folded once for all terms: lower case, composed letters, no soft hyphens. The folded text has as many
letters as the text wherever folding keeps their number, which is nearly always; else a list
leads back.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from time import monotonic
from typing import NamedTuple, Protocol

from ..core.errors import DataError
from ..core.languages import SOFT_HYPHEN, as_read
from ..core.model import Span
from ..core.text import APOSTROPHES, HYPHENS, JOINS, WORD, WORD_LETTER
from ..core.values import frozen
from .words import Spelling, Term

PATIENCE = 20.0
"""Seconds that one regular expression may take over the whole material."""

ALIKE = {mark: marks for marks in (APOSTROPHES, '"“”„«»', HYPHENS + "–—") for mark in marks}
"""Marks that are typed in one way and printed in others."""

_QUOTES = str.maketrans({mark: marks[0] for marks in ("'’‘", '"“”„«»') for mark in marks[1:]})
_DASH = re.compile(r"\\?[–—\u2011]")

_LETTERS = frozenset("åäöæøüÅÄÖÆØÜ")
"""Letters of Nordic and German alphabets that look like another with an accent."""


class Match(NamedTuple):
    """A place where a term stands."""

    span: Span
    term: int
    """Which of the terms, from 0."""


class Text:
    """A text to search, folded once."""

    def __init__(self, text: str, spelling: Spelling) -> None:
        self.text = text
        self._places: list[Span] | None = None
        """Where each letter of the folded text stands in the text, unless it is the same place."""
        plain = text
        if not text.isascii() and (SOFT_HYPHEN in text or not unicodedata.is_normalized("NFC", text)):
            plain, self._places = _as_read(text)
        self.as_read = plain
        """The text with its letters composed and without soft hyphens."""
        self._accents = spelling.accents
        if not spelling.case:
            plain = _lower(plain)
        if not spelling.accents:
            plain = plain.translate(_without_accents(plain))
        self.folded = plain

    @cached_property
    def plain(self) -> str:
        """As regular expressions see it: as it is read, quotation marks and dashes as they are typed."""
        plain = self.as_read.translate(_QUOTES)
        plain = _DASH.sub("-", plain)
        return plain if self._accents else plain.translate(_without_accents(plain))

    def span(self, start: int, stop: int) -> Span:
        """A place of the folded text in the text itself."""
        if self._places is None:
            return Span(start, stop)
        first = self._places[start].start
        return Span(first, self._places[stop - 1].stop if stop > start else first)

    @cached_property
    def word_starts(self) -> list[int]:
        """Where each word begins, for counting how many lie between two places."""
        return [found.start() for found in WORD.finditer(self.folded)]

    def words_between(self, start: int, stop: int) -> int:
        return bisect_left(self.word_starts, stop) - bisect_left(self.word_starts, start)


def _as_read(text: str) -> tuple[str, list[Span]]:
    """NFC without soft hyphens, and for each letter of it its place in the text (one entry more at the end)."""
    letters: list[str] = []
    places: list[Span] = []
    at = 0
    while at < len(text):
        stop = at + 1
        while stop < len(text) and unicodedata.combining(text[stop]):
            stop += 1
        cluster = as_read(text[at:stop])
        letters.append(cluster)
        places.extend([Span(at, stop)] * len(cluster))
        at = stop
    places.append(Span(len(text), len(text)))
    return "".join(letters), places


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):  # a Turkish İ becomes two letters
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered


def _without_accents(text: str) -> dict[int, str]:
    table: dict[int, str] = {}
    for char in set(text):
        if char in _LETTERS or char.isascii():
            continue
        apart = unicodedata.normalize("NFD", char)
        if len(apart) > 1 and unicodedata.combining(apart[1]):
            table[ord(char)] = apart[0]
    return table


class Matcher(Protocol):
    """Finds one term in a folded text."""

    def places(self, text: Text) -> Iterator[tuple[int, int]]:
        """The places in `text.folded`, in order."""
        ...


@frozen
class _Words:
    """Words and phrases, with wildcards."""

    pattern: re.Pattern[str]
    begins: bool
    """The place must be where a word begins: looked at after the fact, which is ten times as fast."""

    def places(self, text: Text) -> Iterator[tuple[int, int]]:
        folded = text.folded
        for found in self.pattern.finditer(folded):
            start = found.start()
            if self.begins and start and (folded[start - 1].isalnum() or folded[start - 1] == "_"):
                continue
            yield start, found.end()


class _Pattern:
    """A regular expression, stopped when it takes for ever."""

    def __init__(self, term: Term, spelling: Spelling, patience: float) -> None:
        import regex

        self._source = term.source
        pattern = _DASH.sub(r"\\-", as_read(term.text).translate(_QUOTES))
        if not spelling.accents:
            pattern = pattern.translate(_without_accents(pattern))
        self._pattern = regex.compile(pattern, 0 if spelling.case else regex.IGNORECASE)
        self._patience = self._left = patience

    def places(self, text: Text) -> Iterator[tuple[int, int]]:
        started = monotonic()
        try:
            for found in self._pattern.finditer(text.plain, timeout=max(self._left, 0.01)):
                if found.end() > found.start():
                    yield found.start(), found.end()
        except TimeoutError:
            raise DataError(
                f"the regular expression {self._source} was stopped after {self._patience:g} seconds: "
                "it takes too long on this material",
                slug="pattern_too_slow",
                hint="repetitions inside repetitions, such as (a+)+, do that; write it without",
            ) from None
        self._left -= monotonic() - started


class _Stems:
    """Words with any ending: the stems stand one after the other, with nothing else between them than was typed."""

    def __init__(self, text: str, language: str, spelling: Spelling) -> None:
        from .stems import stemmer

        self._stem, self._case = stemmer(language), spelling.case
        typed = Text(text, Spelling(case=True, accents=spelling.accents)).folded
        words = list(WORD.finditer(typed))
        self._typed = [word.group() for word in words]
        self._wanted = [self._stem(_lower(word)) for word in self._typed]
        self._between = [typed[one.end() : other.start()].split() for one, other in pairwise(words)]
        initial = re.escape(self._wanted[0][0]) if self._wanted else "(?!)"
        # Endings change, the first letter of a word never does: the others are passed over without a look at each.
        self._first = re.compile(rf"(?<!{WORD_LETTER})(?<!{WORD_LETTER}[{JOINS}])(?={initial}){WORD.pattern}")

    def places(self, text: Text) -> Iterator[tuple[int, int]]:
        lowered = _lower(text.folded)
        for first in self._first.finditer(lowered):
            stop = self._follow(first, lowered, text.folded)
            if stop:
                yield first.start(), stop

    def _follow(self, word: re.Match[str] | None, lowered: str, folded: str) -> int:
        """Where the wanted words end that begin with this one; 0 where others stand there."""
        stop = 0
        for at, (wanted, typed) in enumerate(zip(self._wanted, self._typed, strict=True)):
            if word is None or self._stem(word.group()) != wanted:
                return 0
            if at and lowered[stop : word.start()].split() != self._between[at - 1]:
                return 0  # as where a sentence ends between the words of a phrase
            if self._case and not _begins_alike(typed, folded[word.start() : word.end()]):
                return 0
            stop = word.end()
            word = WORD.search(lowered, stop)
        return stop


def _begins_alike(one: str, other: str) -> bool:
    """Whether two words are written alike in upper and lower case, as far as they are one word."""
    for mine, others in zip(one, other, strict=False):
        if mine != others:
            return _lower(mine) != _lower(others)
    return True


class _Near:
    """One matcher's places with the other's close by.

    Each goes with the next of the other side that begins after its end; one may stand within another, as `data` in
    `datadeling`.
    """

    def __init__(self, sides: Sequence[Matcher], apart: int) -> None:
        self._sides, self._apart = sides, apart

    def places(self, text: Text) -> Iterator[tuple[int, int]]:
        left, right = (list(side.places(text)) for side in self._sides)
        if not left or not right:
            return
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
        yield from sorted(found)


def matcher(term: Term, spelling: Spelling, language: str = "", patience: float = PATIENCE) -> Matcher:
    """What finds a term; `language` chooses the endings where stems are compared."""
    if term.kind == "near":
        return _Near([matcher(side, spelling, language, patience) for side in term.sides], term.apart)
    if term.kind == "pattern":
        return _Pattern(term, spelling, patience)
    if spelling.stem and "*" not in term.text and (spelling.whole or not term.whole):
        return _Stems(term.text, language, spelling)
    text = as_read(term.text)
    if not spelling.case:
        text = _lower(text)
    if not spelling.accents:
        text = text.translate(_without_accents(text))
    return _words(text, term.whole or spelling.whole)


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
            parts.append("".join(f"[{re.escape(ALIKE[char])}]" if char in ALIKE else re.escape(char) for char in piece))
    pattern = "".join(parts)
    begins = bounded and (text[0].isalnum() or text[0] in "_*")
    if bounded and (text[-1].isalnum() or text[-1] == "_"):
        pattern += r"(?!\w)"
    if text[0] == "*":
        pattern = r"\b" + pattern
    return _Words(re.compile(pattern), begins and text[0] != "*")


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
        found = [
            Match(folded.span(start, stop), number)
            for number, each in enumerate(known)
            for start, stop in each.places(folded)
        ]
        if len(known) < 2:
            return found
        found.sort(key=lambda match: (match.span.start, -match.span.stop, match.term))
        kept: list[Match] = []
        for match in found:
            if not kept or match.span.stop > kept[-1].span.stop or match.span.start >= kept[-1].span.stop:
                kept.append(match)
        return kept
