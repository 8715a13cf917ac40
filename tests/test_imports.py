"""No module needs another that needs it back, however late the import stands.

The layers between packages are import-linter's business (`pyproject.toml`). A circle inside one can hide in a
function: it works until somebody moves the import up, and it means that neither module can be read, tested or moved
alone. Imports for the type checker only do not count; they never run.
"""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import qualcode

PACKAGE = Path(qualcode.__file__).parent


def modules(root: Path) -> dict[str, Path]:
    """Every module under `root` by its dotted name."""
    found = {}
    for path in root.rglob("*.py"):
        parts = (root.name, *path.relative_to(root).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(module: str, path: Path, known: dict[str, Path]) -> set[str]:
    """The modules of the package that `module` imports, at the top or in a function."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found = set()
    for node in running(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit(".", node.level - 1)[0] if node.level else ""
            base = ".".join(part for part in (base, node.module) if part)
            found |= {name if (name := f"{base}.{alias.name}") in known else base for alias in node.names}
    return {name for name in found if name in known and name != module}


def running(node: ast.AST) -> Iterator[ast.AST]:
    """Every node below `node` but those that only the type checker sees."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            for other in child.orelse:
                yield from running(other)
            continue
        yield child
        yield from running(child)


def circle(root: Path) -> list[str]:
    """The modules of one circle under `root`, or none."""
    known = modules(root)
    sorter = graphlib.TopologicalSorter({name: imported(name, path, known) for name, path in known.items()})
    try:
        sorter.prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def test_no_import_goes_round_in_a_circle() -> None:
    assert circle(PACKAGE) == []


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        ("def f():\n    from . import one\n", ["small.one", "small.two", "small.one"]),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .one import a\n", []),
    ],
)
def test_a_circle_through_a_function_is_found(tmp_path: Path, late: str, expected: list[str]) -> None:
    root = tmp_path / "small"
    root.mkdir()
    (root / "__init__.py").write_text("")
    (root / "one.py").write_text("from .two import b\na = 1\n")
    (root / "two.py").write_text(late + "b = 2\n")
    assert sorted(set(circle(root))) == sorted(set(expected))
