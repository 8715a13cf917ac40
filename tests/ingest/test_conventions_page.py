"""docs/conventions.md: each row's lines are read as the row says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qualcode.ingest.read import read_file

PAGE = Path(__file__).resolve().parents[2] / "docs" / "conventions.md"
ROLES = {"informant": "answers", "interviewer": "asks", "other": "aside"}
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.read_text("utf-8").splitlines()
    if line.startswith("| ") and "<br>" in line
]
_TURN = re.compile(r"(?:`(?P<who>[^`]*):` )?(?P<role>asks|answers|aside) `(?P<words>[^`]*)`")


def _written(suffix: str, lines: list[str]) -> str:
    """A file in which the lines stand three times, as a transcript goes on; a table once."""
    if suffix == ".csv":
        return "\n".join(lines) + "\n"
    between = "\n\n" if suffix == ".md" else "\n"
    part = between.join(lines) + between
    if suffix in (".vtt", ".srt"):
        return ("WEBVTT\n\n" if suffix == ".vtt" else "") + (part + "\n") * 3
    return part * 3


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_page_says_what_is_read(row: list[str], tmp_path: Path) -> None:
    _, suffix, shown, read = row
    suffix = suffix.strip("`")
    lines = ["" if line == "&nbsp;" else line[1:-1].replace("␉", "\t") for line in shown.split("<br>")]
    wanted = [(m["who"] or "", m["role"], m["words"]) for m in map(_TURN.fullmatch, read.split("<br>")) if m]
    assert len(wanted) == len(read.split("<br>"))
    path = tmp_path / f"t{suffix}"
    path.write_text(_written(suffix, lines), "utf-8")
    document = read_file(path)[0].document
    found = [
        (turn.speaker, ROLES[turn.role], " ".join(turn.span.cut(document.text).split())) for turn in document.turns
    ]
    assert found == wanted * (1 if suffix == ".csv" else 3)


def test_the_page_has_the_conventions() -> None:
    assert len(ROWS) >= 28
