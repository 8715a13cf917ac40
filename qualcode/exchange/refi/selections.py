"""Selections and their codings: from positions in a file to places in a text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

from ...core.model import Coding, Foreign, Span
from ...core.ticks import ticking
from ..markup import children, local, words_of
from ..names import plain_guid, uid_of
from ..offsets import Convention, Counted, Selection, fits
from .elements import date, target, text_of
from .kept import DETAILS, packed_details
from .notes import told

if TYPE_CHECKING:
    from .read import Reading


@dataclass(slots=True)
class Selected:
    """One text with the selections in it."""

    document: str
    source: Any
    """The element under Sources."""
    element: Any
    """The element that holds text and selections: the source itself, its representation or a transcript."""
    counted: Counted
    kind: str
    """`PlainTextSelection` or `TranscriptSelection`."""
    gone: set[int] = field(default_factory=set)
    """Positions, among the element's children, of selections that became codings or memos and nothing else."""
    paired: set[str] = field(default_factory=set)
    """GUIDs of areas of a page that are quotations in the text too."""
    marked: list[tuple[int, Any, tuple[int, int] | None]] = field(init=False)
    """The selections: position among the element's children, element, and start and end as they stand there."""
    points: list[Any] = field(init=False)
    """Points in time of a transcript."""
    areas: dict[str, Any] = field(init=False)
    """Areas of the source's pages, by GUID."""

    def __post_init__(self) -> None:
        self.marked, self.points = [], []
        areas = [] if self.source is self.element else list(children(self.source, "PDFSelection"))
        for at, each in enumerate(self.element):  # thousands of them: looked through once
            name = local(each)
            if name == self.kind:
                self.marked.append((at, each, _positions(each)))
            elif name == "SyncPoint":
                self.points.append(each)
            elif name == "PDFSelection" and self.source is self.element:
                areas.append(each)
        self.areas = {plain_guid(each.get("guid")): each for each in areas}

    def stretches(self) -> Stretches:
        """Where the selections say they are, with their words where the file has them."""
        return Stretches([(each, place) for _, each, place in self.marked if place is not None and place[1] > place[0]])


class Stretches(Sequence[Selection]):
    """Selections whose words are looked up when they are asked for: of thousands only a sample is."""

    def __init__(self, places: list[tuple[Any, tuple[int, int]]]) -> None:
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> Selection: ...

    @overload
    def __getitem__(self, at: slice) -> Stretches: ...

    def __getitem__(self, at: int | slice) -> Selection | Stretches:
        if isinstance(at, slice):
            return Stretches(self._places[at])
        element, (start, stop) = self._places[at]
        return Selection(start, stop, element.get("name") or text_of(element, "Description"))


def said_in(reading: Reading, counting: Convention) -> dict[str, tuple[str, Span]]:
    """Make codings of all selections; returns where each selection is, by its GUID."""
    spans: dict[str, tuple[str, Span]] = {}
    for held in ticking(reading.selected, reading.choices.progress):
        _Said(reading, held, counting, spans).all()
    return spans


class _Said:
    """The selections of one text on their way in."""

    def __init__(
        self, reading: Reading, held: Selected, counting: Convention, spans: dict[str, tuple[str, Span]]
    ) -> None:
        self.reading, self.held, self.counting, self.spans = reading, held, counting, spans
        self.length = len(held.counted.text)
        self.offset = held.counted.offsets(counting)
        self.guids: dict[str, list[str]] = {}
        self.details: dict[str, list[int]] = {}
        self.said: dict[str, int] = {}
        self.seen: set[tuple[int, int, str, str]] = set()
        self.points = {plain_guid(each.get("guid")): each.get("position") for each in held.points}

    def all(self) -> None:
        reading, held = self.reading, self.held
        areas = held.areas
        for at, selection, place in held.marked:
            guid = plain_guid(selection.get("guid"))
            span = self._span(selection, place)
            if guid in areas:
                held.paired.add(guid)
                self._also_of_area(selection, areas[guid])
            if span is None:
                continue
            self.spans[guid] = (held.document, span)
            if self._codings(selection, guid, span):
                held.gone.add(at)
        held.paired |= _continued(areas, held.paired)
        if self.guids:
            value = json.dumps(self.guids, separators=(",", ":"))
            reading.foreign.append(Foreign("qdpx", "guids", f"codings {held.document}", value))
        if self.details:
            value = packed_details(self.said, self.details)
            reading.foreign.append(Foreign("qdpx", "selections", f"codings {held.document}", value))

    def _span(self, selection: Any, place: tuple[int, int] | None) -> Span | None:
        """Where a selection is in the text; None, and said, for what lies beyond it or has no length."""
        length = self.length
        at = self._synced(selection) if self.held.kind == "TranscriptSelection" else place
        if at is not None:
            start, stop = self.offset(at[0]), self.offset(at[1] + self.counting.inclusive)
            if 0 <= start < stop <= length:
                return Span(start, stop)
        shown = f"{self.held.document} {selection.get('startPosition')}-{selection.get('endPosition')}"
        codings = sum(1 for _ in children(selection, "Coding"))
        if at is None:
            self.reading.account.lose("selections", "say no place that can be read", shown)
            return None
        if start >= stop or start < 0 or start >= length:
            if codings:
                why = "of no length" if start >= stop else "beyond the text"
                self.reading.account.lose("codings", f"are on selections {why}: kept for the way back", shown, codings)
            return None
        if stop > length:
            self.reading.account.change("selections", "reached beyond the text and end with it", shown)
        return Span(start, min(stop, length))

    def _synced(self, selection: Any) -> tuple[int, int] | None:
        """Transcripts are marked from one point in time to another, which both have a place in the text."""
        first = self.points.get(plain_guid(selection.get("fromSyncPoint")))
        last = self.points.get(plain_guid(selection.get("toSyncPoint")))
        if first is None or not first.lstrip("-").isdecimal():
            return None
        end = int(last) if last is not None and last.lstrip("-").isdecimal() else None
        if end is None:  # up to the next point, or to the end
            later = sorted(int(each) for each in self.points.values() if each and each.isdecimal())
            end = next((each for each in later if each > int(first)), len(self.held.counted.text))
        return int(first), end - self.counting.inclusive

    def _codings(self, selection: Any, guid: str, span: Span) -> bool:
        """The codings of one selection; whether there is nothing else that it says."""
        reading, held = self.reading, self.held
        quote = held.counted.text[span.start : span.stop]
        description = ""
        notes: list[str] = []
        codings: list[Any] = []
        for part in selection:  # thousands of selections: their parts are looked at once
            name = local(part)
            if name == "Coding":
                codings.append(part)
            elif name == "NoteRef":
                notes.append(target(part))
            elif name == "Description":
                description = words_of(part)
        if description and fits(quote, description):
            description = ""
        details = {key: value for key, value in selection.items() if value}
        made = False
        whole = True
        before = len(self.guids)
        for element in codings:
            if self._coding(element, details, span, quote, guid, description):
                made = True
            else:
                whole = False
        if len(self.guids) > before:
            said = self.said
            self.details[guid] = [said.setdefault(details.get(key, ""), len(said)) for key in DETAILS]
        for note in notes:
            reading.notes.at_place(note, held.document, span)
        if not made and not notes and description:
            reading.notes.comment(guid, held.document, span, description, reading.coder(details.get("creatingUser")),
                                  date(details.get("creationDateTime")))  # fmt: skip
            return whole
        return whole and bool(made or notes)

    def _coding(
        self, element: Any, details: dict[str, str], span: Span, quote: str, guid: str, description: str
    ) -> bool:
        """One coding, unless it is there already; False for one without a code."""
        reading, held = self.reading, self.held
        code = None
        refs: list[str] = []
        for part in element:
            name = local(part)
            if name == "CodeRef":
                code = reading.codes.get(target(part))
            elif name == "NoteRef":
                refs.append(target(part))
        if code is None:
            reading.account.lose("codings", "have a code that the file does not have", f"{held.document}: {quote}")
            return False
        said = element.get
        coder = reading.coder(said("creatingUser"), details.get("creatingUser"))
        identity = (span.start, span.stop, code, coder)
        if identity in self.seen:
            reading.account.change("codings", "were written more than once, and are stored once",
                                   f"{held.document}@{span.start}-{span.stop} {code}")  # fmt: skip
            return True
        self.seen.add(identity)
        own = said("guid") or ""
        uid = uid_of(own)
        id = len(reading.codings) + 1
        made = date(said("creationDateTime") or details.get("creationDateTime"))
        coding = Coding(id, held.document, span, quote, code, coder, created=made, origin="import", uid=uid)
        if description or refs:
            coding = told(coding, [description, *(reading.notes.of_coding(ref) for ref in refs)])
        reading.codings.append(coding)
        own = "" if uid else plain_guid(own)  # a lasting id says it already
        self.guids[str(id)] = [guid, own, *refs[:1]] if own or refs else [guid]
        return True

    def _also_of_area(self, selection: Any, area: Any) -> None:
        """ATLAS.ti writes a quotation of a PDF twice under one GUID; the codings of the area may say more."""
        codes = {target(ref) for coding in children(selection, "Coding") for ref in children(coding, "CodeRef")}
        for coding in list(children(area, "Coding")):
            if not any(target(ref) in codes for ref in children(coding, "CodeRef")):
                selection.append(coding)
        for part in list(children(area, "Coding")):
            area.remove(part)


def _continued(areas: dict[str, Any], paired: set[str]) -> set[str]:
    """Areas that are the rest of a paired quotation on the next page: same name, same time."""
    known = {(areas[guid].get("name"), areas[guid].get("creationDateTime")) for guid in paired if guid in areas}
    return {
        guid
        for guid, area in areas.items()
        if area.get("name") and (area.get("name"), area.get("creationDateTime")) in known
    }


def _positions(selection: Any) -> tuple[int, int] | None:
    try:
        return int(selection.get("startPosition")), int(selection.get("endPosition"))
    except (TypeError, ValueError):
        return None
