"""The window itself: help, the palette, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..said import Said
from .table import command

if TYPE_CHECKING:
    from ..app import CodingScreen


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
