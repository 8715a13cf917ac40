"""RTF: characters in every spelling, groups of any depth, and nothing that is not text."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.ingest.read import read_file
from qualcode.ingest.readers.blocks import Raw, ReaderOptions
from qualcode.ingest.readers.rtf import reader as rtf

from .making import OPTIONS, blocks, docx, kinds, p, texts


def read(body: str, options: ReaderOptions = OPTIONS, head: str = r"\ansi\ansicpg1252") -> list[Raw]:
    return rtf.read(("{\\rtf1" + head + " " + body + "}").encode("latin-1"), "interview.rtf", options)


def test_bytes_are_read_in_the_code_page_of_the_file_and_of_the_font() -> None:
    fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}{\f2\fcharset128 Mincho;}}"
    assert texts(read(fonts + r"\f0 bl\'e5b\'e6r\f1  \'b9\'ea\f2  \'82\'a0\par")) == ["blåbær ąę あ"]


def test_unicode_escapes_skip_as_many_characters_as_uc_says() -> None:
    assert texts(read(r"\uc1 \u8217 ?s\uc0 \u230 n\uc2\u8211 ab-\u-10179 xx\u-8704 yy\par")) == ["’sæn–-😀"]


def test_destinations_that_are_no_text_are_skipped() -> None:
    body = (
        r"{\stylesheet{\s1 heading 1;}}{\info{\title The title}{\author A}}{\header head}{\*\generator Word;}"
        r"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\pict\wmetafile8 0123456789abcdef}"
        r"{\*\unknown {deep} words}text\par"
    )
    raws = read(body)
    assert texts(raws) == ["linktext"]
    assert raws[0].title == "The title"
    assert raws[0].warnings == ("left out: pictures 1",)


def test_binary_data_is_jumped_over() -> None:
    assert texts(read("{\\pict\\bin7 }}{{\\x}}a\\par")) == ["a"]


def test_paragraphs_bold_starts_headings_and_line_breaks() -> None:
    body = r"{\stylesheet{\s1 heading 1;}}\pard\s1 Part\par\pard{\b Ana: }yes\line and\tab no\par"
    found = [(block.kind, block.level, block.bold, block.text) for block in blocks(read(body))]
    assert found == [("heading", 1, 0, "Part"), ("paragraph", 0, 5, "Ana: yes\nand\tno")]


def test_the_printed_number_of_an_item_is_no_part_of_its_text() -> None:
    body = r"{\listtext 1.\tab}First\par{\listtext\'b7\tab}Second\par"
    found = [(block.kind, block.number, block.text) for block in blocks(read(body))]
    assert found == [("list", "1.", "First"), ("list", "", "Second")]


def test_tables_give_cells_with_row_and_column() -> None:
    row = r"\trowd\cellx100\cellx200\pard\intbl "
    body = row + r"I\cell Hello\par again\cell\row" + row + r"U1\cell Hi\cell\row\pard after\par"
    found = [(block.kind, block.row, block.column, block.text) for block in blocks(read(body))]
    assert found == [
        ("cell", 1, "1", "I"), ("cell", 1, "2", "Hello\nagain"), ("cell", 2, "1", "U1"), ("cell", 2, "2", "Hi"),
        ("paragraph", None, "", "after"),
    ]  # fmt: skip


def test_a_frame_around_text_holds_paragraphs() -> None:
    """A table of one cell, as it is in Word files."""
    body = r"\trowd\cellx900\pard\intbl I: Hvad nu?\par Anna: Ikke noget.\cell\row\pard after\par"
    assert kinds(read(body)) == [("paragraph", t) for t in ("I: Hvad nu?", "Anna: Ikke noget.", "after")]


def test_footnotes_and_comments_stand_apart() -> None:
    body = r"Said{\super\chftn}{\footnote\pard Laughs.}{\*\atnauthor Ana}{\*\annotation Really?} so.\par"
    raws = read(body)
    assert kinds(raws) == [("paragraph", "Said so."), ("footnote", "Laughs.")]
    assert raws[0].warnings == ("left out: comments 1",)
    with_comments = blocks(read(body, ReaderOptions(comments=True)))
    assert [(block.kind, block.speaker, block.text) for block in with_comments[-1:]] == [("comment", "Ana", "Really?")]


def test_deleted_and_hidden_text_is_left_out() -> None:
    raws = read(r"kept{\deleted gone}{\v hidden}\par")
    assert texts(raws) == ["kept"]
    assert raws[0].warnings == ("left out: deletions 1",)


def test_text_boxes_are_read_once() -> None:
    body = r"before{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard boxed\par}}{\shprslt boxed}} after\par"
    assert sorted(texts(read(body))) == ["before after", "boxed"]


def test_text_edit_writes_paragraphs_as_escaped_line_ends() -> None:
    assert texts(read("one\\\ntwo\\uc0\\u8232 \\\nthree")) == ["one", "two", "three"]


def test_thirty_thousand_nested_groups_are_read() -> None:
    assert texts(read("{" * 30_000 + "I: hej" + "}" * 30_000)) == ["I: hej"]


def test_a_file_cut_off_inside_groups_gives_what_is_there() -> None:
    assert texts(rtf.read(b"{\\rtf1 {\\b I: hej", "a.rtf", OPTIONS)) == ["I: hej"]


def test_the_language_is_that_of_most_words() -> None:
    assert read(r"\lang1030 det er dansk\lang1033 and\par", head=r"\ansi\deflang1033")[0].language == "da"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.rtf", docx(p("Word")), "Word"),
        ("a.rtf", b"<html><body><p>page</body>", "page"),
        ("a.doc", b"{\\rtf1 RTF\\par}", "RTF"),
        ("a.docx", b"\xef\xbb\xbf{\\rtf1 RTF\\par}", "RTF"),
        ("a.doc", b"<html><body><p>page</body>", "page"),
    ],
)
def test_a_file_is_read_as_what_it_is_whatever_its_name(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    (result,) = read_file(tmp_path / name)
    assert result.document.text == words
