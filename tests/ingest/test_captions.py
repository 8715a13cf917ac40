"""Captions become paragraphs with speakers and times."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from qualcode.core.errors import ReadError

from .reading import read, said


def test_cues_of_one_speaker_are_one_turn(tmp_path: Path) -> None:
    vtt = (
        "WEBVTT\n\n00:00:05.000 --> 00:00:06.000\n<v INT> Kannst Du uns\n\n"
        "00:00:06.000 --> 00:00:07.000\nerklären, wie <i>das</i> ist?\n\n"
        "00:01.500 --> 00:02.500 align:start\n<v.loud AB>Ja &amp; nein <[?]>.</v>\n"
    )
    document = read(tmp_path, vtt, "D1.vtt").document
    assert document.text == "Kannst Du uns erklären, wie das ist?\nJa & nein <[?]>."
    assert [(t.speaker, t.role, t.time) for t in document.turns] == [
        ("INT", "interviewer", 5.0),
        ("AB", "informant", 1.5),
    ]


def test_bad_cues_keep_their_words_and_are_named(tmp_path: Path) -> None:
    vtt = (
        "WEBVTT - Teams\n\nNOTE a comment\n\n1\n00:00:05.000 --> 00:00:03.000\n<v Mette>før start</v>\n\n"
        "00:00:aa.000 --> 00:00:09.000\nugyldig tid\n\n100:00:00.000 --> 100:00:01.000\n<v Jens>sent\nto linjer</v>\n\n"
        "STYLE\n::cue { color: red }\n\n00:00:10.000 --> 00:00:11.000\n"
    )
    document = read(tmp_path, vtt, "D1.vtt").document
    assert said(document) == [
        ("Mette", "informant", "før start ugyldig tid"),
        ("Jens", "informant", "sent to linjer"),
    ]
    assert document.turns[1].time == 360_000.0
    assert document.warnings == (
        "line 6: the caption ends before it begins; the words are kept",
        "line 9: the time '00:00:aa.000 --> 00:00:09.000' cannot be read; the words are kept",
        "1 comments (NOTE) left out",
    )


def test_somebody_who_speaks_once_in_captions_is_a_speaker(tmp_path: Path) -> None:
    lines = ["Ann Lee: Hello there.", "Bo Ek: Hi.", "Ann Lee: Who is this?", "Cy Ray: Only me.", "Bo Ek: Ah."]
    srt = "\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}\n" for n, line in enumerate(lines, 1))
    assert [s.label for s in read(tmp_path, srt, "D1.srt").found.speakers] == ["Ann Lee", "Bo Ek", "Cy Ray"]


def test_captions_without_speakers_end_a_paragraph_at_a_pause(tmp_path: Path) -> None:
    srt = (
        "1\n00:00:01,000 --> 00:00:02,000\nThis is one\nsentence.\n\n"
        "2\n00:00:02,000 --> 00:00:03,000\n{\\an8}And another.\n\n"
        "3\n00:00:09,000 --> 00:00:10,000\nA new thought.\n"
    )
    document = read(tmp_path, srt, "D1.srt").document
    assert [(t.time, t.span.cut(document.text)) for t in document.turns] == [
        (1.0, "This is one sentence. And another."),
        (9.0, "A new thought."),
    ]


def test_rolling_captions_are_read_once(tmp_path: Path) -> None:
    lines = ["one two", "three four", "five six", "seven eight", "nine ten"]
    srt = "\n".join(
        f"{n + 1}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n{lines[n - 1] + chr(10) if n else ''}{lines[n]}\n"
        for n in range(5)
    )
    document = read(tmp_path, srt, "D1.srt").document
    assert document.text == " ".join(lines)
    assert document.warnings == ("4 lines that repeat the caption before were left out",)


def test_words_below_a_line_of_one_blank_as_youtube_writes_them_are_read(tmp_path: Path) -> None:
    lines = ["hi everyone my name is Luke", "and my goal is", "that you can code", "in a week", "or two"]
    cues = ["\n00:00:00.080 --> 00:00:02.389 align:start\n \nhi<00:00:00.320><c> everyone my name is Luke</c>\n"]
    for at, (before, now) in enumerate(pairwise(lines), start=1):
        cues.append(f"\n00:00:{2 * at:02}.389 --> 00:00:{2 * at:02}.399 align:start\n{before}\n \n")
        cues.append(f"\n00:00:{2 * at:02}.399 --> 00:00:{2 * at + 2:02}.389 align:start\n{before}\n{now}\n")
    document = read(tmp_path, "WEBVTT\nKind: captions\nLanguage: en\n" + "".join(cues), "D1.vtt").document
    assert document.text == " ".join(lines)
    assert document.warnings == ("8 lines that repeat the caption before were left out",)


def test_captions_that_stand_twice_with_their_times_are_read_once(tmp_path: Path) -> None:
    cue = "00:00:01.000 --> 00:00:03.000\n<v Ann Lee>Why?</v>\n\n"
    document = read(tmp_path, f"WEBVTT\n\n{cue}{cue}{cue.replace('01', '02')}", "D1.vtt").document
    assert document.text.count("Why?") == 2
    assert document.warnings[0] == "captions that stand twice with one time, read once: 1"


def test_a_file_without_captions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no captions"):
        read(tmp_path, "WEBVTT\n\nNOTE nothing\n", "D1.vtt")


def test_a_last_caption_that_ends_with_a_colon_is_words(tmp_path: Path) -> None:
    cues = ["Anna: Vi måler alt.", "I: Hvad så?", "Anna: Og så siger de:", "sådan her:"]
    content = "".join(
        f"{at}\n00:00:{2 * at:02},000 --> 00:00:{2 * at + 1:02},000\n{cue}\n\n" for at, cue in enumerate(cues, start=1)
    )
    document = read(tmp_path, content, "D1.srt").document
    assert said(document)[-1] == ("Anna", "informant", "Og så siger de: sådan her:")
