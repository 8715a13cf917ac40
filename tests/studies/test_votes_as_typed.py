"""Votes and other weights as people type them: decimal commas, blanks, and what to do when one is no number."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, qualcode

__all__ = ["qualcode"]


@pytest.fixture
def wall(qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three slips, coded; their votes are written by each test."""
    qualcode("init", str(tmp_path / "p"), "--lang", "en", "--coder", "kim")
    monkeypatch.chdir(tmp_path / "p")
    Path("slips.csv").write_text(
        "No;Town;Stemmer;Factor\nS1;Køge;1;The head went.\nS2;Ribe;2;We lack time.\nS3;Vejle;3;Nobody asked us.\n",
        encoding="utf-8",
    )
    assert qualcode("add", "slips.csv", "--kind", "notes").code == 0
    assert qualcode("codebook", "use", "key-areas").code == 0
    for at, code in enumerate(("leadership", "organisation", "participation"), start=1):
        assert qualcode("tag", f"slips-S{at}:2", f"key-areas:{code}", "--as", "promotes").code == 0
    return tmp_path / "p"


def votes(*values: str) -> None:
    rows = [f'slips-S{at},entry,slips-S{at},"{value}"\n' for at, value in enumerate(values, start=1)]
    Path("cases.csv").write_text("case,kind,members,Stemmer\n" + "".join(rows), encoding="utf-8")


def test_votes_with_a_decimal_comma_are_numbers(qualcode: Run, wall: Path) -> None:
    votes("12,5", "1 204", "8.25")
    ranked = qualcode("rank", "key-areas", "--weight", "column:Stemmer", "-o", "-", "--format", "md").out
    assert [line.split(" | ")[1:3] for line in ranked.splitlines() if line.startswith(("| 1 ", "| 2 ", "| 3 "))] == [
        ["Organisation and culture", "1,204.00"], ["Leadership", "12.50"], ["Participation", "8.25"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "column", "said"),
    [
        (("1", "three", "2"), "Stemmer", "'Stemmer' is 'three' for the unit slips-S2"),
        (("1", "1.204,5", "2"), "Stemmer", "expected a number"),
        (("1", "", "2"), "Stemmer", "slips-S2"),
        (("1", "2", "3"), "stemmer", "did you mean 'Stemmer'?"),
    ],
)
def test_what_is_no_number_is_named_with_its_place(
    qualcode: Run, wall: Path, values: tuple[str, ...], column: str, said: str
) -> None:
    votes(*values)
    refused = qualcode("rank", "key-areas", "--weight", f"column:{column}")
    assert refused.code == 2
    assert said in refused.err


def test_full_time_equivalents_are_numbers_in_the_sample(qualcode: Run, wall: Path) -> None:
    """An attribute measured with decimals is aligned and written in the language of the table."""
    Path("cases.csv").write_text(
        'case,kind,members,FTE,Year\nA,municipality,slips-S1,"1840,5",2018\nB,municipality,slips-S2,260,2019\n',
        encoding="utf-8",
    )
    printed = qualcode("report", "sample", "--lang", "en", "-o", "-", "--format", "md").out
    assert "| A | 1,840.5 | 2018 |" in printed
    assert "| B | 260.0 | 2019 |" in printed


def test_the_checklist_is_written_where_saturation_was_reached(qualcode: Run, wall: Path) -> None:
    """Ten short notes with the same code: nothing new comes after the first, and the checklist says after how many."""
    for at in range(10):
        Path(f"n{at}.txt").write_text(f"The head went first, day {at}.\n", encoding="utf-8")
        assert qualcode("add", f"n{at}.txt", "--kind", "notes").code == 0
        assert qualcode("tag", f"n{at}:1", "key-areas:leadership", "--as", "promotes").code == 0
    assert qualcode("report", "checklist", "-o", "c.md", "--lang", "en").code == 0
    assert "documents the next gave at most" in Path("c.md").read_text("utf-8")


@pytest.mark.parametrize("command", [("rank",), ("crosstab", "--by", "qualifier", "--count", "weight")])
@pytest.mark.parametrize(
    ("weight", "said"),
    [
        ("column:Stemmer", "*The weight of each coding is multiplied by: the column Stemmer.*"),
        ("words", "*The weight of each coding is multiplied by: number of words.*"),
        ("unit", ""),
    ],
)
def test_a_table_of_weights_says_what_they_are_multiplied_with(
    qualcode: Run, wall: Path, command: tuple[str, ...], weight: str, said: str
) -> None:
    votes("1", "2", "3")
    printed = qualcode(*command, "key-areas", "--weight", weight, "-o", "-", "--format", "md").out
    assert (said in printed) if said else ("weight of each coding" not in printed)


def test_a_code_may_be_called_by_its_name_in_its_frame(qualcode: Run, wall: Path) -> None:
    assert (
        "key-areas:law (1 coding" in qualcode("tag", "slips-S1:2", "key-areas:Law and security", "--as", "inhibits").err
    )
    refused = qualcode("tag", "slips-S1:2", "moore:Law and security", "--as", "inhibits")
    assert refused.code == 2 and "unknown_code" in refused.err
