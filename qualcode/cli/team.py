"""`merge`, `snapshot` and `restore`: several people's copies of one study, and the study as text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.errors import ExitCode, printable, several
from . import context, options
from .options import Json
from .output import Progress

if TYPE_CHECKING:
    from ..project.merging import Merged

app = typer.Typer(rich_markup_mode=None)


@app.command()
def merge(
    path: Annotated[
        Path,
        typer.Argument(metavar="PATH", help="Another copy: its folder, its database, or a .qdpx of the same texts."),
    ],
    prefer: Annotated[
        str, typer.Option("--prefer", metavar="mine|theirs", help="How to settle all conflicts that are not named.")
    ] = "",
    mine: Annotated[
        list[str] | None, typer.Option("--mine", metavar="ID", help="Settle this conflict: it stays as it is here.")
    ] = None,
    theirs: Annotated[
        list[str] | None,
        typer.Option("--theirs", metavar="ID", help="Settle this conflict: it becomes as it is there."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    as_json: Json = False,
) -> int:
    """Bring another copy of the study together with this one.

    New documents, codes, codings, memos, decisions and cases join; what one copy changed or took away is
    followed; what both changed is a conflict, listed, and stays as it is here until it is settled. The other copy
    is only read. One `undo` takes the merge back. Ends with 1 while conflicts are open.
    """
    from ..project import merging

    wishes = merging.Wishes(prefer, tuple(mine or ()), tuple(theirs or ()), dry_run)
    with context.project(readonly=False) as project, Progress("merging") as progress:
        done = merging.merge(project, path, wishes, progress=progress)
    if as_json:
        told = {
            "format": "qualcode/merge/1", "stored": not dry_run, **done.account.plain(),
            "conflicts": [conflict.plain() for conflict in done.conflicts],
        }  # fmt: skip
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _say(path, done)
    return ExitCode.NO if done.open else ExitCode.DONE


def _say(path: Path, done: Merged) -> None:
    from .exchange import say_account

    named = printable(str(path))
    context.say(f"{named}: {'a trial' if done.dry_run else 'merged'}")
    say_account(done.account)
    for conflict in done.conflicts:
        settled = f"  settled: {conflict.settled}" if conflict.settled else ""
        print(f"{conflict.id}  {printable(conflict.about)}{settled}")
        print(f"        here   {printable(conflict.mine)}")
        print(f"        there  {printable(conflict.theirs)}")
    if done.open:
        first = done.open[0].id
        context.say(f"  {len(done.open)} open; each stays as it is here until it is settled, by its id or all at once:")
        context.say(f"    qualcode merge {named} --mine {first}     (or --theirs {first}, or --prefer mine|theirs)")
    if done.dry_run:
        context.say("  a trial: nothing was stored")


@app.command()
def snapshot(
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FOLDER", help="Elsewhere, with codebooks, cases and settings."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with 1 where the snapshot is not as the study is now.")
    ] = False,
    no_text: Annotated[bool, typer.Option("--no-text", help="Places and codes only, without the interviews.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Also over what came into the snapshot and was not restored.")
    ] = False,
    allow_identifiable: options.Identifiable = False,
) -> int:
    """Write the whole study as text, for git and for archives.

    Into `snapshot/`: one file per document and coder, one line per coding, the same text for the same study, so
    that two people who code apart never change one file. `restore` makes the database from it again.
    Elsewhere, with -o, the words of documents that are not pseudonymised go only with --allow-identifiable.
    """
    from ..core.choices import Where
    from ..project import snapshot as snapshots
    from ..project.confidential import confidential

    with context.project() as project, Progress("comparing" if check else "writing") as progress:
        folder = (output or project.root) / snapshots.FOLDER
        if check:
            differ = snapshots.check(project, folder, progress=progress)
        else:
            if output:
                if not no_text:
                    confidential(project, Where(), allow_identifiable, no_text=True)
                snapshots.hand_written(project, output)
            differ = snapshots.write(project, folder, text=not no_text, force=force, progress=progress)
    for word, paths in zip(("missing", "changed", "extra"), differ, strict=True):
        for path in paths if check else ():
            context.show(f"{word}\t{path}")
    if not check:
        written = len(differ.missing) + len(differ.changed)
        context.say(f"{printable(str(folder))}: {several(written, 'file')} written, {len(differ.extra)} taken away")
        return ExitCode.DONE
    context.say(
        "the snapshot is not as the study is now: `qualcode snapshot`" if differ else "the snapshot is up to date"
    )
    return ExitCode.NO if differ else ExitCode.DONE


@app.command()
def restore(
    path: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="A snapshot; `snapshot/` without one.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Also where work in the database is in no snapshot and would go.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
) -> int:
    """Make the database what a snapshot says, after `git pull` or from an archive.

    What the database has and the snapshot has not is taken away; it refuses where that would be work that was
    never written to a snapshot. One `undo` takes it back. To keep both, use `merge snapshot`.
    """
    from ..exchange.interface import named
    from ..project import snapshot as snapshots

    with context.project(readonly=False) as project, Progress("restoring") as progress:
        folder = path or project.root / snapshots.FOLDER
        done = snapshots.restore(project, folder, force=force, dry_run=dry_run, progress=progress)
    for what, counts in (("added", done.added), ("changed", done.changed), ("taken away", done.removed)):
        if counts:
            context.say(f"  {what}: {', '.join(named(kind, count) for kind, count in counts.items())}")
    if not (done.added or done.changed or done.removed):
        context.say("  the database was so already")
    for kind, count in done.renamed.items():
        what = "code was renamed or merged" if kind == "codings" else "case was renamed"
        context.say(f"  {named(kind, count)}: of a time before the {what}, and now under its present name")
    for problem in done.standing:
        context.say(problem)
    if dry_run:
        context.say("  a trial: nothing was stored")
    return ExitCode.DONE
