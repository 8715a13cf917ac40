"""Going from one unit to the next, past what a filter leaves out, and to addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..core import address as addresses
from ..core.model import Coding, Span, Unit
from ..project.quote_places import spans_of
from ..project.study import study_of
from .document_view import DocumentView
from .find import Filter
from .said import Said
from .selection import Selection

if TYPE_CHECKING:
    from .session import Session


class Walk:
    """Where the keys for reading go."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.filter = Filter()

    def step(self, by: int, *, uncoded: bool = False) -> Said | None:
        """Go `by` units on (1 or -1), past coded ones if wanted, and past what the filter leaves out."""
        session = self._session
        session.selection = None
        wanted = self._wanted(by, uncoded=uncoded)
        if wanted is not None:
            session.go(wanted)
            return None
        if self.filter:
            for id in self.documents_from(by):
                found = self._elsewhere(id, by, uncoded=uncoded)
                if found is not None:
                    session.open(id)
                    session.go(found)
                    return Said(f"{id}: {self.filter}")
            return Said(f"nothing more with {self.filter}", warning=True)
        if uncoded:
            where = "below" if by > 0 else "above"
            return Said(f"everything {where} here is coded")
        return Said("the last one of this document" if by > 0 else "the first one of this document")

    def _wanted(self, by: int, *, uncoded: bool) -> int | None:
        session = self._session
        at = session.at + by
        while 0 <= at < len(session.place.units):
            if not (uncoded and self._is_done(session.place, at)) and self.lets(at):
                return at
            at += by
        return None

    def _elsewhere(self, id: str, by: int, *, uncoded: bool) -> int | None:
        session = self._session
        document = session.project.document(id)
        there = DocumentView(document, session.kind_for(document.kind), session.codings(id), session.coder)
        order = range(len(there.units)) if by > 0 else range(len(there.units) - 1, -1, -1)
        for at in order:
            unit = there.case_of(at, session.project.case_map.case_of(document, there.units[at].speaker))
            if not (uncoded and self._is_done(there, at)) and self._passes(there, unit):
                return at
        return None

    def _is_done(self, place: DocumentView, at: int) -> bool:
        """Whether nothing is left to code in a unit: it is coded, or was said to be no answer."""
        return place.is_coded(at) or not self._is_answer(place.units[at])

    def _is_answer(self, unit: Unit) -> bool:
        return study_of(self._session.project).status(unit) == "answered"

    def documents_from(self, by: int) -> Iterator[str]:
        session = self._session
        here = session.documents.index(session.place.document.id)
        following = session.documents[here + 1 :] if by > 0 else session.documents[:here][::-1]
        yield from following

    def lets(self, at: int) -> bool:
        """Whether the filter lets a unit through."""
        session = self._session
        if not self.filter:
            return True
        unit = session.place.case_of(at, session.case(at))
        return self._passes(session.place, unit)

    def _passes(self, place: DocumentView, unit: Unit) -> bool:
        if self.filter.kind == "given":
            return self._session.is_given(unit)
        if self.filter.kind == "uncoded" and not self._is_answer(unit):
            return False
        return self.filter.lets(unit, self._seen_in(place, unit.pieces))

    def filter_to(self, wanted: Filter) -> Said:
        """Step only to some units from now on, and go to the first of them from here."""
        session = self._session
        self.filter = wanted
        session.selection = None
        if session.unit is None or not self.lets(session.at):
            said = self.step(1)
            if said is not None and said.warning:
                return self.step(-1) or Said(f"only {self.filter}")
        return Said(f"only {self.filter}; esc takes the filter away")

    def _seen_in(self, place: DocumentView, pieces: Sequence[Span]) -> list[Coding]:
        session = self._session
        if self.filter.kind == "uncoded":
            return place.lanes((session.coder,)).over(pieces)
        if self.filter.kind == "coder":
            return place.lanes(None).over(pieces)
        return place.lanes(session.shown_coders()).over(pieces)

    def other_document(self, by: int) -> Said | None:
        """The document after this one, or before."""
        session = self._session
        at = session.documents.index(session.place.document.id) + by
        if not 0 <= at < len(session.documents):
            return Said("the last document" if by > 0 else "the first document")
        session.open(session.documents[at])
        return None

    def jump(self, written: str) -> Said | None:
        """Go to an address; `#3`, `:14` and `@120-180` are in the document at hand."""
        session = self._session
        written = written.strip()
        if written[:1] in ("#", ":", "@"):
            written = session.place.document.id + written
        address = addresses.parse(written)
        document = session.place.document
        if address.document != document.id:
            document = session.project.document(address.document)
        plain = not (address.turns or address.answer or address.span)
        spans = [] if plain else spans_of(document, address)
        if document.id != session.place.document.id:
            session.open(document.id)
        session.selection = None
        if spans:
            session.to_offset(spans[0].start)
            if address.span:
                session.selection = Selection(address.span.start, address.span.stop)
        return None
