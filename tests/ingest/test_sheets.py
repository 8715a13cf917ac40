"""Tables: surveys to respondents or questions, transcripts to turns."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from qualcode.core.errors import ReadError, UnknownName
from qualcode.core.units import units
from qualcode.ingest.read import ReadRequest

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
    assert results[0].document.warnings == ()
    assert set(results[1].people) == {"R1", "R3"}
    assert results[1].people["R1"]["center"] == results[0].people["R1"]["center"]


def test_a_respondent_without_answers_is_counted(tmp_path: Path) -> None:
    results = read_all(tmp_path, SURVEY + "R4;60;Park;;\n", "svar.csv")
    assert len(results) == 3
    assert "1 row without an open answer left out" in results[0].document.warnings


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


def test_three_rows_of_headings_are_the_questions(tmp_path: Path) -> None:
    table = (
        "StartDate,ResponseId,Q1,Q2\nStart Date,Response ID,Hvor gammel er du?,Hvad synes du om forløbet?\n"
        '"{""ImportId"":""startDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""Q1""}","{""ImportId"":""Q2""}"\n'
        '2024-03-01 10:01:00,R_1abc,34,"Det var godt, men lidt for kort til mig"\n'
        '2024-03-01 10:05:00,R_2abc,41,"Jeg lærte en masse nyt om mig selv"\n'
    )
    results = read_all(tmp_path, table, "q.csv")
    assert [result.document.id for result in results] == ["q-R_1abc", "q-R_2abc"]
    assert said(results[0].document)[0] == ("", "interviewer", "Hvad synes du om forløbet?")
    assert results[1].case_attributes["Hvor gammel er du?"] == "41"


def test_names_of_variables_over_questions_are_headings_too(tmp_path: Path) -> None:
    table = (
        "respondent;stato_4;s_1;s_2\nRespondent;Status;1. Hvor gammel er du?;2. Hvad synes du om forløbet?\n"
        "R1;Gennemført;34;Det var godt, men lidt for kort til mig\nR2;Gennemført;41;Jeg lærte en masse nyt\n"
    )
    results = read_all(tmp_path, table, "q.csv")
    assert [result.document.id for result in results] == ["q-R1", "q-R2"]
    assert said(results[0].document)[0] == ("", "interviewer", "2. Hvad synes du om forløbet?")
    assert results[1].case_attributes["1. Hvor gammel er du?"] == "41"


def test_the_column_of_ids_under_two_headings_names_the_respondents(tmp_path: Path) -> None:
    table = (
        "id,v_1,v_2\nNo.,1. What works?,2. What is missing?\n7,The people and the calm,More time\n8,The food,Nothing\n"
    )
    assert [result.document.id for result in read_all(tmp_path, table, "q.csv")] == ["q-7", "q-8"]


@pytest.mark.parametrize(
    "first", ["R1;Det var godt, men kort;Hvorfor er det sådan?\n", "R1;Det var godt nok;Tiden var for kort\n"]
)
def test_the_first_respondent_under_names_of_variables_is_no_heading(first: str, tmp_path: Path) -> None:
    table = f"id;q1;q2\n{first}R2;Jeg lærte en masse nyt;Der var for mange møder\nR3;Det gik fint;Lokalet var koldt\n"
    assert [result.document.id for result in read_all(tmp_path, table, "q.csv")] == ["q-R1", "q-R2", "q-R3"]


def test_two_columns_of_one_title_are_both_kept(tmp_path: Path) -> None:
    table = "id,Other,Other,What did you like best?\n1,bus,film,I liked the calm people there\n"
    table += "2,bil,opera,The food was good and warm\n"
    results = read_all(tmp_path, table, "s.csv")
    assert results[0].case_attributes == {"Other": "bus", "Other (2)": "film"}
    assert any("told apart by a number: Other" in warning for warning in results[0].document.warnings)


def test_a_file_without_headings_loses_no_respondent(tmp_path: Path) -> None:
    rows = [
        ("1/5/2015", "student", "Jeg er bange for at sige noget dumt"),
        ("2/5/2015", "postdoc", "Det er bedre med færre i rum"),
        ("2/5/2015", "student", "Jeg spørger kun dem som jeg kender"),
    ]  # fmt: skip
    results = read_all(tmp_path, "".join(",".join(row) + "\n" for row in rows), "s.csv")
    assert [said(result.document)[1][2] for result in results] == [row[2] for row in rows]
    assert "no row of headings: the columns are called column 1 to column 3" in results[0].document.warnings


def test_a_separator_without_quotes_is_refused_with_its_lines(tmp_path: Path) -> None:
    table = (
        "id,alder,svar\n1,34,Det var godt for os alle\n2,41,Det var godt, men kort\n3,29,Vi lærte en masse nyt der\n"
    )
    with pytest.raises(ReadError, match="line 3: more cells than the 3 headings"):
        read_all(tmp_path, table, "s.csv")


def test_a_person_says_which_columns_hold_answers(tmp_path: Path) -> None:
    table = "id,by,svar\n1,Odense,Ja\n2,Vejle,Nej\n"
    results = read_all(tmp_path, table, "s.csv", ReadRequest(open=("Svar",)))
    assert [said(result.document)[1][2] for result in results] == ["Ja", "Nej"]
    assert results[0].case_attributes == {"by": "Odense"}
    with pytest.raises(UnknownName, match="no column 'alder'"):
        read_all(tmp_path, table, "s.csv", ReadRequest(open=("alder",)))
    survey = read_all(tmp_path, SURVEY, "t.csv", ReadRequest(closed=("Hvad savner du?",)))
    assert said(survey[0].document) == [
        ("", "interviewer", "Hvad bruger du data til?"),
        ("", "informant", "Vi kører derhen, hvor der er mest brug for det."),
    ]
