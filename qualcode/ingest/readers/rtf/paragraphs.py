"""Puts the words of RTF together: paragraphs, list numbers, cells, notes, pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..blocks import Block, Gathered, as_cell, joined_cell


@dataclass(slots=True)
class _Flow:
    """One stream of paragraphs: the body, or a note inside it."""

    kind: str
    author: str = ""
    now: Gathered = field(default_factory=Gathered)
    number: str = ""
    """Of the list item that is being read."""
    blocks: list[Block] = field(default_factory=list)


class Blocks:
    """What has been read, block by block."""

    def __init__(self) -> None:
        self._flows = [_Flow("")]
        self._notes: list[Block] = []
        self.comments: list[Block] = []
        self._counts = {"footnote": 0, "endnote": 0}
        self._heading = 0
        self._level = 0
        self._in_table = False
        self._cells: list[list[Block]] = []
        self._rows: list[tuple[bool, list[list[Block]]]] = []
        self._cell_from = 0
        self._is_heading_row = False
        self._number_from: int | None = None
        self.page = 0

    @property
    def _now(self) -> Gathered:
        return self._flows[-1].now

    def add(self, text: str, bold: bool, apart: bool) -> None:
        """Words, in bold or set apart or not."""
        if self._number_from is None:
            self._now.add(text, bold, apart, self.page)
        else:
            self._now.parts.append(text)

    # Paragraphs.

    def plain_paragraph(self) -> None:
        """Back to the properties of ordinary text."""
        self._heading = self._level = 0
        if len(self._flows) == 1:
            self._in_table = False

    def outline(self, level: int) -> None:
        self._heading = level

    def list_level(self, level: int) -> None:
        self._level = max(level, 0)

    def begin_number(self) -> None:
        """What comes now is the printed number of a list item."""
        self._number_from = len(self._now.parts)

    def end_number(self) -> None:
        if self._number_from is None:
            return
        parts = self._now.parts
        self._flows[-1].number = "".join(parts[self._number_from :]).strip() or "•"
        del parts[self._number_from :]
        self._number_from = None

    def end_paragraph(self) -> None:
        flow = self._flows[-1]
        if flow.kind == "" and not self._in_table and (self._rows or self._cells):
            self._end_table()
        block = self._take(flow)
        if block is not None:
            flow.blocks.append(block)
            if flow.kind == "" and not self._in_table:
                self._cell_from = len(flow.blocks)

    def _take(self, flow: _Flow) -> Block | None:
        now, flow.now, number, flow.number = flow.now, Gathered(), flow.number, ""
        self._number_from = None
        text = "".join(now.parts)
        if any("\ud800" <= char <= "\udfff" for char in text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        now.parts = [text.replace("\u2028", "\n").replace("\u2029", "\n")]
        kind, level = "paragraph", 0
        if number:
            # A bullet is printed too, but it numbers nothing.
            kind, level, number = "list", self._level, number if any(char.isalnum() for char in number) else ""
        if self._heading:
            kind, level = "heading", self._heading
        return now.block(kind, level, number)

    def turn_page(self) -> None:
        self.page += 1
        if self._now.page is not None:
            self._now.turn(self.page)

    # Tables.

    def in_table(self) -> None:
        if not self._in_table and len(self._flows) == 1:
            self._in_table = True

    def define_row(self) -> None:
        self._is_heading_row = False

    def heading_row(self) -> None:
        self._is_heading_row = True

    def end_cell(self) -> None:
        flow = self._flows[0]
        block = self._take(flow)
        inside = flow.blocks[self._cell_from :]
        del flow.blocks[self._cell_from :]
        if block is not None:
            inside.append(block)
        self._cells.append(inside)

    def end_row(self) -> None:
        if self._cells:
            self._rows.append((self._is_heading_row, self._cells))
            self._cells = []

    def _end_table(self) -> None:
        self.end_row()
        rows, self._rows = self._rows, []
        flow = self._flows[0]
        after = flow.blocks[self._cell_from :]
        del flow.blocks[self._cell_from :]
        if len(rows) == 1 and len(rows[0][1]) == 1:
            flow.blocks.extend(rows[0][1][0])  # a frame drawn around text
        else:
            headings: dict[int, str] = {}
            for number, (is_heading, cells) in enumerate(rows, start=1):
                for column, cell in enumerate(cells, start=1):
                    if cell:
                        flow.blocks.append(as_cell(joined_cell(cell), number, column, headings, is_heading))
        flow.blocks.extend(after)
        self._cell_from = len(flow.blocks)

    # Notes and text boxes.

    def begin_aside(self, kind: str, author: str = "") -> None:
        self._flows.append(_Flow(kind, author))

    def note_is_endnote(self) -> None:
        if self._flows[-1].kind == "footnote":
            self._flows[-1].kind = "endnote"

    def end_aside(self) -> None:
        if len(self._flows) == 1:
            return
        flow = self._flows.pop()
        block = self._take(flow)
        if block is not None:
            flow.blocks.append(block)
        if not flow.blocks:
            return
        if flow.kind == "paragraph":
            self._flows[0].blocks.extend(flow.blocks)
            return
        text = "\n".join(block.text.strip() for block in flow.blocks)
        if flow.kind == "comment":
            self.comments.append(Block(text, "comment", speaker=flow.author.strip()))
            return
        self._counts[flow.kind] += 1
        self._notes.append(Block(text, flow.kind, number=str(self._counts[flow.kind])))

    def finish(self) -> list[Block]:
        """All blocks: the body, then footnotes and endnotes."""
        while len(self._flows) > 1:
            self.end_aside()
        self._in_table = False
        self.end_paragraph()
        if self._rows or self._cells:
            self._end_table()
        return self._flows[0].blocks + self._notes
