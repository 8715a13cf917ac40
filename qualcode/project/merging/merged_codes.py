"""Codes that one copy merged into others, and with which the other went on coding: the other follows.

Each copy first does what the other decided; what is merged then are two copies in which it is done. The other copy is
thrown away afterwards, so it can be made what it would be. So it does not matter who merges whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ...codebook import edits
from ...core.errors import QualcodeError
from ...exchange.interface import Account
from ...store.store import now
from ..code_renames import catch_up
from ..codebook_in import add_codes
from ..recode import Carried, carry, guide_follows, path_of
from ..told_names import MERGED, Renamed, of_merging
from .frames import earlier
from .names import joined_code, renamed_code
from .sides import Side

if TYPE_CHECKING:
    from ...store import Change
    from .conflicts import Settling


def follow(settling: Settling, account: Account) -> None:
    """Do in either copy what the other merged, with all that rests on it; `account` says how much went along."""
    if not (settling.mine.merged_codes or settling.theirs.merged_codes):
        return
    answers: dict[str, bool] = {}
    known = {coding.uid for coding in settling.mine.bundle.codings} | set(settling.mine.past.removed["coding"])
    other = settling.theirs.handle
    with other.codes.kept(), other.writable.change("merge", settling.coder) as change:
        there = _Following(settling, settling.theirs, settling.mine, change, answers)
        there.all()
    other.forget_files()
    settling.theirs = Side(other)
    settling.theirs.part_of = there.part_of()
    here = _Following(settling, settling.mine, settling.theirs, settling.change, answers)
    here.all()
    settling.mine.refresh()
    settling.mine.has_renamed(here.renamed)
    settling.mine.part_of = here.part_of()
    account.carry("codes merged as there", len(here.done))
    come = {coding.uid for coding in settling.theirs.bundle.codings} - known
    moved = here.moved + [uid for uid in there.moved if uid in come]
    account.carry("codings of codes that were merged into others", len(moved))
    for following in (here, there):
        following.say(account)


class _Following:
    """One copy does what the other merged."""

    def __init__(
        self, settling: Settling, side: Side, other: Side, change: Change, answers: dict[str, bool]
    ) -> None:  # fmt: skip
        self.settling, self.side, self.other, self.change, self.answers = settling, side, other, change, answers
        self.handle = side.handle
        self.called = {first: full for full, first in side.first_names.items()}
        """What codes were called first -> what they are called in this copy."""
        self.merged = dict(side.merged_codes)
        """Names of codes that are merged in this copy -> the codes of which they are part."""
        self.done: list[str] = []
        """Codes that were merged as in the other copy."""
        self.moved: list[str] = []
        """Lasting ids of the codings that went along."""
        self.left: list[str] = []
        """Codes that stay, for what they were merged into has no place here."""
        self.texts: list[str] = []
        """What was written of merged codes, and was not known where they were merged."""
        self.renamed: list[Renamed] = []
        self.carried = Carried()

    def all(self) -> None:
        """Follow all that this copy does not know of: not a code that was made again under the name of a merged one."""
        still_there = set(self.other.first_names.values())
        merged = self.other.merged_codes
        wanted = [first for first in self.called if first in merged and first not in {*still_there, *self.merged}]
        for first in sorted(wanted, key=lambda first: (first.count("."), first)):
            full, there = self.called.get(first), merged[first]
            if full is None:
                continue  # it became part of another with the code above it
            into = self._target(there)
            if into == full:  # and so did the other, of this one
                if not self._asked(first, there):
                    continue
                into = ""
            texts = self._texts_of(full, first)
            try:
                self._merge(full, into or self._placed(there), there)
            except QualcodeError:
                self.left.append(full)
                continue
            self.done.append(full)
            self.texts += texts
        self._without_code()

    def part_of(self) -> dict[str, str]:
        """Codes that this copy has no more -> the ones of which they are part, by its own merging or the other's."""
        here = {full for full, _ in self.handle.codes}
        theirs = {old: self._target(there) for old, there in self.other.merged_codes.items()}
        return {old: new for old, new in {**theirs, **self.merged}.items() if new in here and old not in here}

    def say(self, account: Account) -> None:
        """Say what could not be kept as it was."""
        for note in self.carried.notes if self.moved else ():
            account.changes(note)
        for full in self.left:
            account.change("codes", "merged into another in one copy only, where the other has no place for that", full)
        for text in self.texts:
            account.lose("texts of codes", "the code was merged into another in the other copy", text)

    def _target(self, there: str) -> str:
        """What a code of the other copy is called in this one, or what it became part of; empty where it is not."""
        first = self.other.first_names.get(there, there)
        return self.called.get(first) or self.merged.get(first, "")

    def _asked(self, first: str, there: str) -> bool:
        """Whether the other copy counts of two codes each of which was merged into the other in one of them."""
        ours = self.side is self.settling.mine
        pair = (first, self.other.first_names.get(there, there))
        values = pair if ours else (pair[1], pair[0])
        subject = f"code {min(pair)} {max(pair)} merged"
        if subject not in self.answers:
            self.answers[subject] = self.settling.theirs_counts(
                subject, values, about="two codes, each merged into the other in one copy"
            )
        return self.answers[subject] == ours

    def _placed(self, there: str) -> str:
        """A code that only the other copy has, once it stands in this one too, under what it stands under there."""
        if known := self.called.get(self.other.first_names.get(there, there)):
            return known
        book, _, id = there.partition(":")
        above, _, last = id.rpartition(".")
        parent = self._placed(f"{book}:{above}").partition(":")[2] if above else ""
        name = f"{parent}.{last}" if parent else last
        code, mine = self.other.handle.codes.get(there), self.handle.codes.book(book)
        if name not in mine and code is not None:
            add_codes(self.handle, self.change, mine, [replace(code, id=name, parent=parent or None)])
        self.called[self.other.first_names.get(there, there)] = f"{book}:{name}"
        return f"{book}:{name}"

    def _texts_of(self, full: str, first: str) -> list[str]:
        """What is written of a code and never was where it was merged, so that nobody there has decided about it."""
        code, (book, _, id) = self.handle.codes.get(full), full.partition(":")
        known = earlier(self.other, book, (id, first.partition(":")[2]))
        return [
            f"{full}, {text}"
            for name in ("brief", "definition", "use", "avoid")
            for language, text in (getattr(code, name) if code is not None else {}).items()
            if all(getattr(each, name).get(language) != text for each in known)
        ]

    def _without_code(self) -> None:
        """Codings left with a code that this copy took out of its codebook, and the other merged, go where it went."""
        here = {full for full, _ in self.handle.codes}
        merged = self.other.merged_codes
        lost = {coding.code for coding in self.handle.writable.codings()} - here
        parts = {old: self._target(merged[old]) or self._placed(merged[old]) for old in lost if old in merged}
        self.moved += [coding.uid for coding in self.handle.writable.codings() if coding.code in parts]
        catch_up(self.handle, self.change, parts)

    def _merge(self, full: str, into: str, there: str) -> None:
        """Merge a code into another here; one that was put below it since takes its place first."""
        if into.startswith(f"{full}."):
            above, dot, _ = full.rpartition(".")
            beside = f"{above}." if dot else f"{full.partition(':')[0]}:"
            beside += into.rpartition(".")[2]
            moved = renamed_code(self.handle, self.change, into, beside)
            self.renamed += [Renamed(now(), self.settling.coder, old, new) for old, new in moved.items()]
            self._follows(moved)
            into = beside
        before = {full for full, _ in self.handle.codes}
        recoded = joined_code(self.handle, self.change, full, into)
        self._called_also(into, there)
        parts = {old: new for old, new in recoded.items() if new in before and old != new}
        self.moved += [coding.uid for coding in self.handle.writable.codings() if coding.code in parts]
        found = of_merging(self.settling.coder, recoded, before)
        self.renamed += found
        self.change.insert_all("settled", (each.row() for each in found if each.what == MERGED))
        self.merged |= {first: parts[name] for first, name in self.called.items() if name in parts} | parts
        self.called = {first: name for first, name in self.called.items() if name not in parts}
        self._follows(recoded)
        guide_follows(self.change, recoded)

    def _called_also(self, full: str, there: str) -> None:
        """Let a code have the names besides its own that it has in the other copy, of what was merged into it there."""
        here, like = self.handle.codes.get(full), self.other.handle.codes.get(there)
        if here is None or like is None or not set(here.aliases) < set(like.aliases):
            return
        book, _, id = full.partition(":")
        path = path_of(self.handle, book)
        before = self.change.text(path) or ""
        done = edits.assign(before, like, id, "aliases", path=path)
        self.change.file(path, before, done.text)
        self.handle.codes.books[book] = done.codebook
        self.handle.codes.renew_names()

    def _follows(self, recoded: Mapping[str, str]) -> None:
        """Let all that rests on codes go along with them."""
        carry(self.handle, self.change, recoded, self.carried)
        self.called = {first: recoded.get(name, name) for first, name in self.called.items()}
        self.merged = {old: recoded.get(name, name) for old, name in self.merged.items()}
