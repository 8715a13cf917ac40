"""What git brings while somebody goes on coding: nothing is taken away, and codes that were renamed are followed."""

import shutil
from pathlib import Path

import pytest

from ..cli.conftest import Run, qualcode
from ..study import ANNA, BO, study
from .test_merge import at

__all__ = ["qualcode"]


@pytest.fixture
def two(tmp_path: Path, qualcode: Run) -> tuple[Path, Path]:
    """Ana renamed a code, and coded with it; her snapshot and codebooks came to Bo as git brings them."""
    with study(tmp_path / "ana", ANNA, BO) as project:
        project.tag("D1:2", "support")
    assert qualcode("-C", tmp_path / "ana", "snapshot").code == 0
    shutil.copytree(tmp_path / "ana", tmp_path / "bo")
    return tmp_path / "ana", tmp_path / "bo"


def pulled(ana: Path, bo: Path, qualcode: Run) -> None:
    assert qualcode("-C", ana, "codebook", "rename", "frame:support", "backing").code == 0
    assert qualcode("-C", ana, "tag", "M1:4", "backing").code == 0
    assert qualcode("-C", ana, "snapshot").code == 0
    for folder in ("snapshot", "codebooks"):
        shutil.copytree(ana / folder, bo / folder, dirs_exist_ok=True)


def codes(root: Path) -> set[tuple[str, str]]:
    with at(root) as project:
        return {(coding.coder, coding.code) for coding in project.codings()}


def test_work_that_is_in_no_snapshot_is_merged_with_it_and_written(two: tuple[Path, Path], qualcode: Run) -> None:
    ana, bo = two
    assert qualcode("-C", bo, "tag", "D1:4", "support", "--coder", "bo").code == 0
    pulled(ana, bo, qualcode)
    assert "not_restored" in qualcode("-C", bo, "snapshot").err
    assert "not_in_snapshot" in qualcode("-C", bo, "restore").err
    ran = qualcode("-C", bo, "merge", bo / "snapshot")
    assert (ran.code, "given the present name of their code" in ran.out + ran.err) == (0, True), ran
    assert codes(bo) == {("ana", "frame:backing"), ("bo", "frame:backing")}
    assert qualcode("-C", bo, "undo").code == 0
    assert "not_restored" in qualcode("-C", bo, "snapshot").err, "what was taken back is in the snapshot alone"
    assert qualcode("-C", bo, "merge", bo / "snapshot").code == 0
    assert qualcode("-C", bo, "snapshot").code == 0
    assert qualcode("-C", bo, "restore").code == qualcode("-C", bo, "snapshot", "--check").code == 0
    shutil.copytree(bo / "snapshot", ana / "snapshot", dirs_exist_ok=True)
    assert qualcode("-C", ana, "restore").code == 0
    assert codes(ana) == codes(bo)


def test_a_line_with_the_old_name_of_a_code_is_restored_with_the_new_one(two: tuple[Path, Path], qualcode: Run) -> None:
    ana, bo = two
    assert qualcode("-C", bo, "tag", "D1:4", "support", "--coder", "bo").code == 0
    assert qualcode("-C", bo, "snapshot").code == 0
    pulled(ana, bo, qualcode)
    assert qualcode("-C", bo, "restore").code == 0
    assert codes(bo) == {("ana", "frame:backing"), ("bo", "frame:backing")}
    assert qualcode("-C", bo, "undo").code == 0
    assert "not_restored" in qualcode("-C", bo, "snapshot").err
