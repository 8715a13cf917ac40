"""What stands in a guide and became neither a question nor a dimension: named, so that nothing is dropped unseen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qualcode.core.model import Question

_WORD = re.compile(r"\w+")


def not_taken(lines: Iterable[str], questions: Sequence[Question], headings: Iterable[str] = ()) -> tuple[str, ...]:
    """The lines whose words are in no question and no dimension, each once, in order.

    `headings` are those of columns, which nobody misses.
    """
    texts = [*(question.text for question in questions), *{question.dimension for question in questions}]
    taken = [f" {_plain(text)} " for text in texts if text]
    whole = set(taken)
    known = {_plain(heading) for heading in headings}
    left: dict[str, None] = {}
    for line in lines:
        line = " ".join(line.split())
        words = _plain(line)
        if not words or words in known or not re.search(r"[^\W\d_]", words):
            continue
        padded = f" {words} "
        if padded in whole or any(text in padded for text in whole if text.count(" ") > 2):
            continue
        if words.count(" ") >= 1 and any(padded in text for text in taken):
            continue  # a part of a question that was wrapped
        short = words.split(" ", 1)  # `1` and `a` before the words
        if len(short) == 2 and len(short[0]) <= 3 and f" {short[1]} " in whole:
            continue
        if any(text.endswith(padded) or padded.endswith(text) for text in whole):
            continue
        left[line] = None
    return tuple(left)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
