"""The group that tables print for cases without a value may be meant by those words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import ANNA, BO, study

SAID = ["(not given)", "(ikke angivet)", "(ikke oppgitt)", "(ej angivet)", "(Ikke Angivet)", "–"]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with study(tmp_path, ANNA, BO) as project:
        (tmp_path / "cases.csv").write_text("case,members,role\nAnna,D1,director\nBo,M1,\n", "utf-8")
        project.tag("D1#1", "value")
        project.tag("M1#2", "capacity")
    return tmp_path


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize(
    "line",
    [
        "shares --where role={}", "shares --by role --explain {} capacity", "crosstab --by role --explain {} capacity",
        "keyness director {} --by role", "list words --where role={}", "list codes --where role={}",
        "find --code capacity --where role={}", "report sample --where role={}",
        "export out.csv --allow-identifiable --where role={}", "report shares --by role --where role={}",
    ],
)  # fmt: skip
def test_the_words_for_no_value_mean_those_without_one(qualcode: Run, place: Path, said: str, line: str) -> None:
    asked = qualcode(*(word.format(said) for word in line.split()))
    if "keyness" in line or "explain" in line:
        assert asked.code == 0, asked.err
        assert "Bo" in asked.out or "M1" in asked.out or "keyness" in line
        return
    plain = qualcode(*(word.format("") for word in line.split()))
    assert asked.code == plain.code == 0, asked.err
    assert asked.out == plain.out


def test_a_selection_says_that_it_is_of_those_without_a_value(qualcode: Run, place: Path) -> None:
    assert "role = (not given)" in qualcode("shares", "--where", "role=(ikke angivet)", "--format", "md").out


@pytest.mark.parametrize("said", SAID)
def test_a_draft_takes_them_too(qualcode: Run, place: Path, said: str) -> None:
    of = f'by="role", group="{said}"'
    fields = f'{{{{ share("frame:capacity", {of}) }}}} {{{{ number("answers", {of}) }}}}\n'
    (place / "draft.md").write_text(fields, "utf-8")
    ran = qualcode("fill", "draft.md", "-o", "filled.md", "--allow-identifiable")
    assert ran.code == 0, ran.err


def test_a_value_that_is_written_so_is_that_value(qualcode: Run, place: Path) -> None:
    (place / "cases.csv").write_text("case,members,role\nAnna,D1,(not given)\nBo,M1,\n", "utf-8")
    ran = qualcode("find", "--code", "value", "--where", "role=(not given)")
    assert ran.code == 0 and "D1" in ran.out
