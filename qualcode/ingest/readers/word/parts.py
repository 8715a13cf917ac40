"""What the body of a Word file is made of: the tags, and how rows, cells and boxes are found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .styles import VAL, W, number_of

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

P, R, T, TBL, TR, TC = f"{W}p", f"{W}r", f"{W}t", f"{W}tbl", f"{W}tr", f"{W}tc"
PPR, RPR, BOLD, VANISH = f"{W}pPr", f"{W}rPr", f"{W}b", f"{W}vanish"
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


@dataclass(frozen=True, slots=True)
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
