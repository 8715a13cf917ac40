"""The store's tests run on a database file and on a server."""

from __future__ import annotations

import pytest

from tests.postgres import engine, on_both_engines, server

__all__ = ["engine", "server"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    on_both_engines(metafunc)
