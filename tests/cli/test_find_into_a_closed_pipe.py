"""`qualcode find ... | head -1`: whoever reads only the beginning gets it, and nothing is said of the rest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.project.codings import tag_file
from tests.study import conversation, study

LONG = conversation("P1", *[("Anna", f"Data nummer {number} er noget, som vi skriver ned.") for number in range(3000)])
"""More places than a pipe holds."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pipe")
    table = folder / "tags.csv"
    table.write_text("address,code\n" + "".join(f"P1:{turn},value\n" for turn in range(1, 3001)), encoding="utf-8")
    with study(folder, LONG) as project:
        tag_file(project, table)
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells nobody that a pipe was closed")
@pytest.mark.parametrize(
    "asked", [["data"], ["data", "--json"], ["data", "--format", "jsonl"], ["data", "--sort", "case"], ["/d.ta/"],
              ["--code", "value"], ["--code", "value", "--format", "csv"]],
)  # fmt: skip
def test_nothing_is_said_of_a_reader_who_has_enough(root: Path, asked: list[str]) -> None:
    command = [sys.executable, "-m", "qualcode", "-C", str(root), "find", *asked]
    finding = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert finding.stdout is not None and finding.stderr is not None
    finding.stdout.readline()
    finding.stdout.close()
    assert finding.stderr.read() == b""
    finding.stderr.close()
    finding.wait()
