"""A guide as a table: themes, questions, follow-ups, under rows of dimensions; and a guide with marks of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.model import Question
from qualcode.ingest.guide.guide_file import read_guide

ROOT = Path(__file__).resolve().parents[2]


def plain(questions: tuple[Question, ...]) -> list[tuple[str, str | None, str, str]]:
    return [(q.id, q.parent, q.dimension, q.text) for q in questions]


WANTED = [
    ("1", None, "Ledelse", "Hvad er ledelse for dig?"),
    ("1a", "1", "Ledelse", "Hvordan?"),
    ("1b", "1", "Ledelse", "Hvor ofte?"),
    ("2", None, "Ledelse", "Hvem leder du?"),
    ("3", None, "Data i hverdagen", "Hvad er data?"),
    ("3a", "3", "Data i hverdagen", "Hvilke?"),
]
ROWS = [
    ("Tema", "Spørgsmål", "Opfølgning"),
    ("Dimension: Ledelse", "", ""),
    ("Start", "Hvad er ledelse for dig?", "Hvordan?"),
    ("", "", "Hvor ofte?"),
    ("Folk", "Hvem leder du?", ""),
    ("Data i hverdagen", "", ""),
    ("Tal", "Hvad er data?", "Hvilke?"),
]


def as_csv(path: Path) -> None:
    path.write_text("".join(";".join(row) + "\n" for row in ROWS), "utf-8-sig")


def as_markdown(path: Path) -> None:
    lines = [f"| {' | '.join(row)} |" for row in ROWS]
    path.write_text("\n".join(["# Guide", "", lines[0], "|---|:--|---|", *lines[1:]]) + "\n", "utf-8")


def as_html(path: Path) -> None:
    def row(cells: tuple[str, ...], number: int) -> str:
        if not any(cells[1:]):
            return f"<tr><td colspan=3>{cells[0]}</td></tr>"
        tall = ' rowspan="2"' if number == 2 else ""
        kept = [(at, cell) for at, cell in enumerate(cells) if number != 3 or at == 2]
        return "<tr>" + "".join(f"<td{tall if at < 2 else ''}>{cell}</td>" for at, cell in kept) + "</tr>"

    head = "".join(f"<th>{cell}</th>" for cell in ROWS[0])
    body = "".join(row(cells, number) for number, cells in enumerate(ROWS) if number)
    path.write_text(f"<table><tr>{head}</tr>{body}</table>", "utf-8")


def as_xlsx(path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append([cell or None for cell in row])
    for at in (2, 6):
        book.active.merge_cells(f"A{at}:C{at}")
    book.save(path)


def as_docx(path: Path) -> None:
    from docx import Document

    document = Document()
    table = document.add_table(rows=len(ROWS), cols=3)
    for at, row in enumerate(ROWS):
        if not any(row[1:]):
            table.cell(at, 0).merge(table.cell(at, 2))
        for column, cell in enumerate(row):
            if cell:
                table.cell(at, column).text = cell
    table.cell(2, 1).merge(table.cell(3, 1))
    document.save(str(path))


@pytest.mark.parametrize(
    ("name", "write"),
    [("g.csv", as_csv), ("g.md", as_markdown), ("g.html", as_html), ("g.xlsx", as_xlsx), ("g.docx", as_docx)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_rows_of_dimensions_count_more_than_the_column_of_themes(tmp_path: Path, name: str, write: object) -> None:
    assert callable(write)
    write(tmp_path / name)
    assert plain(read_guide(tmp_path / name)) == WANTED


@pytest.mark.parametrize(
    "heading",
    [
        "Tema;Spørsmål;Oppfølging",
        "Tema;Frågor;Följdfrågor",
        "Theme;Questions;Probes",
        "Emne;Spørgsmål;Hjælpespørgsmål",
    ],
)
def test_a_row_of_one_text_is_a_dimension_in_any_language(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "g.csv"
    path.write_text(f"{heading}\nPraksis;;\nStart;Hva gjør dere?;Når?\nSlutt;;\nTil sist;Noe mer?;\n", "utf-8")
    assert [(q.id, q.dimension) for q in read_guide(path)] == [("1", "Praksis"), ("1a", "Praksis"), ("2", "Slutt")]


def test_the_guide_of_the_worked_example_has_its_three_dimensions() -> None:
    folder = ROOT / "studies" / "service-innovation"
    as_written, as_read = read_guide(folder / "intervjuguide.docx"), read_guide(folder / "questions.yaml")
    assert [(q.text, q.dimension) for q in as_written if q.parent is None] == [
        (q.text, q.dimension) for q in as_read if q.parent is None
    ]


def test_without_rows_of_dimensions_the_themes_are_the_dimensions(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text("Tema;Spørsmål\nStart;Hva gjør dere?\n;Hvem er med?\nSlutt;Noe mer?\n", "utf-8")
    assert [(q.id, q.dimension) for q in read_guide(path)] == [("1", "Start"), ("2", "Start"), ("3", "Slutt")]


def test_a_guide_counts_by_its_own_marks(tmp_path: Path) -> None:
    path = tmp_path / "g.md"
    path.write_text(
        "[Q1] A question to begin with:\n\nWhat is the main issue?\n\n[Q2] Questions on data\n\n"
        "1. [Q2.1] Where is it from?\n\na. [Q2.1.a] And who paid?\n\nIf yes\n\nHow much?\n\n2. [Q2.2] Is it good?\n",
        "utf-8",
    )
    assert plain(read_guide(path)) == [
        ("1", None, "", "What is the main issue?"),
        ("2.1", None, "Questions on data", "Where is it from?"),
        ("2.1a", "2.1", "Questions on data", "And who paid?"),
        ("2.1b", "2.1", "Questions on data", "How much?"),
        ("2.2", None, "Questions on data", "Is it good?"),
    ]


@pytest.mark.parametrize(
    "above",
    [
        "Intervjuguide;;",
        "Intervjuguide;;\n;;",
        "Interviewguide til rektorer, 2024;;\nUdkast 2;;",
        "Rektorer, hösten 2024;;",
    ],
)
@pytest.mark.parametrize("heading", ["Tema;Fråga;Uppföljning", "Theme;Question;Probe", "Emne;Spørgsmål;Opfølgning"])
def test_the_title_of_a_table_is_no_dimension(tmp_path: Path, above: str, heading: str) -> None:
    path = tmp_path / "g.csv"
    path.write_text(f"{above}\n{heading}\nStart;Vad gör ni?;När?\nSlut;Något mer?;\n", "utf-8")
    assert [(q.id, q.dimension) for q in read_guide(path)] == [("1", "Start"), ("1a", "Start"), ("2", "Slut")]


def test_a_guide_without_themes_has_no_dimension_of_its_title(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text("Bilag 2: Spørgeguide;\nNr;Spørgsmål\n1;Hvad laver I?\n2;Andet?\n", "utf-8")
    assert [(q.id, q.dimension) for q in read_guide(path)] == [("1", ""), ("2", "")]


def test_tables_under_each_other_each_have_their_title(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    heading = "Fråga;Följdfråga"
    path.write_text(f"Start;\n{heading}\nVad gör ni?;När?\nSlut;\n{heading}\nNågot mer?;\n", "utf-8")
    assert [(q.id, q.dimension) for q in read_guide(path)] == [("1", "Start"), ("1a", "Start"), ("2", "Slut")]
