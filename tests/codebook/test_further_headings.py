"""Headings of codebooks that say the same in other words: they are the same fields, levels and parents."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.project import Project
from qualcode.project.codebooks import bring_in

from .test_written_codebooks import codes, project, text, word

__all__ = ["project"]


@pytest.mark.parametrize(
    "heads",
    [
        "Kode;Definisjon;Inkluderingskriterier;Ekskluderingskriterier",
        "Kodens navn;Definition;Hvornår bruges koden;Hvornår bruges koden ikke",
        "Namn på koden;Definition;När används koden;När används koden inte",
        "Navn på kode;Definisjon;Når skal koden brukes;Når skal koden ikke brukes",
        "Name of code;Definition;Use when;Do not use when",
    ],
)
def test_when_a_code_is_used_in_other_words(heads: str, project: Project, tmp_path: Path) -> None:
    assert codes(project, text(tmp_path / "c.csv", f"{heads}\nData;om tal;A;B\n")) == {"data": "om tal"}
    code = project.codes.book("book").code("data")
    assert (code.use["da"], code.avoid["da"]) == ("A", "B")


@pytest.mark.parametrize("head", ["Hører til", "Tillhör", "Tilhører", "Belongs to", "Förälder", "Parent theme"])
def test_what_a_code_belongs_to_is_above_it(head: str, project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", f"Kode;{head};Definition\nTillid;;om tillid\nData;Tillid;om tal\n")
    assert codes(project, path) == {"tillid": "om tillid", "tillid.data": "om tal"}


@pytest.mark.parametrize("head", ["Hovudtema;Undertema;Kode", "Övergripande tema;Subtema;Kod"])
def test_further_words_for_a_theme_above_others(head: str, project: Project, tmp_path: Path) -> None:
    assert list(codes(project, text(tmp_path / "c.csv", f"{head}\nTillid;Data;Tal\n"))) == [
        "tillid", "tillid.data", "tillid.data.tal",
    ]  # fmt: skip


@pytest.mark.parametrize("head", ["Öppna koder", "Åbne koder", "Åpne koder", "Open codes"])
def test_open_codes_in_a_cell_are_a_code_each(head: str, project: Project, tmp_path: Path) -> None:
    assert set(codes(project, text(tmp_path / "c.csv", f"Tema,{head}\nTid,stress; pauser\n"))) == {
        "tid", "tid.stress", "tid.pauser",
    }  # fmt: skip


@pytest.mark.parametrize("heads", ["Eksempel på sitat;Sitat fra intervju", "Exemplar quote;Sample quotes"])
def test_further_words_for_examples(heads: str, project: Project, tmp_path: Path) -> None:
    _, read = bring_in(project, text(tmp_path / "c.csv", f"Kode;Definition;{heads}\nTid;om tid;»a«;»b«\n"), id="book")
    assert [example["da"] for example in read.codebook.code("tid").examples] == ["»a«", "»b«"]


def test_arrows_are_levels_and_themes_may_be_lettered(project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", "Kod;Definition\nTillit;a\n→ Data;b\nAnsvar;c\n")
    assert codes(project, path) == {"tillit": "a", "tillit.data": "b", "ansvar": "c"}
    project.undo()
    path = text(tmp_path / "c.txt", "Theme A: Trust\n- Data: numbers\nTheme B: Duty\n")
    assert list(codes(project, path)) == ["trust", "trust.data", "duty"]


@pytest.mark.parametrize("head", ["Topic;Subtopic", "Emne;Underemne", "Ämne;Underämne", "Topics;Sub-topics"])
def test_topics_are_levels(head: str, project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", f"{head};Definition\nTillid;Data;om tal\n;Folk;om os\n")
    assert codes(project, path) == {"tillid": "", "tillid.data": "om tal", "tillid.folk": "om os"}


@pytest.mark.parametrize(
    "heads", ["Kategori;Emne;Kode", "Emne;Kategori;Kode", "Theme;Topic area;Code", "Ämnesområde;Tema;Kod"]
)
def test_topics_are_above_or_below_categories_as_their_columns_stand(
    heads: str, project: Project, tmp_path: Path
) -> None:
    assert list(codes(project, text(tmp_path / "c.csv", f"{heads}\nA;B;C\n"))) == ["a", "a.b", "a.b.c"]


@pytest.mark.parametrize(
    "heads",
    [
        "Global theme;Organizing theme;Basic theme",
        "Globalt tema;Organiserende tema;Grundlæggende tema",
        "Globalt tema;Organiserende tema;Grunntema",
        "Globala teman;Organiserande teman;Grundläggande teman",
    ],
)
@pytest.mark.parametrize("upwards", [False, True])
def test_themes_of_a_thematic_network(heads: str, upwards: bool, project: Project, tmp_path: Path) -> None:
    rows = [heads.split(";"), ["Tillid", "Data", "Tal"], ["", "", "Ord"]]
    written = "\n".join(";".join(reversed(row) if upwards else row) for row in rows)
    found = ["tillid", "tillid.data", "tillid.data.tal", "tillid.data.ord"]
    assert sorted(codes(project, text(tmp_path / "c.csv", written))) == sorted(found)


@pytest.mark.parametrize("head", ["Felt;Indhold", "Felt;Beskrivelse", "Fält;Innehåll", "Field;Content"])
def test_a_heading_above_the_fields_of_codes_is_no_code(head: str, project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", f"{head}\nKode;Tid\nDefinition;om tid\nKode;Tal\nDefinition;om tal\n")
    _, read = bring_in(project, path, id="book")
    assert {code.id: code.definition["da"] for code in read.codebook.codes} == {"tid": "om tid", "tal": "om tal"}
    assert not read.account.lost


def test_a_heading_above_the_fields_of_each_code_in_word(project: Project, tmp_path: Path) -> None:
    tables = [[["Felt", "Indhold"], ["Kode", name], ["Definition", f"om {name}"]] for name in ("tid", "tal")]
    found = codes(project, word(tmp_path / "c.docx", tables[0], "", tables[1]))
    assert found == {"tid": "om tid", "tal": "om tal"}


def test_numbers_above_the_fields_of_each_code_begin_it(project: Project, tmp_path: Path) -> None:
    path = text(tmp_path / "c.csv", "Nr;1\nKode;Tid\nDefinition;om tid\nNr;2\nKode;Tal\nDefinition;om tal\n")
    _, read = bring_in(project, path, id="book")
    assert [code.id for code in read.codebook.codes] == ["tid", "tal"]
    assert [str(lost) for lost in read.account.lost] == ["columns that no codebook has: Nr"]
