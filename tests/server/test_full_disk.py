"""The server's disk is full, while rows are written or as they are stored: it is told, and can be done again.

The server says so itself, in the words and with the code that it has for it, by a trigger that stands for the disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qualcode.project import Project
from qualcode.project.move import move
from tests.cli.conftest import Run
from tests.postgres import Server
from tests.study import ANNA, study
from tests.tui.small import seen

from .conftest import coding

WHEN = {
    "as it is written": "CREATE TRIGGER full_disk BEFORE INSERT ON {table}",
    "as it is stored": "CREATE CONSTRAINT TRIGGER full_disk AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED",
}


@pytest.fixture
def root(tmp_path: Path, address: str) -> Path:
    with study(tmp_path / "ana", ANNA, coder="ana") as project:
        move(project, address)
    return tmp_path / "ana"


@pytest.fixture(params=list(WHEN))
def made(request: pytest.FixtureRequest) -> str:
    return WHEN[request.param]


@contextmanager
def full(server: Server, address: str, made: str) -> Iterator[None]:
    """The server has no room for codings."""
    schema = address.partition("schema=")[2]
    server.sql(
        f"CREATE FUNCTION {schema}.no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$; "
        f"{made.format(table=f'{schema}.coding')} FOR EACH ROW EXECUTE FUNCTION {schema}.no_room()"
    )
    yield
    server.sql(f"DROP FUNCTION {schema}.no_room() CASCADE")


def codings(root: Path) -> int:
    with Project.open(root) as project:
        return len(project.codings())


def test_a_command_says_so_and_has_changed_nothing(
    root: Path, address: str, server: Server, made: str, qualcode: Run
) -> None:
    with full(server, address, made):
        for words in (("tag", "D1#1", "open:ny"), ("tag", "D1#1", "value", "support")):
            ran = qualcode("-C", root, *words)
            assert (ran.code, "error: disk_full:" in ran.err, "nothing was changed" in ran.err) == (4, True, True)
        assert codings(root) == 0
        assert not (root / "codebooks" / "open.yaml").exists()
        assert qualcode("-C", root, "show", "D1").code == 0, "looking goes on working"
    assert qualcode("-C", root, "tag", "D1#1", "open:ny").code == 0
    assert codings(root) == 1


@pytest.mark.asyncio
async def test_the_screen_keeps_what_was_not_stored(root: Path, address: str, server: Server, made: str) -> None:
    async with coding(root) as (app, pilot):
        with full(server, address, made):
            await pilot.press("3")
            shown = await seen(app, pilot, "try again")
            assert "no room" in shown
            assert "not stored" in shown.lower()
        await pilot.press("r")
