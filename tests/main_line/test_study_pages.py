"""The pages of the worked examples say what the program says: their numbers, tables and commands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from qualcode.project import worked_examples as examples
from tests.cli.conftest import Run

PAGES = Path(__file__).resolve().parents[2] / "docs" / "studies"
FIELD = re.compile(r"<!-- qualcode [0-9a-f]{12} .*? -->(.*?)<!-- /qualcode -->", re.DOTALL)


def test_every_number_and_table_of_the_page_is_the_studys(
    qualcode: Run, carried: tuple[str, Path], tmp_path: Path
) -> None:
    name, root = carried
    page = tmp_path / "page.md"
    shutil.copy(PAGES / f"{name}.md", page)
    verified = qualcode("-C", str(root), "verify", str(page), "--lang", "en", "--all", "--json")
    assert verified.code == 0, verified.out + verified.err
    values = FIELD.findall(page.read_text("utf-8"))
    assert sum("|---" in value for value in values) >= 2, "at least two tables"
    assert sum("\n" not in value for value in values) >= 2, "and numbers in the text"


def test_a_number_that_is_changed_by_hand_is_found(qualcode: Run, carried: tuple[str, Path], tmp_path: Path) -> None:
    name, root = carried
    page = tmp_path / "page.md"
    text = (PAGES / f"{name}.md").read_text("utf-8")
    last = list(FIELD.finditer(text))[-1]
    page.write_text(f"{text[: last.start(1)]}987{text[last.end(1) :]}", encoding="utf-8")
    verified = qualcode("-C", str(root), "verify", str(page), "--lang", "en")
    assert verified.code == 1
    assert "987" in verified.out + verified.err


@pytest.mark.parametrize("name", sorted(examples.names()))
def test_the_commands_of_the_page_are_those_of_the_study(name: str) -> None:
    """A memo's words may be shortened on the page; all else is a step as it is run."""
    text = (PAGES / f"{name}.md").read_text("utf-8")
    block = text.partition("## The commands")[2].partition("```sh\n")[2].partition("```")[0]
    steps = [step.typed for step in examples.load(name).steps]
    for line in block.splitlines():
        assert any(step.startswith(line.partition(" …")[0]) for step in steps), line


def test_the_index_leads_to_every_page_and_every_page_is_one_of_a_study() -> None:
    linked = set(re.findall(r"\]\(([\w-]+)\.md\)", (PAGES / "index.md").read_text("utf-8")))
    assert linked == set(examples.names()) == {page.stem for page in PAGES.glob("*.md")} - {"index"}
