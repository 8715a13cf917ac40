"""What the screen tells after a key."""

from __future__ import annotations

from typing import NamedTuple


class Said(NamedTuple):
    """One line, and whether it warns."""

    text: str
    warning: bool = False
