"""Tables of codings as people make them in a spreadsheet, and quotes as people copy them."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.errors import ProblemsFound
from qualcode.core.quotes import find_quote
from qualcode.exchange.interface import Choices
from qualcode.exchange.prose import taken_apart
from qualcode.project import Project
from qualcode.project.codings import tag_file
from qualcode.project.files_in import import_file
from tests.study import ANNA, BO, conversation, study


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "s", ANNA, BO)


def coded(project: Project, tmp_path: Path, *lines: str) -> list[tuple[str, str, str]]:
    path = tmp_path / "t.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    tag_file(project, path)
    return [(coding.document, coding.quote, coding.code.partition(":")[2]) for coding in project.codings()]


ALL = "Det er hele pointen."


@pytest.mark.parametrize(
    "lines",
    [
        ("Interview;Udsagn;Kategori;Bemærkning", f"D1;{ALL};Kapacitet;vigtig"),
        ("Fil;Sitat;Kode;Merknad", f"D1.txt;«{ALL}»;Capacity;viktig"),
        ("Dokument;Segment;Code", f"D1;…{ALL[:-1]}…;capacity"),
        ("document;quote;code", f"D1;“{ALL}”;frame:Kapacitet"),
    ],
)
def test_headings_names_and_quotes_as_people_write_them(
    lines: tuple[str, str], project: Project, tmp_path: Path
) -> None:
    [(document, quote, code)] = coded(project, tmp_path, *lines)
    assert (document, quote.rstrip("."), code) == ("D1", ALL.rstrip("."), "capacity")


@pytest.mark.parametrize(
    "headings",
    [
        "Kilde;Kode;Citat", "Kildenavn;Kode;Sitat", "Källa;Kod;Utdrag", "Källnamn;Kod;Citat", "Source;Code;Extract",
        "File name;Node;Reference text", "Filename;Code path;Coded text", "Document name;Code;Segment",
        "Media Title;Codes Applied;Excerpt Copy", "Transcript;Code;Snippet", "document;tag;content",
        "Document;Codes;Quotation Content", "Data Set;Code;Text", "filename;codename;codingText",
        "File;Codename;Coded", "Source;Quirk;Text",
    ],
)  # fmt: skip
def test_headings_of_other_programs_are_understood(headings: str, project: Project, tmp_path: Path) -> None:
    assert coded(project, tmp_path, headings, f"D1;capacity;{ALL}") == [("D1", ALL, "capacity")]


@pytest.mark.parametrize("headings", ["Kode;Definition;Kilde", "Kode;Kilde", "Kod;Källa", "Code;Source"])
def test_where_a_code_comes_from_is_no_document(headings: str, project: Project, tmp_path: Path) -> None:
    path = tmp_path / "bog.csv"
    path.write_text(f"{headings}\nTillid;{headings.count(';') * 'Moore;'}\n".replace(";\n", "\n"), encoding="utf-8")
    assert import_file(project, path).format == "codebook"
    assert project.codes.book("bog").code("tillid").source == "Moore"


@pytest.mark.parametrize("codes", ['"value; capacity"', "Værdi, Kapacitet", '"value\ncapacity"'])
def test_several_codes_in_a_cell(codes: str, project: Project, tmp_path: Path) -> None:
    found = coded(project, tmp_path, "document;quote;code", f"D1;{ALL};{codes}")
    assert sorted(code for _, _, code in found) == ["capacity", "value"]


def test_a_name_with_a_comma_stays_one_code_and_is_named_when_unknown(project: Project, tmp_path: Path) -> None:
    project.tag("D1#1", "open:tid, penge")
    assert {code for *_, code in coded(project, tmp_path, "address;code", 'D1#2;"tid, penge"')} == {"tid-penge"}
    with pytest.raises(ProblemsFound, match="Kapacitet, penge"):
        coded(project, tmp_path, "address;code", 'D1#2;"Kapacitet, penge"')


def test_a_turn_or_an_answer_by_its_number(project: Project, tmp_path: Path) -> None:
    [(_, turn, _)] = coded(project, tmp_path, "Dokument;Replik nr.;Kode", "D1;2;capacity")
    project.undo()
    [(_, answer, _)] = coded(project, tmp_path, "Dokument;Svar nr.;Kode", "D1;1;capacity")
    assert turn == "Det er godt for borgerne. Det er hele pointen."
    assert answer.startswith(turn) and answer.endswith("Byrådet bakkede op.")


@pytest.mark.parametrize("quote", ["»to ord«", '"to ord"', "…to ord …", "‘to ord’."])
def test_marks_around_a_quote_are_not_its_words(quote: str) -> None:
    assert [span.cut("Der er to ord her.") for span in find_quote("Der er to ord her.", quote)] == ["to ord"]


def test_marks_that_stand_in_the_text_are_the_quotes() -> None:
    text = "Han sagde »to ord« og to ord."
    assert [span.cut(text) for span in find_quote(text, "»to ord«")] == ["»to ord«"]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ('"open:Tid, open:Brist"', {"open:tid", "open:brist"}),
        ('"frame:capacity, open:ny"', {"frame:capacity", "open:ny"}),
        ('"Kapacitet, open:ny; open:to ord"', {"frame:capacity", "open:ny", "open:to-ord"}),
        ('"open:tid, penge"', {"open:tid-penge"}),
    ],
)
def test_several_codes_with_their_codebooks(cell: str, codes: set[str], project: Project, tmp_path: Path) -> None:
    for lines in (("document;quote;code", f"D1;{ALL};{cell}"), ("Segment;Dokument;Kode", f"{ALL};D1;{cell}")):
        path = tmp_path / "t.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        tag_file(project, path)
        assert {coding.code for coding in project.codings()} == codes
        project.undo()
        import_file(project, path)
        assert {coding.code for coding in project.codings()} == codes
        project.undo()
    project.tag("D1#1", cell.strip('"'))
    assert {coding.code for coding in project.codings()} == codes


def test_a_code_among_several_that_no_codebook_has_is_named(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="there is no code 'penge'"):
        coded(project, tmp_path, "document;quote;code", f'D1;{ALL};"capacity, penge, open:ny"')


@pytest.mark.parametrize(
    "lines",
    [
        ("Dokument;Yttrande;Kod;Notering", f"D1;{ALL};capacity;x"),
        ("Dokument;Ytring;Kode;Bemerkning", f"D1;{ALL};capacity;x"),
        ("Fil;Replik;Kode;Bemærkning", f"D1;{ALL};capacity;x"),
        ("Document;Statement;Code;Remark", f"D1;{ALL};capacity;x"),
        ("Dokument;Tekst;Kode;Anmerkning", f"D1;{ALL};capacity;x"),
        ("Dokument;Text;Kod;Anmärkning", f"D1;{ALL};capacity;x"),
        ("Dokument;Replik;Citat;Kode;Note", f"D1;2;{ALL};capacity;x"),
    ],
)
def test_words_and_remarks_under_further_headings(lines: tuple[str, str], project: Project, tmp_path: Path) -> None:
    assert coded(project, tmp_path, *lines) == [("D1", ALL, "capacity")]
    assert [coding.memo for coding in project.codings()] == ["x"]


@pytest.mark.parametrize("heading", ["Yttrande", "Ytring", "Replik", "Replikk"])
def test_numbers_under_a_heading_for_words_are_turns(heading: str, project: Project, tmp_path: Path) -> None:
    [(_, turn, _)] = coded(project, tmp_path, f"Dokument;{heading};Kode", "D1;2;capacity")
    assert turn == "Det er godt for borgerne. Det er hele pointen."


@pytest.mark.parametrize(
    ("quote", "words", "told"),
    [
        ("[...] hele pointen", "hele pointen", False),
        ("[…] bakkede op (...)", "bakkede op", False),
        ("Det er godt [---] hele pointen.", "Det er godt for borgerne. Det er hele pointen.", True),
        ("Vi har … til det", "Vi har ikke hænder til det", True),
        ("Vi har [. . .] til det", "Vi har ikke hænder til det", True),
    ],
)
def test_a_shortened_quote_is_found_by_every_way_in(
    quote: str, words: str, told: bool, project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f'document;quote;code\nD1;"{quote}";frame:capacity\n', encoding="utf-8")
    done = tag_file(project, path)
    assert [coding.quote for coding in project.codings()] == [words]
    assert bool(done.warnings) is told and all("first and last words" in warning for warning in done.warnings)
    project.undo()
    account = import_file(project, path).account
    assert [coding.quote for coding in project.codings()] == [words]
    assert ("were found by their first and last words" in str(account.changed)) is told


def test_a_shortened_quote_with_several_places_is_not_guessed(tmp_path: Path) -> None:
    said = "Vi har for lidt tid til det. Vi har for mange møder til det."
    project = study(tmp_path / "s", conversation("D1", ("Anna", said)))
    with pytest.raises(ProblemsFound, match="stands in 2 places"):
        coded(project, tmp_path, "document;quote;code", "D1;Vi har … til det;capacity")


def test_the_document_of_a_group_of_rows_stands_in_its_first(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = ("document;quote;code", f"D1;{ALL};value", ";Byrådet bakkede op.;support", "M1;nye systemer;capacity",
            ";ved det ikke;value")  # fmt: skip
    path.write_text("\n".join(rows), encoding="utf-8")
    wanted = [("D1", "value"), ("D1", "support"), ("M1", "value"), ("M1", "capacity")]
    done = tag_file(project, path)
    assert [(coding.document, coding.code.partition(":")[2]) for coding in project.codings()] == wanted
    [warning] = done.warnings
    assert "2 rows without a document" in warning and "line 3 of D1, line 5 of M1" in warning
    project.undo()
    account = import_file(project, path).account
    assert [(coding.document, coding.code.partition(":")[2]) for coding in project.codings()] == wanted
    assert "line 3: D1" in str(account.changed)


def test_a_row_without_a_document_above_it_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="neither a document nor an address"):
        coded(project, tmp_path, "document;address;quote;code", f";;{ALL};value", ";D1:2;;value", ";;ikke;value")


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("Kod;Definition;Citat", "Tid;Om tid;a b", "Rum;Om rum;c d"), "codebook"),
        (("Tema;Kode;Beskrivelse;Sitat", "T;Tid;Om tid;a b", "U;Tid;Om noget andet;c d"), "codebook"),
        (("Code;Description;Quote", "Time;About time;a b"), "codebook"),
        (("Dokument;Kod;Definition;Citat", f"D1;Capacity;Om tid;{ALL}"), "segments"),
        (("Kode;Koder;Definition;Citat", f"Capacity;ana;Om tid;{ALL}"), "segments"),
        (("Informant;Kod;Definition;Citat", f"Anna;Capacity;Om tid;{ALL}"), "segments"),
        (("Kod;Definition;Citat", f"Capacity;Om tid;{ALL}", "Capacity;Om tid;a b"), "segments"),
        (("Kod;Note;Citat", f"Capacity;vigtig;{ALL}"), "segments"),
    ],
)
def test_a_codebook_with_a_quote_for_each_code_is_no_table_of_segments(
    lines: tuple[str, ...], kind: str, project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = import_file(project, path, dry_run=True)
    assert found.format == kind
    notes = " ".join(found.account.notes)
    assert ("--columns quote=COLUMN,code=COLUMN" in notes) == (kind == "codebook")
    assert ("codebook import" in notes) == (kind == "segments" and "Definition" in lines[0])
    said = Choices(columns={"quote": lines[0].split(";")[-1], "code": next(
        each for each in lines[0].split(";") if each in ("Kod", "Kode", "Code"))})  # fmt: skip
    assert import_file(project, path, choices=said, dry_run=True).format == "segments"


@pytest.mark.parametrize(
    ("description", "fields"),
    [
        ("BRUG", {"brief": {"da": "BRUG"}}),
        ("Om tid.\nBrug", {"brief": {"da": "Om tid."}, "definition": {"da": "Brug"}}),
        ("Brug\nnår nogen siger det", {"use": {"da": "når nogen siger det"}}),
        ("Definition: om tid\nEksempel:", {"definition": {"da": "om tid"}}),
        ("Eksempel:", {"brief": {"da": "Eksempel:"}}),
    ],
)
def test_a_label_with_nothing_below_it_is_a_word(description: str, fields: dict[str, object]) -> None:
    assert taken_apart(description, "da") == fields
