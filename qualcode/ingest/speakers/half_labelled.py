"""Interviews in which only one of two has a label: `I:` before each question and nothing before the answers, or `Svar:`
before each answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from .label_styles import ASIDE, Hit, Lined
from .labels import ASKING, CODE, KNOWN, NAME, role_of, shape

FEWEST = 3


def with_the_other(doc: Lined, hits: Sequence[Hit]) -> tuple[list[Hit], dict[str, str]]:
    """The hits of the one label, those of whoever has none (with an empty key), and the roles of both; nothing where
    the file is no such interview."""
    counts = Counter(hit.key for hit in hits if shape(hit.label) in (NAME, CODE, KNOWN))
    if not counts or counts.most_common(1)[0][1] < FEWEST:
        return [], {}
    key = counts.most_common(1)[0][0]
    named = [hit for hit in hits if hit.key == key]
    if any(count > 1 for other, count in counts.items() if other != key):
        return [], {}
    stretches = [_lines(doc, hit.start, after) for hit, after in zip_longest(named, named[1:])]
    answers = role_of(key) == "informant" or key in ("a", "svar")
    if answers:
        before = _lines(doc, 0, named[0])
        return _asked_above(doc, named, [before, *(stretch[1:] for stretch in stretches)])
    asking = sum(_asks(doc, *stretch[0]) for stretch in stretches)
    answered = [stretch for stretch in stretches if len(stretch) > 1 and not _asks(doc, *stretch[1])]
    sure = role_of(key) == "interviewer"
    if asking < (0.4 if sure else 0.7) * len(named) or len(answered) < 0.8 * len(named):
        return [], {}
    others = [Hit(stretch[1][0], stretch[1][0], "", "") for stretch in stretches if len(stretch) > 1]
    return sorted([*named, *others], key=lambda hit: hit.start), {key: "interviewer", "": "informant"}


def _asked_above(
    doc: Lined, named: Sequence[Hit], above: Sequence[list[tuple[int, int]]]
) -> tuple[list[Hit], dict[str, str]]:
    """`Svar:` below a line that asks: what stands right above each answer is its question."""
    asked = [lines[-1] for lines, _ in zip(above, named, strict=False) if lines and _asks(doc, *lines[-1])]
    if len(asked) < 0.8 * len(named):
        return [], {}
    others = [Hit(start, start, "", "") for start, _ in asked]
    return sorted([*named, *others], key=lambda hit: hit.start), {named[0].key: "informant", "": "interviewer"}


def _lines(doc: Lined, start: int, after: Hit | None) -> list[tuple[int, int]]:
    """The lines with words from a place up to a label."""
    stop = after.start if after is not None else len(doc.text)
    first = doc.line_number(start) - 1
    lines = []
    for begin, end in pairwise(doc.lines[first:]):
        if begin >= stop:
            break
        block = doc.blocks[doc.block_at(begin)]
        if doc.text[begin : end - 1].strip() and block.kind not in (*ASIDE, "heading"):
            lines.append((begin, end - 1))
    return lines


def _asks(doc: Lined, start: int, stop: int) -> bool:
    words = doc.text[start:stop].strip()
    return words.endswith("?") or ASKING.match(words.partition(": ")[2] or words) is not None
