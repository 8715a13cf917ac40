"""A workbook's cell holds 32,767 characters: what is cut there is said by whatever command writes the workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("command", [("find", "--code", "open:a"), ("export",)])
@pytest.mark.parametrize("long", [True, False])
def test_what_is_cut_is_said(qualcode: Run, tmp_path: Path, command: tuple[str, ...], long: bool) -> None:
    assert qualcode("init", ".", "--coder", "ana").code == 0
    said = "Many words here. " * (2500 if long else 10)
    (tmp_path / "transcripts" / "P1.txt").write_text(f"I: So?\nMia: {said}\nI: And?\nMia: No.\n", "utf-8")
    assert qualcode("add", "transcripts").code == 0
    assert qualcode("tag", "P1#1", "open:a").code == 0
    to = ["codings.xlsx"] if command == ("export",) else ["-o", "codings.xlsx"]
    ran = qualcode(*command, *to, "--allow-identifiable")
    assert ran.code == 0
    assert ("cut short" in ran.err) == long
