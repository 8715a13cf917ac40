"""A survey is one source: who has coded one respondent has read the table, and the silent ones are no gap."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import study

SURVEY = """\
id,role,What is hard about data?
1,teacher,There is never time.
2,teacher,Nothing really.
3,head,Nobody asks us.
4,head,The tools are slow.
"""

INTERVIEW = """\
Interviewer: What is hard about data?
Anna: Time.
Interviewer: What is good about it?
Anna: We see what works.
"""


@pytest.fixture
def place(qualcode: Run, tmp_path: Path) -> Path:
    assert qualcode("init", ".", "--coder", "ana").code == 0
    (tmp_path / "survey.csv").write_text(SURVEY, encoding="utf-8")
    (tmp_path / "P1.txt").write_text(INTERVIEW, encoding="utf-8")
    assert qualcode("add", "survey.csv", "P1.txt").code == 0
    return tmp_path


def counted(qualcode: Run, *options: str) -> tuple[int, int, list[str]]:
    """Numerator and denominator of `open:time`, and the documents not begun."""
    ran = qualcode("shares", "open", *options, "--json")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    row = next(row for row in found["rows"] if row["code"] == "open:time")
    left = [part for part in found["accounting"]["left_out"] if part["why"] == "not_begun"]
    return row["numerator"], row["denominator"], [document for part in left for document in part["documents"]]


def test_one_respondent_coded_is_the_survey_begun(qualcode: Run, place: Path) -> None:
    assert qualcode("tag", "survey-1:2", "open:time").code == 0
    assert counted(qualcode) == (1, 4, ["P1"]), "an interview that nobody began is still left out"


def test_the_survey_is_begun_for_that_coder_only(qualcode: Run, place: Path) -> None:
    qualcode("tag", "survey-1:2", "open:time")
    assert qualcode("tag", "P1:2", "open:time", "--coder", "bo").code == 0
    assert counted(qualcode, "--coder", "bo") == (1, 2, ["survey-1", "survey-2", "survey-3", "survey-4"])


def test_a_coder_given_some_respondents_has_begun_those(qualcode: Run, place: Path) -> None:
    ran = qualcode("coder", "plan", "--coders", "ana,bo", "--double", "0", "--open")
    given = [line.split("\t") for line in ran.out.splitlines()[1:]]
    own = sorted(row[1] for row in given if row[0] == "ana" and row[1].startswith("survey"))
    assert 0 < len(own) < 4, ran.err
    qualcode("tag", f"{own[0]}:2", "open:time")
    numerator, denominator, missing = counted(qualcode, "--coder", "ana")
    assert (numerator, denominator) == (1, 1)
    assert set(own[1:]) <= set(missing)


def test_two_coders_of_a_survey_are_compared_on_all_of_it(qualcode: Run, place: Path) -> None:
    qualcode("tag", "survey-1:2", "open:time")
    assert qualcode("tag", "survey-3:2", "open:time", "--coder", "bo").code == 0
    assert qualcode("tag", "survey-1:2", "open:time", "--coder", "bo").code == 0
    ran = qualcode("agree", "open", "--json")
    assert ran.code == 0, ran.err
    [row] = [row for row in json.loads(ran.out)["rows"] if row["code"] == "open:time"]
    assert (row["units"], row["coefficients"]["percent_agreement"]["value"]) == (4, 0.75)


def test_who_finished_some_respondents_is_compared_on_those(qualcode: Run, place: Path) -> None:
    for coder in ("ana", "bo"):
        qualcode("tag", "survey-1:2", "open:time", "--coder", coder)
        assert qualcode("coder", "finish", "survey-1", "survey-2", "--coder", coder).code == 0
    [row] = json.loads(qualcode("agree", "open", "--json").out)["rows"]
    assert row["units"] == 2


def test_a_survey_split_by_question_is_begun_question_by_question(qualcode: Run, place: Path) -> None:
    rows = [line.split(",") for line in SURVEY.splitlines()]
    good = ["What is good about it?", "We see what works.", "It saves time.", "We can plan.", "Hard to say, really."]
    two = "".join(f'{id},{role},{hard},"{one}"\n' for (id, role, hard), one in zip(rows, good, strict=True))
    (place / "two.csv").write_text(two, encoding="utf-8")
    assert qualcode("add", "two.csv", "--split", "question").code == 0
    assert qualcode("tag", "two-q1:2", "open:time").code == 0
    assert "two-q2" in counted(qualcode)[2]


def progress(qualcode: Run, coder: str) -> list[str]:
    """Not begun, begun, finished, units and coded ones of a coder."""
    rows = [line.split("\t") for line in qualcode("coder", "progress").out.splitlines()]
    return next(row[1:6] for row in rows if row[0] == coder)


def test_progress_counts_the_respondents_without_a_finding_too(qualcode: Run, place: Path) -> None:
    assert qualcode("tag", "survey-1:2", "open:time").code == 0
    assert progress(qualcode, "ana") == ["0", "4", "0", "4", "1"], "one answer of four, not one of one"
    assert qualcode("coder", "finish", "survey-1", "--coder", "bo").code == 0
    assert progress(qualcode, "bo") == ["0", "3", "1", "4", "0"]


def test_the_consensus_covers_the_respondents_that_were_compared_alone(qualcode: Run, place: Path) -> None:
    """Who one person alone was given is not looked at by the consensus, in a survey as among interviews."""
    plan = ("coder", "plan", "--coders", "ana,bo", "--double", "2", "--document", "survey-1", "--document", "survey-2",
            "--document", "survey-3", "--document", "survey-4")  # fmt: skip
    given = [line.split("\t") for line in qualcode(*plan).out.splitlines()[1:]]
    shared = sorted({document for _, document, _, _, also, *_ in given if also == "yes"})
    assert len(shared) == 2
    for coder in ("ana", "bo"):
        assert qualcode("tag", f"{shared[0]}:2", "open:time", "--coder", coder).code == 0
        assert qualcode("coder", "finish", "--round", "main", "--coder", coder).code == 0
    assert qualcode("review", "open", "--coder", "ana").code == 0
    numerator, denominator, left = counted(qualcode, "--layer", "consensus")
    assert (numerator, denominator) == (1, 2)
    assert sorted(left) == sorted({"P1", *(f"survey-{number}" for number in range(1, 5))} - set(shared))


def test_who_answers_each_question_is_one_person(qualcode: Run, tmp_path: Path) -> None:
    """A document for each question: a respondent speaks in both, and is one informant, with the facts of the row."""
    study(tmp_path).close()
    rows = "1;north;Det er tiden, jeg savner;Mere tid til dem\n2;south;Ro til at tale sammen;\n"
    (tmp_path / "svar.csv").write_text(f"id;Sted;Hvad savner du mest?;Hvad vil du ændre?\n{rows}", "utf-8")
    assert qualcode("add", "svar.csv", "--split", "question").code == 0
    assert (tmp_path / "cases.csv").read_text("utf-8").splitlines() == [
        "case,name,kind,members,weight,Sted", "svar-1,,informant,svar-q1:1; svar-q2:1,,north",
        "svar-2,,informant,svar-q1:2,,south",
    ]  # fmt: skip
    assert qualcode("tag", "svar-q1:2", "frame:value").code == 0
    assert qualcode("coder", "finish", "svar-q2").code == 0
    rows_by = json.loads(qualcode("shares", "frame", "--by", "Sted", "--json").out)["rows"]
    assert [(r["group"], r["numerator"], r["denominator"], r["informants"]) for r in rows_by[::3]] == [
        ("north", 1, 2, 1), ("south", 0, 1, 1),
    ]  # fmt: skip
