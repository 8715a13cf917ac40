"""Results in Python: they print as a table with the account under it, and become data frames that keep it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.core.choices import Where
from qualcode.core.errors import UsageError
from qualcode.project import Project
from tests.study import ANNA, BO, FRAME, conversation, study

PLAN = conversation("Plan", ("", "Om data."), ("", "Om borgere."), kind="document")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path, ANNA, BO, PLAN) as one:
        (tmp_path / "cases.csv").write_text("case,members,role\nAnna,D1,a\nBo,M1,b\n", "utf-8")
        one.forget_files()
        one.tag("D1#1", "value")
        one.tag("D1#2", "capacity")
        yield one


LEFT = [
    "Counted: 2 answers in 1 interview. Coded by: ana.",
    "Not begun by the coder, so not counted: 4 units (M1, Plan).",
]


def test_shares_print_with_their_account(project: Project) -> None:
    said = str(project.shares("value", by="role")).splitlines()
    assert said[:2] == ["                         a  b", "frame:value  50 % (1/2)  –"] or said[1].startswith(
        "frame:value"
    )
    assert said[3:] == LEFT


def test_every_result_prints_with_its_account(project: Project) -> None:
    project.tag("M1#1", "support", coder="bo")
    frame = ("frame",)
    found = [
        project.shares(*frame, coder="ana"), project.crosstab(*frame, by="role", coder="ana"),
        project.matrix(*frame, coder="ana"), project.rank(*frame, coder="ana"), project.cooccur(*frame, coder="ana"),
    ]  # fmt: skip
    for result in found:
        said = str(result)
        assert all(line in said for line in LEFT), said
        assert "frame:value" in said
    assert "Not looked at by two coders, so not compared" in str(project.agreement("frame"))


def test_a_data_frame_has_the_rows_and_keeps_the_account(project: Project) -> None:
    frame = project.shares("frame", by="role").to_frame()
    assert frame[["group", "code", "numerator", "denominator"]].to_numpy().tolist()[0] == ["a", "frame:value", 1, 2]
    assert frame.attrs["accounting"]["left_out"][0]["documents"] == ["M1", "Plan"]
    matrix = project.matrix("frame").to_frame()
    assert list(matrix.columns[:3]) == ["case", "code", "units"]
    assert project.rank("frame").to_frame()["code"].tolist() == ["frame:value", "frame:capacity"]


def test_a_filter_by_keyword(project: Project) -> None:
    with pytest.raises(UsageError) as raised:
        project.shares("frame", nonsense=1)
    assert raised.value.slug == "bad_option"
    found = project.shares("frame", where=Where(documents=("D1",)))
    assert found.accounting is not None
    assert found.accounting.left_out == ()


def test_several_frames_are_several_results(project: Project) -> None:
    (project.root / "codebooks" / "other.yaml").write_text(FRAME.replace("id: frame", "id: other"), "utf-8")
    project.forget_files()
    assert {row.code.partition(":")[0] for row in project.shares().rows} == {"frame"}, "the other has no coding"
    project.tag("Plan:1", "other:value")
    with pytest.raises(UsageError, match="frame, other have codings"):
        project.shares()
    assert project.shares("other").groups[0].units == 2
