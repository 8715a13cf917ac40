"""The consensus: what coders share, what was decided where they differ, and what one person alone coded.

It is a layer of its own. The codings of the people stay as they were, and every decision says who made it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ..core.by_place import ByPlace, units_in_place
from ..core.choices import under
from ..core.errors import several
from ..core.model import Coding
from . import rounds
from .agreement import AgreementRequest, Open, compute, in_round
from .blind import seen
from .coders import record_states
from .decisions import Verdict, decide
from .layers import CONSENSUS, looked_at
from .tag import Tag, tag, wishes

if TYPE_CHECKING:
    from ..core.model import Assignment, Round, Unit
    from ..core.results.agreement import Agreement
    from ..store import Change
    from .handle import Handle


def begin(project: Handle, request: AgreementRequest) -> int:
    """Put into the consensus what all coders agree on, document by document; returns how many codings.

    Codings of one coder stand for the agreed ones, so that the words marked are somebody's: the first by name who
    was given the whole document. The agreement of a round is kept first, for what follows changes it.
    """
    request = in_round(project, request)
    result, frames = compute(project, request, view="code", ci=None)
    coders = list(result.coders)
    disputed = {(one.unit, one.code) for one in result.disagreements}
    shared = set.intersection(*(set(documents) for documents in looked_at(project, coders).values()))
    shared &= set(frames.texts)
    units = units_in_place(unit for unit in frames.by_label.values() if unit.document in shared)
    given = {(one.coder, one.document): one for _, one in project.store.assignments()}
    stands_for = {document: _whose(document, coders, given) for document in shared}
    tags = []
    tops = project.codes.categories(request.categories, request.level)
    for coding in project.store.codings(sorted(shared), coders):
        top = next((top for top in tops if under(coding.code, top)), None)
        if top is None or coding.coder != stands_for[coding.document]:
            continue
        if any((unit.label, top) not in disputed for unit in units[coding.document].on(coding.span)):
            tags.append(_as_consensus(coding))
    kept = _to_keep(project, shared, request)

    def cover(change: Change) -> None:
        for round, agreement in kept:
            rounds.keep(project, round, agreement, change=change)
        _finished(project, change, {id: given.get((stands_for[id], id)) for id in sorted(shared)})

    summary = f"{several(len(tags), 'coding')} that {' and '.join(coders)} share in {', '.join(sorted(shared))}"
    return len(tag(project, tags, action="review", summary=summary, prepare=cover).added)


def _whose(document: str, coders: list[str], given: dict[tuple[str, str], Assignment]) -> str:
    coders = sorted(coders)  # not as they came into the database: copies of one study have one consensus
    whole = (coder for coder in coders if (coder, document) not in given or not given[coder, document].places)
    return next(whole, coders[0])


def _as_consensus(coding: Coding) -> Tag:
    return Tag(coding.document, coding.span, coding.quote, coding.code, CONSENSUS, coding.weight, coding.qualifier)


def _finished(project: Handle, change: Change, given: dict[str, Assignment | None]) -> None:
    """The consensus covers these documents: all of each, or the units that were given."""
    record_states(project, change, [(CONSENSUS, document) for document in given], "finished")
    for key, one in project.writable.assignments():
        like = given.get(one.document) if one.coder == CONSENSUS else None
        if like is not None and like.places != one.places:
            places = json.dumps([[span.start, span.stop] for span in like.places])
            change.update("assignment", key, {"places": places})


def _to_keep(project: Handle, documents: set[str], request: AgreementRequest) -> list[tuple[Round, Agreement]]:
    """The rounds of these documents that are finished and have no agreement kept yet, each with its agreement."""
    kept = {one.round for one in project.store.measures()}
    of = {one.round for _, one in project.store.assignments() if one.round and one.document in documents}
    found = []
    for round in project.store.rounds():
        if round.id in of - kept and not rounds.unfinished(project, round):
            asked = AgreementRequest(request.categories, request.unit, request.level, round=round.id)
            found.append((round, compute(project, asked, view="code")[0]))
    return found


def settle(project: Handle, one: Open, code: str | None, why: str = "") -> None:
    """Decide one disagreement: the consensus gives the unit `code`, or nothing when it is None.

    Raises UsageError `not_adjudicator` where a third person decides and it is not the one at the keyboard.
    """
    rounds.check_may_decide(project, one.document)
    decided = f"[{one.code}] {'yes, ' + code if code else 'no'}" + (f": {why}" if why else "")

    def remember(change: Change) -> None:
        # The consensus is a layer, and its coder is made with the first decision.
        project.writable.coder_key(change, CONSENSUS)
        quote = one.span.cut(project.document(one.document).text)
        decide(project, change, Verdict(one.document, one.span, quote, one.code, code is not None, why=why))

    # The coding and the decision are one change, so that one `undo` takes both back.
    tags = wishes(project, one.unit, [code], coder=CONSENSUS) if code is not None else []
    tag(project, tags, action="review", summary=f"{one.unit}: {decided}", prepare=remember)


def take_the_rest(project: Handle) -> tuple[int, list[str]]:
    """Take into the consensus what one person alone was given and has finished; returns codings and documents.

    Then the consensus is the whole study: what was settled, and what needed no settling.
    """
    finished: dict[str, list[str]] = {}
    done: set[str] = set()
    for _, one in project.store.assignments():
        if one.coder == CONSENSUS:
            done.add(one.document)
        elif not one.places:
            finished.setdefault(one.document, []).append(one.coder if one.state == "finished" else "")
    alone = {
        document: coders[0] for document, coders in finished.items()
        if len(coders) == 1 and coders[0] and document not in done
    }  # fmt: skip
    codings = seen(project, project.store.codings(sorted(alone), list(dict.fromkeys(alone.values())))) if alone else []
    tags = [_as_consensus(coding) for coding in codings if alone[coding.document] == coding.coder]

    def cover(change: Change) -> None:
        _finished(project, change, dict.fromkeys(sorted(alone)))

    if alone:
        summary = f"{several(len(tags), 'coding')} of documents that one person coded: {', '.join(sorted(alone))}"
        tag(project, tags, action="review", summary=summary, prepare=cover)
    return len(tags), sorted(alone)


class Decided(NamedTuple):
    """One decision, as it is listed."""

    unit: str
    code: str
    verdict: str
    coder: str
    """Who decided."""
    about: str
    """Whose coding it was about; empty for the unit as a whole."""
    why: str
    created: str


def decisions(project: Handle, documents: Iterable[str] = ()) -> list[Decided]:
    """What was decided, in the order it was, with the unit it was about."""
    from .round_plan import natural_units

    wanted = set(documents)
    units: dict[str, ByPlace[Unit]] = {}
    found = []
    for one in sorted(
        seen(project, project.store.decisions()), key=lambda one: (one.created, one.document, one.span, one.code)
    ):
        if wanted and one.document not in wanted:
            continue
        if one.document not in units:
            units[one.document] = units_in_place(natural_units(project, one.document))[one.document]
        inside = (unit.label for unit in units[one.document].on(one.span))
        label = next(inside, f"{one.document}@{one.span.start}-{one.span.stop}")
        found.append(Decided(label, one.code, one.verdict, one.coder, one.about, one.why, one.created))
    return found
