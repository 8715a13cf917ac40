"""What the package imports is declared, and what is declared is imported."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYPROJECT = ROOT / "pyproject.toml"
DECLARED = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"] if PYPROJECT.is_file() else {}

TOOLS = ("test", "dev")
"""Extras for those who work on the package; the package itself imports none of them."""

pytestmark = pytest.mark.skipif(not DECLARED, reason="runs in a checkout, which has pyproject.toml")


def names(requirements: list[str]) -> set[str]:
    """The distributions asked for, as registries write them."""
    return {re.sub(r"[-_.]+", "-", re.split(r"[\s<>=!~;\[]", each)[0]).lower() for each in requirements}


def imported() -> set[str]:
    """The distributions whose modules are imported anywhere in the package, at the top or inside a function."""
    modules: set[str] = set()
    for path in (ROOT / "qualcode").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    modules -= {*sys.stdlib_module_names, "qualcode"}
    owners = packages_distributions()
    return names([owners.get(module, [module])[0] for module in modules])


def test_what_is_imported_is_declared() -> None:
    extras = [each for name, group in DECLARED["optional-dependencies"].items() if name not in TOOLS for each in group]
    assert imported() - names(DECLARED["dependencies"]) - names(extras) == set()


def test_what_is_declared_is_imported() -> None:
    assert names(DECLARED["dependencies"]) - imported() == set()


def test_each_line_says_what_the_dependency_is_for() -> None:
    text = PYPROJECT.read_text("utf-8")
    block = text[text.index("\ndependencies = [") :].split("]\n", 1)[0]
    lines = [line for line in block.splitlines()[2:] if line.strip()]
    assert lines
    assert all("# " in line for line in lines)
