"""Rounds of coding as they are worked through: how far each coder is, what agreement each round had, who may see and
who decides.

The agreement of a round is kept as it was computed then. What is discussed, mended and settled afterwards changes the
codings, and with them every agreement computed later; the figure that belongs into a method chapter is the one from
before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.choices import Where
from ..core.errors import DataError, UnknownName, UsageError
from ..core.grouping import grouped
from ..core.model import Assignment, Measure, Round, Span
from ..core.text import natural
from ..core.values import frozen
from ..store.counts import counts_of
from ..store.store import now
from .layers import CONSENSUS, rest_of_surveys
from .selected import SelectedDocument, SelectedDocuments
from .study import study_of

if TYPE_CHECKING:
    from ..core.results.agreement import Agreement
    from ..store import Change, Store
    from .handle import Handle


def known(project: Handle, name: str) -> Round:
    """A round by its name; UnknownName with the nearest otherwise."""
    rounds = {one.id: one for one in project.store.rounds()}
    if name not in rounds:
        raise UnknownName(
            "round",
            name,
            rounds,
            hint="`qualcode coder rounds` lists them, `qualcode coder plan --coders A,B` makes one",
        )
    return rounds[name]


def add(store: Store, change: Change, round: Round) -> int:
    """Store a round and return its key."""
    return change.insert(
        "round",
        {
            "id": round.id, "kind": round.kind, "plan": json.dumps(dict(round.plan), ensure_ascii=False),
            "adjudicator": store.coder_key(change, round.adjudicator) if round.adjudicator else None,
            "coder": store.coder_key(change, round.coder), "created": round.created,
        },
    )  # fmt: skip


def documents_of(project: Handle, round: Round) -> list[str]:
    """The documents that several people code in a round, in the order of the study."""
    given: dict[str, set[str]] = {}
    for _, one in project.store.assignments():
        if one.round == round.id:
            given.setdefault(one.document, set()).add(one.coder)
    shared = {document for document, coders in given.items() if len(coders) > 1}
    # A later round may have given the documents out anew; the plan still says which they were.
    drawn = [id for stratum in round.plan.get("strata", ()) for id in stratum["drawn"]]
    shared = shared or {id.partition("#")[0].partition(":")[0].partition("@")[0] for id in drawn}
    return [id for id in project.store.document_ids() if id in shared]


def given_in(project: Handle, round: str) -> list[str]:
    """The documents that a round gave to the coder at the keyboard; DataError `nothing_given` where there is none."""
    known(project, round)
    mine = [one.document for _, one in project.store.assignments() if (one.coder, one.round) == (project.coder, round)]
    if not mine:
        raise DataError(
            f"round {round} gave nothing to {project.coder}", slug="nothing_given",
            hint="`qualcode coder progress --by-document` shows who was given what; --coder NAME says who you are",
        )  # fmt: skip
    return mine


# -- how far ---------------------------------------------------------------------------


class Progress(NamedTuple):
    """How far one coder is with one document."""

    coder: str
    round: str
    document: str
    state: str
    """`assigned`, `begun` or `finished`."""
    shared: bool
    """Whether it is coded blind, by others too."""
    units: int
    """Units to code: those that were given, or all of the document."""
    coded: int
    """Units that carry a coding of this coder."""


def states(project: Handle) -> dict[str, dict[str, str]]:
    """How far each coder is with each document: `assigned` and not begun, `begun` where coded in, or `finished`."""
    coded = study_of(project).coding_counts
    pairs = {(coder, document) for coder, documents in coded.items() for document in documents}
    found: dict[str, dict[str, str]] = {}
    for coder, document in sorted(pairs | rest_of_surveys(project, pairs), key=lambda pair: natural(pair[1])):
        found.setdefault(coder, {})[document] = "begun"
    for _, one in project.store.assignments():
        if one.state != "assigned" or one.document not in coded.get(one.coder, ()):
            found.setdefault(one.coder, {})[one.document] = one.state
    return found


def progress(project: Handle, round: str = "", coders: Sequence[str] = ()) -> list[Progress]:
    """Every document that somebody was given or has coded in, with how far they are; people only.

    Raises UnknownName for a round or a coder that is not there.
    """
    if round:
        known(project, round)
    people = [one.id for one, _ in project.store.coders() if one.kind == "human" and one.id != CONSENSUS]
    for name in coders:
        if name not in people:
            raise UnknownName("coder", name, people)
    given = {(one.coder, one.document): one for _, one in project.store.assignments()}
    reader = SelectedDocuments(project, Where(), "all")
    places: dict[str, SelectedDocument] = {}
    found = []
    for coder in people:
        if coders and coder not in coders:
            continue
        counts = counts_of(project.store, coder)
        looked = {*counts, *(place for who, place in given if who == coder and given[who, place].state != "assigned")}
        rest = {document for _, document in rest_of_surveys(project, {(coder, document) for document in looked})}
        for document in project.store.document_ids():
            one = given.get((coder, document))
            if one is None and document not in counts and document not in rest:
                continue
            one = one or Assignment(coder, document, "begun")
            if round and one.round != round:
                continue
            place = places.setdefault(document, reader.of(project.document(document)))
            units, coded = _counted(project, place, one)
            state = "begun" if one.state == "assigned" and document in counts else one.state
            found.append(Progress(coder, one.round, document, state, one.blind, units, coded))
    return found


def _counted(project: Handle, place: SelectedDocument, one: Assignment) -> tuple[int, int]:
    """How many units there are to code, and how many of them are; an answer that is none needs no code."""
    status = study_of(project).status
    answered = {number for number, unit in enumerate(place.units) if status(unit) == "answered"}
    if not one.places:
        wanted = answered
    else:
        wanted = answered.intersection(number for span in one.places for number in place.numbers(span))
    coded = {
        number for coding in project.store.codings([one.document], [one.coder]) for number in place.numbers(coding.span)
    }
    return len(wanted), len(wanted & coded)


class Summary(NamedTuple):
    """How far one coder is with everything."""

    coder: str
    assigned: int
    """Documents not begun."""
    begun: int
    finished: int
    units: int
    coded: int
    unfinished: tuple[str, ...]


def summaries(rows: Iterable[Progress]) -> list[Summary]:
    """One line a coder."""
    by_coder = grouped((row.coder, row) for row in rows)
    found = []
    for coder, mine in by_coder.items():
        assigned, begun, finished = (
            sum(row.state == state for row in mine) for state in ("assigned", "begun", "finished")
        )
        units, coded = sum(row.units for row in mine), sum(row.coded for row in mine)
        unfinished = tuple(row.document for row in mine if row.state != "finished")
        found.append(Summary(coder, assigned, begun, finished, units, coded, unfinished))
    return found


# -- who may see -----------------------------------------------------------------------


def unblind(project: Handle, documents: Sequence[str] = (), why: str = "") -> list[str]:
    """Show everybody's codings of documents that are coded blind, before all have finished; returns the documents.

    It is a change like any other: the log says who did it and why, and `undo` hides them again.
    Raises DataError `not_blind` where nothing is hidden.
    """
    from .blind import blind

    documents = project.documents_named(documents)
    waiting = [id for id in blind(project).waiting if not documents or id in documents]
    if not waiting:
        raise DataError(
            f"nothing is coded blind{' in ' + ', '.join(documents) if documents else ''}", slug="not_blind",
            hint="`qualcode coder progress` shows who codes what",
        )  # fmt: skip
    with project.writable.change("coder unblind", project.coder) as change:
        for key, one in project.writable.assignments():
            if one.document in waiting and one.blind:
                change.update("assignment", key, {"blind": 0})
        change.summary = f"{', '.join(waiting)}: shown to everybody before all had finished" + (
            f": {why}" if why else ""
        )
    return waiting


# -- what was agreed -------------------------------------------------------------------


@frozen
class Kept:
    """The agreement of a round, and whether it was kept now or was there already."""

    measure: Measure
    new: bool


def keep(project: Handle, round: Round, agreement: Agreement, *, change: Change | None = None) -> Measure:
    """Keep the agreement of a round as it is now.

    Raises DataError `round_open` while somebody has not finished.
    """
    waiting = unfinished(project, round)
    if waiting:
        raise DataError(
            f"round {round.id} is not finished: {'; '.join(f'{coder}: {ids}' for coder, ids in waiting.items())}",
            slug="round_open", hint="`qualcode coder finish DOCUMENT` says that one is coded",
        )  # fmt: skip
    result = _result(project, round, agreement)
    if change is not None:
        return _stored(project, change, round, result)
    with project.writable.change("agree", project.coder) as own:
        measure = _stored(project, own, round, result)
        own.summary = f"agreement of round {round.id} kept: {_told(result)}"
    return measure


def _stored(project: Handle, change: Change, round: Round, result: dict[str, Any]) -> Measure:
    store, created = project.writable, now()
    row = {
        "round": store.round_keys()[round.id], "result": json.dumps(result, ensure_ascii=False, allow_nan=False),
        "coder": store.coder_key(change, project.coder), "created": created,
    }  # fmt: skip
    return Measure(change.insert("measure", row), round.id, result, project.coder, created)


def unfinished(project: Handle, round: Round) -> dict[str, str]:
    """Coder -> the documents of a round, shared with others, that the coder has not finished."""
    shared = set(documents_of(project, round))
    found = grouped(
        (one.coder, one.document)
        for _, one in project.store.assignments()
        if one.round == round.id and one.document in shared and one.state != "finished"
    )
    return {coder: ", ".join(documents) for coder, documents in found.items()}


def _result(project: Handle, round: Round, agreement: Agreement) -> dict[str, Any]:
    from ..core.results.common import result_data

    data = result_data("agree", agreement)
    units = max((row["units"] for row in data["rows"]), default=0)
    shared = documents_of(project, round)
    given = [one for _, one in project.store.assignments() if one.round == round.id and one.document in shared]
    return {
        "coders": data["coders"], "documents": shared, "units": units,
        "unit": str(agreement.options.get("unit") or project.settings.unit), "options": data["options"],
        "rows": [{name: row[name] for name in ("code", "units", "uses", "coefficients")} for row in data["rows"]],
        "mean": data["mean"], "minimum": data["minimum"], "disagreements": len(data["disagreements"]),
        "codebooks": codebook_state(project), "blind": all(one.blind for one in given),
    }  # fmt: skip


def codebook_state(project: Handle) -> dict[str, str]:
    """Codebook -> the first characters of the SHA-256 of its file, by which two states are told apart."""
    return {
        book: hashlib.sha256(project.codes.path(book).read_bytes()).hexdigest()[:12] for book in project.codes.books
    }


def _told(result: dict[str, Any]) -> str:
    mean = result["mean"].get("krippendorff_alpha")
    alpha = f", alpha {mean:.2f} on average" if isinstance(mean, float | int) else ""
    return f"{', '.join(result['coders'])}; {len(result['documents'])} documents, {result['units']} units{alpha}"


# -- who decides -----------------------------------------------------------------------


def adjudicators(project: Handle) -> dict[str, str]:
    """Document -> the third person who decides where its coders differ."""
    deciders = {one.id: one.adjudicator for one in project.store.rounds() if one.adjudicator}
    return {one.document: deciders[one.round] for _, one in project.store.assignments() if one.round in deciders}


def check_may_decide(project: Handle, document: str) -> None:
    """Raise UsageError `not_adjudicator` where a third person decides about a document, and it is not this one."""
    decider = adjudicators(project).get(document, project.coder)
    if decider != project.coder:
        raise UsageError(
            f"{decider} decides about {document}, as its round was planned; you are {project.coder}",
            slug="not_adjudicator", hint=f"`qualcode review --coder {decider}`",
        )  # fmt: skip


def given_places(project: Handle) -> dict[str, list[tuple[str, tuple[Span, ...]]]]:
    """Document -> coder and the units that the coder was given, where somebody was given only some."""
    return grouped((one.document, (one.coder, one.places)) for _, one in project.store.assignments() if one.places)
