"""A study as one command counts it: read once, cut into units once, coded once, and handed down.

`study_of` makes it anew when the database or a hand-written file changes, so whoever asks twice for the
same units, codings or shares gets the same objects, counted once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..core import units as unitising
from ..core.model import Document, Unit

if TYPE_CHECKING:
    import pandas as pd

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
        self._codings: dict[tuple[str, ...], pd.DataFrame] = {}
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

    def codings(self, coders: Sequence[str]) -> pd.DataFrame:
        """The codings of some coders as rows, of all without any; see `material`."""
        key = tuple(coders)
        if key not in self._codings:
            self._codings[key] = coding_frame(self, key)
        return self._codings[key]


def coding_frame(study: Study, coders: Sequence[str]) -> pd.DataFrame:
    """The codings of some coders, of all without any, as rows; see `Study.codings`."""
    import pandas as pd

    store = study.project.store
    columns = store.coding_columns(list(coders) or None)
    frame = pd.DataFrame(columns, columns=["document", "start", "stop", "code", "coder", "weight", "qualifier", "id"])
    for column, keys in (
        ("document", store.document_keys()),
        ("code", store.code_keys()),
        ("coder", store.coder_keys()),
    ):
        names = {key: id for id, key in keys.items()}
        frame[column] = pd.Categorical(frame[column].map(names), categories=list(names.values()))
    whole = _wholes(study, frame)
    return frame if whole is None else frame.assign(whole=whole)


def _wholes(study: Study, frame: pd.DataFrame) -> list[int] | None:
    """For each coding the id of the first stretch of the interrupted answer that it is a stretch of, else its own.

    None where no answer is coded in several stretches.
    """
    whole: list[int] = frame["id"].tolist()
    found = False
    same = ["document", "code", "coder", "qualifier"]
    doubled = frame[frame.duplicated(same, keep=False)]
    for id, rows in doubled.groupby("document", observed=True):
        document = study.documents((str(id),))[0]
        if not unitising.asked(document):
            continue
        stretches = [
            spans
            for unit in study.units(document, "answer")
            if len(unit.pieces) > 1 and len(spans := unitising.segments(document, unit)) > 1
        ]
        if not stretches:
            continue
        there = {
            (start, stop, *said): at
            for at, start, stop, *said in zip(
                rows.index.tolist(), rows["start"], rows["stop"], rows["code"], rows["coder"], rows["qualifier"],
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
