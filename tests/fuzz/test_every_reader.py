"""Every reader, on files broken with seeds that stay: an answer in words, in time, and nothing changed where it fails.

`python -m tests.fuzz` tries as many others as one likes.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .targets import TARGETS, Target, template

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a child that shares what is loaded, as on Unix")

SEEDS = range(5)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("sound") / "study")


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_broken_file_is_answered_in_words(
    target: Target, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from .harness import sound_study, taken, tried

    monkeypatch.chdir(tmp_path)
    whole = sound_study(tmp_path, target, sound)
    said = taken(target, whole, tmp_path)
    assert all(code in (0, 1) for _, code, _ in said), f"the sound file is not taken: {said}"
    wrong = list(tried(target._replace(commands=target.commands[:2]), SEEDS, whole, tmp_path))
    assert not wrong, "\n".join(f"seed {each.seed}, {each.command}: {each.said}" for each in wrong)
