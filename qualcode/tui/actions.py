"""What a key does to the codings: each function is one transaction, and says what it did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ..core.errors import UsageError
from ..core.model import Code, Coding, Span
from ..project.blind import summary
from ..project.tag import Tag, Tagged
from ..project.tag import tag as store_tags
from ..store import Change
from ..store.store import now
from .said import Said
from .session import Session

OPEN = "open"
IN_VIVO = 60
"""Letters of the informant's words that make a code's name."""
EXAMPLE = 500


def code(session: Session, name: str, *, weight: float | None = None, qualifier: str | None = None) -> Said:
    """Code the selection, or the unit one is on."""
    full = session.project.codes.codable(name)
    qualifier = session.project.codes.qualifier(full, qualifier) if qualifier else None
    return _tagged(session, full, session.targets(), weight, qualifier)


def new_code(session: Session, name: str, *, in_vivo: bool = False) -> Said:
    """Make an open code and code with it, in one transaction."""
    session.watch.check_store()
    if not name.strip():
        raise UsageError("a code needs a name", slug="no_code")
    codes, targets = session.project.codes, session.targets()
    example = targets[0].cut(session.place.document.text)[:EXAMPLE] if in_vivo else ""
    full = codes.new_open_id(name)

    def prepare(change: Change) -> None:
        if codes.new_open_id(name) == full:  # else a colleague has just made it
            codes.add_open(change, name, in_vivo=in_vivo, example=example)

    try:
        said = _tagged(session, full, targets, prepare=prepare)
    except BaseException:
        codes.forget()  # it was not stored, so it is not there
        raise
    return said._replace(text=f"new code, {said.text}")


def in_vivo(session: Session) -> Said:
    """The selected words become an open code; an open code of that name is used again."""
    if session.selection is None:
        raise UsageError("select the words first", slug="empty_selection", hint="v")
    words = " ".join(session.targets()[0].cut(session.place.document.text).split())
    if len(words) > IN_VIVO:
        words = words[:IN_VIVO].rsplit(" ", 1)[0] + "…"
    book = session.books.get(OPEN)
    for known in book.codes if book else ():
        if words.casefold() in {name.casefold() for name in known.name.values()}:
            return code(session, f"{OPEN}:{known.id}")
    return new_code(session, words, in_vivo=True)


def again(session: Session) -> Said:
    """The same code, weight and qualifier as the last time."""
    if session.last is None:
        raise UsageError("nothing was coded yet", slug="nothing_there", hint="1-9, or c to find a code")
    name, weight, qualifier = session.last
    return code(session, name, weight=weight if weight != 1 else None, qualifier=qualifier or None)


def _tagged(
    session: Session,
    full: str,
    targets: Sequence[Span],
    weight: float | None = None,
    qualifier: str | None = None,
    prepare: Callable[[Change], None] | None = None,
) -> Said:
    session.watch.check_store()
    document = session.place.document
    tags = [Tag(document.id, span, span.cut(document.text), full, session.coder, weight, qualifier) for span in targets]
    broken = warnings(session, tags)
    done = store_tags(session.project, tags, prepare=prepare)
    session.last = (full, weight or 1.0, qualifier or "")
    session.used(full)
    _show(session, tags, done)
    session.selection = None
    session.remember()
    name = session.label(full)
    if broken:
        return Said(f"{name}: {broken[0]}", warning=True)
    if not done.added and not done.changed:
        return Said(f"{name} is here already")
    known = session.code(full)
    if known is not None and known.needs_memo:
        return Said(f"{name}: say in a memo (m) what it rests on", warning=True)
    return Said(f"coded: {name}")


def _show(session: Session, tags: Sequence[Tag], done: Tagged) -> None:
    if done.changed or len(done.added) != len(tags):
        session.reload()
        own = [c for c in session.here() if c.coder == session.coder and c.code == tags[0].code]
        session.focus = own[0].id if own else 0
        return
    created = now()
    added = [
        Coding(id, t.document, t.span, t.quote, t.code, t.coder, t.weight or 1.0, t.qualifier or "", created=created)
        for id, t in zip(done.added, tags, strict=True)
    ]
    with session.counting(tags[0].code):
        session.place.add(added)
    session.focus = done.added[0]
    session.stored()


def warnings(session: Session, tags: Sequence[Tag]) -> list[str]:
    """The rules of the codebooks that tags would break beside what stands there already."""
    books = session.books
    book = books.get(tags[0].code.partition(":")[0])
    if book is None or not (
        book.exclusive or book.at_most_one_of or any(known.exclusive or known.requires for known in book.codes)
    ):
        return []
    from ..codebook.rules import violations

    own = session.place.lanes((session.coder,))
    found: list[str] = []
    for tag in tags:
        there = [c.code for c in own.touching(tag.span.start, tag.span.stop) if c.span == tag.span]
        before = {str(broken) for broken in violations(books.values(), there)}
        after = violations(books.values(), list(dict.fromkeys([*there, tag.code])))
        found += [broken.message for broken in after if broken.message not in before]
    return list(dict.fromkeys(found))


# -- one coding ------------------------------------------------------------------------


def mine(session: Session) -> list[Coding]:
    """The coding that a key is about, with the other parts of the same answer; UsageError when there is none.

    An answer that was interrupted is coded in several stretches, which are changed together.
    """
    chosen = session.focused()
    if chosen is None:
        raise UsageError("nothing is coded here", slug="nothing_there", hint="code it first: 1-9 or c")
    if chosen.coder != session.coder:
        raise UsageError(f"that coding is {chosen.coder}'s", slug="not_yours", hint="tab chooses another")
    session.focus = chosen.id
    if session.selection is None and session.unit is not None:
        parts = session.place.targets(session.at)
        if len(parts) > 1 and chosen.span in parts:
            return [
                c
                for c in session.here()
                if (c.code, c.coder, c.qualifier) == (chosen.code, chosen.coder, chosen.qualifier) and c.span in parts
            ]
    return [chosen]


def _revised(session: Session, action: str, **said: Any) -> list[Coding]:
    from ..project.codings import revise

    session.watch.check_store()
    before = mine(session)
    revise(session.project, before, action, **said)
    after = [replace(coding, **said) for coding in before]
    with session.counting(before[0].code):
        session.place.drop(before)
        session.place.add(after)
    session.stored()
    if session.last and session.last[0] == after[0].code:
        session.last = (after[0].code, after[0].weight, after[0].qualifier)
    return after


def weigh(session: Session, written: str) -> Said:
    """Give the coding another weight: `0.5`, `0,5` or `50%`."""
    text = written.strip().replace(",", ".")
    try:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise UsageError(f"weight {written!r}: expected a number, such as 0.5", slug="intensity_range") from None
    coding = _revised(session, "weight", weight=value)[0]
    return Said(f"{session.label(coding.code)}: weight {coding.weight:g}")


def qualify(session: Session, name: str) -> Said:
    """Say about the coding what its codebook lets one say; nothing when empty."""
    coding = mine(session)[0]
    qualifier = session.project.codes.qualifier(coding.code, name)
    _revised(session, "qualifier", qualifier=qualifier)
    return Said(f"{session.label(coding.code)}: {qualifier or 'no qualifier'}")


def write_memo(session: Session, text: str) -> Said:
    """Set the memo of the coding."""
    coding = _revised(session, "memo", memo=text.strip())[0]
    return Said(f"{session.label(coding.code)}: memo {'kept' if coding.memo else 'taken away'}")


def doubt(session: Session) -> Said:
    """Mark the coding as unsure, or as sure again."""
    coding = _revised(session, "unsure", unsure=not mine(session)[0].unsure)[0]
    return Said(f"{session.label(coding.code)}: {'unsure' if coding.unsure else 'sure'}")


def remove(session: Session) -> Said:
    """Take the coding away."""
    from ..project.codings import take_away

    session.watch.check_store()
    gone = mine(session)
    take_away(session.project, gone)
    full = gone[0].code
    with session.counting(full):
        session.place.drop(gone)
    session.focus = 0
    session.stored()
    return Said(f"taken away: {session.label(full)}")


def note(session: Session, text: str) -> Said:
    """Write a memo about the place one is on, not about a coding."""
    from ..project import memos

    session.watch.check_store()
    about = note_about(session)
    memos.write(session.project, about, text)
    session.stored()
    return Said(f"memo about {about}")


def note_about(session: Session) -> str:
    """The address that a memo of this place is about."""
    document = session.place.document
    if session.selection is not None and len(session.selection.span):
        span = session.targets()[0]
        return f"{document.id}@{span.start}-{span.stop}"
    return session.unit.label if session.unit else document.id


# -- undo ------------------------------------------------------------------------------


def undo(session: Session, *, whoever: bool = False) -> Said:
    """Take the latest change back; another coder's only when `whoever` says so."""
    return _travelled(session, "undo", whoever)


def redo(session: Session, *, whoever: bool = False) -> Said:
    """Do again what was undone last."""
    return _travelled(session, "redo", whoever)


CODING = frozenset(
    (
        "tag", "untag", "weight", "qualifier", "memo", "unsure", "review", "tag --from", "coder begun",
        "coder finished", "speakers",
    )
)  # fmt: skip
"""What is undone here. Undoing that documents were added is not what a coder means by a key."""


def _travelled(session: Session, way: str, whoever: bool) -> Said:
    session.watch.check_store()
    project = session.project
    state = "done" if way == "undo" else "undone"
    entry = session.store.latest(None if whoever else session.coder, state)
    if (entry is None or entry.action not in CODING) and not whoever:
        latest = session.store.latest(None, state)
        entry = latest if latest and latest.coder != session.coder else entry
    if entry is not None and entry.action not in CODING:
        raise UsageError(
            f"the change before this is {entry.action!r}: {summary(project, entry)}",
            slug="not_coding",
            hint=f"`qualcode {way}` in the shell, if that is meant",
        )
    if entry is not None and entry.coder not in ("", session.coder) and not whoever:
        raise UsageError(
            f"the last change is {entry.coder}'s: {entry.action} {summary(project, entry)}",
            slug="not_yours",
            hint=f"press the key again to {way} it all the same",
        )
    entry = project.undo(whoever=whoever) if way == "undo" else project.redo(whoever=whoever)
    session.focus = 0
    session.reload()
    if entry.action == "speakers":
        session.reopen_document()
    return Said(f"{'undone' if way == 'undo' else 'done again'}: {entry.action} {summary(project, entry)}")


# -- documents -------------------------------------------------------------------------


def finish(session: Session) -> Said:
    """Say that one has finished the document, or not: only then does uncoded mean looked at, nothing."""
    from ..project.coders import finished, set_state

    session.watch.check_store()
    id = session.place.document.id
    done = (session.coder, id) in finished(session.project)
    set_state(session.project, session.coder, [id], "begun" if done else "finished")
    session.reload()  # others' codings may come into sight with it
    waiting = session.waits_for(id)
    after = f"; others' codings are shown when {' and '.join(waiting)} {'have' if len(waiting) > 1 else 'has'} too"
    return Said(f"{id} is {'not finished' if done else 'finished'}{after if waiting and not done else ''}")


# -- digits ----------------------------------------------------------------------------


def digit_codes(session: Session) -> list[str]:
    """The codes on 1-9: the person's own list, the frame's, or the latest used."""
    if session.digits == "recent" and session.recent:
        return [full for full in session.recent if session.code(full)][:9]
    if session.settings.codes:
        known = []
        for name in session.settings.codes[:9]:
            try:
                known.append(session.project.codes.codable(name))
            except UsageError:
                continue  # a code of another project; the digits after it keep their order
        if known:
            return known
    by_level: list[tuple[int, str]] = [
        (depth, f"{book.id}:{known.id}") for book in session.frames() for depth, known in book.walk() if usable(known)
    ]
    by_level.sort(key=lambda entry: entry[0])
    return [full for _, full in by_level[:9]]


def usable(known: Code) -> bool:
    """Whether a code may be applied."""
    return known.codable and not known.retired


def digit(session: Session, number: int) -> Said:
    """Code with the code on a digit."""
    listed = digit_codes(session)
    if number > len(listed):
        raise UsageError(f"there is no code on {number}", slug="no_code", hint="c finds a code by typing")
    return code(session, listed[number - 1])


def switch_digits(session: Session) -> Said:
    """Put the frame's codes on the digits, or the latest used."""
    session.digits = "recent" if session.digits == "frame" else "frame"
    if session.digits == "recent" and not session.recent:
        return Said("digits are the codes used last; none yet, so the frame's for now")
    return Said("digits are the codes used last" if session.digits == "recent" else "digits are the frame's codes")
