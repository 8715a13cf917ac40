"""What a reader of one format hands on: blocks of text in order, before anybody speaks.

A reader knows its file format and nothing of interviews. Which block begins a turn, who
speaks, and what answers what is decided afterwards, for all formats in the same way
(`ingest.speakers`, `ingest.guide`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

BLOCK_KINDS = ("paragraph", "heading", "list", "cell", "cue", "footnote", "endnote", "comment", "caption")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, table cell, caption cue or note, as the file has it."""

    text: str
    """Without line ends at its ends; line breaks inside are `\\n`."""
    kind: str = "paragraph"
    level: int = 0
    """Depth of a heading (from 1) or a list item (from 0)."""
    bold: int = 0
    """How many code points at the start of the text are bold."""
    number: str = ""
    """The number the program would print before a list item; never part of `text`."""
    speaker: str = ""
    """Who speaks, where the format itself says so (voice tag, column, heading of a turn)."""
    time: float | None = None
    """Seconds from the start of the recording."""
    stop_time: float | None = None
    row: int | None = None
    """Row of the table or sheet it comes from, from 1."""
    column: str = ""
    """Heading of the column it comes from."""
    page: int | None = None
    """Index into `Raw.pages` of the page on which the block begins."""
    page_breaks: tuple[tuple[int, int], ...] = ()
    """(offset in text, index into `Raw.pages`) for each page that begins inside the block."""


def joined_cell(blocks: list[Block]) -> Block:
    """The blocks of one table cell as one, each on a line of its own."""
    first = blocks[0]
    if len(blocks) == 1:
        return first
    breaks: list[tuple[int, int]] = []
    at = 0
    page = first.page
    for block in blocks:
        if block.page is not None and block.page != page and at:
            breaks.append((at, block.page))
        breaks.extend((at + offset, index) for offset, index in block.page_breaks)
        page = breaks[-1][1] if breaks else page
        at += len(block.text) + 1
    return replace(first, text="\n".join(block.text for block in blocks), page_breaks=tuple(breaks))


@dataclass(frozen=True, slots=True)
class RawPage:
    label: str
    """The number as printed on the page, or the physical number."""
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Raw:
    """A file's whole content, in reading order."""

    blocks: tuple[Block, ...]
    pages: tuple[RawPage, ...] = ()
    title: str = ""
    language: str = ""
    media_type: str = ""
    encoding: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Facts about whoever speaks, such as columns of a survey row: they become those of a case."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Facts about the document itself: author, date and address of a web page."""
    warnings: tuple[str, ...] = ()
    """Whatever was not carried or not certain, counted and named, with its line or page."""
    name: str = ""
    """Set where one file holds several documents (a survey's rows): what tells them apart."""
    separated: str = "\n\n"
    """What stands between two blocks in the document's text."""


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """What a person may decide about reading; None leaves it to the reader."""

    encoding: str | None = None
    pdf_engine: str | None = None
    """`pdfium` or `pdfminer`."""
    comments: bool = False
    """Whether comments become blocks."""
    footnotes: bool = True
    extra: Mapping[str, Any] = field(default_factory=dict)


Reader = Callable[[bytes, str, ReaderOptions], list[Raw]]
"""(content, file name for messages, options) -> one Raw, or several for a survey.

Raises ReadError with the reason when the content is not what its format says, is protected,
too large when unpacked, or empty.
"""
