"""Results of comparisons and of agreement, handed to `report.build` with the study's names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError, one_of
from ..core.results.common import result_data
from ..core.table import Report
from . import comparisons, selection
from .case_names import kinds_that_hold
from .comparisons import case_names, summaries
from .names import coder_names, frame_names, qualifier_names, selected, title, value_names
from .results import ShareRequest, of_frames
from .study import created

if TYPE_CHECKING:
    from ..core.results.agreement import Agreement
    from ..core.results.comparison import CaseMatrix, Crosstab, Keyness, Ranking
    from ..core.results.patterns import Cooccurrence, Saturation
    from .agreement import AgreementRequest, FrameAgreement
    from .handle import Handle
    from .material import Material

__all__ = [
    "ShareRequest",
    "agreements",
    "cooccurrence",
    "crosstab",
    "keyness",
    "matrix",
    "ranking",
    "rounds",
    "saturation",
]


def _common(project: Handle, request: ShareRequest, categories: Sequence[str], language: str) -> dict[str, Any]:
    from ..report.build.accounting import Basis

    basis = Basis(
        selected(project, request.where, language),
        coder_names(project, language),
        frame_names(project, categories, language),
        case_names(project),
    )
    return {"language": language, "basis": basis, "created": created(project)}


def _code_names(project: Handle, language: str) -> Any:
    return lambda code: project.codes.label(code, language)


def _names_of(project: Handle, codes: Sequence[str], language: str) -> dict[str, str]:
    """The names of codes that stand in one table; where two frames have one of the same name, with their frame."""
    names = {code: project.codes.label(code, language) for code in codes}
    many = Counter(names.values())
    return {
        code: f"{name} ({title(project, code.partition(':')[0], language)})" if many[name] > 1 else name
        for code, name in names.items()
    }


def crosstab(project: Handle, found: Crosstab, request: ShareRequest, language: str, share: str = "") -> Report:
    """Codes by the values of something."""
    from ..report.build.comparisons import crosstab_report

    if share:
        one_of("share", share, ("row", "column", "both", "none"))
    by = str(found.options["by"])
    return crosstab_report(
        found, code_names=_code_names(project, language), column_names=value_names(project, by, language),
        by_name=project.settings.labels.get(by, by), share=share, kinds=by == "kind",
        **_common(project, request, found.rows, language),
    )  # fmt: skip


def crosstabs(
    project: Handle, request: ShareRequest, language: str, *, count: str = "units", sort: str = "book", share: str = ""
) -> Report:
    """Codes by the values of something, a block for each frame."""
    return of_frames(
        project, request, language,
        lambda one: crosstab(
            project, comparisons.crosstab(project, one, count=count, sort=sort), one, language, share
        ),
    )  # fmt: skip


def matrix(
    project: Handle, found: CaseMatrix, request: ShareRequest, language: str, excerpts: int = 0, said: bool = False,
    *, claims: bool = True,
) -> Report:  # fmt: skip
    """Cases by codes, with what was written about cells and cases, and where asked for with so many quotes a cell, or
    the coded words in the cells."""
    from ..report.build.comparisons import matrix_report

    shown = found
    if excerpts:
        shown = replace(found, cells=tuple(replace(cell, ids=cell.ids[:excerpts]) for cell in found.cells))
    by = str(found.options["by"] or "")
    of_cases = by in ("", "-", "case") or by in kinds_that_hold(project)  # towns are cases as well
    return matrix_report(
        shown, code_names=_code_names(project, language),
        case_names=value_names(project, by, language), of_cases=of_cases,
        summaries=summaries(project) if of_cases else None,
        by_name=project.settings.labels.get(by, by),
        claims=comparisons.claims(project) if claims and of_cases else None,
        bundle=selection.bundle(project) if excerpts or said else None, text=bool(excerpts), said=said,
        **_common(project, request, found.codes, language),
    )  # fmt: skip


def matrices(project: Handle, request: ShareRequest, language: str, excerpts: int = 0, said: bool = False) -> Report:
    """Cases by codes, a block for each frame."""
    return of_frames(
        project, request, language,
        lambda one: matrix(project, comparisons.matrix(project, one), one, language, excerpts, said),
    )  # fmt: skip


def rankings(project: Handle, request: ShareRequest, language: str, *, rank_by: str = "weight") -> Report:
    """Codes by weight, a block for each frame."""
    return of_frames(
        project, request, language,
        lambda one: ranking(project, comparisons.ranking(project, one, rank_by=rank_by), one, language),
    )  # fmt: skip


def ranking(project: Handle, found: Ranking, request: ShareRequest, language: str) -> Report:
    """Codes by weight, one table for each qualifier."""
    from ..report.build.comparisons import ranking_report

    return ranking_report(
        found, code_names=_code_names(project, language), qualifier_names=qualifier_names(project, language),
        **_common(project, request, comparisons.categories(project, request), language),
    )  # fmt: skip


def keyness(project: Handle, found: Keyness, request: ShareRequest, language: str, limit: int) -> Report:
    """The words that set two groups apart."""
    from ..report.build.comparisons import keyness_report

    return keyness_report(
        found,
        group_names=value_names(project, request.by or project.settings.by, language),
        limit=limit,
        **_common(project, request, (), language),
    )


def cooccurrence(project: Handle, found: Cooccurrence, request: ShareRequest, language: str) -> Report:
    """Pairs of codes."""
    from ..report.build.patterns import cooccurrence_report

    return cooccurrence_report(
        found, code_names=_names_of(project, found.codes, language), **_common(project, request, found.codes, language)
    )


def saturation(project: Handle, found: Saturation, request: ShareRequest, language: str) -> Report:
    """New codes interview by interview."""
    from ..report.build.patterns import saturation_report

    codes = comparisons.categories(project, request, used=True)
    return saturation_report(found, **_common(project, request, codes, language))


def rounds(project: Handle, language: str) -> Report:
    """The rounds of coding, and the agreement that was kept of each.

    Raises DataError `nothing_kept` where there is none.
    """
    from ..report.build.rounds import rounds_report

    found, measures = project.store.rounds(), project.store.measures()
    if not measures:
        raise DataError(
            "no agreement of a round was kept yet" if found else "there is no round of coding", slug="nothing_kept",
            hint="`qualcode agree --round NAME --keep`" if found else "`qualcode coder plan --coders A,B` plans one",
        )  # fmt: skip
    return rounds_report(
        found, measures, language=language, code_names=_code_names(project, language), coder_names=coder_names(project),
        deciders={one.coder for one in project.store.decisions()}, created=created(project),
    )  # fmt: skip


def agreements(
    project: Handle, found: FrameAgreement, request: AgreementRequest, language: str,
    *, disagreements: bool = False, caveats: bool = True,
) -> Report:  # fmt: skip
    """Coefficients per code and the disagreements with their words, a block for each frame."""
    from ..report.build.frames import by_frame

    made = [
        (book, title(project, book, language),
         _agreement(project, one, frames, request, language, disagreements=disagreements, caveats=caveats))
        for book, (one, frames) in found.parts.items()
    ]  # fmt: skip
    asked = project.codes.categories(request.categories, request.level)
    unused = [book for book in dict.fromkeys(code.partition(":")[0] for code in asked) if book not in found.parts]
    report = by_frame(made, [title(project, book, language) for book in unused if "" not in found.parts], language)
    if len(made) > 1:  # one mean and one lowest value of all codes, beside those of each frame
        report = replace(report, data={**report.data, **result_data("agree", found.whole)})
    return report


def _agreement(
    project: Handle, found: Agreement, frames: Material, request: AgreementRequest, language: str,
    *, disagreements: bool, caveats: bool,
) -> Report:  # fmt: skip
    from ..report.build.agreement import agreement_report

    def text(unit: str) -> str:
        return frames.unit(unit).text if unit in frames.by_label else ""

    return agreement_report(
        found, language=language, code_names=_code_names(project, language), texts=text,
        coder_names=coder_names(project, language),
        frames=frame_names(project, found.options["categories"], language),
        disagreements=disagreements, caveats=caveats, where=selected(project, request.where, language),
        created=created(project),
    )  # fmt: skip
