"""What git could not merge stands in a hand-written file twice: it is told, and nothing is made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, qualcode
from tests.study import ANNA, study

__all__ = ["qualcode"]

FILES = {
    "codebooks/open.yaml": ('id: open\ntitle: "Open codes"\nkind: inductive\ncodes:\n',
                            "  - {id: hers, name: Hers}", "  - {id: his, name: His}"),
    "cases.csv": ("case,role\n", "Anna,director", "Anna,chief"),
    "questions.yaml": ('questions:\n  - {id: "1", text: "What?"}\n',
                       '  - {id: "2", text: "Why?"}', '  - {id: "2", text: "How?"}'),
    "qualcode.toml": ("", 'unit = "answer"', 'unit = "turn"'),
}  # fmt: skip
"""What stands in each before, and what either wrote below it."""


@pytest.mark.parametrize("path", list(FILES))
def test_both_versions_in_a_file_are_told_with_the_line_and_what_to_do(
    qualcode: Run, tmp_path: Path, path: str
) -> None:
    study(tmp_path, ANNA).close()
    before, mine, theirs = FILES[path]
    if path == "qualcode.toml":
        before = (tmp_path / path).read_text("utf-8")
    (tmp_path / path).write_text(f"{before}<<<<<<< HEAD\n{mine}\n=======\n{theirs}\n>>>>>>> 3d0354\n", "utf-8")
    ran = qualcode("status")
    line = before.count("\n") + 1
    assert (ran.code, f"{path}:{line}: error: git could not merge this file" in ran.err) == (3, True), ran.err
    assert "take the three marks away" in ran.err
    (tmp_path / path).write_text(f"{before}{mine}\n", "utf-8")
    mended = qualcode("status")
    assert (mended.code, "git" in mended.err) == (0, False), mended.err
