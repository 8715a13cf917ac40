"""Words of documents that are not marked as pseudonymised go into no file unasked, whichever command writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.study import ANNA, BO, study

WRITERS = {
    "shares": ("shares", "--by", "case", "--explain", "D1", "frame:value", "--coder", "ana"),
    "matrix": ("matrix", "--excerpts", "1", "--coder", "ana"),
    "matrix words": ("matrix", "--words", "--coder", "ana"),
    "codebook": ("codebook", "show", "frame", "--examples", "1"),
    "agree": ("agree", "--list"),
    "find": ("find", "borgerne"),
    "find --code": ("find", "--code", "value", "--coder", "ana"),
    "list uncoded": ("list", "uncoded", "--coder", "ana"),
    "list single": ("list", "single"),
    "a turn by sql": (
        "sql",
        "select substr(text, start + 1, stop - start) from turn join document d on d.key = turn.document",
    ),
    "a text by sql": ("sql", "select text from document"),
    "all quotes by sql": ("sql", "select 'of them: ' || group_concat(quote) from coding"),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_with_words_in_it_is_refused_until_they_are_marked(qualcode: Run, tmp_path: Path, name: str) -> None:
    project = study(tmp_path, ANNA, BO)
    (tmp_path / "cases.csv").write_text("case,name,kind,members,weight\nD1,,,D1,\nM1,,,M1,\n", "utf-8")
    project.tag("D1:2", "value")
    project.tag("D1:2", "support", coder="bo")
    project.close()
    refused = qualcode(*WRITERS[name], "-o", "words.md")
    assert (refused.code, "identifiable" in refused.err) == (2, True), refused.err
    assert not (tmp_path / "words.md").exists()
    assert "--no-text" not in refused.err, "what is advised can be done"
    assert qualcode(*WRITERS[name]).code == 0, "on the screen nothing is asked"
    assert qualcode(*WRITERS[name], "-o", "words.md", "--allow-identifiable").code == 0
    assert qualcode("pseudonymised", "--all").code == 0
    assert qualcode(*WRITERS[name], "-o", "again.md").code == 0


FILES = {
    "export": ("export", "words.qdpx"),
    "codings": ("export", "words.csv"),
    "appendix": ("appendix", "words.docx"),
    "excerpts": ("report", "excerpts", "-o", "words.md"),
    "transcripts": ("report", "transcripts", "-o", "words.docx"),
    "archive": ("snapshot", "-o", "words"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_made_of_words_too(qualcode: Run, tmp_path: Path, name: str) -> None:
    with study(tmp_path, ANNA, BO) as project:
        project.tag("D1:2", "value")
    refused = qualcode(*FILES[name])
    assert (refused.code, "identifiable" in refused.err) == (2, True), refused.err
    assert not list(tmp_path.glob("words*"))
    if "--no-text" in refused.err:
        assert qualcode(*FILES[name], "--no-text").code == 0, "what is advised can be done"
    assert qualcode(*FILES[name], "--allow-identifiable").code == 0


def test_numbers_and_names_from_the_database_are_written_unasked(qualcode: Run, tmp_path: Path) -> None:
    with study(tmp_path, ANNA, BO) as project:
        project.tag("D1:2", "value")
    assert qualcode("sql", "select id, title, length, kind from document", "-o", "counts.csv").code == 0
    assert qualcode("snapshot").code == 0, "the study's own copy stays in its folder, and out of git"
