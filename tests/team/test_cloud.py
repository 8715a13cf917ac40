"""A cloud folder that made a second copy of the database: it is found, and what is only in it is taken in."""

import shutil
from pathlib import Path

from qualcode.project import Project
from tests.cli.conftest import Run, qualcode

from ..study import ANNA, BO, study

__all__ = ["qualcode"]


def test_a_conflicted_copy_is_named_with_the_merge_that_takes_it_in(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path / "a", ANNA, BO).close()
    shutil.copytree(tmp_path / "a", tmp_path / "laptop")
    for folder, coder in (("a", "ana"), ("laptop", "bo")):
        assert qualcode("-C", folder, "tag", "D1:2", "value", "open:nyt", "--coder", coder).code == 0
    second = "qualcode (PC's conflicted copy 2026-11-01).sqlite"
    shutil.copyfile(tmp_path / "laptop" / "qualcode.sqlite", tmp_path / "a" / second)
    ran = qualcode("-C", "a", "check")
    assert ran.code == 1 and f'qualcode merge "{second}"' in ran.out + ran.err
    assert "second copy" in qualcode("-C", "a", "status").err
    assert qualcode("-C", "a", "merge", tmp_path / "a" / second).code == 0
    (tmp_path / "a" / second).unlink()
    with Project.open(tmp_path / "a") as project:
        assert sorted(coding.coder for coding in project.codings()) == ["ana", "ana", "bo", "bo"]
