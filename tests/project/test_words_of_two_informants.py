"""A coding that reaches from one informant into another is both's: in quotes, in tables, and where nobody is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import conversation, study

pytestmark = pytest.mark.file_engine  # what is counted is computed above the store

GROUP = conversation(
    "FG", ("I", "Hvad?", "1"), ("Bo", "Vi kører bussen."), ("Eva", "Jeg laver mad."), kind="focus-group"
)


@pytest.fixture(autouse=True)
def place(tmp_path: Path) -> None:
    with study(tmp_path, GROUP) as project:
        rows = "case,name,members,role\nB,Bodil,FG:Bo,driver\nC,Cilla,FG:Eva,cook\n"
        (tmp_path / "cases.csv").write_text(rows, "utf-8")
        project.forget_files()
        project.tag("FG:2-3", "value")


def printed(qualcode: Run, *argv: str) -> str:
    ran = qualcode(*argv, "--format", "md", "-o", "-")
    assert ran.code == 0, ran.err
    return ran.out


def test_both_are_named_and_counted(qualcode: Run) -> None:
    said = printed(qualcode, "report", "excerpts")
    assert "— Bodil, Cilla · FG:2-3" in said
    assert "| Value | 1 | 2 | 1 | 2 |" in said, "one coding, of two informants' words"


def test_the_sample_counts_it_for_each_and_once_in_all(qualcode: Run) -> None:
    sample = printed(qualcode, "report", "sample").replace("\u00a0", " ").splitlines()
    codings = {line.split(" | ")[0].strip("| *"): line.rstrip("| *")[-1] for line in sample if line.startswith("| ")}
    assert (codings["B"], codings["C"], codings["Total (2)"]) == ("1", "1", "1")


@pytest.mark.parametrize("source", ["role", "none"])
def test_no_label_names_them_where_nobody_is_named(qualcode: Run, source: str) -> None:
    said = printed(qualcode, "report", "excerpts", "--source", source)
    assert "“Vi kører bussen. (…) Jeg laver mad.”" in said
    assert not any(name in said for name in ("Eva", "Bo", "Cilla", "FG"))
    assert ("driver, cook" in said) == (source == "role")


@pytest.mark.parametrize("by", ["case", "role"])
def test_passages_are_counted_for_both(qualcode: Run, by: str) -> None:
    groups = {"case": ("B", "C"), "role": ("cook", "driver")}[by]
    out = qualcode("find", "--code", "value", "--count", "--by", by).out.splitlines()[1:]
    assert out == [f"{group}\t1\t1\t1" for group in groups]
    assert "— Bodil, Cilla · FG" in printed(qualcode, "find", "--code", "value")
