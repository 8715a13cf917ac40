"""The same interview in two formats gives the same turns."""

from __future__ import annotations

import html
import io
import json
from pathlib import Path

import pytest

from .reading import read, speech

TURNS = [
    ("Anna", "Hvad forstår du ved “ledelse”?"),
    ("Bo", "At nogen går forrest – og hører efter. Det er svært."),
    ("Anna", "Hvornår lærte du det?"),
    ("Bo", "Aldrig helt. Vigtigst er: at man bliver ved."),
    ("Anna", "Tak for i dag. Var der mere?"),
    ("Bo", "Nej, det var det hele."),
]


def _docx() -> bytes:
    from docx import Document

    document = Document()
    for who, words in TURNS:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{who}: ").bold = True
        paragraph.add_run(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _xlsx() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["speaker", "text"])
    for turn in TURNS:
        sheet.append(list(turn))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _docx_table() -> bytes:
    from docx import Document

    document = Document()
    table = document.add_table(rows=0, cols=2)
    for who, words in TURNS:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = who, words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _rtf() -> bytes:
    def escaped(text: str) -> str:
        return "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in text)

    body = "".join(f"{{\\b {who}:}} {escaped(words)}\\par\n" for who, words in TURNS)
    return f"{{\\rtf1\\ansi\\ansicpg1252 {body}}}".encode("ascii")


FILES = {
    "D1.md": "\n".join(f"**{who}:** {words}\n" for who, words in TURNS).encode(),
    "D1.txt": "".join(f"{who}: {words}\n" for who, words in TURNS).encode("cp1252"),
    "D1.vtt": (
        "WEBVTT\n\n"
        + "".join(
            f"00:0{n}:00.000 --> 00:0{n}:09.000\n<v {who}>{words}</v>\n\n" for n, (who, words) in enumerate(TURNS)
        )
    ).encode(),
    "D1.srt": "".join(
        f"{n}\r\n00:0{n}:00,000 --> 00:0{n}:09,000\r\n{who}: {words}\r\n\r\n" for n, (who, words) in enumerate(TURNS)
    ).encode("utf-16"),
    "D1.json": json.dumps(
        {"segments": [{"start": n, "text": w, "speaker": s} for n, (s, w) in enumerate(TURNS)]}
    ).encode(),
    "D1.csv": ("speaker;text\n" + "".join(f'{who};"{words}"\n' for who, words in TURNS)).encode("mac_roman"),
    "D1.html": (
        "<meta charset=utf-8>" + "".join(f"<p><b>{who}</b>: {html.escape(words)}</p>" for who, words in TURNS)
    ).encode(),
    "D1.xlsx": _xlsx(),
    "D1.docx": _docx(),
    "D2.docx": _docx_table(),
    "D1.rtf": _rtf(),
}


@pytest.mark.parametrize("name", FILES)
def test_the_turns_are_the_same(name: str, tmp_path: Path) -> None:
    result = read(tmp_path, FILES[name], name)
    assert speech(result.document) == TURNS
    assert result.found.interviewer == ("Anna",)
    assert result.document.language == "da"
