"""Interviews without labels whose questions are set apart: in bold, in italics, underlined or in a colour."""

from __future__ import annotations

from pathlib import Path

import pytest

from .making import docx, odt, p, r
from .reading import read, said

ASKED = ("Hvad er din rolle?", "Beskriv din dag.", "Hvad er nyt?", "Andet?")
ANSWER = "Tiden, tror jeg. Og hvad med dig?"
STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {how}/></style:style>'
    for name, how in (
        ("b", 'fo:font-weight="bold"'),
        ("i", 'fo:font-style="italic"'),
        ("u", 'style:text-underline-style="solid"'),
        ("c", 'fo:color="#1f4e79"'),
        ("black", 'fo:color="#000000"'),
    )
)


WORD = {
    "u": '<w:u w:val="single"/>',
    "c": '<w:color w:val="1F4E79"/>',
    "black": '<w:color w:val="000000"/><w:u w:val="none"/>',
}


def word(lines: list[tuple[str, bool]], look: str) -> bytes:
    properties = WORD.get(look, f"<w:{look}/>")
    return docx("".join(f"<w:p>{r(words, properties)}</w:p>" if apart else p(words) for words, apart in lines))


def opendocument(lines: list[tuple[str, bool]], look: str) -> bytes:
    spans = (f'<text:span text:style-name="{look}">{words}</text:span>' if apart else words for words, apart in lines)
    return odt("".join(f"<text:p>{span}</text:p>" for span in spans), STYLES)


def rtf(lines: list[tuple[str, bool]], look: str) -> bytes:
    code = {"u": "ul", "c": "cf1", "black": "cf2"}.get(look, look)
    groups = (f"{{\\{code} {words}}}" if apart else words for words, apart in lines)
    colours = "{\\colortbl;\\red31\\green78\\blue121;\\red0\\green0\\blue0;}"
    return ("{\\rtf1\\ansi" + colours + "".join(f"{group}\\par\n" for group in groups) + "}").encode()


def page(lines: list[tuple[str, bool]], look: str) -> bytes:
    begin, end = {
        "c": ('<span style="color: #1f4e79">', "</span>"),
        "black": ('<font color="#000000">', "</font>"),
    }.get(look, (f"<{look}>", f"</{look}>"))
    return "".join(f"<p>{begin}{words}{end}</p>" if apart else f"<p>{words}</p>" for words, apart in lines).encode()


def markdown(lines: list[tuple[str, bool]], look: str) -> bytes:
    mark = "**" if look == "b" else "*"
    return "\n\n".join(f"{mark}{words}{mark}" if apart else words for words, apart in lines).encode()


MAKERS = {"docx": word, "odt": opendocument, "rtf": rtf, "html": page, "md": markdown}


@pytest.mark.parametrize(
    ("kind", "look"), [(kind, look) for kind in MAKERS for look in "biuc" if kind != "md" or look in "bi"]
)
def test_questions_and_prompts_in_bold_or_italics_are_asked(tmp_path: Path, kind: str, look: str) -> None:
    lines = [line for asked in ASKED for line in ((asked, True), (ANSWER, False))]
    document = read(tmp_path, MAKERS[kind](lines, look), f"D1.{kind}").document
    assert [turn[1:] for turn in said(document)] == [
        turn for asked in ASKED for turn in (("interviewer", asked), ("informant", ANSWER))
    ]


@pytest.mark.parametrize("look", ["b", "i"])
@pytest.mark.parametrize("kind", MAKERS)
def test_answers_set_apart_are_answers(tmp_path: Path, kind: str, look: str) -> None:
    lines = [line for asked in ASKED[::2] * 2 for line in ((asked, False), ("Tiden, tror jeg.", True))]
    document = read(tmp_path, MAKERS[kind](lines, look), f"D1.{kind}").document
    assert [turn[1] for turn in said(document)] == ["interviewer", "informant"] * 4


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "html"])
def test_black_is_no_colour(tmp_path: Path, kind: str) -> None:
    lines = [
        line
        for asked in ("Fortæl om dagen.", "Beskriv din rolle.", "Forklar det.")
        for line in ((asked, True), ("Nå.", False))
    ]
    assert {turn[1] for turn in said(read(tmp_path, MAKERS[kind](lines, "black"), f"D1.{kind}").document)} == {
        "informant"
    }


@pytest.mark.parametrize("kind", ["docx", "odt"])
@pytest.mark.parametrize("look", "iuc")
def test_answers_set_apart_below_prompts_are_answers(tmp_path: Path, kind: str, look: str) -> None:
    lines = [line for asked in ASKED for line in ((asked, False), ("Tiden, tror jeg.", True))]
    assert [turn[1] for turn in said(read(tmp_path, MAKERS[kind](lines, look), f"D1.{kind}").document)] == [
        "interviewer",
        "informant",
    ] * 4


@pytest.mark.parametrize("look", ["bold", "italic", "colour"])
def test_questions_set_apart_in_lines_of_a_pdf_are_paragraphs_and_asked(tmp_path: Path, look: str) -> None:
    """Printed with no room between the paragraphs; the first question is longer than a line."""
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "D1.pdf"
    drawn = Canvas(str(path), pagesize=(595, 842))
    first = ("Fortæl om din rolle her på centret og om, hvordan det gik til, at du kom", "til at arbejde med det.")
    asked = [first, ("Beskriv din dag.",), ("Hvad er nyt?",), ("Hvad er svært?",)]
    answer = ("Jeg er leder her og har været det i mange år. Det går op og ned, og det er", "fint. Nu er det godt.")
    up = 780
    for question in asked:
        for words, apart in [*((line, True) for line in question), *((line, False) for line in answer)]:
            font = {"bold": "Helvetica-Bold", "italic": "Helvetica-Oblique"}.get(look, "Helvetica")
            drawn.setFont(font if apart else "Helvetica", 10)
            drawn.setFillColorRGB(0.1, 0.2, 0.7 if apart and look == "colour" else 0.2)
            drawn.drawString(60, up, words)
            up -= 12
    drawn.save()
    turns = [turn[1:] for turn in said(read(tmp_path, path.read_bytes(), "D1.pdf").document)]
    assert turns == [
        turn for each in asked for turn in (("interviewer", " ".join(each)), ("informant", " ".join(answer)))
    ]


def test_a_guide_in_which_some_follow_ups_are_set_apart_is_no_interview(tmp_path: Path) -> None:
    lines = [line for _ in range(4) for line in (*((f"Hvad er {n}?", False) for n in range(9)), ("Hvordan?", True))]
    turns = said(read(tmp_path, word([*lines, ("Slut.", False)], "i"), "D1.docx").document)
    assert "interviewer" not in {turn[1] for turn in turns}
