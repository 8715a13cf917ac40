"""What of a project has no place in qualcode: held as it was written, and handed back on export."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from lxml import etree

from ...core.model import Foreign
from ..account import Account
from ..markup import child, children, local
from .elements import text_of

if TYPE_CHECKING:
    from .selections import Selected

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
