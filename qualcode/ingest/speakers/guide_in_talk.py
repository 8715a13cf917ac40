"""The lines of an interview guide that were put into a transcript above the talk about them, and what stands behind the
end of the talk: the guide, another appendix, notes of whoever asked."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from .label_styles import Lined

_APPENDED = re.compile(
    r"^[ \t]*(?:(?:bilag|vedlegg|bilaga|appendix)\b[^\n.?!]{0,50}"
    r"|(?:interview|intervju|fokusgru?pp?e?|samtale)[ -]?guiden?(?: [^\n.?!]{0,40})?"
    r"|(?:egne|mine|egna|mina|own|my) (?:not|reflek|refleks|reflect|anteck|observ)\w*(?: [^\n.?!:]{1,30})?:[^\n]*"
    r"|(?:feltnoter|notater|noter|notes|refle[kx]s?[jt]?ion(?:er|s)?|reflections?|anteckningar|observation(?:er|s)?)"
    r" (?:efter|etter|after|om|on|til|till|fra|från|from) [^\n.?!]{1,40}"
    r"|[\[(]?(?:(?:the )?(?:interview|recording)|interviewet|intervjuet|intervjun|optagelsen|opptaket|inspelningen)"
    r" (?:slutter|slutar|ends|ended|afsluttes|avsluttes|avslutas)(?: (?:her|här|here))?[ .]*[\])]?\.?"
    r"|(?:interview|intervju|optagelse|opptak|inspelning|recording)(?:et|en)? slutt?[ .]*"
    r"|[^\w\n]*(?-i:SLUTT?|END|THE END)[^\w\n]*"
    r"|[^\w\n]+(?:(?:interview|intervju|optagelse|opptak|inspelning|recording)\w* )?(?:slutt?|end(?:s|ed)?)[^\w\n]+"
    r"|[^\w\n]*(?:slutt?|end) (?:på|av|of) (?:the )?"
    r"(?:interview|intervju|optagelse|opptak|inspelning|recording|transcript)\w*[^\n]{0,20})"
    r"[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Where a transcript ends and what was put behind it begins."""
_GUIDE_LINE = re.compile(
    r"[ \t]*(?:(?P<number>\d{1,2})[a-z]?[.)][ \t][^\n]{5,250}\?"
    r"|(?:[^\W\d_]+ ){0,2}(?:interview|intervju|samtale)[^\W\d_]{0,3},? d(?:en|\.)? ?\d[^\n?!]{0,40}"
    r"|(?:tema|theme|emne|topic|del|part|ämne|interview|intervju|samtale?|fokusgru?pp?e?)"
    r"[ \t]?(?:nr\.?[ \t]?)?\d{1,2}\b[^\n.?!]{0,80})[ \t]*$",
    re.IGNORECASE,
)
"""A question or a theme of the guide, or the title of the next of several interviews."""


def of_the_guide(doc: Lined, labels: Collection[int]) -> set[int]:
    """Where the lines of the guide begin in a transcript whose labels stand at the beginnings of these lines."""
    last = doc.text.find("\n", max(labels)) + 1 or len(doc.text)
    found = _APPENDED.search(doc.text, last)
    behind = {start for start in doc.lines[:-1] if found is not None and start >= found.start()}
    return behind | _above_talk(doc, labels)


def _above_talk(doc: Lined, labels: Collection[int]) -> set[int]:
    """One question, a theme or both right above a label, in two places at least and with rising numbers; several
    questions in a row, or one that words with a colon lead up to, are a list in an answer."""
    led = False
    found: list[dict[int, str]] = []
    group: dict[int, str] = {}
    for start, after in pairwise(doc.lines):
        line = _GUIDE_LINE.match(doc.text, start, after - 1) if start not in labels else None
        if line is not None and not led:
            group[start] = line["number"] or ""
        elif doc.text[start:after].strip():
            if start in labels and group and sum(map(bool, group.values())) <= 1:
                found.append(group)
            group = {}
            led = doc.text[start:after].rstrip().endswith(":")
    numbers = [int(number) for group in found for number in group.values() if number]
    rising = all(before < number for before, number in pairwise(numbers))
    return {start for group in found for start in group} if len(found) >= 2 and rising else set()
