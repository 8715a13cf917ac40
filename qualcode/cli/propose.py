"""`propose`: rules and likeness suggest codings, as a machine's and never as a person's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import ExitCode, UsageError, several
from . import context, options
from .options import Json
from .output import Progress

if TYPE_CHECKING:
    from ..project.propose import ProposalRequest, Proposals

app = typer.Typer(rich_markup_mode=None)


@app.command()
def propose(
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="[CODE]...", help="Only these codes of the book.")
    ] = None,
    rules: Annotated[str, typer.Option("--rules", metavar="BOOK", help="By the seed words of this codebook.")] = "",
    like: Annotated[
        str, typer.Option("--like", metavar="BOOK", help="Units like those already coded with this codebook.")
    ] = "",
    by: Annotated[
        str, typer.Option("--by", metavar="PLUGIN:BOOK", help="By an installed proposer of another package.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be proposed; store nothing.")] = False,
    back: Annotated[bool, typer.Option("--take-back", help="Take the machine's proposals away again.")] = False,
    mark: Annotated[
        str, typer.Option("--mark", metavar="words|sentence|unit", help="With --rules: how much is coded.")
    ] = "sentence",
    most: Annotated[int, typer.Option("--most", min=1, max=100_000, help="With --like: so many for each code.")] = 20,
    who: Annotated[str, typer.Option("--who", metavar="ROLE", help="Whose words.")] = "informant",
    within: Annotated[str, typer.Option("--within", metavar="CODES", help="Only inside passages with these.")] = "",
    kinds: Annotated[list[str] | None, typer.Option("--kind", metavar="KIND", help="Only such sources.")] = None,
    documents: options.Documents = None,
    cases: options.Cases = None,
    questions: options.Questions = None,
    wheres: options.Wheres = None,
    as_json: Json = False,
) -> int:
    """Propose codings by rules or by likeness; a person accepts them with `review --proposals`.

    They belong to the coder `rule:BOOK` or `model:...`, and no table counts them unless asked to.
    """
    from ..project import propose as proposals
    from ..project.propose import ProposalRequest

    if sum(bool(one) for one in (rules, like, by)) != 1:
        raise UsageError("say one of --rules BOOK, --like BOOK and --by PLUGIN:BOOK", slug="option_conflict")
    if back:
        coder = f"rule:{rules}" if rules else proposals.MODEL if like else f"model:{by.partition(':')[0]}"
        with context.project(readonly=False) as project:
            gone = proposals.take_back(project, coder)
        context.say(f"{several(gone, 'proposal')} of {coder} taken back")
        return ExitCode.DONE
    where = options.where(None, None, cases, documents, questions, wheres, kinds)
    book = rules or like or by.partition(":")[2]
    request = ProposalRequest(book, tuple(codes or ()), where, who, within, mark, most, units=as_json)
    with context.project(readonly=dry_run) as project, Progress("looking") as progress:
        found = _proposed(project, request, rules, by, progress)
        done = None if dry_run else proposals.store(project, found)
    _show(found, as_json, listed=dry_run)
    if done is None:
        context.say(f"{several(len(found.found), 'proposal')}; nothing was stored")
    else:
        again = f", {done.unchanged} there already" if done.unchanged else ""
        context.say(
            f"{several(len(done.added), 'proposal')} stored as {found.coder}{again}; `qualcode review --proposals`"
        )
    return ExitCode.DONE


def _proposed(project: Any, request: ProposalRequest, rules: str, by: str, progress: Progress) -> Proposals:
    from ..project import propose as proposals

    if by:
        return proposals.by_plugin(project, by.partition(":")[0], request, progress)
    propose = proposals.by_rules if rules else proposals.by_likeness
    return propose(project, request, progress)


def _show(found: Proposals, as_json: bool, *, listed: bool) -> None:
    import json

    from ..core.text import legible

    if as_json:
        print(json.dumps(_object(found), ensure_ascii=False, indent=1))
    elif listed:
        for one in found.found:
            quote = legible(" ".join(one.quote.split()))
            shown = quote if len(quote) <= 120 else quote[:119] + "…"
            print(f"{legible(one.address)}\t{legible(one.code)}\t{legible(one.reason)}\t{shown}")
    for quality in found.quality:
        if quality.precision is None or quality.recall is None:
            words = "cannot be found in cases it was not learned from"
        else:
            words = (
                f"in cases left out, {quality.precision:.0%} of what it proposes is right, and it finds "
                f"{quality.recall:.0%} of what there is (learned from "
                f"{several(quality.units, 'unit')} of {several(quality.cases, 'case')})"
            )
        context.say(f"{quality.code}: {words}{'' if quality.useful else '; hardly better than chance, so left out'}")
    for code, units, cases in found.too_little:
        context.say(f"{code}: too little to learn from ({several(units, 'coded unit')} in {several(cases, 'case')})")
    if found.coded_already:
        context.say(f"{several(found.coded_already, 'place')} left out: people have coded or rejected the code there")
    for language in found.silent:
        context.say(f"no seed words in the language {language}: its documents were not looked through")


def _object(found: Proposals) -> dict[str, Any]:
    return {
        "format": "qualcode/propose/1",
        "coder": found.coder,
        "coded_already": found.coded_already,
        "proposals": [
            {
                "address": one.address, "unit": one.unit, "code": one.code, "reason": one.reason, "score": one.score,
                "quote": one.quote,
            }
            for one in found.found
        ],
        "quality": [
            {
                "code": q.code, "units": q.units, "cases": q.cases, "precision": q.precision, "recall": q.recall,
                "average_precision": q.average_precision, "chance": q.chance, "useful": q.useful,
            }
            for q in found.quality
        ],
        "too_little": [{"code": code, "units": units, "cases": cases} for code, units, cases in found.too_little],
    }  # fmt: skip
