"""`appendix`, `report` and `plot`: what goes into a thesis."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..core.choices import ShareChoices
from ..core.errors import ExitCode, UsageError, did_you_mean
from ..core.files import write_output
from . import context, options
from .options import FormatName, Json, Language, Output

app = typer.Typer(rich_markup_mode=None)

NoText = Annotated[bool, typer.Option("--no-text", help="Without the words of any document.")]
Identifiable = Annotated[bool, typer.Option("--allow-identifiable", help="Also text that may identify people.")]
Template = Annotated[str, typer.Option("--template", metavar="FILE.docx", help="A Word file whose styles to use.")]
Layer = Annotated[
    str, typer.Option("--coder", "--layer", metavar="NAME", help="Whose codings; the study's choice without it.")
]

REPORTS = (
    "sample", "interviews", "excerpts", "shares", "agreement", "matrix", "codebook", "method", "audit", "codings",
    "checklist",
)  # fmt: skip


@app.command()
def appendix(
    output: Annotated[Path, typer.Argument(metavar="FILE", help="Such as appendix.docx; the suffix says how.")],
    title: Annotated[str, typer.Option("--title")] = "",
    author: Annotated[str, typer.Option("--author")] = "",
    by: Annotated[str, typer.Option("--by", metavar="ATTRIBUTE", help="What the share table compares.")] = "",
    coder: Layer = "",
    examples: Annotated[int, typer.Option("--examples", min=0, help="Coded passages with each code.")] = 0,
    memos: Annotated[bool, typer.Option("--memos", help="With the memos of codings.")] = False,
    no_figures: Annotated[bool, typer.Option("--no-figures", help="Tables alone.")] = False,
    documents: options.Documents = None,
    cases: options.Cases = None,
    wheres: options.Wheres = None,
    no_text: NoText = False,
    allow_identifiable: Identifiable = False,
    language: Language = "",
    template: Template = "",
) -> int:
    """Write the whole study as an appendix: method, sample, codebook, shares, coded interviews."""
    from ..project import reports
    from .output import emit, writer_options

    where = options.where(documents=documents, cases=cases, attributes=wheres)
    with context.project() as project:
        if not no_text:
            reports.confidential(project, where, allow_identifiable)
        report = reports.appendix(
            project, language=options.language(language, project.settings.language), coder=coder, by=by, title=title,
            author=author, text=not no_text, memos=memos, examples=examples, figures=not no_figures, where=where,
        )  # fmt: skip
    emit(report, output=str(output), options=writer_options(template))
    return ExitCode.DONE


@app.command()
def report(
    name: Annotated[str, typer.Argument(metavar="NAME", help=", ".join(REPORTS))],
    codes: options.Codes = None,
    coder: Layer = "",
    cases: options.Cases = None,
    documents: options.Documents = None,
    questions: options.Questions = None,
    wheres: options.Wheres = None,
    by: Annotated[
        str, typer.Option("--by", metavar="WHAT", help="excerpts: code or case; sample, shares, matrix: an attribute.")
    ] = "",
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="excerpts: at most so many a code.")] = None,
    source: Annotated[str, typer.Option("--source", help="excerpts: who is named, name or role.")] = "name",
    checklist: Annotated[str, typer.Option("--checklist", metavar="coreq|srqr")] = "coreq",
    no_text: NoText = False,
    allow_identifiable: Identifiable = False,
    language: Language = "",
    as_json: Json = False,
    output: Output = "",
    format: FormatName = "",
    template: Template = "",
) -> int:
    """Write one ready-made report."""
    from ..project import agreement, comparison_reports, reports
    from .output import emit, writer_options

    if name not in REPORTS:
        meant = did_you_mean(name, REPORTS)
        raise UsageError(f"there is no report {name!r}{meant} (there are {', '.join(REPORTS)})", slug="unknown_report")
    where = options.where(codes=codes, cases=cases, documents=documents, questions=questions, attributes=wheres)
    with context.project() as project:
        lang = options.language(language, project.settings.language)
        shows_text = name in ("interviews", "excerpts", "codings") and not no_text
        if shows_text and output and output != "-":
            reports.confidential(project, where, allow_identifiable)
        if name == "excerpts" and by not in ("", "code", "case"):
            raise UsageError(f"--by {by!r}: expected code or case")
        if source not in ("name", "role"):
            raise UsageError(f"--source {source!r}: expected name or role")
        if name == "excerpts" and no_text:
            raise UsageError("excerpts without text are none", slug="option_conflict")
        makers: dict[str, Any] = {
            "sample": lambda: reports.sample(project, where, language=lang, coder=coder, by=by),
            "interviews": lambda: reports.interviews(project, where, language=lang, coder=coder, text=not no_text),
            "excerpts": lambda: reports.excerpts(
                project, where, language=lang, coder=coder, by=by or "code", limit=limit, source=source
            ),
            "agreement": lambda: comparison_reports.agreement(
                project, *agreement.compute(project, agreement.AgreementRequest(where=where)), lang, disagreements=True
            ),
            "matrix": lambda: comparison_reports.matrices(
                project, reports.ShareRequest(tuple(codes or ()), by, coder=coder, where=where), lang, 2
            ),
            "shares": lambda: reports.shares(
                project, reports.ShareRequest(tuple(codes or ()), by, coder=coder, where=where), language=lang
            ),
            "codebook": lambda: reports.codebooks_report(project, language=lang, coder=coder),
            "method": lambda: reports.method(project, where, language=lang, coder=coder),
            "audit": lambda: reports.audit(project, language=lang),
            "codings": lambda: reports.codings(project, where, language=lang, coder=coder, text=not no_text),
            "checklist": lambda: reports.checklist(project, checklist, language=lang, coder=coder),
        }
        made = makers[name]()
    emit(made, as_json=as_json, output=output, format=format, options=writer_options(template))
    return ExitCode.DONE


@app.command()
def plot(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="shares, bars, heatmap, cooccurrence, saturation, timeline")
    ],
    codes: Annotated[list[str] | None, typer.Argument(metavar="[CODEBOOK or CODE]...")] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help=".svg, .png, or a report format.")
    ] = Path("figure.svg"),
    by: Annotated[str, typer.Option("--by", metavar="ATTRIBUTE")] = "",
    unit: options.UnitKind = "",
    level: Annotated[int | None, typer.Option("--level", min=1)] = None,
    coder: Layer = "",
    base: Annotated[
        str, typer.Option("--base", metavar="all|coded|codings", help="shares: what is divided by.")
    ] = "all",
    document: Annotated[str, typer.Option("--document", metavar="ID", help="Of this document only.")] = "",
    kind: Annotated[str, typer.Option("--kind", metavar="bars|triangle|...", help="shares: another drawing.")] = "",
    width: Annotated[float | None, typer.Option("--width", metavar="CM", help="8 for a column, 16 for a page.")] = None,
    wheres: options.Wheres = None,
    language: Language = "",
) -> int:
    """Draw a figure: shares on the frame's own drawing, bars, heat map, saturation, timeline."""
    from ..project import figures, reports
    from ..report.figures import draw
    from .output import emit

    with context.project() as project:
        lang = options.language(language, project.settings.language)
        where = options.where(documents=[document] if document else None, attributes=wheres)
        request = reports.ShareRequest(tuple(codes or ()), by, unit, level, coder, where, ShareChoices(base=base))
        drawn = figures.figure(project, name, request, language=lang, document=document, kind=kind, width=width)
        made = figures.figure_report(project, drawn, lang)
    suffix = output.suffix.lower().lstrip(".")
    if suffix in ("svg", "png"):
        write_output(output, draw(drawn, lang, suffix, width=width))
        context.say(f"{output} written")
    else:
        emit(made, output=str(output))
    return ExitCode.DONE
