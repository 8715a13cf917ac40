"""What an exchange carried, changed and lost; every codec gives one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..core.model import Codebook


@dataclass(slots=True)
class Transfer:
    """An account of an import or export. Nothing goes missing without a line here."""

    carried: dict[str, int] = field(default_factory=dict)
    """How many of each kind arrived whole: codes, definitions, colours."""
    changed: list[str] = field(default_factory=list)
    """What arrived in another form, one sentence each."""
    lost: list[str] = field(default_factory=list)
    """What the other side cannot hold, named and counted."""

    def carry(self, kind: str, count: int = 1) -> None:
        """Count something that arrived."""
        if count:
            self.carried[kind] = self.carried.get(kind, 0) + count

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {"carried": dict(self.carried), "changed": list(self.changed), "lost": list(self.lost)}


@dataclass(frozen=True, slots=True)
class Read:
    """A codebook that came from another program."""

    codebook: Codebook
    transfer: Transfer
    origin: str = ""
    """The program that wrote the file, where it says so."""
    guids: Mapping[str, str] = field(default_factory=dict)
    """GUID (upper case, no braces) -> code id, where the file has GUIDs."""


@dataclass(frozen=True, slots=True)
class Written:
    """A codebook in another program's form."""

    content: bytes
    transfer: Transfer


class Codec(Protocol):
    """Reads and writes codebooks in one format."""

    def read(self, content: bytes, name: str, *, id: str = "", language: str = "en") -> Read:
        """The codebook in a file's bytes; ReadError when there is none."""

    def write(self, codebook: Codebook, *, language: str = "en") -> Written:
        """A codebook's bytes."""


def counted(number: int, what: str) -> str:
    """`1 alias`, `3 aliases`.

    >>> counted(1, "alias"), counted(3, "colour")
    ('1 alias', '3 colours')
    """
    if number == 1:
        return f"1 {what}"
    return f"{number} {what}es" if what.endswith(("s", "x")) else f"{number} {what}s"
