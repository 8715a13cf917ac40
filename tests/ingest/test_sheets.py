"""Tables: surveys to respondents or questions, transcripts to turns."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from qualcode.core.errors import ReadError
from qualcode.core.units import units
from qualcode.ingest import ReadRequest

from .reading import read, read_all, said

SURVEY = (
    "respondent;alder;center;Hvad bruger du data til?;Hvad savner du?\n"
    "R1;41;Park;Vi kører derhen, hvor der er mest brug for det.;Nyere tal om vejene.\n"
    'R2;55;Ældre;"Til at se, hvordan de gamle har det.\nHver uge.";\n'
    "R3;38;Park;Jeg bruger dem faktisk ikke til noget.;Tid til at se på dem.\n"
)


def test_one_document_per_respondent(tmp_path: Path) -> None:
    results = read_all(tmp_path, SURVEY, "svar.csv")
    assert [result.document.id for result in results] == ["svar-R1", "svar-R2", "svar-R3"]
    assert results[0].case_attributes == {"alder": "41", "center": "Park"}
    document = results[1].document
    assert document.kind == "survey"
    assert said(document) == [
        ("", "interviewer", "Hvad bruger du data til?"),
        ("", "informant", "Til at se, hvordan de gamle har det.\nHver uge."),
    ]
    assert [unit.label for unit in units(results[2].document, "answer")] == ["svar-R3#1", "svar-R3#2"]


def test_one_document_per_question(tmp_path: Path) -> None:
    results = read_all(tmp_path, SURVEY, "svar.csv", ReadRequest(split="question"))
    assert [result.document.title for result in results] == ["Hvad bruger du data til?", "Hvad savner du?"]
    assert said(results[1].document) == [
        ("", "interviewer", "Hvad savner du?"),
        ("R1", "informant", "Nyere tal om vejene."),
        ("R3", "informant", "Tid til at se på dem."),
    ]
    assert results[0].document.warnings == ("columns not carried: alder, center",)


def test_a_respondent_without_answers_is_counted(tmp_path: Path) -> None:
    results = read_all(tmp_path, SURVEY + "R4;60;Park;;\n", "svar.csv")
    assert len(results) == 3
    assert "1 rows without an open answer left out" in results[0].document.warnings


def test_choices_are_facts_and_own_words_are_answers(tmp_path: Path) -> None:
    rows = "".join(
        f'{n},"{"Avis, Radio" if n % 2 else "Radio, Net"}","Svar nummer {n} er noget helt for sig selv"\n'
        for n in range(9)
    )
    results = read_all(tmp_path, f"nr,Hvor hører du nyheder?,Fortæl om det\n{rows}", "svar.csv")
    assert results[0].case_attributes == {"Hvor hører du nyheder?": "Radio, Net"}
    assert said(results[0].document)[1][2] == "Svar nummer 0 er noget helt for sig selv"


def test_the_same_survey_as_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [line.split(";") for line in SURVEY.replace('"', "").replace("har det.\nHver", "har det. Hver").splitlines()]
    for row in rows:
        sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.create_sheet("Noter").append(["en note"])
    out = io.BytesIO()
    book.save(out)
    results = read_all(tmp_path, out.getvalue(), "svar.xlsx")
    (tmp_path / "again").mkdir()
    same = read_all(tmp_path / "again", SURVEY.replace("har det.\nHver", "har det. Hver"), "svar.csv")
    assert [said(result.document) for result in results] == [said(result.document) for result in same]
    assert [result.case_attributes for result in results] == [result.case_attributes for result in same]
    assert results[0].document.warnings == ("sheet not read: Noter",)


def test_a_transcript_as_a_table(tmp_path: Path) -> None:
    table = (
        "TIMECODE\tSPEAKER\tTRANSCRIPT\ttags\n"
        "00:00:05.000\tINT\tHeute ist Montag\tx\n"
        "00:00:11.150\tINT\tund wir beginnen.\t\n"
        "00:00:27.110\tAB\tMeine ersten Erinnerungen&#8212;ja.\t\n"
    )
    document = read(tmp_path, table, "D1.csv").document
    assert [(t.speaker, t.role, t.time, t.span.cut(document.text)) for t in document.turns] == [
        ("INT", "interviewer", 5.0, "Heute ist Montag und wir beginnen."),
        ("AB", "informant", 27.11, "Meine ersten Erinnerungen—ja."),
    ]
    assert document.warnings == (
        "1 HTML entities such as &amp; read as the letters they stand for",
        "columns not read: tags",
    )


def test_cells_are_text_and_never_formulas(tmp_path: Path) -> None:
    results = read_all(tmp_path, "id,svar\n1,\"=cmd|' /C calc'!A0\"\n2,<script>alert(1)</script>\n", "svar.csv")
    assert said(results[0].document)[1][2] == "=cmd|' /C calc'!A0"
    assert said(results[1].document)[1][2] == "<script>alert(1)</script>"


def test_a_formula_without_a_value_is_said(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "svar", "mere"])
    sheet.append(["1", '=HYPERLINK("http://e.example","klik")', "Det er mine egne ord om sagen"])
    out = io.BytesIO()
    book.save(out)
    document = read(tmp_path, out.getvalue(), "svar.xlsx").document
    assert any("1 formulas have no value" in warning for warning in document.warnings)


def test_a_cell_may_be_very_long(tmp_path: Path) -> None:
    document = read(tmp_path, f'id,svar\n1,"{"ja " * 60_000}"\n', "svar.csv").document
    assert len(document.text) > 179_000


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("id,svar\n", "0 answers"),
        ("navn,alder\nBo,41\nIda,37\n", "no column of open answers"),
        ("\n\n", "empty"),
    ],
)
def test_a_table_without_answers_is_refused(table: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=reason):
        read_all(tmp_path, table, "svar.csv")


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="Excel workbook"):
        read_all(tmp_path, b"PK\x03\x04 not a workbook", "svar.xlsx")
