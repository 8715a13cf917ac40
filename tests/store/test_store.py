"""The database: what it refuses, what it survives, and that nothing is half done."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qualcode.core.errors import StoreDamaged, StoreError, StoreLocked, StoreNewer, UsageError
from qualcode.store import Store, backups, connection, migrations
from tests.study import ANNA, BO, study


def test_a_coding_beyond_the_text_is_refused_by_the_database(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA)
    store = project.writable
    with pytest.raises(StoreError, match="beyond the text"), store.change("tag", "ana") as change:
        row = {
            "document": store.document_keys()["D1"], "start": 0, "stop": len(ANNA.text) + 1, "quote": "x",
            "code": store.code_key(change, "frame:value"), "coder": store.coder_key(change, "ana"), "created": "now",
        }  # fmt: skip
        change.insert("coding", row)
    assert project.codings() == []
    assert store.code_keys() == {}, "the code made in the same transaction is gone too"


@pytest.mark.parametrize("wrong", [{"code": 99}, {"coder": 99}, {"document": 99}, {"weight": 0.0}, {"weight": 1.5}])
def test_a_coding_by_nobody_or_of_nothing_is_refused_by_the_database(tmp_path: Path, wrong: dict[str, object]) -> None:
    project = study(tmp_path, ANNA)
    store = project.writable
    with pytest.raises(StoreError, match="refused"), store.change("tag", "ana") as change:
        row = {
            "document": store.document_keys()["D1"], "start": 0, "stop": 5, "quote": "x",
            "code": store.code_key(change, "frame:value"), "coder": store.coder_key(change, "ana"), "created": "now",
        }  # fmt: skip
        change.insert("coding", {**row, **wrong})
    assert project.codings() == []


@pytest.mark.file_engine
def test_a_file_that_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "qualcode.sqlite"
    path.write_bytes(b"these are not the bytes of a database, however long they are" * 40)
    with pytest.raises(StoreDamaged):
        Store.open(path)


@pytest.mark.file_engine
def test_another_programs_database_is_not_taken_for_ours(tmp_path: Path) -> None:
    path = tmp_path / "qualcode.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE anything (x)")
    with pytest.raises(StoreDamaged, match="not a qualcode database"):
        Store.open(path)


@pytest.mark.file_engine
def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    study(tmp_path, ANNA).close()
    path = tmp_path / "qualcode.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {migrations.SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(StoreNewer, match="newer qualcode"):
        Store.open(path)
    assert path.read_bytes() == before


@pytest.mark.file_engine
def test_a_database_that_another_program_writes_to_is_called_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study(tmp_path, ANNA).close()
    monkeypatch.setattr(connection, "WAIT", 0.05)
    other = sqlite3.connect(tmp_path / "qualcode.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(StoreLocked, match="in use"):
            Store.open(tmp_path / "qualcode.sqlite").document_ids()
    finally:
        other.execute("ROLLBACK")


@pytest.mark.file_engine
def test_an_older_database_is_copied_before_it_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study(tmp_path, ANNA).close()

    def add_a_column(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE coder ADD COLUMN email TEXT")

    newer = [*migrations.MIGRATIONS, ("a column", add_a_column)]
    monkeypatch.setattr(migrations, "MIGRATIONS", newer)
    with Store.open(tmp_path / "qualcode.sqlite") as store:
        assert store.query("SELECT name FROM pragma_table_info('coder')")[1][-1] == ("email",)
        assert store.query("SELECT number, name FROM migration ORDER BY number")[1][-1] == (len(newer), "a column")
    [copy] = backups.listed(tmp_path)
    assert (copy.number, copy.reason) == (1, f"bringing the database from version {len(newer) - 1} up to date")
    assert (tmp_path / "backups" / "0001" / "qualcode.sqlite").exists()


@pytest.mark.parametrize("sql", ["", "-- nothing", "PRAGMA foreign_keys = ON"])
@pytest.mark.file_engine
def test_a_query_that_asks_for_nothing_is_told_what_was_expected(tmp_path: Path, sql: str) -> None:
    store = study(tmp_path, ANNA).store
    with pytest.raises(UsageError, match="asks for nothing: expected a SELECT") as raised:
        store.query(sql)
    assert raised.value.slug == "bad_query"


@pytest.mark.file_engine
def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study(tmp_path, ANNA).close()

    def half_done(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (x)")
        connection.execute("this is no SQL")

    released = len(migrations.MIGRATIONS)
    monkeypatch.setattr(migrations, "MIGRATIONS", [*migrations.MIGRATIONS, ("bad", half_done)])
    with pytest.raises(StoreError):
        Store.open(tmp_path / "qualcode.sqlite")
    with sqlite3.connect(tmp_path / "qualcode.sqlite") as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (released,)
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)


@pytest.mark.file_engine
def test_reading_does_not_write(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA)
    project.close()
    with Store.open(tmp_path / "qualcode.sqlite", readonly=True) as store:
        with pytest.raises(StoreError, match="cannot be written"), store.change("tag", "ana") as change:
            store.coder_key(change, "bo")
        assert store.document_ids() == ["D1"]


BATCH = """
import sys
from qualcode.project import Project
from qualcode.project.codings import tag, wishes
with Project.open(sys.argv[1]) as project:
    text = project.document("D1").text
    tags, cache = [], {}
    for start in range(len(text) - 2):
        for stop in range(start + 1, min(start + 160, len(text))):
            tags += wishes(project, f"D1@{start}-{stop}", ["frame:value"], cache=cache)
    tags = tags[:10000]
    print("ready", flush=True)
    tag(project, tags)
    print("done", flush=True)
"""


@pytest.mark.file_engine
@pytest.mark.skipif(os.name != "posix", reason="signals as on Unix")
@pytest.mark.parametrize("after", [0.0, 0.02, 0.05, 0.1, 0.2, 0.35])
def test_killed_in_the_middle_of_a_batch_all_of_it_is_in_or_none(tmp_path: Path, after: float) -> None:
    study(tmp_path, ANNA, BO).close()
    process = subprocess.Popen([sys.executable, "-c", BATCH, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "ready"
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with Store.open(tmp_path / "qualcode.sqlite", readonly=True) as store:
        assert store.query("PRAGMA integrity_check")[1] == [("ok",)]
        count = store.query("SELECT count(*) FROM coding")[1][0][0]
        changes = [entry.action for entry in store.history()]
    assert (count, changes) in [(0, ["add"]), (10000, ["tag", "add"])]
