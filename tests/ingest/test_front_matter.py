"""Fields at the head of a Markdown file: its kind, facts about a document, or about whoever is interviewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.ingest.read import ReadRequest

from .reading import read

REPORT = "---\nkind: {}\nauthor: Kommunen\ndate: 2024-03-01\n---\n# Strategi\n\nVi vil bruge data.\n"


@pytest.mark.parametrize(
    ("word", "kind"), [("document", "document"), ("rapport", "document"), ("møde", "meeting"), ("feltnoter", "notes")]
)
def test_kind_is_that_of_the_document(tmp_path: Path, word: str, kind: str) -> None:
    result = read(tmp_path, REPORT.format(word), "a.md")
    assert result.document.kind == kind
    assert result.document.attributes == {"author": "Kommunen", "date": "2024-03-01"}
    assert result.case_attributes == {}


@pytest.mark.parametrize("field", ["Kind", "slag", "typ", "dokumenttyp", "document type"])
def test_kind_may_be_called_so(tmp_path: Path, field: str) -> None:
    document = read(tmp_path, REPORT.replace("kind", field).format("workshop"), "a.md").document
    assert (document.kind, document.attributes) == ("workshop", {"author": "Kommunen", "date": "2024-03-01"})


def test_what_a_person_says_counts_more(tmp_path: Path) -> None:
    assert read(tmp_path, REPORT.format("document"), "a.md", ReadRequest(kind="web")).document.kind == "web"


def test_a_word_that_is_no_kind_stays_a_fact(tmp_path: Path) -> None:
    document = read(tmp_path, REPORT.format("bilag 3"), "a.md").document
    assert (document.kind, document.attributes["kind"]) == ("document", "bilag 3")


def test_in_an_interview_the_fields_are_facts_about_who_is_interviewed(tmp_path: Path) -> None:
    text = "---\nkind: interview\nrolle: leder\n---\nI: Hvad laver du?\nBo: Jeg leder.\nI: Hvem?\nBo: Ni folk.\n"
    result = read(tmp_path, text, "a.md")
    assert (result.document.kind, result.case_attributes) == ("interview", {"rolle": "leder"})
