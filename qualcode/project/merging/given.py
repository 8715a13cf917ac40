"""Rounds of coding, who was given and has finished what, and what is said of answers, in two copies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.model import Assignment, Round
from ...exchange.interface import Account
from .. import rounds

if TYPE_CHECKING:
    from .conflicts import Settling
    from .sides import Side
    from .texts import Texts

_ORDER = ("assigned", "begun", "finished")


class Given:
    """What their copy says of rounds, documents and answers, on its way to what is said here."""

    def __init__(self, settling: Settling, texts: Texts, coders: Mapping[str, str], account: Account) -> None:
        self.settling, self.texts, self.coders, self.account = settling, texts, coders, account
        self.marks = texts.marks()
        """(document, item or number) of what they marked -> what that answer is called here."""

    def join(self) -> None:
        """Settle what both copies say; what only they say comes with the rest of their study."""
        self._rounds()
        self._measures_gone()
        self._assignments()
        self._answers()

    def named(self, round: Round) -> Round:
        """A round of theirs with the names that its people have here."""
        plan = dict(round.plan)
        if "coders" in plan:
            plan["coders"] = list(dict.fromkeys(self.coders.get(coder, coder) for coder in plan["coders"]))
        return replace(
            round, coder=self.coders.get(round.coder, round.coder),
            adjudicator=self.coders.get(round.adjudicator, round.adjudicator), plan=plan,
        )  # fmt: skip

    def assignment(self, one: Assignment) -> Assignment:
        """An assignment of theirs with the names of here, and its units where their words stand here."""
        places = self.texts.places(one.document, one.places) if one.places else {}
        there = tuple(sorted(found for span in one.places if (found := places.get(span)) is not None))
        return replace(
            one, coder=self.coders.get(one.coder, one.coder), document=self.texts.ids[one.document], places=there
        )

    def _rounds(self) -> None:
        """Rounds by name; one that was planned otherwise in each copy is asked about."""
        settling = self.settling
        here = {one.id: one for one in settling.mine.store.rounds()}
        for one in map(self.named, settling.theirs.store.rounds()):
            known = here.get(one.id)
            if known is None:
                rounds.add(settling.mine.handle.writable, settling.change, one)
                self.account.carry("rounds")
                continue
            values = (_planned(known), _planned(one))
            if values[0] == values[1] and (one.created, one.coder) < (known.created, known.coder):
                self._take(one)  # the same plan made twice is the one that was made first
                continue
            shown = (f"{known.coder}, {known.created[:10]}", f"{one.coder}, {one.created[:10]}")
            if settling.theirs_counts(f"round {one.id}", values, about=f"the plan of round {one.id}", shown=shown):
                self._take(one)
                self.account.carry("plans of rounds")

    def _take(self, one: Round) -> None:
        store, change = self.settling.mine.handle.writable, self.settling.change
        row = {
            "kind": one.kind, "plan": json.dumps(dict(one.plan), ensure_ascii=False),
            "adjudicator": store.coder_key(change, one.adjudicator) if one.adjudicator else None,
            "coder": store.coder_key(change, one.coder), "created": one.created,
        }  # fmt: skip
        change.update("round", store.round_keys()[one.id], row)

    def _measures_gone(self) -> None:
        """Kept agreement is never changed, so whoever took it away was the last to touch it."""
        gone = self.settling.theirs.past.removed["measure"]
        for one in self.settling.mine.store.measures():
            if one.uid in gone:
                self.settling.change.delete("measure", one.id)
                self.account.carry("agreement taken away")

    def _assignments(self) -> None:
        settling = self.settling
        here = {(each.coder, each.document): (key, each) for key, each in settling.mine.store.assignments()}
        keys = settling.mine.handle.writable.round_keys()
        for key, each in settling.theirs.store.assignments():
            if each.document not in self.texts.ids:
                continue
            there = self.assignment(each)
            known = here.get((there.coder, there.document))
            if known is None:
                continue
            said: dict[str, Any] = {}
            if self._further(known, (key, there)):
                said["state"] = there.state
            about = f"{there.document}, what {there.coder} was given"
            for name, values in (
                ("round", (known[1].round, there.round)),
                ("blind", (int(known[1].blind), int(there.blind))),
                ("places", (_spans(known[1]), _spans(there))),
            ):
                seen = (_seen(settling.mine, known[0], name), _seen(settling.theirs, key, name))
                if settling.theirs_counts(
                    f"given {there.coder} {there.document} {name}",
                    values,
                    seen,
                    about=f"{about} ({name})",
                    fills=name != "blind",  # that one is not blind any more is something said, not nothing
                ):
                    said[name] = {"round": keys.get(there.round), "blind": int(there.blind),
                                  "places": json.dumps(_spans(there))}[name]  # fmt: skip
            if said:
                settling.change.update("assignment", known[0], said)
                self.account.carry("states of documents")

    def _further(self, here: tuple[int, Assignment], there: tuple[int, Assignment]) -> bool:
        """Whether their copy has the newer state: the one that ours was before, else the one further on."""
        mine, theirs = here[1].state, there[1].state
        if mine == theirs:
            return False
        older_here = mine in self.settling.theirs.values("assignment", there[0], "state")
        older_there = theirs in self.settling.mine.values("assignment", here[0], "state")
        return older_here if older_here != older_there else _ORDER.index(theirs) > _ORDER.index(mine)

    def _answers(self) -> None:
        settling = self.settling
        answers = settling.mine.store.answer_statuses()
        for (document, question), (key, status) in settling.theirs.store.answer_statuses().items():
            place = (self.texts.ids.get(document, ""), self.marks.get((document, question)) or "")
            if place not in answers:
                continue
            seen = (settling.mine.values("answer_status", answers[place][0], "status"),
                    settling.theirs.values("answer_status", key, "status"))  # fmt: skip
            about = f"{place[0]}#{place[1]}, what is said of the answer"
            if settling.theirs_counts(f"answer {place[0]}#{place[1]}", (answers[place][1], status), seen, about=about):
                settling.change.update("answer_status", answers[place][0], {"status": status})
                self.account.carry("answer marks")


def _planned(round: Round) -> dict[str, Any]:
    return {"kind": round.kind, "adjudicator": round.adjudicator, "plan": dict(round.plan)}


def _spans(one: Assignment) -> list[list[int]]:
    return [[span.start, span.stop] for span in one.places]


def _seen(side: Side, key: int, name: str) -> list[Any]:
    """What a column of an assignment held before; rounds by their names."""
    found = side.values("assignment", key, name)
    if name == "round":
        names = {key: id for id, key in side.store.round_keys().items()}
        return [names.get(value, "") if isinstance(value, int) else "" for value in found]
    return [json.loads(str(value)) for value in found] if name == "places" else found
