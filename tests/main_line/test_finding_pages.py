"""The pages on finding are run line by line in the studies they speak of."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Run

DOCS = Path(__file__).resolve().parents[2] / "docs"


def commands(page: str) -> list[list[str]]:
    text = (DOCS / page).read_text("utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [shlex.split(line, comments=True)[1:] for block in blocks for line in block.splitlines() if line.strip()]


def test_every_query_of_the_ten_finds_something(qualcode: Run, sample: Path) -> None:
    asked = commands("all-quotes-for.md")
    assert len(asked) == 11
    for argv in asked:
        ran = qualcode(*argv)
        assert (ran.code, ran.out.strip() != "") == (0, True), argv
        assert "nothing found" not in ran.err, argv


def test_the_document_study_runs_from_words_to_the_table(
    qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert qualcode("demo", "--study", "data-informed-leadership", str(tmp_path / "study")).code == 0
    monkeypatch.chdir(tmp_path / "study")
    for argv in commands("searching-documents.md"):
        ran = qualcode(*argv)
        assert ran.code == (1 if argv[:3] == ["review", "--proposals", "--list"] else 0), (argv, ran.err)
        if argv[0] == "find":
            assert ran.out.strip(), argv


@pytest.mark.parametrize(
    ("argv", "cell"),
    [
        (("crosstab", "moore", "--by", "role"), ("director", "value")),
        (("crosstab", "moore", "--by", "question"), ("3", "capacity")),
        (("matrix", "moore"), ("D1", "value")),
        (("cooccur", "moore"), ("value", "capacity")),
    ],
)
def test_the_passages_behind_a_cell_are_as_many_as_it_says(
    qualcode: Run, sample: Path, argv: tuple[str, ...], cell: tuple[str, str]
) -> None:
    rows = json.loads(qualcode(*argv, "--json").out)["rows"]
    if argv[0] == "cooccur":
        [said] = [row["n12"] for row in rows if {row["first"], row["second"]} == {f"moore:{code}" for code in cell}]
    else:
        [said] = [
            row.get("count", row.get("units"))
            for row in rows
            if row.get("column", row.get("case")) == cell[0] and row["code"] == f"moore:{cell[1]}"
        ]
    passages = json.loads(qualcode(argv[0], *argv[2:], "--explain", *cell, "--json").out)["passages"]
    assert len({passage["unit"] for passage in passages}) == said
