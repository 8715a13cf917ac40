"""A database in a folder that a cloud service copies: whose file took whose place is noticed, and nothing is lost."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from qualcode.core.errors import StoreError
from qualcode.core.files import service_of
from qualcode.project import Project
from tests.cli.conftest import Run, qualcode
from tests.study import ANNA, study

__all__ = ["qualcode"]

pytestmark = pytest.mark.file_engine


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study in a Dropbox folder, as Ana's computer has it."""
    monkeypatch.setenv("QUALCODE_HOME", str(tmp_path / "home-of-ana"))
    study(tmp_path / "Dropbox" / "study", ANNA).close()
    return tmp_path / "Dropbox" / "study"


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/home/ana/Dropbox/study", "Dropbox"),
        ("/Users/ana/Library/CloudStorage/OneDrive-Lunds universitet/study", "OneDrive"),
        ("/c/Users/ana/OneDrive - Aarhus Universitet/study", "OneDrive"),
        ("/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/study", "iCloud"),
        ("/Users/ana/Library/CloudStorage/GoogleDrive-ana@example.org/My Drive/study", "Google Drive"),
        ("/home/ana/Nextcloud/study", "Nextcloud"),
        ("/home/ana/studies/dropbox-interviews", ""),
        ("/home/ana/study", ""),
    ],
)
def test_a_cloud_folder_is_known_by_its_name(path: str, service: str) -> None:
    assert service_of(Path(path)) == service


@pytest.mark.parametrize(
    "name",
    [
        "qualcode (PC's conflicted copy 2026-11-01).sqlite",  # Dropbox, in the languages of its users
        "qualcode (Annas pc's konfliktkopi 2026-11-30).sqlite",
        "qualcode (Annas MacBooks modstridende kopi 2026-11-30).sqlite",
        "qualcode (Annas dators konfliktkopia 2026-11-30).sqlite",
        "qualcode (motstridande kopia 2026-11-30).sqlite",
        "qualcode (Case Conflict).sqlite",
        "qualcode-ANNAS-PC.sqlite",  # OneDrive
        "qualcode-DESKTOP-4F7K2LM.sqlite",
        "qualcode-AU123456.sqlite",
        "qualcode-PC-BO.sqlite",
        "qualcode-Annas MacBook Pro.sqlite",
        "qualcode-DESKTOP-4F7K2LM-2.sqlite",
        "qualcode 2.sqlite",  # iCloud
        "qualcode (1).sqlite",  # Google Drive
        "qualcode.sqlite (1)",
        "qualcode (conflicted copy 2026-11-30 101500).sqlite",  # Nextcloud
        "qualcode.sync-conflict-20261130-101500-ABCDEFG.sqlite",  # Syncthing
        "qualcode (SFConflict ana@example.org 2026-11-30-10-15-00).sqlite",  # Seafile
        "qualcode - Kopi.sqlite",  # Windows and macOS, by hand
        "qualcode kopi 2.sqlite",
        "Kopi af qualcode.sqlite",
    ],
)
def test_a_second_copy_is_noticed_by_the_name_that_a_service_gives_it(root: Path, name: str, qualcode: Run) -> None:
    shutil.copyfile(root / "qualcode.sqlite", root / name)
    assert f"{name}: looks like a second copy of qualcode.sqlite" in qualcode("-C", root, "status").err
    ran = qualcode("-C", root, "check")
    assert ran.code == 1
    assert f'qualcode merge "{name}"' in ran.out + ran.err


@pytest.mark.parametrize("name", ["moore-DANSK", "moore-2026", "moore 2", "moore-en", "moore_v2"])
def test_a_codebook_with_an_id_of_its_own_is_no_copy(root: Path, name: str, qualcode: Run) -> None:
    assert qualcode("-C", root, "codebook", "use", "moore").code == 0
    text = (root / "codebooks" / "moore.yaml").read_text("utf-8")
    (root / "codebooks" / f"{name}.yaml").write_text(text.replace("id: moore", "id: ours", 1), "utf-8")
    assert "second copy" not in qualcode("-C", root, "status").err
    assert "ours" in qualcode("-C", root, "codebook", "list").out


HAND_WRITTEN = {
    "qualcode.toml": ("qualcode-DESKTOP.toml", "qualcode 2.toml", "qualcode (conflicted copy 2026-11-30).toml"),
    "cases.csv": ("cases-LAPTOP123.csv", "cases 2.csv", "cases (1).csv", "cases.csv (1)",
                  "cases.sync-conflict-20261130-101500-ABCDEFG.csv"),
    "questions.yaml": ("questions-ANNAS-PC.yaml", "questions-AU123456.yaml", "questions 2.yaml",
                       "questions (Anna's conflicted copy 2026-11-30).yaml"),
    "codebooks/moore.yaml": ("moore (Anna's conflicted copy).yaml", "moore-MACHINENAME.yaml", "moore 2.yaml",
                             "moore.sync-conflict-20261130-101500-ABCDEFG.yaml"),
}  # fmt: skip
OWN = {  # what a study has beside them, by names that are like those
    "cases-TALLENE.csv": "municipality;inhabitants\nA;1000\n",
    "cases 2024.csv": "municipality;inhabitants\nA;1000\n",
    "survey.csv": "id;role\n1;x\n",
    "survey (1).csv": "id;role\n2;x\n",
    "questions-DANSK.yaml": "questions:\n  - id: 1\n    text: Hvad er vigtigt?\n  - id: 2\n    text: Hvorfor?\n",
    "qualcode-TEST.toml": 'name = "Another"\nid = "another"\n',
    "codebooks/moore-konflikter.yaml": "id: moore-konflikter\ntitle: Disputes\ncodes:\n  - id: x\n    name: X\n",
    "codebooks/notes (1).txt": "",
}


def test_copies_of_what_is_written_by_hand_are_noticed_and_files_of_ones_own_are_not(root: Path, qualcode: Run) -> None:
    assert qualcode("-C", root, "codebook", "use", "moore").code == 0
    (root / "cases.csv").write_text("case;role\nAnna;director\n", "utf-8")
    (root / "questions.yaml").write_text(
        "questions:\n  - id: 1\n    text: What matters?\n  - id: 2\n    text: Why?\n", "utf-8"
    )
    for name, text in OWN.items():
        (root / name).write_text(text, "utf-8")

    def told() -> set[str]:
        damage = json.loads(qualcode("-C", root, "status", "--json").out)["damage"]
        return {one.partition(": looks like a second copy")[0].removeprefix("codebooks/") for one in damage}

    assert told() == set()
    for name, copies in HAND_WRITTEN.items():
        text = (root / name).read_text("utf-8")
        for copy in copies:  # somebody has changed it there
            (root / name).with_name(copy).write_text(text.replace("director", "manager") + "# later\n", "utf-8")
    assert told() == {copy for copies in HAND_WRITTEN.values() for copy in copies}
    checked = qualcode("-C", root, "check")
    assert all(f"{name.rpartition('/')[2]}, made by a cloud" in checked.out + checked.err for name in HAND_WRITTEN)


def test_a_file_that_icloud_has_taken_off_the_computer_is_told(root: Path, qualcode: Run) -> None:
    (root / "qualcode.sqlite").rename(root / ".qualcode.sqlite.icloud")
    ran = qualcode("-C", root, "status")
    assert (ran.code, "error: store_missing:" in ran.err, "Finder" in ran.err) == (4, True, True)


def on_another_computer(root: Path, home: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Bo codes in his copy of the folder."""
    with monkeypatch.context() as other:
        other.setenv("QUALCODE_HOME", str(home))
        with Project.open(root, coder="bo") as project:
            project.tag("D1#2", code)


def test_a_file_that_took_the_place_of_ours_is_noticed_before_anything_is_lost(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qualcode: Run
) -> None:
    theirs = tmp_path / "of-bo" / "Dropbox" / "study"
    shutil.copytree(root, theirs)
    with Project.open(root, coder="ana") as project:
        project.tag("D1#1", "value")
    on_another_computer(theirs, tmp_path / "home-of-bo", monkeypatch, "capacity")
    shutil.copyfile(theirs / "qualcode.sqlite", root / "qualcode.sqlite")  # the service took Bo's file

    for words in (["status"], ["tag", "D1#1", "support"], ["check"]):
        ran = qualcode("-C", root, *words)
        assert (ran.code, "written_elsewhere" in ran.err) == (4, True), words
    accepted = qualcode("-C", root, "sync", "--accept")
    assert accepted.code == 0
    kept = next(line.split('"')[1] for line in accepted.err.splitlines() if "qualcode merge" in line)
    assert qualcode("-C", root, "merge", kept).code == 0
    with Project.open(root) as project:
        assert {(c.coder, c.code) for c in project.codings()} == {("ana", "frame:value"), ("bo", "frame:capacity")}
        names = project.store.query("SELECT count(*) FROM computer")[1]
    assert names == [(2,)]


def test_taking_turns_is_no_trouble(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for turn, code in enumerate(("value", "support", "capacity")):
        with Project.open(root, coder="ana") as project:
            project.tag("D1#1", code)
            if turn == 1:
                project.undo()
        on_another_computer(root, tmp_path / "home-of-bo", monkeypatch, code)
    with Project.open(root) as project:
        assert len(project.codings()) == 5


def test_putting_a_backup_back_and_erasing_are_ones_own_doing(root: Path, tmp_path: Path, qualcode: Run) -> None:
    with Project.open(root, coder="ana") as project:
        number = project.writable.backup("by hand", always=True).number
        project.tag("D1#1", "value")
    assert qualcode("-C", root, "backups", "restore", number).code == 0
    assert qualcode("-C", root, "status").code == 0
    assert "Dropbox" in qualcode("-C", root, "status").err
    assert qualcode("-C", root, "remove", "D1", "--erase", "--yes").code == 0
    assert qualcode("-C", root, "status").code == 0
    at_home = [path for path in (tmp_path / "home-of-ana").rglob("*") if path.is_file()]
    assert [path for path in at_home if b"hele pointen" in path.read_bytes()] == []


def test_elsewhere_nothing_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALCODE_HOME", str(tmp_path / "home"))
    with study(tmp_path / "study", ANNA) as project:
        project.tag("D1#1", "value")
        assert project.store.query("SELECT count(*) FROM computer")[1] == [(0,)]
    assert not (tmp_path / "home").exists()


def test_a_copy_that_cannot_be_kept_stops_nobody(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("in the way")
    monkeypatch.setenv("QUALCODE_HOME", str(tmp_path / "a-file" / "home"))
    with Project.open(root, coder="ana") as project:
        project.tag("D1#1", "value")
    try:
        with Project.open(root) as project:
            assert len(project.codings()) == 1
    except StoreError as error:  # pragma: no cover
        raise AssertionError("what cannot be remembered is no reason to stop") from error
