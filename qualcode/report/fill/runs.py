"""The words of a Word paragraph across its runs, and cutting a stretch of them out.

Word splits what one types into runs at will: at a spelling mark, at a saved cursor, at every change
of looks. A field is found in the joined text, and the runs are cut where it begins and ends.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from ...core.values import frozen
from .package import W

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
TAG = "qualcode"


def w(name: str) -> str:
    return f"{{{W}}}{name}"


@frozen
class Piece:
    """One element that stands for characters: a `w:t`, or a tab or break for one character."""

    element: Any
    start: int
    text: str

    @property
    def stop(self) -> int:
        return self.start + len(self.text)


_CHARACTERS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}
_OUTSIDE = frozenset((w("del"), w("moveFrom")))
"""What a reader no longer sees: words struck out under revision."""


def pieces(paragraph: Any, *, inside: bool = False) -> list[Piece]:
    """The characters of a paragraph (or, with `inside`, of any element) in order.

    Words in nested paragraphs (text boxes), in controls of ours and in deleted text are left out.
    """
    found: list[Piece] = []
    at = 0
    for run in _runs(paragraph, inside=inside):
        for child in run:
            text = child.text or "" if child.tag == w("t") else _CHARACTERS.get(child.tag, "")
            if text:
                found.append(Piece(child, at, text))
                at += len(text)
    return found


def _runs(element: Any, *, inside: bool) -> Iterator[Any]:
    for child in element:
        if child.tag == w("r"):
            yield child
        elif isinstance(child.tag, str) and child.tag not in _OUTSIDE:
            nested = child.tag == w("p") or (child.tag == w("sdt") and tag_of(child))
            if inside or not nested:
                yield from _runs(child, inside=inside)


def tag_of(control: Any) -> str:
    """What our mark on a content control says; empty for a control of somebody else.

    It stands in the tag and in the title (which an author sees when she clicks on the value): some
    versions of LibreOffice keep only the title.
    """
    for name in ("tag", "alias"):
        found = control.find(f"{w('sdtPr')}/{w(name)}")
        value = "" if found is None else str(found.get(w("val"), ""))
        if value.startswith((f"{TAG}:", f"{TAG}#")):
            return value
    return ""


def joined(some: list[Piece]) -> str:
    return "".join(piece.text for piece in some)


def cut(paragraph: Any, start: int, stop: int) -> Any:
    """Take the characters from `start` to `stop` out of a paragraph.

    Returns an empty run that stands in their place and has the looks of the first of them. What
    else stood among them (bookmarks, comment marks) stays where it was.
    """
    _split_at(paragraph, stop)
    _split_at(paragraph, start)
    inside = [piece for piece in pieces(paragraph) if start <= piece.start and piece.stop <= stop]
    first = inside[0].element.getparent()
    place = first.makeelement(w("r"))
    looks = first.find(w("rPr"))
    if looks is not None:
        place.append(copy.deepcopy(looks))
    first.addprevious(place)
    for piece in inside:
        run = piece.element.getparent()
        run.remove(piece.element)
        if all(child.tag == w("rPr") for child in run):
            run.getparent().remove(run)
    return place


def _split_at(paragraph: Any, at: int) -> None:
    """Cut the run that holds the character at `at` in two, before that character."""
    for piece in pieces(paragraph):
        if piece.start < at < piece.stop:
            after = piece.element.makeelement(w("t"))
            after.text = piece.text[at - piece.start :]
            after.set(_XML_SPACE, "preserve")
            piece.element.text = piece.text[: at - piece.start]
            piece.element.set(_XML_SPACE, "preserve")
            piece.element.addnext(after)
            _divide(after)
            return
        if piece.start == at:
            _divide(piece.element)
            return


def _divide(element: Any) -> None:
    """Move an element and what follows it in its run into a run of their own."""
    run = element.getparent()
    before = [child for child in run if child.tag != w("rPr")]
    if before[0] is element:
        return
    second = run.makeelement(w("r"))
    looks = run.find(w("rPr"))
    if looks is not None:
        second.append(copy.deepcopy(looks))
    for child in before[before.index(element) :]:
        second.append(child)
    run.addnext(second)


def write(run: Any, text: str) -> None:
    """Give a run these words, with line breaks and tabs as Word has them; its looks stay."""
    for child in list(run):
        if child.tag != w("rPr"):
            run.remove(child)
    from ..writers.word.fragments import NAMESPACES, text_of

    for child in list(parsed(f"<w:r {NAMESPACES}>{text_of(text)}</w:r>")):
        run.append(child)


def parsed(xml: str) -> Any:
    """An element from prepared text; `NAMESPACES` must be on it."""
    from lxml import etree

    element = etree.fromstring(xml.encode())
    etree.cleanup_namespaces(element)
    return element


@frozen
class Spot:
    """A paragraph and where it stands."""

    element: Any
    number: int
    """From 1 among the paragraphs with words that stand in no table."""
    page: int | None
    table: int | None
    """From 1; None outside tables."""
    in_box: bool


def paragraphs(root: Any) -> Iterator[Spot]:
    """Every paragraph with its number and, where the file tells pages, its page.

    Text boxes are written twice in a file, once for old programs; only the first is walked.
    """
    breaks = sum(1 for _ in root.iter(w("lastRenderedPageBreak")))
    page = 1
    number = tables = 0
    for element in root.iter(w("p"), w("tbl"), w("lastRenderedPageBreak"), w("br")):
        if element.tag == w("tbl"):
            tables += not any(True for _ in element.iterancestors(w("tbl")))
        elif element.tag == w("lastRenderedPageBreak"):
            page += 1
        elif element.tag == w("br"):
            # Where pages were laid out, a hard break is followed by a rendered one that counts it.
            if not breaks and element.get(w("type")) == "page":
                page += 1
        elif not any(True for _ in element.iterancestors(f"{{{MC}}}Fallback")):
            in_table = any(True for _ in element.iterancestors(w("tbl")))
            if not in_table and any(text.text and text.text.strip() for text in element.iter(w("t"))):
                number += 1
            in_box = any(True for _ in element.iterancestors(w("txbxContent")))
            inner = next(element.iter(w("lastRenderedPageBreak")), None)
            begins = inner is not None and not any(t.text and t.text.strip() for t in _before(element, inner))
            shown = page + begins if breaks or page > 1 else None
            yield Spot(element, max(number, 1), shown, tables if in_table else None, in_box)


def _before(paragraph: Any, mark: Any) -> Iterator[Any]:
    for element in paragraph.iter():
        if element is mark:
            return
        if element.tag == w("t"):
            yield element
