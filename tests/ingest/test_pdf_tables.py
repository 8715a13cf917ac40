"""Tables between rules on PDF pages are read cell by cell, as from the file that was printed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from qualcode.ingest.guide.guide_file import read_guide
from qualcode.ingest.readers.pdf import reader as pdf

from .making import OPTIONS, blocks, texts
from .reading import read, speech

WORDS = getSampleStyleSheet()["BodyText"]
TOP = ("VALIGN", (0, 0), (-1, -1), "TOP")
SAID = [
    ("Interviewer", "Hvad er datainformeret ledelse for dig?"),
    ("Direktør", "At vi ved noget, før vi beslutter noget, og at vi bruger det, også når det ikke passer os så godt."),
    ("Interviewer", "Hvordan?"),
    ("Direktør", "Ved at spørge, og ved at have tallene med til møderne, så vi ikke sidder og gætter på det hele."),
] * 8


def table(rows: Sequence[Sequence[str]], widths: Sequence[float], *style: tuple[object, ...], head: int = 0) -> bytes:
    out = io.BytesIO()
    cells = [[Paragraph(cell.replace("\n", "<br/>"), WORDS) for cell in row] for row in rows]
    drawn = Table(
        cells, widths, repeatRows=head, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), TOP, *style])
    )
    SimpleDocTemplate(out).build([Paragraph("Interview med direktøren, marts 2026", WORDS), drawn])
    return out.getvalue()


def test_who_when_and_words_in_columns_are_turns_from_page_to_page(tmp_path: Path) -> None:
    rows = [("Nr", "Tid", "Hvem", "Tekst")]
    rows += [(str(at), f"00:{at:02}:10", who, words) for at, (who, words) in enumerate(SAID, start=1)]
    content = table(rows, [30, 60, 70, 160], head=1)
    assert content.count(b"/Type /Page\n") > 1
    result = read(tmp_path, content, "D1.pdf")
    said = [(who, words) for who, words in speech(result.document) if who]
    assert said == SAID
    assert {turn.speaker: turn.role for turn in result.document.turns if turn.speaker} == {
        "Interviewer": "interviewer", "Direktør": "informant",
    }  # fmt: skip
    assert [turn.time for turn in result.document.turns if turn.speaker][:2] == [70, 130]


def test_a_guide_in_a_table_has_its_questions_follow_ups_and_dimensions(tmp_path: Path) -> None:
    rows = [
        ("Tema", "Spørgsmål", "Opfølgning"),
        ("Værdi", "1. Hvad er datainformeret ledelse for dig?", "Hvordan?\nKan du give et eksempel?"),
        ("", "2. Hvilken værdi skaber data for borgerne her i kommunen?", "Hvornår kan de mærke det?"),
        ("Kapacitet", "3. Hvilke kompetencer mangler I?", ""),
    ]
    path = tmp_path / "guide.pdf"
    path.write_bytes(table(rows, [80, 150, 150], ("SPAN", (0, 1), (0, 2))))
    found = [(question.id, question.dimension, question.text) for question in read_guide(path)]
    assert found == [
        ("1", "Værdi", "Hvad er datainformeret ledelse for dig?"),
        ("1a", "Værdi", "Hvordan?"),
        ("1b", "Værdi", "Kan du give et eksempel?"),
        ("2", "Værdi", "Hvilken værdi skaber data for borgerne her i kommunen?"),
        ("2a", "Værdi", "Hvornår kan de mærke det?"),
        ("3", "Kapacitet", "Hvilke kompetencer mangler I?"),
    ]


def test_a_cell_that_a_page_breaks_goes_on() -> None:
    rows = [
        ["Emne", "Hvad der blev sagt"],
        *([f"{at}", "Kort."] for at in range(30)),
        ["30", "ord " * 250 + "til sidst."],
    ]
    out = io.BytesIO()
    cells = [[Paragraph(cell, WORDS) for cell in row] for row in rows]
    drawn = Table(cells, [50, 200], splitInRow=1, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), TOP]))
    SimpleDocTemplate(out).build([drawn])
    read = blocks(pdf.read(out.getvalue(), "a.pdf", OPTIONS))
    assert [(block.row, block.column, block.text) for block in read[-2:]] == [
        (32, "1", "30"), (32, "2", "ord " * 250 + "til sidst."),
    ]  # fmt: skip
    [(broken, page)] = read[-1].page_breaks
    assert (read[-1].page, page, read[-1].text[broken - 1 : broken + 3]) == (0, 1, " ord")


@pytest.mark.parametrize("rules", ["beside", "through"])
def test_rules_that_part_no_cells_change_nothing(rules: str) -> None:
    """A bar beside a column, a line through the words, boxes of a chart behind them."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=(595, 842))
    lines = [f"Linje {at} af en tekst, der går hen over det hele og fylder sin spalte." for at in range(12)]
    for at, line in enumerate(lines):
        page.drawString(60, 750 - 14 * at, line)
    if rules == "beside":
        page.rect(50, 560, 500, 220)
        page.line(52, 560, 52, 780)
    else:
        page.grid([60, 150, 300, 500], [560, 600, 640, 700, 780])
    page.save()
    assert " ".join(texts(pdf.read(out.getvalue(), "a.pdf", OPTIONS))).split() == " ".join(lines).split()


def test_codes_in_the_tables_of_a_report_are_no_speakers(tmp_path: Path) -> None:
    rows = [(f"FT{at}", "Hent alle forespørgsler", "ja") for at in range(1, 7)]
    out = io.BytesIO()
    drawn = [Table(rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])) for _ in range(2)]
    prose = [Paragraph("Vi prøvede værktøjet med opgaverne i tabellen. " * 6, WORDS) for _ in range(4)]
    SimpleDocTemplate(out).build([*prose, drawn[0], *prose, drawn[1]])
    result = read(tmp_path, out.getvalue(), "D1.pdf")
    assert (result.found.speakers, result.document.kind) == ((), "document")


def test_columns_without_rules_between_them_are_columns_however_long_a_name_is(tmp_path: Path) -> None:
    """The name fills its column, so that only a blank's room parts it from the words."""
    rows = [(f"00:{at:02}:10", "Anna Holm" if at % 2 else "I", words) for at, (_, words) in enumerate(SAID)]
    out = io.BytesIO()
    cells = [[time, who, Paragraph(words, WORDS)] for time, who, words in rows]
    rules = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, "grey"), TOP, ("FONTSIZE", (0, 0), (-1, -1), 10)])
    SimpleDocTemplate(out).build([Table(cells, [60, 62, 200], style=rules)])
    result = read(tmp_path, out.getvalue(), "D1.pdf")
    assert speech(result.document) == [(who, words) for _, who, words in rows]


def drawn(*tables: tuple[Sequence[Sequence[str]], Sequence[float]], room: float = 0, between: str = "") -> bytes:
    """Tables one below the other, after an empty `room` in points; words stand beside where they are given."""
    out = io.BytesIO()
    parts: list[Flowable] = [Spacer(1, room)] if room else []
    for rows, widths in tables:
        cells = [[Paragraph(cell, WORDS) for cell in row] for row in rows]
        parts.append(Table(cells, widths, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), TOP])))
    SimpleDocTemplate(out).build(
        parts, onFirstPage=lambda page, _: page.drawString(20, 740, between) if between else None
    )
    return out.getvalue()


def places(content: bytes) -> list[tuple[int | None, str, str]]:
    return [(block.row, block.column, block.text) for block in blocks(pdf.read(content, "a.pdf", OPTIONS))]


def test_words_of_a_merged_cell_stay_together_over_the_rows_beside_it() -> None:
    theme = "Alt hvad der har med værdi at gøre for borgerne i kommunen"
    rows = [(theme, "Hvad?"), ("", "Hvordan?"), ("", "Hvornår?"), ("Andet", "Hvem?")]
    content = table(rows, [90, 150], ("SPAN", (0, 0), (0, 2)))
    assert places(content)[1:] == [
        (1, "1", theme), (1, "2", "Hvad?"), (2, "2", "Hvordan?"), (3, "2", "Hvornår?"),
        (4, "1", "Andet"), (4, "2", "Hvem?"),
    ]  # fmt: skip


def test_a_table_with_other_columns_at_the_top_of_the_next_page_is_another() -> None:
    first, second = [("a", "b"), ("c", "d")], [("e", "f"), ("g", "h")]
    content = drawn((first, [100, 100]), (second, [150, 60]), room=640)
    assert [row for row, *_ in places(content)] == [1, 1, 2, 2, 1, 1, 2, 2]
    content = drawn((first, [100, 100]), (second, [100, 100]), room=640)
    assert [row for row, *_ in places(content)] == [1, 1, 2, 2, 3, 3, 4, 4]


def test_a_row_at_the_top_of_a_page_with_several_cells_is_a_row() -> None:
    rows = [(f"{at}", "Det gik godt, og så") for at in range(60)]
    found = places(drawn((rows, [40, 150])))
    assert [(row, text) for row, column, text in found if column == "1"] == [(at + 1, f"{at}") for at in range(60)]


def test_words_that_reach_into_a_table_from_beside_it_leave_it_as_lines() -> None:
    content = drawn(
        ([("Hvad", "sagt"), ("Ja", "nej")], [150, 150]), between="I margenen står der mange ord til denne tabel"
    )
    words = " ".join(text for *_, text in places(content)).split()
    assert sorted(words) == sorted(
        ["I", "margenen", "står", "der", "mange", "ord", "til", "denne", "tabel", "Hvad", "sagt", "Ja", "nej"]
    )
