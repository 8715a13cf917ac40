"""One walk over the body of a Word file, in reading order, that loses no words.

What is shown is kept: content controls, insertions, moved-to text, hyperlinks, results of
fields, text boxes and tables, each once. What is not shown is left out and counted:
deletions, moved-from text, field codes, fallbacks of drawings, hidden text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from ..blocks import Block, Gathered, as_cell, joined_cell
from ..symbols import symbol
from .numbering import Numbering
from .styles import (
    ALTERNATE,
    BREAK,
    CHOICE,
    DELETED,
    FALLBACK,
    INDENT,
    MOVED_FROM,
    NUMPR,
    OFF,
    OUTLINE,
    PAGE_BEFORE,
    PASS_THROUGH,
    PPR,
    PSTYLE,
    RENDERED_BREAK,
    RPR,
    RSTYLE,
    SECTION,
    TBL,
    TC,
    TEXT_BOX,
    TR,
    VAL,
    VANISH,
    M,
    P,
    R,
    Styles,
    T,
    Traits,
    W,
    form_value,
    grid,
    indent_of,
    merged_below,
    number_of,
    outermost,
    switched_on,
    within,
)

_LEFT_OUT = {DELETED: "deletions", MOVED_FROM: "moved-from passages", f"{W}rt": "readings above characters"}


class Walk:
    """The state of the walk: the paragraph being gathered, open fields, pages, counts."""

    def __init__(self, styles: Styles, numbering: Numbering, found: Traits) -> None:
        self._sections = iter(found.sections)
        self.styles, self.numbering = styles, numbering
        self.any_hidden = found.hidden or styles.any_hidden
        self._counts_pages = found.pages
        self.blocks: list[Block] = []
        self.left_out: Counter[str] = Counter()
        self.notes: list[tuple[str, str]] = []
        """(`footnote` or `endnote`, id) in the order of reference."""
        self.page = 0
        self._blank_page = False
        """A break was counted and nothing stands after it yet."""
        self._fields: list[bool] = []
        """For each open field whether its code, not yet its result, is being read."""
        self._in_code = False
        self._boxes: list[Block] = []
        self._now = Gathered()
        self._bold_style = self._apart_style = self._hidden_style = False
        self._run_handlers: dict[str, Callable[[Any], None]] = {
            f"{W}tab": lambda _: self._add("\t"),
            f"{W}ptab": lambda _: self._add("\t"),
            BREAK: self._line_break,
            f"{W}cr": lambda _: self._add("\n"),
            f"{W}noBreakHyphen": lambda _: self._add("\u2011"),
            f"{W}softHyphen": lambda _: self._add("\u00ad"),
            f"{W}sym": self._symbol,
            f"{W}fldChar": self._field,
            f"{W}footnoteReference": lambda e: self._note("footnote", e),
            f"{W}endnoteReference": lambda e: self._note("endnote", e),
            f"{W}commentReference": lambda _: self._count("comments"),
            RENDERED_BREAK: self._rendered_break,
            **dict.fromkeys((f"{W}drawing", f"{W}pict", f"{W}object"), self._drawing),
            ALTERNATE: self._alternate,
            TEXT_BOX: self._text_box,
            f"{W}ruby": self._inline,
        }

    # Blocks: paragraphs, tables, and what wraps them.

    def walk(self, container: Any) -> None:
        """Read every paragraph and table in `container`."""
        for child in container:
            tag = child.tag
            if tag == P:
                self._paragraph(child)
            elif tag == TBL:
                self._table(child)
            elif tag == f"{W}sdt":
                self._control(child, self.walk)
            elif tag in PASS_THROUGH:
                self.walk(child)
            elif tag == ALTERNATE:
                self._chosen(child, self.walk)
            elif tag == f"{W}altChunk":
                self._count("embedded documents")
            elif tag in _LEFT_OUT:
                self._count(_LEFT_OUT[tag])

    def _paragraph(self, element: Any) -> None:
        style_id = None
        mark = own_list = outline = moved = None
        new_page = section = False
        if len(element) and element[0].tag == PPR:  # they stand first, or Word does not open the file
            for child in element[0]:
                tag = child.tag
                if tag == PSTYLE:
                    style_id = child.get(VAL)
                elif tag == NUMPR:
                    own_list = child
                elif tag == INDENT:
                    moved = child
                elif tag == OUTLINE:
                    outline = number_of(child)
                elif tag == RPR:
                    mark = child
                elif tag == PAGE_BEFORE:
                    new_page = child.get(VAL) not in OFF
                elif tag == SECTION:
                    section = True
        style = self.styles.get(style_id)
        self._bold_style, self._apart_style, self._hidden_style = style.bold, style.apart, style.hidden
        if new_page:
            self._turn_page()
        self._inline(element)
        if mark is not None and (mark.find(DELETED) is not None or mark.find(MOVED_FROM) is not None):
            return  # its end is deleted: the next paragraph goes on from here
        kind, level, number = "paragraph", 0, ""
        list_id, list_level = style.list_id, style.list_level
        if list_id is not None and style_id:
            by_list = self.numbering.level_of_style(list_id, style_id)
            list_level = list_level if by_list is None else by_list
        if own_list is not None:
            own_id, own_level = own_list.find(f"{W}numId"), number_of(own_list.find(f"{W}ilvl"))
            list_id = own_id.get(VAL) if own_id is not None else list_id
            list_level = list_level if own_level is None else own_level
        if list_id is not None and list_id != "0":
            counted = self.numbering.next(list_id, list_level)
            if counted is not None:
                kind, level, number = "list", list_level, counted
        heading = style.heading if outline is None else outline + 1 if outline < 9 else 0
        if heading:
            kind, level = "heading", heading
        elif style.caption:
            kind, level = "caption", 0
        self._close(kind, level, number, indent_of(moved, style.indent))
        if section and next(self._sections, False):
            self._turn_page()

    def _close(self, kind: str, level: int, number: str, indent: int) -> None:
        now, self._now = self._now, Gathered()
        if self._counts_pages and now.page is None:
            now.page = self.page
        elif not self._counts_pages:
            now.page = None
        block = now.block(kind, level, number, indent=indent)
        if block is not None:
            self.blocks.append(block)
        self.blocks.extend(self._boxes)
        self._boxes.clear()

    def _table(self, table: Any) -> None:
        rows = [row for row in within(table, TR) if not self._deleted_row(row)]
        cells = [list(within(row, TC)) for row in rows]
        if len(rows) == 1 and len(cells[0]) == 1:
            self.walk(cells[0][0])  # a frame drawn around text
            return
        headings: dict[int, str] = {}
        for index, (row, in_row) in enumerate(zip(rows, cells, strict=True), start=1):
            column = 1 + grid(row.find(f"{W}trPr"), "gridBefore")
            is_heading = index == 1 and row.find(f"{W}trPr/{W}tblHeader") is not None
            for cell in in_row:
                for block in () if merged_below(cell) else self._cell(cell):
                    self.blocks.append(as_cell(block, index, column, headings, is_heading))
                column += max(grid(cell.find(f"{W}tcPr"), "gridSpan"), 1)

    def _cell(self, cell: Any) -> list[Block]:
        """The whole of a cell as one block, its paragraphs on lines; none when it is empty."""
        outside, self.blocks = self.blocks, []
        self.walk(cell)
        inside, self.blocks = self.blocks, outside
        return [joined_cell(inside)] if inside else []

    def _deleted_row(self, row: Any) -> bool:
        if row.find(f"{W}trPr/{W}del") is None:
            return False
        self._count("deletions")
        return True

    def _control(self, control: Any, read: Callable[[Any], None]) -> None:
        """A content control: its content, unless that is only a prompt to fill it in."""
        content = control.find(f"{W}sdtContent")
        if content is None:
            return
        if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None and self.styles.prompts_only(content):
            self._count("empty form fields")
            return
        read(content)

    # Inside a paragraph.

    def _inline(self, parent: Any) -> None:
        for child in parent:
            tag = child.tag
            if tag == R:
                self._run(child)
            elif tag == PPR:
                continue
            elif tag in PASS_THROUGH:
                self._inline(child)
            elif tag == f"{W}sdt":
                self._control(child, self._inline)
            elif tag in _LEFT_OUT:
                self._count(_LEFT_OUT[tag])
            elif tag in (f"{M}oMath", f"{M}oMathPara"):
                self._equation(child)
            elif tag == ALTERNATE:
                self._chosen(child, self._inline)

    def _run(self, run: Any) -> None:
        if self.any_hidden:
            properties = run.find(RPR)
            if properties is not None:
                if self._hidden(properties):
                    return
            elif self._hidden_style:
                self._count("hidden passages")
                return
        bold, apart = self._bold_style, self._apart_style
        now, handlers = self._now, self._run_handlers
        parts = now.parts
        before = len(parts)
        for child in run:
            tag = child.tag
            if tag == T:
                text = child.text
                if text and not self._in_code:
                    if "\n" in text:
                        text = text.replace("\n", " ")
                    parts.append(text)
                    now.length += len(text)
                    if now.page is None:
                        now.page = self.page
                    self._blank_page = False
            elif tag == RPR:
                if now.all_bold or now.apart:
                    bold, apart = self.styles.look(child, bold, apart)
            elif tag in handlers:
                handlers[tag](child)
        if (now.all_bold or now.apart) and len(parts) > before:
            said = "".join(parts[before:]).strip()
            if now.all_bold and bold:
                now.bold = now.length
            elif said:
                now.all_bold = False
            if said and not apart:
                now.apart = False

    def _hidden(self, properties: Any) -> bool:
        own = switched_on(properties, VANISH)
        if own is None:
            style = properties.find(RSTYLE)
            own = self._hidden_style or (style is not None and self.styles.get(style.get(VAL)).hidden)
        if own:
            self._count("hidden passages")
        return own

    def _add(self, text: str) -> None:
        if not self._in_code:
            self._now.parts.append(text)
            self._now.length += len(text)

    def _count(self, what: str) -> None:
        self.left_out[what] += 1

    def _symbol(self, element: Any) -> None:
        char = symbol(element.get(f"{W}font", ""), element.get(f"{W}char", ""))
        if char == "\ufffd":
            self._count("symbols of unknown fonts")
        self._add(char)

    def _note(self, kind: str, element: Any) -> None:
        if not self._in_code:
            self.notes.append((kind, element.get(f"{W}id", "")))

    def _equation(self, element: Any) -> None:
        self._count("equations (kept as plain letters)")
        self._add("".join(t.text or "" for t in element.iter(f"{M}t")))

    def _field(self, element: Any) -> None:
        type = element.get(f"{W}fldCharType")
        if type == "begin":
            self._fields.append(True)
            if value := form_value(element):
                self._add(value)
        elif type == "separate" and self._fields:
            self._fields[-1] = False
        elif type == "end" and self._fields:
            self._fields.pop()
        self._in_code = any(self._fields)

    # Pages.

    def _turn_page(self) -> None:
        self.page += 1
        self._blank_page = True
        self._now.turn(self.page)

    def _rendered_break(self, _: Any) -> None:
        if not self._blank_page:  # else Word repeats here the break that stands just before
            self._turn_page()
        self._blank_page = False

    def _line_break(self, element: Any) -> None:
        if element.get(f"{W}type") == "page":
            if self._now.length:
                self._add("\n")
            self._turn_page()
        else:
            self._add("\n")

    # Drawings.

    def _alternate(self, element: Any) -> None:
        def read(chosen: Any) -> None:
            for child in chosen:
                handler = self._run_handlers.get(child.tag)
                if handler is not None:
                    handler(child)
                elif child.tag == T:
                    self._add(child.text or "")

        self._chosen(element, read)

    def _chosen(self, element: Any, read: Callable[[Any], None]) -> None:
        chosen = next(element.iterchildren(CHOICE, FALLBACK), None)  # the fallback stands after the choices
        if chosen is not None:
            read(chosen)

    def _drawing(self, element: Any) -> None:
        boxes = list(outermost(element, TEXT_BOX))
        for box in boxes:
            self._text_box(box)
        if not boxes:
            self._count("embedded objects" if element.tag == f"{W}object" else "pictures")

    def _text_box(self, box: Any) -> None:
        """Text boxes follow the paragraph that they are anchored in."""
        names = ("blocks", "_boxes", "_now", "_bold_style", "_apart_style", "_hidden_style", "_fields", "_in_code")
        saved = {name: getattr(self, name) for name in names}
        self.blocks, self._boxes, self._now, self._fields, self._in_code = [], [], Gathered(), [], False
        self.walk(box)
        found = self.blocks
        for name, value in saved.items():
            setattr(self, name, value)
        self._boxes.extend(found)
