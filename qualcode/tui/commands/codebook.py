"""Walking the codebook at the side."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .. import actions, keys, panel
from ..find import Filter
from ..said import Said
from .coding import coded
from .table import COMMANDS, Command, command

if TYPE_CHECKING:
    from ..app import CodingScreen


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
