"""Spreadsheets that are one interview and no survey, and rows that nobody answered in earnest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from qualcode.core.units import units
from qualcode.ingest.read import ReadRequest, ReadResult, read_file

from .reading import said

ASKED = ("Hvad laver du?", "Siden hvornår?", "Hvad er svært?", "Hvad er godt?")
KARI = ("Jeg underviser.", "Siden 2009.", "Børnene.", "Børnene igen.")
OLA = ("Jeg kører bus.", "Altid.", "Trafikken.", "Roen om natten.")
ROWS = [("Spørgsmål", "Kari", "Ola"), *zip(ASKED, KARI, OLA, strict=True)]


def spreadsheet(path: Path, rows: Sequence[tuple[object, ...]]) -> Path:
    if path.suffix == ".xlsx":
        book = pytest.importorskip("openpyxl").Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        path.write_text("".join(";".join(map(str, row)) + "\n" for row in rows), "utf-8")
    return path


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_question_in_each_row_and_a_column_for_each_person_is_one_interview(tmp_path: Path, suffix: str) -> None:
    (result,) = read_file(spreadsheet(tmp_path / f"a.{suffix}", ROWS))
    assert [line for line in said(result.document) if line[1] != "other"] == [
        line
        for asked, kari, ola in ROWS[1:]
        for line in (("Spørgsmål", "interviewer", asked), ("Kari", "informant", kari), ("Ola", "informant", ola))
    ]
    assert (result.document.kind, len(units(result.document, "answer"))) == ("interview", 8)


def test_a_person_may_say_which_columns_hold_answers(tmp_path: Path) -> None:
    results = read_file(spreadsheet(tmp_path / "a.csv", ROWS), ReadRequest(open=("Kari",)))
    assert [result.document.kind for result in results] == ["survey"] * 4


@pytest.mark.parametrize("who", ["Hvem", "Vem", "Sprecherin"])
@pytest.mark.parametrize("words", ["Utsagn", "Uttalande", "Aussage"])
def test_a_transcript_in_a_spreadsheet_names_the_column_that_it_leaves(tmp_path: Path, who: str, words: str) -> None:
    rows = [("Nr", who, words, "Koder"), (1, "I", ASKED[0], ""), (2, "K", KARI[0], "arbejde")]
    rows += [(3, "I", ASKED[1], ""), (4, "K", KARI[1], "tid")]
    (result,) = read_file(spreadsheet(tmp_path / "a.xlsx", rows))
    assert [(speaker, role) for speaker, role, _ in said(result.document)] == [
        ("I", "interviewer"),
        ("K", "informant"),
    ] * 2
    assert result.document.warnings == ("columns not read: Nr, Koder",)


QUALTRICS = (
    "Status,ResponseId,Q1\n"
    "Response Type,Response ID,What would make your work easier?\n"
    '"{""ImportId"":""status""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1_TEXT""}"\n'
    "Survey Preview,R_1,testing whether it works at all\n"
    "IP Address,R_2,Fewer systems and one login for all\n"
    "Survey Test,R_3,Lorem ipsum dolor sit amet\n"
    "IP Address,R_4,More people on the night shift please\n"
)


def trials(results: list[ReadResult]) -> list[str]:
    return [warning.split(":")[0] for warning in results[0].document.warnings if "perhaps a trial" in warning]


def test_previews_and_tests_of_a_questionnaire_are_named(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text(QUALTRICS, "utf-8")
    results = read_file(path)
    assert (len(results), trials(results)) == (4, ["rows 4, 6"])


def test_a_row_that_somebody_typed_to_try_the_form_is_named(tmp_path: Path) -> None:
    answers = ("Mere tid til det, vi er her for", "test test", "En test af det nye")
    rows = [("id", "Hvad savner du?"), *enumerate(answers, start=1)]
    results = read_file(spreadsheet(tmp_path / "a.csv", rows))
    assert (len(results), trials(results)) == (3, ["row 3"])
