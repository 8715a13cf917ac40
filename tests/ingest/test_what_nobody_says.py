"""What stands in a transcript and is nobody's words: a program's remarks, titles of parts, feet of pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from .making import column, docx, p, pdf
from .reading import read, said

TALK = ("Anna Berg: Hvad laver du?", "Bo Ek: Jeg kører bus.", "Anna Berg: Siden hvornår?", "Bo Ek: Siden maj.")


def _srt(lines: tuple[str, ...]) -> str:
    return "\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}\n" for n, line in enumerate(lines, 1))


def _vtt(lines: tuple[str, ...]) -> str:
    voices = tuple(f"<v {name}>{words}</v>" if words else name for name, _, words in (x.partition(": ") for x in lines))
    return "WEBVTT\n\n" + _srt(voices).replace(",", ".")


REMARKS = (
    "Anna Berg stopped transcription", "Anna Berg stoppede transskription", "Anna Berg har stoppet transkripsjonen",
    "Anna Berg (Guest) stoppade transkriberingen", "Bo af Ek avslutade transkriptionen",
)  # fmt: skip


@pytest.mark.parametrize("name", ["D1.srt", "D1.vtt"])
@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_in_a_caption_is_nobodys(tmp_path: Path, name: str, remark: str) -> None:
    made = _srt if name.endswith("srt") else _vtt
    turns = said(read(tmp_path, made((*TALK, remark)), name).document)
    assert [turn[2] for turn in turns] == [line.partition(": ")[2] for line in TALK] + [remark]
    assert turns[-2:] == [("Bo Ek", "informant", "Siden maj."), ("", "other", remark)]


def test_a_remark_in_captions_without_names_is_nobodys(tmp_path: Path) -> None:
    lines = ("Hvad laver du?", "Jeg kører bus.", "Anna Berg stoppede transskription", "Siden maj.")
    turns = said(read(tmp_path, _srt(lines), "D1.srt").document)
    assert [turn[1] for turn in turns] == ["informant", "other", "informant"]


PARTS = (
    "1.1 Hur länge har du varit här?\nI tre år.\n\n1.2 Vad gör du?\nMejl. Sedan möten.\n\n{0}\n"
    "2.1 Hur använder ni data?\nVi tittar på siffror.\n\n2.2 Vad fattas?\nTid, och lite mod.\n"
)


@pytest.mark.parametrize("title", ["II. Data", "B. Data", "2 Data", "2. Data", "Data", "DATA", "Data och beslut"])
def test_the_title_of_a_part_ends_no_answer(tmp_path: Path, title: str) -> None:
    document = read(tmp_path, PARTS.format(title)).document
    assert [turn.span.cut(document.text) for turn in document.turns if turn.role == "informant"] == [
        "I tre år.", "Mejl. Sedan möten.", "Vi tittar på siffror.", "Tid, och lite mod.",
    ]  # fmt: skip
    assert ("", "other", title) in said(document)


def test_the_last_line_of_an_answer_in_notes_is_no_title(tmp_path: Path) -> None:
    text = "1.1 Hvor lenge?\nTre år\n\n1.2 Hva gjør du?\nMail\nMøter\n\n2.1 Hvordan?\nTall\n\n2.2 Hva mangler?\nTid\n"
    turns = said(read(tmp_path, text).document)
    assert ("", "informant", "Mail\nMøter") in turns


@pytest.mark.parametrize(
    "foot", ["{0} (3)", "Sid {0} (3)", "Sida {0} (3)", "Side {0} (3)", "s. {0}", "[Side {0}]", "{0} af 3", "{0} of 3"]
)
@pytest.mark.parametrize("kind", ["txt", "docx", "pdf"])
def test_the_foot_of_a_page_is_nobodys(tmp_path: Path, foot: str, kind: str) -> None:
    pages = [[f"I: Hvad gør du på dag {n}?", "B: Jeg kører bus og går hjem.", foot.format(n)] for n in (1, 2, 3)]
    lines = [line for page in pages for line in page]
    content: str | bytes = "\n\n".join(lines)
    if kind == "docx":
        content = docx("".join(map(p, lines)))
    elif kind == "pdf":
        content = pdf([[*column(page[:2]), (280, 30, page[2])] for page in pages])
    result = read(tmp_path, content, f"D1.{kind}")
    assert [turn[2] for turn in said(result.document)] == [words[3:] for page in pages for words in page[:2]]
    assert any(warning.startswith("left out") for warning in result.document.warnings)


@pytest.mark.parametrize("foot", ["1 (1)", "Side 1 af 1", "1 av 1"])
def test_the_foot_of_a_single_page_is_nobodys(tmp_path: Path, foot: str) -> None:
    page = [*column(["Interviewer: Hvad gør du?", "Informant: Jeg kører bus."]), (280, 30, foot)]
    assert said(read(tmp_path, pdf([page]), "D1.pdf").document)[-1] == ("Informant", "informant", "Jeg kører bus.")


def test_a_page_that_somebody_names_is_said(tmp_path: Path) -> None:
    turns = said(
        read(tmp_path, "I: Hvor?\nB: Det står på\ns. 4\nI: Hvor mange?\nB: 1 (3)\nI: Og så?\nB: Ja.\n").document
    )
    assert [turn[2] for turn in turns if turn[1] == "informant"] == ["Det står på\ns. 4", "1 (3)", "Ja."]


@pytest.mark.parametrize(
    "last",
    ["Transcribed with Sonix (https://sonix.ai)", "Transcript created with Happy Scribe",
     "Transkriberat av Amberscript",
     "Machine-generated transcript by Trint", "Copyright © 2023 Good Tape", "SLUT", "--- Interview slutt ---", "[End]",
     "Interviewet slutter her.", "Intervju slutt.", "Transkription: Kari Ek", "Udskrift: Bo", "Avskrift av: Kari",
     "Med venlig hilsen", "Mvh", "[Optagelsen slutter]",
     "Danske tekster af Nicolai Winther", "Undertexter från Amara.org-gemenskapen"],
)  # fmt: skip
def test_who_signs_below_the_talk_says_nothing_in_it(tmp_path: Path, last: str) -> None:
    turns = said(read(tmp_path, "\n\n".join((*TALK, last))).document)
    assert turns[-2:] == [("Bo Ek", "informant", "Siden maj."), ("", "other", last)]


@pytest.mark.parametrize("last", ["Slut.", "Så var det slut", "Tekster af Nicolai", "Copyrighten er min."])
def test_the_last_line_of_an_answer_is_an_answer(tmp_path: Path, last: str) -> None:
    assert said(read(tmp_path, "\n\n".join((*TALK, last))).document)[-1] == (
        "Bo Ek", "informant", f"Siden maj.\n\n{last}"
    )  # fmt: skip


@pytest.mark.parametrize("name", ["D1.srt", "D1.vtt"])
@pytest.mark.parametrize("credit", ["Danske tekster af Nicolai Winther", "Svensktextning.nu", "Teksting av Ai-Media"])
def test_credits_heard_where_nobody_speaks_are_nobodys(tmp_path: Path, name: str, credit: str) -> None:
    """Speech recognition learnt them from subtitles."""
    made = _srt if name.endswith("srt") else _vtt
    turns = said(read(tmp_path, made((*TALK[:2], credit, *TALK[2:])), name).document)
    assert ("", "other", credit) in turns and ("Bo Ek", "informant", "Jeg kører bus.") in turns


COMING = (
    "Mia Holm joined the meeting", "Mia Holm (Guest) left the meeting.", "Mia Holm deltog i mødet",
    "Mia Holm har forladt mødet", "Mia Ek ble med i møtet", "Mia Holm har forlatt møtet", "Mia Holm anslöt till mötet",
    "Mia Holm lämnade mötet", "Transcription started", "Transskription stoppet", "Optagelsen er startet",
    "Opptaket har startet", "Inspelningen stoppades", "Transkriberingen har startats av Anna Berg",
)  # fmt: skip


@pytest.mark.parametrize("form", ["vtt", "apart", "timed", "heads"])
@pytest.mark.parametrize("line", COMING)
def test_who_comes_and_goes_is_nobodys_words(tmp_path: Path, line: str, form: str) -> None:
    name = "D1.vtt" if form == "vtt" else "D1.txt"
    lines = (*TALK[:2], line, *TALK[2:])
    text = _vtt(lines) if form == "vtt" else "\n\n".join(lines)
    if form == "timed":
        text = "\n".join(f"09:02:0{n} {said}" for n, said in enumerate(lines))
    elif form == "heads":
        text = "\n\n".join(f"{each.replace(': ', f'   0:0{n}' + chr(10))}" for n, each in enumerate(lines))
    turns = said(read(tmp_path, text, name).document)
    assert [turn[2] for turn in turns if turn[0]] == [each.partition(": ")[2] for each in TALK]
    assert [turn[2][-len(line) :] for turn in turns if not turn[0]] == [line]


@pytest.mark.parametrize("line", ["Mia Holm left", "Mia Holm joined"])
def test_one_who_left_stands_apart_or_was_said(tmp_path: Path, line: str) -> None:
    apart = said(read(tmp_path, "\n\n".join((*TALK[:2], line, *TALK[2:]))).document)
    assert ("", "other", line) in apart
    spoken = said(read(tmp_path, "\n".join((*TALK[:2], line, *TALK[2:]))).document)
    assert ("Bo Ek", "informant", f"Jeg kører bus.\n{line}") in spoken


@pytest.mark.parametrize("words", ["So Mia left the meeting", "I left the meeting", "The Recording was good"])
def test_a_sentence_about_somebody_who_left_is_said(tmp_path: Path, words: str) -> None:
    turns = said(read(tmp_path, "\n\n".join((*TALK[:2], words, *TALK[2:]))).document)
    assert ("Bo Ek", "informant", f"Jeg kører bus.\n\n{words}") in turns


def test_an_answer_below_a_name_is_an_answer_whatever_it_says(tmp_path: Path) -> None:
    text = "Anna Berg 0:01\nHvem gik?\n\nBo Ek 0:05\nMia Holm forlod mødet.\n\nAnna Berg 0:09\nNå?\n\nBo Ek 0:12\nJa.\n"
    assert ("Bo Ek", "informant", "Mia Holm forlod mødet.") in said(read(tmp_path, text).document)


def test_the_closing_of_a_letter_and_the_name_under_it_are_nobodys(tmp_path: Path) -> None:
    turns = said(read(tmp_path, "\n\n".join((*TALK, "Med venlig hilsen\n\nBo Ek"))).document)
    assert [turn[2] for turn in turns if turn[0] == "Bo Ek"] == ["Jeg kører bus.", "Siden maj."]
