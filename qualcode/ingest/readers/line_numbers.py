"""Line numbers that a transcriber typed or a program wrote at the left of the words, and the feet of pages that came
along when a text was copied out of another program: nobody said them.

Either every line is numbered, or every fifth or tenth. They are known by counting as lines do; a number that
only begins a line (`3 har jeg`, a list, a label) does not. In PDF files their place on the page says more
(`pdf.margins`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...core.grouping import grouped
from .blocks import WRITTEN, Block, Raw

FEWEST = 5
"""Fewer lines than this, each with its number, are a list."""
STEPS = (5, 10)
_NUMBER = re.compile(
    r"[ \t\xa0]*(?P<open>[\[(]?)(?P<number>\d{1,4})(?P<dot>[.:)\]]?)(?:[ \t]*\|)?(?:[ \t\xa0]+(?=[^\s|])|[ \t\xa0]*$)"
)
_LABEL = re.compile(r"[^\W\d_][^:：\n]{0,40}[:：](?:\s|$)")

_PAGE_FOOT = re.compile(
    r"\s*(?:\[?(?P<word>sid(?:e|a|an|en)?|page|seite|[sp]\.)[ \xa0]?(?P<page>\d{1,3})"
    r"(?:[ \xa0]?(?:af|av|of|von|/)[ \xa0]?(?P<of>\d{1,3})|[ \xa0]?\((?P<within>\d{1,3})\))?\]?"
    r"|(?P<dash>[-–—])[ \xa0]?(?P<between>\d{1,3})[ \xa0]?[-–—]"
    r"|(?P<number>\d{1,3})(?:[ \xa0]?(?:/|\b(?:af|av|of|von)\b)[ \xa0]?(?P<all>\d{1,3})|[ \xa0]?\((?P<whole>\d{1,3})\))"
    r"|(?P<alone>\d{1,3}))\s*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Line:
    """A line that is not blank."""

    block: int
    start: int
    """Where it begins in its block."""
    words: int
    """Where its words begin, after a number."""
    at: int
    """Its place among all lines, blank ones too."""
    number: int | None
    dotted: bool
    label: str


def without_page_feet(raw: Raw) -> Raw:
    """The same content without `Side 1 af 3`, `Page 2` or `- 3 -` on lines of their own, where they count the pages of
    the whole; one alone is a line that somebody quotes."""
    raw = _without_foot_of_one(raw)
    found = {
        at: foot
        for at, block in enumerate(raw.blocks)
        if block.kind in WRITTEN and len(block.text) < 30 and (foot := _PAGE_FOOT.fullmatch(block.text))
        if not foot["alone"] or _at_an_edge(raw, at)
    }
    numbers = [int(next(filter(None, foot.group("page", "between", "number", "alone")))) for foot in found.values()]
    looks = {(foot["word"], foot["dash"], bool(foot["alone"]), _whole(foot)) for foot in found.values()}
    pages = max((int(of) for *_, of in looks if of), default=2 if raw.pages else 4)
    counted = len(numbers) >= max(2, pages - 1) and all(after == before + 1 for before, after in pairwise(numbers))
    if raw.media_type == "application/pdf" or len(looks) != 1 or not counted or numbers[0] > 2:
        return raw
    blocks = tuple(block for at, block in enumerate(raw.blocks) if at not in found)
    return replace(raw, blocks=blocks, warnings=(*raw.warnings, f"left out: numbers of pages {len(found)}"))


def _without_foot_of_one(raw: Raw) -> Raw:
    """The same content without `Side 1 af 1` or `1 (1)` as its first or its last line."""
    filled = [at for at, block in enumerate(raw.blocks) if block.text.strip()]
    for at in (filled[0], filled[-1]) if len(filled) > 2 else ():
        foot = _PAGE_FOOT.fullmatch(raw.blocks[at].text) if raw.blocks[at].kind in WRITTEN else None
        if foot and next(filter(None, foot.group("page", "number")), "") == _whole(foot) == "1":
            blocks = raw.blocks[:at] + raw.blocks[at + 1 :]
            return replace(raw, blocks=blocks, warnings=(*raw.warnings, "left out: numbers of pages 1"))
    return raw


def _whole(foot: re.Match[str]) -> str:
    """How many pages a foot says there are."""
    return next(filter(None, foot.group("of", "within", "all", "whole")), "")


def _at_an_edge(raw: Raw, at: int) -> bool:
    """Whether nothing stands on its page before a block, or nothing after it."""
    near = (raw.blocks[max(0, at - 8) : at][::-1], raw.blocks[at + 1 : at + 9])
    filled = [next((block for block in blocks if block.text.strip()), None) for blocks in near]
    return bool(raw.pages) and any(block is None or block.page != raw.blocks[at].page for block in filled)


def without_line_numbers(raw: Raw) -> Raw:
    """The same content without line numbers, and how many were left out among its warnings."""
    if raw.media_type == "application/pdf":
        return raw
    cells = _column_of_numbers(raw.blocks)
    if cells:
        blocks = [block for at, block in enumerate(raw.blocks) if at not in cells]
        return replace(raw, blocks=tuple(blocks), warnings=(*raw.warnings, f"left out: line numbers {len(cells)}"))
    if not _begin_with_digits(raw.blocks):
        return raw
    lines = _lines(raw.blocks)
    gone = _every_line(lines) or _every_few(lines)
    if not gone:
        return raw
    starts = grouped((line.block, line) for line in gone)
    blocks = [_without(block, starts[at]) if at in starts else block for at, block in enumerate(raw.blocks)]
    return replace(raw, blocks=tuple(blocks), warnings=(*raw.warnings, f"left out: line numbers {len(gone)}"))


def _column_of_numbers(blocks: Sequence[Block]) -> set[int]:
    """The cells that begin the rows of a table of talk and count upwards; beside them speakers come again and again,
    or questions."""
    first: list[int] = []
    beside = Counter[str]()
    for at, (before, block) in enumerate(pairwise((Block(""), *blocks))):
        if block.kind == "cell" and (before.kind != "cell" or before.row != block.row):
            first.append(at)
        elif block.kind == "cell" and first and first[-1] == at - 1:
            label = _LABEL.match(block.text)
            beside[label[0] if label else block.text.strip()] += 1
    numbers = {at: int(text) for at in first if re.fullmatch(r"\d{1,4}", text := blocks[at].text.strip(" \t\xa0.)[(]"))}
    upwards = sum(after == number + 1 for number, after in pairwise(numbers.values()))
    if len(numbers) < FEWEST or len(numbers) < 0.8 * len(first) or upwards < 0.9 * (len(numbers) - 1):
        return set()
    speakers = [count for label, count in beside.items() if count > 1 and 0 < len(label) <= 40]
    asked = sum(count for words, count in beside.items() if words.endswith("?"))
    talk = len(speakers) >= 2 and sum(speakers) >= 0.5 * beside.total()
    return set(numbers) if talk or asked >= 0.6 * beside.total() else set()


def _begin_with_digits(blocks: Sequence[Block]) -> bool:
    """Whether the first lines say that it is worth a closer look: most files hold no such numbers."""
    seen = found = 0
    for block in blocks:
        if block.kind not in WRITTEN:
            return False
        for line in block.text.split("\n"):
            begin = line.lstrip(" \t\xa0[(")[:1]
            seen += bool(begin)
            found += begin.isdigit()
        if seen >= 60:
            break
    return found >= 2


def _lines(blocks: Sequence[Block]) -> list[_Line]:
    lines = []
    at = 0
    for index, block in enumerate(blocks):
        start = 0
        for text in block.text.split("\n"):
            if text.strip():
                found = _NUMBER.match(text)
                words = found.end() if found else 0
                number = int(found["number"]) if found else None
                dotted = bool(found and (found["open"] or found["dot"]))
                label = _LABEL.match(text, words)
                lines.append(_Line(index, start, words, at, number, dotted, label[0] if label else ""))
            start += len(text) + 1
            at += 1
    return lines


def _every_line(lines: Sequence[_Line]) -> list[_Line]:
    """Nearly all lines have a number, each one more than the one before; on a new page they may begin again."""
    numbered = [line for line in lines if line.number is not None]
    if len(numbered) < FEWEST or len(numbered) < 0.8 * sum(line.at >= numbered[0].at for line in lines):
        return []
    counted = [numbered[0]]
    for before, line in pairwise(numbered):
        last = before.number or 0
        if line.number == last + 1 or (line.number == 1 and last >= FEWEST):
            counted.append(line)
    if len(counted) < 0.9 * len(numbered):
        return []
    labels = [line.label for line in counted if line.label]
    if sum(line.dotted for line in counted) > 0.5 * len(counted) and len(set(labels)) == len(labels):
        return []  # `1. Introduction` is an item of a list, and so is `1. Aim: ...`
    return counted


def _every_few(lines: Sequence[_Line]) -> list[_Line]:
    """Every fifth or tenth line has its number, and as many lines lie between two of them as the numbers say."""
    for step in STEPS:
        numbered = [
            (filled, line)
            for filled, line in enumerate(lines, start=1)
            if line.number and line.number % step == 0 and not line.dotted
        ]
        if len(numbered) < 2:
            continue
        first, last = numbered[0], numbered[-1]
        fits = sum(
            (line.number == (before.number or 0) + step and step in (filled - earlier, line.at - before.at))
            or line.number == step
            for (earlier, before), (filled, line) in pairwise(numbered)
        )
        sure = len(numbered) >= 3 or (first[1].number == step and step in (first[0], first[1].at + 1))
        if sure and fits >= 0.8 * (len(numbered) - 1) and len(numbered) * step >= 0.5 * (last[0] - first[0]):
            return [line for _, line in numbered]
    return []


def _without(block: Block, lines: Sequence[_Line]) -> Block:
    text = block.text
    breaks, bold = block.page_breaks, block.bold
    for line in reversed(lines):
        start, length = line.start, line.words
        text = text[:start] + text[start + length :]
        breaks = tuple((at - min(length, max(0, at - start)), page) for at, page in breaks)
        bold -= min(length, max(0, bold - start))
    return replace(block, text=text, page_breaks=breaks, bold=bold)
