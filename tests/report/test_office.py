"""The Word file as LibreOffice lays it out: it opens, and its pages have the words in their order."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from qualcode.report import write
from qualcode.report.build.appendix import appendix_report
from qualcode.report.build.shares import shares_report
from tests.report.study import BUNDLE, GROUPS, NAMES, SHARES

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(not OFFICE or not shutil.which("pdftotext"), reason="LibreOffice or pdftotext is not installed"),
]


def pages(path: Path) -> list[str]:
    profile = path.parent / "profile"
    subprocess.run(
        [str(OFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(path.parent), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    text = subprocess.run(
        ["pdftotext", "-layout", str(path.with_suffix(".pdf")), "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode()
    return [" ".join(page.split()) for page in text.split("\f") if page.strip()]


def test_the_appendix_becomes_pages_with_every_part_in_order(tmp_path: Path) -> None:
    shares = shares_report(SHARES, language="da", code_names=NAMES, group_names=GROUPS)
    report = appendix_report(BUNDLE, language="da", share_reports=[shares], shares=SHARES, by="role")
    write(report, tmp_path / "appendix.docx")
    found = pages(tmp_path / "appendix.docx")
    for number, letter in enumerate("ABCD", start=1):
        assert found[number].startswith(f"Bilag {letter} "), found[number][:60]
    whole = " ".join(found)
    order = [
        "Indhold",
        "Materialet består af 2 interviews",
        "Tabel 1 Informanter",
        "Tabel 3 Andel af svarene",
        "Public value 13 % 1/8 <1 % 1/300",
        "Note. Tæller: svar",
        "D1 – First interview",
        "1. What is data for?",
        "[seen & felt <there>]1",
        "=SUM(A1) is not value. ■ Offentlig værdi (fortsat)",
        "D2 – Second interview",
    ]
    end = whole.rfind("Bilag D ")
    order, last = order[:6], order[6:]
    places = [whole.find(words) for words in order] + [whole.find(words, end) for words in last]
    assert -1 not in places, [*order, *last][places.index(-1)]
    assert places == sorted(places)
