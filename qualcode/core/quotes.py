"""Where a quote stands in a text, whichever marks people typed and whatever they left out."""

from __future__ import annotations

import re
from functools import lru_cache

from .model import Span
from .text import Offsets, fold, trim


@lru_cache(maxsize=2)  # many quotes are looked for in one document after the other
def _folded(text: str) -> tuple[str, Offsets]:
    return fold(text)


_WINDOWS = bytes(number for number in range(256) if number not in b"?\x81\x8d\x8f\x90\x9d").decode("cp1252")
_LOST = f"[^{re.escape(_WINDOWS)}]"
"""A letter that Windows-1252 has not, where Excel writes `?` when it saves such a file; two for an emoji."""


_QUOTATION = "\"'“”„‟«»‹›‘’‚"
_LEFT_OUT = r" ?(?:\.(?: ?\.)+|…|-{2,3}|[–—](?: ?[–—])*) ?"
_OMISSION = rf"\[{_LEFT_OUT}\]|\({_LEFT_OUT}\)|/{_LEFT_OUT}/|…|\.{{3,}}(?!\.)"
OMITTED = re.compile(rf"\s*(?:{_OMISSION})\s*")
"""What stands for words that were left out of a quote: `[...]`, `(…)`, `/---/`, or dots alone."""
_AROUND = rf"(?:[\s{_QUOTATION}]|{_OMISSION})+"
_ENDS = re.compile(rf"^{_AROUND}|{_AROUND}$")


def _unquoted(quote: str) -> str:
    """A quote without the quotation marks and the marks of omission that people put around the words."""
    if len(quote) > 1 and quote[-1] in ".," and quote[-2] in _QUOTATION:
        quote = quote[:-1]
    return _ENDS.sub("", quote)


def find_quote(text: str, quote: str, within: Span | None = None) -> list[Span]:
    """Where `quote` stands in `text`: exact places if there are any, else folded, else with `?` for letters, else
    without the quotation marks or dots that somebody put around it."""
    quote = quote.strip()
    if not quote:
        return []
    low, high = (within.start, within.stop) if within else (0, len(text))
    found = []
    at = text.find(quote, low, high)
    while at >= 0:
        found.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1, high)
    if found:
        return found
    folded, offsets = _folded(text[low:high])
    wanted = fold(quote)[0].strip()
    at = folded.find(wanted) if wanted else -1
    while at >= 0:
        span = trim(text, Span(low + offsets[at], low + offsets[at + len(wanted)]))
        if span is not None:
            found.append(span)
        at = folded.find(wanted, at + 1)
    if found or len(quote.replace("?", "").strip()) < 3:
        return found
    if "?" not in quote:
        bare = _unquoted(quote)
        return find_quote(text, bare, within) if bare != quote and len(bare) > 2 else []
    pieces = re.split(r"(\?+)", quote)
    pattern = "".join(f"{_LOST}{{1,{len(each)}}}" if each[:1] == "?" else re.escape(each) for each in pieces)
    return [Span(*match.span()) for match in re.compile(pattern).finditer(text, low, high)]


ANCHOR = 40
"""How many characters at each end find a quote whose middle is not as in the text."""


def find_passage(text: str, quote: str, within: Span | None = None) -> tuple[list[Span], bool]:
    """Where a quote stands, as `find_quote`, else where its first and last words do; and whether it was by those.

    People leave words out of quotes, and programs put line numbers and speakers into them.
    """
    found = find_quote(text, quote, within)
    if found:
        return found, False
    found = _by_its_ends(text, _unquoted(quote.strip()), within)
    return found, bool(found)


def _by_its_ends(text: str, words: str, within: Span | None) -> list[Span]:
    pieces = [piece for piece in OMITTED.split(words) if piece.strip()]
    if len(words) < 12 or not pieces:
        return []
    longest = (1.5 if len(pieces) == 1 else 5) * len(words) + 20
    for head, tail in ((pieces[0], pieces[-1]), (pieces[0][:ANCHOR], pieces[-1][-ANCHOR:])):
        found: list[Span] = []
        ends = find_quote(text, tail, within)
        for begin in find_quote(text, head, within):
            if found and begin.start < found[-1].stop:
                continue  # within the passage before
            end = next((end for end in ends if end.stop >= begin.stop), None)
            whole = trim(text, Span(begin.start, end.stop)) if end is not None else None
            if whole is not None and len(whole) <= longest:
                found.append(whole)
        if found:
            return found
    return []
