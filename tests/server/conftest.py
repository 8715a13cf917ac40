"""A study on a server, and folders that are working copies of it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from qualcode.project import Project
from qualcode.tui.app import CodingScreen
from tests.cli.conftest import qualcode
from tests.postgres import Server, server
from tests.tui.small import said, screen

__all__ = ["qualcode", "server"]


@pytest.fixture
def address(server: Server) -> str:
    """The address of a new study."""
    return server.address()


def agreement(printed: str) -> dict[str, Any]:
    """What `agree --json` printed, without its note on coders who are hardly independent.

    It rests on the moments of the codings: whoever codes the same words within five seconds of somebody else, as
    programs do that press keys at once, gets it or not by the pace of the machine.
    """
    found: dict[str, Any] = json.loads(printed)
    return found | {"notes": [note for note in found["notes"] if note["slug"] != "not_independent"]}


@asynccontextmanager
async def coding(root: Path) -> AsyncIterator[tuple[CodingScreen, Pilot[Any]]]:
    """Ana's screen when she has coded once; whatever happens to her second coding, both are stored in the end."""
    with Project.open(root, coder="ana") as project:
        app = screen(project)
        async with app.run_test(size=(80, 24)) as pilot:
            before = len(said(root))
            await pilot.press("1")
            await pilot.pause()
            yield app, pilot
            await pilot.pause()
            assert len(app.screen_stack) == 1
            assert len(said(root)) == before + 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.postgres)
