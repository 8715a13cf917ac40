"""Talk that stands in a table: who speaks in one column and the words in another, or questions beside answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.core.units import units

from .making import docx, p
from .reading import read, said

TALK = (
    ("Hva gjør du på jobb?", "Jeg kjører buss."),
    ("Hvor lenge har du gjort det?", "I tolv år, og før det kjørte jeg drosje i byen."),
    ("Hvorfor sluttet du med det?", "Fordi det var tomt om natten."),
    ("Hva er det som er blitt bedre for deg?", "Jeg vet når jeg er ferdig, og kollegene."),
)


def table(*rows: tuple[str, ...]) -> bytes:
    cells = "".join(f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return docx(f"<w:tbl><w:tblGrid/>{cells}</w:tbl>")


def barred(*rows: tuple[str, ...]) -> str:
    """The same table in Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(["Noter.", "", lines[0], "|---" * len(rows[0]) + "|", *lines[1:], "", "Slutt."]) + "\n"


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


CODES = ("arbeid", "", "tid", "")


@pytest.mark.parametrize("heading", ["Koder", "Comments", "Anteckningar", "Thema", "Notater:"])
@pytest.mark.parametrize("suffix", ["docx", "md"])
def test_a_column_of_codes_beside_talk_is_nobodys_words_and_named(tmp_path: Path, heading: str, suffix: str) -> None:
    rows = [("Nr", "Hvem", "Utsagn", heading)]
    for number, ((asked, answered), code) in enumerate(zip(TALK, CODES, strict=True)):
        rows += [(f"{2 * number + 1}", "I", asked, ""), (f"{2 * number + 2}", "K", answered, code)]
    document = read(tmp_path, table(*rows) if suffix == "docx" else barred(*rows), f"a.{suffix}").document
    spoken = [line for line in said(document) if line[1] != "other"]
    assert spoken == [
        line for asked, answered in TALK for line in (("I", "interviewer", asked), ("K", "informant", answered))
    ]
    assert [words for _, role, words in said(document) if role == "other" and words in CODES] == ["arbeid", "tid"]
    assert document.warnings == (
        "left out: line numbers 8", f"set apart: 2 cells of the column '{heading}', which nobody says",
    )  # fmt: skip


def test_a_column_of_themes_in_a_table_without_talk_stays(tmp_path: Path) -> None:
    rows = [("Afdeling", "Tema"), *((f"Afdeling {n}", "Hvordan vi gør det her") for n in range(6))]
    document = read(tmp_path, table(*rows), "a.docx").document
    assert all(turn.role == "informant" for turn in document.turns)


@pytest.mark.parametrize("suffix", ["docx", "md"])
def test_each_who_has_a_column_beside_the_questions_answers_alone(tmp_path: Path, suffix: str) -> None:
    rows = [("Spørsmål", "Kari", "Ola"), *((asked, answered, f"Nei. {answered}") for asked, answered in TALK)]
    document = read(tmp_path, table(*rows) if suffix == "docx" else barred(*rows), f"a.{suffix}").document
    spoken = [line for line in said(document) if line[1] != "other"]
    assert spoken == [
        line
        for asked, answered in TALK
        for line in (
            ("Spørsmål", "interviewer", asked),
            ("Kari", "informant", answered),
            ("Ola", "informant", f"Nei. {answered}"),
        )
    ]
    assert len(units(document, "answer")) == 8


def test_the_number_of_a_question_is_no_part_of_the_answer_above(tmp_path: Path) -> None:
    rows = [("Nr", "Spørsmål", "Svar"), *((str(n), *row) for n, row in enumerate((*TALK, *TALK), start=1))]
    document = read(tmp_path, table(*rows), "a.docx").document
    assert [words for _, role, words in said(document) if role == "informant"] == [answer for _, answer in TALK] * 2
    assert document.warnings == ("left out: line numbers 8",)


def test_what_stands_around_a_table_of_talk_is_nobodys(tmp_path: Path) -> None:
    rows = [("Hvem", "Utsagn"), *(row for asked, answered in TALK for row in (("I", asked), ("K", answered)))]
    document = read(tmp_path, barred(*rows), "a.md").document
    assert said(document)[-1] == ("", "other", "Slutt.")


def test_numbers_times_and_names_beside_the_words_of_a_table_are_no_words(tmp_path: Path) -> None:
    rows = [
        (str(2 * n + at + 1), f"0:{n}{at}.0 - 0:{n}{at + 1}.0", words, who, "blik ud")
        for n, turn in enumerate(TALK)
        for at, (who, words) in enumerate(zip(("Speaker 1", "Speaker 2"), turn, strict=True))
    ]
    document = read(tmp_path, table(("", "Timespan", "Content", "Speaker", "Extra"), *rows), "D1.docx").document
    assert [turn for turn in said(document) if turn[1] != "other"] == [
        (row[3], "interviewer" if row[3] == "Speaker 1" else "informant", row[2]) for row in rows
    ]
    assert [turn.time for turn in document.turns if turn.speaker] == [0, 1, 10, 11, 20, 21, 30, 31]
    assert "set apart: 8 cells of the column 'Extra', which nobody says" in document.warnings


def test_a_list_between_tabs_in_which_nobody_comes_back_stays_a_text(tmp_path: Path) -> None:
    text = "Person\tTale\nAnna\tom skolen\nBo\tom bussen\nCia\tom vejret\nDan\tom maden\n"
    document = read(tmp_path, text).document
    assert (document.kind, document.text) == ("document", text)


ELAN = (
    ("I", "0.000", "3.250", "Hvad laver du?"),
    ("Bo", "3.400", "9.120", "Jeg kører bus om natten."),
    ("I", "9.300", "11.000", "Siden hvornår?"),
    ("Bo", "11.200", "15.750", "Siden 2010, tror jeg."),
)
SAID = [(who, "interviewer" if who == "I" else "informant", words) for who, _, _, words in ELAN]


@pytest.mark.parametrize(
    "columns",
    [
        lambda who, begin, end, words: (who, "", begin, end, words),
        lambda who, begin, end, words: (who, who, begin, end, "1.0", words),
        lambda who, begin, end, words: (begin, end, who, words),
        lambda who, begin, end, words: (begin, end, f"{who}: {words}"),
        lambda who, begin, end, words: (who, begin.replace(".", ""), end.replace(".", ""), words),
        lambda who, begin, end, words: (who, f"00:00:{float(begin):06.3f}", f"00:00:{float(end):06.3f}", words),
    ],
)
@pytest.mark.parametrize("by_tier", [False, True])
def test_a_table_without_headings_with_two_columns_of_times_is_talk(
    tmp_path: Path, columns: Callable[..., tuple[str, ...]], by_tier: bool
) -> None:
    """As ELAN and Audacity write it; what one says may stand after all that another says."""
    rows = [columns(*row) for row in ELAN]
    if by_tier and rows[0][0] in ("I", "Bo"):
        rows = rows[::2] + rows[1::2]
    document = read(tmp_path, "\n".join("\t".join(row) for row in rows)).document
    assert said(document) == SAID
    assert [turn.time for turn in document.turns] == [0, 3.4, 9.3, 11.2]


@pytest.mark.parametrize("name", ["D1.txt", "D1.tsv"])
def test_headings_of_elan_say_who_speaks_when(tmp_path: Path, name: str) -> None:
    head = ("Tier", "Begin Time - ss.msec", "End Time - ss.msec", "Annotation")
    document = read(tmp_path, "\n".join("\t".join(row) for row in (head, *ELAN)), name).document
    assert said(document) == SAID
    assert [turn.time for turn in document.turns] == [0, 3.4, 9.3, 11.2]


def test_years_and_numbers_between_tabs_are_no_times(tmp_path: Path) -> None:
    rows = [("Hansen", "1998", "2001", "var borgmester"), ("Olsen", "2001", "2005", "var borgmester og minister")] * 2
    text = "\n".join("\t".join(row) for row in rows)
    assert read(tmp_path, text).document.text == text
