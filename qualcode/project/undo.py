"""Undo and redo: a person's own latest change, without anything that was written by hand since.

A change that touched a hand-written file is undone line by line: only what the change itself put
there goes, and where those lines were changed since, nothing is undone and the lines are named.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError, ProblemsFound
from ..core.merge import merge
from ..store import Entry
from ..store.counts import code_counts
from .blind import summary
from .cases import parse as parse_cases
from .folder import GUIDE

if TYPE_CHECKING:
    from .handle import Handle


def undo(project: Handle, *, whoever: bool = False) -> Entry:
    """See `Project.undo`."""
    return _travel(project, "undo", whoever)


def redo(project: Handle, *, whoever: bool = False) -> Entry:
    """See `Project.redo`."""
    return _travel(project, "redo", whoever)


def _travel(project: Handle, way: str, whoever: bool) -> Entry:
    store = project.writable
    state = "done" if way == "undo" else "undone"
    whose = None if whoever else project.coder

    def merged(path: str, left: str | None, wanted: str | None, here: str | None) -> str | None:
        text = _merged(path, left, wanted, here, way)
        if path.startswith("codebooks/"):
            _codings_keep_their_codes(project, path, here, text)
        return text

    try:
        entry = store.undo(whose, merged) if way == "undo" else store.redo(whose, merged)
    except DataError as error:
        if error.slug == "changed_since":
            raise _in_the_way(project, store.latest(whose, state), way) from error
        raise
    if entry is not None:
        return entry
    latest = None if whoever else store.latest(None, state)
    if latest is None:
        raise DataError(f"there is nothing to {way}", slug=f"nothing_to_{way}", hint="`qualcode log` shows all")
    raise DataError(
        f"{project.coder} has nothing to {way}; the latest change is {latest.coder}'s: {told(latest, project)}",
        slug=f"nothing_to_{way}", hint=f"`qualcode {way} --any`, if that is meant",
    )  # fmt: skip


def told(entry: Entry, project: Handle) -> str:
    """A change in one line."""
    return f"{entry.action} {summary(project, entry)} ({entry.coder}, {entry.at})"


def _in_the_way(project: Handle, entry: Entry | None, way: str) -> DataError:
    what = told(entry, project) if entry else "the change"
    newer = [e for e in project.store.history() if entry and e.state == "done" and e.key > entry.key]
    others = [e for e in newer if e.coder != project.coder] or newer
    if not others:
        return DataError(f"cannot {way} {what}: it was built on since", slug="changed_since", hint="`qualcode log`")
    return DataError(
        f"cannot {way} {what}: {others[0].coder or 'somebody'} has built on it since: {told(others[0], project)}",
        slug="changed_since", hint=f"`qualcode undo --any` takes back {others[0].coder or 'that'}'s change first",
    )  # fmt: skip


def _merged(path: str, left: str | None, wanted: str | None, here: str | None, way: str) -> str | None:
    if here in (left, wanted):
        return wanted
    if left is None or wanted is None or here is None:
        what = "is gone" if here is None else "was changed by hand since"
        raise DataError(
            f"{path} {what}: cannot {way} what the command did to it as a whole; nothing was changed",
            slug="file_changed_by_hand", hint="take what you wrote out of the file first, or mend the file itself",
        )  # fmt: skip
    text, clashes = merge(left, wanted, here)
    if clashes or not _means_the_same(path, left, wanted, here, text):
        where = ", ".join(map(str, clashes)) or "the lines around it"
        raise DataError(
            f"{path}, {where}: changed by hand since; cannot {way} what the command did there; nothing was changed",
            slug="file_changed_by_hand", hint="mend those lines in the file itself",
        )  # fmt: skip
    return text


def _means_the_same(path: str, left: str, wanted: str, here: str, text: str) -> bool:
    """Whether merging the lines of a file has merged what it says: the hand's is kept, and nothing else is lost.

    Lines alone do not tell: a column that goes from the heading of a table stands in rows that came since.
    """
    before, after, hand, found = (_said(path, one) for one in (left, wanted, here, text))
    if found is None:
        return hand is None  # a file that was broken by hand may stay broken; one that was not must not become so
    if before is None or after is None or hand is None:
        return True
    return found == (hand - (before - after)) | (after - before)


def _said(path: str, text: str) -> set[Any] | None:
    """What a hand-written file says: its codes, its cells, its questions; None where it has mistakes."""
    try:
        if path.startswith("codebooks/"):
            return _codes(text)
        if path == "cases.csv":
            return {
                (case.id, *cell)
                for case in parse_cases(text)
                for cell in {"kind": case.kind, "name": case.name, "weight": case.weight, **case.attributes}.items()
                if cell[1]
            }
        if path == GUIDE:
            from ..ingest.guide.guide_file import parse_guide

            return {replace(question, order=0) for question in parse_guide(text)}
    except ProblemsFound:
        return None
    return set()


def _codes(text: str | None) -> set[str] | None:
    from ..codebook.loader import loads

    if text is None:
        return set()
    try:
        return {code.id for code in loads(text).codes}
    except ProblemsFound:
        return None


def _codings_keep_their_codes(project: Handle, path: str, here: str | None, text: str | None) -> None:
    """Refuse to take a code out of its file that others have coded with since."""
    book = path.removeprefix("codebooks/").rpartition(".")[0]
    gone = (_codes(here) or set()) - (_codes(text) or set())
    if any(f"{book}:{id}" in code_counts(project.store) for id in gone):
        raise DataError("", slug="changed_since")
