"""Documents as a search sees them: whose turns a selection leaves, and which units they make."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ..core import units as unitising
from ..core.case_map import joined, turns_of
from ..core.choices import Where
from ..core.model import Document, Span, Turn, Unit
from ..store.history import gone
from ..store.queries import Said
from .selection import attributes_of, fits

if TYPE_CHECKING:
    from .handle import Handle

What = TypeVar("What")
Spoken = tuple[int, int, What, Said, str]
"""Start and stop of what was found, what it is, its turn, and the case that speaks."""


class Whose(NamedTuple):
    """Who speaks in some turns, each name once."""

    speaker: str
    role: str
    """Of the first."""
    case: str
    question: str
    cases: tuple[str, ...]
    chosen: tuple[tuple[str, str], ...]
    """Case and question of each turn that the selection leaves."""


class SelectedDocument:
    """One document, with the turns and units that a selection leaves."""

    def __init__(self, document: Document, cases: dict[int, str], chosen: set[int], unit: str) -> None:
        """`cases` says by turn whose it is, and `chosen` are the turns that the selection leaves."""
        self.document, self._cases, self._chosen, self._unit = document, cases, chosen, unit
        self._whose: dict[tuple[int, ...], Whose] = {}

    @property
    def turns(self) -> list[Turn]:
        """The turns that the selection leaves, in order."""
        return [turn for turn in self.document.turns if turn.index in self._chosen]

    @cached_property
    def units(self) -> list[Unit]:
        """The natural units of the document."""
        return unitising.units(self.document, self._unit)

    @cached_property
    def pieces(self) -> list[tuple[Span, int]]:
        """Every piece of every unit with the unit's number, in order."""
        return sorted((piece, number) for number, unit in enumerate(self.units) for piece in unit.pieces)

    @cached_property
    def _turns(self) -> dict[int, Turn]:
        return {turn.index: turn for turn in self.document.turns}

    @cached_property
    def _piece_starts(self) -> list[int]:
        return [piece.start for piece, _ in self.pieces]

    def turns_of(self, span: Span) -> list[Turn]:
        """The turns whose words a stretch holds, whatever the selection leaves of them."""
        return turns_of(self.document, span)

    def chosen(self, turns: Iterable[Turn]) -> list[Turn]:
        """Those that the selection leaves."""
        return [turn for turn in turns if turn.index in self._chosen]

    def holds(self, span: Span) -> bool:
        """Whether the selection leaves any of the words of a stretch."""
        return bool(self.chosen(self.turns_of(span)))

    def cases(self, turns: Iterable[Turn]) -> tuple[str, ...]:
        """Whose these turns are, each case once."""
        return tuple(dict.fromkeys(self._cases[turn.index] for turn in turns))

    def turn_of(self, unit: Unit) -> Turn | None:
        """The first turn of a unit that the selection leaves; not one that interrupts it, which is another's."""
        return next((self._turns[at] for at in unit.turns if at in self._chosen), None)

    def whose(self, turns: Sequence[Turn]) -> Whose:
        """What is told of those who speak in some turns; it is put together once, for all that stands in them."""
        key = tuple([turn.index for turn in turns])
        if key not in self._whose:
            cases = self.cases(turns)
            self._whose[key] = Whose(
                joined(turn.speaker for turn in turns), turns[0].role if turns else "", joined(cases),
                joined(turn.question or "" for turn in turns), cases,
                tuple(dict.fromkeys((self.case(turn), turn.question or "") for turn in self.chosen(turns))),
            )  # fmt: skip
        return self._whose[key]

    def case(self, turn: Turn) -> str:
        return self._cases[turn.index]

    def stretches(self, unit: Unit) -> list[Span]:
        """What is coded when a unit is coded whole: not the answer of another that interrupts it."""
        return unitising.segments(self.document, unit)

    def unit(self, span: Span) -> Unit | None:
        """The first unit that a stretch touches."""
        numbers = self.numbers(span)
        return self.units[numbers[0]] if numbers else None

    def numbers(self, span: Span) -> list[int]:
        """The units that a stretch touches, from 0, in order."""
        pieces = self.pieces
        low = max(0, bisect_right(self._piece_starts, span.start) - 1)
        while low and pieces[low - 1][0].stop > span.start:
            low -= 1
        alone = low + 1 == len(pieces) or (low < len(pieces) and span.stop <= pieces[low + 1][0].start)
        if alone and pieces[low][0].start <= span.start and span.stop <= pieces[low][0].stop:
            return [pieces[low][1]]  # as most do
        found = set()
        for at in range(low, len(pieces)):
            piece, number = pieces[at]
            if piece.start >= span.stop:
                break
            if piece.overlaps(span):
                found.add(number)
        return sorted(found)

    def page(self, offset: int) -> str:
        page = self.document.page_at(offset) if self.document.pages else None
        return page.label if page else ""


class SelectedDocuments:
    """Documents as the selection leaves them: which turns, whose, in which units."""

    def __init__(self, project: Handle, where: Where, who: str) -> None:
        self._project, self._where, self._who = project, replace(where, codes=(), coders=()), who
        self._main = {question.id: question.main for question in project.questions}
        self.attributes: dict[tuple[str, str], dict[str, str]] = {}
        """By document and case: a case that speaks in two documents has the attributes of both. What lies on no turn
        has the case `""`."""

    def of(self, document: Document) -> SelectedDocument:
        chooses = self.chooser(document)
        whose: dict[int, str] = {}
        chosen: set[int] = set()
        for turn in document.turns:
            if self._who in ("all", turn.role):
                whose[turn.index], left = chooses(turn.speaker, turn.question, turn.span)
                if left:
                    chosen.add(turn.index)
        return SelectedDocument(document, whose, chosen, natural_unit(self._project, document))

    def spoken(self, id: str, text: str, found: Sequence[tuple[int, int, What]]) -> tuple[Document, list[Spoken[What]]]:
        """Of what was found in a text, in order, that which stands in a turn that the selection leaves; and the
        document, as far as it had to be read."""
        project = self._project
        passages = id in project.case_map.passages
        document = project.document(id) if passages else project.store.outline(id, text)
        if document is None:
            raise gone("document")  # by somebody else, since its text was read
        choose = self.chooser(document)
        turns = project.store.said(document, self._who)
        begins = [turn[0] for turn in turns]
        begins.append(len(text) + 1)
        placed: list[Spoken[What]] = []
        whose: tuple[str, str, str | None] | None = None
        at, end, case, left = -1, 0, "", False
        for start, stop, what in found:
            if start >= begins[at + 1]:
                at = bisect_right(begins, start, at + 1) - 1
                turn = turns[at]
                end = turn[1]
                if passages or turn[3:] != whose:
                    whose = turn[3:]
                    case, left = choose(turn[3], turn[5], Span(turn[0], end))
            if left and stop <= end:
                placed.append((start, stop, what, turn, case))
        return document, placed

    def chooser(self, document: Document) -> Callable[[str, str | None, Span], tuple[str, bool]]:
        """Says by the speaker, the question and the place of a turn whose it is, and whether the selection leaves it.

        An outline of the document (`Store.outline`) is enough where no case has passages of it.
        """
        project, passages = self._project, document.id in self._project.case_map.passages
        known: dict[tuple[str, str | None, Span | None], tuple[str, bool]] = {}
        self.attributes.setdefault((document.id, ""), dict(attributes_of(project, document, "")))

        def choose(speaker: str, question: str | None, span: Span) -> tuple[str, bool]:
            key = (speaker, question, span if passages else None)
            if key not in known:
                case = project.case_map.case_of(document, speaker, (span,))
                left = fits(project, self._where, document, case, question, self._main)
                self.attributes.setdefault((document.id, case), dict(attributes_of(project, document, case)))
                known[key] = case, left
            return known[key]

        return choose


def natural_unit(project: Handle, document: Document) -> str:
    """What tables count in a document: the study's own unit, the paragraph for an answer where nobody answers."""
    unit = project.settings.unit
    return unitising.kind_for(document, "turn" if unit == "segment" else unit)
