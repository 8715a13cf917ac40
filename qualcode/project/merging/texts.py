"""Documents of two copies: which are the same, whose text is the newer, and where its words stand in the other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.model import Document, Question, Span
from ...core.numbering import unused
from ...core.ticks import ticking
from ...exchange.interface import Account
from .. import answer_marks
from ..answer_marks import BY_HAND, Items, items_now
from ..reread import replace_text

if TYPE_CHECKING:
    from .conflicts import Settling
    from .sides import Side


class Texts:
    """Their documents on their way to those here."""

    def __init__(self, settling: Settling, ids: dict[str, str], guide: Sequence[Question], account: Account) -> None:
        self.settling, self.guide, self.account = settling, guide, account
        self.ids = ids
        """Their documents -> the same ones here, or the ids that new ones get."""
        self.left_out: set[str] = set()
        """Their documents that were taken out here."""
        self.documents: tuple[Document, ...] = ()
        """Theirs with the ids and texts of here."""
        self.words: dict[str, str] = {}
        """The texts of these."""
        self.now: dict[str, Document] = {}
        """The documents as they are here in the end."""
        self._there = {document.id: document for document in settling.theirs.bundle.documents}
        self.requests = [
            {source["id"]: json.loads(source["request"] or "{}") for source in side.store.sources()}
            for side in (settling.mine, settling.theirs)
        ]
        """What the documents were read with, and what a person has set of them, here and there."""
        self._items = items_now(_readings(settling.theirs), guide)

    def match(self) -> None:
        """Find each of their documents here; follow what was read again or taken out there."""
        mine, theirs = self.settling.mine, self.settling.theirs
        by_text = {document.text: document.id for document in mine.bundle.documents}
        by_id = {document.id: document for document in mine.bundle.documents}
        taken = {id.casefold() for id in by_id}
        arrived: list[Document] = []
        self._match(ticking(theirs.bundle.documents, self.settling.progress), by_text, by_id, taken, arrived)
        self._match(self._taken_out_there(), by_text, by_id, taken, arrived)
        mine.refresh()
        now = {document.id: document for document in mine.bundle.documents}
        self.documents = tuple(now.get(document.id, document) for document in arrived)
        self.words = {document.id: document.text for document in self.documents}
        self.now = {document.id: document for document in self.documents}
        self._there = {document.id: document for document in theirs.bundle.documents}
        for there, id in self.ids.items():
            self.requests[0].setdefault(id, self._request(there))

    def _match(
        self, documents: Iterable[Document], by_text: Mapping[str, str], by_id: dict[str, Document], taken: set[str],
        arrived: list[Document],
    ) -> None:  # fmt: skip
        mine, theirs = self.settling.mine, self.settling.theirs
        for document in map(self._as_asked_here, documents):
            here = by_text.get(document.text) or self._same_original(document, by_id)
            if here is None and (removed := _removed(mine, theirs, document)):
                if not self._comes_back(document, removed):
                    self.left_out.add(document.id)
                    continue
                if removed[0].casefold() not in taken:
                    here = self._brought_back(removed[0], by_id)
                    taken.add(here.casefold())
            if here is None:
                id = self._free(document.id, taken)
                taken.add(id.casefold())
            else:
                id = here
                self._text(by_id[here], document)
            self.ids[document.id] = id
            arrived.append(replace(document, id=id))

    def places(self, document: str, spans: Sequence[Span]) -> dict[Span, Span | None]:
        """Where places of one of their documents are in the text it has here; None where the words are gone."""
        from ...ingest.anchor import reanchor

        old, new = self._there[document].text, self.words[self.ids[document]]
        wanted = list(dict.fromkeys(spans))
        return {span: found.span for span, found in zip(wanted, reanchor(old, new, wanted), strict=True)}

    def items(self, side: int, document: str) -> Items:
        """What the items of the guide are called here in the end, by which one side (0, 1) marked a document."""
        there = (self.settling.mine, self.settling.theirs)[side]
        return items_now(
            _readings(there) | self.requests[side].get(document, {}).get(answer_marks.ITEMS, {}), self.guide
        )

    def marks(self) -> dict[tuple[str, str], str | None]:
        """(document, item or number) of what they marked -> what that answer is called here; None for none."""
        said: dict[str, dict[str, str]] = {}
        for (document, question), (_, status) in self.settling.theirs.store.answer_statuses().items():
            if document in self.ids:
                said.setdefault(document, {})[question] = status
        found: dict[tuple[str, str], str | None] = {}
        for document, marks in said.items():

            def places(spans: Sequence[Span], document: str = document) -> list[Span | None]:
                there = self.places(document, spans)
                return [there[span] for span in spans]

            before, after = self._there[document], self.now[self.ids[document]]
            now, notes = answer_marks.moved(before, after, marks, places, self.items(1, document))
            found |= {(document, question): name for question, name in now.items()}
            self._told(notes)
        return found

    def remember(self, keys: Mapping[str, int]) -> None:
        """Keep what was set of documents by hand, and how the items read by which they are marked."""
        marked: dict[str, list[str]] = {}
        for document, question in self.settling.mine.store.answer_statuses():
            marked.setdefault(document, []).append(question)
        before = {source["id"]: source["request"] for source in self.settling.mine.store.sources()}
        for id in dict.fromkeys(self.ids.values()):
            request = self.requests[0][id]
            items = [*request.get(BY_HAND, {}).values(), *marked.get(id, ())]
            said = json.dumps(answer_marks.readings(request, items, self.guide), ensure_ascii=False)
            if json.loads(said) != json.loads(before[id] or "{}"):
                self.settling.change.update("document", keys[id], {"request": said})

    def _told(self, notes: Iterable[str]) -> None:
        for note in notes:
            self.account.changes(note)

    def _as_asked_here(self, document: Document) -> Document:
        """A document of theirs with its turns under the items that are here."""
        now = self._items.now
        turns = (replace(turn, question=turn.question and now.get(turn.question, turn.question))
                 for turn in document.turns)  # fmt: skip
        return replace(document, turns=tuple(turns))

    def _request(self, there: str) -> dict[str, Any]:
        """What one of their documents was read with, what was set by hand by the items that are here."""
        request = dict(self.requests[1].get(there, {}))
        if BY_HAND in request:
            now = self._items.now
            request[BY_HAND] = {turn: item and now.get(item, item) for turn, item in request[BY_HAND].items()
                                if not item or now.get(item, item)}  # fmt: skip
        return request

    # -- which is which ------------------------------------------------------------------

    def _same_original(self, document: Document, by_id: dict[str, Document]) -> str | None:
        """The document here that was made of the same original, read another time or in another way."""
        mine, theirs = self.settling.mine, self.settling.theirs
        here = by_id.get(document.id)
        if here is not None:
            earlier = (mine.earlier_texts.get(here.id, []), theirs.earlier_texts.get(document.id, []))
            if document.text in earlier[0] or here.text in earlier[1] or set(earlier[0]) & set(earlier[1]):
                return here.id
        digest = document.source.sha256 if document.source else ""
        same = [each.id for each in by_id.values() if digest and each.source and each.source.sha256 == digest]
        return same[0] if len(same) == 1 else None

    def _free(self, id: str, taken: set[str]) -> str:
        free = unused(id, lambda name: name.casefold() in taken)
        if free != id:
            self.account.change(
                "documents", "has the name of a document here with another text, and got a number", f"now {free}"
            )
        return free

    def _text(self, here: Document, there: Document) -> None:
        """The newer of two texts of one document; asked where neither is, or where codings would be lost."""
        if here.text == there.text:
            return
        mine, theirs = self.settling.mine, self.settling.theirs
        earlier = (mine.earlier_texts.get(here.id, []), theirs.earlier_texts.get(there.id, []))
        fresh = replace(there, id=here.id)
        shown = (f"{len(here.text)} characters", f"{len(there.text)} characters")
        about = f"document {here.id}, its text as read"
        if self.settling.theirs_counts(f"document {here.id} text", (here.text, there.text), earlier, about=about,
                                       shown=shown):  # fmt: skip
            request = self._request(there.id)
            done = replace_text(
                mine.handle, self.settling.change, here, fresh, None, request, drop_lost=True,
                items=self.items(0, here.id),
            )  # fmt: skip
            self.requests[0][here.id] = request
            self._told(done.notes)
            self.account.carry("documents read again")
            for coding in done.lost:
                self.account.lose("codings", "their words are not in the newer text",
                                  f"{coding.document}: {coding.quote}")  # fmt: skip

    # -- taken out on one side -------------------------------------------------------------

    def _comes_back(self, document: Document, removed: tuple[str, bool]) -> bool:
        """Whether a document that was taken out here is taken in: only if it was coded or read again there since."""
        since = _since(self.settling.mine, self.settling.theirs, document, removed)
        return bool(since) and self._asked(document.id, ("taken out", since))

    def _brought_back(self, id: str, by_id: dict[str, Document]) -> str:
        """Let a document that was taken out here stand here again, with its codings; its id."""
        mine = self.settling.mine
        self.settling.change.update("document", _last_removed(mine, id), {"removed": 0})
        mine.refresh()
        by_id[id] = next(document for document in mine.bundle.documents if document.id == id)
        return id

    def _taken_out_there(self) -> list[Document]:
        """Take out here what was taken out there; what is kept against that, as the other copy has it."""
        mine, theirs = self.settling.mine, self.settling.theirs
        kept: list[str] = []
        for document in mine.bundle.documents:
            if document.id in self.ids.values() or not (removed := _removed(theirs, mine, document)):
                continue
            since = _since(theirs, mine, document, removed)
            asked = len(self.settling.conflicts)
            if not since or self._asked(document.id, (since, "taken out")):
                self.settling.change.update("document", mine.keys[document.id], {"removed": 1})
                self.account.carry("documents taken out")
            elif all(conflict.settled for conflict in self.settling.conflicts[asked:]):
                kept.append(removed[0])
        if kept:
            # The other copy is thrown away afterwards: it can be made what it is in the study from now on.
            with theirs.store.change("merge") as change:
                for id in kept:
                    change.update("document", _last_removed(theirs, id), {"removed": 0})
            theirs.refresh()
        return [document for document in theirs.bundle.documents if document.id in kept]

    def _asked(self, id: str, values: tuple[str, str]) -> bool:
        return self.settling.theirs_counts(f"document {id}", values, about=f"document {id}")

    # -- what is said of them ----------------------------------------------------------------

    def say(self) -> None:
        """Titles, kinds, attributes and the guide's items of documents that both have."""
        mine, theirs = self.settling.mine, self.settling.theirs
        here = {document.id: document for document in mine.bundle.documents}
        for document in map(self._as_asked_here, theirs.bundle.documents):
            id = self.ids.get(document.id)
            if id in here and here[id].text == document.text:
                self._columns(here[id], document)
                self._attributes(here[id], document)
                if len(here[id].turns) == len(document.turns):
                    self._turns(here[id], document)

    def _seen(self, here: Document, there: Document, column: str) -> tuple[list[Any], list[Any]]:
        mine, theirs = self.settling.mine, self.settling.theirs
        return (mine.values("document", mine.keys[here.id], column),
                theirs.values("document", theirs.keys[there.id], column))  # fmt: skip

    def _columns(self, here: Document, there: Document) -> None:
        changed: dict[str, Any] = {}
        for column in ("title", "kind", "language"):
            values = (getattr(here, column), getattr(there, column))
            if self.settling.theirs_counts(
                f"document {here.id} {column}", values, self._seen(here, there, column),
                about=f"document {here.id}, {column}", fills=True,
            ):  # fmt: skip
                changed[column] = values[1]
        if there.pseudonymised and not here.pseudonymised and 1 not in self._seen(here, there, "pseudonymised")[0]:
            changed["pseudonymised"] = 1
        self._set(here, changed)

    def _attributes(self, here: Document, there: Document) -> None:
        seen = tuple([json.loads(str(text)) for text in texts] for texts in self._seen(here, there, "attributes"))
        attributes = dict(here.attributes)
        for name in sorted({*here.attributes, *there.attributes}):
            if self.settling.theirs_counts(
                f"document {here.id} attribute {name}", (here.attributes.get(name), there.attributes.get(name)),
                ([each.get(name) for each in seen[0]], [each.get(name) for each in seen[1]]),
                about=f"document {here.id}, {name}", fills=True,
            ):  # fmt: skip
                attributes[name] = there.attributes.get(name, "")
        attributes = {name: value for name, value in attributes.items() if value}
        if attributes != {name: value for name, value in here.attributes.items() if value}:
            self._set(here, {"attributes": json.dumps(attributes, ensure_ascii=False)})

    def _set(self, here: Document, columns: dict[str, Any]) -> None:
        if columns:
            self.settling.change.update("document", self.settling.mine.keys[here.id], columns)
            self.account.carry("what is said of documents", len(columns))

    def _turns(self, here: Document, there: Document) -> None:
        """Who said each turn and what it answers; marks of the answers go with their words."""
        mine, change = self.settling.mine, self.settling.change
        key, after, request = mine.keys[here.id], here, self._request(there.id)
        if self._questions(here, there):
            change.questions(key, {turn.index: turn.question for turn in there.turns})
            turns = zip(after.turns, there.turns, strict=True)
            after = replace(after, turns=tuple(replace(one, question=other.question) for one, other in turns))
            self._take(here.id, request, BY_HAND)
            self.account.carry("questions of documents")
        if self._speakers(here, there):
            change.speakers(key, {turn.index: (turn.speaker, turn.role) for turn in there.turns})
            self._set(here, {"warnings": json.dumps(list(there.warnings), ensure_ascii=False)})
            turns = zip(after.turns, there.turns, strict=True)
            after = replace(after, turns=tuple(replace(a, speaker=b.speaker, role=b.role) for a, b in turns))
            self._take(here.id, request, "speakers")
            self.account.carry("speakers of documents")
        if after is not here:
            rows = mine.handle.writable.rows_of("answer_status", "document", key)
            _, notes = answer_marks.carry(change, rows, key, here, after, items=self.items(0, here.id))
            self._told(notes)
            self.now[here.id] = after
        elif [turn.question for turn in here.turns] == [turn.question for turn in there.turns]:
            by_hand = {**request.get(BY_HAND, {}), **self.requests[0][here.id].get(BY_HAND, {})}
            self._take(here.id, {BY_HAND: by_hand}, BY_HAND)

    def _take(self, id: str, request: Mapping[str, Any], what: str) -> None:
        """Let what was set of a document by hand be as in these reading options."""
        here = {key: value for key, value in self.requests[0][id].items() if key != what}
        self.requests[0][id] = here | ({what: request[what]} if request.get(what) else {})

    def _questions(self, here: Document, there: Document) -> bool:
        """Whether theirs counts of the items under which turns were said, as one: a part would be neither's work."""
        asked = self._there[there.id].turns
        if any(one.question and not other.question for one, other in zip(asked, there.turns, strict=True)):
            return False  # they were matched to items that the guide here does not have
        now = [{turn.index: turn.question for turn in document.turns} for document in (here, there)]
        seen = self._states(here, there, now, "questions")
        values = tuple(sorted(items.items()) for items in now)
        if not any(question for _, question in values[0]):
            seen[1].append(values[0])  # none is what every document begins with
        if not any(question for _, question in values[1]):
            seen[0].append(values[1])
        return self._turns_of_theirs_count(here, values, seen, "questions", "turns under other questions")

    def _speakers(self, here: Document, there: Document) -> bool:
        """Whether theirs counts of who said each turn and in which role, as one; with it goes the doubt it settled."""
        now = [{turn.index: (turn.speaker, turn.role) for turn in document.turns} for document in (here, there)]
        seen = self._states(here, there, now, "speakers")
        values = tuple(sorted(items.items()) for items in now)
        return self._turns_of_theirs_count(here, values, seen, "speakers", "turns by others or in other roles")

    def _states(self, here: Document, there: Document, now: Sequence[dict[int, Any]], what: str) -> list[list[Any]]:
        """What each side's turns were said to be before, the latest first."""
        found = []
        for side, id, items in zip((self.settling.mine, self.settling.theirs), (here.id, there.id), now, strict=True):
            states, at = [], dict(items)
            for before in reversed(getattr(side.past, what).get(side.keys[id], [])):
                at = {**at, **before}
                states.append(sorted((key, at.get(key)) for key in items))
            found.append(states)
        return found

    def _turns_of_theirs_count(
        self, here: Document, values: tuple[Any, ...], seen: list[list[Any]], what: str, differing: str
    ) -> bool:
        different = sum(one != other for one, other in zip(*values, strict=True))
        return self.settling.theirs_counts(
            f"document {here.id} {what}", (values[0], values[1]), (seen[0], seen[1]),
            about=f"document {here.id}, {what} of its turns", shown=("as here", f"{different} {differing}"),
        )  # fmt: skip


def _readings(side: Side) -> dict[str, str]:
    """How the items of the guide of one side read."""
    return {question.id: question.text for question in side.bundle.questions}


def _removed(without: Side, having: Side, document: Document) -> tuple[str, bool] | None:
    """What a document was called on the side that took it out, and whether its text is still that of then."""
    earlier = set(having.earlier_texts.get(document.id, []))
    for id, texts in without.earlier_texts.items():
        if id not in without.keys and (document.text in texts or earlier.intersection(texts)):
            return id, document.text in texts
    return None


def _last_removed(side: Side, id: str) -> int:
    """The key of a document as it was when it was taken out."""
    return max(key for key, name, _ in side.store.removed_texts() if name == id)


def _since(without: Side, having: Side, document: Document, removed: tuple[str, bool]) -> str:
    """What was done on the one side with a document that the other took out; empty where nothing was."""
    id, same = removed
    known = {uid for key, name, _ in without.store.removed_texts() if name == id
             for uid in without.store.lasting_ids(key)}  # fmt: skip
    new = having.store.lasting_ids(having.keys[document.id]) - known - set(without.past.removed["coding"])
    if new:
        return f"there, with {len(new)} new codings"
    return "" if same else "there, read again"
