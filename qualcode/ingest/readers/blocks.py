"""What a reader of one format hands on: blocks of text in order, before anybody speaks.

A reader knows its file format and nothing of interviews. Which block begins a turn, who
speaks, and what answers what is decided afterwards, for all formats in the same way
(`ingest.speakers`, `ingest.guide`).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain
from typing import Any

from ...core.errors import numbered
from ...core.values import frozen

LABEL = "label"
"""The kind of a cell that says who speaks, when, or in which row: part of the text, and nobody's words."""
WRITTEN = ("paragraph", "list", "heading")
"""The kinds of the blocks of a running text, without tables, captions and notes."""


@frozen
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
    apart: bool = False
    """Whether all of the text is in italics, underlined or in a colour."""
    indent: int = 0
    """How many points its first line is moved in, besides blanks in the text (Word, OpenDocument)."""


def starts_of(blocks: Sequence[Block], gap: int = 1) -> array[int]:
    """Where each block begins in the text that they make, parted by so many characters."""
    return array("q", list(accumulate((len(block.text) + gap for block in blocks), initial=0))[:-1])


_COLOUR = re.compile(r"#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)


def is_coloured(colour: str | None) -> bool:
    """Whether a colour as files write it, `1F4E79`, is one: neither black, white nor grey, nor left to the program."""
    found = _COLOUR.fullmatch(colour or "")
    parts = [int(part, 16) for part in found.groups()] if found else [0]
    return max(parts) - min(parts) > 0x40


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


def as_cell(block: Block, row: int, column: int, headings: dict[int, str], titles: bool) -> Block:
    """What stands in a cell as one; its column is called by its heading, which a row of `titles` gives."""
    if titles and row == 1:
        headings[column] = block.text
    return replace(block, kind="cell", level=0, row=row, column=headings.get(column, str(column)))


@dataclass(slots=True)
class Gathered:
    """The words of a paragraph as they are read, with how many at its start are bold and where pages begin in it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    bold: int = 0
    all_bold: bool = True
    apart: bool = True
    page: int | None = None
    """On which its first word stands."""
    breaks: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str, bold: bool, apart: bool, page: int | None = None) -> None:
        if not text:
            return
        self.parts.append(text)
        self.length += len(text)
        said = not text.isspace()
        if said and self.page is None:
            self.page = page
        if self.all_bold and bold:
            self.bold = self.length
        elif said:
            self.all_bold = False
        self.apart = self.apart and (apart or not said)

    def turn(self, page: int) -> None:
        """Another page begins."""
        if self.length:
            self.breaks.append((self.length, page))

    def block(self, kind: str, level: int, number: str, *, blank: str = "\n", indent: int = 0) -> Block | None:
        """The paragraph without what is `blank` at its ends; None where it has no words."""
        text = "".join(self.parts)
        if not text or text.isspace():
            return None
        begun = text.lstrip(blank)
        cut = len(text) - len(begun)
        begun = begun.rstrip(blank)
        page, bold = self.page, self.bold
        breaks: tuple[tuple[int, int], ...] = ()
        if self.breaks:
            breaks = tuple((min(at - cut, len(begun)), page) for at, page in self.breaks if at > cut)
            if len(breaks) < len(self.breaks):
                page = self.breaks[-len(breaks) - 1][1]
        if len(begun) != len(text):
            bold, indent = min(max(bold - cut, 0), len(begun)), indent + 4 * text.count(" ", 0, cut)
        return Block(
            begun, kind, level, bold, number=number, apart=self.apart, page=page, page_breaks=breaks, indent=indent
        )


@frozen
class RawPage:
    label: str
    """The number as printed on the page, or the physical number."""
    approximate: bool = False


@frozen
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
    people: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By speaker, the same of each who answers a question of a survey; in all its documents the same people."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Facts about the document itself: author, date and address of a web page."""
    warnings: tuple[str, ...] = ()
    """Whatever was not carried or not certain, counted and named, with its line or page."""
    name: str = ""
    """Set where one file holds several documents (a survey's rows): what tells them apart."""
    separated: str = "\n\n"
    """What stands between two blocks in the document's text."""


@frozen
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


_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\xad\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_ESCAPES = re.compile("(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b\n]*(?:\x07|\x1b\\\\)?")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def whole(raw: Raw) -> Raw:
    """The same where all that it says besides its blocks is whole: lone surrogates, which no file holds, are U+FFFD."""
    said = [raw.title, raw.name, *raw.warnings, *chain.from_iterable(raw.facts.items()),
            *chain.from_iterable(raw.attributes.items())]  # fmt: skip
    try:
        "".join(said).encode()
    except UnicodeEncodeError:
        pass
    else:
        return raw
    mended = {text: re.sub("[\ud800-\udfff]", "\ufffd", text) for text in said}
    return replace(
        raw, title=mended[raw.title], name=mended[raw.name], warnings=tuple(mended[each] for each in raw.warnings),
        facts={mended[key]: mended[value] for key, value in raw.facts.items()},
        attributes={mended[key]: mended[value] for key, value in raw.attributes.items()},
    )  # fmt: skip


def clean(raw: Raw) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks with clean text, and a note for every kind of change with its places; soft hyphens, which say where a
    word may be broken and are no letters of it, go without one."""
    changed: dict[int, Block] = {}
    broken: list[int] = []
    control: list[int] = []
    for index, block in enumerate(raw.blocks):
        if _ODD.search(block.text) is None:
            continue
        text = _tidied(block.text)
        if "\ufffd" in text and text.count("\ufffd") > block.text.count("\ufffd"):
            broken.append(index)
        if _CONTROL.search(block.text.replace("\r\n", "\n")):
            control.append(index)
        breaks = tuple((len(_tidied(block.text[:at])), page) for at, page in block.page_breaks)
        bold = len(_tidied(block.text[: block.bold]))
        changed[index] = replace(block, text=text, page_breaks=breaks, bold=bold)
    if not changed:
        return raw.blocks, ()
    blocks = tuple([changed.get(index, block) for index, block in enumerate(raw.blocks)])
    notes = []
    place = "line" if raw.separated == "\n" else "paragraph"
    if broken:
        notes.append(f"broken code points replaced by U+FFFD in {_numbered(place, broken)}")
    if control:
        notes.append(f"control characters removed from {_numbered(place, control)}")
    return blocks, tuple(notes)


def _tidied(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    # A form feed or vertical tab parts words; it becomes a blank of the same length.
    return _ODD.sub("", re.sub("[\x0b\x0c]", " ", _ESCAPES.sub("", text)))


def _numbered(place: str, indexes: list[int]) -> str:
    return numbered(place, [str(index + 1) for index in indexes], most=10)


# Time stamps as transcripts write them: 0:03, [00:01:02.5], (1:02:03,250), #00:01:02-3#.

CLOCK = r"(?:\d{1,2}:\d{1,2}:\d{1,2}\.\d{1,7}|(?:\d{1,3}:\d{1,2}|\d{1,3}):\d{2}(?:[.,]\d{1,3})?)"
_RANGE = rf"{CLOCK}(?:-\d)?(?:[ \t]*(?:-->|[-–—])[ \t]*{CLOCK}(?:-\d)?)?"
_SECONDS = r"\[\d{1,5}\.\d{1,3}(?:s?[ \t]*-?->|s[ \t]*[-–])[ \t]*\d{1,5}\.\d{1,3}s?\]"
"""As Whisper prints them: `[3.12s -> 12.50s]`."""
BRACKETED = (
    rf"(?:\[[ \t]*{_RANGE}[ \t]*\]|\([ \t]*{_RANGE}[ \t]*\)|<[ \t]*{_RANGE}[ \t]*>|\{{[ \t]*{_RANGE}[ \t]*\}}"
    rf"|#{_RANGE}#|{_SECONDS})"
)
STAMP = rf"(?:{BRACKETED}|{_RANGE})"
ONLY_STAMP = re.compile(rf"[ \t]*{STAMP}[ \t]*$")
LEADING_STAMP = re.compile(rf"[ \t]*({STAMP})[ \t]+(?=\S)")
_COUNTED = re.compile(r"\[(\d{1,5}\.\d{1,3})(?:s?[ \t]*-?->|s[ \t]*[-–])")
_PARTS = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,7}))?(?:-(\d))?")
_DOTTED = re.compile(
    r"\s*[\[(<#]?\d{1,3}\.[0-5]\d(?:\.[0-5]\d)?(?:\s*[-–—]\s*\d{1,2}\.[0-5]\d(?:\.[0-5]\d)?)?[\])>#]?\s*"
)


def seconds(stamp: str | None) -> float | None:
    """The first time in `stamp` as seconds; None without one, or with 60 or more seconds.

    >>> seconds("[00:01:02.5]"), seconds("#00:00:05-2#"), seconds("[83.5s -> 90.0s]"), seconds("12:75")
    (62.5, 5.2, 83.5, None)
    >>> seconds("120:05")
    7205.0
    """
    if stamp and (counted := _COUNTED.search(stamp)):
        return float(counted[1])
    found = _PARTS.search(stamp) if stamp else None
    if found is None:
        return None
    hours, minutes, whole, fraction, tenth = found.groups()
    if int(whole) > 59 or (hours and int(minutes) > 59):
        return None
    part = float(f"0.{fraction or tenth or 0}")
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + part


def dotted(stamp: str) -> str:
    """A time that may have full stops with colons: `00.03` is `00:03`; any other text as it is."""
    return stamp.replace(".", ":") if _DOTTED.fullmatch(stamp) else stamp
