"""What the things of other programs are called here, ids of documents and names of attributes; and GUIDs, which are the
same at every export: made of what a thing is, never of chance or of the clock."""

from __future__ import annotations

import re
import uuid

from ..core.numbering import unused
from ..core.text import identifier

SUFFIXES = ("txt", "docx", "doc", "pdf", "rtf", "odt", "html", "htm", "md", "vtt", "srt", "mp3", "mp4", "wav", "m4a")
OWN = frozenset(("case", "name", "kind", "members", "weight", "part_of", "document"))
"""Columns of cases.csv that mean something else than an attribute."""


def attribute_name(name: str) -> str:
    """A name that an attribute of a case can have here.

    >>> attribute_name("role"), attribute_name("Name")
    ('role', 'Name (variable)')
    """
    name = " ".join(name.split()) or "variable"
    return f"{name} (variable)" if name.casefold() in OWN else name


def free_id(name: str, taken: set[str]) -> str:
    """An id for a document of this name, without the file's suffix; it is taken afterwards.

    >>> free_id("P1 Møde.docx", taken := set()), free_id("P1 Møde", taken)
    ('P1-Møde', 'P1-Møde-2')
    """
    stem, dot, suffix = name.rpartition(".")
    wanted = identifier(stem if dot and suffix.lower() in SUFFIXES else name)
    id = unused(wanted, lambda name: name.casefold() in taken)
    taken.add(id.casefold())
    return id


def digest(text: str) -> str:
    """What a text is known by when the same comes again."""
    import hashlib

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def label_before(text: str, start: int) -> str:
    r"""The speaker's label that stands on the line before an offset, and nothing else.

    >>> label_before("I: Why?\nAnna: Because.", 14), label_before("I: Why?", 3 + 2)
    ('Anna', '')
    """
    line = text[:start].rpartition("\n")[2].rstrip()
    label = line.removesuffix(":").strip()
    return label if line.endswith(":") and 0 < len(label) <= 40 else ""


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
