"""Three coders by merged copies, by snapshots, and at once on a server: agreement and consensus are the same."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from qualcode.project import Project, init
from qualcode.project.move import move
from tests.cli.conftest import Run
from tests.server.conftest import agreement
from tests.study import ANNA, BO, study

CODED = {
    "ana": [("D1#1", "value"), ("D1#2", "support"), ("D1#2", "capacity"), ("M1#1", "value"), ("M1#2", "capacity")],
    "bo": [("D1#1", "value"), ("D1#2", "support"), ("M1#1", "support"), ("M1#2", "capacity")],
    "cat": [("D1#1", "value"), ("D1#2", "capacity"), ("M1#1", "value"), ("M1#2", "capacity")],
}

CODER = """
import json, sys, time
from qualcode.project import Project
from qualcode.project.coders import set_state
with Project.open(sys.argv[1], coder=sys.argv[2]) as project:
    for place, code in json.loads(sys.argv[3]):
        project.tag(place, code)
        print(place, code, flush=True)
        time.sleep(float(sys.argv[4]))
    set_state(project, project.coder, [], "finished")
"""


def coder(root: Path, name: str, pause: float = 0.0) -> subprocess.Popen[str]:
    """A coder in a terminal of her own, who codes what she codes, and is done."""
    words = [sys.executable, "-c", CODER, str(root), name, json.dumps(CODED[name]), str(pause)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def numbers(root: Path, qualcode: Run) -> tuple[object, object, object]:
    """Agreement, the consensus where all agree, and the shares of the consensus."""
    agreed = agreement(qualcode("-C", root, "agree", "frame", "--coders", "ana,bo,cat", "--json").out)
    review = [sys.executable, "-m", "qualcode", "-C", str(root), "review", "frame", "--coder", "ana"]
    subprocess.run(review, input="q\n", text=True, capture_output=True, check=False)
    with Project.open(root) as project:
        consensus = sorted((c.document, c.span.start, c.code) for c in project.codings() if c.coder == "consensus")
    assert consensus, "what all agree on is in the consensus"
    shares = json.loads(qualcode("-C", root, "shares", "frame", "--layer", "consensus", "--json").out)
    return agreed, consensus, shares


def test_three_ways_to_one_number(tmp_path: Path, address: str, qualcode: Run) -> None:
    study(tmp_path / "begun", ANNA, BO).close()

    copies = {name: shutil.copytree(tmp_path / "begun", tmp_path / f"copy-{name}") for name in CODED}
    for name, root in copies.items():
        assert coder(root, name).wait() == 0
    merged = shutil.copytree(copies["ana"], tmp_path / "merged")
    for name in ("bo", "cat"):
        assert qualcode("-C", merged, "merge", copies[name]).code == 0

    by_text = shutil.copytree(copies["cat"], tmp_path / "by-text")
    for name in ("ana", "bo"):
        assert (
            qualcode("-C", copies[name], "snapshot", "--allow-identifiable", "-o", tmp_path / f"text-{name}").code == 0
        )
        assert qualcode("-C", by_text, "merge", tmp_path / f"text-{name}" / "snapshot").code == 0

    with Project.open(tmp_path / "begun") as project:
        move(project, address)
    folders = {name: init(tmp_path / f"server-{name}", coder=name, store=address) for name in CODED}
    running = {name: coder(root, name, 0.2) for name, root in folders.items()}
    assert running["bo"].stdout is not None
    assert running["bo"].stdout.readline()
    running["bo"].send_signal(signal.SIGKILL)  # and begins again where she was
    running["bo"].wait()
    assert coder(folders["bo"], "bo").wait() == 0
    assert [running[name].wait() for name in ("ana", "cat")] == [0, 0]

    found = [numbers(root, qualcode) for root in (merged, by_text, folders["ana"])]
    assert found[0] == found[1]
    assert found[0] == found[2]
