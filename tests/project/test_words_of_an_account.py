"""Under a table: a selection in the report's language, an interrupted answer once, an account that adds up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.project.test_counts_in_lists import BACK_AND_FORTH, ONCE
from tests.study import study


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with study(tmp_path, BACK_AND_FORTH, ONCE) as project:
        project.tag("A#1", "value", weight=0.5)
        project.tag("B#1", "value", coder="bo")
    return tmp_path


@pytest.mark.parametrize(("language", "said"), [("sv", "Urval: fråga 1"), ("da", "spørgsmål 1"), ("en", "question 1")])
def test_a_selection_is_said_in_the_language_of_the_report(
    qualcode: Run, place: Path, language: str, said: str
) -> None:
    for command in ("shares", "crosstab", "matrix"):
        ran = qualcode(command, "frame", "--coder", "ana", "--question", "1", "--lang", language,
                       "-o", "-", "--format", "md")  # fmt: skip
        assert said in ran.out, command


def test_an_interrupted_answer_carries_one_weight_and_is_one_coding(qualcode: Run, place: Path) -> None:
    out = qualcode("shares", "frame", "--coder", "ana", "-o", "-", "--format", "md").out
    assert "1 coding carries a weight" in out
    method = qualcode("report", "method", "--coder", "ana", "-o", "-", "--format", "md").out
    assert "1 coding in 1 document" in method


def test_what_nobody_compared_is_not_said_to_be_counted(qualcode: Run, place: Path) -> None:
    ran = qualcode("agree", "frame", "--json")
    account = json.loads(ran.out)["accounting"]
    assert account["counted"] == sum(source["units"] for source in account["sources"]) == 0
