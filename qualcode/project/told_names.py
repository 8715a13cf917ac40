"""How copies of a study tell each other that a code or a case got another name, or two codes or coders became one.

As rows of `settled`: this name was turned down for that code.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..store.past import settled_by
from ..store.store import now

if TYPE_CHECKING:
    from ..store.queries import Reading

CODE = "earlier name of "
CASE = "case now called "
MERGED = "code merged into "
PERSON = "coder who is "
NAMES = (CODE, CASE, MERGED, PERSON)
"""How the subject of a row of `settled` begins that tells what a code, or a case, was called."""
MERGING = "codebook merge"
"""The change that makes codes part of others, and keeps itself which."""


class Renamed(NamedTuple):
    """A code got another id, both full ids; or a case did; or one code, or coder, became one with another."""

    at: str
    coder: str
    old: str
    new: str
    what: str = CODE
    """One of NAMES."""

    def row(self) -> dict[str, str]:
        """As it is told to other copies: a row of `settled`."""
        refused = json.dumps(self.old, ensure_ascii=False)
        return {"subject": f"{self.what}{self.new}", "refused": refused, "coder": self.coder, "at": self.at}


def told(store: Reading, *what: str) -> list[Renamed]:
    """What is kept of the names of codes, or of cases, in the order in which it was kept."""
    return list(_read(store.settled(), what))


def told_by(store: Reading, action: str) -> dict[int, list[Renamed]]:
    """Entry of the history -> what was kept of the names of codes by it, of the entries of one kind."""
    return {entry: list(_read(rows, (CODE, MERGED))) for entry, rows in settled_by(store, action).items()}


def _read(rows: Collection[tuple[str, str, str, str]], what: Collection[str]) -> Iterator[Renamed]:
    for subject, refused, coder, at in rows:
        for each in what:
            if subject.startswith(each):
                yield Renamed(at, coder, str(json.loads(refused)), subject.removeprefix(each), each)


def of_merging(coder: str, recoded: Mapping[str, str], before: Collection[str]) -> list[Renamed]:
    """Which codes became part of others, and what those that went along below them are called now.

    `recoded` has full ids, `before` all codes that there were.
    """
    return [
        Renamed(now(), coder, old, new, MERGED if new in before else CODE) for old, new in recoded.items() if old != new
    ]
