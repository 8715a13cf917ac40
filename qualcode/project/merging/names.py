"""Codes of two copies: which are the same, though one side gave them another name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ...codebook import edits, regroup
from ...core.errors import QualcodeError
from ...core.grouping import grouped
from ...core.model import Coding
from ...exchange.interface import Account
from ...store.store import now as moment
from ..code_renames import catch_up
from ..codebook_in import add_codes
from ..recode import Carried, carry, path_of
from ..told_names import CODE, MERGED, Renamed

if TYPE_CHECKING:
    from ...store import Change
    from ..handle import Handle
    from .conflicts import Settling


def codes(settling: Settling, carried: Carried, account: Account) -> tuple[dict[str, str], dict[str, str]]:
    """Their codes (full ids) -> the same ones here, and what those were called here that are renamed as there."""
    mine, theirs = settling.mine, settling.theirs
    here = {full for full, _ in mine.handle.codes}
    there = {full for full, _ in theirs.handle.codes}
    moved_there = grouped((new, old) for old, new in theirs.moved_codes.items())
    moved = {old: new for old, new in theirs.moved_codes.items() if old not in there}
    account.carry("codings given the present name of their code", catch_up(mine.handle, settling.change, moved))
    found, renamed = _same_name(settling, here | there)
    apart, joined = dict(found), []
    for full in sorted(there - found.keys(), key=lambda full: (full.count("."), full)):
        if full in here:
            found[full] = full
            # Renamed there to what something else is called here: the two are one, as two new codes of one name are.
            joined += [
                (old, full) for old in moved_there.get(full, ())
                if old in here - there and old not in mine.moved_codes and old not in apart.values()
            ]  # fmt: skip
            continue
        mine_now = mine.moved_codes.get(full, "")
        if mine_now in here and full not in theirs.moved_codes and apart.get(mine_now, mine_now) == mine_now:
            found[full] = mine_now
            continue
        now = _below(full, found)
        if now in here:
            found[full] = now
            continue
        before = moved_there.get(full, [])
        earlier = next((old for old in before if old in here and old not in there), "")
        below = (each for each in _all_above(full) if earlier and found.get(each, "").startswith(f"{earlier}."))
        if above := next(below, ""):
            if _below_each_other(settling, found[above], full):
                renamed += [(found[above], above), (earlier, full)]
                found |= {above: above, full: full}
            else:
                found[full] = earlier
            continue
        both = next((mine.moved_codes[old] for old in before if mine.moved_codes.get(old) in here - there), None)
        if earlier:
            renamed.append((earlier, now))
        elif both is not None:
            if _gone_along(both, {each for each, _ in renamed}, dict(renamed)) == now:
                found[full] = both  # the same, once the code above it is called here as it is there
                continue
            subject = f"code {min(both, full)} {max(both, full)} name"
            about = f"code {before[0]}, renamed on both sides"
            if settling.theirs_counts(subject, (both, full), about=about):
                renamed.append((both, now))
            else:
                found[full] = both
                continue
        found[full] = now
    for old, now in joined:
        account.change("codes", "got a name there that something else has here; the two are one now", f"{old}, {now}")
    called, along = _rename_here(settling, [*joined, *renamed], found, apart, here, carried, joined)
    codes_now = {full for full, _ in mine.handle.codes}
    mine.part_of = {old: _gone_along(new, here, along) for old, new in mine.part_of.items() if old not in codes_now}
    return {full: _gone_along(id, here, along) for full, id in found.items()}, called


def _all_above(full: str) -> list[str]:
    """The codes above one, the highest first."""
    book, _, id = full.partition(":")
    parts = id.split(".")
    return [f"{book}:{'.'.join(parts[:depth])}" for depth in range(1, len(parts))]


def _below_each_other(settling: Settling, here: str, there: str) -> bool:
    """Whether theirs counts of two codes each of which was put below the other in one copy."""
    subject = f"code {min(here, there)} {max(here, there)} place"
    return settling.theirs_counts(subject, (here, there), about="two codes, each put below the other in one copy")


def tell(settling: Settling, codes: Mapping[str, str], before: Mapping[str, str]) -> None:
    """Keep the earlier names of their codes that nobody here knows, for copies that know no other.

    `codes` are their codes -> those here, `before` those just renamed here -> what they were called.
    """
    mine, theirs, change = settling.mine, settling.theirs, settling.change
    taken = {*codes.values(), *(full for full, _ in mine.handle.codes), *before.values()}
    for what, known, there in (
        (CODE, mine.moved_codes, theirs.moved_codes),
        (MERGED, mine.merged_codes, theirs.merged_codes),
    ):
        for old, now in there.items():
            if now in codes and old not in known and old not in taken:
                if what == CODE and theirs.first_names.get(now) == codes[now]:
                    # It went away from its name and came back: the one that it had meanwhile is not its first.
                    change.insert("settled", Renamed(moment(), settling.coder, codes[now], old).row())
                change.insert("settled", Renamed(moment(), settling.coder, old, codes[now], what).row())


def _gone_along(id: str, here: Collection[str], along: Mapping[str, str]) -> str:
    """What stood here, or is to stand here, below a code that has just been renamed is called otherwise now."""
    above, rest = id, ""
    while above not in here and "." in above.partition(":")[2]:
        above, _, last = above.rpartition(".")
        rest = f".{last}{rest}"
    return f"{along.get(above, above)}{rest}"


def _same_name(settling: Settling, taken: Collection[str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Where one name means two codes: theirs -> those here by what they were called first, and what to rename here.

    Where one side only gave the name away, it is followed; where both gave it to a code of theirs, a person is asked.
    Until then each code is what it is called here.
    """
    mine, theirs = settling.mine, settling.theirs
    here, there = ({first: full for full, first in side.first_names.items()} for side in (mine, theirs))
    found: dict[str, str] = {}
    renamed: dict[str, str] = {}
    for full in sorted(mine.first_names.keys() & theirs.first_names.keys()):
        firsts = mine.first_names[full], theirs.first_names[full]
        called_here, called_there = here.get(firsts[1], full), there.get(firsts[0], full)
        if full in (called_here, called_there):
            continue  # one and the same, or one that the other copy does not have
        found |= {full: called_here, called_there: full}
        about = f"the name {full}, which {firsts[0]} got here and {firsts[1]} there"
        if firsts[1] == full:
            continue  # only here something else got the name
        if firsts[0] == full or settling.theirs_counts(f"code called {full}", firsts, about=about):
            renamed |= {full: called_there, called_here: full}
    aside = [(full, next(one for number in range(2, 10_000) if (one := f"{full}-{number}") not in taken))
             for full in renamed if full in renamed.values()]  # fmt: skip
    return found, [*aside, *renamed.items()]


def _below(full: str, found: Mapping[str, str]) -> str:
    """What a code of theirs would be called here: below its parent, whatever that is called here."""
    above, _, last = full.rpartition(".")
    return f"{found[above]}.{last}" if above in found else full


def _rename_here(
    settling: Settling,
    renamed: Sequence[tuple[str, str]],
    found: Mapping[str, str],
    apart: Mapping[str, str],
    here: Collection[str],
    carried: Carried,
    joined: Collection[tuple[str, str]],
) -> tuple[dict[str, str], dict[str, str]]:
    """Do here what was renamed, moved or promoted there, those above before those below them: now -> before, and
    all that is called otherwise by it, before -> now. What is `joined` becomes one with a code that is here; `apart`
    are their codes -> those here where one name means two."""
    project, change = settling.mine.handle, settling.change
    at = {old: old for old, _ in renamed}
    along: dict[str, str] = {}
    for old, wanted in renamed:
        above, dot, last = wanted.rpartition(".")
        if settling.theirs.handle.codes.get(wanted) is not None:
            above = apart.get(above, above)  # what they call so may be another than what is called so here
        new = f"{_gone_along(above, here, along)}.{last}" if dot else wanted
        if at[old] == new:
            continue  # it went along with the code above it
        _stand_above(settling, new, found)
        try:
            recoded = (joined_code if (old, wanted) in joined else renamed_code)(project, change, at[old], new)
        except QualcodeError:
            continue  # its name is taken: it comes as a code of its own
        if (old, wanted) in joined:
            _one_lasting_id(project, change, recoded)
        carry(project, change, recoded, carried)
        at = {each: recoded.get(now, now) for each, now in at.items()}
        along = {**recoded, **{each: recoded.get(now, now) for each, now in along.items()}}
    return {now: old for old, now in at.items() if old != now and (old, now) not in joined}, along


def _stand_above(settling: Settling, new: str, found: Mapping[str, str]) -> None:
    """Let the codes stand here under which a code is to go, where only they have them."""
    mine = settling.mine.handle
    book, _, id = new.partition(":")
    there = {here: code for theirs, here in found.items() if (code := settling.theirs.handle.codes.get(theirs))}
    levels = id.split(".")[:-1]
    for above in (".".join(levels[:depth]) for depth in range(1, len(levels) + 1)):
        if book in mine.codes.books and above not in mine.codes.books[book] and f"{book}:{above}" in there:
            code = replace(there[f"{book}:{above}"], id=above, parent=above.rpartition(".")[0] or None)
            add_codes(mine, settling.change, mine.codes.books[book], [code])


def joined_code(project: Handle, change: Change, old: str, new: str) -> dict[str, str]:
    """Make a code one with another, which keeps its texts; what became of it and of all below it, in full ids."""
    book, _, id = old.partition(":")
    target, _, into = new.partition(":")
    path, recoded = path_of(project, book), {old: new}
    if book == target:
        before = change.text(path) or ""
        edit = regroup.merge(before, [id], into, aliases=False, path=path)
        recoded |= {f"{book}:{start}": f"{book}:{ends[0]}" for start, ends in edit.recode.items()}
    else:
        for below in project.codes.books[book].children(id):
            last = below.id.rpartition(".")[2]
            taken = f"{into}.{last}" in project.codes.books[target]
            recoded |= (joined_code if taken else renamed_code)(project, change, f"{book}:{below.id}", f"{new}.{last}")
        before = change.text(path) or ""
        edit = edits.remove(before, id, path=path)
    change.file(path, before, edit.text)
    project.codes.books[book] = edit.codebook
    project.codes.renew_names()
    return recoded


def _one_lasting_id(project: Handle, change: Change, recoded: Mapping[str, str]) -> None:
    """Of two codings just alike one stays: by the lower of their ids, as in the copy where they never were two."""
    known: dict[tuple[object, ...], Coding] = {}
    codings = project.writable.codings()
    for coding in sorted(codings, key=lambda coding: coding.code in recoded):
        there = known.setdefault(replace(coding, code=recoded.get(coding.code, coding.code)).same, coding)
        if there is not coding and coding.uid < there.uid:
            change.update("coding", there.id, {"uid": coding.uid})
            change.update("coding", coding.id, {"uid": there.uid})


def renamed_code(project: Handle, change: Change, old: str, new: str) -> dict[str, str]:
    """Give a code another id in its file; what became of it and of all below it, in full ids."""
    book, _, id = old.partition(":")
    target, _, wanted = new.partition(":")
    path = path_of(project, book)
    before = change.text(path) or ""
    if book != target:
        frame = path_of(project, target)
        frame_before = change.text(frame) or ""
        done = regroup.promote(before, id, frame_before, wanted.rpartition(".")[0] or None, path=path, frame_path=frame)
        change.file(path, before, done.left.text)
        change.file(frame, frame_before, done.joined.text)
        project.codes.books[book], project.codes.books[target] = done.left.codebook, done.joined.codebook
        project.codes.renew_names()
        return {start: ends[0] for start, ends in done.recode.items() if len(ends) == 1}
    text, recoded = before, {id: id}
    if wanted.rpartition(".")[0] != id.rpartition(".")[0]:
        edit = edits.move(text, id, wanted.rpartition(".")[0] or None, path=path)
        text, recoded = edit.text, {start: ends[0] for start, ends in edit.recode.items()}
    now = recoded.get(id, id)
    if now != wanted:
        edit = edits.rename(text, now, to=wanted.rpartition(".")[2], path=path)
        after = {start: ends[0] for start, ends in edit.recode.items()}
        recoded = {**after, **{start: after.get(end, end) for start, end in recoded.items()}}
        text = edit.text
    change.file(path, before, text)
    project.codes.books[book] = edit.codebook
    project.codes.renew_names()
    return {f"{book}:{start}": f"{book}:{end}" for start, end in recoded.items() if start != end}
