"""Codebooks: reading and checking, editing in place, comparing, printing.

    from qualcode.codebook import load
    moore = load("codebooks/moore.yaml")
    moore.code("value.mission").label("da")
    [code.id for code in moore.descendants("value")]

Every name is imported on first use, and only reading YAML imports a YAML parser.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bundled import load_bundled
    from .cache import load_cached
    from .reading import load, loads, parse_with_problems
    from .writing import dumps, save

_HOME = {
    "dumps": "writing",
    "load": "reading",
    "load_bundled": "bundled",
    "load_cached": "cache",
    "loads": "reading",
    "parse_with_problems": "reading",
    "save": "writing",
}

__all__ = ["dumps", "load", "load_bundled", "load_cached", "loads", "parse_with_problems", "save"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
