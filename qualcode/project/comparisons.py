"""Comparisons of a project: frames in; crosstabs, matrices, co-occurrence and the rest out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from ..core.choices import under
from ..core.errors import DataError, UnknownName, UsageError, conflict, one_of
from ..core.grouping import grouped
from ..core.results.comparison import CrosstabCell, MatrixCell
from .counted_rows import material
from .counts import counts
from .groups import COLUMN, EVERYBODY, NONE, Groups, groups_of, usual
from .layers import layer
from .material import Asked, Material, sources_of, unit_compared
from .names import QUALIFIER, group_called
from .results import ShareRequest, account_of, asked, nothing_counted
from .selection import DIMENSION, dimensions
from .study import study_of

if TYPE_CHECKING:
    from ..analysis.columns import Columns
    from ..core.results.comparison import CaseMatrix, Crosstab, Keyness, Ranking
    from ..core.results.patterns import Cooccurrence, Saturation
    from .find import FindRequest
    from .handle import Handle

P = ParamSpec("P")
R = TypeVar("R")


def counted_once(
    count: Callable[Concatenate[Handle, ShareRequest, P], R],
) -> Callable[Concatenate[Handle, ShareRequest, P], R]:
    """The same result for the same request until something changes: a draft may ask for a table thirty times."""

    @wraps(count)
    def kept(project: Handle, request: ShareRequest, *args: P.args, **options: P.kwargs) -> R:
        key = (count.__name__, request, args, tuple(sorted(options.items())))
        return study_of(project).once(key, lambda: count(project, request, *args, **options))

    return kept  # type: ignore[return-value]  # `wraps` forgets that the two come by position


def prepared(project: Handle, request: ShareRequest, rows: Sequence[str]) -> tuple[Material, Columns, dict[str, Any]]:
    """The material, its answered units, and the options that every comparison takes; DataError without units."""
    request = replace(request, unit=unit_compared(project, request.unit))
    found = material(study_of(project), asked(project, request, rows))
    units = found.answered if len(found.units) else found.units
    if units.empty:
        raise nothing_counted(project, found)
    return found, units, {"pieces": found.pieces, "rollup": request.choices.rollup}


def categories(project: Handle, request: ShareRequest, *, used: bool = False) -> list[str]:
    """The codes of a comparison: those asked for, else the study's rows; with `used` all codes that have codings,
    in the frames or below the codes that were asked for, unless a level of the tree was."""
    if not used or request.level is not None:
        return project.codes.categories(request.categories, request.level)
    codes = sorted(counts(project, (layer(project, request.coder),)).codes)
    rows = project.codes.categories(request.categories) if request.categories else codes
    return [code for code in codes if any(under(code, row) for row in rows)]


@counted_once
def crosstab(project: Handle, request: ShareRequest, *, count: str = "units", sort: str = "book") -> Crosstab:
    """Codes by an attribute, `question`, `kind`, `case`, or `qualifier`; `sort` by `book` or by `total`."""
    from ..analysis.comparison.crosstab import crosstab as analyse

    rows = categories(project, request)
    one_of("sort", sort, ("book", "total"))
    if request.choices.weight != "unit" and count != "weight":
        conflict("--weight weighs codings: it goes with --count weight")
    found, units, options = prepared(project, request, rows)
    options["weight"] = request.choices.weight
    by = _columns_by(project, request, units)
    told: dict[str, Any] = {"by": by, "count": count, "unit": found.asked.unit, "coder": found.asked.coders[0]}
    accounting = found.accounting
    if by == QUALIFIER:
        result = analyse(
            units, found.codings, QUALIFIER, rows, count=count, columns=qualifiers(project, found, rows), **options
        )
    else:
        groups = _groups(project, by, found, units)

        def count_by(units: Columns, names: Sequence[str]) -> Crosstab:
            return analyse(units, found.codings, COLUMN, rows, count=count, columns=list(names), **options)

        result = (
            _overlapping(units, groups, count_by) if groups.overlap else count_by(groups.column(units), groups.names)
        )
        result = _with_waiting(result, groups)
        accounting = account_of(accounting, groups, by)
    if sort == "total":
        told["sort"] = sort
        order = sorted(result.rows, key=lambda row: -result.row_totals[row])
        result = replace(
            result, rows=tuple(order), cells=tuple(c for row in order for c in result.cells if c.row == row)
        )
    return replace(result, options={**result.options, **told}, accounting=accounting)


def _columns_by(project: Handle, request: ShareRequest, units: Columns) -> str:
    """What the columns of a crosstab are: what was asked for, else the study's usual comparison, else cases; documents
    where these belong to no case, as in shares."""
    by = request.by or usual(project) or "case"
    there = request.by or by in units.columns or by in ("-", QUALIFIER) or (by == DIMENSION and dimensions(project))
    return by if there else "document"


def _with_waiting(result: Crosstab, groups: Groups) -> Crosstab:
    """The table with a column for every group that waits: nothing there is counted, so there is nothing to tell."""
    if not groups.waiting:
        return result
    cells = {(cell.row, cell.column): cell for cell in result.cells}
    for row in result.rows:
        for name in groups.waiting:
            cells[row, name] = CrosstabCell(row, name, None, None, None)
    return replace(
        result, columns=groups.every, cells=tuple(cells[row, name] for row in result.rows for name in groups.every),
        column_totals={**result.column_totals, **dict.fromkeys(groups.waiting, 0)},
    )  # fmt: skip


def _overlapping(units: Columns, groups: Groups, count_by: Callable[..., Crosstab]) -> Crosstab:
    """Columns that share units, because a case has several values: each is counted alone, and the total once."""
    from ..analysis.columns import Values

    whole = count_by(units.assign(**{COLUMN: Values.constant(EVERYBODY, len(units))}), [EVERYBODY])
    alone = {name: count_by(groups.units_of(units, name), [name]) for name in groups.names}
    from fractions import Fraction

    cells = []
    for row in whole.rows:
        total = whole.row_totals[row]
        for name, part in alone.items():
            cell = part.cell(row, name)
            cells.append(replace(cell, row_share=Fraction(cell.count or 0) / Fraction(total) if total else None))
    return replace(
        whole, columns=tuple(groups.names), cells=tuple(cells),
        column_totals={name: part.column_totals[name] for name, part in alone.items()},
    )  # fmt: skip


@counted_once
def matrix(project: Handle, request: ShareRequest) -> CaseMatrix:
    """Cases by codes, with the ids of the codings behind each cell; with `by` the values of an attribute by codes.

    A case that holds others is a row too: all that is counted inside it, once.
    """
    from ..analysis.comparison.crosstab import case_matrix

    rows = categories(project, request)
    found, units, options = prepared(project, request, rows)
    by = request.by or "case"
    groups = _groups(project, by, found, units, levels=True)
    if groups.overlap:
        parts = [
            case_matrix(groups.units_of(units, name), found.codings, rows, by=COLUMN, cases=[name], **options)
            for name in groups.names
        ]
        cells: list[MatrixCell] = [cell for part in parts for cell in part.cells]
        result = replace(parts[0], cases=groups.names, cells=tuple(cells))
    else:
        result = case_matrix(groups.column(units), found.codings, rows, by=COLUMN, cases=list(groups.names), **options)
    told = {"by": by, "unit": found.asked.unit, "coder": found.asked.coders[0]}
    if groups.waiting:
        by_place = {(cell.case, cell.code): cell for cell in result.cells}
        by_place |= {(name, code): MatrixCell(name, code, None, None, None) for name in groups.waiting for code in rows}
        told_cells = tuple(by_place[name, code] for name in groups.every for code in result.codes)
        result = replace(result, cases=groups.every, cells=told_cells)
    accounting = account_of(found.accounting, groups, by)
    return replace(result, options={**result.options, **told}, accounting=accounting)


def _groups(project: Handle, by: str, found: Material, units: Columns, *, levels: bool = False) -> Groups:
    """What is compared; with `levels`, by case, also the cases that these are part of."""
    if levels and by == "case":
        return _levels(project, units, found.waiting, found.unanswered)
    return groups_of(project, units, by, found.waiting, found.unanswered)


def _levels(project: Handle, units: Columns, *waiting: Columns) -> Groups:
    """Each unit under its case and every case that this one is part of; those that hold come before what they hold."""
    cases = project.case_map
    of_unit = tuple(tuple(cases.levels(str(case))) for case in units["informant"])
    counted = {level for levels in of_unit for level in levels}
    later = (level for some in waiting for case in some["informant"].tolist() for level in cases.levels(str(case)))
    there = dict.fromkeys([*(level for levels in of_unit for level in levels), *later])
    listed = [case.id for case in project.cases if case.id in there]
    order: dict[str, None] = {}
    for case in [*listed, *there]:
        for level in reversed(cases.levels(case)):
            order.setdefault(level)
    names = tuple(name for name in order if name in counted)
    return Groups(names, of_unit, tuple(name for name in order if name not in counted), tuple(order))


def behind(project: Handle, request: ShareRequest, codes: Sequence[str], table: str, group: str = "") -> FindRequest:
    """The search for the passages behind a cell: the units that the table counts there and that carry all the codes.

    `table` is `crosstab`, `matrix` or `cooccur`, of which the last has no groups. Raises UnknownName for a code or a
    group that is not there, and as `prepared` does.
    """
    from .find import FindRequest
    from .passages import code_name

    rows = project.codes.categories([code_name(project, code) for code in codes])
    request = replace(request, categories=tuple(rows), level=None)
    found, units, _ = prepared(project, request, rows)
    asked = " and ".join(f'"{code_name(project, code)}"' for code in codes)
    counted = units["unit"].tolist()
    by = _columns_by(project, request, units) if table == "crosstab" else request.by or "case"
    if by == QUALIFIER:
        asked += f"[{group or NONE}]"
    elif table != "cooccur":
        groups = _groups(project, by, found, units, levels=table == "matrix")
        name = group_called(project, by, group, groups.every)
        if name not in groups.every:
            raise UnknownName("group", group, groups.every)
        counted = [unit for unit, names in zip(counted, groups.of_unit, strict=True) if name in names]
    where = replace(request.where, coders=found.asked.coders)
    return FindRequest(codes=asked, where=where, whole=True, units=frozenset(counted))


def summaries(project: Handle) -> dict[tuple[str, str], str]:
    """The written summaries of a matrix: memos about `cell CASE CODE`, the latest of each."""
    return {(memo.case, memo.code): memo.text for memo in project.store.memos("cell")}


def claims(project: Handle) -> dict[str, list[str]]:
    """What was written about each case, the oldest first."""
    return grouped((memo.case, memo.text) for memo in project.store.memos("case"))


@counted_once
def ranking(project: Handle, request: ShareRequest, *, rank_by: str = "weight") -> Ranking:
    """Codes by weight within each qualifier: what promotes most, what inhibits most."""
    from ..analysis.comparison.crosstab import ranking as analyse

    rows = categories(project, request)
    found, units, options = prepared(project, request, rows)
    order = qualifiers(project, found, rows)
    result = analyse(
        units, found.codings, rows, rank_by=rank_by, qualifiers=order or None, weight=request.choices.weight, **options
    )
    return replace(result, options={**result.options, **_told(found)}, accounting=found.accounting)


def qualifiers(project: Handle, found: Material, rows: Sequence[str]) -> list[str]:
    """What the codings of some frames say about their codes: as declared, then others, then nothing."""
    books = {row.partition(":")[0] for row in rows}
    known = [id for book in project.codes.books.values() if book.id in books for id, _ in book.qualifiers]
    code, said = found.codings["code"], found.codings[QUALIFIER].fillna("")
    mine = code.isin([name for name in set(code.names or code.tolist()) if name.partition(":")[0] in books])
    used = set(said[mine].tolist())
    return list(dict.fromkeys([*known, *sorted(used - {""}), *([""] if "" in used or not known else [])]))


def _told(found: Material) -> dict[str, Any]:
    return {"unit": found.asked.unit, "coder": found.asked.coders[0]}


@counted_once
def cooccurrence(
    project: Handle, request: ShareRequest, *, counting: str = "units", within: int | None = None
) -> Cooccurrence:
    """Every pair of codes with its counts and coefficients."""
    from ..analysis.comparison.cooccurrence import cooccurrence as analyse

    rows = categories(project, request)
    if len(rows) < 2:
        raise UsageError(
            f"co-occurrence is between two codes, found {', '.join(rows) or 'none'}", slug="empty_category_set",
            hint="name two codes, or a codebook",
        )  # fmt: skip
    found, units, options = prepared(project, request, rows)
    result = analyse(units, found.codings, rows, counting=counting, within=within, **options)
    return replace(result, options={**result.options, **_told(found)}, accounting=found.accounting)


@counted_once
def saturation(
    project: Handle,
    request: ShareRequest,
    *,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    order: str = "",
) -> Saturation:
    """New codes per document, in the order of the documents (P2 before P10) or of an attribute (`column:NAME`)."""
    from ..analysis.comparison.saturation import interview_codes
    from ..analysis.comparison.saturation import saturation as analyse

    codes = categories(project, request, used=True)
    if not codes:
        named = f" with {', '.join(request.categories)}" if request.categories else ""
        raise DataError(f"nothing is coded yet{named}", slug="nothing_coded")
    found, units, options = prepared(project, request, codes)
    by: Sequence[str] | str | None = None
    if order.startswith("column:"):
        by = order.removeprefix("column:")
    elif order not in ("", "file"):
        raise UsageError(f"order {order!r}: expected file or column:NAME", slug="bad_option")
    options["rollup"] &= request.level is not None  # otherwise a code is told apart from those below it
    seen = interview_codes(units, found.codings, codes, by="document", order=by, **options)
    result = analyse(seen, base=base, run=run, threshold=threshold)
    return replace(result, options={**result.options, **_told(found)}, accounting=found.accounting)


@counted_once
def keyness(
    project: Handle,
    request: ShareRequest,
    groups: tuple[str, str],
    *,
    min_informants: int = 2,
    test: str = "",
    seed: int = 1,
) -> Keyness:
    """Words that one group of informants uses more than another, whoever has coded them."""
    from ..analysis.comparison.keyness import keyness as analyse
    from ..analysis.comparison.keyness import term_counts

    by = request.by or usual(project)
    if not by:
        raise UsageError(
            "keyness compares two groups: say by which attribute", slug="bad_option", hint="--by ATTRIBUTE"
        )
    found = material(study_of(project), Asked(unit_compared(project, request.unit), request.where))
    if found.units.empty:
        raise nothing_counted(project, found)
    grouped = groups_of(project, found.answered, by)
    first, second = (group_called(project, by, name, grouped.names) for name in groups)
    wanted = (first, second)
    compared = [tuple(name for name in of_unit if name in wanted) for of_unit in grouped.of_unit]
    both = sum(len(names) > 1 for names in compared)
    if both:
        raise DataError(
            f"{both} units are in both {groups[0]} and {groups[1]}, so their words tell nothing between the two",
            slug="groups_overlap", hint=f"--where leaves out the cases with several values of {by}",
        )  # fmt: skip
    units = found.answered.assign(**{COLUMN: [names[0] if names else of[0] for names, of in
                                              zip(compared, grouped.of_unit, strict=True)]})  # fmt: skip
    counts = term_counts(units, found.pieces, found.words_by_document, COLUMN)
    result = analyse(counts, wanted, by=COLUMN, min_informants=min_informants, test=test, seed=seed)
    others = units[~units[COLUMN].isin(wanted)]
    accounting = found.accounting
    if len(others):
        documents = tuple(map(str, others["document"].unique()))
        inside = units[units[COLUMN].isin(wanted)]
        accounting = accounting.without("other_group", len(others), documents, sources_of(inside))
    return replace(result, options={**result.options, "by": by}, accounting=accounting)


def case_names(project: Handle) -> dict[str, str]:
    """What each case is called."""
    return {case.id: case.name or case.id for case in project.cases}
