"""The interviews of the sample study give the answers that its share table counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.units import units
from qualcode.ingest.guide.guide_file import read_guide
from qualcode.ingest.read import ReadRequest, read_file

ROOT = Path(__file__).resolve().parents[2]

ANSWERS = {
    "D1": "1 2 3 3a 4 5 6 7 7b 8 9 10",
    "D2": "1 1b 2 3 4 5 6 7 8 8a 9 10",
    "D3": "1 2 3 4 5 6 6a 7 8 9 9b 10",
    "M1": "1 2 4 5 7 8 10",
    "M2": "1 3 4 6 7 8 9",
    "M3": "1 2 3 5 7 9 10",
    "M4": "2 3 4 6 7 8 10",
    "M5": "1 3 5 6 8 9",
}


@pytest.mark.parametrize("id", ANSWERS)
def test_the_answers_of_an_interview(id: str) -> None:
    (path,) = (ROOT / "transcripts").glob(f"{id}.*")
    guide = read_guide(ROOT / "questions.yaml")
    (result,) = read_file(path, ReadRequest(guide=guide, interviewer=("I", "Interviewer")))
    assert [unit.question for unit in units(result.document, "answer")] == ANSWERS[id].split()
    assert {unit.speaker for unit in units(result.document, "answer")} == {id}
    assert {match.kind for match in result.matches} == {"asked"}
    assert result.document.language == "da" and result.document.kind == "interview"
