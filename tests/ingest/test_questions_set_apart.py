"""Interviews without labels whose questions stand in bold or in italics between the answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from .making import docx, odt, p, r
from .reading import read, said

ASKED = ("Hvad er din rolle?", "Beskriv din dag.", "Hvad er nyt?", "Andet?")
ANSWER = "Tiden, tror jeg. Og hvad med dig?"
STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {how}/></style:style>'
    for name, how in (("b", 'fo:font-weight="bold"'), ("i", 'fo:font-style="italic"'))
)


def word(lines: list[tuple[str, bool]], look: str) -> bytes:
    return docx("".join(f"<w:p>{r(words, f'<w:{look}/>')}</w:p>" if apart else p(words) for words, apart in lines))


def opendocument(lines: list[tuple[str, bool]], look: str) -> bytes:
    spans = (f'<text:span text:style-name="{look}">{words}</text:span>' if apart else words for words, apart in lines)
    return odt("".join(f"<text:p>{span}</text:p>" for span in spans), STYLES)


def rtf(lines: list[tuple[str, bool]], look: str) -> bytes:
    groups = (f"{{\\{look} {words}}}" if apart else words for words, apart in lines)
    return ("{\\rtf1\\ansi " + "".join(f"{group}\\par\n" for group in groups) + "}").encode()


def page(lines: list[tuple[str, bool]], look: str) -> bytes:
    return "".join(
        f"<p><{look}>{words}</{look}></p>" if apart else f"<p>{words}</p>" for words, apart in lines
    ).encode()


def markdown(lines: list[tuple[str, bool]], look: str) -> bytes:
    mark = "**" if look == "b" else "*"
    return "\n\n".join(f"{mark}{words}{mark}" if apart else words for words, apart in lines).encode()


MAKERS = {"docx": word, "odt": opendocument, "rtf": rtf, "html": page, "md": markdown}


@pytest.mark.parametrize("look", ["b", "i"])
@pytest.mark.parametrize("kind", MAKERS)
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
