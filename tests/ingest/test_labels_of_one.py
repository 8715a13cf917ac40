"""Two labels of one speaker are one, where they cannot be two."""

from __future__ import annotations

from pathlib import Path

import pytest

from .reading import read, said

GROUP = (
    "Moderator: Hva tenker dere?\nLisa: Jeg synes det er bra.\nPer: Ja, jeg også.\nModerator: Hvorfor det?\n"
    "{0}: Fordi vi lærer mye.\nPer: Og vi får tid.\nModerator: Noe mer?\n{1}: Nei, det var alt.\nPer: Enig.\n"
)


@pytest.mark.parametrize(
    ("labels", "speakers"),
    [
        (("Lisa Ek", "Lisa"), {"Lisa"}),
        (("Lisa", "Lisa Marie Ek"), {"Lisa"}),
        (("Lisa Ek", "Lisa Dahl"), {"Lisa", "Lisa Ek", "Lisa Dahl"}),
    ],
)
def test_a_full_name_is_the_only_one_of_that_first_name(
    tmp_path: Path, labels: tuple[str, str], speakers: set[str]
) -> None:
    document = read(tmp_path, GROUP.format(*labels)).document
    assert {turn.speaker for turn in document.turns} == {"Moderator", "Per", *speakers}
    assert len(document.turns) == 9


def test_who_answers_somebody_of_the_same_first_name_is_another(tmp_path: Path) -> None:
    text = GROUP.format("Lisa Ek", "Lisa").replace("Per: Og vi får tid.", "Lisa: Og vi får tid.")
    turns = said(read(tmp_path, text).document)
    assert ("Lisa Ek", "informant", "Fordi vi lærer mye.") in turns
    assert ("Lisa", "informant", "Og vi får tid.") in turns


@pytest.mark.parametrize(
    ("asks", "short", "answers", "short_answers"),
    [
        ("Forsker", "F", "Deltager", "D"),
        ("Forskare", "F", "Deltagare", "D"),
        ("Researcher", "R", "Participant", "P"),
        ("Moderator", "M", "Deltaker", "D"),
        ("Interviewer", "I", "Participant 1", "P1"),
    ],
)
def test_the_first_letter_of_a_role_is_the_role(
    tmp_path: Path, asks: str, short: str, answers: str, short_answers: str
) -> None:
    text = (
        f"{asks}: Hvad synes du?\n{answers}: Det er godt.\n{short}: Hvorfor?\n{short_answers}: Fordi man lærer noget.\n"
        f"{asks}: Og ellers?\n{answers}: Ikke mere.\n{short}: Slet ikke?\n{short_answers}: Nej.\n"
    )
    turns = read(tmp_path, text).document.turns
    assert [(turn.speaker, turn.role) for turn in turns] == [(asks, "interviewer"), (answers, "informant")] * 4


@pytest.mark.parametrize(
    ("labels", "why"),
    [
        (("Moderator", "M", "P"), "M answers the moderator"),
        (("Moderator", "K", "M"), "K is a letter of somebody, and so may M be"),
        (("Moderator", "Mette", "M"), "M may be Mette"),
    ],
)
def test_a_letter_that_may_be_somebody_else_is(tmp_path: Path, labels: tuple[str, str, str], why: str) -> None:
    asks, one, other = labels
    text = f"{asks}: Hva tenker dere?\n{one}: Bra.\n{other}: Enig.\n" * 3
    assert {turn.speaker for turn in read(tmp_path, text).document.turns} == {asks, one, other}, why


@pytest.mark.parametrize("label", ["Mia 0:{0}1\n", "[00:0{0}:05] Mia\n", "Mia [00:00:{0}1] "])
def test_one_who_speaks_alone_with_times_is_a_speaker(tmp_path: Path, label: str) -> None:
    text = "\n\n".join(
        label.format(n) + words for n, words in enumerate(["Jag kör buss.", "Varje dag.", "Tidigt.", "Ja."])
    )
    turns = said(read(tmp_path, text).document)
    assert turns == [("Mia", "informant", words) for words in ("Jag kör buss.", "Varje dag.", "Tidigt.", "Ja.")]


def test_titles_with_times_among_longer_notes_are_no_speaker(tmp_path: Path) -> None:
    said_there = (
        "Anna går ind.\n\nSå er der stille.",
        "Bo går ud.\n\nDøren smækker.",
        "Ingen siger noget.\n\nDet regner.",
    )
    notes = "\n\n".join(f"Stuen 10:0{n}\n{words}\n\nVi venter {n} minutter." for n, words in enumerate(said_there))
    assert {turn.speaker for turn in read(tmp_path, notes).document.turns} == {""}


def test_names_in_small_letters_beside_a_role_in_small_letters(tmp_path: Path) -> None:
    turns = said(read(tmp_path, "int: hvad laver du?\nmia: jeg kører bus.\nint: hvor længe?\nmia: ti år.\n").document)
    assert [turn[:2] for turn in turns] == [("int", "interviewer"), ("mia", "informant")] * 2


@pytest.mark.parametrize("asks", ["Haastattelija", "Enquêtrice", "Befragerin", "Spyrill", "Интервьюер"])
def test_who_is_called_interviewer_in_another_language(tmp_path: Path, asks: str) -> None:
    text = f"{asks}: Tell me.\nMarie: Do I like it? I do.\n" * 3
    assert [turn.role for turn in read(tmp_path, text).document.turns[:2]] == ["interviewer", "informant"]


@pytest.mark.parametrize("bar", ["|", "–", "-", "\t"])
def test_a_time_between_name_and_words_is_neither(tmp_path: Path, bar: str) -> None:
    text = f"Anna {bar} 00:03 {bar} Hvad laver du?\nBo {bar} 00:09 {bar} Jeg kører bus.\n"
    text += f"Anna {bar} 00:13 {bar} Siden hvornår?\nBo {bar} 00:19 {bar} Siden maj.\n"
    document = read(tmp_path, text).document
    assert said(document)[1] == ("Bo", "informant", "Jeg kører bus.")
    assert [turn.time for turn in document.turns] == [3, 9, 13, 19]
