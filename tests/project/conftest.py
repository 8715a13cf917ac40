"""The command line for tests of what a project does; they run on a database file and on a server."""

from __future__ import annotations

import pytest

from tests.cli.conftest import qualcode
from tests.postgres import engine, on_both_engines, server

__all__ = ["engine", "qualcode", "server"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    on_both_engines(metafunc)
