"""A file whose name says another format than was asked for: said alike by every command that writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import conversation, study


@pytest.fixture
def place(tmp_path: Path, qualcode: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    with study(tmp_path / "s", conversation("L", ("I", "Hvad?"), ("Anna", "Et ord om skolen."))) as project:
        project.tag("L:2", "value")
    monkeypatch.chdir(tmp_path / "s")
    return tmp_path / "s"


WRITERS = [
    (("shares",), "-o", "csv"),
    (("report", "sample"), "-o", "md"),
    (("list", "codes"), "-o", "tsv"),
    (("find", "skolen"), "-o", "csv"),
    (("find", "skolen"), "-o", "md"),
    (("export",), "", "csv"),
    (("export",), "", "jsonl"),
    (("export",), "", "html"),
    (("export",), "", "qdpx"),
    (("export", "--matrix"), "", "csv"),
    (("codebook", "export", "frame"), "", "csv"),
    (("codebook", "show", "frame"), "-o", "docx"),
]


@pytest.mark.parametrize(("command", "option", "format"), WRITERS, ids=lambda value: "-".join(value) if value else "")
def test_a_name_that_says_another_format_is_told(
    qualcode: Run, place: Path, command: tuple[str, ...], option: str, format: str
) -> None:
    to = [option] if option else []
    allowed = ["--allow-identifiable"] if command[0] in ("export", "find") else []
    ran = qualcode(*command, *to, "out.xlsx", "--format", format, *allowed)
    assert ran.code == 0, ran.err
    assert "warning: out.xlsx holds" in ran.err and f"call it out.{format}" in ran.err
    assert (place / "out.xlsx").stat().st_size
    ran = qualcode(*command, *to, f"out.{format}", "--format", format, *allowed)
    assert ran.code == 0 and "warning: out" not in ran.err
    xlsx = (place / "out.xlsx").read_bytes(), (place / f"out.{format}").read_bytes()
    assert xlsx[0][:20] == xlsx[1][:20]  # the format that was asked for is what is written


def test_matches_to_be_corrected_are_csv(qualcode: Run, place: Path) -> None:
    (place / "questions.yaml").write_text('- id: "1"\n  text: "Hvad?"\n', "utf-8")
    ran = qualcode("question", "match", "-o", "m.xlsx")
    assert "warning: m.xlsx holds comma-separated values" in ran.err and "call it m.csv" in ran.err


@pytest.mark.parametrize("command", [("shares",), ("list", "codes"), ("find", "skolen"), ("sql", "SELECT 1")])
def test_one_object_is_no_other_format(qualcode: Run, place: Path, command: tuple[str, ...]) -> None:
    ran = qualcode(*command, "--json", "--format", "csv")
    assert ran.code == 2 and "--json prints JSON" in ran.err and not ran.out
    assert qualcode(*command, "--json", "--format", "json").code == 0
