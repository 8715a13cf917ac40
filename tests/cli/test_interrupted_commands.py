"""Ctrl-C stops a long command at once, with its exit code, and the study is as before."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qualcode.project import Project
from tests.study import conversation, study

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends the signal of a Unix terminal")

TURNS = 400


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """One interview with eight hundred turns, a table of 160 000 tags, and a folder of texts to add."""
    lines = [
        line for n in range(TURNS) for line in (("I", f"Hvad så {n}?"), ("Anna", f"Det er svar nummer {n} om data."))
    ]
    study(tmp_path, conversation("D1", *lines)).close()
    with (tmp_path / "tags.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["address", "code"])
        table.writerows([f"D1:{2 + 2 * (n % TURNS)}", f"open:kode-{n // TURNS}"] for n in range(160_000))
    (tmp_path / "more").mkdir()
    said = "\n\n".join(f"I: Hvad mener du om {n}?\n\nB: Jeg mener at nummer {n} er godt for data." for n in range(150))
    for n in range(600):
        (tmp_path / "more" / f"P{n}.txt").write_text(f"{said}\n\nB: Og {n}.\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("command", [("tag", "--from", "tags.csv"), ("add", "more")])
def test_an_interrupted_command_leaves_the_study_as_it_was(place: Path, command: tuple[str, ...]) -> None:
    with Project.open(place) as project:
        before = (len(project.store.history()), project.store.document_ids(), len(list(project.codings())))
    files = sorted(path.name for path in place.rglob("*") if path.suffix in (".txt", ".yaml", ".toml"))
    running = subprocess.Popen(
        [sys.executable, "-m", "qualcode", *command],
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Programs started in the background, as by nohup, have it ignored, and so have their children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    time.sleep(0.7)
    assert running.poll() is None, "it was done before it could be interrupted: make the input larger"
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert "Traceback" not in said
    with Project.open(place) as project:
        assert before == (len(project.store.history()), project.store.document_ids(), len(list(project.codings())))
    assert files == sorted(path.name for path in place.rglob("*") if path.suffix in (".txt", ".yaml", ".toml"))
