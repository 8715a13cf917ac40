"""Whose codings count: the one place that decides it, for every table, figure, report and screen.

A layer is one coder's codings; what a review settled is the layer `consensus`. Codings of two people are
never added up, and what a rule or a model proposes counts only where it is asked for by name. What a coder
has not begun, that coder has not looked at: it is no zero, it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..core.errors import UnknownName, UsageError, did_you_mean
from ..core.study import CONSENSUS as CONSENSUS
from ..settings import FILE as SETTINGS
from . import blind
from .study import study_of

if TYPE_CHECKING:
    from ..core.model import Coder, Span
    from .handle import Handle


def coded(project: Handle) -> list[tuple[Coder, int]]:
    """Each coder with the number of codings; counted once for a study as it stands."""
    counts = study_of(project).coding_counts
    return [(one, sum(counts.get(one.id, {}).values())) for one in project.store.known_coders()]


def layer(project: Handle, coder: str = "") -> str:
    """Whose codings count: the coder named, else the study's choice, else the only one there is.

    Raises UnknownName, or UsageError `coder_ambiguous` when several people have coded and none is chosen, and
    `analyse_nobody` when the study chose somebody who has not.
    """
    known = coded(project)
    ids = [one.id for one, _ in known]
    if coder:
        if coder not in (*ids, project.coder):  # oneself, before the first coding
            raise UnknownName("coder", coder, ids)
        return coder
    if wrong := chose_nobody(project):
        raise wrong
    if project.settings.analyse:
        return project.settings.analyse
    counts = {one.id: count for one, count in known if one.kind == "human"}
    busy = [id for id, count in counts.items() if count]
    if len(busy) > 1:
        people = [id for id in busy if id != CONSENSUS]
        settled = f"--coder {CONSENSUS} for what the review settled, " if CONSENSUS in busy else ""
        raise UsageError(
            f"{', '.join(people)} have coded: whose codings shall count?" if len(people) > 1 else
            f"{people[0]} has coded, and there is a consensus: which shall count?",
            slug="coder_ambiguous",
            hint=f'{settled}--coder {people[0]}, or `analyse = "{people[0]}"` in qualcode.toml',
        )  # fmt: skip
    return busy[0] if busy else project.coder


def chose_nobody(project: Handle) -> UsageError | None:
    """What is wrong with the study's choice of whose codings count: UsageError `analyse_nobody`, or nothing."""
    chosen, ids = project.settings.analyse, [one.id for one, _ in coded(project)]
    if not chosen or chosen in (*ids, project.coder):
        return None
    return UsageError(
        f'analyse = "{chosen}" in {SETTINGS}: nobody has coded by that name{did_you_mean(chosen, ids)}',
        slug="analyse_nobody", hint="write another name there; `qualcode coder list` shows them",
    )  # fmt: skip


def kind_of(coder: Coder) -> str:
    """What a coder is: `human`, `rule`, `model`, or `consensus`, which is what a review settled and nobody's own."""
    return CONSENSUS if coder.id == CONSENSUS else coder.kind


def people(project: Handle) -> tuple[str, ...]:
    """The persons who have coded; the consensus is none of them."""
    return tuple(
        known.id for known, count in coded(project) if count and known.kind == "human" and known.id != CONSENSUS
    )


def layer_or_people(project: Handle, coder: str = "") -> tuple[str, ...]:
    """The layer that tables count, where one can be told; else every person who has coded. Raises as `layer` does
    where the study chose somebody who has not."""
    try:
        return (layer(project, coder),)
    except UsageError as error:
        if error.slug != "coder_ambiguous":
            raise
        return people(project)


def unasked(project: Handle, coders: Iterable[str]) -> list[str]:
    """What stands beside people's own codings and is not among the coders asked for: the consensus, which rests on
    some of them, and the proposals of rules and models."""
    wanted = set(coders)
    return [
        known.id
        for known, count in coded(project)
        if count and (known.kind != "human" or known.id == CONSENSUS) and known.id not in wanted
    ]


def unasked_machines(project: Handle, coders: Iterable[str]) -> list[str]:
    """Rules and models that have coded and are not among the coders asked for."""
    wanted = set(coders)
    return [known.id for known, count in coded(project) if count and known.kind != "human" and known.id not in wanted]


def begun(project: Handle, coders: Iterable[str]) -> set[str]:
    """The documents that any of the coders has begun or finished, or has a coding in, and that are not hidden."""
    wanted = list(dict.fromkeys(coders))
    pairs = {
        (known.coder, known.document)
        for _, known in project.store.assignments()
        if known.coder in wanted and known.state in ("begun", "finished")
    }
    counts = study_of(project).coding_counts
    for coder in wanted:
        pairs.update((coder, document) for document in counts.get(coder, ()))
    pairs |= rest_of_surveys(project, pairs)
    return {document for _, document in blind.without(project, pairs)}


def rest_of_surveys(project: Handle, pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The other respondents of each survey begun: its table is one source, read down from row to row.

    Otherwise only respondents with a finding would count, and every share of a survey would be too large.
    A coder who was given some of the respondents, in a plan, has begun those alone; so has the consensus, which says
    of each document that it covers it.
    """
    file_of = project.store.survey_files()
    if not file_of:
        return set()
    given = {
        (one.coder, file_of.get(one.document, ""))
        for _, one in project.store.assignments()
        if one.state == "assigned" or one.round or one.coder == CONSENSUS
    }
    begun = {(coder, file_of[document]) for coder, document in pairs if document in file_of} - given
    coders = {coder for coder, _ in begun}
    return {(coder, document) for document, file in file_of.items() for coder in coders if (coder, file) in begun}


def given_units(project: Handle, coders: Sequence[str]) -> dict[str, tuple[Span, ...]]:
    """Document -> the places of the units that the one coder of a layer was given, where these are not all of it."""
    if len(coders) != 1:
        return {}
    return {one.document: one.places for _, one in project.store.assignments() if one.places and one.coder == coders[0]}


def looked_at(project: Handle, coders: Iterable[str]) -> dict[str, set[str]]:
    """Which documents each coder has looked at, for agreement: those finished, else those with a coding of theirs
    and the other respondents of the same surveys.

    A document that is only begun says nothing about its uncoded units, so two coders are not compared there.
    """
    from .coders import finished

    done = finished(project)
    counts = study_of(project).coding_counts
    pairs: set[tuple[str, str]] = set()
    for coder in coders:
        own = {(coder, document) for who, document in done if who == coder}
        if not own:
            coded = {(coder, document) for document in counts.get(coder, ())}
            own = coded | rest_of_surveys(project, coded)
        pairs |= own
    shown = blind.without(project, pairs)
    return {coder: {document for who, document in shown if who == coder} for coder in coders}
