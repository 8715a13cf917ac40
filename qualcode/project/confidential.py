"""The one door for words of documents that are not marked as pseudonymised: into a file only when somebody says so."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from ..core.errors import UsageError
from .portions import document_ids

if TYPE_CHECKING:
    from ..core.where import Where
    from .handle import Handle


def confidential(project: Handle, where: Where, allowed: bool) -> None:
    """UsageError `identifiable` when text of documents not marked as pseudonymised would be written.

    Asked before anything is read: nobody shall wait for a refusal.
    """
    if not allowed:
        confidential_documents(project, set(document_ids(project, where)), allowed)


def confidential_documents(project: Handle, documents: Collection[str], allowed: bool) -> None:
    """The same for the documents with these ids, without reading them."""
    named = [s["id"] for s in project.store.sources() if s["id"] in documents and not s["pseudonymised"]]
    if named and not allowed:
        shown = ", ".join(named[:6]) + (f" and {len(named) - 6} more" if len(named) > 6 else "")
        raise UsageError(
            f"the text of {shown} may identify people: it is not marked as pseudonymised",
            slug="identifiable",
            hint="--allow-identifiable writes it all the same, --no-text leaves the words out, "
            "`qualcode pseudonymised DOCUMENT` marks what is free of names",
        )


def mark_pseudonymised(project: Handle, ids: Sequence[str], pseudonymised: bool) -> list[str]:
    """State whether documents can identify anybody; all of them when none is named."""
    keys = project.store.document_keys()
    wanted = list(ids) or list(keys)
    for id in wanted:
        project.document(id)
    with project.writable.change("pseudonymised", project.coder) as change:
        for id in wanted:
            change.update("document", keys[id], {"pseudonymised": int(pseudonymised)})
        change.summary = f"{', '.join(wanted)}: {'pseudonymised' if pseudonymised else 'identifiable'}"
    return wanted
