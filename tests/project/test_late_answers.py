"""A survey's table after it was added: late rows, rows that are gone, and nobody in it twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.project import Project
from tests.cli.conftest import Run, qualcode

__all__ = ["qualcode"]

HEAD = "ID;Klasse;Hvad lærte du i dag?;Hvad var svært?"
ROWS = [
    "101;7.a;Jeg lærte at lave brøker på en ny måde;Ingenting",
    "102;7.b;Vi lærte om vikingerne og deres skibe;At huske årstallene",
    "103;7.a;Nej;",
    "104;7.b;At man kan måle med skridt i skolegården;Det var koldt udenfor",
]
LATE = "105;7.b;Jeg synes det var sjovt at arbejde i grupper;Intet"


@pytest.fixture
def place(qualcode: Run, tmp_path: Path) -> Path:
    assert qualcode("init", ".", "--coder", "ana").code == 0
    write(tmp_path, *ROWS)
    return tmp_path


def write(place: Path, *rows: str, head: str = HEAD) -> None:
    (place / "s.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")


def documents(place: Path) -> list[str]:
    with Project.open(place) as project:
        return [document.id for document in project.documents()]


def test_an_id_that_comes_a_second_time_doubles_nobody(qualcode: Run, place: Path) -> None:
    qualcode("add", "s.csv")
    write(place, *ROWS, "102;7.b;Jeg har svaret igen fordi jeg glemte noget;Intet", ";7.a;Jeg vil ikke sige hvem;Nej")
    ran = qualcode("add", "s.csv")
    assert "s-102-2, s-without-id-1: 4 there already; 2 came since it was added" in ran.err
    assert "ID stands twice: 102 (row 6)" in ran.err and "row 7: no ID, called without-id-1" in ran.err
    assert documents(place) == ["s-101", "s-102", "s-102-2", "s-103", "s-104", "s-without-id-1"]


def test_rows_with_other_names_are_not_taken(qualcode: Run, place: Path) -> None:
    qualcode("add", "s.csv")
    write(place, *ROWS, LATE, head=HEAD.replace("ID", "Kodenavn"))
    ran = qualcode("add", "s.csv")
    assert "nothing taken: its rows have other names than when it was read (s-101, " in ran.err
    assert documents(place) == ["s-101", "s-102", "s-103", "s-104"]


def test_a_survey_by_question_is_read_by_question_again(qualcode: Run, place: Path) -> None:
    qualcode("add", "s.csv", "--split", "question")
    assert "in the project already" in qualcode("add", "s.csv").err
    write(place, *ROWS, LATE)
    assert "`qualcode reread s-q1 s-q2` takes it" in qualcode("add", "s.csv").err
    assert documents(place) == ["s-q1", "s-q2"]
    qualcode("case", "set", "s-101", "Klasse=9.z")
    qualcode("reread", "s-q1", "s-q2")
    with Project.open(place) as project:
        case = {case.id: case for case in project.cases}
        assert [str(member) for member in case["s-105"].members] == ["s-q1:105", "s-q2:105"]
        assert (case["s-105"].attributes, case["s-101"].attributes["Klasse"]) == ({"Klasse": "7.b"}, "9.z")


def test_late_rows_are_read_as_the_table_was(qualcode: Run, place: Path) -> None:
    """Which columns are closed, and in which language the answers are, was said when it was added."""
    qualcode("add", "s.csv", "--closed", "Hvad var svært?", "--language", "nb")
    write(place, *ROWS, LATE)
    assert "s-105: 4 there already; 1 came" in qualcode("add", "s.csv").err
    with Project.open(place) as project:
        assert {document.language for document in project.documents()} == {"nb"}
        assert "Intet" not in project.document("s-105").text


def test_the_columns_that_held_answers_hold_them_however_many_rows_there_are(qualcode: Run, place: Path) -> None:
    qualcode("add", "s.csv")
    write(place, *ROWS[:2], LATE)
    ran = qualcode("add", "s.csv")
    assert "s-105: 2 there already; 1 came since" in ran.err, "of three rows alone `Ingenting` would be a fact"
    assert "s-103, s-104; they stay, and `qualcode remove s-103 s-104` takes them out" in ran.err
    ran = qualcode("reread", "s-104")
    assert (ran.code, "`qualcode remove s-104` takes it out" in ran.err) == (3, True)
    write(place, ROWS[3])
    assert qualcode("reread", "s-101").code == 3, "the one row that is left is another's"


def test_facts_that_changed_or_came_are_said_and_taken_by_case_import(qualcode: Run, place: Path) -> None:
    qualcode("add", "s.csv")
    write(place, *(f"{row};{at}" for at, row in enumerate(ROWS)), head=HEAD + ";Gruppe")
    assert "columns that cases.csv has not: Gruppe" in qualcode("add", "s.csv").err
    ran = qualcode("case", "import", "s.csv", "--id", "ID")
    assert "0 cases added, 4 changed" in ran.err, "`101` of the table is the case s-101"
    write(place, ROWS[0].replace("7.a", "9.z"), *ROWS[1:])
    assert "cases.csv stays as it is, where the table says otherwise now: Klasse of s-101 (7.a, now 9.z)" in (
        qualcode("reread", "s-101").err
    )


def test_two_tables_of_one_name_each_take_their_own_late_rows(qualcode: Run, place: Path) -> None:
    for folder in ("r1", "r2"):
        (place / folder).mkdir()
        write(place / folder, *(row.replace("lærte", f"lærte i {folder}") for row in ROWS))
    qualcode("add", "r1", "r2")
    write(place / "r2", *(row.replace("lærte", "lærte i r2") for row in ROWS), LATE)
    assert "s-105: 4 there already; 1 came since it was added" in qualcode("add", "r2").err
    assert "s-101-2: unchanged" in qualcode("reread", "s-101-2").err


def test_a_few_words_are_in_the_language_of_the_whole_table(qualcode: Run, place: Path) -> None:
    write(place, *ROWS, "106;7.b;n/a;")
    qualcode("add", "s.csv")
    with Project.open(place) as project:
        assert {document.language for document in project.documents()} == {"da"}


def test_the_columns_of_answers_are_named_in_their_order(qualcode: Run, place: Path) -> None:
    write(place, "1;a;;Det var svært at huske alle årstallene", *ROWS)
    assert "answers to: Hvad lærte du i dag?; Hvad var svært? (" in qualcode("add", "s.csv").err
