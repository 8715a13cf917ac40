"""The values everything else is made of: frozen, comparable, and free of any file format.

Offsets are half-open and count Unicode code points of a document's text as read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .study import AnswerStatus as AnswerStatus
    from .study import Assignment as Assignment
    from .study import Bundle as Bundle
    from .study import Case as Case
    from .study import Coder as Coder
    from .study import Coding as Coding
    from .study import Foreign as Foreign
    from .study import Member as Member
    from .study import Memo as Memo
    from .study import Question as Question
else:

    def __getattr__(name: str) -> Any:
        # Making a frozen class takes half a millisecond; these eight are made when first asked for.
        if name not in _IN_STUDY:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from . import study

        globals().update({known: getattr(study, known) for known in _IN_STUDY})
        return globals()[name]


_IN_STUDY = (
    "AnswerStatus", "Assignment", "Bundle", "Case", "Coder", "Coding", "Foreign", "Member", "Memo", "Question",
)  # fmt: skip

Names = Mapping[str, str]
"""A text per language: `{"en": "Public value", "da": "Offentlig værdi"}`."""

EMPTY: Mapping[str, Any] = MappingProxyType({})

ROLES = ("informant", "interviewer", "other")
DOCUMENT_KINDS = ("interview", "focus-group", "document", "observation", "survey", "notes", "web", "other")
UNIT_KINDS = ("answer", "turn", "paragraph", "sentence", "segment", "document")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text, `start` included and `stop` excluded."""

    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.stop and other.start < self.stop

    def cut(self, text: str) -> str:
        """The words of this span."""
        return text[self.start : self.stop]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document came from, so that the same file can be recognised and re-read."""

    path: str
    """Relative to the project folder, with forward slashes; as given when outside it."""
    sha256: str
    reader: str
    reader_version: str
    media_type: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of the text stands on a page of the original."""

    number: int
    """Physical page, from 1."""
    label: str
    """The number as printed; the physical number where none is printed."""
    span: Span
    approximate: bool = False
    """Word files do not store pages; theirs are counted from breaks."""


@dataclass(frozen=True, slots=True)
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

    def page_at(self, offset: int) -> Page | None:
        """The page that holds the code point at `offset`, if pages are known."""
        import bisect

        at = bisect.bisect_right(self.pages, offset, key=lambda page: page.span.start) - 1
        return self.pages[at] if at >= 0 else None


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Code:
    """A named idea with its definition, when to use it, when not, and examples.

    The six parts of a codebook entry follow MacQueen, McLellan, Kay & Milstein (1998).
    """

    id: str
    """The path inside its codebook: `value.mission`. Stable; names may change."""
    name: Names
    brief: Names = field(default_factory=dict)
    """Brief definition: one line."""
    definition: Names = field(default_factory=dict)
    """Full definition."""
    use: Names = field(default_factory=dict)
    """When to use it."""
    avoid: Names = field(default_factory=dict)
    """When not to use it."""
    examples: tuple[Names, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seeds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Word stems for suggestions, per language."""
    parent: str | None = None
    codable: bool = True
    """False for a category that only groups others."""
    color: str = ""
    origin: str = "author"
    """`author`: part of the published frame; `toolkit` or `researcher`: added to it."""
    source: str = ""
    """Whose words or list this code follows, where that differs from the codebook."""
    status: Names = field(default_factory=dict)
    """Per language `T` (term found in that language's literature) or `t` (translated here)."""
    retired: bool = False
    optional: str = ""
    """The name of the option that switches this code on; empty for codes always on."""
    exclusive: bool = False
    """No other code of the codebook may stand on the same segment by the same coder."""
    requires: tuple[str, ...] = ()
    """Codes, at least one of which must stand on the same segment."""
    invented: tuple[int, ...] = ()
    """Which examples (from 0) are made up to explain, not quoted from the material."""
    needs_memo: bool = False
    """A coding with this code should say in a memo what it rests on."""
    color_derived: bool = False
    """The colour was chosen for want of one in the file, and is not written back."""

    def label(self, language: str = "en") -> str:
        """The name in `language`, else in English, else in any language, else the id."""
        return in_language(self.name, language) or self.id


class _Indexed:
    """Holds what a codebook looks up often, outside the fields that make it equal to another."""

    __slots__ = ("_index",)
    _index: _CodeIndex


class _CodeIndex:
    """The codes of one book by id and by parent, made once in one pass."""

    __slots__ = ("by_id", "children", "position")

    def __init__(self, codes: tuple[Code, ...]) -> None:
        self.by_id: dict[str, Code] = {}
        self.position: dict[str, int] = {}
        gathered: dict[str | None, list[Code]] = {}
        for position, code in enumerate(codes):
            self.by_id.setdefault(code.id, code)
            self.position.setdefault(code.id, position)
            gathered.setdefault(code.parent, []).append(code)
        self.children = {parent: tuple(below) for parent, below in gathered.items()}


@dataclass(frozen=True, slots=True)
class Codebook(_Indexed):
    """All codes of one scheme, parents before their children, in the order of the file."""

    id: str
    title: Names
    codes: tuple[Code, ...] = ()
    kind: str = "deductive"
    """`deductive` (from theory), `inductive` (made while reading) or `journal` (for memos, not for text)."""
    version: str = "1"
    description: Names = field(default_factory=dict)
    discipline: Names = field(default_factory=dict)
    """The field of study, such as public management."""
    source: tuple[str, ...] = ()
    """Full references."""
    qualifiers: tuple[tuple[str, Names], ...] = ()
    """What a coding may say about its code, such as promotes and inhibits: (id, names)."""
    exclusive: bool = False
    """At most one code of the book on a segment by one coder."""
    at_most_one_of: tuple[tuple[str, ...], ...] = ()
    figure: Mapping[str, Any] = field(default_factory=dict)
    """How shares are drawn: `{"shape": "triangle", "corners": {...}}`."""
    based_on: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What the project must fill in before coding, such as CFIR's inner setting."""
    language: str = "en"
    """The language of texts that the file gives as a plain string."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other names of the frame, per language."""
    sets: Mapping[str, Names] = field(default_factory=dict)
    """The titles of the sets of optional codes, by the name that `Code.optional` gives."""
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Codes that a variant of the frame leaves out, by the variant's name."""
    attributes: Mapping[str, Names] = field(default_factory=dict)
    """Case attributes that the frame proposes, such as UTAUT's moderators."""
    beside: tuple[str, ...] = ()
    """Codebooks that the frame is meant to be used with."""

    def _indexed(self) -> _CodeIndex:
        try:
            return self._index
        except AttributeError:
            object.__setattr__(self, "_index", _CodeIndex(self.codes))
            return self._index

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __bool__(self) -> bool:
        return True

    def __contains__(self, id: object) -> bool:
        return id in self._indexed().by_id

    def code(self, id: str) -> Code:
        """The code with this id; KeyError when there is none."""
        return self._indexed().by_id[id]

    def children(self, id: str | None = None) -> tuple[Code, ...]:
        """The codes directly under `id`, or the top codes."""
        return self._indexed().children.get(id, ())

    def descendants(self, id: str) -> tuple[Code, ...]:
        """All codes below `id`, parents before children, in the order of the file."""
        index = self._indexed()
        found: list[Code] = []
        waiting = list(index.children.get(id, ()))
        while waiting:
            code = waiting.pop()
            found.append(code)
            waiting.extend(index.children.get(code.id, ()))
        return tuple(sorted(found, key=lambda code: index.position[code.id]))

    def walk(self) -> Iterator[tuple[int, Code]]:
        """Each code with its depth from 0, in the order of the tree."""
        depth: dict[str, int] = {}
        for code in self.codes:
            depth[code.id] = 0 if code.parent is None else depth[code.parent] + 1
            yield depth[code.id], code


def in_language(names: Names, language: str) -> str:
    """The text in `language`, else in English, else the first there is, else `""`."""
    if language == "no":
        language = "nb"
    return names.get(language) or names.get("en") or next(iter(names.values()), "")
