"""`move-store` and `sync`: a study on a server, and the folder that is a working copy of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..core.errors import ExitCode, printable, several
from . import context
from .output import Progress

app = typer.Typer(rich_markup_mode=None)


@app.command("move-store")
def move_store(
    to: Annotated[str, typer.Argument(metavar="URL|file", help="postgresql://USER@HOST/DATABASE; `file` for back.")],
) -> None:
    """Move the whole study to a server, to another one, or back into a file.

    Everything goes: texts, codings, memos, the history with all that can be undone. It is compared before the new
    place counts, and where anything fails the study stays where it was. A copy is made first, in backups/.
    """
    from ..project.move import move

    with context.project(readonly=False) as project, Progress("moving") as progress:
        moved = move(project, to, progress)
    context.say(f"the study is {f'at {moved.address}' if moved.address else 'in qualcode.sqlite'} now: "
                f"{several(moved.rows, 'row')}, compared; backup {moved.backup} is as it was before")  # fmt: skip
    if moved.password:
        _say_password()
    if moved.aside:
        context.say(f"  a qualcode.sqlite that lay here is called {moved.aside} now")
    if moved.address:
        context.say("  others join with: qualcode init --store ADDRESS FOLDER")
        context.say("  and are let in by: qualcode coder allow USER")


@app.command()
def sync(
    mine: Annotated[
        list[str] | None, typer.Option("--mine", metavar="FILE", help="Settle a conflict: what is here counts.")
    ] = None,
    theirs: Annotated[
        list[str] | None, typer.Option("--theirs", metavar="FILE", help="Settle a conflict: what is there counts.")
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="In a cloud folder: go on with the database that lies there now.")
    ] = False,
) -> int:
    """Bring codebooks, cases, guide and settings of this folder and of the server together.

    Every command does so before it begins; this one only does that, and settles what two people changed in the same
    place. Whichever counts, the lines that only one of them changed are kept. Ends with 1 while conflicts are open.
    """
    from ..project.working_copy import bring, settle

    if accept:
        return _accept()
    with context.project(readonly=False) as project:
        if not project.store.files.shared:
            context.say("the study is in this folder alone: there is nothing to bring together")
            return ExitCode.DONE
        first = project.brought
        done = settle(project, mine or (), theirs or ()) if mine or theirs else bring(project)
        project.conflicts = ()  # told here, line by line
    for path in dict.fromkeys((*(first.arrived if first else ()), *done.arrived)):
        context.say(f"{path}: arrived")
    for path in dict.fromkeys((*(first.sent if first else ()), *done.sent)):
        context.say(f"{path}: sent")
    for path in done.faulty:
        context.say(f"{path}: has mistakes, and is not sent before they are mended: `qualcode check`")
    for conflict in done.conflicts:
        print(printable(str(conflict)))
        context.say(f"  qualcode sync --mine {conflict.path}     (or --theirs {conflict.path})")
    if not done.conflicts:
        context.say("folder and server say the same")
    return ExitCode.NO if done.conflicts or done.faulty else ExitCode.DONE


def _accept() -> int:
    from ..project.folder import find
    from ..store.cloud import accept

    kept = accept(find(Path(context.folder or ".")))
    with context.project():
        context.say("the database is taken as it lies there now")
    if kept is not None:
        context.say(f'  what this computer had stored before:   qualcode merge "{kept}"')
    context.say("  a conflicted copy beside it:            qualcode check")
    return ExitCode.DONE


def say_cloud(root: Path) -> None:
    """Notice a folder that a cloud service copies, where the database is in it."""
    from ..core.files import service_of

    if service := service_of(root):
        context.say(f"! the folder is in {service}: let one computer at a time write, and let it finish copying before "
                    "the next; several at once: docs/together.md")  # fmt: skip


def say_joined(root: Path, address: str) -> None:
    """What `init --store` did, and what comes next."""
    from ..project import Project
    from ..store import Place

    written, password = Place(root, address).without_password()
    with Project.open(root, readonly=False, store=address) as project:  # with the password that was given once
        documents = len(project.store.document_ids())
    context.say(f"{root} is a working copy of the study at {written}: {several(documents, 'document')}")
    if password:
        _say_password()
    if documents:
        context.say("  code:                                             qualcode tag")
    else:
        context.say("  put interviews into transcripts/ and read them:   qualcode add transcripts")
        context.say("  let another user of the server code:              qualcode coder allow USER")


def _say_password() -> None:
    context.say("  the password in the address is not written down: put it into ~/.pgpass "
                "(HOST:PORT:DATABASE:USER:PASSWORD) or PGPASSWORD")  # fmt: skip
