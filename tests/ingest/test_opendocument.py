"""OpenDocument: the same traits as in Word files, and sheets as rows."""

from __future__ import annotations

import pytest

from qualcode.core.errors import ReadError
from qualcode.core.spreadsheets import parse_sheet
from qualcode.ingest.readers.blocks import Raw, ReaderOptions
from qualcode.ingest.readers.opendocument import reader as opendocument

from .making import ODF, OPTIONS, blocks, kinds, odt, texts, zipped


def read(content: bytes, options: ReaderOptions = OPTIONS) -> list[Raw]:
    return opendocument.read(content, "interview.odt", options)


def test_blanks_tabs_and_line_breaks_are_what_their_elements_say() -> None:
    body = '<text:p>I:<text:tab/>a   b<text:s text:c="3"/>c<text:line-break/>\n  d</text:p>'
    assert texts(read(odt(body))) == ["I:\ta b   c\nd"]


def test_tracked_deletions_are_not_in_the_text() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        "</text:changed-region>"
        '</text:tracked-changes><text:p>kept<text:change text:change-id="c1"/></text:p>'
    )
    raws = read(odt(body))
    assert texts(raws) == ["kept"]
    assert raws[0].warnings == ("left out: deletions 1",)


def test_notes_and_comments_stand_apart() -> None:
    body = (
        '<text:p>Said<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        "<text:p>Laughs.</text:p></text:note-body></text:note> so.<office:annotation><text:p>Really?</text:p>"
        "</office:annotation></text:p><text:p>More.</text:p>"
    )
    raws = read(odt(body))
    assert kinds(raws) == [("paragraph", "Said so."), ("paragraph", "More."), ("footnote", "Laughs.")]
    assert blocks(raws)[2].number == "1"
    assert raws[0].warnings == ("left out: comments 1",)
    assert kinds(read(odt(body), ReaderOptions(comments=True)))[-1] == ("comment", "Really?")


def test_a_frame_with_two_renderings_is_read_once() -> None:
    body = (
        "<text:p>before <draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box><draw:image/>"
        "</draw:frame>after</text:p>"
        "<text:p><draw:frame><draw:image/></draw:frame></text:p>"
    )
    raws = read(odt(body))
    assert texts(raws) == ["before after", "boxed"]
    assert raws[0].warnings == ("left out: pictures 1",)


def test_list_numbers_follow_the_list_style() -> None:
    automatic = (
        '<text:list-style style:name="L">'
        '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
        '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/></text:list-style>'
    )
    inner = "<text:list><text:list-item><text:p>sub</text:p></text:list-item></text:list>"
    body = (
        f'<text:list text:style-name="L"><text:list-item><text:p>one</text:p>{inner}</text:list-item>'
        "<text:list-item><text:p>two</text:p></text:list-item></text:list><text:p>between</text:p>"
        '<text:list text:style-name="L" text:continue-numbering="true"><text:list-item><text:p>three</text:p>'
        "</text:list-item></text:list>"
    )
    found = [(block.kind, block.level, block.number, block.text) for block in blocks(read(odt(body, automatic)))]
    assert found == [
        ("list", 0, "1.", "one"), ("list", 1, "a)", "sub"), ("list", 0, "2.", "two"), ("paragraph", 0, "", "between"),
        ("list", 0, "3.", "three"),
    ]  # fmt: skip


def test_bold_starts_come_from_automatic_styles_and_their_parents() -> None:
    automatic = (
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Strong"/>'
    )
    styles = (
        '<office:styles><style:style style:name="Strong" style:family="paragraph">'
        '<style:text-properties fo:font-weight="bold" '
        'fo:language="nl"/></style:style></office:styles>'
    )
    body = (
        '<text:p><text:span text:style-name="T1">Ana: </text:span>yes</text:p><text:p text:style-name="P1">All</text:p>'
        '<text:p text:style-name="P1">bold</text:p>'
    )
    raws = read(odt(body, automatic, styles))
    assert [block.bold for block in blocks(raws)] == [5, 3, 4]
    assert raws[0].language == "nl"


def test_headings_tables_and_merged_cells() -> None:
    body = (
        '<text:h text:outline-level="2">Part</text:h><table:table><table:table-header-rows><table:table-row>'
        "<table:table-cell><text:p>Who</text:p></table:table-cell><table:table-cell><text:p>Said</text:p>"
        "</table:table-cell>"
        "</table:table-row></table:table-header-rows><table:table-row>"
        '<table:table-cell table:number-columns-spanned="2"><text:p>I</text:p><text:p>both</text:p></table:table-cell>'
        "<table:covered-table-cell><text:p>hidden</text:p></table:covered-table-cell></table:table-row></table:table>"
    )
    found = [(block.kind, block.level, block.row, block.column, block.text) for block in blocks(read(odt(body)))]
    assert found == [
        ("heading", 2, None, "", "Part"), ("cell", 0, 1, "Who", "Who"), ("cell", 0, 1, "Said", "Said"),
        ("cell", 0, 2, "Who", "I\nboth"),
    ]  # fmt: skip


def test_soft_page_breaks_count_pages() -> None:
    raw = read(odt("<text:p>one <text:soft-page-break/>two</text:p><text:p>more</text:p>"))[0]
    assert [page.approximate for page in raw.pages] == [True, True]
    assert [(block.page, block.page_breaks) for block in raw.blocks] == [(0, ((4, 1),)), (1, ())]


def test_an_encrypted_file_says_so() -> None:
    manifest = '<manifest xmlns="m"><encryption-data/></manifest>'
    with pytest.raises(ReadError, match="password-protected"):
        read(zipped({"META-INF/manifest.xml": manifest, "content.xml": "x"}))


def sheet(rows: str) -> bytes:
    table = f'<table:table table:name="Data">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    parts = {"mimetype": kind, "META-INF/manifest.xml": manifest}
    return zipped({**parts, "content.xml": f"<office:document-content {ODF}>{body}</office:document-content>"})


TEXT_CELL = ' office:value-type="string"'
ROWS = (
    f"<table:table-row><table:table-cell{TEXT_CELL}><text:p>Who</text:p></table:table-cell>"
    f"<table:table-cell{TEXT_CELL}><text:p>Said</text:p></table:table-cell>"
    '<table:table-cell table:number-columns-repeated="16382"/></table:table-row>'
    "<table:table-row><table:table-cell/>"
    f"<table:table-cell{TEXT_CELL}><text:p>a &amp; b</text:p><text:p>second line</text:p></table:table-cell>"
    "</table:table-row>"
    '<table:table-row table:number-rows-repeated="1048570">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def test_a_sheet_is_rows_of_text_without_its_empty_ends() -> None:
    found = parse_sheet(sheet(ROWS), "a.ods")
    assert (found.title, [row.cells for row in found.rows]) == ("Data", [("Who", "Said"), ("", "a & b\nsecond line")])


def test_a_sheet_that_repeats_a_filled_cell_a_million_times_is_refused() -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1000000">'
        f'<table:table-cell{TEXT_CELL} table:number-columns-repeated="1000">'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    )
    with pytest.raises(ReadError):
        parse_sheet(sheet(row), "a.ods")
