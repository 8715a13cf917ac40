"""What the things of other programs are called here: ids of documents, names of attributes."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.model import Member
from ..core.numbering import unused
from ..core.text import identifier
from .account import Account

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


def free_members(case: str, wanted: Iterable[Member], taken: set[Member], account: Account) -> tuple[Member, ...]:
    """The members that no other case has yet; they are taken afterwards."""
    mine = []
    for member in dict.fromkeys(wanted):
        if member in taken or Member(member.document) in taken:
            account.lose("case members", "belong to another case already", f"{case}: {member.document}")
            continue
        taken.add(member)
        mine.append(member)
    return tuple(mine)


def label_before(text: str, start: int) -> str:
    r"""The speaker's label that stands on the line before an offset, and nothing else.

    >>> label_before("I: Why?\nAnna: Because.", 14), label_before("I: Why?", 3 + 2)
    ('Anna', '')
    """
    line = text[:start].rpartition("\n")[2].rstrip()
    label = line.removesuffix(":").strip()
    return label if line.endswith(":") and 0 < len(label) <= 40 else ""
