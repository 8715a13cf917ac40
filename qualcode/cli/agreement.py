"""`agree` and `review`: how far coders agree, and settling where they do not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from ..core.errors import ExitCode, UsageError, conflict, several
from ..core.text import legible
from . import context, options
from .options import FormatName, Json, Language, Output

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..core.choices import Where
    from ..core.model import Coding
    from ..project import Project
    from ..project.agreement import Open

app = typer.Typer(rich_markup_mode=None)

T = TypeVar("T")

Rows = Annotated[
    list[str] | None, typer.Argument(metavar="[CODEBOOK or CODE]...", help="The study's frames without one.")
]
Round = Annotated[
    str, typer.Option("--round", metavar="NAME", help="What several people coded in this round of `coder plan`.")
]
Coders = Annotated[str, typer.Option("--coders", metavar="A,B[,C]", help="Who is compared; all people without it.")]


@app.command()
def agree(
    codes: Rows = None,
    view: Annotated[str, typer.Option("--view", metavar="code|sets|values|continuum")] = "code",
    unit: options.UnitKind = "",
    coders: Coders = "",
    level: Annotated[int | None, typer.Option("--level", min=1)] = None,
    domain: Annotated[str, typer.Option("--domain", metavar="A,B,C", help="Codes that exclude one another.")] = "",
    overlap: Annotated[str, typer.Option("--overlap", metavar="any|majority|full")] = "any",
    coefficients: Annotated[
        str, typer.Option("--coefficient", metavar="LIST", help="Such as krippendorff_alpha,gwet_ac1.")
    ] = "",
    metric: Annotated[
        str,
        typer.Option(
            "--metric",
            metavar="nominal|ordinal|interval|ratio|jaccard|masi|dice",
            help="How far two values differ; interval and ratio read the number that a code's name ends with.",
        ),
    ] = "",
    weights: Annotated[
        str,
        typer.Option("--weights", metavar="NAME|FILE.csv", help="identity, linear, quadratic, ordinal, or a matrix."),
    ] = "",
    counted: Annotated[str, typer.Option("--categories", metavar="declared|observed")] = "declared",
    missing_as_absent: Annotated[
        bool, typer.Option("--missing-as-absent", help="Uncoded is looked at, everywhere.")
    ] = False,
    ci: Annotated[
        float, typer.Option("--ci", parser=options.number, metavar="NUMBER", help="Level of the intervals; 0 for none.")
    ] = 0.95,
    replicates: Annotated[int, typer.Option("--replicates", min=100, max=100_000)] = 2000,
    seed: Annotated[int, typer.Option("--seed", min=0)] = 1,
    cluster: Annotated[str, typer.Option("--cluster", metavar="document|informant", help="What is resampled.")] = "",
    se: Annotated[str, typer.Option("--se", metavar="analytic")] = "",
    by_document: Annotated[bool, typer.Option("--by-document", help="Also one row a document.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="The disagreements, worst first.")] = False,
    round_: Round = "",
    keep: Annotated[bool, typer.Option("--keep", help="With --round: keep its agreement as it is now.")] = False,
    rounds: Annotated[
        bool, typer.Option("--rounds", help="What was kept of every round, and how codes changed between them.")
    ] = False,
    fail_under: Annotated[
        float | None,
        typer.Option("--fail-under", parser=options.number, metavar="ALPHA", help="Exit code 1 when a code is below."),
    ] = None,
    documents: options.Documents = None,
    cases: options.Cases = None,
    questions: options.Questions = None,
    wheres: options.Wheres = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Without the notes.")] = False,
    language: Language = "",
    as_json: Json = False,
    output: Output = "",
    format: FormatName = "",
    allow_identifiable: options.Identifiable = False,
) -> int:
    """Compute intercoder agreement per code, with the disagreements at their addresses.

    Undefined is a dash with its reason, never 1. A unit counts as looked at in documents that its
    coder finished (`qualcode coder finish`).
    """
    from ..project import agreement, comparison_reports
    from ..project import rounds as project_rounds
    from ..project.confidential import confidential
    from .output import emit

    if keep and not round_:
        conflict("--keep keeps the agreement of a round: say which with --round NAME")
    if rounds:
        return _kept(language, as_json=as_json, output=output, format=format)
    named = tuple(name.strip() for name in coders.split(",") if name.strip())
    where = options.where(documents=documents, cases=cases, questions=questions, attributes=wheres)
    chosen: dict[str, Any] = {
        "view": view, "overlap": overlap, "metric": metric, "weights": _weights(weights), "counted": counted,
        "missing_as_absent": missing_as_absent, "ci": ci or None, "replicates": replicates, "seed": seed,
        "cluster": cluster or None, "se": se, "by_document": by_document,
        "coefficients": [name.strip() for name in coefficients.split(",") if name.strip()] or None,
    }  # fmt: skip
    with context.project(readonly=not keep) as project:
        lang = options.language(language, project.settings.language)
        if listing and output and output != "-":
            confidential(project, where, allow_identifiable)
        if domain:
            chosen["domain"] = [project.codes.known(name.strip()) for name in domain.split(",") if name.strip()]
        request = agreement.AgreementRequest(tuple(codes or ()), unit, level, named, where, round_)
        found = agreement.by_frame(project, request, **chosen)
        if keep:
            project_rounds.keep(project, project_rounds.known(project, round_), found.whole)
            context.say(f"the agreement of round {round_} is kept; `qualcode agree --rounds` shows what is")
        report = comparison_reports.agreements(
            project, found, request, lang, disagreements=listing, caveats=not quiet
        )  # fmt: skip
    emit(report, as_json=as_json, output=output, format=format)
    if fail_under is not None and not found.whole.reached(fail_under):
        context.say(f"agreement is below {fail_under:g}, or undefined, for at least one code")
        return ExitCode.NO
    return ExitCode.DONE


def _kept(language: str, *, as_json: bool, output: str, format: str) -> int:
    from ..project import comparison_reports
    from .output import emit

    with context.project() as project:
        report = comparison_reports.rounds(project, options.language(language, project.settings.language))
    emit(report, as_json=as_json, output=output, format=format)
    return ExitCode.DONE


def _weights(name: str) -> Any:
    if not name:
        return None
    from ..core.numbers import typed
    from ..core.spreadsheets import SUFFIXES, read_sheet

    if not name.lower().endswith(SUFFIXES):
        return name
    matrix = []
    for row in read_sheet(Path(name)).rows:
        values = [typed(cell) for cell in row.cells]
        if None in values:
            raise UsageError(f"{name}: line {row.line}: expected a number in each cell", slug="not_numeric")
        matrix.append(values)
    return matrix


@app.command()
def review(
    codes: Rows = None,
    unit: options.UnitKind = "",
    coders: Coders = "",
    level: Annotated[int | None, typer.Option("--level", min=1)] = None,
    listing: Annotated[bool, typer.Option("--list", help="Only show what is not settled yet.")] = False,
    proposals: Annotated[bool, typer.Option("--proposals", help="Judge what rules and models propose.")] = False,
    proposer: Annotated[str, typer.Option("--from", metavar="NAME", help="With --proposals: of this one.")] = "",
    accept_all: Annotated[bool, typer.Option("--accept-all", help="With --proposals: take them all over.")] = False,
    round_: Round = "",
    decided: Annotated[bool, typer.Option("--decided", help="Show what was decided, by whom and why.")] = False,
    rest: Annotated[
        bool, typer.Option("--rest", help="Take what one person alone coded and finished into the consensus too.")
    ] = False,
    documents: options.Documents = None,
    cases: options.Cases = None,
    wheres: options.Wheres = None,
    coder: Annotated[str, typer.Option("--coder", metavar="NAME", help="Who judges.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="With --list or --decided: one JSON object.")] = False,
) -> int:
    """Walk through the disagreements and write what is decided into the layer `consensus`.

    What the coders agree on is put there first, and the agreement of a finished round is kept before that.
    The codings of the coders stay as they are. A third person decides where `coder plan --adjudicator`
    said so. Stop at any time with q; what is decided is kept, and `undo` takes single decisions back.
    `qualcode shares --layer consensus` counts the result.
    """
    from ..project import agreement, consensus

    if proposals:
        where = options.where(codes, None, cases, documents, None, wheres)
        return _judge(where, proposer, coder, listing=listing, accept_all=accept_all)
    if proposer or accept_all or cases or wheres or (documents and not decided):
        conflict("--from, --accept-all, --document, --case and --where go with --proposals")
    if decided:
        return _decided(documents or [], round_, as_json=as_json)
    if rest:
        return _rest(coder)
    named = tuple(name.strip() for name in coders.split(",") if name.strip())
    with context.project(readonly=False, coder=coder) as project:
        request = agreement.AgreementRequest(tuple(codes or ()), unit, level, named, round=round_)
        waiting = agreement.unsettled(project, request)
        if listing and as_json:
            _print_waiting(waiting)
            return ExitCode.NO if waiting else ExitCode.DONE
        if listing:
            for one in waiting:
                said = ", ".join(f"{coder} {'yes' if yes else 'no'}" for coder, yes in one.said.items())
                context.show(f"{one.unit}\t{one.code}\t{said}")
            context.say(f"{several(len(waiting), 'disagreement')} not settled")
            return ExitCode.NO if waiting else ExitCode.DONE
        waiting = _mine(project, waiting)
        shared = consensus.begin(project, request)
        context.say(
            f"consensus: {several(shared, 'coding')} that the coders share; "
            f"{several(len(waiting), 'disagreement')} to settle"
        )
        if not _walked(project, waiting, _decide, "settled"):
            return ExitCode.NO
    context.say("all settled; `qualcode shares --layer consensus`")
    return ExitCode.DONE


def _mine(project: Project, waiting: Sequence[Open]) -> list[Open]:
    """What this person may decide: not what a third person was named for."""
    from ..project.rounds import adjudicators

    deciders = adjudicators(project)
    others = sorted({deciders.get(one.document, project.coder) for one in waiting} - {project.coder})
    mine = [one for one in waiting if deciders.get(one.document, project.coder) == project.coder]
    if others and not mine:
        raise UsageError(
            f"{' and '.join(others)} decides about all that is open, as the round was planned; you are {project.coder}",
            slug="not_adjudicator", hint=f"`qualcode review --coder {others[0]}`; `--list` shows what is open",
        )  # fmt: skip
    if others:
        context.say(f"note: {len(waiting) - len(mine)} disagreements are for {' and '.join(others)} to decide")
    return mine


def _print_waiting(waiting: Sequence[Open]) -> None:
    import json

    rows = [
        {"unit": one.unit, "code": one.code, "document": one.document, "start": one.span.start, "stop": one.span.stop,
         "said": one.said, "quotes": one.quotes} for one in waiting
    ]  # fmt: skip
    print(json.dumps({"format": "qualcode/review/1", "open": rows}, ensure_ascii=False, indent=1))


def _decided(documents: Sequence[str], round: str, *, as_json: bool) -> int:
    from ..core.table import Column, table
    from ..project import consensus, rounds
    from .output import emit_table

    with context.project() as project:
        wanted = project.documents_named(documents) or (
            rounds.documents_of(project, rounds.known(project, round)) if round else ()
        )
        rows = consensus.decisions(project, wanted)
    columns = [
        Column("unit", "Unit", "address"), Column("code", "Code", "code"), Column("verdict", "Decided"),
        Column("coder", "By"), Column("about", "About the coding of"), Column("why", "Why", width=3),
        Column("created", "When", "date"),
    ]  # fmt: skip
    emit_table(table("decisions", columns, rows), "review-decided", as_json=as_json)
    return ExitCode.DONE


def _rest(coder: str) -> int:
    from ..project import consensus

    with context.project(readonly=False, coder=coder) as project:
        codings, documents = consensus.take_the_rest(project)
    if documents:
        context.say(
            f"consensus: {several(codings, 'coding')} of {', '.join(documents)}, which one person coded and finished"
        )
    else:
        context.say("no document that one person alone was given and has finished is outside the consensus")
    return ExitCode.DONE


def _judge(where: Where, proposer: str, coder: str, *, listing: bool, accept_all: bool) -> int:
    """Walk through the proposals: each becomes the person's own, or is not made again."""
    from ..project import proposal_review

    with context.project(readonly=listing, coder=coder) as project:
        waiting = proposal_review.pending(project, where, (proposer,) if proposer else ())
        if listing:
            for one in waiting:
                quote = legible(" ".join(one.quote.split()))
                address = f"{one.document}@{one.span.start}-{one.span.stop}"
                context.show(f"{address}\t{one.code}\t{one.coder}\t{legible(one.memo)}\t{quote}")
            context.say(f"{several(len(waiting), 'proposal')} to judge")
            return ExitCode.NO if waiting else ExitCode.DONE
        if accept_all:
            made = proposal_review.accept(project, waiting)
            context.say(f"{several(made, 'proposal')} accepted as {project.coder}'s; `qualcode undo` takes them back")
            return ExitCode.DONE
        if not _walked(project, waiting, _judge_one, "judged"):
            return ExitCode.NO
    context.say("no proposal waits")
    return ExitCode.DONE


def _walked(
    project: Project, waiting: Sequence[T], ask: Callable[[Project, T, int, int], bool | None], done: str
) -> bool:
    """Ask for one after the other, until None says that it is enough; whether all were answered.

    One that was skipped is not done, and is counted among those that are left.
    """
    answered = 0
    for number, one in enumerate(waiting, start=1):
        answer = ask(project, one, number, len(waiting))
        if answer is None:
            break
        answered += answer
    if answered < len(waiting):
        context.say(f"{answered} {done}, {len(waiting) - answered} left")
    return answered == len(waiting)


def _judge_one(project: Project, one: Coding, number: int, count: int) -> bool | None:
    """Whether a proposal was judged; None to stop."""
    from ..project import proposal_review

    label = project.codes.label(one.code, project.settings.language)
    address = f"{one.document}@{one.span.start}-{one.span.stop}"
    context.say(f"\n{number} of {count}   {address}   {one.code}  {label}")
    context.say(f"   proposed by {one.coder}: {legible(one.memo)}")
    context.say("   " + legible(one.quote).replace("\n", "\n   "))
    while True:
        answer = typer.prompt("   y yes, n no, another code, s skip, q quit", err=True).strip()
        if answer in ("q", "quit"):
            return None
        if answer in ("s", "skip"):
            return False
        if answer == "n":
            proposal_review.reject(project, [one])
            return True
        try:
            proposal_review.accept(project, [one], "" if answer == "y" else project.codes.codable(answer))
        except UsageError as error:
            context.say(f"   {error.message}")
            continue
        return True


def _decide(project: Project, one: Open, number: int, count: int) -> bool | None:
    """Whether a disagreement was settled; None to stop."""
    from ..project import consensus

    label = project.codes.label(one.code, project.settings.language)
    context.say(f"\n{number} of {count}   {one.unit}   {one.code}  {label}")
    for coder, yes in one.said.items():
        quote = one.quotes.get(coder, "") if yes else ""
        context.say(f"   {coder}: {'yes' if yes else 'no'}" + (f"  “{legible(quote[:200])}”" if quote else ""))
    context.say("   " + legible(one.text).replace("\n", "\n   "))
    while True:
        answer = typer.prompt("   y yes, n no, another code, m memo, s skip, q quit", err=True).strip()
        if answer in ("q", "quit"):
            return None
        if answer in ("s", "skip"):
            return False
        if answer == "m":
            _discuss(project, one)
            continue
        if answer in ("y", "n"):
            why = typer.prompt("   why", default="", show_default=False, err=True).strip()
            consensus.settle(project, one, one.code if answer == "y" else None, why)
            return True
        try:
            code = project.codes.codable(answer)
        except UsageError as error:
            context.say(f"   {error.message}")
            continue
        consensus.settle(project, one, code)
        return True


def _discuss(project: Project, one: Open) -> None:
    """Keep what was said about a disagreement, as a memo on the unit."""
    from ..project import memos

    text = typer.prompt("   memo", default="", show_default=False, err=True).strip()
    if text:
        memos.write(project, one.unit, f"[{one.code}] {text}")
        context.say(f"   kept as a memo on {one.unit}; `qualcode memo {one.unit}` shows it")
