"""Focus groups: whoever says one thing has a turn of her own, whether lines, bold labels, a list or a table say who."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import pytest

from tests.ingest.making import docx, odt, p, r
from tests.ingest.reading import read

Row = tuple[str, ...]

SAID = (
    ("Mette", "Velkommen. Hvordan bruger I data i jeres arbejde?"),
    ("Birgit", "Vi registrerer alt, og så ser vi sjældent på det igen."),
    ("Karen", "Nej. Det er mest for ledelsens skyld."),
    ("Ali", "Men tavlemødet bruger da tallene: 3 fald i januar."),
    ("Mette", "Hvad gør det ved jer, at tallene står der?"),
    ("Flere", "Ja, ja!"),
    ("Tove", "Det giver retning, og vi kan gå til politikerne med det."),
    ("Jonas", "Hvilke politikere?"),
    ("Tove", "Ældreudvalget, og de spurgte meget."),
    ("?", "Det er rigtigt."),
    ("Karen?", "Altså, jeg synes: vi mangler tid."),
)
TURNS = [(who.rstrip("?") or who, words) for who, words in SAID]
HEAD = (
    "Dato: 12. marts 2026",
    "Deltagere: Birgit (sygeplejerske), Karen, Ali og Tove (leder)",
    "Moderator: Mette, referent: Jonas",
    "Optaget i et mødelokale på rådhuset, hvor der var lidt støj fra gangen.",
    "Gruppen kendte hinanden i forvejen.",
)


def turns(tmp_path: Path, content: str | bytes, name: str = "F.txt") -> list[tuple[str, str]]:
    document = read(tmp_path, content, name).document
    return [(turn.speaker, turn.span.cut(document.text)) for turn in document.turns if turn.speaker]


def roles(tmp_path: Path, content: str | bytes, name: str = "F.txt") -> dict[str, str]:
    return {turn.speaker: turn.role for turn in read(tmp_path, content, name).document.turns if turn.speaker}


def test_a_head_above_the_talk_takes_nobodys_turn(tmp_path: Path) -> None:
    text = "\n".join([*HEAD, *(f"{who}: {words}" for who, words in SAID)]) + "\n"
    assert turns(tmp_path, text) == TURNS
    assert roles(tmp_path, text) == dict.fromkeys(dict(TURNS), "informant") | {"Mette": "interviewer", "Jonas": "other"}


def test_those_whom_the_head_lists_speak_in_talk_that_goes_on_without_labels(tmp_path: Path) -> None:
    """Paragraphs without a label go on with whoever speaks; only the list tells that Ali and Birgit are people."""
    aside = "\nOg så går der en time.\nDet er ikke så godt.\n"
    text = "\n".join(HEAD) + "\n\n" + aside.join(f"{who}: {words}" for who, words in SAID)
    assert {"Birgit", "Ali"} <= set(dict(turns(tmp_path, text)))
    assert "Ali" not in dict(turns(tmp_path, text.replace("Ali og ", "").replace("Deltagere", "Emne")))


def test_bold_labels_are_labels_however_often_they_stand(tmp_path: Path) -> None:
    bold = "<w:b/>"
    paragraphs = [f"<w:p>{r(who + ': ', bold)}{r(words)}</w:p>" + p("Det gik der lidt tid med.") for who, words in SAID]
    said = turns(tmp_path, docx("".join(paragraphs)), "F.docx")
    assert [who for who, _ in said] == [who for who, _ in TURNS]


def word(rows: Sequence[Row]) -> bytes:
    cells = ("".join(f"<w:tc>{p(text)}</w:tc>" for text in row) for row in rows)
    return docx("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>")


def opendocument(rows: Sequence[Row]) -> bytes:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    cells = ("".join(cell.format(escape(text, quote=False)) for text in row) for row in rows)
    return odt(
        "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in cells) + "</table:table>"
    )


def html(rows: Sequence[Row]) -> bytes:
    cells = ("".join(f"<td>{escape(text)}</td>" for text in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>".encode()


def markdown(rows: Sequence[Row]) -> bytes:
    head, *rest = ("| " + " | ".join(row) + " |" for row in rows)
    return "\n".join([head, "|---" * len(rows[0]) + "|", *rest]).encode()


def csv(rows: Sequence[Row]) -> bytes:
    return "\n".join(";".join(row) for row in rows).encode()


FORMATS: dict[str, Callable[[Sequence[Row]], bytes]] = {
    "docx": word, "odt": opendocument, "html": html, "md": markdown, "csv": csv,
}  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (("Nr.", "Tid", "Hvem", "Tekst"), lambda at, who, words: (str(at), f"00:{at:02}:10", who, words)),
        (("Taler", "Udsagn"), lambda at, who, words: (who, words)),
        (("#", "Speaker", "Text", "Codes"), lambda at, who, words: (str(at), who, words, "tid" if at % 2 else "")),
        (("Hvem", "Tid", "Hva blir sagt"), lambda at, who, words: (who, f"00:{at:02}:10", words)),
    ],
    ids=["number and time", "two columns", "codes beside", "a heading of one's own"],
)
@pytest.mark.parametrize("format", FORMATS)
def test_a_table_of_talk(tmp_path: Path, format: str, headings: Row, cells: Callable[[int, str, str], Row]) -> None:
    rows = [headings, *(cells(at, who, words) for at, (who, words) in enumerate(TURNS, start=1))]
    assert turns(tmp_path, FORMATS[format](rows), f"F.{format}") == TURNS


def test_a_row_number_before_the_speaker_is_nobodys_word(tmp_path: Path) -> None:
    rows = [(str(at), who, words) for at, (who, words) in enumerate(TURNS * 2, start=1)]
    assert turns(tmp_path, word(rows), "F.docx") == TURNS * 2


ASKED = ("Hvordan bruger I data?", "Hvad betyder det for jer?", "Hvem beslutter det?")
TOLD = ("Mest til økonomistyring.", "Det giver et fælles sprog.", "Det gør direktionen.")


@pytest.mark.parametrize(
    ("asks", "answers", "head"),
    [
        ("Interviewer 1 (Mette):", "Anne-Mette L.:", "Interviewperson: Anne-Mette L., 45, leder\nInterviewer: Mette"),
        ("MH:", "A.L.:", "MH: Mette Holm, studerende\nA.L.: centerchef"),
        ("Mette H. –", "Dr. Holm –", ""),
        ("I.", "P.", ""),
        ("Sp.:", "Sv.:", ""),
        ("I1>", "R1>", ""),
        ("\U0001f469 Mette:", "\U0001f468 Bo:", ""),
        ("[12.03.2026 10:00] Mette Holm\n", "[12.03.2026 10:01] Bo Lund\n", ""),
    ],
    ids=["roles in the head", "a legend", "names with a full stop", "letters with a full stop", "sp and sv", "arrows",
         "pictures", "a chat"],
)  # fmt: skip
def test_two_who_talk_and_what_the_head_says_of_them(tmp_path: Path, asks: str, answers: str, head: str) -> None:
    lines = [f"{asks} {question}\n{answers} {answer}\n" for question, answer in zip(ASKED, TOLD, strict=True)]
    document = read(tmp_path, head + "\n\n" + "\n".join(lines)).document
    said = {
        role: [t.span.cut(document.text) for t in document.turns if t.role == role]
        for role in ("interviewer", "informant")
    }
    assert said == {"interviewer": list(ASKED), "informant": list(TOLD)}
