"""No result is written over what a study rests on, wherever it lies."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.conftest import qualcode as qualcode


@pytest.mark.parametrize(
    "writing",
    [
        ("list", "codes", "-o"), ("report", "sample", "--format", "csv", "-o"), ("export", "--allow-identifiable"),
        ("question", "match", "-o"), ("speakers", "-o"),
    ],
    ids=lambda words: " ".join(words),
)  # fmt: skip
def test_an_original_added_from_elsewhere_is_never_a_target(
    qualcode: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writing: tuple[str, ...]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    answers = "Navn;Hvad er godt?\nMia;Alt er godt.\nNo;Intet er godt.\n"
    (home / "svar.csv").write_text(answers, "utf-8")
    assert qualcode("init", "study").code == 0
    monkeypatch.chdir(tmp_path / "study")
    (tmp_path / "study" / "questions.yaml").write_text("questions:\n  - {id: '1', text: Hvad er godt?}\n", "utf-8")
    assert qualcode("add", "../home/svar.csv").code == 0
    assert qualcode("codebook", "use", "moore").code == 0
    assert qualcode("tag", "svar-1:2", "moore:value", "--coder", "ana").code == 0
    ran = qualcode(*writing, "../home/svar.csv")
    assert (ran.code, "own_input" in ran.err) == (2, True), ran.err
    assert (home / "svar.csv").read_text("utf-8") == answers
    assert qualcode(*writing, "../home/tabel.csv").code == 0
    assert qualcode(*writing, "../home/tabel.csv").code == 0, "a result may be written again"


@pytest.mark.parametrize("folder", ["transcripts", "codebooks", "backups"])
def test_a_folder_of_the_study_is_never_a_target(qualcode: Run, tmp_path: Path, folder: str) -> None:
    assert qualcode("init", ".").code == 0
    (tmp_path / "transcripts" / "P1.txt").write_text("I: Hvad?\nMia: Ja.\n", "utf-8")
    assert qualcode("add", "transcripts").code == 0
    assert qualcode("codebook", "use", "moore").code == 0
    assert qualcode("backups", "make").code == 0
    before = sorted(path.name for path in (tmp_path / folder).rglob("*"))
    ran = qualcode("export", folder, "--format", "qualcoder", "--allow-identifiable")
    assert (ran.code, "own_input" in ran.err) == (2, True), ran.err
    assert sorted(path.name for path in (tmp_path / folder).rglob("*")) == before


@pytest.mark.parametrize(
    "name", ["study.qda", "study.sqlite3", "study.qdpx", "codings.jsonl", "codings.csv", "page.html"]
)
def test_no_export_beside_the_settings_goes_into_git(qualcode: Run, tmp_path: Path, name: str) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not there")
    assert qualcode("init", ".").code == 0
    (tmp_path / "transcripts" / "P1.txt").write_text("I: Hvad?\nMia: Ja.\n", "utf-8")
    assert qualcode("add", "transcripts").code == 0
    assert qualcode("codebook", "use", "moore").code == 0
    assert qualcode("tag", "P1:1", "moore:value", "--coder", "ana").code == 0
    assert qualcode("export", name, "--allow-identifiable").code == 0
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    staged = subprocess.run(["git", "add", "-A", "-n"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert name not in staged and "qualcode.toml" in staged
