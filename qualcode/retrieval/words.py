"""What a person searches for: words, phrases, wildcards, regular expressions, and words near others.

    data                 the letters, also inside a longer word (datadeling, metadata)
    "data og digital"    a phrase: one argument of several words; white space and line breaks are alike
    data*  *styring      words that begin or end so; `*` stands for any letters of one word
    =data                the whole word and nothing longer
    /data\\w+/            a regular expression
    data NEAR/5 ledelse  one within five words of the other (NEAR alone: ten)
    data OR tal          either: the same as two arguments

Several arguments mean any of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..core.errors import UsageError
from ..core.languages import as_read
from ..core.values import frozen

NEAR_WORDS = 10
"""How far apart `NEAR` lets two words stand when no number is given."""

_NEAR = re.compile(r"\s+NEAR(?:/(?P<apart>\d{1,4}))?\s+")
_JOINS = re.compile(r"(?<!\S)NEAR(?P<number>/\S*)?(?!\S)")


@frozen
class Spelling:
    """Which differences of spelling count. Composed and decomposed letters are always alike,
    as are ligatures and their letters, and the marks of `core.text.ALIKE`."""

    case: bool = False
    """Upper and lower case differ."""
    accents: bool = True
    """é and e differ. Letters of an alphabet (å ä ö æ ø ü) are never their neighbours."""
    whole: bool = False
    """Words are found whole, never inside longer ones."""
    stem: bool = False
    """Words are found with any ending: `beslutning` finds `beslutninger` and `beslutningens`."""


@frozen
class Term:
    """One thing to find, as it was typed."""

    source: str
    kind: str
    """`words`, `pattern` (a regular expression) or `near`."""
    text: str = ""
    """The words or the pattern, without marks."""
    whole: bool = False
    sides: tuple[Term, ...] = ()
    """The two terms of `near`."""
    apart: int = 0
    """At most so many words between them."""


def fault(query: str, at: int, expected: str) -> UsageError:
    """A search that cannot be read, with a caret under the place."""
    shown = query.replace("\n", " ")
    return UsageError(
        f"the search cannot be read: {expected}\n    {shown}\n    {' ' * at}^",
        slug="bad_query",
        hint="docs/finding.md shows how searches are written",
    )


_JOINED = re.compile(r"(?<!\S)(OR|AND|NOT)(?!\S)")
_INSTEAD = {
    "AND": "AND joins no words: --all finds all of them in one answer, `a NEAR/5 b` close together",
    "NOT": "NOT leaves no words out: --code 'value not capacity' leaves out passages with a code",
}


def parse(
    words: Sequence[str], *, patterns: bool = False, whole: bool = False, every: bool = False
) -> tuple[Term, ...]:
    """The terms of a search, one an argument; UsageError (`bad_query`) with the place of the fault.

    With `patterns` every argument is a regular expression; with `every` all terms are wanted, so none is joined by OR.

    >>> [term.kind for term in parse(["data", "/dat.+/", "data NEAR/3 styring"])]
    ['words', 'pattern', 'near']
    """
    if not patterns:
        words = _either(_beside(words), every)
    terms = tuple(_term(word, patterns, whole) for word in words)
    if not terms:
        raise UsageError("no words to find", slug="bad_query")
    return terms


def _beside(words: Sequence[str]) -> list[str]:
    """The arguments with those on both sides of a NEAR made one: nobody should have to quote `data NEAR/5 ledelse`."""
    found: list[str] = []
    after = False
    for word in words:
        joins = _JOINS.fullmatch(word) is not None
        if found and (joins or after):
            found[-1] += f" {word}"
        else:
            found.append(word)
        after = joins
    return found


def _either(words: Sequence[str], every: bool) -> list[str]:
    """The terms with what OR joins taken apart; what is all in capitals are words (`RESEARCH AND DEVELOPMENT`)."""
    line = " ".join(words)
    if line == line.upper():
        return list(words)
    found: list[str] = []
    open_at_end = False
    for word in words:
        if len(word) > 1 and word[0] == word[-1] and word[0] in "/\"'":
            found.append(word)
            open_at_end = False
            continue
        begin = 0
        for joined in _JOINED.finditer(word):
            if joined[1] in _INSTEAD:
                raise fault(word, joined.start(), _INSTEAD[joined[1]])
            if every:
                raise fault(word, joined.start(), "OR finds either, --all both: one of the two")
            before = word[begin : joined.start()].strip()
            if not before and (not found or open_at_end or begin):
                raise fault(word, joined.start(), "OR needs words on both its sides")
            found += [before] * bool(before)
            begin, open_at_end = joined.end(), True
        rest = word[begin:].strip()
        if rest or not begin:
            found.append(rest if begin else word)
            open_at_end = False
    if open_at_end:
        raise fault(line, line.rindex("OR"), "OR needs words on both its sides")
    return found


def _term(word: str, patterns: bool, whole: bool) -> Term:
    text = word.strip()
    if not as_read(text).strip():
        raise fault(word or " ", 0, "expected words, and found none")
    if patterns:
        return _pattern(word, word, 0)
    if len(text) > 1 and text[0] == text[-1] == "/":
        return _pattern(word, text[1:-1], word.index("/") + 1)
    word = text = as_read(text).strip()  # a soft hyphen is no letter that a mark could stand beside
    apart = _NEAR.search(text)
    if apart:
        left, right = text[: apart.start()], text[apart.end() :]
        if _NEAR.search(right):
            raise fault(word, word.index(right), "NEAR joins two things, and a third follows")
        for side, at in ((left, 0), (right, apart.end())):
            if not side.strip():
                raise fault(word, at, "NEAR needs words on both its sides")
        number = apart["apart"]
        sides = (_term(left, False, whole), _term(right, False, whole))
        return Term(word, "near", sides=sides, apart=NEAR_WORDS if number is None else int(number))
    if joins := _JOINS.search(text):
        inside = joins.start() > 0 and joins.end() < len(text)
        said = "NEAR takes a number of words, as in NEAR/5" if inside else "NEAR needs words on both its sides"
        raise fault(word, joins.start(), said)
    if text[0] == text[-1] and text[0] in "\"'" and len(text) > 2:
        text = text[1:-1].strip() or text
    if text.startswith("=") and text[1:].strip():
        return Term(word, "words", text[1:].strip(), True)
    if not text.strip("* "):
        raise fault(word, 0, "a wildcard needs letters beside it")
    return Term(word, "words", text, whole)


def _pattern(word: str, pattern: str, offset: int) -> Term:
    if not pattern:
        raise fault(word, offset, "expected a regular expression between the slashes")
    import regex

    try:
        compiled = regex.compile(pattern)
    except regex.error as error:
        place = offset + (getattr(error, "pos", None) or 0)
        raise fault(word, place, f"the regular expression has {getattr(error, 'msg', error)}") from None
    if compiled.fullmatch(""):
        raise fault(word, offset, "the regular expression is satisfied by nothing at all, so it is found everywhere")
    return Term(word, "pattern", pattern)
