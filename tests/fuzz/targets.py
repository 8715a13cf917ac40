"""Everything that qualcode reads, as a small sound file of each kind and the commands that read it."""

# ruff: noqa: E501 -- a table: one kind of file a line

from __future__ import annotations

import json
import plistlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import docx
import openpyxl

from qualcode.cli import main
from qualcode.core.model import Case, Member
from qualcode.project import Project
from tests.exchange.refi_files import archive, coding, project, selection, text_source
from tests.ingest.making import column, odt, pdf, zipped
from tests.ingest.test_wrapped_pages import mail, mhtml, pptx, shape, slide
from tests.study import ANNA, BO, FRAME, study

Table = list[list[object]]
FILES = Path(__file__).parents[1] / "exchange" / "files"
TALK = "Interviewer: Hvad er data?\nAnna: Vi har ikke folk nok.\nInterviewer: Og penge?\nAnna: Heller ikke.\n"
SURVEY: Table = [["Navn", "Alder", "Hvad er godt?"], ["Mia", 31, "Alt er godt."], ["No", 47, "Intet, slet ikke."]]
TAGS: Table = [["document", "address", "quote", "code", "coder", "weight"], ["D1", "D1#1", "", "frame:value", "bo", "0,5"],
        ["M1", "", "Tja", "open:tvivl", "", ""]]  # fmt: skip
CASES: Table = [["case", "name", "kind", "members", "weight", "rolle"], ["Anna", "Anna A.", "informant", "D1:Anna", "1", "leder"],
         ["Bo", "", "", "M1", "0.5", ""]]  # fmt: skip
SEGMENTS: Table = [
    ["Document", "Quote", "Code", "Comment"],
    ["M1", "Tja", "Doubt", "so?"],
    ["M1", "nye systemer", "Doubt > New", ""],
]
CODES: Table = [["Code", "Description", "Parent"], ["Trust", "What holds", ""], ["Doubt", "What does not", "Trust"]]
HTML = "<html><head><title>x</title></head><body><h1>T</h1><table><tr><td>I:</td><td>Hvad?</td></tr></table><p><b>Anna:</b> Ja &amp; nej</p><ul><li>en</ul></body></html>"
RTF = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\pard I: Hvad er \'e6ndret?\par Anna: Det \b hele\b0 .\par {\*\x y}\u248?\par}"
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Anna>Vi har ikke folk.</v>\n\n00:00:04.000 --> 00:00:06.000\n<v Bo>Nej.</v>\n"
SRT = "1\n00:00:01,000 --> 00:00:03,000\nAnna: Vi har ikke folk.\n\n2\n00:00:04,000 --> 00:00:06,000\nBo: Nej.\n"
WHISPER = {"text": "Hej. Ja.", "language": "da", "segments": [
    {"id": 0, "start": 0.0, "end": 1.5, "text": " Hej.", "speaker": "S1"}, {"id": 1, "start": 1.5, "end": 2.0, "text": " Ja."}]}  # fmt: skip
GUIDE = 'questions:\n  - id: "1"\n    text: "Hvad er data godt for?"\n    dimension: Praksis\n    sub:\n      - {id: "1a", text: "Kan du give et eksempel?"}\n  - id: "2"\n    text: "Hvem laver arbejdet?"\n'
DRAFT = "# Kapitel\n\nI alt {{ share('frame:value', coder='ana') }} af {{ number('answers') }}.\n\n{{ table('shares', by='rolle', coder='ana') }}\n"
SETTINGS = 'name = "A study"\nid = "x"\nlanguage = "da"\ncoder = "ana"\nunit = "answer"\ncodebooks = ["frame"]\ndialect = "nordic"\n[reading]\ninterviewer = ["I"]\nencoding = "utf-8"\n'
XML = project(f"<Sources>{text_source(selection(1, 0, 3, coding(2)) + coding(3))}</Sources>"
              '<Notes><Note guid="00000063-0000-4000-8000-000000000000" name="n"><PlainTextContent>hm</PlainTextContent></Note></Notes>')  # fmt: skip

Make = Callable[[Path], object]


class Target(NamedTuple):
    """One kind of file."""

    name: str
    file: str
    """What it is called in the study."""
    make: Make
    commands: tuple[tuple[str, ...], ...]
    """What reads it."""


def _text(text: str) -> Make:
    return lambda path: path.write_text(text, "utf-8")


def _bytes(content: Callable[[], bytes]) -> Make:
    return lambda path: path.write_bytes(content())


def _rows(rows: Table, separator: str = ";") -> Make:
    return _text("".join(separator.join(map(str, row)) + "\n" for row in rows))


def _workbook(rows: Table) -> Make:
    def make(path: Path) -> None:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(list(row))
        book.save(path)

    return make


def _word(*paragraphs: str) -> Make:
    def make(path: Path) -> None:
        document = docx.Document()
        for words in paragraphs:
            document.add_paragraph(words)
        document.add_table(1, 2).cell(0, 0).text = "x"
        document.save(str(path))

    return make


def _commented(path: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("Vi har ikke folk nok.")
    document.add_comment(run, "kapacitet: folk", author="Ana")
    document.save(str(path))


def _ods() -> bytes:
    rows = "".join(
        "<table:table-row>" + "".join(f"<table:table-cell office:value-type='string'><text:p>{cell}</text:p></table:table-cell>" for cell in row) + "</table:table-row>"
        for row in SURVEY
    )  # fmt: skip
    spread = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        f'office:version="1.2"><office:body><office:spreadsheet><table:table table:name="A">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": spread,
                   "META-INF/manifest.xml": manifest})  # fmt: skip


def _database(script: str) -> Make:
    def make(path: Path) -> None:
        with sqlite3.connect(path) as made:
            made.executescript((FILES / script).read_text("utf-8"))
        made.close()

    return make


def _qc(path: Path) -> None:
    shutil.copytree(FILES / "qc", path)
    _database("qc.sql")(path / "qualitative_coding.sqlite3")


def _exported(*argv: str) -> Make:
    """What qualcode itself makes of the study."""

    def make(path: Path) -> None:
        assert main(["-C", str(path.parent), *argv, str(path)]) == 0

    return make


def _copied(path: Path) -> None:
    shutil.copyfile(path.parent / "qualcode.sqlite", path)


def _nothing(path: Path) -> None:
    """It is there."""


def template(root: Path) -> Path:
    """The study that reads: two interviews, a frame, two codings, a backup."""
    with study(root, ANNA, BO, frame=FRAME) as made:
        made.tag("D1#1", "frame:value", memo="why")
        made.tag("D1#2", "open:nyt")
        made.writable.backup("trying", always=True)
    for name, make in (("cases.csv", _rows(CASES, ",")), ("questions.yaml", _text(GUIDE))):
        make(root / name)
    with Project.open(root) as made:
        assert made.cases[0] == Case(
            "Anna", "Anna A.", "informant", (Member("D1", "Anna"),), {"rolle": "leder"}, weight=1.0
        )
    return root


def _added(name: str, file: str, make: Make) -> Target:
    return Target(name, file, make, (("add", file),))


STATUS = (("status",), ("check",), ("shares", "frame", "--by", "rolle", "--coder", "ana"))

TARGETS = (
    _added("text", "new.txt", _text(TALK)), _added("markdown", "new.md", _text("# T\n\n**I:** Hvad?\n\n> Anna: *Ja*\n\n- en\n\n| a | b |\n|---|---|\n| c | d |\n")),
    _added("docx", "new.docx", _word(*TALK.splitlines())),
    _added("odt", "new.odt", _bytes(lambda: odt("<text:p>I: Hvad?</text:p><text:list><text:list-item><text:p>Anna: Ja</text:p></text:list-item></text:list>"))),
    _added("rtf", "new.rtf", _text(RTF)), _added("pdf", "new.pdf", _bytes(lambda: pdf([column((TALK * 4).splitlines())] * 2))),
    _added("html", "new.html", _text(HTML)), _added("mhtml", "new.mhtml", _bytes(lambda: mhtml(HTML))), _added("mail", "new.eml", _bytes(lambda: bytes(mail()))),
    _added("webarchive", "new.webarchive", _bytes(lambda: plistlib.dumps({"WebMainResource": {"WebResourceData": HTML.encode()}}, fmt=plistlib.FMT_BINARY))),
    _added("pptx", "new.pptx", _bytes(lambda: pptx(slide(shape("title", "Mål"), shape("body", "a", "\tb"))))),
     _added("vtt", "new.vtt", _text(VTT)), _added("srt", "new.srt", _text(SRT)),
    _added("json", "new.json", _text(json.dumps(WHISPER))), _added("survey csv", "new.csv", _rows(SURVEY)),
    _added("survey tsv", "new.tsv", _rows(SURVEY, "\t")), _added("survey xlsx", "new.xlsx", _workbook(SURVEY)), _added("survey ods", "new.ods", _bytes(_ods)),
    Target("tags csv", "tags.csv", _rows(TAGS), (("tag", "--from", "tags.csv"),)),
    Target("tags xlsx", "tags.xlsx", _workbook(TAGS), (("tag", "--from", "tags.xlsx"),)),
    Target("cases table", "people.xlsx", _workbook(CASES), (("case", "import", "people.xlsx"),)),
    Target("cases.csv", "cases.csv", _nothing, (*STATUS, ("case", "list"), ("case", "set", "Bo", "rolle=x"))),
    Target("settings", "qualcode.toml", _text(SETTINGS), STATUS),
    Target("questions.yaml", "questions.yaml", _nothing, (("question", "list"), ("question", "match"), *STATUS)),
    Target("guide md", "guide.md", _text("1. Hvad er data?\n   a. Hvorfor?\n2. Hvem?\n"), (("question", "import", "guide.md", "--replace"),)),
    Target("guide docx", "guide.docx", _word("1. Hvad er data?", "2. Hvem gør det?"), (("question", "import", "guide.docx", "--replace"),)),
    Target("guide yaml", "guide.yaml", _text(GUIDE), (("question", "import", "guide.yaml", "--replace"),)),
    Target("codebook", "codebooks/frame.yaml", _nothing, (("codebook", "check"), ("codebook", "show", "frame"), ("codebook", "add", "frame:value.x"), *STATUS)),
    Target("codebook in use", "mine.yaml", _text(FRAME.replace("id: frame", "id: mine")), (("codebook", "check", "mine.yaml"), ("codebook", "use", "mine.yaml"))),
    Target("open codes", "codebooks/open.yaml", _nothing, (("codebook", "tidy"), ("tag", "D1#1", "open:mere"))),
    Target("codebook csv", "codes.csv", _rows(CODES), (("codebook", "import", "codes.csv"),)),
    Target("codebook xlsx", "codes.xlsx", _workbook(CODES), (("codebook", "import", "codes.xlsx"),)),
    Target("codebook qdc", "frame.qdc", _exported("codebook", "export", "frame"), (("codebook", "import", "frame.qdc", "--id", "theirs"),)),
    Target("qdpx", "new.qdpx", lambda path: archive(path, XML, P1_txt="Vi har ikke folk nok."), (("import", "new.qdpx"),)),
    Target("our qdpx", "ours.qdpx", _exported("export", "--allow-identifiable"), (("import", "ours.qdpx"), ("merge", "ours.qdpx"))),
    Target("qda", "ours.qda", _exported("export", "--allow-identifiable"), (("import", "ours.qda"),)),
    Target("taguette", "new.sqlite3", _database("taguette.sql"), (("import", "new.sqlite3"),)),
    Target("rqda", "new.rqda", _database("rqda.sql"), (("import", "new.rqda"),)),
    Target("qc", "qc", _qc, (("import", "qc"),)),
    Target("segments csv", "segments.csv", _rows(SEGMENTS, ","), (("import", "segments.csv"),)),
    Target("segments xlsx", "segments.xlsx", _workbook(SEGMENTS), (("import", "segments.xlsx"),)),
    Target("word comments", "comments.docx", _commented, (("import", "comments.docx"),)),
    Target("snapshot", "snap", _exported("snapshot", "--allow-identifiable", "-o"), (("restore", "snap/snapshot", "--force"), ("merge", "snap/snapshot"))),
    Target("database", "qualcode.sqlite", _nothing, (*STATUS, ("show", "D1"), ("log",), ("undo",), ("tag", "D1#1", "frame:support"))),
    Target("database of a colleague", "other.sqlite", _copied, (("merge", "other.sqlite"),)),
    Target("backup", "backups", _nothing, (("backups", "list"), ("backups", "restore", "1"), ("status",))),
    Target("draft md", "draft.md", _text(DRAFT), (("fill", "draft.md", "-o", "out.md"), ("verify", "out.md"))),
    Target("draft tex", "draft.tex", _text(DRAFT.replace("#", "\\section")), (("fill", "draft.tex", "-o", "out.tex"), ("verify", "out.tex"))),
    Target("draft docx", "draft.docx", _word(*DRAFT.splitlines()), (("fill", "draft.docx", "-o", "out.docx"), ("verify", "out.docx"))),
    Target("Word template", "looks.docx", _word("x"), (("shares", "frame", "--coder", "ana", "-o", "t.docx", "--template", "looks.docx"),)),
)  # fmt: skip
