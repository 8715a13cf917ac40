"""Reading a changed original again, with every coding carried to where its words now stand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError, ReadError, UnknownName, argument, several, the_first
from ..core.material import DOUBTS
from ..core.model import Coding, Document, Span, Turn
from ..core.values import frozen
from ..store import Change, Store
from ..store.history import gone
from . import answer_marks, late_rows, word_index
from .add import insert
from .answer_marks import BY_HAND
from .files import digest_of

if TYPE_CHECKING:
    from .handle import Handle


@frozen
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
    notes: tuple[str, ...] = ()
    """What became of memos and decisions whose words are gone."""


def reread(project: Handle, id: str, path: Path | None = None, *, drop_lost: bool = False, **choices: Any) -> Reread:
    """Read the original of a document again and re-anchor its codings by quote and neighbourhood.

    `choices` are fields of `ingest.ReadRequest` that are to be otherwise than when it was added: the
    interviewer, the speakers, the language. Those not given stay; who asks stays as it was decided.

    When a coding cannot be placed nothing is changed, and the codings are named; with
    `drop_lost` they are taken away. Every step is one change that `undo` takes back, the old
    text included. Raises DataError when the original is missing.
    """
    old = project.document(id)
    id = old.id
    source = next(s for s in project.store.sources() if s["id"] == id)
    path = path or (project.original(source["path"]) if source["path"] else None)
    if path is None or not path.exists():
        raise ReadError(path or id, "the original is not there", slug="missing_file",
                        hint=f"`qualcode reread {id} --file PATH`")  # fmt: skip
    if not path.is_file():
        raise ReadError(path, "a folder, not a file", slug="not_a_file", hint=f"`qualcode reread {id} --file PATH`")
    if digest_of(path) == source["sha256"] and not choices:
        _remember(project, id, path, source)
        return Reread(id, "unchanged", kept=len(project.store.codings([id])))
    request = _request(source) | choices
    by_hand = request.pop(BY_HAND, {})
    fresh, late, people = _fresh(project, old, path, request, choices)
    store = project.writable
    store.backup("reread")
    with store.change("reread", project.coder) as change:
        if project.document(id).text != old.text:
            raise gone("document")  # somebody else has read it again meanwhile; its codings are elsewhere now
        request |= _by_hand(old, fresh, by_hand)
        fresh = _questions_kept(old, fresh)
        done = replace_text(project, change, old, fresh, path, request, drop_lost=drop_lost)
        if done.outcome != "lost":
            late_rows.take_people(change, old, people)
        change.summary = f"{id}: {several(done.kept, 'coding')} kept, {len(done.moved)} moved, {len(done.lost)} dropped"
    word_index.keep(project)
    return (
        done if done.outcome == "lost" else replace(done, notes=(*done.notes, *late, *_unmatched(project, old, fresh)))
    )


def replace_text(
    project: Handle, change: Change, old: Document, fresh: Document, path: Path | None, request: Mapping[str, Any], *,
    drop_lost: bool, items: answer_marks.Items | None = None,
) -> Reread:  # fmt: skip
    """Give a document another text inside a change, with everything carried to where its words now stand.

    Where codings would be lost nothing is done, unless `drop_lost`.
    """
    from ..ingest.anchor import reanchor

    store = project.writable
    kept = 0
    moved: list[tuple[Coding, Span, str]] = []
    lost: list[Coding] = []
    codings = store.codings([old.id])
    old_key = store.document_key(old.id)
    placed = Placed(store, old_key, old.text, fresh.text)
    marked = store.rows_of("answer_status", "document", old_key)
    given = Given(store, old_key, old.text, fresh.text)
    anchored = reanchor(old.text, fresh.text, [coding.span for coding in codings])
    for coding, found in zip(codings, anchored, strict=True):
        if found.span is None:
            lost.append(coding)
        elif found.span == coding.span:
            kept += 1
        else:
            moved.append((coding, found.span, found.certainty))
    if lost and not drop_lost:
        return Reread(old.id, "lost", kept, tuple(moved), tuple(lost))
    change.update("document", old_key, {"removed": 1})
    key = insert(project, change, fresh, path, request)
    for coding, found in zip(codings, anchored, strict=True):
        if found.span is None:
            change.delete("coding", coding.id)
            continue
        change.update(
            "coding", coding.id,
            {"document": key, "start": found.span.start, "stop": found.span.stop, "quote": found.span.cut(fresh.text)},
        )  # fmt: skip
    for row in store.rows_of("assignment", "document", old_key):
        change.update("assignment", row["key"], {"document": key})
    now = replace(fresh, backchannels=old.backchannels)
    _, marks = answer_marks.carry(
        change, marked, key, old, now, lambda spans: [one.span for one in reanchor(old.text, fresh.text, spans)], items
    )
    notes = [*placed.carry(change, key), *given.carry(change), *marks]
    return Reread(old.id, "reread", kept, tuple(moved), tuple(lost), tuple(notes))


class Given:
    """The units of a document that coders were given, carried to where their words now stand."""

    def __init__(self, store: Store, document: int, old: str, new: str) -> None:
        from ..ingest.anchor import reanchor

        rows = [row for row in store.rows_of("assignment", "document", document) if row["places"] != "[]"]
        self.rows: list[tuple[int, list[Span | None]]] = []
        for row in rows:
            spans = [Span(start, stop) for start, stop in json.loads(row["places"])]
            self.rows.append((row["key"], [found.span for found in reanchor(old, new, spans)]))

    def carry(self, change: Change) -> list[str]:
        """Give each unit its new place; what has none is not given any more, and is counted."""
        notes = []
        for key, spans in self.rows:
            kept = [[span.start, span.stop] for span in spans if span is not None]
            change.update("assignment", key, {"places": json.dumps(kept or [[0, 0]])})
            if len(kept) < len(spans):
                notes.append(f"{len(spans) - len(kept)} of the units that a coder was given are not there any more")
        return notes


class Placed:
    """Memos and decisions about places of a document, carried to where the words now stand."""

    def __init__(self, store: Store, document: int, old: str, new: str) -> None:
        from ..ingest.anchor import reanchor

        self.new = new
        self.rows = [
            (table, row) for table in ("memo", "decision") for row in store.rows_of(table, "document", document)
        ]
        spans = [Span(row["start"], row["stop"]) for _, row in self.rows if row["start"] is not None]
        found = iter(reanchor(old, new, spans))
        self.places = [next(found).span if row["start"] is not None else None for _, row in self.rows]

    def carry(self, change: Change, document: int) -> list[str]:
        """Give each its new place; what has none stays with the document, and is named."""
        notes = []
        for (table, row), span in zip(self.rows, self.places, strict=True):
            if span is not None:
                place = {"document": document, "start": span.start, "stop": span.stop, "quote": span.cut(self.new)}
                change.update(table, row["key"], place)
            elif row["start"] is None:
                change.update(table, row["key"], {"document": document})
            elif table == "memo":
                text = f"[{row['quote'].strip()}] {row['text']}"
                nowhere = {"subject": "document", "start": None, "stop": None, "unit": "", "quote": "", "kind": "",
                           "language": ""}  # fmt: skip
                change.update(table, row["key"], {"document": document, "text": text, **nowhere})
                notes.append(f"a memo on words that are gone is now about the whole document: {row['text'][:60]}")
            else:
                change.delete(table, row["key"])
                notes.append(f"a decision on words that are gone is open again: {row['quote'][:60]}")
        return notes


def _questions_kept(old: Document, fresh: Document) -> Document:
    """The items as they were assigned, by hand too; a turn that is new goes on under the item before it.

    Nothing is matched to the guide again: that is for the person to ask. Where the items are the numbers that
    stand in the text itself, those of the new text hold.
    """
    from ..ingest.anchor import reanchor

    if not any(turn.question for turn in old.turns):
        return fresh
    found = reanchor(old.text, fresh.text, [turn.span for turn in old.turns])
    assigned = {
        place.span.start: turn.question for turn, place in zip(old.turns, found, strict=True) if place.span is not None
    }
    starts = sorted(assigned)
    own = {turn.span.start: turn.question for turn in fresh.turns if turn.question}
    if own and all(own.get(start, question) == question for start, question in assigned.items()):
        return fresh
    turns: list[Turn] = []
    current: str | None = None
    for turn in fresh.turns:
        inside = [start for start in starts if turn.span.start <= start < max(turn.span.stop, turn.span.start + 1)]
        if inside:
            current = assigned[inside[0]]
        turns.append(replace(turn, question=current))
    return replace(fresh, turns=tuple(turns))


def _unmatched(project: Handle, old: Document, fresh: Document) -> list[str]:
    """A note on questions that came in with the new text, or with another who asks: no item was sought for them."""
    if not project.questions or not any(turn.question for turn in old.turns):
        return []
    known = {turn.span.cut(old.text) for turn in old.turns if turn.role == "interviewer"}
    new = sum(turn.role == "interviewer" and turn.span.cut(fresh.text) not in known for turn in fresh.turns)
    if not new:
        return []
    turns = "1 turn of the interviewer is" if new == 1 else f"{new} turns of the interviewer are"
    return [f"{turns} new and not matched to the guide: `qualcode question match {old.id}`"]


def _by_hand(old: Document, fresh: Document, by_hand: Mapping[str, str | None]) -> dict[str, Any]:
    """The turns whose question a person has set, by their numbers in the new text."""
    from ..ingest.anchor import reanchor

    turns = [turn for turn in old.turns if str(turn.index) in by_hand]
    if not turns:
        return {}
    places = reanchor(old.text, fresh.text, [turn.span for turn in turns])
    found: dict[str, str | None] = {}
    for turn, place in zip(turns, places, strict=True):
        new = next((t for t in fresh.turns if place.span is not None and t.span.overlaps(place.span)), None)
        if new is not None:
            found[str(new.index)] = by_hand[str(turn.index)]
    return {BY_HAND: found}


def _remember(project: Handle, id: str, path: Path, source: Mapping[str, Any]) -> None:
    """An original that was moved or renamed is known by its new place from now on."""
    if project.relative(path) == source["path"]:
        return
    with project.writable.change("reread", project.coder) as change:
        change.update("document", project.writable.document_key(id), {"path": project.relative(path)})
        change.summary = f"{id}: the original is now {project.relative(path)}"


def _request(source: dict[str, Any]) -> dict[str, Any]:
    import json

    request: dict[str, Any] = json.loads(source["request"])
    return request


def _fresh(
    project: Handle, old: Document, path: Path, request: Mapping[str, Any], choices: Mapping[str, Any]
) -> tuple[Document, list[str], Mapping[str, Mapping[str, str]]]:
    """The document as it is read now, notes on what else the file holds, and what it says of those who answer."""
    from ..ingest.read import ReadRequest, document_kind, read_file

    options = late_rows.as_read(request)
    options["kind"] = document_kind(choices["kind"]) if "kind" in choices else old.kind
    options["speakers"] = _as_decided(old, options, choices)
    from_it = late_rows.from_file(project, path, old.id)
    if old.kind == "survey" and not {"open", "closed"} & choices.keys():
        options = late_rows.as_asked(project, from_it, options)
    results = read_file(path, ReadRequest(**options))
    places = late_rows.paired(from_it, results)
    if len(results) == 1 and len(from_it) <= 1:
        result = results[0]
    else:
        if old.id not in places:
            raise DataError(
                f"{path.name} holds no document {old.id} any more", slug="document_gone",
                hint=f"`qualcode remove {argument(old.id)}` takes it out, where that is meant",
            )  # fmt: skip
        result = results[places.index(old.id)]
    fresh = result.document
    _check_labels(choices.get("interviewer", ()), fresh)
    doubts = [w for w in old.warnings if w.startswith(DOUBTS)] if not _settles(choices) else []
    fresh = replace(
        fresh, id=old.id, title=fresh.title or old.title,
        language=choices.get("language") or old.language or fresh.language, pseudonymised=old.pseudonymised,
        warnings=tuple(dict.fromkeys([*fresh.warnings, *doubts])),
    )  # fmt: skip
    names = [result.document.id for result in results]
    return fresh, [*_late(project, path, places, names), *late_rows.facts(project, [(old, result)])], result.people


def _settles(choices: Mapping[str, Any]) -> bool:
    return bool(choices.get("interviewer") or choices.get("speakers"))


def _as_decided(old: Document, options: Mapping[str, Any], choices: Mapping[str, Any]) -> dict[str, str]:
    """Who is who as a person or `add` decided it, unless the choices say otherwise."""
    given = dict(options.get("speakers") or {})
    if "speaker_style" in choices:
        return given
    for turn in old.turns:
        if turn.speaker and turn.speaker not in given and (not _settles(choices) or turn.role == "other"):
            given[turn.speaker] = turn.role
    return given


def _check_labels(wanted: Sequence[str], document: Document) -> None:
    """Raise UnknownName where a label given as the interviewer's does not speak in the document."""
    labels = {turn.speaker.casefold(): turn.speaker for turn in document.turns if turn.speaker}
    for label in wanted:
        for part in [label] if label.casefold() in labels else label.split(","):
            if part.strip().casefold() not in labels:
                raise UnknownName(
                    "speaker", part.strip(), labels.values(), slug="no_such_interviewer",
                    hint=f"the labels of {document.id}: {', '.join(labels.values()) or 'none'}",
                )  # fmt: skip


def _late(project: Handle, path: Path, places: Sequence[str | None], ids: Sequence[str]) -> list[str]:
    """A note on respondents that came into a survey's table after it was added."""
    late = [id for id, place in zip(ids, places, strict=True) if place is None] if len(ids) > 1 else []
    if not late:
        return []
    shown = the_first(late, 6)
    return [
        f"{path.name} holds {len(late)} that are not in the study: {shown}; "
        f"`qualcode add {project.relative(path)}` takes them"
    ]
