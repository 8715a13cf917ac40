"""Results without a format: a report is a title and blocks, a table is typed raw values.

What computes a result makes these; what writes a file reads these. Numbers stay unrounded
here and are rounded once, by the writer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Any

from .model import EMPTY
from .values import frozen

KINDS = (
    "text", "count", "share", "number", "signed", "coefficient", "ratio", "range", "date", "code", "address"
)  # fmt: skip
"""How a column is shown and stored: a `share` 0.33 reads "33 %" and is a real percentage in
a spreadsheet; `count` is whole; `number` and `signed` have decimals; a `coefficient` too, and
1 means perfect, so that 0.999 is never rounded to it. A `ratio` is a pair (12, 36) and reads
"12/36"; a `range` is a pair of shares and reads "25–42 %"; machine formats make two columns of
a pair."""


@frozen
class Column:
    """One column of a table."""

    key: str
    """Stable name in machine formats, never translated."""
    title: str
    kind: str = "text"
    decimals: int | None = None
    """For people; None takes the kind's own (share 0, number 2)."""
    width: float | None = None
    """Relative width where a page needs one."""
    group: str = ""
    """A heading over this and its neighbours with the same group."""
    bar: bool = False
    """Drawn as a bar too where there is room, in the terminal."""


@frozen
class Cell:
    """One value that is shown in another way than its column's."""

    value: Any
    kind: str = "text"
    decimals: int | None = None


@frozen
class Table:
    """Rows of raw values under typed columns. None is undefined and shown as a dash."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    caption: str = ""
    name: str = ""
    """Short, stable: the sheet's name, the file's name, the cross-reference's key."""
    notes: tuple[str, ...] = ()
    bold_rows: frozenset[int] = frozenset()
    indents: Mapping[int, int] = field(default_factory=dict)
    """Depth of a row's first cell, by row number, for trees."""
    wide: bool = False
    """Set on a landscape page where pages are."""
    rules: frozenset[int] = frozenset()
    """Rows with a line above them, that part what is counted from what it rests on."""

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries by column key."""
        keys = [column.key for column in self.columns]
        return [dict(zip(keys, row, strict=True)) for row in self.rows]


@frozen
class Heading:
    """A heading of its level in the outline."""

    text: str
    level: int = 1
    name: str = ""
    """Key for links to it."""
    appendix: bool = False
    """Lettered: "Appendix A", "Bilag A"."""
    number: int = 0
    """Of an appendix that a thesis numbers itself: "Bilag 14"; 0 takes the next."""


@frozen
class Run:
    """A stretch of text with one look."""

    text: str
    bold: bool = False
    italic: bool = False
    color: str = ""
    small: bool = False
    ref: str = ""
    """The name of a table, figure or appendix: the writer puts "Table 2" in place of `text`."""


@frozen
class Paragraph:
    """Running text: a plain string, or runs with their looks."""

    text: str | tuple[Run, ...]
    style: str = "body"
    """`body`, `quote`, `list`, `note`, `lead`, `definition` or `title`."""

    @property
    def plain(self) -> str:
        return self.text if isinstance(self.text, str) else "".join(run.text for run in self.text)


@frozen
class Excerpt:
    """Words quoted from a document, with where they stand and what is coded there."""

    text: str
    address: str
    source: str = ""
    """Who says it, as the reader should see it."""
    codes: tuple[str, ...] = ()
    memo: str = ""
    translation: str = ""
    """The quote in another language, with the word that says so."""


@frozen
class Excerpts:
    """Excerpts under one another, with a caption."""

    items: tuple[Excerpt, ...]
    caption: str = ""


@frozen
class Mark:
    """One code beside a line of a transcript."""

    label: str
    color: str = ""
    coder: str = ""
    memo: str = ""
    weight: float = 1.0
    qualifier: str = ""
    start: int = 0
    """Offset in the line's text where the coded words begin."""
    stop: int = 0
    continued: bool = False
    """Whether the coding began in an earlier line."""


@frozen
class TranscriptLine:
    """One turn of a transcript, with the marks in its margin."""

    number: int
    speaker: str
    role: str
    text: str
    question: str = ""
    """Heading to print before the turn where a new item of the guide begins."""
    time: str = ""
    marks: tuple[Mark, ...] = ()
    address: str = ""


@frozen
class Transcript:
    """A document printed whole, line by line."""

    lines: tuple[TranscriptLine, ...]
    title: str = ""
    name: str = ""
    coded: bool = True
    """Whether codes stand beside the lines; without them the words have the room."""
    head: str = ""
    """The heading over the words: who says what, or the text where nobody speaks."""


@frozen
class Figure:
    """A drawing, described: what draws it is chosen by `kind`, what it shows is `data`."""

    kind: str
    data: Mapping[str, Any]
    caption: str = ""
    alt: str = ""
    name: str = ""


@frozen
class Note:
    """A remark under a result, in smaller type."""

    text: str


@frozen
class PageBreak:
    """What follows begins on a new page."""


@frozen
class Contents:
    """A table of contents of the headings down to `depth`."""

    title: str = ""
    depth: int = 2


Block = Heading | Paragraph | Table | Excerpts | Transcript | Figure | Note | PageBreak | Contents


@frozen
class Report:
    """What a writer writes: a title, blocks, and the language of both."""

    title: str
    blocks: tuple[Block, ...]
    language: str = "en"
    kind: str = ""
    """The command or report it comes from, such as `shares`."""
    data: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    """The whole result as plain values, for JSON: `{"format": "qualcode/shares/1", ...}`."""
    created: str = ""
    """A date of the study, never of the clock."""
    subtitle: str = ""
    author: str = ""
    account: tuple[str, ...] = ()
    """What was left out, in sentences: said on the way where a format has no room for notes."""
    appendices_from: int = 0
    """The number of the first appendix, where they are numbered as in a thesis; 0 letters them."""
    flat: tuple[Table, ...] = ()
    """The same result with one value to a row, for csv, tsv and pipes; empty where the tables
    themselves are such."""

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))


def exact(value: Fraction | int | float | None) -> float | int | None:
    """A number for machine formats: integers stay integers, fractions become floats."""
    if value is None or isinstance(value, int | float):
        return value
    return int(value) if value.denominator == 1 else float(value)


def table(name: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]], **options: Any) -> Table:
    """A Table from any sequences."""
    return Table(tuple(columns), tuple(tuple(row) for row in rows), name=name, **options)
