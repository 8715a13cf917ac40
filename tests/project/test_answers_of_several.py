"""In a group several people answer the same question: each answer has an address that commands take."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

GROUP = """\
Moderator: How do you use data?
Ola: We do not. We use judgement.
Kari: That is not quite true.
Ola: Well, a little.
Moderator: What is hard?
Kari: Privacy.
"""

GUIDE = """\
questions:
  - {id: "1", text: "How do you use data?"}
  - {id: "2", text: "What is hard?"}
"""


@pytest.fixture
def group(qualcode: Run, tmp_path: Path) -> Path:
    assert qualcode("init", ".", "--coder", "ana").code == 0
    (tmp_path / "questions.yaml").write_text(GUIDE, encoding="utf-8")
    (tmp_path / "G.txt").write_text(GROUP, encoding="utf-8")
    assert qualcode("add", "G.txt", "--match").code == 0
    return tmp_path


def coded(qualcode: Run) -> set[tuple[str, str]]:
    ran = qualcode("export", "codings.csv", "--allow-identifiable")
    assert ran.code == 0, ran.err
    with Path("codings.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(row["code"], row["quote"]) for row in csv.DictReader(file)}


def test_one_persons_answer_is_coded_whole_and_alone(qualcode: Run, group: Path) -> None:
    assert qualcode("tag", "G#1/Ola", "open:judgement").code == 0
    found = {quote for _, quote in coded(qualcode)}
    assert found == {"We do not. We use judgement.", "Well, a little."}
    qualcode("undo")
    qualcode("tag", "G#1", "open:judgement")
    assert "That is not quite true." in {quote for _, quote in coded(qualcode)}, "the item alone is everybody's answer"


def test_every_address_that_a_list_prints_is_taken(qualcode: Run, group: Path) -> None:
    listed = [line.split("\t")[0] for line in qualcode("list", "uncoded").out.splitlines()[1:]]
    assert listed == ["G#1/Ola", "G#1/Kari", "G#2"]
    for address in listed:
        assert qualcode("tag", address, "open:all").code == 0
    assert qualcode("list", "uncoded").out.count("G#") == 0
    units = [
        line.split("\t")[0] for line in qualcode("shares", "open", "--explain", "all", "open:all").out.splitlines()
    ]
    for address in units[1:]:
        assert qualcode("show", address).code == 0, address


def test_names_are_taken_in_any_case_and_a_wrong_one_is_refused_with_the_nearest(qualcode: Run, group: Path) -> None:
    assert qualcode("show", "G#1/kari").code == 0
    ran = qualcode("tag", "G#1/Karin", "open:x")
    assert ran.code != 0
    assert "G#1/Kari" in ran.err


@pytest.mark.file_engine  # counted alike on both
def test_a_question_that_several_were_not_asked_is_left_out_for_each(qualcode: Run, group: Path) -> None:
    with (group / "questions.yaml").open("a", encoding="utf-8") as guide:
        guide.write('  - {id: "3", text: "Who asked for it?"}\n')
    qualcode("case", "set", "Ola", "--member", "G:Ola", "role=chair")
    qualcode("case", "set", "Kari", "--member", "G:Kari", "role=member")
    assert qualcode("tag", "G#1/Ola", "open:judgement").code == 0
    told = json.loads(qualcode("shares", "open", "--by", "role", "--json").out)
    assert [(one["group"], one["units"], one["not_asked"]) for one in told["groups"]] == [
        ("chair", 1, 1), ("member", 2, 1),
    ]  # fmt: skip
