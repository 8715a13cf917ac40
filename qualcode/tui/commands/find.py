"""Searching for words and codes, filtering, and going to places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.errors import several
from .. import actions
from ..find import Filter
from ..said import Said
from .table import COMMANDS, command, held

if TYPE_CHECKING:
    from ..app import CodingScreen


COMMANDS["next_hit"] = lambda app, _: app.session.found.step(1)
COMMANDS["previous_hit"] = lambda app, _: app.session.found.step(-1)
COMMANDS["clear"] = lambda app, _: app.session.clear()


@command
def search(app: CodingScreen) -> Said | None:
    from ..dialogs import Search

    found = app.session.found

    def said(said: Said | None) -> None:
        if said is not None:
            app.attempt(lambda: said)

    app.push_screen(Search(found.line, found.search), said)
    return None


@command
def found(app: CodingScreen) -> Said | None:
    from .. import choices

    found = app.session.found
    if not found.places:
        return Said("search first, with /")
    title = f"{several(len(found), 'place')} of {found.line}"
    listed = choices.found(app.session, found.places)
    return app.find(title, listed, held(lambda: found.places, lambda value: found.to(int(value))), wide=True)


@command
def code_found(app: CodingScreen) -> Said | None:
    from .. import choices
    from ..dialogs import Preview

    session = app.session
    found = session.found
    if not found.places:
        return Said("search first, with /: this codes every place found")

    def chosen(code: str) -> Said | None:
        do = held(lambda: found.places, lambda how: found.code(code, whole=how == "whole"))

        def sure(how: str | None) -> None:
            if how:
                app.attempt(lambda: do(how))

        title = f"{session.label(code)} on {several(len(found), 'place')} of {found.line}?"
        app.push_screen(Preview(title, choices.found(session, found.places)), sure)
        return None

    return app.find(f"Code every one of {several(len(found), 'place')} with …", choices.codes(session), chosen)


@command
def filter_(app: CodingScreen) -> Said | None:
    from .. import choices

    session = app.session

    def chosen(value: str) -> Said | None:
        kind, _, name = value.partition(" ")
        if kind == "none":
            session.walk.filter = Filter()
            return Said("no filter")
        return session.walk.filter_to(Filter(kind, name, session.label(name) if kind == "code" else name))

    return app.find("Step only to …", choices.filters(session), chosen)


@command
def jump(app: CodingScreen) -> Said | None:
    return app.ask("Go to", "D1#3 an answer, :14 a turn here, D1@120-180 characters", app.session.walk.jump)


@command
def labels(app: CodingScreen) -> Said | None:
    app.transcript.jumping = True
    return Said("press the letter of a turn")


@command
def copy(app: CodingScreen) -> Said | None:
    session = app.session
    spans = session.spans_here()
    words = " ".join(span.cut(session.place.document.text) for span in spans)
    app.copy_to_clipboard(f"“{words}” ({actions.note_about(session)})")
    return Said(f"copied: {actions.note_about(session)}")
