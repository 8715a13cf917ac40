"""Line numbers at the left of a transcript are nobody's words: recognised by how they count, left out and counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .making import docx, p
from .reading import read, speech

TALK = [
    "Interviewer: Hvad laver du til daglig?",
    "Jonas: Jeg leder et hold på ni medarbejdere, og så",
    "har jeg selv borgere, som jeg besøger to gange",
    "om ugen.",
    "Interviewer: Hvor længe har du gjort det?",
    "Jonas: I fire år. Før det var jeg i en anden",
    "kommune, hvor vi gjorde det helt anderledes end",
    "her, og det var ikke bedre, bare dyrere og mere",
    "besværligt for alle.",
    "Interviewer: Hvordan da?",
    "Jonas: Der var ingen faste teams, og ingen vidste",
    "hvem der kom.",
]
PLAIN = "\n".join(TALK) + "\n"


def numbered(form: str, step: int = 1, lines: list[str] = TALK) -> str:
    """The lines with their numbers at the left, every one or every few."""
    return "".join(
        (form.format(n) if n % step == 0 else " " * (len(form.format(0)) + 1) if step > 1 else "") + line + "\n"
        for n, line in enumerate(lines, start=1)
    )


FORMS = (
    "every", "aligned", "padded", "dotted", "brackets", "round", "colon", "bar", "no break", "fifth", "longer", "tenth",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (numbered("{} "), 12),
        (numbered("{:>3}  "), 12),
        (numbered("{:03}\t"), 12),
        (numbered("{}. "), 12),
        (numbered("[{}] "), 12),
        (numbered("({})  "), 12),
        (numbered("{}: "), 12),
        (numbered("{} | "), 12),
        (numbered("{}\xa0\xa0"), 12),
        (numbered("{}  ", 5), 2),
        (numbered("{:>2} ", 5, TALK * 3), 7),
        (numbered("{}\t", 10, TALK * 4), 4),
    ],
    ids=FORMS,
)
@pytest.mark.parametrize("suffix", ["txt", "docx"])
def test_line_numbers_are_left_out_and_counted(tmp_path: Path, text: str, count: int, suffix: str) -> None:
    content: str | bytes = text
    if suffix == "docx":
        content = docx("".join(p(line.replace("\t", "  ")) for line in text.splitlines()))
    result = read(tmp_path, content, f"a.{suffix}")
    lines = text.count("\n") // len(TALK)
    assert speech(result.document) == speech(read(tmp_path, PLAIN * lines, "plain.txt").document)
    assert f"left out: line numbers {count}" in result.document.warnings


def test_numbers_of_blank_lines_and_of_each_page_anew_go_too(tmp_path: Path) -> None:
    one = "1 I: Hvad laver du?\n2\n3 Bo: Jeg kører bus,\n4 hver dag.\n5 I: Siden?\n6 Bo: Maj.\n"
    result = read(tmp_path, one + one)
    assert speech(result.document)[:2] == [("I", "Hvad laver du?"), ("Bo", "Jeg kører bus, hver dag.")]
    assert result.document.warnings == ("left out: line numbers 12",)


LISTS: dict[str, Callable[[], str]] = {
    "labels": lambda: "1\tHvad laver du?\n2\tJeg kører bus.\n1\tSiden hvornår?\n2\tSiden maj.\n1\tTak.\n2\tSelv tak.\n",
    "aims": lambda: "1. Mål: mere tid\n2. Middel: møder\n3. Hvem: alle\n4. Hvor: her\n5. Hvornår: maj\n6. Pris: nul\n",
    "speakers": lambda: "1: Hej alle\n2: Hej hej\n3: Goddag\n1: Ja ja\n2: Nej nej\n3: Måske\n1: Slut nu\n2: Ja\n",
    "list": lambda: "1. Indledning\n2. Metode\n3. Resultater\n4. Diskussion\n5. Konklusion\n6. Litteratur\n",
    "few": lambda: "I: Hvor mange?\nBo: Der var\n5 der kom\nog\n10 der gik.\nI: Nå?\nBo: Ja.\n",
    "sums": lambda: "Vi talte:\n12 mænd\n14 kvinder\n3 børn\n40 hunde\n41 katte\n7 heste\n",
}


@pytest.mark.parametrize("name", LISTS)
def test_numbers_that_count_something_else_stay(tmp_path: Path, name: str) -> None:
    text = LISTS[name]()
    document = read(tmp_path, text).document
    assert document.text == text
    assert not any("line numbers" in warning for warning in document.warnings)


def table(*rows: tuple[str, ...]) -> bytes:
    cells = "".join(f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return docx(f"<w:tbl><w:tblGrid/>{cells}</w:tbl>")


@pytest.mark.parametrize("label", ["in a cell of its own", "before the words"])
def test_a_column_of_numbers_beside_the_speakers_is_left_out_and_counted(tmp_path: Path, label: str) -> None:
    """Whoever speaks stands beside the number; a line that goes on has the number and no label."""
    rows = []
    for number, line in enumerate(TALK, start=1):
        speaker, colon, words = line.partition(": ")
        own = (speaker, words) if colon and label == "in a cell of its own" else (line,)
        rows.append((f"{number}.", *own))
    result = read(tmp_path, table(*rows), "a.docx")
    assert speech(result.document) == speech(read(tmp_path, PLAIN, "plain.txt").document)
    assert result.document.warnings == ("left out: line numbers 12",)


def test_a_numbered_table_in_which_nobody_speaks_keeps_its_numbers(tmp_path: Path) -> None:
    rows = [(str(n), f"Afdeling {n}", "Gør noget") for n in range(1, 9)]
    assert read(tmp_path, table(*rows), "a.docx").document.text.startswith("1\n\nAfdeling 1")
