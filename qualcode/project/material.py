"""The material of one request as tidy frames, with an account of where all of it went.

units     one row a unit: unit, document, informant (the case), question (main), item, status, words, chars,
          kind_counted, speaks, case_weight, and a column for every attribute
pieces    unit, document, start, stop: the informant speech that a unit consists of
codings   id, document, start, stop, code, coder, weight, qualifier; `whole` where an answer in several
          stretches is coded whole: the id of the first of its codings, which are one
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..core import units as unitising
from ..core.model import Document, Span, Unit
from ..core.results import Accounting, LeftOut, Source
from ..core.text import words
from ..core.where import Where, under
from .blind import blind
from .layers import begun, given_units, unasked_machines
from .selection import attributes_of, checked, fits

if TYPE_CHECKING:
    import numpy as np

    from ..analysis.columns import Columns, Values
    from .study import Study

COLUMNS = (
    "unit", "document", "informant", "question", "item", "status", "words", "chars", "kind_counted", "speaks",
    "person", "case_weight",
)  # fmt: skip
"""Our own columns of `units`; an attribute of the same name never takes their place."""
_WAITING = ("unit", "document", "informant", "question", "item")
_TOLD = tuple(name for name in COLUMNS if name != "words")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a table is made from: the unit, the selection, the layer, and the frames that its rows are from."""

    unit: str
    where: Where
    coders: tuple[str, ...] = ()
    """Whose codings; everybody's when empty."""
    books: frozenset[str] = frozenset()
    """The codebooks of the rows; sources of a sort in which none of them is used are left out. Empty for all."""
    unopened: bool = False
    """Whether documents that the coder has not begun count too."""
    silent: bool = False
    """Whether questions that got no answer count, as units without codes."""
    compared: bool = False
    """Whether the coders are compared: what each of them has looked at is told afterwards, so no document is left
    out because somebody has not begun it."""


def frames_of(categories: Iterable[str]) -> frozenset[str]:
    """The codebooks that categories are from."""
    return frozenset(category.partition(":")[0] for category in categories)


@dataclass(frozen=True)
class Material:
    """The units that count and the codings of a layer, as frames, and the units behind the rows."""

    asked: Asked
    units: Columns
    pieces: Columns
    codings: Columns
    by_label: Mapping[str, Unit]
    """Units by their labels, without their words; `unit` gives them with their words."""
    texts: Mapping[str, Document]
    accounting: Accounting
    waiting: Columns
    """The units of documents that nobody of the layer has begun, with what groups them: `unit`, `document`,
    `informant`, `question`, `item` and the attributes. They are counted nowhere, but a group of them has a row."""

    @cached_property
    def words_by_document(self) -> dict[str, str]:
        """The text of every document."""
        return {id: document.text for id, document in self.texts.items()}

    def unit(self, label: str) -> Unit:
        """A unit with its words, one line a piece."""
        one = self.by_label[label]
        text = self.texts[one.document].text
        return replace(one, text="\n".join(piece.cut(text) for piece in one.pieces))

    @property
    def answered(self) -> Columns:
        """The units that something was said in."""
        return self.units[self.units["status"] == "answered"]

    @property
    def unanswered(self) -> Columns:
        """The others: not asked, without an answer, or lost. A group of nothing else has a row all the same."""
        return self.units[self.units["status"] != "answered"]


def material(study: Study, asked: Asked) -> Material:
    """The frames for what is asked; one and the same for equal requests of a study."""
    return study.once(("material", asked), lambda: _Gathering(study, asked).material())


@dataclass
class _Places:
    """Stretches of text, gathered document by document."""

    unit: list[str] = field(default_factory=list)
    document: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    stop: list[int] = field(default_factory=list)

    def add(self, label: str, document: str, start: int, stop: int) -> None:
        self.unit.append(label)
        self.document.append(document)
        self.start.append(start)
        self.stop.append(stop)

    def frame(self) -> Columns:
        import numpy as np

        from ..analysis.columns import Columns, Values

        return Columns(
            {
                "unit": Values.of_names(self.unit),
                "document": Values.of_names(self.document),
                "start": np.array(self.start, dtype=np.int64),
                "stop": np.array(self.stop, dtype=np.int64),
            }
        )


@dataclass
class _Left:
    """What is left out for one reason, gathered document by document."""

    units: int = 0
    silent: int = 0
    documents: dict[str, None] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)

    def told(self, why: str) -> LeftOut:
        unit = next(iter(self.kinds)) if len(self.kinds) == 1 else ""
        return LeftOut(why, self.units, tuple(self.documents), unit, self.silent)


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
        self.texts: dict[str, Document] = {}
        self.counted, self.uncounted, self.elsewhere = _Places(), _Places(), _Places()
        self.left_out: dict[str, _Left] = {}
        self.cases_seen: dict[str, bool] = {}
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
            self.texts[document.id] = document
            self._document(document)
        units, pieces = self._units(), self.counted.frame()
        codings = self._codings()
        account = self._accounting(units, codings)
        waiting = self._waiting()
        return Material(self.asked, units, pieces, codings, self.by_label, self.texts, account, waiting)

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
        why = ""
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
            case = self.project.case_map.case_of(document, one.speaker, one.pieces)
            label = one.label
            if not self._fits(document, case, one.question):
                self._place(self.elsewhere, label, one)
                continue
            found += 1
            self.cases_seen[case] = self.cases_seen.get(case, False) or not why
            number = one.question or one.label.rpartition("#")[2]  # without a guide answers are marked by number
            status = self.study.statuses.get((document.id, number), "answered")
            apart = why or ("not_given" if given and not _within(one, given) else "")
            out = apart or self._silent(status)
            if out:
                self._leave(out, 1, document, bool(apart and self._silent(status)))
            if apart:
                self._place(self.uncounted, label, one)
                if self._awaited(why, document):
                    self._wait(document, case, label, one.question)
                continue
            self._place(self.uncounted if out else self.counted, label, one)
            self.by_label[label] = replace(one, case=case)
            self._row(document, case, label, one.question, status, counted_as, speaks,
                      sum(map(len, one.pieces)), one)  # fmt: skip
        if counted_as == "answer":
            found += self._no_answer(document, why or ("not_given" if given else ""), speaks)
            found += self._before_the_guide(document, why)
        if not found and self._whole_document():
            self._leave(why or "no_units", 0, document)

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

    def _silent(self, status: str) -> str:
        return "" if status == "answered" or (status == "no_answer" and self.asked.silent) else status

    def _whole_document(self) -> bool:
        return not (self.where.cases or self.where.questions or self.where.attributes)

    def _fits(self, document: Document, case: str, question: str | None) -> bool:
        return fits(self.project, self.where, document, case, question, self.study.main)

    def _place(self, places: _Places, label: str, one: Unit) -> None:
        for piece in one.pieces:
            places.add(label, one.document, piece.start, piece.stop)

    def _leave(self, why: str, units: int, document: Document, silent: bool = False) -> None:
        left = self.left_out.setdefault(why, _Left())
        left.units += units
        left.silent += units if silent else 0
        left.documents[document.id] = None
        unit = unitising.kind_for(document, self.asked.unit)
        left.kinds.add("turn" if why == "no_question" else _called(document.kind, unit))

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
                out = why or self._silent(status)
                if out:
                    self._leave(out, 1, document, bool(why))
                if not why:
                    label = f"{document.id}#{question.id}"
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
            places = self.elsewhere
            if self._fits(document, case, None):
                found += 1
                self._leave(why or "no_question", 1, document)
                places = self.uncounted
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
            "words": self._words,  # counted only where somebody asks
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

    def _words(self) -> Values:
        import numpy as np

        from ..analysis.columns import Values

        counts = (
            sum(words(piece.cut(self.texts[one.document].text)) for piece in one.pieces) if one else 0
            for one in self.said
        )
        return Values(np.fromiter(counts, dtype=np.int64, count=len(self.said)))

    def _codings(self) -> Columns:
        frame = self.study.codings(self.asked.coders)
        where = self.where
        if where.documents:
            frame = frame[frame["document"].isin(where.documents)]
        if where.codes:
            kept = [c for c in frame["code"].unique() if any(under(c, code) for code in where.codes)]
            frame = frame[frame["code"].isin(kept)]
        return frame

    def _accounting(self, units: Columns, codings: Columns) -> Accounting:
        counted = units[[not self._silent(status) for status in units["status"]]] if len(units) else units
        about, outside = self._codings_outside(codings)
        return Accounting(
            self.asked.coders,
            len(counted),
            tuple(left.told(why) for why, left in self.left_out.items()),
            sources_of(counted, self.asked.unit == "segment"),
            tuple(self._cases_without()),
            about,
            outside,
            self._proposals(),
            tuple(document.id for document in self.texts.values() if document.doubt),
        )

    def _proposals(self) -> int:
        """Codings of machines that this table leaves to a person's judgement."""
        machines = unasked_machines(self.project, self.asked.coders)
        counts = self.study.coding_counts
        return sum(
            count
            for machine in machines
            for document, count in counts.get(machine, {}).items()
            if not self.where.documents or document in self.where.documents
        )

    def _cases_without(self) -> Iterable[str]:
        """Cases of the table of cases that lie in the selection and have nothing counted, at no level."""
        cases = self.project.case_map
        counted = {level for case, some in self.cases_seen.items() if some for level in cases.levels(case)}
        for case in self.project.cases:
            inside = set(cases.levels(case.id)).intersection(self.where.cases) if self.where.cases else True
            documents = {member.document for member in case.members}
            chosen = not self.where.documents or documents.intersection(self.where.documents)
            wanted = self.where.attributes
            known = {**cases.attributes(case.id), "case": case.id}
            fitting = all(known.get(key, "") in values for key, values in wanted.items())
            if inside and chosen and fitting and case.id not in counted and not self.where.questions:
                yield case.id

    def _codings_outside(self, codings: Columns) -> tuple[int, int]:
        """How many codings of the selection there are, and how many of them lie on no counted unit."""
        if not len(codings):
            return 0, 0
        if self.asked.books:
            used = codings["code"].unique()
            mine = [code for code in used if code.partition(":")[0] in self.asked.books]
            if len(mine) < len(used):
                codings = codings[codings["code"].isin(mine)]
        touching = _touching(codings, self.texts)
        counted, uncounted, elsewhere = (touching(one) for one in (self.counted, self.uncounted, self.elsewhere))
        inside = counted | uncounted
        if self._whole_document():
            inside |= ~elsewhere  # on the interviewer's words alone
        number = number_of(codings, inside)
        return number, number - number_of(codings, counted)


def number_of(codings: Columns, chosen: np.ndarray[Any, Any] | None = None) -> int:
    """How many codings some or all rows are: the stretches of an answer that was coded whole are one."""
    if "whole" not in codings.columns:
        return len(codings) if chosen is None else int(chosen.sum())
    import numpy as np

    whole = codings["whole"].data
    return len(np.unique(whole if chosen is None else whole[chosen]))


def sources_of(counted: Columns, segments: bool = False) -> tuple[Source, ...]:
    """What some units are, by kind of source and by what is counted there."""
    by_kind: dict[tuple[str, str], list[tuple[str, str, bool]]] = {}
    told = ("kind", "kind_counted", "document", "person", "speaks")
    for kind, unit, *row in zip(*(counted[name].tolist() for name in told), strict=True) if len(counted) else ():
        by_kind.setdefault((kind, unit), []).append((row[0], row[1], row[2]))
    sources = []
    for (kind, unit), rows in by_kind.items():
        named = "segment" if segments else str(unit)
        sources.append(
            Source(str(kind), _called(str(kind), named), len(rows),
                   tuple(dict.fromkeys(document for document, _, _ in rows)),
                   len({person for _, person, _ in rows}) if rows[0][2] else 0)
        )  # fmt: skip
    return tuple(sources)


def _called(kind: str, unit: str) -> str:
    """What a unit is called in a kind of source: the answers in a survey are its entries."""
    return "entry" if (kind, unit) == ("survey", "answer") else unit


def _within(unit: Unit, places: Iterable[Span]) -> bool:
    return any(piece.overlaps(place) for place in places for piece in unit.pieces)


def _touching(codings: Columns, texts: Mapping[str, Document]) -> Callable[[_Places], np.ndarray[Any, Any]]:
    """A function that tells which codings share a character with any of some places, which never overlap."""
    import numpy as np

    length = max((len(document.text) for document in texts.values()), default=0) + 1
    base = {id: at * length for at, id in enumerate(texts)}
    document = codings["document"]
    of_name = [base.get(name, -length) for name in document.names or ()]
    of_coding = np.array([*of_name, -length], dtype=np.int64)[document.data]
    first, last = (of_coding + codings[side].data for side in ("start", "stop"))

    def touched(places: _Places) -> np.ndarray[Any, Any]:
        of_place = np.array([base[id] for id in places.document], dtype=np.int64)
        start, stop = (of_place + np.array(side, dtype=np.int64) for side in (places.start, places.stop))
        order = np.argsort(start, kind="stable")
        start, stop = start[order], stop[order]
        at = np.searchsorted(stop, first, side="right")
        within = at < len(start)
        found = np.zeros(len(first), dtype=bool)
        found[within] = start[at[within]] < last[within]
        return found

    return touched
