"""What material is coded with: codes, and the codebooks that hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from .languages import Names, in_language
from .values import frozen

LINK_KINDS = ("is part of", "leads to", "supports", "contradicts")
"""The kinds of link that are said in the reader's language; any other words are a kind of one's own."""


@frozen
class Link:
    """A named tie from one code to another, or to the literature."""

    source: str
    """A code's id in the book, `book:code` for another book's, or words that are no id: "Schein (2010)"."""
    kind: str
    """One of `LINK_KINDS`, or words of the researcher's own."""
    target: str
    label: Names = field(default_factory=dict)
    """What is printed at the arrow in place of the kind."""


@frozen
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

    __slots__ = ("by_id", "children", "labels", "position")

    def __init__(self, codes: tuple[Code, ...]) -> None:
        self.by_id: dict[str, Code] = {}
        self.labels: dict[str, Counter[str]] = {}
        """How many codes have each name, by language; counted when first asked for."""
        self.position: dict[str, int] = {}
        gathered: dict[str | None, list[Code]] = {}
        for position, code in enumerate(codes):
            self.by_id.setdefault(code.id, code)
            self.position.setdefault(code.id, position)
            gathered.setdefault(code.parent, []).append(code)
        self.children = {parent: tuple(below) for parent, below in gathered.items()}


@frozen
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
    links: tuple[Link, ...] = ()
    """What the researcher says of how codes hang together, drawn as a concept map."""

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

    def label_of(self, id: str, language: str) -> str:
        """A code's name for people, with its parent's behind it where another branch has a code of that name."""
        code, index = self.code(id), self._indexed()
        if language not in index.labels:
            index.labels[language] = Counter(each.label(language) for each in self.codes)
        name = code.label(language)
        if code.parent is None or index.labels[language][name] < 2:
            return name
        return f"{name} ({self.label_of(code.parent, language)})"

    def walk(self) -> Iterator[tuple[int, Code]]:
        """Each code with its depth from 0, in the order of the tree."""
        depth: dict[str, int] = {}
        for code in self.codes:
            depth[code.id] = 0 if code.parent is None else depth[code.parent] + 1
            yield depth[code.id], code
