"""What qualcode wrote itself is no new material; a message about another copy names that copy, and no temporary one."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

import docx
import pytest

from qualcode.cli import context, main
from qualcode.core.languages import LANGUAGES
from qualcode.ingest.readers.sheets.reader import EXPORTED
from qualcode.report.wording import Words
from tests.study import ANNA, BO, study

pytestmark = pytest.mark.file_engine


def ran(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    context.folder = ""
    code = main(list(words))
    return code, capsys.readouterr().err


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with study(tmp_path / "study", ANNA, BO) as made:
        made.tag("D1#1", "frame:value")
    monkeypatch.chdir(tmp_path / "study")
    return tmp_path / "study"


@pytest.mark.parametrize(
    ("command", "file", "told"),
    [
        ("appendix out.docx --allow-identifiable", "out.docx", "a report that qualcode wrote"),
        ("export out.xlsx --allow-identifiable", "out.xlsx", "`qualcode tag --from out.xlsx`"),
        ("export out.csv --allow-identifiable", "out.csv", "`qualcode tag --from out.csv`"),
        ("fill draft.docx -o out.docx", "out.docx", "`qualcode fill out.docx --update`"),
    ],
)
def test_what_qualcode_wrote_is_no_transcript(
    root: Path, capsys: pytest.CaptureFixture[str], command: str, file: str, told: str
) -> None:
    draft = docx.Document()
    draft.add_paragraph("I alt {{ share('frame:value', coder='ana') }}.")
    draft.save(str(root / "draft.docx"))
    assert ran(capsys, "coder", "begin")[0] == 0
    assert ran(capsys, *command.split())[0] == 0
    code, said = ran(capsys, "add", file)
    assert (code, "own_output" in said, told in said) == (3, True, True), said
    (root / "new").mkdir()
    shutil.move(root / file, root / "new" / file)
    (root / "new" / "P1.txt").write_text("I: Hvad nu?\nMia: Vi ser.\nI: Og?\nMia: Slut.\n", "utf-8")
    code, said = ran(capsys, "add", "new")
    assert "own_output" in said and f"{file}" in said, "a folder names it, and reads the others"
    assert ran(capsys, "show", "P1")[0] == 0


def test_the_headings_by_which_a_table_is_known_are_those_that_are_written() -> None:
    for language, known in zip(("da", "nb", "sv", "en"), EXPORTED[1:], strict=True):
        words = Words(language)
        assert {words(f"col.{name}") for name in ("address", "code", "created", "origin", "stop")} == known
    assert {*LANGUAGES} == {"da", "nb", "sv", "en"}


@pytest.mark.parametrize("content", [b"id: [", b"\xff\xfe\x00x", b"id: frame\ncodes: 3\n"])
@pytest.mark.parametrize("named", ["", "/qualcode.sqlite"])
def test_a_broken_codebook_of_another_copy_is_named_where_it_lies(
    root: Path, capsys: pytest.CaptureFixture[str], content: bytes, named: str
) -> None:
    copy = shutil.copytree(root, root.parent / "copy")
    (copy / "codebooks" / "frame.yaml").write_bytes(content)
    code, said = ran(capsys, "merge", f"{copy}{named}")
    assert (code, f"{copy}/codebooks/frame.yaml" in said, bool(re.search(r"qualcode-\d+-", said))) == (
        3,
        True,
        False,
    ), said


@pytest.mark.parametrize(
    "damage", ["DELETE FROM coder", "UPDATE history SET changes = '['", "UPDATE document SET attributes = '3'"]
)
def test_a_damaged_database_of_another_copy_is_named_where_it_lies(
    root: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    copy = shutil.copytree(root, root.parent / "copy")
    with sqlite3.connect(copy / "qualcode.sqlite") as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(damage)
    connection.close()
    code, said = ran(capsys, "merge", str(copy))
    assert code != 70 and not re.search(r"qualcode-\d+-", said), said
    if code:
        assert (code, f"{copy}/qualcode.sqlite" in said) == (4, True), said
