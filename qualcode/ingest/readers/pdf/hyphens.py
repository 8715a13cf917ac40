"""Whether a hyphen at the end of a line belongs to the word.

Printing breaks `information` into `infor-` and `mation`, but `self-efficacy` and
`organisasjons- og` have hyphens of their own. The document's own words decide first; where
they say nothing, rules do, and what the rules are not sure of is listed for a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from ....core.values import frozen

JOIN, KEEP, SPACE = "join", "keep", "space"
"""`infor-`/`mation`: information; `self-`/`efficacy`: self-efficacy; `leder-`/`og`: leder- og."""

_TOKEN = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_TAIL = re.compile(r"[\w\u2019'\-\u2010\u2011]*$")
_HEAD = re.compile(r"[\w\u2019']+(?:[-\u2010\u2011](?=\w)[\w\u2019']+)*")

_CUT_OFF = re.compile(r"\w-(?=\s+[^\W\d_])")
"""A word that somebody did not finish, as transcripts have it: `det var jo- altså`; also `leder- og`."""
_MANY = 50
"""Of so many lines one or more ends in a broken word where the printer breaks words; where hardly any does, a hyphen
there is the writer's."""

_QUOTES = "'\u2019\u2018"
_AND = frozenset(("og", "eller", "samt", "och", "and", "or", "nor", "und", "oder", "bzw"))
"""Words after which a shared last part follows: `organisasjons- og personalutvikling`."""
_PREFIXES = frozenset(("self", "non", "ex", "all", "half", "quasi", "cross", "well", "ill", "so"))
"""English first parts that are written with a hyphen more often than without."""
_ENDINGS = frozenset(
    (
        "based", "driven", "level", "oriented", "specific", "related", "wide", "free", "like", "term", "scale",
        "aware", "led", "centred", "centered", "making", "friendly", "efficacy", "time", "style", "type", "rich",
    )
)  # fmt: skip
"""English last parts that are written with a hyphen more often than without."""


@frozen
class HyphenDecision:
    """What was done with one hyphen at a line's end, and whether the document showed it."""

    left: str
    right: str
    how: str
    """`join`, `keep` or `space`."""
    sure: bool
    page: int
    """Physical page, from 1."""

    @property
    def broken(self) -> str:
        """As printed: `infor-mation`. The key under which a person can decide otherwise."""
        return f"{self.left}-{self.right}"

    @property
    def result(self) -> str:
        return f"{self.left}{ {JOIN: '', KEEP: '-', SPACE: '- '}[self.how] }{self.right}"


class Hyphens:
    """Decides for one document and remembers every decision."""

    def __init__(self, lines: Iterable[str], chosen: Mapping[str, str] | None = None) -> None:
        """`lines` are all lines of the document; `chosen` overrides, by `Decision.broken`."""
        self._words: Counter[str] = Counter()
        self._lines = lines
        self._counted = False
        self._unbroken = self._cut_off = False
        """Whether words are not broken at line ends, and whether speakers break off in the middle of a word."""
        self._chosen = {key.casefold(): how for key, how in (chosen or {}).items()}
        self.decisions: list[HyphenDecision] = []

    def _count(self) -> Counter[str]:
        if not self._counted:
            self._counted = True
            # A line's last word may be broken and the next line's first its rest: neither counts.
            broken = False
            lines = ends = cut_off = 0
            for line in self._lines:
                tokens = _TOKEN.findall(line.lower())
                first = 1 if broken else 0
                broken = line.rstrip().endswith(("-", "\u00ad", "\u2010"))
                self._words.update(tokens[first : len(tokens) - broken])
                lines, ends = lines + 1, ends + broken
                cut_off += len(_CUT_OFF.findall(line))
            self._unbroken = lines >= 2 * _MANY and ends * _MANY < lines
            self._cut_off = cut_off >= 3
        return self._words

    def join(self, before: str, after: str, page: int) -> tuple[str, str]:
        """Both lines as they are to be put directly one after the other.

        `before` ends in a hyphen; `page` (from 1) is where the line ends.
        """
        soft = before.endswith("\u00ad")
        stem = before[:-1]
        last_word = stem.rsplit(None, 1)[-1] if stem and not stem[-1].isspace() else ""
        tail = _TAIL.search(last_word)
        left = tail[0] if tail else ""
        head = _HEAD.match(after)
        right = head[0] if head else ""
        if not left or not right:
            return (before + " " if not left else before, after)  # a dash, or a number's range
        how, sure = (JOIN, True) if soft else self._decide(left, right)
        chosen = self._chosen.get(f"{left}-{right}".casefold())
        if chosen in (JOIN, KEEP, SPACE):
            how, sure = chosen, True
        self.decisions.append(HyphenDecision(left, right, how, sure, page))
        return stem + {JOIN: "", KEEP: "-", SPACE: "- "}[how], after

    def _seen(self, last: str, first: str) -> tuple[int, int]:
        """How often the document writes the word joined, and how often with a hyphen; a genitive counts
        as its word where it does not stand itself."""
        words = self._count()
        seen = words[last + first], words[f"{last}-{first}"]
        bare = re.sub(r"['\u2019]?s$", "", first)
        if any(seen) or bare == first or not bare:
            return seen
        return words[last + bare], words[f"{last}-{bare}"]

    def _decide(self, left: str, right: str) -> tuple[str, bool]:
        if left[-1:].isdigit() or right[:1].isdigit():
            return KEEP, True
        if right[:1].isupper() and not (left.isupper() and right.isupper() and len(left) > 1):
            return KEEP, True
        words = self._count()
        if right.casefold() in _AND and not words[f"{left}{right}".lower()]:
            return SPACE, True
        left, right = left.lstrip(_QUOTES), right.rstrip(_QUOTES)
        last, first = re.split(r"[-\u2010\u2011]", left)[-1].lower(), re.split(r"[-\u2010\u2011]", right)[0].lower()
        joined, hyphened = self._seen(last, first)
        if joined or hyphened:
            return (JOIN, True) if joined >= hyphened else (KEEP, True)
        if len(last) == 1:
            return KEEP, True
        compound = f"{left}-{right}".lower()
        if words[compound]:
            return KEEP, True
        if last != left.lower() and words[last] and words[first]:
            return KEEP, False  # face-to-/face
        if last in _PREFIXES and words[first]:
            return KEEP, True
        if len(left) > 1 and left.isupper() and not right.isupper():
            return KEEP, True  # GDPR-/regler
        if first in _ENDINGS and words[last]:
            return KEEP, False
        if self._unbroken:  # jo- avgjorde, high-quality
            return (SPACE if self._cut_off and not (words[last] and words[first]) else KEEP), False
        whole_words = words[last] > 1 and words[first] > 1 and len(last) > 2 and len(first) > 2
        return JOIN, not whole_words
