"""What was read: documents, the turns and pages in them, and the units that are cut from them.

Frozen, comparable, and free of any file format. Offsets are half-open and count Unicode code points of a
document's text as read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from .values import frozen

ROLES = ("informant", "interviewer", "other")
DOCUMENT_KINDS = (
    "interview",
    "focus-group",
    "document",
    "observation",
    "survey",
    "notes",
    "web",
    "workshop",
    "meeting",
    "other",
)
DOUBTS = ("unsure who asks", "nobody is taken for the interviewer")
"""How a warning of a document begins that says who asks is not sure; it goes when a person has said who."""
UNIT_KINDS = ("answer", "turn", "paragraph", "sentence", "segment", "document")


@frozen
class Span:
    """A stretch of a document's text, `start` included and `stop` excluded."""

    start: int
    stop: int

    def __lt__(self, other: Span) -> bool:
        return (self.start, self.stop) < (other.start, other.stop)

    def __len__(self) -> int:
        return self.stop - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.stop and other.start < self.stop

    def common(self, other: Span) -> Span:
        """What the two share, where they overlap."""
        return Span(max(self.start, other.start), min(self.stop, other.stop))

    def cut(self, text: str) -> str:
        """The words of this span."""
        return text[self.start : self.stop]


@frozen
class Source:
    """Where a document came from, so that the same file can be recognised and re-read."""

    path: str
    """Relative to the project folder, with forward slashes; as given when outside it."""
    sha256: str
    reader: str
    reader_version: str
    media_type: str = ""
    encoding: str = ""


@frozen
class Turn:
    """One stretch of speech by one speaker, or a block of a document without speakers."""

    index: int
    """From 1, as in the address `P07:14`."""
    speaker: str
    """The label as written, or `""` for text that has none."""
    role: str
    """`informant`, `interviewer` or `other`."""
    span: Span
    """The words said, without the speaker's label."""
    time: float | None = None
    """Seconds from the start of the recording."""
    question: str | None = None
    """The id of the guide's item under which this was said."""


@frozen
class Page:
    """Which part of the text stands on a page of the original."""

    number: int
    """Physical page, from 1."""
    label: str
    """The number as printed; the physical number where none is printed."""
    span: Span
    approximate: bool = False
    """Word files do not store pages; theirs are counted from breaks."""


@frozen
class Document:
    """One transcript or other source, with its text as read."""

    id: str
    title: str
    kind: str
    text: str
    language: str = ""
    turns: tuple[Turn, ...] = ()
    pages: tuple[Page, ...] = ()
    source: Source | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    pseudonymised: bool = False
    warnings: tuple[str, ...] = ()
    """What the reader could not carry, or was not sure of."""
    backchannels: bool = field(default=True, compare=False)
    """Whether an answer without a guide goes on through the interviewer's "mm" and "okay"; a setting of the study."""

    @property
    def doubt(self) -> str:
        """What is not sure about who asks; empty where all is, or a person has settled it."""
        return next((warning for warning in self.warnings if warning.startswith(DOUBTS)), "")

    def turns_on(self, span: Span) -> list[Turn]:
        """The turns that share words with a stretch, in order."""
        import bisect

        turns = self.turns
        at = max(bisect.bisect_right(turns, span.start, key=lambda turn: turn.span.start) - 1, 0)
        if turns and turns[at].span.start <= span.start < span.stop <= turns[at].span.stop:
            return [turns[at]]  # as most do
        touched = []
        while at < len(turns) and turns[at].span.start < span.stop:
            if turns[at].span.overlaps(span):
                touched.append(turns[at])
            at += 1
        return touched

    def page_at(self, offset: int) -> Page | None:
        """The page that holds the code point at `offset`, if pages are known."""
        import bisect

        at = bisect.bisect_right(self.pages, offset, key=lambda page: page.span.start) - 1
        return self.pages[at] if at >= 0 else None


@frozen
class Unit:
    """What is counted: an answer, a turn, a paragraph, a sentence, a segment or a document.

    A unit can be broken by other speech, so its words are `pieces`; `span` reaches from the
    first to the last of them.
    """

    document: str
    kind: str
    index: int
    """From 1 within the document and kind."""
    pieces: tuple[Span, ...]
    label: str
    """The address under which the unit can be asked for, such as `D1#3` or `D1:14`."""
    speaker: str = ""
    question: str | None = None
    turns: tuple[int, ...] = ()
    """Indexes of the turns it was cut from."""
    text: str = ""
    """Its words, one line a piece; empty until a project fills it in."""
    case: str = ""
    """The case that speaks; empty until a project fills it in."""

    @property
    def span(self) -> Span:
        return Span(self.pieces[0].start, self.pieces[-1].stop)
