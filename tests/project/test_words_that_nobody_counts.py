"""A coding on words that no informant says is marked wherever it is listed, for no table counts it; and where nothing
can be counted the message says why of all that is left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import ANNA, BO, FRAME, conversation, study

pytestmark = pytest.mark.file_engine
NOTE = "1 passage is in no informant's words, so no table counts what is coded there"


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """Anna's answer and what she was asked are coded with one code."""
    with study(tmp_path, ANNA, BO) as project:
        project.tag("D1:2", "value")
        project.tag("D1:3", "value")
    return tmp_path


def test_passages_say_whose_words_nobody_counts(qualcode: Run, asked: Path) -> None:
    found = qualcode("find", "--code", "value")
    assert "  Anna  D1#1\n" in found.out and "  I (interviewer)\n" in found.out
    assert NOTE in found.err and "2 passages in 1 of 2 documents" in found.err
    counted = qualcode("find", "--code", "value", "--count")
    assert NOTE in counted.err
    for language, role in (("en", "interviewer"), ("da", "interviewer"), ("nb", "intervjuer"), ("sv", "intervjuare")):
        printed = qualcode("find", "--code", "value", "--lang", language, "-o", "-", "--format", "md").out
        assert f"— I ({role}) · D1@" in printed


def test_what_informants_say_is_not_marked(qualcode: Run, asked: Path) -> None:
    found = qualcode("find", "--code", "value", "--whole")
    assert "informant" not in found.err and "(" not in found.out.splitlines()[0]


def test_the_list_of_codings_says_who_speaks(qualcode: Run, asked: Path) -> None:
    printed = qualcode("report", "codings", "-o", "-", "--format", "md").out
    assert "| D1:2 | D1 | Value |" in printed and "| D1:3 | D1 (interviewer) | Value |" in printed


def test_nothing_to_count_names_every_reason(qualcode: Run, tmp_path: Path) -> None:
    """P1 is not begun, and the plan was coded with another frame: neither is a reason for the other."""
    other = FRAME.replace("id: frame", "id: other")
    plan = conversation("Plan", ("", "Det skal blive bedre."), kind="document")
    with study(tmp_path, ANNA, BO, plan) as project:
        (tmp_path / "codebooks" / "other.yaml").write_text(other, "utf-8")
        project.tag("D1:2", "frame:value")
        project.tag("Plan:1", "other:value")
    chosen = ("--document", "M1", "--document", "Plan")
    for command in (("shares", "frame"), ("crosstab", "frame", "--by", "kind")):
        said = qualcode(*command, *chosen)
        assert said.code == 3 and "is coded with" not in said.err
        assert "there is nothing to count where" in said.err
        assert "Not begun by the coder, so not counted: 2 answers (M1)." in said.err
        assert "Not coded with this frame, so not counted: 1 paragraph (Plan)." in said.err
    alone = qualcode("shares", "frame", "--document", "Plan")
    assert "is coded with frame" in alone.err


def test_the_first_words_of_a_question_are_enough_for_an_offer(qualcode: Run, tmp_path: Path) -> None:
    with study(tmp_path, ANNA, BO) as project:
        project.tag("D1:2", "value")
    (tmp_path / "cases.csv").write_text("case,members,Satisfied with it (1-5),Happy (1-5)\nD1,D1,4,5\n", "utf-8")
    for typed, meant in (
        ("satis", "Satisfied with it (1-5)"),
        ("Happyy", "Happy (1-5)"),
        ("with it", "Satisfied with it (1-5)"),
    ):
        said = qualcode("index", typed, "--scale", "1-5")
        assert said.code == 2 and f"there is no attribute '{typed}'; did you mean '{meant}'?" in said.err
    assert "did you mean 'Satisfied with it (1-5)'?" in qualcode("rank", "--weight", "column:Satis").err


@pytest.mark.parametrize("language", ["en", "da", "nb", "sv"])
def test_the_note_on_keyness_speaks_of_what_is_printed(qualcode: Run, tmp_path: Path, language: str) -> None:
    """LL is the column that stands there, negative where the second group has more; a p-value from it is not."""
    with study(tmp_path, ANNA, BO) as project:
        project.tag("D1:2", "value")
    (tmp_path / "cases.csv").write_text("case,members,role\nD1,D1,boss\nM1,M1,clerk\n", "utf-8")
    command = ("keyness", "boss", "clerk", "--by", "role", "--min-informants", "1", "--lang", language)
    printed = qualcode(*command, "-o", "-", "--format", "md").out
    assert "| LL |" in printed and "LL: log-likelihood, negativ" in printed and "χ²" in printed
    rows = json.loads(qualcode(*command, "--json").out)["rows"]
    more = [row for row in rows if row["per_thousand"][1] > row["per_thousand"][0]]
    assert more and all(row["sign"] < 0 for row in more)
    people = {"en": "how many informants use", "da": "hvor mange informanter der", "nb": "hvor mange informanter som",
              "sv": "hur många informanter som"}  # fmt: skip
    assert people[language] in printed
