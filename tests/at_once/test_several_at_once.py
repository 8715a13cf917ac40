"""What several people do at the same moment, once each; `python -m tests.at_once` does it as often as one likes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .trials import TRIALS, Trial, once, template

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a child that shares what is loaded, as on Unix")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("at_once") / "study")


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.name)
def test_what_was_done_is_there_and_what_was_refused_says_why(
    trial: Trial, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = once(trial, small, tmp_path / "study")
    assert not found.wrong, "\n".join(found.wrong)
    assert found.done
