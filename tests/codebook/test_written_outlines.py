"""Outlines and labelled paragraphs of codebooks in documents: what is a level, and which field each line fills."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from qualcode.project import Project
from qualcode.project.codebooks import bring_in

from .test_written_codebooks import codes, project, text, word

__all__ = ["project"]

OUTLINES = {
    "decimals": ["1. Tillid: om tillid", "1.1 Data: om tal", "1.1.1 Adgang", "2. Ansvar"],
    "decimals with dots": ["1. Tillid – om tillid", "1.1. Data – om tal", "1.1.1. Adgang", "2. Ansvar"],
    "decimals with paragraphs": ["1 Tillid", "om tillid", "1.1 Data", "om tal", "1.1.1 Adgang", "2 Ansvar"],
    "letters and numbers": ["A. Tillid: om tillid", "1. Data: om tal", "a) Adgang", "B. Ansvar"],
    "a title above": ["Kodebog", "1. Tillid: om tillid", "1.1 Data: om tal", "1.1.1 Adgang", "2. Ansvar"],
    "tabs": ["Tillid: om tillid", "\tData: om tal", "\t\tAdgang", "Ansvar"],
    "bullets under names": ["Tillid: om tillid", "\u2013 Data: om tal", "\t\u2013 Adgang", "Ansvar"],
    "numbered headings of one level": [
        "# 1. Tillid",
        "om tillid",
        "# 1.1 Data",
        "om tal",
        "# 1.1.1 Adgang",
        "# 2. Ansvar",
    ],
}


@pytest.mark.parametrize("name", OUTLINES)
@pytest.mark.parametrize("suffix", ["docx", "txt"])
def test_typed_numbers_letters_and_indents_are_levels(name: str, suffix: str, project: Project, tmp_path: Path) -> None:
    lines = OUTLINES[name]
    if suffix == "docx":
        path = word(tmp_path / "c.docx", *lines)
    else:
        path = text(tmp_path / "c.txt", "\n".join(lines))
    assert codes(project, path) == {
        "tillid": "om tillid", "tillid.data": "om tal", "tillid.data.adgang": "", "ansvar": "",
    }  # fmt: skip


def moved_in(path: Path, how: str) -> Path:
    """A table whose names are moved in: by blanks, by tabs, or by the paragraph's indent."""
    from docx import Document
    from docx.shared import Cm

    document = Document()
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Kode", "Definition"
    for name, depth, definition in (
        ("Tillid", 0, "om tillid"),
        ("Data", 1, "om tal"),
        ("Adgang", 2, ""),
        ("Ansvar", 0, ""),
    ):
        cells = table.add_row().cells
        cells[1].text = definition
        paragraph = cells[0].paragraphs[0]
        paragraph.add_run({"blanks": "   ", "tabs": "\t", "indent": ""}[how] * depth + name)
        if how == "indent" and depth:
            paragraph.paragraph_format.left_indent = Cm(depth / 2)
    document.save(str(path))
    return path


@pytest.mark.parametrize("how", ["blanks", "tabs", "indent"])
def test_names_moved_in_in_a_table_in_word_are_a_tree(how: str, project: Project, tmp_path: Path) -> None:
    assert codes(project, moved_in(tmp_path / "c.docx", how)) == {
        "tillid": "om tillid", "tillid.data": "om tal", "tillid.data.adgang": "", "ansvar": "",
    }  # fmt: skip


def test_names_moved_in_in_a_table_in_opendocument_are_a_tree(project: Project, tmp_path: Path) -> None:
    spaces = "".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0" '
        for each in ("office", "text", "table", "style")
    )
    rows = "".join(
        f'<table:table-row><table:table-cell><text:p text:style-name="{style}">{name}</text:p></table:table-cell>'
        f"<table:table-cell><text:p>{said}</text:p></table:table-cell></table:table-row>"
        for style, name, said in (
            ("P0", "Kode", "Definition"), ("P0", "Tillid", "om tillid"), ("P1", "Data", "om tal"),
            ("P0", "Ansvar", ""), ("P0", '<text:s text:c="4"/>Folk', "hvem"),
        )
    )  # fmt: skip
    with zipfile.ZipFile(tmp_path / "c.odt", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            f"<office:document-content {spaces}"
            'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">'
            '<office:automatic-styles><style:style style:name="P1" style:family="paragraph">'
            '<style:paragraph-properties fo:margin-left="1cm"/></style:style></office:automatic-styles>'
            "<office:body><office:text><table:table>"
            f"{rows}</table:table></office:text></office:body></office:document-content>",
        )
    assert list(codes(project, tmp_path / "c.odt")) == ["tillid", "tillid.data", "ansvar", "ansvar.folk"]


FIELDS = {
    "da": ("Definition", "Inklusionskriterier", "Eksklusionskriterier", "Eksempel", "Eksempel 2"),
    "nb": ("Definisjon", "Inkluder", "Ekskluder", "Eksempel", "Sitat"),
    "sv": ("Beskrivning", "Inklusion", "Exklusion", "Exempel", "Exempel 2"),
    "en": ("Full definition", "When to use", "Exclude", "Example", "Typical exemplar"),
}


@pytest.mark.parametrize("language", FIELDS)
@pytest.mark.parametrize("form", ["word", "markdown", "text", "list", "cell"])
def test_labelled_paragraphs_are_the_fields_of_a_code(
    form: str, language: str, project: Project, tmp_path: Path
) -> None:
    says = [
        f"{label}: {said}"
        for label, said in zip(FIELDS[language], ("om tal", "når A", "ikke B", "»Ja«", "»Nej«"), strict=True)
    ]
    if form == "word":
        path = word(tmp_path / "c.docx", "# Data", *says, "# Ansvar")
    elif form == "markdown":
        path = text(
            tmp_path / "c.md", "# Data\n" + "\n".join(f"**{each.replace(':', ':**')}" for each in says) + "\n# Ansvar\n"
        )
    elif form == "text":
        path = text(tmp_path / "c.txt", "\n".join(["Data", *says, "", "Ansvar"]))
    elif form == "list":
        path = word(tmp_path / "c.docx", "# Data", *(f"- {each}" for each in says), "# Ansvar")
    else:
        path = word(tmp_path / "c.docx", [["Kode", "Definition"], ["Data", "\n".join(says)], ["Ansvar", ""]])
    assert codes(project, path) == {"data": "om tal", "ansvar": ""}
    code = project.codes.book("book").code("data")
    assert (code.use["da"], code.avoid["da"]) == ("når A", "ikke B")
    assert [example["da"] for example in code.examples] == ["»Ja«", "»Nej«"]


def test_a_label_alone_holds_what_stands_below_it(project: Project, tmp_path: Path) -> None:
    path = word(tmp_path / "c.docx", "# Data", "Definition:", "om tal", "Eksempler:", "- »Ja«", "- »Nej«", "# Ansvar")
    assert codes(project, path) == {"data": "om tal", "ansvar": ""}
    assert [example["da"] for example in project.codes.book("book").code("data").examples] == ["»Ja«", "»Nej«"]


@pytest.mark.parametrize(
    "written",
    [
        "Data\nDefinition: om tal\nEksempler:\n»Ja«\n»Nej«\n\nAnsvar\n",
        "Data\nDefinition: om tal\nEksempler:\n- Ja\n- Nej\n\nAnsvar\n",
        "- Data\n  - Definition: om tal\n  - Eksempler:\n    - Ja\n    - Nej\n- Ansvar\n",
    ],
)
def test_the_code_below_a_label_that_stands_alone_stays_a_code(written: str, project: Project, tmp_path: Path) -> None:
    assert codes(project, text(tmp_path / "c.txt", written)) == {"data": "om tal", "ansvar": ""}
    assert len(project.codes.book("book").code("data").examples) == 2


def test_a_counted_theme_is_called_by_its_name(project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.txt", "Tema 1: Tillid\n- Data: om tal\nTema 2: Ansvar – hvem\n")
    assert codes(project, path) == {"tillid": "", "tillid.data": "om tal", "ansvar": "hvem"}


def test_a_code_that_is_called_as_a_field_may_be_stays_a_code(project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.txt", "Brug: hvad data bruges til\nBetydning: hvad de betyder\nTillid\n")
    assert list(codes(project, path)) == ["brug", "betydning", "tillid"]


def test_what_stands_before_the_first_code_is_told(project: Project, tmp_path: Path) -> None:
    _, read = bring_in(project, word(tmp_path / "c.docx", "Om kodningen.", "# Tillid", "om tillid"), id="book")
    assert read.account.sentences()["lost"] == ["1 line before the first code: Om kodningen."]
