"""`check` names values of one attribute that are two groups only by their spelling."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import conversation, study


def alike(qualcode: Run) -> list[tuple[str, str]]:
    ran = qualcode("check", "--json")
    found = json.loads(ran.out)
    rows = found["problems"] if isinstance(found, dict) else found
    return [(row["message"], row["hint"]) for row in rows if row["slug"] == "values_alike"]


@pytest.mark.parametrize("other", ["Leder", "LEDER"])
def test_capitals_alone_make_no_group_unsaid(qualcode: Run, tmp_path: Path, other: str) -> None:
    with study(tmp_path, conversation("A", ("X", "Ja.")), conversation("B", ("X", "Nej."))):
        (tmp_path / "cases.csv").write_text(f"case,members,rolle\nA,A,leder\nB,B,{other}\n", "utf-8")
    [(message, hint)] = alike(qualcode)
    assert message == f"rolle: 'leder' and '{other}' are counted as 2 groups"
    assert hint == "if they are one: `qualcode case set B rolle=leder`"
    assert qualcode("case", "set", "B", "rolle=leder").code == 0
    assert alike(qualcode) == []


def test_values_in_different_attributes_and_equal_ones_are_no_problem(qualcode: Run, tmp_path: Path) -> None:
    with study(tmp_path, conversation("A", ("X", "Ja.")), conversation("B", ("X", "Nej."))):
        (tmp_path / "cases.csv").write_text("case,members,rolle,titel\nA,A,leder,Leder\nB,B,leder,Chef\n", "utf-8")
    assert alike(qualcode) == []


def test_one_of_several_values_is_looked_at_too(qualcode: Run, tmp_path: Path) -> None:
    with study(tmp_path, conversation("A", ("X", "Ja.")), conversation("B", ("X", "Nej."))):
        (tmp_path / "cases.csv").write_text("case,members,spor\nA,A,skole; pleje\nB,B,Skole\n", "utf-8")
    [(message, _)] = alike(qualcode)
    assert message == "spor: 'skole' and 'Skole' are counted as 2 groups"
