"""Results never take the place of what a study is made of, and git takes nothing that says something of people."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(
    "name",
    [
        "cases.csv", "Cases.CSV", "questions.yaml", "qualcode.toml", ".gitignore", "snapshot/snapshot.json",
        "backups/0001/backup.json", "backups/0001/cases.csv", "link.csv",
    ],
)  # fmt: skip
def test_no_result_takes_the_place_of_what_the_study_is_made_of(qualcode: Run, tmp_path: Path, name: str) -> None:
    """In any spelling, by a link, and where the file is not there yet: the next command would read it as a person's."""
    assert qualcode("init", ".", "--coder", "ana").code == 0
    (tmp_path / "transcripts" / "P1.txt").write_text("I: Hvad?\nMia: Ja.\n", "utf-8")
    assert qualcode("add", "transcripts").code == 0
    assert qualcode("codebook", "use", "moore").code == 0
    assert qualcode("tag", "P1:1", "moore:value").code == 0
    assert qualcode("backups", "make").code == 0 and qualcode("snapshot").code == 0
    (tmp_path / "link.csv").symlink_to("cases.csv")
    if name == "cases.csv":
        (tmp_path / name).unlink()
    before = (tmp_path / name).read_bytes() if (tmp_path / name).exists() else None
    for writing in (
        ("shares", "moore", "--format", "csv", "-o", name),
        ("export", name, "--format", "csv", "--allow-identifiable"),
        ("codebook", "export", "moore", name),
        ("plot", "shares", "moore", "-o", name),
    ):
        ran = qualcode(*writing)
        assert ran.code == 2, f"{writing}: {ran.err}"
        assert ((tmp_path / name).read_bytes() if (tmp_path / name).exists() else None) == before, writing


def test_a_draft_is_not_filled_over_what_the_study_rests_on_and_no_renewing_of_it_is_advised(
    qualcode: Run, tmp_path: Path
) -> None:
    assert qualcode("init", ".", "--coder", "ana").code == 0
    (tmp_path / "transcripts" / "P1.md").write_text("I: Hvad?\n\nMia: Ja.\n", "utf-8")
    assert qualcode("add", "transcripts").code == 0
    (tmp_path / "draft.md").write_text("words", "utf-8")
    for name in ("cases.csv", "transcripts/P1.md"):
        before = (tmp_path / name).read_bytes()
        for ran in (qualcode("fill", "draft.md", "-o", name), qualcode("fill", "draft.md", "-o", name, "--update")):
            assert (ran.code, "own_input" in ran.err, "qualcode fill" in ran.err) == (2, True, False), ran.err
        assert (tmp_path / name).read_bytes() == before


def test_one_thing_is_told_as_one(qualcode: Run, tmp_path: Path) -> None:
    assert qualcode("init", ".", "--coder", "ana").code == 0
    (tmp_path / "transcripts" / "P1.txt").write_text("Mia: Ja.\n", "utf-8")
    assert qualcode("add", "transcripts").code == 0
    assert qualcode("tag", "P1:1", "open:yes").code == 0
    assert "codebooks: open (1 code)\n" in qualcode("status").out
    assert "1 turn\n" in qualcode("show", "P1").out
    (tmp_path / "people.csv").write_text("case,role\nMia,x\n", "utf-8")
    assert "people.csv: 1 case added" in qualcode("case", "import", "people.csv").err


PEOPLE = (
    "Interviews/P9.docx", "interviews/x.txt", "P3.DOCX", "lyd.WMA", "noter.pages", "kapitel.qmd", "fig.svg", "data.zip",
    "qualcode (conflicted copy).sqlite", "qualcode.sqlite-journal", "CASES.CSV", "cases (1).csv", "backups/1/cases.csv",
    "transskription uden endelse", "archive/snapshot/documents/P1.txt", ".~lock.P1.docx#", "codebooks/frame.yaml.bak",
    "study.db", "x.qualcode-part", "snapshot/documents/P1.txt", "reports/a.csv", ".cache/words.sqlite",
)  # fmt: skip
NOBODY = (".gitignore", "README.md", "qualcode.toml", "questions.yaml", "codebooks/frame.yaml", "analysis.py")


def test_whatever_lies_in_the_folder_git_takes_only_what_says_nothing_of_people(qualcode: Run, tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not there")
    assert qualcode("init", ".").code == 0
    for name in (*PEOPLE, *NOBODY):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        if not (tmp_path / name).exists():
            (tmp_path / name).write_text("x", "utf-8")

    def taken() -> set[str]:
        words = ["git", "-c", "core.quotepath=off", "ls-files", "--others", "--exclude-standard"]
        listed = subprocess.run(
            words, cwd=tmp_path, check=True, capture_output=True, text=True, encoding="utf-8"
        ).stdout
        return set(listed.splitlines())

    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    assert taken() == set(NOBODY)
    ignored = tmp_path / ".gitignore"
    ignored.write_text(ignored.read_text("utf-8").replace("/snapshot/\n", ""), "utf-8")
    assert taken() == {*NOBODY, "snapshot/documents/P1.txt"}, "as the page on git says"
