"""One pass over the documents of a selection: what of each counts, as rows of frames, with an account of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ..core import units as unitising
from ..core.choices import under
from ..core.model import Document, Span, Unit
from ..core.text import words
from .blind import blind
from .layers import begun, given_units
from .material import COLUMNS, Asked, Ledger, Material, Places
from .selection import attributes_of, checked, fits

if TYPE_CHECKING:
    import numpy as np

    from ..analysis.columns import Columns, Values
    from .study import Study

_WAITING = ("unit", "document", "informant", "question", "item")
_TOLD = tuple(name for name in COLUMNS if name != "words")


def material(study: Study, asked: Asked) -> Material:
    """The frames for what is asked; one and the same for equal requests of a study."""
    return study.once(("material", asked), lambda: _Gathering(study, asked).material())


class _Gathering:
    """One pass over the documents of a selection."""

    def __init__(self, study: Study, asked: Asked) -> None:
        self.study, self.project, self.asked = study, study.project, asked
        self.where = checked(self.project, asked.where)
        self.rows: dict[str, list[Any]] = {name: [] for name in _TOLD}
        self.said: list[Unit | None] = []
        """The unit behind each row, whose words can be counted; None for a question without an answer."""
        self.profiles: list[Mapping[str, str]] = []
        self.profile_of: list[int] = []
        self._known: dict[tuple[str, str], int] = {}
        self.by_label: dict[str, Unit] = {}
        self.ledger = Ledger(study, asked, self.where)
        self.waiting: dict[str, list[Any]] = {name: [] for name in _WAITING}
        self.waiting_profile: list[int] = []

    def material(self) -> Material:
        documents = self.study.documents(self.where.documents)
        self.layer = () if self.asked.compared else self.asked.coders
        self.opened = None if self.asked.unopened or not self.layer else begun(self.project, self.layer)
        self.blind = blind(self.project)
        self.given = given_units(self.project, self.layer)
        self.sorts = self._sorts_coded()
        for document in documents:
            self.ledger.texts[document.id] = document
            self._document(document)
        units, pieces = self._units(), self.ledger.counted.frame()
        codings = self._codings()
        account = self.ledger.accounting(units, codings)
        waiting = self._waiting()
        return Material(self.asked, units, pieces, codings, self.by_label, self.ledger.texts, account, waiting)

    def _sorts_coded(self) -> set[bool] | None:
        """In which sorts of sources (True: somebody answers there) the frames are used; None where it does not matter.

        Interviews coded with one frame and documents coded with another are two tables: neither frame was
        held against the other's material, so its absence there is no finding.
        """
        if not self.asked.books or self.asked.unopened:
            return None
        codings = self.study.codings(self.asked.coders)
        used = codings["code"].unique()
        mine = [code for code in used if code.partition(":")[0] in self.asked.books]
        ids = codings["document"][codings["code"].isin(mine)].unique()
        return (
            {unitising.asked(document) for document in self.study.documents(tuple(map(str, ids)))} if len(ids) else None
        )

    def _document(self, document: Document) -> None:
        ledger, why = self.ledger, ""
        hidden = any(self.blind.hides(coder, document.id) for coder in self.layer)
        if hidden and (self.opened is None or document.id not in self.opened):
            why = "blind"
        elif self.opened is not None and document.id not in self.opened:
            why = "not_begun"
        elif self.sorts is not None and unitising.asked(document) not in self.sorts:
            why = "other_source"
        given = self.given.get(document.id, ())
        found = 0
        speaks = unitising.asked(document)
        counted_as = unitising.kind_for(document, self.asked.unit)
        for one in self.study.units(document, self.asked.unit):
            case, label = one.case, one.label
            if not self._fits(document, case, one.question):
                self._place(ledger.elsewhere, label, one)
                continue
            found += 1
            ledger.cases_seen[case] = ledger.cases_seen.get(case, False) or not why
            status = self.study.status(one)
            apart = why or ("not_given" if given and not _within(one, given) else "")
            out = apart or self.asked.silence(status)
            if out:
                ledger.leave(out, 1, document, bool(apart and self.asked.silence(status)))
            if apart:
                self._place(ledger.uncounted, label, one)
                if self._awaited(why, document):
                    self._wait(document, case, label, one.question)
                continue
            silent = out or status != "answered"  # counted or not, an answer that is none carries no code
            self._place(ledger.uncounted if silent else ledger.counted, label, one)
            self.by_label[label] = one
            self._row(document, case, label, one.question, status, counted_as, speaks,
                      sum(map(len, one.pieces)), one)  # fmt: skip
        if counted_as == "answer":
            found += self._no_answer(document, why or ("not_given" if given else ""), speaks)
            found += self._before_the_guide(document, why)
        if not found and ledger.whole_documents:
            ledger.leave(why or "no_units", 0, document)

    def _awaited(self, why: str, document: Document) -> bool:
        """Whether a document would be counted if its coder had begun it."""
        return why in ("not_begun", "blind") and (self.sorts is None or unitising.asked(document) in self.sorts)

    def _wait(self, document: Document, case: str, label: str, question: str | None) -> None:
        values = (label, document.id, case, self.study.main.get(question or "", question), question)
        for name, value in zip(_WAITING, values, strict=True):
            self.waiting[name].append(value)
        self.waiting_profile.append(self._profile(document, case))

    def _profile(self, document: Document, case: str) -> int:
        """The number of the attributes that the units of a case in a document have."""
        key = (document.id, case)
        if key not in self._known:
            self._known[key] = len(self.profiles)
            self.profiles.append(attributes_of(self.project, document, case))
        return self._known[key]

    def _fits(self, document: Document, case: str, question: str | None) -> bool:
        return fits(self.project, self.where, document, case, question, self.study.main)

    def _place(self, places: Places, label: str, one: Unit) -> None:
        for piece in one.pieces:
            places.add(label, one.document, piece.start, piece.stop)

    def _row(self, document: Document, case: str, label: str, question: str | None, status: str, counted_as: str,
             speaks: bool, chars: int, one: Unit | None, speaker: str = "") -> None:  # fmt: skip
        known = self.project.case_map.cases.get(case)
        values = (
            label, document.id, case, self.study.main.get(question or "", question), question, status,
            chars, counted_as, speaks,
            self.project.case_map.person(document, one.speaker if one else speaker, case),
            known.weight if known else None,
        )  # fmt: skip
        for name, value in zip(_TOLD, values, strict=True):
            self.rows[name].append(value)
        self.said.append(one)
        self.profile_of.append(self._profile(document, case))

    def _no_answer(self, document: Document, why: str, speaks: bool) -> int:
        """The guide's main questions that an interview has no answer to, so that they can be counted apart."""
        main = self.study.main
        if document.kind != "interview" or not any(turn.question for turn in document.turns):
            return 0
        answered = {main.get(t.question, t.question) for t in document.turns if t.question and t.role == "informant"}
        put = {main.get(t.question, t.question) for t in document.turns if t.question}
        informants: dict[str, str] = {}
        for turn in document.turns:
            if turn.role == "informant":
                informants.setdefault(self.project.case_map.case_of(document, turn.speaker), turn.speaker)
        found = 0
        for question in self.project.questions:
            if question.parent is not None or question.kind != "question" or question.id in answered:
                continue
            for case, speaker in informants.items():
                if not self._fits(document, case, question.id):
                    continue
                found += 1
                status = self.study.statuses.get(
                    (document.id, question.id), "no_answer" if question.id in put else "not_asked"
                )
                out = why or self.asked.silence(status)
                if out:
                    self.ledger.leave(out, 1, document, bool(why))
                if not why:
                    label = f"{document.id}#{question.id}"
                    label += f"/{speaker}" if speaker and len(informants) > 1 else ""
                    self._row(document, case, label, question.id, status, "answer", speaks, 0, None, speaker)
        return found

    def _before_the_guide(self, document: Document, why: str) -> int:
        """Speech before the first item of the guide: in no answer, and so in no count of answers."""
        if not any(turn.question for turn in document.turns):
            return 0
        found = 0
        for turn in document.turns:
            if turn.role != "informant" or turn.question:
                continue
            case = self.project.case_map.case_of(document, turn.speaker, (turn.span,))
            places = self.ledger.elsewhere
            if self._fits(document, case, None):
                found += 1
                self.ledger.leave(why or "no_question", 1, document)
                places = self.ledger.uncounted
            places.add("", document.id, turn.span.start, turn.span.stop)
        return found

    def _units(self) -> Columns:
        import numpy as np

        from ..analysis.columns import Columns, Values

        at = np.array(self.profile_of, dtype=np.int64)
        columns = self._attributes(at)
        for name in ("unit", "document", "informant", "question", "item", "status", "kind_counted", "person"):
            columns[name] = Values.of_names(self.rows[name])
        columns |= {
            "chars": np.array(self.rows["chars"], dtype=np.int64),
            "speaks": np.array(self.rows["speaks"], dtype=bool),
            "case_weight": np.array(self.rows["case_weight"], dtype=float),
            "words": partial(_words, self.said, self.ledger.texts),  # counted only where somebody asks
        }
        return Columns(columns, len(at))

    def _attributes(self, at: np.ndarray[Any, Any]) -> dict[str, Any]:
        """A column for every attribute, given the profile of each row."""
        from ..analysis.columns import Values

        names = dict.fromkeys(key for profile in self.profiles for key in profile if key not in COLUMNS)
        return {name: Values.of_names([profile.get(name) for profile in self.profiles])[at] for name in names}

    def _waiting(self) -> Columns:
        import numpy as np

        from ..analysis.columns import Columns, Values

        columns = self._attributes(np.array(self.waiting_profile, dtype=np.int64))
        columns |= {name: Values.of_names(self.waiting[name]) for name in _WAITING}
        return Columns(columns, len(self.waiting_profile))

    def _codings(self) -> Columns:
        frame = self.study.codings(self.asked.coders)
        where = self.where
        if where.documents:
            frame = frame[frame["document"].isin(where.documents)]
        if where.codes:
            kept = [c for c in frame["code"].unique() if any(under(c, code) for code in where.codes)]
            frame = frame[frame["code"].isin(kept)]
        return frame


def _words(said: Sequence[Unit | None], texts: Mapping[str, Document]) -> Values:
    """How many words each row has. No method: the column would keep alive all that was gathered."""
    import numpy as np

    from ..analysis.columns import Values

    counts = (sum(words(piece.cut(texts[one.document].text)) for piece in one.pieces) if one else 0 for one in said)
    return Values(np.fromiter(counts, dtype=np.int64, count=len(said)))


def _within(unit: Unit, places: Iterable[Span]) -> bool:
    return any(piece.overlaps(place) for place in places for piece in unit.pieces)
