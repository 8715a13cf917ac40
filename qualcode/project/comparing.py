"""Comparisons of a project: frames in, crosstabs, matrices, co-occurrence and the rest out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .analyses import ShareRequest, group_column
from .tidy import Tidy, one_layer, tidy

if TYPE_CHECKING:
    from .project import Project


def frames_of(project: Project, request: ShareRequest, *, by: str = "") -> tuple[Tidy, list[str], str]:
    """The frames, the categories and the group column of a request."""
    layer = one_layer(project, request.coder)
    unit = request.unit or project.settings.unit
    frames = tidy(project, unit, request.where, [layer], every_kind=by in ("kind", "document"))
    column = group_column(project, frames.units, by) if by else ""
    return frames, project.codes.categories(request.categories, request.level), column
