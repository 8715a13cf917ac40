"""A proposer of another package that fails is named, and leaves everything as it was."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from qualcode.project import Project
from tests.cli.conftest import Run
from tests.study import ANNA, study


def fails(*_: Any) -> Any:
    raise RuntimeError("the model is not there")


def gives_nothing(*_: Any) -> Any:
    return None


def gives_too_little(*_: Any) -> Any:
    return [("D1#1",)]


def scores_in_words(examples: Any, waiting: Any, codes: Any) -> Any:
    return [(waiting[0].label, codes[0], "because", "high")]


def breaks_off(examples: Any, waiting: Any, codes: Any) -> Any:
    yield waiting[0].label, codes[0], "because", 0.9
    raise KeyError("the second")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("fails", "RuntimeError: the model is not there"),
        ("gives_nothing", "TypeError"),
        ("gives_too_little", "ValueError"),
        ("scores_in_words", "ValueError"),
        ("breaks_off", "KeyError"),
        ("is_not_there", "AttributeError"),
    ],
)
def test_it_is_named_and_nothing_is_stored(
    qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    study(tmp_path, ANNA).close()
    entry = EntryPoint(name, f"tests.cli.test_broken_proposers:{name}", "qualcode.proposers")
    known: Callable[..., list[EntryPoint]] = lambda **_: [entry]  # noqa: E731
    monkeypatch.setattr("importlib.metadata.entry_points", known)
    told = qualcode("propose", "--by", f"{name}:frame")
    assert (told.code, f"the proposer {name} (tests.cli" in told.err, said in told.err) == (3, True, True)
    with Project.open(tmp_path) as project:
        assert project.codings() == []
