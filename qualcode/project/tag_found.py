"""Coding what a search found: each place, or the whole unit it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..core.choices import Where
from ..core.model import Span
from ..core.results.retrieval import Hit, Passage
from .selected import SelectedDocument, SelectedDocuments
from .tag import Tag

if TYPE_CHECKING:
    from .handle import Handle


def wishes(project: Handle, found: Sequence[Hit | Passage], code: str, coder: str, *, whole: bool = False) -> list[Tag]:
    """One wish a place, as `find … | tag --from -` makes them; with `whole`, one for each unit that places stand on.

    `code` is a full one. A place in no unit, such as the interviewer's words, is coded as it is.
    """
    reader = SelectedDocuments(project, Where(), "all")
    places: dict[str, SelectedDocument] = {}
    wanted: dict[tuple[str, Span], Tag] = {}
    for one in found:
        if one.document not in places:
            places[one.document] = reader.of(project.document(one.document))
        place = places[one.document]
        for span in _units(place, one.span) if whole else (one.span,):
            words = span.cut(place.document.text)
            wanted.setdefault((one.document, span), Tag(one.document, span, words, code, coder))
    return list(wanted.values())


def _units(place: SelectedDocument, span: Span) -> Sequence[Span]:
    numbers = place.numbers(span)
    if not numbers:
        return (span,)
    return [piece for number in numbers for piece in place.stretches(place.units[number])]
