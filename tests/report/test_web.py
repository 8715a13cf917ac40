"""A report as a web page: whatever a text says, it is words and never markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.table import (
    Column,
    Contents,
    Excerpt,
    Excerpts,
    Heading,
    Mark,
    Note,
    Paragraph,
    Report,
    Run,
    Table,
    Transcript,
    TranscriptLine,
)  # fmt: skip
from qualcode.report import render


class Page(HTMLParser):
    """The words, element names and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words, self.names, self.attributes = "", set[str](), list[tuple[str, str | None]]()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


def report(text: str) -> Report:
    """One of every block, with the same text everywhere."""
    line = TranscriptLine(
        1, text, "informant", text, question=text, address=text, marks=(Mark(text, start=0, stop=1, color=text),)
    )
    return Report(
        text,
        (
            Contents(text),
            Heading(text, 1, text),
            Paragraph((Run(text, bold=True), Run(text, small=True, italic=True))),
            Paragraph(text, "quote"),
            Table((Column("a", text, group=text), Column("b", text)), ((text, text),), text, text, notes=(text,)),
            Note(text),
            Excerpts((Excerpt(text, text, text, (text,), text),), text),
            Transcript((line,), text),
        ),
        subtitle=text,
        author=text,
    )


def made(text: str) -> Page:
    return Page(render(report(text), "html").decode())


NAMES = made("x").names


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '" onclick="alert(1)', "{{ 7*7 }}", "{% raw %}", "</style>"]
)
def test_no_text_becomes_markup_an_attribute_or_part_of_the_template(text: str) -> None:
    page = made(text)
    assert page.names == NAMES
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert page.words.count(text) >= 15


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=20)
)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    page = made(text)
    assert page.names == NAMES
    assert page.words.count(text) >= 15


def test_what_no_page_can_hold_becomes_one_sign() -> None:
    assert "a\ufffdb\ufffdc" in made("a\0b\ud800c").words


def test_line_breaks_in_a_cell_are_kept() -> None:
    table = Table((Column("a", "A"),), (("one\ntwo",),))
    assert b"one<br>two" in render(Report("t", (table,)), "html")
