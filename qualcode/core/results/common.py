"""What every result has: numbers, intervals and notes, and its form as the plain values of `--json`.

A result is written as its fields, by their names: one function for all of them. Where its JSON differs from that,
the class says so itself: `named` in a field's metadata, and `ALSO` for properties that readers of the file expect.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from fractions import Fraction
from typing import Any, ClassVar, cast

from ..errors import several
from ..model import EMPTY
from ..table import Cell, exact
from ..values import frozen


def named(key: str = "", *, spread: bool = False, by: str = "") -> dict[str, Any]:
    """How a field is written: under another key, spread among its object's own keys, or by a field of its items."""
    return {"key": key, "spread": spread, "by": by}


class Later(Mapping[str, Any]):
    """A mapping made when it is first read: most results are shown as tables, and to make their JSON takes as long."""

    def __init__(self, make: Callable[[], dict[str, Any]]) -> None:
        self._make = make

    @functools.cached_property
    def _made(self) -> dict[str, Any]:
        return self._make()

    def __getitem__(self, key: str) -> Any:
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def result_data(name: str, result: Any, **more: Any) -> dict[str, Any]:
    """The object of `--json`: the format, all of a result, and what is added to it (which goes before)."""
    return {"format": f"qualcode/{name}/1", **plain(result), **plain(more)}


def plain(value: Any) -> Any:
    """A value as JSON can hold it; fractions become numbers, what is not finite null, keys keep their order."""
    if value is None or isinstance(value, str | int):
        return value.value if isinstance(value, enum.Enum) else value
    if isinstance(value, Fraction):
        return exact(value)
    if isinstance(value, float):
        return value if value == value and value not in (float("inf"), float("-inf")) else None
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, set | frozenset):
        return [plain(part) for part in sorted(value)]
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, Cell):
        return plain(value.value)
    if dataclasses.is_dataclass(value):
        return _fields(value)
    return str(value)


def _fields(result: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, key, spread, by in _plan(cast(Hashable, type(result))):
        value = plain(getattr(result, name))
        if by:
            value = {one.pop(by): one for one in value}
        if spread:
            found.update(value)
        else:
            found[key] = value
    return found


@functools.cache
def _plan(kind: Any) -> tuple[tuple[str, str, bool, str], ...]:
    """How each field of a class is written, and the properties written beside them; made once a class."""
    fields = [field for field in dataclasses.fields(kind) if not field.name.startswith("_")]
    plan = [
        (field.name, told.get("key") or field.name, bool(told.get("spread")), str(told.get("by") or ""))
        for field in fields
        for told in [field.metadata]
    ]
    return (*plan, *((name, key, False, "") for key, name in getattr(kind, "ALSO", {}).items()))


Number = Fraction | float | int


@frozen
class Caveat:
    """A note that belongs beside a result: a stable slug, and the values its sentence needs."""

    slug: str
    values: Mapping[str, Any] = field(default_factory=lambda: EMPTY, metadata=named(spread=True))


@frozen
class Interval:
    """An interval that was asked for, or the reason why there is none."""

    method: str
    level: float
    low: float | None
    high: float | None
    reason: str = ""
    se: float | None = None


@frozen
class Source:
    """What was counted in one kind of source: its documents, and the unit that is natural there."""

    kind: str
    """The documents' kind: `interview`, `document`, `observation`, ..."""
    unit: str
    units: int
    documents: tuple[str, ...]
    informants: int
    """Who speaks there; 0 where nobody was asked anything."""
    number: int = 0
    """So many sources of the kind: documents, or questionnaires where a survey's documents are its questions."""


@frozen
class LeftOut:
    """Units of the selection that a result does not count, and why."""

    why: str
    """`not_begun` (the coder has not opened the document), `other_source` (the frame was not used in
    sources of this sort), `no_answer`, `not_asked`, `missing`, `no_question` (speech before the first
    item of the guide), `no_units` (nothing in the document can be counted), `no_size`, `other_group`,
    `one_coder` (agreement: fewer than two coders looked), `interviewer` (lists: no informant speaks)."""
    units: int
    documents: tuple[str, ...]
    unit: str = ""
    """What they are, such as `answer`; empty where they are not all of a kind."""
    silent: int = 0
    """How many of them are questions without an answer, of documents that are left out whole."""


WHY: Mapping[str, str] = {
    "not_begun": "Not begun by the coder, so not counted",
    "blind": "Coded blindly and not finished, so not counted",
    "not_given": "Not given to the coder, so not counted",
    "other_source": "Not coded with this frame, so not counted",
    "no_answer": "Asked and not answered",
    "not_asked": "Not asked",
    "missing": "Missing",
    "no_question": "Before the first question of the guide",
    "interviewer": "Not said by an informant",
    "no_units": "Nothing to count",
    "no_size": "Without size, so not counted",
    "other_group": "In neither of the groups",
    "one_coder": "Not looked at by two coders, so not compared",
}
"""Reasons for leaving something out, in English."""


def people_called(kinds: Iterable[str]) -> str:
    """The word for those who speak in documents of these kinds: `informants`, `respondents`, or `people` for both."""
    surveys = {kind == "survey" for kind in kinds}
    return "people" if len(surveys) > 1 else "respondents" if surveys == {True} else "informants"


@frozen
class Accounting:
    """Where all the material of a selection went: looked at = counted + left out."""

    coders: tuple[str, ...]
    """Whose codings count."""
    counted: int
    left_out: tuple[LeftOut, ...] = ()
    sources: tuple[Source, ...] = ()
    """What was counted, by kind of source."""
    cases: tuple[str, ...] = ()
    """Cases of the selection of which nothing is counted."""
    codings: int = 0
    """Codings of the selection that the result is about."""
    outside: int = field(default=0, metadata=named("codings_outside"))
    """Those of them that lie on no counted unit."""
    proposals: int = 0
    """Codings of rules and models that nobody has judged, which count for nobody."""

    unsure: tuple[str, ...] = field(default=(), metadata=named("unsure_who_asks"))
    """Documents in which it is not settled who asks, so that questions may count as answers or answers as none."""
    misnamed: tuple[str, ...] = field(default=(), metadata=named("speakers_misnamed"))
    """Documents whose only informant counts for a case that names another speaker."""
    rowless: int = field(default=0, metadata=named("codings_in_no_row"))
    """Codings on what is counted whose codes stand in no row: above the rows' level, or in no codebook any more."""
    rowless_codes: tuple[str, ...] = field(default=(), metadata=named("codes_in_no_row"))

    ALSO: ClassVar[Mapping[str, str]] = {"looked_at": "looked"}

    @property
    def looked(self) -> int:
        """Units in the selection."""
        return self.counted + sum(part.units for part in self.left_out)

    @property
    def unit(self) -> str:
        """The one unit that all sources are counted in, `mixed` where they differ, empty where nothing is counted."""
        units = {source.unit for source in self.sources}
        return "mixed" if len(units) > 1 else next(iter(units), "")

    @property
    def informants(self) -> int:
        """People who speak in what is counted."""
        return sum(source.informants for source in self.sources)

    @property
    def people(self) -> str:
        """The word for them: `informants`, `respondents` where all fill in surveys, `people` where both are counted."""
        return people_called(source.kind for source in self.sources if source.informants)

    @property
    def who(self) -> str:
        """The word for all that is counted: `sources` where documents in which nobody answers are among them."""
        return "sources" if self.unasked else self.people

    @property
    def unasked(self) -> tuple[str, ...]:
        """The counted documents in which nobody answers."""
        return tuple(id for source in self.sources if not source.informants for id in source.documents)

    def sentences(self) -> list[str]:
        """What was counted and what was left out, in plain English; reports say it in four languages."""
        counted = [f"{several(one.units, one.unit)} in {several(len(one.documents), one.kind)}" for one in self.sources]
        found = [f"Counted: {', '.join(counted) or 'nothing'}."]
        if self.coders:
            found[0] += f" Coded by: {', '.join(self.coders)}."
        for part in self.left_out:
            where = f" ({', '.join(part.documents)})" if part.documents else ""
            found.append(
                f"{WHY.get(part.why, part.why)}: {several(part.units - part.silent, part.unit or 'unit')}{where}."
            )
        if self.outside:
            found.append(f"Outside what is counted: {several(self.outside, 'coding')}.")
        if self.rowless:
            found.append(f"In no row: {several(self.rowless, 'coding')} ({', '.join(self.rowless_codes)}).")
        if self.proposals:
            found.append(f"Not accepted by a person, so not counted: {several(self.proposals, 'proposal')}.")
        return found

    def why(self, reason: str) -> LeftOut | None:
        """What was left out for one reason."""
        return next((part for part in self.left_out if part.why == reason), None)

    def without(
        self, reason: str, units: int, documents: tuple[str, ...], sources: tuple[Source, ...] | None = None
    ) -> Accounting:
        """The same with so many units fewer counted and more left out; `sources` are what is counted then."""
        part = LeftOut(reason, units, documents, self.sources[0].unit if len(self.sources) == 1 else "")
        left = self.sources if sources is None else sources
        return replace(self, counted=self.counted - units, left_out=(*self.left_out, part), sources=left)
