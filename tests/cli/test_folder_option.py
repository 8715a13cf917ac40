"""`-C FOLDER` is of its own command line: the next one in the same process is where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.study import conversation, study

from .conftest import Run


def test_the_folder_of_one_command_is_not_that_of_the_next(
    qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, document in (("here", "D1"), ("there", "D2")):
        (tmp_path / name).mkdir()
        study(tmp_path / name, conversation(document, ("I", "Hvad?"), ("Anna", "Data."))).close()
    monkeypatch.chdir(tmp_path / "here")
    assert "D2" in qualcode("-C", str(tmp_path / "there"), "status").out
    assert "D1" in qualcode("status").out
    assert qualcode("show", "D2").code != 0
