"""Comparisons of a project: frames in; crosstabs, matrices, co-occurrence and the rest out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError, UsageError
from ..core.results import CaseMatrix, Cooccurrence, Crosstab, Keyness, Ranking, Saturation
from .results import ShareRequest, group_column, no_units_hint
from .tidy import Tidy, one_layer, tidy

if TYPE_CHECKING:
    from .handle import Handle

QUALIFIER = "qualifier"


def prepared(project: Handle, request: ShareRequest, by: str = "") -> tuple[Tidy, dict[str, Any]]:
    """The frames and the options that every comparison takes; DataError when there are no units."""
    unit = request.unit or project.settings.unit
    kinds = by in ("kind", "document")
    layer = one_layer(project, request.coder)
    frames = tidy(project, unit, request.where, [layer], every_kind=kinds)
    frames.units = frames.units[frames.units["status"] == "answered"] if len(frames.units) else frames.units
    if frames.units.empty:
        raise DataError(f"there is no {unit} to compare", slug="no_units", hint=no_units_hint(frames, unit))
    return frames, {"pieces": frames.pieces, "rollup": request.choices.get("rollup", True)}


def categories(project: Handle, request: ShareRequest, *, used: bool = False) -> list[str]:
    """The codes of a comparison: those asked for, else the study's rows; with `used` all codes that have codings."""
    if not request.categories and request.level is None and used:
        return sorted(code for code, count in project.store.code_counts().items() if count)
    return project.codes.categories(request.categories, request.level)


def crosstab(project: Handle, request: ShareRequest, *, count: str = "units") -> Crosstab:
    """Codes by an attribute, `question`, `kind`, `case`, or `qualifier`."""
    from ..analysis import crosstab as analyse

    by = request.by or project.settings.by or "case"
    frames, options = prepared(project, request, by)
    rows = categories(project, request)
    if by == QUALIFIER:
        return analyse(frames.units, frames.codings, QUALIFIER, rows, count=count, **options)
    if not request.by and by not in frames.units.columns:
        by = "document"  # as in shares: documents that no case belongs to
    column = group_column(project, frames.units, by)
    columns = [str(value) for value in frames.units[column].cat.categories if value in set(frames.units[column])]
    return analyse(frames.units, frames.codings, column, rows, count=count, columns=columns, **options)


def matrix(project: Handle, request: ShareRequest) -> CaseMatrix:
    """Cases by codes, with the ids of the codings behind each cell."""
    from ..analysis import case_matrix

    frames, options = prepared(project, request, request.by)
    order = [case.id for case in project.cases if case.id in set(frames.units["informant"])]
    order += [case for case in dict.fromkeys(frames.units["informant"]) if case not in order]
    return case_matrix(frames.units, frames.codings, categories(project, request), cases=order, **options)


def summaries(project: Handle) -> dict[tuple[str, str], str]:
    """The written summaries of a matrix: memos about `cell CASE CODE`, the latest of each."""
    return {(memo.case, memo.code): memo.text for memo in project.store.memos("cell")}


def ranking(project: Handle, request: ShareRequest, *, rank_by: str = "weight") -> Ranking:
    """Codes by weight within each qualifier: what promotes most, what inhibits most."""
    from ..analysis import ranking as analyse

    frames, options = prepared(project, request)
    rows = categories(project, request)
    books = {row.partition(":")[0] for row in rows}
    known = [id for book in project.codes.books.values() if book.id in books for id, _ in book.qualifiers]
    used = set(frames.codings[QUALIFIER].astype(str))
    order = [*known, *sorted(used - set(known) - {""}), *([""] if "" in used or not known else [])]
    return analyse(frames.units, frames.codings, rows, rank_by=rank_by, qualifiers=order or None, **options)


def cooccurrence(
    project: Handle, request: ShareRequest, *, counting: str = "units", within: int | None = None
) -> Cooccurrence:
    """Every pair of codes with its counts and coefficients."""
    from ..analysis import cooccurrence as analyse

    frames, options = prepared(project, request)
    rows = categories(project, request)
    if len(rows) < 2:
        raise UsageError(
            f"co-occurrence is between two codes, found {', '.join(rows) or 'none'}", slug="empty_category_set",
            hint="name two codes, or a codebook",
        )  # fmt: skip
    return analyse(frames.units, frames.codings, rows, counting=counting, within=within, **options)


def saturation(
    project: Handle,
    request: ShareRequest,
    *,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    order: str = "",
) -> Saturation:
    """New codes per interview, in the order the documents were added or by an attribute (`column:NAME`)."""
    from ..analysis import interview_codes
    from ..analysis import saturation as analyse

    frames, options = prepared(project, request)
    by: Sequence[str] | str | None = None
    if order.startswith("column:"):
        by = order.removeprefix("column:")
    elif order not in ("", "file"):
        raise UsageError(f"order {order!r}: expected file or column:NAME", slug="bad_option")
    codes = categories(project, request, used=True)
    if not codes:
        raise DataError("nothing is coded yet", slug="nothing_coded")
    found = interview_codes(
        frames.units, frames.codings, codes, by="document", order=by, **{**options, "rollup": False}
    )
    return analyse(found, base=base, run=run, threshold=threshold)


def keyness(
    project: Handle,
    request: ShareRequest,
    groups: tuple[str, str],
    *,
    min_informants: int = 2,
    test: str = "",
    seed: int = 1,
) -> Keyness:
    """Words that one group of informants uses more than another."""
    from ..analysis import keyness as analyse
    from ..analysis import term_counts

    by = request.by or project.settings.by
    if not by:
        raise UsageError(
            "keyness compares two groups: say by which attribute", slug="bad_option", hint="--by ATTRIBUTE"
        )
    frames = tidy(project, request.unit, request.where, [])
    column = group_column(project, frames.units, by)
    labels = {label: value for value, label in project.settings.labels.items()}
    wanted = (labels.get(groups[0], groups[0]), labels.get(groups[1], groups[1]))
    frames.units[column] = frames.units[column].astype(str)
    counts = term_counts(frames.units, frames.pieces, frames.words_by_document, column)
    return analyse(counts, wanted, by=column, min_informants=min_informants, test=test, seed=seed)


def case_names(project: Handle) -> dict[str, str]:
    """What each case is called."""
    return {case.id: case.name or case.id for case in project.cases}
