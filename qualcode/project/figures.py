"""Figures of a project: results handed to `report.plots`."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ..core.errors import UsageError, did_you_mean
from ..core.results import Shares
from ..core.table import Figure, Report
from ..core.where import Where
from . import comparisons, selection
from .layers import layer
from .results import ShareRequest, compute_shares, prepared
from .views import created

if TYPE_CHECKING:
    from ..core.model import Codebook
    from .handle import Handle

FIGURES = ("shares", "bars", "heatmap", "cooccurrence", "saturation", "timeline", "map")


def together(project: Handle, request: ShareRequest) -> dict[str, dict[frozenset[str], int]]:
    """Per group, how many units carry several categories at once, by the set of categories they carry.

    A set of two counts the units with both, whatever else they carry. Only sets that a frame's drawing
    can show are counted: pairs of its codes, and the corners of a triangle. A unit may carry forty codes,
    and the subsets of forty codes are more than any memory holds.
    """
    from ..analysis import assign
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
    width: float | None = None,
) -> Figure:
    """Shares on their frame's own drawing, or as bars."""
    from ..report.figures import shares_figure as drawn

    request = as_declared(project, request or ShareRequest()) if kind != "bars" else request or ShareRequest()
    shares = compute_shares(project, request)
    return drawn(
        shares,
        list(project.codes.books.values()),
        language or project.settings.language,
        kind=kind or None,
        together=together(project, request) if _pairs_make_sense(shares) else None,
        groups=project.settings.labels,
        width=width,
    )


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


def figure(
    project: Handle, name: str, request: ShareRequest, *, language: str = "", document: str = "",
    kind: str = "", width: float | None = None,
) -> Figure:  # fmt: skip
    """One of the figures by name; UsageError (`unknown_figure`) with the nearest otherwise."""
    from ..report import figures

    language = language or project.settings.language
    books = list(project.codes.books.values())
    if name == "map":
        return figures.map_figure(*_mapped(project, request), language, level=request.level, width=width)
    counted = layer(project, request.coder)
    if name == "shares":
        return shares_figure(project, request, language=language, kind=kind, width=width)
    if name == "bars":
        return shares_figure(project, request, language=language, kind="bars", width=width)
    if name == "heatmap":
        matrix = comparisons.matrix(project, replace(request, coder=counted))
        cells = [[matrix.cell(case, code).units for case in matrix.cases] for code in matrix.codes]
        return figures.heatmap_figure(matrix.codes, matrix.cases, cells, books, language,
                                    unit=request.unit or project.settings.unit,
                                    titles=comparisons.case_names(project), width=width)  # fmt: skip
    if name == "cooccurrence":
        found = comparisons.cooccurrence(project, replace(request, coder=counted))
        pairs = {(p.first, p.second): (p.n12, p.coefficients.get("jaccard")) for p in found.pairs}
        return figures.cooccurrence_figure(
            found.codes, pairs, books, language, unit=request.unit or project.settings.unit, width=width
        )
    if name == "saturation":
        result = comparisons.saturation(project, replace(request, coder=counted))
        return figures.saturation_figure(
            result.interviews, result.new, language, expected=result.rarefaction, reached=result.notation or "",
            width=width,
        )  # fmt: skip
    if name == "timeline":
        if not document:
            raise UsageError("a timeline is of one document", slug="bad_option", hint="--document D1")
        where = Where(documents=(document,), coders=(counted,), codes=request.categories)
        return figures.timeline_figure(
            project.document(document), selection.codings(project, where), books, language, width=width
        )
    meant = did_you_mean(name, FIGURES)
    raise UsageError(f"there is no figure {name!r}{meant} (there are {', '.join(FIGURES)})", slug="unknown_figure")


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


def figure_report(project: Handle, drawn: Figure, language: str) -> Report:
    """A figure in a report of its own, to be written as Word, HTML, LaTeX or Markdown."""
    data: dict[str, Any] = {"format": "qualcode/plot/1", "kind": drawn.kind, "data": dict(drawn.data)}
    return Report(drawn.caption, (drawn,), language, "plot", data, created(project))
