"""What an editor has done to quotes: words put in brackets, words left out, a translation beside.

The document's text stays as it was read; these stand beside it, as notes at a place, and are put in
when words are quoted. An omission concerns quotes alone: a transcript is printed whole.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence

from ...core.grouping import grouped
from ...core.languages import primary
from ...core.model import Memo, Span
from ...core.values import frozen
from ..wording import Words

CUT = "(…)"


@frozen
class Edited:
    """A stretch of text as it is printed, and where its characters have come to stand."""

    text: str
    _stops: tuple[int, ...] = ()
    """Where each change ends in the stretch as it was."""
    _moved: tuple[int, ...] = ()
    """How far what follows it was moved, in all."""

    def at(self, offset: int) -> int:
        """Where what stood before `offset`, counted in the stretch, ends now."""
        found = bisect.bisect_right(self._stops, offset)
        return min(offset + (self._moved[found - 1] if found else 0), len(self.text))


class Edits:
    """The edits of a study's quotes, found by document."""

    def __init__(self, memos: Iterable[Memo]) -> None:
        self._by_document = grouped(
            (memo.document, (memo.span, memo)) for memo in memos if memo.edits and memo.span is not None
        )
        for found in self._by_document.values():
            found.sort(key=lambda each: (each[0].stop, each[0].start, each[1].id))

    def __bool__(self) -> bool:
        return bool(self._by_document)

    def edited(self, document: str, text: str, span: Span, *, omitting: bool = True) -> Edited:
        """The words at `span` of a document's text with what was put in, and without what was left out."""
        changes = self._changes(document, text, span, omitting)
        if not changes:
            return Edited(span.cut(text))
        parts: list[str] = []
        stops, moved = [], []
        at, shift = span.start, 0
        for start, stop, words in changes:
            parts += [text[at:start], words]
            at, shift = stop, shift + len(words) - (stop - start)
            stops.append(stop - span.start)
            moved.append(shift)
        return Edited("".join([*parts, text[at : span.stop]]), tuple(stops), tuple(moved))

    def _changes(self, document: str, text: str, span: Span, omitting: bool) -> list[tuple[int, int, str]]:
        """Stretches and what stands in their place, in order, none inside another."""
        found: list[tuple[int, int, str]] = []
        for place, memo in self._by_document.get(document, ()):
            if memo.kind == "omission" and omitting and place.overlaps(span):
                found.append((max(place.start, span.start), min(place.stop, span.stop), CUT))
            elif memo.kind == "insertion" and span.start < place.stop <= span.stop:
                before = "" if text[place.stop - 1 : place.stop].isspace() else " "
                after = " " if text[place.stop : place.stop + 1].isalnum() else ""
                found.append((place.stop, place.stop, f"{before}{bracketed(memo.text)}{after}"))
        found.sort()
        kept: list[tuple[int, int, str]] = []
        for start, stop, words in found:
            if kept and start < kept[-1][1]:  # inside what is left out
                if stop > kept[-1][1]:
                    kept[-1] = (kept[-1][0], stop, CUT)
                continue
            kept.append((start, stop, words))
        return kept

    def translations(self, document: str, span: Span, language: str) -> list[Memo]:
        """The translations of the words at `span`: those of exactly these words, else of parts of them, else of the
        least that holds them; those into `language` alone where there are any."""
        found = [
            (place, memo)
            for place, memo in self._by_document.get(document, ())
            if memo.kind == "translation" and place.overlaps(span)
        ]
        wanted = [each for each in found if primary(each[1].language) == primary(language)] or found
        for fits in (_same, _inside):
            if chosen := [memo for place, memo in wanted if fits(place, span)]:
                return chosen
        around = [each for each in wanted if each[0].start <= span.start and span.stop <= each[0].stop]
        return [min(around, key=lambda each: len(each[0]))[1]] if around else []


def _same(place: Span, span: Span) -> bool:
    return place == span


def _inside(place: Span, span: Span) -> bool:
    return span.start <= place.start and place.stop <= span.stop


def bracketed(words: str) -> str:
    """An editor's words as they stand in a quote: in round brackets, or in those they were given in.

    >>> bracketed("opgaven, red."), bracketed("[sic]")
    ('(opgaven, red.)', '[sic]')
    """
    words = words.strip()
    return words if words[:1] in "([" and words[-1:] in ")]" else f"({words})"


def translated(memos: Sequence[Memo], words: Words) -> str:
    """The line beside a quote that gives it in another language; empty where nobody has translated it."""
    if not memos:
        return ""
    language = primary(memos[0].language)
    text = words("quoted", text=" ".join(memo.text for memo in memos))
    if not language or language == primary(words.language):
        return words("quote.translation", text=text)
    return words("quote.translation_into", text=text, language=language)
