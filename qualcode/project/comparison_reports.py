"""Results of comparisons and of agreement, handed to `report.build` with the study's names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core.model import in_language
from ..core.results import Agreement, CaseMatrix, Cooccurrence, Crosstab, Keyness, Ranking, Saturation
from ..core.table import Report
from . import selection
from .comparisons import QUALIFIER, case_names, summaries
from .material import Material
from .results import ShareRequest
from .views import created

if TYPE_CHECKING:
    from .handle import Handle

__all__ = ["ShareRequest", "agreement", "cooccurrence", "crosstab", "keyness", "matrix", "ranking", "saturation"]


def _common(project: Handle, request: ShareRequest | None, language: str) -> dict[str, Any]:
    return {
        "language": language,
        "where": request.where.describe() if request else "",
        "created": created(project),
    }


def _code_names(project: Handle, language: str) -> Any:
    return lambda code: project.codes.label(code, language)


def _labels(project: Handle) -> Any:
    return lambda value: project.settings.labels.get(value, value)


def _qualifier_names(project: Handle, language: str) -> dict[str, str]:
    return {id: in_language(names, language) for book in project.codes.books.values() for id, names in book.qualifiers}


def crosstab(project: Handle, found: Crosstab, request: ShareRequest, language: str) -> Report:
    """Codes by the values of something."""
    from ..report.build.comparisons import crosstab_report

    by = request.by or project.settings.by or "case"
    names: dict[str, str] = dict(project.settings.labels)
    if by == QUALIFIER:
        names |= _qualifier_names(project, language)
    elif by == "case":
        names |= case_names(project)
    return crosstab_report(
        found, code_names=_code_names(project, language), column_names=names,
        by_name=project.settings.labels.get(by, by), **_common(project, request, language),
    )  # fmt: skip


def matrix(project: Handle, found: CaseMatrix, request: ShareRequest, language: str, excerpts: int = 0) -> Report:
    """Cases by codes, with summaries and, where asked for, so many quotes a cell."""
    from ..report.build.comparisons import matrix_report

    shown = found
    if excerpts:
        shown = replace(found, cells=tuple(replace(cell, ids=cell.ids[:excerpts]) for cell in found.cells))
    return matrix_report(
        shown, code_names=_code_names(project, language), case_names=case_names(project),
        summaries=summaries(project), bundle=selection.bundle(project) if excerpts else None, text=bool(excerpts),
        **_common(project, request, language),
    )  # fmt: skip


def ranking(project: Handle, found: Ranking, request: ShareRequest, language: str) -> Report:
    """Codes by weight, one table for each qualifier."""
    from ..report.build.comparisons import ranking_report

    return ranking_report(
        found, code_names=_code_names(project, language), qualifier_names=_qualifier_names(project, language),
        **_common(project, request, language),
    )  # fmt: skip


def keyness(project: Handle, found: Keyness, request: ShareRequest, language: str, limit: int) -> Report:
    """The words that set two groups apart."""
    from ..report.build.comparisons import keyness_report

    return keyness_report(
        found, group_names=project.settings.labels, limit=limit, **_common(project, request, language)
    )


def cooccurrence(project: Handle, found: Cooccurrence, request: ShareRequest, language: str) -> Report:
    """Pairs of codes."""
    from ..report.build.patterns import cooccurrence_report

    return cooccurrence_report(found, code_names=_code_names(project, language), **_common(project, request, language))


def saturation(project: Handle, found: Saturation, language: str) -> Report:
    """New codes interview by interview."""
    from ..report.build.patterns import saturation_report

    return saturation_report(found, **_common(project, None, language))


def agreement(
    project: Handle, found: Agreement, frames: Material, language: str, *, disagreements: bool = False,
    caveats: bool = True, where: str = "",
) -> Report:  # fmt: skip
    """Coefficients per code, and the disagreements with their words."""
    from ..report.build.agreement import agreement_report

    def text(unit: str) -> str:
        return frames.unit(unit).text if unit in frames.by_label else ""

    return agreement_report(
        found, language=language, code_names=_code_names(project, language), texts=text,
        disagreements=disagreements, caveats=caveats, where=where, created=created(project),
    )  # fmt: skip
