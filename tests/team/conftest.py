"""Rounds are tried on a database file and on a server; what is about copies of a folder on files alone."""

from __future__ import annotations

import pytest

from tests.postgres import engine, on_both_engines, server

__all__ = ["engine", "server"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.module.__name__.endswith(".test_rounds"):
        on_both_engines(metafunc)
