"""Reading a changed original again, with every coding carried to where its words now stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError, ReadError
from ..core.model import Coding, Document, Span
from .add import digest_of, insert

if TYPE_CHECKING:
    from ..ingest import ReadResult
    from .handle import Handle


@dataclass(frozen=True, slots=True)
class Reread:
    """What became of a document and its codings."""

    document: str
    outcome: str
    """`reread`, `unchanged`, or `lost` where codings could not be placed and nothing was done."""
    kept: int = 0
    """Codings whose words stand at the same place."""
    moved: tuple[tuple[Coding, Span, str], ...] = ()
    """(coding, its new place, how certain)."""
    lost: tuple[Coding, ...] = ()
    """Codings whose words are not in the new text."""


def reread(project: Handle, id: str, path: Path | None = None, *, drop_lost: bool = False) -> Reread:
    """Read the original of a document again and re-anchor its codings by quote and neighbourhood.

    When a coding cannot be placed nothing is changed, and the codings are named; with
    `drop_lost` they are taken away. Every step is one change that `undo` takes back, the old
    text included. Raises DataError when the original is missing.
    """
    from ..ingest import ReadRequest, read_file, reanchor

    old = project.document(id)
    source = next(s for s in project.store.sources() if s["id"] == id)
    path = path or (project.root / source["path"] if source["path"] else None)
    if path is None or not path.exists():
        raise ReadError(path or id, "the original is not there", slug="missing_file",
                        hint=f"`qualcode reread {id} --file PATH`")  # fmt: skip
    if not path.is_file():
        raise ReadError(path, "a folder, not a file", slug="not_a_file", hint=f"`qualcode reread {id} --file PATH`")
    if digest_of(path) == source["sha256"]:
        return Reread(id, "unchanged", kept=len(project.store.codings([id])))
    fresh = _fresh(project, old, path, source, ReadRequest, read_file)
    codings = project.store.codings([id])
    anchored = reanchor(old.text, fresh.text, [coding.span for coding in codings])
    kept, moved, lost = 0, [], []
    for coding, found in zip(codings, anchored, strict=True):
        if found.span is None:
            lost.append(coding)
        elif found.span == coding.span:
            kept += 1
        else:
            moved.append((coding, found.span, found.certainty))
    if lost and not drop_lost:
        return Reread(id, "lost", kept, tuple(moved), tuple(lost))
    store = project.writable
    with store.change("reread", project.coder) as change:
        old_key = store.document_keys()[id]
        change.update("document", old_key, {"removed": 1})
        key = insert(project, change, fresh, path, _request(source))
        for coding, found in zip(codings, anchored, strict=True):
            if found.span is None:
                change.delete("coding", coding.id)
                continue
            change.update(
                "coding", coding.id,
                {"document": key, "start": found.span.start, "stop": found.span.stop,
                 "quote": found.span.cut(fresh.text)},
            )  # fmt: skip
        _carry(store, change, old_key, key)
        change.summary = f"{id}: {kept} codings kept, {len(moved)} moved, {len(lost)} dropped"
    return Reread(id, "reread", kept, tuple(moved), tuple(lost))


def _request(source: dict[str, Any]) -> dict[str, Any]:
    import json

    request: dict[str, Any] = json.loads(source["request"])
    return request


def _fresh(
    project: Handle, old: Document, path: Path, source: dict[str, Any], request_type: Any, read: Any
) -> Document:
    options = {key: tuple(value) if isinstance(value, list) else value for key, value in _request(source).items()}
    results: list[ReadResult] = read(path, request_type(**{**options, "kind": old.kind, "guide": project.questions}))
    documents = [result.document for result in results]
    fitting = documents if len(documents) == 1 else [d for d in documents if d.id == old.id]
    if not fitting:
        raise DataError(f"{path.name} holds no document {old.id} any more", slug="document_gone")
    return replace(
        fitting[0], id=old.id, title=fitting[0].title or old.title, language=old.language,
        pseudonymised=old.pseudonymised,
    )  # fmt: skip


def _carry(store: Any, change: Any, old_key: int, new_key: int) -> None:
    """Assignments and answer statuses follow the document to its new version."""
    for table in ("assignment", "answer_status"):
        for key in store.rows_of(table, old_key):
            change.update(table, key, {"document": new_key})
