"""Cases and the interview guide of two copies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.errors import ProblemsFound
from ...core.merge import merge as merge_lines
from ...core.model import Case, Member, Question
from ...exchange.interface import Account
from .. import cases as case_files
from . import case_names
from .case_names import Called

if TYPE_CHECKING:
    from .conflicts import Settling
    from .sides import Side

_OWN = ("name", "kind", "weight", "part_of")


class People:
    """Their cases and their guide on their way to those here."""

    def __init__(self, settling: Settling, documents: Mapping[str, str], account: Account) -> None:
        self.settling, self.documents, self.account = settling, documents, account

    def cases(self) -> Called:
        """Cases by name: what one side added, renamed or took out is followed, what one lacks is filled in.

        Returns what theirs are called here.
        """
        names, named = case_names.matched(self.settling, self.account)
        self._seen = [_earlier(self.settling.mine, names, named), _earlier(self.settling.theirs, named, names)]
        before = self.settling.mine.bundle.cases
        found = case_names.as_one(names.case(case, named) for case in before)
        there = case_names.as_one(named.case(case, names) for case in self.settling.theirs.bundle.cases)
        self._first = names.firsts
        owners = self._owners(found.values(), there.values())
        for id in [id for id in found if id not in there and id in self._seen[1]]:
            if self._removed(id, (found[id], None)):
                del found[id]
                self.account.carry("cases taken out")
        for case in there.values():
            if case.id in found:
                found[case.id] = self._joined(found[case.id], case)
            elif case.id not in self._seen[0] or self._removed(case.id, (None, case)):
                found[case.id] = case
                self.account.carry("cases")
                for member in self._there(case):
                    owners.setdefault(member, case.id)
        for id, case in found.items():
            found[id] = replace(case, members=self._members(case, owners))
        if tuple(found.values()) != before:
            text = self.settling.change.text("cases.csv")
            self.settling.change.file("cases.csv", text, case_files.dump(found.values()))
        case_names.tell(self.settling, named, found)
        return named

    def _owners(self, mine: Iterable[Case], theirs: Iterable[Case]) -> dict[Member, str]:
        """Whose each document, or each speaker in one, is: there is one case for each."""
        here = {member: case.id for case in mine for member in case.members}
        there = {member: case.id for case in theirs for member in self._there(case)}
        seen: tuple[dict[Member, list[str]], dict[Member, list[str]]] = ({}, {})
        for id, each in ((id, case) for id, cases in self._seen[0].items() for case in cases):
            for member in each.members:
                seen[0].setdefault(member, []).append(id)
        for id, each in ((id, case) for id, cases in self._seen[1].items() for case in cases):
            for member in self._there(each):
                seen[1].setdefault(member, []).append(id)
        for member in dict.fromkeys((*here, *there)):
            values = here.get(member, ""), there.get(member, "")
            if self.settling.theirs_counts(
                f"case of {member}", values, (seen[0].get(member, ()), seen[1].get(member, ())), fills=True
            ):
                here.pop(member, None)
                if values[1]:
                    here[member] = values[1]
                    self.account.carry("case members")
        return here

    def _there(self, case: Case) -> list[Member]:
        """What belongs to a case of theirs, by the names that documents have here."""
        return [replace(one, document=self.documents.get(one.document, one.document)) for one in case.members]

    def _members(self, case: Case, owners: Mapping[Member, str]) -> tuple[Member, ...]:
        kept = [member for member in case.members if owners.get(member) == case.id]
        all_ = dict.fromkeys((*kept, *(member for member, id in owners.items() if id == case.id)))
        if len(all_) > 1 and case.id not in self.settling.mine.keys:
            all_.pop(Member(case.id), None)  # what a case without members is read as
        return tuple(all_)

    def _removed(self, id: str, values: tuple[Case | None, Case | None]) -> bool:
        """Whether theirs counts of a case that one side has and the other took out."""
        seen = [[_whole(case) for case in side.get(id, [])] for side in self._seen]
        here, there = (None if case is None else _whole(case) for case in values)
        return self.settling.theirs_counts(
            f"case {id}", (here, there), (seen[0], seen[1]), about=f"case {id}, taken out in one copy and changed in "
            "the other", shown=("as here" if here else "nothing", "as there" if there else "nothing"),
        )  # fmt: skip

    def _joined(self, here: Case, there: Case) -> Case:
        for name in _OWN:
            if self._counts(here.id, name, (getattr(here, name), getattr(there, name))):
                here = replace(here, **{name: getattr(there, name)})
                self.account.carry("case attributes")
        attributes = dict(here.attributes)
        for name in dict.fromkeys([*here.attributes, *there.attributes]):
            if self._counts(here.id, name, (here.attributes.get(name, ""), there.attributes.get(name, ""))):
                attributes[name] = there.attributes.get(name, "")
                self.account.carry("case attributes")
            elif name in there.attributes:
                attributes.setdefault(name, "")
        return replace(here, attributes=attributes)

    def _counts(self, id: str, name: str, values: tuple[Any, Any]) -> bool:
        seen = ([_value(case, name) for case in self._seen[0].get(id, [])],
                [_value(case, name) for case in self._seen[1].get(id, [])])  # fmt: skip
        return self.settling.theirs_counts(
            f"case {self._first.get(id, id)} {name}", values, seen, about=f"case {id}, {name}", fills=name != "kind"
        )

    def guide(self) -> tuple[Question, ...]:
        """The interview guide: the newer one; of two that were both changed, both changes where they do not meet."""
        path, change = "questions.yaml", self.settling.change
        here, there = change.text(path), self._guide_there()
        mine, theirs = self.settling.mine.bundle.questions, self.settling.theirs.bundle.questions
        if there is None or mine == theirs:
            return mine
        past = (self.settling.mine.past.files.get(path, []), self.settling.theirs.past.files.get(path, []))
        if mine and theirs and here is not None and here not in past[1] and there not in past[0]:
            base = next((text for text in reversed(past[0]) if text in past[1]), None)
            if base is not None:
                text, clashes = merge_lines(base, there, here)
                if not clashes and (both := _guide(text)):
                    change.file(path, here, text)
                    self.account.carry("the interview guide")
                    return both
        values = (here if mine else "", there if theirs else "")
        if self.settling.theirs_counts("guide", values, past, about="the interview guide", fills=True,
                                       shown=("as here", "another one")):  # fmt: skip
            change.file(path, here, there)
            self.account.carry("the interview guide")
            return theirs
        return mine

    def _guide_there(self) -> str | None:
        text = self.settling.theirs.file("questions.yaml")
        if text is None and self.settling.theirs.bundle.questions:
            from ...ingest.guide.guide_file import write_guide

            return write_guide(self.settling.theirs.bundle.questions)
        return text


def _guide(text: str) -> tuple[Question, ...]:
    from ...ingest.guide.guide_file import parse_guide

    try:
        return parse_guide(text)
    except ProblemsFound:
        return ()


def _value(case: Case, name: str) -> Any:
    return getattr(case, name) if name in _OWN else case.attributes.get(name, "")


def _whole(case: Case) -> list[Any]:
    return [case.id, *(getattr(case, name) for name in _OWN), dict(case.attributes), sorted(map(str, case.members))]


def _earlier(side: Side, called: Called, other: Called) -> dict[str, list[Case]]:
    """Case, as it is called here -> what earlier versions of cases.csv on one side said of it, by its name of then."""
    found: dict[str, list[Case]] = {}
    for text in dict.fromkeys(side.past.files.get("cases.csv", [])):
        try:
            cases = case_files.parse(text)
        except ProblemsFound:
            continue
        for case in cases:
            for now in called.now(case.id, other):
                found.setdefault(now, []).append(called.case(case, other, id=case.id))
    return found
