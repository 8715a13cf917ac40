"""Plain text and Markdown, read to turns."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.errors import ReadError
from qualcode.core.model import Document
from qualcode.ingest.read import ReadRequest, ReadResult, read_file


def read(tmp_path: Path, text: str, name: str = "D1.txt", request: ReadRequest | None = None) -> ReadResult:
    path = tmp_path / name
    path.write_bytes(text.encode())
    (result,) = read_file(path, request)
    return result


def said(document: Document) -> list[tuple[str, str, str]]:
    return [(turn.speaker, turn.role, turn.span.cut(document.text)) for turn in document.turns]


def test_text_stays_as_read_and_spans_leave_the_label_out(tmp_path: Path) -> None:
    text = "I: Hvad betyder fællesskab?\nU1: Det er svært.\n\nI: Kan du uddybe?\nU1: Ja."
    document = read(tmp_path, text).document
    assert document.text == text
    assert said(document) == [
        ("I", "interviewer", "Hvad betyder fællesskab?"),
        ("U1", "informant", "Det er svært."),
        ("I", "interviewer", "Kan du uddybe?"),
        ("U1", "informant", "Ja."),
    ]


def test_markdown_marks_are_not_text(tmp_path: Path) -> None:
    text = "# Interview\n\n**I:** Hvad *mener* du?\n\n**U1:** Alt \\[griner\\].\n\nOg mere.\n\n**I:** Ja?\n"
    result = read(tmp_path, text, "D1.md")
    assert result.document.title == "Interview"
    assert said(result.document) == [
        ("", "other", "Interview"),
        ("I", "interviewer", "Hvad mener du?"),
        ("U1", "informant", "Alt [griner].\n\nOg mere."),
        ("I", "interviewer", "Ja?"),
    ]
    assert result.found.summary() == "2 speakers: I (2 turns), U1 (1); interviewer: I; 1 line without a label"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="empty"):
        read(tmp_path, "")


def test_lines_are_the_paragraphs_of_a_text_that_was_not_broken_to_fit_a_page(tmp_path: Path) -> None:
    """As Word and LibreOffice save a document as text: a line a paragraph, and here and there an empty one."""
    said = [
        "Strategi for datainformeret ledelse",
        "1. Hvorfor en strategi",
        "Kommunen skal levere velfærd af høj kvalitet til flere børn, flere ældre og færre i den erhvervsaktive alder.",
        "Strategien sætter retningen for, hvordan ledere på alle niveauer bruger data, når de planlægger og følger op.",
        "2. Hvad vi vil opnå",
        "– at flere bliver hørt",
        "– at færre venter",
    ]
    path = tmp_path / "Strategi.txt"
    path.write_text("\n".join(said[:4]) + "\n\n" + "\n".join(said[4:]) + "\n", encoding="utf-8")
    [result] = read_file(path, ReadRequest(kind="document"))
    assert [turn.span.cut(result.document.text) for turn in result.document.turns] == said


def test_lines_that_were_broken_to_fit_a_page_are_one_paragraph(tmp_path: Path) -> None:
    broken = (
        "Kommunen skal levere velfærd af høj kvalitet til flere børn,\nflere ældre og færre i den erhvervsaktive alder."
        "\nDet kræver data.\n\nStrategien sætter retningen for, hvordan ledere på alle\nniveauer bruger data.\n"
    )
    path = tmp_path / "Strategi.txt"
    path.write_text(broken, encoding="utf-8")
    [result] = read_file(path, ReadRequest(kind="document"))
    paragraphs = [each.strip() for each in broken.split("\n\n")]
    assert [turn.span.cut(result.document.text) for turn in result.document.turns] == paragraphs
