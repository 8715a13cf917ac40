"""What only paper does to text: lines cut by its edge, columns, stretched blanks, broken words."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from qualcode.ingest.read import read_file
from qualcode.ingest.readers.pdf.lines import Gap, Line, spell_out

from .reading import said

canvas = pytest.importorskip("reportlab.pdfgen.canvas")
width_of = pytest.importorskip("reportlab.pdfbase.pdfmetrics").stringWidth

Placed = tuple[float, float, str]


def made(folder: Path, pages: list[list[Placed]]) -> Path:
    """A PDF with words at places, in points from the lower left corner, in the order given."""
    out = io.BytesIO()
    paper = canvas.Canvas(out, pagesize=(595, 842))
    for page in pages:
        paper.setFont("Helvetica", 12)
        for x, y, words in page:
            paper.drawString(x, y, words)
        paper.showPage()
    paper.save()
    path = folder / "D1.pdf"
    path.write_bytes(out.getvalue())
    return path


def text(path: Path) -> str:
    return read_file(path)[0].document.text


def test_a_line_cut_by_the_edge_of_a_page_stands_once(tmp_path: Path) -> None:
    talk = ["Dan: Hvad synes du?", "Bo: Det er godt nok.", "Dan: Hvorfor det?", "Bo: Fordi det virker."]
    first = [(60.0, 780.0 - 30 * at, words) for at, words in enumerate(talk)]
    cut = "Dan: Godt, og hvad med det andet?"
    path = made(
        tmp_path, [[*first, (60, 1, cut)], [(60, 832, cut), (60, 790, "Bo: Det er fint."), (60, 760, "Dan: Tak.")]]
    )
    result = read_file(path)[0]
    assert [words for _, _, words in said(result.document)].count("Godt, og hvad med det andet?") == 1
    assert any("cut by a page's edge" in warning for warning in result.document.warnings)


def test_the_right_column_is_read_after_the_left_whichever_was_written_first(tmp_path: Path) -> None:
    left = [(60.0, 780.0 - 16 * at, f"v{at:02} vi skal have noget at tale om her") for at in range(20)]
    right = [(330.0, 780.0 - 16 * at, f"h{at:02} og det er sagt om alt dette nu") for at in range(20)]
    title = (60.0, 810.0, "En overskrift, der staar hen over begge spalter paa siden her, fra kant til kant")
    for page in ([*right, *left], [title, *right, *left]):
        words = text(made(tmp_path, [page]))
        assert [words.find(mark) for mark in ("v00", "v19", "h00", "h19")] == sorted(
            words.find(mark) for mark in ("v00", "v19", "h00", "h19")
        )


@pytest.mark.parametrize("written", ["in order", "from the right", "row by row"])
def test_three_columns_are_read_from_left_to_right(tmp_path: Path, written: str) -> None:
    columns = [
        [(60.0 + 165 * at, 780.0 - 16 * row, f"{mark}{row:02} vi taler om alt dette") for row in range(20)]
        for at, mark in enumerate("vmh")
    ]
    page = [line for each in columns for line in each]
    if written != "in order":
        rows = zip(*columns, strict=True)
        page = [line for each in (reversed(columns) if written == "from the right" else rows) for line in each]
    words = text(made(tmp_path, [page]))
    places = [words.find(f"{mark}{row:02}") for mark in "vmh" for row in range(20)]
    assert places == sorted(places)


def test_a_broken_word_with_a_quotation_mark_or_a_genitive_is_spelt_as_elsewhere(tmp_path: Path) -> None:
    for tail in ("efficacy' og helbred", "efficacys betydning"):
        lines = [
            "Opgaven handler om self-efficacy og igen om self-efficacy i en",
            "virksomhed, og om de ansattes job self-",
        ]
        words = text(made(tmp_path, [[(60.0, 780.0 - 16 * at, line) for at, line in enumerate([*lines, tail])]]))
        assert "selfefficacy" not in words
        assert "self-efficacy" in words


def test_marks_of_no_width_are_gone() -> None:
    line = Line("en ad\u00admini\u200bstration og en kom\u00ad", 0, 100, 0, 10, 0, 12, bold=8, gaps=(Gap(19, 50, 60),))
    spell_out(line)
    assert (line.text, line.bold, line.gaps[0].at) == ("en administration og en kom\u00ad", 7, 17)


def test_ligatures_and_marks_apart_are_the_letters_that_are_meant() -> None:
    line = Line("Pa\u030a \ufb01re o\ufb03ces:\tA\u030asa", 0, 100, 0, 10, 0, 12, bold=14, gaps=(Gap(15, 50, 60),))
    spell_out(line)
    assert line.text == "På fire offices:\tÅsa"
    assert (line.text[: line.bold], line.text[line.gaps[0].at :]) == ("På fire offices:", "Åsa")


def test_two_labelled_lines_are_two_turns(tmp_path: Path) -> None:
    path = made(tmp_path, [[(60, 780, "I: Hvordan oplever du arbejdet?"), (60, 764, "U1: Det er godt, men travlt.")]])
    assert said(read_file(path)[0].document) == [
        ("I", "interviewer", "Hvordan oplever du arbejdet?"), ("U1", "informant", "Det er godt, men travlt."),
    ]  # fmt: skip


def test_the_blanks_of_a_justified_line_are_blanks(tmp_path: Path) -> None:
    stretched, at = [], 60.0
    for word in ("ledelse", "og", "borgere", "i"):
        stretched.append((at, 764.0, word))
        at += width_of(word, "Helvetica", 12) + 24
    page = [(60, 780, "Vi taler om den datastyrede"), *stretched, (60, 748, "kommunen og om alt det andet.")]
    assert "\t" not in text(made(tmp_path, [page]))
