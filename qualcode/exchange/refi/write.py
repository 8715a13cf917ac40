"""From a study to a project's XML: schema-valid, in the schema's order, with GUIDs that never change.

What the standard cannot hold is written as readable text for other programs' users and named in the
account; for the way back all of it travels beside (`codec`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from lxml import etree

from ... import __version__
from ...core.model import Bundle, Coding, Document, Member, Span
from ...core.ticks import ticking
from ..interface import Account, Choices, note_left_behind
from ..markup import child, children, legal, local
from ..names import guid, guid_of, plain_guid
from ..offsets import Convention, Counted, convention
from ..prose import about_case, said_about
from .elements import NAMESPACE, NS, is_guid, target, tidied
from .kept import Shells
from .notes import GUIDE
from .variables import value_element, write_variables
from .words import PREVIEW, place_of, preview, stored_text, told
from .write_codes import CodesOut


class Writing:
    """One study on its way out."""

    def __init__(self, bundle: Bundle, choices: Choices, account: Account) -> None:
        self.bundle, self.choices, self.account = bundle, choices, account
        self.shells = Shells(bundle.foreign)
        said = self.shells.project
        self.language = choices.language or str(said.get("language") or "") or bundle.language
        order = list(said.get("books") or ())
        self.books = sorted(
            (book for book in bundle.codebooks if book.codes),
            key=lambda book: order.index(book.id) if book.id in order else len(order),
        )
        self.counting: Convention = convention(choices.offsets if choices.offsets not in ("", "auto") else "codepoints")
        self.texts: dict[str, str] = {}
        """File name in `sources/` to the text in it."""
        self.files: dict[str, str] = {}
        """The file of each document."""
        self.users = {coder.id: self._guid("coder", coder.id) for coder in bundle.coders}
        self.codes: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        self.cases = {case.id: self._guid("case", case.id) for case in bundle.cases}
        self.notes: list[Any] = []
        self.refs: dict[str, list[str]] = defaultdict(list)
        """What memos are about (`document D1`, `code ...`, empty for the study) to the GUIDs of their notes."""
        self.places: dict[str, list[tuple[Span, str]]] = defaultdict(list)
        self.documents = {document.id: document for document in bundle.documents}
        self.members: dict[str, list[Member]] = defaultdict(list)
        """By their documents."""
        for case in bundle.cases:
            for member in case.members:
                self.members[member.document].append(member)

    def _guid(self, kind: str, id: str, *instead: str) -> str:
        """The GUID that something came with, else one of `instead`, or of its id."""
        kept = self.shells.guids.get(f"{kind} {id}", "")
        return kept if is_guid(kept) else guid(kind, *(instead or (id,)))

    def project(self) -> Any:
        """The root element, tidied."""
        root = etree.Element(f"{NS}Project", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
        said = self.said()
        root.set("name", legal(said["name"]))
        root.set("origin", f"qualcode {__version__}")
        for coder in self.bundle.coders:
            self._user(coder.id)
        books = CodesOut(self.bundle, self.books, self.shells, self.language, self.account)
        self.codes = books.guids
        self._memos()
        for full, element in books.elements.items():
            self._note_refs(element, f"code {full}")
        self._guide()
        sources = self._sources()
        variables, cases = self._cases_and_variables(sources)
        users = etree.Element(f"{NS}Users")
        for id, user in self.users.items():
            etree.SubElement(users, f"{NS}User", guid=user, name=legal(id))
        parts = [users, books.element, variables, cases, sources, self._box("Notes", self.notes)]
        parts += [self._box(name, self.shells.section(name)) for name in ("Links", "Sets", "Graphs")]
        root.extend(part for part in parts if part is not None and len(part))
        if said["description"]:
            etree.SubElement(root, f"{NS}Description").text = legal(said["description"])
        self._note_refs(root, "")
        self._pruned(root)
        tidied(root)
        return root

    def said(self) -> dict[str, Any]:
        """What this export says of the whole project, so that the next says the same wherever it is made."""
        said = self.shells.project
        return {
            "name": said.get("name") or self.bundle.name or "study",
            "origin": said.get("origin") or "",
            "description": said.get("description") or "",
            "language": self.language,
            "books": [book.id for book in self.books],
        }

    def _user(self, id: str) -> str:
        if id not in self.users:
            self.users[id] = self._guid("coder", id)
        return self.users[id]

    def _box(self, name: str, parts: list[Any]) -> Any | None:
        if not parts:
            return None
        box = etree.Element(f"{NS}{name}")
        box.extend(parts)
        return box

    def _note_refs(self, element: Any, about: str) -> None:
        for note in self.refs.get(about, ()):
            etree.SubElement(element, f"{NS}NoteRef", targetGUID=note)

    # -- notes ---------------------------------------------------------------------------

    def _note(self, id: str, text: str, name: str, coder: str, created: str) -> None:
        note = etree.Element(f"{NS}Note", guid=id, name=legal(name)[:PREVIEW])
        if coder:
            note.set("creatingUser", self._user(coder))
        if created:
            note.set("creationDateTime", created)
        etree.SubElement(note, f"{NS}PlainTextContent").text = legal(text)
        self.notes.append(note)

    def _memos(self) -> None:
        for memo in self.bundle.memos:
            kind, _, rest = memo.about.partition(" ")
            if kind == "case":
                self.account.change("memos", "are about a case, which has no notes there: they are its description",
                                    rest)  # fmt: skip
                continue
            kept = self.shells.guids.get(f"memo {memo.id}", "")
            id = kept if is_guid(kept) else guid_of(memo.uid)
            id = id or guid("memo", memo.about, memo.coder, memo.created, memo.readable)
            self._note(id, memo.readable, "", memo.coder, memo.created)
            if memo.edits:
                self.account.change("edits of quotes", "are notes there", memo.readable)
            if kind == "place":
                self._at_place(rest, id)
            elif kind in ("document", "code") or not memo.about:
                self.refs[memo.about].append(id)
            else:
                self.account.change("memos", "are about what has no notes there: they are notes of the project",
                                    memo.about)  # fmt: skip
                self.refs[""].append(id)
        self.account.carry("memos", len(self.bundle.memos))

    def _at_place(self, place: str, note: str) -> None:
        found = place_of(place, self.documents)
        if found is not None:
            self.places[found[0]].append((found[1], note))
        else:
            self.refs[f"document {re.split(r'[:#@]', place)[0]}"].append(note)

    def _guide(self) -> None:
        """The interview guide as a readable note."""
        if not self.bundle.questions:
            return
        lines = [f"{question.id}  {question.text}" for question in self.bundle.questions]
        self._note(guid("guide"), "\n".join(lines), GUIDE, "", "")
        self.account.change("questions", "are written as a note that can be read; the standard has no guide",
                            count=len(self.bundle.questions))  # fmt: skip

    # -- sources -------------------------------------------------------------------------

    def _sources(self) -> Any | None:
        box = etree.Element(f"{NS}Sources")
        by_document: dict[str, list[Coding]] = defaultdict(list)
        for coding in self.bundle.codings:
            by_document[coding.document].append(coding)
        wide = 0
        joined: dict[str, Any] = {}
        for document in ticking(self.bundle.documents, self.choices.progress):
            wide += self._source(document, by_document.get(document.id, []), box, joined)
        box.extend(self.shells.section("Sources"))
        if wide and self.counting.unit == "codepoints":
            self.account.notes.append(
                f"characters that NVivo counts as two stand in {wide} of the documents: for NVivo write --offsets utf16"
            )
        told = sum(c.weight != 1 or bool(c.qualifier) or c.unsure for c in self.bundle.codings)
        if told:
            self.account.change("codings", "have a weight, a qualifier or a doubt, which others read in their note",
                                count=told)  # fmt: skip
        self.account.carry("documents", len(self.bundle.documents))
        self.account.carry("codings", len(self.bundle.codings))
        return box

    def _source(self, document: Document, codings: list[Coding], box: Any, joined: dict[str, Any]) -> int:
        source, element = self.shells.source(document, joined)
        if source.getparent() is None:
            box.append(source)
        id = self._guid("document", document.id, document.id, document.text)
        if not is_guid(plain_guid(element.get("guid"))):
            element.set("guid", id)
        if not source.get("guid"):
            source.set("guid", id)
        if source is element or not source.get("name"):
            source.set("name", legal(document.title or document.id))
        self.sources[document.id] = plain_guid(source.get("guid"))
        file = f"{plain_guid(element.get('guid'))}.txt"
        stored = stored_text(document.text)
        self.texts[file] = stored
        self.files[document.id] = file
        element.set("plainTextPath", f"internal://{file}")
        counted = Counted(document.text, False)
        if local(element) == "Transcript":
            self._synced(element, document, codings, counted)
        else:
            self._selections(element, document, codings, counted)
        self._note_refs(source, f"document {document.id}")
        return "astral" in counted.kinds

    def _selections(self, element: Any, document: Document, codings: list[Coding], counted: Counted) -> None:
        """One selection a place, with all its codings; those that came with a selection keep it."""
        guids = self.shells.codings(document.id)
        details = self.shells.selections(document.id)
        grouped: dict[str, tuple[Span, list[tuple[Coding, list[str]]]]] = {}
        owner = plain_guid(element.get("guid"))
        for coding in codings:
            kept = guids.get(str(coding.id), [])
            id = kept[0] if kept and is_guid(kept[0]) else ""
            if not id or (id in grouped and grouped[id][0] != coding.span):
                id = guid("selection", owner, str(coding.span.start), str(coding.span.stop))
            grouped.setdefault(id, (coding.span, []))[1].append((coding, kept))
        there = {plain_guid(each.get("guid")) for each in children(element, "PlainTextSelection")}
        areas = {
            plain_guid(each.get("guid")): each for each in children(self.shells.written[document.id], "PDFSelection")
        }
        for id, (span, group) in grouped.items():
            said = details.get(id, {})
            selection = self._selection(element, id, span, counted, said.get("name"))
            for key in ("creatingUser", "creationDateTime", "modifyingUser", "modifiedDateTime"):
                if said.get(key):
                    selection.set(key, said[key])
            if not said:
                selection.set("creatingUser", self._user(group[0][0].coder))
                if group[0][0].created:
                    selection.set("creationDateTime", group[0][0].created)
            for coding, kept in group:
                self._coding(selection, id, coding, kept)
            if id in areas:  # a quotation of a PDF stands on its page too, with codings of its own
                for coding, _ in group:
                    area_coding = etree.SubElement(areas[id], f"{NS}Coding", creatingUser=self._user(coding.coder))
                    area_coding.set("guid", guid("area", id, coding.code, coding.coder, coding.qualifier))
                    etree.SubElement(area_coding, f"{NS}CodeRef", targetGUID=self.codes[coding.code])
        for span, note in self.places.get(document.id, ()):
            id = guid("selection", note)
            selection = self._selection(element, id, span, counted, None)
            etree.SubElement(selection, f"{NS}NoteRef", targetGUID=note)
        self._of_speakers(element, document, counted, there)

    def _selection(self, element: Any, id: str, span: Span, counted: Counted, name: str | None) -> Any:
        selection = etree.SubElement(element, f"{NS}PlainTextSelection", guid=id)
        selection.set("name", legal(preview(span.cut(counted.text)) if name is None else name))
        selection.set("startPosition", str(counted.position(span.start, self.counting)))
        selection.set("endPosition", str(counted.position(span.stop, self.counting) - self.counting.inclusive))
        return selection

    def _coding(self, selection: Any, id: str, coding: Coding, kept: list[str]) -> None:
        own = kept[1] if len(kept) > 1 and is_guid(kept[1]) else ""
        own = own or guid_of(coding.uid) or guid("coding", id, coding.code, coding.coder, coding.qualifier)
        element = etree.SubElement(selection, f"{NS}Coding", guid=own, creatingUser=self._user(coding.coder))
        if coding.created:
            element.set("creationDateTime", coding.created)
        etree.SubElement(element, f"{NS}CodeRef", targetGUID=self.codes[coding.code])
        if text := told(coding):
            note = kept[2] if len(kept) > 2 and is_guid(kept[2]) else guid("note", own)
            self._note(note, text, "", coding.coder, coding.created)
            etree.SubElement(element, f"{NS}NoteRef", targetGUID=note)

    def _synced(self, transcript: Any, document: Document, codings: list[Coding], counted: Counted) -> None:
        """A transcript's places are points in time; new ones are made where a coding begins and ends."""
        points = {each.get("position"): plain_guid(each.get("guid")) for each in children(transcript, "SyncPoint")}
        owner = plain_guid(transcript.get("guid"))
        guids = self.shells.codings(document.id)
        grouped: dict[str, Any] = {}
        for coding in codings:
            ends = []
            for offset in (coding.span.start, coding.span.stop):
                position = str(counted.position(offset, self.counting))
                if position not in points:
                    points[position] = guid("sync", owner, position)
                    etree.SubElement(transcript, f"{NS}SyncPoint", guid=points[position], position=position)
                ends.append(points[position])
            kept = guids.get(str(coding.id), [])
            id = kept[0] if kept and is_guid(kept[0]) else guid("selection", owner, *ends)
            if id not in grouped:
                selection = etree.SubElement(transcript, f"{NS}TranscriptSelection", guid=id)
                selection.set("name", legal(preview(coding.quote)))
                selection.set("fromSyncPoint", ends[0])
                selection.set("toSyncPoint", ends[1])
                selection.set("creatingUser", self._user(coding.coder))
                grouped[id] = selection
            self._coding(grouped[id], id, coding, kept)

    # -- cases ---------------------------------------------------------------------------

    def _of_speakers(self, element: Any, document: Document, counted: Counted, there: set[str]) -> None:
        """What a speaker says is marked, so that the case that speaks can point to it."""
        members = self.members.get(document.id, ())
        wanted = {member.speaker.casefold() for member in members if member.speaker}
        owner = plain_guid(element.get("guid"))

        def marked(span: Span) -> str:
            id = guid("turn", owner, str(span.start), str(span.stop))
            if id not in there:
                self._selection(element, id, span, counted, None)
                there.add(id)
            return id

        for passage in [str(each) for each in members if each.passage]:
            if (found := place_of(passage, self.documents)) and len(found[1]):
                self.shells.passages[passage] = marked(found[1])
        for turn in document.turns if wanted else ():
            if (speaker := turn.speaker.casefold()) in wanted and len(turn.span):
                self.shells.turns[document.id, speaker].append(marked(turn.span))

    def _cases_and_variables(self, sources: Any) -> tuple[Any | None, Any | None]:
        values: dict[str, list[str]] = defaultdict(list)
        said: list[tuple[str, Any]] = [(case.id, case.attributes) for case in self.bundle.cases]
        said += [(document.id, document.attributes) for document in self.bundle.documents]
        for _, attributes in said:
            for name, value in attributes.items():
                values[name] += [value] if isinstance(value, str) else list(value)
        elements = write_variables(values, values, self.shells.variables)
        variables = self._box("Variables", list(elements.values()))
        cases = []
        memos = said_about(self.bundle.memos)
        for case in self.bundle.cases:
            element = self.shells.case(case.id)
            element.set("guid", self.cases[case.id])
            element.set("name", legal(case.id))
            about = about_case(case, memos.get(f"case {case.id}", ()), self.account, "the description")
            if about:
                etree.SubElement(element, f"{NS}Description").text = legal(about)
            self._values(element, case.attributes, elements)
            for member in case.members:
                if member.passage:
                    if id := self.shells.passages.get(str(member)):
                        etree.SubElement(element, f"{NS}SelectionRef", targetGUID=id)
                elif member.speaker is None and member.document in self.sources:
                    etree.SubElement(element, f"{NS}SourceRef", targetGUID=self.sources[member.document])
                elif member.speaker:
                    for id in self.shells.turns.get((member.document, member.speaker.casefold()), ()):
                        etree.SubElement(element, f"{NS}SelectionRef", targetGUID=id)
            cases.append(element)
        for document in self.bundle.documents:
            if document.attributes:
                source = self.shells.written[document.id]
                self._values(source, document.attributes, elements)
        note_left_behind(self.bundle, self.account, "the standard")
        self.account.carry("cases", len(cases))
        self.account.carry("case attributes", sum(bool(v) for c in self.bundle.cases for v in c.attributes.values()))
        self.account.carry("document attributes", sum(len(d.attributes) for d in self.bundle.documents))
        weighted = sum(case.weight is not None for case in self.bundle.cases)
        if weighted:
            self.account.lose("case weights", "have no place in the standard", count=weighted)
        parts = sum(bool(case.part_of) for case in self.bundle.cases)
        if parts:
            self.account.lose("cases", "are part of another, which has no place in the standard", count=parts)
        return variables, self._box("Cases", cases)

    def _values(self, element: Any, attributes: Any, variables: dict[str, Any]) -> None:
        for name, value in attributes.items():
            for each in [value] if isinstance(value, str) else list(value):
                if each:
                    element.append(value_element(variables[name], legal(each)))

    # -- the end -------------------------------------------------------------------------

    def _pruned(self, root: Any) -> None:
        """Nothing points to what is not there: codes that were taken away, notes that are gone."""
        there = {plain_guid(each.get("guid")) for each in root.iter() if isinstance(each.tag, str)}
        for each in list(root.iter()):
            name = local(each)
            if name == "Coding" and ((ref := child(each, "CodeRef")) is None or target(ref) not in there):
                each.getparent().remove(each)
                self.account.lose("codings", "in parts kept from another program have a code that is gone")
            elif (
                name in ("NoteRef", "SourceRef", "SelectionRef", "MemberCode", "MemberSource", "MemberNote", "CodeRef")
                and target(each) not in there
                and each.getparent() is not None
            ):
                each.getparent().remove(each)
