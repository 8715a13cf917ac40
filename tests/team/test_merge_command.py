"""`qualcode merge` as a person types it: what it says, what it prints, how it ends."""

import json
import shutil
from pathlib import Path

from qualcode.project import Project
from tests.cli.conftest import Run, qualcode

from ..study import ANNA, BO, study

__all__ = ["qualcode"]


def test_conflicts_are_listed_settled_by_their_ids_and_taken_back_by_undo(qualcode: Run, tmp_path: Path) -> None:
    with study(tmp_path / "a", ANNA, BO) as project:
        project.tag("D1:2", "value", weight=0.5)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    assert qualcode("-C", "a", "case", "set", "Anna", "role=director", "--member", "D1").code == 0
    assert qualcode("-C", "b", "case", "set", "Anna", "role=manager", "--member", "D1").code == 0
    assert qualcode("-C", "b", "tag", "M1:4", "capacity", "--coder", "bo").code == 0
    ran = qualcode("-C", "a", "merge", "b")
    assert ran.code == 1 and "carried: 1 coder, 1 coding, 2 changes of the log" in ran.err
    id, about = ran.out.splitlines()[0].split("  ")
    assert about == "case Anna, role" and ran.out.splitlines()[1:] == ["        here   director",
                                                                       "        there  manager"]  # fmt: skip
    assert f"qualcode merge b --mine {id}" in ran.err
    assert qualcode("-C", "a", "merge", "b", "--theirs", "nosuch").code == 2
    tried = json.loads(qualcode("-C", "a", "merge", "b", "--theirs", id, "--dry-run", "--json").out)
    assert tried["format"] == "qualcode/merge/1" and tried["stored"] is False
    assert [(c["id"], c["settled"]) for c in tried["conflicts"]] == [(id, "theirs")]
    assert qualcode("-C", "a", "merge", "b", "--theirs", id).code == 0
    assert "manager" in (tmp_path / "a" / "cases.csv").read_text("utf-8")
    log = qualcode("-C", "a", "log").out
    assert "-\t" in log and "\tbo\ttag\tM1" in log
    assert qualcode("-C", "a", "undo").code == qualcode("-C", "a", "undo").code == 0
    with Project.open(tmp_path / "a") as project:
        assert len(project.codings()) == 1 and project.store.joined_history() == []
    assert "director" in (tmp_path / "a" / "cases.csv").read_text("utf-8")


def test_what_cannot_be_merged_is_said(qualcode: Run, tmp_path: Path) -> None:
    study(tmp_path / "a", ANNA).close()
    (tmp_path / "empty").mkdir()
    assert (ran := qualcode("-C", "a", "merge", "none")).code == 3 and "missing_file" in ran.err
    assert (ran := qualcode("-C", "a", "merge", "empty")).code == 3 and "no_project" in ran.err
    assert (ran := qualcode("-C", "a", "merge", "a")).code == 2 and "same_project" in ran.err
    assert qualcode("-C", "a", "merge", "empty", "--prefer", "hers").code == 2


def test_a_snapshot_without_texts_is_merged_by_way_of_a_folder_that_has_them(qualcode: Run, tmp_path: Path) -> None:
    (tmp_path / "D1.txt").write_text("I: Why?\n\nAnna: It helps.\n", "utf-8")
    for folder in ("a", "b", "c"):
        assert qualcode("init", folder, "--coder", folder, "--lang", "en").code == 0
        assert qualcode("-C", folder, "add", tmp_path / "D1.txt").code == 0
    assert qualcode("-C", "b", "tag", "D1:2", "open:help").code == 0
    assert qualcode("-C", "b", "snapshot", "--no-text", "-o", "public").code == 0
    before = qualcode("-C", "a", "log").out
    refused = qualcode("-C", "a", "merge", "public/snapshot")
    assert (refused.code, "error: no_text:" in refused.err, "qualcode restore" in refused.err) == (3, True, True)
    assert qualcode("-C", "a", "log").out == before
    shutil.copytree(tmp_path / "public" / "codebooks", tmp_path / "c" / "codebooks", dirs_exist_ok=True)
    assert qualcode("-C", "c", "restore", "public/snapshot", "--force").code == 0
    assert qualcode("-C", "a", "merge", "c").code == 0
    assert "It helps." in qualcode("-C", "a", "find", "--code", "open:help", "--coder", "b").out
