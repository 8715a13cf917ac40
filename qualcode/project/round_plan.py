"""`coder plan`: who codes what in a round, with a sample, drawn in every stratum, that several people code blind.

What is drawn depends on the seed, the stratum and the name of each document or unit alone: the order is that of
their SHA-256. So the same seed draws the same sample in every copy, on every computer, and a document that is added
later changes nothing of what was drawn among the others.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.choices import Where
from ..core.errors import DataError, UsageError, one_of
from ..core.grouping import grouped
from ..core.model import UNIT_KINDS, Round, Span, Unit
from ..core.numbering import unused
from ..core.values import frozen
from ..settings import checked_name, new_name
from ..store.counts import counts_of
from ..store.store import now
from . import rounds, selection
from .groups import NONE
from .portions import document_ids

if TYPE_CHECKING:
    from ..store import Change
    from .handle import Handle

KINDS = ("main", "training")


@frozen
class PlanRequest:
    """What is to be planned."""

    coders: tuple[str, ...]
    share: float | None = None
    """How much of the material several people code, 0 to 1; or `number`."""
    number: int | None = None
    """How many documents or units several people code."""
    unit: str = ""
    """A kind of unit, where units and not whole documents are drawn."""
    by: tuple[str, ...] = ()
    """Attributes, or `kind`: the sample is drawn in every group of them."""
    round: str = ""
    """The name of the round; its kind without one."""
    kind: str = "main"
    """`main`: everything is coded, the sample by two; `training`: the sample alone is coded, by everybody."""
    where: Where = field(default_factory=Where)
    seed: int = 1
    adjudicator: str = ""
    """A third person, who decides where the coders differ."""
    blind: bool = True


class Planned(NamedTuple):
    """One line of a plan: who codes a document, or some units of it."""

    coder: str
    document: str
    stratum: str
    shared: bool
    """Whether somebody else codes the same."""
    places: tuple[Span, ...]
    """The units; all of the document without any."""
    units: int


class Drawing(NamedTuple):
    """What was drawn in one stratum."""

    stratum: str
    size: int
    drawn: tuple[str, ...]


@frozen
class Plan:
    """A round as it was planned."""

    round: Round
    rows: tuple[Planned, ...]
    drawings: tuple[Drawing, ...]
    left: tuple[str, ...]
    """Documents that an earlier round has given to somebody already."""
    there: bool = False
    """Whether this very round was planned before: then it is as it was recorded then."""
    before: tuple[tuple[str, str], ...] = ()
    """(coder, document) of what several are to code, where one has codings already: the others may have seen them."""


@frozen
class _Item:
    """A document or a unit that can be drawn."""

    id: str
    document: str
    stratum: str
    places: tuple[Span, ...] = ()


def plan(project: Handle, request: PlanRequest, *, dry_run: bool = False) -> Plan:
    """Plan a round and record it, as one change that `undo` takes back; the same plan again changes nothing.

    Raises UsageError `too_few_coders`, `round_exists`, `bad_option`; UnknownName for an attribute that is not there;
    DataError `nothing_to_plan` where no document is left.
    """
    request = _checked(project, request)
    documents, left = _documents(project, request)
    items = _items(project, request, documents)
    drawings = _drawn(items, request)
    drawn = {id for drawing in drawings for id in drawing.drawn}
    rows = _training(project, request, items, drawn) if request.kind == "training" else _main(
        project, request, documents, items, drawn
    )  # fmt: skip
    made = Round(request.round, request.kind, _written(request, drawings), request.adjudicator, project.coder, now())
    if known_round := _known(project, made):
        return Plan(known_round, tuple(rows), drawings, tuple(left), there=True)
    before = {(coder, id) for coder in request.coders for id in counts_of(project.store, coder)}
    known = tuple(dict.fromkeys((row.coder, row.document) for row in rows if row.shared and
                                (row.coder, row.document) in before))  # fmt: skip
    found = Plan(made, tuple(rows), drawings, tuple(left), before=known)
    if not dry_run:
        _record(project, found, request)
    return found


def _known(project: Handle, made: Round) -> Round | None:
    """This very round as it was planned before; UsageError `round_exists` for another one of its name."""
    taken = {known.id: known for known in project.store.rounds()}
    known = taken.get(made.id)
    if known is None or (known.kind, known.plan, known.adjudicator) == (made.kind, made.plan, made.adjudicator):
        return known
    raise UsageError(
        f"there is a round {made.id!r} already, planned otherwise", slug="round_exists",
        hint=f"--round {unused(made.id, taken.__contains__)} plans another; `qualcode undo` takes the latest plan back",
    )  # fmt: skip


def _checked(project: Handle, request: PlanRequest) -> PlanRequest:
    known = project.store.coder_keys()
    coders = tuple(dict.fromkeys(new_name(name, known) for name in request.coders))
    if len(coders) < 2:
        raise UsageError("a plan needs at least two coders", slug="too_few_coders", hint="--coders ana,bo")
    one_of("--kind", request.kind, KINDS)
    if request.unit:
        one_of("--unit", request.unit, tuple(kind for kind in UNIT_KINDS if kind not in ("segment", "document")))
    share = request.share
    if share is None and request.number is None:
        share = 1.0 if request.kind == "training" else 0.2
    if share is not None and not 0 <= share <= 1:
        raise UsageError(f"--double {share:.0%}: expected 0 to 100 %", slug="bad_option", hint="--double 20%")
    if request.number is not None and request.number < 0:
        raise UsageError(f"--double {request.number}: expected 0 or more", slug="bad_option", hint="--double 10")
    if request.adjudicator and checked_name(request.adjudicator) in coders:
        raise UsageError(
            f"{request.adjudicator} codes in this round, and cannot decide between the coders as a third person",
            slug="adjudicator_codes", hint="--adjudicator with another name; without it the coders decide together",
        )  # fmt: skip
    name = request.round.strip() or request.kind
    if not name.isprintable():
        raise UsageError(f"round {name!r}: expected a name on one line", slug="bad_option", hint="--round main")
    for attribute in request.by:
        selection.checked(project, Where(attributes={attribute: ()}))
    return replace(request, coders=coders, share=share, round=name)


def _documents(project: Handle, request: PlanRequest) -> tuple[list[str], list[str]]:
    """The documents of this round, by name, and those that an earlier round gave out."""
    ids = sorted(document_ids(project, replace(request.where, codes=(), coders=())))
    given = {one.document for _, one in project.store.assignments() if one.round not in ("", request.round)}
    left = [] if request.where.documents else [id for id in ids if id in given]
    documents = [id for id in ids if id not in left]
    if not documents:
        raise DataError(
            "every document belongs to a round already" if left else "there is no document to plan for",
            slug="nothing_to_plan",
            hint="--document ID plans for one again; `qualcode coder rounds` lists the rounds"
            if left else "`qualcode add transcripts` reads documents",
        )  # fmt: skip
    return documents, left


def _items(project: Handle, request: PlanRequest, documents: Sequence[str]) -> list[_Item]:
    """What can be drawn: documents, or their units, each with its stratum."""
    if request.unit:
        where = replace(request.where, documents=tuple(documents), codes=(), coders=())
        return [
            _Item(unit.label, unit.document, _stratum(project, request.by, unit.document, [unit.case]), unit.pieces)
            for unit in selection.units(project, request.unit, where)
        ]
    found = []
    for id in documents:
        document = project.document(id)
        cases = dict.fromkeys(
            project.case_map.case_of(document, turn.speaker, (turn.span,))
            for turn in document.turns
            if turn.role == "informant"
        )
        found.append(_Item(id, id, _stratum(project, request.by, id, list(cases) or [id])))
    return found


def _stratum(project: Handle, by: Sequence[str], document: str, cases: Sequence[str]) -> str:
    """The group that a document or unit is drawn in: several values of its cases make a group of their own."""
    text = project.document(document)
    parts = []
    for attribute in by:
        values = dict.fromkeys(selection.attributes_of(project, text, case).get(attribute, "") for case in cases)
        parts.append(" + ".join(sorted(value for value in values if value)) or NONE)
    return ", ".join(parts)


def _order(seed: int, stratum: str, id: str) -> str:
    return hashlib.sha256(f"{seed}\t{stratum}\t{id}".encode()).hexdigest()


def _drawn(items: Sequence[_Item], request: PlanRequest) -> tuple[Drawing, ...]:
    strata = grouped((item.stratum, item.id) for item in items)
    sizes = {stratum: len(ids) for stratum, ids in sorted(strata.items())}
    numbers = allotted(sizes, request.share, request.number)
    drawings = []
    for stratum, size in sizes.items():
        order = sorted((_order(request.seed, stratum, id), id) for id in strata[stratum])
        drawings.append(Drawing(stratum, size, tuple(id for _, id in order[: numbers[stratum]])))
    return tuple(drawings)


def allotted(sizes: Mapping[str, int], share: float | None, number: int | None) -> dict[str, int]:
    """How many of each stratum are drawn: in proportion to its size, by largest remainders.

    A share of more than nothing draws at least one in every stratum. Raises UsageError where there are fewer than
    asked for.

    >>> allotted({"director": 3, "manager": 5}, 0.25, None)
    {'director': 1, 'manager': 1}
    >>> allotted({"director": 3, "manager": 5}, None, 5)
    {'director': 2, 'manager': 3}
    """
    total = sum(sizes.values())
    if number is not None and number > total:
        raise UsageError(f"--double {number}: there are only {total} to draw from", slug="bad_option",
                         hint=f"--double {total}, or --double 100%")  # fmt: skip
    least = 1 if share else 0
    wanted = number if number is not None else max(int((share or 0) * total + 0.5), least * len(sizes))
    if number is not None:
        least = 1 if number >= len(sizes) else 0
    exact = {stratum: wanted * size / total if total else 0.0 for stratum, size in sizes.items()}
    found = {stratum: min(size, max(least, int(exact[stratum]))) for stratum, size in sizes.items()}
    while sum(found.values()) > wanted:  # the ones that every stratum got made it too many
        found[max((s for s in found if found[s] > least), key=lambda s: (found[s] - exact[s], s))] -= 1
    while sum(found.values()) < wanted:
        free = [stratum for stratum in found if found[stratum] < sizes[stratum]]
        found[max(free, key=lambda s: exact[s] - found[s])] += 1
    return found


class _Loads:
    """Who has how much to do, so that work is shared out evenly."""

    def __init__(self, coders: Sequence[str]) -> None:
        self.coders = list(coders)
        self.count = dict.fromkeys(coders, 0)
        self.pairs: dict[tuple[str, str], int] = {}

    def next(self, but: str = "") -> str:
        """Whoever has least to do; of equals, who has coded least with the person named, then the first."""
        free = [coder for coder in self.coders if coder != but]
        chosen = min(free, key=lambda c: (self.count[c], self.pairs.get((but, c), 0), self.coders.index(c)))
        self.count[chosen] += 1
        self.pairs[but, chosen] = self.pairs.get((but, chosen), 0) + 1
        return chosen


def _training(project: Handle, request: PlanRequest, items: Sequence[_Item], drawn: set[str]) -> list[Planned]:
    """Everybody codes what was drawn, and the rest is left for later."""
    of_document = grouped((item.document, item) for item in items if item.id in drawn)
    return [
        _planned(project, request, coder, group, shared=True) for group in of_document.values()
        for coder in request.coders
    ]  # fmt: skip


def _main(
    project: Handle, request: PlanRequest, documents: Sequence[str], items: Sequence[_Item], drawn: set[str]
) -> list[Planned]:
    """Every document is coded by one person, and what was drawn by another one too."""
    loads = _Loads(request.coders)
    shared: dict[str, list[_Item]] = {}
    strata: dict[str, str] = {}
    for item in items:
        strata.setdefault(item.document, item.stratum if not request.unit else "")
        if item.id in drawn:
            shared.setdefault(item.document, []).append(item)
    rows = []
    # What two people code is shared out first, so that everybody gets a part of it.
    order = sorted(documents, key=lambda one: (one not in shared, _order(request.seed, strata.get(one, ""), one)))
    for id in order:
        first = loads.next()
        whole = _Item(id, id, strata.get(id, ""))
        rows.append(_planned(project, request, first, [whole], shared=id in shared))
        if id in shared:
            rows.append(_planned(project, request, loads.next(first), shared[id], shared=True))
    place = {id: at for at, id in enumerate(documents)}
    return sorted(rows, key=lambda row: (place[row.document], request.coders.index(row.coder)))


def _planned(project: Handle, request: PlanRequest, coder: str, items: Sequence[_Item], *, shared: bool) -> Planned:
    places = tuple(sorted(piece for item in items for piece in item.places))
    document = items[0].document
    strata = dict.fromkeys(item.stratum for item in items)
    units = len(items) if places else len(natural_units(project, document))
    return Planned(coder, document, "; ".join(strata), shared, places, units)


def natural_units(project: Handle, document: str) -> list[Unit]:
    """The units of a document that a person codes, in the unit of the study, or the paragraph of a document."""
    from ..core import units as unitising
    from .selected import natural_unit

    text = project.document(document)
    return unitising.units(text, natural_unit(project, text))


def _written(request: PlanRequest, drawings: Iterable[Drawing]) -> dict[str, Any]:
    """The plan as it is written down: enough to draw it again, and for a method chapter."""
    return {
        "coders": list(request.coders), "seed": request.seed, "share": request.share, "number": request.number,
        "unit": request.unit or "document", "by": list(request.by), "where": request.where.describe(),
        "blind": request.blind,
        "strata": [{"stratum": one.stratum, "size": one.size, "drawn": list(one.drawn)} for one in drawings],
    }  # fmt: skip


def _record(project: Handle, found: Plan, request: PlanRequest) -> None:
    with project.writable.change("coder plan", project.coder) as change:
        key = rounds.add(project.writable, change, found.round)
        _assign(project, change, found, key, blind=request.blind)
        number = sum(len(one.drawn) for one in found.drawings)
        what = f"{request.unit}s" if request.unit else "documents"
        total = sum(one.size for one in found.drawings)
        change.summary = (
            f"round {found.round.id}: {number} of {total} {what} drawn with seed {request.seed}"
            f"{' by ' + ', '.join(request.by) if request.by else ''}, for {', '.join(request.coders)}"
        )


def _assign(project: Handle, change: Change, found: Plan, round: int, *, blind: bool) -> None:
    store = project.writable
    there = {(one.coder, one.document): (key, one) for key, one in store.assignments()}
    documents = store.document_keys()
    for row in found.rows:
        known = there.get((row.coder, row.document))
        said = {
            "round": round, "blind": int(blind and row.shared),
            "places": json.dumps([[span.start, span.stop] for span in row.places]),
        }  # fmt: skip
        if known is None:
            coder = store.coder_key(change, row.coder)
            change.insert(
                "assignment", {"coder": coder, "document": documents[row.document], "state": "assigned", **said}
            )
        else:
            # What somebody finished in an earlier round is to be coded again in this one.
            again = known[1].round and known[1].state == "finished"
            change.update("assignment", known[0], {**said, **({"state": "begun"} if again else {})})
