"""Presentations (.pptx): the words on each slide, a page a slide."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from typing import Any

from qualcode.core.container import Package

from ...core.errors import ReadError
from .blocks import Block, Raw, RawPage, ReaderOptions

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TITLES = ("title", "ctrTitle")
_ON_EVERY_SLIDE = ("dt", "ftr", "sldNum", "hdr")


def read(content: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """One Raw with the slides of a presentation in their order, each with its title as a heading.

    Speaker notes come with `comments`. Raises ReadError for what is none, damaged, protected or without words.
    """
    package = Package(content, name, "a PowerPoint presentation (.pptx)")
    if "ppt/presentation.xml" not in package:
        raise ReadError(name, "not a PowerPoint presentation (.pptx): there are no slides in it")
    left: Counter[str] = Counter()
    blocks: list[Block] = []
    pages: list[RawPage] = []
    for number, part in enumerate(_slides(package), start=1):
        slide = package.xml(part)
        if slide.get("show") == "0":
            left["hidden slides"] += 1
            continue
        here = len(pages)
        pages.append(RawPage(str(number)))
        tree = slide.find(f"{P}cSld/{P}spTree")
        blocks += _shapes(tree, here, left) if tree is not None else ()
        blocks += _notes(package, part, here, options, left)
    if not blocks:
        raise ReadError(name, "no text on the slides", slug="empty_file")
    counted = ", ".join(f"{what} {count}" for what, count in sorted(left.items()))
    title = next((block.text for block in blocks if block.kind == "heading"), "")
    return [
        Raw(tuple(blocks), tuple(pages), " ".join(title.split()), media_type=MEDIA_TYPE,
            warnings=(f"left out: {counted}",) if counted else ())
    ]  # fmt: skip


def _slides(package: Package) -> list[str]:
    """The parts of the slides in the order in which they are shown."""
    listing = "ppt/_rels/presentation.xml.rels"
    targets = {each.get("Id"): each.get("Target", "") for each in package.xml(listing)} if listing in package else {}
    shown = package.xml("ppt/presentation.xml").find(f"{P}sldIdLst")
    wanted = [targets.get(each.get(f"{R}id")) for each in shown] if shown is not None else []
    parts = [
        target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"ppt/{target}")
        for target in wanted
        if target
    ]
    return [part for part in parts if part in package]


def _shapes(tree: Any, page: int, left: Counter[str]) -> Iterator[Block]:
    """The blocks of the shapes of a slide, groups of them included, in the order in which they lie."""
    for shape in tree.iter(f"{P}sp", f"{A}tbl", f"{P}pic"):
        if shape.tag == f"{P}pic":
            left["pictures"] += 1
        elif shape.tag == f"{A}tbl":
            yield from _cells(shape, page)
        else:
            place = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
            kind = place.get("type", "body") if place is not None else ""
            text = shape.find(f"{P}txBody")
            if text is None or kind in _ON_EVERY_SLIDE:
                continue
            yield from _paragraphs(text, page, kind)


def _paragraphs(text: Any, page: int, kind: str) -> Iterator[Block]:
    for paragraph in text.iter(f"{A}p"):
        words = _words(paragraph)
        if not words:
            continue
        if kind in _TITLES:
            yield Block(words, "heading", 1, page=page)
        elif kind == "body":
            properties = paragraph.find(f"{A}pPr")
            written = properties.get("lvl", "0") if properties is not None else "0"
            yield Block(words, "list", int(written) if written.isdecimal() else 0, page=page)
        else:
            yield Block(words, page=page)


def _cells(table: Any, page: int) -> Iterator[Block]:
    for number, row in enumerate(table.iter(f"{A}tr"), start=1):
        for column, cell in enumerate(row.iter(f"{A}tc"), start=1):
            words = "\n".join(filter(None, map(_words, cell.iter(f"{A}p"))))
            if words:
                yield Block(words, "cell", row=number, column=str(column), page=page)


def _words(paragraph: Any) -> str:
    parts = ["\n" if each.tag == f"{A}br" else each.text or "" for each in paragraph.iter(f"{A}t", f"{A}br")]
    return "".join(parts).replace("\x0b", "\n").strip()


def _notes(package: Package, part: str, page: int, options: ReaderOptions, left: Counter[str]) -> list[Block]:
    """What the speaker has noted to a slide."""
    found = [target for kind, target in package.relations(part) if kind == "notesSlide" and target in package]
    blocks: list[Block] = []
    for target in found:
        for shape in package.xml(target).iter(f"{P}sp"):
            place = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
            text = shape.find(f"{P}txBody")
            if text is not None and place is not None and place.get("type") == "body":
                blocks += [Block(words, "comment", page=page) for each in text.iter(f"{A}p") if (words := _words(each))]
    if blocks and not options.comments:
        left["speaker notes"] += 1
        return []
    return blocks
