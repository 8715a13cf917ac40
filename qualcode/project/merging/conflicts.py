"""Where two copies say different things: which of them is the newer, and what only a person can decide."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...core.errors import UnknownName
from ...core.ticks import Tick
from ...core.values import frozen
from ...store.store import now

if TYPE_CHECKING:
    from ...store import Change
    from .sides import Side

SIDES = ("mine", "theirs")


@frozen
class Wishes:
    """How conflicts are settled: one by one by their ids, the others by `prefer`, or not yet."""

    prefer: str = ""
    """`mine`, `theirs`, or empty: what nobody decided stays as it is here."""
    mine: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    dry_run: bool = False


@frozen
class Conflict:
    """Both copies changed one thing, each in its own way."""

    id: str
    about: str
    """What it is about, in words: `case D1, role`."""
    mine: str
    theirs: str
    settled: str = ""
    """`mine`, `theirs`, or empty while it is open."""

    def plain(self) -> dict[str, str]:
        """For JSON."""
        return {"id": self.id, "about": self.about, "mine": self.mine, "theirs": self.theirs, "settled": self.settled}


def written(value: Any) -> str:
    """A value as it is compared and kept: JSON, the same for the same value in every copy."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(slots=True)
class Settling:
    """Decides between two values of one thing, and keeps a list of what it could not decide."""

    mine: Side
    theirs: Side
    change: Change
    wishes: Wishes
    coder: str
    progress: Tick | None = None
    """Told how many of their documents and codings are compared."""
    conflicts: list[Conflict] = field(default_factory=list)

    def theirs_counts(
        self,
        subject: str,
        values: tuple[Any, Any],
        seen: tuple[Iterable[Any], Iterable[Any]] = ((), ()),
        *,
        about: str = "",
        shown: tuple[str, str] | None = None,
        fills: bool = False,
    ) -> bool:
        """Whether the other copy's value replaces the one here.

        `values` and `seen` are (here, there): what each says now, and what each said before. With `fills` a
        value takes the place of none, unless it was taken away there.
        """
        mine, theirs = written(values[0]), written(values[1])
        if mine == theirs:
            return False
        before_mine = {written(value) for value in seen[0]} | self.mine.settled.get(subject, set())
        before_theirs = {written(value) for value in seen[1]} | self.theirs.settled.get(subject, set())
        older_here, older_there = mine in before_theirs, theirs in before_mine
        if older_here != older_there:
            return older_here
        if fills and not older_here and (not values[0] or not values[1]):
            return not values[0]
        return self._asked(subject, (mine, theirs), about or subject, shown or (_shown(values[0]), _shown(values[1])))

    def _asked(self, subject: str, values: tuple[str, str], about: str, shown: tuple[str, str]) -> bool:
        id = hashlib.sha256(written([subject, *sorted(values)]).encode()).hexdigest()[:6]
        way = "mine" if id in self.wishes.mine else "theirs" if id in self.wishes.theirs else self.wishes.prefer
        self.conflicts.append(Conflict(id, about, *shown, way))
        if way:
            refused = values[1] if way == "mine" else values[0]
            row = {"subject": subject, "refused": refused, "coder": self.coder, "at": now()}
            self.change.insert("settled", row)
        return way == "theirs"

    def check_ids(self) -> None:
        """UnknownName for an id that is no conflict's."""
        known = [conflict.id for conflict in self.conflicts]
        for id in (*self.wishes.mine, *self.wishes.theirs):
            if id not in known:
                raise UnknownName("conflict", id, known, hint="`--dry-run` lists them")


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, Mapping | list | tuple):
        return written(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
