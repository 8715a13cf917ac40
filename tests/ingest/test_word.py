"""Every word that Word shows is read, once, and nothing that it does not show."""

from __future__ import annotations

from typing import Any

from qualcode.ingest.readers.blocks import Raw, ReaderOptions
from qualcode.ingest.readers.word import reader as word

from .making import OPTIONS, blocks, docx, field, kinds, p, r, relations, texts, word_part, zipped


def read(content: bytes, **options: Any) -> list[Raw]:
    return word.read(content, "interview.docx", ReaderOptions(**options) if options else OPTIONS)


def test_text_in_nested_content_controls_is_kept() -> None:
    body = (
        "<w:sdt><w:sdtContent><w:sdt><w:sdtContent>"
        + p("Lisa: Not at this point.")
        + "</w:sdtContent></w:sdt></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>I do my </w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>PhD</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    assert texts(read(docx(body))) == ["Lisa: Not at this point.", "I do my PhD"]


def test_insertions_and_moved_to_text_are_kept_and_deletions_counted() -> None:
    body = (
        f"<w:p><w:ins>{r('inserted ')}</w:ins><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        f"<w:moveFrom>{r('moved away')}</w:moveFrom><w:moveTo>{r('moved here')}</w:moveTo></w:p>"
    )
    raws = read(docx(body))
    assert texts(raws) == ["inserted moved here"]
    assert raws[0].warnings == ("left out: deletions 1, moved-from passages 1",)


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    first = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>one </w:t></w:r></w:p>'
    assert texts(read(docx(first + p("paragraph")))) == ["one paragraph"]


def test_results_of_fields_are_kept_without_their_codes() -> None:
    body = (
        f"<w:p>{field('begin')}<w:r><w:instrText>PAGEREF _Toc1</w:instrText><w:t>code</w:t></w:r>{field('separate')}"
        f"{r('12')}{field('end')}<w:fldSimple>{r(' March')}</w:fldSimple><w:hyperlink>{r(' here')}</w:hyperlink></w:p>"
    )
    assert texts(read(docx(body))) == ["12 March here"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = "<w:txbxContent>" + p("in the box") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>before </w:t><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent><w:t>after</w:t></w:r></w:p>"
    )
    assert texts(read(docx(body))) == ["before after", "in the box"]


def test_tables_give_each_cell_once_with_row_and_column() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text) if text else '<w:p/>'}</w:tc>"

    begins, goes_on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    body = (
        "<w:tbl>"
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('Who')}{cell('Said')}</w:tr>"
        f"<w:tr>{cell('I', begins)}{cell('Hello')}</w:tr>"
        f"<w:tr>{cell('', goes_on)}{cell('again')}</w:tr>"
        f"<w:tr>{cell('both', wide)}</w:tr></w:tbl>"
    )
    found = [(block.row, block.column, block.text) for block in blocks(read(docx(body)))]
    assert found == [
        (1, "Who", "Who"), (1, "Said", "Said"), (2, "Who", "I"), (2, "Said", "Hello"), (3, "Said", "again"),
        (4, "Who", "both"),
    ]  # fmt: skip


def test_paragraphs_of_a_cell_are_lines_and_a_frame_of_one_cell_is_no_table() -> None:
    two = "<w:tbl><w:tr><w:tc>" + p("U1") + "</w:tc><w:tc>" + p("one") + p("two") + "</w:tc></w:tr></w:tbl>"
    frame = "<w:tbl><w:tr><w:tc>" + p("I: framed") + p("U1: too") + "</w:tc></w:tr></w:tbl>"
    assert kinds(read(docx(two + frame))) == [
        ("cell", "U1"), ("cell", "one\ntwo"), ("paragraph", "I: framed"), ("paragraph", "U1: too"),
    ]  # fmt: skip


def test_tabs_breaks_hyphens_and_symbols_become_characters() -> None:
    body = (
        "<w:p><w:r><w:t>I:</w:t><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:softHyphen/>"
        '<w:t>d</w:t><w:sym w:font="Wingdings" w:char="F0E0"/><w:sym w:font="Symbol" w:char="F061"/></w:r></w:p>'
    )
    assert texts(read(docx(body))) == ["I:\ta\nb\u2011c\u00add→α"]


def test_footnotes_and_endnotes_are_blocks_of_their_own_after_the_body() -> None:
    body = (
        '<w:p><w:r><w:t>Said</w:t><w:footnoteReference w:id="2"/><w:t>.</w:t><w:endnoteReference w:id="3"/></w:r></w:p>'
        + p("More.")
    )
    content = docx(
        body,
        footnotes='<w:footnote w:id="-1">'
        + p("separator")
        + '</w:footnote><w:footnote w:id="2">'
        + p("Laughs.")
        + "</w:footnote>",
        endnotes='<w:endnote w:id="3">' + p("At the end.") + "</w:endnote>",
    )
    assert kinds(read(content)) == [
        ("paragraph", "Said."), ("paragraph", "More."), ("footnote", "Laughs."), ("endnote", "At the end."),
    ]  # fmt: skip
    without = read(content, footnotes=False)
    assert texts(without) == ["Said.", "More."]
    assert without[0].warnings == ("left out: footnotes and endnotes 2",)


def test_comments_are_left_out_unless_asked_for() -> None:
    body = '<w:p><w:r><w:t>Said.</w:t><w:commentReference w:id="0"/></w:r></w:p>'
    content = docx(body, comments='<w:comment w:id="0" w:author="Ana">' + p("Really?") + "</w:comment>")
    assert read(content)[0].warnings == ("left out: comments 1",)
    found = blocks(read(content, comments=True))
    assert [(block.kind, block.speaker, block.text) for block in found] == [
        ("paragraph", "", "Said."),
        ("comment", "Ana", "Really?"),
    ]


def test_headings_come_from_styles_their_bases_and_outline_levels() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="caption"/></w:style>'
    )
    body = (
        p("By style", '<w:pPr><w:pStyle w:val="Mine"/></w:pPr>')
        + p("By level", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>')
        + p("Table 1", '<w:pPr><w:pStyle w:val="C"/></w:pPr>')
    )
    found = [(block.kind, block.level) for block in blocks(read(docx(body, styles=styles)))]
    assert found == [("heading", 2), ("heading", 1), ("caption", 0)]


def test_the_bold_start_of_a_paragraph_is_measured() -> None:
    bold = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Ana: </w:t></w:r>'
    not_bold = '<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>yes</w:t></w:r>'
    assert [block.bold for block in blocks(read(docx(f"<w:p>{bold}{not_bold}{bold}</w:p><w:p>{not_bold}</w:p>")))] == [
        5,
        0,
    ]


def test_hidden_text_and_prompts_are_left_out() -> None:
    styles = '<w:style w:type="character" w:styleId="P"><w:name w:val="Placeholder Text"/></w:style>'
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:t>shown</w:t></w:r>"
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rStyle w:val='P'/></w:rPr>"
        "<w:t>Click here to write</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    raws = read(docx(body, styles=styles))
    assert texts(raws) == ["shown"]
    assert raws[0].warnings == ("left out: empty form fields 1, hidden passages 1",)


def test_pages_are_counted_from_breaks_and_called_approximate() -> None:
    body = (
        p("one")
        + "<w:p><w:r><w:t>two </w:t><w:lastRenderedPageBreak/><w:t>pages</w:t></w:r></w:p>"
        + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>three</w:t></w:r></w:p>"
    )
    raw = read(docx(body))[0]
    assert [(page.label, page.approximate) for page in raw.pages] == [("1", True), ("2", True), ("3", True)]
    assert [(block.page, block.page_breaks) for block in raw.blocks] == [(0, ()), (0, ((4, 1),)), (2, ())]


def test_a_file_without_breaks_claims_no_pages() -> None:
    raw = read(docx(p("one")))[0]
    assert raw.pages == ()
    assert raw.blocks[0].page is None


def test_the_language_is_that_of_most_of_the_text() -> None:
    run = '<w:p><w:r><w:rPr><w:lang w:val="nb-NO"/></w:rPr><w:t>hei</w:t></w:r></w:p>'
    styles = '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US"/></w:rPr></w:rPrDefault></w:docDefaults>'
    assert read(docx(run, styles=styles))[0].language == "nb"
    assert read(docx(p("hello"), styles=styles))[0].language == "en"


def test_a_header_that_says_something_is_named() -> None:
    assert read(docx(p("x"), header=p("Interview 4, Karen")))[0].warnings == (
        "left out: page header or footer 'Interview 4, Karen'",
    )


def test_the_main_part_is_found_by_its_relationship_in_the_strict_variant_too() -> None:
    strict = word_part("document", f"<w:body>{p('strict')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    content = zipped({"_rels/.rels": relations({"officeDocument": "/other/name.xml"}), "other/name.xml": strict})
    assert texts(read(content)) == ["strict"]


def test_equations_are_kept_as_letters_and_pictures_counted() -> None:
    body = "<w:p><w:r><w:t>p </w:t></w:r><m:oMath><m:r><m:t>&lt; .05</m:t></m:r></m:oMath><w:r><w:drawing/></w:r></w:p>"
    raws = read(docx(body))
    assert texts(raws) == ["p < .05"]
    assert raws[0].warnings == ("left out: equations (kept as plain letters) 1, pictures 1",)
