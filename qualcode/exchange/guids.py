"""GUIDs that are the same at every export: made of what a thing is, never of chance or of the clock."""

from __future__ import annotations

import uuid

_ROOT = uuid.UUID("7d7a0c0e-2d1b-5f0a-9c57-6f2a1a1f6e10")


def guid(*parts: str) -> str:
    """A GUID of these words: upper case, no braces, as ATLAS.ti and MAXQDA want it."""
    return str(uuid.uuid5(_ROOT, "\n".join(parts))).upper()


def code_guid(full: str) -> str:
    """The GUID of a code by its full id, the same in a codebook and in a project."""
    book, _, id = full.partition(":")
    return guid(book, id)


def plain_guid(written: str | None) -> str:
    """A GUID as programs write it, made comparable: no braces, no blanks, upper case."""
    return (written or "").strip().strip("{}").upper()
