"""An expression over codes, as one asks for passages.

    capacity                          the code and all below it
    value and capacity                passages of either, where both are on the same unit
    value not capacity                passages of value on units that capacity is not on
    (value or support) and capacity
    value[promotes]                   only with this qualifier; value[–] only without any
    value overlapping capacity        passages of value that share words with one of capacity
    value inside capacity             ... that lie within one of capacity
    value near/30 capacity            ... with one of capacity at most 30 words away (near: 20)
    value followed by capacity        ... with one of capacity on the same or the next unit, later on

`and` and `not` ask for the same unit; with `same="case"` or `"document"` for the same case or document.
The words may be written & | ! too.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..core.values import frozen
from .words import fault

NEAR_WORDS = 20
UNQUALIFIED = "–"
"""In the place of a qualifier: only codings that have none."""
RELATIONS = ("overlapping", "inside", "near", "followed by")


@frozen
class Has:
    """Passages that carry a code."""

    code: str
    qualifier: str = ""
    at: int = 0
    """Where it stands in the expression, to point at when there is no such code."""


@frozen
class Either:
    parts: tuple[Expression, ...]


@frozen
class Both:
    parts: tuple[Expression, ...]


@frozen
class Without:
    """Passages of `left` where `right` is not; without `left` of anything coded."""

    left: Expression | None
    right: Expression


@frozen
class Beside:
    """Passages of `left` that stand in a relation to one of `right`."""

    left: Expression
    relation: str
    right: Expression
    apart: int = 0


Expression = Has | Either | Both | Without | Beside


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


_TOKENS = re.compile(
    r"""\s+
    | (?P<open>\() | (?P<close>\))
    | (?P<quoted>"[^"]*")
    | (?P<mark>[&|!])
    | (?P<qualifier>\[[^\]\s]*\])
    | (?P<word>[^\s()&|!"\[\]]+)""",
    re.VERBOSE,
)
_JOINS = "`and`, `or`, `not`, `near/20`, `inside`, `overlapping` or `followed by`"
_WORDS = {"and": "and", "&": "and", "or": "or", "|": "or", "not": "not", "!": "not"}


def parse(text: str) -> Expression:
    """An expression; UsageError (`bad_query`) with a caret under the fault.

    >>> parse("value and not capacity")
    Without(left=Has(code='value', qualifier='', at=0), right=Has(code='capacity', qualifier='', at=14))
    """
    return _Parser(text).whole()


def has(expression: Expression) -> list[Has]:
    """The codes that an expression names, in order."""
    if isinstance(expression, Has):
        return [expression]
    if isinstance(expression, Either | Both):
        return [found for part in expression.parts for found in has(part)]
    left = has(expression.left) if expression.left is not None else []
    return left + has(expression.right)


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._next = 0

    def whole(self) -> Expression:
        if not self._tokens:
            raise fault(self._text or " ", 0, "expected a code, and found nothing")
        found = self._either()
        token = self._peek()
        if token:
            what = "a closing bracket without its opening one" if token.kind == "close" else token.text
            blanks = '; a name with blanks stands in "quotes"' if token.kind == "word" else ""
            raise fault(self._text, token.at, f"expected {_JOINS}, and found {what}{blanks}")
        return found

    def _either(self) -> Expression:
        parts = [self._both()]
        while self._take("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self) -> Expression:
        found: Expression
        if self._take("not"):
            found = Without(None, self._beside())
        else:
            found = self._beside()
        while True:
            if self._take("and"):
                if self._take("not"):
                    found = Without(found, self._beside())
                else:
                    right = self._beside()
                    found = Both((*found.parts, right)) if isinstance(found, Both) else Both((found, right))
            elif self._take("not"):
                found = Without(found, self._beside())
            else:
                return found

    def _beside(self) -> Expression:
        found = self._one()
        while token := self._peek():
            word = token.text.casefold()
            if token.kind != "word":
                return found
            if word in ("overlapping", "inside"):
                self._next += 1
                found = Beside(found, word, self._one())
            elif word == "near" or re.fullmatch(r"near/\d{1,5}", word):
                self._next += 1
                apart = int(word[5:]) if "/" in word else NEAR_WORDS
                found = Beside(found, "near", self._one(), apart)
            elif word == "followed":
                self._next += 1
                following = self._peek()
                if following is None or following.text.casefold() != "by":
                    raise fault(self._text, token.at, "expected `followed by`")
                self._next += 1
                found = Beside(found, "followed by", self._one())
            else:
                return found
        return found

    def _one(self) -> Expression:
        token = self._peek()
        if token is None:
            raise fault(self._text, len(self._text), "expected a code, and the search ends")
        if token.kind == "open":
            self._next += 1
            found = self._either()
            closing = self._peek()
            if closing is None or closing.kind != "close":
                raise fault(self._text, token.at, "this bracket is never closed")
            self._next += 1
            return found
        word = token.text.casefold()
        if token.kind not in ("word", "quoted") or (token.kind == "word" and word in _WORDS):
            raise fault(self._text, token.at, f"expected a code, and found {token.text}")
        self._next += 1
        code = token.text.strip('"')
        following = self._peek()
        qualifier = ""
        if following and following.kind == "qualifier":
            self._next += 1
            qualifier = following.text[1:-1]
            if not qualifier:
                raise fault(self._text, following.at, "expected a qualifier between the brackets, such as [promotes]")
        return Has(code, qualifier, token.at)

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, wanted: str) -> bool:
        token = self._peek()
        if token and token.kind in ("word", "mark") and _WORDS.get(token.text.casefold()) == wanted:
            self._next += 1
            return True
        return False


def _tokens(text: str) -> list[_Token]:
    found = []
    at = 0
    while at < len(text):
        match = _TOKENS.match(text, at)
        if match is None:
            raise fault(text, at, f"{text[at]} has no meaning here")
        if match.lastgroup:
            found.append(_Token(match.lastgroup, match.group(), at))
        at = match.end()
    return found
