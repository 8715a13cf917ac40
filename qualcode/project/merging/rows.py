"""Codings, memos and decisions of two copies: the same one is one; what one side changed or took away is followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from ...core.grouping import grouped
from ...core.model import Coding, Decision, Memo
from ...core.ticks import ROWS, ticking
from ...core.values import frozen
from ...exchange.interface import Account

if TYPE_CHECKING:
    from .conflicts import Settling
    from .sides import Side
    from .texts import Texts

Row = TypeVar("Row", Coding, Memo, Decision)

_FIELDS = ("code", "qualifier", "weight", "memo", "unsure")
"""What a command can change of a coding."""
_DEFAULTS: Mapping[str, Any] = {"memo": "", "qualifier": ""}


@frozen
class Names:
    """What the coders, codes and cases of the other copy are called here."""

    coders: Mapping[str, str]
    codes: Mapping[str, str]
    cases: Mapping[str, str]


@frozen
class New:
    """What only the other copy has, as it is called and where it stands here."""

    codings: tuple[Coding, ...]
    memos: tuple[Memo, ...]
    decisions: tuple[Decision, ...]
    known: Mapping[int, int]
    """Keys of their codings -> the keys of the same codings here."""


class Rows:
    """Their codings, memos and decisions on their way to those here."""

    def __init__(self, settling: Settling, texts: Texts, names: Names, account: Account) -> None:
        self.settling, self.texts, self.names, self.account = settling, texts, names, account
        self.known: dict[int, int] = {}

    def join(self) -> New:
        """Settle what both have; what only they have, to be taken in."""
        mine, theirs = self.settling.mine.bundle, self.settling.theirs.bundle
        codings = list(self._placed(theirs.codings, "codings"))
        new = self._codings(mine.codings, self._alike_joined(codings))
        memos = self._memos(mine.memos, list(self._placed(theirs.memos, "memos")))
        decisions = self._decisions(mine.decisions, list(self._placed(theirs.decisions, "decisions")))
        return New(tuple(new), tuple(memos), tuple(decisions), self.known)

    # -- where they are here -----------------------------------------------------------------

    def _placed(self, rows: Iterable[Row], kind: str) -> Iterator[Row]:
        """Rows with the names of here and the places that their words have here."""
        by_document = grouped((row.document, row) for row in rows)
        for document, group in ticking(by_document.items(), self.settling.progress):
            if document in self.texts.left_out:
                continue
            if not document:
                yield from (self._named(row) for row in group)
                continue
            places = self.texts.places(document, [row.span for row in group if row.span is not None])
            text = self.texts.words[self.texts.ids[document]]
            for row in group:
                span = places.get(row.span) if row.span is not None else None
                if row.span is not None and span is None:
                    self.account.lose(kind, "their words are not in the text that is here",
                                      f"{document}: {row.quote}")  # fmt: skip
                    continue
                changed: dict[str, Any] = {"document": self.texts.ids[document]}
                if span is not None:
                    changed |= {"span": span, "quote": span.cut(text)}
                yield replace(self._named(row), **changed)

    def _named(self, row: Row) -> Row:
        codes, coders = self.names.codes, self.names.coders
        changed: dict[str, Any] = {
            "code": codes.get(row.code, row.code), "coder": coders.get(row.coder, row.coder)
        }  # fmt: skip
        if isinstance(row, Decision):
            changed["about"] = coders.get(row.about, row.about)
        if isinstance(row, Memo) and row.case:
            changed["case"] = self.names.cases.get(row.case, row.case)
        return replace(row, **changed)

    # -- codings -----------------------------------------------------------------------------

    def _codings(self, mine: Iterable[Coding], theirs: list[Coding]) -> list[Coding]:
        by_uid = {coding.uid: coding for coding in mine if coding.uid}
        there_uids = {coding.uid for coding in theirs}
        by_place = {coding.same: coding for coding in mine if coding.uid not in there_uids}
        matched: set[int] = set()
        new: list[Coding] = []
        come: set[tuple[Any, ...]] = set()
        for coding in ticking(theirs, self.settling.progress, ROWS):
            here = by_uid.get(coding.uid) or by_place.get(coding.same)
            if here is not None:
                matched.add(here.id)
                self.known[coding.id] = here.id
                self._both(here, coding)
            elif (row := self.settling.mine.past.removed["coding"].get(coding.uid)) and not self._comes_back(
                row, coding, self.settling.mine, self.settling.theirs
            ):
                continue
            elif coding.same not in come:
                come.add(coding.same)
                new.append(coding)
        gone = self.settling.theirs.past.removed["coding"]
        for coding in by_uid.values():
            if coding.id not in matched and (row := gone.get(coding.uid)) and self._goes(row, coding):
                self.settling.change.delete("coding", coding.id)
                self.account.carry("codings taken away")
        return new

    def _alike_joined(self, theirs: list[Coding]) -> list[Coding]:
        """Where two codes of theirs are one here, two codings just alike are one, as `recode.join_codings` has it."""
        if len(set(self.names.codes.values())) == len(self.names.codes):
            return theirs
        was = {coding.id: coding.code for coding in self.settling.theirs.bundle.codings}
        kept: dict[tuple[Any, ...], Coding] = {}
        for coding in sorted(theirs, key=lambda coding: was[coding.id] != coding.code):
            known = kept.setdefault(coding.same, coding)
            if known is not coding:
                memo = known.memo if coding.memo in known.memo else "\n".join(filter(None, (known.memo, coding.memo)))
                kept[coding.same] = replace(
                    known, uid=min(known.uid, coding.uid), weight=max(known.weight, coding.weight), memo=memo,
                    unsure=known.unsure or coding.unsure,
                )  # fmt: skip
        return list(kept.values())

    def _both(self, here: Coding, there: Coding) -> None:
        """One coding in both copies: field by field, the newer word counts."""
        settling = self.settling
        uid = min(filter(None, (here.uid, there.uid)), default="")
        changed: dict[str, Any] = {"uid": uid} if uid and uid != here.uid else {}
        said = 0
        for name in _FIELDS:
            values = (getattr(here, name), getattr(there, name))
            if values[0] == values[1]:
                continue
            seen = (self._seen(settling.mine, here.id, name), self._seen(settling.theirs, there.id, name))
            about = f"{_shown(here)}, {name}"
            if settling.theirs_counts(f"coding {uid} {name}", values, seen, about=about,
                                      fills=name in _DEFAULTS):  # fmt: skip
                changed[name] = values[1]
                said += 1
        if self._other_coder("coding", uid, here, there):
            changed["coder"] = settling.mine.store.coder_key(settling.change, there.coder)
        if "code" in changed:
            changed["code"] = settling.mine.store.code_key(settling.change, changed["code"])
        if "unsure" in changed:
            changed["unsure"] = int(changed["unsure"])
        settling.change.update("coding", here.id, changed) if changed else None
        self.account.carry("fields of codings", said)

    def _other_coder(self, kind: str, uid: str, here: Coding | Memo, there: Coding | Memo) -> bool:
        """Whether theirs counts of who did it, where somebody was renamed there and then worked on under both names."""
        now, seen = (here.coder, there.coder), []
        for side, row in ((self.settling.mine, here), (self.settling.theirs, there)):
            before = (side.coder_names.get(key) for key in side.past.values.get((kind, row.id, "coder"), ()))
            seen.append([*before, *(old for old, new in side.moved_coders.items() if new == row.coder)])
        about = _shown(here) if isinstance(here, Coding) else _memo_shown(here)
        return self.settling.theirs_counts(f"{kind} {uid} coder", now, (seen[0], seen[1]), about=f"{about}, coder")

    def _seen(self, side: Side, key: int, name: str) -> list[Any]:
        found = side.values("coding", key, name)
        if name == "code" and side is self.settling.theirs:
            return [self.names.codes.get(str(code), code) for code in found]
        return [bool(each) for each in found] if name == "unsure" else found

    def _comes_back(self, row: Mapping[str, Any], coding: Coding, without: Side, having: Side) -> bool:
        """Whether a coding that was taken away here is taken in: only if it was changed there since."""
        if not self._changed_since(row, coding, without, having):
            return False
        subject = f"coding {coding.uid}"
        return self.settling.theirs_counts(
            subject, ("taken away", "there"), about=f"{_shown(coding)}, taken away here and changed there"
        )

    def _goes(self, row: Mapping[str, Any], coding: Coding) -> bool:
        """Whether a coding that was taken away there is taken away here: not if it was changed here since."""
        mine, theirs = self.settling.mine, self.settling.theirs
        if not self._changed_since(row, coding, theirs, mine):
            return True
        return self.settling.theirs_counts(
            f"coding {coding.uid}",
            ("there", "taken away"),
            about=f"{_shown(coding)}, changed here and taken away there",
        )

    def _changed_since(self, row: Mapping[str, Any], coding: Coding, without: Side, having: Side) -> bool:
        """Whether a coding says something that it neither said when it was taken away on one side, nor before."""
        for name in _FIELDS:
            earlier = [row[name], *without.past.values.get(("coding", row["key"], name), [])]
            if name == "code":
                named = map(without.code_name, earlier)
                earlier = [self.names.codes.get(each, each) for each in named]
            if getattr(coding, name) not in earlier:
                return True
        return False

    # -- memos, decisions ----------------------------------------------------------------------

    def _memos(self, mine: Iterable[Memo], theirs: list[Memo]) -> list[Memo]:
        here = list(mine)
        by_uid = {memo.uid: memo for memo in here if memo.uid}
        there_uids = {memo.uid for memo in theirs}
        by_words = grouped(
            (memo.same, memo) for memo in sorted(here, key=lambda memo: memo.uid) if memo.uid not in there_uids
        )
        # What both wrote in the same words is one; somebody who wrote it twice in one copy has written it twice.
        alike = {
            memo.id: free.pop(0)
            for memo in sorted(theirs, key=lambda memo: memo.uid)
            if memo.uid not in by_uid and (free := by_words.get(memo.same))
        }
        new: list[Memo] = []
        matched: set[int] = set()
        for memo in theirs:
            known = by_uid.get(memo.uid) or alike.get(memo.id)
            if known is not None:
                matched.add(known.id)
                self._same_memo(known, memo)
            elif memo.uid not in self.settling.mine.past.removed["memo"]:
                new.append(memo)
        self._follow_removed("memo", ((one.id, one.uid) for one in here if one.id not in matched))
        return new

    def _same_memo(self, here: Memo, there: Memo) -> None:
        settling = self.settling
        changed: dict[str, Any] = {}
        uid = min(filter(None, (here.uid, there.uid)), default="")
        if uid and uid != here.uid:
            changed["uid"] = uid
        seen = (settling.mine.values("memo", here.id, "text"), settling.theirs.values("memo", there.id, "text"))
        if settling.theirs_counts(f"memo {uid}", (here.text, there.text), seen,
                                  about=_memo_shown(here)):  # fmt: skip
            changed["text"] = there.text
            self.account.carry("texts of memos")
        if self._other_coder("memo", uid, here, there):
            changed["coder"] = settling.mine.store.coder_key(settling.change, there.coder)
        if changed:
            settling.change.update("memo", here.id, changed)

    def _follow_removed(self, table: str, here: Iterable[tuple[int, str]]) -> None:
        """Memos and decisions are never changed by a person, so whoever took one away was the last to touch it."""
        gone = self.settling.theirs.past.removed[table]
        for key, uid in here:
            if uid and uid in gone:
                self.settling.change.delete(table, key)
                self.account.carry(f"{table}s taken away")

    def _decisions(self, mine: Iterable[Decision], theirs: list[Decision]) -> list[Decision]:
        here = list(mine)
        by_uid = {one.uid for one in here if one.uid} | set(self.settling.mine.past.removed["decision"])
        same = {(*_about(one), one.verdict, one.coder, one.created) for one in here}
        latest = {_about(one): one for one in here}
        there_uids = {one.uid for one in theirs}
        new: list[Decision] = []
        turned_down: set[int] = set()
        for one in theirs:
            if one.uid in by_uid or (*_about(one), one.verdict, one.coder, one.created) in same:
                continue
            known = latest.get(_about(one))
            if known is not None and known.verdict != one.verdict and known.uid not in there_uids:
                about = f"decision on {one.document}@{one.span.start}-{one.span.stop} {one.code}"
                said = [f"{each.verdict}, {each.coder}" for each in (known, one)]
                if not self.settling.theirs_counts(f"decision {' '.join(map(str, _about(one)))}",
                                                   (said[0], said[1]), about=about):  # fmt: skip
                    continue
                turned_down |= {mine.id for mine in here if _about(mine) == _about(one)
                                and mine.verdict != one.verdict and mine.uid not in there_uids}  # fmt: skip
            new.append(one)
        for key in turned_down:
            self.settling.change.delete("decision", key)
        self._follow_removed("decision", ((one.id, one.uid) for one in here
                                           if one.uid not in there_uids and one.id not in turned_down))  # fmt: skip
        return new


def _about(one: Decision) -> tuple[str, int, int, str, str]:
    return (one.document, one.span.start, one.span.stop, one.code, one.about)


def _memo_shown(memo: Memo) -> str:
    return f"memo by {memo.coder} on {memo.about or 'the study'}"


def _shown(coding: Coding) -> str:
    return f"coding {coding.document}@{coding.span.start}-{coding.span.stop} {coding.code} by {coding.coder}"
