"""From an address and a quote to the stretches of text they mean."""

from __future__ import annotations

from ..core import units as unitising
from ..core.address import Address
from ..core.errors import DataError, UnknownName, UsageError, several
from ..core.languages import composed, same_name
from ..core.model import Document, Span, Unit


def spans_of(document: Document, address: Address) -> list[Span]:
    """The stretches that an address means in its document, each to be coded by itself.

    Raises UnknownName for a turn or an answer that is not there, UsageError
    (`beyond_text`) for characters beyond the text.
    """
    if address.span is not None:
        if address.span.stop > len(document.text):
            raise UsageError(
                f"{address}: the text of {document.id} ends at {len(document.text)}",
                slug="beyond_text",
                hint=f"`qualcode show {document.id}` shows the text with its places",
            )
        return [address.span]
    if address.turns:
        return [_turns(document, *address.turns)]
    if address.answer:
        return [span for unit in _answers(document, address.answer) for span in unitising.segments(document, unit)]
    from ..core.text import trim

    whole = trim(document.text, Span(0, len(document.text)))
    return [whole] if whole else []


def pieces_of(document: Document, address: Address) -> list[Span]:
    """The words of informants at an address, without the interviewer's in between."""
    if address.answer:
        return [piece for unit in _answers(document, address.answer) for piece in unit.pieces]
    return spans_of(document, address)


def _turns(document: Document, first: int, last: int) -> Span:
    known = {turn.index: turn for turn in document.turns}
    missing = [number for number in (first, last) if number not in known]
    if missing:
        raise UnknownName(
            "turn",
            f"{document.id}:{missing[0]}",
            hint=f"{document.id} has the turns 1-{len(known)}; `qualcode show {document.id}` shows them",
        )
    return Span(known[first].span.start, known[last].span.stop)


def _answers(document: Document, wanted: str) -> list[Unit]:
    answers = unitising.answers(document)
    item, _, speaker = wanted.partition("/")
    label = f"{document.id}#{item}"
    found = [unit for unit in answers if unit.label in (label, f"{label}/{unit.speaker}")]
    if speaker:
        found = [unit for unit in found if same_name(unit.speaker) == same_name(speaker)]
    if not found:
        raise UnknownName(
            "answer",
            f"{document.id}#{wanted}",
            [unit.label for unit in answers],
            hint=f"`qualcode show {document.id}` shows its {len(answers)} answers",
        )
    return found


def same_words(text: str, quote: str) -> bool:
    """Whether a quote is a text but for blanks, which a cell of a table does not keep at its ends."""
    return composed(text).split() == composed(quote).split()


def quoted(document: Document, quote: str, within: list[Span] | None) -> Span:
    """The one place where `quote` stands, in the document or in the stretches given, by its very words or its ends.

    Raises DataError `quote_not_found` or `quote_ambiguous`; the latter names the places.
    """
    from ..core.quotes import find_passage

    looked = [find_passage(document.text, quote, stretch) for stretch in within or [Span(0, len(document.text))]]
    exact = any(found and not shortened for found, shortened in looked)
    found = [span for spans, shortened in looked for span in spans if not (exact and shortened)]
    shown = quote if len(quote) <= 60 else quote[:57] + "..."
    if not found:
        raise DataError(
            f"{document.id}: the quote {shown!r} is not there",
            slug="quote_not_found",
            hint=f"copy the words exactly as `qualcode show {document.id}` prints them",
        )
    if len(found) > 1:
        places = ", ".join(f"{document.id}@{span.start}-{span.stop}" for span in found[:5])
        raise DataError(
            f"{document.id}: the quote {shown!r} stands in {several(len(found), 'place')}: {places}",
            slug="quote_ambiguous",
            hint="give more of the words, or one of these addresses",
        )
    return found[0]


def found_by_its_ends(quote: str, place: str, words: str) -> str:
    """What to tell a person whose quote stands in the text with other words in its middle; "" where it does not."""
    from ..core.quotes import find_quote

    if not quote or find_quote(words, quote):
        return ""
    shown = words if len(words) <= 120 else f"{words[:57]} ... {words[-57:]}"
    return f"{place}: the quote was found by its first and last words: {' '.join(shown.split())!r}"
