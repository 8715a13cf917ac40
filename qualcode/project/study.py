"""A study as one command counts it: read once, cut into units once, coded once, and handed down.

`study_of` makes it anew when the database or a hand-written file changes, so whoever asks twice for the
same units, codings or shares gets the same objects, counted once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..core import units as unitising
from ..core.errors import StoreDamaged
from ..core.model import Document, Unit
from ..store.counts import coding_counts
from . import blind

if TYPE_CHECKING:
    import numpy as np

    from ..analysis.columns import Columns
    from ..store import Store
    from .handle import Handle

Result = TypeVar("Result")


def study_of(project: Handle) -> Study:
    """The material of a project as it stands: the same object until something changes."""
    moment = project.store.last_change()
    if project.kept is None or project.kept[0] != moment:
        project.kept = (moment, Study(project))
    study: Study = project.kept[1]
    return study


class Study:
    """The material of a project at one moment."""

    def __init__(self, project: Handle) -> None:
        self.project = project
        self.main = {question.id: question.main for question in project.questions}
        """Each item of the guide -> the main question it belongs to."""
        self._documents: dict[str, Document] = {}
        self._complete = False
        self._units: dict[tuple[str, str], list[Unit]] = {}
        self._codings: dict[tuple[str, ...], Columns] = {}
        self._kept: dict[Hashable, Any] = {}

    def once(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """What `make` gives, made the first time it is asked for under this key."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast("Result", self._kept[key])

    def documents(self, ids: Sequence[str] = ()) -> list[Document]:
        """The named documents in that order, or all in the order they were added."""
        if not ids and not self._complete:
            # Those read already stay the same objects, so that what was found out about them stands.
            self._documents = {one.id: self._documents.get(one.id, one) for one in self.project.store.documents()}
            self._complete = True
        for id in ids:
            if id not in self._documents:
                self._documents[id] = self.project.document(id)
        return [self._documents[id] for id in ids] if ids else list(self._documents.values())

    def units(self, document: Document, kind: str) -> list[Unit]:
        """The units that are counted in a document where `kind` is asked for, with their cases, without their words.

        For `segment` they are the informants' turns: each coded stretch becomes a unit in the analysis.
        """
        kind = "turn" if kind == "segment" else unitising.kind_for(document, kind)
        key = (document.id, kind)
        if key not in self._units:
            case_of = self.project.case_map.case_of
            self._units[key] = [
                replace(unit, case=case_of(document, unit.speaker, unit.pieces))
                for unit in unitising.units(document, kind)
            ]
        return self._units[key]

    @property
    def statuses(self) -> dict[tuple[str, str], str]:
        """(document, question) -> what a person said of an answer: no_answer, not_asked or missing."""
        return self.once(
            "statuses",
            lambda: {place: status for place, (_, status) in self.project.store.answer_statuses().items()},
        )

    def status(self, unit: Unit) -> str:
        """`answered`, or what a person said of the answer instead; without a guide answers are marked by number."""
        return self.statuses.get((unit.document, unit.question or unit.label.rpartition("#")[2]), "answered")

    def all_codings(self) -> Columns:
        """Everybody's codings as rows, those too that blind work hides: for counting them, and for nothing shown."""
        return self.once(_ALL, lambda: coding_frame(self))

    def codings(self, coders: Sequence[str]) -> Columns:
        """The codings of some coders as rows, of all without any, without what blind work hides; see `material`."""
        key = tuple(coders)
        if key not in self._codings:
            found = self.all_codings()
            theirs = found["coder"].isin(key) if key else None
            self._codings[key] = _in_sight(self, found if theirs is None or theirs.all() else found[theirs])
        return self._codings[key]

    @property
    def coding_counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many codings each coder has in each document where there are any, the hidden ones too."""
        if _ALL in self._kept:
            return self.once("coding_counts", lambda: _counts(self.all_codings()))
        return self.once("coding_counts", lambda: coding_counts(self.project.store))


_ALL = "all codings"


def _counts(codings: Columns) -> dict[str, dict[str, int]]:
    """How many rows there are by coder and document."""
    import numpy as np

    coders, documents = (codings[column] for column in ("coder", "document"))
    width = max(len(documents.names or ()), 1)
    cells = np.bincount(coders.data.astype(np.int64) * width + documents.data, minlength=1)
    found: dict[str, dict[str, int]] = {}
    for cell in np.flatnonzero(cells).tolist():
        coder, document = divmod(cell, width)
        found.setdefault((coders.names or ())[coder], {})[(documents.names or ())[document]] = int(cells[cell])
    return found


def _in_sight(study: Study, frame: Columns) -> Columns:
    """The rows that blind work does not hide."""
    rule = blind.blind(study.project)
    if not rule or not len(frame):
        return frame
    import numpy as np

    coders, documents = frame["coder"], frame["document"]
    hidden = np.zeros((len(coders.names or ()), len(documents.names or ())), dtype=bool)
    for coder, counts in _counts(frame).items():
        for document in counts:
            if rule.hides(coder, document):
                blind.note(study.project, coder, document)
                hidden[(coders.names or []).index(coder), (documents.names or []).index(document)] = True
    return frame[~hidden[coders.data, documents.data]]


def coding_frame(study: Study) -> Columns:
    """All codings as rows; see `Study.codings`.

    They come as few whole numbers and go into arrays: a million rows of Python's own numbers are half a gigabyte.
    """
    import numpy as np

    from ..analysis.columns import Columns, Values
    from ..store.statements import PLACE

    store = study.project.store
    names: dict[str, list[str]] = {}
    place_of: dict[str, np.ndarray[Any, Any]] = {}
    for column, keys in (
        ("document", store.document_keys()),
        ("code", store.code_keys()),
        ("coder", store.coder_keys()),
    ):
        names[column] = list(keys)
        place_of[column] = np.full(max(keys.values(), default=0) + 1, -1, dtype=np.int32)
        place_of[column][list(keys.values())] = np.arange(len(keys))
    codes, coders = (max(len(place_of[column]), size) for column, size in (("code", 2**24), ("coder", 2**16)))
    batches = store.coding_numbers((codes, coders))
    numbers = np.fromiter(chain.from_iterable(chain.from_iterable(batches)), dtype=np.int64).reshape(-1, 3)
    rest, coder = _divided(numbers[:, 0], coders)
    document, code = _divided(rest, codes)
    places: dict[str, np.ndarray[Any, Any]] = {}
    for column, given in (("document", document), ("code", code), ("coder", coder)):
        known = np.append(place_of[column], -1)
        places[column] = known[np.minimum(given, len(known) - 1)]
    if any((places[column] < 0).any() for column in ("code", "coder")):
        raise of_nothing(store)
    there = places["document"] >= 0  # the others are those of removed documents
    if not there.all():
        numbers, places = numbers[there], {column: found[there] for column, found in places.items()}
    start, stop = _divided(numbers[:, 1], PLACE)
    id = numbers[:, 2]
    weight, qualifier, qualifiers = _extras(study, id)
    frame = Columns(
        {
            "document": Values(places["document"], names["document"]),
            "start": start,
            "stop": stop,
            "code": Values(places["code"], names["code"]),
            "coder": Values(places["coder"], names["coder"]),
            "weight": weight,
            "qualifier": Values(qualifier, qualifiers),
            "id": np.abs(id),
        }
    )
    whole = _wholes(study, frame)
    return frame if whole is None else frame.assign(whole=whole)


def _divided(numbers: np.ndarray[Any, Any], by: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """`divmod`; by a power of two, as nearly always, in a tenth of its time."""
    import numpy as np

    if by & (by - 1):
        whole, rest = np.divmod(numbers, by)
        return whole, rest
    return numbers >> (by.bit_length() - 1), numbers & (by - 1)


def of_nothing(store: Store) -> StoreDamaged:
    """What is said of a coding whose code or coder is not in the database."""
    return StoreDamaged(
        f"{store.label}: a coding is of a code or a coder that is not there",
        hint="`qualcode check` says what is damaged, `qualcode backups` lists the copies to put back",
    )


def _extras(study: Study, id: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], list[str]]:
    """Weights, and qualifiers as numbers into a list; `id` is negative where they are not 1 and none."""
    import numpy as np

    weight, qualifier = np.ones(len(id)), np.zeros(len(id), dtype=np.int32)
    qualifiers = {"": 0}
    marked = np.flatnonzero(id < 0)
    if len(marked):
        row_of = dict(zip((-id[marked]).tolist(), marked.tolist(), strict=True))
        for key, weighs, said in study.project.store.coding_extras():
            row = row_of.get(key)
            if row is not None:
                weight[row] = weighs
                qualifier[row] = qualifiers.setdefault(said, len(qualifiers))
    return weight, qualifier, list(qualifiers)


def _wholes(study: Study, frame: Columns) -> np.ndarray[Any, Any] | None:
    """For each coding the id of the first stretch of the interrupted answer that it is a stretch of, else its own.

    None where no answer is coded in several stretches.
    """
    import numpy as np

    documents = frame["document"]
    doubled = _with_doubled(frame)
    if len(doubled) > 20:
        study.documents()  # all at once, for each alone takes several questions to the database
    whole: np.ndarray[Any, Any] | None = None
    for place in doubled:
        (document,) = study.documents(((documents.names or ())[place],))
        found = study.units(document, "answer") if unitising.asked(document) else []
        stretches = unitising.interrupted(document, found)
        if not stretches:
            continue
        rows = np.flatnonzero(documents.data == place)
        there = {
            (start, stop, *said): at
            for at, start, stop, *said in zip(
                rows.tolist(),
                *(frame[name].data[rows].tolist() for name in ("start", "stop", "code", "coder", "qualifier")),
                strict=True,
            )
        }  # fmt: skip
        for first, *later in unitising.coded_whole(stretches, there):
            whole = frame["id"].data.copy() if whole is None else whole
            whole[later] = whole[first]
    return whole


def _with_doubled(frame: Columns) -> list[int]:
    """The documents, by number, in which a coder has given a code twice: where an answer may be coded in stretches."""
    import numpy as np

    from ..analysis.arrays import distinct

    document, *said = (frame[name].data for name in _SAME)
    different, key = 1, document.astype(np.int64)
    for column in said:
        size = int(column.max(initial=0)) + 1
        if size > 1:
            different *= size
            key *= size
            key += column
    documents = int(document.max(initial=0)) + 1
    once = np.bincount(distinct(key, documents * different) // different, minlength=documents)
    return np.flatnonzero(np.bincount(document, minlength=documents) > once).tolist()


_SAME = ("document", "code", "coder", "qualifier")


def created(project: Handle) -> str:
    """The date of a report: of the study's latest change, never of the clock."""
    history = project.store.history(1)
    return history[0].at[:10] if history else ""
