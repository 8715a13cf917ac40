"""Nothing of a guide is dropped unseen: each row and line is a question, a dimension, or named."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.ingest.guide.guide_file import guide_and_rest

from .making import docx, p


def cell(text: str, span: int = 1) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{p(text)}</w:tc>'


def word_table(*rows: tuple[str, ...]) -> str:
    made = "".join(f"<w:tr>{''.join(cell(text, 3 if len(row) == 1 else 1) for text in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * 3}</w:tblGrid>{made}</w:tbl>"


HEADINGS = ("Tema", "Spørsmål", "Oppfølging")


def guide(path: Path, body: str) -> tuple[list[tuple[str, str, str]], tuple[str, ...]]:
    path.write_bytes(docx(body))
    questions, rest = guide_and_rest(path)
    return [(q.id, q.dimension, q.text) for q in questions], rest


@pytest.mark.parametrize("first", [("Praksis",), HEADINGS], ids=["dimension above the headings", "below them"])
def test_rows_of_dimensions_and_questions_outside_the_table_are_taken(tmp_path: Path, first: tuple[str, ...]) -> None:
    second = HEADINGS if first != HEADINGS else ("Praksis",)
    body = (
        p("Intervjuguide") + p("Presenter prosjektet.") + p("Kan du fortelle litt om deg selv?")
        + word_table(
            first, second, ("Start", "Hva gjør dere?", "Hvordan?"), ("Utvikling",), ("Folk", "Hvem er med?", ""),
        )
        + p("Er det noe mer du vil si?")
    )  # fmt: skip
    questions, rest = guide(tmp_path / "g.docx", body)
    assert questions == [
        ("1", "", "Kan du fortelle litt om deg selv?"),
        ("2", "Praksis", "Hva gjør dere?"), ("2a", "Praksis", "Hvordan?"),
        ("3", "Utvikling", "Hvem er med?"), ("4", "Utvikling", "Er det noe mer du vil si?"),
    ]  # fmt: skip
    assert rest == ("Intervjuguide", "Presenter prosjektet.", "Start", "Folk")


def test_each_word_of_a_guide_in_lines_is_taken_or_named(tmp_path: Path) -> None:
    path = tmp_path / "g.txt"
    path.write_text(
        "Guide\n\nHusk samtykke.\n\n1. Hvad laver du?\na) Siden hvornår?\nHer kommer en pause.\n2. Hvad savner du?\n"
    )
    questions, rest = guide_and_rest(path)
    assert [question.text for question in questions] == ["Hvad laver du?", "Siden hvornår?", "Hvad savner du?"]
    assert rest == ("Guide", "Husk samtykke.", "Her kommer en pause.")


def test_a_spreadsheet_names_the_column_that_it_has_no_use_for(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text("Tema;Spørgsmål;Minutter brugt\nLedelse;Hvad er ledelse?;ti minutter\n", "utf-8-sig")
    questions, rest = guide_and_rest(path)
    assert [(question.dimension, question.text) for question in questions] == [("Ledelse", "Hvad er ledelse?")]
    assert rest == ("Minutter brugt", "ti minutter")


ROWS = (
    ("Kan du berätta om dig själv?", "", ""), ("Tema", "Fråga", "Uppföljning"), ("Praktik", "", ""),
    ("Start", "Vad gör ni?", "Hur?"), ("", "", "Med vem?"), ("Är det något mer?", "", ""),
)  # fmt: skip


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_question_alone_in_its_row_of_a_spreadsheet_stands_outside(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"g.{suffix}"
    if suffix == "csv":
        path.write_text("".join(";".join(row) + "\n" for row in ROWS), "utf-8")
    else:
        book = pytest.importorskip("openpyxl").Workbook()
        for row in ROWS:
            book.active.append(row)
        book.save(path)
    questions, rest = guide_and_rest(path)
    assert [(q.id, q.dimension, q.text) for q in questions] == [
        ("1", "", "Kan du berätta om dig själv?"), ("2", "Praktik", "Vad gör ni?"), ("2a", "Praktik", "Hur?"),
        ("2b", "Praktik", "Med vem?"), ("3", "Praktik", "Är det något mer?"),
    ]  # fmt: skip
    assert rest == ("Start",)


def test_a_german_guide_is_a_table_too(tmp_path: Path) -> None:
    body = word_table(("Thema", "Leitfrage", "Nachfragen"), ("Praxis",), ("Start", "Was machen Sie?", "Wie?"))
    assert guide(tmp_path / "g.docx", body)[0] == [("1", "Praxis", "Was machen Sie?"), ("1a", "Praxis", "Wie?")]


@pytest.mark.parametrize("head", ["Tema 1: ", "TEMA A – ", "Tema: ", "Del 2. ", "Theme 3: ", "Thema 1: "])
def test_a_line_that_calls_itself_a_theme_is_the_dimension_of_what_follows(tmp_path: Path, head: str) -> None:
    path = tmp_path / "guide.txt"
    path.write_text(
        f"Guide\n\n1. Hvem er du?\n\n{head}Samarbejde\n2. Hvem arbejder du med?\n3. Hvad er svært?\n", "utf-8"
    )
    questions, rest = guide_and_rest(path)
    assert [(question.id, question.dimension) for question in questions] == [
        ("1", ""), ("2", "Samarbejde"), ("3", "Samarbejde"),
    ]  # fmt: skip
    assert rest == ("Guide",)
