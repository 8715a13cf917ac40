"""`shares`: the weighted share of each category in each group."""

from __future__ import annotations

from typing import Annotated

import typer

from ..core.choices import ShareChoices
from ..core.errors import ExitCode
from . import context, options

app = typer.Typer(rich_markup_mode=None)


@app.command()
@options.gathered
def shares(
    codes: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CODEBOOK or CODE]...", help="The rows; the study's frames without one."),
    ] = None,
    *,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="ATTRIBUTE",
            help="What is compared: role, case, document, kind, question, ...; - for nothing.",
        ),
    ] = "",
    categories: Annotated[
        str, typer.Option("--categories", metavar="A,B,C", help="The rows, separated by commas.")
    ] = "",
    level: Annotated[int | None, typer.Option("--level", min=1, help="Rows from this level of the code tree.")] = None,
    unit: options.UnitKind = "",
    score: Annotated[
        str,
        typer.Option(
            "--score",
            metavar="presence|intensity|extent",
            help="A unit with the category counts whole, by its coding's weight, or by the part of it that is coded.",
        ),
    ] = "presence",
    count: Annotated[
        str,
        typer.Option(
            "--count",
            metavar="full|fractional|primary",
            help="A unit with several categories counts in each, is divided among them, or has one.",
        ),
    ] = "full",
    base: Annotated[
        str,
        typer.Option(
            "--base",
            metavar="all|coded|codings|material",
            help="What is divided by; material: also what the coder has not begun.",
        ),
    ] = "all",
    weight: Annotated[
        str,
        typer.Option(
            "--weight",
            metavar="unit|words|chars|case|column:NAME",
            help="Units count alike, by their size, by the weight of their case, or by a column.",
        ),
    ] = "unit",
    equalize: Annotated[
        str, typer.Option("--equalize", metavar="none|informant|question|answer|informant-question")
    ] = "none",
    overlap: Annotated[str, typer.Option("--overlap", metavar="any|majority|full")] = "any",
    no_rollup: Annotated[
        bool, typer.Option("--no-rollup", help="A code is itself only, not what is below it.")
    ] = False,
    nonresponse: Annotated[str, typer.Option("--nonresponse", metavar="exclude|zero")] = "exclude",
    measure: Annotated[str, typer.Option("--measure", metavar="chars|words", help="For extents.")] = "chars",
    ci: Annotated[str, typer.Option("--ci", metavar="logit-t|t|jackknife|bootstrap|wilson")] = "",
    confidence: Annotated[
        float, typer.Option("--ci-level", parser=options.number, metavar="NUMBER", help="0.95 is 95 %.")
    ] = 0.95,
    test: Annotated[
        str, typer.Option("--test", metavar="permutation", help="Of the difference between two groups.")
    ] = "",
    two_sided: Annotated[str, typer.Option("--two-sided", metavar="absolute|doubling")] = "absolute",
    adjust: Annotated[str, typer.Option("--adjust", metavar="holm")] = "",
    seed: Annotated[int, typer.Option("--seed", help="For whatever is drawn at random.")] = 1,
    coder: Annotated[str, typer.Option("--coder", "--layer", metavar="NAME", help="Whose codings count.")] = "",
    only_codes: Annotated[list[str] | None, typer.Option("--code", metavar="CODE", hidden=True)] = None,
    places: options.Places,
    explain: Annotated[
        tuple[str, str] | None, typer.Option("--explain", metavar="GROUP CODE", help="List the units behind one share.")
    ] = None,
    decimals: Annotated[int, typer.Option("--decimals", min=0, max=3)] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", help="Without the notes on what the numbers mean.")] = False,
    out: options.OutTable,
    template: Annotated[
        str, typer.Option("--template", metavar="FILE.docx", help="A Word file whose styles to use.")
    ] = "",
    allow_identifiable: options.Identifiable = False,
) -> int:
    """Compute the weighted share of each category in each group.

    The default is the share of all answers: of the answers that a group gave, how many relate to the
    category. Every choice is an option, and the output states them all.
    """
    from ..project import reports
    from ..project.confidential import confidential
    from .output import emit, writer_options

    rows = [*(codes or ()), *(only_codes or ()), *(name.strip() for name in categories.split(",") if name.strip())]
    chosen = ShareChoices(
        score=score, count=count, base=base, weight=weight, equalize=equalize, overlap=overlap,
        rollup=not no_rollup, nonresponse=nonresponse, measure=measure, ci=ci, confidence=confidence,
        test=test, two_sided=two_sided, adjust=adjust, seed=seed,
    )  # fmt: skip
    where = places.where()
    with context.project() as project:
        lang = options.language(out.language, project.settings.language)
        dialect = out.dialect or project.settings.dialect
        request = reports.ShareRequest(tuple(rows), by, unit, level, coder, where, chosen)
        if explain:
            if out.to_file:
                confidential(project, where, allow_identifiable)
            report = reports.explanation(project, request, *explain, language=lang)
        else:
            report = reports.shares(project, request, language=lang, caveats=not quiet)
    emit(report, **out.place, options=writer_options(template, dialect, decimals))
    return ExitCode.DONE
