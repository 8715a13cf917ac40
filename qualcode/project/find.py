"""`find`: every place of some words, and (in `passages`) every passage that carries some codes.

The texts are scanned without their turns; only where something stands is a document looked at whole, so
that a search in a thousand interviews costs little more than reading their text. What is found is given out
document by document.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from ..core.case_map import values
from ..core.choices import Where
from ..core.errors import UnknownName, UsageError
from ..core.model import ROLES, Document, Span
from ..core.results.retrieval import Found, Hit, Passage
from ..core.text import natural
from ..core.values import frozen
from ..retrieval.matcher import PATIENCE, Match, Search
from ..retrieval.words import Spelling, parse
from . import word_index
from .selected import SelectedDocument, SelectedDocuments, Spoken
from .selection import attribute_names, checked

if TYPE_CHECKING:
    from .handle import Handle
    from .passages import Passages

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
    from .passages import Passages

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
        self._within: dict[str, list[Span]] | None = None
        if request.codes:
            from .passages import coded_stretches  # what only expressions over codes need

            self._within = coded_stretches(project, request.codes, where, request.same)
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
        for found in self.by_document():
            yield from found

    def by_document(self) -> Iterator[HitsOfDocument]:
        """The same, those of each document together: for counting, which needs none of them by itself."""
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
                    matches = [match for match in matches if inside(Span(match[0], match[1]), within[id])]
                if matches and (found := self._said(id, text, matches)):
                    yield found

    def _said(self, id: str, text: str, matches: Sequence[Match]) -> HitsOfDocument:
        """Those that stand in a turn that the selection leaves."""
        terms = [term.source for term in self._search.terms]
        document, found = self.reader.spoken(id, text, matches)
        if self._request.every and len(terms) > 1:
            found = _together(self.reader.of(self._project.document(id)), found, len(terms))
        return HitsOfDocument(document, found, terms, self._request.context)


class HitsOfDocument:
    """The hits in one document: each is named and cut out of its text when it is asked for."""

    def __init__(self, document: Document, placed: Sequence[Spoken[int]], terms: Sequence[str], context: int) -> None:
        self.document, self.kind = document.id, document.kind
        self._of, self._placed, self._terms, self._context = document, placed, terms, context

    def __len__(self) -> int:
        return len(self._placed)

    def __iter__(self) -> Iterator[Hit]:
        id, kind, text, context = self.document, self.kind, self._of.text, self._context
        page_at = self._of.page_at if self._of.pages else None
        for start, stop, term, (_, _, number, speaker, role, question), case in self._placed:
            page = page_at(start) if page_at else None
            yield Hit(
                f"{id}@{start}-{stop}", id, Span(start, stop), f"{id}:{number}", speaker, role, case,
                question or "", page.label if page else "", kind, self._terms[term],
                text[max(0, start - context) : start], text[start:stop], text[stop : stop + context],
            )  # fmt: skip

    def counted(self) -> Iterator[tuple[str, str, str, int]]:
        """(term, case, question, hits) of all of them."""
        of_turns = Counter((term, case, turn[5]) for _, _, term, turn, case in self._placed)
        for (term, case, question), count in of_turns.items():
            yield self._terms[term], case, question or "", count


_TOGETHER = 500
"""Texts asked for at once: more names than this in one question are too many for some databases."""


def batched(ids: Sequence[str], count: int) -> Iterator[Sequence[str]]:
    """Some at a time (as Python 3.12's `itertools.batched`)."""
    for at in range(0, len(ids), count):
        yield ids[at : at + count]


def _together(place: SelectedDocument, found: Sequence[Spoken[int]], terms: int) -> list[Spoken[int]]:
    """Only the hits of units where every term stands."""
    on: dict[int | str, set[int]] = {}
    keys: list[int | str] = []
    for start, stop, term, turn, _ in found:
        numbers = place.numbers(Span(start, stop))
        keys.append(numbers[0] if numbers else f"turn {turn[2]}")
        on.setdefault(keys[-1], set()).add(term)
    return [one for one, key in zip(found, keys, strict=True) if len(on[key]) == terms]


def grouped(
    project: Handle, looking: Words | Passages, places: Iterable[HitsOfDocument | Passage], by: str
) -> list[tuple[str, int, int, int]]:
    """(group, places, documents, cases) of a search that is gone through, most places first.

    `by` is `document`, `case`, `kind`, `question`, `term`, `code`, or an attribute of the cases.
    """
    known = ["question", "term", "code", *attribute_names(project)]
    if by not in known:
        raise UnknownName("attribute", by, known)
    counts: defaultdict[str, int] = defaultdict(int)
    where: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for one in places:
        hits = isinstance(one, HitsOfDocument)
        if (by == "code" and hits) or (by == "term" and not hits):
            what, instead = ("words", "without words, --code") if hits else ("passages", "without --code, words")
            raise UsageError(f"--by {by}: {what} have none; {instead} are counted so", slug="option_conflict")
        for document, groups, count in _tallied(one, by, looking.reader.attributes):
            for group, whose in groups.items():
                counts[group] += count
                where[group][0].add(document)
                where[group][1].update(whose)
    return [
        (group, count, len(where[group][0]), len(where[group][1]))
        for group, count in sorted(counts.items(), key=lambda pair: (-pair[1], natural(pair[0])))
    ]


def _tallied(
    one: HitsOfDocument | Passage, by: str, attributes: Mapping[tuple[str, str], Mapping[str, str]]
) -> Iterator[tuple[str, dict[str, set[str]], int]]:
    """The document of a place or of several alike, the groups they are in with the cases in each, and how many."""

    def groups(document: str, kind: str, said: Iterable[tuple[str, str]], terms: Sequence[str]) -> dict[str, set[str]]:
        own = {"document": document, "kind": kind}
        found: defaultdict[str, set[str]] = defaultdict(set)
        for case, question in said:
            if by in ("code", "term"):
                names: Sequence[str] = terms
            elif by in ("case", "question"):
                names = (case if by == "case" else question,)
            elif by in own:
                names = (own[by],)
            else:
                names = values(attributes.get((document, case), {}).get(by, "")) or ("",)
            for name in names:
                found[name].update([case] if case else [])
        return found

    if isinstance(one, Passage):
        yield one.document, groups(one.document, one.kind, one.chosen or (("", ""),), one.codes), 1
        return
    for term, case, question, count in one.counted():
        yield one.document, groups(one.document, one.kind, ((case, question),), (term,)), count
