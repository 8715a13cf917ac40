"""Cases and the interview guide of two copies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.errors import ProblemsFound
from ...core.merge import merge as merge_lines
from ...core.model import Case, Member
from ...exchange.account import Account
from .. import cases as case_files

if TYPE_CHECKING:
    from .conflicts import Settling
    from .sides import Side

_OWN = ("name", "kind", "weight", "part_of")


class People:
    """Their cases and their guide on their way to those here."""

    def __init__(self, settling: Settling, documents: Mapping[str, str], account: Account) -> None:
        self.settling, self.documents, self.account = settling, documents, account

    def cases(self) -> None:
        """Cases by name: attributes and members that one side lacks are filled in."""
        found = {case.id: case for case in self.settling.mine.bundle.cases}
        before = dict(found)
        taken = {member: case.id for case in found.values() for member in case.members}
        self._seen = [_earlier(self.settling.mine), _earlier(self.settling.theirs)]
        for case in self.settling.theirs.bundle.cases:
            here = found.get(case.id)
            members = tuple(self._members(case, taken))
            if here is None:
                found[case.id] = replace(case, members=members)
                self.account.carry("cases")
            else:
                new = tuple(member for member in members if member not in here.members)
                found[case.id] = self._joined(replace(here, members=(*here.members, *new)), case)
        if found != before:
            text = self.settling.change.text("cases.csv")
            self.settling.change.file("cases.csv", text, case_files.dump(found.values()))

    def _members(self, case: Case, taken: dict[Member, str]) -> list[Member]:
        members = []
        for member in case.members:
            here = replace(member, document=self.documents.get(member.document, member.document))
            if taken.setdefault(here, case.id) == case.id:
                members.append(here)
            else:
                self.account.lose("case members", f"belongs to {taken[here]} already", f"{case.id}: {here}")
        return members

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
            f"case {id} {name}", values, seen, about=f"case {id}, {name}", fills=name != "kind"
        )

    def guide(self) -> None:
        """The interview guide: the newer one; of two that were both changed, both changes where they do not meet."""
        path, change = "questions.yaml", self.settling.change
        here, there = change.text(path), self._guide_there()
        same = self.settling.mine.bundle.questions == self.settling.theirs.bundle.questions
        if there is None or same:
            return
        past = (self.settling.mine.past.files.get(path, []), self.settling.theirs.past.files.get(path, []))
        empty = not self.settling.mine.bundle.questions, not self.settling.theirs.bundle.questions
        if not any(empty) and here is not None and here not in past[1] and there not in past[0]:
            base = next((text for text in reversed(past[0]) if text in past[1]), None)
            if base is not None:
                text, clashes = merge_lines(base, there, here)
                if not clashes and _is_guide(text):
                    change.file(path, here, text)
                    self.account.carry("the interview guide")
                    return
        values = ("" if empty[0] else here, "" if empty[1] else there)
        if self.settling.theirs_counts("guide", values, past, about="the interview guide", fills=True,
                                       shown=("as here", "another one")):  # fmt: skip
            change.file(path, here, there)
            self.account.carry("the interview guide")

    def _guide_there(self) -> str | None:
        text = self.settling.theirs.file("questions.yaml")
        if text is None and self.settling.theirs.bundle.questions:
            from ...ingest import write_guide

            return write_guide(self.settling.theirs.bundle.questions)
        return text


def _is_guide(text: str) -> bool:
    from ...ingest.guide.guide_file import parse_guide

    try:
        return bool(parse_guide(text))
    except ProblemsFound:
        return False


def _value(case: Case, name: str) -> Any:
    return getattr(case, name) if name in _OWN else case.attributes.get(name, "")


def _earlier(side: Side) -> dict[str, list[Case]]:
    """Case -> what earlier versions of cases.csv said of it."""
    found: dict[str, list[Case]] = {}
    for text in dict.fromkeys(side.past.files.get("cases.csv", [])):
        try:
            cases = case_files.parse(text)
        except ProblemsFound:
            continue
        for case in cases:
            found.setdefault(case.id, []).append(case)
    return found
