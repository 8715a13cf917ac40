"""How much there is of a study, or of a group in it: answers, units, informants, documents, words and codings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..core.errors import UsageError
from ..core.grouping import grouped
from ..core.results.common import Accounting
from .counted_rows import material
from .groups import EVERYBODY, groups_of, usual
from .material import Material, unit_compared
from .names import group_called
from .results import ShareRequest, asked
from .study import study_of

if TYPE_CHECKING:
    from ..analysis.columns import Columns
    from .handle import Handle

OF_THE_STUDY = ("cases", "questions")
"""What a study has whatever is said in it; a selection makes no difference to these."""
COUNTED = ("answers", "units", "informants", "documents", "words", "codings")
"""What is counted of a selection, by the layer that tables count."""


def amount(project: Handle, what: str, request: ShareRequest, group: str = "") -> tuple[int, Accounting | None]:
    """How many `what` there are in the selection of a request, and where the material went that is not in it.

    Raises UsageError `unknown_group` for a group that nothing belongs to.
    """
    if what == "cases":
        return len(project.cases), None
    if what == "questions":
        return sum(item.parent is None and item.kind == "question" for item in project.questions), None
    if what == "documents" and not group and not request.where and not request.coder:
        return len(project.store.document_ids()), None  # of the study, whoever has coded them
    unit = "answer" if what == "answers" else unit_compared(project, request.unit)
    found = material(study_of(project), asked(project, replace(request, unit=unit), ()))
    units = found.answered
    if group:
        units = _of_group(project, found, request.by, group)
    if what == "answers":
        units = units[units["kind_counted"] == "answer"]
    if what == "codings":
        return _codings(found, set(units["unit"].tolist()) if group else None), found.accounting
    return _number(what, units), found.accounting


def of_which(group: str) -> UsageError:
    """What is said where a group is named and nothing is compared."""
    return UsageError(f"group {group!r}: of which attribute?", slug="bad_field", hint='by="role"')


def _of_group(project: Handle, found: Material, by: str, group: str) -> Columns:
    """The units of a group; none of one that has a row in tables though nobody has begun it, or answered there."""
    by = by or usual(project)
    if not by or by == "-":
        raise of_which(group)
    groups = groups_of(project, found.answered, by, found.waiting, found.unanswered)
    wanted = group_called(project, by, group, groups.every)
    if wanted not in groups.every and wanted != EVERYBODY:
        raise UsageError(f"group {group!r}: expected one of {', '.join(groups.every)}", slug="unknown_group")
    return found.answered if wanted == EVERYBODY else groups.units_of(found.answered, wanted)


def _number(what: str, units: Columns) -> int:
    if what == "words":
        return sum(units["words"].tolist())
    if what == "informants":
        return len(set(units[units["speaks"].data]["person"].tolist()))
    return len(set(units["document"].tolist())) if what == "documents" else len(units)


def _codings(found: Material, units: set[str] | None) -> int:
    """The codings of a material, those that touch some units of it; an answer coded in several stretches is one."""
    if units is None:
        return found.accounting.codings
    pieces = grouped(
        (document, (start, stop))
        for unit, document, start, stop in _rows(found.pieces, "unit", "document", "start", "stop")
        if unit in units
    )
    whole = "whole" if "whole" in found.codings.columns else "id"
    return len(
        {
            id
            for id, document, start, stop in _rows(found.codings, whole, "document", "start", "stop")
            if any(start < end and begin < stop for begin, end in pieces.get(document, ()))
        }
    )


def _rows(frame: Columns, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(frame[name].tolist() for name in names), strict=True)
