"""`coder`: who codes, who codes what, and who is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import UsageError, conflict, the_first
from ..core.table import Column, Report, table
from . import context, options
from .options import Json

if TYPE_CHECKING:
    from ..project.round_plan import Plan

coder = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Coders: who codes what, and who is done.")
app = coder
groups = {"coder": coder}

Documents = Annotated[list[str] | None, typer.Argument(metavar="[DOCUMENT]...", help="All without one.")]
Users = Annotated[list[str], typer.Argument(metavar="USER...", help="Names of users of the server.")]
Who = Annotated[str, typer.Option("--coder", help="Who; you without it.")]


@coder.command("list")
def list_coders(as_json: Json = False) -> None:
    """List the coders with their codings and the documents they finished."""
    from ..project.counts import counts_by_coder
    from ..project.layers import kind_of
    from ..project.rounds import states
    from .output import emit_table

    with context.project() as project:
        codings, known_states = counts_by_coder(project), states(project)
        rows = []
        for known, _ in project.store.coders():
            own = known_states.get(known.id, {})
            number = Counter(own.values())
            finished = ", ".join(id for id, state in own.items() if state == "finished")
            rows.append((known.id, kind_of(known), codings[known.id], number["assigned"], number["begun"], finished))
    columns = [
        Column("coder", "Coder"), Column("kind", "Kind"), Column("codings", "Codings", "count"),
        Column("assigned", "Not begun", "count"), Column("begun", "Begun", "count"), Column("finished", "Finished"),
    ]  # fmt: skip
    emit_table(table("coders", columns, rows), "coder-list", as_json=as_json)


@coder.command()
def plan(
    coders: Annotated[str, typer.Option("--coders", metavar="A,B[,C]", help="Who takes part.")],
    double: Annotated[
        str,
        typer.Option("--double", metavar="PERCENT|N", help="How much several people code: 20%, or 4; 20% without it."),
    ] = "",
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by", metavar="ATTRIBUTE", help="Draw in every group: an attribute of the cases, or kind; again."
        ),
    ] = None,
    unit: Annotated[
        str, typer.Option("--unit", metavar="KIND", help="Draw answers, turns, ... and not whole documents.")
    ] = "",
    round_: Annotated[str, typer.Option("--round", metavar="NAME", help="What the round is called.")] = "",
    kind: Annotated[
        str,
        typer.Option("--kind", metavar="main|training", help="training: everybody codes what is drawn, and only that."),
    ] = "main",
    seed: Annotated[int, typer.Option("--seed", help="The same seed draws the same sample.")] = 1,
    adjudicator: Annotated[
        str, typer.Option("--adjudicator", metavar="NAME", help="A third person, who decides where coders differ.")
    ] = "",
    show_each_other: Annotated[
        bool, typer.Option("--open", help="Not blind: coders see each other's codings at once.")
    ] = False,
    documents: options.Documents = None,
    cases: options.Cases = None,
    wheres: options.Wheres = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan, and record nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Plan a round of blind double coding: who codes what.

    What several people code is drawn by the seed in every group of --by, and written down with the plan.
    Until all of them have finished a document, each sees there only what is their own. `undo` takes a
    plan back; `qualcode coder rounds` shows what was drawn.
    """
    from ..project import round_plan
    from .output import emit

    share, number = _how_much(double)
    names = tuple(name.strip() for name in coders.split(",") if name.strip())
    request = round_plan.PlanRequest(
        names, share, number, unit, tuple(by or ()), round_, kind,
        options.where(documents=documents, cases=cases, attributes=wheres), seed, adjudicator, not show_each_other,
    )  # fmt: skip
    with context.project(readonly=dry_run) as project:
        found = round_plan.plan(project, request, dry_run=dry_run)
    emit(_plan_report(found), as_json=as_json)
    if not as_json:
        _say_drawn(found)
        if found.there:
            context.say(f"nothing was recorded: {found.round.coder} planned this on {found.round.created[:10]}")
        elif dry_run:
            context.say("nothing was recorded: without --dry-run it is")


def _how_much(double: str) -> tuple[float | None, int | None]:
    """A share or a number, as `--double` says it."""
    from ..core.numbers import typed

    text = double.strip()
    if not text:
        return None, None
    value = typed(text.removesuffix("%"))
    if value is None or (not text.endswith("%") and value != int(value)):
        raise UsageError(
            f"--double {double!r}: expected a share such as 20%, or a whole number", slug="bad_option",
            hint="--double 20%, or --double 4",
        )  # fmt: skip
    return (value / 100, None) if text.endswith("%") else (None, int(value))


def _plan_report(found: Plan) -> Report:
    columns = [
        Column("coder", "Coder"), Column("document", "Document", "address"), Column("units", "Units", "count"),
        Column("part", "Part"), Column("shared", "Also by others"), Column("stratum", "Group"),
    ]  # fmt: skip
    rows = [
        (row.coder, row.document, row.units, "units" if row.places else "all", "yes" if row.shared else "no",
         row.stratum)
        for row in found.rows
    ]  # fmt: skip
    data = {
        "format": "qualcode/coder-plan/1",
        "round": {"id": found.round.id, "kind": found.round.kind, "adjudicator": found.round.adjudicator,
                  **found.round.plan},
        "rows": [
            {"coder": row.coder, "document": row.document, "units": row.units, "shared": row.shared,
             "stratum": row.stratum, "places": [[span.start, span.stop] for span in row.places]}
            for row in found.rows
        ],
        "left": list(found.left), "there": found.there,
    }  # fmt: skip
    return Report("", (table("plan", columns, rows),), kind="coder-plan", data=data)


def _say_drawn(found: Plan) -> None:
    plan = found.round.plan
    what = "documents" if plan["unit"] == "document" else f"{plan['unit']}s"
    context.say(f"round {found.round.id} ({found.round.kind}), seed {plan['seed']}, for {', '.join(plan['coders'])}")
    for one in found.drawings:
        named = f"{one.stratum}: " if one.stratum else ""
        listed = the_first(one.drawn, 8)
        context.say(f"  {named}{len(one.drawn)} of {one.size} {what} drawn{': ' if listed else ''}{listed}")
    if found.left:
        context.say(f"  left out, because an earlier round has them: {', '.join(found.left)}")
    if found.before:
        known = ", ".join(f"{document} ({coder})" for coder, document in found.before)
        context.say(f"  note: coded in before this plan, so the others may have seen it: {known}")
    if found.round.adjudicator:
        context.say(f"  where they differ, {found.round.adjudicator} decides")
    if plan["blind"]:
        context.say("  blind: until all have finished a document (`qualcode coder finish`), each sees only their own")


@coder.command("rounds")
def list_rounds(as_json: Json = False) -> None:
    """List the rounds of coding: what was drawn, with which seed, and how far they are."""
    from ..project import rounds
    from .output import emit

    with context.project() as project:
        found = project.store.rounds()
        shared = {one.id: rounds.documents_of(project, one) for one in found}
        waiting = {one.id: rounds.unfinished(project, one) for one in found}
        kept = {measure.round for measure in project.store.measures()}
    columns = [
        Column("round", "Round"), Column("kind", "Kind"), Column("planned", "Planned", "date"), Column("by", "By"),
        Column("coders", "Coders"), Column("drawn", "Drawn"), Column("seed", "Seed", "count"),
        Column("shared", "Coded by several"), Column("adjudicator", "Decides"), Column("state", "State"),
        Column("kept", "Agreement kept"),
    ]  # fmt: skip
    rows = [
        (
            one.id, one.kind, one.created[:10], one.coder, ", ".join(one.plan.get("coders", ())), _drawn(one.plan),
            one.plan.get("seed"), ", ".join(shared[one.id]), one.adjudicator,
            "; ".join(f"{coder}: {ids}" for coder, ids in waiting[one.id].items()) or "finished",
            "yes" if one.id in kept else "no",
        )
        for one in found
    ]  # fmt: skip
    listed = table("rounds", columns, rows)
    data = {
        "format": "qualcode/coder-rounds/1",
        "rounds": [
            {"id": one.id, "kind": one.kind, "adjudicator": one.adjudicator, "coder": one.coder,
             "created": one.created, "plan": dict(one.plan), "documents": shared[one.id],
             "unfinished": waiting[one.id], "kept": one.id in kept}
            for one in found
        ],
    }  # fmt: skip
    emit(Report("", (listed,), kind="coder-rounds", data=data), as_json=as_json)


def _drawn(plan: Mapping[str, Any]) -> str:
    strata = [f"{one['stratum'] + ': ' if one['stratum'] else ''}{len(one['drawn'])} of {one['size']}"
              for one in plan.get("strata", ())]  # fmt: skip
    return "; ".join(strata)


@coder.command()
def progress(
    round_: Annotated[str, typer.Option("--round", metavar="NAME", help="Only of this round.")] = "",
    coders: options.Coders = None,
    by_document: Annotated[bool, typer.Option("--by-document", help="One row a coder and document.")] = False,
    as_json: Json = False,
) -> None:
    """Show how far each coder is: what is assigned, begun and finished, and how many units are coded."""
    from ..project import rounds
    from .output import emit_table

    with context.project() as project:
        found = rounds.progress(project, round_, coders or ())
    if by_document:
        columns = [
            Column("coder", "Coder"), Column("round", "Round"), Column("document", "Document", "address"),
            Column("state", "State"), Column("blind", "Blind"), Column("units", "Units", "count"),
            Column("coded", "Coded", "count"), Column("share", "How far", "share", bar=True),
        ]  # fmt: skip
        rows: list[tuple[Any, ...]] = [
            (one.coder, one.round, one.document, one.state, "yes" if one.shared else "no", one.units, one.coded,
             one.coded / one.units if one.units else None)
            for one in found
        ]  # fmt: skip
    else:
        columns = [
            Column("coder", "Coder"), Column("assigned", "Not begun", "count"), Column("begun", "Begun", "count"),
            Column("finished", "Finished", "count"), Column("units", "Units", "count"),
            Column("coded", "Coded", "count"), Column("share", "How far", "share", bar=True),
            Column("unfinished", "Not finished", width=3),
        ]  # fmt: skip
        rows = [
            (one.coder, one.assigned, one.begun, one.finished, one.units, one.coded,
             one.coded / one.units if one.units else None, the_first(one.unfinished, 8))
            for one in rounds.summaries(found)
        ]  # fmt: skip
    emit_table(table("progress", columns, rows), "coder-progress", as_json=as_json)


@coder.command()
def unblind(
    documents: Documents = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, for the log.")] = "",
    who: Who = "",
) -> None:
    """Show everybody's codings before all have finished; the log says who did it, `undo` hides them again."""
    from ..project import rounds

    with context.project(readonly=False, coder=who) as project:
        shown = rounds.unblind(project, documents or (), why)
    context.say(f"{', '.join(shown)}: everybody's codings are shown from now on; the log says so")


Given = Annotated[str, typer.Option("--round", metavar="NAME", help="All that the plan of this round gave you.")]


@coder.command()
def begin(documents: Documents = None, who: Who = "", round_: Given = "") -> None:
    """Say that documents are being coded."""
    _state(documents, who, "begun", round_)


@coder.command()
def finish(documents: Documents = None, who: Who = "", round_: Given = "") -> None:
    """Say that documents are coded: what is uncoded there was looked at and carries nothing."""
    _state(documents, who, "finished", round_)


def _state(documents: list[str] | None, who: str, state: str, round: str) -> None:
    from ..project import blind, coders, rounds

    with context.project(readonly=False, coder=who) as project:
        if round and documents:
            conflict("--round means all documents of a round: name documents, or the round")
        given = rounds.given_in(project, round) if round else documents or ()
        ids = coders.set_state(project, project.coder, given, state)
        context.say(f"{project.coder}: {', '.join(ids)} {state}")
        waiting = blind.blind(project).waiting
        still = sorted({coder for id in ids for coder in waiting.get(id, ())} - {project.coder})
        if state == "finished" and still:
            have = "have" if len(still) > 1 else "has"
            context.say(f"others' codings there are shown when {' and '.join(still)} {have} too")


@coder.command()
def rename(
    old: str,
    new: str,
    merge: Annotated[bool, typer.Option("--merge", help="The new name is another coder's: the two are one.")] = False,
) -> None:
    """Give a coder another name; with --merge make one person of two."""
    from ..project import coders

    with context.project(readonly=False) as project:
        notes = coders.rename(project, old, new, merge=merge)
    for note in notes:
        context.say(f"note: {note}")
    context.say(f"{old} is now {new}")


@coder.command()
def allow(users: Users) -> None:
    """Let users of the server code in this study; only its owner can.

    They may do all that can be undone. Erasing, restoring a backup and moving the study stay the owner's.
    """
    with context.project(readonly=False) as project:
        for user in users:
            project.writable.allow(user)
    context.say(f"{', '.join(users)}: may code here; they join with `qualcode init --store ADDRESS FOLDER`")


@coder.command()
def disallow(users: Users) -> None:
    """Take the right to code in this study away from users of the server; what they coded stays."""
    with context.project(readonly=False) as project:
        for user in users:
            project.writable.allow(user, False)
    context.say(f"{', '.join(users)}: may no longer see or code this study")
