"""What a Word file's styles say about a paragraph: heading, list, bold, hidden.

Headings are often only a style, bold labels may be a character style, and a numbered style
carries the list. Each style is resolved once, along the styles it is based on.
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


@dataclass(frozen=True, slots=True)
class Styles:
    by_id: dict[str, Style]
    default: Style
    language: str = ""
    any_hidden: bool = False

    def get(self, id: str | None) -> Style:
        return self.by_id.get(id, self.default) if id else self.default


def read_styles(root: Any | None) -> Styles:
    """Every style of `styles.xml`, resolved; `root` is None where the part is missing."""
    if root is None:
        return Styles({}, Style())
    elements: dict[str, Any] = {}
    default_id = None
    for element in root.iterchildren(f"{W}style"):
        id = element.get(f"{W}styleId") or ""
        elements[id] = element
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") not in (None, *OFF):
            default_id = id
    resolved: dict[str, Style] = {}
    for id in elements:
        _resolve(id, elements, resolved)
    language = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    return Styles(
        resolved,
        resolved.get(default_id or "", Style()),
        language.get(VAL, "") if language is not None else "",
        any(style.hidden for style in resolved.values()),
    )


def _resolve(id: str, elements: dict[str, Any], resolved: dict[str, Style]) -> None:
    """Resolve a style after those it is based on, without recursion; a circle ends the chain."""
    chain = []
    seen = set()
    while id in elements and id not in resolved and id not in seen:
        seen.add(id)
        chain.append(id)
        based = elements[id].find(f"{W}basedOn")
        id = based.get(VAL, "") if based is not None else ""
    parent = id
    for above in reversed(chain):
        resolved[above] = _own(elements[above], resolved.get(parent, Style()))
        parent = above


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
