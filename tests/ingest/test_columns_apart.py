"""A survey beside interviews with a guide: its column 1 is not the guide's question 1."""

from __future__ import annotations

from pathlib import Path

from qualcode.core.model import Question
from qualcode.ingest.read import ReadRequest, read_file

GUIDE = (Question("1", "How did you come to join the programme?", 1), Question("2", "What has helped you?", 2))


def numbers(tmp_path: Path, heading: str, kind: str, guide: tuple[Question, ...] = GUIDE) -> set[str | None]:
    path = tmp_path / "table.csv"
    path.write_text(f"Id,Town,{heading}\n1,Malmö,We begin with one school and then go on.\n", encoding="utf-8")
    (read,) = read_file(path, ReadRequest(kind=kind, guide=guide, open=(heading,)))
    return {turn.question for turn in read.document.turns}


def test_a_column_that_is_no_question_of_the_guide_has_a_number_of_its_own(tmp_path: Path) -> None:
    assert numbers(tmp_path, "What do you take home?", "survey") == {"S1"}


def test_slips_of_a_wall_answer_no_question_of_the_guide(tmp_path: Path) -> None:
    assert not numbers(tmp_path, "Factor", "notes") & {"1", "2"}


def test_a_column_that_is_a_question_of_the_guide_is_that_question(tmp_path: Path) -> None:
    assert numbers(tmp_path, "What has helped you?", "survey") <= {"1", "2"}


def test_without_a_guide_columns_keep_their_plain_numbers(tmp_path: Path) -> None:
    assert numbers(tmp_path, "What do you take home?", "survey", ()) == {"1"}
