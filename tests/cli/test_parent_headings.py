"""The column of what a code stands under, in the words that people head it with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("heading", ["Foreldrekode", "Forældrekode", "Föräldrakod", "Moderkode", "Overordnet kode"])
def test_a_code_stands_under_its_parent(qualcode: Run, tmp_path: Path, heading: str) -> None:
    assert qualcode("init", ".", "--coder", "ana").code == 0
    table = tmp_path / "book.csv"
    table.write_text(f"Kode;{heading};Definisjon\nTillit;;Om tillit\nLedelse;Tillit;Om ledere\n", encoding="utf-8")
    ran = qualcode("codebook", "import", str(table), "--id", "book")
    assert ran.code == 0 and "lost" not in ran.out + ran.err
    assert "    codes:" in (tmp_path / "codebooks" / "book.yaml").read_text("utf-8")
