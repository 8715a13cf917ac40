"""Headings of codebooks that say the same in other words: they are the same fields, levels and parents."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.project import Project
from qualcode.project.codebooks import bring_in

from .test_written_codebooks import codes, project, text

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
