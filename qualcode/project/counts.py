"""How many codings there are, for lists of codebooks, documents and coders: those that the study's tables count.

Nobody's codings are added to another's consensus, no proposal counts until a person accepts it, and an answer that
was coded whole counts once, however many stretches it lies in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..core.units import later_stretches
from ..store.counts import code_counts, perhaps_interrupted
from .layers import coded, layer, layer_or_people, unasked
from .study import study_of

if TYPE_CHECKING:
    from ..analysis.columns import Columns
    from .handle import Handle


@dataclass(frozen=True, slots=True)
class Counts:
    """The codings of some coders, counted by code and by document."""

    coders: tuple[str, ...] = ()
    """Whose codings these are: one layer, or every person's where no layer is chosen."""
    codes: Mapping[str, int] = field(default_factory=dict)
    """By the full id of the code; codes without any are not in it."""
    documents: Mapping[str, int] = field(default_factory=dict)
    beside: Mapping[str, int] = field(default_factory=dict)
    """What stands beside them and is not counted: by name, the codings of the consensus and of rules and models."""


def counts(project: Handle, coders: Sequence[str] = ()) -> Counts:
    """The codings of these coders; without any, of the layer that tables count, else of every person.

    Raises UnknownName for a coder that there is not.
    """
    study = study_of(project)
    whose = tuple(layer(project, coder) for coder in coders) or layer_or_people(project)

    def make() -> Counts:
        beside = uncounted(project, whose)
        if not any(count for one, count in coded(project) if one.id in whose):
            return Counts(whose, {}, {}, beside)
        once = _once(study.codings(whose))
        return Counts(whose, _tally(once, "code"), _tally(once, "document"), beside)

    return study.once(("counts", whose), make)


def own_counts(project: Handle, coder: str) -> dict[str, int]:
    """How often one coder has given each code, as `counts` has it, without an array library: for the coding screen."""
    store = project.store
    found = code_counts(store, coder)
    for id in perhaps_interrupted(store, coder):
        codings = list(store.codings([id], [coder]))
        later = later_stretches(project.document(id), codings)
        for coding in codings:
            if coding.id in later:
                found[coding.code] -= 1
    return found


def uncounted(project: Handle, coders: Sequence[str]) -> dict[str, int]:
    """The codings of the consensus and of rules and models, where they are not among these coders; by coder."""
    left = unasked(project, coders)
    by_coder = counts_by_coder(project) if left else {}
    return {coder: by_coder[coder] for coder in left}


def counts_by_coder(project: Handle) -> dict[str, int]:
    """How many codings each coder has, the consensus and rules and models too."""
    known = coded(project)
    found = {one.id: 0 for one, _ in known}
    if any(count for _, count in known):
        found |= _tally(_once(study_of(project).codings(())), "coder")
    return found


def _once(codings: Columns) -> Columns:
    """The codings without the later stretches of answers that are coded whole."""
    return codings[codings["whole"].data == codings["id"].data] if "whole" in codings.columns else codings


def _tally(codings: Columns, column: str) -> dict[str, int]:
    import numpy as np

    values = codings[column]
    names = values.names or ()
    numbers = np.bincount(values.data, minlength=len(names)).tolist()
    return {name: number for name, number in zip(names, numbers, strict=True) if number}
