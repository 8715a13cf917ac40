"""Talk that stands in a table: who speaks in one column and the words in another, or questions beside answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from .reading import read, said

TALK = (
    ("Hva gjør du på jobb?", "Jeg kjører buss."),
    ("Hvor lenge har du gjort det?", "I tolv år, og før det kjørte jeg drosje i byen."),
    ("Hvorfor sluttet du med det?", "Fordi det var tomt om natten."),
    ("Hva er det som er blitt bedre for deg?", "Jeg vet når jeg er ferdig, og kollegene."),
)


def printed(rows: list[tuple[str, str]]) -> bytes:
    """A table of two columns as paper shows it; the right cell is wrapped."""
    pytest.importorskip("reportlab")
    from .making import pdf

    placed: list[tuple[float, float, str]] = []
    height = 760.0
    for left, right in rows:
        half = right.rfind(" ", 0, 40) if len(right) > 40 else len(right)
        wrapped = [right[:half].strip(), right[half:].strip()]
        placed.append((90.0, height, left))
        # The place of a word differs a little with its first letter.
        placed += [
            (307.0 - 2 * (words[0] == "J"), height - 13 * at, words) for at, words in enumerate(wrapped) if words
        ]
        height -= 13 * sum(map(bool, wrapped))
    return pdf([placed])


def test_a_speaker_in_the_left_column_of_a_printed_table_says_what_stands_beside(tmp_path: Path) -> None:
    rows = [row for asked, answered in TALK for row in (("I", asked), ("K", answered))]
    document = read(tmp_path, printed(rows), "a.pdf").document
    assert said(document) == [
        line for asked, answered in TALK for line in (("I", "interviewer", asked), ("K", "informant", answered))
    ]


def test_a_question_beside_its_answer_in_a_printed_table_is_no_part_of_it(tmp_path: Path) -> None:
    document = read(tmp_path, printed(list(TALK)), "a.pdf").document
    assert said(document) == [
        line for asked, answered in TALK for line in (("", "interviewer", asked), ("", "informant", answered))
    ]
