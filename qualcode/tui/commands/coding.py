"""Coding, what is said about a coding, the codebook at the side, other coders, and settling."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .. import actions, keys, panel
from ..find import Filter
from ..said import Said
from .table import COMMANDS, Command, command, held

if TYPE_CHECKING:
    from ..app import CodingScreen
    from ..review import Review


def coded(app: CodingScreen, said: Said) -> Said:
    """After coding: go on if one wants to, unless something should be read first."""
    if app.session.advance and not said.warning:
        app.session.walk.step(1)
    return said


def _digit(number: int) -> Command:
    return lambda app, _: coded(app, actions.digit(app.session, number))


COMMANDS.update({f"digit_{number}": _digit(number) for number in range(1, 10)})
COMMANDS["digits"] = lambda app, _: actions.switch_digits(app.session)
COMMANDS["in_vivo"] = lambda app, _: coded(app, actions.in_vivo(app.session))
COMMANDS["again"] = lambda app, _: coded(app, actions.again(app.session))
COMMANDS["unsure"] = lambda app, _: actions.doubt(app.session)
COMMANDS["remove"] = lambda app, _: actions.remove(app.session)
COMMANDS["undo"] = lambda app, sure: actions.undo(app.session, whoever=sure)
COMMANDS["redo"] = lambda app, sure: actions.redo(app.session, whoever=sure)
COMMANDS["next_coding"] = lambda app, _: app.session.next_coding(1)
COMMANDS["previous_coding"] = lambda app, _: app.session.next_coding(-1)


@command
def choose(app: CodingScreen) -> Said | None:
    from .. import choices

    session = app.session
    session.targets()  # says at once when there is nothing to code

    def chosen(value: str) -> Said | None:
        if value.startswith("+"):
            return coded(app, actions.new_code(session, value[1:]))
        return coded(app, actions.code(session, value))

    return app.find("Code", choices.codes(session), held(session.standing, chosen), new="new open code")


@command
def weight(app: CodingScreen) -> Said | None:
    session = app.session
    coding = actions.mine(session)[0]
    title = f"Weight of {session.label(coding.code)}"
    weigh = held(lambda: session.standing_on(coding), lambda text: actions.weigh(session, text))
    return app.ask(title, "more than 0, at most 1", weigh, f"{coding.weight:g}")


@command
def qualifier(app: CodingScreen) -> Said | None:
    from .. import choices

    session = app.session
    coding = actions.mine(session)[0]
    listed = choices.qualifiers(session, coding.code)
    if len(listed) < 2:
        return Said(f"the codebook of {session.label(coding.code)} has no qualifiers")
    return app.find(
        f"{session.label(coding.code)} …",
        listed,
        held(lambda: session.standing_on(coding), lambda value: actions.qualify(session, value.removeprefix("="))),
        at=f"={coding.qualifier}",
    )


@command
def memo(app: CodingScreen) -> Said | None:
    session = app.session
    coding = actions.mine(session)[0]
    about = f"coding {coding.id}"
    write = held(lambda: session.standing_on(coding), lambda text: actions.write_memo(session, text))
    text = session.memory.drafts.get(about, coding.memo)
    return app.write(f"Memo: {session.label(coding.code)}", about, text, coding.memo, write)


@command
def note(app: CodingScreen) -> Said | None:
    session = app.session
    about = actions.note_about(session)
    taken = [one for one in session.drafts_of_nothing() if one != about]
    drafts = session.memory.drafts
    text = "\n".join([drafts.get(about, ""), *(f"(about {one}) {drafts[one]}" for one in taken)]).strip()
    write = held(lambda: actions.note_about(session), lambda text: actions.note(session, text))
    return app.write(f"Memo about {about}", about, text, "", write, taken)


@command
def advance(app: CodingScreen) -> Said | None:
    app.session.advance = not app.session.advance
    return Said("coding goes on to the next by itself" if app.session.advance else "coding stays where it is")


# -- the codebook at the side ----------------------------------------------------------


@command
def tree(app: CodingScreen) -> Said | None:
    if not app.side.display:
        app.side_wanted = True
        app.side.display = True
    in_view = app.session.code_in_view()
    entries = panel.tree(app.session)
    full = in_view[0] if in_view else ""
    if not entries:
        return Said("no codebook yet: c makes an open code")
    app.tree_at = next((at for at, entry in enumerate(entries) if entry.full == full), min(1, len(entries) - 1))
    app.mode = keys.TREE
    return None


def _tree_to(where: Callable[[int, int], int]) -> Command:
    def move(app: CodingScreen, _: bool) -> Said | None:
        last = len(panel.tree(app.session)) - 1
        app.tree_at = max(0, min(last, where(app.tree_at, last)))
        return None

    return move


COMMANDS["tree_down"] = _tree_to(lambda at, last: at + 1)
COMMANDS["tree_up"] = _tree_to(lambda at, last: at - 1)
COMMANDS["tree_page_down"] = _tree_to(lambda at, last: at + 8)
COMMANDS["tree_page_up"] = _tree_to(lambda at, last: at - 8)
COMMANDS["tree_first"] = _tree_to(lambda at, last: 0)
COMMANDS["tree_last"] = _tree_to(lambda at, last: last)


def _under_cursor(app: CodingScreen) -> panel.TreeLine | None:
    entries = panel.tree(app.session)
    return entries[app.tree_at] if app.tree_at < len(entries) else None


@command
def tree_code(app: CodingScreen) -> Said | None:
    entry = _under_cursor(app)
    if entry is None or entry.code is None:
        return Said("that is a codebook, not a code")
    return coded(app, actions.code(app.session, entry.full))


@command
def tree_filter(app: CodingScreen) -> Said | None:
    entry = _under_cursor(app)
    if entry is None:
        return None
    value = entry.full if entry.code else f"{entry.full}*"
    return app.session.walk.filter_to(Filter("code", value, entry.title))


@command
def tree_leave(app: CodingScreen) -> Said | None:
    app.mode = keys.TEXT
    return None


# -- other coders, reviewing, and the table of shares ----------------------------------


@command
def disagreement(app: CodingScreen) -> Said | None:
    from ..review import next_disagreement

    return next_disagreement(app.session)


@command
def others(app: CodingScreen) -> Said | None:
    session = app.session
    session.others = not session.others
    session.focus = 0
    waiting = session.waits_for(session.place.document.id)
    if session.others and waiting:
        return Said(
            f"others' codings of this document are hidden until {' and '.join(waiting)} finished it", warning=True
        )
    return Said("everybody's codings are shown" if session.others else "only your own codings are shown")


@command
def speakers(app: CodingScreen) -> Said | None:
    from .. import actions
    from ..speakers import SpeakersPage

    session = app.session
    session.selection = None

    def left(said: Said | None) -> None:
        app.transcript.forget()
        app.attempt(lambda: said)

    app.push_screen(SpeakersPage(session, lambda: actions.undo(session)), left)
    return None


@command
def review(app: CodingScreen) -> Said | None:
    from ..review import Review

    session = app.session
    session.selection = None
    session.reviewing = True
    app.review = Review(session)
    if app.review.items:
        app.review.show()
        return None
    return app.review.step(1)


@command
def leave_review(app: CodingScreen) -> Said | None:
    app.session.reviewing, app.session.focus = False, 0
    settled = app.review.settled if app.review else 0
    app.review = None
    return Said(f"{settled} settled" if settled else "")


def _settle(way: Callable[[Review], Said | None]) -> Command:
    return lambda app, _: way(app.review) if app.review else None


COMMANDS["accept"] = _settle(lambda review: review.accept())
COMMANDS["reject"] = _settle(lambda review: review.reject())
COMMANDS["agreed"] = _settle(lambda review: review.agreed())
COMMANDS["next_item"] = _settle(lambda review: review.step(1))
COMMANDS["previous_item"] = _settle(lambda review: review.step(-1))


@command
def change(app: CodingScreen) -> Said | None:
    from .. import choices

    found = app.review
    if found is None or found.item is None:
        return Said("nothing to settle here")
    return app.find("Another code", choices.codes(app.session), held(lambda: found.item, found.accept))


@command
def shares(app: CodingScreen) -> Said | None:
    app.table.toggle()
    return None
