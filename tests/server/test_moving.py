"""A study to a server and back: whole, with its history, or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from qualcode.project import Project
from qualcode.project.move import move
from qualcode.store import transfer
from tests.cli.conftest import Run
from tests.study import ANNA, BO, study


def coded(root: Path) -> Path:
    """A study with codings, a memo, something undone, and a key that was given and taken away again."""
    with study(root, ANNA, BO) as project:
        project.tag("D1#1", "value", memo="først æøå", weight=0.5)
        project.tag("M1#2", "open:systems", "capacity")
        project.tag("D1#2", "support")
        project.undo()
        project.tag("M1#1", "support", coder="bo")
    return root


def tables(root: Path) -> dict[str, tuple[int, str]]:
    with Project.open(root) as project:
        return {table: transfer.digest(project.store._connection, table) for table in transfer.studied()}


def test_there_and_back_every_table_is_equal(tmp_path: Path, address: str, qualcode: Run) -> None:
    root = coded(tmp_path / "study")
    before = tables(root)
    assert qualcode("-C", root, "move-store", address).code == 0
    assert not (root / "qualcode.sqlite").exists()
    assert tables(root) == before
    assert qualcode("-C", root, "check").code in (0, 1)
    back = qualcode("-C", root, "move-store", "file")
    assert back.code == 0
    assert tables(root) == before
    assert "store =" not in (root / "qualcode.toml").read_text("utf-8")


def test_what_could_be_undone_and_done_again_still_can_and_no_key_is_given_twice(tmp_path: Path, address: str) -> None:
    root = coded(tmp_path / "study")
    with Project.open(root) as project:
        move(project, address)
    with Project.open(root) as project:
        project.tag("D1#1", "support")
        assert project.undo().action == "tag"
        project.redo()
        for _ in range(3):
            project.undo()
        assert [(c.code, c.memo, c.weight) for c in project.codings()] == [("frame:value", "først æøå", 0.5)]


def test_a_place_that_holds_a_study_is_left_alone(tmp_path: Path, address: str, qualcode: Run) -> None:
    first, second = coded(tmp_path / "first"), coded(tmp_path / "second")
    assert qualcode("-C", first, "move-store", address).code == 0
    ran = qualcode("-C", second, "move-store", address)
    assert (ran.code, "project_exists" in ran.err) == (4, True)
    assert (second / "qualcode.sqlite").exists()
    assert "store =" not in (second / "qualcode.toml").read_text("utf-8")


@pytest.mark.parametrize("table", ["document", "coding", "history", "shared_file"])
def test_a_move_that_fails_leaves_the_study_where_it_was(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    from qualcode.store.server.connection import ServerConnection

    root = coded(tmp_path / "study")
    before = tables(root)
    fill: Callable[..., None] = ServerConnection.fill

    def failing(self: ServerConnection, name: str, *rest: object) -> None:
        fill(self, name, *rest)
        if name == table:
            raise OSError("the network is gone")

    monkeypatch.setattr(ServerConnection, "fill", failing)
    with Project.open(root) as project, pytest.raises(OSError, match="the network"):
        move(project, address)
    assert tables(root) == before
    monkeypatch.undo()
    with Project.open(root) as project:
        move(project, address)
    assert tables(root) == before


@pytest.mark.parametrize("tick", [0, 12], ids=["while it is copied", "while it is compared"])
def test_a_move_that_is_stopped_leaves_the_study_where_it_was(tmp_path: Path, address: str, tick: int) -> None:
    root = coded(tmp_path / "study")
    before = tables(root)
    heard: list[int] = []

    def stopping(done: int, count: int) -> None:
        heard.append(done)
        if len(heard) > tick:
            raise KeyboardInterrupt

    with Project.open(root) as project, pytest.raises(KeyboardInterrupt):
        move(project, address, stopping)
    assert tables(root) == before and (root / "qualcode.sqlite").exists()
    assert "store =" not in (root / "qualcode.toml").read_text("utf-8")
    with Project.open(root) as project:
        move(project, address)
    assert tables(root) == before


def test_a_study_that_was_moved_away_takes_nothing_more_and_can_come_again(
    tmp_path: Path, address: str, qualcode: Run
) -> None:
    root = coded(tmp_path / "study")
    assert qualcode("-C", root, "move-store", address).code == 0
    assert qualcode("init", "--store", address, "bo", "--coder", "bo").code == 0
    assert qualcode("-C", root, "move-store", "file").code == 0
    ran = qualcode("-C", "bo", "tag", "D1#1", "value")
    assert (ran.code, "store_moved" in ran.err) == (4, True)
    assert qualcode("-C", root, "tag", "D1#2", "value").code == 0
    assert qualcode("-C", root, "move-store", address).code == 0
    assert qualcode("-C", "bo", "tag", "D1#1", "value").code == 0


def test_a_backup_of_a_study_on_a_server_is_a_file_and_can_be_put_back(
    tmp_path: Path, address: str, qualcode: Run
) -> None:
    root = coded(tmp_path / "study")
    assert qualcode("-C", root, "move-store", address).code == 0
    assert qualcode("-C", root, "backups", "make", "by hand").code == 0
    number = max(int(path.name) for path in (root / "backups").iterdir())
    with closing(sqlite3.connect(root / "backups" / f"{number:04}" / "qualcode.sqlite")) as copy:
        assert copy.execute("SELECT count(*) FROM coding").fetchone() == (4,)
    assert qualcode("-C", root, "untag", "D1#1", "value").code == 0
    frame = (root / "codebooks" / "frame.yaml").read_text("utf-8")
    (root / "codebooks" / "frame.yaml").write_text(frame.replace("What it is good for.", "Something else."), "utf-8")
    assert qualcode("-C", root, "backups", "restore", number).code == 0
    assert (root / "codebooks" / "frame.yaml").read_text("utf-8") == frame
    with Project.open(root) as project:
        assert len(project.codings()) == 4
        assert project.store.files.all()["codebooks/frame.yaml"] == frame
