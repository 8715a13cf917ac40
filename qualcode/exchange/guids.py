"""GUIDs that are the same at every export: made of what a thing is, never of chance or of the clock."""

from __future__ import annotations

import re
import uuid

_UID = re.compile(r"[0-9a-f]{32}")
_ROOT = uuid.UUID("7d7a0c0e-2d1b-5f0a-9c57-6f2a1a1f6e10")


def guid(*parts: str) -> str:
    """A GUID of these words: upper case, no braces, as ATLAS.ti and MAXQDA want it."""
    return str(uuid.uuid5(_ROOT, "\n".join(parts))).upper()


def code_guid(full: str) -> str:
    """The GUID of a code by its full id, the same in a codebook and in a project."""
    book, _, id = full.partition(":")
    return guid(book, id)


def guid_of(uid: str) -> str:
    """The GUID that says the same as the lasting id of a coding or memo; empty where it has none.

    >>> guid_of("03436dd3704e756ccb637a1434dbf774"), guid_of("")
    ('03436DD3-704E-756C-CB63-7A1434DBF774', '')
    """
    return str(uuid.UUID(uid)).upper() if _UID.fullmatch(uid) else ""


def uid_of(guid: str) -> str:
    """The lasting id that a GUID says, whatever program made it: reading a file twice is reading it once.

    >>> uid_of("{03436DD3-704E-756C-CB63-7A1434DBF774}"), uid_of("17")
    ('03436dd3704e756ccb637a1434dbf774', '')
    """
    plain = guid.strip().strip("{}").replace("-", "").lower()
    return plain if _UID.fullmatch(plain) else ""


def plain_guid(written: str | None) -> str:
    """A GUID as programs write it, made comparable: no braces, no blanks, upper case."""
    return (written or "").strip().strip("{}").upper()
