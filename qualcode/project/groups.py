"""What a table compares: the groups of its units by an attribute, in the order in which they were written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..core.errors import UnknownName, UsageError, did_you_mean
from ..core.values import frozen
from ..settings import FILE as SETTINGS
from .cases import check_attribute, values
from .layers import chose_nobody
from .material import COLUMNS
from .selection import DIMENSION, attribute_names, dimensions

if TYPE_CHECKING:
    from ..analysis.columns import Columns
    from .handle import Handle

EVERYBODY = "all"
"""The name of the one group where nothing is compared."""
NONE = "–"
"""The group of those without the attribute."""
COLUMN = "group"


@frozen
class Groups:
    """Which groups each unit belongs to; one whose case has several values of the attribute belongs to several."""

    names: tuple[str, ...]
    of_unit: tuple[tuple[str, ...], ...]
    waiting: tuple[str, ...] = ()
    """Groups of which no unit is counted: nobody of the layer has begun their documents, or nothing was answered."""
    every: tuple[str, ...] = ()
    """All of them in order: those with units, and those that wait."""

    @property
    def overlap(self) -> bool:
        """Whether any unit is in two groups, so that no single column can say whose it is."""
        return any(len(groups) > 1 for groups in self.of_unit)

    def column(self, units: Columns) -> Columns:
        """The units with their group as a column; of those in several groups the first."""
        from ..analysis.columns import Values

        place = {name: at for at, name in enumerate(self.names)}
        first = [place[groups[0]] if groups else -1 for groups in self.of_unit]
        return units.assign(**{COLUMN: Values(first, list(self.names))})

    def units_of(self, units: Columns, name: str) -> Columns:
        """The units of one group, with that group as their column."""
        from ..analysis.columns import Values

        chosen = units[[name in groups for groups in self.of_unit]]
        return chosen.assign(**{COLUMN: Values.constant(name, len(chosen))})


def groups_of(project: Handle, units: Columns, by: str, *waiting: Columns) -> Groups:
    """The groups that an attribute, `case`, `document`, `kind`, `question` or `item` makes of units.

    `-` makes one of all. Those that only units which count nowhere are in (`waiting`: nobody has begun their
    documents, or nothing was asked or answered) are named too, so that no group vanishes from a table.
    Raises UnknownName for anything else.
    """
    if by == "-":
        return Groups((EVERYBODY,), ((EVERYBODY,),) * len(units), (), (EVERYBODY,))
    of_unit = _of_units(project, units, by)
    found = dict.fromkeys(value for groups in of_unit for value in groups)
    names = _ordered(project, by, found)
    others = [groups for columns in waiting if len(columns) for groups in _of_units(project, columns, by)]
    later = [value for groups in others for value in groups if value not in found]
    every = _ordered(project, by, dict.fromkeys([*found, *later]))
    return Groups(names, of_unit, tuple(name for name in every if name not in found), every)


def _of_units(project: Handle, units: Columns, by: str) -> tuple[tuple[str, ...], ...]:
    """The groups of each unit."""
    attributes = project.case_map.attributes
    if by in COLUMNS and any(case.attributes.get(by) for case in project.cases):
        texts = [attributes(case).get(by, "") for case in units["informant"]]  # called like a column of ours
    elif by == DIMENSION and by not in units.columns and dimensions(project):
        of_item = dimensions(project)
        texts = ["" if value is None else of_item.get(str(value), "") for value in units["item"].tolist()]
    elif by not in units.columns and any(by in case.attributes for case in project.cases):
        texts = [""] * len(units)  # an attribute of informants, asked of documents that belong to none
    else:
        known = [
            column for column in units.columns if column not in COLUMNS or column in ("question", "item", "document")
        ]
        if by not in known and any(case.attributes.get(by) for case in project.cases):
            raise UnknownName(
                "case in this table with the attribute", by, slug="unknown_attribute",
                hint="its cases have no members here (`qualcode check`): `qualcode case set CASE --member DOCUMENT`",
            )  # fmt: skip
        check_attribute(by, known)
        texts = ["" if value is None or value != value else str(value) for value in units[by].tolist()]
    parsed = {text: values(text) or (NONE,) for text in set(texts)}
    return tuple(parsed[text] for text in texts)


def _ordered(project: Handle, by: str, found: Mapping[str, None]) -> tuple[str, ...]:
    """Groups in the order in which they were written by hand, those without the attribute last."""
    if by == DIMENSION:
        order = list(dimensions(project).values())
    elif by in ("question", "item"):
        order = [question.id for question in project.questions]
    else:
        order = [value for case in project.cases for value in values(case.attributes.get(by, ""))]
        order = order or [case.id for case in project.cases if by in ("case", case.kind)]
    names = [*(value for value in dict.fromkeys(order) if value in found), *found]
    named = [name for name in dict.fromkeys(names) if name != NONE]
    return (*named, NONE) if NONE in found else tuple(named)


def usual(project: Handle) -> str:
    """The attribute that the study compares where none is named: `by` in qualcode.toml, empty where it says none.

    Raises UsageError `by_nothing` where nothing has that attribute: a slip there would make one group of all, unsaid.
    """
    by = project.settings.by
    if by in ("", "-", "question", "item", DIMENSION):
        return by
    known = attribute_names(project)
    if by not in known:
        raise UsageError(
            f'by = "{by}" in {SETTINGS}: nothing has that attribute{did_you_mean(by, known)}',
            slug="by_nothing", hint="the columns of cases.csv are the attributes",
        )  # fmt: skip
    return by


def wrong_choices(project: Handle) -> list[UsageError]:
    """What the study's settings choose that is not there: whose codings count, and by what tables compare."""
    found = [chose_nobody(project)]
    try:
        usual(project)
    except UsageError as error:
        found.append(error)
    return [error for error in found if error is not None]


def compared(project: Handle, units: Columns, by: str) -> str:
    """What is compared: what was asked for, else the study's usual comparison where the units have it."""
    if by:
        return by
    known = usual(project) or "-"
    there = known == "-" or known in units.columns or (known == DIMENSION and dimensions(project))
    return known if there else "-"
