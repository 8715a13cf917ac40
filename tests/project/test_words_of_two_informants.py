"""A coding that reaches from one informant into another is both's: in quotes, in tables, and where nobody is named."""

from __future__ import annotations

import csv
import io
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


def rows(qualcode: Run, *argv: str) -> list[dict[str, str]]:
    """What a command writes as CSV."""
    ran = qualcode(*argv, "--format", "csv", "-o", "-")
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff"))))


def test_quotes_stand_under_each_and_only_under_those_asked_for(qualcode: Run) -> None:
    assert [row["heading"] for row in rows(qualcode, "report", "excerpts", "--by", "case")] == ["Bodil", "Cilla"]
    one = rows(qualcode, "report", "excerpts", "--by", "case", "--where", "role=cook")
    assert [(row["heading"], row["case"]) for row in one] == [("Cilla", "B; C")]
    hidden = printed(qualcode, "report", "excerpts", "--by", "case", "--source", "role")
    assert "## driver" in hidden and "## cook" in hidden


@pytest.mark.parametrize("chosen", [(), ("--case", "C"), ("--where", "role=cook")])
def test_a_row_names_both_whatever_is_asked_for(qualcode: Run, chosen: tuple[str, ...]) -> None:
    (found,) = rows(qualcode, "find", "--code", "value", *chosen)
    assert (found["case"], found["speaker"], found["unit"]) == ("B; C", "Bo; Eva", "FG#1/Bo; FG#1/Eva")
    (coded,) = rows(qualcode, "report", "codings", *chosen)
    assert coded["address"] == found["address"]
    assert (coded["case"], coded["case_name"], coded["case.role"]) == ("B; C", "Bodil; Cilla", "driver; cook")
    assert (coded["speaker"], coded["question"], coded["turn"]) == ("Bo; Eva", "1", "2")
    counted = qualcode("find", "--code", "value", "--count", "--by", "case", *chosen).out.splitlines()[1:]
    assert [line.split("\t")[0] for line in counted] == (["C"] if chosen else ["B", "C"])


def test_what_was_exported_is_read_back(qualcode: Run) -> None:
    assert qualcode("export", "all.csv", "--allow-identifiable").code == 0
    before = rows(qualcode, "report", "codings")
    assert qualcode("untag", "FG:2-3", "value").code == 0
    assert qualcode("tag", "--from", "all.csv").code == 0
    (again,) = rows(qualcode, "report", "codings")
    told = ("address", "case", "code", "quote")
    assert [again[name] for name in told] == [before[0][name] for name in told]


@pytest.mark.parametrize("language", ["en", "da", "nb", "sv"])
@pytest.mark.parametrize("back", [("tag", "--from"), ("import",)])
def test_what_was_found_is_read_back_under_its_headings(qualcode: Run, language: str, back: tuple[str, ...]) -> None:
    found = ("find", "--code", "value", "--lang", language, "-o", "found.xlsx", "--allow-identifiable")
    assert qualcode(*found).code == 0
    before = rows(qualcode, "report", "codings")
    assert qualcode("untag", "FG:2-3", "value").code == 0
    assert qualcode(*back, "found.xlsx").code == 0
    told = ("address", "code", "quote", "coder")
    assert [[each[name] for name in told] for each in rows(qualcode, "report", "codings")] == [
        [each[name] for name in told] for each in before
    ]


def test_same_case_is_that_of_any_of_them(qualcode: Run) -> None:
    assert qualcode("tag", "FG:3", "support").code == 0
    assert len(rows(qualcode, "find", "--code", "value and support", "--same", "case")) == 2


def test_with_the_question_before_it_is_still_the_informants(qualcode: Run) -> None:
    assert qualcode("tag", "FG:1-2", "support").code == 0
    (found,) = rows(qualcode, "find", "--code", "support")
    assert (found["case"], found["speaker"]) == ("B", "Bo")


def test_show_says_in_every_turn_that_it_goes_on(qualcode: Run) -> None:
    assert qualcode("tag", "FG:2-3", "value", "--memo", "both").code == 0
    shown = qualcode("show", "FG").out.splitlines()
    marks = [line.split("▌ ")[1] for line in shown if "▌" in line]
    assert marks == ["frame:value ana  both", "frame:value ana  continued from 2"]
    assert "▌ frame:value ana  continued from 2  both" in qualcode("show", "FG:3").out


@pytest.mark.parametrize("name", ["sample", "method"])
def test_reports_list_the_cases_that_are_asked_for(qualcode: Run, name: str) -> None:
    said = printed(qualcode, "report", name, "--where", "role=cook").replace("\u00a0", " ")
    if name == "method":
        assert "There is 1 informant." in said
        return
    assert "Bodil" not in said
    assert "| **Total (1)** |" in said and "| C | Cilla | cook | FG | 3 | 1 |" in said


def test_the_appendix_and_memos_too(qualcode: Run) -> None:
    for case in ("B", "C"):
        assert qualcode("memo", case, f"about {case}").code == 0
    said = printed(qualcode, "report", "memos", "--case", "C")
    assert "about C" in said and "about B" not in said
    assert qualcode("appendix", "a.md", "--case", "C", "--allow-identifiable").code == 0
    sample = Path("a.md").read_text("utf-8").partition("Total\u00a0(")[0].rpartition("\n\n")[2]
    assert "| C |" in sample and "| B |" not in sample


@pytest.mark.parametrize("name", ["codebook", "guide", "audit", "rounds", "checklist"])
def test_what_tells_of_the_whole_study_takes_no_part_of_it(qualcode: Run, name: str) -> None:
    ran = qualcode("report", name, "--where", "role=cook")
    assert ran.code == 2 and "tells of the whole study: role = cook" in ran.err
    assert qualcode("report", name).code != 2


def test_a_filter_leaves_the_same_rows_everywhere(qualcode: Run) -> None:
    """Those too that stand on the interviewer's words alone."""
    assert qualcode("tag", "FG:1", "support").code == 0
    for chosen, number in ((("--where", "kind=focus-group"), 2), (("--question", "1"), 2), (("--case", "B"), 1)):
        found = rows(qualcode, "find", "--code", "frame", *chosen)
        assert len(found) == len(rows(qualcode, "report", "codings", *chosen)) == number
