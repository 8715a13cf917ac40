"""`merge`: another copy of the study into this one, as one change that `undo` takes back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...core.errors import DataError, one_of, printable
from ...core.model import Bundle, Codebook, Foreign
from ...core.ticks import Tick
from ...core.values import frozen
from ...exchange.interface import Account, named
from ..exchange import trying
from ..recode import Carried
from ..snapshot import layout
from ..snapshot.write import remember_merged
from ..told_names import CASE, MERGED, PERSON
from . import coder_names, merged_codes, names, sides
from .conflicts import SIDES, Conflict, Settling, Wishes
from .frames import Frames
from .given import Given
from .people import People
from .rows import Names, New, Rows
from .texts import Texts

if TYPE_CHECKING:
    from ..handle import Handle


@frozen
class Merged:
    """What became of a merge."""

    account: Account
    conflicts: tuple[Conflict, ...]
    dry_run: bool

    @property
    def open(self) -> tuple[Conflict, ...]:
        """What nobody has decided: it stays as it is here."""
        return tuple(conflict for conflict in self.conflicts if not conflict.settled)


def merge(project: Handle, path: Path, wishes: Wishes | None = None, *, progress: Tick | None = None) -> Merged:
    """Take what another copy has into this study.

    `path` is a project folder, its database, a snapshot or a file of another program with the same texts.
    Raises ReadError for what is none of these, DataError `other_study` where it is about something else.
    """
    wishes = wishes or Wishes()
    if wishes.prefer:
        one_of("--prefer", wishes.prefer, SIDES)
    account = Account()
    own = layout.read(path)[1] if path.resolve() == (project.root / layout.FOLDER).resolve() else None
    with sides.opened(project, path) as other:
        mine, theirs = sides.Side(project), sides.Side(other)
        _same_study(mine, theirs, path)
        with trying(project, "merge", lambda: not wishes.dry_run, trial=wishes.dry_run) as change:
            mine = sides.Side(project)  # as it is now that nobody else can write
            settling = Settling(mine, theirs, change, wishes, project.coder, progress)
            _merged(settling, account)
            settling.check_ids()
            parts = [named(kind, count) for kind, count in account.carried.items() if count]
            change.summary = f"{printable(path.name)}: {', '.join(parts) or 'nothing new'}"
    merged = Merged(account, tuple(settling.conflicts), wishes.dry_run)
    if own is not None and not wishes.dry_run and not merged.open:
        remember_merged(project, own)  # so that the next snapshot may be written over it
    return merged


def _same_study(mine: sides.Side, theirs: sides.Side, path: Path) -> None:
    """Refuse another study: the same id, or a text in common, or nothing to confuse yet."""
    if mine.handle.settings.id == theirs.handle.settings.id or not mine.bundle.documents or not theirs.bundle.documents:
        return
    digests = [
        {each.source.sha256 for each in side.bundle.documents if each.source} - {""} for side in (mine, theirs)
    ]  # fmt: skip
    texts = [{each.text for each in side.bundle.documents} for side in (mine, theirs)]
    if not (texts[0] & texts[1] or digests[0] & digests[1]):
        raise DataError(
            f"{printable(str(path))} is another study: it has no document that is here",
            slug="other_study", hint="`qualcode export FILE.qdpx` there, `qualcode import FILE.qdpx` here",
        )  # fmt: skip


def _merged(settling: Settling, account: Account) -> None:
    from ..bundle_in import BundleIn

    carried = Carried()
    coders = coder_names.matched(settling, account)
    mine, change = settling.mine, settling.change
    merged_codes.follow(settling, account)
    codes, before = names.codes(settling, carried, account)
    account.carry("codes renamed", len(before))
    ids: dict[str, str] = {}
    people = People(settling, ids, account)
    texts = Texts(settling, ids, people.guide(), account)
    texts.match()
    texts.say()
    books = Frames(settling, codes, before, account).join()
    cases = {**texts.ids, **people.cases().ever}  # a document that is no case's is one of its own
    rows = Rows(settling, texts, Names(coders, codes, cases), account)
    new = rows.join()
    given = Given(settling, texts, coders, account)
    given.join()
    here = _as_here(settling, texts, given, codes, cases, new, books)
    arriving = BundleIn(mine.handle, change, here, account, settling.progress)
    arriving.codings |= new.known
    arriving.coders_and_codes()
    arriving.codes |= {here: here for here in codes.values() if mine.handle.codes.get(here)}
    arriving.texts({})
    arriving.what_was_coded()
    texts.remember(mine.store.document_keys())
    arriving.what_was_written()
    arriving.what_is_foreign("")
    _join_history(settling, account)
    names.tell(settling, codes, before)


def _as_here(
    settling: Settling,
    texts: Texts,
    given: Given,
    codes: dict[str, str],
    cases: dict[str, str],
    new: New,
    books: tuple[Codebook, ...],
) -> Bundle:
    """What only they have, with the names of here."""
    bundle, coders = settling.theirs.bundle, dict(given.coders)
    gone = settling.mine.past.removed["measure"]
    return replace(
        bundle,
        documents=texts.documents, codebooks=books, cases=(), questions=(), codings=new.codings, memos=new.memos,
        decisions=new.decisions,
        coders=tuple(replace(coder, id=coders.get(coder.id, coder.id)) for coder in bundle.coders),
        assignments=tuple(given.assignment(each) for each in bundle.assignments if each.document in texts.ids),
        rounds=tuple(map(given.named, bundle.rounds)),
        measures=tuple(
            replace(each, coder=coders.get(each.coder, each.coder)) for each in bundle.measures if each.uid not in gone
        ),
        statuses=tuple(
            replace(each, document=texts.ids[each.document], question=question)
            for each in bundle.statuses
            if (question := given.marks.get((each.document, each.question)))
        ),
        foreign=tuple(
            _foreign(part, {"document": texts.ids, "codings": texts.ids, "coder": coders, "code": codes, "case": cases})
            for part in bundle.foreign if part.kind != "file"
        ),
    )  # fmt: skip


def _foreign(part: Foreign, called: dict[str, dict[str, str]]) -> Foreign:
    kind, _, rest = part.subject.partition(" ")
    names = called.get(kind, {})
    return replace(part, subject=f"{kind} {names[rest]}") if rest in names else part


def _join_history(settling: Settling, account: Account) -> None:
    """What was done there, for the log; and what people decided there between copies, so that it is not asked again."""
    mine, theirs, change = settling.mine.store, settling.theirs.store, settling.change
    told = Counter((e.at, e.coder, e.action, e.summary) for e in (*mine.history(), *mine.joined_history()))
    rows = []
    for entry in (*theirs.joined_history(), *reversed(theirs.history())):
        told[entry[1:5]] -= 1
        if told[entry[1:5]] < 0 and entry.action != "merge":
            rows.append({"at": entry.at, "coder": entry.coder, "action": entry.action, "summary": entry.summary,
                         "state": entry.state})  # fmt: skip
    change.insert_all("joined_history", rows)
    account.carry("changes of the log", len(rows))
    known = {row[:2] for row in mine.settled()}
    change.insert_all(
        "settled",
        ({"subject": subject, "refused": refused, "coder": coder, "at": at}
         for subject, refused, coder, at in theirs.settled()
         if (subject, refused) not in known and not subject.startswith((CASE, MERGED, PERSON))),
        # What those are called here is told.
    )  # fmt: skip
