"""Copies that are made by themselves and can be put back; damage that is said in words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.core import files
from qualcode.project import Project
from qualcode.store import backups
from tests.cli.conftest import Run
from tests.study import ANNA, BO, study


def small(root: Path) -> Path:
    project = study(root, ANNA, BO)
    project.tag("D1#1", "value", memo="one")
    project.tag("M1#1", "support")
    project.close()
    return root


def test_what_changes_much_is_copied_first_and_the_copy_can_be_put_back(qualcode: Run, tmp_path: Path) -> None:
    frame = (small(tmp_path) / "codebooks" / "frame.yaml").read_text("utf-8")
    assert qualcode("codebook", "merge", "frame:support", "--into", "frame:value").code == 0
    [row] = json.loads(qualcode("backups", "--json").out)["rows"]
    assert (row["number"], row["reason"]) == (1, "codebook merge")
    ran = qualcode("backups", "restore", "1")
    assert (ran.code, (tmp_path / "codebooks" / "frame.yaml").read_text("utf-8")) == (0, frame)
    with Project.open(tmp_path) as project:
        assert [(c.code, c.memo) for c in project.codings()] == [("frame:value", "one"), ("frame:support", "")]
    assert "damage" not in qualcode("status").err
    assert qualcode("backups", "restore", "2").code == 0, "what was there before restoring is a copy too"
    with Project.open(tmp_path) as project:
        assert [c.code for c in project.codings()] == ["frame:value", "frame:value"]


def test_nothing_is_copied_twice_and_the_oldest_go(tmp_path: Path) -> None:
    with Project.open(small(tmp_path)) as project:
        assert [project.writable.backup("a").number, project.writable.backup("b").number] == [1, 1]
        for _ in range(backups.KEPT + 3):
            project.writable.backup("by hand", always=True)
        numbers = [backup.number for backup in backups.listed(tmp_path)]
    assert (len(numbers), numbers[0], numbers[-1]) == (backups.KEPT, backups.KEPT + 4, 5)


@pytest.mark.parametrize("number", ["7", "1"])
def test_a_copy_that_is_not_there_or_damaged_is_refused_and_nothing_changes(
    qualcode: Run, tmp_path: Path, number: str
) -> None:
    with Project.open(small(tmp_path)) as project:
        project.writable.backup("x")
    copy = tmp_path / "backups" / "0001" / "qualcode.sqlite"
    copy.write_bytes(copy.read_bytes()[:3000])
    assert qualcode("backups", "restore", number).code in (2, 3)
    with Project.open(tmp_path) as project:
        assert len(project.codings()) == 2


def sql(*statements: str) -> Callable[[Path], None]:
    def done(root: Path) -> None:
        with sqlite3.connect(root / "qualcode.sqlite") as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            for statement in statements:
                connection.execute(statement)

    return done


def cut_short(root: Path) -> None:
    path = root / "qualcode.sqlite"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def half_overwritten(root: Path) -> None:
    path = root / "qualcode.sqlite"
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\0" * (len(content) - 8192) + content[-4096:])


def copied_twice(name: str) -> Callable[[Path], None]:
    def done(root: Path) -> None:
        original = next(path for path in root.rglob("*") if path.is_file() and name.startswith(path.stem))
        original.with_name(name).write_bytes(original.read_bytes())

    return done


DAMAGE = {
    "a file cut short": cut_short,
    "pages of another time": half_overwritten,
    "words that are not those that were read": sql("UPDATE document SET text = replace(text, 'a', 'e')"),
    "attributes that are no JSON": sql("UPDATE document SET attributes = '{\"a\": ' WHERE id = 'D1'"),
    "a history that is no JSON": sql("UPDATE history SET changes = '['"),
    "a turn that runs backwards": sql("UPDATE turn SET start = 9, stop = 3 WHERE number = 2"),
    "a coding of a code that is not there": sql("DELETE FROM code WHERE id = 'frame:value'"),
    "a coder who is not there": sql("DELETE FROM coder WHERE key = 1"),
    "a place beyond all numbers": sql(
        "DROP TRIGGER coding_moved_inside",
        "UPDATE coding SET stop = 9223372036854775807",
    ),
    "a table that is gone": sql("PRAGMA foreign_keys = OFF", "DROP TABLE round"),
    "a weight beyond reason": sql("UPDATE coding SET weight = 7"),
    "a copy of the database by a cloud folder": copied_twice("qualcode (PC's conflicted copy 2026-11-01).sqlite"),
    "a copy of a codebook by a cloud folder": copied_twice("frame (1).yaml"),
}


@pytest.mark.file_engine
@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_said_with_what_to_do_and_never_a_bug(qualcode: Run, tmp_path: Path, damage: str) -> None:
    DAMAGE[damage](small(tmp_path))
    ran = qualcode("check")
    assert ran.code in (1, 4), ran.err
    if damage == "a copy of the database by a cloud folder":
        assert 'qualcode merge "' in ran.out, "the copy is taken in, not thrown away"
    else:
        assert "backups" in ran.out + ran.err or "compare the two" in ran.out
    for command in (
        "status", "show D1", "shares", "shares frame --coder ana", "find data", "log", "undo", "agree", "codebook tidy",
        "tag D1#1 frame:support", "export x.csv --allow-identifiable",
    ):  # fmt: skip
        assert qualcode(*command.split()).code != 70, command


@pytest.mark.file_engine
def test_nothing_is_changed_in_a_database_that_has_lost_a_table(qualcode: Run, tmp_path: Path) -> None:
    root = small(tmp_path)
    assert qualcode("tag", "D1#1", "open:a new thing").code == 0
    DAMAGE["a table that is gone"](root)
    before = (root / "codebooks" / "open.yaml").read_bytes()
    ran = qualcode("undo")
    assert (ran.code, "store_damaged" in ran.err, "backups" in ran.err) == (4, True, True), ran.err
    assert (root / "codebooks" / "open.yaml").read_bytes() == before


@pytest.mark.file_engine
@pytest.mark.parametrize("damage", [cut_short, half_overwritten])
def test_a_database_that_cannot_be_opened_is_put_aside_for_a_copy(
    qualcode: Run, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    with Project.open(small(tmp_path)) as project:
        project.writable.backup("x")
    (tmp_path / "qualcode.sqlite").write_bytes(b"torn" * 5000)
    assert qualcode("status").code == 4
    ran = qualcode("backups", "restore", "1")
    assert ran.code == 0, ran.err
    assert (tmp_path / "qualcode.sqlite.damaged-1").read_bytes() == b"torn" * 5000
    with Project.open(tmp_path) as project:
        assert len(project.codings()) == 2


@pytest.mark.file_engine
def test_a_database_that_is_gone_is_said_to_be_and_a_copy_takes_its_place(qualcode: Run, tmp_path: Path) -> None:
    with Project.open(small(tmp_path)) as project:
        project.writable.backup("x")
    (tmp_path / "qualcode.sqlite").unlink()
    (tmp_path / "tags.csv").write_text("document,code,quote\nD1,frame:value,et\n", encoding="utf-8")
    ran = qualcode("tag", "--from", "tags.csv")
    assert ran.code == 4
    assert "tags.csv:" not in ran.err and "`qualcode backups`" in ran.err, "no row is at fault, and copies are there"
    ran = qualcode("backups", "restore", "1")
    assert (ran.code, "copy of what was there" in ran.err) == (0, False), "nothing was there to be copied"
    with Project.open(tmp_path) as project:
        assert len(project.codings()) == 2


def test_status_says_a_line_about_damage(qualcode: Run, tmp_path: Path) -> None:
    copied_twice("frame (1).yaml")(small(tmp_path))
    ran = qualcode("status")
    assert "frame (1).yaml" in ran.err and "qualcode check" in ran.err


def test_a_copy_whose_files_cannot_be_put_back_is_not_put_back_by_half(
    qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(tmp_path)
    assert qualcode("codebook", "merge", "frame:support", "--into", "frame:value").code == 0
    merged = (tmp_path / "codebooks" / "frame.yaml").read_text("utf-8")
    put = files.put

    def busy(neighbour: Path, path: Path, **options: bool) -> None:
        if path.name == "frame.yaml":
            raise PermissionError(13, "Permission denied")  # as Windows says of a file that another program shows
        put(neighbour, path, **options)

    monkeypatch.setattr(files, "put", busy)
    ran = qualcode("backups", "restore", "1")
    assert ran.code == 3 and "nothing was changed" in ran.err
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert (tmp_path / "codebooks" / "frame.yaml").read_text("utf-8") == merged
    with Project.open(tmp_path) as project:
        assert [c.code for c in project.codings()] == ["frame:value", "frame:value"]
    said = qualcode("check").err
    assert "0 errors" in said or "all is well" in said


def test_a_snapshot_that_was_not_finished_is_not_restored(qualcode: Run, tmp_path: Path) -> None:
    small(tmp_path)
    assert qualcode("snapshot").code == 0
    (tmp_path / "snapshot" / "unfinished").write_text("", "utf-8")
    ran = qualcode("restore", "--force")
    assert (ran.code, "snapshot_damaged" in ran.err) == (3, True)
    assert qualcode("snapshot").code == 0
    assert qualcode("restore", "--force").code == 0
