"""`find` from the shell: what is printed, what is counted, and what can be done with it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.project import Project
from tests.cli.conftest import Run
from tests.study import ANNA, BO, conversation, study

PLAN = replace(
    conversation("Plan", ("", "Data skal bruges til gode formål."), kind="document"),
    pseudonymised=True, attributes={"place": "Lindsø"},
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with study(tmp_path, ANNA, BO, PLAN) as project:
        project.tag("D1#1", "value")
        project.tag("D1#2", "capacity")
    (tmp_path / "cases.csv").write_text("case,role,members\nD1,director,D1\nM1,manager,M1\n", encoding="utf-8")
    return tmp_path


def test_only_the_informants_words_are_looked_through_unless_asked(qualcode: Run, place: Path) -> None:
    assert qualcode("find", "data").out.splitlines() == ["Plan:1\tPlan@2-6\t: [Data] skal bruges til gode formål.  "]
    every = qualcode("find", "data", "--who", "all").out
    assert [line.split("\t")[0] for line in every.splitlines()] == ["D1:1", "M1:1", "Plan:1"]


def test_the_filters_narrow_the_search(qualcode: Run, place: Path) -> None:
    def places(*argv: str) -> list[str]:
        return [line.split("\t")[0] for line in qualcode("find", "=det", *argv).out.splitlines()]

    assert places() == ["D1:2", "D1:2", "D1:6", "M1:2", "M1:4"]
    assert places("--case", "M1") == ["M1:2", "M1:4"]
    assert places("--where", "role=director") == ["D1:2", "D1:2", "D1:6"]
    assert places("--where", "place=Lindsø") == [], "what a document has been told of is asked for alike"
    assert qualcode("find", "data", "--where", "place=Lindsø").out.startswith("Plan:")
    assert places("--question", "2") == ["D1:6", "M1:4"]
    assert places("--document", "M1", "--question", "1") == ["M1:2"]
    assert places("--kind", "document") == []
    assert places("--kind", "intervju") == places()
    assert places("--code", "capacity") == ["D1:6"]


def test_all_the_words_in_one_answer(qualcode: Run, place: Path) -> None:
    ran = qualcode("find", "borgerne", "byrådet", "--all", "--json")
    assert [match["match"] for match in json.loads(ran.out)["matches"]] == ["borgerne", "Byrådet"]
    assert json.loads(qualcode("find", "borgerne", "systemer", "--all", "--json").out)["matches"] == []


def test_counts_by_what_one_asks_for(qualcode: Run, place: Path) -> None:
    rows = json.loads(qualcode("find", "=det", "--count", "--by", "role", "--json").out)["rows"]
    assert [(row["role"], row["places"], row["cases"]) for row in rows] == [("director", 3, 1), ("manager", 2, 1)]


def test_nothing_found_is_said_and_is_no_failure_unless_asked(qualcode: Run, place: Path) -> None:
    ran = qualcode("find", "kvalitet")
    assert (ran.code, ran.out) == (0, "")
    assert "nothing found in 3 documents" in ran.err
    assert qualcode("find", "kvalitet", "--fail-if-none").code == 1


def test_what_was_found_is_coded_through_a_pipe(qualcode: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for found in (qualcode("find", "vi har").out, qualcode("find", "vi har", "--json").out):
        monkeypatch.setattr("sys.stdin", io.StringIO(found))
        assert qualcode("tag", "--from", "-", "open:we").code == 0
    with Project.open(place, readonly=True) as project:
        assert [c.quote for c in project.codings() if c.code == "open:we"] == ["Vi har", "vi har"]


def test_words_of_people_go_into_a_file_only_when_that_is_meant(qualcode: Run, place: Path) -> None:
    refused = qualcode("find", "systemer", "-o", "hits.csv")
    assert (refused.code, "identifiable" in refused.err, (place / "hits.csv").exists()) == (2, True, False)
    assert qualcode("find", "systemer", "-o", "hits.csv", "--allow-identifiable").code == 0
    assert "systemer" in (place / "hits.csv").read_text("utf-8-sig")


def test_passages_with_their_codes(qualcode: Run, place: Path) -> None:
    out = qualcode("find", "--code", "capacity").out
    assert "D1#2" in out
    assert "Vi har ikke hænder til det." in out
    assert "frame:capacity ana" in out
    [passage] = json.loads(qualcode("find", "--code", "capacity", "--json").out)["passages"]
    assert (passage["case"], passage["codings"][0]["code"]) == ("D1", "frame:capacity")


@pytest.mark.parametrize(
    "argv",
    [
        (),
        ("--code", "value and ("),
        ("/a(b/",),
        ("x", "--by", "role"),
        ("x", "--who", "nobody"),
        ("x", "--kind", "intervew"),
        ("data", "--count", "--by", "code"),
        ("--code", "value", "--count", "--by", "term"),
    ],
)
def test_wrong_use_is_refused_in_words(qualcode: Run, place: Path, argv: tuple[str, ...]) -> None:
    ran = qualcode("find", *argv)
    assert ran.code == 2
    assert "Traceback" not in ran.err
