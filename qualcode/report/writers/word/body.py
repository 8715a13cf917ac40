"""The text of a Word report: every block as paragraphs, tables, fields and pictures."""

from __future__ import annotations

import functools
import io
from typing import Any

from docx.enum.text import WD_BREAK
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as Line
from docx.text.run import Run as WordRun
from lxml import etree

from ....core.numbers import NO_BREAK
from ....core.table import (
    Contents,
    Excerpts,
    Figure,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Report,
    Run,
    Table,
    Transcript,
)
from ....core.ticks import ticking
from ... import Options
from ..blocks import BlockWriter, runs
from ..pictures import picture
from .document import ReportDocument, turned
from .fields import Bookmarks, add_field, add_link, add_run, begin_field, bookmark_name, end_field
from .fragments import cleaned, paragraph, run
from .tables import of_numbers, table_xml, too_wide
from .transcripts import transcript_xml

TWIPS = 567
"""Twentieths of a point in a centimetre."""
_STYLES = {
    "body": "normal",
    "quote": "quote",
    "list": "list bullet",
    "note": "qualcode note",
    "lead": "normal",
    "definition": "qualcode definition",
    "title": "title",
}


class Body(BlockWriter):
    """Writes the blocks of one report into a document, with the looks that it has."""

    paper = True

    def __init__(self, report: Report, target: ReportDocument, options: Options) -> None:
        super().__init__(report, options)
        self.target = target
        self.bookmarks = Bookmarks()
        self.landscape = False
        self.wide: dict[int, bool] = {}
        self.pictures = 0
        self.appendix = 0
        """The number of the last appendix."""
        self.on_new_page = -1
        """The number of a heading that begins a page."""
        self._upright, self._across = target.room(False), target.room(True)
        body: Any = target.document.element.body
        self._end: Any = body.sectPr

    def write(self) -> None:
        """Everything, from the title on."""
        if self.report.blocks and self.is_wide(0):
            self.landscape = True
            turned(self.target.document.sections[-1], True)
        self.title()
        for at, block in enumerate(ticking(self.report.blocks, self.options.progress)):
            wide = self.is_wide(at)
            if wide != self.landscape:
                self.turn_page(wide)
            elif isinstance(block, PageBreak):
                self.page_break(at, block)
            if not isinstance(block, PageBreak):  # a turned page has begun anew already
                self.block(at, block)

    def page_break(self, at: int, block: PageBreak) -> None:
        """Begin a page. A heading does so itself: a paragraph with a break could stand on a page of its own."""
        if any(isinstance(block, Heading) for block in self.report.blocks[at + 1 : at + 2]):
            self.on_new_page = at + 1
        else:
            self.line().add_run().add_break(WD_BREAK.PAGE)

    @property
    def room(self) -> int:
        return self._across if self.landscape else self._upright

    def line(self, style: str = "normal") -> Line:
        """A new paragraph at the end; python-docx's own call looks through the whole body for it."""
        element: Any = OxmlElement("w:p")
        self._end.addprevious(element)
        if style != "normal":
            element.style = self.target.ids[style]
        return Line(element, self.target.document._body)

    def add(self, text: str, style: str = "normal") -> Line:
        line = self.line(style)
        add_run(line, text)
        return line

    def prepared(self, xml: str) -> None:
        """Text that is joined in when the file is written."""
        self._end.addprevious(etree.ProcessingInstruction("prepared", "rows"))
        self.target.part.prepared.append(xml)

    def is_wide(self, at: int) -> bool:
        """Whether a block stands on a turned page: a table that is wide, and the headings right before it."""
        for number, block in enumerate(self.report.blocks[at:], start=at):
            if isinstance(block, Table):
                if number not in self.wide:
                    room = self._upright
                    full = too_wide(block, self.report.language, self.options.decimals, room)
                    self.wide[number] = full or (block.wide and not of_numbers(block))
                return self.wide[number]
            if not isinstance(block, Heading | PageBreak):
                return False
        return self.landscape

    def turn_page(self, wide: bool) -> None:
        """End a section, so that what follows stands on a page of the other direction."""
        section = self.target.document.add_section()
        self.out_of_the_way(self._end.getprevious())
        section.different_first_page_header_footer = False
        turned(section, wide)
        self.landscape = wide

    def out_of_the_way(self, paragraph: Any) -> None:
        """The paragraph that ends a section takes no room: under a full page it would stand on an empty one."""
        spacing = Line(paragraph, self.target.document._body).paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.line_spacing = Pt(1)

    def title(self) -> None:
        report = self.report
        if report.title:
            self.add(report.title, "title")
        for line in (report.subtitle, report.author, report.created[:10]):
            if line:
                self.add(line, "subtitle")

    def transcript(self, at: int, block: Transcript) -> None:
        if block.title:
            self.add(block.title, "heading 3")
        self.prepared(transcript_xml(block, self.words, self.target.ids, self.room))
        self.line("qualcode note")

    def heading(self, at: int, block: Heading) -> None:
        line = self.line(f"heading {min(max(block.level, 1), 3)}")
        if self.on_new_page == at:
            line.paragraph_format.page_break_before = True
        if block.appendix:
            add_run(line, self.words("appendix") + "\u00a0")
            number = self.numbering.numbers[at]
            # A number that does not follow the last one is said; the others are counted, and follow when parts move.
            begins = "" if number == str(self.appendix + 1) else rf" \r {number}"
            counted = rf"SEQ Appendix \* ARABIC{begins}" if number.isdecimal() else r"SEQ Appendix \* ALPHABETIC"
            self.appendix = int(number) if number.isdecimal() else 0
            add_field(line, counted, self.numbering.numbers[at])
            if block.name:
                self.bookmarks.around(bookmark_name(block.name), line)
            add_run(line, "  ")
        add_run(line, block.text)
        self.bookmarks.around(f"_Toc{at + 1:06}", line)

    def paragraph(self, at: int, block: Paragraph) -> None:
        line = self.line(_STYLES.get(block.style, "normal"))
        if self.leads_on(at, block):
            line.paragraph_format.keep_with_next = True
        for each in runs(block):
            label = self.numbering.reference(each.ref) if each.ref else ""
            if label:
                add_field(line, rf"REF {bookmark_name(each.ref)} \h", label, functools.partial(dress, look=each))
            elif each.text:
                dress(add_run(line, each.text), each)

    def leads_on(self, at: int, block: Paragraph) -> bool:
        """Whether a paragraph says nothing without the next: facts under a heading, or a label with its colon."""
        before, written = self.report.blocks[at - 1 : at], runs(block)
        facts = bool(before) and isinstance(before[0], Heading) and all(each.small for each in written)
        return facts or (bool(written) and written[-1].text.endswith(":"))

    def caption(self, at: int, what: str, text: str, name: str) -> None:
        """The label in bold with a field that counts, the title in italics on its own line."""
        word = self.words(what)
        line = self.line("caption")
        add_run(line, f"{word}\u00a0", bold=True)
        add_field(line, rf"SEQ {word} \* ARABIC", self.numbering.numbers[at], _bold)
        if name:
            self.bookmarks.around(bookmark_name(name), line)
        line.add_run().add_break()
        add_run(line, text, italic=True)

    def table(self, at: int, block: Table) -> None:
        if block.caption:
            self.caption(at, "table", block.caption, block.name)
        self.prepared(table_xml(block, self.report.language, self.options.decimals, self.target.ids, self.room))
        for number, note in enumerate(block.notes):
            self.remark(note, first=number == 0)
        if not block.notes:
            self.remark("")

    def note(self, at: int, block: Note) -> None:
        line = self.remark(block.text)
        if any(isinstance(each, Transcript) for each in self.report.blocks[at + 1 : at + 2]):
            line.paragraph_format.keep_with_next = True

    def remark(self, text: str, first: bool = False) -> Line:
        """A remark under a table; the first begins with the word Note, as APA has it."""
        line = self.line("qualcode note")
        if first:
            add_run(line, f"{self.words('note').rstrip('.')}. ", italic=True)
        if text:
            add_run(line, text)
        return line

    def excerpts(self, at: int, block: Excerpts) -> None:
        if block.caption:
            self.add(block.caption, "heading 3")
        quote, source = self.target.ids["quote"], self.target.ids["qualcode source"]
        parts = []
        for excerpt in block.items:
            quoted = self.words("quoted", text=excerpt.text)
            beside = "".join(f"<w:r><w:br/></w:r>{run(line, '<w:i/>')}" for line in self.beside(excerpt))
            parts.append(paragraph(run(quoted), quote, "<w:keepNext/>"))
            parts.append(paragraph(run(self.about(excerpt)) + beside, source))
        self.prepared("".join(parts))

    def figure(self, at: int, block: Figure) -> None:
        drawing = picture(block, self.report.language, "png", self.room / TWIPS)
        if block.caption:
            self.caption(at, "figure", block.caption, block.name)
        self.pictures += 1
        shape = self.line().add_run().add_picture(io.BytesIO(drawing.data), Cm(drawing.width), Cm(drawing.height))
        described: Any = shape._inline.docPr
        described.name = cleaned(block.name) or f"figure {self.pictures}"
        described.set("descr", cleaned(block.alt or block.caption))

    def contents(self, at: int, block: Contents) -> None:
        """A field with its entries written in, so that it reads even where no field is computed."""
        self.add(block.title or self.words("contents"), "toc heading")
        headings = [
            (place, each)
            for place, each in enumerate(self.report.blocks)
            if isinstance(each, Heading) and each.level <= block.depth
        ]
        for number, (place, heading) in enumerate(headings):
            line = self.line(f"toc {min(heading.level, 3)}")
            if number == 0:
                begin_field(line, rf'TOC \o "1-{block.depth}" \h \z \u', stale=True)
            # One line each, so that "Appendix A" need not be held together by a blank that no search finds.
            title = self.titled(place, heading.text).replace(NO_BREAK, " ")
            add_link(line, f"_Toc{place + 1:06}", title)
            if number == len(headings) - 1:
                end_field(line)


def dress(words: WordRun, look: Run) -> None:
    """Give a run of the document the looks of a report's."""
    if look.bold:
        words.bold = True
    if look.italic:
        words.italic = True
    if look.small:
        words.font.size = Pt(9)
    if look.color:
        words.font.color.rgb = RGBColor.from_string(look.color.lstrip("#").upper())


def _bold(words: WordRun) -> None:
    words.bold = True
