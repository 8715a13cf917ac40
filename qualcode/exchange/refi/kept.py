"""What of a project has no place in qualcode: held as it was written (`Kept`), and handed back on export (`Shells`)."""

from __future__ import annotations

import copy
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lxml import etree

from ...core.model import Document, Foreign
from ..interface import Account
from ..markup import child, children, local
from ..names import plain_guid
from .elements import NS, text_of

if TYPE_CHECKING:
    from .selections import Selected

DETAILS = ("name", "creatingUser", "creationDateTime", "modifyingUser", "modifiedDateTime")
"""What a selection says of itself, beside its place."""
SECTIONS = {"Links": "links", "Sets": "sets", "Graphs": "networks"}


class Kept:
    """The parts that are handed back, gathered while reading."""

    def __init__(self, foreign: list[Foreign], account: Account) -> None:
        self._foreign, self._account = foreign, account
        self._files: set[str] = set()
        self.used_links: set[Any] = set()
        """Links that became memos about a place."""
        self.path = ""

    def file(self, entry: str) -> None:
        """A file of the archive, by its entry; its bytes stay where they are."""
        if entry not in self._files:
            self._files.add(entry)
            self._foreign.append(Foreign("qdpx", "file", entry, f"{self.path}::{entry}"))

    def section(self, section: str, element: Any) -> None:
        self._foreign.append(Foreign("qdpx", "xml", f"section {section}", serialised(element)))

    def shell(self, document: str, element: Any) -> None:
        self._foreign.append(Foreign("qdpx", "xml", f"document {document}", serialised(element)))

    def case(self, id: str, element: Any) -> None:
        """Codes that a case has, which no case has here."""
        codes = list(children(element, "CodeRef"))
        if not codes:
            return
        self._account.change("codes of cases", "are kept for the way back", id, len(codes))
        rest = etree.Element(element.tag)
        rest.extend(copy.deepcopy(code) for code in codes)
        self._foreign.append(Foreign("qdpx", "xml", f"case {id}", serialised(rest)))

    def sections(self, root: Any) -> None:
        """Links, sets and networks."""
        for section, what in SECTIONS.items():
            box = child(root, section)
            for element in box if box is not None else ():
                if not isinstance(element.tag, str) or element in self.used_links:
                    continue
                self.section(section, element)
                self._account.change(what, "are kept for the way back, and not shown here", element.get("name") or "")

    def project(self, root: Any) -> None:
        """What the project is called there, and what it says of itself."""
        said = {
            "name": root.get("name") or "",
            "origin": root.get("origin") or "",
            "description": text_of(root, "Description"),
        }
        self._foreign.append(Foreign("qdpx", "project", "", json.dumps(said, ensure_ascii=False)))


def shell(held: Selected) -> Any:
    """A source without its text, without what became codings and memos, and without its variables."""
    at = next((number for number, each in enumerate(held.source) if each is held.element), None)
    rest = copy.deepcopy(held.source) if len(held.source) < 200 else _lean(held)
    element = rest if at is None else rest[at]
    if len(held.source) < 200 or at is not None:
        for number in sorted(held.gone, reverse=True):
            element.remove(element[number])
    for part in [*children(element, "PlainTextContent"), *children(rest, "VariableValue", "NoteRef", "Description")]:
        part.getparent().remove(part)
    element.attrib.pop("plainTextPath", None)
    return rest


def _lean(held: Selected) -> Any:
    """As a copy of a large source, without first copying thousands of selections to throw them away."""
    if held.source is not held.element:
        return copy.deepcopy(held.source)
    rest = etree.Element(held.source.tag, dict(held.source.attrib))
    rest.extend(copy.deepcopy(part) for number, part in enumerate(held.source) if number not in held.gone)
    return rest


def serialised(element: Any) -> str:
    """An element as text, by its local name alone: namespaces differ and mean nothing."""
    bare = _bare(element)
    return etree.tostring(bare, encoding="unicode")


def _bare(element: Any) -> Any:
    copied = etree.Element(local(element), {key: value for key, value in element.attrib.items() if "}" not in key})
    copied.text = element.text if element.text and element.text.strip() else None
    copied.extend(_bare(part) for part in element if isinstance(part.tag, str))
    return copied


def packed_details(said: Mapping[str, int], of: Mapping[str, Sequence[int]]) -> str:
    """What selections say of themselves, by GUID: numbers of strings, as thousands have the same people and days.

    >>> packed_details({"": 0, "7F": 1}, {"A1": [0, 1, 0, 1, 0]})
    '{"said":["","7F"],"of":{"A1":[0,1,0,1,0]}}'
    """
    return json.dumps({"said": list(said), "of": of}, ensure_ascii=False, separators=(",", ":"))


def _unpacked_details(packed: str) -> dict[str, dict[str, str]]:
    found: dict[str, Any] = json.loads(packed)
    if "of" not in found:  # each with its own strings, as studies have it that were imported before
        return found
    said = found["said"]
    return {
        guid: {key: said[at] for key, at in zip(DETAILS, numbers, strict=True) if said[at]}
        for guid, numbers in found["of"].items()
    }


class Shells:
    """What was kept, found by what it belongs to."""

    def __init__(self, foreign: Iterable[Foreign]) -> None:
        self.guids: dict[str, str] = {}
        self.files: dict[str, str] = {}
        self.project: dict[str, Any] = {}
        self._xml: dict[str, list[str]] = defaultdict(list)
        self._codings: dict[str, dict[str, list[str]]] = {}
        self._selections: dict[str, dict[str, dict[str, str]]] = {}
        self.turns: dict[tuple[str, str], list[str]] = defaultdict(list)
        """(document, speaker) to the selections that hold the speaker's words."""
        self.passages: dict[str, str] = {}
        """A passage of a case, as `D1@120-480`, to the selection that holds it."""
        self.written: dict[str, Any] = {}
        """The source element of each document."""
        for part in foreign:
            if part.format != "qdpx":
                continue
            if part.kind == "guid":
                self.guids.setdefault(part.subject, part.value)
            elif part.kind == "file":
                self.files.setdefault(part.subject, part.value)
            elif part.kind == "xml" and part.value not in self._xml[part.subject]:
                self._xml[part.subject].append(part.value)
            elif part.kind == "project" and not self.project:
                self.project = json.loads(part.value)
            elif part.kind == "guids":
                kept = self._codings.setdefault(part.subject.partition(" ")[2], {})
                for id, guids in json.loads(part.value).items():
                    kept.setdefault(id, guids)
            elif part.kind == "selections":
                self._selections.setdefault(part.subject.partition(" ")[2], {}).update(_unpacked_details(part.value))

    def codings(self, document: str) -> dict[str, list[str]]:
        """GUIDs of the selection, the coding and its note, by the coding's id."""
        return self._codings.get(document, {})

    def selections(self, document: str) -> dict[str, dict[str, str]]:
        """What was said of selections, by their GUIDs."""
        return self._selections.get(document, {})

    @property
    def variables(self) -> dict[str, Any]:
        found = {}
        for subject, written in self._xml.items():
            if subject.startswith("variable "):
                name = subject.partition(" ")[2]
                element = _element(written[0])
                element.set("name", name)
                found[name] = element
        return found

    def section(self, name: str) -> list[Any]:
        return [_element(each) for each in self._xml.get(f"section {name}", ())]

    def case(self, id: str) -> Any:
        written = self._xml.get(f"case {id}")
        return _element(written[0]) if written else etree.Element(f"{NS}Case")

    def source(self, document: Document, joined: dict[str, Any]) -> tuple[Any, Any]:
        """The source element of a document, and the element in it that holds its text.

        `joined` holds sources by GUID: a recording with two transcripts is written once.
        """
        written = self._xml.get(f"document {document.id}")
        source = _element(written[0]) if written else etree.Element(f"{NS}TextSource")
        kind = local(source)
        id = plain_guid(source.get("guid"))
        if kind == "PDFSource":
            element = next(children(source, "Representation"), None)
            if element is None:
                element = etree.SubElement(source, f"{NS}Representation")
        elif kind in ("AudioSource", "VideoSource"):
            source = joined.setdefault(id, source)
            mine = self.guids.get(f"document {document.id}", "")
            transcripts = list(children(source, "Transcript"))
            element = next((each for each in transcripts if plain_guid(each.get("guid")) == mine), None)
            if element is None:
                element = transcripts[0] if transcripts else etree.SubElement(source, f"{NS}Transcript")
        else:
            element = source
        self.written[document.id] = source
        return source, element


def _element(written: str) -> Any:
    """Kept XML in the standard's namespace again."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    element = etree.fromstring(written, parser)
    for each in element.iter():
        if isinstance(each.tag, str):
            each.tag = f"{NS}{local(each)}"
    etree.cleanup_namespaces(element)
    return element
