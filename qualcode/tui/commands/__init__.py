"""What each action does to the screen, one module for each kind of action; `COMMANDS` has them all by name."""

from __future__ import annotations

from . import codebook, coding, find, reading, together, window  # noqa: F401  each enters its own
from .table import COMMANDS

__all__ = ["COMMANDS"]
