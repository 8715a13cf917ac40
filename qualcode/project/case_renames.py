"""What rests on a case that got another id: memos about it, cells of the matrix, what other programs call it.

A case is known by its name, so what it was called before is told on from copy to copy, as with codes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from ..store.store import now
from .code_renames import followed
from .told_names import CASE, Renamed, told

if TYPE_CHECKING:
    from ..store import Change
    from ..store.queries import Reading
    from .handle import Handle


def renamed(project: Handle, change: Change, ids: Mapping[str, str]) -> None:
    """Let what rests on cases go along with them, old id -> new, and keep the old ids for copies that know no other."""
    _carry(project, change, ids)
    # Where ids are exchanged, as when two cases got each other's, all leave their own before any takes another's.
    aside = {old: f"{old} (moving)" for old in ids if old in ids.values()}
    for old, moving in aside.items():
        keep(project, change, old, moving)
    for old, new in ids.items():
        keep(project, change, aside.get(old, old), new)


def keep(project: Handle, change: Change, old: str, new: str) -> None:
    """Keep what a case was called before."""
    change.insert("settled", Renamed(now(), project.coder, old, new, CASE).row())


def present_ids(store: Reading) -> dict[str, str]:
    """Ids that cases had once -> their ids now."""
    return followed(told(store, CASE))


def catch_up(project: Handle, change: Change, here: Collection[str]) -> int:
    """Let memos about a case by an id that it had before follow it; how many there were. `here` are all cases.

    `cases.csv` can come before what rests on it, and what rests on it from a time before: by git, or from an archive.
    """
    moved = {old: new for old, new in present_ids(project.writable).items() if old not in here and new in here}
    return _carry(project, change, moved) if moved else 0


def _carry(project: Handle, change: Change, ids: Mapping[str, str]) -> int:
    memos = [memo for memo in project.writable.memos() if ids.get(memo.case, memo.case) != memo.case]
    for memo in memos:
        change.update("memo", memo.id, {"case_id": ids[memo.case]})
    for key, part in project.writable.foreign():
        kind, _, id = part.subject.partition(" ")
        if kind == "case" and ids.get(id, id) != id:
            change.update("foreign_part", key, {"subject": f"case {ids[id]}"})
    return len(memos)
