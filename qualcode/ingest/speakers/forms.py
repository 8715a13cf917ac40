"""Plans, minutes and lists of words: what they write before colons, section after section, is nobody who speaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from .label_styles import Hit
from .labels import ASKING, CALENDAR, INITIALS, NAME, is_titled, role_of, shape
from .lined import Lined

_FIELD = re.compile(r"[^\W\d_]{4,}(?:[ -][^\W\d_]+){0,2}")
"""What a field of a form may be called, and no short name, code or member of a party."""
_TALKS = re.compile(
    r"\b(?:(?-i:I)(?=['’ ][a-z])|jeg|jag|ich|du|mig|meg|my|me|min|mit|mitt|ja|jo|nej|nei|yes|yeah|no|okay|ok|mm+|hm+|"
    r"øh|eh|nå|altså|alltså|tak|takk|tack|thanks?|he[ij])\b",
    re.IGNORECASE,
)
"""Somebody speaks of himself or to another, or answers; a plan says at most what `we` do."""


def is_a_form(doc: Lined, hits: Sequence[Hit]) -> bool:
    """Whether labels are the fields of a form or say who does what in a plan, and nobody speaks: three or more that
    each stand once in a text that asks nothing, or come back in one order where nobody asks, with a word among them
    that is no speaker (`Goal:`) or with nobody in what follows; or names with tasks after them.

    Where a group goes round the table, whoever leads it asks each time, and they say `we` and `yes`.
    """
    counts = Counter(hit.key for hit in hits)
    again = [hit for hit in hits if counts[hit.key] > 1]
    if any(role_of(key) == "interviewer" for key in counts):
        return False
    if _are_tasks(doc, hits):
        return True
    fields = {hit.key: hit.label for hit in again or hits}
    people = any(not _FIELD.fullmatch(key) or is_titled(label) for key, label in fields.items())
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
    apart = sum("\n" in text for text in between) >= 0.6 * len(between) and _nobody_talks(doc, again)
    often = len(again) >= 2 * len(fields) if known else len(between) >= 2 and apart
    return often and usual >= 0.9 * (len(again) - 1) and how_many_ask(doc, again) < 2


def _are_tasks(doc: Lined, hits: Sequence[Hit]) -> bool:
    """Whether what stands after names is what each is to do: short lines that end no sentence and in which nobody
    speaks."""
    shapes = {label: shape(label) for label in {hit.label for hit in hits}}
    named = [hit for hit in hits if shapes[hit.label] is not None]
    keys = {hit.key for hit in named}
    people = all(form in (None, NAME, CALENDAR, INITIALS) for form in shapes.values()) and not any(map(role_of, keys))
    once = len(keys) == len(named)  # a list of those who were asked
    if not (people or once):
        return False
    rests = [doc.text[hit.words : doc.lines[doc.line_number(hit.words)] - 1].strip() for hit in named]
    lines = [line for line in rests if line]
    short = sum(line[-1] not in ".?!…,-–—" and 2 <= len(line.split()) <= 14 for line in lines)
    enough = len(lines) >= max(3 if once else 4, 0.7 * len(rests))
    return enough and short >= 0.9 * len(lines) and _nobody_talks(doc, named)


def _nobody_talks(doc: Lined, hits: Sequence[Hit]) -> bool:
    return how_many_ask(doc, hits) < 2 and not any(_TALKS.search(words) for words in said_by_each(doc, hits))


def how_many_ask(doc: Lined, hits: Sequence[Hit]) -> int:
    """After how many labels something is asked, with a question mark or without one."""
    return sum("?" in words or ASKING.match(words.lstrip()) is not None for words in said_by_each(doc, hits))


def said_by_each(doc: Lined, hits: Sequence[Hit]) -> list[str]:
    """What stands after each label up to the next."""
    ends = [*(hit.start for hit in hits[1:]), len(doc.text)]
    return [doc.text[hit.words : stop] for hit, stop in zip(hits, ends, strict=True)]
