"""Who sees whose codings: the one rule of blind work, for every list, table, report, page and the coding screen.

Where a plan gave a document to several people blind, each of them, and everybody else, sees there only what is
their own until all of them have finished it. What rules and models propose is nobody's judgement and stays in sight.
Whatever keeps the study whole (merging, snapshots, backups, changes of the codebook, `check`) sees everything.

This keeps honest colleagues from being influenced; it is no lock. Who wants to can read the database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from ..core.errors import DataError
from ..core.model import Coding, Decision, Memo
from ..core.values import frozen

if TYPE_CHECKING:
    from ..store import Entry
    from .handle import Handle

Row = TypeVar("Row", Coding, Memo, Decision)

HIDDEN = "hidden while it is coded blind"


@frozen
class Blind:
    """What is hidden from one person."""

    viewer: str
    waiting: Mapping[str, tuple[str, ...]]
    """Each document that is coded blind -> who has not finished it yet."""
    machines: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.waiting)

    def hides(self, coder: str, document: str) -> bool:
        """Whether what a coder did in a document is hidden."""
        return document in self.waiting and coder != self.viewer and coder not in self.machines


def blind(project: Handle) -> Blind:
    """What is hidden from the person at the keyboard, as the study stands now."""
    moment = project.store.last_change()
    if project.rule is None or project.rule[0] != moment:
        project.rule = (moment, _found(project))
    return project.rule[1]


def _found(project: Handle) -> Blind:
    states: dict[str, dict[str, str]] = {}
    for _, one in project.store.assignments():
        if one.blind:
            states.setdefault(one.document, {})[one.coder] = one.state
    waiting = {
        document: tuple(coder for coder, state in who.items() if state != "finished")
        for document, who in states.items()
        if len(who) > 1 and any(state != "finished" for state in who.values())
    }
    if not waiting:
        return Blind(project.coder, {})
    machines = frozenset(known.id for known in project.store.known_coders() if known.kind != "human")
    return Blind(project.coder, waiting, machines)


def seen(project: Handle, rows: Sequence[Row]) -> list[Row]:
    """Codings, memos or decisions without those that are hidden; what was hidden is told after the command."""
    rule = blind(project)
    if not rule:
        return list(rows)
    found = []
    for row in rows:
        if row.document and rule.hides(row.coder, row.document):
            note(project, row.coder, row.document)
        else:
            found.append(row)
    return found


def note(project: Handle, coder: str, document: str) -> None:
    """Remember that something was hidden, to be told."""
    project.hidden.setdefault(document, set()).add(coder)


def without(project: Handle, pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The (coder, document) pairs without those that are hidden."""
    rule = blind(project)
    found = set(pairs)
    if not rule:
        return found
    for coder, document in sorted(found):
        if rule.hides(coder, document):
            note(project, coder, document)
            found.discard((coder, document))
    return found


def summary(project: Handle, entry: Entry) -> str:
    """The summary of a change, unless it tells what another person did in a document that is coded blind."""
    rule = blind(project)
    if not rule or entry.coder in (rule.viewer, ""):
        return entry.summary
    for document in rule.waiting:
        if rule.hides(entry.coder, document) and re.search(rf"(?<!\w){re.escape(document)}(?!\w)", entry.summary):
            note(project, entry.coder, document)
            return f"{document}: {HIDDEN}"
    return entry.summary


def refuse(project: Handle, what: str) -> None:
    """DataError `blind` for what would show the database as it is."""
    rule = blind(project)
    if rule:
        documents = ", ".join(rule.waiting)
        raise DataError(
            f"{what} would show what others did in {documents}, which {'is' if len(rule.waiting) == 1 else 'are'} "
            f"coded blind; you are {rule.viewer}",
            slug="blind", hint="wait until all have finished (`qualcode coder progress`), or `qualcode coder unblind`",
        )  # fmt: skip


def told(project: Handle) -> str:
    """What a command has hidden, and what to type to see it; empty where nothing was."""
    if not project.hidden:
        return ""
    waiting = blind(project).waiting
    coders = sorted({coder for some in project.hidden.values() for coder in some})
    still = sorted({coder for document in project.hidden for coder in waiting.get(document, ())})
    documents = ", ".join(sorted(project.hidden))
    return (
        f"hidden from {project.coder}: what {_and(coders)} coded in {documents}, coded blind until "
        f"{_and(still)} {'have' if len(still) > 1 else 'has'} finished (`qualcode coder progress`); "
        "`qualcode coder unblind` shows it to everybody, and the log says so"
    )


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "all"
