"""Questions that stand in a text without speakers: numbered, bold, or headings, answered below.

Notes of interviews, and forms that were filled in, often have the guide's question as a line
and the answer under it. Who speaks is then clear although nobody is named.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from qualcode.core.model import Span, Turn
from qualcode.core.text import trim

from .label_styles import ASIDE, Lined

_NUMBERED = re.compile(
    r"[ \t]*(?:spørgsmål|spørsmål|spm|fråga|frage|question|pergunta|vraag|kysymys|q|s)\.?[ \t]*"
    r"(?P<number>\d{1,3}[a-z]?)[ \t]*[:.)–-][ \t]*(?=\S)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[ \t]*(?P<number>\d{1,3}[a-z]?)[.)][ \t]+(?=\S)")
_QUOTES = "\"'“”„«»‘’"
FEWEST = 3
"""Fewer questions than this make no interview."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the text."""

    words: int
    """Where its words begin, after its number."""
    number: str | None = None


def find_questions(doc: Lined) -> dict[int, Asked]:
    """Start of a line to the question on it; empty where the text is no questions and answers."""
    for find in (_numbered, _bold, _headings, _asking_lines):
        asked = find(doc)
        if len(asked) >= FEWEST and _answered(doc, asked):
            return asked
    return {}


def _lines(doc: Lined) -> list[tuple[int, int]]:
    spans = []
    for at in range(len(doc.lines) - 1):
        start, stop = doc.lines[at], doc.lines[at + 1] - 1
        if start < stop and not doc.text[start:stop].isspace():
            spans.append((start, stop))
    return spans


def _numbered(doc: Lined) -> dict[int, Asked]:
    """`Question 1: ...`, each number once."""
    asked: dict[int, Asked] = {}
    numbers = set()
    for start, stop in _lines(doc):
        found = _NUMBERED.match(doc.text, start, stop)
        if found is not None and found["number"] not in numbers:
            numbers.add(found["number"])
            asked[start] = Asked(found.end(), found["number"])
    return asked


def _bold(doc: Lined) -> dict[int, Asked]:
    """Paragraphs that are bold throughout and ask."""
    bold = [
        (start, block.text)
        for start, block in zip(doc.starts, doc.blocks, strict=True)
        if block.text.strip() and block.bold >= len(block.text.rstrip()) and block.kind not in ASIDE
    ]
    asking = [(start, text) for start, text in bold if text.rstrip().endswith("?")]
    return {start: _plain(text, start) for start, text in asking} if 2 * len(asking) > len(bold) else {}


def _headings(doc: Lined) -> dict[int, Asked]:
    """Headings that ask, where most headings do."""
    titles = [
        (start, block.text)
        for start, block in zip(doc.starts, doc.blocks, strict=True)
        if block.kind == "heading" and block.text.strip()
    ]
    asking = [(start, text) for start, text in titles if text.rstrip().endswith("?")]
    return {start: _plain(text, start) for start, text in asking} if 2 * len(asking) > len(titles) else {}


def _asking_lines(doc: Lined) -> dict[int, Asked]:
    """Lines that ask and nothing else, where between a fifth and three fifths of all lines do.

    More of them, and the text is a guide without answers; fewer, and they are rhetorical.
    """
    lines = _lines(doc)
    asked = {}
    for start, stop in lines:
        line = doc.text[start:stop].strip()
        if line.endswith("?") and line[0] not in _QUOTES and len(line) <= 300:
            asked[start] = _plain(doc.text[start:stop], start)
    return asked if 0.2 * len(lines) <= len(asked) <= 0.6 * len(lines) else {}


def _plain(text: str, start: int) -> Asked:
    found = _ITEM.match(text)
    return Asked(start + found.end(), found["number"]) if found else Asked(start)


def _answered(doc: Lined, asked: Mapping[int, Asked]) -> bool:
    """Whether most questions have words under them: a bare list of questions is a guide."""
    lines = _lines(doc)
    followed = sum(1 for (start, _), (after, _) in itertools.pairwise(lines) if start in asked and after not in asked)
    return followed >= 0.6 * len(asked)


def question_turns(doc: Lined, asked: Mapping[int, Asked]) -> tuple[Turn, ...]:
    """A turn for each question and one for what stands under it; before the first, nobody's."""
    numbers = [question.number for question in asked.values()]
    usable = None not in numbers and len(set(numbers)) == len(numbers)
    pieces: list[tuple[str, int, int, str | None]] = []
    current: str | None = None
    begun = False
    for start, stop in _lines(doc):
        question = asked.get(start)
        aside = doc.blocks[doc.block_at(start)].kind in ("heading", *ASIDE)
        if question is not None:
            current = question.number if usable else None
            pieces.append(("interviewer", question.words, stop, current))
            begun = True
        elif not begun or aside:
            pieces.append(("other", start, stop, current))
        elif pieces[-1][0] == "informant":
            pieces[-1] = ("informant", pieces[-1][1], stop, current)
        else:
            pieces.append(("informant", start, stop, current))
    turns: list[Turn] = []
    for role, start, stop, number in pieces:
        span = trim(doc.text, Span(start, stop))
        if span is not None:
            turns.append(Turn(len(turns) + 1, "", role, span, None, number))
    return tuple(turns)
