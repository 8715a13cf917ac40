"""What each action does to the screen: a table of small functions, one for every name in `keys`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import actions, keys, panel
from .search import Filter
from .selection import Selection
from .session import Said

if TYPE_CHECKING:
    from .app import CodingScreen
    from .review import Review

Command = Callable[["CodingScreen", bool], Said | None]
"""Takes the screen, and whether the key was pressed a second time to be sure."""

COMMANDS: dict[str, Command] = {}


def _command(function: Callable[[CodingScreen], Said | None]) -> Callable[[CodingScreen], Said | None]:
    COMMANDS[function.__name__.removesuffix("_")] = lambda app, _: function(app)
    return function


# -- reading ---------------------------------------------------------------------------

COMMANDS["next"] = lambda app, _: app.session.step(1)
COMMANDS["previous"] = lambda app, _: app.session.step(-1)
COMMANDS["next_uncoded"] = lambda app, _: app.session.step(1, uncoded=True)
COMMANDS["previous_uncoded"] = lambda app, _: app.session.step(-1, uncoded=True)
COMMANDS["unit"] = lambda app, _: app.session.switch_unit()
COMMANDS["first"] = lambda app, _: app.session.to_unit(0)
COMMANDS["last"] = lambda app, _: app.session.to_unit(len(app.session.place.units) - 1)
COMMANDS["next_document"] = lambda app, _: app.session.other_document(1)
COMMANDS["previous_document"] = lambda app, _: app.session.other_document(-1)
COMMANDS["finished"] = lambda app, _: actions.finish(app.session)


def _page(app: CodingScreen, by: int) -> Said | None:
    app.transcript.lines_by(by * max(1, app.transcript.size.height - 2))
    offset = app.transcript.offset_in_view()
    if offset is not None and app.session.selection is None:
        app.session.at = app.session.place.unit_at(offset)
        app.session.focus, app.session.hit = 0, None
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


@_command
def documents(app: CodingScreen) -> Said | None:
    from . import choices

    session = app.session

    def chosen(id: str) -> Said | None:
        session.open(id)
        return None

    return app.find("Documents", choices.documents(session), chosen, at=session.place.document.id)


# -- coding ----------------------------------------------------------------------------


def _coded(app: CodingScreen, said: Said) -> Said:
    """After coding: go on if one wants to, unless something should be read first."""
    if app.session.advance and not said.warning:
        app.session.step(1)
    return said


def _digit(number: int) -> Command:
    return lambda app, _: _coded(app, actions.digit(app.session, number))


COMMANDS.update({f"digit_{number}": _digit(number) for number in range(1, 10)})
COMMANDS["digits"] = lambda app, _: actions.switch_digits(app.session)
COMMANDS["in_vivo"] = lambda app, _: _coded(app, actions.in_vivo(app.session))
COMMANDS["again"] = lambda app, _: _coded(app, actions.again(app.session))
COMMANDS["unsure"] = lambda app, _: actions.doubt(app.session)
COMMANDS["remove"] = lambda app, _: actions.remove(app.session)
COMMANDS["undo"] = lambda app, sure: actions.undo(app.session, whoever=sure)
COMMANDS["redo"] = lambda app, sure: actions.redo(app.session, whoever=sure)
COMMANDS["next_coding"] = lambda app, _: app.session.next_coding(1)
COMMANDS["previous_coding"] = lambda app, _: app.session.next_coding(-1)


@_command
def choose(app: CodingScreen) -> Said | None:
    from . import choices

    session = app.session
    session.targets()  # says at once when there is nothing to code

    def chosen(value: str) -> Said | None:
        if value.startswith("+"):
            return _coded(app, actions.new_code(session, value[1:]))
        return _coded(app, actions.code(session, value))

    return app.find("Code", choices.codes(session), chosen, new="new open code")


@_command
def weight(app: CodingScreen) -> Said | None:
    coding = actions.mine(app.session)[0]
    title = f"Weight of {app.session.label(coding.code)}"
    return app.ask(title, "more than 0, at most 1", lambda text: actions.weigh(app.session, text), f"{coding.weight:g}")


@_command
def qualifier(app: CodingScreen) -> Said | None:
    from . import choices

    session = app.session
    coding = actions.mine(session)[0]
    listed = choices.qualifiers(session, coding.code)
    if len(listed) < 2:
        return Said(f"the codebook of {session.label(coding.code)} has no qualifiers")
    return app.find(
        f"{session.label(coding.code)} …",
        listed,
        lambda value: actions.qualify(session, value.removeprefix("=")),
        at=f"={coding.qualifier}",
    )


@_command
def memo(app: CodingScreen) -> Said | None:
    session = app.session
    coding = actions.mine(session)[0]
    about = f"coding {coding.id}"
    draft = session.memory.draft
    text = draft["text"] if draft.get("about") == about else coding.memo
    return app.write(
        f"Memo: {session.label(coding.code)}", about, text, coding.memo, lambda text: actions.write_memo(session, text)
    )


@_command
def note(app: CodingScreen) -> Said | None:
    session = app.session
    about = actions.note_about(session)
    draft = session.memory.draft
    text = draft.get("text", "")
    if draft and draft.get("about") != about:
        text = f"(about {draft.get('about')}) {text}"
    return app.write(f"Memo about {about}", about, text, "", lambda text: actions.note(session, text))


@_command
def advance(app: CodingScreen) -> Said | None:
    app.session.advance = not app.session.advance
    return Said("coding goes on to the next by itself" if app.session.advance else "coding stays where it is")


# -- selecting -------------------------------------------------------------------------


@_command
def select(app: CodingScreen) -> Said | None:
    session = app.session
    if session.hit is not None:
        session.selection = Selection(session.hit.start, session.hit.stop)
        return None
    coding = session.focused() if session.focus else None
    unit = session.unit
    start = coding.span.start if coding else unit.span.start if unit else 0
    session.selection = session.place.reader.begin(start)
    return None


@_command
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


@_command
def swap(app: CodingScreen) -> Said | None:
    if app.session.selection is not None:
        app.session.selection = app.session.selection.turned()
    return None


@_command
def anchor(app: CodingScreen) -> Said | None:
    if app.session.selection is not None:
        text = app.session.place.document.text
        start = app.session.selection.head
        while start < len(text) and text[start].isspace():
            start += 1
        app.session.selection = app.session.place.reader.begin(start)
    return None


# -- finding ---------------------------------------------------------------------------

COMMANDS["next_hit"] = lambda app, _: app.session.next_hit(1)
COMMANDS["previous_hit"] = lambda app, _: app.session.next_hit(-1)
COMMANDS["clear"] = lambda app, _: app.session.clear()


@_command
def search(app: CodingScreen) -> Said | None:
    return app.ask("Search", "n goes to the next place found, N back", app.session.search, app.session.hits.words)


@_command
def filter_(app: CodingScreen) -> Said | None:
    from . import choices

    session = app.session

    def chosen(value: str) -> Said | None:
        kind, _, name = value.partition(" ")
        if kind == "none":
            session.filter = Filter()
            return Said("no filter")
        return session.filter_to(Filter(kind, name, session.label(name) if kind == "code" else name))

    return app.find("Step only to …", choices.filters(session), chosen)


@_command
def jump(app: CodingScreen) -> Said | None:
    return app.ask("Go to", "D1#3 an answer, :14 a turn here, D1@120-180 characters", app.session.jump)


@_command
def labels(app: CodingScreen) -> Said | None:
    app.transcript.jumping = True
    return Said("press the letter of a turn")


@_command
def copy(app: CodingScreen) -> Said | None:
    session = app.session
    spans = session.spans_here()
    words = " ".join(span.cut(session.place.document.text) for span in spans)
    app.copy_to_clipboard(f"“{words}” ({actions.note_about(session)})")
    return Said(f"copied: {actions.note_about(session)}")


# -- together --------------------------------------------------------------------------


@_command
def disagreement(app: CodingScreen) -> Said | None:
    from .review import next_disagreement

    return next_disagreement(app.session)


@_command
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


@_command
def review(app: CodingScreen) -> Said | None:
    from .review import Review

    session = app.session
    session.selection = None
    session.reviewing = True
    app.review = Review(session)
    if app.review.items:
        app.review.show()
        return None
    return app.review.step(1)


@_command
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


@_command
def change(app: CodingScreen) -> Said | None:
    from . import choices

    found = app.review
    if found is None or found.item is None:
        return Said("nothing to settle here")
    return app.find("Another code", choices.codes(app.session), found.accept)


@_command
def shares(app: CodingScreen) -> Said | None:
    app.table.toggle()
    return None


# -- the screen ------------------------------------------------------------------------


@_command
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


def _under_cursor(app: CodingScreen) -> panel.Entry | None:
    entries = panel.tree(app.session)
    return entries[app.tree_at] if app.tree_at < len(entries) else None


@_command
def tree_code(app: CodingScreen) -> Said | None:
    entry = _under_cursor(app)
    if entry is None or entry.code is None:
        return Said("that is a codebook, not a code")
    return _coded(app, actions.code(app.session, entry.full))


@_command
def tree_filter(app: CodingScreen) -> Said | None:
    entry = _under_cursor(app)
    if entry is None:
        return None
    value = entry.full if entry.code else f"{entry.full}*"
    return app.session.filter_to(Filter("code", value, entry.title))


@_command
def tree_leave(app: CodingScreen) -> Said | None:
    app.mode = keys.TEXT
    return None


@_command
def side(app: CodingScreen) -> Said | None:
    app.side_wanted = not app.side_wanted
    app.side.display = app.side_wanted
    return None


@_command
def help_(app: CodingScreen) -> Said | None:
    from . import choices
    from .dialogs import Page

    app.push_screen(Page("Keys", choices.help_lines(app.keys)))
    return None


@_command
def commands(app: CodingScreen) -> Said | None:
    app.action_command_palette()
    return None


@_command
def quit_(app: CodingScreen) -> Said | None:
    app.leave()
    return None
