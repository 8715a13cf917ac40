"""The sample study coded apart by two people: merged both ways, or carried by git, it is one study with one result."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from qualcode.project import Project, agreement, consensus
from tests.cli.conftest import Run
from tests.team.test_rounds_apart import everything


def apart(qualcode: Run, sample: Path, folder: Path) -> tuple[Path, Path]:
    """Two copies of the study with a plan; in each, one person has coded what tags.csv has of them, and finished."""
    assert qualcode("undo").code == 0, "the codings that the demonstration made"
    argv = ("--coders", "ana,bo", "--double", "100%", "--by", "role", "--adjudicator", "cleo")
    assert qualcode("coder", "plan", *argv).code == 0
    rows = list(csv.DictReader((sample / "tags.csv").read_text("utf-8-sig").splitlines()))
    shutil.copytree(sample, folder / "base")
    copies = (folder / "ana", folder / "bo")
    for copy in copies:
        shutil.copytree(sample, copy)
        with (copy / "mine.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(row for row in rows if row["coder"] == copy.name)
        assert qualcode("-C", copy, "tag", "--from", copy / "mine.csv", "--coder", copy.name).code == 0
        (copy / "mine.csv").unlink()
        assert qualcode("-C", copy, "coder", "finish", "--round", "main", "--coder", copy.name).code == 0
    return copies


def settled(root: Path) -> int:
    """What Cleo decides: every other disagreement is a yes."""
    with Project.open(root, coder="cleo") as project:
        request = agreement.AgreementRequest(round="main")
        waiting = agreement.unsettled(project, request)
        consensus.begin(project, request)
        for number, one in enumerate(waiting):
            consensus.settle(project, one, one.code if number % 2 else None, f"nr. {number}")
        return len(waiting)


def results(qualcode: Run, root: Path) -> dict[str, Any]:
    """Agreement of the round now and as it was kept, the decisions, and the shares of the consensus."""
    found = {}
    for name, argv in {
        "agree": ("agree", "--round", "main", "--json"),
        "rounds": ("agree", "--rounds", "--json"),
        "decided": ("review", "--decided", "--json"),
        "shares": ("shares", "moore", "--by", "role", "--layer", "consensus", "--json"),
    }.items():
        ran = qualcode("-C", root, *argv)
        assert ran.code == 0, ran.err
        found[name] = json.loads(ran.out)
    for row in (*found["rounds"]["measures"], *found["rounds"]["rounds"], *found["decided"]["rows"]):
        del row["created"]
    return found


def merged(qualcode: Run, here: Path, there: Path) -> None:
    ran = qualcode("-C", here, "merge", there)
    assert ran.code == 0, ran.err


def test_merged_both_ways_and_through_git_the_numbers_are_the_same(qualcode: Run, sample: Path, tmp_path: Path) -> None:
    ana, bo = apart(qualcode, sample, tmp_path / "merged")
    by_git = tmp_path / "git"
    shutil.copytree(tmp_path / "merged", by_git)

    merged(qualcode, ana, bo)
    merged(qualcode, bo, ana)
    assert everything(ana) == everything(bo)
    assert settled(bo) > 20
    merged(qualcode, ana, bo)
    merged(qualcode, bo, ana)
    assert everything(ana) == everything(bo)
    expected = results(qualcode, ana)
    assert results(qualcode, bo) == expected
    assert expected["rounds"]["measures"][0]["mean"] == expected["agree"]["mean"]
    assert {row["coder"] for row in expected["decided"]["rows"]} == {"cleo"}
    assert sum(row["denominator"] for row in expected["shares"]["rows"] if row["code"] == "moore:value") == 70

    if shutil.which("git") is None:
        pytest.skip("needs git for the other half")
    clones = carried(qualcode, by_git / "ana", by_git / "bo", tmp_path)
    assert settled(clones[0]) > 20
    handed(qualcode, clones[0])
    fetched(qualcode, clones[1])
    assert everything(clones[0]) == everything(clones[1])
    for clone in clones:
        assert results(qualcode, clone) == expected


def git(root: Path, *words: str) -> None:
    who = {f"GIT_{role}_{what}": f"x{'@example.org' if what == 'EMAIL' else ''}"
           for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}  # fmt: skip
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(
        ["git", "-C", str(root), *words], check=True, capture_output=True, env={**os.environ, **who, **settings}
    )


def handed(qualcode: Run, root: Path) -> None:
    assert qualcode("-C", root, "snapshot").code == 0
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", root.name)
    git(root, "pull", "-q", "--no-rebase", "--no-edit")
    assert qualcode("-C", root, "restore").code == 0
    git(root, "push", "-q")


def fetched(qualcode: Run, root: Path) -> None:
    git(root, "pull", "-q", "--no-rebase", "--no-edit")
    assert qualcode("-C", root, "restore").code == 0


def carried(qualcode: Run, ana: Path, bo: Path, folder: Path) -> tuple[Path, Path]:
    """Two clones with the work of the two copies, each pushed and pulled."""
    base, shared = ana.parent / "base", folder / "shared.git"
    (base / ".gitignore").write_text("qualcode.sqlite*\nbackups/\n.cache/\ntranscripts/\n", "utf-8")
    assert qualcode("-C", base, "snapshot").code == 0
    git(base, "init", "-q", "-b", "main")
    git(base, "add", "-A")
    git(base, "commit", "-q", "-m", "the study")
    git(folder, "clone", "-q", "--bare", str(base), str(shared))
    clones = [folder / f"clone-{copy.name}" for copy in (ana, bo)]
    for clone in clones:
        git(folder, "clone", "-q", str(shared), str(clone))
    for copy, clone in zip((ana, bo), clones, strict=True):
        shutil.copy(copy / "qualcode.sqlite", clone / "qualcode.sqlite")
        handed(qualcode, clone)
    fetched(qualcode, clones[0])
    return clones[0], clones[1]
