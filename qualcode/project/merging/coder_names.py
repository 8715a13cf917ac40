"""Coders of two copies: which are the same, though one side gave them another name, or made one person of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...exchange.interface import Account
from ...store.store import now
from ..coders import joined, rename_in_plans
from ..told_names import PERSON, Renamed
from .sides import Side

if TYPE_CHECKING:
    from ...store import Change
    from .conflicts import Settling


def matched(settling: Settling, account: Account) -> dict[str, str]:
    """Their coders -> the same ones here; who was renamed there, or became one with somebody, is so here.

    Where both copies renamed one, or the name is in other letters, a person is asked; until then it is as it is here.
    """
    _joined_as_there(settling, account)
    mine, theirs, change = settling.mine, settling.theirs, settling.change
    keys = dict(mine.store.coder_keys())
    found: dict[str, str] = {}
    for id in theirs.coder_names.values():
        here = _called(mine, theirs, id)
        if here in keys and here != id and id not in keys and _theirs_counts(settling, here, id):
            change.update("coder", keys[here], {"id": id})
            rename_in_plans(mine.handle.writable, change, here, id)
            keys[id] = keys.pop(here)
            account.carry("coders renamed")
            here = id
        earlier = [] if here else _earlier(theirs, id)
        if earlier:
            # Renamed there before anybody here knew of them: a third copy may still have them by the old name.
            person = next(one for one in theirs.bundle.coders if one.id == id)
            key = change.insert("coder", {"id": earlier[0], "name": person.name, "kind": person.kind})
            for name in (*earlier[1:], id):
                change.update("coder", key, {"id": name})
        found[id] = here or id
    for old, new in theirs.joined_coders.items():
        if old not in mine.moved_coders and old not in keys:  # for a copy that knows no other name
            change.insert("settled", Renamed(now(), settling.coder, old, found[new], PERSON).row())
    return found


def _earlier(side: Side, id: str) -> list[str]:
    """What a coder was called before, unless somebody else is called so now."""
    there = set(side.coder_names.values())
    return [old for old, new in side.moved_coders.items() if new == id and old not in there]


def _called(here: Side, there: Side, id: str) -> str:
    """What a coder of one copy is called in the other; empty where that has none."""
    names, known_there = here.coder_names.values(), {*there.coder_names.values(), *there.moved_coders}
    written = {each.casefold(): each for each in names if each not in known_there}
    for name in (id, *_earlier(there, id)):
        if name in names:
            return name
        if known := here.moved_coders.get(name) or written.get(name.casefold()):
            return known
    return ""


def _theirs_counts(settling: Settling, here: str, there: str) -> bool:
    """Whether a coder is called as there from now on."""
    sides = (settling.mine, settling.theirs)
    seen = [[old for old, new in side.moved_coders.items() if new == name]
            for side, name in zip(sides, (here, there), strict=True)]  # fmt: skip
    subject = f"coder {min(here, there)} {max(here, there)} name"
    return settling.theirs_counts(subject, (here, there), (seen[0], seen[1]), about="the name of one coder")


def _joined_as_there(settling: Settling, account: Account) -> None:
    """Make one in either copy who are one in the other, with all that was coded under the other name since.

    The other copy is thrown away afterwards, so it can be made what it would be.
    """
    other = settling.theirs.handle
    if settling.mine.joined_coders:
        with other.writable.change("merge", settling.coder) as change:
            _follow(settling.theirs, settling.mine, change, Account())
        settling.theirs = Side(other)
    if _follow(settling.mine, settling.theirs, settling.change, account):
        settling.mine.refresh()


def _follow(side: Side, other: Side, change: Change, account: Account) -> bool:
    """Make one in one copy who are one in the other, unless that has somebody anew by the name that was given up."""
    names, done = set(side.coder_names.values()), False
    for old, new in other.joined_coders.items():
        if old not in names and old not in side.joined_coders:
            old = side.moved_coders.get(old, "")  # only renamed in this copy
        target = _called(side, other, new)
        if old not in names or target not in names - {old}:
            continue
        for note in joined(side.handle, change, old, target):
            account.changes(note)
        account.change("coders", "became one with another there, and are so here", f"{old} is {target}")
        names.discard(old)
        done = True
    return done
