"""Tables as survey programs write them: who answered, what was asked, and what is no answer."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from qualcode.ingest.read import ReadRequest, ReadResult, read_file

from .reading import read_all

SAID = [
    "Jeg savner mere tid til at forberede undervisningen ordentligt.",
    "Der er for mange møder, og de fleste kunne være en mail.",
    "Samarbejdet med forældrene fungerer rigtig godt hos os.",
]


def row(*cells: str, separator: str = ",") -> str:
    return separator.join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"


def read(path: Path) -> list[ReadResult]:
    results = read_file(path)
    assert {result.document.kind for result in results} == {"survey"}
    return results


def told(result: ReadResult) -> list[tuple[str, str]]:
    turns = result.document.turns
    words = [turn.span.cut(result.document.text) for turn in turns]
    assert [turn.role for turn in turns] == ["interviewer", "informant"] * (len(turns) // 2)
    return list(zip(words[::2], words[1::2], strict=True))


def ids(results: list[ReadResult]) -> list[str]:
    return [result.document.id.partition("-")[2] for result in results]


@pytest.mark.parametrize("stamp", ["Tidsstempel", "Tidsmerke", "Tidstämpel", "Timestamp"])
def test_google_forms_stamps_are_no_answers(tmp_path: Path, stamp: str) -> None:
    path = tmp_path / "g.csv"
    head = row(stamp, "Mailadresse", "Hvilke værktøjer bruger du?", "Hvad savner du i dit arbejde?")
    rows = (
        row(f"2025/03/0{n + 1} 10:11:12 AM GMT+1", f"a{n}@example.org", "Papir;Tablet", said)
        for n, said in enumerate(SAID)
    )
    path.write_text(head + "".join(rows), "utf-8")
    results = read(path)
    assert [told(result) for result in results] == [[("Hvad savner du i dit arbejde?", said)] for said in SAID]
    assert results[0].case_attributes[stamp] == "2025/03/01 10:11:12 AM GMT+1"
    assert results[0].document.warnings == ("columns that may say who answered are facts in cases.csv: Mailadresse",)


@pytest.mark.parametrize(
    "facts",
    [
        ("ID", "Start time", "Completion time", "Email", "Name", "Last modified time"),
        ("Id", "Starttidspunkt", "Fuldførelsestidspunkt", "Mail", "Navn", "Tidspunkt for seneste ændring"),
        ("ID", "Starttidspunkt", "Fullføringstidspunkt", "E-post", "Navn", "Tidspunkt for siste endring"),
        ("ID", "Starttid", "Slutförandetid", "E-post", "Namn", "Tid för senaste ändring"),
    ],
)
def test_microsoft_forms(tmp_path: Path, facts: tuple[str, ...]) -> None:
    """Titles end with a line break or a hard space, choices with a semicolon, nobody is called anonymous."""
    openpyxl = pytest.importorskip("openpyxl")
    from datetime import datetime

    book = openpyxl.Workbook()
    book.active.append([*facts, "Hvor længe?\xa0", "Hvilke værktøjer bruger du mest?\n", "Hvad savner du?\n"])
    tools = ["Papir og blyant;Den store tavle;", "Papir og blyant;", "Den lille tablet;Den store tavle;"]
    for n, said in enumerate(SAID):
        moment = datetime(2025, 3, n + 1, 10, 0)
        book.active.append([n + 11, moment, moment, "anonymous", "", None, "0-2 år", tools[n], said])
    book.save(tmp_path / "m.xlsx")
    results = read(tmp_path / "m.xlsx")
    assert ids(results) == ["11", "12", "13"]
    assert [told(result) for result in results] == [[("Hvad savner du?", said)] for said in SAID]
    assert results[0].case_attributes["Hvilke værktøjer bruger du mest?"] == tools[0]
    assert not results[0].document.warnings


def test_qualtrics_in_another_language_without_its_marks(tmp_path: Path) -> None:
    head = "StartDate,EndDate,ResponseId,Q1,Q2\nStartdatum,Slutdatum,Svars-ID,Hur nöjd är du?,Varför det?\n"
    rows = [row("2024-01-01 10:00", "2024-01-01 10:05", f"R_{n}", str(n), said) for n, said in enumerate(SAID)]
    path = tmp_path / "q.csv"
    path.write_text(head + "".join(rows), encoding="utf-8")
    results = read(path)
    assert [told(result) for result in results] == [[("Varför det?", said)] for said in SAID]
    assert results[1].case_attributes["Hur nöjd är du?"] == "1"


LIME = {
    "codes": ("id", "submitdate", "lastpage", "startlanguage", "seed", "G01Q01", "G01Q02[SQ001]", "G02Q03"),
    "questions": (
        "Response ID", "Date submitted", "Last page", "Start language", "Seed", "How old are you?",
        "Which tools do you use? [Paper]", "What do you miss?",
    ),
    "both": (
        "id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "startlanguage. Start language",
        "seed. Seed", "G01Q01. How old are you?", "G01Q02[SQ001]. Which tools do you use? [Paper]",
        "G02Q03. What do you miss?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("headings", LIME)
def test_limesurvey(tmp_path: Path, headings: str, separator: str) -> None:
    path = tmp_path / "l.csv"
    lines = [row(*LIME[headings], separator=separator)]
    for n, said in enumerate(SAID):
        cells = (str(n + 41), f"2025-03-0{n + 1} 10:11:12", "4", "da", "184732901", f"3{n}", "Yes", said)
        lines.append(row(*cells, separator=separator))
    path.write_text("\ufeff" + "".join(lines), "utf-8")
    results = read(path)
    assert ids(results) == ["41", "42", "43"]
    assert [told(result) for result in results] == [[(LIME[headings][-1], said)] for said in SAID]


def test_redcap_tells_the_occasions_of_one_person_apart(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    head = "record_id,redcap_event_name,redcap_repeat_instance,intake_timestamp,tools___1,miss,intake_complete\n"
    rows = [
        f'{n},{event},,2025-03-0{n} 10:00:00,1,"{SAID[(n + at) % 3]} {at}",2\n'
        for n in (1, 2)
        for at, event in enumerate(("baseline_arm_1", "followup_arm_1"))
    ]
    path.write_text(head + "".join(rows), "utf-8")
    results = read(path)
    assert ids(results) == ["1-baseline_arm_1", "1-followup_arm_1", "2-baseline_arm_1", "2-followup_arm_1"]
    assert told(results[0]) == [("miss", f"{SAID[1]} 0")]
    assert results[0].case_attributes["record_id"] == "1"


def test_redcap_with_labels(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    head = row("Record ID", "Survey Timestamp", "Age", "Which tools? (choice=Paper)", "What do you miss?", "Complete?")
    rows = [row(str(n), "2025-03-01 10:00:00", "40", "Checked", said, "Complete") for n, said in enumerate(SAID, 1)]
    path.write_text(head + "".join(rows), "utf-8")
    results = read(path)
    assert ids(results) == ["1", "2", "3"]
    assert told(results[2]) == [("What do you miss?", SAID[2])]


def test_surveyxact_in_windows_letters_with_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    head = "respondent;organization;email;s_1;s_2_1;s_3;statoverall_4;statoverall_5;created;modified;closed\n"
    moments = ";01-03-2025 10:00:00;01-03-2025 10:09:00;01-03-2025 10:09:00\n"
    rows = [f'{1000 + n};Skole {n};a{n}@b.dk;{n};1;"{said}";1;0{moments}' for n, said in enumerate(SAID)]
    path.write_bytes((head + "".join(rows)).encode("cp1252"))
    results = read(path)
    assert ids(results) == ["1000", "1001", "1002"]
    assert [told(result) for result in results] == [[("s_3", said)] for said in SAID]
    assert "email" in results[0].document.warnings[-1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_qualtrics_with_marks_of_a_web_page_in_its_questions(tmp_path: Path, encoding: str) -> None:
    separator = "\t" if encoding == "utf-16" else ","
    codes = ("StartDate", "Status", "IPAddress", "ResponseId", "LocationLatitude", "Q1", "Q3")
    asked = ("Start Date", "Response Type", "IP Address", "Response ID", "Location Latitude", "<b>How old</b> are you?",
             "What do you miss&nbsp;at work?<br>\nTake your time.")  # fmt: skip
    marks = tuple(f'{{"ImportId":"{code}"}}' for code in codes)
    lines = [row(*cells, separator=separator) for cells in (codes, asked, marks)]
    for n, said in enumerate(SAID):
        cells = ("2025-03-01 10:00:00", "IP Address", f"1.2.3.{n}", f"R_{n}abc", "55.6", "30 - 39", said)
        lines.append(row(*cells, separator=separator))
    path = tmp_path / ("q.tsv" if encoding == "utf-16" else "q.csv")
    path.write_bytes("".join(lines).encode(encoding))
    results = read(path)
    assert ids(results) == ["R_0abc", "R_1abc", "R_2abc"]
    assert told(results[0]) == [("What do you miss at work? Take your time.", SAID[0])]
    assert results[0].case_attributes["How old are you?"] == "30 - 39"
    assert "IP Address, Location Latitude" in results[0].document.warnings[-1]


def test_what_qualtrics_says_of_a_respondent_is_no_answer(tmp_path: Path) -> None:
    """`Response Type` sounds like an answer; its mark in the third row is no question's. So is the order of choices."""
    rows = [
        ["StartDate", "Status", "ResponseId", "group", "Q1", "Q1_DO_1", "Q2_4_TEXT"],
        ["Start Date", "Response Type", "Response ID", "group", "Hvad nu?", "Hvad nu? - Display Order", "Andet"],
        [
            f'{{"ImportId":"{mark}"}}'
            for mark in ("startDate", "status", "_recordId", "group", "QID1_TEXT", "QID1_DO", "QID2_4_TEXT")
        ],
        *(
            ["2024-03-01 10:01:00", status, f"R_{n}", "den ene gruppe af to", said, "en to tre fire fem", "bus og tog"]
            for n, (status, said) in enumerate(
                [("IP Address", "Det var godt, men for kort"), ("Survey Preview", "Jeg lærte meget nyt i dag")]
            )
        ),
    ]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    results = read_all(tmp_path, out.getvalue(), "a.csv")
    first = results[0].document
    asked = [turn.span.cut(first.text) for turn in first.turns if turn.role == "interviewer"]
    assert asked == ["Hvad nu?"]
    assert results[1].case_attributes["Response Type"] == "Survey Preview"


def test_the_title_of_the_whole_table_above_its_headings_is_no_heading(tmp_path: Path) -> None:
    rows = [row("Trivsel 2024", "", ""), row("", "", ""), row("Nr.", "Afdeling", "Hvad savner du?")]
    rows += [row(str(number), "Nord", words) for number, words in enumerate(SAID, start=1)]
    results = read_all(tmp_path, "".join(rows), "S.csv")
    assert [told(result) for result in results] == [[("Hvad savner du?", words)] for words in SAID]
    assert results[0].document.warnings == ("above the headings: 'Trivsel 2024'",)
    assert ids(results) == ["1", "2", "3"]


def test_headings_under_names_of_variables_that_do_not_ask(tmp_path: Path) -> None:
    names, titles = (
        ("respondent", "s_1", "s_2", "s_3", "s_4"),
        ("Respondent", "Køn", "Alder", "Godt ved jobbet", "Andet"),
    )
    rows = [row(str(n), "1", str(30 + n), said, "") for n, said in enumerate(SAID, 1)]
    path = tmp_path / "x.csv"
    path.write_text(row(*names) + row(*titles) + "".join(rows), "utf-8")
    results = read(path)
    assert ids(results) == ["1", "2", "3"]
    assert [told(result) for result in results] == [[("Godt ved jobbet", said)] for said in SAID]
    assert results[0].case_attributes == {"Køn": "1", "Alder": "31"}


def test_a_key_of_the_respondent_names_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    rows = (row(f"4821{n}", "Kvinde", said) for n, said in enumerate(SAID))
    path.write_text(row("Respondentnøgle", "Køn", "Hvad savner du?") + "".join(rows), "utf-8")
    assert ids(read(path)) == ["48210", "48211", "48212"]


@pytest.mark.parametrize(
    "asked",
    ["Name one thing you liked", "Nævn én god ting", "Nevn én god ting", "Nämn en bra sak",
     "Begrunn valget", "Begrundelse", "Motivering"],
)  # fmt: skip
def test_answers_of_a_word_to_what_asks_for_one(tmp_path: Path, asked: str) -> None:
    path = tmp_path / "x.csv"
    said = ("lunch", "mensen", "the people", "pauser", "kollegor", "lunch", "lokalerne")
    path.write_text(row("id", asked) + "".join(row(str(n), words) for n, words in enumerate(said)), "utf-8")
    assert [told(result) for result in read(path)] == [[(asked, words)] for words in said]


def test_a_cover_before_the_answers_is_not_the_table(tmp_path: Path) -> None:
    """And the seconds of a stamp stay."""
    openpyxl = pytest.importorskip("openpyxl")
    from datetime import datetime

    book = openpyxl.Workbook()
    book.active.title = "Forside"
    for line in ("Tilfredshed 2024", "Udtrukket i marts"):
        book.active.append([line])
    sheet = book.create_sheet("Data")
    sheet.append(["ID", "Afsluttet", "Hvad savner du?"])
    for n, said in enumerate(SAID):
        sheet.append([n, datetime(2024, 3, 4, 8, 12, n), said])
    book.save(tmp_path / "e.xlsx")
    results = read(tmp_path / "e.xlsx")
    assert ids(results) == ["0", "1", "2"]
    assert results[1].case_attributes == {"Afsluttet": "2024-03-04 08:12:01"}
    assert "sheet not read: Forside" in results[0].document.warnings


def test_two_rows_of_headings_as_qualtrics_writes_them_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    rows = [
        row("StartDate", "Finished", "ResponseId", "Q1", "Q2"),
        row("Start Date", "Finished", "Response ID", "Hur gammal är du?", "Vad tycker du om kursen?"),
        *(row("2024-03-01 10:01:00", "1", f"R_{at}", str(34 + at), said) for at, said in enumerate(SAID)),
    ]
    path.write_text("".join(rows), "utf-8")
    assert [told(result) for result in read(path)] == [[("Vad tycker du om kursen?", said)] for said in SAID]


def test_an_id_that_stands_twice_takes_no_other_id(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    rows = [row(id, f"{n} er det jeg savner mest") for n, id in enumerate(["3", "3-2", "3", "4", "5", "6", "7"])]
    path.write_text(row("id", "Hvad savner du?") + "".join(rows), "utf-8")
    (result,) = read_file(path, ReadRequest(split="question"))
    people = [turn.speaker for turn in result.document.turns if turn.role == "informant"]
    assert people == ["3", "3-2", "3-3", "4", "5", "6", "7"]
