"""Codebooks as people hand them in: tables in documents, outlines, and the tables of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qualcode.core.errors import ReadError
from qualcode.exchange.columns import role_of
from qualcode.project import Project, init
from qualcode.project.codebooks import bring_in


@pytest.fixture
def project(tmp_path: Path) -> Any:
    init(tmp_path / "p", name="p", language="da", coder="kim")
    with Project.open(tmp_path / "p") as opened:
        yield opened


def codes(project: Project, path: Path) -> dict[str, str]:
    """What became of a file: each code's id and its definition, whole or brief."""
    _, read = bring_in(project, path, id="book")
    return {code.id: (code.definition or code.brief).get("da", "") for code in read.codebook.codes}


def word(path: Path, *parts: Any) -> Path:
    """A Word file of tables (lists of rows), headings (`# ...`), items (`- ...`) and paragraphs."""
    from docx import Document

    document = Document()
    for part in parts:
        if isinstance(part, list):
            table = document.add_table(rows=0, cols=len(part[0]))
            for row in part:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        elif part.startswith("#"):
            document.add_heading(part.lstrip("# "), len(part) - len(part.lstrip("#")))
        elif part.startswith("- "):
            document.add_paragraph(part[2:], style="List Bullet")
        else:
            document.add_paragraph(part)
    document.save(str(path))
    return path


def text(path: Path, written: str) -> Path:
    path.write_text(written, encoding="utf-8")
    return path


def test_nvivos_codebook_in_word(project: Project, tmp_path: Path) -> None:
    rows = [
        ["Name", "Description", "Files", "References"],
        ["Tillid", "Om tillid", "3", "12"],
        ["Ansvar", "", "1", "1"],
    ]
    assert codes(project, word(tmp_path / "c.docx", "# Codebook", "Codes", rows)) == {
        "tillid": "Om tillid",
        "ansvar": "",
    }


def test_tables_under_headings_are_groups(project: Project, tmp_path: Path) -> None:
    head = ["Kode", "Fuld definition", "Eksempel"]
    path = word(
        tmp_path / "c.docx",
        "# Tillid", [head, ["Data", "Om tal", "»Tallene passer«"]], "# Ledelse", [head, ["Støtte", "Oppefra", ""]],
    )  # fmt: skip
    assert codes(project, path) == {"tillid": "", "tillid.data": "Om tal", "ledelse": "", "ledelse.stoette": "Oppefra"}


def test_a_category_in_the_first_of_its_rows_alone_holds_the_others(project: Project, tmp_path: Path) -> None:
    path = text(
        tmp_path / "c.csv",
        "Kategori;Kode;Definition\nTillid;Data;Om tal\n;Kvalitet;Om fejl\nLedelse;Støtte;Oppefra\n",
    )
    assert list(codes(project, path)) == ["tillid", "tillid.data", "tillid.kvalitet", "ledelse", "ledelse.stoette"]


def test_a_category_behind_the_code_may_be_missing(project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", "Kode;Kategori\nData;Tillid\nAndet;\n")
    assert list(codes(project, path)) == ["tillid", "tillid.data", "andet"]


def test_levels_in_columns_of_their_own_are_written_once(project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", "Niveau 1;Niveau 2;Niveau 3\nTillid;;\n;Data;\n;;Kvalitet\n;Personer;\nAnsvar;;\n")
    assert list(codes(project, path)) == ["tillid", "tillid.data", "tillid.data.kvalitet", "tillid.personer", "ansvar"]


@pytest.mark.parametrize(
    "heading",
    [
        "Kategori;Underkategori", "Tema;Undertema", "Theme,Sub-theme", "Huvudkod;Underkod", "Hovedkode;Underkode",
        "Hovedkategori;Underkategori", "Overkode;Kode", "Huvudtema;Undertema", "Main category;Subcategory",
        "Code;Sub-code", "Parent code;Child code", "Dimension;Tema", "Category_1;Category_2",
    ],
)  # fmt: skip
@pytest.mark.parametrize("merged", ["", "Tillid"])
def test_two_columns_are_two_levels(heading: str, merged: str, project: Project, tmp_path: Path) -> None:
    mark = ";" if ";" in heading else ","
    rows = f"{heading};Definition\nTillid;Data;Om tal\n{merged};Kvalitet;Om fejl\nLedelse;Støtte;Oppefra\n"
    assert codes(project, text(tmp_path / "c.csv", rows.replace(";", mark))) == {
        "tillid": "", "tillid.data": "Om tal", "tillid.kvalitet": "Om fejl", "ledelse": "",
        "ledelse.stoette": "Oppefra",
    }  # fmt: skip


@pytest.mark.parametrize(
    "heading",
    [
        "Category;Subcategory;Code", "Hovedtema;Undertema;Kode", "Tema;Kategori;Kod",
        "Overkategori;Kategori;Underkategori",
        "Aggregate dimension;2nd-order theme;1st-order concept",
        "Kode;Underkode;Under-underkode", "Kategori;Underkategori;Navn",
    ],
)  # fmt: skip
def test_three_columns_are_three_levels(heading: str, project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", f"{heading};Memo\nTillid;Data;Kvalitet;Om fejl\n;;Adgang;\n;Folk;Kolleger;\n")
    assert codes(project, path) == {
        "tillid": "", "tillid.data": "", "tillid.data.kvalitet": "Om fejl", "tillid.data.adgang": "",
        "tillid.folk": "", "tillid.folk.kolleger": "",
    }  # fmt: skip


def test_levels_from_the_code_up_are_read_as_well(project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", "Kod;Underkategori;Kategori\nData;Tal;Tillit\nFolk;;Tillit\nAnnat;;\n")
    assert list(codes(project, path)) == ["tillit", "tillit.tal", "tillit.tal.data", "tillit.folk", "annat"]


def test_a_row_of_nothing_but_an_example_goes_on_with_the_code_above(project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", "Tema;Kode;Eksempel\nTillid;Data;»Ja«\n;;»Nej«\n;Folk;»Os«\n")
    assert list(codes(project, path)) == ["tillid", "tillid.data", "tillid.folk"]
    assert [example["da"] for example in project.codes.book("book").code("tillid.data").examples] == ["»Ja«", "»Nej«"]


def test_maxqda_names_a_parent_by_its_path(project: Project, tmp_path: Path) -> None:
    path = text(
        tmp_path / "c.csv",
        "Parent code;Code;Code memo\n;Tillid;\nTillid;Data;\nTillid\\Data;Kvalitet;Om fejl\n;Ansvar;\nAnsvar;Data;\n"
        "Ansvar > Data;Adgang;\n",
    )
    assert list(codes(project, path)) == [
        "tillid", "tillid.data", "tillid.data.kvalitet", "ansvar", "ansvar.data", "ansvar.data.adgang",
    ]  # fmt: skip


def test_names_moved_in_are_a_tree(project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", "Navn;Beskrivelse\nTillid;Om tillid\n    Data;Om tal\n Ansvar;\n")
    assert list(codes(project, path)) == ["tillid", "tillid.data", "ansvar"]


@pytest.mark.parametrize(
    "written",
    [
        "Tillid: om tillid\n  Data – om tal\n  Adgang\nAnsvar\n",
        "1. Tillid: om tillid\n1.1 Data: om tal\n1.2 Adgang\n2. Ansvar\n",
        "- Tillid: om tillid\n\t- Data: om tal\n\t- Adgang\n- Ansvar\n",
        "Tillid: om tillid\n    Data: om tal\n    Adgang\nAnsvar\n",
        "# Kodebog\n## Tillid\nom tillid\n### Data\nom tal\n### Adgang\n## Ansvar\n",
        "## Tillid\nom tillid\n- Data: om tal\n- Adgang\n## Ansvar\n",
        "# Kodebog\n- Tillid: om tillid\n  - Data: om tal\n  - Adgang\n- Ansvar\n",
    ],
)
def test_an_outline_is_a_tree_with_definitions(written: str, project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / ("c.md" if "#" in written else "c.txt"), written)
    assert codes(project, path) == {
        "tillid": "om tillid", "tillid.data": "om tal", "tillid.adgang": "", "ansvar": "",
    }  # fmt: skip


def test_a_text_in_an_old_encoding_and_a_bar_within_a_cell(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    path.write_bytes("Støtte: når nogen hjælper\nÅbenhed\n".encode("mac_roman"))
    assert codes(project, path) == {"stoette": "når nogen hjælper", "aabenhed": ""}
    project.undo()
    drawn = text(tmp_path / "c.md", "| Kode | Definition |\n|---|---|\n| **Tillid** | fra \\| til |\n")
    assert codes(project, drawn) == {"tillid": "fra | til"}


def test_a_text_file_may_be_either(project: Project, tmp_path: Path) -> None:
    outline = text(tmp_path / "a.txt", "Tillid: til tal, penge og folk\n  Data\n")
    assert codes(project, outline) == {"tillid": "til tal, penge og folk", "tillid.data": ""}
    project.undo()
    assert codes(project, text(tmp_path / "b.txt", "tag,description\nTillid,om tillid\n")) == {"tillid": "om tillid"}


def test_headings_and_lists_in_word(project: Project, tmp_path: Path) -> None:
    path = word(
        tmp_path / "c.docx", "# Kodebog", "## Tillid", "Når nogen stoler på data.", "- Data: om tal", "## Ansvar"
    )
    assert codes(project, path) == {"tillid": "Når nogen stoler på data.", "tillid.data": "om tal", "ansvar": ""}


def test_an_interview_is_no_codebook(project: Project, tmp_path: Path) -> None:
    talk = ["I: Hvad er data?", "Anna: Tal om os selv.", "I: Hvorfor det?", "Anna: Fordi vi skal styre efter dem."]
    with pytest.raises(ReadError, match="no codes"):
        codes(project, word(tmp_path / "talk.docx", *talk * 3))
    assert project.codes.books == {}


def test_a_codebook_printed_to_pdf_is_its_table(project: Project, tmp_path: Path) -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    rows = [
        ("Kode", "Definition", "Anvendes når", "Anvendes ikke når"),
        ("Tillid", "Tro på tallene, og på dem der har talt dem op", "nogen tror på dem", "det er mistillid"),
        ("Tid", "Hvad det tager af tid", "", ""),
    ]
    words = getSampleStyleSheet()["BodyText"]
    path = tmp_path / "book.pdf"
    cells = [[Paragraph(cell, words) for cell in row] for row in rows]
    SimpleDocTemplate(str(path)).build(
        [Table(cells, [90, 120, 110, 110], style=[("GRID", (0, 0), (-1, -1), 1, "black")])]
    )
    _, read = bring_in(project, path, id="book")
    found = [(each.name["da"], each.definition["da"], each.use.get("da", "")) for each in read.codebook.codes]
    assert found == [("Tillid", rows[1][1], rows[1][2]), ("Tid", rows[2][1], "")]


@pytest.mark.parametrize(
    ("use", "avoid"),
    [
        ("Anvendes når", "Anvendes ikke når"),
        ("Koden brukes om", "Koden brukes ikke om"),
        ("Används för", "Används inte för"),
        ("Hvornår bruges koden", "Hvornår bruges koden ikke"),
        ("When to use", "Do not use when"),
        ("Inkluderer", "Ekskluderer"),
        ("Applies when", "Does not apply to"),
    ],
)
def test_columns_of_when_a_code_is_used_and_when_not(use: str, avoid: str) -> None:
    assert (role_of(use), role_of(avoid)) == ("use", "not")
    assert not any(map(role_of, ("Brugere", "Anvendelse i praksis", "Use case", "Bruger")))
