"""What rows and files were before they became what they are: what tells two copies of a study apart.

A copy that says now what the other said once is the older of the two in that point, and the other's word
counts. Both can only be asked of the history, which every copy keeps.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from .entries import Row
from .file_texts import ENTRIES, Texts, steps_in
from .history import LASTING
from .steps.lasting_ids import lasting_id

if TYPE_CHECKING:
    from .queries import Reading


@dataclass(slots=True)
class Past:
    """The earlier states of one copy."""

    values: dict[tuple[str, int, str], list[Any]] = field(default_factory=lambda: defaultdict(list))
    """(table, key, column) -> what the column held before."""
    removed: dict[str, dict[str, Row]] = field(default_factory=lambda: {table: {} for table in LASTING})
    """Table -> lasting id -> the row as it was when it was taken away, with its key."""
    questions: dict[int, list[dict[int, str | None]]] = field(default_factory=lambda: defaultdict(list))
    """Document -> the guide's items that its turns were put under before, as far as they were changed."""
    speakers: dict[int, list[dict[int, tuple[str, str]]]] = field(default_factory=lambda: defaultdict(list))
    """Document -> who was said to speak in its turns, and in which role, as far as it was changed."""
    files: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Path -> texts that the hand-written file had before or after a change."""
    never_here: set[int] = field(default_factory=set)
    """Documents, or texts of theirs, that came from elsewhere by a change that was undone."""


ARRIVING = ("merge", "import", "restore")
"""The changes that bring what was made elsewhere."""


def past_of(store: Reading) -> Past:
    """What rows and files of a study were before, for comparing two copies of it."""
    past, texts = Past(), Texts()
    for action, state, changes in store.rows("SELECT action, state, changes FROM history ORDER BY key"):
        steps = texts.whole(json.loads(changes))
        if state != "done" and action in ARRIVING:
            past.never_here.update(key for table, key, *_ in steps if table == "document")
            continue  # to take back that it came from elsewhere says nothing about it
        for table, key, before, after in steps:
            old, new = (before, after) if state == "done" else (after, before)
            if table == "file":
                past.files[key] += [text for text in (before, after) if isinstance(text, str)]
            elif table == "turn":
                if old:
                    past.questions[key].append({int(number): question for number, question in old.items()})
            elif table == "speaker":
                past.speakers[key].append({int(number): (said[0], said[1]) for number, said in old.items()})
            elif isinstance(key, list):
                continue  # new codings that stand in their table
            elif old is not None and new is not None:
                for column, value in old.items():
                    past.values[table, key, column].append(value)
            elif old is not None and table in LASTING:
                uid = old.get("uid") or lasting_id(table, key, old["created"], old["coder"])
                past.removed[table][uid] = {"key": key, **old}
    return past


class FileChange(NamedTuple):
    """What one change did to a hand-written file; None stands for no file."""

    entry: int
    at: str
    coder: str
    action: str
    path: str
    before: str | None
    after: str | None


def changed_files(store: Reading) -> list[FileChange]:
    """History of hand-written files, without what was undone; oldest first."""
    return [change for state, change in _changes_of_files(store) if state == "done"]


def settled_by(store: Reading, action: str) -> dict[int, list[tuple[str, str, str, str]]]:
    """Entry of one kind, not undone -> (subject, value in JSON, coder, time) of the rows of `settled` that it made."""
    found: dict[int, list[tuple[str, str, str, str]]] = {}
    for key, changes in store.rows(
        "SELECT key, changes FROM history WHERE state = 'done' AND action = ? AND changes LIKE '%[\"settled\",%'",
        (action,),
    ):
        made = (step[3] for step in store.parsed(changes, "the history") if step[0] == "settled" and step[3])
        found[key] = [(row["subject"], row["refused"], row["coder"], row["at"]) for row in made]
    return found


def had_text(store: Reading, path: str, text: str) -> bool:
    """Whether a hand-written file was this once, before or after whatever change."""
    return any(each.path == path and text in (each.before, each.after) for _, each in _changes_of_files(store))


def _changes_of_files(store: Reading) -> Iterator[tuple[str, FileChange]]:
    """Each step of a file, with the state of its entry, oldest first."""
    texts = Texts()
    for key, at, coder, action, state, changes in store.rows(
        f"SELECT key, at, coder, action, state, changes FROM history WHERE {ENTRIES} ORDER BY key"
    ):
        with store.damage_told():
            steps = texts.whole(steps_in(changes))
        for _, path, before, after in steps:
            yield state, FileChange(key, at, coder, action, path, before, after)


def renamed_codes(store: Reading) -> list[tuple[str, str]]:
    """Codes that got another id, (old, new), oldest first; chains are followed to their ends."""
    ends: dict[str, str] = {}
    for (changes,) in store.rows(
        "SELECT changes FROM history WHERE state = 'done' AND changes LIKE '%[\"code\",%' ORDER BY key"
    ):
        steps = [step for step in store.parsed(changes, "the history") if step[0] == "code" and step[2] and step[3]]
        moves: dict[int, tuple[str, str]] = {}
        for _, key, before, after in steps:
            moves[key] = (moves[key][0] if key in moves else before["id"], after["id"])
        for old, new in moves.values():
            first = next((start for start, end in ends.items() if end == old), old)
            ends[first] = new
    return [(old, new) for old, new in ends.items() if old != new]
