"""Word: real styles, captions that count, tables by APA 7, a template's looks without its text."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as Word
from docx.shared import Cm
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.errors import ReadError
from qualcode.core.table import (
    Block,
    Column,
    Excerpt,
    Excerpts,
    Heading,
    Mark,
    PageBreak,
    Paragraph,
    Report,
    Run,
    Table,
    TranscriptLine,
)  # fmt: skip
from qualcode.report import Options, render
from qualcode.report.build.appendix import appendix_report
from qualcode.report.build.interviews import interviews_report
from qualcode.report.build.shares import shares_report
from qualcode.report.writers import word
from qualcode.report.writers.turns import bracketed
from qualcode.report.writers.word.fragments import escape, text_of
from tests.report.study import BUNDLE, GROUPS, NAMES, SHARES


def opened(report: Report, options: Options | None = None) -> Word:
    return docx.Document(io.BytesIO(render(report, "docx", options)))


def part(report: Report, name: str = "word/document.xml", options: Options | None = None) -> str:
    with zipfile.ZipFile(io.BytesIO(render(report, "docx", options))) as archive:
        return archive.read(name).decode()


def shares(language: str = "en") -> Report:
    return shares_report(SHARES, language=language, code_names=NAMES, group_names=GROUPS)


def appendix(language: str = "en", **more: Any) -> Report:
    return appendix_report(BUNDLE, language=language, shares=SHARES, share_reports=[shares(language)], **more)


def test_headings_captions_and_quotes_are_words_own_styles() -> None:
    styles = {paragraph.style.name for paragraph in opened(appendix()).paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "Heading 2", "Caption"} <= styles
    quoted = Report("t", (Excerpts((Excerpt("words", "D1:1"),)), Paragraph("one", "list")))
    assert {"Quote", "List Bullet"} <= {p.style.name for p in opened(quoted).paragraphs if p.style}


@pytest.mark.parametrize(("language", "label"), [("da", "Tabel"), ("nb", "Tabell"), ("sv", "Tabell"), ("en", "Table")])
def test_a_caption_counts_by_a_field_of_its_languages_own_label(language: str, label: str) -> None:
    xml = part(shares(language))
    assert f"SEQ {label} \\* ARABIC" in xml
    assert opened(shares(language)).paragraphs[1].text.startswith(f"{label}\u00a01\n")


@pytest.mark.parametrize(
    ("language", "label"), [("da", "Bilag"), ("nb", "Vedlegg"), ("sv", "Bilaga"), ("en", "Appendix")]
)
def test_appendices_are_lettered(language: str, label: str) -> None:
    headings = [p.text for p in opened(appendix(language)).paragraphs if p.style and p.style.name == "Heading 1"]
    assert [text.split("  ")[0] for text in headings] == [f"{label}\u00a0{letter}" for letter in "ABCD"]


def test_a_reference_is_a_field_that_points_at_a_bookmark_there_is() -> None:
    xml = part(appendix())
    pointed = set(re.findall(r"REF (_qc_\w+) ", xml))
    marked = re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="([^"]+)"', xml)
    assert pointed
    assert pointed <= {name for _, name in marked}
    assert len({number for number, _ in marked}) == len(marked)
    assert all(len(name) <= 40 for _, name in marked)


def test_the_contents_list_points_at_every_heading_and_word_is_asked_to_renew_it() -> None:
    xml = part(appendix())
    anchors = re.findall(r'<w:hyperlink w:anchor="(_Toc\d+)"', xml)
    assert len(anchors) == 6  # four appendices, two transcripts
    assert all(f'w:name="{anchor}"' in xml for anchor in anchors)
    assert "updateFields" in part(appendix(), "word/settings.xml")
    assert "updateFields" not in part(shares(), "word/settings.xml")


def test_a_table_repeats_its_header_and_no_row_breaks() -> None:
    xml = part(shares())
    table = xml[xml.index("<w:tbl>") : xml.index("</w:tbl>")]
    rows = re.findall(r"<w:tr>.*?</w:tr>", table)
    assert all("<w:cantSplit/>" in row for row in rows)
    assert ["<w:tblHeader/>" in row for row in rows[:3]] == [True, True, False]
    assert "insideV" not in table and "w:left " not in table.split("</w:tblPr>")[0]


def test_numbers_are_right_aligned_and_texts_are_not() -> None:
    table = opened(shares()).tables[0]
    row = table.rows[2]
    assert row.cells[0].paragraphs[0].alignment is None
    assert all(cell.paragraphs[0].alignment == 2 for cell in row.cells[1:])


def test_a_wide_table_stands_on_a_turned_page_of_its_own_with_its_heading() -> None:
    wide = Table((Column("a", "A"),), (("x",),), "Wide", "wide", wide=True)
    blocks: tuple[Block, ...] = (Paragraph("before"), PageBreak(), Heading("Over it"), wide, Paragraph("after"))
    document = opened(Report("t", blocks))
    turned = [section.page_width > section.page_height for section in document.sections]
    assert turned == [False, True, False]
    assert 'w:br w:type="page"' not in part(Report("t", blocks))  # the section breaks the page already


def test_a_heading_begins_its_page_itself_so_that_no_page_is_left_empty() -> None:
    document = opened(Report("t", (Paragraph("before"), PageBreak(), Heading("Over it"), PageBreak(), Paragraph("x"))))
    assert [p.paragraph_format.page_break_before for p in document.paragraphs if p.text == "Over it"] == [True]
    assert document.element.xml.count('w:br w:type="page"') == 1  # before what is no heading


def test_a_table_that_does_not_fit_the_page_is_turned_though_nobody_said_that_it_is_wide() -> None:
    columns = tuple(Column(f"c{n}", f"Unbreakable{n}") for n in range(12))
    broad = Table(columns, (tuple("x" for _ in columns),), "Broad", "broad")
    assert [s.page_width > s.page_height for s in opened(Report("t", (broad,))).sections] == [True]


def test_the_documents_language_and_properties_are_set() -> None:
    report = appendix("da", created="2018-05-03", author="Ana Lind", title="Bilag")
    assert 'w:lang w:val="da-DK"' in part(report, "word/styles.xml")
    properties = opened(report).core_properties
    assert (properties.title, properties.author, properties.language) == ("Bilag", "Ana Lind", "da-DK")
    assert properties.created is not None and properties.created.year == 2018


def test_without_a_date_of_the_study_there_is_none_but_source_date_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert "dcterms:created" not in part(shares(), "docProps/core.xml")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1525305600")
    assert "2018-05-03T00:00:00Z" in part(shares(), "docProps/core.xml")


def test_the_codes_of_a_transcript_stand_beside_the_turn_with_words_not_colour_alone() -> None:
    table = opened(interviews_report(BUNDLE)).tables[0]
    by_number = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in table.rows}
    assert by_number["2"] == [
        "A: For the citizens. It must be [seen & felt <there>]1.",
        "■ Public value\n■ 1 Mission",
    ]
    assert by_number["4"][1] == "■ Public value (continued)"
    assert by_number["6"][1] == "■ 1 Legitimacy & support (promotes) × 0.50"
    assert by_number["1"][1] == ""


def test_overlapping_words_are_bracketed_from_the_outside_in() -> None:
    line = TranscriptLine(
        1, "A", "informant", "one two three", marks=(Mark("x", start=0, stop=7), Mark("y", start=4, stop=13))
    )
    assert "".join(text for text, _, _ in bracketed(line)) == "[one [two]1 three]2"


def _template(path: Path) -> Path:
    """A person's own thesis: narrow page, blue headings, a header, text that must not come along."""
    own = docx.Document()
    own.sections[0].left_margin = Cm(4)
    own.sections[0].page_width = Cm(17)
    own.sections[0].header.paragraphs[0].text = "My university"
    own.styles["Heading 1"].font.name = "Comic Sans MS"
    own.add_heading("Secret chapter", 1)
    own.add_paragraph("Secret text")
    own.save(str(path))
    return path


def test_a_template_gives_its_styles_margins_and_header_but_not_its_text(tmp_path: Path) -> None:
    options = Options(template=_template(tmp_path / "thesis.docx"))
    document = opened(appendix(), options)
    section = document.sections[0]
    assert abs(section.left_margin - Cm(4)) < 2000 and abs(section.page_width - Cm(17)) < 2000
    assert section.header.paragraphs[0].text == "My university"
    assert document.styles["Heading 1"].font.name == "Comic Sans MS"
    assert document.styles["qualcode table"] is not None
    assert "Secret" not in "".join(p.text for p in document.paragraphs)
    assert "Secret" not in part(appendix(), options=options)
    widths = re.findall(r'<w:tblW w:w="(\d+)"', part(appendix(), options=options))
    paper = {round((17 - 4 - 3.175) * 567), round((27.94 - 4 - 3.175) * 567)}  # upright, turned
    assert all(min(abs(int(width) - room) for room in paper) < 6 for width in widths)


def test_a_report_written_with_a_report_as_its_template_is_the_same_in_looks(tmp_path: Path) -> None:
    path = tmp_path / "first.docx"
    path.write_bytes(render(appendix(), "docx"))
    again = opened(appendix(), Options(template=path))
    assert [p.text for p in again.paragraphs] == [p.text for p in opened(appendix()).paragraphs]


def test_the_language_of_a_template_is_found(tmp_path: Path) -> None:
    path = tmp_path / "first.docx"
    path.write_bytes(render(shares("nb"), "docx"))
    assert word.language_of(path) == "nb"


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 cut short"])
def test_a_template_that_is_no_word_file_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "thesis.doc"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=r"thesis\.doc"):
        render(shares(), "docx", Options(template=path))
    with pytest.raises(ReadError, match="no such template"):
        render(shares(), "docx", Options(template=tmp_path / "missing.docx"))


@given(st.text(max_size=60))
def test_any_text_makes_xml_that_word_can_read(text: str) -> None:
    from lxml import etree

    etree.fromstring(f'<r xmlns:w="w">{text_of(text)}<a b="{escape(text)}"/></r>')


def test_hostile_text_is_text(tmp_path: Path) -> None:
    hostile = "</w:t><w:br/> & <script> \x00 \ud800 \x0b"
    document = opened(Report(hostile, (Paragraph((Run(hostile, bold=True),)), Heading(hostile, 1, hostile))))
    assert "<script>" in document.paragraphs[1].text


def test_a_figure_is_a_picture_with_words_for_those_who_do_not_see_it() -> None:
    from qualcode.report.figures import shares_figure
    from tests.report.study import BOOK

    figure = shares_figure(SHARES, (BOOK,), "en", kind="bars")
    report = Report("t", (figure,))
    document = opened(report)
    assert len(document.inline_shapes) == 1
    xml = part(report)
    assert "SEQ Figure" in xml
    assert f'descr="{escape(figure.alt or figure.caption)}"' in xml
    assert document.inline_shapes[0].width <= document.sections[0].page_width - Cm(4)
