"""Parts kept from another program's project, ready to be written again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from lxml import etree

from ...core.model import Document, Foreign
from ..guids import plain_guid
from ..markup import children, local
from .elements import NS


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
                self._selections.setdefault(part.subject.partition(" ")[2], {}).update(json.loads(part.value))

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
