"""Coding, and what is said about a coding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import actions
from ..said import Said
from .table import COMMANDS, Command, command, held

if TYPE_CHECKING:
    from ..app import CodingScreen


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
