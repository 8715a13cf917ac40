"""Cells that a spreadsheet would compute: written so that it does not, and read back as they were."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes spreadsheets compute a text; also the full-width forms of the signs."""


def guarded(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would take it for a formula.

    A text that has such an apostrophe already gets a second one, so that `unguarded` gives every
    text back as it was.
    """
    bare = text.lstrip("'")
    return "'" + text if bare.startswith(FORMULA_STARTS) else text


def unguarded(text: str) -> str:
    """`text` without the apostrophe that `guarded` put before it."""
    bare = text.lstrip("'")
    return text[1:] if bare != text and bare.startswith(FORMULA_STARTS) else text
