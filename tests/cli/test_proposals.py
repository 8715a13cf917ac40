"""Proposing and judging from the shell: whose a coding is, what is asked again, what tables count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from qualcode.project import Project
from tests.cli.conftest import Run
from tests.study import FRAME, conversation, study

D1 = conversation("D1", ("I", "Hvad bruger I?", "1"), ("D1", "Systemer hver dag. Ledelsen vil det."))
SEEDED = FRAME.replace(
    'name: {en: "Capacity", da: "Kapacitet"}',
    'name: {en: "Capacity"}\n    seeds: {en: [system], da: [system, ledelse]}',
)


@pytest.fixture
def place(tmp_path: Path, qualcode: Run) -> Path:
    study(tmp_path, D1, frame=SEEDED).close()
    assert qualcode("propose", "--rules", "frame").code == 0
    return tmp_path


def codings(root: Path) -> list[tuple[str, str, str, str]]:
    with Project.open(root, readonly=True) as project:
        return sorted((c.quote, c.code, c.coder, c.origin) for c in project.codings())


def test_a_dry_run_shows_and_stores_nothing(tmp_path: Path, qualcode: Run) -> None:
    study(tmp_path, D1, frame=SEEDED).close()
    ran = qualcode("propose", "--rules", "frame", "--dry-run")
    assert [line.split("\t")[1:] for line in ran.out.splitlines()] == [
        ["frame:capacity", "system", "Systemer hver dag."],
        ["frame:capacity", "ledelse", "Ledelsen vil det."],
    ]
    assert codings(tmp_path) == []


def test_no_table_counts_a_proposal_until_it_is_accepted(place: Path, qualcode: Run) -> None:
    def numerator(*argv: str) -> int:
        rows = json.loads(qualcode("shares", "frame", "--json", *argv).out)["rows"]
        return sum(row["numerator"] for row in rows if row["code"] == "frame:capacity")

    qualcode("tag", "D1#1", "support")
    assert numerator() == 0
    assert "2 proposals" in qualcode("shares", "frame", "--format", "text").out
    assert numerator("--coder", "rule:frame") == 1
    assert "proposal" not in qualcode("crosstab", "open", "--format", "text").err  # of another frame
    assert qualcode("review", "--proposals", "--accept-all").code == 0
    assert numerator() == 1
    assert "proposals" not in qualcode("shares", "frame", "--format", "text").out  # none waits any more


def test_what_is_coded_under_the_name_of_a_machine_is_the_machines(tmp_path: Path, qualcode: Run) -> None:
    study(tmp_path, D1).close()
    assert qualcode("tag", "D1#1", "capacity", "--coder", "rule:frame").code == 0
    assert qualcode("tag", "D1#1", "support").code == 0
    assert qualcode("coder", "rename", "ana", "model:mine").code == 2
    assert [row["code"] for row in json.loads(qualcode("list", "codes", "--json").out)["rows"]] == ["frame:support"]


def test_no_list_counts_a_proposal_unless_its_coder_is_named(place: Path, qualcode: Run) -> None:
    assert json.loads(qualcode("list", "codes", "--json").out)["rows"] == []
    named = json.loads(qualcode("list", "codes", "--coder", "rule:frame", "--json").out)["rows"]
    assert [row["codings"] for row in named] == [2]
    assert len(json.loads(qualcode("list", "uncoded", "--json").out)["rows"]) == 1


def test_what_is_accepted_is_the_persons_own_with_its_origin(place: Path, qualcode: Run) -> None:
    qualcode("review", "--proposals", "--accept-all")
    mine = [row for row in codings(place) if row[2] == "ana"]
    assert mine == [
        ("Ledelsen vil det.", "frame:capacity", "ana", "rule"), ("Systemer hver dag.", "frame:capacity", "ana", "rule"),
    ]  # fmt: skip
    assert qualcode("review", "--proposals", "--list").out == ""
    assert qualcode("undo").code == 0
    assert [row[2] for row in codings(place)] == ["rule:frame", "rule:frame"]


def test_one_by_one(place: Path, qualcode: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first is rejected, the second accepted as another code."""
    answers = iter(["n", "support"])
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: next(answers))
    assert qualcode("review", "--proposals").code == 0
    assert [row for row in codings(place) if row[2] == "ana"] == [("Ledelsen vil det.", "frame:support", "ana", "rule")]
    assert qualcode("review", "--proposals", "--list").out == ""


def test_what_was_skipped_is_left(place: Path, qualcode: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["s", "n", "s"])
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: next(answers))
    ran = qualcode("review", "--proposals")
    assert (ran.code, ran.err.splitlines()[-1]) == (1, "1 judged, 1 left")
    ran = qualcode("review", "--proposals")
    assert (ran.code, ran.err.splitlines()[-1]) == (1, "0 judged, 1 left")


def test_a_disagreement_that_was_skipped_is_not_settled(
    tmp_path: Path, qualcode: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    study(tmp_path, D1).close()
    for coder, code in (("ana", "value"), ("bo", "support")):
        assert qualcode("tag", "D1#1", code, "--coder", coder).code == 0
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: "s")
    ran = qualcode("review")
    assert (ran.code, ran.err.splitlines()[-1]) == (1, "0 settled, 2 left")


def test_a_place_with_two_seeds_is_left_out_once(tmp_path: Path, qualcode: Run) -> None:
    line = ("D1", "Ledelsen vil have systemer og ledelse. Og systemer.")
    study(tmp_path, conversation("D1", ("I", "Hvad?", "1"), line), frame=SEEDED).close()
    assert qualcode("tag", "D1#1", "capacity").code == 0
    ran = qualcode("propose", "--rules", "frame", "--dry-run")
    assert "2 places left out" in ran.err


def test_what_was_rejected_is_not_proposed_again(place: Path, qualcode: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: "n")
    qualcode("review", "--proposals")
    qualcode("propose", "--rules", "frame", "--take-back")
    ran = qualcode("propose", "--rules", "frame")
    assert "0 proposals stored" in ran.err
    assert "2 places left out" in ran.err


@pytest.mark.parametrize(
    "argv",
    [
        ("propose",),
        ("propose", "--rules", "frame", "--like", "frame"),
        ("propose", "--rules", "frme"),
        ("propose", "--by", "nobody:frame"),
        ("review", "--accept-all"),
    ],
)
def test_wrong_use_is_refused_in_words(place: Path, qualcode: Run, argv: tuple[str, ...]) -> None:
    ran = qualcode(*argv)
    assert (ran.code, "Traceback" in ran.err) == (2, False)
