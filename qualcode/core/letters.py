"""Letters that are written in two ways, and are one: `å` as a keyboard writes it, and as a Mac names its files.

Apart from `text`, whose patterns take longer to make than tagging an answer does.
"""

from __future__ import annotations


def composed(text: str) -> str:
    """The text with its letters composed: what a Mac or a PDF writes as two characters is one letter here."""
    if text.isascii():
        return text
    import unicodedata

    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


SOFT_HYPHEN = "\u00ad"
"""Where a word may be broken: seen at the end of a line, and otherwise not there for whoever reads or searches."""


def as_read(text: str) -> str:
    """The text as it is read: its letters composed, and no soft hyphens in its words."""
    return composed(text).replace(SOFT_HYPHEN, "")


def same_name(name: str) -> str:
    """A name as it is compared: whatever its case, and however its letters are composed."""
    return composed(name).casefold()
