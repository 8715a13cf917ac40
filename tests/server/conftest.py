"""A study on a server, and folders that are working copies of it."""

from __future__ import annotations

import pytest

from tests.cli.conftest import qualcode
from tests.postgres import Server, server

__all__ = ["qualcode", "server"]


@pytest.fixture
def address(server: Server) -> str:
    """The address of a new study."""
    return server.address()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.postgres)
