"""The table of what keys do: a small function for every action of `keys`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...core.errors import DataError
from ..said import Said

if TYPE_CHECKING:
    from ..app import CodingScreen

Command = Callable[["CodingScreen", bool], Said | None]
"""Takes the screen, and whether the key was pressed a second time to be sure."""

COMMANDS: dict[str, Command] = {}


def held(state: Callable[[], object], then: Callable[[str], Said | None]) -> Callable[[str], Said | None]:
    """What a dialog's answer does, as long as it would do it to what the dialog was opened on.

    While one types, another program may read the document again or take the coding away, and the screen stands
    elsewhere. Raises DataError `gone_meanwhile` then.
    """
    before = state()

    def go_on(answer: str) -> Said | None:
        if state() != before:
            raise DataError(
                "nothing was stored: another program changed what this was about",
                slug="gone_meanwhile", hint="look, and do it again",
            )  # fmt: skip
        return then(answer)

    return go_on


def command(function: Callable[[CodingScreen], Said | None]) -> Callable[[CodingScreen], Said | None]:
    """Enter a function under its name, without the line that keeps a name free."""
    COMMANDS[function.__name__.removesuffix("_")] = lambda app, _: function(app)
    return function
