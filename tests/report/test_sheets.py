"""Excel: typed cells, real percentages, frozen headers, and never a formula."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.errors import UsageError
from qualcode.core.table import Column, Report, Table
from qualcode.core.text import ORDERS
from qualcode.report import Options, render
from qualcode.report.build.codings import codings_report
from qualcode.report.build.sample import sample_report
from qualcode.report.build.shares import shares_report
from qualcode.report.writers import sheets
from tests.report.study import BUNDLE, GROUPS, NAMES, SHARES


def opened(report: Report, options: Options | None = None) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(report, "xlsx", options)))


def test_a_share_is_a_number_shown_as_per_cent_with_its_numerator_and_denominator_beside() -> None:
    sheet = opened(shares_report(SHARES, code_names=NAMES, group_names=GROUPS))["shares"]
    assert [cell.value for cell in sheet[1]][:4] == [
        "Category", "Directors: Share", "Directors: Numerator", "Directors: Denominator",
    ]  # fmt: skip
    share, above, below = sheet["B2"], sheet["C2"], sheet["D2"]
    assert (share.value, share.number_format) == (0.125, "0%")
    assert (above.value, below.value) == (1, 8)


def test_the_header_stays_in_sight_and_every_table_has_its_sheet() -> None:
    book = opened(shares_report(SHARES))
    assert book.sheetnames == ["shares", "shares-spread", "shares-rows", "Note"]
    assert book["shares"].freeze_panes == "B2"


def test_decimals_change_how_a_share_is_shown_not_what_it_is() -> None:
    share = opened(shares_report(SHARES), Options(decimals=2))["shares"]["B2"]
    assert (share.value, share.number_format) == (0.125, "0.00%")


def test_a_text_is_never_a_formula_whatever_it_begins_with() -> None:
    hostile = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"]
    report = Report("t", (Table((Column("c", "=C"),), tuple((text,) for text in hostile)),))
    sheet = opened(report).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == hostile
    assert {row[0].data_type for row in sheet.iter_rows()} == {"s"}
    raw = render(report, "xlsx")
    assert b"<f>" not in b"".join(zipfile.ZipFile(io.BytesIO(raw)).read(n) for n in ["xl/worksheets/sheet1.xml"])


def test_codings_are_one_sheet_with_all_columns() -> None:
    book = opened(codings_report(BUNDLE))
    assert book.sheetnames == ["codings"]
    header = [cell.value for cell in book["codings"][1]]
    assert {"Quote", "Memo", "Turn", "Start"} <= set(header)


def test_a_text_that_is_longer_than_a_cell_says_that_it_was_cut() -> None:
    report = Report("t", (Table((Column("c", "C"),), (("x" * 40_000,),)),))
    value = opened(report).worksheets[0]["A2"].value
    assert len(value) <= 32_767
    assert value.endswith("[…]")


def test_an_attribute_that_counts_is_a_number() -> None:
    sheet = opened(sample_report(BUNDLE))["sample-informant"]
    header = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, header.index("employees") + 1).value == 2275


def test_a_table_with_more_rows_than_a_sheet_is_refused_and_never_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    two, three = (Report("t", (Table((Column("c", "C"),), (("x",),) * rows),)) for rows in (2, 3))
    assert opened(two).worksheets[0].max_row == 3
    with pytest.raises(UsageError, match="3 rows") as found:
        render(three, "xlsx")
    assert ".csv" in str(found.value.hint)


def test_nothing_of_the_material_stays_in_the_folder_of_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    render(codings_report(BUNDLE), "xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_is_the_same_bytes_whenever_it_is_made() -> None:
    data = render(codings_report(BUNDLE), "xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {(entry.date_time, entry.create_system) for entry in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), 0)}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")
    assert render(codings_report(BUNDLE), "xlsx") == data


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_any_text_comes_back_as_the_same_text(texts: list[str]) -> None:
    """Read by another library than the one that wrote it; what XML cannot hold has become one sign."""
    report = Report("t", (Table((Column("c", "C"),), tuple((text,) for text in texts)),))
    cells = [row[0] for row in opened(report).worksheets[0].iter_rows(min_row=2, max_col=1)]
    held = [ORDERS.sub("\ufffd", text) for text in texts]
    cells += [None] * (len(held) - len(cells))
    assert [_read(cell) for cell in cells] == [text.replace("\r\n", "\n").replace("\r", "\n") for text in held]


def _read(cell: Any) -> str:
    value = "" if cell is None or cell.value is None else str(cell.value)
    return value.replace("\r\n", "\n").replace("\r", "\n")
