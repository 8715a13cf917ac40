"""Layouts of codebooks in handbooks and theses: a table for each code, and analyses from words to categories."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from qualcode.project import Project
from qualcode.project.codebooks import bring_in

from .test_written_codebooks import codes, project, text, word

__all__ = ["project"]

CARDS = {
    "da": ("Kode", "Definition", "Inklusion", "Eksklusion", "Eksempel"),
    "nb": ("Kodenavn", "Definisjon", "Brukes når", "Brukes ikke når", "Sitat"),
    "sv": ("Kod", "Definition", "Inklusionskriterier", "Exklusionskriterier", "Exempel 1"),
    "en": ("Code:", "Full definition:", "When to use:", "When not to use:", "Example:"),
}
DATA, RESPONSIBILITY = ("Data", "om tal", "når A", "ikke B", "»Ja«"), ("Ansvar", "hvem", "når C", "", "»Nej«")


def cards(path: Path, *tables: list[list[str]]) -> Path:
    """Small tables under each other, in the format of the file's name."""
    if path.suffix == ".docx":
        return word(path, *tables)
    if path.suffix == ".md":
        drawn = ("\n".join(["| " + " | ".join(row) + " |" for row in table]) for table in tables)
        return text(path, "\n\n".join(drawn) + "\n")
    if path.suffix == ".html":
        rows = ("".join(f"<tr><td>{row[0]}</td><td>{row[1]}</td></tr>" for row in table) for table in tables)
        return text(path, "<html><body>" + "".join(f"<table>{each}</table>" for each in rows) + "</body></html>")
    return text(path, "\n".join(";".join(row) for table in tables for row in table) + "\n")


@pytest.mark.parametrize("suffix", ["docx", "md", "html", "csv"])
@pytest.mark.parametrize("language", CARDS)
def test_a_table_for_each_code(language: str, suffix: str, project: Project, tmp_path: Path) -> None:
    tables = [[[*pair] for pair in zip(CARDS[language], code, strict=True)] for code in (DATA, RESPONSIBILITY)]
    assert codes(project, cards(tmp_path / f"c.{suffix}", *tables)) == {"data": "om tal", "ansvar": "hvem"}
    code = project.codes.book("book").code("data")
    assert (code.use["da"], code.avoid["da"], code.examples[0]["da"]) == ("når A", "ikke B", "»Ja«")


@pytest.mark.parametrize("again", [True, False])
def test_a_theme_in_a_table_for_each_code_is_above_it(again: bool, project: Project, tmp_path: Path) -> None:
    theme = ["Tema", "Tillid"]
    first = [theme, ["Kode", "Data"], ["Definition", "om tal"], ["Eksempel", "»Ja«"], ["", "»Jo«"], ["Antal", "7"]]
    second = [["Kode", "Ansvar"], ["Definition", "hvem"]]
    path = cards(tmp_path / "c.csv", first, [theme, *second] if again else second)
    assert codes(project, path) == {"tillid": "", "tillid.data": "om tal", "tillid.ansvar": "hvem"}
    assert len(project.codes.book("book").code("tillid.data").examples) == 2


def test_a_heading_above_a_table_of_fields_is_the_code_or_its_group(project: Project, tmp_path: Path) -> None:
    data, other = [["Definition", "om tal"], ["Inklusion", "A"]], [["Definition", "hvem"], ["Inklusion", "B"]]
    path = word(tmp_path / "c.docx", "# Kodebog", "## Data", data, "## Ansvar", other)
    assert codes(project, path) == {"data": "om tal", "ansvar": "hvem"}


def test_headings_over_tables_for_each_code_are_groups(project: Project, tmp_path: Path) -> None:
    data, other = [["Kode", "Data"], ["Definition", "om tal"]], [["Kode", "Ansvar"], ["Definition", "hvem"]]
    path = word(tmp_path / "c.docx", "# Tillid", data, "# Ledelse", other)
    assert list(codes(project, path)) == ["tillid", "tillid.data", "ledelse", "ledelse.ansvar"]


def test_a_column_for_each_code(project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", "Kode;Data;Ansvar\nDefinition;om tal;hvem\nEksempel;»Ja«;\n")
    assert codes(project, path) == {"data": "om tal", "ansvar": "hvem"}


def test_codes_called_so_in_paragraphs(project: Project, tmp_path: Path) -> None:
    path = word(
        tmp_path / "c.docx", "Mine koder", "Kode: Data", "Definition: om tal", "Kode: Ansvar", "Definition: hvem"
    )
    _, read = bring_in(project, path, id="book")
    assert [(code.id, code.definition["da"]) for code in read.codebook] == [("data", "om tal"), ("ansvar", "hvem")]
    assert read.account.sentences()["lost"] == ["1 line before the first code: Mine koder"]


def test_a_list_of_codes_that_are_called_as_fields_stays_one(project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", "Kode;Definition\nEksempel;a\nDefinition;b\nTid;c\n")
    assert codes(project, path) == {"eksempel": "a", "definition": "b", "tid": "c"}


@pytest.mark.parametrize("mark", ["- ", "1. "])
def test_a_marked_code_below_a_definition_that_stands_alone(mark: str, project: Project, tmp_path: Path) -> None:
    lines = ["# Tema", f"{mark}Tid", "Definition:", "om tid", f"{mark}Tillid", "Definition:", "om tillid", "# Andet"]
    assert codes(project, text(tmp_path / "c.md", "\n\n".join(lines))) == {
        "tema": "", "tema.tid": "om tid", "tema.tillid": "om tillid", "andet": "",
    }  # fmt: skip


@pytest.mark.parametrize("dash", ["- ", "– ", "—"])
def test_names_moved_in_by_dashes_are_a_tree(dash: str, project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", f"Kode;Definition\nTillid;a\n{dash}Data;b\n{dash}{dash}Adgang;c\nAnsvar;d\n")
    assert codes(project, path) == {"tillid": "a", "tillid.data": "b", "tillid.data.adgang": "c", "ansvar": "d"}


def test_a_minus_beside_a_plus_is_no_level(project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", "Kode;Definition\n+ Tillid;a\n- Tillid;b\n")
    assert all("." not in id for id in codes(project, path))


def test_a_spot_is_a_colour_that_the_table_does_not_have(project: Project, tmp_path: Path) -> None:
    _, read = bring_in(project, text(tmp_path / "c.csv", "Farve;Kode\n●;Data\n●;Ansvar\n"), id="book")
    assert read.account.sentences()["lost"] == ["the colours of 2 codes, of which the table has only the spots"]


def test_meaning_units_are_examples_below_categories(project: Project, tmp_path: Path) -> None:
    head = ["Meningsenhet", "Kondenserad meningsenhet", "Kod", "Underkategori", "Kategori"]
    rows = [
        ["”A”", "a", "Brist", "Stress", "Miljö"], ["”B”", "b", "Skratt", "Stöd", ""], ["”C”", "c", "Vila", "", ""],
        ["”D”", "d", "Brist", "Stress", "Miljö"],
    ]  # fmt: skip
    _, read = bring_in(project, word(tmp_path / "c.docx", [head, *rows]), id="book")
    found = {code.id: [example["da"] for example in code.examples] for code in read.codebook}
    assert found == {
        "miljoe": [], "miljoe.stress": [], "miljoe.stress.brist": ["”A”", "”D”"], "miljoe.stoed": [],
        "miljoe.stoed.skratt": ["”B”"], "miljoe.stoed.vila": ["”C”"],
    }  # fmt: skip
    assert read.account.sentences()["lost"] == ["columns that no codebook has: Kondenserad meningsenhet"]


@pytest.mark.parametrize(
    "head",
    [
        "1. ordens koder;2. ordens temaer;Aggregerte dimensjoner",
        "Førsteordensbegreber;Andenordenstemaer;Aggregerede dimensioner",
        "Första ordningens begrepp;Andra ordningens teman;Aggregerade dimensioner",
        "1st order concepts;2nd-order themes;Aggregate dimensions",
    ],
)
def test_a_data_structure_of_orders_is_a_tree(head: str, project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", f"{head}\nTravl;Tid;Rammer\nFå;;\nLatter;Støtte;\nLytte;Ledelse;Folk\n")
    assert list(codes(project, path)) == [
        "rammer", "rammer.tid", "rammer.tid.travl", "rammer.tid.faa", "rammer.stoette", "rammer.stoette.latter",
        "folk", "folk.ledelse", "folk.ledelse.lytte",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heading", ["Exempel på citat", "Eksempel fra interview", "Illustrerende sitat", "Typical quotes"]
)
@pytest.mark.parametrize("repeated", ["", "Tid;Travl;om tid"])
def test_each_quote_in_a_row_of_its_own(heading: str, repeated: str, project: Project, tmp_path: Path) -> None:
    rows = f"Kategori;Kode;Definition;{heading}\nTid;Travl;om tid;»a«\n{repeated or ';;'};»b«\nTid;Få;;»c«\n"
    assert codes(project, text(tmp_path / "c.csv", rows)) == {"tid": "", "tid.travl": "om tid", "tid.faa": ""}
    assert len(project.codes.book("book").code("tid.travl").examples) == 2


def test_a_category_with_a_row_of_its_own_keeps_what_it_says(project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", "Kategori;Kode;Definition\nTid;;om tid\n;Travl;a\nAnsvar;;hvem\n")
    assert codes(project, path) == {"tid": "om tid", "tid.travl": "a", "ansvar": "hvem"}


@pytest.mark.parametrize("heads", ["Typical exemplar;Atypical exemplar", "Eksempel;Citat", "Exempel 1;Exempel 2"])
def test_several_columns_of_examples(heads: str, project: Project, tmp_path: Path) -> None:
    _, read = bring_in(project, text(tmp_path / "c.csv", f"Kode;Definition;{heads}\nTid;om tid;»a«;»b«\n"), id="book")
    assert [example["da"] for example in read.codebook.code("tid").examples] == ["»a«", "»b«"]
    assert not read.account.lost


@pytest.mark.parametrize(
    ("headings", "cell"),
    [
        (("Tema", "Koder"), "Tidspress; Pauser; Lange dage"),
        (("Theme", "Codes"), "Tidspress\nPauser\nLange\ndage"),
        (("Tema", "Underteman"), "• tidspress\n• pauser\n• lange dage"),
        (("Kategori", "Underkategorier"), "1. Tidspress\n2. Pauser\n3. Lange dage"),
    ],
)
@pytest.mark.parametrize("suffix", ["docx", "csv"])
def test_a_cell_of_codes_is_a_code_each(
    suffix: str, headings: tuple[str, str], cell: str, project: Project, tmp_path: Path
) -> None:
    rows = [[*headings], ["Tid", cell], ["Ledelse", "Støtte"]]
    path = word(tmp_path / "c.docx", rows) if suffix == "docx" else tmp_path / "c.csv"
    if suffix == "csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows(rows)
    assert set(codes(project, path)) == {
        "tid", "tid.tidspress", "tid.pauser", "tid.lange-dage", "ledelse", "ledelse.stoette",
    }  # fmt: skip


@pytest.mark.parametrize("headings", [("Tema", "Kode", "Note"), ("Tema", "Koder", "Definition")])
def test_a_cell_of_one_code_or_with_a_definition_stays_one(
    headings: tuple[str, ...], project: Project, tmp_path: Path
) -> None:
    path = word(tmp_path / "c.docx", [[*headings], ["Tid", "Stress; press", "om tid"]])
    assert set(codes(project, path)) == {"tid", "tid.stress-press"}
