"""Times with full stops are times where they stand as times do, and words elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from .making import docx, p
from .reading import read, said

TALK = (
    ("00.03", "Kari", "Hva liker du best?"),
    ("00.35", "Ola", "Elevene, og 10.30 er best."),
    ("01.10", "Kari", "Hva er vanskelig?"),
    ("01.25", "Ola", "Tida."),
)
TIMES = [3.0, 35.0, 70.0, 85.0]


@pytest.mark.parametrize(
    "form",
    [
        "{0} {1}: {2}", "[{0}] {1}: {2}", "{0} - {1}: {2}", "{0}-{0} {1}: {2}", "{1} {0}: {2}", "{1} [00.{0}]: {2}",
        "{1}: [{0}] {2}", "{1} [{0}] {2}", "{1} ({0}) {2}", "{1} {0}\n{2}", "{1} [00.{0}]\n{2}", "{0} {1}\n{2}",
        "{1}\n00.{0}\n{2}", "{0}\n{1}: {2}", "({0})\n{1}: {2}", "{0}\t{1}\t{2}", "{1}\t{0}\t{2}", "{1} | {0} | {2}",
        "kl. {0} {1}: {2}", "{1} (kl. {0}): {2}", "Kl {0} {1}\n{2}", "{1} kl. {0}\n{2}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_a_time_with_full_stops_is_a_time(tmp_path: Path, form: str, kind: str) -> None:
    text = "\n\n".join(form.format(*turn) for turn in TALK)
    content = text if kind == "txt" else docx("".join(map(p, text.replace("\n\n", "\n").split("\n"))))
    document = read(tmp_path, content, f"D1.{kind}").document
    assert [(turn[0], turn[2]) for turn in said(document)] == [(name, words) for _, name, words in TALK]
    assert [turn.time for turn in document.turns] == TIMES
    assert "00.03" in document.text  # the text stays as it is


@pytest.mark.parametrize("heading", ["Tid;Hvem;Tekst\n", "Tid;Taler;Ytring\n"])
def test_a_column_of_times(tmp_path: Path, heading: str) -> None:
    table = heading + "".join(";".join(turn) + "\n" for turn in TALK)
    assert [turn.time for turn in read(tmp_path, table, "D1.csv").document.turns] == TIMES


@pytest.mark.parametrize("headed", [False, True])
def test_a_table_with_times(tmp_path: Path, headed: bool) -> None:
    rows = (*(("Tid", "Hvem", "Tekst"),) * headed, *TALK)
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    table = docx(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>")
    assert [turn.time for turn in read(tmp_path, table, "D1.docx").document.turns] == TIMES


@pytest.mark.parametrize(
    "text",
    [
        "3.50 melk\n4.20 brød\n5.10 ost\n",
        "1.10 Innledning\nTekst.\n1.11 Metode\nTekst.\n1.12 Resultat\nTekst.\n",
        "Anna: (0.15) ja\nOla: (0.20) nei (1.05) eller\nAnna: (1.10) hva?\nOla: (2.00) nei\n",
        "0.12\n0.25\n0.40\nDet er tall.\n",
    ],
)
def test_prices_sections_pauses_and_numbers_are_words(tmp_path: Path, text: str) -> None:
    document = read(tmp_path, text).document
    assert all(turn.time is None for turn in document.turns)
    assert sum(len(turn[2].split()) for turn in said(document)) + text.count(":") == len(text.split())


@pytest.mark.parametrize(
    ("hour", "minutes", "seconds"),
    [("hour", "minutes", "seconds"), ("time", "minutter", "sekunder"), ("timme", "minuter", "sekunder")],
)
@pytest.mark.parametrize("form", ["{0}\n{1}\n{2}\n{3}\n", "{0}\n{1}\n{3}\n", "{0} {1}\n{3}\n"])
def test_times_in_words_as_they_are_copied_from_a_program(
    tmp_path: Path, form: str, hour: str, minutes: str, seconds: str
) -> None:
    turns = (
        ("Anna Berg", f"3 {seconds}", "0:03", "Hvad laver du?"),
        ("Nils Øst", f"0 {minutes} 9 {seconds}", "0:09", "Jeg leder i 3 minutter 20 sekunder."),
        ("Anna Berg", f"2 {minutes} 15 {seconds}", "2:15", "Siden hvornår?"),
        ("Nils Øst", f"1 {hour} 0 {minutes} 20 {seconds}", "1:00:20", "Siden maj."),
    )
    document = read(tmp_path, "".join(form.format(*turn) for turn in turns)).document
    assert [(turn[0], turn[2]) for turn in said(document)] == [(turn[0], turn[3]) for turn in turns]
    assert [turn.time for turn in document.turns] == [3, 9, 135, 3620]


def test_a_length_of_time_that_is_told_is_words(tmp_path: Path) -> None:
    text = "I: Hvor længe?\nMia: Først\n20 sekunder\nI: Så?\nMia: Så\n10 sekunder\nI: Sidst?\nMia: Kun\n5 sekunder\n"
    assert "20 sekunder" in said(read(tmp_path, text).document)[1][2]


@pytest.mark.parametrize("minutes", ["minutes", "minutter", "minuter"])
def test_whole_minutes_beside_times_in_words(tmp_path: Path, minutes: str) -> None:
    turns = (("Anna Berg", "3 seconds"), ("Nils", "9 seconds"), ("Anna Berg", f"2 {minutes}"), ("Nils", f"2 {minutes}"))
    text = "".join(f"{who}\n{time}\nHvad laver du?\n" for who, time in turns)
    document = read(tmp_path, f"{text}Nils\n3 {minutes} 1 second\nIkke mere.\n").document
    assert [turn.time for turn in document.turns] == [3, 9, 120, 120, 181]


def test_minutes_that_are_told_beside_times_in_words_are_words(tmp_path: Path) -> None:
    text = "".join(f"{who}\n{n} seconds\nHvor længe?\n" for n, who in enumerate(("Anna", "Nils") * 2, start=3))
    document = read(tmp_path, text.replace("længe?\nNils", "længe?\n2 minutter\nNils", 1)).document
    assert [turn.time for turn in document.turns] == [3, 4, 5, 6] and "2 minutter" in said(document)[0][2]


@pytest.mark.parametrize(
    "form", ["kl. {0} {1}: {2}", "[{0}] {1}: {2}", "{0} {1}: {2}", "{1} ({0}): {2}", "{1} {0}\n{2}"]
)
def test_minutes_go_on_past_ninety_nine(tmp_path: Path, form: str) -> None:
    text = "\n\n".join(form.format(f"{n}:05", *turn[1:]) for n, turn in zip((3, 99, 120, 135), TALK, strict=True))
    document = read(tmp_path, text).document
    assert [(turn[0], turn[2]) for turn in said(document)] == [(name, words) for _, name, words in TALK]
    assert [turn.time for turn in document.turns] == [185.0, 5945.0, 7205.0, 8105.0]


def test_the_hour_at_which_something_happens_is_said(tmp_path: Path) -> None:
    notes = "\n\n".join(f"kl. 0{n}:30 {what}" for n, what in enumerate(["kommer hun.", "går hun.", "spiser de."], 7))
    assert "kl. 07:30 kommer hun." in [words for _, _, words in said(read(tmp_path, notes).document)]
