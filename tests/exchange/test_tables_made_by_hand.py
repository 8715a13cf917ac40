"""Tables of codings as people make them in a spreadsheet, and quotes as people copy them."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.errors import ProblemsFound
from qualcode.core.text import find_quote
from qualcode.project import Project
from qualcode.project.codings import tag_file
from tests.study import ANNA, BO, study


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
