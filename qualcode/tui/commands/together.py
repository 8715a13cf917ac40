"""Other coders, reviewing, and the table of shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..said import Said
from .table import COMMANDS, Command, command, held

if TYPE_CHECKING:
    from ..app import CodingScreen
    from ..review import Review


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
