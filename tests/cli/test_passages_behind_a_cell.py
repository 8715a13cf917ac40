"""`--explain` lists the very units that a cell counts, whatever the table compares and selects."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import conversation, study

GUIDE = """\
questions:
  - {id: "1", text: "Hvad er data godt for?", dimension: Use}
  - {id: "2", text: "Hvem hjælper?", dimension: Power, sub: [{id: "2.1", text: "Hvem betaler?"}]}
"""
CASES = """\
case,kind,members,role,part of
Town,municipality,,,
Other,municipality,,,
A,,A,boss,Town
B,,B,boss; worker,Town
C,,C,worker,Other
"""


@pytest.fixture
def place(tmp_path: Path, qualcode: Run) -> Path:
    """Three interviews with three answers each, all of value; a survey of one question, with value too."""
    said = [
        conversation(
            name, ("I", "Hvad er data godt for?", "1"), (name, "Alt."), ("I", "Hvem hjælper?", "2"), (name, "Byrådet."),
            ("I", "Hvem betaler?", "2.1"), (name, "Staten."),
        )
        for name in "ABC"
    ]  # fmt: skip
    form = conversation("F", ("I", "Hvorfor data?", "S1"), ("", "Det ved jeg ikke."), kind="survey")
    project = study(tmp_path, *said, form)
    (tmp_path / "questions.yaml").write_text(GUIDE, encoding="utf-8")
    (tmp_path / "cases.csv").write_text(CASES, encoding="utf-8")
    for name in "ABC":
        for item in ("1", "2", "2.1"):
            project.tag(f"{name}#{item}", "value")
    project.tag("F#S1", "value")
    project.tag("A:2", "support", quote="Alt", weight=0.5)
    project.tag("C:3", "support", quote="hjælper", weight=0.5)
    project.close()
    return tmp_path


def behind(qualcode: Run, *argv: str) -> list[str]:
    ran = qualcode(*argv, "--json")
    assert ran.code == 0, ran.err
    return [passage["unit"] for passage in json.loads(ran.out)["passages"]]


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ("crosstab --by role --explain boss value", "A#1 A#2 A#2.1 B#1 B#2 B#2.1"),
        ("crosstab --by role --where role=boss --explain worker value", "B#1 B#2 B#2.1"),
        ("crosstab --by item --explain 2 value", "A#2 B#2 C#2"),
        ("crosstab --by question --explain 2 value", "A#2 A#2.1 B#2 B#2.1 C#2 C#2.1"),
        ("crosstab --by question --question 2.1 --explain 2 value", "A#2.1 B#2.1 C#2.1"),
        ("crosstab --by question --explain S1 value", "F#S1"),
        ("crosstab --by dimension --explain Use value", "A#1 B#1 C#1"),
        ("crosstab --by - --case A --explain all value", "A#1 A#2 A#2.1"),
        ("crosstab --by role --explain – value", "F#S1"),
        ("matrix --explain Town value", "A#1 A#2 A#2.1 B#1 B#2 B#2.1"),
        ("matrix --explain A value", "A#1 A#2 A#2.1"),
        ("matrix --by municipality --explain Other value", "C#1 C#2 C#2.1"),
        ("matrix --where role=worker --explain Town value", "B#1 B#2 B#2.1"),
        ("cooccur --explain value support", "A#1"),
        ("cooccur --where role=worker --explain value support", ""),
    ],
)
def test_the_units_of_the_cell_and_no_others(qualcode: Run, place: Path, argv: str, expected: str) -> None:
    assert behind(qualcode, *argv.split()) == expected.split()


def test_without_by_the_columns_are_those_of_the_table(qualcode: Run, place: Path) -> None:
    settings = place / "qualcode.toml"
    settings.write_text(re.sub("(?m)^by = .*", 'by = "role"', settings.read_text(encoding="utf-8")), encoding="utf-8")
    assert behind(qualcode, "crosstab", "--explain", "boss", "value") == ["A#1", "A#2", "A#2.1", "B#1", "B#2", "B#2.1"]


def test_a_group_that_is_not_in_the_table_is_named(qualcode: Run, place: Path) -> None:
    for argv in (
        ("--explain", "chief", "value"),
        ("--where", "role=worker", "--case", "C", "--explain", "boss", "value"),
    ):
        ran = qualcode("crosstab", "--by", "role", *argv)
        assert ran.code == 2 and "unknown_group" in ran.err and not ran.out


def test_a_survey_has_questions_of_its_own_beside_a_guide(qualcode: Run, place: Path) -> None:
    assert behind(qualcode, "find", "--code", "value", "--question", "S1", "--whole") == ["F#S1"]
    ran = qualcode("shares", "--by", "-", "--question", "S1", "--json")
    assert [row["denominator"] for row in json.loads(ran.out)["rows"]] == [1, 1, 1]


def test_pairs_of_segments_and_characters_are_called_so(qualcode: Run, place: Path) -> None:
    said = {
        way: qualcode("cooccur", *way, "--format", "md").out
        for way in ((), ("--events",), ("--chars",), ("--within", "3"))
    }
    assert "units with each code" in said[()]
    assert "coded segments with each code" in said[("--events",)] and "units with" not in said[("--events",)]
    assert "characters with each code" in said[("--chars",)] and "units with" not in said[("--chars",)]
    assert "at most 3 characters apart" in said[("--within", "3")]
    ran = qualcode("cooccur", "--events", "--explain", "value", "support")
    assert ran.code == 2 and "overlapping" in ran.err


def test_weights_that_a_table_leaves_unused_are_those_of_codings_in_it(qualcode: Run, place: Path) -> None:
    """A's stands on an answer; C's on the interviewer's words alone, which are in no table."""

    def unused(*argv: str) -> list[int]:
        ran = qualcode("shares", "--by", "-", "--json", *argv)
        return [note["n"] for note in json.loads(ran.out)["notes"] if note["slug"] == "weights_unused"]

    assert unused() == [1]
    assert unused("--where", "role=worker") == unused("frame:value") == unused("--question", "2") == []


def test_a_total_counts_a_coding_once_though_its_code_and_the_one_above_are_both_rows(
    qualcode: Run, place: Path
) -> None:
    assert qualcode("tag", "A#1", "frame:value.mission", "--weight", "0.5").code == 0
    rows = ("frame:value", "frame:value.mission", "frame:support")
    table = qualcode("matrix", *rows, "--case", "A", "--format", "md").out
    assert "| A | 4 | 1 | 1 | 5 |" in table
    ranked = json.loads(qualcode("rank", *rows, "--case", "A", "--json").out)
    assert {row["code"]: (row["weight"], row["share"]) for row in ranked["rows"]} == {
        "frame:value": (3.5, 3.5 / 4), "frame:value.mission": (0.5, 0.5 / 4), "frame:support": (0.5, 0.5 / 4),
    }  # fmt: skip
    assert ranked["totals"] == {"": 4}


def test_a_survey_is_counted_by_the_questionnaires_that_came_back(qualcode: Run, place: Path) -> None:
    assert "1 entry in 1 completed questionnaire" in qualcode("shares", "--by", "-", "--format", "md").out
    assert "3 interviews and 1 completed questionnaire" in qualcode("report", "method", "--format", "md").out
