"""The passages that an expression over codes asks for, document by document as they are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from ..core import units as unitising
from ..core.case_map import joined
from ..core.choices import Where, under
from ..core.errors import UnknownName
from ..core.grouping import grouped
from ..core.model import Coding, Span, Turn
from ..core.results.retrieval import Passage
from ..core.text import words
from ..retrieval import codes as algebra
from ..retrieval.segments import Between, Evaluation, Keys
from .blind import seen
from .layers import unasked
from .selected import SelectedDocument, SelectedDocuments
from .study import study_of

if TYPE_CHECKING:
    from .handle import Handle


class PassageSearch:
    """The codings that an expression asks for, inside a selection; `where` is checked.

    Units lie inside one document, so that one is looked at after the other, and a million codings
    need no more memory than the largest. Where whole cases are compared, all are needed at once.
    """

    def __init__(self, project: Handle, codes: str, where: Where, same: str = "unit", whole: bool = False) -> None:
        self._project, self._where, self._same = project, where, same
        self._whole = whole and same == "unit"
        self._expression = named(project, codes)
        self._codes = _relevant(project, self._expression)
        self._left = [] if where.coders else unasked(project, ())
        self.reader = SelectedDocuments(project, where, "all")
        self.beside: Counter[str] = Counter()
        """Codings of the consensus and of machines with these codes, which nobody asked for; by coder, so far."""
        self._everywhere = not where.divides_documents

    def __iter__(self) -> Iterator[tuple[SelectedDocument, list[Coding], Set[Hashable] | None]]:
        """Each document where there is something, with its codings in the order of their places.

        With `whole` the last of the three are the units that the expression asks for, by document and number: a coding
        of `a and b` may reach into one that carries only the one. None where all that the codings touch are meant.
        """
        where = self._where
        every = self._project.store.codings_by_document(where.documents, where.coders, self._codes)
        inside = ((place, codings) for place, codings in map(self._inside, every) if codings)
        if self._same != "case":
            for place, codings in inside:
                found, asked = self._evaluated({place.document.id: place}, codings)
                if found:
                    yield place, found, asked
            return
        gathered = [(place, codings) for place, codings in inside]
        places = {place.document.id: place for place, _ in gathered}
        by_document = grouped(
            (coding.document, coding)
            for coding in self._evaluated(places, [coding for _, codings in gathered for coding in codings])[0]
        )
        for id, found in by_document.items():
            yield places[id], found, None

    def _inside(self, found: tuple[str, list[Coding]]) -> tuple[SelectedDocument, list[Coding]]:
        """What the selection leaves of a document's codings, without those that nobody asked for.

        What lies on no turn, as on a speaker's label alone, is nobody's: in a selection of documents it is there.
        """
        id, codings = found
        place = self.reader.of(self._project.document(id))
        inside = [
            coding for coding in seen(self._project, codings)
            if self._everywhere or place.holds(coding.span)
        ]  # fmt: skip
        if not self._left:
            return place, inside
        self.beside.update(coding.coder for coding in inside if coding.coder in self._left)
        return place, [coding for coding in inside if coding.coder not in self._left]

    def _evaluated(
        self, places: dict[str, SelectedDocument], codings: list[Coding]
    ) -> tuple[list[Coding], Set[Hashable] | None]:
        if _any_of(self._expression):
            return codings, None  # the store was asked for these codes and no others
        evaluation = Evaluation(codings, _keys(places, self._same), _between(places), _order(places))
        asked = evaluation.keys_of(self._expression) if self._whole else None
        return evaluation.of(self._expression), asked


class Passages:
    """The passages themselves: the coded words, or with `whole` the units that carry them; `where` is checked."""

    def __init__(
        self, project: Handle, codes: str, where: Where, *, same: str = "unit", whole: bool = False,
        units: frozenset[str] | None = None,
    ) -> None:  # fmt: skip
        self._units = units
        self._asked = PassageSearch(project, codes, where, same, whole)
        self._status = study_of(project).status if whole else None
        self.query = codes
        self.documents = list(where.documents or project.store.document_ids())
        """Those that are looked through."""
        self.reader, self.beside = self._asked.reader, self._asked.beside

        self.progress: Callable[[int, int], None] | None = None
        """Told how many of the documents are done, and how many there are."""
        self.outside = 0
        """Codings that stand on no unit that counts, and are not shown where units are asked for; so far."""

    def __iter__(self) -> Iterator[Passage]:
        numbers = {id: at for at, id in enumerate(self.documents)} if self.progress else {}
        for place, codings, asked in self._asked:
            if self.progress:
                self.progress(numbers[place.document.id], len(numbers))
            if self._status is None:
                yield from _coded(place, codings)
            else:
                answered = {at for at, unit in enumerate(place.units) if self._status(unit) == "answered"}
                self.outside += sum(1 for coding in codings if answered.isdisjoint(place.numbers(coding.span)))
                if self._units is not None:
                    answered = {at for at in answered if place.units[at].label in self._units}
                if asked is not None:
                    answered = {at for at in answered if (place.document.id, at) in asked}
                yield from _units(place, codings, answered)


def coded_stretches(project: Handle, codes: str, where: Where, same: str = "unit") -> dict[str, list[Span]]:
    """By document, the stretches that an expression over codes asks for, joined where they overlap; `where` is
    checked."""
    return {
        place.document.id: unitising.covering([coding.span for coding in codings])
        for place, codings, _ in PassageSearch(project, codes, where, same)
    }


def named(project: Handle, text: str) -> algebra.Expression:
    """The expression with every code's full name; UnknownName for one that is not there.

    What is the name of one code, such as `Legitimitet og støtte`, is that code.
    """

    def full(part: algebra.Expression) -> algebra.Expression:
        if isinstance(part, algebra.Has):
            code = code_name(project, part.code)
            return replace(part, code=code, qualifier=_qualifier(project, code, part.qualifier))
        if isinstance(part, algebra.Either | algebra.Both):
            return replace(part, parts=tuple(full(each) for each in part.parts))
        if isinstance(part, algebra.Without):
            return replace(part, left=part.left and full(part.left), right=full(part.right))
        return replace(part, left=full(part.left), right=full(part.right))

    if (whole := project.codes.find(text)) is not None:
        return algebra.Has(whole, "", 0)
    return full(algebra.parse(text))


def _qualifier(project: Handle, code: str, name: str) -> str:
    """A qualifier by its id or its name in any language; UnknownName for one that no coding has either."""
    if name == algebra.UNQUALIFIED:
        return name
    try:
        return project.codes.qualifier(code, name)
    except UnknownName:
        if any(coding.qualifier == name for coding in project.store.codings()):
            return name  # as another program called it
        raise


def code_name(project: Handle, name: str) -> str:
    """A code, or all codes of a codebook, by its full name."""
    if name.removesuffix(":") in project.codes.books:
        return f"{name.removesuffix(':')}:*"
    return project.codes.known(name)


def _relevant(project: Handle, expression: algebra.Expression) -> list[str] | None:
    """The codes that an expression speaks of; None for all, which it does where it says only what is not there."""
    if any(isinstance(part, algebra.Without) and part.left is None for part in _parts(expression)):
        return None
    wanted = [each.code for each in algebra.has(expression)]
    return [code for code in project.store.code_keys() if any(under(code, one) for one in wanted)]


def _any_of(expression: algebra.Expression) -> bool:
    """Whether an expression asks for nothing but some codes."""
    return all(
        isinstance(part, algebra.Either) or (isinstance(part, algebra.Has) and not part.qualifier)
        for part in _parts(expression)
    )


def _parts(expression: algebra.Expression) -> Iterator[algebra.Expression]:
    yield expression
    if isinstance(expression, algebra.Either | algebra.Both):
        for part in expression.parts:
            yield from _parts(part)
    elif not isinstance(expression, algebra.Has):
        if expression.left is not None:
            yield from _parts(expression.left)
        yield from _parts(expression.right)


def _keys(places: dict[str, SelectedDocument], same: str) -> Keys:
    def keys(coding: Coding) -> frozenset[Hashable]:
        place = places[coding.document]
        if same == "document":
            return frozenset([coding.document])
        if same == "case":
            said = place.chosen(place.turns_of(coding.span))
            return frozenset(place.cases(said) or [coding.document])
        return frozenset((coding.document, number) for number in place.numbers(coding.span))

    return keys


def _between(places: dict[str, SelectedDocument]) -> Between:
    def between(one: Coding, two: Coding) -> int:
        first, second = sorted((one.span, two.span))
        text = places[one.document].document.text
        return words(text[first.stop : max(first.stop, second.start)])

    return between


def _order(places: dict[str, SelectedDocument]) -> Callable[[Coding], int]:
    def order(coding: Coding) -> int:
        numbers = places[coding.document].numbers(coding.span)
        return numbers[0] if numbers else -2

    return order


def _coded(place: SelectedDocument, codings: Sequence[Coding]) -> Iterator[Passage]:
    """The coded words; codings of the very same words are one passage."""
    text = place.document.text
    for _, same in groupby(codings, key=lambda coding: (coding.span.start, coding.span.stop)):
        here = tuple(same)
        span = here[0].span
        units = joined([place.units[number].label for number in place.numbers(span)])
        yield _passage(place, span, place.turns_of(span), units, span.cut(text), here)


def _units(place: SelectedDocument, codings: Sequence[Coding], answered: Set[int]) -> Iterator[Passage]:
    """The units that carry the codings, whole, of those in which something was said."""
    gathered = grouped(
        (number, coding) for coding in codings for number in place.numbers(coding.span) if number in answered
    )
    for number, here in gathered.items():
        unit = place.units[number]
        turn = place.turn_of(unit)
        if turn is None:  # the coding reaches into a unit that the selection leaves out
            continue
        text = "\n".join(piece.cut(place.document.text) for piece in unit.pieces)
        yield _passage(place, unit.span, [turn], unit.label, text, here)


def _passage(
    place: SelectedDocument, span: Span, turns: Sequence[Turn], unit: str, text: str, codings: Sequence[Coding]
) -> Passage:
    document, whose = place.document, place.whose(turns)
    return Passage(
        f"{document.id}@{span.start}-{span.stop}", document.id, span, unit, whose.speaker, whose.role, whose.case,
        whose.question, place.page(span.start), document.kind, text, tuple(codings), whose.cases, whose.chosen,
    )  # fmt: skip
