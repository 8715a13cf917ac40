"""`question import` says what of a guide it did not take."""

from __future__ import annotations

from pathlib import Path

from .conftest import Run


def test_the_command_names_what_it_did_not_take(qualcode: Run, tmp_path: Path) -> None:
    qualcode("init", ".")
    (tmp_path / "g.md").write_text("# Guide\n\nHusk samtykke.\n\n1. Hvad laver du?\n2. Hvad savner du?\n", "utf-8")
    done = qualcode("question", "import", "g.md")
    assert done.code == 0
    assert "not taken: 'Husk samtykke.'" in done.err
