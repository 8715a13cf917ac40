"""Times with full stops, as Nordic people write them: `00.03 Ola: words`, `Ola 00.03` above the words.

`3.50` may be a price and `2.10` a section. A full stop is a clock's where lines begin or end so in one way beside the
same labels, each later than the one before. For whoever looks for labels the text then has colons there, at the same
places.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from ..readers.blocks import dotted, seconds

FEWEST = 3
_CLOCK = r"\d{1,2}\.[0-5]\d(?:\.[0-5]\d)?"
_TIMES = rf"[\[(<]?(?P<time>{_CLOCK})(?:[ \t]*[-–—][ \t]*{_CLOCK})?[\])>]?"
_LABEL = r"(?P<label>[^\W\d_][^:\n\t?!.,;]{0,40}?)"
_WAYS = tuple(
    re.compile(rf"^[ \t]*(?P<all>{way})", re.MULTILINE)
    for way in (
        rf"{_TIMES}[ \t]*[-–—|]?[ \t]+{_LABEL}[ \t]*:(?=[ \t\n])",
        rf"{_TIMES}[ \t]+{_LABEL}[ \t]*$",
        rf"{_LABEL}[ \t]*[,|–-]?[ \t]+{_TIMES}[ \t]*:?[ \t]*$",
        rf"{_LABEL}[ \t]+{_TIMES}[ \t]*:(?=[ \t])",
        rf"{_LABEL}[ \t]*:?[ \t]*\[(?P<time>{_CLOCK})(?:[ \t]*[-–—][ \t]*{_CLOCK})?\](?=[ \t])",
        rf"{_LABEL}[ \t]+\((?P<time>{_CLOCK})\)(?=[ \t])",
        rf"(?P<label>)(?=\W?\d\d\.|\W?\d\.\d\d\.){_TIMES}[ \t]*$",
    )
)
"""Before `Ola: words` and `Ola`; after `Ola` alone, before its colon, in brackets behind it; on lines of their own."""
_STOP = re.compile(r"(?<=\d)\.(?=\d)")
_ANY = re.compile(r"[0-9]\.[0-9]")


def with_colons(text: str) -> str:
    """The text with colons in such times, and of the same length."""
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
        pieces, at = [], 0
        for each in found:
            pieces += [text[at : each.start("all")], _STOP.sub(":", each["all"])]
            at = each.end("all")
        text = "".join(pieces) + text[at:]
    return text
