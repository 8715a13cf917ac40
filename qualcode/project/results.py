"""From a project to results: frames in, the analyses of `qualcode.analysis` out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..core.errors import DataError
from ..core.model import EMPTY
from ..core.results import Explanation, Shares
from ..core.where import Where
from .cases import check_attribute
from .tidy import Tidy, one_layer, tidy

if TYPE_CHECKING:
    import pandas as pd

    from .handle import Handle

EVERYBODY = "all"
"""The name of the one group where nothing is compared."""


@dataclass(frozen=True, slots=True)
class ShareRequest:
    """What a share table shall show."""

    categories: tuple[str, ...] = ()
    """Codebooks or codes; the study's frames when empty."""
    by: str = ""
    """An attribute, `case`, `document`, `kind`, `question` or `item`; `-` compares nothing; empty takes the study's."""
    unit: str = ""
    level: int | None = None
    coder: str = ""
    where: Where = field(default_factory=Where)
    choices: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    """Options of `analysis.shares`, such as count and base."""


def shares(project: Handle, categories: Sequence[str] = (), *, by: str = "", unit: str = "", coder: str = "",
           level: int | None = None, where: Where | None = None, **choices: Any) -> Shares:  # fmt: skip
    """Weighted shares per category and group, as `qualcode shares` computes them."""
    request = ShareRequest(tuple(categories), by, unit, level, coder, where or Where(), choices)
    return compute_shares(project, request)


def compute_shares(project: Handle, request: ShareRequest) -> Shares:
    """The shares that a request describes; DataError when there is nothing to count."""
    from ..analysis import shares as analyse

    frames, options = prepared(project, request)
    return analyse(frames.units, frames.codings, **options)


def explain(project: Handle, request: ShareRequest, group: str, code: str) -> tuple[Explanation, Tidy]:
    """The units behind one share of a request, and the frames with their words.

    Raises UnknownName for a group or a category that is not in the table.
    """
    from ..analysis import explain as open_up

    frames, options = prepared(project, request)
    full = project.codes.known(code)
    if full not in options["categories"]:
        options["categories"] = [*options["categories"], full]
    return open_up(frames.units, frames.codings, group, full, **options), frames


def prepared(project: Handle, request: ShareRequest) -> tuple[Tidy, dict[str, Any]]:
    """The frames and the options of an analysis of shares."""
    unit = request.unit or project.settings.unit
    layer = one_layer(project, request.coder)
    by = request.by or project.settings.by or "-"
    frames = tidy(project, unit, request.where, [layer], every_kind=by in ("kind", "document"))
    if frames.units.empty:
        raise DataError(
            f"there is no {unit} to count" + (f" where {request.where.describe()}" if request.where else ""),
            slug="no_units",
            hint=no_units_hint(frames, unit),
        )
    if not request.by and by not in frames.units.columns:
        by = "-"  # the study's usual comparison says nothing about documents that no case belongs to
    column = group_column(project, frames.units, by)
    choices = dict(request.choices)
    if choices.get("weight") == "case":
        choices["weight"] = "column:case_weight"
    if unit != "answer":
        # Only interviews have answers; elsewhere a unit without a question is nothing out of the ordinary.
        frames.units["question"] = frames.units["question"].fillna("")
    return frames, {
        "categories": project.codes.categories(request.categories, request.level),
        "by": column, "unit": unit, "coder": layer, "pieces": frames.pieces,
        "texts": frames.words_by_document, **choices,
    }  # fmt: skip


def no_units_hint(frames: Tidy, unit: str) -> str:
    """What mends a selection without units: documents nobody answers in are counted by another unit."""
    if unit == "answer" and frames.texts:
        return '--unit paragraph, or unit = "paragraph" in qualcode.toml: only interviews and surveys have answers'
    return "`qualcode status` shows what the project holds"


def group_column(project: Handle, units: pd.DataFrame, name: str) -> str:
    """The column of the units that groups are made from, in the order in which groups were written by hand."""
    import pandas as pd

    if name == "-":
        units["group"] = EVERYBODY
        return "group"
    own = ("unit", "words", "chars", "status", "case_weight", "informant")
    cases = {case.id: case.attributes.get(name, "") for case in project.cases}
    if name in own and any(cases.values()):  # an attribute that is called like one of our own columns
        values = units["informant"].map(cases).fillna("").astype(str)
    else:
        check_attribute(name, [column for column in units.columns if column not in own])
        values = units[name].fillna("").astype(str)
    order = [value for case in project.cases if (value := case.attributes.get(name))]
    if name in ("question", "item"):
        order = [question.id for question in project.questions]
    present = dict.fromkeys(values)
    known = list(dict.fromkeys([*(value for value in order if value in present), *present]))
    units["group"] = pd.Categorical(values.replace("", "–"), categories=[value or "–" for value in known])
    return "group"
