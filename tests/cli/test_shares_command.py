"""`qualcode shares`: the table a thesis rests on."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import ANNA, BO, conversation, study

CASES = "case,name,kind,members,weight,role\nD1,,informant,D1:Anna,2,director\nM1,,informant,M1:Bo,1,manager\n"
CLARA = conversation(
    "D2", ("I", "Hvad er data godt for?", "1"), ("Clara", "Alt."), ("I", "Hvem?", "2"), ("Clara", "Ingen.")
)


@pytest.fixture
def place(tmp_path: Path, qualcode: Run) -> Path:
    project = study(tmp_path, ANNA, BO, CLARA)
    (tmp_path / "cases.csv").write_text(CASES + "D2,,informant,D2:Clara,1,director\n", encoding="utf-8")
    project.tag("D1#1", "value.mission", "support")
    project.tag("D1#2", "capacity", weight=0.5)
    project.tag("D2#1", "value")
    project.tag("M1#2", "capacity")
    project.close()
    return tmp_path


def shares(qualcode: Run, *argv: str) -> dict[tuple[str, str], tuple[float | None, int, int]]:
    ran = qualcode("shares", "--json", *argv)
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    assert found["format"] == "qualcode/shares/1"
    return {(r["group"], r["code"]): (r["share"], r["numerator"], r["denominator"]) for r in found["rows"]}


def test_of_the_answers_of_each_group_how_many_concern_each_category(qualcode: Run, place: Path) -> None:
    assert shares(qualcode, "--by", "role") == {
        ("director", "frame:value"): (0.5, 2, 4),
        ("director", "frame:support"): (0.25, 1, 4),
        ("director", "frame:capacity"): (0.25, 1, 4),
        ("manager", "frame:value"): (0, 0, 2),
        ("manager", "frame:support"): (0, 0, 2),
        ("manager", "frame:capacity"): (0.5, 1, 2),
    }


def test_one_tag_less_changes_exactly_that_answer_and_undo_restores_it(qualcode: Run, place: Path) -> None:
    before = shares(qualcode, "--by", "role")
    assert qualcode("untag", "D2#1", "value").code == 0
    after = shares(qualcode, "--by", "role")
    assert {key for key in before if before[key] != after[key]} == {("director", "frame:value")}
    assert after["director", "frame:value"] == (0.25, 1, 4)
    qualcode("undo")
    assert shares(qualcode, "--by", "role") == before


@pytest.mark.parametrize(
    ("argv", "cell", "expected"),
    [
        (("--by", "-"), ("all", "frame:value"), (1 / 3, 2, 6)),
        (("--by", "case"), ("D2", "frame:value"), (0.5, 1, 2)),
        (("--by", "question"), ("1", "frame:value"), (2 / 3, 2, 3)),
        (("--by", "role", "--base", "coded"), ("director", "frame:value"), (2 / 3, 2, 3)),
        (("--by", "role", "--score", "intensity"), ("director", "frame:capacity"), (0.125, 0.5, 4)),
        (("--by", "role", "--unit", "turn"), ("director", "frame:support"), (0.4, 2, 5)),
        (("--by", "-", "--where", "role=manager"), ("all", "frame:capacity"), (0.5, 1, 2)),
        (("--by", "-", "--case", "D1"), ("all", "frame:value"), (0.5, 1, 2)),
        (("--by", "-", "--question", "2"), ("all", "frame:capacity"), (2 / 3, 2, 3)),
        (("frame:value.mission", "--by", "-"), ("all", "frame:value.mission"), (1 / 6, 1, 6)),
        (("--by", "-", "--no-rollup"), ("all", "frame:value"), (1 / 6, 1, 6)),
        (("--by", "-", "--weight", "case"), ("all", "frame:capacity"), (3 / 8, 3, 8)),
    ],
)
def test_each_choice_is_an_option(
    qualcode: Run, place: Path, argv: tuple[str, ...], cell: tuple[str, str], expected: tuple[float, int, int]
) -> None:
    assert shares(qualcode, *argv)[cell] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("argv", "slug"),
    [
        (("--by", "rolle"), "unknown_attribute"),
        (("--count", "ful"), "bad_option"),
        (("--score", "extent", "--count", "primary"), "option_conflict"),
        (("frame:value", "frame:value.mission", "--count", "fractional"), "nested_categories"),
        (("frame:valeu",), "unknown_code"),
        (("--coder", "bo"), "unknown_coder"),
        (("--case", "D7"), "unknown_case"),
        (("--weight", "column:size"), "weight_missing"),
    ],
)
def test_a_choice_that_cannot_be_is_one_line_and_nothing_on_stdout(
    qualcode: Run, place: Path, argv: tuple[str, ...], slug: str
) -> None:
    ran = qualcode("shares", *argv)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {slug}: ")


def test_two_coders_and_no_choice_is_refused(qualcode: Run, place: Path) -> None:
    qualcode("tag", "D1#1", "value", "--coder", "bo")
    ran = qualcode("shares")
    assert (ran.code, ran.out) == (2, "")
    assert "error: coder_ambiguous: ana, bo have coded" in ran.err
    assert shares(qualcode, "--by", "-", "--coder", "bo")["all", "frame:value"] == (0.5, 1, 2), "bo opened D1 alone"
    everything = shares(qualcode, "--by", "-", "--coder", "bo", "--base", "material")
    assert everything["all", "frame:value"] == pytest.approx((1 / 6, 1, 6))


def test_an_answer_that_is_none_is_not_counted(qualcode: Run, place: Path) -> None:
    assert qualcode("question", "mark", "M1#1", "no_answer").code == 0
    assert shares(qualcode, "--by", "role")["manager", "frame:capacity"] == (1, 1, 1)
    counted = shares(qualcode, "--by", "role", "--nonresponse", "zero")
    assert counted["manager", "frame:capacity"] == (0.5, 1, 2)
    assert "1 question asked without a codable answer" in qualcode("shares", "--by", "role").err, "rows say it beside"


def test_in_a_pipe_the_full_numbers_as_tab_separated_values(qualcode: Run, place: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(qualcode("shares", "--by", "-").out), delimiter="\t"))
    value = next(row for row in rows if row["code"] == "frame:value")
    assert Fraction(value["share"]).limit_denominator(10) == Fraction(1, 3)
    assert (value["numerator"], value["denominator"]) == ("2", "6")


@pytest.mark.parametrize("suffix", ["csv", "tsv", "xlsx", "docx", "md", "tex", "html", "json"])
def test_the_table_is_written_by_suffix(qualcode: Run, place: Path, suffix: str) -> None:
    ran = qualcode("shares", "--by", "role", "-o", f"table.{suffix}")
    assert (ran.code, ran.out) == (0, ""), ran.err
    assert (place / f"table.{suffix}").stat().st_size > 100


def test_words_and_numbers_in_the_language_asked_for(qualcode: Run, place: Path) -> None:
    for language, word in (("da", "Værdi"), ("en", "Value")):
        qualcode("shares", "--by", "role", "--lang", language, "-o", f"{language}.md")
        text = (place / f"{language}.md").read_text("utf-8")
        assert word in text
        assert ("50\u00a0%" if language == "da" else "50%") in text


def test_a_file_that_cannot_be_written_leaves_the_old_one(qualcode: Run, place: Path) -> None:
    ran = qualcode("shares", "-o", "no/such/folder/table.csv")
    assert ran.code == 3
    assert "Traceback" not in ran.err
