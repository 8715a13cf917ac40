"""Transcripts as programs write them: times are times, whoever asks asks, and what the program says is nobody's."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from .making import column, docx, odt, p, pdf
from .reading import read

FORMS = {
    "sonix": "S1 [00:00:03] Hvad laver du?\n\nS2 [00:00:06] Jeg kører bus.\n\n"
    "S1 [00:00:12] Siden hvornår?\n\nS2 [00:00:14] Siden maj.\n",
    "trint": "[00:00:03] S1\nHvad laver du? [00:00:05][2.1]\n\n[00:00:06] S2\nJeg kører bus. [00:00:09][3.0]\n\n"
    "[00:00:12] S1\nSiden hvornår? [00:00:13][1.5]\n\n[00:00:14] S2\nSiden maj. [00:00:15][1.2]\n",
    "maxqda": "S1: Hvad laver du? [00:00:05.3]\nS2: Jeg kører bus. [00:00:08.8]\n"
    "S1: Siden hvornår? [00:00:13.0]\nS2: Siden maj. [00:00:15.2]\n",
    "bare": "S1: Hvad laver du? 00:00:05.3\nS2: Jeg kører bus. 00:00:08.8\n"
    "S1: Siden hvornår? 00:00:13.0\nS2: Siden maj. 00:00:15.2\n",
    "f4": "S1: Hvad laver du? #00:00:05-3#\n\nS2: Jeg kører bus. #00:00:08-8#\n\n"
    "S1: Siden hvornår? #00:00:13-0#\n\nS2: Siden maj. #00:00:15-2#\n",
    "word": "Transcript\n00:00:03 S1\nHvad laver du?\n00:00:06 S2\nJeg kører bus.\n"
    "00:00:12 S1\nSiden hvornår?\n00:00:14 S2\nSiden maj.\n",
    "ranges": "00:00:03 - 00:00:05\nS1: Hvad laver du?\n\n00:00:06 - 00:00:08\nS2: Jeg kører bus.\n\n"
    "00:00:12 - 00:00:13\nS1: Siden hvornår?\n\n00:00:14 - 00:00:15\nS2: Siden maj.\n",
    "teams": "Møde-20240301_100102-Meeting Recording\n1. marts 2024, 09.01AM\n32m 10s\n\nS1 started transcription\n\n"
    "S1   0:03\nHvad laver du?\n\nS2   0:06\nJeg kører bus.\n\nS1   0:12\nSiden hvornår?\n\nS2   0:14\nSiden maj.\n\n"
    "S1 stopped transcription\n",
    "otter": "S1  0:03  \nHvad laver du?\n\nS2  0:06  \nJeg kører bus.\n\nS1  0:12  \nSiden hvornår?\n\n"
    "S2  0:14  \nSiden maj.\n\nTranscribed by https://otter.ai\n",
    "rev": "S1 (00:03):\nHvad laver du?\nS2 (00:06):\nJeg kører bus.\n"
    "S1 (00:12):\nSiden hvornår?\nS2 (00:14):\nSiden maj.\n",
    "dashes": "[00:00:03.12] - S1\nHvad laver du?\n\n[00:00:06.10] - S2\nJeg kører bus.\n\n"
    "[00:00:12.60] - S1\nSiden hvornår?\n\n[00:00:14.60] - S2\nSiden maj.\n",
    "whisper": "[3.12s -> 5.50s] S1: Hvad laver du?\n[6.00s -> 8.20s] S2: Jeg kører bus.\n"
    "[12.50s -> 13.00s] S1: Siden hvornår?\n[14.02s -> 15.00s] S2: Siden maj.\n",
    "whisperx": "[3.12s - 5.50s] S1: Hvad laver du?\n[6.00s - 8.20s] S2: Jeg kører bus.\n"
    "[12.50s - 13.00s] S1: Siden hvornår?\n[14.02s - 15.00s] S2: Siden maj.\n",
    "zoom chat": "00:00:03\t From  S1 : Hvad laver du?\n00:00:06\t From  S2 to  S1(Privately) : Jeg kører bus.\n"
    "00:00:12\t From  S1 : Siden hvornår?\n00:00:14\t From  S2 : Siden maj.\n",
    "zoom chat below": "00:00:03 Fra S1 Til Alle:\n\tHvad laver du?\n00:00:06 Fra S2 Til Alle:\n\tJeg kører bus.\n"
    "00:00:12 Från S1 Till Alla:\n\tSiden hvornår?\n00:00:14 From S2 To Everyone:\n\tSiden maj.\n",
    "zoom chat copied": "From S1 to Everyone: 00:03 AM\nHvad laver du?\nFrom S2 to Everyone: 00:06 AM\nJeg kører bus.\n"
    "From S1 to Everyone: 00:12 AM\nSiden hvornår?\nFrom S2 to Everyone: 00:14 AM\nSiden maj.\n",
    "nvivo": "Timespan\tContent\tSpeaker\n0:03.0 - 0:06.0\tHvad laver du?\tS1\n0:06.0 - 0:12.0\tJeg kører bus.\tS2\n"
    "0:12.0 - 0:14.0\tSiden hvornår?\tS1\n0:14.0 - 0:15.0\tSiden maj.\tS2\n",
    "signed": "S1: [00:00:03] Hvad laver du?\n\nS2: [00:00:06] Jeg kører bus.\n\nS1: [00:00:12] Siden hvornår?\n\n"
    'S2: [00:00:14] Siden maj.\n\nSonix accurately transcribed the audio file, "a.m4a" , using cutting-edge AI.\n',
    "meet": "Transcript\n00:00:03\nS1: Hvad laver du?\n00:00:06\nS2: Jeg kører bus.\n00:00:12\nS1: Siden hvornår?\n"
    "00:00:14\nS2: Siden maj.\nThis editable transcript was computer generated and might contain errors.\n",
    "noscribe": "noScribe transcript\nAudio source: a.m4a\n(Start: 00:00:00 | Stop: 00:10:00)\n\n"
    "S1: Hvad laver du?\nS2: Jeg kører bus.\nS1: Siden hvornår?\nS2: Siden maj.\n",
}
ENDING = ("maxqda", "bare", "f4")
"""Where the time says when a turn ends, the first has none."""


@pytest.mark.parametrize(("first", "second"), [("Speaker 1", "Speaker 2"), ("Mette Holm", "Jonas Lind"), ("I", "B")])
@pytest.mark.parametrize("name", FORMS)
def test_who_speaks_and_when(tmp_path: Path, name: str, first: str, second: str) -> None:
    result = read(tmp_path, FORMS[name].replace("S1", first).replace("S2", second))
    turns = [turn for turn in result.document.turns if turn.speaker]
    said = [(turn.speaker, turn.role, turn.span.cut(result.document.text)) for turn in turns]
    assert said == [
        (first, "interviewer", "Hvad laver du?"), (second, "informant", "Jeg kører bus."),
        (first, "interviewer", "Siden hvornår?"), (second, "informant", "Siden maj."),
    ]  # fmt: skip
    if name != "noscribe":
        times = [None if turn.time is None else int(turn.time) for turn in turns]
        assert times == ([None, 5, 8, 13] if name in ENDING else [3, 6, 12, 14])


@pytest.mark.parametrize(
    "line",
    ["Mette Holm stopped transcription", "Mette Holm stoppede transskribering",
     "Mette Holm (gæst) startede transskription", "Holm, Mette stoppade transkriberingen",
     "Mette Holm avsluttet transkripsjonen."],
)  # fmt: skip
def test_what_a_program_for_meetings_says_is_nobodys_wherever_it_stands(tmp_path: Path, line: str) -> None:
    text = FORMS["teams"].replace("S1 started transcription\n\n", "").replace("S1 stopped transcription\n", "")
    text = text.replace("S1", "Mette Holm").replace("S2", "Jonas Lind")
    for said in (text.replace("Jeg kører bus.\n", f"Jeg kører bus.\n\n{line}\n"), f"{text}\n{line}\n"):
        turns = read(tmp_path, said).document.turns
        words = [turn.span.cut(read(tmp_path, said).document.text) for turn in turns if turn.role == "informant"]
        assert words == ["Jeg kører bus.", "Siden maj."]


@pytest.mark.parametrize("words", ["Ved middag (12:30)", "Klokken 08:00:00"])
def test_a_time_in_what_is_said_stays(tmp_path: Path, words: str) -> None:
    text = f"I: Hvornår mødes I?\nBo: {words}\nI: Hver dag?\nBo: Ja.\nI: Også søndag?\nBo: Nej.\n"
    assert words in [turn.span.cut(text) for turn in read(tmp_path, text).document.turns]


def test_captions_of_a_video_site_are_paragraphs_without_times(tmp_path: Path) -> None:
    text = "Om skolen\n" + "".join(f"{n // 15}:{n * 4 % 60:02}\nord nummer {n} og så\n" for n in range(150))
    document = read(tmp_path, text).document
    assert [turn.time for turn in document.turns] == [None, 0.0, 284.0, 560.0]
    assert ":" not in document.text
    assert all(f"ord nummer {n} og så" in document.text.replace("\n", " ") for n in range(150))


CUT_UP = {
    "inside sentences": [f"og så sagde vi at ord {n}" for n in range(12)],
    "after sentences": [f"Så sagde vi ord {n}." for n in range(24)],
}


@pytest.mark.parametrize("form", ["{} {}", "[{}] {}", "{}\n{}"])
@pytest.mark.parametrize("name", CUT_UP)
@pytest.mark.parametrize("suffix", ["txt", "docx", "odt", "pdf"])
def test_lines_with_a_time_each_are_one_talk_and_that_is_said(
    tmp_path: Path, name: str, form: str, suffix: str
) -> None:
    lines = [form.format(f"{n // 15}:{n * 4 % 60:02}", words) for n, words in enumerate(CUT_UP[name])]
    lines = "\n".join(lines).split("\n")
    content: str | bytes = "".join(f"{line}\n" for line in lines)
    if suffix == "docx":
        content = docx("".join(p(line) for line in lines))
    elif suffix == "odt":
        content = odt("".join(f"<text:p>{line}</text:p>" for line in lines))
    elif suffix == "pdf":
        content = pdf([column(lines)])
    document = read(tmp_path, content, f"a.{suffix}").document
    assert document.text.split() == " ".join(CUT_UP[name]).split()
    assert [turn.time for turn in document.turns] == [0.0]
    assert any("with a time each and no name" in warning for warning in document.warnings) == ("\n" not in form)


@pytest.mark.parametrize(
    "form", ["10:{:02} læreren går ind i klassen og taler om nummer {}\n", "0:{:02} Læreren taler om nummer {}\n"]
)
def test_notes_with_the_time_of_day_stay_apart(tmp_path: Path, form: str) -> None:
    text = "".join(form.format(n, n) for n in range(5, 30, 2))
    document = read(tmp_path, text).document
    assert (document.text, len(document.turns)) == (text, 13)


def test_the_time_in_front_of_a_question_or_an_answer_is_no_word(tmp_path: Path) -> None:
    for form in (
        "[0:{0}] Hvad {0}?\n\n[0:{1}] Det {0}.\n\n",
        "**[0:{0}] Hvad {0}?**\n\n[0:{1}] Det {0}.\n\nOg mere.\n\n",
    ):
        text = "".join(form.format(n, n + 3) for n in (10, 20, 30))
        document = read(tmp_path, text, "a.md").document
        said = [(turn.role, turn.time, turn.span.cut(document.text).split("\n")[0]) for turn in document.turns]
        assert said == [
            line
            for n in (10, 20, 30)
            for line in (("interviewer", float(n), f"Hvad {n}?"), ("informant", n + 3.0, f"Det {n}."))
        ]


def test_times_on_lines_of_their_own_are_no_words_where_nobody_is_named(tmp_path: Path) -> None:
    text = textwrap.dedent("""\
        Lavet med et program

        [00:00:00]
        – Velkommen. Hvad laver du?

        [00:00:07]
        – Jeg er sygeplejerske på en afdeling for børn.
        """)
    document = read(tmp_path, text).document
    assert [(turn.time, turn.span.cut(text)) for turn in document.turns] == [
        (None, "Lavet med et program"),
        (0.0, "– Velkommen. Hvad laver du?"),
        (7.0, "– Jeg er sygeplejerske på en afdeling for børn."),
    ]


def test_a_time_between_question_and_answer_is_no_word(tmp_path: Path) -> None:
    text = "Hvad laver du?\n\n[0:05]\nJeg kører bus.\n\n[0:09]\nHver dag.\n\n" + "".join(
        f"[0:{n}]\nHvorfor {n}?\n\nFordi {n}.\n\n" for n in (20, 30)
    )
    document = read(tmp_path, text).document
    assert [(turn.role, turn.time, turn.span.cut(text)) for turn in document.turns] == [
        ("interviewer", None, "Hvad laver du?"), ("informant", 5.0, "Jeg kører bus."), ("informant", 9.0, "Hver dag."),
        ("interviewer", 20.0, "Hvorfor 20?"), ("informant", None, "Fordi 20."),
        ("interviewer", 30.0, "Hvorfor 30?"), ("informant", None, "Fordi 30."),
    ]  # fmt: skip
