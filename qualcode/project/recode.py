"""Editing a codebook with everything that rests on its codes: codings, memos, decisions.

The file is read, edited and written inside the one transaction that changes the database, so that
two people who edit at the same time edit one after the other. What cannot be carried over as it was
(two weights for one coding, the definition of a code that goes) is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from ..core.errors import DataError, UsageError
from ..core.errors import several as counted
from ..core.model import Codebook, Coding, in_language
from ..store import Change
from ..store.counts import code_counts
from .folder import GUIDE
from .told_names import MERGING, of_merging

if TYPE_CHECKING:
    from ..codebook.edits import Edit
    from .handle import Handle

Row = tuple[Any, ...]
Chooser = Callable[[Coding, tuple[str, ...]], str]
"""Which of several new codes (full ids) a coding of a split code goes to."""


class Make(Protocol):
    """An edit, from the text of a codebook and its path."""

    def __call__(self, text: str, /, *, path: str) -> Edit: ...


@dataclass(slots=True)
class Carried:
    """What an edit did beside the file."""

    moved: dict[str, int] = field(default_factory=dict)
    """Recoded code (its old full id) -> how many codings went along."""
    notes: list[str] = field(default_factory=list)
    """What could not be kept as it was, in words."""

    @property
    def codings(self) -> int:
        return sum(self.moved.values())


def path_of(project: Handle, book: str) -> str:
    """The file of a codebook in use, relative to the project."""
    return project.relative(project.codes.path(book))


def edit(
    project: Handle, book: str, make: Make, *, action: str, summary: str, choose: Chooser | None = None
) -> Carried:
    """Edit a codebook's file and carry over what rests on its codes, as one change.

    Raises UsageError `split_undecided` when codings of a split code have several places to go and nobody
    chooses. Choosing comes first, and the write lock after it: nobody waits while a person thinks.
    """
    chosen = _chosen(project, book, make, choose) if choose is not None else {}
    project.writable.backup(action)
    carried = Carried()
    with project.codes.kept(), project.writable.change(action, project.coder) as change:
        project.codes.refresh()
        path = path_of(project, book)
        before = change.text(path)
        if before is None:
            raise DataError(f"{path} is gone", slug="file_changed_meanwhile")
        done = make(before, path=path)
        change.file(path, before, done.text)
        carried.notes += _definitions_lost(project.codes.book(book), done)
        recoded = _full(book, done)
        recode_all(project, change, recoded, carried, chosen)
        one_to_one = {old: new[0] for old, new in recoded.items() if len(new) == 1}
        if action == MERGING:
            kept = of_merging(project.coder, one_to_one, {full for full, _ in project.codes})
            change.insert_all("settled", (each.row() for each in kept))
        guide_follows(change, one_to_one)
        change.summary = summary
    return carried


def guide_follows(change: Change, recoded: Mapping[str, str]) -> None:
    """What questions are meant to bring up keeps pointing at its codes: `elicits` names them by their full ids."""
    before = change.text(GUIDE)
    if before is None or not any(old in before for old in recoded):
        return
    named = "|".join(re.escape(old) for old in sorted(recoded, key=len, reverse=True))
    after = re.sub(rf"(?<![\w:.-])(?:{named})(?![\w:-]|\.\w)", lambda found: recoded[found[0]], before)
    if after != before:
        change.file(GUIDE, before, after)


def _full(book: str, done: Edit) -> dict[str, tuple[str, ...]]:
    return {f"{book}:{old}": tuple(f"{done.codebook.id}:{each}" for each in new) for old, new in done.recode.items()}


def _chosen(project: Handle, book: str, make: Make, choose: Chooser) -> dict[int, str]:
    """Where each coding of a split code goes, decided before anything is locked."""
    path = path_of(project, book)
    splits = {old: new for old, new in _full(book, make(project.store.files.text(path) or "", path=path)).items()
              if len(new) > 1}  # fmt: skip
    found: dict[int, str] = {}
    for coding in project.store.codings() if splits else ():
        if several := splits.get(coding.code):
            found[coding.id] = choose(coding, several)
            if found[coding.id] not in several:
                raise UsageError(f"{found[coding.id]!r} is none of {', '.join(several)}", slug="split_undecided")
    return found


def _definitions_lost(before: Codebook, done: Edit) -> list[str]:
    """The texts of codes that were merged into others, which keep their own."""
    notes = []
    for old, new in done.recode.items():
        if len(new) != 1 or old not in before or new[0] not in before:
            continue  # renamed or moved, with all its texts
        code = before.code(old)
        for field_name in ("brief", "definition", "use", "avoid"):
            if text := in_language(getattr(code, field_name), before.language):
                notes.append(f"the {field_name} of {before.id}:{old} is not carried over: {text}")
    return notes


def recode_all(
    project: Handle,
    change: Change,
    recoded: Mapping[str, tuple[str, ...]],
    carried: Carried,
    chosen: Mapping[int, str],
) -> None:
    """Carry codings over inside a change: to the one new code, or to the one that is chosen."""
    carry(project, change, {old: new[0] for old, new in recoded.items() if len(new) == 1}, carried)
    for old, several in recoded.items():
        if len(several) > 1:
            _split(project, change, old, several, carried, chosen)


def _split(
    project: Handle, change: Change, old: str, several: tuple[str, ...], carried: Carried, chosen: Mapping[int, str]
) -> None:
    store = project.writable
    source = store.code_keys().get(old)
    if source is None:
        return
    codings = [coding for coding in store.codings() if coding.code == old]
    undecided = [coding for coding in codings if coding.id not in chosen]
    if undecided and not chosen:
        raise UsageError(
            f"{counted(len(codings), 'coding')} of {old} could go to {', '.join(several)}",
            slug="split_undecided",
            hint="say which by --rule PART=WORDS and --rest PART, or answer one by one at a terminal",
        )
    if undecided:
        raise DataError(
            f"{old} was coded {len(undecided)} times more by another program meanwhile; nothing was stored",
            slug="coded_meanwhile", hint="try again",
        )  # fmt: skip
    keys = {new: store.code_key(change, new) for new in several}
    for coding in codings:
        change.update("coding", coding.id, {"code": keys[chosen[coding.id]]})
    carried.moved[old] = len(codings)
    if old in several:
        return  # it stays as their theme, with what was noted about it
    # What was said about the whole is true of each part: nobody is asked the same again.
    for table in ("memo", "decision"):
        for row in store.rows_of(table, "code", source):
            key = row.pop("key")
            first, *others = keys.values()
            change.update(table, key, {"code": first})
            change.insert_all(table, ({**row, "code": other, "uid": ""} for other in others))


def promote(project: Handle, full: str, frame: str, under: str | None) -> Carried:
    """Move an open code, with all below it and what rests on it, into a frame; one change."""
    from ..codebook.regroup import promote as promoted

    book, _, id = full.partition(":")
    carried = Carried()
    project.writable.backup("codebook promote")
    with project.codes.kept(), project.writable.change("codebook promote", project.coder) as change:
        project.codes.refresh()
        source, target = path_of(project, book), path_of(project, frame)
        source_text, target_text = change.text(source), change.text(target)
        done = promoted(source_text or "", id, target_text or "", under, path=source, frame_path=target)
        change.file(source, source_text, done.left.text)
        change.file(target, target_text, done.joined.text)
        recode_all(project, change, done.recode, carried, {})
        change.summary = f"{full} into {frame}"
    return carried


def recode(project: Handle, old: str, new: str) -> Carried:
    """Give everything that rests on a code which no codebook has any more a code that there is."""
    store = project.writable
    if old not in store.code_keys():
        raise DataError(f"no coding has the code {old!r}", slug="nothing_there", hint="`qualcode check`")
    wanted = project.codes.codable(new)
    carried = Carried()
    store.backup("codebook recode")
    with project.codes.kept(), store.change("codebook recode", project.coder) as change:
        project.codes.refresh()
        wanted = project.codes.ensure(change, wanted)
        carry(project, change, {old: wanted}, carried)
        change.summary = f"{old} is now {wanted}"
    return carried


def carry(project: Handle, change: Change, recoded: Mapping[str, str], carried: Carried) -> None:
    """Give codings, memos and decisions their new codes inside a change; of two codings just alike one stays."""
    store = project.writable
    for key, part in store.foreign():  # what other programs call the code stays with it
        kind, _, full = part.subject.partition(" ")
        if kind == "code" and recoded.get(full, full) != full:
            change.update("foreign_part", key, {"subject": f"code {recoded[full]}"})
    keys = store.code_keys()
    counts = code_counts(store)
    renamed = {old: new for old, new in recoded.items() if old in keys and old != new}
    leaving = set(renamed)
    free: dict[str, str] = {}
    for old, new in renamed.items():
        if (new not in keys or new in leaving) and new not in free.values():
            free[old] = new
    # Names that are exchanged (a -> b, b -> c) must never stand twice, even for a moment.
    for old in free:
        change.update("code", keys[old], {"id": f"{old} (moving)"})
    for old, new in free.items():
        change.update("code", keys[old], {"id": new})
        carried.moved[old] = counts.get(old, 0)
    for old, new in renamed.items():
        if old in free:
            continue
        target = store.code_keys().get(new)
        carried.moved[old] = merge_code(
            project, change, keys[old], target if target is not None else keys[new], carried
        )
    for key, part in store.foreign():
        kind, _, full = part.subject.partition(" ")
        if kind == "code" and recoded.get(full, full) != full:
            change.update("foreign_part", key, {"subject": f"code {recoded[full]}"})


def merge_code(project: Handle, change: Change, source: int, target: int, carried: Carried) -> int:
    """Move all that rests on one code to another; returns how many codings there were.

    Of two codings of the same words by the same coder one stays, with both memos, the greater weight and
    the doubt of either.
    """
    store = project.writable
    moving = store.codings_of("code", source)
    carried.notes += join_codings(project, change, moving, store.codings_of("code", target), {"code": target})
    for table in ("memo", "decision"):
        for each in store.rows_of(table, "code", source):
            change.update(table, each["key"], {"code": target})
    _two_summaries(store.rows_of("memo", "code", target), carried)
    return len(moving)


def join_codings(
    project: Handle, change: Change, moving: Sequence[Row], staying: Sequence[Row], columns: Mapping[str, int]
) -> list[str]:
    """Give codings another code or coder, by `columns`; one just like one that stays is joined with it.

    Returns what could not be kept as it was.
    """
    by_code = "code" in columns
    there = {_identity(row, by_code): row for row in staying}
    notes: list[str] = []
    for row in moving:
        known = there.get(_identity(row, by_code))
        if known is None:
            change.update("coding", row[0], columns)
            there[_identity(row, by_code)] = row
            continue
        there[_identity(row, by_code)] = _join(project, change, known, row, notes)
        change.delete("coding", row[0])
    return notes


def _identity(row: Row, by_code: bool) -> Row:
    """What makes two codings the same once they have one code, or one coder: all of place, coder, code, qualifier."""
    return row[1:4] + (row[5:7] if by_code else (row[4], row[6]))


def _join(project: Handle, change: Change, kept: Row, gone: Row, notes: list[str]) -> Row:
    key, document, start, stop, *_, weight, memo, unsure = kept
    *_, other_weight, other_memo, other_unsure = gone
    memos = memo if other_memo in memo else "\n".join(part for part in (memo, other_memo) if part)
    joined = {"weight": max(weight, other_weight), "memo": memos, "unsure": int(unsure or other_unsure)}
    change.update("coding", key, joined)
    if weight != other_weight:
        ids = {key: id for id, key in project.store.document_keys().items()}
        place = f"{ids.get(document, 'a removed document')}@{start}-{stop}"
        notes.append(f"{place}: weights {weight:g} and {other_weight:g} became {joined['weight']:g}")
    return (*kept[:7], *joined.values())


def _two_summaries(memos: Iterable[Mapping[str, object]], carried: Carried) -> None:
    cases = [str(memo["case_id"]) for memo in memos if memo["subject"] == "cell"]
    carried.notes += [
        f"the cell of {case} has {cases.count(case)} summaries, all kept as memos; the matrix shows the latest"
        for case in dict.fromkeys(cases)
        if cases.count(case) > 1
    ]
