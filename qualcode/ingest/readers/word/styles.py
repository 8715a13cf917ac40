"""What a Word file's styles say about a paragraph: heading, list, bold, hidden.

Headings are often only a style, bold labels may be a character style, and a numbered style
carries the list. A style is resolved once, along the styles it is based on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"

OFF = frozenset(("0", "false", "off"))
_HEADING_NAME = re.compile(r"(?:heading|overskrift|rubrik|überschrift|titre|kop)\s*(\d)$", re.IGNORECASE)
_TITLE_NAMES = frozenset(("title", "titel", "tittel", "rubrik", "subtitle", "undertitel", "underrubrik"))
_CAPTION_NAMES = frozenset(("caption", "billedtekst", "bildetekst", "beskrivning"))


def switched_on(properties: Any, tag: str) -> bool | None:
    """Whether a toggle such as bold is on; None where the properties do not say."""
    toggle = properties.find(tag)
    return None if toggle is None else toggle.get(VAL) not in OFF


def number_of(element: Any | None) -> int | None:
    """The `w:val` of an element as a whole number, if it is one."""
    try:
        return int(element.get(VAL)) if element is not None else None
    except (TypeError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Style:
    """A style with everything it inherits."""

    name: str = ""
    heading: int = 0
    """From 1; 0 for text."""
    title: bool = False
    caption: bool = False
    bold: bool = False
    hidden: bool = False
    list_id: str | None = None
    list_level: int = 0
    placeholder: bool = False


class Styles:
    """The styles of `styles.xml`, each resolved when a text first uses it: most files use five of two hundred."""

    def __init__(self, root: Any | None = None) -> None:
        """`root` is None where the part is missing."""
        self._elements: dict[str, Any] = {}
        self._resolved: dict[str, Style] = {}
        self.language = ""
        self.any_hidden = False
        """Whether a style may hide text; where none does, no run need be looked at."""
        default_id = ""
        for element in root.iterchildren(f"{W}style") if root is not None else ():
            id = element.get(f"{W}styleId") or ""
            self._elements[id] = element
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") not in (None, *OFF):
                default_id = id
        if root is not None:
            language = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
            self.language = language.get(VAL, "") if language is not None else ""
            self.any_hidden = any(toggle.get(VAL) not in OFF for toggle in root.iter(f"{W}vanish"))
        self.default = self._resolve(default_id) or Style()

    def get(self, id: str | None) -> Style:
        """A style with all it inherits; the default where there is none of that id."""
        return (self._resolved.get(id) or self._resolve(id) or self.default) if id else self.default

    def _resolve(self, id: str) -> Style | None:
        """Resolve a style after those it is based on, without recursion; a circle ends the chain."""
        wanted = id
        chain: list[str] = []
        while id in self._elements and id not in self._resolved and id not in chain:
            chain.append(id)
            based = self._elements[id].find(f"{W}basedOn")
            id = based.get(VAL, "") if based is not None else ""
        parent = self._resolved.get(id, Style())
        for above in reversed(chain):
            parent = self._resolved[above] = _own(self._elements[above], parent)
        return self._resolved.get(wanted)


def _own(element: Any, inherited: Style) -> Style:
    named = element.find(f"{W}name")
    name = (named.get(VAL, "") if named is not None else "").strip()
    lowered = name.lower()
    heading, title = inherited.heading, inherited.title
    if match := _HEADING_NAME.match(name):
        heading = int(match[1])
    elif lowered in _TITLE_NAMES:
        heading, title = 1, lowered in ("title", "titel", "tittel")
    style = replace(
        inherited,
        name=name,
        heading=heading,
        title=title,
        caption=inherited.caption or lowered in _CAPTION_NAMES,
        placeholder=inherited.placeholder or lowered == "placeholder text",
    )
    paragraph = element.find(f"{W}pPr")
    if paragraph is not None:
        outline = number_of(paragraph.find(f"{W}outlineLvl"))
        if outline is not None:
            style = replace(style, heading=outline + 1 if outline < 9 else 0)
        numbering = paragraph.find(f"{W}numPr")
        if numbering is not None:
            list_id = numbering.find(f"{W}numId")
            if list_id is not None:
                style = replace(style, list_id=list_id.get(VAL))
            style = replace(style, list_level=number_of(numbering.find(f"{W}ilvl")) or style.list_level)
    run = element.find(f"{W}rPr")
    if run is not None:
        bold, hidden = switched_on(run, f"{W}b"), switched_on(run, f"{W}vanish")
        style = replace(
            style,
            bold=style.bold if bold is None else bold,
            hidden=style.hidden if hidden is None else hidden,
        )
    return style
