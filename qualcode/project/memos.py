"""Memos: a researcher's notes about a document, a place, a code, a case, or the study."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from ..core import address as addresses
from ..core.errors import UnknownName, UsageError
from ..core.table import Column, Table
from ..core.table import table as make_table
from ..store.store import now
from . import places

if TYPE_CHECKING:
    from .handle import Handle


def subject(project: Handle, about: str) -> str:
    """What a memo is about, checked and in one spelling: `document D1`, `place D1#3`,
    `code moore:value`, `case D1`, `cell D1 moore:value`, or empty for the study."""
    about = about.strip()
    if about in ("", "-"):
        return ""
    kind, _, rest = about.partition(" ")
    if kind == "cell":
        case, _, code = rest.partition(" ")
        return f"cell {case} {project.codes.known(code)}"
    if kind in ("document", "code", "case", "place") and rest:
        about = rest
    address = None
    with contextlib.suppress(UsageError):
        address = addresses.parse(about)
    if address is not None and address.document in project.store.document_ids():
        if address.turns or address.answer or address.span:
            places.spans_of(project.document(address.document), address)
            return f"place {address}"
        return f"{'case' if kind == 'case' else 'document'} {address.document}"
    if about in project.case_map.cases:
        return f"case {about}"
    try:
        return f"code {project.codes.known(about)}"
    except UnknownName as error:
        known = [*project.store.document_ids(), *project.case_map.cases, *(id for id, _ in project.codes)]
        raise UnknownName(
            "document, place, code or case", about, known, slug="unknown_name", hint="`-` is the study itself"
        ) from error


def write(project: Handle, about: str, text: str) -> int:
    """Store a memo and return its number."""
    if not text.strip():
        raise UsageError("an empty memo", slug="bad_option")
    what = subject(project, about)
    store = project.writable
    with store.change("memo", project.coder) as change:
        coder = store.coder_key(change, project.coder)
        key = change.insert("memo", {"about": what, "text": text.strip(), "coder": coder, "created": now()})
        change.summary = f"about {what or 'the study'}"
    return key


def table(project: Handle, about: str = "") -> Table:
    """The memos, or those about one thing and what is inside it."""
    what = subject(project, about) if about else None
    rows = [
        (memo.id, memo.about or "-", memo.text, memo.coder, memo.created)
        for memo in project.store.memos()
        if what is None or memo.about == what or memo.about.startswith((f"{what}:", f"{what}#", f"{what}@"))
    ]
    columns = (
        Column("id", "No.", "count"),
        Column("about", "About"),
        Column("text", "Memo", width=4),
        Column("coder", "Coder"),
        Column("created", "When", "date"),
    )
    return make_table("memos", columns, rows)
