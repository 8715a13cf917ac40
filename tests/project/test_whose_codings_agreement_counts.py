"""What stands under a table of agreement is about the codings of the coders compared, and of nobody else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qualcode.project import Project
from tests.cli.conftest import Run
from tests.study import ANNA, BO, FRAME, conversation, study

NOTE = conversation("Note", ("", "Et afsnit om tal."), ("", "Et afsnit om penge."), kind="document")
OTHER = FRAME.replace("id: frame", "id: other")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Bo comes into the database before Ana; Cat alone has coded the note, and the interviewer's words in D1."""
    with study(tmp_path, ANNA, BO, NOTE) as project:
        (tmp_path / "codebooks" / "other.yaml").write_text(OTHER, "utf-8")
        project.forget_files()
        for coder, code in (("bo", "value"), ("ana", "value"), ("cat", "support")):
            project.tag("D1#1", f"frame:{code}", coder=coder)
            project.tag("D1#1", "other:value", coder=coder)
            project.tag("M1#2", "frame:capacity", coder=coder)
        project.tag("D1#2", "frame:value", coder="ana")
        project.tag("Note:1", "frame:value", coder="cat")
        project.tag("D1@3-26", "frame:value", coder="cat")
    return tmp_path


def finished(run: Run, *coders: str) -> None:
    for coder in coders:
        assert run("coder", "finish", "D1", "M1", "Note", "--coder", coder).code == 0


def agreed(run: Run, *argv: str) -> dict[str, Any]:
    ran = run("agree", *argv, "--json")
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


ASKED = (
    ("frame", "--coders", "ana,bo"), ("frame", "--coders", "ana,bo", "--by-document"), ("frame",),
    ("--coders", "ana,bo"), ("--by-document",), ("frame", "--view", "sets"), ("frame", "--view", "continuum"),
)  # fmt: skip


def test_a_review_changes_nothing_in_the_agreement_of_those_who_coded(qualcode: Run, place: Path) -> None:
    finished(qualcode, "ana", "bo", "cat")
    tables = [(agreed(qualcode, *asked), qualcode("agree", *asked, "--lang", "en").out) for asked in ASKED]
    review = [sys.executable, "-m", "qualcode", "-C", str(place), "review", "--coder", "dora", "--coders", "ana,bo"]
    subprocess.run(review, input="y\n\n" * 9, text=True, capture_output=True, check=True)
    with Project.open(place) as project:
        assert sum(coding.coder == "consensus" for coding in project.codings()) == 4
    for asked, table in zip(ASKED, tables, strict=True):
        assert (agreed(qualcode, *asked), qualcode("agree", *asked, "--lang", "en").out) == table, asked


def test_the_codings_counted_are_those_of_the_coders_named(qualcode: Run, place: Path) -> None:
    finished(qualcode, "ana", "bo", "cat")
    account = agreed(qualcode, "frame", "--coders", "ana,bo")["accounting"]
    assert (account["codings"], account["codings_outside"]) == (5, 0)
    assert "outside" not in qualcode("agree", "frame", "--coders", "ana,bo", "--lang", "en").out.lower()
    everybody = agreed(qualcode, "frame")["accounting"]
    assert (everybody["codings"], everybody["codings_outside"]) == (9, 1)
    both_frames = agreed(qualcode, "--coders", "ana,bo")["accounting"]
    assert (both_frames["codings"], both_frames["codings_outside"]) == (7, 0)


def test_a_source_coded_by_somebody_else_alone_is_no_agreement_that_nothing_is_there(
    qualcode: Run, place: Path
) -> None:
    finished(qualcode, "ana", "bo")
    of_two = agreed(qualcode, "frame", "--coders", "ana,bo")
    assert {row["units"] for row in of_two["rows"]} == {4}, "the answers; the frame was not held against the note"
    finished(qualcode, "cat")
    assert {row["units"] for row in agreed(qualcode, "frame", "--coders", "ana,cat")["rows"]} == {6}


def test_a_rule_that_is_compared_is_not_said_to_be_left_out(qualcode: Run, place: Path) -> None:
    with Project.open(place) as project:
        project.tag("M1#1", "frame:support", coder="rule:frame")
    assert agreed(qualcode, "frame", "--coders", "ana,bo")["accounting"]["proposals"] == 1
    assert agreed(qualcode, "frame", "--coders", "ana,rule:frame")["accounting"]["proposals"] == 0


def test_people_stand_by_their_names_however_they_came_into_the_database(qualcode: Run, place: Path) -> None:
    everybody = agreed(qualcode, "frame")
    assert everybody["coders"] == ["ana", "bo", "cat"]
    assert everybody == agreed(qualcode, "frame", "--coders", "ana,bo,cat")


def test_coders_who_saw_each_others_codes_are_told_under_the_tables_that_rest_on_them(
    qualcode: Run, place: Path
) -> None:
    with Project.open(place) as project:
        for number, code in enumerate(("value", "support", "capacity")):
            for coder in ("ana", "bo"):
                project.tag("D1#2", f"other:{code}", coder=coder, memo=f"The same words {number}.")

    def noted(*asked: str) -> bool:
        notes = agreed(qualcode, *asked, "--coders", "ana,bo")["notes"]
        return any(note["slug"] == "not_independent" for note in notes)

    assert noted("other") and noted("other", "--document", "D1")
    assert not noted("frame") and not noted("other", "--document", "M1")
