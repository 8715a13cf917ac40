"""`backups`: the copies of a project that are made before what changes much, and putting one back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import context
from .options import Json

backups = typer.Typer(rich_markup_mode=None, help="Copies of the project: list, make, restore.")
app = backups
groups = {"backups": backups}


@backups.callback(invoke_without_command=True)
def root(ctx: typer.Context, as_json: Json = False) -> None:
    """Copies of the project: list them, make one, put one back.

    One is made by itself before an older project is brought up to date, before a codebook is edited, before a
    batch of codings, and before documents are read again or taken out. The latest 20 are kept, in backups/.
    """
    if ctx.invoked_subcommand is None:
        _list(as_json)


@backups.command("list")
def list_backups(as_json: Json = False) -> None:
    """List the copies, latest first."""
    _list(as_json)


def _list(as_json: bool) -> None:
    from ..project.backups import table
    from ..project.folder import find
    from .output import emit_table

    emit_table(table(find(Path(context.folder or "."))), "backups", as_json=as_json)


@backups.command()
def make(note: Annotated[str, typer.Argument(help="What for, in a word or two.")] = "by hand") -> None:
    """Make a copy now."""
    with context.project(readonly=False) as project:
        number = project.writable.backup(note, always=True).number
    context.say(f"backup {number} made, in backups/{number:04}")


@backups.command()
def restore(number: Annotated[int, typer.Argument(min=1, help="As `qualcode backups` lists it.")]) -> None:
    """Put a copy back: the database, codebooks, cases, guide and settings as they were.

    What is there now is copied first; restoring that copy takes this back.
    """
    from ..project.backups import restore as put_back

    with context.project(readonly=False) as project:
        restored, aside = put_back(project, number)
    context.say(f"the project is as it was on {restored.made}, before {restored.reason}")
    if aside:
        context.say(f"the damaged database is kept as {aside}")
    else:
        context.say("  `qualcode backups` lists the copy of what was there until now")
