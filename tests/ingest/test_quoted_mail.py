"""An answer by e-mail is what the informant wrote: not the asker's message under it, nor anybody's address."""

from __future__ import annotations

from pathlib import Path

import pytest

from .making import docx, p
from .reading import read, said

ANSWER = ("Hei Kari,", "Jeg jobber som lærer.\nDet beste er elevene.", "Mvh Ola")
ASKED = "Hei Ola,\n\nHva liker du best?\nRing 99 88 77 66.\n"
HEAD = "From: Ola <ola@post.no>\nSubject: Svar\nMIME-Version: 1.0\nContent-Type: text/{0}; charset=utf-8\n\n"
OPENINGS = {
    "nb": "Den 3. mai 2024 kl. 10:15 skrev Kari Ek <kari@uio.no>:",
    "da, over two lines": "Den fre. 3. maj 2024 kl. 10.15 skrev Kari Ek\n<kari@uio.no>:",
    "sv": "Den fre 3 maj 2024 kl 10:15 skrev Kari Ek:",
    "en": "On Fri, May 3, 2024 at 10:15 AM Kari Ek <kari@uio.no> wrote:",
    "outlook nb": "-----Opprinnelig melding-----\nFra: Kari Ek\nSendt: fredag 3. mai\nTil: Ola <o@post.no>\nEmne: Hei",
    "outlook en": "-----Original Message-----\nFrom: Kari Ek\nSent: Friday\nTo: Ola\nSubject: Interview",
    "outlook da": "________________\nFra: Kari Ek <kari@uio.no>\nSendt: 3. maj 2024\nTil: Ola\nEmne: Interview",
    "outlook sv": "Från: Kari Ek <kari@uio.no>\nDatum: 3 maj 2024\nTill: Ola\nÄmne: Intervju",
    "da, a bar alone": "---- Oprindelig meddelelse ----",
}


def quoted(text: str) -> str:
    return "".join(f"> {line}\n" for line in text.splitlines())


def word_file(text: str) -> bytes:
    return docx("".join(p(line.replace("<", "&lt;")) for line in text.split("\n")))


@pytest.mark.parametrize("mark", [str, quoted])
@pytest.mark.parametrize("kind", ["txt", "eml", "docx"])
@pytest.mark.parametrize("opening", OPENINGS)
def test_a_message_below_the_answer_is_left_out_and_counted(
    tmp_path: Path, opening: str, kind: str, mark: type[str]
) -> None:
    text = "\n\n".join(ANSWER) + f"\n\n{OPENINGS[opening]}\n\n{mark(ASKED)}"
    content = word_file(text) if kind == "docx" else HEAD.format("plain") * (kind == "eml") + text
    document = read(tmp_path, content, f"D1.{kind}").document
    assert document.text.split() == " ".join(ANSWER[:2]).split()
    assert any(warning.endswith("the closing of the e-mail, 1 line") for warning in document.warnings)
    lines = 3 + OPENINGS[opening].count("\n") + 1
    assert any("quoted e-mail" in warning and f" {lines} lines" in warning for warning in document.warnings)


BETWEEN = (
    "Her er svar.\n\nDen 3. mai 2024 kl. 10:15 skrev Kari Ek <kari@uio.no>:\n\n> Takk for sist.\n> 1. Hva er best?\n\n"
    "Elevene.\n\n> 2. Hva er vanskelig,\n> og hvorfor?\n\nTida.\n\n> Hilsen Kari, 99 88 77 66\n"
)


@pytest.mark.parametrize("kind", ["txt", "eml", "docx"])
def test_answers_between_quoted_questions_are_turns(tmp_path: Path, kind: str) -> None:
    content = word_file(BETWEEN) if kind == "docx" else HEAD.format("plain") * (kind == "eml") + BETWEEN
    document = read(tmp_path, content, f"D1.{kind}").document
    assert [(turn[1], " ".join(turn[2].split())) for turn in said(document)] == [
        ("informant", "Her er svar."),
        ("interviewer", "Takk for sist. 1. Hva er best?"),
        ("informant", "Elevene."),
        ("interviewer", "2. Hva er vanskelig, og hvorfor?"),
        ("informant", "Tida."),
    ]
    assert "kari@uio.no" not in document.text and "99 88" not in document.text


@pytest.mark.parametrize("below", [False, True])
def test_quotations_of_a_mail_in_html(tmp_path: Path, below: bool) -> None:
    page = "<p>Hei.</p><div>Den 3. mai 2024 kl. 10:15 skrev Kari &lt;kari@uio.no&gt;:</div>"
    page += "<blockquote><p>Hva er best?<br>Ring 99887766</p></blockquote>" + "<p>Elevene.</p>" * below
    turns = said(read(tmp_path, HEAD.format("html") + page, "D1.eml").document)
    words = ["Hei.", *["Hva er best?\nRing 99887766", "Elevene."] * below]
    assert [turn[2] for turn in turns] == words
    assert [turn[1] for turn in turns] == ["informant", "interviewer", "informant"][: len(words)]


def test_answers_within_the_message_are_kept_where_the_answer_says_so(tmp_path: Path) -> None:
    asked = "Hva liker du best?\nElevene, og alt vi får til i et år.\nHva ellers?\nTida.\nOg så?\nIkke mer.\n"
    text = f"Hei, se svarene i rødt nedenfor.\n\n{OPENINGS['outlook da']}\n\n{asked}"
    document = read(tmp_path, text).document
    assert [turn[2] for turn in said(document) if turn[1] == "informant"] == asked.split("\n")[1::2]
    assert "kari@uio.no" not in document.text
    assert any("stand within the quoted e-mail" in warning for warning in document.warnings)


@pytest.mark.parametrize("title", ["", "E-postintervju 3\n\n"])
def test_the_head_of_the_mail_itself_is_no_words(tmp_path: Path, title: str) -> None:
    head = "Fra: Ola <ola@post.no>\nSendt: 3. mai 2024\nTil: Kari Ek\nEmne: SV: Intervju\n\n"
    document = read(tmp_path, title + head + "\n\n".join(ANSWER)).document
    assert document.text.split() == f"{title} {' '.join(ANSWER[:2])}".split()


@pytest.mark.parametrize(
    "opening",
    ["---------- Videresendt melding ---------", "Begin forwarded message:\n", "Start på videresendt besked:",
     "Videresendt melding:", "Vidarebefordrat brev:"],
)  # fmt: skip
def test_what_was_forwarded_is_the_answer(tmp_path: Path, opening: str) -> None:
    head = f"{opening}\nFra: Ola <ola@post.no>\nDato: 3. mai\nEmne: Svar\nTil: Kari\n\n"
    assert read(tmp_path, f"Se svar.\n\n{head}{ANSWER[1]}\n").document.text.split() == f"Se svar. {ANSWER[1]}".split()


@pytest.mark.parametrize(
    "text",
    [
        "Anna: Hva skjedde?\nOla: Den 3. mai 2024 skrev hun til meg:\nAnna: Ja?\nOla: At hun ville slutte.\n",
        "Referat\nFra: kommunen\nTil stede: alle\nVi snakket om skolen.\n",
        "Hun sa:\n> Vi må ha tid.\nDet var alt.\n",
    ],
)
def test_what_only_looks_like_a_mail_stays(tmp_path: Path, text: str) -> None:
    document = read(tmp_path, text).document
    assert document.text == text and not document.warnings


def test_a_mail_that_only_quotes_stays(tmp_path: Path) -> None:
    assert "Hva liker du best?" in read(tmp_path, HEAD.format("plain") + quoted(ASKED), "D1.eml").document.text


@pytest.mark.parametrize(
    "closing",
    [
        "Med vennlig hilsen\nOla Nordmann\nlærer, Fjell skole\nTlf. 99 88 77 66",
        "Bedste hilsner Ole",
        "Hälsningar,\n\nOmar",
        "Mvh",
        "Vänligen\nAnna Ek",
        "Kind regards,\nOle\nole@post.dk",
        "Hilsen fra Ola!",
        "Best,\nOle",
        "Takk, Ola",
        "-- \nOla Ek\nlærer",
        "Allt gott,\nEva",
        "Ha en fin dag!\n\nOla",
        "/Ola",
        "– Ola Nordmann",
    ],
)
def test_a_closing_and_a_signature_end_no_answer(tmp_path: Path, closing: str) -> None:
    mail = HEAD.format("plain") + "Hei!\n\nTida.\n\n"
    assert said(read(tmp_path, f"{mail}{closing}\n", "D1.eml").document)[-1][2].endswith("Tida.")
    more = read(tmp_path, f"{mail}{closing}\n\nPS: Det viktigste er at vi får være med.\n", "D2.eml").document
    assert closing.split("\n")[0] in more.text  # what is said after it is not lost, and nor is what stands before
    spoken = read(tmp_path, f"Hei!\n\nTida.\n\n{closing}\n", "D3.txt").document
    assert closing.split("\n")[0] in spoken.text
