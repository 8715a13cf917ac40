"""CSV, TSV and JSON: full precision, no formula, and what a Nordic Excel opens."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.spreadsheets import guarded
from qualcode.core.table import Column, Report, Table
from qualcode.core.text import ORDERS, written_out
from qualcode.report import Options, render
from qualcode.report.build.codings import codings_report
from qualcode.report.build.shares import shares_report
from tests.report.study import BUNDLE, NAMES, SHARES


def one(rows: list[tuple[object, ...]], *kinds: str) -> Report:
    columns = tuple(Column(f"c{at}", f"C{at}", kind) for at, kind in enumerate(kinds))
    return Report("t", (Table(columns, tuple(rows)),))


def test_csv_of_shares_has_one_value_to_a_row_unrounded() -> None:
    rows = list(csv.DictReader(io.StringIO(render(shares_report(SHARES, code_names=NAMES), "csv").decode())))
    assert [row["numerator"] + "/" + row["denominator"] for row in rows] == ["1/8", "4/8", "1/300", "299/300"]
    assert float(rows[2]["share"]) == 1 / 300
    assert rows[0]["name"] == "Public value"


def test_the_nordic_dialect_has_semicolons_decimal_commas_and_a_byte_order_mark() -> None:
    data = render(shares_report(SHARES), "csv", Options(dialect="nordic"))
    assert data.startswith(b"\xef\xbb\xbfgroup;code;")
    assert b";0,125;" in data


def test_json_says_its_format_and_keeps_the_order_of_the_rows() -> None:
    data = json.loads(render(shares_report(SHARES), "json"))
    assert data["format"] == "qualcode/shares/1"
    assert [(row["group"], row["code"]) for row in data["rows"]] == [
        ("director", "moore:value"), ("director", "moore:support"),
        ("manager", "moore:value"), ("manager", "moore:support"),
    ]  # fmt: skip
    assert data["rows"][0]["share"] == 0.125
    assert data["notes"][0] == {"slug": "informants", "n": 4}
    assert data["groups"][0]["left_out"] == 1


def test_a_text_that_a_spreadsheet_would_compute_gets_an_apostrophe() -> None:
    report = codings_report(BUNDLE)
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(render(report, "csv").decode()))}
    assert rows["2"]["memo"] == "'- said twice"
    assert guarded("=1+1") == "'=1+1"
    assert guarded("\uff1d1+1").startswith("'")
    assert guarded("a=1") == "a=1"


def test_a_negative_number_is_a_number_and_needs_no_apostrophe() -> None:
    assert render(one([(-0.5,)], "number"), "csv") == b"c0\r\n-0.5\r\n"


def test_pairs_become_two_columns() -> None:
    assert render(one([((12, 36),)], "ratio"), "tsv") == b"c0_numerator\tc0_denominator\n12\t36\n"


def test_undefined_is_empty_not_zero() -> None:
    assert render(one([("a", None)], "text", "share"), "csv") == b"c0,c1\r\na,\r\n"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2))
def test_any_text_comes_back_from_csv(texts: list[str]) -> None:
    """RFC 4180: quotes, separators and line breaks survive; formulas get an apostrophe, orders to a terminal go."""
    data = render(one([tuple(texts)], "text", "text"), "csv").decode()
    rows = list(csv.reader(io.StringIO(data, newline=""), strict=True))
    assert rows[1] == [ORDERS.sub("\ufffd", guarded(text)) for text in texts]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=2))
def test_any_text_comes_back_from_tsv_with_one_kind_of_line_break(texts: list[str]) -> None:
    data = render(one([tuple(texts)], *["text"] * len(texts)), "tsv").decode()
    rows = list(csv.reader(io.StringIO(data, newline=""), delimiter="\t", strict=True))
    assert rows[1] == [written_out(guarded(text)) for text in texts]


def test_without_text_no_word_of_a_document_is_in_any_format() -> None:
    report = codings_report(BUNDLE, text=False)
    for format in ("csv", "json", "md", "html", "text"):
        assert b"citizens" not in render(report, format)
