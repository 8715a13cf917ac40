"""In a group somebody says one thing: where every line begins with a name, that is a turn of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, qualcode  # noqa: F401  the fixture
from tests.ingest.reading import read
from tests.study import study

GROUP = (
    "Moderator: Velkommen. Hvad synes I om det nye system?\n"
    "Anne: Det er langsomt.\n"
    "Bo: Ja, og det går ned hver fredag.\n"
    "Moderator: Hvordan går det med samarbejdet?\n"
    "Cia: Fint.\n"
    "Anne: Vi taler mere sammen end før.\n"
)


def test_one_who_speaks_once_has_a_turn_of_her_own(tmp_path: Path) -> None:
    document = read(tmp_path, GROUP).document
    said = [(turn.speaker, turn.span.cut(document.text)) for turn in document.turns if turn.role == "informant"]
    assert said == [
        ("Anne", "Det er langsomt."),
        ("Bo", "Ja, og det går ned hver fredag."),
        ("Cia", "Fint."),
        ("Anne", "Vi taler mere sammen end før."),
    ]


@pytest.mark.parametrize("form", ["{0}: {1}", "{0}:\n{1}", "{0} 00:0{2}:10\n{1}", "00:0{2}:10\n{0}: {1}", "[{0}] {1}"])
@pytest.mark.parametrize(
    "names",
    [("Mette Holm", "Anne Lind", "Bo Ask", "Eva Sand"), ("Facilitator", "Anna L.", "Bo K.", "Eva S."),
     ("M", "A", "B", "E"), ("Mette", "Anne", "Bo", "Tove")],
    ids=lambda names: names[-1],
)  # fmt: skip
def test_the_last_to_speak_speaks_once_however_she_is_called(tmp_path: Path, names: tuple[str, ...], form: str) -> None:
    asks, one, two, last = names
    said = [
        (asks, "Hvad synes I?"), (one, "Det er langsomt."), (two, "Ja."), (asks, "Hvordan går det ellers?"),
        (two, "Fint."), (one, "Ja, jo."), (asks, "Andet?"), (last, "Kage!"),
    ]  # fmt: skip
    text = "\n".join(form.format(who, words, at) for at, (who, words) in enumerate(said))
    turns = read(tmp_path, text).document.turns
    assert [turn.speaker for turn in turns] == [who for who, _ in said]


@pytest.mark.parametrize(
    "text",
    [
        "Projekt: Digital hverdag\n" + GROUP,
        GROUP.replace("Cia: Fint.", "Vi taler om alt:\nOgså om fredagen\nog om torsdagen\nSystem: det er langsomt."),
        GROUP.replace("Cia: Fint.", "Fredag: der går det ned."),
        GROUP.replace("Cia: Fint.", "Vi har to:\nSystem Nord: det er godt.\nSystem Syd: nej."),
        GROUP.replace("Cia: Fint.", "System Fredag: det er alt."),
    ],
    ids=["a head", "a list", "a word of the talk", "two words in a list", "two words of the talk"],
)
def test_what_only_looks_like_a_name_is_none(tmp_path: Path, text: str) -> None:
    speakers = [found.label for found in read(tmp_path, text).found.speakers]
    assert not {"Projekt", "System", "Fredag", "System Nord", "System Syd", "System Fredag"} & set(speakers)


@pytest.mark.parametrize("name", ["Lise-Lotte Ek", "Cia Holm"])
def test_a_full_name_among_first_names_has_a_turn_of_her_own(tmp_path: Path, name: str) -> None:
    document = read(tmp_path, GROUP.replace("Cia:", f"{name}:")).document
    assert (name, "Fint.") in [(turn.speaker, turn.span.cut(document.text)) for turn in document.turns]


@pytest.mark.parametrize(
    "text",
    [
        "Interviewer: Hvordan er arbejdet?\nAnna: Godt, men travlt.\n",
        "Intervjuare: Hur är arbetet?\nMaria Berg: Bra.\nIntervjuare: Tack.\n",
        "Moderator: Hvem er I?\nAnna: Lærer.\nBo: Pedel.\nModerator: Andre?\nCia: Kok.\n",
    ],
)
def test_a_talk_of_a_few_lines_in_which_nobody_answers_twice(tmp_path: Path, text: str) -> None:
    turns = read(tmp_path, text).document.turns
    assert [turn.speaker for turn in turns] == [line.split(":")[0] for line in text.splitlines()]
    assert turns[0].role == "interviewer"
    assert turns[1].role == "informant"


@pytest.mark.parametrize("text", ["Interviewer: Mette Holm\nFirma: Nord\n", "Plan: Hvem?\nAnna: Kaffe.\n"])
def test_two_lines_that_are_no_talk(tmp_path: Path, text: str) -> None:
    assert not read(tmp_path, text).found.speakers


def test_a_label_that_is_passed_over_is_named_with_what_makes_it_a_speaker(
    qualcode: Run,  # noqa: F811  the fixture
    tmp_path: Path,
) -> None:
    with study(tmp_path):
        (tmp_path / "P.txt").write_text("I: Ja?\nU1: Nej.\nKaren: Hej.\nI: Hvorfor?\nU1: Derfor.\n", "utf-8")
    added = qualcode("add", "P.txt")
    assert "not taken for speakers: Karen (1); where they are: `qualcode reread P --speakers MAP.csv`" in added.err
    (tmp_path / "cases.csv").write_text("case,members\nK,P:Karen\n", "utf-8")
    assert "`qualcode speakers P` lists who does" in qualcode("check").out
    (tmp_path / "MAP.csv").write_text("label,role\nKaren,informant\n", "utf-8")
    assert qualcode("reread", "P", "--speakers", "MAP.csv").code == 0
    assert "Karen\tinformant\t1" in qualcode("speakers", "P").out
