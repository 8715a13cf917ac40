"""Measures of a document's lines: usual type size, columns and their edges, recurring labels."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..blocks import BRACKETED, STAMP
from .lines import Line, PageLines, side

LABEL = re.compile(rf"([^\W_][^:\n\t]{{0,60}}?)\s?(?:{BRACKETED}\s?)?:(?=\s|$|[^\W\d_])")


_MARKED = re.compile(
    rf"\[?(?P<label>[^\W_][^:;\n\t\[\]?!]{{0,30}}?)(?:\]|\)|[ \xa0][–|=-]|[/>;]|[ \xa0]{BRACKETED})[ \xa0]+(?=\S)"
)
"""Before `words` where no colon says who speaks: `[Anna]`, `INT)`, `Anna –`, `Anna;`, `Anna (0:25)`."""
_TIMED = re.compile(rf"[^\W_][^:\n\t?!]{{0,40}}?[ \xa0]+(?:{STAMP})$")
"""A label with its time and nothing more."""
_ENDED = re.compile(r"[^\W\d_]{4,}[.?!] ")


@dataclass(slots=True)
class Column:
    """The edges and the line spacing of the column that a line stands in."""

    left: float
    right: float
    spacing: float

    @property
    def width(self) -> float:
        return max(self.right - self.left, 1.0)


def body_size(pages: Sequence[PageLines]) -> float:
    """The height of type that most characters of the document have."""
    sizes: Counter[int] = Counter()
    for page in pages:
        for line in page.body or page.lines:
            sizes[round(line.size * 4)] += len(line.text)
    return sizes.most_common(1)[0][0] / 4 if sizes else 1.0


def left_edge(pages: Iterable[Sequence[Line]]) -> float:
    """Where most lines of words begin, over the whole document."""
    starts: Counter[int] = Counter()
    for lines in pages:
        for line in lines:
            if len(line.text) > 20:
                starts[round(line.x0 / 2)] += 1
    return starts.most_common(1)[0][0] * 2.0 if starts else 0.0


def _is_short(label: str) -> bool:
    """Whether what stands before a colon has few words and no end of a sentence in it."""
    return len(label.split()) <= 8 and _ENDED.search(label) is None


def labels_of(pages: Sequence[PageLines]) -> tuple[frozenset[str], frozenset[str], bool]:
    """What looks like a speaker's label at line starts, twice or more; lines that are all label,
    three times or more; and whether so many lines have one that people speak here."""
    with_colon: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for page in pages:
        widest = max((line.width for line in page.body), default=0.0)
        for line in page.body:
            text = line.text.strip()
            # A line of words that fills its column is no label, however often it comes again.
            full = text.count(" ") >= 2 and line.width >= 0.8 * widest
            if len(text) <= 40 and text.count(" ") < 4 and not full and text[:1].isalpha() and text[-1:].isalnum():
                alone[text.casefold()] += 1
            if ":" in text[:64] and (match := LABEL.match(text)) is not None and _is_short(match[1]):
                with_colon[match[1].strip().casefold()] += 1
    labels = {label: count for label, count in with_colon.items() if count > 1}
    if 2 * sum(with_colon.values()) >= sum(len(page.body) for page in pages):
        # A short extract: half of the lines and more begin with a label, though each may stand there once.
        labels = dict(with_colon)
    lines = {text: count for text, count in alone.items() if count > 2}
    most = sum(len(page.body) for page in pages)
    spoken = max(sum(labels.values()), sum(lines.values()))
    return frozenset(labels), frozenset(lines), spoken > 5 and spoken > 0.05 * most


def marked_labels(pages: Sequence[PageLines]) -> frozenset[str]:
    """Labels before another mark than a colon, where a fifth of all lines begin with one that comes back."""
    found = [label for page in pages for line in page.body if (label := marked_label(line.text))]
    again = {label for label, count in Counter(found).items() if count > 1}
    many = sum(label in again for label in found) >= max(4, 0.2 * sum(len(page.body) for page in pages))
    return frozenset(again) if many else frozenset()


def marked_label(text: str) -> str:
    """The label that a line begins with, before another mark than a colon; a time's own line is all label."""
    if _TIMED.match(text):
        return "time"
    found = _MARKED.match(text)
    return found["label"].strip().casefold() if found is not None else ""


def columns_of_lines(body: Sequence[Line], gutters: Sequence[float]) -> list[Column]:
    """For each line the column it stands in: runs of lines that go down the page together."""
    found: list[Column] = []
    start = 0
    for at in range(1, len(body) + 1):
        if at < len(body):
            before, line = body[at - 1], body[at]
            down = line.baseline <= before.baseline + 0.3 * line.size
            if down and side(before, gutters) == side(line, gutters):
                continue
        run = body[start:at]
        found.extend([measure(run)] * len(run))
        start = at
    return found


def measure(run: Sequence[Line]) -> Column:
    widest = max(line.width for line in run)
    main = [line for line in run if line.width > 0.5 * widest] or run
    lefts, rights = sorted(line.x0 for line in main), sorted(line.x1 for line in main)
    steps = sorted(
        step
        for before, line in itertools.pairwise(run)
        if 0.7 * line.size < (step := before.baseline - line.baseline) < 3 * line.size
    )
    usual = max(line.size for line in run)
    # Among many a smaller step is an odd one; among few it is the only one within a paragraph.
    spacing = steps[len(steps) // 4 if len(steps) > 8 else 0] if steps else usual
    return Column(lefts[len(lefts) // 10], rights[min(int(0.95 * len(rights)), len(rights) - 1)], spacing)
