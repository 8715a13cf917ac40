"""`coder`: who codes, who codes what, and who is done."""

from __future__ import annotations

from typing import Annotated

import typer

from ..core.errors import UsageError
from ..core.table import Column, table
from . import context
from .options import Json

coder = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Coders: who codes what, and who is done.")
app = coder
groups = {"coder": coder}

Documents = Annotated[list[str] | None, typer.Argument(metavar="[DOCUMENT]...", help="All without one.")]
Who = Annotated[str, typer.Option("--coder", help="Who; you without it.")]


@coder.command("list")
def list_coders(as_json: Json = False) -> None:
    """List the coders with their codings and the documents they finished."""
    from ..project.counts import counts_by_coder
    from ..project.layers import kind_of
    from .output import emit_table

    with context.project() as project:
        states = [assignment for _, assignment in project.store.assignments()]
        codings = counts_by_coder(project)
        rows = [
            (
                known.id, kind_of(known), codings[known.id],
                *(sum(a.coder == known.id and a.state == state for a in states) for state in ("assigned", "begun")),
                ", ".join(a.document for a in states if a.coder == known.id and a.state == "finished"),
            )
            for known, _ in project.store.coders()
        ]  # fmt: skip
    columns = [
        Column("coder", "Coder"), Column("kind", "Kind"), Column("codings", "Codings", "count"),
        Column("assigned", "Assigned", "count"), Column("begun", "Begun", "count"), Column("finished", "Finished"),
    ]  # fmt: skip
    emit_table(table("coders", columns, rows), "coder-list", as_json=as_json)


@coder.command()
def plan(
    coders: Annotated[str, typer.Option("--coders", metavar="A,B[,C]", help="Who takes part.")],
    double: Annotated[
        str, typer.Option("--double", metavar="PERCENT", help="How many documents two people code.")
    ] = "20%",
    seed: Annotated[int, typer.Option("--seed", help="The same seed draws the same documents.")] = 1,
    as_json: Json = False,
) -> None:
    """Plan blind double coding: who codes which documents."""
    from ..project import coders as project_coders
    from .output import emit_table

    try:
        share = float(double.strip().removesuffix("%").replace(",", ".")) / 100
    except ValueError:
        raise UsageError(f"--double {double!r}: expected a percentage such as 20%") from None
    names = [name.strip() for name in coders.split(",") if name.strip()]
    with context.project(readonly=False) as project:
        pairs = project_coders.plan(project, names, share, seed)
    columns = [Column("coder", "Coder"), Column("document", "Document", "address")]
    emit_table(table("plan", columns, pairs), "coder-plan", as_json=as_json)


@coder.command()
def begin(documents: Documents = None, who: Who = "") -> None:
    """Say that documents are being coded."""
    _state(documents, who, "begun")


@coder.command()
def finish(documents: Documents = None, who: Who = "") -> None:
    """Say that documents are coded: what is uncoded there was looked at and carries nothing."""
    _state(documents, who, "finished")


def _state(documents: list[str] | None, who: str, state: str) -> None:
    from ..project import coders

    with context.project(readonly=False, coder=who) as project:
        ids = coders.set_state(project, project.coder, documents or (), state)
        context.say(f"{project.coder}: {', '.join(ids)} {state}")


@coder.command()
def rename(
    old: str,
    new: str,
    merge: Annotated[bool, typer.Option("--merge", help="The new name is another coder's: the two are one.")] = False,
) -> None:
    """Give a coder another name; with --merge make one person of two."""
    from ..project import coders

    with context.project(readonly=False) as project:
        notes = coders.rename(project, old, new, merge=merge)
    for note in notes:
        context.say(f"note: {note}")
    context.say(f"{old} is now {new}")
