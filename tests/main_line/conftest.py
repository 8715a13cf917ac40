"""The sample study and the worked examples, each run once for all tests of this folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qualcode.cli import context, main
from qualcode.project import worked_examples
from tests.cli.conftest import qualcode

__all__ = ["qualcode"]


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `qualcode demo` leaves behind."""
    folder = tmp_path_factory.mktemp("demo") / "study"
    context.folder = ""
    assert main(["demo", str(folder)]) == 0
    return folder


@pytest.fixture
def sample(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, to be changed; the current folder is inside."""
    shutil.copytree(finished, tmp_path / "study")
    monkeypatch.chdir(tmp_path / "study")
    return tmp_path / "study"


@pytest.fixture(scope="session", params=sorted(worked_examples.names()))
def carried(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A worked example's name and the folder that `demo --study` leaves behind; nothing in it is to be changed."""
    root = tmp_path_factory.mktemp("worked") / request.param
    context.folder = ""
    assert main(["demo", "--study", request.param, str(root)]) == 0
    return request.param, root
