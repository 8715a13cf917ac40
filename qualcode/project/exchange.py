"""A whole study out of the project, and another one into it: what exchange, merging and snapshots stand on.

`whole` makes a `Bundle` of everything a project holds. `bring_in` takes one in as one undoable change:
what is there already stays, what is new is added, and whatever could not be carried is in the account.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.errors import several
from ..core.model import AnswerStatus, Bundle, Document, Foreign
from ..core.ticks import Tick, ticking
from ..core.values import frozen
from ..exchange.interface import Account, named
from .selection import bundle as selected

if TYPE_CHECKING:
    from ..core.choices import Where
    from ..store import Change
    from .handle import Handle


@frozen
class Wanted:
    """How a bundle is to be taken in."""

    source: str = ""
    """The file it came from, for the history."""
    action: str = "import"
    exact: bool = False
    """It was written by qualcode: nothing about its documents need be found out."""
    dry_run: bool = False
    """Do everything, say what would happen, and keep nothing."""
    strict: bool = False
    """Keep nothing when anything was changed or lost."""
    kept_in: str = ""
    """Where the bytes of other programs' files lie, relative to the project."""
    progress: Tick | None = None
    """Told how many documents and codings are in."""


@frozen
class Names:
    """What the things of a bundle are called in the project."""

    documents: Mapping[str, str]
    codes: Mapping[str, str]
    """Full ids to full ids."""
    coders: Mapping[str, str]
    cases: Mapping[str, str]


def whole(project: Handle, where: Where | None = None, *, hidden: bool = True) -> Bundle:
    """The study, or a part of it, with all that only other programs read; without `hidden`, less what blind work
    hides."""
    statuses = tuple(
        AnswerStatus(document, question, status)
        for (document, question), (_, status) in sorted(project.store.answer_statuses().items())
    )
    found = selected(project, where, hidden=hidden)
    kept = {document.id for document in found.documents}
    return replace(
        found,
        statuses=tuple(status for status in statuses if status.document in kept),
        foreign=tuple(_found(project, part) for _, part in project.store.foreign()),
    )


def _found(project: Handle, part: Foreign) -> Foreign:
    """A part with the place of its file in this folder, wherever the folder lies."""
    if part.kind != "file":
        return part
    where, _, entry = part.value.rpartition("::")
    return replace(part, value=f"{project.root / where}::{entry}")


class _NotKept(Exception):
    """Ends a change that is only tried."""


@contextlib.contextmanager
def trying(project: Handle, action: str, keep: Callable[[], bool], *, trial: bool = False) -> Iterator[Change]:
    """One change as always; where `keep` says no in the end, everything is as it was before.

    A `trial` is known beforehand to keep nothing, or to begin with nothing, so that there is nothing to copy first.
    """
    copy = None if trial else project.writable.backup(action)
    try:
        with project.writable.change(action, project.coder) as change:
            project.forget_files()  # what they are is what they are now, when nobody else can write
            yield change
            if not keep():
                raise _NotKept
    except _NotKept:
        if copy is not None:
            copy.drop()
        project.forget_files()
    except BaseException:
        project.forget_files()  # codebooks that were only made in memory
        raise


def bring_in(project: Handle, bundle: Bundle, account: Account, wanted: Wanted | None = None) -> Names:
    """Take a study into the project in one change; says what became of it in `account`.

    A document whose text is here already is that document; a code, case or coder of the same name
    is that code, case or coder; the same coding twice is stored once.
    """
    wanted = wanted or Wanted()
    with trying(project, wanted.action, lambda: kept(account, wanted), trial=wanted.dry_run) as change:
        names = arrive(project, change, bundle, account, wanted)
        parts = [named(kind, count) for kind, count in account.carried.items() if count]
        change.summary = f"{wanted.source}: {', '.join(parts) or 'nothing new'}"
    return names


def kept(account: Account, wanted: Wanted) -> bool:
    """Whether an import stands, once its account is known."""
    return not wanted.dry_run and not (wanted.strict and (account.changed or account.lost))


def arrive(project: Handle, change: Change, bundle: Bundle, account: Account, wanted: Wanted) -> Names:
    """Take a study in as part of a change."""
    from .bundle_in import BundleIn

    arriving = BundleIn(project, change, bundle, account, wanted.progress)
    arriving.coders_and_codes()
    # Turns count in a trial only where it says how many interviews are not matched to the guide.
    seek_turns = not wanted.exact and (bool(project.questions) or not wanted.dry_run)
    read = _read_as_here(project, bundle.documents, wanted.progress) if seek_turns else {}
    arriving.texts(read)
    asked = [id for id, document in read.items() if any(turn.role == "interviewer" for turn in document.turns)]
    if project.questions and asked:
        account.notes.append(f"{several(len(asked), 'interview')} not matched to the guide: `qualcode question match`")
    arriving.people()
    arriving.what_was_coded()
    arriving.what_was_written()
    if not wanted.dry_run:  # which says nothing in the account
        arriving.what_is_foreign(wanted.kept_in)
    return Names(arriving.documents, arriving.codes, arriving.coders, arriving.cases)


def _read_as_here(project: Handle, documents: Sequence[Document], progress: Tick | None) -> dict[str, Document]:
    """Documents with turns found in their texts, where the file has none."""
    from ..ingest.read import ReadRequest, with_turns

    request = ReadRequest(interviewer=project.settings.interviewer)
    bare = [document for document in documents if not document.turns]
    return {document.id: with_turns(document, request) for document in ticking(bare, progress)}
