"""A study as one command counts it: read once, cut into units once, coded once, and handed down.

`study_of` makes it anew when the database or a hand-written file changes, so whoever asks twice for the
same units, codings or shares gets the same objects, counted once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..core import units as unitising
from ..core.model import Document, Unit
from . import blind

if TYPE_CHECKING:
    import numpy as np

    from ..analysis.columns import Columns
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
            self._units[key] = unitising.units(document, kind)
        return self._units[key]

    @property
    def statuses(self) -> dict[tuple[str, str], str]:
        """(document, question) -> what a person said of an answer: no_answer, not_asked or missing."""
        return self.once(
            "statuses",
            lambda: {place: status for place, (_, status) in self.project.store.answer_statuses().items()},
        )

    def codings(self, coders: Sequence[str]) -> Columns:
        """The codings of some coders as rows, of all without any; see `material`."""
        key = tuple(coders)
        if key not in self._codings:
            self._codings[key] = coding_frame(self, key)
        return self._codings[key]


def _in_sight(study: Study, frame: Columns) -> Columns:
    """The rows that blind work does not hide."""
    rule = blind.blind(study.project)
    if not rule or not len(frame):
        return frame
    shown = [True] * len(frame)
    for at, (coder, document) in enumerate(zip(frame["coder"], frame["document"], strict=True)):
        if rule.hides(str(coder), str(document)):
            shown[at] = False
            blind.note(study.project, str(coder), str(document))
    return frame[shown]


def coding_frame(study: Study, coders: Sequence[str]) -> Columns:
    """The codings of some coders, of all without any, as rows; see `Study.codings`.

    They are read some at a time into arrays: a million rows of Python's own numbers are half a gigabyte.
    """
    import numpy as np

    from ..analysis.columns import Columns, Values

    store = study.project.store
    known: dict[str, np.ndarray[Any, Any]] = {}
    names: dict[str, list[str]] = {}
    for column, keys in (
        ("document", store.document_keys()),
        ("code", store.code_keys()),
        ("coder", store.coder_keys()),
    ):
        names[column] = list(keys)
        known[column] = np.zeros(max(keys.values(), default=0) + 1, dtype=np.int32)
        known[column][list(keys.values())] = np.arange(len(keys))
    qualifiers: dict[str, int] = {}
    parts: dict[str, list[np.ndarray[Any, Any]]] = {name: [] for name in _CODING_COLUMNS}
    for batch in store.coding_batches(list(coders) or None):
        for name, values in zip(_CODING_COLUMNS, zip(*batch, strict=True), strict=True):
            if name in known:
                found = known[name][np.array(values)]
            elif name == "qualifier":
                place = {value: qualifiers.setdefault(value, len(qualifiers)) for value in set(values)}
                if len(place) == 1:  # most codings have none
                    found = np.full(len(values), next(iter(place.values())), dtype=np.int32)
                else:
                    found = np.fromiter(map(place.__getitem__, values), dtype=np.int32, count=len(values))
            else:
                found = np.array(values, dtype=float if name == "weight" else np.int64)
            parts[name].append(found)
    whole_columns = {name: np.concatenate(found) if found else np.zeros(0, np.int64) for name, found in parts.items()}
    names["qualifier"] = list(qualifiers)
    frame = Columns({name: Values(found, names.get(name)) for name, found in whole_columns.items()})
    frame = _in_sight(study, frame)
    whole = _wholes(study, frame)
    return frame if whole is None else frame.assign(whole=whole)


_CODING_COLUMNS = ("document", "start", "stop", "code", "coder", "weight", "qualifier", "id")


def _wholes(study: Study, frame: Columns) -> np.ndarray[Any, Any] | None:
    """For each coding the id of the first stretch of the interrupted answer that it is a stretch of, else its own.

    None where no answer is coded in several stretches.
    """
    import numpy as np

    whole = frame["id"].data.copy()
    found = False
    document, code, coder, qualifier = (frame[name].data.astype(np.int64) for name in _SAME)
    codes, coders, qualifiers = (int(column.max(initial=0)) + 1 for column in (code, coder, qualifier))
    key = ((document * codes + code) * coders + coder) * qualifiers + qualifier
    _, place, times = np.unique(key, return_inverse=True, return_counts=True)
    doubled = np.flatnonzero(times[place] > 1)
    doubled = doubled[np.argsort(document[doubled], kind="stable")]
    bounds = np.flatnonzero(np.diff(document[doubled])) + 1
    for rows in np.split(doubled, bounds) if len(doubled) else ():
        document_here = study.documents((frame["document"][int(rows[0])],))[0]
        if not unitising.asked(document_here):
            continue
        stretches = unitising.interrupted(document_here)
        if not stretches:
            continue
        there = {
            (start, stop, *said): at
            for at, start, stop, *said in zip(
                rows.tolist(),
                *(frame[name].data[rows].tolist() for name in ("start", "stop", "code", "coder", "qualifier")),
                strict=True,
            )
        }  # fmt: skip
        for spans in stretches:
            for start, stop, *said in list(there):
                if (start, stop) != (spans[0].start, spans[0].stop):
                    continue
                parts = [there.get((span.start, span.stop, *said)) for span in spans]
                if None not in parts:
                    found = True
                    for part in parts:
                        whole[part or 0] = whole[parts[0] or 0]
    return whole if found else None


_SAME = ("document", "code", "coder", "qualifier")
