"""A coding whose code stands in no row of a table is named under it: above the rows' level, or gone from the book."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.file_engine  # what is counted is computed above the store

TEXT = "I: Hvad er det?\nMia: Æbler og pærer.\nI: Og mere?\nMia: Gulerødder.\n"
BOOK = (
    "id: mad\ntitle: Mad\nkind: inductive\ncodes:\n  - id: frugt\n    name: Frugt\n    codes:\n"
    "      - {id: rod, name: Rød}\n      - {id: gul, name: Gul}\n  - id: salt\n    name: Salt\n"
)


@pytest.fixture
def coded(tmp_path: Path, qualcode: Run) -> Path:
    (tmp_path / "transcripts").mkdir()
    qualcode("init", ".", "--coder", "ana")
    (tmp_path / "transcripts" / "P1.txt").write_text(TEXT, "utf-8")
    (tmp_path / "codebooks" / "mad.yaml").write_text(BOOK, "utf-8")
    qualcode("add", "transcripts")
    qualcode("tag", "P1:2", "mad:frugt.rod", "mad:frugt")
    qualcode("tag", "P1:4", "mad:salt")
    return tmp_path


@pytest.mark.parametrize("command", ["shares", "crosstab", "matrix", "cooccur", "rank"])
def test_codes_above_the_level_of_the_rows_are_named(coded: Path, qualcode: Run, command: str) -> None:
    told = qualcode(command, "mad", "--level", "2").err
    assert "1 coding has a code that stands in no row: mad:frugt." in told, "mad:salt has a row: nothing is below it"
    assert "in no row" not in qualcode(command, "mad", "--level", "1").err
    assert "in no row" not in qualcode(command, "mad:frugt", "mad:salt").err
    assert "in no row" not in qualcode(command, "mad:frugt.rod", "mad:salt").err, "mad:frugt was not asked for"


def test_a_code_that_is_gone_from_its_codebook_is_named(coded: Path, qualcode: Run) -> None:
    (coded / "codebooks" / "mad.yaml").write_text(BOOK.replace("id: salt", "id: salte"), "utf-8")
    assert "1 coding has a code that stands in no row: mad:salt" in qualcode("shares", "mad").err
    account = json.loads(qualcode("shares", "mad", "--json").out)["accounting"]
    assert (account["codings"], account["codings_in_no_row"], account["codes_in_no_row"]) == (3, 1, ["mad:salt"])


def test_each_of_several_codebooks_names_its_own(coded: Path, qualcode: Run) -> None:
    qualcode("tag", "P1:4", "open:andet")
    (coded / "codebooks" / "ro.yaml").write_text(BOOK.replace("id: mad", "id: ro"), "utf-8")
    qualcode("tag", "P1:4", "ro:frugt.rod", "ro:frugt")
    written = qualcode("shares", "mad", "ro", "--level", "2", "--format", "md").out
    assert "stands in no row: mad:frugt" in written and "stands in no row: ro:frugt" in written
    assert "in no row" not in qualcode("shares", "mad", "ro", "open", "--format", "md").out
