"""Notes: memos about a document, a place, a code, a case or the study, in the three shapes programs write.

A note may be pointed to by what it is about (`NoteRef`), hang on a place by a link (NVivo), or hold a
selection of its own in the source that points to it (QualCoder). A note on a coding is the coding's memo.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ...core.model import Coding, Foreign, Memo, Span
from ..interface import Account
from ..markup import child, children, local
from ..names import plain_guid, uid_of
from .elements import date, target, text_of
from .texts import Files

if TYPE_CHECKING:
    from .read import Reading

WEIGHED = re.compile(r"\[qualcode: (?P<said>[^\]\n]*)\]\s*\Z")
"""How a coding's weight, qualifier and doubt are written for programs that have none."""
GUIDE = "Interview guide (qualcode)"


def told(coding: Coding, said: list[str]) -> Coding:
    """A coding with its memo, and with weight, qualifier and doubt where qualcode wrote them there."""
    memo = "\n\n".join(text for text in dict.fromkeys(said) if text)
    found = WEIGHED.search(memo)
    if not found:
        return replace(coding, memo=memo) if memo else coding
    coding = replace(coding, memo=memo[: found.start()].rstrip())
    for part in found["said"].split("; "):
        key, _, value = part.partition(" ")
        if key == "weight":
            try:
                weight = float(value)
            except ValueError:
                continue
            coding = replace(coding, weight=weight) if 0 < weight <= 1 else coding
        elif key == "unsure":
            coding = replace(coding, unsure=True)
        elif key == "qualifier":
            coding = replace(coding, qualifier=value)
    return coding


@dataclass(slots=True)
class _Note:
    guid: str
    text: str
    user: str | None
    created: str
    element: Any
    used: bool = False
    about: str = ""


class Notes:
    """The notes of a project, each given to what it is about."""

    def __init__(self, root: Any, files: Files, coders: dict[str, str], account: Account) -> None:
        self._account = account
        self._notes: dict[str, _Note] = {}
        self._extra: list[tuple[str, str, str, str]] = []
        """(about, text, coder, created) of comments that are no notes in the file."""
        box = child(root, "Notes")
        for element in children(box, "Note") if box is not None else ():
            counted = files.text(element)
            text = counted.text.strip() if counted is not None else text_of(element, "Description")
            name = " ".join((element.get("name") or "").split())
            if not text:
                text = name
            elif name and name != GUIDE and name.casefold() not in text.casefold() and not text.startswith(name[:20]):
                text = f"{name}\n\n{text}"
            guid = plain_guid(element.get("guid"))
            self._notes[guid] = _Note(guid, text, element.get("creatingUser"), date(element.get("creationDateTime")),
                                      element)  # fmt: skip

    # -- as memos of codings -------------------------------------------------------------

    def of_coding(self, guid: str) -> str:
        """The text of a note that a coding points to."""
        note = self._notes.get(guid)
        if note is None:
            self._account.lose("links to notes", "point to a note that the file does not have")
            return ""
        note.used = True
        return note.text

    # -- as memos about something --------------------------------------------------------

    def at_place(self, guid: str, document: str, span: Span) -> None:
        note = self._notes.get(guid)
        if note is not None and not note.about:
            note.used, note.about = True, f"place {document}@{span.start}-{span.stop}"

    def comment(self, guid: str, document: str, span: Span, text: str, coder: str, created: str) -> None:
        """A selection that says something and has no code is a memo about its place."""
        self._extra.append((f"place {document}@{span.start}-{span.stop}", text, coder, created))

    def of_case(self, id: str, text: str) -> None:
        if text:
            self._extra.append((f"case {id}", text, "", ""))

    def memos(self, reading: Reading, spans: dict[str, tuple[str, Span]]) -> list[Memo]:
        """All notes that are no coding's memo, with what they are about."""
        self._links(reading, spans)
        self._own_selections(reading)
        for held in reading.selected:
            for part in dict.fromkeys((held.source, held.element)):
                text = text_of(part, "Description")
                if text:
                    self._extra.append((f"document {held.document}", text, reading.coder(part.get("creatingUser")),
                                        date(part.get("creationDateTime"))))  # fmt: skip
                self._refer(part, f"document {held.document}")
        codebook = child(reading.root, "CodeBook")
        for code in codebook.iter("{*}Code") if codebook is not None else ():
            full = reading.codes.get(plain_guid(code.get("guid")))
            if full:
                self._refer(code, f"code {full}")
        self._refer(reading.root, "")
        found: list[Memo] = []
        for note in self._notes.values():
            if note.used and not note.about:
                continue
            id = len(found) + 1
            memo = Memo.on(note.about, id, note.text or "-", reading.coder(note.user), note.created)
            found.append(replace(memo, uid=uid_of(note.guid)))
            reading.foreign.append(Foreign("qdpx", "guid", f"memo {id}", note.guid))
        for about, text, coder, created in self._extra:
            found.append(Memo.on(about, len(found) + 1, text, coder or reading.coder(None), created))
        return found

    def _refer(self, element: Any, about: str) -> None:
        for reference in children(element, "NoteRef"):
            note = self._notes.get(target(reference))
            if note is None:
                self._account.lose("links to notes", "point to a note that the file does not have")
            elif note.about.startswith(about.replace("document ", "place ") + "@"):
                continue  # QualCoder: the note itself says where in the document
            elif note.about and note.about != about and about:
                self._account.change("memos", "are about several things; the first is kept", note.text[:60])
            elif not note.about:
                note.about = about

    def _links(self, reading: Reading, spans: dict[str, tuple[str, Span]]) -> None:
        """NVivo: a link from a note to a selection without a coding."""
        box = child(reading.root, "Links")
        for link in box if box is not None else ():
            if local(link) != "Link":
                continue
            ends = [plain_guid(link.get("originGUID")), plain_guid(link.get("targetGUID"))]
            note = next((self._notes[end] for end in ends if end in self._notes), None)
            other = next((end for end in ends if end not in self._notes), "")
            if note is None or note.about:
                continue
            if other in spans:
                document, span = spans[other]
                note.about = f"place {document}@{span.start}-{span.stop}"
                self._forget(reading, other)
            elif other in reading.by_guid:
                note.about = f"document {reading.by_guid[other]}"
            elif other in reading.codes:
                note.about = f"code {reading.codes[other]}"
            else:
                continue
            reading.kept.used_links.add(link)

    def _forget(self, reading: Reading, guid: str) -> None:
        """The selection is only where the note is, and is written anew with it."""
        for held in reading.selected:
            for at, each in enumerate(held.element):
                if plain_guid(each.get("guid")) == guid and child(each, "Coding") is None:
                    held.gone.add(at)

    def _own_selections(self, reading: Reading) -> None:
        """QualCoder: the note holds the selection, and the source points to the note."""
        for held in reading.selected:
            for reference in children(held.source, "NoteRef"):
                note = self._notes.get(target(reference))
                selection = child(note.element, "PlainTextSelection") if note is not None else None
                if note is None or selection is None or note.about:
                    continue
                try:
                    at = int(selection.get("startPosition")), int(selection.get("endPosition"))
                except (TypeError, ValueError):
                    continue
                start, stop = (held.counted.offset(each, reading.counting) for each in at)
                if 0 <= start < stop <= len(held.counted.text):
                    note.about = f"place {held.document}@{start}-{stop}"
