"""What a person said of numbered answers, carried along when the answers get other numbers.

Without a guide an answer is known by its number alone. When an earlier one comes in or goes, when somebody else
asks, or when a guide gives the answers its items, a mark has to go with the words that it was made about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..core.model import Document, Span, Unit
from ..core.units import answers

if TYPE_CHECKING:
    from ..store import Change

Places = Callable[[Sequence[Span]], Sequence[Span | None]]
"""Where stretches of the text before stand in the text after; None where their words are gone."""


def where_they_are(spans: Sequence[Span]) -> Sequence[Span | None]:
    """The places in a text that stays as it is."""
    return spans


def carry(
    change: Change, rows: Sequence[Mapping[str, Any]], key: int, before: Document, after: Document, places: Places
) -> list[str]:
    """Give the marks of a document (rows of `answer_status`) to the document `key`, each with its answer.

    Returns notes on marks that have no answer any more, or whose answer says far more than it did.
    """
    numbered = {} if _by_item(before) else {unit.index: unit for unit in answers(before)}
    moves = _moves(numbered, after, places) if rows and numbered else {}
    notes: list[str] = []
    wanted: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        number = int(row["question"]) if row["question"].isdecimal() else 0
        if row["status"] == "not_asked" or number not in numbered:
            wanted.setdefault(row["question"], row)  # it is said of an item, not of words
        elif (now := moves[number]) is not None:
            wanted[now] = row
        else:
            notes.append(
                f"{before.id}#{number} was marked {row['status']}: that answer is not there any more, or says far more "
                "than it did, and is not marked now"
            )
    stay = {row["key"] for question, row in wanted.items() if row["question"] == question}
    for row in rows:  # before any gets its new number: two marks may change places
        if row["key"] in stay:
            change.update("answer_status", row["key"], {"document": key})
        else:
            change.delete("answer_status", row["key"])
    for question, row in wanted.items():
        if row["key"] not in stay:
            change.insert("answer_status", {"document": key, "question": question, "status": row["status"]})
    return notes


def _by_item(document: Document) -> bool:
    return any(turn.question for turn in document.turns)


def _moves(numbered: Mapping[int, Unit], after: Document, places: Places) -> dict[int, str | None]:
    """The number of each answer before -> how the marks name it now; None for what is not there any more."""
    spans = [span for unit in numbered.values() for span in unit.pieces]
    found = iter(places(spans))
    there = {number: [next(found) for _ in unit.pieces] for number, unit in numbered.items()}
    now = answers(after)
    moves: dict[int, str | None] = {}
    for number, pieces in there.items():
        unit = _most(now, [piece for piece in pieces if piece])
        moves[number] = (unit.question or str(unit.index)) if unit else None
    if not _by_item(after):
        # Words that were changed beyond knowing, between the same two answers as before, are still that answer.
        at = {0: 0, len(numbered) + 1: len(now) + 1}
        at |= {number: int(name) for number, name in moves.items() if name}
        for number, pieces in there.items():
            if not any(pieces) and number - 1 in at and at.get(number + 1) == at[number - 1] + 2:
                moves[number] = str(at[number - 1] + 1)
    return moves


def _most(units: Sequence[Unit], spans: Sequence[Span]) -> Unit | None:
    """The answer that most of the words are in, if they are at least half of what it says."""

    def shared(unit: Unit) -> int:
        return sum(
            max(0, min(piece.stop, span.stop) - max(piece.start, span.start)) for piece in unit.pieces for span in spans
        )

    unit = max(units, key=shared, default=None)
    return unit if unit and 2 * shared(unit) >= sum(map(len, unit.pieces)) else None
