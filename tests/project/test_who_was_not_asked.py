"""A question that was not put is not one that was left unanswered; and the consensus is nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.project.layers import CONSENSUS
from tests.cli.conftest import Run
from tests.study import conversation, study

pytestmark = pytest.mark.file_engine  # what is told is told above the store

GUIDE = 'questions:\n  - {id: "1", text: "Hvad laver du?"}\n  - {id: "2", text: "Hvem hjælper dig?"}\n'
FIRST = (("I", "Hvad laver du?", "1"), ("X", "Jeg underviser."))


@pytest.fixture
def three(qualcode: Run, tmp_path: Path) -> Path:
    """P1 was asked both questions; P2 had nothing to say to the second; P3 was not asked it."""
    second = (("I", "Hvem hjælper dig?", "2"), ("X", "Kolleger."))
    with study(
        tmp_path, conversation("P1", *FIRST, *second), conversation("P2", *FIRST, *second), conversation("P3", *FIRST)
    ):
        (tmp_path / "questions.yaml").write_text(GUIDE, "utf-8")
    assert qualcode("question", "mark", "P2#2", "no_answer").code == 0
    return tmp_path


@pytest.mark.parametrize(
    ("language", "unanswered", "unasked"),
    [("da", "Intet svar: P2.", "Ikke spurgt: P3."), ("nb", "Ikke noe svar: P2.", "Ikke spurt: P3."),
     ("sv", "Inget svar: P2.", "Inte tillfrågade: P3."), ("en", "No answer: P2.", "Not asked: P3.")],
)  # fmt: skip
def test_answers_name_who_was_not_asked(
    qualcode: Run, three: Path, language: str, unanswered: str, unasked: str
) -> None:
    options = ("--lang", language, "--format", "md", "--allow-identifiable")
    told = qualcode("report", "answers", *options).out
    assert unanswered in told
    assert unasked in told
    assert qualcode("question", "mark", "P3#2", "missing").code == 0
    assert unasked not in qualcode("report", "answers", *options).out


def test_the_method_note_has_a_word_for_the_consensus(qualcode: Run, three: Path) -> None:
    assert qualcode("tag", "P1#1", "frame:value", "--coder", CONSENSUS).code == 0
    told = qualcode("report", "method", "--coder", CONSENSUS, "--lang", "da", "--format", "md").out
    assert "konsensus" in told
    assert CONSENSUS not in told


def test_a_survey_and_a_focus_group_are_asked_what_they_are_asked(qualcode: Run, tmp_path: Path) -> None:
    """The survey does without the second question, and nobody put it to the group: neither left it unanswered."""
    group = conversation("F1", *FIRST, ("Y", "Jeg også."), kind="focus-group")
    second = (("I", "Hvem hjælper dig?", "2"), ("X", "Kolleger."))
    with study(tmp_path, conversation("P1", *FIRST, *second), group):
        (tmp_path / "questions.yaml").write_text(GUIDE, "utf-8")
    (tmp_path / "panel.csv").write_text("id;Hvad laver du?\nr1;Jeg sover.\nr2;Jeg læser.\n", "utf-8")
    assert qualcode("add", "panel.csv", "--match", "--open", "Hvad laver du?", "--pseudonymised").code == 0
    told = qualcode("report", "answers", "--lang", "en", "--format", "md", "--allow-identifiable").out
    assert "*5 answers.*" in told and "No answer" not in told
    assert "Not asked: F1 and panel." in told
