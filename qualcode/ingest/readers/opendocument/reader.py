"""OpenDocument text (.odt) as blocks. Its spreadsheets are tables like any other: `core.spreadsheets`."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

from qualcode.core.container import SAVE_AS, Package

from ....core.errors import ReadError
from ....core.languages import primary
from ..blocks import Block, Gathered, Raw, RawPage, ReaderOptions, as_cell, joined_cell
from .styles import FO, STYLE, TEXT, Styles, numbered

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"

_NOT_SHOWN = frozenset(
    (
        f"{TEXT}tracked-changes", f"{TEXT}sequence-decls", f"{TEXT}variable-decls", f"{TEXT}user-field-decls",
        f"{OFFICE}forms", f"{TEXT}table-of-content-source", f"{TEXT}alphabetical-index-source", f"{TEXT}ruby-text",
        f"{TEXT}note-citation", f"{OFFICE}annotation-end",
    )
)  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n]+")
_STYLE_NAME, _LEVEL = f"{TEXT}style-name", f"{TEXT}outline-level"


class Walk:
    """The state of the walk."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.blocks: list[Block] = []
        self.notes: list[Block] = []
        self.comments: list[Block] = []
        self.left_out: Counter[str] = Counter()
        self.style_uses: Counter[str] = Counter()
        self.page = 0
        self._note_counts: Counter[str] = Counter()
        self._counts: list[int] = []
        self._list_style = ""
        self._finished: dict[str, list[int]] = {}
        """How far each list style has been counted, for lists that continue."""
        self._outline: list[int] = []
        self._item_number: str | None = None
        self._any_text = False
        self._now = Gathered()
        self._boxes: list[Block] = []

    # Blocks.

    def walk(self, container: Any) -> None:
        """Read every paragraph, list and table in `container`."""
        for child in container:
            tag = child.tag
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                self._paragraph(child)
            elif tag == f"{TEXT}list":
                self._list(child)
            elif tag == f"{TABLE}table":
                self._table(child)
            elif tag == f"{TEXT}soft-page-break":
                self.page += 1
            elif tag == f"{TEXT}tracked-changes":
                self.left_out["deletions"] += sum(1 for _ in child.iter(f"{TEXT}deletion"))
                self.left_out += Counter()
            elif tag in (f"{DRAW}frame", f"{DRAW}g", f"{DRAW}custom-shape", f"{DRAW}rect"):
                self._frame(child)
                self.blocks.extend(self._boxes)
                self._boxes.clear()
            elif tag == f"{TEXT}section" and child.get(f"{TEXT}display") == "none":
                self.left_out["hidden passages"] += 1
            elif tag not in _NOT_SHOWN:
                self.walk(child)

    def _paragraph(self, element: Any) -> None:
        name = element.get(_STYLE_NAME)
        style = self.styles.get("paragraph", name)
        self.style_uses[name or ""] += 1
        if style.new_page and self._any_text:
            self.page += 1
        self._inline(element, bool(style.bold), bool(style.apart), style.hidden)
        kind, level, number = "paragraph", 0, ""
        if element.tag == f"{TEXT}h":
            depth = element.get(_LEVEL, "1")
            kind, level = "heading", int(depth) if depth.isdigit() and len(depth) < 3 else 1
            number = self._heading_number(level)
        elif style.heading:
            kind, level = "heading", style.heading
        elif style.caption:
            kind = "caption"
        elif self._counts:
            kind, level = "list", len(self._counts) - 1
        if self._item_number is not None:
            number, self._item_number = self._item_number, None
        block = self._now.block(kind, level, number, blank="\n ", indent=style.indent)
        if block is not None:
            self.blocks.append(block if block.page is not None else replace(block, page=self.page))
            self._any_text = True
        self.blocks.extend(self._boxes)
        self._now, self._boxes = Gathered(), []

    def _heading_number(self, level: int) -> str:
        if not any(each.format for each in self.styles.outline.values()):
            return ""
        self._outline = [*self._outline[:level], *[0] * (level - len(self._outline))]
        self._outline[level - 1] += 1
        return numbered(self.styles.outline, self._outline)

    # Lists.

    def _list(self, element: Any) -> None:
        name = element.get(_STYLE_NAME) or self._list_style
        depth = len(self._counts) + 1
        levels = self.styles.lists.get(name, {})
        begins = levels[depth].start - 1 if depth in levels else 0
        continues = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
        key = f"{name}/{depth}"
        if continues and key in self._finished:
            begins = self._finished[key][-1]
        outside, self._list_style = self._list_style, name
        self._counts.append(begins)
        for item in element:
            if item.tag == f"{TEXT}list-item":
                start = item.get(f"{TEXT}start-value", "")
                self._counts[-1] = int(start) if start.isdigit() and len(start) < 9 else self._counts[-1] + 1
                self._item_number = numbered(levels, self._counts)
            elif item.tag != f"{TEXT}list-header":
                continue
            self.walk(item)
            self._item_number = None
        self._finished[key] = list(self._counts)
        self._counts.pop()
        self._list_style = outside

    # Tables.

    def _table(self, element: Any) -> None:
        outside, self._counts = self._counts, []
        headings: dict[int, str] = {}
        found: list[Block] = []
        rows = list(_rows(element, False))
        filled = 0
        for number, (row, is_heading) in enumerate(rows, start=1):
            column = 0
            for cell in row:
                if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                    continue
                column += 1
                if cell.tag == f"{TABLE}table-cell":
                    inside = self._inside(cell)
                    if inside:
                        filled += 1
                        found.append(as_cell(joined_cell(inside), number, column, headings, is_heading))
                        only = inside
                repeated = cell.get(f"{TABLE}number-columns-repeated", "1")
                column += int(repeated) - 1 if repeated.isdigit() and len(repeated) < 6 else 0
        if len(rows) == 1 and filled == 1 and column == 1:
            found = only  # a frame drawn around text
        self.blocks.extend(found)
        self._counts = outside

    def _inside(self, element: Any) -> list[Block]:
        outside, self.blocks = self.blocks, []
        self.walk(element)
        inside, self.blocks = self.blocks, outside
        return inside

    # Inside a paragraph.

    def _words(self, text: str | None, bold: bool, apart: bool, hidden: bool) -> None:
        """Character data: white space counts once; blanks that count more are elements."""
        if not text:
            return
        text = _SPACE.sub(" ", text)
        if text[0] == " " and (not self._now.parts or self._now.parts[-1][-1] in " \n"):
            text = text[1:]
        if hidden:
            if text.strip():
                self.left_out["hidden passages"] += 1
            return
        self._now.add(text, bold, apart, self.page)

    def _inline(self, parent: Any, bold: bool, apart: bool, hidden: bool) -> None:
        self._words(parent.text, bold, apart, hidden)
        for child in parent:
            tag = child.tag
            if tag == f"{TEXT}span":
                style = self.styles.get("text", child.get(_STYLE_NAME))
                look = (bold if style.bold is None else style.bold, apart if style.apart is None else style.apart)
                self._inline(child, *look, hidden or style.hidden)
            elif tag == f"{TEXT}s":
                count = child.get(f"{TEXT}c", "1")
                count = min(int(count), 1000) if count.isdigit() and len(count) < 6 else 1
                self._now.add(" " * count, bold, apart, self.page)
            elif tag == f"{TEXT}tab":
                self._now.add("\t", bold, apart, self.page)
            elif tag == f"{TEXT}line-break":
                self._now.add("\n", bold, apart, self.page)
            elif tag == f"{TEXT}soft-page-break":
                self.page += 1
                if self._now.page is not None:
                    self._now.turn(self.page)
            elif tag == f"{TEXT}note":
                self._note(child)
            elif tag == f"{OFFICE}annotation":
                self._comment(child)
            elif tag in (f"{DRAW}frame", f"{DRAW}g", f"{DRAW}custom-shape", f"{DRAW}rect"):
                self._frame(child)
            elif tag in (f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph"):
                self.left_out["hidden passages"] += 1
            elif tag not in _NOT_SHOWN:
                self._inline(child, bold, apart, hidden)
            self._words(child.tail, bold, apart, hidden)

    def _aside(self, element: Any) -> list[Block]:
        """The blocks of something anchored in the paragraph, which then goes on."""
        saved = self._now, self._boxes, self._counts, self._item_number
        self._now, self._boxes, self._counts, self._item_number = Gathered(), [], [], None
        found = self._inside(element)
        self._now, self._boxes, self._counts, self._item_number = saved
        return found

    def _note(self, element: Any) -> None:
        body = element.find(f"{TEXT}note-body")
        blocks = self._aside(body) if body is not None else []
        if blocks:
            kind = "endnote" if element.get(f"{TEXT}note-class") == "endnote" else "footnote"
            self._note_counts[kind] += 1
            citation = (element.findtext(f"{TEXT}note-citation") or "").strip()
            text = "\n".join(block.text for block in blocks)
            self.notes.append(Block(text, kind, number=citation or str(self._note_counts[kind])))

    def _comment(self, element: Any) -> None:
        author = (element.findtext(f"{DC}creator") or "").strip()
        wanted = [child for child in element if child.tag in (f"{TEXT}p", f"{TEXT}list")]
        blocks = self._aside(wanted)
        if blocks:
            self.comments.append(Block("\n".join(block.text for block in blocks), "comment", speaker=author))

    def _frame(self, element: Any) -> None:
        """A frame's first content that is text; a picture, chart or formula is counted."""
        box = element.find(f".//{DRAW}text-box")
        if box is not None:
            self._boxes.extend(self._aside(box))
        elif element.tag != f"{DRAW}frame":
            self._boxes.extend(self._aside(element))
        elif element.find(f"{DRAW}object") is not None:
            self.left_out["embedded objects"] += 1
        elif element.find(f"{DRAW}image") is not None:
            self.left_out["pictures"] += 1


def _rows(element: Any, heading: bool) -> list[tuple[Any, bool]]:
    found = []
    for child in element:
        if child.tag == f"{TABLE}table-row":
            found.append((child, heading))
        elif child.tag == f"{TABLE}table-header-rows":
            found.extend(_rows(child, True))
        elif child.tag in (f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            found.extend(_rows(child, heading))
    return found


MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
DC = "{http://purl.org/dc/elements/1.1/}"
DEFAULT_LANGUAGE = f".//{STYLE}default-style[@{STYLE}family='paragraph']/{STYLE}text-properties"


def read(content: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """One Raw with the blocks of an .odt file; footnotes and endnotes come after the body.

    Raises ReadError when it is no OpenDocument text, protected, damaged, too large or empty.
    """
    package = _package(content, name, "an OpenDocument text (.odt)")
    root = package.xml("content.xml")
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise ReadError(name, "not an OpenDocument text (.odt): there is no text body in it")
    common = package.xml("styles.xml") if "styles.xml" in package else None
    styles = Styles([part for part in (common, root) if part is not None])
    walk = Walk(styles)
    walk.walk(body)
    blocks = list(walk.blocks)
    if options.footnotes:
        blocks += walk.notes
    elif walk.notes:
        walk.left_out["footnotes and endnotes"] = len(walk.notes)
    if options.comments:
        blocks += walk.comments
    elif walk.comments:
        walk.left_out["comments"] = len(walk.comments)
    if not blocks:
        raise ReadError(name, "no text in the file", slug="empty_file")
    if not walk.page:
        blocks = [replace(block, page=None) if block.page is not None else block for block in blocks]
    pages = tuple(RawPage(str(page + 1), approximate=True) for page in range(walk.page + 1)) if walk.page else ()
    counted = ", ".join(f"{what} {count}" for what, count in sorted(walk.left_out.items()))
    title, language = _facts(package, common, styles, walk.style_uses)
    return [
        Raw(
            tuple(blocks),
            pages,
            title or (blocks[0].text if (blocks[0].kind, blocks[0].level) == ("heading", 1) else ""),
            language,
            MEDIA_TYPE,
            warnings=(f"left out: {counted}",) if counted else (),
        )
    ]


def _package(content: bytes, name: str, expected: str) -> Package:
    package = Package(content, name, expected)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise ReadError(name, "password-protected: save it without a password", slug="password_protected", hint=SAVE_AS)
    if "content.xml" not in package:
        raise ReadError(name, f"not {expected}: the package has no content.xml")
    return package


def _facts(package: Package, common: Any | None, styles: Styles, uses: Counter[str]) -> tuple[str, str]:
    """Title, and the language of most paragraphs, else of the file."""
    title = ""
    declared = ""
    if "meta.xml" in package:
        meta = package.xml("meta.xml")
        title = (meta.findtext(f".//{DC}title") or "").strip()
        declared = meta.findtext(f".//{DC}language") or ""
    spoken: Counter[str] = Counter()
    for style, count in uses.items():
        spoken[styles.get("paragraph", style).language] += count
    language, count = spoken.most_common(1)[0] if spoken else ("", 0)
    if not language and common is not None:
        default = common.find(DEFAULT_LANGUAGE)
        language = default.get(f"{FO}language", "") if default is not None else ""
    return title, primary(language or declared)
