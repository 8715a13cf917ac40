"""Every example in docs/python.md is run as it stands, in the sample study's parent folder."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

DOC = Path(__file__).resolve().parents[2] / "docs" / "python.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
SAYS = ("moore:capacity", "Opfyldelse af formålet", "1/2")


@pytest.mark.parametrize(
    ("example", "says"), list(zip(EXAMPLES, SAYS, strict=True)), ids=["study", "codebook", "analysis"]
)
def test_the_example_runs(
    example: str,
    says: str,
    finished: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(finished, tmp_path / "qualcode-demo")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, str(DOC), "exec"), {})
    assert says in capsys.readouterr().out
