"""What every codec of whole studies reads and writes: a file on one side, a `Bundle` on the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Protocol

from ..core.model import Bundle
from ..core.ticks import Tick
from ..core.values import frozen
from .account import Account


@frozen
class Choices:
    """What a person may decide about an import or export; empty leaves it to the codec."""

    offsets: str = ""
    """How the file counts characters, or shall count them: a name of `offsets.CONVENTIONS`."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """For tables: what is found in which column, such as `{"quote": "Segment"}`."""
    language: str = "en"
    coder: str = ""
    """Who coded, where the file does not say."""
    codebook: str = ""
    """The id of the codebook that new codes go to."""
    text: bool = True
    """Whether the words of documents are written."""
    dialect: str = "excel"
    progress: Tick | None = None
    """Told how far reading or writing is, document by document and coding by coding."""


@frozen
class Segment:
    """A coding whose place is given by its words: it is placed once the document is at hand."""

    document: str
    """The document's name as the file has it."""
    quote: str
    codes: tuple[str, ...]
    """As written: a name, or a path with levels joined by ` > `."""
    coder: str = ""
    memo: str = ""
    weight: float = 1.0
    qualifier: str = ""
    unsure: bool = False
    created: str = ""
    before: str = ""
    """The words before it, which tell it from the same words elsewhere."""
    start: int | None = None
    """Where the file says that it begins; trusted only where the words stand there."""
    line: int = 0
    """The row of the file, for messages."""


@frozen
class Arrived:
    """What a file held."""

    bundle: Bundle
    account: Account
    origin: str = ""
    """The program that wrote it, where it says so."""
    segments: tuple[Segment, ...] = ()
    """Codings that are placed by their words."""
    exact: bool = False
    """qualcode wrote it: turns, kinds and codebooks are as they were, and nothing need be found out."""


class StudyCodec(Protocol):
    """Reads and writes whole studies, or codings, in one format."""

    def read(self, path: Path, choices: Choices) -> Arrived:
        """What is in the file or folder; ReadError when it is not what it should be."""

    def write(self, bundle: Bundle, path: Path, choices: Choices) -> Account:
        """Write to `path`, which does not exist yet; the caller puts it in its place."""
