"""How many codings there are, for lists of codebooks, documents and coders: those that the study's tables count.

Nobody's codings are added to another's consensus, no proposal counts until a person accepts it, and an answer that
was coded whole counts once, however many stretches it lies in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from ..core import units as unitising
from ..core.values import frozen
from ..store.counts import code_counts, coding_tallies, perhaps_interrupted
from . import blind
from .layers import chose_nobody, layer, layer_or_people, people, unasked
from .study import Study, of_nothing, study_of

if TYPE_CHECKING:
    from .handle import Handle


@frozen
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
    whose = tuple(layer(project, coder) for coder in coders)
    if not whose:  # what only shows the study must open whatever its settings say
        whose = people(project) if chose_nobody(project) else layer_or_people(project)

    def make() -> Counts:
        found = blind.without(project, ((coder, document) for coder, document, _ in _tallies(study) if coder in whose))
        codes, documents = Counter[str](), Counter[str]()
        for (coder, document, code), count in _tallies(study).items():
            if (coder, document) in found:
                codes[code] += count
                documents[document] += count
        return Counts(whose, codes, documents, uncounted(project, whose))

    return study.once(("counts", whose), make)


def own_counts(project: Handle, coder: str) -> dict[str, int]:
    """How often one coder has given each code, as `counts` has it, without an array library: for the coding screen."""
    store = project.store
    found = code_counts(store, coder)
    for id in perhaps_interrupted(store, coder):
        codings = list(store.codings([id], [coder]))
        later = unitising.later_stretches(project.document(id), codings)
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
    found = {one.id: 0 for one in project.store.known_coders()}
    tallies = _tallies(study_of(project))
    shown = blind.without(project, ((coder, document) for coder, document, _ in tallies))
    for (coder, document, _), count in tallies.items():
        if (coder, document) in shown:
            found[coder] = found.get(coder, 0) + count
    return found


def _tallies(study: Study) -> Mapping[tuple[str, str, str], int]:
    """How many codings there are by coder, document and code, an answer that was coded whole counted once.

    The database counts them, and only the codings at interrupted answers are looked at: lists need no arrays, whose
    library takes as long to import as a list of sixty interviews takes to make.
    """
    return study.once("tallies", lambda: _tallied(study))


def _tallied(study: Study) -> dict[tuple[str, str, str], int]:
    store = study.project.store
    documents, codes, coders = (
        {key: id for id, key in keys.items()} for keys in (store.document_keys(), store.code_keys(), store.coder_keys())
    )
    found: dict[tuple[str, str, str], int] = {}
    doubled: dict[int, None] = {}
    for document, code, coder, count, twice in coding_tallies(store):
        if code not in codes or coder not in coders:
            raise of_nothing(store)
        if document in documents:
            found[coders[coder], documents[document], codes[code]] = count
            if twice:
                doubled[document] = None
    if len(doubled) > 20:
        study.documents()  # all at once, for each alone takes several questions to the database
    for key in doubled:
        (one,) = study.documents((documents[key],))
        stretches = unitising.interrupted(one, study.units(one, "answer")) if unitising.asked(one) else []
        starts = {span.start for spans in stretches for span in spans}
        there = {
            (start, stop, code, coder, qualifier): (coders[coder], one.id, codes[code])
            for _, _, start, stop, code, coder, qualifier, *_ in store.coding_rows((key, start) for start in starts)
        }
        for _, *later in unitising.coded_whole(stretches, there):
            found[later[0]] -= len(later)
    return found
