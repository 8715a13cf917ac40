"""A study on a server, and folders that are working copies of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.conftest import qualcode
from tests.postgres import Server, server

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.postgres)
