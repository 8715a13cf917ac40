"""Transcripts as JSON, whatever the program that wrote them calls its parts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qualcode.core.errors import ReadError

from .reading import read, speech

GOLD = [("Anna", "What do you do?"), ("Bo", "I lead a centre."), ("Anna", "Why?"), ("Bo", "Because.")]

SHAPES: dict[str, Any] = {
    "whisperx": {
        "language": "en",
        "segments": [{"start": n, "end": n + 0.5, "text": f" {w}", "speaker": who} for n, (who, w) in enumerate(GOLD)],
    },
    "otter": {
        "speech": {
            "speakers": [{"id": 7, "speaker_name": "Anna"}, {"id": 8, "speaker_name": "Bo"}],
            "transcripts": [
                {"transcript": w, "speaker_id": 7 if who == "Anna" else 8, "start_offset": n * 16_000}
                for n, (who, w) in enumerate(GOLD)
            ],
        }
    },
    "teams": {
        "entries": [
            {"text": w, "speakerDisplayName": who, "startOffset": f"00:00:0{n}.0", "endOffset": f"00:00:0{n}.5"}
            for n, (who, w) in enumerate(GOLD)
        ]
    },
    "zoom": [{"ts": f"00:00:0{n}", "user": {"name": who}, "message": w} for n, (who, w) in enumerate(GOLD)],
    "rev": {
        "monologues": [
            {"speaker": who, "elements": [{"type": "text", "value": w, "ts": n, "end_ts": n + 0.5}]}
            for n, (who, w) in enumerate(GOLD)
        ]
    },
    "assemblyai": {
        "text": "...",
        "utterances": [
            {"speaker": who, "text": w, "start": n * 1000, "end": n * 1000 + 500, "words": [{"text": w}]}
            for n, (who, w) in enumerate(GOLD)
        ],
    },
    "amberscript": {
        "speakers": [{"spkid": "spk1", "name": "Anna"}, {"spkid": "spk2", "name": "Bo"}],
        "segments": [
            {"speaker": "spk1" if who == "Anna" else "spk2", "words": [{"text": x, "start": n} for x in w.split()]}
            for n, (who, w) in enumerate(GOLD)
        ],
    },
    "trint": {
        "transcript": {
            "speakers": [{"id": "S1", "name": "Anna"}, {"id": "S2", "name": "Bo"}],
            "paragraphs": [
                {"speaker": "S1" if who == "Anna" else "S2", "start": n, "end": n + 0.5}
                for n, (who, _) in enumerate(GOLD)
            ],
            "words": [{"time": n, "value": x} for n, (_, w) in enumerate(GOLD) for x in w.split()],
        }
    },
    "aws": {
        "results": {
            "transcripts": [{"transcript": " ".join(w for _, w in GOLD)}],
            "items": [
                {"start_time": str(n), "alternatives": [{"content": x}], "speaker_label": who}
                if x.isalpha()
                else {"alternatives": [{"content": x}], "type": "punctuation", "speaker_label": who}
                for n, (who, w) in enumerate(GOLD)
                for x in [*w[:-1].split(), w[-1]]
            ],
        }
    },
    "azure": {
        "combinedRecognizedPhrases": [{"display": " ".join(w for _, w in GOLD)}],
        "recognizedPhrases": [
            {"speaker": who, "offset": f"PT{n}S", "nBest": [{"lexical": w.lower(), "display": w}]}
            for n, (who, w) in enumerate(GOLD)
        ],
    },
    "deepgram": {
        "results": {
            "channels": [{"alternatives": [{"transcript": " ".join(w for _, w in GOLD)}]}],
            "utterances": [{"start": n, "transcript": w, "speaker": who} for n, (who, w) in enumerate(GOLD)],
        }
    },
    "deepgram in paragraphs": {
        "paragraphs": [
            {"start": n, "speaker": who, "sentences": [{"text": w, "start": n}]} for n, (who, w) in enumerate(GOLD)
        ]
    },
    "whisper.cpp": {
        "transcription": [
            {"timestamps": {"from": f"00:00:0{n},000", "to": f"00:00:0{n},500"}, "text": f" {w}", "speaker": who}
            for n, (who, w) in enumerate(GOLD)
        ]
    },
    "chunks beside who speaks when": {
        "diarization": [{"speaker": who, "start": n, "end": n + 0.5} for n, (who, _) in enumerate(GOLD)],
        "chunks": [{"timestamp": [n, n + 0.5], "text": w} for n, (_, w) in enumerate(GOLD)],
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_turns(shape: str, tmp_path: Path) -> None:
    result = read(tmp_path, json.dumps(SHAPES[shape]), "D1.json")
    assert speech(result.document) == GOLD
    assert [turn.time for turn in result.document.turns] == [0, 1, 2, 3]
    assert result.found.interviewer == ("Anna",)


def test_times_are_seconds_whatever_the_unit(tmp_path: Path) -> None:
    slow = [
        {"speaker": who, "text": w, "start": n * 60_000, "end": n * 60_000 + 900} for n, (who, w) in enumerate(GOLD)
    ]
    document = read(tmp_path, json.dumps({"utterances": slow}), "D1.json").document
    assert [turn.time for turn in document.turns] == [0.0, 60.0, 120.0, 180.0]
    iso = [{"speaker": who, "text": w, "start": f"PT{n}M3.5S"} for n, (who, w) in enumerate(GOLD)]
    document = read(tmp_path, json.dumps(iso), "D2.json").document
    assert [turn.time for turn in document.turns] == [3.5, 63.5, 123.5, 183.5]


def test_odd_values_are_left_out_and_counted(tmp_path: Path) -> None:
    content = (
        '{"text":"hej","segments":[{"start":NaN,"end":2.0,"text":" hej"},{"start":"1.5","end":null,"text":null},'
        '{"text":"uden tid"},{"start":5,"end":4,"text":"\\ud83d\\ude00 \\ud800"}],"language":null}'
    )
    document = read(tmp_path, content, "D1.json").document
    assert document.text == "hej uden tid \U0001f600 \ufffd"
    assert document.warnings[:2] == ("1 segments without words left out", "2 segments without a readable time")


def test_text_alone_is_a_document(tmp_path: Path) -> None:
    document = read(tmp_path, '{"text": "Only this.", "language": "danish"}', "D1.json").document
    assert (document.text, document.language) == ("Only this.", "da")


@pytest.mark.parametrize(
    ("content", "reason"), [("{", "not JSON"), ('{"a": 1}', "no transcript"), ("[" * 100_000, "not JSON|too deeply")]
)
def test_what_is_no_transcript_is_refused(content: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=reason):
        read(tmp_path, content, "D1.json")


def test_a_sentence_that_names_nobody_among_others_that_do_is_nobody_knows_whose(tmp_path: Path) -> None:
    """WhisperX leaves out who speaks where it cannot tell."""
    said_ = [("Hvad laver du?", "S0"), ("Jeg kører bus.", "S1"), ("Siden hvornår?", "S0"), ("Siden maj.", None)]
    segments = [
        {"start": n, "end": n + 1, "text": words, **({"speaker": who} if who else {})}
        for n, (words, who) in enumerate(said_)
    ]
    turns = speech(read(tmp_path, json.dumps({"segments": segments}), "D1.json").document)
    assert turns == [(who or "?", words) for words, who in said_]


def test_every_result_of_google_is_read_and_its_words_are_not_read_twice(tmp_path: Path) -> None:
    """Each has several hearings; the last may hold all words once more, with who says them."""
    results: list[dict[str, Any]] = [
        {"alternatives": [{"transcript": words}, {"transcript": "no"}]} for _, words in GOLD
    ]
    document = read(tmp_path, json.dumps({"results": results}), "D1.json").document
    assert document.text == " ".join(words for _, words in GOLD)
    tagged = [{"word": x, "speakerTag": 1 + (who == "Bo")} for who, words in GOLD for x in words.split()]
    results.append({"alternatives": [{"words": tagged}]})
    turns = speech(read(tmp_path, json.dumps({"results": results}), "D2.json").document)
    assert turns == [(f"Speaker {1 + (who == 'Bo')}", words) for who, words in GOLD]
