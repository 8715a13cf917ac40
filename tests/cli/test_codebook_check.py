"""`codebook check` says how much is wrong, in so many codebooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run

GOOD = "id: x\ntitle: X\nkind: inductive\ncodes:\n  - {id: a, name: A, brief: Everything that is said of a.}\n"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (GOOD, 0, "1 codebook: all is well"),
        (GOOD.replace("id: a, ", ""), 1, "1 codebook: 1 error, 0 warnings"),
        (GOOD.replace("id: a, ", 'id: a, seeds: {en: ["/(/"]}, '), 1, "1 codebook: 1 error, 0 warnings"),
    ],
)
def test_one_is_one(qualcode: Run, tmp_path: Path, text: str, code: int, said: str) -> None:
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    ran = qualcode("codebook", "check", "x.yaml")
    assert ran.code == code and said in ran.err, ran.out + ran.err
