"""Several who code at once, and what happens when a program or the server is stopped in the middle."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from qualcode.core.errors import StoreLocked, StoreUnreachable
from qualcode.project import Project, init
from tests.postgres import Server
from tests.study import ANNA, study

CODER = """
import json, sys
from qualcode.project import Project
root, coder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Project.open(root, coder=coder) as project:
    length = len(project.document("D1").text)
    for number in range(1, count + 1):
        start, stop = number % (length - 40), number % (length - 40) + 1 + number // (length - 40)
        code = ["frame:value", "frame:support", f"open:{number % 7}"][number % 3]
        project.tag(f"D1@{start}-{stop}", code, memo=str(number))
        print(json.dumps([start, stop, number]), flush=True)
"""


def coder(root: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CODER, str(root), name, str(count)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def folders(tmp_path: Path, address: str, names: list[str]) -> dict[str, Path]:
    """A study on a server, and a working copy of it for each."""
    with study(tmp_path / "owner", ANNA) as project:
        from qualcode.project.move import move

        move(project, address)
    return {name: init(tmp_path / name, coder=name, store=address) for name in names}


def stored(root: Path) -> dict[str, set[str]]:
    """The memos of each coder's codings: their numbers."""
    found: dict[str, set[str]] = {}
    with Project.open(root) as project:
        for coding in project.codings():
            found.setdefault(coding.coder, set()).add(coding.memo)
    return found


def acknowledged(said: str) -> set[str]:
    return {str(json.loads(line)[2]) for line in said.splitlines() if line.endswith("]")}


def test_what_three_were_told_is_stored_is_there_when_one_is_killed(tmp_path: Path, address: str) -> None:
    roots = folders(tmp_path, address, ["ana", "bo", "cat"])
    running = {name: coder(root, name, 30 if name != "bo" else 10_000) for name, root in roots.items()}
    assert running["bo"].stdout is not None
    first = "".join(running["bo"].stdout.readline() for _ in range(10))
    running["bo"].send_signal(signal.SIGKILL)
    said = {name: process.communicate() for name, process in running.items()}
    said["bo"] = first + said["bo"][0], ""
    assert said["ana"][1] == said["cat"][1] == ""
    there = stored(tmp_path / "owner")
    for name, (out, _) in said.items():
        assert acknowledged(out) <= there[name], "everything that was told is there"
        assert len(there[name]) <= len(acknowledged(out)) + 1
        assert len(acknowledged(out)) > 5
    with Project.open(tmp_path / "owner") as project:
        names = [name for code in project.codes.book("open") for name in code.name.values()]
        assert len(names) == len(set(names)) > 0, "an open code that several made at once is one"
        assert len({entry.key for entry in project.store.history()}) == len(project.store.history())


def test_the_server_started_again_between_two_changes_is_not_noticed(
    tmp_path: Path, address: str, server: Server
) -> None:
    root = folders(tmp_path, address, ["ana"])["ana"]
    with Project.open(root) as project:
        project.tag("D1#1", "value")
        server.stop()
        server.start()
        project.tag("D1#1", "support")
        assert {c.code for c in project.codings()} == {"frame:value", "frame:support"}


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_the_server_stopped_in_the_middle_of_a_change_leaves_nothing_of_it(
    tmp_path: Path, address: str, server: Server, how: str
) -> None:
    root = folders(tmp_path, address, ["ana"])["ana"]
    with Project.open(root) as project:
        store = project.writable
        with pytest.raises(StoreUnreachable, match="not stored"), store.change("tag", "ana") as change:
            store.coder_key(change, "somebody")
            server.stop(how)
            server.start()
            store.coder_key(change, "else")
        assert "somebody" not in store.coder_keys()
        project.tag("D1#1", "value")
        assert len(project.codings()) == 1


def test_a_server_that_is_down_is_told_and_the_change_can_be_made_afterwards(
    tmp_path: Path, address: str, server: Server
) -> None:
    root = folders(tmp_path, address, ["ana"])["ana"]
    with Project.open(root) as project:
        project.tag("D1#1", "value")
        project.store.wait_at_most(0.3)
        server.stop()
        try:
            with pytest.raises(StoreUnreachable):
                project.tag("D1#1", "support")
        finally:
            server.start()
        project.tag("D1#1", "support")
        assert len(project.codings()) == 2


def test_a_change_of_ones_own_waits_for_nobody_and_another_until_it_is_alone(tmp_path: Path, address: str) -> None:
    roots = folders(tmp_path, address, ["ana", "bo"])
    with Project.open(roots["ana"]) as ana, Project.open(roots["bo"]) as bo:
        bo.store.wait_at_most(0.2)
        with ana.writable.change("tag", "ana", own=True):
            bo.tag("D1#1", "value")
            with pytest.raises(StoreLocked):
                bo.undo()
        assert bo.undo().coder == "bo"


def test_a_commit_that_was_not_answered_is_looked_up(
    tmp_path: Path, address: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folders(tmp_path, address, ["ana"])["ana"]
    import psycopg

    with Project.open(root) as project:
        connection = project.writable._connection
        execute = psycopg.Connection.execute

        def cut(self: Any, sql: Any, *rest: Any, **more: Any) -> Any:
            done = execute(self, sql, *rest, **more)
            if sql == "COMMIT":
                monkeypatch.undo()
                self.close()
                raise psycopg.OperationalError("the connection was cut after the commit")
            return done

        monkeypatch.setattr(psycopg.Connection, "execute", cut)
        project.tag("D1#1", "value")
        assert len(project.codings()) == 1
        assert connection.in_transaction is False


def test_a_query_that_somebody_types_stops_with_the_program(tmp_path: Path, address: str) -> None:
    """A program that is interrupted leaves no lock behind."""
    roots = folders(tmp_path, address, ["ana", "bo"])
    holding = subprocess.Popen(
        [sys.executable, "-c",
         "import sys, time\nfrom qualcode.project import Project\n"
         "with Project.open(sys.argv[1]) as project, project.writable.change('tag', 'ana'):\n"
         " print('holding', flush=True); time.sleep(60)", str(roots["ana"])],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holding.stdout is not None
    assert holding.stdout.readline() == "holding\n"
    timer = threading.Timer(0.5, holding.kill)
    timer.start()
    with Project.open(roots["bo"]) as bo:
        bo.tag("D1#1", "value")
    holding.wait()
