"""What codes and cases were called before: from this copy's history, and from what other copies told it.

A code is known by its name. A copy that was made before a code was renamed has it by an earlier name, and a third copy
may meet that one only by way of a second, or of a snapshot, which has no history. So the names that codes had are told
on, as rows of `settled`: this name was turned down for that code. With cases it is the same.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ..codebook.loader import loads
from ..core.errors import ProblemsFound
from ..store.past import changed_files, renamed_codes
from .recode import Carried, carry
from .told_names import CODE, MERGED, MERGING, Renamed, told, told_by

if TYPE_CHECKING:
    from ..core.model import Code
    from ..store import Change
    from ..store.queries import Reading
    from .handle import Handle

RENAMING = ("codebook rename", "codebook move", "codebook promote", "codebook group", "merge")
"""The changes of a codebook's file after which a code has another id."""


def done_here(store: Reading) -> list[Renamed]:
    """What was renamed, or became part of another code, in this copy, oldest first."""
    merged, followed_here = told_by(store, MERGING), told_by(store, "merge")
    found: list[Renamed] = []
    for each in changed_files(store):
        parts = [row for row in followed_here.get(each.entry, ()) if row.what == MERGED]
        found += [row for row in merged.get(each.entry, parts) if row not in found]
        if each.action in RENAMING and each.before and each.after:
            found += [
                Renamed(each.at, each.coder, old, new)
                for old, new in _renamed(each.path, each.before, each.after, {row.old for row in parts})
            ]
    return found


def known(store: Reading) -> tuple[list[Renamed], list[Renamed]]:
    """What other copies told of the names of codes, and what was done with them in this one, both oldest first."""
    done = done_here(store)
    own = set(done)
    return [each for each in told(store, CODE, MERGED) if each not in own], done


def renames(found: Iterable[Renamed]) -> list[Renamed]:
    """Of what was done with the names of codes, those that got another one and stayed codes of their own."""
    return [each for each in found if each.what == CODE]


def merged_names(*found: list[Renamed]) -> dict[str, str]:
    """Names of codes that became part of others -> what those are called now; each list is oldest first."""
    merged: set[str] = set()
    moved: dict[str, str] = {}
    for each in heapq.merge(*found, key=lambda each: each.at):
        same = {each.old, *(start for start, end in moved.items() if end == each.old)}
        if each.what == MERGED:
            merged |= same
        moved |= dict.fromkeys(same, each.new)
    return {name: moved[name] for name in merged}


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


def _renamed(path: str, before: str, after: str, part_of_others: Collection[str]) -> list[tuple[str, str]]:
    """The codes that one edit of a codebook gave another id: (old, new), both with their codebook.

    Codes that came with the same edit are not mistaken for them: what went is looked for by what it says, then by
    the end of its id, and by its place only where as many codes went as came.
    """
    try:
        old, new = loads(before, path), loads(after, path)
    except ProblemsFound:
        return []
    gone = [code for code in old.codes if code.id not in new and f"{old.id}:{code.id}" not in part_of_others]
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
