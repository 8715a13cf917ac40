"""What the coding screen can do, without a screen: where one is, what is shown, what is stored.

Each change is one transaction that is finished before anything is painted. Problems are raised
as the errors of the core and leave the session as it was; the screen says them and goes on.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..core import units as unitising
from ..core.errors import DataError, UsageError
from ..core.model import Assignment, Code, Codebook, Coding, Span, Unit
from ..project.blind import blind, seen
from ..project.counts import own_counts
from .document_view import KINDS, DocumentView
from .find import Filter, FoundPlaces
from .memory import RECENT, Memory
from .said import Said
from .selection import Selection
from .settings import ScreenSettings
from .walk import Walk
from .watch import Watch

if TYPE_CHECKING:
    from ..project import Project
    from ..store import Store


class Session:
    """A person at work on a project."""

    def __init__(self, project: Project, settings: ScreenSettings | None = None) -> None:
        self.project, self.coder = project, project.coder
        self.settings = settings or ScreenSettings()
        self.language = project.settings.language
        self.memory = Memory(project.root / ".cache" / "screen.json", self.coder)
        self.documents = self.store.document_ids()
        """In the order of the study, as shown since `reload`."""
        if not self.documents:
            raise DataError("there is nothing to code yet", slug="no_documents", hint="`qualcode add transcripts/`")
        self.unit_wanted = self.memory.unit or project.settings.unit
        self.digits = self.settings.digits
        self.advance = self.settings.advance
        self.recent: list[str] = list(self.memory.recent)
        self.others = False
        """Whether other coders' codings are shown; blind unless asked for."""
        self.reviewing = False
        self.selection: Selection | None = None
        self.walk = Walk(self)
        self.found = FoundPlaces(self)
        self.watch = Watch(project)
        self.focus = 0
        """The coding that weight, memo and so on are about; 0 for the first that stands here."""
        self.last: tuple[str, float, str] | None = None
        """What was coded last: code, weight, qualifier."""
        self.at = 0
        self.counts: dict[str, int] = {}
        """How often this coder has given each code, as lists and tables count it: interrupted answers once."""
        self.machines: set[str] = set()
        self.given: dict[str, Assignment] = {}
        """What this coder was given, by document."""
        self.waiting: Mapping[str, tuple[str, ...]] = {}
        """Documents that are coded blind, and who has not finished them."""
        self._cases: dict[str, str] = {}
        self.version = 0
        """Grows with every change that is shown."""
        self._recount()
        last = self.memory.document
        self.open(last if last in self.documents else self.documents[0])

    @property
    def store(self) -> Store:
        """The database, for writing."""
        return self.project.writable

    @property
    def books(self) -> Mapping[str, Codebook]:
        """The codebooks as they could last be read; what is shown rests on these."""
        return self.watch.files.books

    # -- where one is ------------------------------------------------------------------

    def open(self, id: str, offset: int | None = None) -> None:
        """Show a document, where one left it or at a place."""
        with _uncollected():
            document = self.project.document(id)
            kind = self.kind_for(document.kind)
            self.place: DocumentView = DocumentView(document, kind, self.codings(id), self.coder)
            self._document = self.store.document_key(id)
        self._cases.clear()
        self.selection, self.focus = None, 0
        self.found.hit = None
        self.at = self.place.unit_at(self.memory.offset(id) if offset is None else offset)
        self.remember()

    def codings(self, id: str) -> list[Coding]:
        """The codings of a document, without those that blind work hides from this coder."""
        return seen(self.project, self.store.codings([id]))

    def waits_for(self, id: str) -> tuple[str, ...]:
        """Who has still to finish a document that is coded blind, before others' codings are shown there."""
        return self.waiting.get(id, ())

    def reopen_document(self) -> None:
        """Show the document at hand as the database has it now."""
        self.stored()
        self.open(self.place.document.id, self.unit.span.start if self.unit else 0)

    def kind_for(self, kind: str) -> str:
        """The unit to step by in a document of a kind; what has no questions has no answers."""
        wanted = self.unit_wanted if self.unit_wanted in KINDS else "turn"
        return "turn" if wanted == "answer" and kind in unitising.NOT_ASKED else wanted

    def unfinished(self) -> Said | None:
        """Go to where a memo was being written when the program was stopped, and say so."""
        if not self.memory.drafts:
            return None
        about = next(reversed(self.memory.drafts))
        id = about.removeprefix("coding ")
        coding = next((c for c in self.store.codings() if str(c.id) == id), None) if id != about else None
        if coding is None:
            return Said(f"an unfinished memo about {about} was kept: M opens it", warning=True)
        if coding.document != self.place.document.id:
            self.open(coding.document)
        self.to_offset(coding.span.start)
        self.focus = coding.id
        return Said("an unfinished memo was kept: m opens it", warning=True)

    def drafts_of_nothing(self) -> list[str]:
        """What the drafts are about that no coding at hand will open again: places, and codings that are gone."""
        drafts = self.memory.drafts
        there = {f"coding {coding.id}" for coding in self.store.codings()} if drafts else set()
        return [about for about in drafts if about not in there]

    def used(self, full: str) -> None:
        """Take note that a code was used."""
        self.recent = [full, *(known for known in self.recent if known != full)][:RECENT]

    def remember(self) -> None:
        """Keep for the next time where one is."""
        unit = self.unit
        offset = unit.span.start if unit else 0
        self.memory.keep(self.place.document.id, offset, self.unit_wanted, self.recent)

    @property
    def unit(self) -> Unit | None:
        """The unit one is on; None in a document where no informant speaks."""
        return self.place.units[self.at] if self.at < len(self.place.units) else None

    def case(self, at: int) -> str:
        """The case that speaks in a unit."""
        speaker = self.place.units[at].speaker
        if speaker not in self._cases:
            self._cases[speaker] = self.project.case_map.case_of(self.place.document, speaker)
        return self._cases[speaker]

    def is_given(self, unit: Unit) -> bool:
        """Whether a plan gave a unit to this coder: with its whole document, or by itself."""
        given = self.given.get(unit.document)
        return given is not None and (
            not given.places or any(piece.overlaps(span) for piece in unit.pieces for span in given.places)
        )

    def go(self, at: int) -> None:
        """Be on a unit."""
        self.at = at
        self.focus = 0
        self.found.hit = None
        self.remember()

    def to_unit(self, at: int) -> Said | None:
        """Go to a unit by its position."""
        self.selection = None
        self.go(max(0, min(at, len(self.place.units) - 1)))
        return None

    def to_offset(self, offset: int) -> Said | None:
        """Go to the unit that holds a code point."""
        self.go(self.place.unit_at(offset))
        return None

    def switch_unit(self, kind: str = "") -> Said:
        """Step by another kind of unit from now on; the next one of the four when none is named."""
        kind = kind or KINDS[(KINDS.index(self.place.kind) + 1) % len(KINDS)]
        unit = self.unit
        offset = unit.span.start if unit else 0
        self.unit_wanted = kind
        self.place.cut(kind)
        self.selection = None
        self.go(self.place.unit_at(offset))
        return Said(f"stepping by {kind}: {len(self.place.units)} in this document")

    # -- what is shown -----------------------------------------------------------------

    def shown_coders(self) -> tuple[str, ...] | None:
        """Whose codings are shown; None for everybody's."""
        return None if self.others or self.reviewing else (self.coder,)

    def shown(self) -> Sequence[Coding]:
        """The codings of this document that are shown, in the order of their places."""
        return self.place.lanes(self.shown_coders()).codings

    def here(self) -> list[Coding]:
        """The codings shown that touch the selection, or the unit one is on."""
        return self.place.lanes(self.shown_coders()).over(self.spans_here())

    def spans_here(self) -> tuple[Span, ...]:
        """The words one is on: the selection, or the pieces of the unit."""
        if self.selection is not None and len(self.selection.span):
            return (self.selection.span,)
        return self.unit.pieces if self.unit else ()

    def standing(self) -> tuple[object, ...]:
        """The words one is on, in the document as it was read."""
        return self._document, self.spans_here()

    def standing_on(self, coding: Coding) -> bool:
        """Whether a coding is still there, and still the one that weight, memo and so on are about."""
        return self.focus == coding.id and any(one.id == coding.id for one in self.here())

    def selected(self) -> Span:
        """The selection as far as it goes; an empty span without one."""
        return self.selection.span if self.selection is not None else Span(0, 0)

    def targets(self) -> list[Span]:
        """What would be coded now; UsageError when nothing can be."""
        if self.selection is not None:
            span = self.place.reader.tidy(self.selection.span)
            if span is None:
                raise UsageError("nothing is selected", slug="empty_selection", hint="move on to select words")
            return [span]
        if self.unit is None:
            raise UsageError(
                "no informant speaks in this document",
                slug="no_units",
                hint="select words with v, or read it again with --interviewer LABEL",
            )
        return self.place.targets(self.at)

    def focused(self) -> Coding | None:
        """The coding that weight, memo and so on are about: the one chosen, else one's own first."""
        here = self.here()
        chosen = next((coding for coding in here if coding.id == self.focus), None)
        return chosen or next((coding for coding in here if coding.coder == self.coder), None) or next(iter(here), None)

    def next_coding(self, by: int) -> Said | None:
        """Choose the next of the codings that stand here."""
        here = self.here()
        if not here:
            return Said("nothing is coded here")
        focused = self.focused()
        at = next((i for i, coding in enumerate(here) if focused and coding.id == focused.id), 0)
        self.focus = here[(at + by) % len(here)].id
        return None

    def label(self, full: str) -> str:
        """A code's name for people."""
        code = self.code(full)
        return code.label(self.language) if code else full

    def code_in_view(self) -> tuple[str, Code] | None:
        """The code whose definition is shown beside the text: that of the coding chosen, or the last used."""
        coding = self.focused()
        full = coding.code if coding else (self.last[0] if self.last else "")
        code = self.code(full)
        return (full, code) if code else None

    def code(self, full: str) -> Code | None:
        """The code with a full id, or None."""
        book, _, id = full.partition(":")
        found = self.books.get(book)
        return found.code(id) if found is not None and id in found else None

    def frames(self) -> list[Codebook]:
        """The codebooks that tables are made for, which come first: the study's own choice, or all frames."""
        chosen = [self.books[id] for id in self.project.settings.codebooks if id in self.books]
        return chosen or [book for book in self.books.values() if book.kind == "deductive"] or list(self.books.values())

    # -- what is stored ----------------------------------------------------------------

    def clear(self) -> Said | None:
        """Take away selection, marks of the search, or the filter: one at a time."""
        if self.selection is not None:
            self.selection = None
        elif self.found:
            self.found.forget()
        elif self.walk.filter:
            self.walk.filter = Filter()
            return Said("no filter")
        return None

    def changed_elsewhere(self) -> bool:
        """Whether another program changed the database or the hand-written files; reads them anew if so."""
        if not self.watch.changed():
            return False
        self.reload()
        here = self.place.document
        if self.project.document(here.id).turns != here.turns:
            self.reopen_document()  # other speakers, or other questions
        return True

    def reopen(self) -> None:
        """Use the file that stands in the project's place now."""
        self.watch.reopen()
        self.reload()

    def rescue(self) -> None:
        """Write the database that is still open back to its place, when the file was taken away."""
        self.watch.rescue()
        self.reload()

    def reload(self) -> None:
        """Show what the database says now."""
        self.documents = self.store.document_ids()
        self.version += 1
        self.watch.take()
        self._recount()
        here = self.place.document.id
        if here in self.documents and self.store.document_key(here) != self._document:
            self.reopen_document()  # it was read again: other words, other places
            self.found.again()
        elif here in self.documents:
            self.place.replace_codings(self.codings(here))
        elif self.documents:
            self.open(self.documents[0])

    def _recount(self) -> None:
        self.waiting = blind(self.project).waiting
        self.given = {one.document: one for _, one in self.store.assignments() if one.coder == self.coder}
        self.counts = own_counts(self.project, self.coder)
        self.machines = {coder.id for coder, _ in self.store.coders() if coder.kind != "human"}

    @contextlib.contextmanager
    def counting(self, full: str) -> Iterator[None]:
        """Keeps the count of a code right while codings are added to the document at hand or taken away."""
        before = self.place.times(full)
        yield
        self.counts[full] = max(0, self.counts.get(full, 0) + self.place.times(full) - before)

    def stored(self) -> None:
        """Take note that this screen itself changed something, so that it is not told about it."""
        self.version += 1
        self.watch.take()


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: a document is tens of thousands of values that all stay."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
