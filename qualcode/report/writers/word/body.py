"""The text of a Word report: every block as paragraphs, tables, fields and pictures."""

from __future__ import annotations

from typing import Any

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
from ... import Options
from ...wording import Words
from ..cells import Numbering
from ..pictures import picture
from .fragments import NAMESPACES, Bookmarks, bookmark_name, escape, field, looks, paragraph, run
from .package import Package
from .tables import table_xml, too_wide
from .transcripts import transcript_xml

EMU = 360_000
"""Word's unit of drawings, in a centimetre."""
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


class Body:
    """Writes `word/document.xml` of one report, with the looks of one package."""

    def __init__(self, report: Report, package: Package, options: Options) -> None:
        self.report, self.package, self.options = report, package, options
        self.words = Words(report.language)
        self.numbering = Numbering(report, self.words)
        self.bookmarks = Bookmarks()
        self.parts: list[str] = []
        self.landscape = False
        self.wide: dict[int, bool] = {}

    def xml(self) -> str:
        """The whole part."""
        self.landscape = bool(self.report.blocks) and self.is_wide(0)
        self.title()
        for at, block in enumerate(self.report.blocks):
            wide = self.is_wide(at)
            if wide != self.landscape:
                self.turn_page(wide)
            elif isinstance(block, PageBreak):
                self.add('<w:r><w:br w:type="page"/></w:r>')
            if not isinstance(block, PageBreak):
                self.block(at, block)
        last = self.package.landscape_section() if self.landscape else self.package.section
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {NAMESPACES}><w:body>'
            f"{''.join(self.parts)}<w:sectPr>{last}</w:sectPr></w:body></w:document>"
        )

    @property
    def room(self) -> int:
        return self.package.landscape_width if self.landscape else self.package.text_width

    def style(self, name: str) -> str:
        """The id of a style; nothing for the default one, which needs no name."""
        return "" if name == "normal" else escape(self.package.ids[name])

    def add(self, content: str, style: str = "normal", properties: str = "") -> None:
        self.parts.append(paragraph(content, self.style(style), properties))

    def is_wide(self, at: int) -> bool:
        """Whether a block stands on a turned page: a table that is wide, and the headings right before it."""
        for number, block in enumerate(self.report.blocks[at:], start=at):
            if isinstance(block, Table):
                if number not in self.wide:
                    room = self.package.text_width
                    self.wide[number] = block.wide or too_wide(block, self.report.language, self.options.decimals, room)
                return self.wide[number]
            if not isinstance(block, Heading | PageBreak):
                return False
        return self.landscape

    def turn_page(self, wide: bool) -> None:
        """End a section, so that what follows stands on a page of the other direction."""
        ending = self.package.landscape_section() if self.landscape else self.package.section
        self.parts.append(f"<w:p><w:pPr><w:sectPr>{ending}</w:sectPr></w:pPr></w:p>")
        self.landscape = wide

    def title(self) -> None:
        report = self.report
        if report.title:
            self.add(run(report.title), "title")
        for line in (report.subtitle, report.author, report.created[:10]):
            if line:
                self.add(run(line), "subtitle")

    def block(self, at: int, block: Any) -> None:
        if isinstance(block, Heading):
            self.heading(at, block)
        elif isinstance(block, Paragraph):
            self.paragraph(block)
        elif isinstance(block, Table):
            self.table(at, block)
        elif isinstance(block, Note):
            self.note(block.text)
        elif isinstance(block, Excerpts):
            self.excerpts(block)
        elif isinstance(block, Transcript):
            if block.title:
                self.add(run(block.title), "heading 3")
            self.parts.append(transcript_xml(block, self.words, self.package.ids, self.room))
            self.add("", "qualcode note")
        elif isinstance(block, Figure):
            self.figure(at, block)
        elif isinstance(block, Contents):
            self.contents(block)

    def heading(self, at: int, block: Heading) -> None:
        text = run(block.text)
        if block.appendix:
            number = self.numbering.numbers[at]
            label = run(self.words("appendix") + "\u00a0") + field(r"SEQ Appendix \* ALPHABETIC", number)
            if block.name:
                label = self.bookmarks.around(bookmark_name(block.name), label)
            text = f"{label}{run('  ')}{text}"
        content = self.bookmarks.around(f"_Toc{at + 1:06}", text)
        self.add(content, f"heading {min(max(block.level, 1), 3)}")

    def paragraph(self, block: Paragraph) -> None:
        runs = (Run(block.text),) if isinstance(block.text, str) else block.text
        self.add("".join(self.run(each) for each in runs), _STYLES.get(block.style, "normal"))

    def run(self, each: Run) -> str:
        look = looks(bold=each.bold, italic=each.italic, color=each.color, small=each.small)
        if each.ref:
            label = self.numbering.reference(each.ref)
            return field(rf"REF {bookmark_name(each.ref)} \h", label, look) if label else run(each.text, look)
        return run(each.text, look)

    def caption(self, at: int, what: str, text: str, name: str) -> None:
        """The label in bold with a field that counts, the title in italics on its own line."""
        word = self.words(what)
        label = run(f"{word}\u00a0", "<w:b/>") + field(rf"SEQ {word} \* ARABIC", self.numbering.numbers[at], "<w:b/>")
        if name:
            label = self.bookmarks.around(bookmark_name(name), label)
        self.add(f"{label}<w:r><w:br/></w:r>{run(text, '<w:i/>')}", "caption")

    def table(self, at: int, block: Table) -> None:
        if block.caption:
            self.caption(at, "table", block.caption, block.name)
        ids = self.package.ids
        self.parts.append(table_xml(block, self.report.language, self.options.decimals, ids, self.room))
        for number, note in enumerate(block.notes):
            self.note(note, first=number == 0)
        if not block.notes:
            self.note("")

    def note(self, text: str, first: bool = False) -> None:
        """A remark under a table; the first begins with the word Note, as APA has it."""
        start = run(f"{self.words('note').rstrip('.')}. ", "<w:i/>") if first else ""
        self.add(start + (run(text) if text else ""), "qualcode note")

    def excerpts(self, block: Excerpts) -> None:
        if block.caption:
            self.add(run(block.caption), "heading 3")
        for excerpt in block.items:
            self.add(run(self.words("quoted", text=excerpt.text)), "quote", "<w:keepNext/>")
            about = " · ".join(part for part in (excerpt.source, excerpt.address, ", ".join(excerpt.codes)) if part)
            memo = (
                f"<w:r><w:br/></w:r>{run(self.words('col.memo') + ': ' + excerpt.memo, '<w:i/>')}"
                if excerpt.memo
                else ""
            )
            self.add(run(f"— {about}") + memo, "qualcode source")

    def figure(self, at: int, block: Figure) -> None:
        drawing = picture(block, self.report.language, "png", self.room / TWIPS)
        if block.caption:
            self.caption(at, "figure", block.caption, block.name)
        id = self.package.add_picture(drawing.data, "png")
        wide, high = int(drawing.width * EMU), int(drawing.height * EMU)
        alt = escape(block.alt or block.caption)
        number = self.package.pictures
        name = escape(block.name or f"figure {number}")
        self.add(
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name="{name}" '
            f'descr="{alt}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="figure{number}.png" descr="{alt}"/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{id}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>",
        )

    def contents(self, block: Contents) -> None:
        """A field with its entries written in, so that it reads even where no field is computed."""
        self.add(run(block.title or self.words("contents")), "toc heading")
        headings = [
            (at, each)
            for at, each in enumerate(self.report.blocks)
            if isinstance(each, Heading) and each.level <= block.depth
        ]
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{block.depth}" \\h \\z \\u </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        for number, (at, heading) in enumerate(headings):
            label = self.numbering.label(at)
            text = f"{label}  {heading.text}" if label else heading.text
            link = f'<w:hyperlink w:anchor="_Toc{at + 1:06}" w:history="1">{run(text)}</w:hyperlink>'
            first = begin if number == 0 else ""
            last = end if number == len(headings) - 1 else ""
            self.add(first + link + last, f"toc {min(heading.level, 3)}")
