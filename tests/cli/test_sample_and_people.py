"""No zero for what is not known in the sample; who fills in a survey is a respondent; a memo is about something."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.study import ANNA, BO, conversation, study


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with study(tmp_path, ANNA, BO) as project:
        project.tag("D1#1", "value")
    return tmp_path


def test_codings_of_what_nobody_has_begun_are_not_known(qualcode: Run, place: Path) -> None:
    data = json.loads(qualcode("report", "sample", "--json").out)
    assert [row["codings"] for row in data["sample-documents"]] == [1, None, 1]
    assert qualcode("coder", "begin", "M1").code == 0
    data = json.loads(qualcode("report", "sample", "--json").out)
    assert [row["codings"] for row in data["sample-documents"]] == [1, 0, 1]


def test_before_anybody_has_begun_nothing_is_known(qualcode: Run, place: Path) -> None:
    assert qualcode("untag", "D1#1").code == 0  # which leaves D1 begun
    data = json.loads(qualcode("report", "sample", "--json").out)
    assert [row["codings"] for row in data["sample-documents"]] == [0, None, 0]
    study(place / "new", ANNA).close()
    data = json.loads(qualcode("-C", "new", "report", "sample", "--json").out)
    assert [row["codings"] for row in data["sample-documents"]] == [None, None]
    assert "–" in qualcode("-C", "new", "report", "sample", "--format", "md").out


def test_an_appendix_and_a_transcript_say_no_zero_either(qualcode: Run, place: Path) -> None:
    assert qualcode("appendix", "a.md", "--allow-identifiable", "--no-figures").code == 0
    assert "0 codings" not in (place / "a.md").read_text("utf-8")
    assert "0 codings" not in qualcode("report", "interviews").out


SURVEY = [
    conversation("S1", ("I", "Why?", "1"), ("S1", "Because data is good for data."), kind="survey"),
    conversation("S2", ("I", "Why?", "1"), ("S2", "Because we like systems and systems."), kind="survey"),
]


@pytest.mark.parametrize(
    ("language", "word"), [("en", "espondents"), ("da", "espondenter"), ("nb", "espondenter"), ("sv", "espondenter")]
)
def test_those_who_fill_in_a_survey_are_respondents(qualcode: Run, tmp_path: Path, language: str, word: str) -> None:
    with study(tmp_path, *SURVEY) as project:
        (tmp_path / "cases.csv").write_text("case,members,role\nS1,S1,a\nS2,S2,\n", "utf-8")
        project.tag("S1#1", "value")
        project.tag("S2#1", "value")
    for line in ("report sample --by role", "report method", "keyness a – --by role --min-informants 1"):
        ran = qualcode(*line.split(), "--lang", language, "--format", "md")
        assert ran.code == 0, ran.err
        assert word in ran.out and "nformant" not in ran.out, ran.out


def test_a_memo_is_about_something(qualcode: Run, place: Path) -> None:
    ran = qualcode("memo", "", "words")
    assert ran.code == 2 and "a memo about nothing" in ran.err
    assert qualcode("memo", " ", "words").code == 2
    assert not qualcode("memo").out.count("words")
    assert qualcode("memo", "-", "words").code == 0


def test_the_rows_of_a_matrix_are_called_what_they_are(qualcode: Run, place: Path) -> None:
    (place / "cases.csv").write_text("case,members,role\nD1,D1,director\nM1,M1,manager\n", "utf-8")
    assert qualcode("memo", "cell D1 frame:value", "A summary.").code == 0
    of_cases = qualcode("matrix", "--format", "md").out
    assert "| Case |" in of_cases and "A summary." in of_cases
    of_roles = qualcode("matrix", "--by", "role", "--format", "md").out
    assert "| Role |" in of_roles and "A summary." not in of_roles


def test_in_word_no_heading_ends_a_page_before_its_transcript(qualcode: Run, place: Path) -> None:
    from docx import Document

    assert qualcode("report", "interviews", "-o", "i.docx", "--allow-identifiable").code == 0
    document = Document(str(place / "i.docx"))
    parts: list[Any] = list(document.iter_inner_content())
    tables = [at for at, part in enumerate(parts) if hasattr(part, "rows")]
    assert len(tables) == 2
    for at in tables:
        assert parts[at - 1].paragraph_format.keep_with_next and parts[at - 2].style.paragraph_format.keep_with_next
        head, first = parts[at].rows[0], parts[at].rows[1]
        assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in head.cells)
        assert first.cells[0].paragraphs[0].paragraph_format.keep_with_next or first.cells[1].text.startswith("I:")
