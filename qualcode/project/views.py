"""What `show` and `status` tell, as plain values."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core import units as unitising
from ..core.address import Address
from ..core.model import Document, Turn
from ..core.ticks import Tick, ticking
from ..store.counts import counts_by_document
from ..store.damage import quickly
from . import quote_places
from .blind import blind, seen, summary
from .counts import counts, counts_by_coder
from .files import digest_of
from .groups import wrong_choices
from .layers import kind_of
from .study import study_of

if TYPE_CHECKING:
    from ..store import Entry
    from .handle import Handle


def log(project: Handle, limit: int | None = None) -> list[Entry]:
    """What was done, newest first; with what was done in copies that were merged, whose key is 0."""
    own = [entry._replace(summary=summary(project, entry)) for entry in project.store.history(limit)]
    elsewhere = [entry._replace(summary=summary(project, entry)) for entry in project.store.joined_history()]
    if not elsewhere:
        return own
    joined = [entry._replace(key=0) for entry in reversed(elsewhere)]
    return sorted([*own, *joined], key=lambda entry: entry.at, reverse=True)[:limit]


def document_object(project: Handle, document: Document) -> dict[str, Any]:
    """A document with speakers, pages, turns and answers, as `show ID --json` prints it."""
    source = document.source
    return {
        "format": "qualcode/show/1",
        "document": {
            "id": document.id,
            "title": document.title,
            "kind": document.kind,
            "language": document.language,
            "pseudonymised": document.pseudonymised,
            "text": document.text,
            "source": {
                "path": source.path, "sha256": source.sha256, "reader": source.reader,
                "media_type": source.media_type, "encoding": source.encoding,
            } if source else None,
            "pages": [
                {
                    "number": page.number, "label": page.label, "start": page.span.start, "stop": page.span.stop,
                    "approximate": page.approximate,
                }
                for page in document.pages
            ],
            "attributes": dict(document.attributes),
            "warnings": list(document.warnings),
        },
        "speakers": speakers(document),
        "turns": [turn_object(document, turn) for turn in document.turns],
        "answers": [
            {
                "label": unit.label, "index": unit.index, "question": unit.question, "speaker": unit.speaker,
                "case": project.case_map.case_of(document, unit.speaker), "turns": list(unit.turns),
                "pieces": [[piece.start, piece.stop] for piece in unit.pieces],
                "text": "\n".join(piece.cut(document.text) for piece in unit.pieces),
            }
            for unit in unitising.answers(document)
        ],
        "codings": [
            {
                "id": c.id, "start": c.span.start, "stop": c.span.stop, "quote": c.quote, "code": c.code,
                "coder": c.coder, "weight": c.weight, "qualifier": c.qualifier, "memo": c.memo, "unsure": c.unsure,
                "created": c.created, "origin": c.origin,
            }
            for c in seen(project, project.store.codings([document.id]))
        ],
    }  # fmt: skip


def turn_object(document: Document, turn: Turn) -> dict[str, Any]:
    page = document.page_at(turn.span.start)
    return {
        "index": turn.index, "speaker": turn.speaker, "role": turn.role, "start": turn.span.start,
        "stop": turn.span.stop, "time": turn.time, "page": page.label if page else None,
        "question": turn.question, "text": turn.span.cut(document.text),
    }  # fmt: skip


def speakers(document: Document) -> list[dict[str, Any]]:
    """Each speaker with role and number of turns, in order of first appearance."""
    found: dict[str, dict[str, Any]] = {}
    for turn in document.turns:
        if turn.speaker:
            known = found.setdefault(turn.speaker, {"speaker": turn.speaker, "role": turn.role, "turns": 0})
            known["turns"] += 1
    return list(found.values())


def turns_at(document: Document, address: Address) -> list[Turn]:
    """The turns that an address reaches, the interviewer's in between included."""
    if not (address.turns or address.answer or address.span):
        return list(document.turns)
    spans = quote_places.spans_of(document, address)
    return [turn for turn in document.turns if any(turn.span.overlaps(span) for span in spans)]


GONE, CHANGED, AS_READ = "gone", "changed", "as read"
ELSEWHERE = "elsewhere"
"""Of a study on a server: the original is in the folder of whoever read it."""


def originals(project: Handle, progress: Tick | None = None) -> dict[str, str]:
    """Whether the original of each document is `as read`, `changed`, `gone` or `elsewhere`; no text is looked at."""
    digest = lru_cache(maxsize=None)(_digest)  # a survey is one file behind many documents
    found = {}
    missing = ELSEWHERE if project.store.files.shared else GONE
    for source in ticking(project.store.sources(), progress):
        state = AS_READ
        if source["path"] and source["sha256"]:
            now = digest(project.original(source["path"]))
            state = missing if now is None else AS_READ if now == source["sha256"] else CHANGED
        found[source["id"]] = state
    return found


def status(project: Handle) -> dict[str, Any]:
    """Documents with their counts, and whether their originals changed; coders; codebooks.

    Units are those that tables count, and codings those of the layer that they count (`counted`).
    """
    turns = counts_by_document(project.store)
    counted = counts(project)
    by_coder = counts_by_coder(project)
    state = originals(project)
    study, rows = study_of(project), []
    for source, document in zip(project.store.sources(), study.documents(), strict=True):
        id = source["id"]
        counting = study.units(document, project.settings.unit)
        rows.append(
            {
                "id": id, "title": source["title"], "kind": source["kind"], "language": source["language"],
                "turns": turns[id][0],
                "units": sum(study.status(one) == "answered" for one in counting),
                "codings": counted.documents.get(id, 0),
                "changed": None if state[id] in (GONE, ELSEWHERE) or not source["path"] else state[id] == CHANGED,
                "original": state[id], "path": source["path"], "pseudonymised": bool(source["pseudonymised"]),
            }
        )  # fmt: skip
    return {
        "format": "qualcode/status/1",
        "name": project.settings.name,
        "folder": str(project.root),
        "documents": rows,
        "coders": [
            {"id": coder.id, "name": coder.name, "kind": kind_of(coder), "codings": by_coder[coder.id]}
            for coder, _ in project.store.coders()
        ],
        "counted": list(counted.coders),
        "codebooks": [
            {"id": book.id, "codes": len(book.codes), "kind": book.kind} for book in project.codes.books.values()
        ],
        "blind": {id: list(who) for id, who in blind(project).waiting.items()},
        "cases": len(project.cases),
        "questions": len(project.questions),
        "wrong_choice": "; ".join(map(str, wrong_choices(project))),
        "damage": [f"{one.where}: {one.message}" for one in quickly(project.store)],
    }


def _digest(path: Path) -> str | None:
    """The digest of a file as it is now; None when it is not there or cannot be read."""
    try:
        return digest_of(path)
    except OSError:
        return None
