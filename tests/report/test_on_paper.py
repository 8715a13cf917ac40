"""A reader of a thesis has no command line: notes name commands and options at the keyboard only."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from qualcode.core.languages import LANGUAGES, catalogue
from qualcode.core.table import Column, Note, Report, Table
from qualcode.report import render
from qualcode.report.writers.blocks import without_command
from tests.report.test_word import opened

SAID = "4 codings carry a weight that this table does not use. `--score intensity` counts the weight."
ASKS = "Not settled who asks: P1. `qualcode speakers` shows it and puts it right."
REPORT = Report(
    "Shares", (Table((Column("a", "A"), Column("n", "n", "count")), (("x", 1),), "T", "t", (SAID,)), Note(ASKS))
)


@pytest.mark.parametrize("format", ["docx", "latex", "html"])
def test_what_others_read_names_neither_command_nor_option(format: str) -> None:
    made = render(REPORT, format)
    if format == "docx":
        made = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml")
    text = made.decode()
    assert "does not use." in text and "who asks: P1." in text
    assert "intensity" not in text and "qualcode speakers" not in text


@pytest.mark.parametrize("format", ["text", "md"])
def test_at_the_keyboard_they_help(format: str) -> None:
    text = render(REPORT, format).decode()
    assert "--score intensity" in text and "qualcode speakers" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_reports_keeps_one(language: str) -> None:
    texts = catalogue("qualcode.report", language).values()
    assert any(without_command(text) != text for text in texts)
    assert [text for text in texts if re.search(r"`|(?<!\S)--?[a-z]", without_command(text))] == []


def test_a_table_of_numbers_is_turned_only_where_it_does_not_fit() -> None:
    def turned(columns: int, kind: str) -> bool:
        heads = (Column("category", "Category"), *(Column(f"c{at}", "Range", kind) for at in range(columns)))
        table = Table(heads, (("x", *["1"] * columns),), "Wide", "wide", wide=True)
        return any(section.page_width > section.page_height for section in opened(Report("t", (table,))).sections)

    assert not turned(6, "count")
    assert turned(16, "count")
    assert turned(6, "text"), "texts have more room there"
