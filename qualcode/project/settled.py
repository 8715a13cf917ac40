"""Everybody's codings as they stand after a review: what the consensus settled, it stands for.

Lists that name the coder of each coding show these, so that an agreed coding is there once and not three times.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..core.model import Coding, Span, Unit
from .blind import seen
from .decisions import Settled
from .layers import CONSENSUS, begun
from .study import study_of

if TYPE_CHECKING:
    from .handle import Handle


def in_force(project: Handle, codings: Sequence[Coding]) -> list[Coding]:
    """The codings without those of people that the consensus, or a decision, stands for.

    A coding is settled where the consensus gave a code of the same branch to a unit it touches, or a review
    decided about that branch there, or rejected the coding itself.
    """
    coders = {coding.coder for coding in codings}
    settled = Settled(seen(project, project.store.decisions()))
    if CONSENSUS not in coders or len(coders) == 1:
        return [coding for coding in codings if not settled.rejected(coding)]
    opened = begun(project, (CONSENSUS,))
    agreed = {
        (unit, _branch(coding.code))
        for coding in codings
        if coding.coder == CONSENSUS
        for unit in _units(project, coding.document, coding.span)
    }

    def stands(coding: Coding) -> bool:
        if coding.coder == CONSENSUS:
            return True
        if settled.rejected(coding):
            return False
        if coding.document not in opened:
            return True
        branch = _branch(coding.code)
        return not any(
            (unit, branch) in agreed or settled.unit(coding.document, unit.span, branch)
            for unit in _units(project, coding.document, coding.span)
        )

    return [coding for coding in codings if stands(coding)]


def _branch(code: str) -> str:
    """The top of the branch that a code stands in: coders are compared, and disagreements settled, there."""
    return code.partition(".")[0]


def _units(project: Handle, document: str, span: Span) -> list[Unit]:
    study = study_of(project)
    [text] = study.documents((document,))
    return [unit for unit in study.units(text, "answer") if any(span.overlaps(piece) for piece in unit.pieces)]
