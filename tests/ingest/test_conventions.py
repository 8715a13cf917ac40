"""Each way of marking who speaks gives the same turns; what is not a label is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.core.errors import UsageError
from qualcode.ingest.read import ReadRequest

from .reading import read, said, speech

GOLD = [
    ("Anna", "Hvad laver du til daglig?"),
    ("Bo", "Jeg leder et center."),
    ("Anna", "Hvor længe har du gjort det?"),
    ("Bo", "I otte år. Og jeg er glad for det."),
    ("Anna", "Hvorfor?"),
    ("Bo", "Fordi det nytter."),
]

CONVENTIONS = {
    "colon": "".join(f"{who}: {words}\n" for who, words in GOLD),
    "colon, a blank line between turns": "\n".join(f"{who}: {words}\n" for who, words in GOLD),
    "no blank after the colon": "".join(f"{who}:{words}\n" for who, words in GOLD),
    "blank before the colon": "".join(f"{who} : {words}\n" for who, words in GOLD),
    "bold in Markdown": "\n".join(f"**{who}:** {words}\n" for who, words in GOLD),
    "bold without a colon": "\n".join(f"**{who}** {words}\n" for who, words in GOLD),
    "label on its own line with a colon": "".join(f"{who}:\n{words}\n\n" for who, words in GOLD),
    "label on its own line": "".join(f"{who}\n{words}\n\n" for who, words in GOLD),
    "time before": "".join(f"[00:0{n}:05] {who}: {words}\n" for n, (who, words) in enumerate(GOLD)),
    "time after": "".join(f"{who} (00:0{n}:05): {words}\n" for n, (who, words) in enumerate(GOLD)),
    "time after the colon": "".join(f"{who}: [00:0{n}:05] {words}\n" for n, (who, words) in enumerate(GOLD)),
    "Otter: label and time, words below": "".join(f"{who}  0:0{n}\n{words}\n\n" for n, (who, words) in enumerate(GOLD)),
    "time and label, words below": "".join(f"00:0{n}:05 {who}\n{words}\n\n" for n, (who, words) in enumerate(GOLD)),
    "Zoom: label in brackets, time, words below": "".join(
        f"[{who}] 10:0{n}:00\n{words}\n\n" for n, (who, words) in enumerate(GOLD)
    ),
    "Teams: times, label, words on three lines": "".join(
        f"0:0:{n}.0 --> 0:0:{n}.9\n{who}\n{words}\n\n" for n, (who, words) in enumerate(GOLD)
    ),
    "f4: time at the end": "".join(f"{who}: {words} #00:0{n}:05-2#\n\n" for n, (who, words) in enumerate(GOLD)),
    "tab": "".join(f"{who}\t{words}\n" for who, words in GOLD),
    "dash": "".join(f"{who} – {words}\n" for who, words in GOLD),
    "semicolon": "".join(f"{who}; {words}\n" for who, words in GOLD),
    "brackets": "".join(f"[{who}] {words}\n" for who, words in GOLD),
    "headings": "\n".join(f"## {who}\n\n{words}\n" for who, words in GOLD),
    "chevrons with names": "".join(f">> {who}: {words}\n" for who, words in GOLD),
    "captions with voice tags": "WEBVTT\n\n"
    + "".join(f"00:0{n}:00.000 --> 00:0{n}:02.000\n<v {who}>{words}</v>\n\n" for n, (who, words) in enumerate(GOLD)),
    "captions with the label inside": "WEBVTT\n\n"
    + "".join(f"{n}\n00:0{n}:00.000 --> 00:0{n}:02.000\n{who}: {words}\n\n" for n, (who, words) in enumerate(GOLD)),
    "SubRip word by word": "",
    "a table": "speaker,text\n" + "".join(f'{who},"{words}"\n' for who, words in GOLD),
}


def _words_one_by_one() -> str:
    cues: list[str] = []
    for who, words in GOLD:
        for place, word in enumerate(words.split()):
            at = len(cues)
            label = f"{who}: " if place == 0 else ""
            cues.append(f"{at + 1}\n00:00:{at:02},000 --> 00:00:{at:02},900\n{label}{word}\n")
    return "\n".join(cues)


CONVENTIONS["SubRip word by word"] = _words_one_by_one()
SUFFIX = {"bold": ".md", "headings": ".md", "captions": ".vtt", "SubRip": ".srt", "a table": ".csv"}


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_every_convention_gives_the_same_turns(convention: str, tmp_path: Path) -> None:
    suffix = next((suffix for start, suffix in SUFFIX.items() if convention.startswith(start)), ".txt")
    result = read(tmp_path, CONVENTIONS[convention], f"D1{suffix}")
    assert speech(result.document) == GOLD
    assert result.found.interviewer == ("Anna",)
    assert [speaker.label for speaker in result.found.speakers] == ["Anna", "Bo"]


def test_first_word_of_the_line_without_a_colon(tmp_path: Path) -> None:
    text = "".join(
        f"{'int' if n % 2 == 0 else 'odder_om1'} {'hvad ? ' if n % 2 == 0 else 'det ved jeg ikke'}\n" for n in range(12)
    )
    result = read(tmp_path, text)
    assert [(s.label, s.turns, s.role) for s in result.found.speakers] == [
        ("int", 6, "interviewer"),
        ("odder_om1", 6, "informant"),
    ]
    assert said(result.document)[1] == ("odder_om1", "informant", "det ved jeg ikke")


def test_chevrons_alone_part_turns_of_nobody(tmp_path: Path) -> None:
    document = read(tmp_path, ">> Good evening.\n>> Hello.\n>> Shall we begin?\nI think so.\n").document
    assert said(document) == [
        ("", "informant", "Good evening."),
        ("", "informant", "Hello."),
        ("", "informant", "Shall we begin?\nI think so."),
    ]


def test_times_are_seconds(tmp_path: Path) -> None:
    document = read(
        tmp_path, "[00:01:02] I: Ja?\nU1 (1:00:03.5): Nej.\nI: Nå?\nU1: Jo. #00:02:00-5#\nI: Tak?\n"
    ).document
    assert [turn.time for turn in document.turns] == [62.0, 3603.5, None, None, 120.5]
    assert said(document)[3][2] == "Jo."


def test_only_what_recurs_and_looks_like_a_label_speaks(tmp_path: Path) -> None:
    """Sentences with colons are speech, whatever they look like."""
    text = (
        "I: Må jeg begynde?\n"
        "U1: Ja. Hun sagde: det går. Kl. 14:30: vi mødtes. Se http://example.org: der står det.\n"
        "NB: en note fra udskriveren\n"
        "Det afgørende er: at vi tør.\n"
        "I mandags: ingenting.\n"
        "12:30: pause\n"
        "Et langt udsagn, som slutter med kolon:\n"
        "U1: Og så: ja.\n"
        "Jeg nævnte tre ting: mad, søvn og ro.\n"
        "Interviewer og U1: (griner)\n"
        "U2 (00:02:11): Jeg er uenig.\n"
        "u1: lille bogstav\n"
        "**U2:** fed skrift\n"
    )
    found = read(tmp_path, text).found
    assert {s.label: (s.turns, s.role) for s in found.speakers} == {
        "I": (1, "interviewer"),
        "U1": (3, "informant"),
        "U2": (2, "informant"),
        "Interviewer og U1": (1, "other"),
    }
    assert next(s for s in found.speakers if s.label == "U1").spellings == ("U1", "u1")


def test_a_name_that_stands_once_is_no_speaker_but_is_named(tmp_path: Path) -> None:
    text = "I: Ja?\nU1: Nej.\nKaren: Hej.\nI: Hvorfor?\nU1: Derfor.\n"
    found = read(tmp_path, text).found
    assert [s.label for s in found.speakers] == ["I", "U1"]
    assert found.passed_over == (("Karen", 1),)
    listed = read(tmp_path, text, request=ReadRequest(speakers={"Karen": "informant"})).found
    assert [s.label for s in listed.speakers] == ["I", "U1", "Karen"]


def test_recurring_headings_of_a_document_are_no_speakers(tmp_path: Path) -> None:
    text = (
        "".join(f"ITEM {n}\n\nThat the report be received.\n\nADOPTED\n\n" for n in range(10))
        + "PASSED\n\nThe end.\n\nPASSED\n"
    )
    result = read(tmp_path, text)
    assert result.found.speakers == () and result.document.kind == "document"


def test_header_lines_before_the_first_label_are_nobodys_speech(tmp_path: Path) -> None:
    text = "Interview D1\nInterviewer: Anna Holm\nDato: 3. maj\n\nI: Ja?\n\nD1: Nej.\n\nI: Nå?\n\nD1: Jo.\n"
    document = read(tmp_path, text).document
    assert said(document)[0] == ("", "other", "Interview D1")
    assert {turn.speaker for turn in document.turns} == {"", "I", "D1"}


def test_paragraphs_without_a_label_go_on_with_the_turn(tmp_path: Path) -> None:
    result = read(tmp_path, "I: Hvad?\n\nU1: Først …\n\nog så dette.\n\nI: Ja?\n\nU1: Ja.\n\nU1: Nej.\n")
    assert said(result.document)[1] == ("U1", "informant", "Først …\n\nog så dette.")
    (i, u1) = result.found.speakers
    assert (i.turns, i.runs, i.blocks) == (2, 2, 2)
    assert (u1.turns, u1.runs, u1.blocks) == (3, 2, 4)
    assert result.found.unlabelled == 1


def test_overlapping_speech_goes_to_whom_it_belongs(tmp_path: Path) -> None:
    turn = (
        "### int + om1\n\n1: skal I slet ikke holde fest?\n2: * nej\n\n"
        "### om1\n\ndet er for sent\n\n### int\n\nhvorfor?\n\n"
    )
    document = read(tmp_path, turn * 3, "D1.md").document
    assert said(document)[:3] == [
        ("int", "interviewer", "skal I slet ikke holde fest?"),
        ("om1", "informant", "* nej"),
        ("om1", "informant", "det er for sent"),
    ]


@pytest.mark.parametrize(
    ("labels", "asks"),
    [
        (("I", "U1"), "I"),
        (("Int.", "P4"), "Int."),
        (("Interviewer 1", "Interviewee"), "Interviewer 1"),
        (("Forsker", "Deltager 2"), "Forsker"),
        (("Intervjuare", "Respondent"), "Intervjuare"),
        (("Moderator", "Deltaker"), "Moderator"),
        (("Q", "A"), "Q"),
        (("MSM", "Aho"), "MSM"),
        (("Dan", "Participant"), "Dan"),
    ],
)
def test_who_asks_is_known_from_the_label_or_from_the_questions(
    labels: tuple[str, str], asks: str, tmp_path: Path
) -> None:
    asker, answers = labels
    text = f"{asker}: What do you do?\n{answers}: I lead a small centre with nine people in it.\n" * 4
    assert read(tmp_path, text).found.interviewer == (asks,)


def test_a_person_may_say_who_asks_and_who_is_who(tmp_path: Path) -> None:
    text = "Bo: Ja.\nAnna: Nej.\n" * 4
    assert read(tmp_path, text).found.interviewer == ()
    assert read(tmp_path, text, request=ReadRequest(interviewer=("bo",))).found.interviewer == ("Bo",)
    renamed = read(tmp_path, text, request=ReadRequest(speakers={"Bo": "I/interviewer", "Anna": "D1"})).document
    assert said(renamed)[:2] == [("I", "interviewer", "Ja."), ("D1", "informant", "Nej.")]


def test_a_style_can_be_forced_and_switched_off(tmp_path: Path) -> None:
    text = "Kort sagt: ja.\nKort sagt: nej.\n"
    assert read(tmp_path, text).found.speakers == ()
    forced = read(tmp_path, "Ole: ja.\nOle: nej.\n", request=ReadRequest(speaker_style="colon"))
    assert [s.label for s in forced.found.speakers] == ["Ole"]
    off = read(tmp_path, "I: ja?\nU1: nej.\n", request=ReadRequest(speaker_style="none"))
    assert off.found.speakers == ()
    with pytest.raises(UsageError, match="did you mean 'colon'"):
        read(tmp_path, text, request=ReadRequest(speaker_style="colons"))


def test_questions_in_a_text_without_speakers(tmp_path: Path) -> None:
    text = (
        "Spørgsmål 1: Hvem er du?\nEn leder.\nAf et center.\n\n"
        "Spørgsmål 2: Hvorfor?\nDerfor.\n\n"
        "Spørgsmål 3: Og så?\nJa.\n"
    )
    result = read(tmp_path, text)
    assert result.found.summary("da") == "ingen talere; 3 spørgsmål i teksten"
    assert [(t.role, t.question, t.span.cut(result.document.text)) for t in result.document.turns[:3]] == [
        ("interviewer", "1", "Hvem er du?"),
        ("informant", "1", "En leder.\nAf et center."),
        ("interviewer", "2", "Hvorfor?"),
    ]


def test_bold_questions_in_a_text_without_speakers(tmp_path: Path) -> None:
    text = "**Hvem er du?**\n\nEn leder.\n\n**Hvorfor?**\n\nDerfor.\n\n**Og så?**\n\nJa.\n"
    document = read(tmp_path, text, "D1.md").document
    assert said(document)[:2] == [("", "interviewer", "Hvem er du?"), ("", "informant", "En leder.")]


def test_paragraphs_of_a_document_can_be_coded(tmp_path: Path) -> None:
    text = "# Strategi\n\nVi vil være\nåbne.\n\nOg vi vil turde.\n"
    assert said(read(tmp_path, text, "Strategi.md").document) == [
        ("", "other", "Strategi"),
        ("", "informant", "Vi vil være\nåbne."),
        ("", "informant", "Og vi vil turde."),
    ]


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        ("en", "2 speakers: I (2 turns), U1 (1); interviewer: I; 1 line without a label"),
        ("da", "2 talere: I (2 replikker), U1 (1); interviewer: I; 1 linje uden navn"),
        ("nb", "2 talere: I (2 replikker), U1 (1); intervjuer: I; 1 linje uten navn"),
        ("sv", "2 talare: I (2 repliker), U1 (1); intervjuare: I; 1 rad utan namn"),
    ],
)
def test_what_was_found_in_one_line(language: str, summary: str, tmp_path: Path) -> None:
    assert read(tmp_path, "U1: Ja.\nog mere\nI: Hvad?\nI: Hvorfor?\n").found.summary(language) == summary
