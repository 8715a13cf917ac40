"""An older database is brought up to date with everything that was in it."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from qualcode.project import Project, init, memos
from qualcode.project.comparisons import summaries
from qualcode.project.decisions import Settled
from qualcode.store import Store, migrations
from qualcode.store.migrations import APPLICATION_ID, schema, statements
from tests.study import ANNA, FRAME, study

FIRST = Path(__file__).with_name("schema_1.sql")
"""The schema as it was first released."""

pytestmark = pytest.mark.file_engine


def first_release(root: Path) -> sqlite3.Connection:
    """A project of the first release: one document, two coders, two codings."""
    init(root, name="A study", coder="ana")
    (root / "codebooks" / "frame.yaml").write_text(FRAME, encoding="utf-8")
    (root / "qualcode.sqlite").unlink()
    connection = sqlite3.connect(root / "qualcode.sqlite", isolation_level=None)
    for statement in statements(FIRST.read_text("utf-8")):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    connection.execute("INSERT INTO migration VALUES (1, 'first', '2026-01-01T00:00:00Z')")
    connection.execute("INSERT INTO coder (key, id) VALUES (1, 'ana'), (2, 'consensus'), (3, 'bo')")
    connection.execute("INSERT INTO code (key, id) VALUES (1, 'frame:value')")
    connection.execute(
        "INSERT INTO document (key, id, title, kind, text, length, added) "
        "VALUES (1, 'D1', 'D1', 'interview', ?, ?, 'x')",
        (ANNA.text, len(ANNA.text)),
    )
    for turn in ANNA.turns:
        connection.execute(
            "INSERT INTO turn VALUES (1, ?, ?, ?, ?, ?, NULL, NULL)",
            (turn.index, turn.speaker, turn.role, turn.span.start, turn.span.stop),
        )
    span = ANNA.turns[1].span
    for key, coder in ((1, 1), (2, 3)):
        connection.execute(
            "INSERT INTO coding (key, document, start, stop, quote, code, coder, created) "
            "VALUES (?, 1, ?, ?, ?, 1, ?, 'x')",
            (key, span.start, span.stop, span.cut(ANNA.text), coder),
        )
    return connection


def write_memo(connection: sqlite3.Connection, about: str, text: str, coder: int = 1) -> None:
    row = {"about": about, "text": text, "coder": coder, "created": "2026-01-02T00:00:00Z"}
    key = connection.execute(
        "INSERT INTO memo (about, text, coder, created) VALUES (:about, :text, :coder, :created)", row
    ).lastrowid
    connection.execute(
        "INSERT INTO history (at, coder, action, summary, changes) VALUES ('x', 'ana', 'memo', '', ?)",
        (json.dumps([["memo", key, None, row]], separators=(",", ":")),),
    )


def test_memos_keep_what_they_are_about(tmp_path: Path) -> None:
    connection = first_release(tmp_path)
    for about in ("", "document D1", "place D1:2", "place D1#2", "place D1@3-20", "code frame:value", "case D1",
                  "cell D1 frame:value", "place D1:99"):  # fmt: skip
        write_memo(connection, about, f"on {about}")
    connection.close()
    with Project.open(tmp_path) as project:
        found = {memo.text: memos.named(project, memo) for memo in project.store.memos()}
        assert summaries(project) == {("D1", "frame:value"): "on cell D1 frame:value"}
    assert found == {
        "on ": "", "on document D1": "document D1", "on place D1:2": "place D1:2", "on place D1#2": "place D1#2",
        "on place D1@3-20": "place D1@3-20", "on code frame:value": "code frame:value", "on case D1": "case D1",
        "on cell D1 frame:value": "cell D1 frame:value",
        "place D1:99: on place D1:99": "",
    }, "what was about a place that is not there says so in its words"  # fmt: skip


def test_what_reviews_settled_stays_settled_and_is_no_memo_any_more(tmp_path: Path) -> None:
    connection = first_release(tmp_path)
    write_memo(connection, "place D1#1", "[frame:value] yes, frame:value: they said so", coder=2)
    write_memo(connection, "place D1#2", "[frame:value] no", coder=2)
    write_memo(connection, "place D1#2", "[frame:value] hm", coder=2)
    write_memo(connection, "coding 2", "rejected in review")
    connection.close()
    with Project.open(tmp_path) as project:
        decisions = project.store.decisions()
        first, second, rejected = decisions
        settled = Settled(decisions)
        assert [settled.rejected(coding) for coding in project.codings()] == [False, True]
        assert [memo.text for memo in project.store.memos()] == ["[frame:value] hm"]
    assert (first.verdict, first.code, first.why, first.quote) == (
        "yes", "frame:value", "they said so", ANNA.turns[1].span.cut(ANNA.text),
    )  # fmt: skip
    assert (second.verdict, second.about) == ("no", "")
    assert (rejected.verdict, rejected.about) == ("no", "bo")


def test_a_memo_written_before_is_still_undone(tmp_path: Path) -> None:
    connection = first_release(tmp_path)
    write_memo(connection, "document D1", "to go")
    connection.close()
    with Project.open(tmp_path) as project:
        assert project.undo().action == "memo"
        assert project.store.memos() == []
        project.redo()
        assert [memo.about for memo in project.store.memos()] == ["document D1"]


def test_a_database_brought_up_to_date_is_like_a_new_one(tmp_path: Path) -> None:
    first_release(tmp_path / "old").close()
    study(tmp_path / "new", ANNA).close()
    assert shape(tmp_path / "old") == shape(tmp_path / "new")


COLUMNS = "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{}')"


def shape(root: Path) -> dict[str, object]:
    with Store.open(root / "qualcode.sqlite") as store:
        tables = [name for (name,) in store.query("SELECT name FROM sqlite_master WHERE type = 'table'")[1]]
        columns = {
            name: sorted(
                store.query(f"SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{name}')")[1]
            )
            for name in tables
        }
        others = store.query(
            "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        )
        return {**columns, "others": sorted((name, re.sub(r"\s+", " ", sql)) for name, sql in others[1])}


def test_two_copies_brought_up_to_date_apart_give_a_row_one_id(tmp_path: Path) -> None:
    first_release(tmp_path / "a").close()
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    found = []
    for copy in ("a", "b"):
        with Project.open(tmp_path / copy) as project:
            found.append([coding.uid for coding in project.codings()])
    assert found[0] == found[1] and len(set(found[0])) == 2 and "" not in found[0]


def test_the_list_of_tables_is_that_of_the_schema() -> None:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema())
        made = {
            table: [column[1] for column in connection.execute(f"PRAGMA table_info({table})")]
            for table in re.findall(r"^CREATE TABLE (\w+)", schema(), re.M)
        }
    assert list(made.items()) == [(table, columns.split()) for table, columns in migrations.COLUMNS.items()]
