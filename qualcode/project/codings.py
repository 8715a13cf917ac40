"""Codings that are there: changing and taking away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..core import address as addresses
from ..core.errors import DataError, UnknownName, UsageError
from ..core.model import Coding
from ..store import Change
from ..store.counts import counts_of
from . import quote_places
from .blind import seen
from .tag import Tag, Tagged, checked_weight, tag, wishes
from .tag_tables import tag_file

if TYPE_CHECKING:
    from .handle import Handle

__all__ = ["Tag", "Tagged", "checked_weight", "remove", "revise", "tag", "tag_file", "take_away", "untag", "wishes"]

# -- taking away -----------------------------------------------------------------------


def untag(
    project: Handle,
    place: str,
    codes: Sequence[str] = (),
    *,
    quote: str = "",
    coder: str = "",
    every_coder: bool = False,
) -> list[str]:
    """Take away codings inside a place: those of the named codes, or all of one coder.

    Returns the codes taken away, one for each coding. Raises DataError `nothing_there` when
    no coding lies inside the place.
    """
    address = addresses.parse(place)
    document = project.document(address.document)
    spans = quote_places.spans_of(document, address)
    if quote:
        spans = [quote_places.quoted(document, quote, spans)]
    wanted = {project.codes.known(code) for code in codes}
    if coder and coder not in (known := project.store.coder_keys()):
        raise UnknownName("coder", coder, known)
    coder = coder or project.coder
    candidates = [
        coding
        for coding in seen(project, project.store.codings([document.id], None if every_coder else [coder]))
        if not wanted or coding.code in wanted
    ]
    inside = [c for c in candidates if any(s.start <= c.span.start and c.span.stop <= s.stop for s in spans)]
    if not inside:
        beyond = [c for c in candidates if any(c.span.overlaps(s) for s in spans)]
        what = ", ".join(sorted(wanted)) or "codings"
        hint = None
        if beyond:
            hint = "longer codings reach into it: " + ", ".join(
                f"{document.id}@{c.span.start}-{c.span.stop} {c.code}" for c in beyond[:5]
            )
        raise DataError(f"{place} has no {what} by {coder}", slug="nothing_there", hint=hint)
    with project.writable.change("untag", project.coder, own=_own(project, inside)) as change:
        remove(project, change, inside)
        change.summary = f"{place}: {', '.join(dict.fromkeys(c.code for c in inside))}"
    return [coding.code for coding in inside]


def _own(project: Handle, codings: Sequence[Coding]) -> bool:
    return all(coding.coder == project.coder for coding in codings)


def remove(project: Handle, change: Change, codings: Sequence[Coding]) -> None:
    """Delete codings; a coder who takes the last one out of a document has begun it all the same."""
    from .coders import record_states

    for coding in codings:
        change.delete("coding", coding.id)
    touched = dict.fromkeys((coding.coder, coding.document) for coding in codings)
    known = {(a.coder, a.document) for _, a in project.store.assignments() if a.state != "assigned"}
    emptied = [pair for pair in touched if pair not in known and pair[1] not in counts_of(project.store, pair[0])]
    record_states(project, change, emptied, "begun")


# -- by id, for a screen ---------------------------------------------------------------


def revise(project: Handle, codings: Sequence[Coding], action: str, **said: Any) -> None:
    """Change weight, qualifier, memo, unsure or code of codings, in one transaction.

    Raises UsageError `coding_exists` when that would make a second coding just like another.
    """
    if "weight" in said:
        said["weight"] = checked_weight(float(said["weight"]))
    if "unsure" in said:
        said["unsure"] = int(said["unsure"])
    store = project.writable
    with store.change(action, project.coder, own="code" not in said and _own(project, codings)) as change:
        columns = dict(said)
        if "code" in said:
            project.codes.ensure(change, said["code"])
            columns["code"] = store.code_key(change, said["code"])
        if "qualifier" in said or "code" in said:
            _refuse_doubles(project, codings, columns)
        for coding in codings:
            change.update("coding", coding.id, columns)
        what = ", ".join(f"{name} {value}" if name != "memo" else "memo" for name, value in said.items())
        change.summary = f"{_summary_of(codings)}: {what}"


def _refuse_doubles(project: Handle, codings: Sequence[Coding], columns: Mapping[str, Any]) -> None:
    documents = project.store.document_keys()
    changing = {coding.id for coding in codings}
    for coding in codings:
        rows = {row[0]: row for row in project.store.coding_rows([(documents[coding.document], coding.span.start)])}
        _, _, start, stop, code, coder, qualifier, *_ = rows[coding.id]
        wanted = (start, stop, columns.get("code", code), coder, columns.get("qualifier", qualifier))
        if any(id not in changing and row[2:7] == wanted for id, row in rows.items()):
            raise UsageError(f"{_summary_of([coding])}: just such a coding is there already", slug="coding_exists")


def take_away(project: Handle, codings: Sequence[Coding]) -> None:
    """Delete codings in one transaction."""
    with project.writable.change("untag", project.coder, own=_own(project, codings)) as change:
        remove(project, change, codings)
        change.summary = _summary_of(codings)


def _summary_of(codings: Sequence[Coding]) -> str:
    return ", ".join(f"{c.document}@{c.span.start}-{c.span.stop} {c.code}" for c in codings[:3])
