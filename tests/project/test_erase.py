"""`remove --erase`: a participant withdraws, and no byte of their words stays in the folder."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from qualcode.cli import main
from qualcode.core.scratch import scratch
from qualcode.project import Project
from qualcode.project.merging import sides
from tests.cli.conftest import Run
from tests.study import ANNA, BO, conversation, study

WORDS = ("godt for borgerne", "hele pointen", "Byrådet bakkede op", "hænder til det", "hun lød træt")
"""What Anna said, and what was written about it."""


def lived_in(root: Path) -> None:
    """A study in which Anna's words are everywhere that a command puts them."""
    project = study(root, ANNA, BO)
    for document in (ANNA, BO):
        (root / "transcripts" / f"{document.id}.txt").write_text(document.text, "utf-8")
    project.tag("D1:2", "value", memo="hun lød træt")
    project.tag("M1:2", "support")
    project.tag("D1:4", "support", quote="Byrådet bakkede op")
    project.undo()
    project.writable.backup("by hand", always=True)
    project.untag("D1:2")
    project.tag("D1:6", "capacity")
    project.close()
    for name in (".cache", "snapshot"):
        (root / name).mkdir(exist_ok=True)
        (root / name / "D1.txt").write_text(ANNA.text, "utf-16")


def holding(root: Path, words: tuple[str, ...] = WORDS) -> list[str]:
    """The files in whose bytes one of the words stands, as UTF-8 or UTF-16."""
    return [
        path.relative_to(root).as_posix()
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and any(w.encode(code) in path.read_bytes() for w in words for code in ("utf-8", "utf-16-le", "utf-16-be"))
    ]


@pytest.mark.file_engine
def test_no_byte_of_the_words_stays_and_the_others_stay_whole(qualcode: Run, tmp_path: Path) -> None:
    lived_in(tmp_path)
    assert qualcode("memo", "D1:4", "hun lød træt her").code == 0
    everywhere = {".cache/D1.txt", "backups/0001/qualcode.sqlite", "qualcode.sqlite", "snapshot/D1.txt"}
    assert everywhere < set(holding(tmp_path)), "the test looks where the words are"
    ran = qualcode("remove", "D1", "--erase", "--yes")
    assert ran.code == 0, ran.err
    assert holding(tmp_path) == ["transcripts/D1.txt"]
    assert "cannot be undone" in ran.err and "backups/0001" in ran.err and "transcripts/D1.txt" in ran.err
    with Project.open(tmp_path, readonly=False) as project:
        assert [document.id for document in project.documents()] == ["M1"]
        assert [coding.quote for coding in project.codings()] == ["Tja, jeg ved det ikke."]
        project.undo()
        assert not project.codings(), "what was done with others can still be undone"
    assert qualcode("check").err.count("damage") == 0
    log = qualcode("log").out
    assert "erase" in log and "D1" in log


def test_the_original_goes_when_asked(qualcode: Run, tmp_path: Path) -> None:
    lived_in(tmp_path)
    assert qualcode("remove", "D1", "--erase", "--original", "--yes").code == 0
    assert holding(tmp_path) == []
    assert (tmp_path / "transcripts" / "M1.txt").exists()


@pytest.mark.file_engine
def test_a_document_taken_out_before_can_be_erased_too(qualcode: Run, tmp_path: Path) -> None:
    lived_in(tmp_path)
    assert qualcode("remove", "D1").code == 0
    assert "qualcode.sqlite" in holding(tmp_path), "removing alone keeps the words, for undo"
    assert qualcode("remove", "D1", "--erase", "--original", "--yes").code == 0
    assert holding(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "slug"),
    [(("D1", "--erase"), "not_confirmed"), (("D1", "--yes"), "option_conflict"), (("D9", "--erase", "--yes"), "D9")],
)
def test_nothing_is_erased_unasked(qualcode: Run, tmp_path: Path, arguments: tuple[str, ...], slug: str) -> None:
    lived_in(tmp_path)
    before = holding(tmp_path)
    ran = qualcode("remove", *arguments)
    assert ran.code == 2 and slug in ran.err
    assert holding(tmp_path) == before


def test_another_database_in_the_folder_is_a_persons_to_move(qualcode: Run, tmp_path: Path) -> None:
    lived_in(tmp_path)
    copy = tmp_path / "qualcode (conflicted copy).sqlite"
    with sqlite3.connect(tmp_path / "qualcode.sqlite") as here, sqlite3.connect(copy) as there:
        here.backup(there)
    ran = qualcode("remove", "D1", "--erase", "--yes")
    assert ran.code == 2 and "copies_beside" in ran.err and copy.name in ran.err
    assert "backups/0001/qualcode.sqlite" in holding(tmp_path)


def test_what_quotes_the_person_by_hand_is_named(qualcode: Run, tmp_path: Path) -> None:
    lived_in(tmp_path)
    (tmp_path / "reports" / "draft.md").write_text("Anna siger: Byrådet bakkede op. Og så videre.", "utf-8")
    ran = qualcode("remove", "D1", "--erase", "--original", "--yes")
    assert ran.code == 0 and "reports/draft.md" in ran.err
    assert holding(tmp_path) == ["reports/draft.md"]


def test_changes_of_others_that_hold_none_of_the_words_can_still_be_undone(qualcode: Run, tmp_path: Path) -> None:
    project = study(tmp_path, conversation("X1", ("I", "Hvad?"), ("Eva", "Alt det nye tager tid fra os.")), BO)
    project.tag("M1:2", "support")
    project.tag("X1:2", "capacity")
    project.close()
    assert qualcode("remove", "X1", "--erase", "--yes").code == 0
    assert qualcode("undo").code == 0
    with Project.open(tmp_path) as opened:
        assert not opened.codings()


def test_what_else_is_known_about_the_person_is_named(qualcode: Run, tmp_path: Path) -> None:
    lived_in(tmp_path)
    (tmp_path / "cases.csv").write_text("case,name,members,role\nK1,Karen,D1:Anna,director\nK2,Ole,M1,other\n", "utf-8")
    assert qualcode("tag", "D1:4", "open:byrådet", "--coder", "ana").code == 0
    assert qualcode("tag", "M1:2", "open:something else", "--coder", "ana").code == 0
    ran = qualcode("remove", "D1", "--erase", "--original", "--yes")
    assert ran.code == 0
    assert "cases.csv still has what is known about: K1\n" in ran.err
    assert "words of the text are the names of codes: open:byraadet\n" in ran.err


@pytest.mark.file_engine
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a forked copy of the program is killed")
@pytest.mark.parametrize("then", [("remove", "--erase", "D1", "--yes"), ("merge", "other")])
def test_what_a_killed_command_left_outside_the_folder_goes_too(
    qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: tuple[str, ...]
) -> None:
    outside, root = tmp_path / "temporary", tmp_path / "study"
    outside.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(outside))
    study(root, ANNA, BO).close()
    shutil.copytree(root, root / "other")
    monkeypatch.chdir(root)
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(sides, "Side", lambda *_: os._exit(77))
        main(["merge", "other"])
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 77
    assert holding(outside), "the copy that was being merged"
    if then[0] == "remove":
        shutil.rmtree(root / "other")
    ran = qualcode(*then)
    assert (ran.code, list(outside.iterdir())) == (0, []), ran.err


def test_what_another_program_still_needs_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with scratch() as held:
        (held / "rows").write_text("words")
        with scratch():
            pass
        assert (held / "rows").read_text() == "words"
        assert os.name != "posix" or held.stat().st_mode & 0o77 == 0
    assert list(tmp_path.iterdir()) == []
