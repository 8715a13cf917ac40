"""`appendix`, `report`, `plot`, `fill` and `verify`: what goes into a thesis, and whether it still holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from ..core.choices import ShareChoices
from ..core.errors import ExitCode, UsageError, printable, several
from ..core.files import write_output
from ..core.ticks import ticking
from . import context, options
from .options import Json, Language
from .output import Progress

app = typer.Typer(rich_markup_mode=None)

NoText = Annotated[bool, typer.Option("--no-text", help="Without the words of any document.")]
Identifiable = Annotated[bool, typer.Option("--allow-identifiable", help="Also text that may identify people.")]
Template = Annotated[str, typer.Option("--template", metavar="FILE.docx", help="A Word file whose styles to use.")]
Layer = Annotated[
    str, typer.Option("--coder", "--layer", metavar="NAME", help="Whose codings; the study's choice without it.")
]


@app.command()
def appendix(
    output: Annotated[Path, typer.Argument(metavar="FILE", help="Such as appendix.docx; the suffix says how.")],
    title: Annotated[str, typer.Option("--title")] = "",
    author: Annotated[str, typer.Option("--author")] = "",
    by: Annotated[str, typer.Option("--by", metavar="ATTRIBUTE", help="What the share table compares.")] = "",
    coder: Layer = "",
    examples: Annotated[int, typer.Option("--examples", min=0, help="Coded passages with each code.")] = 0,
    memos: Annotated[bool, typer.Option("--memos", help="With the researcher's memos.")] = False,
    transcripts: Annotated[bool, typer.Option("--transcripts", help="Also the material without its codes.")] = False,
    number: Annotated[
        list[str] | None,
        typer.Option(
            "--number", metavar="N|PART=N", help="Number the appendices from N, or each as the thesis does: guide=3."
        ),
    ] = None,
    separate: Annotated[bool, typer.Option("--separate", help="An appendix of its own for each document.")] = False,
    each: Annotated[bool, typer.Option("--each", help="A file for each appendix, and one that lists them.")] = False,
    no_figures: Annotated[bool, typer.Option("--no-figures", help="Tables alone.")] = False,
    beside: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="FIELD", help="Also this table or figure, as `fill` has it: 'figure(\"map\")'."),
    ] = None,
    documents: options.Documents = None,
    cases: options.Cases = None,
    wheres: options.Wheres = None,
    no_text: NoText = False,
    allow_identifiable: Identifiable = False,
    language: Language = "",
    template: Template = "",
) -> int:
    """Write the whole study as an appendix: method, guide, sample, codebook, tables, and all that was coded.

    With --number PART=N only the parts that are named are written, in the order of their numbers: method, guide,
    sample, codebook, shares, judgements, kinds, matrix, tables, memos, interviews, documents, observations, ...,
    transcripts.
    """
    from ..project.appendix import AppendixRequest
    from ..project.appendix import appendix as make
    from ..project.confidential import confidential
    from ..report.build.appendix import in_files
    from .output import emit, writer_options

    where = options.where(documents=documents, cases=cases, attributes=wheres)
    first, numbers = _numbers(number or [])
    with context.project() as project, Progress("making") as progress:
        if not no_text:
            confidential(project, where, allow_identifiable, no_text=True)
        asked = AppendixRequest(
            options.language(language, project.settings.language), coder, by, title, author, text=not no_text,
            memos=memos, uncoded=transcripts, separate=separate, first=first, numbers=numbers, examples=examples,
            figures=not no_figures, where=where, fields=tuple(beside or ()),
        )  # fmt: skip
        made = make(project, asked, progress)
    files = in_files(made) if each else [("", made)]
    with Progress("writing") as progress:
        for suffix, one in ticking(files, progress):
            path = output.with_name(f"{output.stem}-{suffix}{output.suffix}") if suffix else output
            emit(one, output=str(path), options=writer_options(template, progress=None if each else progress))
    return ExitCode.DONE


def _numbers(said: list[str]) -> tuple[int, dict[str, int]]:
    """The number of the first appendix, or that of each part by its name."""
    first, numbers = 0, {}
    for each in said:
        part, _, number = each.rpartition("=")
        if not number.strip().isdecimal() or int(number) < 1:
            raise UsageError(
                f"--number {each!r}: expected a number such as 14, or a part and its number such as guide=3",
                slug="bad_option",
            )
        if part:
            numbers[part.strip()] = int(number)
        else:
            first = int(number)
    if first and (numbers or len(said) > 1):
        raise UsageError("--number takes one number, or a number for each part", slug="option_conflict")
    return first, numbers


@app.command()
@options.gathered
def report(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A report; `list` says what there is.")],
    *,
    codes: options.Codes = None,
    coder: Layer = "",
    places: options.Places,
    by: Annotated[
        str, typer.Option("--by", metavar="WHAT", help="excerpts: code or case; sample, shares, matrix: an attribute.")
    ] = "",
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="excerpts: at most so many a code.")] = None,
    longest: Annotated[
        int | None, typer.Option("--longest", min=0, metavar="WORDS", help="excerpts: cut longer quotes; 0 never.")
    ] = None,
    source: Annotated[
        str,
        typer.Option("--source", metavar="name|case|role|none", help="excerpts, answers: who is named with quotes."),
    ] = "name",
    no_codes: Annotated[bool, typer.Option("--no-codes", help="interviews: without the codings.")] = False,
    memos: Annotated[
        bool, typer.Option("--memos", help="interviews, codebook: with memos; excerpts and matrix always have.")
    ] = False,
    each: Annotated[bool, typer.Option("--each", help="interviews, transcripts: a file for each document.")] = False,
    number: Annotated[
        int | None, typer.Option("--number", min=1, metavar="N", help="With --each: appendices numbered from N.")
    ] = None,
    checklist: Annotated[str, typer.Option("--checklist", metavar="coreq|srqr")] = "coreq",
    no_text: NoText = False,
    allow_identifiable: Identifiable = False,
    out: options.Out,
    template: Template = "",
) -> int:
    """Write one ready-made report; `qualcode report list` names them."""
    from ..project import named_reports, reports
    from ..project.confidential import confidential
    from .output import emit, writer_options

    if name == "list":
        emit(named_reports.listed(), **out.place)
        return ExitCode.DONE
    known = named_reports.known(name)
    where = places.where(codes=codes)
    if name == "excerpts" and by not in ("", "code", "case"):
        raise UsageError(f"--by {by!r}: expected code or case")
    if name in ("excerpts", "answers") and no_text:
        raise UsageError(f"{name} without text are none", slug="option_conflict")
    if each and (name not in ("interviews", "transcripts") or not out.to_file):
        raise UsageError(
            "--each writes a file for each document: it goes with interviews or transcripts and -o FILE",
            slug="option_conflict",
        )
    if number is not None and not each:
        raise UsageError("--number numbers the files of --each", slug="option_conflict")
    with context.project() as project, Progress("making") as progress:
        lang = options.language(out.language, project.settings.language)
        reports.check_source(project, source)
        if (known.shows_text or memos) and not no_text and out.to_file:
            confidential(project, where, allow_identifiable, no_text=name not in ("excerpts", "answers"))
        asked = named_reports.ReportRequest(
            where, lang, coder, by, limit, source, longest, not no_text, not no_codes, memos, checklist, progress
        )
        made = [("", known.report(project, asked))]
        if each:
            made = reports.for_each_document(project, known.report, asked, number)
    with Progress("writing") as progress:
        seen = progress if out.to_file else None  # what is printed itself shows how far it is
        for suffix, one in ticking(made, seen):
            path = Path(out.output)
            target = str(path.with_name(f"{path.stem}-{suffix}{path.suffix}")) if suffix else out.output
            chosen = writer_options(template, progress=None if each else seen)
            emit(one, **{**out.place, "output": target}, options=chosen)
    return ExitCode.DONE


@app.command()
def plot(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="shares, bars, heatmap, cooccurrence, saturation, timeline, map, sequence"),
    ],
    codes: Annotated[list[str] | None, typer.Argument(metavar="[CODEBOOK or CODE]...")] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help=".svg, .png, a report format; map: .graphml.")
    ] = Path("figure.svg"),
    by: Annotated[str, typer.Option("--by", metavar="ATTRIBUTE")] = "",
    unit: options.UnitKind = "",
    level: Annotated[int | None, typer.Option("--level", min=1)] = None,
    coder: Layer = "",
    base: Annotated[
        str, typer.Option("--base", metavar="all|coded|codings", help="shares: what is divided by.")
    ] = "all",
    document: Annotated[str, typer.Option("--document", metavar="ID", help="Of this document only.")] = "",
    cases: options.Cases = None,
    questions: options.Questions = None,
    kind: Annotated[str, typer.Option("--kind", metavar="bars|triangle|...", help="shares: another drawing.")] = "",
    width: Annotated[
        float | None,
        typer.Option("--width", parser=options.number, metavar="CM", help="8 for a column, 16 for a page."),
    ] = None,
    wheres: options.Wheres = None,
    language: Language = "",
) -> int:
    """Draw a figure: shares on the frame's own drawing, bars, heat map, saturation, timeline, concept map, sequence."""
    from ..project import figures, reports
    from ..report.figures.stacked import draw_all
    from .output import emit, say_written

    with context.project() as project:
        lang = options.language(language, project.settings.language)
        where = options.where(
            cases=cases, documents=[document] if document else None, questions=questions, attributes=wheres
        )
        request = reports.ShareRequest(tuple(codes or ()), by, unit, level, coder, where, ShareChoices(base=base))
        found = figures.drawn(project, name, request, language=lang, document=document, kind=kind, width=width)
        made = figures.drawn_report(project, found, lang)
    suffix = output.suffix.lower().lstrip(".")
    if suffix in ("svg", "png", "graphml"):
        parts = [(frame, figure) for frame, figure, _ in found.figures]
        write_output(output, draw_all(parts, lang, suffix, width=width))
        for sentence in made.account:
            context.say(f"note: {sentence}")
        say_written(output)
    else:
        emit(made, output=str(output))
    return ExitCode.DONE


@app.command()
def fill(
    draft: Annotated[Path, typer.Argument(metavar="DRAFT", help="A docx, md or tex file with fields in {{ }}.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="The filled file.")] = None,
    update: Annotated[bool, typer.Option("--update", help="Renew values put in before, in place.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that was changed since.")] = False,
    allow_identifiable: options.Identifiable = False,
    language: Language = "",
    as_json: Json = False,
) -> int:
    """Put numbers, quotes, tables and figures into a draft, so that they can be checked later."""
    from ..project.fill import Evaluator, refuse_to_erase, remember
    from ..report.fill import fill as fill_in

    if output is None and not update:
        raise UsageError("say where to write with -o, or --update to renew the file itself", slug="bad_option")
    with context.project() as project:
        lang = options.language(language, project.settings.language)
        if output is not None and not force:
            refuse_to_erase(project, draft, output)
        asked = Evaluator(project, lang, allowed=allow_identifiable)
        done = fill_in(draft, output or draft, asked, update=update, language=lang)
        remember(project, done.path)
    if as_json:
        checks = [_object(check) for check in done.checks]
        said = {"path": str(done.path), "filled": checks, "kept": done.kept, "notes": asked.notes}
        print(json.dumps({"format": "qualcode/fill/1", **said}, ensure_ascii=False, indent=1))
        return ExitCode.DONE
    for check in done.checks:
        context.say(f"  {check.place}: {printable(check.expression)} = {printable(check.new)}")
    for note in asked.notes:
        context.say(f"note: {printable(note)}")
    put_in = several(len(done.checks), "value")
    context.say(f"{done.path}: {put_in} put in, {done.kept} kept; `qualcode verify {done.path}` later")
    return ExitCode.DONE


@app.command()
def verify(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `fill` wrote.")],
    every: Annotated[bool, typer.Option("--all", help="Also name what still holds.")] = False,
    language: Language = "",
    as_json: Json = False,
) -> int:
    """Compute every number of a filled draft again and name each that no longer holds; exit code 1 if one does not."""
    from ..project.fill import Evaluator
    from ..report.fill import verify as check_all

    with context.project() as project:
        lang = options.language(language, project.settings.language)
        checks = check_all(path, Evaluator(project, lang), language=lang)
    wrong = [check for check in checks if not check.ok]
    if as_json:
        rows = [_object(check) for check in checks]
        print(json.dumps({"format": "qualcode/verify/1", "checks": rows}, ensure_ascii=False, indent=1))
    else:
        for check in checks if every else wrong:
            print(printable(str(check)))
        context.say(f"{several(len(checks), 'value')}: {len(checks) - len(wrong)} hold, {len(wrong)} do not")
        if any(check.reason == "changed" for check in wrong):
            context.say(f"  try: qualcode fill {path} --update")
    return ExitCode.NO if wrong else ExitCode.DONE


def _object(check: Any) -> dict[str, Any]:
    return {
        "place": str(check.place), "expression": check.expression, "old": check.old, "new": check.new,
        "ok": check.ok, "reason": check.reason,
    }  # fmt: skip
