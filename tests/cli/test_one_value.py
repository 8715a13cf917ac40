"""Of two values for an option that takes one, none is dropped without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import ANNA, BO, study


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with study(tmp_path, ANNA, BO) as project:
        (tmp_path / "cases.csv").write_text("case,members,role,town\nD1,D1,director,A\nM1,M1,manager,B\n", "utf-8")
        project.tag("D1#1", "value")
        project.tag("M1#2", "capacity")
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        "shares --by role --by town", "crosstab --by=role --by town", "plot bars --by role --by=town -o f.svg",
        "report shares --by role --by town", "matrix --level 1 --level 2",
        "codebook show frame --examples 1 --examples 2",
    ],
)  # fmt: skip
def test_two_values_are_refused(qualcode: Run, place: Path, line: str) -> None:
    ran = qualcode(*line.split())
    assert (ran.code, ran.out) == (2, ""), ran.out
    assert ran.err.startswith("error: option_conflict: --") and "takes one value, and is given" in ran.err


@pytest.mark.parametrize(
    "line",
    [
        "shares --by role --by role", "shares --case D1 --case M1", "shares --where role=director --where town=A",
        "find data -- --by", "codebook show frame --examples 1",
    ],
)  # fmt: skip
def test_the_same_twice_and_several_where_several_are_taken(qualcode: Run, place: Path, line: str) -> None:
    assert "takes one value" not in qualcode(*line.split()).err


def test_a_group_without_an_attribute_is_asked_back_alike(qualcode: Run, place: Path) -> None:
    for field in ('share("frame:value", group="director")', 'number("answers", group="director")'):
        (place / "draft.md").write_text(f"{{{{ {field} }}}}\n", "utf-8")
        assert "group 'director': of which attribute?" in qualcode("fill", "draft.md", "-o", "filled.md").err
