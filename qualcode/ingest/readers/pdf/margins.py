"""What stands on a page but not in the text: running headers and footers, numbers in the margin.

They are known by their place and by coming again on other pages. A speaker's label comes
again too, but in the middle of pages as well, and is never taken away.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .lines import Line, PageLines, join_on_row, left_edge, split_at_gap

EDGE_LINES = 4
"""How many lines at either end of a page can be header or footer."""
SAME_HEIGHT = 14.0
"""Points by which a running header may move from page to page."""

_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]+$")
_LABEL = re.compile(r"(?!page\b|side\b|sida\b|seite\b)[^\W\d_][^:]{0,40}:\s", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,4}$")
_NUMBERED = re.compile(r"^\d{1,4}[.)]?\s+(?=\S)")


@dataclass(slots=True)
class Margins:
    """What was taken from the pages, for the warnings, and what the pages are called."""

    labels: list[str] = field(default_factory=list)
    running: dict[str, list[str]] = field(default_factory=dict)
    """Headers and footers, those that differ only in digits together: each as it stood, page by page."""
    outside: int = 0
    """Lines wholly outside the page."""
    twice: int = 0
    """Lines that the edge of one page cuts and that stand on the next page too."""
    numbers: int = 0
    """Line or paragraph numbers in the margin."""


def take_margins(pages: Sequence[PageLines]) -> Margins:
    """Set `body` of every page to its lines without margins, pieces of one row joined."""
    margins = Margins()
    for page in pages:
        inside = [line for line in page.lines if _on_page(line, page)]
        margins.outside += len(page.lines) - len(inside)
        page.body = inside
    margins.twice = _once_at_edges(pages)
    left = left_edge([page.body for page in pages])
    alone = _numbers_alone(pages, left)
    for page in pages:
        if alone:
            kept = [line for line in page.body if not _is_margin_number(line, left)]
            margins.numbers += len(page.body) - len(kept)
            page.body = kept
        page.body = join_on_row(page.body)
    margins.numbers += _strip_line_numbers(pages, left)
    taken = _take_running(pages, margins)
    margins.labels = _labels(pages, taken)
    return margins


def _on_page(line: Line, page: PageLines) -> bool:
    if not page.width or not page.height:
        return True
    return line.x1 > 0 and line.x0 < page.width and line.top > 0 and line.bottom < page.height


def _once_at_edges(pages: Sequence[PageLines]) -> int:
    """Browsers cut a line at the foot of a page and print it again at the head of the next: it stays once."""
    gone = 0
    for page, following in itertools.pairwise(pages):
        if not page.body or not following.body:
            continue
        lowest = min(page.body, key=lambda line: line.bottom)
        highest = max(following.body, key=lambda line: line.top)
        cut = lowest.bottom < 0 or highest.top > following.height
        if cut and lowest.text.strip() == highest.text.strip():
            page.body = [line for line in page.body if line is not lowest]
            gone += 1
    return gone


# Numbers in the margin.


def _is_margin_number(line: Line, left: float) -> bool:
    return line.x1 < left - 1 and _NUMBER.match(line.text.strip()) is not None


def _numbers_alone(pages: Sequence[PageLines], left: float) -> bool:
    """Whether numbers stand by themselves left of the text and count upwards."""
    rising = falling = 0
    for page in pages:
        before = None
        for line in page.body:
            if _is_margin_number(line, left):
                number = int(line.text)
                if before is not None:
                    rising += number > before
                    falling += number <= before
                before = number
    return rising >= 3 and rising > 4 * falling


_LEADING_NUMBER = re.compile(r"(\d{1,4})[ \t]+(?=\S)")


def _strip_line_numbers(pages: Sequence[PageLines], left: float) -> int:
    """Take away counting numbers that the file has put on the same line as the words."""
    found = []
    for page in pages:
        on_page = [(line, match) for line in page.body if (match := _LEADING_NUMBER.match(line.text)) is not None]
        numbers = [int(match[1]) for _, match in on_page]
        steps = sum(later - earlier in (1, 5) for earlier, later in itertools.pairwise(numbers))
        if (
            len(numbers) >= 5
            and steps >= 0.9 * (len(numbers) - 1)
            and len({round(line.x0 / 8) for line, _ in on_page}) <= 2
        ):
            found.append((len(numbers) / max(len(page.body), 1), numbers[1] - numbers[0], on_page))
    if not found or not any(share > (0.7 if step == 1 else 0.1) for share, step, _ in found):
        return 0
    count = 0
    for _, _, on_page in found:
        for line, match in on_page:
            if line.gaps and line.gaps[0].at < match.end():
                part = split_at_gap(line, 0)[1]
                line.text, line.x0, line.bold, line.gaps = part.text, part.x0, part.bold, part.gaps
            else:
                share = match.end() / len(line.text)
                line.x0 = max(left, line.x0 + share * line.width)
                line.text, line.bold = line.text[match.end() :], max(line.bold - match.end(), 0)
            count += 1
    return count


# Running headers and footers.


@dataclass(slots=True)
class _Row:
    """What stands on one height at the edge of a page."""

    lines: list[Line]
    height: float
    """From the edge of the page."""
    text: str = ""
    key: tuple[bool, str] = (True, "")


def _take_running(pages: Sequence[PageLines], margins: Margins) -> list[list[str]]:
    """Take running lines from the edges of every page inwards; return them page by page."""
    filled = [page for page in pages if page.body]
    taken: dict[int, list[str]] = {id(page): [] for page in pages}
    if len(filled) < 2:
        return [taken[id(page)] for page in pages]
    needed = 2 if len(filled) <= 3 else 3
    edges = [(_edge(page, top=True), _edge(page, top=False)) for page in filled]
    places: dict[tuple[bool, str], list[tuple[float, int, str]]] = {}
    elsewhere: Counter[str] = Counter()
    labels: Counter[str] = Counter()
    for index, (page, both) in enumerate(zip(filled, edges, strict=True)):
        at_edge = {id(line) for rows in both for row in rows for line in row.lines}
        for row in (*both[0], *both[1]):
            places.setdefault(row.key, []).append((row.height, index, row.text))
        inside = [line.text.strip() for line in page.body if id(line) not in at_edge]
        elsewhere.update(map(_same, inside))
        labels.update(label[0] for text in inside if (label := _LABEL.match(_NUMBERED.sub("", text))))
    running = {key for key, found in places.items() if _recurs(key[1], found, needed) and not _is_said(found, labels)}
    heights = {key: sorted(height for height, _, _ in places[key]) for key in running}
    for page, both in zip(filled, edges, strict=True):
        gone: set[int] = set()
        for rows in both:
            for row in rows:
                if (
                    row.key not in running
                    or elsewhere[_same(row.text)] > 1
                    or not _near(row.height, heights[row.key], needed)
                ):
                    break
                gone.update(id(line) for line in row.lines)
                taken[id(page)].append(row.text)
                margins.running.setdefault(row.key[1], []).append(row.text)
        if gone:
            page.body = [line for line in page.body if id(line) not in gone]
    return [taken[id(page)] for page in pages]


def _edge(page: PageLines, top: bool) -> list[_Row]:
    """The outermost rows of a page, from its edge inwards, at most the outer third of it."""
    ordered = sorted(page.body, key=lambda line: -line.baseline if top else line.baseline)
    limit = page.height * (0.66 if top else 0.34)
    rows: list[_Row] = []
    for line in ordered[: 2 * EDGE_LINES]:
        if line.bottom <= limit if top else line.bottom >= limit:
            break
        if rows and abs(rows[-1].lines[0].baseline - line.baseline) < 0.5 * line.size:
            rows[-1].lines.append(line)
        elif len(rows) == EDGE_LINES:
            break
        else:
            rows.append(_Row([line], page.height - line.bottom if top else line.bottom))
    for row in rows:
        row.lines.sort(key=lambda line: line.x0)
        row.text = " ".join(line.text.strip() for line in row.lines)
        row.key = (top, _key(row.text))
    return rows


def _key(text: str) -> str:
    """The words of a row without numbers and whatever their order: headers change sides."""
    words = sorted(word for word in _DIGITS.sub("#", text.casefold()).split() if word != "#")
    return "#" if not words or (len(words) == 1 and _ROMAN.match(words[0])) else " ".join(words)


def _same(text: str) -> str:
    """What a line has in common with others: its words, whatever the time beside them; a number is itself."""
    key = _key(text)
    return text if key == "#" else key


def _recurs(key: str, found: list[tuple[float, int, str]], needed: int) -> bool:
    if len(found) < needed:
        return False
    if _LABEL.match(found[0][2]) and len({text for _, _, text in found}) > 1:
        return False  # what one speaker says on each page, alike but for a number
    # A bare number is a page number only where it counts with the pages.
    offsets = Counter(int(text) - index for _, index, text in found if _NUMBER.match(text)) if key == "#" else Counter()
    return not offsets or offsets.most_common(1)[0][1] >= max(needed, 0.5 * sum(offsets.values()))


def _is_said(found: list[tuple[float, int, str]], labels: Counter[str]) -> bool:
    """Whether a row begins with the label of somebody who speaks within pages too, or is the end of a sentence or a
    question with its number."""
    text = _NUMBERED.sub("", found[0][2])
    label = _LABEL.match(text)
    asked = text.endswith("?") and text != found[0][2]
    ended = text[:1].islower() and text.endswith((".", "?", "!"))
    return (label is not None and labels[label[0]] > 1) or asked or ended


def _near(height: float, heights: list[float], needed: int) -> bool:
    """Whether enough of the others, whose heights are in order, stand at about this height."""
    above = bisect.bisect_right(heights, height + SAME_HEIGHT)
    return above - bisect.bisect_left(heights, height - SAME_HEIGHT) >= needed


# Page labels.


def _labels(pages: Sequence[PageLines], taken: Sequence[list[str]]) -> list[str]:
    """What each page is called: the number printed in its margin, else the file's own label."""
    offsets: Counter[int] = Counter()
    printed = 0
    for index, texts in enumerate(taken):
        values = {int(number) for text in texts for number in _DIGITS.findall(text) if len(number) < 6}
        printed += bool(values)
        offsets.update(value - index for value in values)
    offset, count = offsets.most_common(1)[0] if offsets else (0, 0)
    counted = count >= max(2, 0.5 * printed)
    labels = []
    for index, (page, texts) in enumerate(zip(pages, taken, strict=True)):
        roman = next((text for text in texts if _ROMAN.match(text.casefold())), "")
        values = {int(number) for text in texts for number in _DIGITS.findall(text) if len(number) < 6}
        if counted and (index + offset in values or (not roman and index + offset > 0)):
            labels.append(str(index + offset))
        else:
            labels.append(roman or page.label or str(index + 1))
    return labels
