"""Each kind of damage is found, and told by where it is, in words, and by its slug."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.project import Project
from qualcode.store.damage import Damage, thoroughly
from tests.study import ANNA, BO, study

pytestmark = pytest.mark.file_engine

FIRST = len(ANNA.text)
"""The length of the text that is damaged."""


def found_after(tmp_path: Path, *statements: str) -> list[Damage]:
    """What is found in a study of two interviews after something wrote to its database by other ways than ours."""
    project = study(tmp_path, ANNA, BO)
    project.tag("D1:2", "value")
    project.close()
    connection = sqlite3.connect(tmp_path / "qualcode.sqlite")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    with Project.open(tmp_path) as opened:
        return thoroughly(opened.store)


def test_nothing_is_found_where_nothing_is_damaged(tmp_path: Path) -> None:
    assert found_after(tmp_path) == []


def test_a_text_that_is_not_what_was_read(tmp_path: Path) -> None:
    assert found_after(
        tmp_path, "UPDATE document SET text = replace(text, 'borgerne', 'borgerns') WHERE id = 'D1'"
    ) == [("D1", "its text is not the text that was read", "text_damaged")]


def test_a_text_of_another_length(tmp_path: Path) -> None:
    found = found_after(tmp_path, "UPDATE document SET length = length + 1, digest = '' WHERE id = 'D1'")
    assert ("D1", "its text is not the text that was read", "text_damaged") in found


def test_a_turn_beyond_the_text(tmp_path: Path) -> None:
    found = found_after(tmp_path, "UPDATE turn SET stop = 99999 WHERE document = 1 AND number = 2")
    assert ("D1:2", "the turn runs backwards, or beyond the text", "store_damaged") in found


def test_a_coding_beyond_the_text(tmp_path: Path) -> None:
    found = found_after(tmp_path, f"UPDATE coding SET start = 0, stop = {FIRST + 1}")
    assert found == [(f"D1@0-{FIRST + 1}", "the coding reaches beyond the text", "store_damaged")]


def test_a_value_that_the_schema_does_not_allow(tmp_path: Path) -> None:
    [found] = [one for one in found_after(tmp_path, "UPDATE coding SET weight = 7") if one.where == "coding"]
    assert found.message.startswith("1 rows are not as they must be: ") and "weight" in found.message
    assert found.slug == "store_damaged"


@pytest.mark.parametrize(
    ("table", "key", "column"),
    [("document", "D1", "attributes"), ("document", "D1", "warnings"), ("document", "D1", "request"),
     ("history", "1", "changes")],
)  # fmt: skip
def test_what_is_stored_as_json_and_is_none(tmp_path: Path, table: str, key: str, column: str) -> None:
    found = found_after(tmp_path, f"UPDATE {table} SET {column} = '[1, ' WHERE key = 1")
    assert (f"{table} {key}", f"what is stored as its {column} cannot be read", "store_damaged") in found


def test_progress_is_told_text_by_text(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA, BO)
    told: list[tuple[int, int]] = []
    tick: Callable[[int, int], None] = lambda done, count: told.append((done, count))  # noqa: E731
    assert thoroughly(project.store, tick) == []
    assert told == [(0, 2), (1, 2)]
