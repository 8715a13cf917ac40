"""The terminal: nothing is ever cut, numbers stand under each other, escapes never reach the screen."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.table import Column, Paragraph, Report, Table
from qualcode.core.text import legible
from qualcode.report import Options, render
from qualcode.report.build.codings import codings_report
from qualcode.report.build.interviews import interviews_report
from qualcode.report.build.shares import shares_report
from qualcode.report.writers.layout import laid_out, width_of, wrapped
from qualcode.report.writers.terminal import show
from tests.report.study import BUNDLE, GROUPS, NAMES, SHARES


def lines_of(table: Table, width: int) -> list[str]:
    return ["".join(part for part, _ in line) for line in laid_out(table, "en", width)]


def test_a_share_table_shows_share_bar_numerator_and_denominator() -> None:
    out = io.StringIO()
    show(shares_report(SHARES, code_names=NAMES, group_names=GROUPS), out, width=100)
    lines = out.getvalue().splitlines()
    assert any(line.split()[:3] == ["Public", "value", "13%"] and "1/8" in line and "█" in line for line in lines)
    assert any("<1%" in line for line in lines)
    assert any(">99%" in line and "299/300" in line for line in lines)
    assert any(line.split() == ["Categories", "per", "answer", "0.63", "1.00"] for line in lines)
    assert any(line.split() == ["Answers", "with", "no", "category", "3", "1"] for line in lines)


def test_no_line_is_wider_than_the_screen_and_no_number_is_lost() -> None:
    columns = [Column("name", "Name"), *(Column(f"n{i}", f"Column number {i}", "count") for i in range(20))]
    table = Table(tuple(columns), (("a row", *range(1000, 1020)),))
    for width in (30, 80, 120):
        lines = lines_of(table, width)
        assert max(map(len, lines)) <= width
        text = " ".join(lines)
        assert all(f"{number:,}" in text for number in range(1000, 1020))
    assert sum(line.startswith("a row") for line in lines_of(table, 80)) > 1  # the first column again in each piece


def test_a_table_in_pieces_wraps_nothing_that_has_room() -> None:
    columns = [Column("id", "Id"), Column("name", "Name"), *(Column(f"a{i}", f"An attribute {i}") for i in range(5))]
    rows = [("D1", "Manager 1", *["one value"] * 5), ("Total\u00a0(8)", "", *[""] * 5)]
    lines = lines_of(Table(tuple(columns), tuple(rows)), 60)
    assert sum(line.replace("\u00a0", " ").startswith("Total (8)") for line in lines) == 2, (
        "what is held together stays so"
    )
    assert any("Manager 1" in line for line in lines) and sum("one value" in line for line in lines) == 2


def test_in_a_pipe_a_report_is_tab_separated_with_full_precision() -> None:
    out = io.StringIO()
    show(shares_report(SHARES), out)
    header, first = out.getvalue().splitlines()[:2]
    assert header.split("\t")[:3] == ["group", "code", "name"]
    assert first.split("\t")[3:6] == ["1", "8", "0.125"]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.integers(5, 40))
def test_wrapping_keeps_every_character_but_blanks(text: str, width: int) -> None:
    lines = wrapped(legible(text), width)
    assert "".join("".join(lines).split()) == "".join(legible(text).split())
    assert all(width_of(line) <= width for line in lines)


def test_an_escape_code_in_a_document_does_not_reach_the_terminal() -> None:
    report = Report("t", (Paragraph("red \x1b[31m text \u202e turned"),))
    out = io.StringIO()
    show(report, out, width=80)
    assert "\x1b" not in out.getvalue()
    assert "\u202e" not in out.getvalue()


def test_a_transcript_shows_numbers_speakers_and_codes() -> None:
    text = render(interviews_report(BUNDLE), "text").decode()
    assert "2  A: For the citizens." in text
    assert "■ Public value (continued)" in text
    assert "1. What is data for?" in text


def test_plain_text_is_broken_only_where_a_width_is_asked_for() -> None:
    report = codings_report(BUNDLE)
    assert max(map(len, render(report, "text", Options(width=70)).decode().splitlines())) <= 70
