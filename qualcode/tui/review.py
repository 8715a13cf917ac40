"""Settling what coders see differently, and what a rule or a model proposes.

What a person accepts of a proposal becomes a coding of that person. What is settled between
people becomes a coding by `consensus`, a layer of its own. What is rejected is kept too, as a
decision about the coding, so that it is not asked again and the trail says who decided.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..core.errors import UsageError
from ..core.grouping import grouped
from ..core.model import Coding
from ..core.values import frozen
from ..project.blind import seen
from ..project.decisions import Settled, Verdict, decide
from ..project.layers import CONSENSUS
from ..project.rounds import check_may_decide
from ..project.tag import Tag
from ..project.tag import tag as store_tags
from ..store import Change
from .document_view import DocumentView
from .said import Said
from .session import Session


@frozen
class Item:
    """One thing to settle: a code on a unit."""

    unit: int
    code: str
    codings: tuple[Coding, ...]
    """Those that stand there with the code."""
    without: tuple[str, ...]
    """Coders who coded the document and did not use the code here."""
    proposal: bool
    """Made by a rule or a model, not by people."""

    @property
    def key(self) -> tuple[int, str, bool]:
        return self.unit, self.code, self.proposal


class Review:
    """The open items of the document at hand, and the one that is asked about."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.items: list[Item] = []
        self.at = 0
        self.settled = 0
        self.look()

    def look(self) -> None:
        """Find what is open now."""
        self.items = open_items(self.session, self.session.place)
        self.at = max(0, min(self.at, len(self.items) - 1))
        self._looked = self._state()

    def _state(self) -> tuple[object, ...]:
        """What the items rest on: they name units by their positions."""
        return self.session.place.document.id, self.session.place.kind, self.session.version

    def follow(self) -> None:
        """Find anew what is open, where one has gone to another document, steps by another unit, or something was
        changed: by the same coding where it is still asked about, else from where one is."""
        if self._looked == self._state():
            return
        before = self.item
        self.look()
        for at, item in enumerate(self.items):
            if before is not None and (item.code, item.codings[0].id) == (before.code, before.codings[0].id):
                self.at = at
                if item.unit != self.session.at:
                    self.show()
                return
        self.at = next((at for at, item in enumerate(self.items) if item.unit >= self.session.at), 0)
        self.show()

    @property
    def item(self) -> Item | None:
        return self.items[self.at] if self.items else None

    def show(self) -> None:
        """Go to the item's unit and choose its coding."""
        if self.item is not None:
            self.session.to_unit(self.item.unit)
            self.session.focus = self.item.codings[0].id

    def step(self, by: int) -> Said | None:
        """The next open item, in the following documents too."""
        if 0 <= self.at + by < len(self.items):
            self.at += by
            self.show()
            return None
        documents = self.session.documents
        here = documents.index(self.session.place.document.id)
        for id in documents[here + 1 :] if by > 0 else documents[:here][::-1]:
            place = DocumentView(
                self.session.project.document(id), self.session.place.kind, self.session.codings(id), ""
            )
            if open_items(self.session, place):
                self.session.open(id)
                self.look()
                self.at = 0 if by > 0 else len(self.items) - 1
                self.show()
                return Said(f"{id}: {len(self.items)} to settle")
        if not self.items:
            return Said("nothing to settle")
        return Said("the last one" if by > 0 else "the first one")

    def describe(self) -> str:
        """The item in one line."""
        item = self.item
        if item is None:
            return "nothing to settle in this document"
        label = self.session.label(item.code)
        who = ", ".join(dict.fromkeys(coding.coder for coding in item.codings))
        unit = self.session.place.units[item.unit].label
        against = f", not {', '.join(item.without)}" if item.without else ""
        what = "proposed by" if item.proposal else "coded by"
        return f"{self.at + 1} of {len(self.items)} │ {unit} │ {label}: {what} {who}{against}"

    # -- settling ----------------------------------------------------------------------

    def accept(self, code: str = "") -> Said:
        """Take the coding over; with another code, if one is named."""
        item = self._item()
        session = self.session
        full = session.project.codes.codable(code) if code else item.code
        first = item.codings[0].coder
        taken = [coding for coding in item.codings if coding.coder == first]
        layer = session.coder if item.proposal else CONSENSUS
        tags = [
            Tag(
                c.document,
                c.span,
                c.quote,
                full,
                layer,
                c.weight,
                "" if code else c.qualifier,
                c.memo,
                origin=c.origin if item.proposal else "hand",
            )
            for c in taken
        ]
        changed = bool(code) and full != item.code
        self._may_decide(item)
        session.watch.check_store()

        def remember(change: Change) -> None:
            if changed:
                self._reject(change, item)
            if not item.proposal:
                self._decide(change, item, full)

        store_tags(session.project, tags, action="review", prepare=remember)
        return self._done(f"{session.label(full)}: {'changed' if changed else 'accepted'} as {layer}")

    def reject(self) -> Said:
        """Keep that it was not accepted."""
        item = self._item()
        session = self.session
        self._may_decide(item)
        session.watch.check_store()
        with session.store.change("review", session.coder) as change:
            self._reject(change, item)
            change.summary = f"{session.place.units[item.unit].label}: {item.code} rejected"
        return self._done(f"{session.label(item.code)}: rejected")

    def agreed(self) -> Said:
        """Copy into the consensus what all coders of this document coded alike, in one transaction."""
        session, place = self.session, self.session.place
        people = _people(session, place)
        if len(people) < 2:
            raise UsageError("fewer than two people coded this document or finished it", slug="too_few_coders")
        lanes, looked = place.lanes(None), _who_looked(session, place, people)
        tags: dict[tuple[int, str], Tag] = {}
        for at, unit in enumerate(place.units):
            found = lanes.over(unit.pieces)
            for code in dict.fromkeys(c.code for c in found if c.coder in people):
                coders = {c.coder for c in found if c.code == code}
                if len(looked[at]) > 1 and set(looked[at]) <= coders and CONSENSUS not in coders:
                    c = next(c for c in found if c.code == code and c.coder == looked[at][0])
                    tags[at, code] = Tag(c.document, c.span, c.quote, code, CONSENSUS, c.weight, c.qualifier)
        session.watch.check_store()
        if tags:
            store_tags(session.project, list(tags.values()), action="review")
        return self._done(f"{len(tags)} agreed codings are in the consensus")

    def _item(self) -> Item:
        if self.item is None:
            raise UsageError("nothing to settle here", slug="nothing_there", hint="j goes on")
        return self.item

    def _may_decide(self, item: Item) -> None:
        """UsageError where a third person decides between the coders, and it is not this one."""
        if not item.proposal:
            check_may_decide(self.session.project, item.codings[0].document)

    def _decide(self, change: Change, item: Item, full: str) -> None:
        """That the unit has the code, and who says so."""
        self.session.project.writable.coder_key(change, CONSENSUS)
        place = self.session.place
        span = place.units[item.unit].span
        quote = span.cut(place.document.text)
        decide(self.session.project, change, Verdict(place.document.id, span, quote, full, True))

    def _reject(self, change: Change, item: Item) -> None:
        for c in item.codings:
            decide(self.session.project, change, Verdict(c.document, c.span, c.quote, c.code, False, about=c.coder))

    def _done(self, text: str) -> Said:
        self.settled += 1
        self.session.reload()
        self.look()
        self.show()
        return Said(f"{text}. {len(self.items)} left here")


def _people(session: Session, place: DocumentView) -> list[str]:
    """The people who coded a document, in the order of their first coding, and those who finished it without one."""
    id = place.document.id
    # While it is coded blind, who finished it may have codings that are not seen yet.
    done = () if session.waits_for(id) else (
        one.coder for _, one in session.store.assignments() if one.document == id and one.state == "finished"
    )  # fmt: skip
    return [
        coder
        for coder in dict.fromkeys([*(coding.coder for coding in place.codings), *done])
        if coder not in session.machines and coder != CONSENSUS
    ]


def _who_looked(session: Session, place: DocumentView, people: Sequence[str]) -> list[list[str]]:
    """For each unit those of the people who were given it: all of them, but where a plan gave somebody some units."""
    id = place.document.id
    parts = {one.coder: one.places for _, one in session.store.assignments() if one.document == id and one.places}
    return [
        [who for who in people if who not in parts or any(p.overlaps(q) for p in unit.pieces for q in parts[who])]
        for unit in place.units
    ]


def open_items(session: Session, place: DocumentView) -> list[Item]:
    """What is to be settled in a document, unit by unit.

    Two coders see a unit alike when they put the same codes on it, wherever in it they drew the
    borders. Proposals are open until accepted, as far as the person has not coded the same.
    """
    people = _people(session, place)
    settled = Settled(seen(session.project, session.store.decisions()))
    items: list[Item] = []
    lanes, looked = place.lanes(None), _who_looked(session, place, people)
    for at, unit in enumerate(place.units):
        found = lanes.over(unit.pieces)
        by_code = grouped((coding.code, coding) for coding in found)
        for code, codings in by_code.items():
            decided = any(settled.unit(place.document.id, unit.span, above) for above in _and_above(code))
            items += [item for item in _of_code(session, at, code, codings, looked[at], settled)
                      if item.proposal or not decided]  # fmt: skip
    return items


def _and_above(code: str) -> list[str]:
    """A code and those it stands under: what was decided about a category was decided about its codes."""
    parts = code.split(".")
    return [".".join(parts[:depth]) for depth in range(len(parts), 0, -1)]


def _of_code(
    session: Session,
    at: int,
    code: str,
    codings: Sequence[Coding],
    people: Sequence[str],
    reviewed: Settled,
) -> list[Item]:
    coders = {coding.coder for coding in codings}
    proposed = tuple(c for c in codings if c.coder in session.machines and not reviewed.rejected(c))
    items = []
    if proposed and session.coder not in coders:
        items.append(Item(at, code, proposed, (), True))
    used = [coder for coder in people if coder in coders]
    without = tuple(coder for coder in people if coder not in coders)
    theirs = tuple(c for c in codings if c.coder in used)
    settled = CONSENSUS in coders or all(reviewed.rejected(coding) for coding in theirs)
    if used and without and not settled:
        items.append(Item(at, code, theirs, without, False))
    return items


def next_disagreement(session: Session) -> Said | None:
    """Go to the next unit that people coded differently, in the following documents too."""
    if not session.others:
        raise UsageError("the other coders are hidden", slug="blind", hint="o shows them")
    for item in open_items(session, session.place):
        if not item.proposal and item.unit > session.at:
            session.to_unit(item.unit)
            session.focus = item.codings[0].id
            return Said(_told(session, item))
    documents = session.documents
    for id in documents[documents.index(session.place.document.id) + 1 :]:
        place = DocumentView(session.project.document(id), session.place.kind, session.codings(id), session.coder)
        items = [item for item in open_items(session, place) if not item.proposal]
        if items:
            session.open(id)
            session.to_unit(items[0].unit)
            session.focus = items[0].codings[0].id
            return Said(_told(session, items[0]))
    return Said("no disagreement after this")


def _told(session: Session, item: Item) -> str:
    who = ", ".join(dict.fromkeys(coding.coder for coding in item.codings))
    return f"{session.label(item.code)}: {who} yes, {', '.join(item.without)} no"
