"""A page for people who change the program names files that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md", ROOT / "docs" / "extending.md",
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
]  # fmt: skip
ROOMS = ("qualcode", "tests", "benchmarks", ".ci")
HERE = {path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py")}


def is_there(name: str) -> bool:
    """Whether a module of this name, with as much of its path as the page gives, is in the repository."""
    parts = Path(name).parts
    return "NAME.py" in parts or any(path.parts[-len(parts) :] == parts for path in HERE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_module_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(r"`(?:python )?([\w./-]+\.py)`", page.read_text("utf-8"))
    assert [name for name in named if not is_there(name)] == []


def test_a_module_that_is_not_there_is_told() -> None:
    assert is_there("core/errors.py") and is_there("errors.py") and not is_there("report/zipped.py")
