"""Chats as the programs for them export them: each message with its date, its time and who wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.units import units

from .reading import read, said

TALK = (
    ("Kari Forsker", "Hei! Hvordan gikk vakten?"),
    ("Per", "Travelt. Vi var to for lite."),
    ("Kari Forsker", "Hva gjorde dere da?"),
    ("Per", "Ringte inn ekstra\nmen det kom ingen før 11: ingen!"),
    ("Kari Forsker", "Ok 👍"),
    ("Per", "Til slutt kom Lise."),
)
HEADS = {
    "day first": "12.03.2024, 09:{:02} - ",
    "month first": "3/12/24, 9:{:02} AM - ",
    "in brackets": "[12/03/2024 09.16.{:02}] ",
    "year first": "[2024-03-12, 09:16:{:02}] ",
    "narrow blank": "\u200e[12.03.24, 9:16:{:02}\u202fPM] ",
    "kl": "12-03-2024 kl. 09.{:02} - ",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_chat_is_read_as_who_wrote_what(tmp_path: Path, head: str) -> None:
    lines = [f"{head.format(at)}{who}: {words}" for at, (who, words) in enumerate(TALK, start=10)]
    document = read(tmp_path, "\n".join(lines) + "\n").document
    roles = {"Kari Forsker": "interviewer", "Per": "informant"}
    assert said(document) == [(who, roles[who], words) for who, words in TALK]
    assert len(units(document, "answer")) == 2  # `Ok` ends no answer


def test_what_the_program_says_and_pictures_left_out_are_nobodys_words(tmp_path: Path) -> None:
    head = HEADS["day first"]
    nobodys = (
        f"{head.format(1)}Meldinger er ende-til-ende-kryptert.", f"{head.format(2)}Per: <Media utelatt>",
        f"{head.format(3)}Per: billede udeladt", f"{head.format(4)}Per: IMG-2024.jpg (fil vedlagt)",
        f"{head.format(5)}Per: Denne meldingen ble slettet",
    )  # fmt: skip
    lines = [*nobodys, *(f"{head.format(at)}{who}: {words}" for at, (who, words) in enumerate(TALK, start=10))]
    document = read(tmp_path, "\n".join(lines) + "\n").document
    assert said(document)[:5] == [("", "other", line) for line in nobodys]
    assert len(document.turns) == len(TALK) + 5


def test_a_telephone_number_stands_for_who_wrote(tmp_path: Path) -> None:
    head = HEADS["day first"]
    lines = [
        f"{head.format(at)}{who.replace('Per', '+47 912 34 567')}: {words}" for at, (who, words) in enumerate(TALK)
    ]
    document = read(tmp_path, "\n".join(lines) + "\n").document
    assert {(turn.speaker, turn.role) for turn in document.turns} == {
        ("Kari Forsker", "interviewer"), ("+47 912 34 567", "informant"),
    }  # fmt: skip


def test_entries_with_dates_are_no_chat(tmp_path: Path) -> None:
    text = "".join(f"{day}.03.2024 09:15: Jeg var trøtt i dag og sov lenge.\n" for day in range(10, 16))
    document = read(tmp_path, text).document
    assert document.kind == "document"


@pytest.mark.parametrize(
    "sent",
    ["3. maj 2024 kl. 10.{}", "3. mai 2024 10:{}", "May 3, 2024 10:{} AM", "2024-05-03 10:{}", "fre. 3. maj kl. 10.{}"],
)
def test_when_a_message_was_sent_is_nobodys_words(tmp_path: Path, sent: str) -> None:
    text = "".join(f"{who}\n{words}\n{sent.format(at)}\n" for at, (who, words) in enumerate(TALK, start=10))
    document = read(tmp_path, text).document
    assert [turn for turn in said(document) if turn[0]] == [
        (who, "interviewer" if who == "Kari Forsker" else "informant", words) for who, words in TALK
    ]


def test_the_day_and_hour_that_somebody_answers_are_an_answer(tmp_path: Path) -> None:
    text = "Kari:\nNår kom du?\n\nPer:\n3. maj 2024 kl. 10.15\n\nKari:\nOg så?\n\nPer:\nSå jobbet jeg.\n"
    assert ("Per", "informant", "3. maj 2024 kl. 10.15") in said(read(tmp_path, text).document)
