"""What becomes of talks in which nobody asks: a meeting of many is counted by turns, unnamed turns are said."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

MEMBERS = ("Anne Holm (A)", "Jens Bruun (V)", "Lise Dahl (SF)", "Per Lund (C)", "Ida Krog (B)", "Ole Vig (O)")
MINUTES = "".join(
    f"Formanden: Så er det {name}.\n\n{name}: Vi har talt om sagen,\nog vi støtter den.\n\nFormanden: Tak.\n\n"
    for name in MEMBERS
)


def status(qualcode: Run) -> dict[str, object]:
    (document,) = json.loads(qualcode("status", "--json").out)["documents"]
    return {key: document[key] for key in ("kind", "units")}


def test_many_of_whom_nobody_interviews_are_a_meeting_counted_in_turns(qualcode: Run, tmp_path: Path) -> None:
    qualcode("init", ".")
    (tmp_path / "m.txt").write_text(MINUTES, "utf-8")
    added = qualcode("add", "m.txt")
    assert "7 speak and nobody interviews: taken for a meeting, counted in turns" in added.err + added.out
    assert "qualcode speakers m --interviewer Formanden" in added.err + added.out
    assert status(qualcode) == {"kind": "meeting", "units": 18}


def test_once_somebody_interviews_it_has_answers(qualcode: Run, tmp_path: Path) -> None:
    qualcode("init", ".")
    (tmp_path / "m.txt").write_text(MINUTES, "utf-8")
    qualcode("add", "m.txt")
    assert qualcode("speakers", "m", "--interviewer", "Formanden").code == 0
    assert status(qualcode)["units"] == 6


def test_a_moderator_of_many_keeps_it_an_interview(qualcode: Run, tmp_path: Path) -> None:
    qualcode("init", ".")
    (tmp_path / "m.txt").write_text(MINUTES.replace("Formanden:", "Moderator:"), "utf-8")
    qualcode("add", "m.txt")
    assert status(qualcode)["kind"] == "interview"


def test_marks_of_captions_without_names_are_said(qualcode: Run, tmp_path: Path) -> None:
    qualcode("init", ".")
    (tmp_path / "t.txt").write_text(">> Welcome to this talk.\n>> Thank you.\n>> Let us begin.\n", "utf-8")
    added = qualcode("add", "t.txt")
    said = added.err + added.out
    assert "another speaks, not who: 3 turns of nobody named, all counted as answers" in said
    assert "--kind document" in said
