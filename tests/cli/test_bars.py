"""What takes longer than a moment shows how far it is: on a terminal, on stderr, and nowhere else."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from qualcode.cli import output
from tests.cli.conftest import Ran, Run
from tests.study import ANNA, BO, FRAME, study

SEEDED = FRAME.replace(
    'name: {en: "Value", da: "Værdi"}', 'name: {en: "Value", da: "Værdi"}\n    seeds: {da: [borger]}'
)
MORE = "I: Hvad er data?\n\nCia: Data er godt for alle.\n"
COMMANDS = {
    "add": ("add", "new.txt"),
    "tag": ("tag", "--from", "tags.csv"),
    "export": ("export", "out.csv", "--no-text"),
    "export as a workbook": ("export", "out.xlsx", "--no-text"),
    "export as JSON lines": ("export", "out.jsonl", "--no-text"),
    "export of units": ("export", "units.csv", "--matrix", "--no-text"),
    "find": ("find", "borgerne", "-o", "found.csv"),
    "import of codings": ("import", "tags.csv", "--coder", "bo"),
    "import of segments": ("import", "segments.csv", "--columns", "quote=Segment,code=Code,document=Document"),
    "import of a study": ("import", "other.qdpx"),
    "reread": ("reread", "P1"),
    "check": ("check",),
    "merge": ("merge", "other"),
    "snapshot": ("snapshot",),
    "snapshot --check": ("snapshot", "--check"),
    "restore": ("restore", "--force"),
    "appendix": ("appendix", "appendix.docx", "--no-text"),
    "report interviews": ("report", "interviews", "--no-text", "-o", "interviews.html"),
    "report for each": ("report", "interviews", "--no-text", "--each", "-o", "each.docx"),
    "report quotes": ("report", "excerpts", "--allow-identifiable", "-o", "excerpts.docx"),
    "report transcripts": ("report", "transcripts", "--no-text", "-o", "transcripts.md"),
    "propose by rules": ("propose", "--rules", "frame", "--dry-run"),
    "propose by likeness": ("propose", "--like", "frame", "--dry-run"),
}


@pytest.fixture
def place(tmp_path: Path, qualcode: Run) -> Path:
    """A study of three documents, its snapshot, another copy of it with a coding more, and tables to take in."""
    study(tmp_path, ANNA, BO, frame=SEEDED).close()
    (tmp_path / "P1.txt").write_text(MORE, "utf-8")
    (tmp_path / "new.txt").write_text(MORE.replace("Cia", "Dea"), "utf-8")
    (tmp_path / "tags.csv").write_text("address,code\nD1:2,support\n", "utf-8")
    (tmp_path / "segments.csv").write_text("Document,Segment,Code\nD1,Byrådet bakkede op,Opbakning\n", "utf-8")
    assert qualcode("add", "P1.txt").code == 0
    assert qualcode("tag", "M1:2", "value").code == 0
    assert qualcode("snapshot").code == 0
    shutil.copytree(tmp_path, tmp_path / "other")
    assert qualcode("-C", "other", "tag", "M1:4", "capacity").code == 0
    assert qualcode("-C", "other", "export", "other.qdpx", "--allow-identifiable").code == 0
    assert qualcode("tag", "M1:2", "support").code == 0  # so that a snapshot has something to write
    with (tmp_path / "P1.txt").open("a", encoding="utf-8") as stream:
        stream.write("\nI: Og hvad mere?\n")
    return tmp_path


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)


def has_bar(ran: Ran) -> bool:
    assert "\x1b" not in ran.out and "━" not in ran.out
    return "━" in ran.err


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_long_command_shows_a_bar_on_a_terminal(
    place: Path, qualcode: Run, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_terminal(monkeypatch)
    monkeypatch.setattr(output, "PATIENCE", 0.0)  # as if each tick came late
    assert has_bar(qualcode(*command))


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_pipe_gets_words_and_no_bar(
    place: Path, qualcode: Run, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "PATIENCE", 0.0)
    ran = qualcode(*command)
    assert not has_bar(ran) and "\x1b" not in ran.err


def test_what_is_done_at_once_needs_none(place: Path, qualcode: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    assert not has_bar(qualcode("check"))


def test_results_of_a_command_with_a_bar_go_to_the_file_they_were_sent_to(
    place: Path, qualcode: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bar draws on stderr; `reread` prints what it moved while the bar is there."""
    assert qualcode("tag", "P1", "value", "--quote", "godt for alle").code == 0
    (place / "P1.txt").write_text("I: Sådan.\n\n" + MORE, "utf-8")
    on_a_terminal(monkeypatch)
    monkeypatch.setattr(output, "PATIENCE", 0.0)
    ran = qualcode("reread", "P1")
    assert has_bar(ran) and ran.out.startswith("P1@") and "frame:value" in ran.out
