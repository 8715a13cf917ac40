"""Addresses: how a place in the material is written, the same in every command.

P07            a document
P07:14         a turn            P07:14-18     several turns
P07#3          an answer         (the guide's item 3, or the third answer without a guide)
P07#3/Kari     one person's      (where several answer the same item; P07#3 is all of theirs)
P07@120-180    characters        half-open code-point offsets
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .errors import UsageError
from .languages import composed
from .model import Span

_TURNS = re.compile(r"(?P<document>.+):(?P<first>\d+)(?:-(?P<last>\d+))?$")
_ANSWER = re.compile(r"(?P<document>[^#]+)#(?P<answer>[^#@\s/]+(?:/[^#@]+)?)$")

EXPECTED = "expected P07 (a document), P07:14 or P07:14-18 (turns), P07#3 (an answer) or P07@120-180 (characters)"


class Address(NamedTuple):
    """A parsed address; at most one of `turns`, `answer` and `span` is set."""

    document: str
    turns: tuple[int, int] | None = None
    """First and last turn, both included."""
    answer: str | None = None
    """The item of the guide, and after a stroke who answers it: `3`, `3/Kari`."""
    span: Span | None = None

    def __str__(self) -> str:
        if self.turns:
            first, last = self.turns
            return f"{self.document}:{first}" + (f"-{last}" if last != first else "")
        if self.answer:
            return f"{self.document}#{self.answer}"
        if self.span:
            return f"{self.document}@{self.span.start}-{self.span.stop}"
        return self.document


def parse(text: str) -> Address:
    """Read an address; UsageError (`bad_address`) when it is none.

    >>> parse("D1#3a"), str(parse("D1:14-18"))
    (Address(document='D1', turns=None, answer='3a', span=None), 'D1:14-18')
    """
    text = composed(text.strip())
    if "#" in text and (match := _ANSWER.match(text)):
        return Address(match["document"], answer=match["answer"])
    document, _, stretch = text.rpartition("@")
    start, _, stop = stretch.partition("-")
    if document and start.isdecimal() and stop.isdecimal():
        span = Span(int(start), int(stop))
        if span.stop <= span.start:
            raise UsageError(f"address {text!r}: the stretch is empty or backwards", slug="bad_address")
        return Address(document, None, None, span)
    if match := _TURNS.match(text):
        first = int(match["first"])
        last = int(match["last"] or first)
        if last < first:
            raise UsageError(f"address {text!r}: turn {last} comes before turn {first}", slug="bad_address")
        return Address(match["document"], turns=(first, last))
    if not text or any(mark in text for mark in "#@"):
        raise UsageError(f"address {text!r} cannot be read: {EXPECTED}", slug="bad_address")
    return Address(text)
