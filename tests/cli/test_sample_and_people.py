"""No zero for what is not known in the sample; who fills in a survey is a respondent; a memo is about something."""

from __future__ import annotations

import json
from pathlib import Path

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
