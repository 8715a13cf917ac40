"""`import` and `export`: in from other programs, and out to them, with an account of what was lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import ExitCode, UsageError, printable, several
from ..core.files import write_output
from . import context, options
from .options import FormatName, Json, Language
from .output import Progress

if TYPE_CHECKING:
    from ..core.choices import Where
    from ..core.results.common import Accounting
    from ..exchange.interface import Account
    from ..project import Project

app = typer.Typer(rich_markup_mode=None)

Strict = Annotated[bool, typer.Option("--strict", help="Store or write nothing if anything is changed or lost.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and store or write nothing.")]
Offsets = Annotated[
    str,
    typer.Option(
        "--offsets", metavar="auto|codepoints|utf16", help="How positions in texts are counted; utf16 for NVivo."
    ),
]


@app.command("import")
def bring_in(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help=".qdpx, .qda, .qdc, .sqlite3, .docx, .csv, .xlsx, ...")
    ],
    format: FormatName = "",
    columns: Annotated[
        str, typer.Option("--columns", metavar="WHAT=COLUMN,...", help="For tables: quote=Segment,code=Code,...")
    ] = "",
    offsets: Offsets = "auto",
    coder: Annotated[str, typer.Option("--coder", metavar="NAME", help="Who coded, where the file does not say.")] = "",
    codebook: Annotated[
        str, typer.Option("--codebook", metavar="ID", help="The codebook that its codes come into.")
    ] = "",
    strict: Strict = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> int:
    """Take in what other programs wrote: projects, codebooks, tables of coded segments, Word comments.

    The format is found out. What is in the project already stays, each file is one change that `undo`
    takes back, and whatever was changed on the way or left out is counted and named.
    """
    from ..exchange.interface import Choices
    from ..project.files_in import import_file

    told = []
    stands = True
    with context.project(readonly=False) as project:
        choices = Choices(
            offsets=_offsets(offsets), columns=_columns(columns), language=project.settings.language, coder=coder,
            codebook=codebook,
        )  # fmt: skip
        for path in files:
            with Progress("taking in") as progress:
                done = import_file(
                    project, path, format=format, choices=choices, dry_run=dry_run, strict=strict, progress=progress
                )
            stands = stands and (done.kept or dry_run)
            told.append({"file": str(path), "kind": done.format, "origin": done.origin, "stored": done.kept,
                         **done.account.plain()})  # fmt: skip
            if not as_json:
                written = f", written by {printable(done.origin)}" if done.origin else ""
                context.say(f"{printable(path.name)}: {done.format}{written}")
                say_account(done.account)
                _say_kept(done.kept, dry_run, "stored")
    if as_json:
        _print("import", told)
    return ExitCode.DONE if stands else ExitCode.NO


@app.command()
def export(
    output: Annotated[
        Path, typer.Argument(metavar="FILE", help="study.qdpx, study.qda, codings.csv, codings.xlsx, study.html, ...")
    ],
    codes: options.Codes = None,
    coders: options.Coders = None,
    cases: options.Cases = None,
    documents: options.Documents = None,
    questions: options.Questions = None,
    wheres: options.Wheres = None,
    no_text: Annotated[bool, typer.Option("--no-text", help="Without the words of any document.")] = False,
    allow_identifiable: Annotated[
        bool, typer.Option("--allow-identifiable", help="Also text that may identify people.")
    ] = False,
    language: Language = "",
    format: FormatName = "",
    dialect: options.Dialect = "",
    matrix: Annotated[
        bool, typer.Option("--matrix", help="Not the codings but the units, with 1 or 0 for each code.")
    ] = False,
    unit: Annotated[
        str, typer.Option("--unit", metavar="KIND", help="Of --matrix, .sav and iramuteq: answer, turn, paragraph, ...")
    ] = "",
    offsets: Offsets = "auto",
    strict: Strict = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> int:
    """Write the study for another program, the codings one row each, or the whole as one HTML page.

    The suffix says how: .qdpx, .qda and .sqlite3 (Taguette) are studies; .qdc is a codebook; .csv, .xlsx, .jsonl and
    .parquet codings; .sav (SPSS) and --matrix units by codes; --format iramuteq a corpus of units.
    What the other format cannot hold is counted and named.
    """
    from ..exchange.interface import Choices
    from ..project import files_out, reports, tables_out
    from ..project.confidential import confidential
    from ..project.page import study_page
    from ..report import writer_for
    from .output import emit, say_misnamed, say_written, writer_options

    where = options.where(codes, coders, cases, documents, questions, wheres)
    with context.project() as project:
        lang = options.language(language, project.settings.language)
        dialect = dialect or project.settings.dialect
        name = files_out.format_of(output, format)
        codebook = name == "qdc" or name.startswith("codebook-")  # which holds no words of any document
        if name and no_text and not codebook:
            raise UsageError(f"{name} is made of texts: --no-text does not go with it", slug="option_conflict")
        if not no_text and not codebook:
            confidential(project, where, allow_identifiable, no_text=not name)
        if name:
            choices = Choices(offsets=_offsets(offsets), language=lang if language else "", dialect=dialect)
            with Progress("writing") as progress:
                account, stands = files_out.export_study(
                    project, output, where, format=name, choices=choices, dry_run=dry_run, strict=strict,
                    progress=progress,
                )  # fmt: skip
            if stands and not dry_run:
                say_misnamed(output, name)
            return _told_export(output, name, account, stands, dry_run, as_json)
        if strict or dry_run or as_json or offsets != "auto":
            raise UsageError(
                "--strict, --dry-run, --json and --offsets go with other programs' formats, such as study.qdpx",
                slug="option_conflict",
            )
        data = tables_out.format_of(output, format)
        if matrix or data or unit:
            with Progress("writing") as progress:
                return _write_data(
                    project, output, where, data, format, matrix, unit, lang, not no_text, dialect, progress
                )
        to_file = str(output) != "-"
        writer = writer_for(output if to_file else None, format or None).name
        if writer == "html" and to_file:
            write_output(output, study_page(project, where, language=lang, text=not no_text))
            say_written(output, format)
            return ExitCode.DONE
        with Progress("writing") as progress:
            chosen = writer_options("", dialect, progress=progress)
            if writer in ("csv", "tsv") and to_file:
                reports.write_codings(
                    project, where, output, writer, chosen, language=lang, text=not no_text, progress=progress
                )
                say_written(output, format)
                return ExitCode.DONE
            made = reports.codings(project, where, language=lang, text=not no_text, rows_only=writer == "xlsx")
            emit(made, output=str(output), format=format, options=chosen)
    return ExitCode.DONE


def _write_data(
    project: Project, output: Path, where: Where, data: str, format: str, matrix: bool, unit: str, language: str,
    text: bool, dialect: str, progress: Progress,
) -> int:  # fmt: skip
    """Codings as JSON lines or Parquet, units by codes, or a corpus of units."""
    from ..core.table import Column, Report, table
    from ..project import tables_out
    from .output import emit, say_written, writer_options

    if data in ("jsonl", "parquet"):
        if matrix or unit:
            raise UsageError("--matrix and --unit go with .csv, .xlsx and .sav", slug="option_conflict")
        count = tables_out.write_codings(project, output, where, data, language=language, text=text, progress=progress)
        say_written(output, format, several(count, "coding"))
        return ExitCode.DONE
    if data == "iramuteq":
        if not text:
            raise UsageError("a corpus without its words is none", slug="option_conflict")
        count, accounting = tables_out.write_iramuteq(project, output, where, unit, progress)
        _say_left_out(project, accounting, language)
        say_written(output, format, several(count, "unit"))
        return ExitCode.DONE
    if not (matrix or data == "sav"):
        raise UsageError("--unit goes with --matrix, .sav and --format iramuteq", slug="option_conflict")
    made = tables_out.matrix(project, where, unit, progress=progress)
    _say_left_out(project, made.accounting, language)
    if data == "sav":
        tables_out.write_sav(made, output)
        how_much = f"{several(len(made.rows), 'unit')}, {several(len(made.columns), 'variable')}"
        say_written(output, format, how_much)
        return ExitCode.DONE
    found = table("units", [Column(name, name) for name in made.columns], made.rows)
    report = Report("", (found,), kind="units", data={"format": "qualcode/units/1", "rows": found.records()},
                    flat=(found,))  # fmt: skip
    emit(report, output=str(output), format=format, options=writer_options("", dialect))
    return ExitCode.DONE


def _say_left_out(project: Project, accounting: Accounting, language: str) -> None:
    """What has no row in the file."""
    from ..project.names import account_told

    for note in account_told(project, accounting, language):
        context.say(f"note: {note}")


def _told_export(output: Path, name: str, account: Account, stands: bool, dry_run: bool, as_json: bool) -> int:
    if as_json:
        _print("export", [{"file": str(output), "kind": name, "stored": stands, **account.plain()}])
    else:
        context.say(f"{output}: {name}")
        say_account(account)
        _say_kept(stands, dry_run, "written")
    return ExitCode.DONE if stands or dry_run else ExitCode.NO


def say_account(account: Account) -> None:
    """What was carried, changed and lost, for a person."""
    from ..exchange.interface import named

    carried = ", ".join(named(kind, count) for kind, count in account.carried.items())
    context.say(f"  carried: {carried or 'nothing'}")
    for what in ("changed", "lost"):
        for each in getattr(account, what):
            context.say(f"  {what}: {printable(str(each))}")
    for note in account.notes:
        context.say(f"  note: {printable(note)}")


def _say_kept(kept: bool, dry_run: bool, what: str) -> None:
    if dry_run:
        context.say(f"  a trial: nothing was {what}")
    elif not kept:
        context.say(f"  nothing was {what}, because something would be changed or lost (--strict)")


def _print(command: str, files: list[dict[str, Any]]) -> None:
    """One object; with one file its account stands at the top, with several in `files`, in sum at the top."""
    total: dict[str, Any] = {"carried": {}, "changed": [], "lost": [], "notes": []}
    for file in files:
        for kind, count in file["carried"].items():
            total["carried"][kind] = total["carried"].get(kind, 0) + count
        for key in ("changed", "lost", "notes"):
            total[key] += file[key]
    print(json.dumps({"format": f"qualcode/{command}/1", **total, "files": files}, ensure_ascii=False, indent=1))


def _columns(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in written.split(",") if written else ():
        key, equals, column = pair.partition("=")
        if not equals or not key.strip() or not column.strip():
            raise UsageError(f"--columns {written!r}: expected WHAT=COLUMN, for instance quote=Segment,code=Code")
        found[key.strip().lower()] = column.strip()
    return found


def _offsets(written: str) -> str:
    if written in ("", "auto"):
        return "auto"
    from ..exchange.offsets import convention

    return str(convention(written))
