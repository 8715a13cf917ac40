"""`crosstab`, `matrix`, `cooccur`, `rank`, `saturation`, `keyness` and `index`: comparing cases, codes and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.choices import ShareChoices
from ..core.errors import ExitCode, conflict
from . import context, options

if TYPE_CHECKING:
    from ..core.choices import Where


app = typer.Typer(rich_markup_mode=None)

Rows = Annotated[
    list[str] | None, typer.Argument(metavar="[CODEBOOK or CODE]...", help="The study's frames without one.")
]
Level = Annotated[int | None, typer.Option("--level", min=1, help="Rows from this level of the code tree.")]
Layer = Annotated[str, typer.Option("--coder", "--layer", metavar="NAME", help="Whose codings count.")]
Behind = Annotated[
    tuple[str, str] | None, typer.Option("--explain", metavar="GROUP CODE", help="The passages behind one cell.")
]
Weight = Annotated[
    str,
    typer.Option(
        "--weight",
        metavar="unit|case|column:NAME",
        help="What a coding's weight is multiplied with: votes in a column.",
    ),
]
By = Annotated[str, typer.Option("--by", metavar="ATTRIBUTE", help="role, case, question, kind, qualifier, ...")]


@app.command()
@options.gathered
def crosstab(
    *,
    codes: Rows = None,
    by: By = "",
    count: Annotated[
        str, typer.Option("--count", metavar="units|codings|cases|weight", help="What a cell counts.")
    ] = "units",
    weight: Weight = "unit",
    share: Annotated[
        str,
        typer.Option(
            "--share", metavar="row|column|both|none", help="Shares beside the counts; row by qualifier, else column."
        ),
    ] = "",
    sort: Annotated[str, typer.Option("--sort", metavar="book|total", help="The order of the rows.")] = "book",
    level: Level = None,
    unit: options.UnitKind = "",
    coder: Layer = "",
    places: options.Places,
    explain: Behind = None,
    out: options.OutTable,
    allow_identifiable: options.Identifiable = False,
) -> int:
    """Count codes by an attribute, question, document kind or qualifier, with row and column shares."""
    from ..project import comparison_reports

    where = places.where()
    if explain:
        place = ("crosstab", by, explain[0])
        return _passages((explain[1],), where, coder, place, unit, out, allow_identifiable)

    def make(project: Any, lang: str) -> Any:
        choices = ShareChoices(weight=weight)
        request = comparison_reports.ShareRequest(tuple(codes or ()), by, unit, level, coder, where, choices)
        return comparison_reports.crosstabs(project, request, lang, count=count, sort=sort, share=share)

    return _out(make, out)


@app.command()
@options.gathered
def matrix(
    *,
    codes: Rows = None,
    by: Annotated[
        str,
        typer.Option("--by", metavar="ATTRIBUTE", help="Rows by an attribute or a level of cases."),
    ] = "",
    level: Level = None,
    unit: options.UnitKind = "",
    coder: Layer = "",
    places: options.Places,
    said: Annotated[bool, typer.Option("--words", help="The coded words in the cells.")] = False,
    excerpts: Annotated[int, typer.Option("--excerpts", min=0, help="Quotes to print for each cell.")] = 0,
    explain: Behind = None,
    out: options.OutTable,
    allow_identifiable: options.Identifiable = False,
) -> int:
    """Compare cases by code: counts, written summaries, and the excerpts behind each cell.

    A summary is a memo about a cell: `qualcode memo "cell D1 moore:value" "..."`.
    """
    from ..project import comparison_reports
    from ..project.confidential import confidential

    where = places.where()
    if explain:
        place = ("matrix", by, explain[0])
        return _passages((explain[1],), where, coder, place, unit, out, allow_identifiable)

    def make(project: Any, lang: str) -> Any:
        if (excerpts or said) and out.to_file:
            confidential(project, where, allow_identifiable)
        request = comparison_reports.ShareRequest(tuple(codes or ()), by, unit, level, coder, where)
        return comparison_reports.matrices(project, request, lang, excerpts, said)

    return _out(make, out)


@app.command()
@options.gathered
def cooccur(
    *,
    codes: Rows = None,
    events: Annotated[bool, typer.Option("--events", help="Count overlapping pairs of segments.")] = False,
    chars: Annotated[bool, typer.Option("--chars", help="Count characters that carry both.")] = False,
    within: Annotated[
        int | None,
        typer.Option(
            "--within", metavar="N", min=0, max=1_000_000, help="Also pairs N characters apart; counts --events."
        ),
    ] = None,
    level: Level = None,
    unit: options.UnitKind = "",
    coder: Layer = "",
    places: options.Places,
    explain: Annotated[
        tuple[str, str] | None, typer.Option("--explain", metavar="CODE CODE", help="The passages behind one cell.")
    ] = None,
    out: options.OutTable,
    allow_identifiable: options.Identifiable = False,
) -> int:
    """Show which codes stand together, with every coefficient."""
    from ..core.errors import UsageError
    from ..project import comparison_reports, comparisons

    if events and chars:
        raise UsageError("--events and --chars do not go together", slug="option_conflict")
    if chars and within is not None:
        raise UsageError("--chars and --within do not go together", slug="option_conflict")
    if explain:
        if events or chars or within is not None:
            raise UsageError(
                "--explain shows the units that carry both codes: --events, --chars and --within count otherwise",
                slug="option_conflict", hint='qualcode find --code "A overlapping B", or "A near/20 B"',
            )  # fmt: skip
        where = places.where()
        place = ("cooccur", "", "")
        return _passages(explain, where, coder, place, unit, out, allow_identifiable)
    counting = "events" if events or within is not None else "chars" if chars else "units"

    def make(project: Any, lang: str) -> Any:
        where = places.where()
        request = comparison_reports.ShareRequest(tuple(codes or ()), "", unit, level, coder, where)
        result = comparisons.cooccurrence(project, request, counting=counting, within=within)
        return comparison_reports.cooccurrence(project, result, request, lang)

    return _out(make, out)


@app.command()
@options.gathered
def rank(
    *,
    codes: Rows = None,
    rank_by: Annotated[str, typer.Option("--rank-by", metavar="weight|units|codings|cases")] = "weight",
    weight: Weight = "unit",
    level: Level = None,
    unit: options.UnitKind = "",
    coder: Layer = "",
    places: options.Places,
    out: options.OutTable,
) -> int:
    """Rank codes by the weight of their codings, within each qualifier: what promotes, what inhibits."""
    from ..project import comparison_reports

    def make(project: Any, lang: str) -> Any:
        where = places.where()
        choices = ShareChoices(weight=weight)
        request = comparison_reports.ShareRequest(tuple(codes or ()), "", unit, level, coder, where, choices)
        return comparison_reports.rankings(project, request, lang, rank_by=rank_by)

    return _out(make, out)


@app.command()
@options.gathered
def saturation(
    *,
    codes: Rows = None,
    order: Annotated[
        str, typer.Option("--order", metavar="file|column:NAME", help="The order of the interviews.")
    ] = "file",
    base: Annotated[int, typer.Option("--base", min=1, help="Interviews of the base.")] = 4,
    run: Annotated[int, typer.Option("--run", min=1, help="Interviews of a run.")] = 2,
    threshold: Annotated[
        float, typer.Option("--threshold", parser=options.number, metavar="NUMBER", help="New codes against the base.")
    ] = 0.05,
    unit: options.UnitKind = "",
    coder: Layer = "",
    places: options.Places,
    out: options.OutTable,
) -> int:
    """Show when new interviews stop bringing new codes (Guest, Namey & Chen 2020), with rarefaction and Chao2."""
    from ..project import comparison_reports, comparisons

    def make(project: Any, lang: str) -> Any:
        where = places.where()
        request = comparison_reports.ShareRequest(tuple(codes or ()), "", unit, None, coder, where)
        result = comparisons.saturation(project, request, base=base, run=run, threshold=threshold, order=order)
        return comparison_reports.saturation(project, result, request, lang)

    return _out(make, out)


@app.command()
@options.gathered
def keyness(
    first: Annotated[str, typer.Argument(help="One group, such as director.")],
    *,
    second: Annotated[str, typer.Argument(help="The group it is compared with.")],
    by: By = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many words.")] = 40,
    min_informants: Annotated[int, typer.Option("--min-informants", min=1, help="Words of fewer are left out.")] = 2,
    test: Annotated[str, typer.Option("--test", metavar="permutation")] = "",
    seed: Annotated[int, typer.Option("--seed")] = 1,
    unit: options.UnitKind = "",
    places: options.Places,
    out: options.OutTable,
) -> int:
    """Compare the words of two groups of informants."""
    from ..project import comparison_reports, comparisons

    def make(project: Any, lang: str) -> Any:
        where = places.where()
        request = comparison_reports.ShareRequest((), by, unit, None, "", where)
        result = comparisons.keyness(
            project, request, (first, second), min_informants=min_informants, test=test, seed=seed
        )
        return comparison_reports.keyness(project, result, request, lang, limit)

    return _out(make, out)


def _passages(
    codes: tuple[str, ...], where: Where, coder: str, place: tuple[str, str, str], unit: str, out: options.Out,
    allow_identifiable: bool,
) -> int:  # fmt: skip
    """The passages behind a cell, shown as `find --code` shows them; `place` is the table, and by what which group."""
    from ..project.comparisons import behind
    from ..project.results import ShareRequest
    from .find_output import shown

    if unit:
        conflict("--explain shows the natural units of each source: it does not go with --unit")
    table, by, group = place
    with context.project() as project:
        request = behind(project, ShareRequest((), by, "", None, coder, where), codes, table, group)
        shown(project, request, out, allow_identifiable)
    return ExitCode.DONE


def _out(make: Any, out: options.OutTable) -> int:
    from .output import emit, writer_options

    with context.project() as project:
        chosen = writer_options(dialect=out.dialect or project.settings.dialect)
        report = make(project, options.language(out.language, project.settings.language))
    emit(report, **out.place, options=chosen)
    return ExitCode.DONE


@app.command()
@options.gathered
def index(
    questions: Annotated[list[str], typer.Argument(metavar="COLUMN...", help="Closed questions on one scale.")],
    *,
    scale: Annotated[str, typer.Option("--scale", metavar="LOW-HIGH", help="The ends of the scale.")] = "1-10",
    by: Annotated[str, typer.Option("--by", metavar="ATTRIBUTE", help="A row for each value, and one for all.")] = "",
    out: options.OutTable,
) -> int:
    """Compute an index of closed questions, such as satisfaction: their mean, moved to 0-100.

    Respondents who left one of the questions out are not counted, and it is said how many they are.
    """
    from ..project.scale_index import scale_index

    return _out(lambda project, lang: scale_index(project, questions, scale, by, language=lang), out)
