"""The material of one request as tidy frames, with an account of where all of it went.

units     one row a unit: unit, document, informant (the case), question (main), item, status, words, chars,
          kind_counted, speaks, case_weight, and a column for every attribute
pieces    unit, document, start, stop: the informant speech that a unit consists of
codings   id, document, start, stop, code, coder, weight, qualifier; `whole` where an answer in several
          stretches is coded whole: the id of the first of its codings, which are one
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..core import units as unitising
from ..core.choices import Where
from ..core.errors import UsageError
from ..core.model import Document, Unit
from ..core.results.common import Accounting, LeftOut, Source
from ..core.values import frozen
from .layers import unasked_machines
from .proposal_review import pending
from .selection import matches

if TYPE_CHECKING:
    import numpy as np

    from ..analysis.columns import Columns
    from .handle import Handle
    from .study import Study

COLUMNS = (
    "unit", "document", "informant", "question", "item", "status", "words", "chars", "kind_counted", "speaks",
    "person", "case_weight",
)  # fmt: skip
"""Our own columns of `units`; an attribute of the same name never takes their place."""


@frozen
class Asked:
    """What a table is made from: the unit, the selection, the layer, and the frames that its rows are from."""

    unit: str
    where: Where
    coders: tuple[str, ...] = ()
    """Whose codings; empty where words alone are counted, whoever has coded them."""
    books: frozenset[str] = frozenset()
    """The codebooks of the rows; sources of a sort in which none of them is used are left out. Empty for all."""
    rowless: frozenset[str] = frozenset()
    """Codes of these codebooks that are coded with and stand in no row, where a whole codebook was asked for."""
    unopened: bool = False
    """Whether documents that the coder has not begun count too."""
    silent: bool = False
    """Whether questions that got no answer count, as units without codes."""
    compared: bool = False
    """Whether the coders are compared: what each of them has looked at is told afterwards, so no document is left
    out because somebody has not begun it."""

    def silence(self, status: str) -> str:
        """Why a question with this status does not count; nothing where it does."""
        return "" if status == "answered" or (status == "no_answer" and self.silent) else status


def unit_compared(project: Handle, named: str) -> str:
    """The unit of everything but shares: the one named, else the study's; the turn in a study of coded segments.

    Only shares know these, for what nobody coded is none. UsageError `bad_option` where they are asked for by name.
    """
    if named == "segment":
        raise UsageError("a coded segment is a unit of `shares` alone: here what is not coded counts too",
                         slug="bad_option", hint="--unit turn")  # fmt: skip
    unit = named or project.settings.unit
    return "turn" if unit == "segment" else unit


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


@dataclass
class Places:
    """Stretches of text, gathered document by document."""

    unit: list[str] = field(default_factory=list)
    document: list[str] = field(default_factory=list)
    start: array[int] = field(default_factory=lambda: array("q"))
    stop: array[int] = field(default_factory=lambda: array("q"))

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


class Ledger:
    """Kept document by document and unit by unit; the accounting is read from it in the end. `where` is checked."""

    def __init__(self, study: Study, asked: Asked, where: Where) -> None:
        self.study, self.project, self.asked, self.where = study, study.project, asked, where
        self.texts: dict[str, Document] = {}
        self.counted, self.uncounted, self.elsewhere = Places(), Places(), Places()
        """Where the units lie that count, those of the selection that do not, and what is not in the selection."""
        self.cases_seen: dict[str, bool] = {}
        """Whether anything of a case counts."""
        self.left_out: dict[str, _Left] = {}

    @property
    def whole_documents(self) -> bool:
        """Whether the selection is of documents as they are."""
        return not (self.where.cases or self.where.questions or self.where.attributes)

    def leave(self, why: str, units: int, document: Document, silent: bool = False) -> None:
        """Leave units of a document out; `silent` where nothing was said in them."""
        left = self.left_out.setdefault(why, _Left())
        left.units += units
        left.silent += units if silent else 0
        left.documents[document.id] = None
        unit = unitising.kind_for(document, self.asked.unit)
        left.kinds.add("turn" if why == "no_question" or unit == "segment" else _called(document.kind, unit))

    def accounting(self, units: Columns, codings: Columns) -> Accounting:
        """The account, given the rows of the frames."""
        counted = units[[not self.asked.silence(status) for status in units["status"]]] if len(units) else units
        about, outside, rowless = self._codings_outside(codings)
        segments = self.asked.unit == "segment"
        if segments and len(codings):
            from ..analysis.shares.segments import segment_units

            counted, _ = segment_units(counted, self.counted.frame(), codings)
        return Accounting(
            self.asked.coders,
            len(counted),
            tuple(left.told(why) for why, left in self.left_out.items()),
            sources_of(counted, segments),
            tuple(self._cases_without()),
            about,
            outside,
            self._proposals(),
            tuple(document.id for document in self.texts.values() if document.doubt),
            tuple(document.id for document in self.texts.values() if self.project.case_map.misnamed(document)),
            number_of(rowless),
            tuple(sorted(rowless["code"].unique())) if len(rowless) else (),
        )

    def _proposals(self) -> int:
        """Codings of machines, with codes of the frames asked about, that wait for a person's judgement."""
        machines = unasked_machines(self.project, self.asked.coders) if self.asked.coders else []
        where = replace(self.where, codes=tuple(f"{book}:*" for book in sorted(self.asked.books)))
        return len(pending(self.project, where, machines, self.asked.coders)) if machines else 0

    def _cases_without(self) -> Iterable[str]:
        """Cases of the table of cases that lie in the selection and have nothing counted, at no level."""
        cases = self.project.case_map
        counted = {level for case, some in self.cases_seen.items() if some for level in cases.levels(case)}
        for case in self.project.cases:
            inside = set(cases.levels(case.id)).intersection(self.where.cases) if self.where.cases else True
            documents = {member.document for member in case.members}
            chosen = not self.where.documents or documents.intersection(self.where.documents)
            fitting = matches({**cases.attributes(case.id), "case": case.id}, self.where.attributes)
            if inside and chosen and fitting and case.id not in counted and not self.where.questions:
                yield case.id

    def _codings_outside(self, codings: Columns) -> tuple[int, int, Columns]:
        """How many codings of the selection there are, how many of them lie on no counted unit, and those that do and
        stand in no row; none where words alone are counted, whoever has coded them."""
        if not len(codings) or not self.asked.coders:
            return 0, 0, codings[[False] * len(codings)]
        if self.asked.books:
            used = codings["code"].unique()
            mine = [code for code in used if code.partition(":")[0] in self.asked.books]
            if len(mine) < len(used):
                codings = codings[codings["code"].isin(mine)]
        touching = _touching(codings, self.texts)
        counted, uncounted, elsewhere = (touching(one) for one in (self.counted, self.uncounted, self.elsewhere))
        inside = counted | uncounted
        if self.whole_documents:
            inside |= ~elsewhere  # on the interviewer's words alone
        number = number_of(codings, inside)
        rowless = codings[counted & codings["code"].isin(self.asked.rowless)]
        return number, number - number_of(codings, counted), rowless


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
        documents = tuple(dict.fromkeys(document for document, _, _ in rows))
        people = len({person for _, person, _ in rows}) if rows[0][2] else 0
        by_question = kind == "survey" and len({row[:2] for row in rows}) > len(documents)
        number = people if by_question else len(documents)
        sources.append(Source(str(kind), _called(str(kind), named), len(rows), documents, people, number))
    return tuple(sources)


def _called(kind: str, unit: str) -> str:
    """What a unit is called in a kind of source: the answers in a survey are its entries."""
    return "entry" if (kind, unit) == ("survey", "answer") else unit


def _touching(codings: Columns, texts: Mapping[str, Document]) -> Callable[[Places], np.ndarray[Any, Any]]:
    """A function that tells which codings share a character with any of some places, which never overlap."""
    import numpy as np

    length = max((len(document.text) for document in texts.values()), default=0) + 1
    base = {id: at * length for at, id in enumerate(texts)}
    document = codings["document"]
    of_name = [base.get(name, -length) for name in document.names or ()]
    of_coding = np.array([*of_name, -length], dtype=np.int64)[document.data]
    first, last = (of_coding + codings[side].data for side in ("start", "stop"))

    def touched(places: Places) -> np.ndarray[Any, Any]:
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
