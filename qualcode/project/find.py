"""`find`: every place of some words, and every passage that carries some codes.

The texts are scanned without their turns; only where something stands is a document looked at whole, so
that a search in a thousand interviews costs little more than reading their text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..core import units as unitising
from ..core.errors import UnknownName, UsageError
from ..core.model import ROLES, Coding, Span, Turn
from ..core.results import Found, Hit, Passage
from ..core.text import WORD
from ..core.where import Where, under
from ..retrieval import codes as algebra
from ..retrieval.matcher import Match, Search
from ..retrieval.segments import Between, Evaluation, Keys
from ..retrieval.words import Spelling, parse
from . import word_index
from .blind import seen
from .layers import layer, unasked
from .looked_through import Place, Reader
from .selection import checked, documents

if TYPE_CHECKING:
    from .handle import Handle

SAME = ("unit", "case", "document")
SORTS = ("document", "case", "code", "weight")
WHO = (*ROLES, "all")


@dataclass(frozen=True, slots=True)
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
    sort: str = "document"
    context: int = 60
    """Letters shown before and after a hit."""

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


def find(project: Handle, request: FindRequest) -> Found:
    """Places where words stand; without words, passages that carry codes.

    Raises UsageError (`bad_query`) for a search that cannot be read, UnknownName for a code, case, document
    or attribute that is not there, DataError (`pattern_too_slow`) for a pattern that would run for ever.
    """
    request.check()
    where = checked(project, request.where)
    if not request.words:
        return _passages(project, request, where)
    words = Words(project, request, where)
    hits = _sorted_hits(list(words), request.sort)
    query = " ".join(f'"{word}"' if " " in word else word for word in request.words)
    return Found(query, hits=hits, documents=len(words.documents), attributes=words.reader.attributes)


def inside(span: Span, stretches: Sequence[Span]) -> bool:
    """Whether a stretch lies within one of several that do not overlap."""
    at = bisect_right(stretches, span.start, key=lambda stretch: stretch.start) - 1
    return at >= 0 and span.stop <= stretches[at].stop


# -- words -----------------------------------------------------------------------------


class Words:
    """The places where the words of a request stand, document by document as they are found; `where` is checked.

    Texts that cannot hold them, by the index of words, are not read.
    """

    def __init__(self, project: Handle, request: FindRequest, where: Where) -> None:
        self._project, self._request = project, request
        terms = parse(request.words, patterns=request.patterns, whole=request.spelling.whole)
        self._search = Search(terms, request.spelling)
        self._within = coded_stretches(project, request.codes, where, request.same) if request.codes else None
        self.reader = Reader(project, where, request.who)
        self._present = project.store.digests()
        wanted = set(where.documents)
        self.documents = [
            id for id, *_ in self._present
            if (not wanted or id in wanted) and (self._within is None or id in self._within)
        ]  # fmt: skip
        """Those that are looked through."""

    def __iter__(self) -> Iterator[Hit]:
        project, within = self._project, self._within
        kept = word_index.candidates(project, self._present, self._search.terms, self._request.spelling)
        looked = self.documents if kept is None else [id for id in self.documents if id in kept]
        for some in batched(looked, _TOGETHER):
            for id, language, text in project.store.texts(list(some)):
                matches = self._search.matches(text, language or project.settings.language)
                if within is not None:
                    matches = [match for match in matches if inside(match.span, within[id])]
                if matches:
                    yield from _hits(self.reader.place(project.document(id)), matches, self._search, self._request)


_TOGETHER = 500
"""Texts asked for at once: more names than this in one question are too many for some databases."""


def batched(ids: Sequence[str], count: int) -> Iterator[Sequence[str]]:
    """Some at a time (as Python 3.12's `itertools.batched`)."""
    for at in range(0, len(ids), count):
        yield ids[at : at + count]


def _hits(place: Place, matches: Sequence[Match], search: Search, request: FindRequest) -> list[Hit]:
    document, text = place.document, place.document.text
    found: list[tuple[Hit, int]] = []
    for match in matches:
        turn = place.turn(match.span)
        if turn is None:
            continue
        start, stop = match.span.start, match.span.stop
        hit = Hit(
            f"{document.id}@{start}-{stop}", document.id, match.span, f"{document.id}:{turn.index}", turn.speaker,
            turn.role, place.case(turn), turn.question or "", place.page(start), document.kind,
            search.terms[match.term].source, text[max(0, start - request.context) : start], text[start:stop],
            text[stop : stop + request.context],
        )  # fmt: skip
        found.append((hit, match.term))
    if request.every and len(search.terms) > 1:
        return _together(place, found, len(search.terms))
    return [hit for hit, _ in found]


def _together(place: Place, found: Sequence[tuple[Hit, int]], terms: int) -> list[Hit]:
    """Only the hits of units where every term stands."""
    on: dict[int | str, set[int]] = {}
    keys: list[int | str] = []
    for hit, term in found:
        numbers = place.numbers(hit.span)
        keys.append(numbers[0] if numbers else hit.turn)
        on.setdefault(keys[-1], set()).add(term)
    return [hit for (hit, _), key in zip(found, keys, strict=True) if len(on[key]) == terms]


def _sorted_hits(hits: list[Hit], sort: str) -> tuple[Hit, ...]:
    if sort == "case":
        hits = sorted(hits, key=lambda hit: hit.case)
    elif sort != "document":
        raise UsageError(f"--sort {sort}: words are sorted by document or case", slug="option_conflict")
    return tuple(hits)


# -- codes -----------------------------------------------------------------------------


def _named(project: Handle, text: str) -> algebra.Expression:
    """The expression with every code's full name."""
    expression = algebra.parse(text)

    def full(part: algebra.Expression) -> algebra.Expression:
        if isinstance(part, algebra.Has):
            return replace(part, code=_code(project, part.code))
        if isinstance(part, algebra.Either | algebra.Both):
            return replace(part, parts=tuple(full(each) for each in part.parts))
        if isinstance(part, algebra.Without):
            return replace(part, left=part.left and full(part.left), right=full(part.right))
        return replace(part, left=full(part.left), right=full(part.right))

    return full(expression)


def _code(project: Handle, name: str) -> str:
    if name.removesuffix(":") in project.codes.books:
        return f"{name.removesuffix(':')}:*"
    return project.codes.known(name)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The codings that an expression asks for, with the documents they stand in."""

    codings: list[Coding]
    places: dict[str, Place]
    reader: Reader
    beside: dict[str, int]
    """Codings of the consensus and of machines with these codes, which nobody asked for; by coder."""


def _asked(project: Handle, request: FindRequest, where: Where) -> _Asked:
    expression = _named(project, request.codes)
    reader = Reader(project, where, "all")
    names = algebra.has(expression)
    every = any(isinstance(part, algebra.Without) and part.left is None for part in _parts(expression))
    relevant = None
    if not every:
        wanted = [name.code for name in names]
        relevant = [code for code in project.store.code_keys() if any(under(code, one) for one in wanted)]
    codings = seen(project, project.store.codings(list(where.documents) or None, list(where.coders) or None, relevant))
    places = {id: reader.place(project.document(id)) for id in dict.fromkeys(coding.document for coding in codings)}
    inside = [coding for coding in codings if places[coding.document].first_turn(coding.span) is not None]
    left = [] if where.coders else unasked(project, ())
    beside = Counter(coding.coder for coding in inside if coding.coder in left)
    inside = [coding for coding in inside if coding.coder not in left]
    if isinstance(expression, algebra.Has | algebra.Either) and not any(
        isinstance(part, algebra.Both | algebra.Without | algebra.Beside) for part in _parts(expression)
    ):
        evaluation = Evaluation(inside, lambda coding: frozenset(), lambda one, two: 0, lambda coding: 0)
    else:
        evaluation = Evaluation(inside, _keys(places, request.same), _between(places), _order(places))
    return _Asked(evaluation.of(expression), places, reader, dict(beside))


def _parts(expression: algebra.Expression) -> Iterator[algebra.Expression]:
    yield expression
    if isinstance(expression, algebra.Either | algebra.Both):
        for part in expression.parts:
            yield from _parts(part)
    elif not isinstance(expression, algebra.Has):
        if expression.left is not None:
            yield from _parts(expression.left)
        yield from _parts(expression.right)


def _keys(places: dict[str, Place], same: str) -> Keys:
    def keys(coding: Coding) -> frozenset[Hashable]:
        place = places[coding.document]
        if same == "document":
            return frozenset([coding.document])
        if same == "case":
            turn = place.first_turn(coding.span)
            return frozenset([place.case(turn)] if turn else [coding.document])
        return frozenset((coding.document, number) for number in place.numbers(coding.span))

    return keys


def _between(places: dict[str, Place]) -> Between:
    def between(one: Coding, two: Coding) -> int:
        first, second = sorted((one.span, two.span))
        text = places[one.document].document.text
        return len(WORD.findall(text, first.stop, max(first.stop, second.start)))

    return between


def _order(places: dict[str, Place]) -> Callable[[Coding], int]:
    def order(coding: Coding) -> int:
        numbers = places[coding.document].numbers(coding.span)
        return numbers[0] if numbers else -2

    return order


def coded_stretches(project: Handle, codes: str, where: Where, same: str = "unit") -> dict[str, list[Span]]:
    """By document, the stretches that an expression over codes asks for, joined where they overlap."""
    asked = _asked(project, FindRequest(codes=codes, same=same), checked(project, where))
    found: dict[str, list[Span]] = {}
    for coding in asked.codings:
        found.setdefault(coding.document, []).append(coding.span)
    return {document: unitising.covering(spans) for document, spans in found.items()}


def _passages(project: Handle, request: FindRequest, where: Where) -> Found:
    asked = _asked(project, request, where)
    passages = list((_whole if request.whole else _coded)(asked.codings, asked.places))
    if request.sort == "case":
        passages.sort(key=lambda passage: passage.case)
    elif request.sort == "code":
        order = {code: at for at, (code, _) in enumerate(project.codes)}
        passages.sort(key=lambda passage: order.get(passage.codes[0], len(order)))
    elif request.sort == "weight":
        passages.sort(key=lambda passage: -passage.weight)
    looked = list(documents(project, where)) if where.documents else project.store.document_ids()
    return Found(
        request.codes, passages=tuple(passages), documents=len(looked), beside=asked.beside,
        attributes=asked.reader.attributes,
    )  # fmt: skip


def _coded(codings: Iterable[Coding], places: dict[str, Place]) -> Iterator[Passage]:
    """The coded words; codings of the very same words are one passage."""
    gathered: dict[tuple[str, Span], list[Coding]] = {}
    for coding in codings:
        gathered.setdefault((coding.document, coding.span), []).append(coding)
    for (document, span), here in gathered.items():
        place = places[document]
        numbers = place.numbers(span)
        unit = place.units[numbers[0]].label if numbers else ""
        yield _passage(place, span, place.first_turn(span), unit, span.cut(place.document.text), here)


def _whole(codings: Iterable[Coding], places: dict[str, Place]) -> Iterator[Passage]:
    """The units that carry the codings, whole."""
    gathered: dict[tuple[str, int], list[Coding]] = {}
    for coding in codings:
        for number in places[coding.document].numbers(coding.span):
            gathered.setdefault((coding.document, number), []).append(coding)
    for (document, number), here in gathered.items():
        place = places[document]
        unit = place.units[number]
        turn = place.turn_of(unit)
        if turn is None:  # the coding reaches into a unit that the selection leaves out
            continue
        text = "\n".join(piece.cut(place.document.text) for piece in unit.pieces)
        yield _passage(place, unit.span, turn, unit.label, text, here)


def _passage(place: Place, span: Span, turn: Turn | None, unit: str, text: str, codings: Sequence[Coding]) -> Passage:
    document = place.document
    return Passage(
        f"{document.id}@{span.start}-{span.stop}", document.id, span, unit, turn.speaker if turn else "",
        turn.role if turn else "", place.case(turn) if turn else "", (turn.question or "") if turn else "",
        place.page(span.start), document.kind, text, tuple(codings),
    )  # fmt: skip


def behind(
    project: Handle, codes: Sequence[str], where: Where, coder: str = "", by: str = "", group: str = ""
) -> FindRequest:
    """The search for the passages behind a cell: units that carry all the codes, in one group, by one layer.

    Raises UnknownName for a code that is not there, and as `layers.layer` does for the layer.
    """
    names = [_code(project, code) for code in codes]
    if by == "qualifier":
        asked = " and ".join(f'"{name}"[{group}]' for name in names)
    else:
        asked = " and ".join(f'"{name}"' for name in names)
    if by == "question":
        where = replace(where, questions=(group,))
    elif by and by != "qualifier":
        where = replace(where, attributes={**where.attributes, by: (group,)})
    return FindRequest(codes=asked, where=replace(where, coders=(layer(project, coder),)), whole=True)


def grouped(found: Found, by: str) -> list[tuple[str, int, int, int]]:
    """(group, places, documents, cases), most places first.

    `by` is `document`, `case`, `kind`, `question`, `term`, `code`, or an attribute of the cases.
    """
    known = {key for values in found.attributes.values() for key in values}
    own = ("document", "case", "kind", "question", "term", "code")
    if by not in own and by not in known:
        raise UnknownName("attribute", by, {*known, *own})
    counts: defaultdict[str, int] = defaultdict(int)
    where: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for one in found.hits or found.passages:
        for group in _groups(found, one, by):
            counts[group] += 1
            where[group][0].add(one.document)
            where[group][1].add(one.case)
    return [
        (group, count, len(where[group][0]), len(where[group][1]))
        for group, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def _groups(found: Found, one: Hit | Passage, by: str) -> Sequence[str]:
    if by == "code":
        return one.codes if isinstance(one, Passage) else ("",)
    if by == "term":
        return (one.term if isinstance(one, Hit) else "",)
    if by in ("document", "case", "kind", "question"):
        return (str(getattr(one, by)),)
    return (found.attributes.get(one.case, {}).get(by, ""),)
