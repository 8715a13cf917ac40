"""What codes and cases were called before: from this copy's history, and from what other copies told it.

A code is known by its name. A copy that was made before a code was renamed has it by an earlier name, and a third copy
may meet that one only by way of a second, or of a snapshot, which has no history. So the names that codes had are told
on, as rows of `settled`: this name was turned down for that code. With cases it is the same.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ..codebook.loader import loads
from ..core.errors import ProblemsFound
from ..store.past import changed_files, renamed_codes
from .recode import Carried, carry

if TYPE_CHECKING:
    from ..core.model import Code
    from ..store import Change
    from ..store.queries import Reading
    from .handle import Handle

RENAMING = ("codebook rename", "codebook move", "codebook promote", "codebook group", "merge")
"""The changes of a codebook's file after which a code has another id."""
CODE = "earlier name of "
CASE = "case now called "
NAMES = (CODE, CASE)
"""How the subject of a row of `settled` begins that tells what a code, or a case, was called."""


class Renamed(NamedTuple):
    """A code got another id, both full ids; or a case did."""

    at: str
    coder: str
    old: str
    new: str

    def row(self, subject: str = CODE) -> dict[str, str]:
        """As it is told to other copies: a row of `settled`."""
        refused = json.dumps(self.old, ensure_ascii=False)
        return {"subject": f"{subject}{self.new}", "refused": refused, "coder": self.coder, "at": self.at}


def done_here(store: Reading) -> list[Renamed]:
    """What was renamed in this copy, oldest first."""
    return [
        Renamed(each.at, each.coder, old, new)
        for each in changed_files(store)
        if each.action in RENAMING and each.before and each.after
        for old, new in _renamed(each.path, each.before, each.after)
    ]


def told(store: Reading, what: str = CODE) -> list[Renamed]:
    """What other copies renamed, as they told it; of cases, what this one renamed too."""
    return [
        Renamed(at, coder, str(json.loads(refused)), subject.removeprefix(what))
        for subject, refused, coder, at in store.settled()
        if subject.startswith(what)
    ]


def followed(renamed: Iterable[Renamed]) -> dict[str, str]:
    """Names that codes, or cases, had once -> their names after the last renaming, oldest first."""
    moved: dict[str, str] = {}
    for each in renamed:
        for start, end in list(moved.items()):
            if end == each.old:
                moved[start] = each.new
        moved[each.old] = each.new
    return moved


def first_names(moved: Mapping[str, str], there: Iterable[str]) -> dict[str, str]:
    """Names now -> what each was called first; none for one that took a name which another had before.

    `moved` as `followed` gives it, `there` all names that there are now.
    """
    first: dict[str, str] = {}
    for old, new in moved.items():
        first.setdefault(new, old)
    return {name: first.get(name, name) for name in there if name in first or name not in moved}


def present_names(store: Reading, *renamed: list[Renamed]) -> dict[str, str]:
    """Full ids that codes had once -> their full ids now, also where that is the same again; oldest first.

    Each list stays in its order, for a clock can go back.
    """
    moved = followed(heapq.merge(*renamed, key=lambda each: each.at))
    for old, new in renamed_codes(store):
        if old.partition(":")[0] != new.partition(":")[0]:
            moved.setdefault(old, new)  # from the open codebook into a frame
    return moved


def catch_up(project: Handle, change: Change, moved: Mapping[str, str]) -> int:
    """Give codings whose code no codebook has any more the name that it has now; how many there were.

    A codebook's file can come before what rests on it: by git, while somebody here goes on coding with the old name.
    """
    carried = Carried()
    if earlier := [old for old in project.writable.code_keys() if old in moved]:
        here = {full for full, _ in project.codes}
        recoded = {old: moved[old] for old in earlier if old not in here and moved[old] in here}
        carry(project, change, recoded, carried)
    return carried.codings


def _renamed(path: str, before: str, after: str) -> list[tuple[str, str]]:
    """The codes that one edit of a codebook gave another id: (old, new), both with their codebook.

    Codes that came with the same edit are not mistaken for them: what went is looked for by what it says, then by
    the end of its id, and by its place only where as many codes went as came.
    """
    try:
        old, new = loads(before, path), loads(after, path)
    except ProblemsFound:
        return []
    gone = [code for code in old.codes if code.id not in new]
    come = [code for code in new.codes if code.id not in old]
    found: list[tuple[Code, Code]] = []
    for same in (_said, _ending):
        for code in list(gone):
            fitting = [each for each in come if same(each) == same(code)]
            if len(fitting) == 1 == sum(same(each) == same(code) for each in gone):
                found.append((code, fitting[0]))
                gone.remove(code)
                come.remove(fitting[0])
    if len(gone) == len(come):
        found += zip(gone, come, strict=True)
    return [(f"{old.id}:{one.id}", f"{new.id}:{other.id}") for one, other in found]


def _said(code: Code) -> Code:
    return replace(code, id="", parent=None, color="" if code.color_derived else code.color)


def _ending(code: Code) -> str:
    return code.id.rpartition(".")[2]
