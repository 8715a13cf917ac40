"""The table of what keys do: a small function for every action of `keys`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..said import Said

if TYPE_CHECKING:
    from ..app import CodingScreen

Command = Callable[["CodingScreen", bool], Said | None]
"""Takes the screen, and whether the key was pressed a second time to be sure."""

COMMANDS: dict[str, Command] = {}


def command(function: Callable[[CodingScreen], Said | None]) -> Callable[[CodingScreen], Said | None]:
    """Enter a function under its name, without the line that keeps a name free."""
    COMMANDS[function.__name__.removesuffix("_")] = lambda app, _: function(app)
    return function
