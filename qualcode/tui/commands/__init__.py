"""What each action does to the screen: moving about and finding, and coding; `COMMANDS` has them all by name."""

from __future__ import annotations

from . import coding, reading  # noqa: F401  each enters its own
from .table import COMMANDS

__all__ = ["COMMANDS"]
