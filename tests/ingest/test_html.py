"""Web pages: what a reader sees, whatever state the tags are in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.errors import ReadError
from qualcode.ingest.readers.blocks import Raw
from qualcode.ingest.readers.html import reader as html

from .making import OPTIONS, blocks, kinds, texts


def read(page: str | bytes) -> list[Raw]:
    return html.read(page if isinstance(page, bytes) else page.encode(), "page.html", OPTIONS)


def test_tags_closed_in_the_wrong_order_keep_label_and_words_together() -> None:
    page = "<B><FONT SIZE=2><P>Interview</P><DIR>\n<P>Aho</B>:&#9;I have a\nquestion.</P>\n<B><P>MSM</B>:&#9;Yes."
    found = [(block.bold, block.text) for block in blocks(read(page))]
    assert found == [(9, "Interview"), (3, "Aho:\tI have a question."), (3, "MSM:\tYes.")]


def test_a_heading_names_the_speaker_of_the_list_below() -> None:
    page = (
        "<h3><font color=red>Interviewer</font></h3><ul><li>\nmen hvordan\n</li></ul><h3>aarhus4</h3><ul>"
        "<li>ja <i>[latter]</i></li></ul>"
    )
    assert kinds(read(page)) == [
        ("heading", "Interviewer"), ("list", "men hvordan"), ("heading", "aarhus4"), ("list", "ja [latter]"),
    ]  # fmt: skip


def test_scripts_styles_and_navigation_are_left_out() -> None:
    page = (
        "<head><title>A &amp; B</title><style>p {}</style></head><nav><p>menu</p></nav><script>if (a<b) '<p>x'</script>"
        "<p>text<!-- <p>comment --></p><p hidden>hidden</p><div style='display:none'>unseen <div>x</div></div>"
        "<img alt=a>"
    )
    raws = read(page)
    assert texts(raws) == ["text"]
    assert raws[0].title == "A & B"
    assert raws[0].warnings == ("left out: hidden passages 2, navigation 1, pictures 1",)


def test_headers_and_footers_of_a_document_saved_as_a_page_are_no_words_of_its_last_speaker() -> None:
    """As LibreOffice writes them."""
    said = "Anna: " + "Vi måler, og så taler vi om det. " * 5 + "Ikke mere."
    page = (
        f'<div title="header"><p>Fortroligt</p></div><p>I: Hvad nu?</p><p>{said}</p>'
        '<div title="footer"><p>Interview D1 · side <span><sdfield type=PAGE>3</sdfield></span></p></div>'
    )
    assert texts(read(page)) == ["I: Hvad nu?", said]


@pytest.mark.parametrize(
    ("mark", "back"),
    [
        ('<a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1</sup></a>', '<a href="#sdfootnote1anc">1</a>\n'),
        ('<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a>', '<a href="#_ftnref1"><span>[1]</span></a> '),
        ('<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>', '<a href="#ftnt_ref1">[1]</a> '),
        ('<a href="#fn1" class="footnote-ref"><sup>1</sup></a>', '<a href="#fnref1">↩</a>'),
    ],
)
def test_the_numbers_of_notes_are_no_words(mark: str, back: str) -> None:
    page = f'<p>Vi måler alt.{mark} Også det her.</p><p>{back}Se bilag 3.</p><p><a href="#fn">1</a> kapitel</p>'
    assert texts(read(page)) == ["Vi måler alt. Også det her.", "Se bilag 3.", "1 kapitel"]


def test_the_title_of_a_document_saved_as_a_page_is_a_heading() -> None:
    page = "<title>Strategi for\nKommunen</title><p><font size=6><b>Strategi for Kommunen</b></font></p><p>Vi vil.</p>"
    assert kinds(read(page)) == [("heading", "Strategi for Kommunen"), ("paragraph", "Vi vil.")]


def test_numbered_items_have_their_number_beside_the_text() -> None:
    page = "<ol start=3><li>three<ol type=a><li>sub</ol><li value=7><p>seven</p><p>more</p></ol><ul><li>bullet</ul>"
    found = [(block.level, block.number, block.text) for block in blocks(read(page))]
    assert found == [(0, "3.", "three"), (1, "a.", "sub"), (0, "7.", "seven"), (0, "", "more"), (0, "", "bullet")]


def test_tables_give_cells_and_layout_tables_give_text() -> None:
    page = (
        "<table><tr><th>Who<th>Said<tr><td rowspan=2>I<td>Hello<tr><td>again<br>you</table>"
        "<table><tr><td><p>I: one</p><p>U1: two</p></td></tr></table>"
    )
    found = [(block.kind, block.row, block.column, block.text) for block in blocks(read(page))]
    assert found == [
        ("cell", 1, "Who", "Who"), ("cell", 1, "Said", "Said"), ("cell", 2, "Who", "I"), ("cell", 2, "Said", "Hello"),
        ("cell", 3, "Said", "again\nyou"), ("paragraph", None, "", "I: one"), ("paragraph", None, "", "U1: two"),
    ]  # fmt: skip


def test_line_breaks_and_empty_lines() -> None:
    assert texts(read("<p>one<br>two<br><br>three</p><pre>a\n  b</pre>")) == ["one\ntwo", "three", "a\n  b"]


def test_a_caption_is_told_apart() -> None:
    assert kinds(read("<figure><img><figcaption>Fig. 1</figcaption></figure><p>x"))[0] == ("caption", "Fig. 1")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (
            '<meta http-equiv="ContentType" content="text/html; charset=ISO-8859-1"><p>“blåbær”'.encode("cp1252"),
            "cp1252",
        ),
        ('<meta charset="utf-8"><p>“blåbær”'.encode(), "utf-8"),
        ("<p>“blåbær”".encode("utf-8-sig"), "utf-8-sig"),
        ("<p>“blåbær”".encode("utf-16"), "utf-16"),
    ],
)
def test_the_encoding_is_the_one_declared(content: bytes, encoding: str) -> None:
    raws = read(content)
    assert texts(raws) == ["“blåbær”"]
    assert raws[0].encoding == encoding


def test_a_wrong_declaration_is_named() -> None:
    raws = read('<meta charset="utf-8"><p>“det går godt på Færøerne”'.encode("cp1252"))
    assert texts(raws) == ["“det går godt på Færøerne”"]
    assert any("utf-8" in warning for warning in raws[0].warnings)


def test_the_language_of_the_page() -> None:
    assert read('<html lang="nb-NO"><p>hei')[0].language == "nb"


def test_a_page_without_words_is_refused() -> None:
    with pytest.raises(ReadError, match="no text"):
        read("<html><body><img></body>")


def test_fifty_thousand_open_elements_and_tables_are_read() -> None:
    assert texts(read("<div>" * 50_000 + "I: dybt")) == ["I: dybt"]
    assert texts(read("<table><tr><td>" * 20_000 + "I: dybt")) == ["I: dybt"]


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<b>", "</td>", "<table>", "<td>", "<li>", "<!--", '<a b="', ">", "ord ", "&amp;"]
        )
    )
)
def test_no_order_of_tags_breaks_the_reader(pieces: list[str]) -> None:
    try:
        found = texts(read("<p>first</p>" + "".join(pieces)))
    except ReadError:
        raise AssertionError("the first paragraph was lost") from None
    assert found[0].startswith("first")
