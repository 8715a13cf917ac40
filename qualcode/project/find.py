"""`find`: every place of some words, and (in `passages`) every passage that carries some codes.

The texts are scanned without their turns; only where something stands is a document looked at whole, so
that a search in a thousand interviews costs little more than reading their text. What is found is given out
document by document.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from ..core.case_map import values
from ..core.choices import Where
from ..core.errors import UnknownName, UsageError
from ..core.model import ROLES, Span
from ..core.results.retrieval import Found, Hit, Passage
from ..core.text import natural
from ..core.values import frozen
from ..retrieval.matcher import PATIENCE, Match, Search
from ..retrieval.words import Spelling, parse
from . import word_index
from .passages import Passages, coded_stretches
from .selected import SelectedDocument, SelectedDocuments
from .selection import attribute_names, checked

if TYPE_CHECKING:
    from .handle import Handle

SAME = ("unit", "case", "document")
SORTS = ("document", "case", "code", "weight")
WHO = (*ROLES, "all")


@frozen
class FindRequest:
    """What to look for, and where."""

    words: tuple[str, ...] = ()
    codes: str = ""
    """An expression over codes; with words, they are looked for inside its passages."""
    where: Where = field(default_factory=Where)
    who: str = "informant"
    """Whose words: `informant`, `interviewer`, `other` or `all`."""
    spelling: Spelling = field(default_factory=Spelling)
    patterns: bool = False
    """Every word is a regular expression."""
    every: bool = False
    """All the words must stand in the same unit."""
    same: str = "unit"
    """What `and` and `not` between codes compare: `unit`, `case` or `document`."""
    whole: bool = False
    """Passages are whole units instead of the coded words."""
    units: frozenset[str] | None = None
    """The labels of the whole units that are meant, such as those that a table counts in a cell; None for all."""
    sort: str = "document"
    context: int = 60
    """Letters shown before and after a hit."""
    patience: float = PATIENCE
    """Seconds after which a regular expression is stopped."""

    def check(self) -> None:
        """UsageError for what cannot be asked."""
        for name, value, known in (("who", self.who, WHO), ("same", self.same, SAME), ("sort", self.sort, SORTS)):
            if value not in known:
                raise UsageError(f"--{name} {value!r}: expected one of {', '.join(known)}")
        if not self.words and not self.codes:
            raise UsageError(
                "nothing to find: expected words, or --code CODE",
                slug="bad_query",
                hint='qualcode find data digital   or   qualcode find --code "value and capacity"',
            )
        if self.words and self.sort not in ("document", "case"):
            raise UsageError(f"--sort {self.sort}: words are sorted by document or case", slug="option_conflict")


def find(project: Handle, request: FindRequest) -> Found:
    """Places where words stand; without words, passages that carry codes.

    Raises UsageError (`bad_query`) for a search that cannot be read, UnknownName for a code, case, document
    or attribute that is not there, DataError (`pattern_too_slow`) for a pattern that would run for ever.
    """
    looking = search(project, request)
    return gathered(looking, in_order(project, looking, request))


def gathered(looking: Words | Passages, places: Iterable[Hit | Passage]) -> Found:
    """The places of a search that has been gone through, as one value."""
    found = list(places)
    return Found(
        looking.query,
        hits=tuple(one for one in found if isinstance(one, Hit)),
        passages=tuple(one for one in found if isinstance(one, Passage)),
        documents=len(looking.documents), beside=dict(looking.beside), outside=looking.outside,
        attributes=looking.reader.attributes,
    )  # fmt: skip


def search(project: Handle, request: FindRequest) -> Words | Passages:
    """The same place by place as they are found, in the order of the material; raises as `find`, partly when read."""
    request.check()
    where = checked(project, request.where)
    if request.words:
        return Words(project, request, where)
    return Passages(project, request.codes, where, same=request.same, whole=request.whole, units=request.units)


def in_order(project: Handle, looking: Words | Passages, request: FindRequest) -> Iterable[Hit | Passage]:
    """What a search finds, sorted as was asked; in the order of the material as it is found, without waiting."""
    if request.sort == "document":
        return looking
    if request.sort == "case":
        return sorted(looking, key=lambda one: natural(one.case))
    passages = [one for one in looking if isinstance(one, Passage)]
    if request.sort == "weight":
        return sorted(passages, key=lambda passage: -passage.weight)
    order = {code: at for at, (code, _) in enumerate(project.codes)}
    return sorted(passages, key=lambda passage: order.get(passage.codes[0], len(order)))


def inside(span: Span, stretches: Sequence[Span]) -> bool:
    """Whether a stretch lies within one of several that do not overlap."""
    at = bisect_right(stretches, span.start, key=lambda stretch: stretch.start) - 1
    return at >= 0 and span.stop <= stretches[at].stop


class Words:
    """The places where the words of a request stand, document by document as they are found; `where` is checked.

    Texts that cannot hold them, by the index of words, are not read.
    """

    def __init__(self, project: Handle, request: FindRequest, where: Where) -> None:
        self._project, self._request = project, request
        self.query = " ".join(f'"{word}"' if " " in word else word for word in request.words)
        self.beside: Counter[str] = Counter()
        """Nobody's codings: words are in the material and not in what was made of it."""
        self.outside = 0
        terms = parse(request.words, patterns=request.patterns, whole=request.spelling.whole, every=request.every)
        self._search = Search(terms, request.spelling, request.patience)
        self._within = coded_stretches(project, request.codes, where, request.same) if request.codes else None
        self.reader = SelectedDocuments(project, where, request.who)
        self._present = project.store.digests()
        wanted = set(where.documents)
        self.documents = [
            id for id, *_ in self._present
            if (not wanted or id in wanted) and (self._within is None or id in self._within)
        ]  # fmt: skip
        """Those that are looked through."""
        self.progress: Callable[[int, int], None] | None = None
        """Told how many of them are done, and how many there are."""

    def __iter__(self) -> Iterator[Hit]:
        project, within = self._project, self._within
        kept = word_index.candidates(project, self._present, self._search.terms, self._request.spelling)
        looked = self.documents if kept is None else [id for id in self.documents if id in kept]
        done = 0
        for some in batched(looked, _TOGETHER):
            for id, language, text in project.store.texts(list(some)):
                if self.progress:
                    self.progress(done, len(looked))
                done += 1
                matches = self._search.matches(text, language or project.settings.language)
                if within is not None:
                    matches = [match for match in matches if inside(match.span, within[id])]
                if matches:
                    yield from _hits(self.reader.of(project.document(id)), matches, self._search, self._request)


_TOGETHER = 500
"""Texts asked for at once: more names than this in one question are too many for some databases."""


def batched(ids: Sequence[str], count: int) -> Iterator[Sequence[str]]:
    """Some at a time (as Python 3.12's `itertools.batched`)."""
    for at in range(0, len(ids), count):
        yield ids[at : at + count]


def _hits(place: SelectedDocument, matches: Sequence[Match], search: Search, request: FindRequest) -> list[Hit]:
    id, kind, text, context = place.document.id, place.document.kind, place.document.text, request.context
    sources = [term.source for term in search.terms]
    found: list[tuple[Hit, int]] = []
    for span, term in matches:
        turn = place.turn(span)
        if turn is None:
            continue
        start, stop = span.start, span.stop
        hit = Hit(
            f"{id}@{start}-{stop}", id, span, f"{id}:{turn.index}", turn.speaker, turn.role, place.case(turn),
            turn.question or "", place.page(start), kind, sources[term],
            text[max(0, start - context) : start], text[start:stop], text[stop : stop + context],
        )  # fmt: skip
        found.append((hit, term))
    if request.every and len(search.terms) > 1:
        return _together(place, found, len(search.terms))
    return [hit for hit, _ in found]


def _together(place: SelectedDocument, found: Sequence[tuple[Hit, int]], terms: int) -> list[Hit]:
    """Only the hits of units where every term stands."""
    on: dict[int | str, set[int]] = {}
    keys: list[int | str] = []
    for hit, term in found:
        numbers = place.numbers(hit.span)
        keys.append(numbers[0] if numbers else hit.turn)
        on.setdefault(keys[-1], set()).add(term)
    return [hit for (hit, _), key in zip(found, keys, strict=True) if len(on[key]) == terms]


def grouped(project: Handle, found: Found, by: str) -> list[tuple[str, int, int, int]]:
    """(group, places, documents, cases), most places first.

    `by` is `document`, `case`, `kind`, `question`, `term`, `code`, or an attribute of the cases.
    """
    known = ["question", "term", "code", *attribute_names(project)]
    if by not in known:
        raise UnknownName("attribute", by, known)
    if (by == "code" and found.hits) or (by == "term" and found.passages):
        what, instead = ("words", "without words, --code") if found.hits else ("passages", "without --code, words")
        raise UsageError(f"--by {by}: {what} have none; {instead} are counted so", slug="option_conflict")
    counts: defaultdict[str, int] = defaultdict(int)
    where: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for one in found.hits or found.passages:
        said = (one.chosen or (("", ""),)) if isinstance(one, Passage) else ((one.case, one.question),)
        groups: defaultdict[str, set[str]] = defaultdict(set)
        for case, question in said:
            for group in _groups(found, one, case, question, by):
                groups[group].update([case] if case else [])
        for group, whose in groups.items():
            counts[group] += 1
            where[group][0].add(one.document)
            where[group][1].update(whose)
    return [
        (group, count, len(where[group][0]), len(where[group][1]))
        for group, count in sorted(counts.items(), key=lambda pair: (-pair[1], natural(pair[0])))
    ]


def _groups(found: Found, one: Hit | Passage, case: str, question: str, by: str) -> Sequence[str]:
    """The groups of a place as the words of one of its cases under one question."""
    if by == "code":
        return one.codes if isinstance(one, Passage) else ("",)
    if by == "term":
        return (one.term if isinstance(one, Hit) else "",)
    if by == "case":
        return (case,)
    if by in ("document", "kind"):
        return (str(getattr(one, by)),)
    if by == "question":
        return (question,)
    return values(found.attributes.get((one.document, case), {}).get(by, "")) or ("",)
