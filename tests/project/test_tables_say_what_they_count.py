"""The lines under a table say what its numbers are parts of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import ANNA, BO, FRAME, study

pytestmark = pytest.mark.file_engine  # what is counted is computed above the store


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((), "of all in the column, coded or not"),
        (("--count", "cases"), "of all in the column, coded or not"),
        (("--count", "codings"), "of the codings in the column"),
        (("--count", "weight"), "of the weight in the column"),
        (("--by", "qualifier", "--share", "column"), "of all that is coded in the column"),
    ],
)
def test_a_share_of_the_column_says_of_what(qualcode: Run, tmp_path: Path, asked: tuple[str, ...], said: str) -> None:
    frame = FRAME.replace("kind: deductive", "kind: deductive\nqualifiers: [promotes]")
    with study(tmp_path, ANNA, BO, frame=frame) as project:
        project.tag("D1#1", "value", qualifier="promotes")
    ran = qualcode("crosstab", "frame", *asked, "--format", "md", "-o", "-")
    assert f"Share of the column: {said}." in ran.out, ran.err
