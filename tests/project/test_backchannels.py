"""What the interviewer hums in the middle of an answer without a guide does not end it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qualcode.core.units import answers, is_backchannel
from tests.cli.conftest import Run
from tests.study import conversation

HUMMED = {
    "da": ("Mm-hmm.", "Ja ...", "Okay, ja", "(griner)", "Nå! [ler]", "Mmmm", "Jaaa, det forstår jeg.", "…"),
    "nb": ("Mhm", "Ja, akkurat.", "Ok. Skjønner.", "(ler)", "Å ja!", "[latter] Nettopp"),
    "sv": ("Hmm", "Jaha, just det.", "Okej", "(skrattar)", "Jag förstår.", "*skratt* visst"),
    "en": ("Mm-hmm", "Yeah, yeah.", "Okay. I see.", "((laughs))", "That’s right", "Uh-huh [chuckles]"),
    "fi": ("Mm", "Ja", "Okay", "(laughs)"),
    "": ("Okej, ja.", "(griner)"),
}
SAID = {
    "da": (
        "Okay, hvorfor?",
        "Ja?",
        "Fortæl mere.",
        "(viser et kort)",
        "Ja, og hvad så",
        "42",
        "Jamen så går vi videre.",
    ),
    "nb": ("Ja, og så?", "Fortell mer", "[uhørlig]", "Ok, da går vi videre."),
    "sv": ("Okej, varför?", "Berätta mer.", "(visar kortet)", "Ja, men"),
    "en": ("Why?", "Okay, next question.", "Yeah?", "(shows card 3)", "I", "Right hand or left"),
}


@pytest.mark.parametrize(("language", "words"), [(one, words) for one, all in HUMMED.items() for words in all])
def test_humming_agreeing_and_laughing_is_a_back_channel(language: str, words: str) -> None:
    assert is_backchannel(words, language)


@pytest.mark.parametrize(("language", "words"), [(one, words) for one, all in SAID.items() for words in all])
def test_whatever_asks_or_tells_is_none(language: str, words: str) -> None:
    assert not is_backchannel(words, language)


def test_a_long_turn_is_looked_at_in_no_time() -> None:
    assert not is_backchannel("ja " * 39 + "!?", "da")
    assert not is_backchannel("ja " * 40_000, "da")


def test_another_informant_in_between_keeps_to_themselves() -> None:
    document = conversation(
        "G1", ("I", "Hvad synes I?"), ("Anna", "Godt."), ("I", "Mm."), ("Bo", "Skidt."), ("I", "(griner)"),
        ("Anna", "Ja."), ("I", "Og nu?"), ("Bo", "Intet."),
    )  # fmt: skip
    assert [(one.label, one.speaker, one.turns) for one in answers(document)] == [
        ("G1#1", "Anna", (2, 6)),
        ("G1#2", "Bo", (4,)),
        ("G1#3", "Bo", (8,)),
    ]


def test_with_a_guide_nothing_changes() -> None:
    document = conversation(
        "A1",
        ("I", "Hvad?", "1"),
        ("Anna", "Godt."),
        ("I", "Mm."),
        ("Anna", "Ja."),
        ("I", "Og nu?", "2"),
        ("Anna", "Nej."),
    )
    assert [(one.label, one.turns) for one in answers(document)] == [("A1#1", (2, 4)), ("A1#2", (6,))]


INTERVIEW = """\
Interviewer: Hvad er data godt for?

Anna: Det er godt for borgerne.

Interviewer: Mm-hmm.

Anna: Og for os der arbejder her.

Interviewer: (griner)

Anna: Men ikke altid.

Interviewer: Hvornår ikke?

Anna: Når ingen ser på dem.
"""


def answers_of(qualcode: Run) -> list[list[int]]:
    return [one["turns"] for one in json.loads(qualcode("show", "A1", "--json").out)["answers"]]


def test_a_setting_of_the_study_lets_every_turn_of_the_interviewer_end_an_answer(qualcode: Run, tmp_path: Path) -> None:
    qualcode("init", ".", "--coder", "ana")
    (tmp_path / "transcripts" / "A1.txt").write_text(INTERVIEW, encoding="utf-8")
    assert qualcode("add", "transcripts").code == 0
    assert answers_of(qualcode) == [[2, 4, 6], [8]]

    settings = tmp_path / "qualcode.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("backchannels = true", "backchannels = false"), encoding="utf-8"
    )
    assert answers_of(qualcode) == [[2], [4], [6], [8]]
