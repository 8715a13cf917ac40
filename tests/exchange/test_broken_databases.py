"""Databases of other programs that hold what those programs never write: refused in words, and nothing is taken in."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from qualcode.core.errors import ReadError
from qualcode.exchange import read_study

from .test_other_programs import database


@pytest.mark.parametrize(
    ("script", "name", "damage"),
    [
        ("taguette.sql", "a.sqlite3", "ALTER TABLE highlights DROP COLUMN end_offset"),
        ("rqda.sql", "a.rqda", "UPDATE coding SET selfirst = NULL"),
        ("rqda.sql", "a.rqda", "UPDATE coding SET selfirst = 'here'"),
    ],
)
def test_a_cell_that_is_not_what_it_should_be(tmp_path: Path, script: str, name: str, damage: str) -> None:
    path = database(script, tmp_path / name)
    with sqlite3.connect(path) as made:
        made.execute(damage)
    made.close()
    with pytest.raises(ReadError, match="does not hold what its program writes") as raised:
        read_study(path)
    assert raised.value.slug == "foreign_database"
