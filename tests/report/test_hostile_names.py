"""Names, memos and words that hold markup, formulas, programs or escape codes are words in every format."""

# ruff: noqa: E501 -- a table of commands, one a line

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from lxml import etree, html

from qualcode.cli import context, main

from .hostile_study import PAYLOADS, hostile

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What a terminal would take for an order."""
FORMULA = re.compile(r"^[=@\t\r]|^[+-](?![\d.,]*$)")


def _table(content: bytes, delimiter: str) -> None:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))
    assert not [cell for row in rows for cell in row if FORMULA.match(cell)], "a cell that a spreadsheet computes"


def _csv(content: bytes) -> None:
    _table(content, ",")


def _tsv(content: bytes) -> None:
    _table(content, "\t")


def _xlsx(content: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"], "a formula"
    assert not [cell for cell in cells if cell.hyperlink and "e.vil" in str(cell.hyperlink.target)], "a link"


def _xml(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _package(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if not name.endswith((".xml", ".rels", ".qde")):
                continue
            root = _xml(package.read(name))
            for element in root.iter(tag=etree.Element):
                assert etree.QName(element).localname != "script", "a program"
                if etree.QName(element).localname == "instrText":
                    assert "e.vil" not in (element.text or "") and "calc" not in (element.text or ""), "a field"
                if etree.QName(element).localname == "Relationship":
                    assert "e.vil" not in element.get("Target", ""), "a link"


def _markdown(content: bytes) -> None:
    text = content.decode()
    assert not re.search(r"(?<!\\)<(script|b>|/w:t)", text), "a tag of HTML"
    assert not re.search(r"(?<!\\)\]\(javascript", text), "a link"
    assert not re.search(r"(?<!\\)`tick`", text), "words that stand as they are"
    assert "{{ 7*7 }}" not in text, "a field of a template"


def _latex(content: bytes) -> None:
    text = content.decode()
    assert "\\input{/etc" not in text, "a command"
    assert not re.search(r"(?<!\\)\$x\$", text) and not re.search(r"(?<!\\)100 %", text), "marks that are not escaped"


def _html(content: bytes) -> None:
    page = html.fromstring(content)
    assert not [each for each in page.iter("script") if "alert(1)" in (each.text or "") and each.get("type") is None]
    assert not page.xpath("//a[starts-with(@href, 'javascript')] | //b[text() = 'x'] | //*[local-name() = 'w:br']")
    assert "<script>alert(1)" not in content.decode(), "a program"


def _json(content: bytes) -> None:
    assert json.loads(content)


def _svg(content: bytes) -> None:
    assert not [
        each for each in _xml(content).iter() if etree.QName(each).localname in ("script", "a", "foreignObject")
    ]


def _png(content: bytes) -> None:
    assert content.startswith(b"\x89PNG") and b"e.vil" not in content


def _text(content: bytes) -> None:
    assert not CONTROLS.search(content.decode()), "an escape code"


def _any(content: bytes) -> None:
    assert content


CHECKS: dict[str, Callable[[bytes], object]] = {
    "csv": _csv, "tsv": _tsv, "xlsx": _xlsx, "docx": _package, "md": _markdown, "tex": _latex, "html": _html, "json": _json,
    "svg": _svg, "png": _png, "txt": _text, "graphml": _xml, "qdpx": _package, "qdc": _xml, "jsonl": _any, "sqlite3": _any,
}  # fmt: skip

REPORTS = ("csv", "tsv", "xlsx", "docx", "md", "tex", "html", "json", "txt")
ANA, ALL = ("--coder", "ana"), ("--allow-identifiable",)
WRITERS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("shares", "frame", "--by", "role", *ANA, "--explain", "Xq", "frame:value", *ALL): (),
    ("shares", "frame", "--by", "role", *ANA): REPORTS,
    ("crosstab", "frame", "--by", "role", *ANA): REPORTS,
    ("matrix", "frame", "--excerpts", "2", *ANA, *ALL): REPORTS,
    ("cooccur", "frame", *ANA): ("csv", "docx", "html"),
    ("rank", "frame", *ANA): ("csv", "docx", "html"),
    ("agree", "frame", "--list", *ALL): ("csv", "xlsx", "docx", "md", "tex", "html", "json"),
    ("list", "codes", *ANA): ("csv", "docx", "html"),
    ("list", "words"): ("csv", "md", "html"),
    ("find", "red", *ALL): ("csv", "xlsx", "docx", "md", "html", "json"),
    ("codebook", "show", "frame", "--examples", "2", *ANA, *ALL): ("docx", "md", "tex", "html", "txt", "json"),
    ("speakers",): ("csv",),
    **{("report", name, *ANA, *ALL): ("docx", "md", "tex", "html") for name in (
        "sample", "guide", "answers", "interviews", "transcripts", "excerpts", "memos", "codings", "method", "audit", "matrix")},
    ("plot", "shares", "frame", "--by", "role", *ANA): ("svg", "png", "docx", "html"),
    ("plot", "bars", "frame", "--by", "role", *ANA): ("svg", "png"),
    ("plot", "heatmap", "frame", "--by", "role", *ANA): ("svg",),
    ("plot", "cooccurrence", "frame", *ANA): ("svg",),
    ("plot", "timeline", "frame", "--document", "D1", *ANA): ("svg",),
    ("plot", "map", "frame", *ANA): ("svg", "graphml"),
}  # fmt: skip
EXPORTS = ("csv", "xlsx", "qdpx", "qda", "sqlite3", "html", "jsonl")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile(tmp_path_factory.mktemp("hostile") / "study")


def ran(root: Path, capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    context.folder = ""
    code = main(["-C", str(root), *argv])
    captured = capsys.readouterr()
    assert code == 0, captured.err
    assert not CONTROLS.search(captured.err), f"an escape code reached the terminal: {captured.err!r}"
    return captured.out


@pytest.mark.parametrize(
    ("command", "suffix"), [(command, suffix) for command, suffixes in WRITERS.items() for suffix in suffixes],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else value,
)  # fmt: skip
def test_a_written_file_holds_words_and_nothing_that_works(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], suffix: str
) -> None:
    path = tmp_path / f"out.{suffix}"
    ran(root, capsys, *command, "-o", str(path))
    content = path.read_bytes()
    CHECKS[suffix](content)
    if suffix in ("txt", "md", "tex", "html", "svg"):
        _text(content)


@pytest.mark.parametrize("suffix", EXPORTS)
def test_an_export_holds_words_and_nothing_that_works(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    path = tmp_path / f"out.{suffix}"
    ran(root, capsys, "export", str(path), *ALL, *(ANA if suffix == "html" else ()))
    if suffix != "qda":
        CHECKS[suffix](path.read_bytes())


SHOWN = (
    ("status",), ("log",), ("show", "D1"), ("show", "D1#1"), ("case", "list"), ("coder", "list"), ("question", "list"), ("speakers",),
    ("codebook", "list"), ("codebook", "show", "frame"), ("codebook", "tidy"), ("memo",), ("list", "codes", *ANA), ("find", "red"),
    ("find", "--code", "frame:value"), ("shares", "frame", "--by", "role", *ANA), ("crosstab", "frame", "--by", "role", *ANA),
    ("matrix", "frame", *ANA), ("agree", "frame", "--list"), ("report", "sample"), ("report", "memos"), ("report", "audit"),
    ("rank", "frame", *ANA), ("cooccur", "frame", *ANA), ("list", "uncoded", *ANA), ("report", "codings", *ANA),
)  # fmt: skip


TABLES = ("shares", "crosstab", "matrix", "agree", "report", "rank", "cooccur")
"""Shown to a person in another way than to a pipe."""

WAYS = [(command, "piped") for command in SHOWN] + [(command, "text") for command in SHOWN if command[0] in TABLES]


@pytest.mark.parametrize(("command", "shown"), WAYS, ids=[" ".join((shown, *command)) for command, shown in WAYS])
def test_what_is_shown_holds_no_escape_code_and_interprets_no_markup(
    root: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], shown: str
) -> None:
    out = ran(root, capsys, *command, *(("--format", "text") if shown == "text" else ()))
    assert not CONTROLS.search(out), f"an escape code: {CONTROLS.search(out)!r}"
    if "[31mred" in out and "[0m" in out and shown == "piped":
        assert any(payload in out for payload in PAYLOADS if payload.startswith("[")), "words in brackets are gone"


@pytest.mark.parametrize("shown", [(), ("--json",)])
def test_the_heading_of_a_column_is_shown_and_never_obeyed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], shown: tuple[str, ...]
) -> None:
    hostile(tmp_path)
    (tmp_path / "cases.csv").write_text("case,ro\x1b[31mle\nD1,leader\n", "utf-8")
    for command in (
        ("case", "list"),
        ("case", "show", "D1"),
        ("shares", "frame", "--by", "ro\x1b[31mle", "--coder", "ana"),
        ("status",),
    ):
        assert not CONTROLS.search(ran(tmp_path, capsys, *command, *(shown if command[0] != "status" else ()))), command


def test_a_code_a_coder_and_a_document_stay_in_their_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.study import ANNA, BO, study

    with study(tmp_path / "study", ANNA, BO) as made:
        for coder in ("../../out", "a/b", "..", ".hidden", "con", "a:b", "x" * 190, "æ\u0301"):
            made.tag("D1#1", "frame:value", coder=coder)
        for code in ("open:../../up", "open:a/b", "open:.."):
            with_slash = code.partition(":")[2]
            made.tag("D1#1", code)
            assert with_slash not in {path.name for path in (tmp_path / "study").rglob("*")}
    ran(tmp_path / "study", capsys, "snapshot")
    ran(
        tmp_path / "study",
        capsys,
        "report",
        "interviews",
        "--each",
        *ALL,
        "--coder",
        "../../out",
        "-o",
        str(tmp_path / "each.docx"),
    )
    everything = {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*") if path.is_file()}
    assert everything <= {"study", *(path.name for path in tmp_path.glob("*.docx")), "each"}
    assert not list(tmp_path.glob("out*")) and not list(tmp_path.glob("up*"))
