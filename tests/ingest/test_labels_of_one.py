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
