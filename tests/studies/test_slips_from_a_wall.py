"""Rows of a table that are nobody's answers: slips from a wall are sources, and are not called informants."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, qualcode

__all__ = ["qualcode"]

SLIPS = """Nr,Town,Votes,Factor
F1,Malmö,14,The head went first and dared to fail.
F2,Lund,11,We have no time set aside.
F3,Ystad,10,Nobody had asked the night shift.
"""


@pytest.fixture
def wall(qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    qualcode("init", str(tmp_path / "p"), "--lang", "en", "--coder", "liv")
    monkeypatch.chdir(tmp_path / "p")
    Path("slips.csv").write_text(SLIPS, encoding="utf-8")
    assert qualcode("add", "slips.csv", "--kind", "notes").code == 0
    assert qualcode("codebook", "use", "key-areas").code == 0
    for at in (1, 2, 3):
        assert qualcode("tag", f"slips-F{at}:2", "key-areas:leadership", "--as", "promotes").code == 0
    qualcode("pseudonymised", "--all")
    return tmp_path / "p"


def test_the_sample_counts_them_as_entries_of_one_source(qualcode: Run, wall: Path) -> None:
    printed = qualcode("report", "sample", "-o", "-", "--format", "md").out
    assert "Informants\n" not in printed.replace("# Informants and sources", "")
    assert "| slips | 3 entries | notes |" in printed


def test_a_surveys_rows_are_still_people(qualcode: Run, wall: Path) -> None:
    assert qualcode("add", "slips.csv", "--kind", "survey").code == 0  # the same content: nothing is added
    Path("survey.csv").write_text(SLIPS.replace("Factor", "What do you take home?"), encoding="utf-8")
    assert qualcode("add", "survey.csv", "--kind", "survey").code == 0
    printed = qualcode("report", "sample", "-o", "-", "--format", "md").out
    assert "Table 1: Respondents**" in printed
    assert "| survey | 3 completed questionnaires | survey |" in printed


def test_the_appendix_prints_them_as_one_table(qualcode: Run, wall: Path) -> None:
    assert qualcode("appendix", "a.md").code == 0
    text = Path("a.md").read_text("utf-8")
    assert "The entries and their codes: slips" in text
    assert "| slips-F1 | Malmö | 14 | The head went first and dared to fail. |" in text


def test_longer_notes_beside_them_are_printed_as_notes(qualcode: Run, wall: Path) -> None:
    Path("day.txt").write_text("First day.\n\n" + "The room was warm and everybody stayed. " * 40, encoding="utf-8")
    assert qualcode("add", "day.txt", "--kind", "notes").code == 0
    qualcode("pseudonymised", "--all")
    assert qualcode("appendix", "a.md").code == 0
    text = Path("a.md").read_text("utf-8")
    assert "| slips-F1 | Malmö | 14 |" in text
    assert "The room was warm" in text
    assert text.index("| slips-F1 | Malmö") < text.index("The room was warm")
    assert "slips-F2" not in text[text.index("The room was warm") :]


VOTES = 'table("rank", "key-areas", weight="column:Votes")'


def test_any_table_or_figure_can_stand_in_the_appendix(qualcode: Run, wall: Path) -> None:
    assert qualcode("appendix", "a.md", "--with", VOTES, "--with", 'figure("map")').code == 0
    text = Path("a.md").read_text("utf-8")
    part = text[text.rindex("Further tables and figures") :]
    assert "| 1 | Leadership | 35 |" in part
    assert "**Figure" in part


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ('number("codings")', "neither a table nor a figure"),
        ('tabel("rank")', "did you mean 'table'"),
        ('table("rnk")', "there is no table 'rnk'"),
        ("table(rank", "bad_field"),
    ],
)
def test_a_field_that_is_no_table_is_refused_and_nothing_is_written(
    qualcode: Run, wall: Path, field: str, said: str
) -> None:
    refused = qualcode("appendix", "a.docx", "--with", field)
    assert refused.code == 2
    assert said in refused.err
    assert not Path("a.docx").exists()


def test_every_judgement_but_the_first_has_its_largest_share_named(qualcode: Run, wall: Path) -> None:
    assert qualcode("tag", "slips-F2:2", "key-areas:governance", "--as", "inhibits").code == 0
    printed = qualcode("crosstab", "key-areas", "--by", "qualifier", "--lang", "da", "-o", "-", "--format", "md").out
    assert "Koder fordelt på vurdering" in printed
    assert "Størst andel »hæmmer«: Styring" in printed
