"""Killed, or refused by the disk, at every write: the project is as before or as after, and says which."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .harness import KINDS, Trial, run, state, tried, warm
from .trials import TRIALS, template

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a child that shares what is loaded, as on Unix")

MOST = 3
"""Moments of each command that a run of the tests tries; `python -m tests.faults` tries every one."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    warm()
    return template(tmp_path_factory.mktemp("template"))


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.name)
def test_whatever_goes_wrong_the_project_is_as_before_or_as_after(
    trial: Trial, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    wrong = [f"{kind} at {at}: {said}" for kind, at, said in tried(trial, small, tmp_path, KINDS[:2], MOST) if said]
    assert not wrong, "\n".join(wrong)


def test_a_clock_that_goes_back_changes_nothing_about_what_is_latest(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    before = state(small)
    assert run(small, ("tag", "D1#1", "frame:value")).code == 0
    between = state(small)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert run(small, ("tag", "D1#2", "frame:value")).code == 0
    assert run(small, ("undo",)).code == 0
    assert state(small)["coding"] == between["coding"]
    assert run(small, ("undo",)).code == 0
    assert state(small)["coding"] == before["coding"]
