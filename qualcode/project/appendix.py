"""The appendix of a project: every part that its material and its frames give cause for, and none that is empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from .. import __version__
from ..core.choices import Where
from ..core.errors import DataError, UsageError
from ..core.model import Bundle, Codebook
from ..core.results.shares import Shares
from ..core.table import Block, Figure, Report, Table
from ..core.ticks import Tick
from ..core.values import frozen
from . import codebook_reports, comparison_reports, comparisons, guide_reports, reports, selection
from .figures import figure_report, shares_figure
from .layers import begun
from .results import ShareRequest, compute_shares
from .study import created

if TYPE_CHECKING:
    from .handle import Handle

Result = TypeVar("Result")
NOTHING = ("no_units", "nothing_coded", "not_begun")
"""Why a part has nothing to count, so that the appendix goes without it."""


@frozen
class AppendixRequest:
    """What an appendix shall hold."""

    language: str = ""
    coder: str = ""
    by: str = ""
    title: str = ""
    author: str = ""
    text: bool = True
    memos: bool = False
    uncoded: bool = False
    """The transcripts once more, without their codes."""
    separate: bool = False
    """Each document in an appendix of its own."""
    first: int = 0
    """The number of the first appendix; 0 letters them."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """The numbers that parts have in the thesis (`guide` 3, `interviews` 14); the others are left out."""
    examples: int = 0
    figures: bool = True
    where: Where | None = None
    fields: tuple[str, ...] = ()
    """Tables and figures that are put in beside, each said as `fill` has it: `table("rank", weight="column:Votes")`."""


def appendix(project: Handle, asked: AppendixRequest, progress: Tick | None = None) -> Report:
    """Method note, guide, sample, codebooks, shares and figures, judgements, matrix, memos, and all material.

    `progress` is told how many documents of the material are in.
    """
    from ..report.build.appendix import appendix_report

    language = asked.language or project.settings.language
    bundle, where = reports.of_one_layer(project, asked.coder, asked.where)
    coder = where.coders[0]
    places = replace(where, coders=(), codes=())
    books = codebook_reports.shown_books(project)
    codebook: list[Block] = []
    for book in books:
        codebook += codebook_reports.printed_codebook(project, book, language, examples=asked.examples, coders=(coder,))
    parts = _Parts(project, language, coder, asked, places, bundle)
    tables: list[Report] = []
    extra: list[Report] = []
    counted: Shares | None = None
    if reports.has_begun(project, coder):
        for book in books:
            found, own = parts.shares(book)
            counted = counted or found
            tables += own
        extra = [*parts.judgements(books), *parts.kinds(books), *parts.matrix(books)]
    extra += parts.asked_for()
    if asked.memos or "memos" in asked.numbers:
        extra += parts.memos()
    guide = guide_reports.guide(project, language=language).blocks if project.questions else ()
    return appendix_report(
        replace(bundle, codebooks=tuple(books)), language=language, title=asked.title, author=asked.author,
        chosen=selection.chosen_cases(project, places), begun=begun(project, (coder,)),
        shares=counted, share_reports=tables, codebook=codebook,
        guide=guide, extra=extra,
        uncoded=asked.uncoded or any("transcript" in part for part in asked.numbers), separate=asked.separate,
        first=asked.first, numbers=asked.numbers, by=asked.by or project.settings.by,
        value_names=project.settings.labels, attribute_names=project.settings.labels, text=asked.text,
        memos=asked.memos, version=__version__, created=created(project), progress=progress,
    )  # fmt: skip


@frozen
class _Parts:
    """The parts of an appendix that are counted, each for the frames it makes sense for."""

    project: Handle
    language: str
    coder: str
    asked: AppendixRequest
    places: Where
    bundle: Bundle

    def shares(self, book: Codebook) -> tuple[Shares | None, list[Report]]:
        """A frame's shares in the groups of the study, its drawing, and its shares by question where there is a guide.

        A frame whose codings say something about their codes, used in sources where nobody is asked, is judged,
        not shared out: its table is that of the judgements.
        """
        request = ShareRequest((book.id,), self.asked.by, coder=self.coder, where=self.places)
        found = _tried(lambda: compute_shares(self.project, request))
        if found is None or (self._judged(book) and not (found.accounting and found.accounting.informants)):
            return None, []
        made = [_named(reports.shares(self.project, request, language=self.language), book)]
        if self.asked.figures:
            drawn = shares_figure(self.project, request, language=self.language)
            made.append(_named(figure_report(self.project, drawn, self.language), book))
        if self.project.questions and found.accounting and found.accounting.informants:
            asked = replace(request, by="question")
            by_question = reports.shares(self.project, asked, language=self.language, name="shares-by-question")
            made.append(_named(_without_spread(by_question), book))
        return found, made

    def judgements(self, books: list[Codebook]) -> list[Report]:
        """What codings say about their codes, frame by frame, as one part."""
        found = [
            made
            for book in books
            if self._judged(book) and (made := self._crosstab(book, "qualifier", "codings")) is not None
        ]
        return self._joined("judgements", "appendix.judgements", found)

    def kinds(self, books: list[Codebook]) -> list[Report]:
        """Which kinds of source each code stands in, for frames that were used in several."""
        kind = {document.id: document.kind for document in self.bundle.documents}
        found = []
        for book in books:
            used = {kind[c.document] for c in self.bundle.codings if c.code.startswith(f"{book.id}:")}
            if len(used) > 1 and (made := self._crosstab(book, "kind", "cases")) is not None:
                found.append(made)
        return self._joined("kinds", "appendix.kinds", found)

    def matrix(self, books: list[Codebook]) -> list[Report]:
        """Cases by codes with their written summaries, for the frames that somebody summarised a case under."""
        summarised = {memo.code for memo in self.project.store.memos("cell")}
        found = []
        for book in books:
            if codes := self._beside(book, summarised):
                request = ShareRequest(tuple(codes), self._level(), coder=self.coder, where=self.places)
                made = _tried(partial(comparisons.matrix, self.project, request))
                if made is not None:
                    # With memos there is a part for what was written about cases.
                    printed = comparison_reports.matrix(
                        self.project, made, request, self.language, claims=not self.asked.memos
                    )
                    found.append(_named(printed, book))
        return self._joined("matrix", "matrix.title", found)

    def _beside(self, book: Codebook, summarised: set[str]) -> list[str]:
        """The codes that cases were summarised under, and those that were coded beside them: a matrix has no gaps."""
        parents = {code.parent for code in book if f"{book.id}:{code.id}" in summarised}
        used = {coding.code for coding in self.bundle.codings} | summarised
        columns = [f"{book.id}:{code.id}" for code in book if code.parent in parents]
        return [each for each in columns if any(code == each or code.startswith(f"{each}.") for code in used)]

    def asked_for(self) -> list[Report]:
        """The tables and figures that were named one by one, in a part of their own."""
        from ..report.fill.expression import parse
        from .fill import Evaluator

        evaluate = Evaluator(self.project, self.language, allowed=self.asked.text)
        blocks: list[Block] = []
        for text in self.asked.fields:
            field = parse(text)
            value = evaluate(field.name, field.args, dict(field.kwargs))
            if value.table is None and value.figure is None:
                raise UsageError(
                    f"{text} is neither a table nor a figure", slug="bad_field",
                    hint='such as table("crosstab", by="qualifier") or figure("shares"); docs/fill.md has them all',
                )  # fmt: skip
            number = len(blocks) + 1
            if value.table is not None:
                blocks.append(replace(value.table, name=f"asked-for-{number}"))
            if value.figure is not None:
                blocks.append(replace(value.figure, name=f"asked-for-{number}"))
        found = Report("", tuple(blocks), self.language, "tables")
        return self._joined("tables", "appendix.tables", [found] if blocks else [])

    def _level(self) -> str:
        """The kind of cases that were summarised, where all of them hold others: municipalities, not their people."""
        cases = self.project.case_map
        summarised = {memo.case for memo in self.project.store.memos("cell")}
        kinds = {cases.cases[case].kind if case in cases.cases else "" for case in summarised}
        return kinds.pop() if len(kinds) == 1 and kinds <= cases.levels_there else ""

    def memos(self) -> list[Report]:
        """The memos about the study, codes, cases, documents and places; sub-conclusions stand in the matrix too."""
        from ..report.build.memos import is_shown

        made = reports.memos(self.project, self.places, language=self.language, text=self.asked.text)
        return [made] if any(is_shown(memo) for memo in self.bundle.memos) else []

    def _judged(self, book: Codebook) -> bool:
        return bool(book.qualifiers) and any(
            coding.qualifier for coding in self.bundle.codings if coding.code.startswith(f"{book.id}:")
        )

    def _crosstab(self, book: Codebook, by: str, count: str) -> Report | None:
        request = ShareRequest((book.id,), by, coder=self.coder, where=self.places)
        found = _tried(lambda: comparisons.crosstab(self.project, request, count=count))
        if found is None:
            return None
        return _named(comparison_reports.crosstab(self.project, found, request, self.language), book)

    def _joined(self, key: str, title: str, made: list[Report]) -> list[Report]:
        from ..report.wording import Words

        if not made:
            return []
        blocks = tuple(block for report in made for block in report.blocks)
        return [replace(made[0], title=Words(self.language)(title), blocks=blocks, kind=key)]


def _tried(make: Callable[[], Result]) -> Result | None:
    """What `make` counts; None where there is nothing to count, which the method note says better than a table."""
    try:
        return make()
    except DataError as error:
        if error.slug not in NOTHING:
            raise
        return None


def _without_spread(report: Report) -> Report:
    """One answer of each informant to a question has no spread worth printing."""
    blocks = (each for each in report.blocks if not (isinstance(each, Table) and each.name.endswith("-spread")))
    return replace(report, blocks=tuple(blocks))


def _named(report: Report, book: Codebook) -> Report:
    """The report with its tables and figures named after the frame, so that two frames' can be referred to."""
    blocks = tuple(
        replace(block, name=f"{block.name or 'figure'}-{book.id}") if isinstance(block, Table | Figure) else block
        for block in report.blocks
    )
    return replace(report, blocks=blocks)
