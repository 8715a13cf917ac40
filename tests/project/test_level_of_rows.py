"""The rows of a level: its codes, and those above it that have none below; of a code that is named, those below it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import conversation, study

pytestmark = pytest.mark.file_engine  # what is counted is computed above the store


@pytest.fixture
def coded(qualcode: Run, tmp_path: Path) -> Path:
    """An answer coded below `value`, which has sub-codes, and one with `support`, which has none."""
    with study(
        tmp_path, conversation("P1", ("I", "Hvorfor?", "1"), ("X", "Det virker."), ("I", "Hvem?", "2"), ("X", "Alle."))
    ):
        pass
    assert qualcode("tag", "P1#1", "frame:value.mission").code == 0
    assert qualcode("tag", "P1#2", "frame:support").code == 0
    return tmp_path


@pytest.mark.parametrize("command", [("shares", "--by", "-"), ("crosstab", "--by", "case"), ("matrix",), ("rank",)])
def test_a_code_without_sub_codes_is_a_row_of_every_level_below_its_own(
    qualcode: Run, coded: Path, command: tuple[str, ...]
) -> None:
    def rows(*codes: str) -> set[str]:
        told = qualcode(command[0], *codes, *command[1:], "--level", "2", "--json")
        return {row["code"] for row in json.loads(told.out)["rows"]}

    assert {"frame:value.mission", "frame:support"} <= rows("frame")
    assert "frame:value" not in rows("frame")
    assert rows("frame:value") == {"frame:value.mission"}
    assert rows("frame:support") == {"frame:support"}
