"""A text as those who look for labels in it read it: in lines and blocks, and times as clocks have them.

Nordic people write times with full stops (`00.03 Ola: words`, `Ola 00.03` above the words) and after `kl.`, and the
pane of Teams has them in words when it is copied (`0 minutes 3 seconds`). `3.50` may be a price and `2.10` a section. A
full stop is a clock's where lines begin or end so in one way beside the same labels, each later than the one before.
The text then has colons there, at the same places.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ...core.values import frozen
from ..readers.blocks import Block, dotted, seconds


@frozen
class Lined:
    """A document's text with its blocks and lines, as the finders need it."""

    text: str
    blocks: Sequence[Block]
    starts: array[int]
    """Where each block begins in the text."""
    lines: array[int]
    """Where each line begins, and one more: the length of the text plus one."""
    filled: int
    """Lines that are not blank."""

    def line_number(self, offset: int) -> int:
        """The line of an offset, from 1."""
        return bisect_right(self.lines, offset)

    def block_at(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1


def lined(text: str, blocks: Sequence[Block], starts: array[int]) -> Lined:
    """A text as the finders read it: times with full stops have colons."""
    clocked = _with_colons(text)
    if clocked != text:
        text, ends = clocked, (start + len(block.text) for start, block in zip(starts, blocks, strict=True))
        blocks = [replace(block, text=text[start:end]) for start, end, block in zip(starts, ends, blocks, strict=True)]
    lines = array("q", [0])
    filled = 0
    at = text.find("\n")
    last = 0
    while at >= 0:
        if not text[last:at].isspace() and at > last:
            filled += 1
        last = at + 1
        lines.append(last)
        at = text.find("\n", last)
    if text[last:].strip():
        filled += 1
    lines.append(len(text) + 1)
    return Lined(text, blocks, starts, lines, filled)


def wrapped(doc: Lined) -> bool:
    """Whether blank lines, not line ends, part the paragraphs of a text made of lines: where it was broken into lines
    to fit a page, many lines are nearly full and go on in the next, which begins with a small letter."""
    lines = [block.text.strip() for block in doc.blocks]
    if all(lines) or any("\n" in line for line in lines):
        return False
    pairs = [(above, line) for above, line in pairwise(lines) if above and line]
    if not pairs:
        return True
    full = sorted(len(above) for above, _ in pairs)[len(pairs) * 19 // 20] * 0.6
    return sum(line[0].islower() and len(above) >= full for above, line in pairs) * 5 >= len(pairs)


FEWEST = 3
_CLOCK = r"\d{1,3}\.[0-5]\d(?:\.[0-5]\d)?"
_RANGE = rf"(?P<time>{_CLOCK})(?:[ \t]*[-–—][ \t]*{_CLOCK})?"
_TIMES = rf"[\[(<]?(?:[Kk]l\.?[ \t]*)?{_RANGE}[\])>]?"
_LABEL = r"(?P<label>[^\W\d_][^:\n\t?!.,;]{0,40}?)"
_WAYS = tuple(
    re.compile(rf"^[ \t]*(?P<all>{way})", re.MULTILINE)
    for way in (
        rf"{_TIMES}[ \t]*[-–—|]?[ \t]+{_LABEL}[ \t]*:(?=[ \t\n])",
        rf"{_TIMES}[ \t]+{_LABEL}[ \t]*$",
        rf"{_LABEL}[ \t]*[,|–-]?[ \t]+{_TIMES}[ \t]*:?[ \t]*$",
        rf"{_LABEL}[ \t]+{_TIMES}[ \t]*:(?=[ \t])",
        rf"{_LABEL}[ \t]*:?[ \t]*\[{_RANGE}\](?=[ \t])",
        rf"{_LABEL}[ \t]+\((?P<time>{_CLOCK})\)(?=[ \t])",
        rf"{_LABEL}[ \t]*[\t|–-][ \t]*{_TIMES}[ \t]*[\t|–-]",
        rf"{_TIMES}[ \t]*\t[ \t]*{_LABEL}[ \t]*\t",
        rf"(?P<label>)(?=\W?\d\d\.|\W?\d\.\d\d\.){_TIMES}[ \t]*$",
    )
)
"""Before `Ola: words` and `Ola`; after `Ola` alone, before its colon, in brackets behind it; in a column of
its own; on lines of their own."""
_IN_WORDS = re.compile(
    rf"^(?:{_LABEL}[ \t]+)?(?P<all>(?=\d)"
    r"(?:(?P<h>\d{1,2}) (?:hours?|timer?|timm(?:e|ar))(?: |$))?"
    r"(?:(?P<m>\d{1,2}) (?:minutes?|minut(?:t?er)?|minutt)(?: |$))?"
    r"(?:(?P<s>\d{1,2}) (?:seconds?|sekund(?:er)?))?)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_STOP = re.compile(r"(?<=\d)\.(?=\d)")
_ANY = re.compile(r"[0-9]\.[0-9]")


def _with_colons(text: str) -> str:
    """The text with colons in such times, and of the same length."""
    return _dots_with_colons(_words_with_colons(text))


def _words_with_colons(text: str) -> str:
    """`1 hour 0 minutes 20 seconds` as `1:00:20` and blanks; `2 minutes` beside such, where it comes in its turn."""
    found = list(_IN_WORDS.finditer(text)) if " se" in text and re.search(r"\d se[ck]", text) else []
    exact = [each for each in found if each["s"]]
    for times in (found, exact) if len(exact) >= FEWEST else ():
        clocks = [_clock(each) for each in times]
        if all((seconds(a) or 0) <= (seconds(b) or 0) for a, b in pairwise(clocks)):
            return _with(text, times, clocks)
    return text


def _clock(time: re.Match[str]) -> str:
    """A time in words as a clock has it, and of the same length."""
    hours, minutes, whole = (int(time[part] or 0) for part in "hms")
    return f"{hours}:{minutes:02}:{whole:02}".ljust(len(time["all"]))


def _dots_with_colons(text: str) -> str:
    if not _ANY.search(text):
        return text
    for way in _WAYS:
        found = list(way.finditer(text))
        if len(found) < FEWEST:
            continue
        times = [seconds(dotted(each["time"])) for each in found]
        upwards = sum(a is not None and b is not None and a <= b for a, b in pairwise(times))
        labels = Counter(each["label"].casefold() for each in found)
        if None in times or upwards < 0.9 * (len(found) - 1) or times[0] == times[-1]:
            continue
        if 2 * len(labels) > len(found) + 1:  # each stands once: sections, prices of things
            continue
        text = _with(text, found, [_STOP.sub(":", each["all"]) for each in found])
    return text


def _with(text: str, found: Sequence[re.Match[str]], clocks: Sequence[str]) -> str:
    """The text with each clock in the place of what was found."""
    pieces, at = [], 0
    for each, clock in zip(found, clocks, strict=True):
        pieces += [text[at : each.start("all")], clock]
        at = each.end("all")
    return "".join(pieces) + text[at:]
