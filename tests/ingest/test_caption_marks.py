"""What captions carry among their words and nobody said: dashes before voices, names and times once more."""

from __future__ import annotations

from pathlib import Path

import pytest

from .reading import read, said

VOICES = [("Anna", "interviewer", "Where to?"), ("Nils", "informant", "From A --> B it is.")] * 2


@pytest.mark.parametrize(
    ("name", "captions"),
    [
        (
            "a.vtt",
            "WEBVTT - from a --> b\n\nNOTE a --> b\n\n"
            + "00:01.000 --> 00:02.000\n<v Anna>Where to?</v>\n\n3\n0:3 --> 0:4\n<v Nils>From A --> B it is.</v>\n\n"
            * 2,
        ),
        (
            "a.srt",
            "".join(
                f"{n}\n00:00:0{n},000 --> 00:00:04,000\n- Anna: Where to?\n- Nils: From A --> B it is.\n\n"
                for n in (1, 2)
            ),
        ),
    ],
)
def test_an_arrow_among_the_words_is_said_and_times_nothing(tmp_path: Path, name: str, captions: str) -> None:
    assert said(read(tmp_path, captions, name).document) == VOICES


@pytest.mark.parametrize(
    "cue",
    ["- <v Anna>Er det så?\n- <v Nils>Det er så – ja.", "–<v Anna>Er det så?</v>\n–<v.loud Nils>Det er så – ja.</v>",
     "<v Anna>- Er det så?\n<v Nils>- Det er så – ja."],
)  # fmt: skip
def test_a_dash_before_each_of_two_voices_is_no_word_of_theirs(tmp_path: Path, cue: str) -> None:
    vtt = "WEBVTT\n\n" + "\n\n".join(f"00:0{n}.000 --> 00:0{n}.900\n{cue}" for n in range(2))
    spoken = [("Anna", "interviewer", "Er det så?"), ("Nils", "informant", "Det er så – ja.")]
    assert said(read(tmp_path, vtt, "a.vtt").document) == spoken * 2


def test_names_and_times_written_once_more_are_left_out_and_counted(tmp_path: Path) -> None:
    """noScribe writes each as a caption of its own; others before the words."""
    vtt = "WEBVTT Interview 5\n"
    for n, (who, words) in enumerate([("S00", "Hvad laver du?"), ("S01", "Jeg kører bus.")] * 2):
        time = f"00:00:0{n}.000 --> 00:00:0{n + 1}.000"
        vtt += f"\n{time}\n<v {who}>{who}: \n\n{time}\n<v {who}>[00:00:0{n}]\n\n{time}\n<v {who}>{words}\n"
    document = read(tmp_path, vtt, "a.vtt").document
    assert said(document)[:2] == [("S00", "interviewer", "Hvad laver du?"), ("S01", "informant", "Jeg kører bus.")]
    assert document.warnings == (
        "names before words whose voice is named already, left out: 4",
        "times among the words of captions, left out: 4",
    )


def test_a_name_may_be_a_caption_of_its_own(tmp_path: Path) -> None:
    srt = ""
    for n, words in enumerate(["S00:", "Hvad laver du?", "S01:", "Jeg kører bus."] * 2, start=1):
        srt += f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}\n\n"
    document = read(tmp_path, srt, "a.srt").document
    assert said(document)[:2] == [("S00", "interviewer", "Hvad laver du?"), ("S01", "informant", "Jeg kører bus.")]


@pytest.mark.parametrize("dash", ["- ", "–", "— "])
@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
def test_two_in_a_caption_after_dashes_are_two_though_nobody_is_named(tmp_path: Path, name: str, dash: str) -> None:
    head = "WEBVTT\n\n" if name == "a.vtt" else ""
    cues = (f"{dash}Er det så?\n{dash}Det er så,\nja.", "Så det så.", f"{dash}Hvorfor?\n{dash}Derfor.")
    document = read(
        tmp_path, head + "".join(f"00:00:0{n},000 --> 00:00:0{n},900\n{cue}\n\n" for n, cue in enumerate(cues)), name
    ).document
    assert [words for _, _, words in said(document)] == [
        "Er det så?",
        "Det er så, ja. Så det så.",
        "Hvorfor?",
        "Derfor.",
    ]
