"""Rounds and blind work are tried on a database file and on a server; what is about copies of a folder, on files."""

from __future__ import annotations

import pytest

from tests.postgres import engine, on_both_engines, server

__all__ = ["engine", "server"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.module.__name__.endswith((".test_rounds", ".test_blind")):
        on_both_engines(metafunc)
