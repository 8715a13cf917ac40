"""Figures of a project: results handed to `report.plots`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError, UsageError, did_you_mean
from ..core.results.common import Accounting, plain
from ..core.results.shares import Shares
from ..core.table import Block, Figure, Heading, Note, Report
from ..core.values import frozen
from . import comparisons, selection
from .layers import layer
from .names import coder_names, title, value_names
from .results import ShareRequest, compute_shares, prepared, used_frames
from .study import created
from .unused_options import refuse_in_figure

if TYPE_CHECKING:
    from ..core.model import Codebook
    from .handle import Handle

FIGURES = ("shares", "bars", "heatmap", "cooccurrence", "saturation", "timeline", "map", "sequence")
PER_FRAME = ("shares", "bars", "heatmap")
"""Figures that show one frame; several frames make several of them."""


@frozen
class Drawn:
    """What `plot` makes: a figure, or one for each frame."""

    figures: tuple[tuple[str, Figure, Accounting | None], ...]
    """(title of the frame or empty, figure, where the counted material went)."""
    unused: tuple[str, ...] = ()
    """Titles of the frames asked for that have no codings in the selection."""


Make = Callable[[ShareRequest], tuple[Figure, "Accounting | None"]]


def together(project: Handle, request: ShareRequest) -> dict[str, dict[frozenset[str], int]]:
    """Per group, how many units carry several categories at once, by the set of categories they carry.

    A set of two counts the units with both, whatever else they carry. Only sets that a frame's drawing
    can show are counted: pairs of its codes, and the corners of a triangle. A unit may carry forty codes,
    and the subsets of forty codes are more than any memory holds.
    """
    from ..analysis.assignment import assign
    from ..report.figures import drawn_codes

    prepared_for = prepared(project, request)
    frames, options = prepared_for.material, prepared_for.options
    groups_of = {
        str(unit): groups
        for unit, status, groups in zip(
            prepared_for.units["unit"], prepared_for.units["status"], prepared_for.groups.of_unit, strict=True
        )
        if status == "answered"
    }
    drawn = drawn_codes(list(project.codes.books.values()))
    shown = frozenset().union(*drawn)
    marks = assign(frames.codings, frames.pieces, categories=options["categories"])
    carried: dict[str, set[str]] = {}
    for unit, code in zip(marks["unit"].tolist(), marks["code"].tolist(), strict=True):
        if code in shown:
            carried.setdefault(unit, set()).add(code)
    found: dict[str, Counter[frozenset[str]]] = {group: Counter() for group in prepared_for.groups.names}
    corners = [codes for codes in drawn if len(codes) == 3]
    for unit, codes in carried.items():
        pairs = {frozenset(pair) for one in drawn for pair in combinations(sorted(one & codes), 2)}
        for group in groups_of.get(unit, ()):
            found[group].update([*pairs, *(three for three in corners if three <= codes)])
    return {group: dict(counts) for group, counts in found.items()}


def shares_figure(
    project: Handle,
    request: ShareRequest | None = None,
    *,
    language: str = "",
    kind: str = "",
) -> Figure:
    """Shares on their frame's own drawing, or as bars."""
    from ..report.figures import shares_figure as drawn

    language = language or project.settings.language
    request = as_declared(project, request or ShareRequest()) if kind != "bars" else request or ShareRequest()
    shares = compute_shares(project, request)
    return drawn(
        shares,
        list(project.codes.books.values()),
        language,
        kind=kind or None,
        together=together(project, request) if _pairs_make_sense(shares) else None,
        groups=_group_names(project, shares, language),
    )


def _group_names(project: Handle, shares: Shares, language: str) -> dict[str, str]:
    shown = value_names(project, str(shares.options["by"] or ""), language)
    return {group.group: shown(group.group) for group in shares.groups}


def as_declared(project: Handle, request: ShareRequest) -> ShareRequest:
    """The request with the codes that its frame's own drawing shows, where a whole frame is asked for.

    Froehle & Roth's stages and resources stand on the second level of the frame; its authors draw those.
    """
    from ..report.figures import declared_codes

    if request.level is not None:
        return request
    names = list(request.categories) or project.codes.default_books()
    books = [project.codes.books.get(name.removesuffix(":")) for name in names]
    if len(books) != 1 or books[0] is None:
        return request
    shown = declared_codes(books[0])
    usual = project.codes.categories(tuple(names))
    return replace(request, categories=tuple(shown)) if shown and not set(shown) <= set(usual) else request


def _pairs_make_sense(shares: Shares) -> bool:
    return shares.options.get("unit") != "segment" and shares.options.get("score") != "extent"


def drawn(
    project: Handle, name: str, request: ShareRequest, *, language: str = "", document: str = "",
    kind: str = "", width: float | None = None,
) -> Drawn:  # fmt: skip
    """One of the figures by name, one for each frame that is counted by itself; `width` in centimetres.

    Raises UsageError (`unknown_figure`) with the nearest name otherwise.
    """
    if name not in FIGURES:
        meant = did_you_mean(name, FIGURES)
        raise UsageError(f"there is no figure {name!r}{meant} (there are {', '.join(FIGURES)})", slug="unknown_figure")
    refuse_in_figure(name, request, kind)
    language = language or project.settings.language
    make = getattr(_Making(project, language, document, kind), name)
    if name in PER_FRAME:
        made = _each_frame(project, request, language, make)
    elif name == "cooccurrence":
        made = _without_unused(project, request, language, make)
    else:
        made = Drawn((("", *make(request)),))
    if width is None:
        return made
    return replace(
        made,
        figures=tuple(
            (frame, replace(figure, data={**figure.data, "width": width}), said) for frame, figure, said in made.figures
        ),
    )


def _each_frame(project: Handle, request: ShareRequest, language: str, make: Make) -> Drawn:
    """A figure of every frame that has codings; the others are named."""
    requests, unused = used_frames(project, request)
    parts: list[tuple[str, Figure, Accounting | None]] = []
    problem: DataError | None = None
    for book, one in requests.items():
        try:
            parts.append((book, *make(whole_frame(project, request, book, one))))
        except DataError as error:
            problem = error
            unused.append(book)
    if problem is not None and not parts:
        raise problem
    if len(parts) > 1:
        parts = [(book, _titled(figure, title(project, book, language), book), said) for book, figure, said in parts]
    return Drawn(
        tuple((title(project, book, language), figure, said) for book, figure, said in parts),
        tuple(title(project, book, language) for book in unused),
    )


def whole_frame(project: Handle, asked: ShareRequest, book: str, one: ShareRequest) -> ShareRequest:
    """The request for a frame by its name where all of it is asked for, so that its own drawing can be made."""
    whole = project.codes.categories((book,), asked.level)
    return replace(one, categories=(book,), level=asked.level) if set(one.categories) == set(whole) else one


def _titled(figure: Figure, frame: str, book: str) -> Figure:
    """A figure whose caption says which frame it is of, so that it can stand alone."""
    caption = figure.caption if figure.caption.startswith(frame) else f"{frame}: {figure.caption}"
    return replace(figure, caption=caption, name=f"{figure.name}-{book}")


def _without_unused(project: Handle, request: ShareRequest, language: str, make: Make) -> Drawn:
    """One figure of all frames that have codings; the others are named."""
    requests, unused = used_frames(project, request)
    if unused:
        rows = [row for one in requests.values() for row in project.codes.categories(one.categories, one.level)]
        request = replace(request, categories=tuple(rows), level=None)
    return Drawn((("", *make(request)),), tuple(title(project, book, language) for book in unused))


@frozen
class _Making:
    """What makes each figure: itself, and where the material it is counted on went."""

    project: Handle
    language: str
    document: str
    kind: str

    @property
    def books(self) -> list[Codebook]:
        return list(self.project.codes.books.values())

    def shares(self, request: ShareRequest, kind: str = "") -> tuple[Figure, Accounting | None]:
        kind = kind or self.kind
        figure = shares_figure(self.project, request, language=self.language, kind=kind)
        request = as_declared(self.project, request) if kind != "bars" else request
        return figure, compute_shares(self.project, request).accounting

    def bars(self, request: ShareRequest) -> tuple[Figure, Accounting | None]:
        return self.shares(request, "bars")

    def heatmap(self, request: ShareRequest) -> tuple[Figure, Accounting | None]:
        from ..report import figures
        from ..report.wording import Words, named_groups

        matrix = comparisons.matrix(self.project, request)
        words = Words(self.language)
        names = named_groups(value_names(self.project, str(matrix.options["by"]), self.language), words)
        cells = [[matrix.cell(case, code).units for case in matrix.cases] for code in matrix.codes]
        by = self.project.settings.labels.get(request.by) or words.known("by", request.by)
        drawn = figures.heatmap_figure(
            matrix.codes, matrix.cases, cells, self.books, self.language, unit=unit_counted(matrix),
            titles={case: names(case) for case in matrix.cases},
            caption=words("crosstab.caption", by=by) if request.by not in ("", "case") else "",
        )  # fmt: skip
        return drawn, matrix.accounting

    def cooccurrence(self, request: ShareRequest) -> tuple[Figure, Accounting | None]:
        from ..report import figures

        found = comparisons.cooccurrence(self.project, request)
        pairs = {(p.first, p.second): (p.n12, p.coefficients.get("jaccard")) for p in found.pairs}
        unit = unit_counted(found)
        drawn = figures.cooccurrence_figure(found.codes, pairs, self.books, self.language, unit=unit)
        return drawn, found.accounting

    def saturation(self, request: ShareRequest) -> tuple[Figure, Accounting | None]:
        from ..report import figures

        result = comparisons.saturation(self.project, request)
        sources = result.accounting.sources if result.accounting else ()
        drawn = figures.saturation_figure(
            result.interviews, result.new, self.language, expected=result.rarefaction, reached=result.notation or "",
            interviews=all(source.kind == "interview" for source in sources),
        )  # fmt: skip
        return drawn, result.accounting

    def timeline(self, request: ShareRequest) -> tuple[Figure, Accounting | None]:
        from ..report import figures

        if not self.document:
            raise UsageError("a timeline is of one document", slug="bad_option", hint="--document D1")
        coders = (layer(self.project, request.coder),)
        where = replace(request.where, documents=(self.document,), coders=coders, codes=request.categories)
        codings = selection.codings(self.project, where)
        document = self.project.document(self.document)
        return figures.timeline_figure(document, codings, self.books, self.language), None

    def map(self, request: ShareRequest) -> tuple[Figure, Accounting | None]:
        from ..report import figures

        mapped = _mapped(self.project, request)
        return figures.map_figure(*mapped, self.language, level=request.level), None

    def sequence(self, request: ShareRequest) -> tuple[Figure, Accounting | None]:
        """Steps by who takes them: the categories above them, or with `by` those in whose material they were coded."""
        from ..report.figures import sequence_figure
        from ..report.wording import Words, named_groups

        books, codes = _mapped(self.project, request)
        if not request.by or request.by == "-":
            return sequence_figure(books, codes, self.language, level=request.level), None
        steps = [f"{book.id}:{code.id}" for book in books for code in book]
        asked = replace(request, categories=tuple(steps), level=None, coder=layer(self.project, request.coder))
        found = comparisons.crosstab(self.project, asked, count="codings")
        counts = {
            column: {row: int(found.cell(row, column).count or 0) for row in found.rows} for column in found.columns
        }
        names = named_groups(value_names(self.project, request.by, self.language), Words(self.language))
        drawn = sequence_figure(
            books, codes, self.language, counts=counts, lane_names={column: names(column) for column in found.columns},
            level=request.level,
        )  # fmt: skip
        return drawn, found.accounting


def unit_counted(found: Any) -> str:
    """What a result counts, for its words: the unit that all its sources have, or `mixed`."""
    return (found.accounting.unit if found.accounting else "") or str(found.options["unit"])


def _mapped(project: Handle, request: ShareRequest) -> tuple[list[Codebook], list[str]]:
    """The codebooks of a concept map, and the codes below which it stays; UnknownName for what is neither."""
    books, codes = [], []
    for name in request.categories or project.codes.default_books():
        if name.removesuffix(":") in project.codes.books:
            books.append(project.codes.book(name.removesuffix(":")))
        else:
            full = project.codes.known(name)
            codes.append(full)
            books.append(project.codes.book(full.partition(":")[0]))
    return list({book.id: book for book in books}.values()), codes


def figure_report(project: Handle, figure: Figure, language: str) -> Report:
    """A figure in a report of its own, to be written as Word, HTML, LaTeX or Markdown."""
    data: dict[str, Any] = {"format": "qualcode/plot/1", "kind": figure.kind, "data": dict(figure.data)}
    return Report(figure.caption, (figure,), language, "plot", data, created(project))


def drawn_report(project: Handle, found: Drawn, language: str) -> Report:
    """Figures in a report of their own: one under the other, each with what its numbers leave out."""
    from ..report.build.accounting import Basis, account_notes
    from ..report.wording import Words

    words, coders = Words(language), coder_names(project, language)
    blocks: list[Block] = []
    account: list[str] = []
    for frame, figure, accounting in found.figures:
        if len(found.figures) > 1:
            blocks.append(Heading(frame, 2))
        notes = account_notes(accounting, words, Basis(coders=coders, frames=[frame] if frame else ()))
        blocks += [figure, *(Note(note) for note in notes)]
        account += notes
    if found.unused:
        blocks.append(Note(words("frames.unused", frames=list(found.unused))))
        account.append(words("frames.unused", frames=list(found.unused)))
    _, first, first_account = found.figures[0]
    data: dict[str, Any] = {"format": "qualcode/plot/1", "kind": first.kind, "data": dict(first.data)}
    data |= {"accounting": plain(first_account)} if first_account else {}
    if len(found.figures) > 1 or found.unused:
        data["figures"] = [
            {"frame": frame, "kind": figure.kind, "data": dict(figure.data)}
            | ({"accounting": plain(accounting)} if accounting else {})
            for frame, figure, accounting in found.figures
        ]
        data["frames_without_codings"] = list(found.unused)
    heading = first.caption if len(found.figures) == 1 else project.settings.name
    return Report(
        heading, tuple(blocks), language, "plot", data, created(project), account=tuple(dict.fromkeys(account))
    )
