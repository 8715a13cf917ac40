"""`check`, `reread`, `remove`, `pseudonymised`, `sql` and `backups`: keeping a project in order."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.errors import ExitCode, UsageError, several
from ..core.table import Column, table
from . import context, options
from .options import FormatName, Json, Output
from .output import Progress

if TYPE_CHECKING:
    from ..project import Project


app = typer.Typer(rich_markup_mode=None)


@app.command()
def check(as_json: Json = False) -> int:
    """Check quotes, codes, cases, originals and the rules of the codebooks; exit code 1 when something is wrong."""
    from ..project.check import check as find_problems
    from .output import emit_problems

    with context.project() as project, Progress("checking") as progress:
        problems = find_problems(project, progress=progress)
    emit_problems(problems, "check", as_json=as_json)
    return ExitCode.NO if problems else ExitCode.DONE


@app.command()
def reread(
    documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT...")],
    file: Annotated[
        Path | None, typer.Option("--file", help="The original, where it has moved or has a new name.")
    ] = None,
    drop_lost: Annotated[bool, typer.Option("--drop-lost", help="Give up codings whose words are gone.")] = False,
    kind: options.Kind = None,
    language: options.TextLanguage = None,
    speaker_style: options.Style = None,
    interviewer: options.Interviewer = None,
    speakers: options.Speakers = None,
    encoding: options.Encoding = None,
    pdf_engine: options.Engine = None,
    hyphens: options.Hyphens = None,
    whole_page: options.WholePage = False,
    comments: options.Comments = False,
    open_: options.Open = None,
    closed: options.Closed = None,
) -> int:
    """Read an original again, changed or with other options; every coding goes to where its words now stand.

    What cannot be placed is named, and then nothing is changed. Options that are not given stay as they
    were when the file was added.
    """
    from ..project.reread import reread as read_again

    choices = options.wishes(
        kind=kind, language=language, speaker_style=speaker_style, encoding=encoding, pdf_engine=pdf_engine,
        comments=comments, hyphens=hyphens, whole_page=whole_page, open_=open_, closed=closed,
        interviewer=interviewer, speakers=speakers,
    )  # fmt: skip

    if file is not None and len(documents) > 1:
        raise UsageError("--file goes with one document", slug="option_conflict")
    code = ExitCode.DONE
    with context.project(readonly=False) as project, Progress("reading") as progress:
        for number, id in enumerate(documents):
            progress(number, len(documents), id)
            result = read_again(project, id, file, drop_lost=drop_lost, **choices)
            if result.outcome == "unchanged":
                context.say(f"{id}: unchanged")
                continue
            for coding, span, certainty in result.moved:
                context.show(
                    f"{id}@{coding.span.start}-{coding.span.stop}\t{id}@{span.start}-{span.stop}\t{coding.code}\t{certainty}"
                )
            for coding in result.lost:
                quote = coding.quote.replace("\n", " ")
                context.show(
                    f"{id}@{coding.span.start}-{coding.span.stop}\tlost\t{coding.code}\t{coding.coder}\t{quote[:80]}"
                )
            for note in result.notes:
                context.say(f"note: {id}: {note}")
            if result.outcome == "lost":
                code = ExitCode.NO
                lost = several(len(result.lost), "coding")
                context.say(f"{id}: nothing was changed: the words of {lost} are not in the new text")
                context.say("  try: mend the original, recode those places, or --drop-lost")
            else:
                context.say(
                    f"{id}: {several(result.kept, 'coding')} kept, {len(result.moved)} moved, "
                    f"{len(result.lost)} dropped; "
                    "`qualcode undo` takes it back"
                )
    return code


@app.command()
def remove(
    documents: Annotated[list[str] | None, typer.Argument(metavar="DOCUMENT...")] = None,
    erase: Annotated[
        bool,
        typer.Option("--erase", help="Leave no word of them: in the database, its history, backups and caches."),
    ] = False,
    original: Annotated[bool, typer.Option("--original", help="With --erase: delete the originals as well.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --erase: do not ask first.")] = False,
) -> None:
    """Take documents and their codings out of the project; `undo` brings them back.

    With --erase nothing does: it is for a participant who withdraws. Backups that hold the documents go with
    them, and earlier changes that touched them can no longer be undone. Without a document it clears the free
    pages of the database, where an erasing had no room to end.
    """
    from ..project.erase import remove as take_out

    if (original or yes) and not erase:
        raise UsageError("--original and --yes go with --erase", slug="option_conflict")
    with context.project(readonly=False) as project:
        if erase and not documents:
            project.writable.compact()
            context.say("the free pages of the database are cleared; no document was named, and none erased")
            return
        if erase:
            _erase(project, documents or [], original, yes)
            return
        take_out(project, documents or [])
        named = ", ".join(documents or [])
    context.say(f"{named} taken out; the originals are untouched, and `qualcode undo` brings them back")


def _erase(project: Project, documents: list[str], original: bool, yes: bool) -> None:
    from ..project import erase as erasing

    plan = erasing.plan(project, documents)
    named = ", ".join(documents)
    going = _named(project, (*plan.copies, *(plan.originals if original else ())))
    context.say(f"{named}: every word goes, with all codings, memos and decisions; this cannot be undone")
    if going:
        context.say(f"  deleted with it: {going}")
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(
                "erasing asks first; nothing was erased", slug="not_confirmed", hint="--yes where nobody can answer"
            )
        if not typer.confirm(f"Erase {named}?", err=True):
            raise UsageError("nothing was erased", slug="not_confirmed")
    done = erasing.erase(project, plan, original=original)
    context.say(
        f"{named} erased: {several(done.codings, 'coding')} gone, "
        f"{several(done.changes, 'earlier change')} can no longer be undone"
    )
    kept = dict.fromkeys((*(() if original else plan.originals), *plan.shared, *done.still))
    if kept:
        context.say(f"still there, and yours to delete or mend: {_named(project, kept)}")
    if done.about:
        context.say(f"  cases.csv still has what is known about: {', '.join(done.about)}")
    if done.named:
        context.say(f"  words of the text are the names of codes: {', '.join(done.named)}")
    if not original and plan.originals:
        context.say("  next time, --original deletes originals too")
    if (project.root / ".git").exists():
        context.say("  the folder is under git, whose history keeps what was committed")


def _named(project: Project, paths: Iterable[Path]) -> str:
    root = project.root
    return ", ".join((path.relative_to(root) if path.is_relative_to(root) else path).as_posix() for path in paths)


@app.command()
def pseudonymised(
    documents: Annotated[list[str] | None, typer.Argument(metavar="[DOCUMENT]...")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every document of the study.")] = False,
    no: Annotated[bool, typer.Option("--no", help="They can identify somebody after all.")] = False,
) -> None:
    """Say which documents cannot identify anybody; without a document, list which are said to."""
    from ..project.confidential import mark_pseudonymised

    if no and not documents and not every:
        raise UsageError("--no needs documents, or --all", slug="option_conflict")
    if not documents and not every:
        with context.project() as project:
            for source in project.store.sources():
                context.show(f"{source['id']}\t{'pseudonymised' if source['pseudonymised'] else 'identifiable'}")
        return
    with context.project(readonly=False) as project:
        ids = mark_pseudonymised(project, list(documents or ()), not no)
    context.say(f"{', '.join(ids)}: {'identifiable' if no else 'pseudonymised'}")


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="A SELECT; docs/schema.md has the tables.")],
    as_json: Json = False,
    output: Output = "",
    format: FormatName = "",
    allow_identifiable: options.Identifiable = False,
) -> None:
    """Ask the database a reading question; it is opened so that nothing can be changed."""
    from ..project.blind import refuse
    from ..project.confidential import confidential_words
    from .output import emit_table

    with context.project() as project:
        refuse(project, "a question to the database")
        names, rows = project.store.query(query)
        if output and output != "-":
            confidential_words(project, rows, allow_identifiable)
    columns = [Column(name, name) for name in _different(names)]
    emit_table(table("sql", columns, rows), "sql", as_json=as_json, output=output, format=format)


def _different(names: list[str]) -> list[str]:
    """Column names as they are, with a number where one comes again, so that none hides another."""
    found: list[str] = []
    for name in names:
        free = (f"{name}_{number}" for number in range(2, len(names) + 2))
        found.append(name if name not in found else next(one for one in free if one not in {*names, *found}))
    return found


backups = typer.Typer(rich_markup_mode=None, help="Copies of the project: list, make, restore.")
groups = {"backups": backups}


@backups.callback(invoke_without_command=True)
def all_backups(ctx: typer.Context, as_json: Json = False) -> None:
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


@backups.command("make")
def make_backup(note: Annotated[str, typer.Argument(help="What for, in a word or two.")] = "by hand") -> None:
    """Make a copy now."""
    with context.project(readonly=False) as project:
        number = project.writable.backup(note, always=True).number
    context.say(f"backup {number} made, in backups/{number:04}")


@backups.command("restore")
def restore_backup(number: Annotated[int, typer.Argument(min=1, help="As `qualcode backups` lists it.")]) -> None:
    """Put a copy back: the database, codebooks, cases, guide and settings as they were.

    What is there now is copied first; restoring that copy takes this back.
    """
    from ..project.backups import restore as put_back

    with context.project(readonly=False) as project:
        restored, aside = put_back(project, number)
    context.say(f"the project is as it was on {restored.made}, before {restored.reason}")
    if aside:
        context.say(f"the damaged database is kept as {aside}")
    elif aside is None:
        context.say("  `qualcode backups` lists the copy of what was there until now")
