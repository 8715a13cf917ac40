"""Judging what machines propose: accepted, it is the person's own coding; rejected, it is not proposed again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..core.choices import Where, under
from ..core.errors import several
from ..core.grouping import grouped
from .blind import seen
from .decisions import Settled, Verdict, decide
from .selected import SelectedDocuments
from .selection import checked
from .tag import Tag, tag

if TYPE_CHECKING:
    from ..core.model import Coding
    from ..store import Change
    from .handle import Handle


def pending(
    project: Handle, where: Where | None = None, machines: Sequence[str] = (), people: Sequence[str] = ()
) -> list[Coding]:
    """The proposals inside a selection that wait for a judgement, in the order of the material.

    A proposal no longer waits when it was rejected, or when one of the `people` (the project's coder, where none is
    named) has the code on its unit. `machines` keeps to the proposals of some.
    """
    where = checked(project, where)
    known = [one.id for one, _ in project.store.coders() if one.kind != "human"]
    wanted = [machine for machine in known if not machines or machine in machines]
    if not wanted:
        return []
    settled = Settled(seen(project, project.store.decisions()))
    own = grouped((coding.document, coding) for coding in project.store.codings(None, list(people) or [project.coder]))
    reader = SelectedDocuments(project, where, "all")
    places = {}
    waiting = []
    for coding in project.store.codings(list(where.documents) or None, wanted):
        if where.codes and not any(under(coding.code, code) for code in where.codes):
            continue
        if settled.rejected(coding):
            continue
        if coding.document not in places:
            places[coding.document] = reader.of(project.document(coding.document))
        place = places[coding.document]
        if not place.holds(coding.span):
            continue
        numbers = set(place.numbers(coding.span))
        mine = (one for one in own.get(coding.document, ()) if one.code == coding.code)
        if not any(numbers & set(place.numbers(one.span)) or one.span.overlaps(coding.span) for one in mine):
            waiting.append(coding)
    return waiting


def accept(project: Handle, codings: Sequence[Coding], code: str = "") -> int:
    """Take proposals over as the person's own codings, with their origin; as another `code`, if one is named.

    With another code the proposed one counts as rejected there. One change; returns how many codings it made.
    """
    tags = [
        Tag(one.document, one.span, one.quote, code or one.code, project.coder, one.weight,
            "" if code and code != one.code else one.qualifier, one.memo, origin=one.origin)
        for one in codings
    ]  # fmt: skip

    def other(change: Change) -> None:
        for one in codings:
            if code and code != one.code:
                _reject(project, change, one)

    return len(tag(project, tags, action="review", prepare=other).added)


def reject(project: Handle, codings: Sequence[Coding]) -> None:
    """Keep that proposals are not right, so that they are not made again."""
    with project.writable.change("review", project.coder) as change:
        for one in codings:
            _reject(project, change, one)
        change.summary = f"{several(len(codings), 'proposal')} rejected"


def _reject(project: Handle, change: Change, coding: Coding) -> None:
    verdict = Verdict(coding.document, coding.span, coding.quote, coding.code, False, about=coding.coder)
    decide(project, change, verdict)
