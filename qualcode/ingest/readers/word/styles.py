"""What a Word file's styles say about a paragraph: heading, bold, set apart, hidden.

Headings are often only a style, bold labels may be a character style, and a numbered style
carries the list. A style is resolved once, along the styles it is based on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ....core.values import frozen
from ..blocks import is_coloured

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


def _is_apart(properties: Any) -> bool | None:
    """Whether text is in italics, underlined or in a colour; None where the properties do not say."""
    on = [
        is_coloured(child.get(VAL)) if child.tag == COLOUR else child.get(VAL) not in (*OFF, "none")
        for child in properties
        if child.tag in (ITALIC, UNDERLINE, COLOUR)
    ]
    return any(on) if on else None


def number_of(element: Any | None) -> int | None:
    """The `w:val` of an element as a whole number, if it is one."""
    try:
        return int(element.get(VAL)) if element is not None else None
    except (TypeError, ValueError):
        return None


def indent_of(element: Any | None, inherited: int) -> int:
    """How many points the first line of a paragraph is moved in."""
    if element is None:
        return inherited
    left, first, hanging = (
        next((int(each) for name in names if (each := element.get(f"{W}{name}", "")).lstrip("-").isdecimal()), 0)
        for names in (("left", "start"), ("firstLine",), ("hanging",))
    )
    return (left + first - hanging) // 20


@frozen
class Style:
    """A style with everything it inherits."""

    heading: int = 0
    """From 1; 0 for text."""
    caption: bool = False
    bold: bool = False
    apart: bool = False
    """In italics, underlined or in a colour."""
    hidden: bool = False
    list_id: str | None = None
    list_level: int = 0
    indent: int = 0
    """In points, of the first line."""
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

    def look(self, properties: Any, bold: bool, apart: bool) -> tuple[bool, bool]:
        """Whether a run is bold and set apart, by its own properties or those of its style, in a paragraph that is so
        or not."""
        style = properties.find(RSTYLE)
        named = Style() if style is None else self.get(style.get(VAL))
        own = switched_on(properties, BOLD), _is_apart(properties)
        return (bold or named.bold) if own[0] is None else own[0], (apart or named.apart) if own[1] is None else own[1]

    def prompts_only(self, content: Any) -> bool:
        """Whether a content control holds no words but those that ask for some."""
        for run in content.iter(R):
            text = "".join(t.text or "" for t in run.iterchildren(T))
            style = run.find(f"{RPR}/{RSTYLE}")
            if text.strip() and not (style is not None and self.get(style.get(VAL)).placeholder):
                return False
        return True

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
    match = _HEADING_NAME.match(name)
    style = replace(
        inherited,
        heading=int(match[1]) if match else 1 if lowered in _TITLE_NAMES else inherited.heading,
        caption=inherited.caption or lowered in _CAPTION_NAMES,
        placeholder=inherited.placeholder or lowered == "placeholder text",
    )
    paragraph = element.find(f"{W}pPr")
    if paragraph is not None:
        outline = number_of(paragraph.find(f"{W}outlineLvl"))
        if outline is not None:
            style = replace(style, heading=outline + 1 if outline < 9 else 0)
        style = replace(style, indent=indent_of(paragraph.find(INDENT), style.indent))
        numbering = paragraph.find(f"{W}numPr")
        if numbering is not None:
            list_id = numbering.find(f"{W}numId")
            if list_id is not None:
                style = replace(style, list_id=list_id.get(VAL))
            style = replace(style, list_level=number_of(numbering.find(f"{W}ilvl")) or style.list_level)
    run = element.find(f"{W}rPr")
    if run is not None:
        bold, apart, hidden = switched_on(run, BOLD), _is_apart(run), switched_on(run, VANISH)
        style = replace(
            style,
            bold=style.bold if bold is None else bold,
            apart=style.apart if apart is None else apart,
            hidden=style.hidden if hidden is None else hidden,
        )
    return style


MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

P, R, T, TBL, TR, TC = f"{W}p", f"{W}r", f"{W}t", f"{W}tbl", f"{W}tr", f"{W}tc"
PPR, RPR, BOLD, VANISH = f"{W}pPr", f"{W}rPr", f"{W}b", f"{W}vanish"
ITALIC, UNDERLINE, COLOUR, INDENT = f"{W}i", f"{W}u", f"{W}color", f"{W}ind"
DELETED, MOVED_FROM = f"{W}del", f"{W}moveFrom"
PSTYLE, RSTYLE, NUMPR = f"{W}pStyle", f"{W}rStyle", f"{W}numPr"
TEXT_BOX, ALTERNATE, CHOICE, FALLBACK = f"{W}txbxContent", f"{MC}AlternateContent", f"{MC}Choice", f"{MC}Fallback"
SECTION, PAGE_BEFORE, BREAK, OUTLINE = f"{W}sectPr", f"{W}pageBreakBefore", f"{W}br", f"{W}outlineLvl"
RENDERED_BREAK = f"{W}lastRenderedPageBreak"

PASS_THROUGH = frozenset(
    W + name
    for name in (
        "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdtContent", "fldSimple", "dir", "bdo",
        "ruby", "rubyBase", "body", "footnote", "endnote", "comment",
    )
)  # fmt: skip


@frozen
class Traits:
    """What a body has anywhere in it, so that the walk need not look where it cannot be."""

    hidden: bool
    pages: bool
    sections: tuple[bool, ...]
    """For each section after the first whether it begins a page."""


def traits(body: Any) -> Traits:
    """Look through a body once, without its words."""
    hidden = pages = False
    sections = []
    for element in body.iter(VANISH, RENDERED_BREAK, PAGE_BEFORE, BREAK, SECTION):
        tag = element.tag
        if tag == VANISH:
            hidden = True
        elif tag == SECTION:
            # The properties of a section stand at its end and say how that section begins.
            type = element.find(f"{W}type")
            sections.append(type is None or type.get(VAL) not in ("continuous", "nextColumn"))
        elif tag != BREAK or element.get(f"{W}type") == "page":
            pages = True
    starts = tuple(sections[1:])
    return Traits(hidden, pages or any(starts), starts)


def within(parent: Any, wanted: str) -> Iterable[Any]:
    """The rows of a table or cells of a row, also inside content controls and insertions."""
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from within(content, wanted)
        elif tag in PASS_THROUGH:
            yield from within(child, wanted)


def outermost(element: Any, wanted: str) -> Iterable[Any]:
    """Descendants of a tag that do not stand inside another, each alternative once."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif child.tag == ALTERNATE:
            chosen = child.find(CHOICE)
            yield from outermost(child.find(FALLBACK) if chosen is None else chosen, wanted)
        elif len(child):
            yield from outermost(child, wanted)


def merged_below(cell: Any) -> bool:
    """Whether a cell is the lower part of one that is merged over rows."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return False
    if properties.find(f"{W}cellDel") is not None:
        return True
    merge = properties.find(f"{W}vMerge")
    return merge is not None and merge.get(VAL, "continue") == "continue"


def grid(properties: Any | None, name: str) -> int:
    return (number_of(properties.find(f"{W}{name}")) or 0) if properties is not None else 0


def form_value(element: Any) -> str:
    """A ticked box or a chosen item of an old form, which has no result of its own; empty for other fields."""
    value = ""
    box = element.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        ticked = switched_on(box, f"{W}checked")
        value = "☒" if (ticked if ticked is not None else switched_on(box, f"{W}default")) else "☐"
    choices = element.find(f"{W}ffData/{W}ddList")
    if choices is not None:
        entries = [entry.get(VAL, "") for entry in choices.iterchildren(f"{W}listEntry")]
        chosen = number_of(choices.find(f"{W}result")) or number_of(choices.find(f"{W}default")) or 0
        if 0 <= chosen < len(entries):
            value += entries[chosen]
    return value
