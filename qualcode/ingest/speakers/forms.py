"""Plans, minutes and lists of words: what they write before colons, section after section, is nobody who speaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from .label_styles import Hit, Lined
from .labels import ASKING, is_titled, role_of, shape

_FIELD = re.compile(r"[^\W\d_]{4,}(?:[ -][^\W\d_]+){0,2}")
"""What a field of a form may be called, and no short name, code or member of a party."""


def is_a_form(doc: Lined, hits: Sequence[Hit]) -> bool:
    """Whether three labels or more are the fields of a form: each stands once in a text that asks nothing, or they come
    back in one order and nobody asks: twice with a word among them that is no speaker (`Goal:`), or thrice with other
    lines before each round, such as the headings of a plan.

    Where a group goes round the table, whoever leads it asks each time.
    """
    counts = Counter(hit.key for hit in hits)
    again = [hit for hit in hits if counts[hit.key] > 1]
    fields = {hit.key: hit.label for hit in again or hits}
    people = any(role_of(key) == "interviewer" for key in counts)
    people = people or any(not _FIELD.fullmatch(key) or is_titled(label) for key, label in fields.items())
    if people or len(fields) < 3:
        return False
    if not again:
        return "?" not in doc.text
    known = any(shape(label) is None for label in fields.values())
    after: dict[str, Counter[str]] = {}
    for hit, following in pairwise(again):
        after.setdefault(hit.key, Counter())[following.key] += 1
    usual = sum(max(following.values()) for following in after.values())
    between = [doc.text[before.words : hit.start].strip() for before, hit in pairwise(again) if hit.key == again[0].key]
    apart = sum("\n" in text for text in between)
    often = len(again) >= 2 * len(fields) if known else len(between) >= 2 and apart >= 0.6 * len(between)
    return often and usual >= 0.9 * (len(again) - 1) and how_many_ask(doc, again) < 2


def how_many_ask(doc: Lined, hits: Sequence[Hit]) -> int:
    """After how many labels something is asked, with a question mark or without one."""
    ends = [*(hit.start for hit in hits[1:]), len(doc.text)]
    said = (doc.text[hit.words : stop] for hit, stop in zip(hits, ends, strict=True))
    return sum("?" in words or ASKING.match(words.lstrip()) is not None for words in said)
