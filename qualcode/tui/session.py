"""What the coding screen can do, without a screen: where one is, what is shown, what is stored.

Each change is one transaction that is finished before anything is painted. Problems are raised
as the errors of the core and leave the session as it was; the screen says them and goes on.
"""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..core import address as addresses
from ..core import units as unitising
from ..core.errors import DataError, QualcodeError, UsageError
from ..core.model import Code, Codebook, Coding, Span, Unit
from ..project.blind import blind, seen
from ..project.places import spans_of
from .document_view import KINDS, Place
from .memory import Memory
from .search import Filter, Hits, hits
from .selection import Selection
from .settings import ScreenSettings

if TYPE_CHECKING:
    from ..project import Project

WAIT = 1.5
"""Seconds a key may wait for another program that writes."""


class Said(NamedTuple):
    """What to tell after a key."""

    text: str
    warning: bool = False


class Session:
    """A person at work on a project."""

    def __init__(self, project: Project, settings: ScreenSettings | None = None) -> None:
        self.project, self.coder = project, project.coder
        self.settings = settings or ScreenSettings()
        self.language = project.settings.language
        self.store = project.writable
        self.store.wait_at_most(WAIT)
        self.memory = Memory(project.root / ".cache" / "screen.json", self.coder)
        self.documents = self.store.document_ids()
        if not self.documents:
            raise DataError("there is nothing to code yet", slug="no_documents", hint="`qualcode add transcripts/`")
        self.unit_wanted = self.memory.unit or project.settings.unit
        self.digits = self.settings.digits
        self.advance = self.settings.advance
        self.recent: list[str] = list(self.memory.recent)
        self.others = False
        """Whether other coders' codings are shown; blind unless asked for."""
        self.reviewing = False
        self.filter = Filter()
        self.selection: Selection | None = None
        self.hits = Hits("", [])
        self.hit: Span | None = None
        self.focus = 0
        """The coding that weight, memo and so on are about; 0 for the first that stands here."""
        self.last: tuple[str, float, str] | None = None
        """What was coded last: code, weight, qualifier."""
        self.at = 0
        self.counts: dict[str, int] = {}
        self.machines: set[str] = set()
        self._cases: dict[str, str] = {}
        self.books: Mapping[str, Codebook] = {}
        """The codebooks as they could last be read; what is shown rests on these."""
        self.problem = ""
        """What is wrong with the hand-written files since then; coding says so too."""
        self._take_files()
        self.version = 0
        """Grows with every change that is shown."""
        self._seen = self._stamp()
        self._recount()
        last = self.memory.document
        self.open(last if last in self.documents else self.documents[0])

    # -- where one is ------------------------------------------------------------------

    def open(self, id: str, offset: int | None = None) -> None:
        """Show a document, where one left it or at a place."""
        with _uncollected():
            document = self.project.document(id)
            kind = self.kind_for(document.kind)
            self.place: Place = Place(document, kind, self.codings(id), self.coder)
            self._document = self.store.document_key(id)
        self._cases.clear()
        self.selection, self.hit, self.focus = None, None, 0
        if self.hits.words:
            self._mark(self.hits.words)
        self.at = self.place.unit_at(self.memory.offset(id) if offset is None else offset)
        self.remember()

    def codings(self, id: str) -> list[Coding]:
        """The codings of a document, without those that blind work hides from this coder."""
        return seen(self.project, self.store.codings([id]))

    def waits_for(self, id: str) -> tuple[str, ...]:
        """Who has still to finish a document that is coded blind, before others' codings are shown there."""
        return blind(self.project).waiting.get(id, ())

    def kind_for(self, kind: str) -> str:
        """The unit to step by in a document of a kind; what has no questions has no answers."""
        wanted = self.unit_wanted if self.unit_wanted in KINDS else "turn"
        return "turn" if wanted == "answer" and kind in unitising.NOT_ASKED else wanted

    def unfinished(self) -> Said | None:
        """Go to where a memo was being written when the program was stopped, and say so."""
        about = self.memory.draft.get("about", "")
        if not about:
            return None
        id = about.removeprefix("coding ")
        coding = next((c for c in self.store.codings() if str(c.id) == id), None) if id != about else None
        if coding is None:
            return Said(f"an unfinished memo about {about} was kept: M opens it", warning=True)
        if coding.document != self.place.document.id:
            self.open(coding.document)
        self.to_offset(coding.span.start)
        self.focus = coding.id
        return Said("an unfinished memo was kept: m opens it", warning=True)

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

    def step(self, by: int, *, uncoded: bool = False) -> Said | None:
        """Go `by` units on (1 or -1), past coded ones if wanted, and past what the filter leaves out."""
        self.selection = None
        wanted = self._wanted(by, uncoded=uncoded)
        if wanted is not None:
            self._go(wanted)
            return None
        if self.filter:
            for id in self._documents_from(by):
                found = self._elsewhere(id, by, uncoded=uncoded)
                if found is not None:
                    self.open(id)
                    self._go(found)
                    return Said(f"{id}: {self.filter}")
            return Said(f"nothing more with {self.filter}", warning=True)
        if uncoded:
            where = "below" if by > 0 else "above"
            return Said(f"everything {where} here is coded")
        return Said("the last one of this document" if by > 0 else "the first one of this document")

    def _wanted(self, by: int, *, uncoded: bool) -> int | None:
        at = self.at + by
        while 0 <= at < len(self.place.units):
            if not (uncoded and self.place.is_coded(at)) and self.lets(at):
                return at
            at += by
        return None

    def _elsewhere(self, id: str, by: int, *, uncoded: bool) -> int | None:
        document = self.project.document(id)
        there = Place(document, self.kind_for(document.kind), self.codings(id), self.coder)
        order = range(len(there.units)) if by > 0 else range(len(there.units) - 1, -1, -1)
        for at in order:
            unit = there.case_of(at, self.project.case_map.case_of(document, there.units[at].speaker))
            if not (uncoded and there.is_coded(at)) and self.filter.lets(unit, self._seen_in(there, unit.pieces)):
                return at
        return None

    def _documents_from(self, by: int) -> Iterator[str]:
        here = self.documents.index(self.place.document.id)
        following = self.documents[here + 1 :] if by > 0 else self.documents[:here][::-1]
        yield from following

    def lets(self, at: int) -> bool:
        """Whether the filter lets a unit through."""
        if not self.filter:
            return True
        unit = self.place.case_of(at, self.case(at))
        return self.filter.lets(unit, self._seen_in(self.place, unit.pieces))

    def filter_to(self, wanted: Filter) -> Said:
        """Step only to some units from now on, and go to the first of them from here."""
        self.filter = wanted
        self.selection = None
        if self.unit is None or not self.lets(self.at):
            said = self.step(1)
            if said is not None and said.warning:
                return self.step(-1) or Said(f"only {self.filter}")
        return Said(f"only {self.filter}; esc takes the filter away")

    def _seen_in(self, place: Place, pieces: Sequence[Span]) -> list[Coding]:
        if self.filter.kind == "uncoded":
            return place.lanes((self.coder,)).over(pieces)
        if self.filter.kind == "coder":
            return place.lanes(None).over(pieces)
        return place.lanes(self.shown_coders()).over(pieces)

    def _go(self, at: int) -> None:
        self.at = at
        self.focus = 0
        self.hit = None
        self.remember()

    def to_unit(self, at: int) -> Said | None:
        """Go to a unit by its position."""
        self.selection = None
        self._go(max(0, min(at, len(self.place.units) - 1)))
        return None

    def to_offset(self, offset: int) -> Said | None:
        """Go to the unit that holds a code point."""
        self._go(self.place.unit_at(offset))
        return None

    def other_document(self, by: int) -> Said | None:
        """The document after this one, or before."""
        at = self.documents.index(self.place.document.id) + by
        if not 0 <= at < len(self.documents):
            return Said("the last document" if by > 0 else "the first document")
        self.open(self.documents[at])
        return None

    def jump(self, written: str) -> Said | None:
        """Go to an address; `#3`, `:14` and `@120-180` are in the document at hand."""
        written = written.strip()
        if written[:1] in ("#", ":", "@"):
            written = self.place.document.id + written
        address = addresses.parse(written)
        document = self.place.document
        if address.document != document.id:
            document = self.project.document(address.document)
        plain = not (address.turns or address.answer or address.span)
        spans = [] if plain else spans_of(document, address)
        if document.id != self.place.document.id:
            self.open(document.id)
        self.selection = None
        if spans:
            self.to_offset(spans[0].start)
            if address.span:
                self.selection = Selection(address.span.start, address.span.stop)
        return None

    def switch_unit(self, kind: str = "") -> Said:
        """Step by another kind of unit from now on; the next one of the four when none is named."""
        kind = kind or KINDS[(KINDS.index(self.place.kind) + 1) % len(KINDS)]
        unit = self.unit
        offset = unit.span.start if unit else 0
        self.unit_wanted = kind
        self.place.cut(kind)
        self.selection = None
        self._go(self.place.unit_at(offset))
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

    # -- searching ---------------------------------------------------------------------

    def search(self, words: str) -> Said:
        """Mark every place of `words` in this document and go to the next from here."""
        self._mark(words)
        if not self.hits.words:
            return Said("no words to find")
        if not self.hits:
            return self.next_hit(1)
        start = self.unit.span.start if self.unit else 0
        first = self.hits.after(start - 1) or self.hits.spans[0]
        return self._on(first)

    def _mark(self, words: str) -> None:
        self.hits = Hits(words.strip(), hits(self.place.document.text, words))
        self.hit = None

    def next_hit(self, by: int) -> Said:
        """The next place found; after the last one of this document, the first of a later one."""
        if not self.hits.words:
            return Said("search first, with /")
        here = self.hit.start if self.hit else (self.unit.span.start if self.unit else 0)
        found = self.hits.after(here) if by > 0 else self.hits.before(here)
        if found:
            return self._on(found)
        for id in self._documents_from(by):
            text = self.project.document(id).text
            if hits(text, self.hits.words):
                self.open(id, 0)
                return self._on(self.hits.spans[0 if by > 0 else -1])
        where = "after" if by > 0 else "before"
        if not self.hits:
            return Said(f"{self.hits.words!r} is not in this document, nor in one {where} it", warning=True)
        return Said(f"no more {self.hits.words!r} {where} this one")

    def _on(self, span: Span) -> Said:
        self.selection = None
        self.to_offset(span.start)
        self.hit = span
        return Said(f"{self.hits.words!r}: {self.hits.number(span)} of {len(self.hits)} in {self.place.document.id}")

    def clear(self) -> Said | None:
        """Take away selection, marks of the search, or the filter: one at a time."""
        if self.selection is not None:
            self.selection = None
        elif self.hits.words:
            self.hits, self.hit = Hits("", []), None
        elif self.filter:
            self.filter = Filter()
            return Said("no filter")
        return None

    # -- the database ------------------------------------------------------------------

    def check_store(self) -> None:
        """StoreError `store_vanished` when the file that is open is no longer the project's."""
        self.store.check_there()

    def reopen(self) -> None:
        """Use the file that stands in the project's place now."""
        self.project.close()
        self.store = self.project.writable
        self.store.wait_at_most(WAIT)
        self.reload()

    def rescue(self) -> None:
        """Write the database that is still open back to its place, when the file was taken away."""
        self.store.write_back()
        self.reopen()

    def changed_elsewhere(self) -> bool:
        """Whether another program changed the database or the hand-written files; reads them anew if so."""
        self.check_store()
        stamp = self._stamp()
        if stamp == self._seen:
            return False
        if stamp[1:] != self._seen[1:]:
            self.project.forget_files()
        self.reload()
        return True

    def _take_files(self) -> None:
        """Take the hand-written files as they are now; keep the last good ones when they cannot be read."""
        try:
            self.books = dict(self.project.codes.books)
            self.questions = self.project.questions
            self.project.case_map  # noqa: B018  read now, so that a mistake in it is told now
            self.problem = ""
        except QualcodeError as error:
            if not self.books:
                raise
            self.problem = error.message.splitlines()[0].replace(f"{self.project.root}{os.sep}", "")

    def reload(self) -> None:
        """Show what the database says now."""
        self.documents = self.store.document_ids()
        self.version += 1
        self._take_files()
        self._recount()
        self._seen = self._stamp()
        here = self.place.document.id
        if here in self.documents and self.store.document_key(here) != self._document:
            self.open(here, self.unit.span.start if self.unit else 0)  # it was read again: other words, other places
        elif here in self.documents:
            self.place.replace_codings(self.codings(here))
        elif self.documents:
            self.open(self.documents[0])

    def _recount(self) -> None:
        self.counts = self.store.code_counts(self.coder)
        self.machines = {coder.id for coder, _ in self.store.coders() if coder.kind != "human"}

    def _stamp(self) -> tuple[object, ...]:
        files: list[object] = [self.store.changes_seen()]
        for path in (*self.project.codes.paths, self.project.root / "cases.csv", self.project.root / "questions.yaml"):
            with contextlib.suppress(OSError):
                status = path.stat()
                files.append((path.name, status.st_mtime_ns, status.st_size))
        return tuple(files)

    def stored(self) -> None:
        """Take note that this screen itself changed something, so that it is not told about it."""
        self.version += 1
        self._take_files()
        self._seen = self._stamp()


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
