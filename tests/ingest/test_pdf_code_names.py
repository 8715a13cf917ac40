"""Names of codes that another program printed beside or under the words are no words of anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.model import Document
from qualcode.ingest.read import read_file

from .making import Placed, pdf

WORDS = [
    "I think that the work we do here is mostly about people and",
    "their needs, and not so much about the numbers that we report",
    "to the board every month of the year.",
]
ASKED = "What do you think about the work you do here in the house?"
SMALL = ("Helvetica", 8.0)


def read(tmp_path: Path, pages: list[list[Placed]]) -> Document:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(pages))
    return read_file(path)[0].document


def pages(*named: list[Placed], labels: str = "plain") -> list[list[Placed]]:
    """Three pages of four questions and answers; `named` stands at the last line of each answer in turn."""
    found: list[list[Placed]] = []
    for _ in range(3):
        page: list[Placed] = []
        for at in range(4):
            top = 780 - 160 * at
            look = SMALL if labels == "small" else ("Helvetica-Bold", 11.0)
            page += [(60, top, "Interviewer", *look), (60, top - 14, ASKED, "Helvetica", 11.0)]
            page += [(60, top - 40, "Anna", *look)]
            page += [(60, top - 54 - 14 * n, line, "Helvetica", 11.0) for n, line in enumerate(WORDS)]
            page += [(x, top - 82 + y, text, *SMALL) for x, y, text, *_ in named[at % len(named)]] if named else []
        found.append(page)
    return found


def test_boxes_under_the_words_are_left_out_and_counted(tmp_path: Path) -> None:
    one: list[Placed] = [(64, -18, "Work", *SMALL), (120, -18, "People first", *SMALL)]
    other: list[Placed] = [(64, -18, "Numbers", *SMALL)]
    document, plain = read(tmp_path, pages(one, other)), read(tmp_path, pages())
    assert document.text == plain.text
    assert [turn.speaker for turn in document.turns] == [turn.speaker for turn in plain.turns]
    assert document.warnings == (
        "left out: names of codes beside or under the words 18: Work (6), People first (6), Numbers (6)",
    )


def test_names_in_the_margin_are_left_out_and_counted(tmp_path: Path) -> None:
    named: list[list[Placed]] = [[(450, 23, name, *SMALL)] for name in ("Work", "People first", "Numbers", "Board")]
    document, plain = read(tmp_path, pages(*named)), read(tmp_path, pages())
    assert document.text == plain.text
    assert "names of codes beside or under the words 12" in document.warnings[0]


def left_of_the_words(labels: str, size: float, *names: str) -> list[list[Placed]]:
    """Three pages whose words begin at 160 points; the names stand left of them, one after the other."""
    found: list[list[Placed]] = []
    written = 0
    for _ in range(3):
        page: list[Placed] = []
        for at in range(4):
            top = 780 - 160 * at
            x, down = (95, 14) if labels == "left" else (160, 0)
            joined, type_ = labels == "colon", "Helvetica" if labels == "left" else "Helvetica-Bold"
            page += [] if joined else [(x, top - down, "Interviewer", type_, 11.0)]
            page += [] if joined else [(x, top - 40 - down, "Anna", type_, 11.0)]
            page += [(160, top - 14, f"Interviewer: {ASKED}" if joined else ASKED, "Helvetica", 11.0)]
            for n, line in enumerate(WORDS):
                page.append((160, top - 54 - 14 * n, f"Anna: {line}" if joined and not n else line, "Helvetica", 11.0))
            for n in range(1 + at % 2 if names else 0):
                page.append((30, top - 61 - 14 * n, names[written % len(names)], "Helvetica", size))
                written += 1
        found.append(sorted(page, key=lambda placed: (-placed[1], placed[0])) if labels == "left" else page)
    return found


@pytest.mark.parametrize(("labels", "size"), [("own line", 11.0), ("colon", 11.0), ("own line", 8.0)])
def test_names_left_of_the_words_are_left_out_and_counted(tmp_path: Path, labels: str, size: float) -> None:
    """As large as the words or smaller, where the speakers' labels stand among these."""
    names = ("Work", "People first", "Numbers", "Board")
    document = read(tmp_path, left_of_the_words(labels, size, *names))
    plain = read(tmp_path, left_of_the_words(labels, size))
    assert document.text == plain.text
    assert [turn.speaker for turn in document.turns] == ["Interviewer", "Anna"] * 12
    assert any("left out: names of codes beside or under the words 18" in warning for warning in document.warnings)


def test_speakers_who_stand_left_of_the_words_stay(tmp_path: Path) -> None:
    document = read(tmp_path, left_of_the_words("left", 11.0))
    assert [turn.speaker for turn in document.turns] == ["Interviewer", "Anna"] * 12
    assert not any("names of codes" in warning for warning in document.warnings)


def test_a_column_that_says_whose_words_these_are_stays(tmp_path: Path) -> None:
    document = read(tmp_path, left_of_the_words("own line", 11.0, "P1", "P2", "P7"))
    assert document.text.count("P7") == 6


def test_a_title_that_hangs_left_of_the_words_of_every_page_stays(tmp_path: Path) -> None:
    document = read(tmp_path, left_of_the_words("own line", 11.0, "Part one"))
    assert not any("names of codes" in warning for warning in document.warnings)


@pytest.mark.parametrize("what", ["labels", "notes", "table"])
def test_small_type_that_is_no_name_stays(tmp_path: Path, what: str) -> None:
    """Labels of speakers, remarks that are sentences, and the cells of a table are small too."""
    rows: dict[str, list[Placed]] = {
        "labels": [],
        "notes": [(64, -16, "He laughs. She waits for a while before she says anything at all.", *SMALL)],
        "table": [
            (x, -14 - 9 * n, cell, *SMALL) for n in range(5) for x, cell in ((64, "Yes"), (120, "No"), (180, "Yes"))
        ],
    }
    laid = pages(rows[what], labels="small" if what == "labels" else "plain")
    document = read(tmp_path, laid)
    assert not any("names of codes" in warning for warning in document.warnings)
    for text in {text for page in laid for _, _, text, *_ in page}:
        assert text in document.text.replace("\n", " ")
