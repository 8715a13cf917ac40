"""The worked examples: each goes from its sources to its last table, with nothing left out on the way."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from qualcode.core.text import words
from qualcode.project import Project
from qualcode.project import worked_examples as examples
from tests.cli.conftest import Run

# documents, cases, and rows of the tables of codings: what the example's README says
SIZE = {
    "change-programme": (73, 63, {"oppna-koder.csv": 48, "tags.csv": 40, "enkatkoder.csv": 18, "telefon.csv": 26}),
    "data-informed-leadership": (20, 8, {"tags.csv": 121, "open.csv": 32, "leavitt.csv": 47}),
    "service-innovation": (13, 11, {"tags.csv": 93, "proposisjoner.csv": 16, "ideer.csv": 9}),
    "role-model": (12, 6, {"tags.csv": 73}),
    "pilots": (3, 3, {"tags.csv": 35}),
}


def test_every_worked_example_is_tried_here(qualcode: Run) -> None:
    assert sorted(examples.names()) == sorted(SIZE)
    listed = qualcode("demo", "--list").out
    assert all(name in listed for name in SIZE)
    told = json.loads(qualcode("demo", "--list", "--json").out)
    assert told["format"] == "qualcode/demo/1"
    assert {one["name"] for one in told["studies"]} == set(SIZE)
    assert all(one["steps"] and one["look"] and one["language"] in ("da", "nb", "sv") for one in told["studies"])


@pytest.mark.parametrize("argv", [["--json"], ["--list", "here"], ["--list", "--study", "pilots"]])
def test_what_does_not_go_with_the_list(qualcode: Run, argv: list[str], tmp_path: Path) -> None:
    assert qualcode("demo", *argv).code == 2
    assert not list(tmp_path.iterdir())


def test_every_source_is_read_and_every_coding_finds_its_words(carried: tuple[str, Path]) -> None:
    name, root = carried
    documents, cases, tables = SIZE[name]
    with Project.open(root) as project:
        assert (len(project.store.document_ids()), len(project.cases)) == (documents, cases)
        stored = {(c.coder, project.document(c.document).text[c.span.start : c.span.stop]) for c in project.codings()}
    for table, rows in tables.items():
        with (root / table).open(encoding="utf-8", newline="") as file:
            wanted = list(csv.DictReader(file))
        assert len(wanted) == rows
        for row in wanted:
            assert any(coder == row["coder"] and row["quote"] in words for coder, words in stored), row["quote"]


def test_interviews_are_as_long_as_interviews_are(carried: tuple[str, Path]) -> None:
    """Between 800 and 2000 words: one of a page would not feel like a study to anybody."""
    _, root = carried
    with Project.open(root) as project:
        lengths = {d.id: words(d.text) for d in project.documents() if d.kind == "interview"}
    assert not {id: length for id, length in lengths.items() if not 800 <= length <= 2000}


def test_all_is_well_with_it(qualcode: Run, carried: tuple[str, Path]) -> None:
    _, root = carried
    checked = qualcode("-C", str(root), "check", "--json")
    assert checked.code == 0, checked.out
    assert not [p for p in json.loads(checked.out)["problems"] if p["severity"] == "error"]


def test_every_report_of_the_plan_is_written(carried: tuple[str, Path]) -> None:
    name, root = carried
    written = [word for step in examples.load(name).steps for word in step.words if word.startswith("reports/")]
    assert written
    assert all((root / word).stat().st_size > 200 for word in written)


def test_a_second_run_changes_nothing(qualcode: Run, carried: tuple[str, Path]) -> None:
    name, root = carried
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}
    again = qualcode("demo", "--study", name, str(root))
    assert again.code == 0
    assert "already" in again.err
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()} == before


def test_a_worked_example_touches_nobody_elses_folder(qualcode: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    refused = qualcode("demo", "--study", "pilots", str(tmp_path))
    assert (refused.code, [path.name for path in tmp_path.iterdir()]) == (2, ["mine.txt"])
    assert "OTHER-FOLDER" in refused.err


def test_a_worked_example_keeps_its_language(qualcode: Run, tmp_path: Path) -> None:
    refused = qualcode("demo", "--study", "pilots", "--lang", "sv", str(tmp_path / "new"))
    assert refused.code == 2
    assert "language of its material" in refused.err
    assert not (tmp_path / "new").exists()


def test_a_step_that_fails_is_named_and_leaves_no_half_study(
    qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = examples.load("pilots")
    broken = study._replace(steps=(*study.steps[:1], examples.Step("", "qualcode tag --from nowhere.csv")))
    monkeypatch.setattr(examples, "load", lambda name: broken)
    failed = qualcode("demo", "--study", "pilots", str(tmp_path / "new"))
    assert failed.code == 3
    assert "`qualcode tag --from nowhere.csv` ended with" in failed.err
    assert not (tmp_path / "new" / "qualcode.sqlite").exists()


def test_a_name_that_is_no_worked_example_gets_the_nearest(qualcode: Run, tmp_path: Path) -> None:
    refused = qualcode("demo", "--study", "pilot", str(tmp_path / "new"))
    assert refused.code == 2
    assert "pilots" in refused.err
    assert not (tmp_path / "new").exists()


def rows(qualcode: Run, root: Path, *argv: str) -> list[dict[str, Any]]:
    ran = qualcode("-C", str(root), *argv, "--json")
    assert ran.code == 0, ran.err
    found: list[dict[str, Any]] = json.loads(ran.out)["rows"]
    return found


def test_what_each_readme_says_is_found(qualcode: Run, carried: tuple[str, Path]) -> None:
    name, root = carried
    FINDINGS[name](qualcode, root)


def danish(qualcode: Run, root: Path) -> None:
    """The published shares, and the two variables with the largest gap."""
    shares = rows(qualcode, root, "shares", "moore")
    assert [f"{row['numerator']}/{row['denominator']}" for row in shares] == [
        "12/36", "11/36", "16/36", "9/34", "6/34", "10/34",
    ]  # fmt: skip
    argv = ("--by", "qualifier", "--count", "codings", "--unit", "paragraph", "--level", "1")
    cells = rows(qualcode, root, "crosstab", "leavitt-judged", *argv)
    against = {row["code"].partition(":")[2]: row["row_share"] for row in cells if row["column"] == "not"}
    assert sorted(against, key=lambda code: -against[code])[:2] == ["technology", "people"]


def three_municipalities(qualcode: Run, root: Path) -> None:
    """Every cell of the matrix that holds a finding has its summary; both propositions are spoken against."""
    argv = ("froehle-roth-norwegian", "--by", "kommune", "--level", "2", "--unit", "paragraph")
    cells = rows(qualcode, root, "matrix", *argv)
    assert {cell["case"] for cell in cells} == {"A", "B", "C"}
    assert sum(bool(cell["summary"]) for cell in cells) == 20
    argv = ("proposisjoner", "--by", "qualifier", "--count", "codings", "--unit", "paragraph")
    counts = {(c["code"][-2:], c["column"]): c["count"] for c in rows(qualcode, root, "crosstab", *argv)}
    assert [counts[p, q] for p in ("p1", "p2") for q in ("supports", "contradicts")] == [5, 2, 7, 2]


def role_model(qualcode: Run, root: Path) -> None:
    """Five themes stand in all three kinds of source; one, the municipality's own interest, in interviews alone."""
    argv = ("--by", "kind", "--count", "cases", "--unit", "paragraph", "--level", "2")
    kinds: dict[str, set[str]] = {}
    for cell in rows(qualcode, root, "crosstab", "role-model", *argv):
        if cell["count"]:
            kinds.setdefault(cell["code"], set()).add(cell["column"])
    assert sum(len(found) == 3 for found in kinds.values()) == 5
    assert [code for code, found in kinds.items() if found == {"interview"}] == ["role-model:fs3.interest"]


def change_programme(qualcode: Run, root: Path) -> None:
    """All eleven areas are used, an open code keeps its direction inside its area, and satisfaction is 41."""
    satisfied = {row["group"]: row["index"] for row in rows(qualcode, root, "index", *THREE, "--by", "Spår")}
    assert {group: round(value) for group, value in satisfied.items()} == {"skola": 44, "omsorg": 37, "all": 41}
    argv = ("--rank-by", "codings", "--level", "1", "--unit", "paragraph")
    ranked = rows(qualcode, root, "rank", "key-areas", *argv)
    assert len({row["code"] for row in ranked}) == 11
    assert sum(row["codings"] for row in ranked) == 132
    by_votes = ("--weight", "column:Röster", "--where", "kind=notes", "--level", "1", "--unit", "paragraph")
    votes = [
        (r["qualifier"], r["code"].partition(":")[2], r["weight"])
        for r in rows(qualcode, root, "rank", "key-areas", *by_votes)
    ]
    promotes, inhibits = ([vote for vote in votes if vote[0] == way] for way in ("promotes", "inhibits"))
    assert [vote[1:] for vote in promotes[:3]] == [("leadership", 65), ("benefit", 63), ("participation", 46)]
    assert [vote[1:] for vote in inhibits[:3]] == [("governance", 67), ("leadership", 44), ("infrastructure", 43)]
    cells = rows(qualcode, root, "crosstab", "key-areas", "--by", "Spår", "--count", "codings", "--level", "1")
    assert {"skola", "omsorg"} <= {cell["column"] for cell in cells} <= {"skola", "omsorg", "–"}


def pilots(qualcode: Run, root: Path) -> None:
    """The payroll pilot has a gain measured beside the one expected; of the robot one is expressly not
    expected. The article's passages count for the pilot they are about."""
    argv = ("--count", "codings", "--unit", "paragraph", "--by", "case")
    counts = {
        (c["code"].partition(":")[2], c["column"]): c["count"]
        for c in rows(qualcode, root, "crosstab", "benefits", *argv)
    }
    assert counts["expected", "lonn"] == 2
    assert counts["measured", "lonn"] == 3
    assert counts["expected", "robot"] == 1
    assert counts["aim", "program"] == 2


THREE = ("Helhet", "Förväntan", "Ideal")
"""The closed questions of the survey."""

FINDINGS = {
    "data-informed-leadership": danish,
    "service-innovation": three_municipalities,
    "role-model": role_model,
    "change-programme": change_programme,
    "pilots": pilots,
}
