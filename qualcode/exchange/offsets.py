"""How a file counts characters, found out from where its selections fall.

The standard says code points, and programs do otherwise: NVivo counts UTF-16 units of the file as stored,
some count a line end of two characters as one, a mark at the beginning of the file as one, or give the last
character where others give the one after it. Under the wrong count the selections fall into the middle of
words, under the right one on their edges, and where the file has the quotes too they fit.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import product

from ..core.errors import UsageError
from ..core.values import frozen

_SAMPLE = 2000
"""How many selections of a file are looked at; more would not change the choice."""
_LINE_END = re.compile("\n")
_SPECIAL = re.compile("\r\n|\n|[\U00010000-\U0010ffff]")


@frozen
class Convention:
    """One way of counting."""

    unit: str = "codepoints"
    """`codepoints` or `utf16`."""
    line_end: str = "stored"
    """`stored`: as many characters as the file has; `one`: CRLF counts as one; `two`: LF counts as two."""
    mark: bool = False
    """Whether a byte order mark counts as a character."""
    inclusive: bool = False
    """Whether the end is the last character, not the one after it."""

    def __str__(self) -> str:
        parts = [self.unit]
        if self.line_end != "stored":
            parts.append("crlf1" if self.line_end == "one" else "lf2")
        if self.mark:
            parts.append("bom")
        if self.inclusive:
            parts.append("inclusive")
        return "+".join(parts)


def convention(written: str) -> Convention:
    """What a person writes: `codepoints` or `utf16`, with `+crlf1`, `+lf2`, `+bom`, `+inclusive` as needed.

    >>> convention("utf16+bom")
    Convention(unit='utf16', line_end='stored', mark=True, inclusive=False)
    """
    unit, *more = written.strip().lower().split("+")
    unit = {"codepoint": "codepoints", "utf-16": "utf16", "unicode": "codepoints"}.get(unit, unit)
    if unit not in ("codepoints", "utf16") or not set(more) <= {"crlf1", "lf2", "bom", "inclusive"}:
        raise UsageError(
            f"--offsets {written!r}: expected auto, codepoints or utf16, "
            "with +crlf1, +lf2, +bom or +inclusive where needed",
            slug="bad_offsets",
        )
    line_end = "one" if "crlf1" in more else "two" if "lf2" in more else "stored"
    return Convention(unit, line_end, "bom" in more, "inclusive" in more)


class Counted:
    """A text as stored, and where its characters are in the text as qualcode keeps it (line ends `\\n`)."""

    def __init__(self, stored: str, marked: bool) -> None:
        self.marked = marked
        self.text = stored.replace("\r\n", "\n").replace("\r", "\n") if "\r" in stored else stored
        rare = "\r" in stored or len(stored.encode("utf-16-le", "surrogatepass")) > 2 * len(stored)
        self._specials = [(at.start(), at.group()) for at in (_SPECIAL if rare else _LINE_END).finditer(stored)]
        self._tables: dict[Convention, tuple[list[int], list[int]]] = {}

    @property
    def kinds(self) -> set[str]:
        """What in this text tells one convention from another."""
        found = set()
        for _, special in self._specials:
            found.add("crlf" if special == "\r\n" else "lf" if special == "\n" else "astral")
        return found | ({"mark"} if self.marked else set())

    def offset(self, position: int, counting: Convention) -> int:
        """The offset in `text` of a position in the file, as far as it lies inside."""
        return self.offsets(counting)(position)

    def offsets(self, counting: Convention) -> Callable[[int], int]:
        """What turns positions in the file into offsets in `text`; made once for many of them."""
        begins, more = self._table(counting)
        shift = int(counting.mark and self.marked)
        if not begins:
            return lambda position: position - shift
        return lambda position: position - shift - more[bisect_right(begins, position - shift)]

    def position(self, offset: int, counting: Convention) -> int:
        """The position in the file of an offset in `text`; the other way round."""
        begins, more = self._table(counting)
        # Each entry says: from this position on, so many more units than code points were counted.
        low, high = 0, len(begins)
        while low < high:
            middle = (low + high) // 2
            if begins[middle] - more[middle + 1] <= offset:
                low = middle + 1
            else:
                high = middle
        return offset + more[low] + (1 if counting.mark and self.marked else 0)

    def _table(self, counting: Convention) -> tuple[list[int], list[int]]:
        if counting not in self._tables:
            begins: list[int] = []
            more = [0]
            ahead = 0
            """Units counted so far beyond the code points of the stored text."""
            removed = 0
            """Characters so far that the stored text has and the kept text has not."""
            for at, special in self._specials:
                if special == "\r\n":
                    removed += 1
                    if counting.line_end == "one":
                        ahead -= 1
                        continue
                elif special == "\n":
                    if counting.line_end != "two":
                        continue
                    ahead += 1
                elif counting.unit != "utf16":
                    continue
                else:
                    ahead += 1
                begins.append(at + len(special) + ahead)
                more.append(ahead + removed)
            self._tables[counting] = (begins, more)
        return self._tables[counting]


@frozen
class Selection:
    """A stretch as the file gives it, with its words where the file has them."""

    start: int
    stop: int
    quote: str = ""


@frozen
class Detected:
    """The convention that fits best, and why it is believed."""

    counting: Convention
    fits: float
    """Share of the looked-at edges that fall where words begin and end, or of quotes that fit."""
    looked_at: int
    sure: str
    """`the same` (every convention gives the same places), `sure`, `likely` or `undecidable`."""
    other: Convention | None = None
    """The best of those that give other places."""
    other_fits: float = 0.0

    def sentence(self) -> str:
        """For people."""
        names = {"codepoints": "code points", "utf16": "UTF-16 units"}
        said = names[self.counting.unit]
        if self.counting.line_end != "stored":
            said += ", CRLF as one" if self.counting.line_end == "one" else ", LF as two"
        said += ", the byte order mark counted" if self.counting.mark else ""
        said += ", last character included" if self.counting.inclusive else ""
        if self.sure == "the same":
            return f"positions: every way of counting gives the same places ({self.looked_at} selections)"
        doubt = {"sure": "", "likely": "; likely", "undecidable": "; this cannot be decided from the file"}[self.sure]
        instead = f", {self.other_fits:.0%} counted by {self.other}" if self.other else ""
        return (
            f"positions are counted in {said}: {self.fits:.0%} of {self.looked_at} selections "
            f"fall on words{instead}{doubt} (--offsets overrides)"
        )


def candidates(kinds: set[str]) -> list[Convention]:
    """The conventions that can give different places in texts that have these things in them."""
    units = ("codepoints", "utf16") if "astral" in kinds else ("codepoints",)
    line_ends = ("stored", *(["one"] if "crlf" in kinds else []), *(["two"] if "lf" in kinds else []))
    marks = (False, True) if "mark" in kinds else (False,)
    return [Convention(*each) for each in product(units, line_ends, marks, (False, True))]


def detect(texts: Iterable[tuple[Counted, Sequence[Selection]]], expected: Convention) -> Detected:
    """The convention under which the selections of all texts fall best; `expected` where nothing tells.

    One program wrote the whole file, so one convention holds for all of it.
    """
    held = [(counted, selections) for counted, selections in texts if selections]
    each = max(20, _SAMPLE // max(1, len(held)))
    sampled = [(counted, _sample(selections, each)) for counted, selections in held]
    best, quotes = _best(sampled, expected)
    # What looked like quotes are names that people gave.
    if not quotes and any(selection.quote for _, chosen in sampled for selection in chosen):
        bare = [(counted, [Selection(each.start, each.stop) for each in chosen]) for counted, chosen in sampled]
        best, _ = _best(bare, expected)
    return best


def _best(sampled: Sequence[tuple[Counted, Sequence[Selection]]], expected: Convention) -> tuple[Detected, bool]:
    """The best convention, and whether any quote fitted under any of them."""
    kinds = {kind for counted, _ in sampled for kind in counted.kinds}
    looked_at = sum(len(selections) for _, selections in sampled)
    scores: list[tuple[float, Convention, tuple[tuple[int, int], ...]]] = []
    quotes = False
    for counting in dict.fromkeys([_as_told(expected, kinds), *candidates(kinds)]):
        places = []
        points = wanted = 0.0
        for counted, selections in sampled:
            offset = counted.offsets(counting)
            for selection in selections:
                start = offset(selection.start)
                stop = offset(selection.stop + counting.inclusive)
                places.append((start, stop))
                words = counted.text[max(0, start) : max(0, stop)]
                quoted = bool(selection.quote) and fits(words, selection.quote)
                quotes = quotes or quoted
                if quoted:
                    points += 1.0 if words == words.strip() else 0.7
                else:
                    points += _edges(counted.text, start, stop) * (0.9 if selection.quote else 1.0)
                wanted += 1
        scores.append((points / wanted if wanted else 0.0, counting, tuple(places)))
    if not looked_at:
        return Detected(expected, 0.0, 0, "the same"), True
    best_score, best, best_places = max(scores, key=lambda each: (round(each[0], 6), each[1] == scores[0][1]))
    # An end that is the last character is so rare that it is no rival of a count that fits without it.
    told = [each for each in scores if best.inclusive != expected.inclusive or each[1].inclusive == best.inclusive]
    others = [each for each in told if each[2] != best_places]
    if not others:
        return Detected(scores[0][1], best_score, looked_at, "the same"), quotes
    other_score, other, _ = max(others, key=lambda each: each[0])
    margin = best_score - other_score
    few = looked_at * margin < 0.999  # less than one selection speaks for it
    if few and best != scores[0][1] and looked_at * (best_score - scores[0][0]) < 0.999:
        # Then what is expected holds, and the best is the other one.
        other_score, other = best_score, best
        best_score, best = scores[0][0], scores[0][1]
    sure = (
        "undecidable"
        if few
        else "sure"
        if best_score >= 0.9 and looked_at * margin >= (1 if quotes else 3)
        else "likely"
    )
    return Detected(best, best_score, looked_at, sure, other, other_score), quotes


def _as_told(expected: Convention, kinds: set[str]) -> Convention:
    """What is expected, without what makes no difference here."""
    return Convention(
        expected.unit if "astral" in kinds else "codepoints",
        expected.line_end
        if (expected.line_end == "one" and "crlf" in kinds) or (expected.line_end == "two" and "lf" in kinds)
        else "stored",
        expected.mark and "mark" in kinds,
        expected.inclusive,
    )


def _sample(selections: Sequence[Selection], count: int) -> Sequence[Selection]:
    if len(selections) <= count:
        return list(selections)
    step = len(selections) / count
    return [selections[int(number * step)] for number in range(count)]


def _edges(text: str, start: int, stop: int) -> float:
    """How well a stretch begins and ends: at words, not in them, and not with blanks; or it is whole lines."""
    if not 0 <= start < stop <= len(text):
        return 0.0
    if text[stop - 1] == "\n" and (start == 0 or text[start - 1] == "\n") and text[start] != "\n":
        return 1.0
    return (_edge(text, start, start) + _edge(text, stop, stop - 1)) / 2


def _edge(text: str, at: int, own: int) -> float:
    """An edge inside a word is wrong; one that takes a blank along is less likely than one that does not."""
    if 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum():
        return 0.0
    return 0.7 if text[own].isspace() else 1.0


def fits(words: str, quote: str) -> bool:
    """Whether a quote, perhaps cut short, is of these words; white space is not compared."""
    wanted = "".join(quote.split()).removesuffix("...").removesuffix("…")
    found = "".join(words.split())
    return found == wanted or (len(wanted) >= 12 and found.startswith(wanted))
