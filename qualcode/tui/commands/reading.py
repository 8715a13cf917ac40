"""Reading, selecting words, finding, going to places, and the window itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.errors import several
from .. import actions
from ..find import Filter
from ..said import Said
from ..selection import Selection
from .table import COMMANDS, Command, command, held

if TYPE_CHECKING:
    from ..app import CodingScreen


COMMANDS["next"] = lambda app, _: app.session.walk.step(1)
COMMANDS["previous"] = lambda app, _: app.session.walk.step(-1)
COMMANDS["next_uncoded"] = lambda app, _: app.session.walk.step(1, uncoded=True)
COMMANDS["previous_uncoded"] = lambda app, _: app.session.walk.step(-1, uncoded=True)
COMMANDS["unit"] = lambda app, _: app.session.switch_unit()
COMMANDS["first"] = lambda app, _: app.session.to_unit(0)
COMMANDS["last"] = lambda app, _: app.session.to_unit(len(app.session.place.units) - 1)
COMMANDS["next_document"] = lambda app, _: app.session.walk.other_document(1)
COMMANDS["previous_document"] = lambda app, _: app.session.walk.other_document(-1)
COMMANDS["finished"] = lambda app, _: actions.finish(app.session)


def _page(app: CodingScreen, by: int) -> Said | None:
    app.transcript.lines_by(by * max(1, app.transcript.size.height - 2))
    offset = app.transcript.offset_in_view()
    if offset is not None and app.session.selection is None:
        app.session.at = app.session.place.unit_at(offset)
        app.session.focus, app.session.found.hit = 0, None
        app.session.remember()
        app.still = True
    return None


def _scroll(app: CodingScreen, by: int) -> Said | None:
    app.transcript.lines_by(by)
    return None


COMMANDS["page_down"] = lambda app, _: _page(app, 1)
COMMANDS["page_up"] = lambda app, _: _page(app, -1)
COMMANDS["line_down"] = lambda app, _: _scroll(app, 1)
COMMANDS["line_up"] = lambda app, _: _scroll(app, -1)


@command
def documents(app: CodingScreen) -> Said | None:
    from .. import choices

    session = app.session

    def chosen(id: str) -> Said | None:
        session.open(id)
        return None

    return app.find("Documents", choices.documents(session), chosen, at=session.place.document.id)


# -- selecting ---------------------------------------------------------------------------


@command
def select(app: CodingScreen) -> Said | None:
    session = app.session
    if session.found.hit is not None:
        session.selection = Selection(session.found.hit.start, session.found.hit.stop)
        return None
    coding = session.focused() if session.focus else None
    unit = session.unit
    start = coding.span.start if coding else unit.span.start if unit else 0
    session.selection = session.place.reader.begin(start)
    return None


@command
def select_unit(app: CodingScreen) -> Said | None:
    session = app.session
    span = session.targets()[0]
    session.selection = Selection(span.start, span.stop)
    return None


def _extend(way: str, back: bool) -> Command:
    def extend(app: CodingScreen, _: bool) -> Said | None:
        selection = app.session.selection
        if selection is None:
            return None
        if way == "row":
            head = app.transcript.beside(selection.head, -1 if back else 1)
        else:
            head = getattr(app.session.place.reader, way)(selection.head, back=back)
        app.session.selection = Selection(selection.anchor, head)
        return None

    return extend


for _way in ("character", "word", "sentence", "turn", "row"):
    COMMANDS[_way] = _extend(_way, back=False)
    COMMANDS[f"{_way}_back"] = _extend(_way, back=True)


@command
def swap(app: CodingScreen) -> Said | None:
    if app.session.selection is not None:
        app.session.selection = app.session.selection.turned()
    return None


@command
def anchor(app: CodingScreen) -> Said | None:
    if app.session.selection is not None:
        text = app.session.place.document.text
        start = app.session.selection.head
        while start < len(text) and text[start].isspace():
            start += 1
        app.session.selection = app.session.place.reader.begin(start)
    return None


# -- the window ---------------------------------------------------------------------------


@command
def side(app: CodingScreen) -> Said | None:
    app.side_wanted = not app.side_wanted
    app.side.display = app.side_wanted
    return None


@command
def help_(app: CodingScreen) -> Said | None:
    from .. import choices
    from ..dialogs import Page

    app.push_screen(Page("Keys", choices.help_lines(app.keys)))
    return None


@command
def commands(app: CodingScreen) -> Said | None:
    app.action_command_palette()
    return None


@command
def quit_(app: CodingScreen) -> Said | None:
    app.leave()
    return None


# -- finding, and going to places ------------------------------------------------------


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
