"""One gold file a format; `gold/README.md` says how to renew them."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path

import pytest

from qualcode.core.table import Excerpt, Excerpts, Heading, Paragraph, Report, Run
from qualcode.report import Options, render
from qualcode.report.build.appendix import appendix_report
from qualcode.report.build.codings import codings_report
from qualcode.report.build.shares import shares_report
from tests.report.study import BUNDLE, GROUPS, NAMES, SHARES

GOLD = Path(__file__).parent / "gold"

SHARE_TABLE = shares_report(SHARES, code_names=NAMES, group_names=GROUPS)
PRINTED = (
    Heading("Moore's strategic triangle", 1),
    Paragraph((Run("Public value", bold=True), Run(" – what the effort is for ("), Run("†", small=True), Run(")."))),
    Paragraph("When a purpose is named.", "list"),
    Excerpts((Excerpt("For the citizens.", "D1:2", "Director 1", ("Mission",), "said first"),), "Examples"),
)
APPENDIX = appendix_report(
    BUNDLE, shares=SHARES, share_reports=[SHARE_TABLE], codebook=PRINTED, by="role", version="1.0",
    created="2018-05-03", author="Ana Lind", memos=True,
)  # fmt: skip
DANISH = shares_report(SHARES, language="da", code_names=NAMES, group_names=GROUPS, by_name="stilling")

CASES: dict[str, tuple[Report, str, Options]] = {
    "appendix.txt": (APPENDIX, "text", Options(width=80)),
    "appendix.md": (APPENDIX, "md", Options()),
    "appendix.tex": (APPENDIX, "latex", Options()),
    "appendix.html": (APPENDIX, "html", Options()),
    "appendix.document.xml": (APPENDIX, "docx", Options()),
    "shares.txt": (DANISH, "text", Options(width=80)),
    "shares.csv": (SHARE_TABLE, "csv", Options()),
    "shares.nordic.csv": (DANISH, "csv", Options(dialect="nordic")),
    "shares.json": (SHARE_TABLE, "json", Options()),
    "shares.sheets.xml": (SHARE_TABLE, "xlsx", Options()),
    "codings.tsv": (codings_report(BUNDLE), "tsv", Options()),
}


def made(name: str) -> bytes:
    report, format, options = CASES[name]
    data = render(report, format, options)
    if format == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read("word/document.xml").replace(b"</w:p>", b"</w:p>\n")
    if format == "xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(f"xl/worksheets/sheet{number}.xml") for number in (1, 3)]
        found = [re.search(rb"<sheetData>.*</sheetData>", part, re.DOTALL) for part in parts]
        return b"\n".join(each[0].replace(b"</row>", b"</row>\n") for each in found if each) + b"\n"
    return data


@pytest.mark.parametrize("name", CASES)
def test_the_report_is_byte_for_byte_as_it_was(name: str) -> None:
    path = GOLD / name
    data = made(name)
    if os.environ.get("QUALCODE_GOLD") == "new":
        path.write_bytes(data)
    assert data == path.read_bytes()


def test_every_gold_file_is_compared() -> None:
    assert {path.name for path in GOLD.iterdir()} == {*CASES, "README.md", ".gitattributes"}
