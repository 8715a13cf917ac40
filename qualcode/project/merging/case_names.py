"""Cases of two copies: which are the same, though one side gave them another name.

A case is known by what it was called first, as far as renaming was told on; two that nobody renamed by their names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ...core.model import Case
from ...core.values import frozen
from ...exchange.interface import Account
from .. import case_renames
from ..code_renames import first_names

if TYPE_CHECKING:
    from .conflicts import Settling


@frozen
class Called:
    """What the cases of one copy are called here when the two are merged."""

    names: Mapping[str, str]
    """The cases that the copy has -> what they are called here."""
    moved: Mapping[str, str]
    """What cases were called there once -> what they are called there now."""
    firsts: Mapping[str, str]
    """What they are called here -> what they were called first, the same in both copies."""

    def now(self, id: str, other: Called) -> list[str]:
        """What a case that this copy named so once is called here; several where the name was given twice."""
        there = [each for each in dict.fromkeys((id, self.moved.get(id, id))) if each in self.names]
        if there:
            return [self.names[each] for each in there]
        elsewhere = other.moved.get(id, id)
        return [other.names.get(elsewhere, elsewhere)]

    @property
    def ever(self) -> dict[str, str]:
        """The cases of the copy by all names that they had -> what they are called here."""
        return {**{old: self.names[now] for old, now in self.moved.items() if now in self.names}, **self.names}

    def case(self, case: Case, other: Called, *, id: str = "") -> Case:
        """A case with the names of here; `id` where it keeps its own."""
        part_of = self.now(case.part_of, other)[0] if case.part_of else ""
        return replace(case, id=id or self.now(case.id, other)[0], part_of=part_of)


def matched(settling: Settling, account: Account) -> tuple[Called, Called]:
    """What the cases of here, and theirs, are called from now on; those renamed there are renamed here.

    Where both copies renamed one, a person is asked; until then it is called here what it is called here.
    """
    mine, theirs = settling.mine, settling.theirs
    ids = [[case.id for case in side.bundle.cases] for side in (mine, theirs)]
    firsts = [first_names(side.moved_cases, each) for side, each in zip((mine, theirs), ids, strict=True)]
    here = {first: id for id, first in firsts[0].items()}
    found: dict[str, str] = {}
    renamed: dict[str, str] = {}
    for id, first in firsts[1].items():
        known = here.get(first)
        if known is None:
            continue
        seen = [[old for old, new in side.moved_cases.items() if new == now]
                for side, now in ((mine, known), (theirs, id))]  # fmt: skip
        about = f"case {first}, renamed on both sides"
        if settling.theirs_counts(f"name of case {first}", (known, id), (seen[0], seen[1]), about=about):
            renamed[known] = id
        found[id] = renamed.get(known, known)
    names = {id: renamed.get(id, id) for id in ids[0]}
    found |= {id: id for id in ids[1] if id not in found}
    account.carry("cases renamed", len(renamed))
    for called in (names, found):
        for each in sorted({id for id in called.values() if list(called.values()).count(id) > 1}):
            account.change("cases", "got a name that something else has in the other copy; the two are one now", each)
    if renamed:
        case_renames.renamed(mine.handle, settling.change, renamed)
        mine.refresh()
    return (
        Called(names, mine.moved_cases, {names[id]: first for id, first in firsts[0].items()}),
        Called(found, theirs.moved_cases, {found[id]: first for id, first in firsts[1].items()}),
    )


def tell(settling: Settling, called: Called, cases: Collection[str]) -> None:
    """Keep the earlier names of their cases that nobody here knows, for copies that know no other.

    `cases` are all of the study from now on: memos about one by an earlier name follow it.
    """
    known = {*settling.mine.moved_cases, *called.names.values()}
    for old, now in called.moved.items():
        if now in called.names and old not in known:
            case_renames.keep(settling.mine.handle, settling.change, old, called.names[now])
    if case_renames.catch_up(settling.mine.handle, settling.change, cases):
        settling.mine.refresh()


def as_one(cases: Iterable[Case]) -> dict[str, Case]:
    """Cases by their ids; two that have become one say what either says, and where both do, the one named first."""
    found: dict[str, Case] = {}
    for case in cases:
        known = found.get(case.id)
        if known is None:
            found[case.id] = case
            continue
        found[case.id] = replace(
            known, name=known.name or case.name, part_of=known.part_of or case.part_of,
            weight=case.weight if known.weight is None else known.weight,
            members=tuple(dict.fromkeys((*known.members, *case.members))),
            attributes={**case.attributes, **{name: value for name, value in known.attributes.items() if value}},
        )  # fmt: skip
    return found
