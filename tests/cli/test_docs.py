"""The docs say what the program does: every command and the schema, as they are now.

After a change of either, renew them: `QUALCODE_RENEW=1 pytest tests/cli/test_docs.py`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import typer

from qualcode.cli.commands import COMMANDS, SECTIONS
from qualcode.cli.run import app
from qualcode.store.migrations import schema

DOCS = Path(__file__).resolve().parents[2] / "docs"


def command_line(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERMINAL_WIDTH", "100")
    root = typer.main.get_group(app)
    lines = [
        "# Every command",
        "",
        "Written by the program itself. `-C FOLDER` before a command works on the project there; results go to",
        "standard output, words to standard error. [messages.md](messages.md) has the exit codes.",
        "",
    ]
    context = root.make_context("qualcode", ["status"], resilient_parsing=True)
    for section, commands in SECTIONS.items():
        lines += [f"## {section}", ""]
        for name in commands:
            lines += _told(root.get_command(context, name), f"qualcode {name}", context, level=3)
    return "\n".join(lines).rstrip() + "\n"


def _told(command: object, path: str, parent: object, level: int) -> list[str]:
    context = command.context_class(command, info_name=path, parent=None)  # type: ignore[attr-defined]
    context.max_content_width = context.terminal_width = 100
    help = re.sub(r"[ \t]+\n", "\n", command.get_help(context)).strip()  # type: ignore[attr-defined]
    lines = [f"{'#' * level} {path}", "", "```", help, "```", ""]
    for name, below in getattr(command, "commands", {}).items():
        lines += _told(below, f"{path} {name}", context, level + 1)
    return lines


def compare(path: Path, expected: str) -> None:
    if os.environ.get("QUALCODE_RENEW"):
        path.write_text(expected, encoding="utf-8", newline="\n")
    assert path.read_text("utf-8") == expected, f"{path.name} is not what the program says; see this test's first lines"


def test_every_command_and_option_is_in_the_docs(monkeypatch: pytest.MonkeyPatch) -> None:
    if tuple(int(part) for part in typer.__version__.split(".")[:2]) >= (0, 29):
        pytest.skip("newer releases of Typer lay help out in their own way")
    compare(DOCS / "command-line.md", command_line(monkeypatch))


def test_the_schema_is_in_the_docs() -> None:
    text = (
        "# The database\n\nOne SQLite file, `qualcode.sqlite`. The schema as it is made, comments and all; "
        f"`qualcode sql QUERY`\nruns read-only queries on it.\n\n```sql\n{schema().strip()}\n```\n"
    )
    compare(DOCS / "schema.md", text)


def test_every_command_has_help_of_its_own() -> None:
    root = typer.main.get_group(app)
    context = root.make_context("qualcode", ["status"], resilient_parsing=True)
    for name in COMMANDS:
        command = root.get_command(context, name)
        assert command is not None, name
        assert (command.help or "").strip(), f"{name} has no help"
        for below_name, below in getattr(command, "commands", {}).items():
            assert (below.help or "").strip(), f"{name} {below_name} has no help"


def test_every_error_of_the_program_is_explained() -> None:
    """Each slug that an error is raised with stands in docs/messages.md."""
    package = DOCS.parent / "qualcode"
    used: set[str] = set()
    for path in package.rglob("*.py"):
        used.update(re.findall(r"slug=\"([a-z_]+)\"", path.read_text("utf-8")))
    explained = set(re.findall(r"`([a-z_]+)`", (DOCS / "messages.md").read_text("utf-8")))
    assert used - explained == set()
