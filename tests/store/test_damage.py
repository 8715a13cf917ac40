"""Each kind of damage is found, and told by where it is, in words, and by its slug."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.cli import context, main
from qualcode.core.errors import ExitCode
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


@pytest.mark.parametrize("value", ["[1, ", "1.5", '"words"', "[1]", '{"a": 1}'])
@pytest.mark.parametrize(
    ("table", "key", "column", "kind"),
    [("document", "D1", "attributes", "{"), ("document", "D1", "warnings", "["), ("document", "D1", "request", "{"),
     ("history", "1", "changes", "none of them"), ("assignment", "1", "places", "[")],
)  # fmt: skip
def test_what_is_stored_as_json_and_is_none_or_another_kind(
    tmp_path: Path, table: str, key: str, column: str, kind: str, value: str
) -> None:
    found = found_after(
        tmp_path,
        "INSERT OR IGNORE INTO assignment (key, coder, document, state) VALUES (1, 1, 1, 'begun')",
        f"UPDATE {table} SET {column} = '{value}' WHERE key = 1",
    )
    if value.startswith(kind) and value.endswith(("]", "}")):
        assert found == []
        return
    assert (f"{table} {key}", f"what is stored as its {column} cannot be read", "store_damaged") in found


@pytest.mark.parametrize("key", ["'x'", "1.5", "NULL"])
def test_a_last_key_that_is_no_number(tmp_path: Path, key: str) -> None:
    assert found_after(tmp_path, f"UPDATE sqlite_sequence SET seq = {key} WHERE name = 'coding'") == [
        ("coding", "the last key that it gave is not a whole number", "store_damaged")
    ]


DAMAGE = {
    "undo where a column is called otherwise": (
        "ALTER TABLE assignment RENAME COLUMN blind TO blinf", ("undo",), "blind in assignment"
    ),
    "undo where a table is gone": ("DROP TABLE settled", ("undo",), "lost what is stored of settled"),
    "tag where the last key is a word": (
        "UPDATE sqlite_sequence SET seq = 'x' WHERE name = 'coding'", ("tag", "D1:3", "frame:value"), "the last key"
    ),
    "merge where the history is a number": (
        "UPDATE history SET changes = '1.5'", ("merge", "other"), "its changes cannot be read"
    ),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_said_before_anything_is_changed(
    tmp_path: Path, damage: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The study stays as it was, its database and the codebook that the change taken back had written too."""
    statement, command, said = DAMAGE[damage]
    with study(tmp_path / "mine", ANNA, BO) as project:
        project.tag("D1:2", "open:new")
    shutil.copytree(tmp_path / "mine", tmp_path / "mine" / "other")
    damaged = tmp_path / "mine" / ("other" if command[0] == "merge" else "") / "qualcode.sqlite"
    with contextlib.closing(sqlite3.connect(damaged)) as connection:
        connection.execute(statement)
        connection.commit()
    before = files_in(tmp_path / "mine")
    context.folder = ""
    monkeypatch.chdir(tmp_path / "mine")
    assert main([*command]) == ExitCode.STORE
    told = capsys.readouterr().err
    assert "store_damaged" in told and said in told and "qualcode backups" in told
    assert files_in(tmp_path / "mine") == before


def test_an_escape_code_in_any_word_of_the_database_is_shown_and_never_obeyed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found_after(
        tmp_path,
        "UPDATE coder SET id = 'an' || char(27) || '[31m'",
        "UPDATE document SET kind = 'kind' || char(27) || '[31m' WHERE id = 'D1'",
        "UPDATE coding SET qualifier = 'for' || char(27) || '[31m'",
    )
    monkeypatch.chdir(tmp_path)
    for command in (["show", "D1"], ["find", "--code", "frame:value"]):
        context.folder = ""
        assert main(command) == ExitCode.DONE
        shown = capsys.readouterr().out
        assert "\x1b" not in shown
        assert "an\\x1b[31m" in shown and "[for\\x1b[31m]" in shown


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file but copies and what can be computed again."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {".cache", "backups"} & set(path.parts)
    }


def test_progress_is_told_text_by_text(tmp_path: Path) -> None:
    project = study(tmp_path, ANNA, BO)
    told: list[tuple[int, int]] = []
    tick: Callable[[int, int], None] = lambda done, count: told.append((done, count))  # noqa: E731
    assert thoroughly(project.store, tick) == []
    assert told == [(0, 2), (1, 2)]
