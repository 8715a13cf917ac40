"""Searching from the coding screen: the places that `qualcode find` would print, walked and coded; what is stepped to.

A search is asked for once, over the whole material; what is coded afterwards does not change what was found,
so that one can go on through it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ..core.choices import under
from ..core.errors import several
from ..core.grouping import grouped
from ..core.model import Coding, Span, Unit
from ..core.results.retrieval import Found, Hit, Passage
from ..project.find import FindRequest
from ..project.find import find as look_up
from ..project.find_line import asked
from ..project.tag_found import wishes
from .said import Said

if TYPE_CHECKING:
    from .session import Session


class Hits:
    """The places found in one document, in order; passages may lie inside one another."""

    def __init__(self, spans: Sequence[Span] = ()) -> None:
        self.spans = sorted(set(spans))
        self._starts = [span.start for span in self.spans]
        self._furthest = list(accumulate((span.stop for span in self.spans), max))
        """How far the first n reach."""

    def __len__(self) -> int:
        return len(self.spans)

    def between(self, start: int, stop: int) -> list[Span]:
        """Those that touch a stretch."""
        first = bisect_right(self._furthest, start)
        return [span for span in self.spans[first : bisect_left(self._starts, stop)] if span.stop > start]

    def after(self, span: Span | int) -> Span | None:
        """The first after another one, or the first that begins at an offset or later."""
        at = bisect_left(self._starts, span) if isinstance(span, int) else bisect_right(self.spans, span)
        return self.spans[at] if at < len(self.spans) else None

    def number(self, span: Span) -> int:
        """Which of them it is, from 1."""
        return bisect_left(self.spans, span) + 1

    def before(self, span: Span | int) -> Span | None:
        """The last before another one, or the last that begins before an offset."""
        at = bisect_left(self._starts, span) if isinstance(span, int) else bisect_left(self.spans, span)
        return self.spans[at - 1] if at else None


class Filter(NamedTuple):
    """Which units are stepped to; an empty one lets all through."""

    kind: str = ""
    """`code`, `coder`, `case`, `unsure`, `uncoded`, `given` (by a plan, which the session knows), or empty."""
    value: str = ""
    label: str = ""

    def __bool__(self) -> bool:
        return bool(self.kind)

    def __str__(self) -> str:
        return f"{self.kind} {self.label or self.value}".strip()

    def lets(self, unit: Unit, codings: Sequence[Coding]) -> bool:
        """Whether a unit, with its case and the codings that touch it, is wanted."""
        if self.kind == "code":
            return any(under(coding.code, self.value) for coding in codings)
        if self.kind == "coder":
            return any(coding.coder == self.value for coding in codings)
        if self.kind == "unsure":
            return any(coding.unsure for coding in codings)
        if self.kind == "uncoded":
            return not codings
        if self.kind == "case":
            return unit.case == self.value
        return True


NOWHERE = Hits()
PATIENCE = 2.0
"""Seconds after which a regular expression typed here is stopped: no key is read meanwhile."""


class FoundPlaces:
    """The latest search, and the place of it that one is on."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.line = ""
        """As it was typed; empty without a search."""
        self.request = FindRequest()
        self.places: Sequence[Hit | Passage] = ()
        self.hit: Span | None = None
        """The place one is on."""
        self._by_document: dict[str, Hits] = {}
        self._before: dict[str, int] = {}
        """How many places stand in the documents before."""

    def __bool__(self) -> bool:
        return bool(self.line)

    def __len__(self) -> int:
        return sum(len(hits) for hits in self._by_document.values())

    @property
    def here(self) -> Hits:
        """The places of the document at hand."""
        return self._by_document.get(self._session.place.document.id, NOWHERE)

    @property
    def documents(self) -> int:
        """In how many documents something was found."""
        return len(self._by_document)

    # -- searching ---------------------------------------------------------------------

    def search(self, line: str) -> Said:
        """Find what a line asks for, and go to the next place from here; raises as `asked` and `find` do."""
        return self.show(replace(asked(line), patience=PATIENCE), line.strip())

    def show(self, request: FindRequest, line: str = "") -> Said:
        """Find what a request asks for, and go to the next place from here."""
        request = self._own(request)
        found = look_up(self._session.project, request)
        self._take(request, line or found.query, found)
        if not self.places:
            return Said(self._nothing(), warning=True)
        session = self._session
        start = session.unit.span.start if session.unit else 0
        first = self.here.after(start)
        if first is not None:
            return self._on(session.place.document.id, first)
        at = session.documents.index(session.place.document.id)
        for id in (*session.documents[at + 1 :], *session.documents[: at + 1]):
            if id in self._by_document:
                return self._on(id, self._by_document[id].spans[0])
        return Said(self._nothing(), warning=True)

    def _own(self, request: FindRequest) -> FindRequest:
        """Passages of the person's own codings while the other coders are hidden, unless the search names coders."""
        if not request.codes or request.where.coders or self._session.others:
            return request
        return replace(request, where=replace(request.where, coders=(self._session.coder,)))

    def again(self) -> None:
        """Search once more, because a document was read again."""
        if self.line:
            self._take(self.request, self.line, look_up(self._session.project, self.request))

    def forget(self) -> None:
        """No search any more."""
        self._take(FindRequest(), "", Found(""))

    def _take(self, request: FindRequest, line: str, found: Found) -> None:
        self.request, self.line, self.hit = request, line, None
        spans = grouped((place.document, place.span) for place in found.hits or found.passages)
        order = [id for id in self._session.documents if id in spans]
        self._by_document = {id: Hits(spans[id]) for id in order}
        rank = {id: at for at, id in enumerate(order)}
        listed = [place for place in found.hits or found.passages if place.document in rank]
        self.places = sorted(listed, key=lambda place: (rank[place.document], place.span))
        self._before, before = {}, 0
        for id in order:
            self._before[id] = before
            before += len(self._by_document[id])

    def _nothing(self) -> str:
        """Why nothing was found, as far as one can do something about it."""
        if self.request.words and self.request.who == "informant":
            elsewhere = len(look_up(self._session.project, replace(self.request, who="all")))
            if elsewhere:
                return f"the informants do not say {self.line}; others do, {elsewhere} times: --who all"
        return f"nothing found: {self.line}"

    # -- going from place to place -----------------------------------------------------

    def step(self, by: int) -> Said:
        """The next place found; after the last one of this document, the first of a later one."""
        if not self.line:
            return Said("search first, with /")
        session = self._session
        here: Span | int = self.hit or (session.unit.span.start if session.unit else 0)
        found = self.here.after(here) if by > 0 else self.here.before(here)
        if found is not None:
            return self._on(session.place.document.id, found)
        for id in session.walk.documents_from(by):
            if id in self._by_document:
                return self._on(id, self._by_document[id].spans[0 if by > 0 else -1])
        where = "after" if by > 0 else "before"
        return Said(f"{self.line}: no more {where} this one" if len(self) else f"nothing found: {self.line}")

    def to(self, number: int) -> Said:
        """One of the `places`, by its position."""
        place = self.places[number]
        return self._on(place.document, place.span)

    def _on(self, id: str, span: Span) -> Said:
        session = self._session
        if session.place.document.id != id:
            session.open(id, span.start)
        session.selection = None
        session.to_offset(span.start)
        self.hit = span
        number = self._before[id] + self._by_document[id].number(span)
        documents = f" in {several(self.documents, 'document')}" if self.documents > 1 else ""
        own = self.request.codes and self.request.where.coders == (session.coder,)
        whose = ", by your own codings" if own else ""
        return Said(f"{self.line}: {number} of {len(self)}{documents}{whose}")

    # -- coding what was found ---------------------------------------------------------

    def code(self, name: str, *, whole: bool = False) -> Said:
        """Code every place found, or the whole unit that each stands on, in one transaction."""
        from ..project.tag import tag

        session = self._session
        session.watch.check_store()
        full = session.project.codes.codable(name)
        tags = wishes(session.project, self.places, full, session.coder, whole=whole)
        what = "answers and paragraphs" if whole else "places"
        done = tag(session.project, tags, summary=f"{len(tags)} {what} of {self.line}: {full}")
        session.last = (full, 1.0, "")
        session.used(full)
        hit = self.hit
        session.reload()
        self.hit = hit
        there = f"; {done.unchanged} were there already" if done.unchanged else ""
        return Said(f"{session.label(full)}: {len(done.added)} coded{there}. u takes it back")
