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
    from .checks import check, check_file
    from .compare import diff
    from .compare_report import diff_report
    from .loader import load, loads, parse_with_problems
    from .printout import printed, printed_report
    from .rules import violations
    from .selection import chosen
    from .write import dumps, save

_HOME = {
    "checks": "check check_file", "selection": "chosen", "compare": "diff", "compare_report": "diff_report",
    "write": "dumps save", "loader": "load loads parse_with_problems", "bundled": "load_bundled",
    "cache": "load_cached", "printout": "printed printed_report", "rules": "violations",
}  # fmt: skip
_MODULES = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = [
    "check", "check_file", "chosen", "diff", "diff_report", "dumps", "load", "load_bundled", "load_cached", "loads",
    "parse_with_problems", "printed", "printed_report", "save", "violations",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(importlib.import_module(f".{_MODULES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
