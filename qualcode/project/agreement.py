"""Agreement of coders in a project, and the consensus that settles their disagreements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ..core.by_place import codings_in_place
from ..core.choices import Where, under
from ..core.errors import DataError, UnknownName, UsageError
from ..core.grouping import grouped
from ..core.results.agreement import Agreement
from ..core.results.common import Accounting, Caveat
from ..core.values import frozen
from .blind import seen
from .coders import finished
from .counted_rows import material
from .decisions import Settled
from .layers import CONSENSUS, looked_at
from .material import Asked, Material, frames_of, sources_of, unit_compared
from .rounds import documents_of, given_places, known
from .study import study_of

if TYPE_CHECKING:
    from ..analysis.columns import Columns
    from ..core.model import Coding, Span
    from .handle import Handle

WEIGHTS = ("identity", "linear", "quadratic", "ordinal")


@frozen
class AgreementRequest:
    """What is compared: which codes, whose codings, in which unit."""

    categories: tuple[str, ...] = ()
    unit: str = ""
    level: int | None = None
    coders: tuple[str, ...] = ()
    where: Where = field(default_factory=Where)
    round: str = ""
    """Only what several people code in this round, and only those people."""


def compute(project: Handle, request: AgreementRequest, **options: Any) -> tuple[Agreement, Material]:
    """Agreement over the documents that coders have finished, and the frames behind it.

    A unit without codes counts as looked at only in a document that its coder finished; what
    nobody marked as finished is taken as looked at where the coder coded anything in it, and the
    result says so. With several codebooks each code counts on the material of its own.
    """
    found = by_frame(project, request, **options)
    return found.whole, found.material


@frozen
class FrameAgreement:
    """Agreement on the codes of several codebooks: of each on its own material, and of all with one mean."""

    whole: Agreement
    material: Material
    parts: Mapping[str, tuple[Agreement, Material]]
    """By the id of the codebook; those that the coders have used."""


def by_frame(project: Handle, request: AgreementRequest, **options: Any) -> FrameAgreement:
    """The agreement on the codes of each codebook that the coders have used, and of all together.

    Interviews coded with one frame and documents coded with another are two tables, as everywhere: that both
    coders left a frame away where nobody used it is no agreement.
    """
    request = in_round(project, request)
    rows = grouped(
        (code.partition(":")[0], code)
        for code in project.codes.categories(request.categories or tuple(options.get("domain") or ()), request.level)
    )
    weights = options.get("weights")
    if isinstance(weights, str) and weights not in WEIGHTS:
        raise UsageError(f"weights {weights!r}: expected {', '.join(WEIGHTS)}, or a .csv or .xlsx file with a matrix")
    coders = compared(project, request.coders)
    if options.get("domain"):  # codes that exclude one another are compared with one another
        every = [code for mine in rows.values() for code in mine]
        rows = {"": every}
    elif len(rows) > 1:
        there = study_of(project).codings(coders)["code"].unique()
        used = {str(code).partition(":")[0] for code in there}
        rows = {book: mine for book, mine in rows.items() if book in used} or rows
    parts = {book: _of_codes(project, request, coders, mine, options) for book, mine in rows.items()}
    if len(parts) == 1:
        return FrameAgreement(*next(iter(parts.values())), parts)
    return FrameAgreement(*_together(project, request, [found for found, _ in parts.values()], options), parts)


def _of_codes(
    project: Handle, request: AgreementRequest, coders: list[str], rows: Sequence[str], options: Mapping[str, Any]
) -> tuple[Agreement, Material]:
    """The agreement on some codes of one frame."""
    from ..analysis.reliability import agreement

    frames = _material(project, request, coders, rows)
    looked = looked_at(project, coders)
    units = _given(project, frames, coders)
    result = agreement(
        units, frames.codings, rows, pieces=frames.pieces,
        coders=coders, looked=looked, lengths={id: len(d.text) for id, d in frames.texts.items()},
        unit=frames.asked.unit, **options,
    )  # fmt: skip
    result = replace(result, accounting=_accounted(project, frames, units, looked, coders, options))
    waiting = () if options.get("missing_as_absent") else unmarked(project, coders)
    notes = [Caveat("nothing_finished", {"coder": coder}) for coder in waiting]
    if not_independent(_behind(project, frames)):
        notes.append(Caveat("not_independent"))
    return replace(result, notes=(*result.notes, *notes)), frames


def _together(
    project: Handle, request: AgreementRequest, found: Sequence[Agreement], options: Mapping[str, Any]
) -> tuple[Agreement, Material]:
    """The agreement on the codes of several frames as one: the rows under one another, with one mean and minimum."""
    from ..analysis.reliability.notes import summary

    coders = found[0].coders
    categories = tuple(code for one in found for code in one.options["categories"])
    frames = _material(project, request, coders, categories)
    accounting = _accounted(
        project, frames, _given(project, frames, coders), looked_at(project, coders), coders, options
    )
    rows = tuple(row for one in found for row in one.rows)
    mean, minimum, undefined = summary(rows)
    notes = [note for one in found for note in one.notes]
    return Agreement(
        {**found[0].options, "categories": categories}, coders, rows, mean, minimum, undefined,
        tuple(one for each in found for one in each.disagreements),
        tuple(row for one in found for row in one.by_document),
        tuple(note for at, note in enumerate(notes) if note not in notes[:at]),
        accounting,
    ), frames  # fmt: skip


def in_round(project: Handle, request: AgreementRequest) -> AgreementRequest:
    """The request with the documents and the coders of its round; UnknownName for a round that is not there."""
    if not request.round:
        return request
    round = known(project, request.round)
    documents = tuple(documents_of(project, round))
    if request.where.documents:
        wanted = project.documents_named(request.where.documents)
        documents = tuple(id for id in documents if id in wanted)
    if not documents:
        raise DataError(
            f"nothing was given to several people in round {round.id}", slug="nothing_shared",
            hint="`qualcode coder rounds` shows what was drawn",
        )  # fmt: skip
    there = project.store.coder_keys()
    coders = request.coders or tuple(coder for coder in round.plan.get("coders", ()) if coder in there)
    return replace(request, coders=coders, where=replace(request.where, documents=documents))


def _given(project: Handle, frames: Material, coders: Sequence[str]) -> Columns:
    """The units that all of the coders were given, of those that something was said in."""
    units = frames.answered
    given = {
        document: [places for coder, places in some if coder in coders]
        for document, some in given_places(project).items()
    }
    if not any(given.values()):
        return units

    def wanted(label: str, document: str) -> bool:
        pieces = frames.by_label[label].pieces if label in frames.by_label else ()
        return all(
            any(piece.overlaps(place) for piece in pieces for place in places) for places in given.get(document, ())
        )

    return units[[wanted(label, document) for label, document in zip(units["unit"], units["document"], strict=True)]]


def _accounted(
    project: Handle,
    frames: Material,
    units: Any,
    looked: dict[str, set[str]],
    coders: Sequence[str],
    options: Mapping[str, Any],
) -> Accounting:
    """The account of the material, less the documents that fewer than two coders have looked at."""
    accounting = replace(frames.accounting, coders=tuple(coders))
    if ungiven := len(frames.answered) - len(units):
        partly = tuple(id for id in given_places(project) if id in frames.texts)
        accounting = accounting.without("not_given", ungiven, partly, sources_of(units))
    if options.get("missing_as_absent"):
        return accounting
    compared = {id for id in frames.texts if sum(id in documents for documents in looked.values()) >= 2}
    alone = units[~units["document"].isin(compared)] if len(units) else units
    if not len(alone):
        return accounting
    documents = tuple(map(str, alone["document"].unique()))
    both = units[units["document"].isin(compared)]
    return accounting.without("one_coder", len(alone), documents, sources_of(both))


SAME_MEMOS = 3
SECONDS_APART, MOMENTS = 5, 5


def not_independent(codings: Sequence[Coding]) -> bool:
    """Whether two coders' codings look as if one had seen the other's.

    Either the same words in the memos of the same codings (three times), or the same codings made within
    five seconds of each other, at five different moments. Codings stored as one batch have one moment.
    """
    by_place = grouped(((coding.document, coding.span, coding.code), coding) for coding in codings)
    memos = 0
    moments: set[str] = set()
    for together in by_place.values():
        for one, other in combinations(together, 2):
            if one.coder == other.coder:
                continue
            memos += bool(one.memo) and one.memo == other.memo
            apart = datetime.fromisoformat(one.created) - datetime.fromisoformat(other.created)
            if abs(apart.total_seconds()) <= SECONDS_APART:
                moments.add(max(one.created, other.created))
    return memos >= SAME_MEMOS or len(moments) >= MOMENTS


def _behind(project: Handle, frames: Material) -> list[Coding]:
    """The codings that a table rests on, with their memos and moments."""
    books = frames.asked.books
    codes = [str(code) for code in frames.codings["code"].unique() if code.partition(":")[0] in books]
    documents = list(frames.texts) if frames.asked.where.documents else None
    return seen(project, project.store.codings(documents, list(frames.asked.coders), codes))


def _material(project: Handle, request: AgreementRequest, coders: Iterable[str], rows: Sequence[str]) -> Material:
    """The material that these coders used the frames of some codes on, with their codings alone; all of it without
    any codes. What a review settled and what rules propose is nothing that the coders agree on."""
    unit = unit_compared(project, request.unit)
    return material(study_of(project), Asked(unit, request.where, tuple(coders), frames_of(rows), compared=True))


def compared(project: Handle, named: Sequence[str]) -> list[str]:
    """The coders to compare: those named, else all people who have coded by their names, the consensus aside.

    Raises UnknownName, or UsageError `too_few_coders`.
    """
    counts = {coder.id: (coder.kind, count) for coder, count in project.store.coders()}
    for name in named:
        if name not in counts:
            raise UnknownName("coder", name, counts)
    done = {coder for coder, _ in finished(project)}
    coders = list(named) or sorted(  # not as they came into the database: copies of one study have one table
        id for id, (kind, count) in counts.items() if id != CONSENSUS and kind == "human" and (count or id in done)
    )
    if len(coders) < 2:
        raise UsageError(
            f"agreement needs two coders, found {', '.join(coders) or 'none'}",
            slug="too_few_coders",
            hint="let a colleague code: `qualcode coder plan --coders A,B --double 20%`",
        )
    return coders


def unmarked(project: Handle, coders: Sequence[str]) -> list[str]:
    """Coders who never said that they finished a document."""
    done = {coder for coder, _ in finished(project)}
    return [coder for coder in coders if coder not in done]


@frozen
class Open:
    """A unit whose coders disagree about a code, not settled yet."""

    code: str
    unit: str
    document: str
    span: Span
    said: dict[str, bool]
    text: str
    quotes: dict[str, str]
    """What each coder who gave the code marked."""


def unsettled(project: Handle, request: AgreementRequest) -> list[Open]:
    """Disagreements about single codes that the consensus does not settle, in the order of the text."""
    result, frames = compute(project, request, view="code", ci=None)
    settled = Settled(seen(project, project.store.decisions()))
    codings = codings_in_place(seen(project, project.store.codings()))
    found = []
    for one in result.disagreements:
        unit = frames.unit(one.unit)
        there = [coding for coding in codings[one.document].on(*unit.pieces) if under(coding.code, one.code)]
        disputed = [coding for coding in there if coding.coder in one.values]
        decided = any(coding.coder == CONSENSUS for coding in there) or (
            bool(disputed) and all(settled.rejected(coding) for coding in disputed)
        )
        if decided or settled.unit(one.document, unit.span, one.code):
            continue
        quotes = {coding.coder: coding.quote for coding in disputed}
        said = {coder: bool(value) for coder, value in one.values.items()}
        found.append(Open(one.code, one.unit, one.document, unit.span, said, unit.text, quotes))
    order = {label: at for at, label in enumerate(frames.by_label)}
    return sorted(found, key=lambda one: (order.get(one.unit, 0), one.code))
