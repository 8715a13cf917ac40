"""A ranked list counts a document that is nobody's beside the informants, and its heading says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, qualcode  # noqa: F401
from tests.study import ANNA, conversation, study

PLAN = conversation("Plan", ("", "Kommunen skal gøre det bedre."), kind="document")
SAID = {"da": "Informanter og kilder", "nb": "Informanter og kilder", "sv": "Informanter och källor",
        "en": "Informants and sources"}  # fmt: skip


@pytest.mark.parametrize("language", SAID)
def test_the_heading_says_what_is_counted(qualcode: Run, tmp_path: Path, language: str) -> None:  # noqa: F811
    with study(tmp_path, ANNA, PLAN) as project:
        project.tag("D1:2", "value")
        project.tag("Plan:1", "value")
    (tmp_path / "cases.csv").write_text("case,members\nD1,D1\n", "utf-8")
    both = qualcode("rank", "frame", "--lang", language, "--format", "md").out
    assert f"| {SAID[language]} |" in both and "| 2 |\n" in both
    alone = qualcode("rank", "frame", "--lang", language, "--document", "D1", "--format", "md").out
    assert SAID[language] not in alone and "| 1 |\n" in alone
