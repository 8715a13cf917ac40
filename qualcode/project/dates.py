"""The date of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .handle import Handle


def created(project: Handle) -> str:
    """The date of a report: of the study's latest change, never of the clock."""
    history = project.store.history(1)
    return history[0].at[:10] if history else ""
