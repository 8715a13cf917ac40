"""Shares of a project: a request in, the counted material out, and the analyses of `qualcode.analysis` over it.

Where several frames are asked for at once, each has a request of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from ..core.choices import ShareChoices, Where
from ..core.errors import DataError, UsageError, several
from ..core.grouping import grouped
from ..core.results.common import Accounting, Caveat
from ..core.results.shares import DifferenceTest, Explanation, Share, ShareGroup, Shares
from ..core.table import Report
from ..core.values import frozen
from .counted_rows import material
from .groups import COLUMN, EVERYBODY, Groups, compared, groups_of
from .layers import layer
from .material import Asked, Material, frames_of
from .names import group_called, title
from .study import study_of

if TYPE_CHECKING:
    from ..analysis.columns import Columns
    from .handle import Handle

__all__ = ["EVERYBODY", "Prepared", "ShareRequest", "compute_shares", "explain", "prepared", "shares"]


@frozen
class ShareRequest:
    """What a table shall show."""

    categories: tuple[str, ...] = ()
    """Codebooks or codes; the study's frames when empty."""
    by: str = ""
    """An attribute, `case`, `document`, `kind`, `question` or `item`; `-` compares nothing; empty takes the study's."""
    unit: str = ""
    level: int | None = None
    coder: str = ""
    where: Where = field(default_factory=Where)
    choices: ShareChoices = field(default_factory=ShareChoices)


@frozen
class Prepared:
    """What a share table is computed from."""

    material: Material
    groups: Groups
    by: str
    units: Columns
    categories: tuple[str, ...]
    options: dict[str, Any]
    """Everything `analysis.shares` takes besides the units, the codings and the groups."""


def shares(project: Handle, categories: Sequence[str] = (), *, by: str = "", unit: str = "", coder: str = "",
           level: int | None = None, where: Where | None = None, **choices: Any) -> Shares:  # fmt: skip
    """Weighted shares per category and group, as `qualcode shares` computes them for one frame."""
    return compute_shares(project, requested(categories, by, unit, coder, level, where, **choices))


def requested(categories: Sequence[str] = (), by: str = "", unit: str = "", coder: str = "",
              level: int | None = None, where: Where | None = None, **choices: Any) -> ShareRequest:  # fmt: skip
    """The request that arguments by name describe; `choices` are the fields of `ShareChoices`."""
    return ShareRequest(tuple(categories), by, unit, level, coder, where or Where(), ShareChoices.of(choices))


def compute_shares(project: Handle, request: ShareRequest) -> Shares:
    """The shares that a request describes, counted once; DataError when there is nothing to count."""
    return study_of(project).once(("shares", request), lambda: _compute(project, request))


def _compute(project: Handle, request: ShareRequest) -> Shares:
    from ..analysis.shares.table import shares as analyse

    found = prepared(project, request)
    codings = found.material.codings
    if found.groups.overlap:
        result = _overlapping(found)
    else:
        result = analyse(found.groups.column(found.units), codings, by=COLUMN, **found.options)
    options = {**result.options, "by": found.by}
    notes = (*result.notes, *_weights_unused(found))
    result = _with_waiting(result, found.groups)
    accounting = account_of(found.material.accounting, found.groups, found.by)
    return replace(result, options=options, notes=_named_people(notes, accounting), accounting=accounting)


def _named_people(notes: Iterable[Caveat], accounting: Accounting) -> tuple[Caveat, ...]:
    """The notes with the right word for those who are counted: who fills in a survey or talks in a focus group gives
    no interview."""
    who = accounting.people
    if who == "informants":
        if all(source.kind == "interview" for source in accounting.sources if source.informants):
            return tuple(notes)
        told = {"informants": "informants_material", "salience": "salience_answers"}
        return tuple(Caveat(told.get(note.slug, note.slug), note.values) for note in notes)
    salience = "salience_answers" if who == "respondents" else "salience_sources"
    told = {"informants": who, "sources": f"sources_{who}", "salience": salience}
    return tuple(
        Caveat(
            told.get(note.slug, note.slug),
            {who if key == "informants" else key: value for key, value in note.values.items()},
        )
        for note in notes
    )


def _with_waiting(result: Shares, groups: Groups) -> Shares:
    """The table with a row for every group that waits: of nothing, no share can be told."""
    if not groups.waiting:
        return result
    codes = dict.fromkeys(row.code for row in result.rows)
    of = 0 if any(row.numerator is not None for row in result.rows) else None
    rows = {name: tuple(Share(name, code, None, of, of, 0) for code in codes) for name in groups.waiting}
    told = {name: ShareGroup(name, 0, 0, 0, None) for name in groups.waiting}
    for name in result.groups:
        told[name.group] = name
        rows[name.group] = tuple(row for row in result.rows if row.group == name.group)
    return replace(
        result,
        rows=tuple(row for name in groups.every for row in rows[name]),
        groups=tuple(told[name] for name in groups.every),
    )


def account_of(accounting: Accounting, groups: Groups, by: str) -> Accounting:
    """The account of a table in which cases stand that wait: they are not missing from it."""
    if by != "case" or not groups.waiting:
        return accounting
    return replace(accounting, cases=tuple(case for case in accounting.cases if case not in groups.waiting))


def _overlapping(found: Prepared) -> Shares:
    """Groups that share units, because a case has several values: each is counted alone, and the whole once."""
    from ..analysis.columns import Values
    from ..analysis.shares.table import shares as analyse

    codings, options = found.material.codings, {**found.options, "test": "", "adjust": ""}
    alone = {
        name: analyse(found.groups.units_of(found.units, name), codings, by=COLUMN, **options)
        for name in found.groups.names
    }
    whole = analyse(
        found.units.assign(**{COLUMN: Values.constant(EVERYBODY, len(found.units))}), codings, by=COLUMN, **options
    )
    return replace(
        whole,
        rows=tuple(row for part in alone.values() for row in part.rows),
        groups=tuple(group for part in alone.values() for group in part.groups),
        dropped=tuple(dict.fromkeys(name for part in alone.values() for name in part.dropped)),
        tests=_pairwise(found) if found.options["test"] else (),
        options={**whole.options, "test": found.options["test"], "adjust": found.options["adjust"]},
    )


def _pairwise(found: Prepared) -> tuple[DifferenceTest, ...]:
    from itertools import combinations

    from ..analysis.columns import stacked
    from ..analysis.shares.table import shares as analyse

    tests: list[DifferenceTest] = []
    for pair in combinations(found.groups.names, 2):
        first, second = (found.groups.units_of(found.units, name) for name in pair)
        if set(first["informant"]) & set(second["informant"]):
            reason = "informants_in_both_groups"
            tests += [DifferenceTest(c, pair, None, None, None, 0, reason=reason) for c in found.categories]
            continue
        both = stacked([first, second])
        result = analyse(both, found.material.codings, by=COLUMN, groups=list(pair), **found.options)
        tests += result.tests
    return tuple(tests)


def _weights_unused(found: Prepared) -> list[Caveat]:
    """A note where codings that the table counts carry a weight that presence does not use."""
    if found.options["score"] != "presence" or found.options["unit"] == "segment":
        return []
    if not (found.material.codings["weight"].data != 1).any():
        return []
    from ..analysis.comparison.incidence import incidence

    taken = {name: found.options[name] for name in ("pieces", "overlap", "rollup")}
    there = incidence(found.units, found.material.codings, found.categories, **taken)
    weighted = there.coding[there.weights()[there.coding] != 1]
    return [Caveat("weights_unused", {"n": len(set(weighted.tolist()))})] if len(weighted) else []


def explain(project: Handle, request: ShareRequest, group: str, code: str) -> tuple[Explanation, Material]:
    """The units behind one share of a request, and the material with their words.

    Raises UnknownName for a group or a category that is not in the table.
    """
    from ..analysis.shares.explanation import explain as open_up

    full = project.codes.known(code)
    found = prepared(project, request)
    if full not in found.categories:
        found.options["categories"] = [*found.categories, full]
    group = group_called(project, found.by, group, found.groups.every)
    if group in found.groups.waiting:  # its row has no units either
        return Explanation(group, full, (), accounting=found.material.accounting), found.material
    units = found.groups.column(found.units)
    if found.groups.overlap and group in found.groups.names:
        units = found.groups.units_of(found.units, group)
    result = open_up(units, found.material.codings, group, full, by=COLUMN, **found.options)
    return replace(result, accounting=found.material.accounting), found.material


def asked(project: Handle, request: ShareRequest, categories: Sequence[str]) -> Asked:
    """Which material a request is about."""
    study_of(project).all_codings()  # from which the layer is told: read first, they need not be counted apart
    return Asked(
        request.unit or project.settings.unit,
        request.where,
        (layer(project, request.coder),),
        frames_of(categories),
        project.codes.rowless(request.categories, categories),
        request.choices.unopened,
        request.choices.nonresponse == "zero",
    )


def prepared(project: Handle, request: ShareRequest) -> Prepared:
    """The material, the groups and the options of an analysis of shares."""
    categories = project.codes.categories(request.categories, request.level)
    found = material(study_of(project), asked(project, request, categories))
    if found.accounting.counted == 0 and found.units.empty:
        raise nothing_counted(project, found)
    by = compared(project, found.units, request.by)
    choices = request.choices
    options: dict[str, Any] = {**choices.as_mapping(), "unit": found.asked.unit}
    # Only answers have questions; elsewhere a unit without one is nothing out of the ordinary.
    ordinary = found.units["kind_counted"] != "answer"
    question = found.units["question"]
    units = found.units.assign(question=question.where(~(ordinary & question.isna()), ""))
    options |= {
        "categories": list(categories), "coder": found.asked.coders[0], "pieces": found.pieces,
        "texts": found.words_by_document,
    }  # fmt: skip
    return Prepared(found, groups_of(project, units, by, found.waiting), by, units, tuple(categories), options)


def nothing_counted(project: Handle, found: Material) -> DataError:
    """Why there is nothing to count, and what mends it."""
    where = f" where {found.asked.where.describe()}" if found.asked.where else ""
    unopened, other = found.accounting.why("not_begun"), found.accounting.why("other_source")
    hidden = found.accounting.why("blind")
    if hidden is not None and other is None:
        return DataError(
            f"what {found.asked.coders[0]} coded in {', '.join(hidden.documents[:6])} is hidden while it is coded "
            "blind, and there is nothing else to count",
            slug="blind", hint="wait until all have finished (`qualcode coder progress`), or `qualcode coder unblind`",
        )  # fmt: skip
    if unopened is not None and other is None:
        who = found.asked.coders[0]
        return DataError(
            f"{who} has begun none of {several(len(unopened.documents), 'document')}{where}, "
            "so there is nothing to count",
            slug="not_begun",
            hint=f"`qualcode coder begin --coder {who} DOCUMENT` says that one is being coded; "
            "--base material counts what is not begun too",
        )
    if other is not None and len(found.accounting.left_out) > 1:
        return DataError(
            f"there is nothing to count{where}", slug="no_units", hint=" ".join(found.accounting.sentences()[1:])
        )
    if other is not None:
        frames = ", ".join(sorted(found.asked.books))
        return DataError(
            f"nothing{where} is coded with {frames}", slug="no_units",
            hint="`qualcode shares` with the codebook that these sources are coded with; `qualcode status` shows them",
        )  # fmt: skip
    return DataError(
        f"there is no {found.asked.unit} to count{where}", slug="no_units",
        hint="`qualcode status` shows what the project holds",
    )  # fmt: skip


def per_frame(project: Handle, request: ShareRequest) -> dict[str, ShareRequest]:
    """The request for the rows of each codebook, by its id; the request itself where there is one."""
    categories = project.codes.categories(request.categories, request.level)
    rows = grouped((category.partition(":")[0], category) for category in categories)
    if len(rows) < 2:
        return dict.fromkeys(rows, request)
    whole = project.codes.whole(request.categories)
    return {
        book: replace(request, categories=(book,))
        if book in whole
        else replace(request, categories=tuple(mine), level=None)
        for book, mine in rows.items()
    }


def used_frames(project: Handle, request: ShareRequest) -> tuple[dict[str, ShareRequest], list[str]]:
    """The requests of the frames that have codings in the selection, and the ids of those that have none.

    A single frame, and frames that are all unused, are shown as they are: zeros that were asked for.
    """
    requests = per_frame(project, request)
    if len(requests) < 2:
        return requests, []
    unused = [book for book, one in requests.items() if not _codings(project, one)]
    if len(unused) == len(requests):
        return requests, []
    return {book: one for book, one in requests.items() if book not in unused}, unused


def _codings(project: Handle, request: ShareRequest) -> int:
    rows = project.codes.categories(request.categories, request.level)
    return material(study_of(project), asked(project, request, rows)).accounting.codings


def of_frames(project: Handle, request: ShareRequest, language: str, make: Callable[[ShareRequest], Report]) -> Report:
    """The report of every frame that has codings, under one another; the others are named."""
    from ..report.build.frames import by_frame

    requests, unused = used_frames(project, request)
    if len(requests) == 1 and not unused:
        return make(next(iter(requests.values())))
    parts = []
    problem: DataError | None = None
    for book, one in requests.items():
        try:
            parts.append((book, title(project, book, language), make(one)))
        except DataError as error:
            problem = error
            unused.append(book)
    if not parts and problem is not None:
        raise problem
    return by_frame(parts, [title(project, book, language) for book in unused], language)


def one_frame(project: Handle, request: ShareRequest) -> ShareRequest:
    """The request for the one frame that has codings; UsageError `which_codebook` where several have.

    A result is of one frame, because interviews coded with one are no material of another.
    """
    requests, _ = used_frames(project, request)
    if len(requests) > 1:
        names = ", ".join(requests)
        raise UsageError(
            f"{names} have codings, and each has material of its own: name one of them", slug="which_codebook",
            hint=f'such as shares("{next(iter(requests))}")',
        )  # fmt: skip
    return next(iter(requests.values()))


def frame_of(project: Handle, request: ShareRequest, document: str) -> tuple[str, ShareRequest]:
    """The frame whose table a document counts in, the first where none or several do: its title, empty where there
    is only one, and its request."""
    requests, _ = used_frames(project, request)
    chosen = next(iter(requests))
    for book, one in requests.items():
        rows = project.codes.categories(one.categories, one.level)
        counted = material(study_of(project), asked(project, one, rows)).accounting.sources
        if any(document in source.documents for source in counted):
            chosen = book
            break
    return title(project, chosen, project.settings.language) if len(requests) > 1 else "", requests[chosen]
