"""A document's language is the one its words are in; the study's own is never put in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.project import Project
from tests.cli.conftest import Run

GERMAN = (
    "I: Wie lange arbeiten Sie schon hier?\n\nAnna: Ich arbeite hier seit zehn Jahren, "
    "und das ist auch nicht schlecht.\n\nI: Und was ist mit den Kollegen?\n\n"
    "Anna: Die sind für mich wie eine Familie.\n"
)
SURVEY = """\
id;Hvad er godt ved dit arbejde?
1;Kolleger.
2;Det er at jeg kan hjælpe nogen, og at man har det sjovt.
3;Ikke så meget, men lønnen er god nok til mig.
"""


def languages(root: Path) -> list[str]:
    with Project.open(root, readonly=True) as project:
        return [document.language for document in project.documents()]


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), ("Kvartal 3\n\nBudget 2024: 12 345\n", "")])
def test_a_text_in_none_of_the_four_is_not_called_danish(
    qualcode: Run, tmp_path: Path, text: str, language: str
) -> None:
    qualcode("init", ".", "--coder", "ana", "--lang", "da")
    (tmp_path / "transcripts" / "A1.txt").write_text(text, encoding="utf-8")
    assert qualcode("add", "transcripts").code == 0
    assert languages(tmp_path) == [language]


def test_a_respondent_of_one_word_writes_as_the_others_do(qualcode: Run, tmp_path: Path) -> None:
    qualcode("init", ".", "--coder", "ana", "--lang", "en")
    (tmp_path / "transcripts" / "svar.csv").write_text(SURVEY, encoding="utf-8")
    assert qualcode("add", "transcripts").code == 0
    assert languages(tmp_path) == ["da", "da", "da"]
