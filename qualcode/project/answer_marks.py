"""What a person said of answers, carried along when the answers get other numbers or items.

A mark has to go with the words that it was made about: when an earlier answer comes in or goes, when somebody else
asks, and when the guide is written anew. Where nothing is said under an item, the mark goes with the item, which is
known by how it read when the mark was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any

from ..core.languages import composed
from ..core.model import Document, Question, Span
from ..core.units import answers
from ..core.values import frozen

if TYPE_CHECKING:
    from ..store import Change

Places = Callable[[Sequence[Span]], Sequence[Span | None]]
"""Where stretches of the text before stand in the text after; None where their words are gone."""
BY_HAND = "by_hand"
"""Under what name a document's reading options keep the turns whose question a person has set."""
ITEMS = "items"
"""And under what name how the items read that a person has set or marked in it."""
_LIKE = 80.0
"""From this likeness (0 to 100) on an item is another one in other words."""


@frozen
class Items:
    """What the items of a guide are called in the guide that took its place."""

    now: Mapping[str, str | None] = field(default_factory=dict)
    """Item before -> the same one now; None for one that is not there any more. Those not named are as they were."""
    doubtful: frozenset[str] = frozenset()
    """Items that are taken for the same by their name alone: they read quite otherwise now."""

    def called(self, item: str, answered: Iterable[str]) -> str | None:
        """What an item is called now; none is one that is doubtful and asked under other words in the same document."""
        now = self.now.get(item, item)
        return None if now and item in self.doubtful and now in answered else now


def items_now(before: Mapping[str, str], guide: Sequence[Question]) -> Items:
    """Which items of a guide are those that were called and read as `before` says (empty where nobody knows)."""
    from rapidfuzz import fuzz

    wording = {question.id: _words(question.text) for question in guide}
    read = {item: _words(text) for item, text in before.items()}
    now: dict[str, str | None] = {}
    for item, words in read.items():
        same = [id for id, text in wording.items() if text == words]
        if item in same or (not words and item in wording):
            now[item] = item
        elif words:
            now[item] = same[0] if len(same) == 1 else None
    taken, doubtful = set(now.values()), set()
    for item, words in read.items():
        if now.get(item) is not None:
            continue
        like = {id: fuzz.ratio(words, text) for id, text in wording.items() if words and id not in taken}
        best = max(like, key=lambda other: (like[other], other == item), default="")
        if best and like[best] >= _LIKE:
            now[item] = best
        elif item in wording and item not in taken:
            now[item] = item
            doubtful.add(item)
        else:
            now[item] = None
    return Items(now, frozenset(doubtful))


def _words(text: str) -> str:
    import re

    return " ".join(re.findall(r"\w+", composed(text).casefold()))


def readings(request: Mapping[str, Any], items: Iterable[str | None], guide: Sequence[Question]) -> dict[str, Any]:
    """Reading options that remember how these items read, which a person has set or marked."""
    texts = {question.id: question.text for question in guide}
    said = {item: texts[item] for item in sorted({item for item in items if item in texts})}
    rest = {key: value for key, value in request.items() if key != ITEMS}
    return {**rest, ITEMS: said} if said else rest


def carry(
    change: Change, rows: Sequence[Mapping[str, Any]], key: int, before: Document, after: Document,
    places: Places | None = None, items: Items | None = None,
) -> tuple[list[str], list[str]]:  # fmt: skip
    """Give the marks of a document (rows of `answer_status`) to the document `key`, each with its answer.

    `places` tells where words stand now, if not where they stood. Returns what is marked now, and notes on marks that
    have no answer any more, or whose answer says far more than it did.
    """
    now, notes = moved(before, after, {row["question"]: row["status"] for row in rows}, places, items)
    stay = {row["key"] for row in rows if now[row["question"]] == row["question"]}
    for row in rows:  # before any gets its new number: two marks may change places
        if row["key"] in stay:
            change.update("answer_status", row["key"], {"document": key})
        else:
            change.delete("answer_status", row["key"])
    there = {row["question"] for row in rows if row["key"] in stay}
    for row in rows:
        question = now[row["question"]]
        if question is not None and question not in there:
            there.add(question)
            change.insert("answer_status", {"document": key, "question": question, "status": row["status"]})
    return sorted(there), notes


def moved(
    before: Document, after: Document, marks: Mapping[str, str], places: Places | None = None,
    items: Items | None = None,
) -> tuple[dict[str, str | None], list[str]]:  # fmt: skip
    """What marked answers of a document are called in another reading of it, and notes on what could not follow.

    `marks` are statuses by item or number. An answer that is not there, or says far more now, is None.
    """
    items = items or Items()
    said, now = _answered(before), _answered(after)
    numbered, by_item = not _by_item(before), _by_item(after)
    moves = _moves(said, now, places or list) if marks else {}
    if numbered and not by_item:
        _between(moves, len(said), len(now))
    found: dict[str, str | None] = {}
    notes: list[str] = []
    taken: dict[str, str] = {}

    def of_item(mark: str) -> bool:
        """Whether a mark is said of an item of the guide, not of words."""
        return mark not in said or (numbered and (mark in items.now or (by_item and marks[mark] == "not_asked")))

    for mark in sorted(marks, key=of_item):  # what was said of words comes first
        item = items.called(mark, now)
        target, note = item if of_item(mark) else moves[mark] or None, ""
        why = "that answer is not there any more, or says far more than it did, and is not marked now"
        if of_item(mark):
            why = "that item of the guide is not there any more, or reads quite otherwise, and is not marked now"
            if target in now and marks[mark] in ("not_asked", "missing"):
                note = "there is an answer to it now"
        elif target is None and not numbered and by_item and item is not None:
            if item not in now:
                target, note = item, "the words stand elsewhere now, or are gone"
            elif moves[mark] == "" and item not in moves.values():
                target = item  # all of its words were changed beyond knowing
        if target == item and mark in items.doubtful:
            note = f"item {item} of the guide reads quite otherwise now"
        if target is not None and taken.setdefault(target, marks[mark]) != marks[mark]:
            why = f"it is one with #{target} now, which is marked {taken[target]}"
            target = None
        marked = f"{before.id}#{mark} was marked {marks[mark]}"
        if target is None:
            notes.append(f"{marked}: {why}")
        elif note:
            notes.append(f"{marked}, and #{target} is now: {note}")
        found[mark] = target
    return found, notes


def _by_item(document: Document) -> bool:
    return any(turn.question for turn in document.turns)


def _answered(document: Document) -> dict[str, tuple[Span, ...]]:
    """The words of each answer by what marks call it: the item, or the number where there are none."""
    found: dict[str, tuple[Span, ...]] = {}
    for unit in answers(document):
        name = unit.question or str(unit.index)
        found[name] = (*found.get(name, ()), *unit.pieces)
    return found


def _moves(
    said: Mapping[str, Sequence[Span]], now: Mapping[str, Sequence[Span]], places: Places
) -> dict[str, str | None]:
    """What each answer before is called now; None for what is no answer any more, "" where its words are gone."""
    found = iter(places([span for spans in said.values() for span in spans]))
    there = {name: [next(found) for _ in spans] for name, spans in said.items()}
    return {
        name: _most(now, [piece for piece in pieces if piece]) if any(pieces) else "" for name, pieces in there.items()
    }


def _between(moves: dict[str, str | None], before: int, after: int) -> None:
    """Words that were changed beyond knowing, between the same two answers as before, are still that answer."""
    at = {0: 0, before + 1: after + 1} | {int(name): int(target) for name, target in moves.items() if target}
    for name, target in moves.items():
        number = int(name)
        if target == "" and number - 1 in at and at.get(number + 1) == at[number - 1] + 2:
            moves[name] = str(at[number - 1] + 1)


def _most(now: Mapping[str, Sequence[Span]], spans: Sequence[Span]) -> str | None:
    """The answer that most of the words are in, if they are at least half of what it says."""

    def shared(name: str) -> int:
        return sum(
            max(0, min(piece.stop, span.stop) - max(piece.start, span.start)) for piece in now[name] for span in spans
        )

    name = max(now, key=shared, default=None)
    return name if name is not None and 2 * shared(name) >= sum(map(len, now[name])) > 0 else None
