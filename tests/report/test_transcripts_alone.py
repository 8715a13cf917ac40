"""A transcript without codes has no column for them: no heading over nothing, and the words have the room."""

from __future__ import annotations

import io
import zipfile

import pytest

from qualcode.core.table import Report, Transcript, TranscriptLine
from qualcode.report import render

LINES = (
    TranscriptLine(1, "I", "interviewer", "Hvorfor?", question="1. Hvorfor?"),
    TranscriptLine(2, "Bo", "informant", "Derfor."),
)
WORDS = {"da": "Koder", "nb": "Koder", "sv": "Koder", "en": "Codes"}


def written(format: str, language: str, coded: bool) -> str:
    made = render(Report("T", (Transcript(LINES, coded=coded),), language), format)
    if format == "docx":
        made = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml")
    return made.decode()


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("format", ["docx", "latex"])
def test_the_column_of_codes_is_there_only_with_codes(format: str, language: str) -> None:
    assert WORDS[language] in written(format, language, True)
    alone = written(format, language, False)
    assert WORDS[language] not in alone and "Derfor." in alone


def test_the_words_have_the_room() -> None:
    assert written("docx", "da", True).count("<w:gridCol ") == 3
    alone = written("docx", "da", False)
    assert alone.count("<w:gridCol ") == 2 and 'w:gridSpan w:val="2"' in alone
    assert alone.count("<w:tc>") == 2 + 1 + 2 + 2, "the heads, the question over both columns, two turns"
    assert "\\multicolumn{2}" in written("latex", "da", False) and "& \\textbf{Bo:} Derfor. \\\\" in written(
        "latex", "da", False
    )
    assert "<span></span>" in written("html", "da", True) and "<span></span>" not in written("html", "da", False)
