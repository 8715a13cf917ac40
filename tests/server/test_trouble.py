"""A server that is frozen, killed, cut off, of another version or read-only: it is told, and nothing is half-done."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.core.errors import StoreError, StoreUnreachable
from qualcode.project import Project, init
from qualcode.project.move import move
from qualcode.store.migrations import present_schema
from qualcode.store.server import link
from tests.cli.conftest import Run
from tests.postgres import Server
from tests.study import ANNA, BO, study
from tests.tui.small import seen

from .conftest import coding
from .proxy import Network


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "SILENCE", 2)


@pytest.fixture
def root(tmp_path: Path, address: str) -> Path:
    """Ana's folder of a study that is on the server."""
    with study(tmp_path / "ana", ANNA, BO, coder="ana") as project:
        project.tag("M1#1", "value")
        move(project, address)
    return tmp_path / "ana"


@pytest.fixture
def network(server: Server) -> Iterator[Network]:
    made = Network(server.port)
    yield made
    made.end()


def through(address: str, server: Server, network: Network) -> str:
    return address.replace(f":{server.port}/", f":{network.port}/")


def codes(root: Path) -> set[str]:
    with Project.open(root) as project:
        return {coding.code for coding in project.codings() if coding.document == "D1"}


def test_a_frozen_server_is_told_by_a_command_that_begins(root: Path, server: Server, qualcode: Run) -> None:
    with server.frozen():
        ran = qualcode("-C", root, "tag", "D1#1", "value")
    assert (ran.code, "error: server_unreachable:" in ran.err, "not stored" in ran.err) == (4, True, True)
    assert codes(root) == set()
    assert qualcode("-C", root, "tag", "D1#1", "value").code == 0


def test_a_server_that_freezes_in_the_middle_of_a_change_keeps_nothing_of_it(root: Path, server: Server) -> None:
    with Project.open(root) as project:
        store = project.writable
        with pytest.raises(StoreUnreachable, match="does not answer"), store.change("tag", "ana") as change:
            store.coder_key(change, "somebody")
            with server.frozen():
                store.coder_key(change, "else")
        assert "somebody" not in store.coder_keys()
        project.tag("D1#1", "value")
    assert codes(root) == {"frame:value"}


@pytest.mark.asyncio
async def test_a_server_that_freezes_while_somebody_codes_gives_the_screen_back(root: Path, server: Server) -> None:
    async with coding(root) as (app, pilot):
        with server.frozen():
            await pilot.press("3")
            shown = await seen(app, pilot, "try again")
            assert "not stored" in shown.lower()
        await pilot.press("r")


def test_a_slow_server_is_waited_for_but_not_by_the_screen(
    root: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualcode.store.server import connection as engine

    slow = "SELECT pg_sleep(3.5)"
    with Project.open(root) as project:
        connection = project.writable._connection
        assert connection.execute(slow).fetchone() is not None
        monkeypatch.setattr(engine, "PATIENCE", 1)
        project.store.wait_at_most(1.5)
        with pytest.raises(StoreUnreachable, match="does not answer"), connection.speaking():
            connection.begin()
            connection.execute(slow)
        connection.roll_back()
        project.tag("D1#1", "value")
    assert codes(root) == {"frame:value"}


@pytest.mark.parametrize("whole", [False, True])
def test_what_is_killed_in_the_middle_of_a_change_leaves_nothing_of_it(root: Path, server: Server, whole: bool) -> None:
    with Project.open(root) as project:
        project.tag("D1#1", "value")
        store = project.writable
        with pytest.raises(StoreUnreachable, match="not stored"), store.change("tag", "ana") as change:
            store.coder_key(change, "somebody")
            if whole:
                server.killed()
                server.start()
            else:
                os.kill(store._connection.raw.info.backend_pid, signal.SIGKILL)  # type: ignore[attr-defined]
            store.coder_key(change, "else")
        assert "somebody" not in store.coder_keys()
        project.tag("D1#1", "support")
    assert codes(root) == {"frame:value", "frame:support"}, "what was told as stored is there"


@pytest.mark.asyncio
async def test_a_server_that_is_killed_between_two_keys_is_not_noticed_when_it_is_back(
    root: Path, server: Server
) -> None:
    async with coding(root) as (_, pilot):
        server.killed()
        server.start()
        await pilot.press("3")


def test_a_network_that_is_cut_between_two_changes_is_not_noticed(
    root: Path, address: str, server: Server, network: Network
) -> None:
    with Project.open(root, store=through(address, server, network)) as project:
        project.tag("D1#1", "value")
        network.cut()
        project.tag("D1#1", "support")
    assert codes(root) == {"frame:value", "frame:support"}


@pytest.mark.parametrize("how", ["cut", "silent"])
def test_a_network_that_fails_within_a_change_leaves_nothing_of_it(
    root: Path, address: str, server: Server, network: Network, how: str
) -> None:
    def fail(sent: bytes) -> None:
        if b"INSERT INTO history" in sent:
            if how == "silent":
                network.silent = True
            else:
                network.end()

    with Project.open(root, store=through(address, server, network)) as project:
        project.tag("D1#1", "value")
        network.watch = fail
        with pytest.raises(StoreUnreachable):
            project.tag("D1#1", "support")
    assert codes(root) == {"frame:value"}


def test_a_network_that_fails_at_the_very_storing_is_asked_again_or_says_that_nobody_knows(
    root: Path, address: str, server: Server, network: Network
) -> None:
    def cut_once(sent: bytes) -> None:
        if b"COMMIT" in sent:
            network.watch = lambda sent: None
            network.cut()

    def end(sent: bytes) -> None:
        if b"COMMIT" in sent:
            network.end()

    with Project.open(root, store=through(address, server, network)) as project:
        project.tag("D1#1", "value")
        network.watch = cut_once
        with pytest.raises(StoreUnreachable, match="not stored"):
            project.tag("D1#1", "support")
        assert {c.code for c in project.codings() if c.document == "D1"} == {"frame:value"}
        project.store.wait_at_most(0.2)
        network.watch = end
        with pytest.raises(StoreUnreachable) as error:
            project.tag("D1#1", "support")
        assert error.value.slug == "server_lost"
    assert codes(root) <= {"frame:value", "frame:support"}


def as_of_an_older_version(server: Server, address: str) -> None:
    """What the study was before the last step of its schema."""
    schema = address.partition("schema=")[2]
    server.sql(f"DROP TABLE {schema}.computer; DELETE FROM {schema}.migration WHERE number >= 8")


def test_an_older_study_waits_for_its_owner_who_brings_it_up_to_date(
    root: Path, address: str, server: Server, qualcode: Run
) -> None:
    server.sql("DO $$ BEGIN CREATE ROLE carl LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    assert qualcode("-C", root, "coder", "allow", "carl").code == 0
    as_of_an_older_version(server, address)
    as_carl = address.replace("owner@", "carl@")
    ran = qualcode("init", "--store", as_carl, "carl", "--coder", "carl")
    assert (ran.code, "error: store_older:" in ran.err) == (4, True)
    assert not Path("carl").exists()
    before = len(list((root / "backups").iterdir()))
    assert qualcode("-C", root, "status").code == 0
    assert len(list((root / "backups").iterdir())) == before + 1
    assert qualcode("init", "--store", as_carl, "carl", "--coder", "carl").code == 0
    assert qualcode("-C", "carl", "tag", "D1#1", "value").code == 0
    assert qualcode("-C", root, "check").code == 0


def test_a_study_of_a_newer_version_is_left_alone(root: Path, address: str, server: Server, qualcode: Run) -> None:
    schema = address.partition("schema=")[2]
    server.sql(f"INSERT INTO {schema}.migration VALUES ({present_schema() + 1}, 'of tomorrow', '')")
    ran = qualcode("-C", root, "tag", "D1#1", "value")
    assert (ran.code, "error: store_newer:" in ran.err, "pip install --upgrade" in ran.err) == (4, True, True)


def test_a_user_who_may_only_read_is_told(root: Path, address: str, server: Server, qualcode: Run) -> None:
    schema = address.partition("schema=")[2]
    server.sql(
        "DO $$ BEGIN CREATE ROLE reader LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$; "
        f"GRANT USAGE ON SCHEMA {schema} TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader"
    )
    assert qualcode("init", "--store", address.replace("owner@", "reader@"), "r", "--coder", "r").code == 0
    assert qualcode("-C", "r", "show", "D1").code == 0
    ran = qualcode("-C", "r", "tag", "D1#1", "value")
    assert (ran.code, "error: store_not_allowed:" in ran.err) == (4, True)
    assert codes(root) == set()


def test_a_server_that_only_follows_another_is_told(root: Path, server: Server, qualcode: Run) -> None:
    follows = server.data / "standby.signal"
    server.stop()
    follows.touch()
    server.start()
    try:
        assert qualcode("-C", root, "show", "D1").code == 0
        ran = qualcode("-C", root, "tag", "D1#1", "value")
        assert (ran.code, "error: store_readonly:" in ran.err) == (4, True), ran.err
    finally:
        server.stop()
        follows.unlink()
        server.start()
    assert qualcode("-C", root, "tag", "D1#1", "value").code == 0


def test_an_init_that_failed_at_the_folder_can_be_joined(tmp_path: Path, address: str, qualcode: Run) -> None:
    """The study has its settings from its first moment, whoever made it."""
    (tmp_path / "file").write_text("no folder can be made here")
    with pytest.raises(StoreError):
        init(tmp_path / "file" / "in", coder="ana", store=address)
    assert qualcode("init", "--store", address, "b", "--coder", "bo").code == 0
    assert qualcode("-C", "b", "status").code == 0
