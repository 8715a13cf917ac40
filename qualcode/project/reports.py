"""Ready-made reports of a project: results and the study, handed to `report.build`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.table import Report
from .analyses import ShareRequest, compute_shares

if TYPE_CHECKING:
    from .project import Project

__all__ = ["ShareRequest", "shares"]


def shares(
    project: Project, request: ShareRequest | None = None, *, language: str = "", caveats: bool = True, **named: Any
) -> Report:
    """The share table of a request; of the study's defaults without one."""
    from ..report.build import shares_report

    request = request or ShareRequest()
    language = language or project.settings.language
    return shares_report(
        compute_shares(project, request),
        language=language,
        code_names=lambda code: project.codes.label(code, language),
        by_name="" if request.by == "-" else request.by or project.settings.by,
        caveats=caveats,
        where=request.where.describe(),
        **named,
    )
