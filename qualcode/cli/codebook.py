"""`codebook`: frames and codes of one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import ExitCode, UsageError, several
from ..core.table import Column, table
from . import codebook_edit, context, options
from .options import FormatName, Json, Language, Output

if TYPE_CHECKING:
    from ..project import Project

codebook = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Codebooks: list, show, use, check, edit, compare, exchange."
)
app = codebook
groups = {"codebook": codebook}

Book = Annotated[str, typer.Argument(metavar="CODEBOOK", help="Its id, such as moore.")]


@codebook.command("list")
def list_codebooks(language: Language = "", coder: options.Counting = "", as_json: Json = False) -> None:
    """List the codebooks in use and the bundled frames that can be taken into use."""
    from ..core.errors import UsageError
    from ..project import codebooks
    from ..project.counts import Counts, counts
    from .output import emit_table, whose

    found = Counts()
    try:
        with context.project() as project:
            lang = options.language(language, project.settings.language)
            found = counts(project, (coder,) if coder else ())
            rows = codebooks.listed(project, lang, found)
    except UsageError as error:
        if error.slug != "no_project":
            raise
        rows = codebooks.listed(None, options.language(language, "en"), found)
    columns = [
        Column("id", "Codebook", "code"), Column("title", "Title", width=3), Column("codes", "Codes", "count"),
        Column("kind", "Kind"), Column("in_use", "In use"), Column("codings", "Codings", "count"),
    ]  # fmt: skip
    cells = [(r.id, r.title, r.codes, r.kind, "yes" if r.in_use else "", r.codings if r.in_use else None) for r in rows]
    listed = table("codebooks", columns, cells)
    emit_table(listed, "codebook-list", as_json=as_json, coders=list(found.coders), beside=dict(found.beside))
    if found.codes or found.beside:
        context.say(whose(found.coders, found.beside))


@codebook.command()
def use(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Bundled frames, or YAML files of your own.")],
) -> None:
    """Take frames into use: copy them into codebooks/, where they can be edited."""
    from ..project import codebooks

    with context.project(readonly=False) as project:
        for path in codebooks.use_all(project, list(dict.fromkeys(names))):
            context.say(f"{path.stem}: {project.relative(path)}; `qualcode codebook show {path.stem}`")


@codebook.command()
def new(
    id: Annotated[str, typer.Argument(help="Small letters, digits, hyphens.")],
    title: Annotated[str, typer.Option("--title", help="Its name.")] = "",
    inductive: Annotated[bool, typer.Option("--inductive", help="Made while reading, not from theory.")] = False,
) -> None:
    """Begin a codebook of your own."""
    from ..project import codebooks

    with context.project(readonly=False) as project:
        path = codebooks.new(project, id, title, inductive=inductive)
    context.say(f"{path} made; add codes with `qualcode codebook add {id}:CODE`, or write them in the file")


def _only_one(project: Project) -> str:
    """The codebook that is meant where none is named; UsageError `which_codebook` when there are several."""
    books = [id for id, book in project.codes.books.items() if book.codes]
    if len(books) == 1:
        return books[0]
    if not books:
        raise UsageError(
            "no codebook is in use", slug="which_codebook", hint="`qualcode codebook list` shows the frames"
        )
    raise UsageError(
        f"which codebook: {', '.join(books)}?", slug="which_codebook", hint=f"`qualcode codebook show {books[0]}`"
    )


@codebook.command()
def show(
    name: Annotated[
        str,
        typer.Argument(metavar="[CODEBOOK or CODE]", help="moore, or moore:value for one code; the only one in use."),
    ] = "",
    language: Language = "",
    examples: Annotated[int, typer.Option("--examples", min=0, help="Coded passages to print with each code.")] = 0,
    memos: Annotated[bool, typer.Option("--memos", help="With what was written about each code.")] = False,
    top_level_only: Annotated[
        bool, typer.Option("--top-level-only", help="Only the codes of the author's frame.")
    ] = False,
    coder: options.Coders = None,
    as_json: Json = False,
    output: Output = "",
    format: FormatName = "",
    template: Annotated[
        str, typer.Option("--template", metavar="FILE.docx", help="A Word file whose styles to use.")
    ] = "",
    allow_identifiable: options.Identifiable = False,
) -> None:
    """Show a codebook as a printed appendix, with the number of codings of each code."""
    from ..project import codebook_reports
    from ..project.confidential import confidential
    from .output import emit, writer_options

    with context.project() as project:
        lang = options.language(language, project.settings.language)
        if (examples or memos) and output and output != "-":
            confidential(project, options.where(), allow_identifiable)
        report = codebook_reports.codebook(
            project, name or _only_one(project), language=lang, examples=examples, top_level_only=top_level_only,
            coders=coder or (), memos=memos,
        )  # fmt: skip
    emit(report, as_json=as_json, output=output, format=format, options=writer_options(template))


@codebook.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="Those in use without one.")] = None,
    as_json: Json = False,
) -> int:
    """Check codebooks: every mistake at once, with its line and what mends it; exit code 1 when there is one."""
    from ..project.check import codebook_problems
    from .output import emit_problems

    files = list(paths or ())
    if not files:
        with context.project() as project:
            files = project.codes.paths
    problems = [problem for path in files for problem in codebook_problems(path)]
    emit_problems(problems, "codebook-check", as_json=as_json, of=several(len(files), "codebook"))
    return ExitCode.NO if any(problem.severity == "error" for problem in problems) else ExitCode.DONE


@codebook.command()
def recode(
    old: Annotated[str, typer.Argument(help="A code that no codebook has any more.")],
    new_code: Annotated[str, typer.Argument(metavar="NEW", help="The code its codings shall have.")],
) -> None:
    """Give the codings of a vanished code a code that there is."""
    from ..project.recode import recode as recode_codings

    with context.project(readonly=False) as project:
        carried = recode_codings(project, old, new_code)
    for note in carried.notes:
        context.say(f"note: {note}")
    context.say(f"{several(carried.codings, 'coding')} of {old} became {new_code}; `qualcode undo` takes it back")


@codebook.command()
def diff(
    before: Annotated[str, typer.Argument(help="A YAML file, a date such as 2026-03-01, `bundled`, or `now`.")],
    after: Annotated[str, typer.Argument(help="Likewise.")] = "now",
    book: Annotated[
        str, typer.Option("--codebook", metavar="ID", help="Which one; needed when there are several.")
    ] = "",
    language: Language = "",
    as_json: Json = False,
    output: Output = "",
    format: FormatName = "",
) -> int:
    """Compare two versions of a codebook: files, dates of the history, or a colleague's copy."""
    from ..project import codebook_reports
    from .output import emit

    with context.project() as project:
        lang = options.language(language, project.settings.language)
        different, report = codebook_reports.codebook_diff(project, before, after, book, language=lang)
    emit(report, as_json=as_json, output=output, format=format)
    return ExitCode.NO if different else ExitCode.DONE


@codebook.command("import")
def bring_in(
    path: Annotated[Path, typer.Argument(help="A .qdc, .qdpx, .csv, .tsv or .xlsx, or a .docx, .odt, .md or .txt.")],
    id: Annotated[str, typer.Option("--id", help="Its id here; made from the file's name without it.")] = "",
    language: Annotated[str, typer.Option("--lang", help="Of its names.")] = "",
    format: FormatName = "",
    as_json: Json = False,
) -> None:
    """Take a codebook from another program into use; what could not be carried is named.

    From a document with a table of codes, or with names under each other and what they mean, too.
    """
    from ..project import codebooks

    with context.project(readonly=False) as project:
        made, read = codebooks.bring_in(project, path, id=id, language=language, format=format)
    if not as_json:
        context.say(f"{made.name}: {several(len(read.codebook.codes), 'code')}")
    _told(read.account, as_json)


@codebook.command("export")
def bring_out(
    book: Book,
    output: Annotated[Path, typer.Argument(metavar="FILE", help="codebook.qdc, .csv, .tsv or .xlsx")],
    language: Annotated[str, typer.Option("--lang", help="Of the names.")] = "",
    format: FormatName = "",
    as_json: Json = False,
) -> None:
    """Write a codebook for another program; what its format cannot hold is named."""
    from ..exchange import write_codebook
    from ..project import codebooks
    from .output import say_written

    with context.project() as project:
        found = project.codes.book(book)
        account = write_codebook(
            found, output, language=language or project.settings.language, format=format,
            guids=codebooks.guids(project, found.id),
        )  # fmt: skip
    if not as_json:
        say_written(output, format, several(len(found.codes), "code"))
    _told(account, as_json)


def _told(account: Any, as_json: bool) -> None:
    if as_json:
        print(
            json.dumps({"format": "qualcode/codebook-exchange/1", **account.sentences()}, ensure_ascii=False, indent=1)
        )
        return
    for kind in ("changed", "lost"):
        for what in getattr(account, kind):
            context.say(f"  {kind}: {what}")


@codebook.command()
def tidy(
    book: Annotated[str, typer.Argument(metavar="CODEBOOK", help="open without one.")] = "open",
    language: Language = "",
    as_json: Json = False,
) -> None:
    """Show codes used once, by one coder, in one document or never, and those that may be merged."""
    from ..project import codebook_reports
    from .output import emit

    with context.project() as project:
        lang = options.language(language, project.settings.language)
        report = codebook_reports.tidying(project, book, language=lang)
    emit(report, as_json=as_json)


for _name, _command in codebook_edit.COMMANDS.items():
    codebook.command(_name)(_command)
