"""The interview guide in a project: taking it in, matching turns to it, and putting matches right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core import address as addresses
from ..core import units as unitising
from ..core.errors import DataError, UnknownName, UsageError, argument, several
from ..core.model import Document, Question
from ..core.units import answers
from ..core.values import frozen
from . import answer_marks
from .answer_marks import BY_HAND, ITEMS, Items, items_now, readings

if TYPE_CHECKING:
    from ..ingest.guide.match import QuestionMatch
    from .handle import Handle

STATUSES = ("answered", "no_answer", "not_asked", "missing")


@frozen
class Matched:
    """What matching found in one document."""

    document: str
    matches: tuple[QuestionMatch, ...]
    skipped: tuple[str, ...]
    """Main questions that were not asked."""
    changed: int
    """Turns that now belong to another item."""
    answers: tuple[int, int] = (0, 0)
    """How many answers the document had before, and how many it has now."""
    notes: tuple[str, ...] = ()
    """Questions that were asked together with another, and marks of answers that are not there any more."""

    @property
    def collapsed(self) -> bool:
        """Whether the answers became so few that something was matched that was not asked."""
        return collapses(*self.answers)


def collapses(before: int, after: int) -> bool:
    """Whether so few answers are left of so many that something was matched that was not asked."""
    return before >= 6 and after < before / 4


@frozen
class ImportedGuide:
    """What became of the file of a guide."""

    questions: tuple[Question, ...]
    not_taken: tuple[str, ...]
    """Lines and cells that are neither a question nor a dimension: themes beside dimensions, instructions, titles."""


def import_guide(project: Handle, path: Path, *, replace: bool = False) -> ImportedGuide:
    """Write a guide from a document, a table or yaml into `questions.yaml`.

    Raises UsageError (`guide_exists`) when there is a guide and `replace` is not set.
    """
    from ..ingest.guide.guide_file import guide_and_rest, write_guide

    questions, rest = guide_and_rest(path)
    if not questions:
        raise DataError(f"{path.name} holds no questions", slug="no_questions",
                        hint="number them, or end each with a question mark")  # fmt: skip
    if project.questions and not replace:
        raise UsageError(
            f"questions.yaml has {several(len(project.questions), 'item')} already",
            slug="guide_exists",
            hint="--replace",
        )
    with project.writable.change("question import", project.coder) as change:
        change.file("questions.yaml", change.text("questions.yaml"), write_guide(questions))
        change.summary = f"{several(len(questions), 'item')} from {path.name}"
    project.forget_files()
    return ImportedGuide(questions, rest)


def match(
    project: Handle, ids: Sequence[str] = (), corrections: Iterable[tuple[str, int, str | None]] = ()
) -> list[Matched]:
    """Match the interviewer's turns of documents to the guide, and store what follows.

    `corrections` (document, turn, question or None) win over what was matched: a turn given a
    question begins its answer there, a turn given None begins none. They are remembered, and win over every
    later matching too. One change in history.
    """
    from ..ingest.guide.match import columns_apart, match_questions

    guide = project.questions
    if not guide:
        raise DataError("there is no interview guide", slug="no_questions", hint="`qualcode question import FILE`")
    known = {question.id for question in guide}
    fixed: dict[str, dict[int, str | None]] = {}
    for named, turn, question in corrections:
        if question is not None and question not in known:
            raise UnknownName("question", question, known)
        fixed.setdefault(named, {})[turn] = question
    wanted = list(ids) or [id for id in project.store.document_ids() if not fixed or id in fixed]
    results = []
    keys = project.store.document_keys()
    requests = {source["id"]: json.loads(source["request"] or "{}") for source in project.store.sources()}
    with project.writable.change("question match", project.coder) as change:
        for id in wanted:
            document = project.document(id)
            if not ids and not any(turn.role == "interviewer" for turn in document.turns):
                continue  # nobody asks anything in it
            marked = project.store.rows_of("answer_status", "document", keys[id])
            turns, matches = match_questions(document, guide)
            if document.kind == "survey" and not matches:
                apart = columns_apart(document, guide)  # its columns keep their own numbers, unless the guide has them
                if apart != document:
                    change.questions(keys[id], {turn.index: turn.question for turn in apart.turns})
                    names = Items({item: f"S{item}" for item in known})
                    answer_marks.carry(change, marked, keys[id], document, apart, items=names)
                continue
            by_turn = {turn.index: turn.question for turn in turns}
            unread = {row["question"]: "" for row in marked} if any(turn.question for turn in document.turns) else {}
            items = items_now(unread | requests[id].get(ITEMS, {}), guide)
            by_hand, lost = _by_hand(requests[id], matches, items, id)
            by_hand |= fixed.get(id, {})
            if by_hand:
                by_turn = _corrected(document, by_turn, matches, by_hand)
            before = {turn.index: turn.question for turn in document.turns}
            change.questions(keys[id], by_turn)
            fresh = _asked(document, by_turn)
            marks, gone = answer_marks.carry(change, marked, keys[id], document, fresh, items=items)
            notes = [*lost, *gone]
            request = readings({**requests[id], BY_HAND: {str(turn): item for turn, item in by_hand.items()}},
                               [*by_hand.values(), *marks], guide)  # fmt: skip
            if not by_hand:
                del request[BY_HAND]
            if request != requests[id]:
                change.update("document", keys[id], {"request": json.dumps(request, ensure_ascii=False)})
            together = {id: match for match in matches for id in match.also if match.kind != "unsure"}
            asked = {question.main for question in guide if question.id in set(by_turn.values())}
            told = [f"{id}:{m.turn} asks {also} before {m.question}: what is answered to both is #{m.question}"
                    for also, m in together.items() if also not in asked]  # fmt: skip
            asked |= set(together)
            results.append(
                Matched(
                    id, tuple(matches),
                    tuple(q.id for q in guide if q.parent is None and q.kind == "question" and q.id not in asked),
                    sum(before.get(number) != question for number, question in by_turn.items()),
                    (len(answers(document)), len(answers(fresh))), (*told, *notes),
                )
            )  # fmt: skip
        change.summary = ", ".join(wanted)
    return results


def other_questions(document: Document, matches: Iterable[QuestionMatch]) -> list[int]:
    """The numbers of the interviewer's turns that ask something and are matched to no item: follow-ups most often,
    and now and then an item in words that the guide has not."""
    matched = {match.turn for match in matches}
    return [
        turn.index
        for turn in document.turns
        if turn.role == "interviewer" and turn.index not in matched and "?" in turn.span.cut(document.text)
    ]


def _by_hand(
    request: Mapping[str, Any], matches: Iterable[QuestionMatch], items: Items, document: str
) -> tuple[dict[int, str | None], list[str]]:
    """What a person has set of turns, by what the items are called now; and notes on items that are gone."""
    found: dict[int, str | None] = {}
    notes = []
    asked = {match.question for match in matches if match.kind != "unsure"}
    for turn, item in request.get(BY_HAND, {}).items():
        now = item and items.called(item, asked)
        if item and not now:
            notes.append(
                f"{document}:{turn} was set to #{item}: that item of the guide is not there any more, or reads quite "
                f"otherwise; `qualcode question at {document}:{turn} ITEM` says which it asks"
            )
            continue
        if item in items.doubtful:
            notes.append(f"{document}:{turn} was set to #{item}, which reads quite otherwise now")
        found[int(turn)] = now
    return found, notes


def _asked(document: Document, by_turn: Mapping[int, str | None]) -> Document:
    return replace(document, turns=tuple(replace(t, question=by_turn.get(t.index)) for t in document.turns))


def _corrected(
    document: Document,
    by_turn: Mapping[int, str | None],
    matches: Iterable[QuestionMatch],
    fixed: Mapping[int, str | None],
) -> dict[int, str | None]:
    starts: dict[int, str | None] = {match.turn: match.question for match in matches if match.kind != "unsure"}
    missing = [number for number in fixed if number not in {turn.index for turn in document.turns}]
    if missing:
        raise UnknownName("turn", f"{document.id}:{missing[0]}")
    for number, question in fixed.items():
        if question is None:
            starts.pop(number, None)
        else:
            starts[number] = question
    current: str | None = None
    found: dict[int, str | None] = {}
    for turn in document.turns:
        current = starts.get(turn.index, current)
        found[turn.index] = current
    return found


def set_status(project: Handle, place: str, status: str) -> None:
    """Say that an answer is none: asked but nothing codable said, lost, or not asked at all."""
    if status not in STATUSES:
        raise UsageError(f"status {status!r}: expected one of {', '.join(STATUSES)}")
    address = addresses.parse(place)
    if not address.answer:
        raise UsageError(f"{place} is not an answer: expected for instance D1#4", slug="bad_address")
    document = project.document(address.document)
    known = {question.id for question in project.questions}
    known = known or {turn.question for turn in document.turns if turn.question}
    # Without a guide the answers are numbered, and their addresses say so.
    known = known or {unit.label.rpartition("#")[2] for unit in unitising.answers(document)}
    if address.answer not in known:
        raise UnknownName("question", address.answer, known)
    there = project.store.answer_statuses()
    key = project.store.document_keys()[document.id]
    source = next(source for source in project.store.sources() if source["id"] == document.id)
    request = json.loads(source["request"] or "{}")
    items = items_now(request.get(ITEMS, {}), project.questions)
    if items.now.get(address.answer, address.answer) != address.answer or address.answer in items.doubtful:
        raise DataError(
            f"item {address.answer} of the guide is another than when something was said of it in {document.id}",
            slug="another_item", hint=f"`qualcode question match {argument(document.id)}` first",
        )  # fmt: skip
    with project.writable.change("question mark", project.coder) as change:
        if known_mark := there.get((document.id, address.answer)):
            change.update("answer_status", known_mark[0], {"status": status})
        else:
            change.insert("answer_status", {"document": key, "question": address.answer, "status": status})
        said = readings(request, [*items.now, address.answer], project.questions)
        if said != request:
            change.update("document", key, {"request": json.dumps(said, ensure_ascii=False)})
        change.summary = f"{place}: {status}"
