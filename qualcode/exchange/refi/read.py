"""From a project's XML to a study: users, codes, sources with their selections, cases.

Whatever qualcode has no place for is kept as it stands (`kept`), so that an export hands it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ...core.errors import several as several_of
from ...core.model import Bundle, Case, Codebook, Coder, Coding, Document, Foreign, Member, Source, Span
from ...core.numbering import unused
from ...core.ticks import ticking
from .. import qdc
from ..drafts import book_of
from ..interface import Account, Choices, free_members
from ..markup import child, children, local
from ..names import digest, free_id, label_before, plain_guid
from ..offsets import Convention, Counted, Detected, Selection, convention, detect
from .elements import target, text_of
from .kept import Kept, shell
from .notes import Notes
from .selections import Selected, said_in
from .texts import Files
from .variables import Variables

EXPECTED = {"nvivo": "utf16", "atlas": "codepoints+crlf1", "qc ": "codepoints+crlf1"}
"""What programs are known to write; everything else is taken for the standard until the text says otherwise."""


class Reading:
    """One project on its way in."""

    def __init__(self, root: Any, files: Files, name: str, choices: Choices, account: Account) -> None:
        self.root, self.files, self.name, self.choices, self.account = root, files, name, choices, account
        self.origin = root.get("origin") or ""
        self.foreign: list[Foreign] = []
        self.coders: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        self.documents: list[Document] = []
        self.by_guid: dict[str, str] = {}
        """The document of a source, representation or transcript."""
        self.codings: list[Coding] = []
        self.selected: list[Selected] = []
        self.kept = Kept(self.foreign, account)
        self._taken: set[str] = set()
        self._coder_objects: dict[str, Coder] = {}

    def bundle(self) -> Bundle:
        """The study; the account says what it does not hold."""
        self._users()
        book = self._codebook()
        self.variables = Variables(child(self.root, "Variables"), self.origin, self.foreign, self.account)
        self.notes = Notes(self.root, self.files, self.coders, self.account)
        sources = child(self.root, "Sources")
        for element in ticking(sources if sources is not None else (), self.choices.progress):
            if isinstance(element.tag, str):
                self._source(element)
        self.counting = self._counting()
        spans = said_in(self, self.counting)
        cases = self._cases(spans)
        memos = self.notes.memos(self, spans)
        for held in self.selected:
            self._shell(held)
        self.kept.sections(self.root)
        self.kept.project(self.root)
        self._count(book, cases, memos)
        return Bundle(
            name=self.root.get("name") or self.name,
            language=self.choices.language,
            documents=tuple(self.documents),
            codebooks=(book,) if book is not None else (),
            codings=tuple(self.codings),
            coders=tuple(self._coder_objects.values()),
            cases=tuple(cases),
            memos=tuple(memos),
            foreign=tuple(self.foreign),
        )

    # -- people and codes ----------------------------------------------------------------

    def _users(self) -> None:
        for user in children(child(self.root, "Users") if child(self.root, "Users") is not None else (), "User"):
            guid = plain_guid(user.get("guid"))
            name = " ".join((user.get("name") or user.get("id") or "").split()) or "unknown"
            id = unused(name, self._coder_objects.__contains__, "{} {}")
            if id != name:
                self.account.change("coders", "have the name of another and got a number", id)
            self._coder_objects[id] = Coder(id)
            self.coders[guid] = id
            self._guid(f"coder {id}", guid)

    def coder(self, written: str | None, instead: str | None = None) -> str:
        """Who made something; a GUID that no user has, or none, is an unknown coder and said to be one."""
        for guid in (written, instead):
            if (id := self.coders.get(plain_guid(guid))) is not None:
                return id
        id = self.choices.coder or "unknown"
        self._coder_objects.setdefault(id, Coder(id))
        return id

    def _codebook(self) -> Codebook | None:
        element = child(self.root, "CodeBook")
        if element is None or next(element.iter("{*}Code"), None) is None:
            return None
        cases = {plain_guid(case.get("guid")) for case in self.root.iter("{*}Case")}
        for code in list(element.iter("{*}Code")):
            if plain_guid(code.get("guid")) in cases:  # NVivo writes its cases as codes too
                code.getparent().remove(code)
                self.account.change("codes", "are cases, as NVivo writes them, and came as cases", code.get("name"))
        account = Account()
        drafts, guids = qdc.codes_in(element, self.choices.language, account)
        account.lost = [lost for lost in account.lost if "memos" not in lost.what]  # a project has its memos
        if not any(draft.parent for draft in drafts):
            qdc.split_flat(drafts, "::", account)
        book = book_of(drafts, account, name=self.root.get("name") or self.name, id=self.choices.codebook,
                       language=self.choices.language)  # fmt: skip
        self.account.take(account)
        for guid, draft in guids.items():
            self.codes[guid] = f"{book.id}:{draft.full}"
            self._guid(f"code {book.id}:{draft.full}", guid)
        self.codebook = book
        return book

    def _guid(self, subject: str, guid: str) -> None:
        if guid:
            self.foreign.append(Foreign("qdpx", "guid", subject, guid))

    # -- sources -------------------------------------------------------------------------

    def _source(self, element: Any) -> None:
        kind = local(element)
        for path in (element.get("path"), element.get("richTextPath")):
            if path and (entry := self.files.entry(path)):
                self.kept.file(entry)
        if kind == "TextSource":
            self._text(element, element, "PlainTextSelection")
        elif kind == "PDFSource" and (text := child(element, "Representation")) is not None:
            self._text(element, text, "PlainTextSelection")
        elif kind in ("AudioSource", "VideoSource") and child(element, "Transcript") is not None:
            texts = list(children(element, "Transcript"))
            found = [self._text(element, text, "TranscriptSelection", several=len(texts) > 1) for text in texts]
            if not any(found):
                self._whole(element, kind)
        else:
            self._whole(element, kind)

    def _whole(self, element: Any, kind: str) -> None:
        """A source without words: handed back as it is."""
        self.kept.section("Sources", element)
        what = {"PictureSource": "pictures", "PDFSource": "PDF files", "AudioSource": "recordings",
                "VideoSource": "videos"}.get(kind)  # fmt: skip
        if what is None:
            self.account.lose("elements", "are unknown to the standard", kind)
            return
        self.account.change(
            what, f"are kept for the way back, not shown here{_coded(element)}", element.get("name") or ""
        )

    def _text(self, source: Any, element: Any, selection: str, *, several: bool = False) -> bool:
        """A source's text becomes a document."""
        counted = self.files.text(element)
        name = (source.get("name") or element.get("name") or "").strip() or (element.get("name") or "").strip()
        if counted is None or not counted.text.strip():
            if counted is None and source is element:
                self.account.lose("texts", "are missing: the source has no plain text that can be read", name)
            elif counted is not None:
                self.account.change("texts", f"have no words: kept for the way back{_coded(source)}", name)
            if selection != "TranscriptSelection":
                self.kept.section("Sources", source)
            return False
        title = (element.get("name") or name) if several else name
        id = self._free(title or f"document {len(self.documents) + 1}")
        guid = plain_guid(source.get("guid"))
        for each in (source, element):
            self.by_guid.setdefault(plain_guid(each.get("guid")), id)
        self._guid(f"document {id}", plain_guid(element.get("guid")) if several else guid)
        document = Document(
            id, title or id, "", counted.text, attributes=self.variables.values(source),
            source=Source("", digest(counted.text), "qdpx", "1", "text/plain"),
        )  # fmt: skip
        self.documents.append(document)
        self.selected.append(Selected(id, source, element, counted, selection))
        richer = element.get("richTextPath") if element is not source else None
        if richer and (entry := self.files.entry(richer)):
            self.kept.file(entry)
        return True

    def _free(self, name: str) -> str:
        wanted = free_id(name, set())
        id = free_id(name, self._taken)
        if id != wanted:
            self.account.change("documents", "have the name of another and got a number", id)
        return id

    def _counting(self) -> Convention:
        """How this file counts: as a person says, else as its texts show."""
        if self.choices.offsets not in ("", "auto"):
            return convention(self.choices.offsets)
        origin = self.origin.casefold()
        expected = convention(next((how for name, how in EXPECTED.items() if name in origin), "codepoints"))
        found: Detected = detect(self._looked_at(), expected)
        if found.looked_at:
            self.account.notes.append(found.sentence())
        return found.counting

    def _looked_at(self) -> Iterator[tuple[Counted, Sequence[Selection]]]:
        for held in self.selected:
            if held.kind == "PlainTextSelection":
                yield held.counted, held.stretches()

    # -- what hangs on them --------------------------------------------------------------

    def _shell(self, held: Selected) -> None:
        """What of a source is neither text nor coding here."""
        rest = shell(held)
        whole = sum(1 for _ in children(held.source, "Coding"))
        if whole:
            self.account.change("codings of whole sources", "have no length: kept for the way back, not counted here",
                                held.document, whole)  # fmt: skip
        for kind, what in (("PDFSelection", "areas of PDF pages"), ("AudioSelection", "stretches of sound"),
                           ("VideoSelection", "stretches of film")):  # fmt: skip
            areas = [each for each in children(rest, kind) if child(each, "Coding") is not None]
            lone = [each for each in areas if plain_guid(each.get("guid")) not in held.paired]
            if lone:
                self.account.change(what, "have no words here: kept for the way back, with their codings",
                                    held.document, len(lone))  # fmt: skip
        self.kept.shell(held.document, rest)

    def _cases(self, spans: dict[str, tuple[str, Span]]) -> list[Case]:
        found: list[Case] = []
        taken: set[Member] = set()
        ids: set[str] = set()
        box = child(self.root, "Cases")
        for element in box if box is not None else ():
            if not isinstance(element.tag, str):
                continue
            values = self.variables.values(element)
            sources = [self.by_guid.get(target(each), "") for each in children(element, "SourceRef")]
            name = " ".join((element.get("name") or "").split())
            if not name and len(sources) == 1 and sources[0]:
                self._of_document(sources[0], values)
                continue
            members = [Member(document) for document in sources if document]
            members += self._speakers(element, spans)
            free = unused(name or f"case {len(found) + 1}", ids.__contains__, "{} {}")
            ids.add(free)
            mine = free_members(free, members, taken, self.account)
            described = text_of(element, "Description")
            called = described if self.origin.startswith("qualcode") and "\n" not in described else ""
            found.append(Case(free, called, members=mine, attributes=values))
            self._guid(f"case {free}", plain_guid(element.get("guid")))
            self.notes.of_case(free, described if not called else "")
            self.kept.case(free, element)
        return found

    def _of_document(self, id: str, values: dict[str, str]) -> None:
        """A nameless case is how MAXQDA and Quirkos write the variables of a document."""
        self.account.change("cases", "have no name and one source: their variables became the document's", id)
        at = next(number for number, document in enumerate(self.documents) if document.id == id)
        document = self.documents[at]
        self.documents[at] = replace(document, attributes={**document.attributes, **values})

    def _speakers(self, case: Any, spans: dict[str, tuple[str, Span]]) -> list[Member]:
        """The speakers whose words a case's selections are; the passages themselves where that cannot be told."""
        said: dict[str, list[tuple[str, Span]]] = {}
        texts = {document.id: document.text for document in self.documents}
        for reference in children(case, "SelectionRef"):
            at = spans.get(target(reference))
            if at is not None:
                label = label_before(texts[at[0]], at[1].start)
                said.setdefault(at[0], []).append((label, at[1]))
        members = []
        for document, passages in said.items():
            labels = {label for label, _ in passages}
            speaker = next(iter(labels)) if len(labels) == 1 else ""
            if speaker:
                members.append(Member(document, speaker))
            else:
                members += [Member(document, None, f"@{span.start}-{span.stop}") for _, span in passages]
        return members

    def _count(self, book: Codebook | None, cases: list[Case], memos: list[Any]) -> None:
        kinds = Counter({"documents": len(self.documents), "codings": len(self.codings), "cases": len(cases),
                         "memos": len(memos), "coders": len(self._coder_objects)})  # fmt: skip
        for kind, count in kinds.items():
            self.account.carry(kind, count)
        self.account.carry("case attributes", sum(len(case.attributes) for case in cases))
        self.account.carry("document attributes", sum(len(document.attributes) for document in self.documents))


def _coded(element: Any) -> str:
    codings = sum(1 for _ in element.iter("{*}Coding"))
    return f", with {several_of(codings, 'coding')} not counted here" if codings else ""
