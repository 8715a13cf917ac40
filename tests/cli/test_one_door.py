"""Words of documents that are not marked as pseudonymised go into no file unasked, whichever command writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import ANNA, BO, study

WRITERS = {
    "shares": ("shares", "--by", "case", "--explain", "D1", "frame:value", "--coder", "ana"),
    "matrix": ("matrix", "--excerpts", "1", "--coder", "ana"),
    "matrix words": ("matrix", "--words", "--coder", "ana"),
    "codebook": ("codebook", "show", "frame", "--examples", "1"),
    "agree": ("agree", "--list"),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_with_words_in_it_is_refused_until_they_are_marked(qualcode: Run, tmp_path: Path, name: str) -> None:
    project = study(tmp_path, ANNA, BO)
    (tmp_path / "cases.csv").write_text("case,name,kind,members,weight\nD1,,,D1,\nM1,,,M1,\n", "utf-8")
    project.tag("D1:2", "value")
    project.tag("D1:2", "support", coder="bo")
    project.close()
    refused = qualcode(*WRITERS[name], "-o", "words.md")
    assert (refused.code, "identifiable" in refused.err) == (2, True), refused.err
    assert not (tmp_path / "words.md").exists()
    assert qualcode(*WRITERS[name]).code == 0, "on the screen nothing is asked"
    assert qualcode(*WRITERS[name], "-o", "words.md", "--allow-identifiable").code == 0
    assert qualcode("pseudonymised", "--all").code == 0
    assert qualcode(*WRITERS[name], "-o", "again.md").code == 0
