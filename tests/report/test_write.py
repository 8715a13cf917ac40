"""Writing a report to a place: whole or not at all, found by suffix, the same twice."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from qualcode.core.errors import DataError, UsageError
from qualcode.core.table import Report
from qualcode.report import Options, formats, render, write, writer_for
from qualcode.report.build.appendix import appendix_report
from qualcode.report.build.codings import codings_report
from qualcode.report.build.shares import shares_report
from tests.report.study import BUNDLE, NAMES, SHARES

REPORT = shares_report(SHARES, code_names=NAMES)
ALL = [format.name for format in formats]


def test_the_suffix_chooses_the_format(tmp_path: Path) -> None:
    write(REPORT, tmp_path / "t.csv")
    write(REPORT, tmp_path / "t.DOCX")
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbfgroup,code,")
    assert (tmp_path / "t.DOCX").read_bytes().startswith(b"PK")


def test_a_named_format_goes_before_the_suffix(tmp_path: Path) -> None:
    write(REPORT, tmp_path / "t.csv", "md")
    assert (tmp_path / "t.csv").read_text("utf-8").startswith("# Shares")


def test_an_unknown_suffix_names_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.docx"):
        write(REPORT, tmp_path / "t.odp")
    with pytest.raises(UsageError, match="did you mean 'docx'"):
        writer_for("t", "docxx")


@pytest.mark.parametrize("format", ALL)
def test_the_same_report_gives_the_same_bytes(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    report = appendix_report(BUNDLE, shares=SHARES, share_reports=[REPORT], created="2018-05-03")
    first = render(report, format)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert render(report, format) == first


def _failing(report: Report, stream: BinaryIO, options: Options) -> None:
    stream.write(b"half")
    raise KeyboardInterrupt


def test_an_interrupted_report_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shares.csv"
    write(REPORT, path)
    before = path.read_bytes()
    monkeypatch.setattr("qualcode.report.writers.data.write_csv", _failing)
    with pytest.raises(KeyboardInterrupt):
        write(REPORT, path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["shares.csv"]


def test_a_folder_that_does_not_exist_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be written") as caught:
        write(REPORT, tmp_path / "none" / "t.csv")
    assert caught.value.slug == "unwritable"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")
def test_a_new_file_is_its_owners_alone_and_an_old_one_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    write(REPORT, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o660)
    write(REPORT, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


@pytest.mark.parametrize("options", [{"dialect": "danish"}, {"decimals": 4}])
def test_options_that_make_no_sense_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Options(**options)


@pytest.mark.parametrize("format", ALL)
@pytest.mark.parametrize("language", ["da", "nb", "sv", "en"])
def test_every_format_writes_every_language(format: str, language: str) -> None:
    assert render(codings_report(BUNDLE, language=language), format)


@pytest.mark.parametrize("format", ALL)
def test_an_empty_study_is_a_report_too(format: str) -> None:
    from qualcode.core.model import Bundle

    assert render(appendix_report(Bundle()), format) is not None
