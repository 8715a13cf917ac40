"""Names of codes in the print-outs of other programs: in small boxes under what is coded, or beside the text.

They come again and again, are short, hold no sentence, and are set in smaller type than the words (boxes), or
begin where the column of words has ended (the margin). Nobody said them, so they are taken out and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from ..blocks import ONLY_STAMP
from .lines import MARK, Line, PageLines, body_size, left_edge, split_at_gap

SMALLER = 0.87
"""How much smaller than the words the type in a box is at most."""
LONGEST = 60
MOST_LINES = 3
"""Longer runs of small lines are tables, notes or lists."""


def take_code_names(pages: Sequence[PageLines]) -> Counter[str]:
    """Take the names out of the `body` of every page; how often each stood there."""
    usual = body_size(pages)
    found = Counter[str]()
    for take in (_boxes, _margin):
        places = take(pages, usual)
        names = Counter(name for _, _, named in places for name in named)
        often = sum(count for count in names.values() if count >= 2)
        if len(places) < 3 or often < 0.5 * names.total() or len(names) < 2:
            continue
        found += names
        gone = {id(line): left for line, left, _ in places}
        for page in pages:
            page.body = [left for line in page.body if (left := gone.get(id(line), line)) is not None]
    return found


Place = tuple[Line, Line | None, list[str]]
"""A line, what is left of it, and the names that stood in it."""


def _boxes(pages: Sequence[PageLines], usual: float) -> list[Place]:
    """Lines of names in small type, each run of them right below words; two names side by side somewhere show
    that they are no labels of speakers."""
    places: list[Place] = []
    runs = proper = 0
    for page in pages:
        before: Line | None = None
        for small, run in groupby(page.body, key=lambda line: _names(line, usual)):
            lines = list(run)
            if small:
                runs += 1
                if len(lines) <= MOST_LINES and before is not None and before.size > lines[0].size / SMALLER:
                    proper += 1
                    places += [(line, None, _pieces(line)) for line in lines]
            before = lines[-1]
    several = any(len(named) > 1 for _, _, named in places)
    if not several or proper < 0.6 * runs:
        return []
    known = sorted({name for _, _, named in places for name in named}, key=len, reverse=True)
    boxed = {id(line) for line, _, _ in places}
    for page in pages:
        for line in page.body:
            if line.size <= SMALLER * usual and id(line) not in boxed and (named := _in_one(line.text, known)):
                places.append((line, None, named))
    return places


def _in_one(text: str, known: Sequence[str]) -> list[str]:
    """The names in a line in which they stand so evenly that no wide blank parts them; at most one is new."""
    found = []
    for name in known:
        if name in text:
            text = text.replace(name, "\t", 1)
            found.append(name)
    rest = text.replace("\t", " ").strip()
    return [*found, *filter(None, [rest])] if found and (not rest or _is_name(rest)) else []


def _names(line: Line, usual: float) -> bool:
    return line.size <= SMALLER * usual and not line.bold and all(map(_is_name, _pieces(line)))


def _margin(pages: Sequence[PageLines], usual: float) -> list[Place]:
    """Short pieces that begin right of where the words of all other lines end."""
    ends = sorted(line.x1 for page in pages for line in page.body if not line.gaps and len(line.text) > 30)
    if len(ends) < 10:
        return []
    right = ends[int(0.95 * (len(ends) - 1))]
    places: list[Place] = []
    for page in pages:
        for line in page.body:
            if line.gaps and line.gaps[-1].right > right + 0.5 * usual and line.gaps[-1].at >= 20:
                words, beside = split_at_gap(line, len(line.gaps) - 1)
                if _is_name(beside.text.strip()):
                    places.append((line, words, [beside.text.strip()]))
            elif line.x0 > right + 0.5 * usual and _is_name(line.text.strip()):
                places.append((line, None, [line.text.strip()]))
    return places if len(places) <= 0.4 * sum(len(page.body) for page in pages) else []


def take_left_names(pages: Sequence[PageLines]) -> Counter[str]:
    """Take names left of the words out of the `lines` of every page, before pieces of one row are joined; how often
    each stood there.

    Whoever speaks stands there too, so they are names of codes only in smaller type than the words, or where the
    labels of speakers stand in the column of words.
    """
    left = left_edge([page.lines for page in pages])
    usual = body_size(pages)
    places: list[tuple[int, Line, Line | None, str, bool]] = []
    for number, page in enumerate(pages):
        for line in page.lines:
            piece, words = line, None
            if line.gaps and line.gaps[0].left < left - 1:
                piece, words = split_at_gap(line, 0)
            if piece.x1 < left - 0.2 * usual and _is_name(piece.text.strip()):
                places.append((number, line, words, piece.text.strip(), words is None and line.size <= SMALLER * usual))
    if not _labels_in_column(pages, left):
        smaller = {name for *_, name, small in places if small}
        places = [place for place in places if place[3] in smaller]
    names = Counter(name for *_, name, _ in places)
    if any(_SOMEBODY.fullmatch(name) for name in names):
        return Counter()  # a table whose first column says whose words these are
    again = [count for count in names.values() if count >= 2]
    lines = sum(len(page.lines) for page in pages)
    if not 3 <= len(places) <= 0.4 * lines or sum(again) < 0.5 * names.total() or len(again) < 2:
        return Counter()
    for number, page in enumerate(pages):
        gone = {id(line): words for at, line, words, *_ in places if at == number}
        page.lines = [kept for line in page.lines if (kept := gone.get(id(line), line)) is not None]
    return names


_SOMEBODY = re.compile(
    r"[^\W\d_]{1,4}[ ._-]?\d{1,4}|(?:interview|informant|participant|respondent|deltag|deltak)\w*.*", re.I
)
_IN_FRONT = re.compile(r"([^\W\d_][^:\n]{0,40}):(?=\s|$)")


def _labels_in_column(pages: Sequence[PageLines], left: float) -> bool:
    """Whether two labels or more, in front of words or on lines of their own, come again where the words stand."""
    labels = Counter[str]()
    for page in pages:
        for line in page.lines:
            text = line.text.strip()
            if line.x0 >= left - 2 and not line.gaps:
                found = _IN_FRONT.match(text)
                if found is not None:
                    labels[found[1]] += 1
                elif len(text) <= 40 and len(text.split()) <= 4 and _is_name(text):
                    labels[text] += 1
    return sum(count >= 3 for count in labels.values()) >= 2


def _pieces(line: Line) -> list[str]:
    return [piece.strip() for piece in line.text.split("\t") if piece.strip()]


_WORD = re.compile(r"[^\W\d_]{2}")
_SENTENCE_END = re.compile(r"[.?!…,;:]$")


def _is_name(piece: str) -> bool:
    """Whether a piece of a line can be the name of a code: short, with a word in it, no sentence, no time, and not what
    stands in and under formulas and figures (`n`, `(a)`)."""
    return (
        0 < len(piece) <= LONGEST
        and len(piece.split()) <= 8
        and _WORD.search(piece) is not None
        and not MARK.match(f"{piece} .")
        and not _SENTENCE_END.search(piece)
        and not ONLY_STAMP.match(piece)
        and "@" not in piece
        and "://" not in piece
    )


def in_words(names: Counter[str], most: int = 6) -> Iterable[str]:
    """The warning that says what was left out."""
    if names:
        shown = ", ".join(f"{name} ({count})" for name, count in names.most_common(most))
        more = f" and {len(names) - most} more" if len(names) > most else ""
        yield f"left out: names of codes beside or under the words {names.total()}: {shown}{more}"
