"""Tables as people hand them in: every dialect to the same rows, and what cannot be meant refused."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.errors import ReadError, UsageError
from qualcode.core.spreadsheets import guarded, parse_sheet, read_sheet, unguarded
from qualcode.core.spreadsheets.read import delimiter_of

ROWS = [["case", "navn", "vægt"], ["A", "Åse Bø", "1,5"], ["B", "Søren", "0,5"]]


def cells(table: str | bytes) -> list[list[str]]:
    data = table.encode() if isinstance(table, str) else table
    return [list(row.cells) for row in parse_sheet(data, "t.csv").rows]


def written(delimiter: str, quote: bool = False) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL if quote else csv.QUOTE_MINIMAL).writerows(ROWS)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("sep", [False, True])
def test_every_dialect_gives_the_same_rows(encoding: str, delimiter: str, sep: bool) -> None:
    text = f"sep={delimiter}\r\n" * sep + written(delimiter)
    assert cells(text.encode(encoding)) == ROWS


def test_empty_columns_and_rows_at_the_ends_go_and_lines_stay_true() -> None:
    sheet = parse_sheet(b"case;name;;;\r\n;;;;\r\nA;Anna;;;\r\nB;;;;\r\n", "t.csv")
    assert [(row.line, row.cells) for row in sheet.rows] == [(1, ("case", "name")), (3, ("A", "Anna")), (4, ("B", ""))]


def test_a_column_added_beside_commas_in_a_nordic_excel() -> None:
    sheet = parse_sheet(b"case,name,members;rolle\nA,Anna,P1;leder\nB,,P2;ansat\n", "t.csv")
    assert [row.cells for row in sheet.rows] == [
        ("case", "name", "members", "rolle"), ("A", "Anna", "P1", "leder"), ("B", "", "P2", "ansat"),
    ]  # fmt: skip
    assert sheet.notes == ("semicolons and commas in one file: read as the columns case, name, members, rolle",)
    quoted = b'"case,name";rolle\n"A,""Bo, Ib""";leder\n'
    assert cells(quoted) == [["case", "name", "rolle"], ["A", "Bo, Ib", "leder"]]


def test_a_row_typed_with_another_separator() -> None:
    sheet = parse_sheet(b"case;name;rolle\nA;Anna;leder\nB,Bo,ansat\n", "t.csv")
    assert sheet.rows[2].cells == ("B", "Bo", "ansat")
    assert sheet.notes == ("line 3: separated by commas, not as the header",)


def test_commas_in_headings_and_answers_are_no_columns() -> None:
    table = "id;Hvad er godt, og hvorfor?\n1;Det er nemt, og det virker\n2;Ro, tid\n"
    assert cells(table) == [["id", "Hvad er godt, og hvorfor?"], ["1", "Det er nemt, og det virker"], ["2", "Ro, tid"]]


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ('case,rolle,note\nA,leder,"unclosed\nB,ansat,fine\n', 2),
        ('id;alder;svar\n1;34;"Godt, men kort\n2;41;Lærerigt\n3;29;"Lederen burde"\n4;55;Tid\n', 2),
        ('id;svar\n1;"godt\n2;skidt"\n3;fint\n', 2),
        ('sep=;\nid;svar\n1;fint\n2;"godt\n', 4),
    ],
)
def test_a_quotation_mark_that_never_closes_is_refused_with_its_line(table: str, line: int) -> None:
    with pytest.raises(ReadError, match=f"line {line}: a quotation mark") as caught:
        cells(table)
    assert caught.value.slug == "unclosed_quote"


def test_marks_that_come_out_even_in_a_cell_are_letters() -> None:
    sheet = parse_sheet('id;svar;n\n1;"Godt" sagde hun;3\n2;"a;b";4\n3;12" rør;5\n'.encode(), "t.csv")
    assert [row.cells for row in sheet.body] == [
        ("1", '"Godt" sagde hun', "3"),
        ("2", "a;b", "4"),
        ("3", '12" rør', "5"),
    ]
    assert sheet.notes == ("line 2: quotation marks taken as letters",)


def test_answers_of_several_lines_are_one_cell() -> None:
    assert cells('id;svar\n1;"Linje et;\nlinje to, med ""citat"""\n2;Nej\n')[1:] == [
        ["1", 'Linje et;\nlinje to, med "citat"'], ["2", "Nej"],
    ]  # fmt: skip


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=12)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=6), st.sampled_from(",;\t"))
def test_what_csv_writes_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    table = [["case", "name", "rolle"], *([f"row {'abcdef'[at]}", *row] for at, row in enumerate(rows))]
    width = max((at + 1 for row in table for at, cell in enumerate(row) if cell.strip()), default=3)
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([[*row, ""][:4] for row in table])
    assert cells(out.getvalue()) == [[*row, ""][:4][:width] for row in table]


@given(st.text(max_size=8))
def test_a_guarded_cell_is_no_formula_and_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_headings_in_any_case_and_four_languages() -> None:
    sheet = parse_sheet("SAG;Navn;Medlemmer;Vægt;Rolle\nA;Anna;P1;1,5;leder\n".encode(), "t.csv")
    wanted = ("case", "name", "kind", "members", "weight")
    assert list(sheet.records(wanted)) == [
        (2, {"case": "A", "name": "Anna", "members": "P1", "weight": "1,5", "Rolle": "leder"})
    ]
    # The English heading goes first; another word for the same column is then an attribute.
    assert parse_sheet(b"id,case\n7,A\n", "t.csv").columns(wanted) == ("id", "case")


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = "Svar"
    for row in (
        ["Id", "Andel", "Dato", "Tid", "Med", "Tekst"],
        [1, 0.25, date(2026, 2, 1), datetime(2026, 2, 1, 14, 30), True, "to\nlinjer"],
        [2.5, None, None, None, False, "007"],
    ):
        book.active.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_rows_of_texts_and_other_sheets_are_named() -> None:
    book = workbook()
    book.create_sheet("Kodebog").append(["x"])
    book.create_sheet("Tom")
    hidden = book.create_sheet("Skjult")
    hidden.append(["y"])
    hidden.sheet_state = "hidden"
    sheet = parse_sheet(saved(book), "t.csv")
    assert (sheet.title, sheet.others, sheet.dialect) == ("Svar", ("Kodebog",), None)
    assert [row.cells for row in sheet.body] == [
        ("1", "0.25", "2026-02-01", "2026-02-01 14:30", "true", "to\nlinjer"),
        ("2.5", "", "", "", "false", "007"),
    ]
    assert parse_sheet(saved(book), "t.xlsx", sheet="Kodebog").rows[0].cells == ("x",)
    with pytest.raises(UsageError, match="no sheet 'Ark9'; there are Svar, Kodebog, Tom"):
        parse_sheet(saved(book), "t.xlsx", sheet="Ark9")


def test_rows_above_the_table_keep_the_lines_of_the_file() -> None:
    book = openpyxl.Workbook()
    book.active["B4"], book.active["C4"], book.active["B6"] = "case", "rolle", "A"
    assert [(row.line, row.cells) for row in parse_sheet(saved(book), "t.xlsx").rows] == [
        (4, ("case", "rolle")), (6, ("A", "")),
    ]  # fmt: skip


def test_a_formula_without_a_value_is_counted() -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "=1+1"])
    sheet = parse_sheet(saved(book), "t.xlsx")
    assert sheet.rows[0].cells[0] == "a"
    assert "1 formulas have no value and are read as empty" in sheet.notes[1]


def test_what_is_no_table_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text(" \n;;\n", encoding="utf-8")
    (tmp_path / "cut.xlsx").write_bytes(saved(workbook())[:900])
    for name, slug in (("gone.csv", "missing_file"), ("", "not_a_file"), ("empty.csv", "empty_file")):
        with pytest.raises(ReadError) as caught:
            read_sheet(tmp_path / name)
        assert caught.value.slug == slug
    with pytest.raises(ReadError, match="damaged or cut off"):
        read_sheet(tmp_path / "cut.xlsx")


def test_an_opendocument_table_that_is_cut_short_is_refused_and_not_waited_for() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", "<office:document-content><office:body>")
    with pytest.raises(ReadError, match=r"content\.xml is damaged") as raised:
        parse_sheet(made.getvalue(), "a.ods")
    assert raised.value.slug == "bad_xml"


def test_half_a_letter_is_replaced_and_said() -> None:
    sheet = parse_sheet("navn;svar\nAnna;ja \ud83d og \U0001f600\n".encode("utf-8", "surrogatepass"), "t.csv")
    assert sheet.rows[1].cells == ("Anna", "ja \ufffd og \U0001f600")
    assert [note for note in sheet.notes if "1 half letter " in note]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Evaluering av kurset\nNr;Svar\n1;Ja, mye.\n2;Nei, lite.\n", ";"),
        ("Tabell 1, informanter\n\nNr;Alder\n1;40,5\n2;30,5\n", ";"),
        ("Deltagare\nhösten\nNr|Roll\n1|chef\n2|lärare\n", "|"),
        ("no,answer\n1,a;b\n2,c;d\n", ","),
        ("answer\nYes, we do; often.\nNo, we do not; never.\n", ","),
        ("Nr;Alder\n1;40,5\n2;30,5\n3\n", ";"),
    ],
)
def test_a_title_above_a_table_does_not_hide_its_separator(text: str, delimiter: str) -> None:
    """Prose and decimals are no table, and headings are no title."""
    assert delimiter_of(text) == delimiter
