"""The one door for words of documents that are not marked as pseudonymised: into a file only when somebody says so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..core.errors import UsageError, the_first
from .portions import document_ids

if TYPE_CHECKING:
    from ..core.choices import Where
    from .handle import Handle


def confidential(project: Handle, where: Where, allowed: bool, *, no_text: bool = False) -> None:
    """UsageError `identifiable` when text of documents not marked as pseudonymised would be written.

    Asked before anything is read: nobody shall wait for a refusal. `no_text` says that the command can do without.
    """
    if not allowed:
        confidential_documents(project, set(document_ids(project, where)), allowed, no_text=no_text)


def confidential_documents(
    project: Handle, documents: Collection[str], allowed: bool, *, no_text: bool = False
) -> None:
    """The same for the documents with these ids, without reading them."""
    named = [s["id"] for s in project.store.sources() if s["id"] in documents and not s["pseudonymised"]]
    if named and not allowed:
        shown = the_first(named, 6)
        raise UsageError(
            f"the text of {shown} may identify people: it is not marked as pseudonymised",
            slug="identifiable",
            hint=f"--allow-identifiable writes it all the same, {'--no-text leaves the words out, ' if no_text else ''}"
            "`qualcode pseudonymised DOCUMENT` marks what is free of names",
        )


def confidential_words(project: Handle, rows: Iterable[Sequence[Any]], allowed: bool) -> None:
    """The same for the cells of a table that may hold anything: those documents whose words stand in one of them."""
    if allowed:
        return
    cells = {cell for row in rows for cell in row if isinstance(cell, str) and _is_speech(cell)}
    if not cells:
        return
    open_ones = {source["id"] for source in project.store.sources() if not source["pseudonymised"]}
    said = set()
    for id in sorted(open_ones):
        document = project.document(id)
        turns = [words for turn in document.turns if _is_speech(words := turn.span.cut(document.text))]
        if any(cell in document.text or any(words in cell for words in turns) for cell in cells):
            said.add(id)
    confidential_documents(project, said, allowed)


def _is_speech(text: str) -> bool:
    """Whether a text is long enough to be somebody's words, and no name of a code or a case."""
    return len(text.split()) >= 4


def mark_pseudonymised(project: Handle, ids: Sequence[str], pseudonymised: bool) -> list[str]:
    """State whether documents can identify anybody; all of them when none is named."""
    keys = project.store.document_keys()
    wanted = project.documents_named(ids) or list(keys)
    with project.writable.change("pseudonymised", project.coder) as change:
        for id in wanted:
            change.update("document", keys[id], {"pseudonymised": int(pseudonymised)})
        change.summary = f"{', '.join(wanted)}: {'pseudonymised' if pseudonymised else 'identifiable'}"
    return wanted
