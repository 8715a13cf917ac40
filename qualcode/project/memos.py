"""Memos: a researcher's notes about a document, a place, a code, a case, or the study."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core import address as addresses
from ..core import units as unitising
from ..core.errors import UnknownName, UsageError
from ..core.model import Document, Memo, Span
from ..store.store import now
from . import quote_places
from .blind import seen
from .case_names import case_called, known_case

if TYPE_CHECKING:
    from ..core.table import Table
    from ..store import Change
    from .handle import Handle


def _inside(memo: Memo, what: Memo) -> bool:
    if what.subject == "document":
        return memo.document == what.document
    if what.subject == "place" and what.span:
        return memo.document == what.document and memo.span is not None and memo.span.overlaps(what.span)
    return (memo.subject, memo.code, memo.case) == (what.subject, what.code, what.case)


_NOTHING = Memo(0, "", "", "")


def subject(project: Handle, about: str) -> Memo:
    """What `about` means, checked, as a memo without words yet: `D1`, `D1#3`, `moore:value`, a case,
    `cell D1 moore:value`, with `document`, `place`, `code` or `case` before it if one likes; empty for the study."""
    about = about.strip()
    if about in ("", "-"):
        return _NOTHING
    kind, _, rest = about.partition(" ")
    if kind == "cell":
        case, _, code = rest.strip().rpartition(" ")
        return replace(_NOTHING, subject="cell", case=_case(project, case), code=project.codes.known(code))
    if kind in ("document", "code", "case", "place") and rest:
        about = rest
    address = None
    with contextlib.suppress(UsageError):
        address = addresses.parse(about)
    if address is not None and kind != "case" and (document := _document(project, address.document)):
        if address.turns or address.answer or address.span:
            return _place(project, address._replace(document=document))
        return replace(_NOTHING, subject="document", document=document)
    if about in project.case_map.cases or kind == "case":
        return replace(_NOTHING, subject="case", case=_case(project, about))
    try:
        return replace(_NOTHING, subject="code", code=project.codes.known(about))
    except UnknownName as error:
        if called := case_called(project.case_map.cases, about):
            return replace(_NOTHING, subject="case", case=called)
        known = [*project.store.document_ids(), *project.case_map.cases, *(id for id, _ in project.codes)]
        raise UnknownName(
            "document, place, code or case", about, known, slug="unknown_name", hint="`-` is the study itself"
        ) from error


def _document(project: Handle, name: str) -> str:
    """The document of a name, unless a case is called so and no document is."""
    if name in project.case_map.cases and name not in project.store.document_ids():
        return ""
    with contextlib.suppress(UnknownName):
        return project.documents_named([name])[0]
    return ""


def _case(project: Handle, id: str) -> str:
    """A case by its name, or by the document in which it alone speaks; a document that no row names is a case of
    its own."""
    found = known_case(project, id)
    if found not in project.case_map.cases and found in project.store.document_ids():
        alone = project.case_map.cases_in(project.document(found))
        return alone.pop() if len(alone) == 1 else found
    return found


def _place(project: Handle, address: addresses.Address) -> Memo:
    document = project.document(address.document)
    unit = "turn" if address.turns else "answer" if address.answer else "characters"
    if address.answer:
        answer = next((one for one in unitising.answers(document) if one.label == str(address)), None)
        span = answer.span if answer else quote_places.spans_of(document, address)[0]
    else:
        span = quote_places.spans_of(document, address)[0]
    return replace(
        _NOTHING, subject="place", document=document.id, span=span, unit=unit, quote=span.cut(document.text)
    )  # fmt: skip


def write(project: Handle, about: str, text: str) -> int:
    """Store a memo and return its number."""
    if not text.strip():
        raise UsageError("an empty memo", slug="bad_option")
    if not about.strip():
        raise UsageError("a memo about nothing", slug="bad_option", hint="- for the study: qualcode memo - TEXT")
    what = subject(project, about)
    store = project.writable
    with store.change("memo", project.coder, own=True) as change:
        key = keep(project, change, replace(what, text=text.strip(), coder=project.coder, created=now()))
        change.summary = f"about {named(project, what) or 'the study'}"
    return key


def keep(project: Handle, change: Change, memo: Memo) -> int:
    """Store a memo inside a change, what it is about by key; returns its number."""
    store = project.writable
    row: dict[str, Any] = {
        "subject": memo.subject, "text": memo.text, "coder": store.coder_key(change, memo.coder),
        "created": memo.created or now(), "uid": memo.uid, "kind": memo.kind, "language": memo.language,
    }  # fmt: skip
    if memo.document:
        row["document"] = document = store.document_key(memo.document)
        if memo.span:
            store.check_words(document, [(memo.span, memo.quote)])
            unit = memo.unit or "characters"
            row |= {"start": memo.span.start, "stop": memo.span.stop, "quote": memo.quote, "unit": unit}
    if memo.code:
        row["code"] = store.code_key(change, memo.code)
    if memo.case:
        row["case_id"] = memo.case
    return change.insert("memo", row)


def named(project: Handle, memo: Memo, documents: dict[str, Document] | None = None) -> str:
    """What a memo is about, a place as it is addressed now: `place D1:14`, `place D1#3`, `place D1@120-180`."""
    if memo.span is None or memo.unit == "characters":
        return memo.about
    if documents is None or memo.document not in documents:
        document = project.document(memo.document)
        if documents is not None:
            documents[memo.document] = document
    else:
        document = documents[memo.document]
    if memo.unit == "answer":
        best = max(unitising.answers(document), key=lambda unit: _common(unit.span, memo.span), default=None)
        return f"place {best.label}" if best and _common(best.span, memo.span) else memo.about
    turns = [turn.index for turn in document.turns_on(memo.span)]
    return f"place {addresses.Address(memo.document, turns=(turns[0], turns[-1]))}" if turns else memo.about


def _common(one: Span, other: Span | None) -> int:
    return max(0, min(one.stop, other.stop) - max(one.start, other.start)) if other else 0


def table(project: Handle, about: str = "") -> Table:
    """The memos, or those about one thing and what is inside it."""
    from ..core.table import Column
    from ..core.table import table as make_table

    what = subject(project, about) if about else None
    documents: dict[str, Document] = {}
    rows = [
        (memo.id, named(project, memo, documents) or "-", memo.text, memo.coder, memo.created)
        for memo in seen(project, project.store.memos())
        if not memo.edits and (what is None or _inside(memo, what))
    ]
    columns = (
        Column("id", "No.", "count"),
        Column("about", "About"),
        Column("text", "Memo", width=4),
        Column("coder", "Coder"),
        Column("created", "When", "date"),
    )
    return make_table("memos", columns, rows)
