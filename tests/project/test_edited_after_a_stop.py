"""A program is stopped after its change is stored and before its files are written; a person edits them meanwhile."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qualcode.cli import main
from qualcode.store.hand_written import FolderFiles
from tests.cli.conftest import Run
from tests.study import ANNA, study

pytestmark = [
    pytest.mark.file_engine,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the trial stops a forked copy of the program"),
]

HAND = "  - id: hand\n    name: {en: Hand made}\n"


def stopped(*argv: str) -> None:
    """Run a command in a process that is gone between storing its change and putting the files in their places."""
    child = os.fork()
    if child == 0:
        FolderFiles.put_in_place = lambda *_: os._exit(77)  # type: ignore[method-assign]
        main(list(argv))
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 77


def sound(qualcode: Run) -> bool:
    """Whether `check` finds nothing but that the study was made without originals."""
    ran = qualcode("check")
    return ran.err == "0 errors, 1 warning\n" and "original_missing" in ran.out


def book(root: Path, name: str = "frame") -> Path:
    return root / "codebooks" / f"{name}.yaml"


def books(root: Path) -> set[str]:
    return {path.name for path in (root / "codebooks").iterdir()}


def test_what_both_wrote_is_there(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path, ANNA).close()
    files = books(tmp_path)
    stopped("codebook", "define", "frame:value", "brief", "Something else.")
    book(tmp_path).write_text(book(tmp_path).read_text("utf-8") + HAND, encoding="utf-8")
    assert qualcode("status").code == 0
    text = book(tmp_path).read_text("utf-8")
    assert "Something else." in text and text.endswith(HAND)
    assert sound(qualcode)
    assert books(tmp_path) == files
    assert qualcode("undo").code == 0
    assert "Something else." not in book(tmp_path).read_text("utf-8") and HAND in book(tmp_path).read_text("utf-8")


def test_where_the_person_changed_the_same_line_theirs_stays_and_the_change_is_taken_back(
    qualcode: Run, tmp_path: Path
) -> None:
    study(tmp_path, ANNA).close()
    assert qualcode("tag", "D1:2", "value").code == 0
    stopped("codebook", "rename", "frame:value", "worth")
    written = book(tmp_path).read_text("utf-8").replace("id: value", "id: Value")
    book(tmp_path).write_text(written, encoding="utf-8")
    ran = qualcode("status")
    assert (ran.code, "codebooks/frame.yaml, line 6" in ran.err, "was taken back" in ran.err) == (3, True, True), (
        ran.err
    )
    assert book(tmp_path).read_text("utf-8") == written
    book(tmp_path).write_text(written.replace("id: Value", "id: value"), encoding="utf-8")
    assert sound(qualcode)
    assert "frame:value" in qualcode("export", "codings.csv", "--allow-identifiable").out + (
        tmp_path / "codings.csv"
    ).read_text("utf-8")


def promoted_and_stopped(qualcode: Run, root: Path) -> dict[str, str]:
    """The texts of two codebooks before a code went from one to the other; the files stand as they were."""
    study(root, ANNA).close()
    assert qualcode("tag", "D1:2", "open:timing").code == 0
    before = {name: book(root, name).read_text("utf-8") for name in ("frame", "open")}
    stopped("codebook", "promote", "open:timing", "--into", "frame")
    return before


def test_no_file_is_changed_where_one_was_written_otherwise(qualcode: Run, tmp_path: Path) -> None:
    before = promoted_and_stopped(qualcode, tmp_path)
    typed = before["open"].replace("id: timing", "id: Timing")
    book(tmp_path, "open").write_text(typed, encoding="utf-8")
    ran = qualcode("status")
    assert (ran.code, "codebooks/open.yaml" in ran.err) == (3, True), ran.err
    assert (book(tmp_path).read_text("utf-8"), book(tmp_path, "open").read_text("utf-8")) == (before["frame"], typed)
    book(tmp_path, "open").write_text(before["open"], encoding="utf-8")
    assert sound(qualcode)
    assert "open:timing" in qualcode("list", "codes").out


@pytest.mark.parametrize(("name", "other"), [("open", "frame"), ("frame", "open")])
def test_no_file_is_changed_where_one_cannot_be_read(qualcode: Run, tmp_path: Path, name: str, other: str) -> None:
    before = promoted_and_stopped(qualcode, tmp_path)
    book(tmp_path, name).unlink()
    book(tmp_path, name).mkdir()
    ran = qualcode("status")
    assert (ran.code, f"codebooks/{name}.yaml" in ran.err) == (3, True), ran.err
    assert book(tmp_path, other).read_text("utf-8") == before[other]
    book(tmp_path, name).rmdir()
    book(tmp_path, name).write_text(before[name], encoding="utf-8")
    assert sound(qualcode)
    assert "open:timing" in qualcode("list", "codes").out
