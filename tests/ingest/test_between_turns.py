"""What stands between the turns of a transcript without a label: titles, field notes, questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from .making import docx, p, r
from .reading import read, said

TALK = ("Leder: Velkommen til jer alle.", "Anne: Tak skal du have.")


def others(tmp_path: Path, text: str) -> list[str]:
    return [words for _, role, words in said(read(tmp_path, text).document) if role == "other"]


@pytest.mark.parametrize(
    "titles",
    [
        ("1. Velkomst", "2. Økonomi", "3. Eventuelt"),
        ("1) Velkomst", "2) Økonomi", "3) Eventuelt"),
        ("Punkt 1. Velkomst", "Punkt 2. Økonomi", "Punkt 3. Eventuelt"),
        ("§ 1 Öppnande", "§ 2 Ekonomi", "§ 3 Övrigt"),
        ("Sak 12/24: Skolestruktur", "Sak 13/24: Økonomi", "Sak 14/24: Eventuelt"),
        ("Item 1: Welcome", "Item 2: Money", "Item 3: Other"),
        ("1 BAKGRUNN", "2 LEDELSE", "3 FRAMTID"),
        ("BAKGRUNN", "LEDELSE", "FRAMTID"),
        ("Bakgrunn", "Ledelse", "Framtid"),
    ],
)
def test_titles_above_turns_are_nobodys(tmp_path: Path, titles: tuple[str, ...]) -> None:
    assert others(tmp_path, "\n\n".join(line for title in titles for line in (title, *TALK))) == list(titles)


def test_titles_in_bold_above_turns_are_nobodys(tmp_path: Path) -> None:
    titles = ("Ledelse", "Framtid")
    parts = [part for title in titles for part in (f"<w:p>{r(title, '<w:b/>')}</w:p>", *map(p, TALK))]
    document = read(tmp_path, docx("".join([*map(p, TALK), *parts])), "D1.docx").document
    assert [words for _, role, words in said(document) if role == "other"] == list(titles)


@pytest.mark.parametrize(
    "parts",
    [
        ("Tre ting:", "1. Tid", "2. Ro"),  # a list in an answer
        ("Det vigtigste er:", "1. Tid"),
        ("Han råbte.", "NEJ"),
        ("ikke noget", "Overhovedet"),  # no sentence ends anywhere
        ("Tak.", "Ja"),
    ],
)
def test_short_lines_of_an_answer_are_its_own(tmp_path: Path, parts: tuple[str, ...]) -> None:
    answers = [(*parts[:-1], f"{parts[-1]}{more}") for more in ("", "!")]
    text = "\n\n".join(line for said_ in answers for line in ("I: Hvad så?", f"Bo: {said_[0]}", *said_[1:]))
    assert others(tmp_path, f"{text}\n\nI: Tak.") == []


@pytest.mark.parametrize(
    "notes", [("10:15 Vi går ind.", "10:22 Døren åbnes."), ("Kl. 10.15. Vi går ind.", "Kl. 10.22. Døren åbnes.")]
)
def test_field_notes_with_the_time_of_day_between_turns_are_nobodys(tmp_path: Path, notes: tuple[str, str]) -> None:
    talk = ("I: Hvem bestemmer?", "Bo: Det gør Lars.")
    text = "\n\n".join((*talk, f"{notes[0]}\nLars smiler.", *talk, notes[1], *talk))
    assert others(tmp_path, text) == [notes[0], "Lars smiler.", notes[1]]
    assert others(tmp_path, "\n\n".join((*talk, "\n".join(notes), *talk))) == [*notes]


@pytest.mark.parametrize(
    "text",
    [
        "I: Hvordan er dagen?\n\nBo: Sådan her:\n\n08:00 Vi møder.\n\n09:30 Vi kører.\n\nI: Tak.\n\nBo: Ja.",
        "I: Hvordan er dagen?\n\nBo: God.\n\n[08:00] Og lang.\n\n[09:30] Og travl.\n\nI: Tak.\n\nBo: Ja.",
        "[0:01] I: Hvordan?\n\n[0:05] Bo: God.\n\n0:09 Vi møder.\n\n0:12 Vi kører.\n\n[0:15] I: Tak.\n\n[0:20] Bo: Ja.",
        "I: Hvornår?\n\nBo: Om morgenen.\n\n09:30 Vi kører.\n\nI: Tak.\n\nBo: Ja.",
    ],
)
def test_times_in_an_answer_are_its_own(tmp_path: Path, text: str) -> None:
    assert others(tmp_path, text) == []


def test_a_question_behind_a_dash_between_two_turns_of_one_is_asked(tmp_path: Path) -> None:
    text = (
        "Interviewer: Hvor kom du fra?\nOla: Fra Aarhus.\n- Og så?\nOla: Jeg ledte.\nInterviewer: Fandt du?\nOla: Ja."
    )
    turns = said(read(tmp_path, text).document)
    assert turns[2:4] == [("", "interviewer", "Og så?"), ("Ola", "informant", "Jeg ledte.")]
    assert turns[0][1] == turns[4][1] == "interviewer"


@pytest.mark.parametrize(
    "answer",
    [
        "Om tre ting:\n- Hvornår?\n- Hvor længe?",
        "De siger:\n- Hvornår?",
        "En mand kom ind.\n- Hvem er du?\nDet sagde jeg.",
        "Han sagde bare\n- Hvem er du?",
    ],
)
def test_a_question_behind_a_dash_in_an_answer_is_its_own(tmp_path: Path, answer: str) -> None:
    text = f"Interviewer: Hvad spørger de om?\nOla: {answer}\nOla: Og så gik jeg.\nInterviewer: Hvad så?\nOla: Intet."
    assert said(read(tmp_path, text).document)[1] == ("Ola", "informant", answer)


@pytest.mark.parametrize("dash", ["", "- ", "– "])
def test_questions_without_a_label_above_the_answers_of_one_by_name_are_asked(tmp_path: Path, dash: str) -> None:
    asked = ("Hvordan kom du hit?", "Hva gjorde du da?", "Fant du noe?")
    answers = ("Med toget.", "Lette etter jobb.", "Når jeg tenker etter: ja.")
    text = "\n".join(f"{dash}{question}\nOla: {answer}" for question, answer in zip(asked, answers, strict=True))
    turns = said(read(tmp_path, text).document)
    assert turns[::2] == [("", "interviewer", question) for question in asked]
    assert {turn[:2] for turn in turns[1::2]} == {("Ola", "informant")}


def test_who_speaks_alone_may_ask_without_an_answer(tmp_path: Path) -> None:
    text = "Anna: Det er det første.\nHvad er nu det?\n\nAnna: Det andet er længere.\n\nAnna: Tak for i dag."
    assert {turn[:2] for turn in said(read(tmp_path, text).document)} == {("Anna", "informant")}
