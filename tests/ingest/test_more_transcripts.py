"""Small transcripts as people write them, each with the reading that a person gives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.model import Document
from qualcode.ingest.read import read_file

from .reading import read, said

ASKS, ANSWERS, ASIDE = "interviewer", "informant", "other"


def spoken(document: Document) -> list[tuple[str, str, str]]:
    return [(who, role, " ".join(words.split())) for who, role, words in said(document)]


def talk(asks: str, answers: str, asked: str = "Hvad laver du?", again: str = "Hvorfor?") -> list[tuple[str, str, str]]:
    return [
        (asks, ASKS, asked), (answers, ANSWERS, "Jeg kører bus."),
        (asks, ASKS, again), (answers, ANSWERS, "For pengene."),
    ]  # fmt: skip


TWO = "{0}Hvad laver du?{2}\n{1}Jeg kører bus.{2}\n{0}Hvorfor?{2}\n{1}For pengene.{2}\n"


@pytest.mark.parametrize(
    ("labels", "who"),
    [
        (("Intervjuer: ", "Informant 3: ", ""), ("Intervjuer", "Informant 3")),
        (("I: ", "IP: ", ""), ("I", "IP")),
        (("IP/ ", "MB/ ", ""), ("IP", "MB")),
        (("Anna : ", "Bo : ", ""), ("Anna", "Bo")),
        (("Speaker 1: ", "Speaker 2: ", ""), ("Speaker 1", "Speaker 2")),
        (("I: ", "B: ", " #00:00:02-1#"), ("I", "B")),
        (("\u200eI\u200e: ", "B\u200f: ", ""), ("I", "B")),
        (("[SPEAKER_00]: ", "[SPEAKER_01]: ", ""), ("SPEAKER_00", "SPEAKER_01")),
        (("Interviewer {{0:01}}: ", "Bo {{0:05}}: ", ""), ("Interviewer", "Bo")),
        (("INTERVIEWER\n", "INFORMANT\n", "\n"), ("INTERVIEWER", "INFORMANT")),
        (("Anna Berg  0:00\n", "Unknown Speaker  0:04\n", "\n"), ("Anna Berg", "Unknown Speaker")),
    ],
    ids=lambda value: value[0].strip() if isinstance(value, tuple) and len(value) == 3 else "",
)
def test_two_who_talk(tmp_path: Path, labels: tuple[str, str, str], who: tuple[str, str]) -> None:
    text = TWO.format(*(label.replace("{{", "{").replace("}}", "}") for label in labels))
    assert spoken(read(tmp_path, text).document) == talk(*who)


@pytest.mark.parametrize(
    "head",
    [
        "Interviewer: AK\nInformant: P7\n\n", "Dato: 3. marts 2024\nSted: Aarhus\nInterviewer: AK\n\n",
        "Intervjuer: AK\nRespondent: P7\n\n", "Interviewer: Anna Karlsen\nInterviewperson: Peter\n\n",
    ],
)  # fmt: skip
def test_the_head_of_a_transcript_says_who_is_who_and_is_no_speech(tmp_path: Path, head: str) -> None:
    """Nothing that is said tells who asks here; where the head says it, that counts."""
    plain = "AK: Du kører bus.\nP7: Det gør jeg.\nAK: Hver dag.\nP7: Det er sådan det er.\n"
    result = read(tmp_path, head + plain)
    assert [turn.speaker for turn in result.document.turns if turn.role != ASIDE] == ["AK", "P7", "AK", "P7"]
    if ": AK" in head:
        assert result.found.interviewer == ("AK",) and not result.found.doubt
    else:
        assert result.found.doubt


def test_a_chevron_that_names_nobody_is_another_speaker_each_time(tmp_path: Path) -> None:
    words = [
        ">> So tell us, how did it begin?",
        ">> It began with a letter.\nA long one.",
        ">> From whom?",
        ">> My aunt.",
    ]
    srt = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{cue}\n\n" for n, cue in enumerate(words, start=1))
    turns = [
        turn.span.cut(document.text) for document in [read(tmp_path, srt, "a.srt").document] for turn in document.turns
    ]
    assert turns == ["So tell us, how did it begin?", "It began with a letter. A long one.", "From whom?", "My aunt."]


@pytest.mark.parametrize(
    "text",
    [
        "Kære Anna\n\nTak for sidst. Jeg vil gerne fortælle dig: det gik godt.\n\nHilsen\nBo\n",
        "Formål: At sikre kvalitet.\nMål: 90 % inden 2025.\nAnsvarlig: Centerchefen.\nTidsfrist: 1. maj.\n",
    ],
)
def test_a_letter_and_a_plan_are_no_talk(tmp_path: Path, text: str) -> None:
    result = read(tmp_path, text)
    assert not result.found.speakers and result.document.kind == "document"


def test_colons_and_clocks_inside_what_is_said(tmp_path: Path) -> None:
    text = (
        "I: Hvornår mødes I?\nB: Kl. 8:30, eller 9:15: det kommer an på.\nI: På hvad?\nB: Vigtigst: at alle er der.\n"
    )
    assert [words for _, _, words in spoken(read(tmp_path, text).document)] == [
        "Hvornår mødes I?", "Kl. 8:30, eller 9:15: det kommer an på.", "På hvad?", "Vigtigst: at alle er der.",
    ]  # fmt: skip


def test_surveymonkey_has_a_second_row_of_headings(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(
        "Respondent ID,Start Date,IP Address,Which tools?,,What should we improve?\n"
        ",,,Paper,Tablet,Open-Ended Response\n"
        "11000001,01/02/2024 10:00:00 AM,1.2.3.4,Paper,,The lights in the corridor are much too bright.\n"
        "11000002,01/03/2024 10:00:00 AM,1.2.3.5,,Tablet,Please answer the phone when we call you.\n"
        "11000003,01/04/2024 10:00:00 AM,1.2.3.6,Paper,Tablet,Nothing that I can think of right now.\n",
        "utf-8",
    )
    results = read_file(path)
    assert [result.document.id for result in results] == ["s-11000001", "s-11000002", "s-11000003"]
    assert spoken(results[0].document) == [
        ("", ASKS, "What should we improve?"), ("", ANSWERS, "The lights in the corridor are much too bright."),
    ]  # fmt: skip
    assert results[2].case_attributes["Which tools? [Tablet]"] == "Tablet"


def test_nettskjema_names_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text(
        "$submission_id;$created;Alder;Hva savner du i studiet?\n"
        "101;2024-01-03T10:11:12.345+0100;20-29;Mer tid med veilederen min.\n"
        "102;2024-01-04T10:11:12.345+0100;30-39;Flere grupperom på campus.\n",
        "utf-8",
    )
    results = read_file(path)
    assert [result.document.id for result in results] == ["n-101", "n-102"]
    assert [words for _, _, words in spoken(results[1].document)] == [
        "Hva savner du i studiet?", "Flere grupperom på campus.",
    ]  # fmt: skip
