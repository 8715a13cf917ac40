"""Excel: typed cells, real percentages, frozen headers, and never a formula."""

from __future__ import annotations

import io

import openpyxl

from qualcode.core.table import Column, Report, Table
from qualcode.report import Options, render
from qualcode.report.build import codings_report, sample_report, shares_report
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
    assert b"<f>" not in b"".join(
        openpyxl.reader.excel.ZipFile(io.BytesIO(raw)).read(n) for n in ["xl/worksheets/sheet1.xml"]
    )


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
