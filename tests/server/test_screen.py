"""The coding screen on a study that is on a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from qualcode.core.errors import StoreUnreachable
from qualcode.project import Project, init
from qualcode.project.move import move
from tests.postgres import Server
from tests.server.conftest import coding
from tests.tui.small import said, screen, seen, study

pytestmark = pytest.mark.asyncio


@pytest.fixture
def root(tmp_path: Path, address: str) -> Path:
    """A study with a frame, moved to a server."""
    folder = study(tmp_path / "study")
    with Project.open(folder, coder="ana") as project:
        move(project, address)
    return folder


async def test_keys_code_and_undo_as_in_a_folder(root: Path) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("1", "3")
            await pilot.pause()
            assert len(said(root)) == 2
            await pilot.press("u")
            await pilot.pause()
            assert len(said(root)) == 1


async def test_what_could_not_be_stored_waits_on_the_screen_until_the_server_is_back(
    root: Path, server: Server
) -> None:
    async with coding(root) as (app, pilot):
        server.stop()
        try:
            await pilot.press("3")
            shown = await seen(app, pilot, "try again")
            assert "cannot be reached" in shown
            assert "not stored" in shown.lower()
        finally:
            server.start()
        await pilot.press("r")
    assert [coder for _, _, coder in said(root)] == ["ana", "ana"]


async def test_a_server_that_is_found_to_be_away_has_nothing_that_waits(root: Path, server: Server) -> None:
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("1")
            await pilot.pause()
            server.stop()
            try:
                app.look()
                assert "Not stored" not in await seen(app, pilot, "Nothing can be stored now")
                await pilot.press("r")
                await seen(app, pilot, "Nothing can be stored now")
                await pilot.press("escape", "3")
                await seen(app, pilot, "Not stored")
                await pilot.press("escape")
                assert "what you just did is not stored" in await seen(app, pilot, "what you just did")
            finally:
                server.start()
            app.look()
            await pilot.press("3")
            await seen(app, pilot, "coded: ")
    assert len(said(root)) == 2


async def test_an_edit_made_elsewhere_arrives_while_the_screen_is_open(
    root: Path, tmp_path: Path, address: str
) -> None:
    other = init(tmp_path / "bo", coder="bo", store=address)
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("1")
            [book] = [path for path in (other / "codebooks").iterdir() if "Public value" in path.read_text("utf-8")]
            book.write_text(book.read_text("utf-8").replace("Public value", "Worth to all"), "utf-8")
            Project.open(other).close()
            app.look()
            assert "Worth to all" in await seen(app, pilot, "Worth to all")


async def test_what_may_have_been_stored_is_looked_at_and_not_done_once_more(
    root: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualcode.store.server.connection import ServerConnection

    def nobody_knows(self: ServerConnection, error: Exception) -> bool:
        raise StoreUnreachable("the connection was lost while it was stored", slug="server_lost") from error

    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("1", "3")
            await pilot.pause()
            monkeypatch.setattr(ServerConnection, "_was_stored", nobody_knows)
            committing = psycopg.Connection.execute

            def stored_and_cut(self: Any, sql: Any, *rest: Any, **more: Any) -> Any:
                done = committing(self, sql, *rest, **more)
                if sql == "COMMIT":
                    monkeypatch.undo()
                    self.close()
                    raise psycopg.OperationalError("cut after the commit")
                return done

            monkeypatch.setattr(psycopg.Connection, "execute", stored_and_cut)
            await pilot.press("u")
            await seen(app, pilot, "look whether it is there")
            assert len(said(root)) == 1, "the undo was stored"
            await pilot.press("r")
            await pilot.pause()
            assert len(app.screen_stack) == 1
            assert len(said(root)) == 1, "and is not done a second time"
