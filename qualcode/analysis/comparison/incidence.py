"""Which coding stands on which unit for which category: the rows behind every comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ...core.errors import UsageError, conflict, one_of
from ...core.values import frozen
from ..arrays import Array, distinct, encode, places
from ..assignment import Axis, Join, assign, rolled, weights_of
from ..columns import Columns, Frame, check_ranges, columns_of, is_codings, one_layer, require
from ..tree import CodeTree


@frozen
class Incidence:
    """Rows of (unit, category, coding): numbers into the frames and the categories."""

    units: Columns
    """The units that count, numbered from 0."""
    coded: Columns
    categories: list[str]
    tree: CodeTree
    unit: Array
    category: Array
    coding: Array

    def pairs(self) -> tuple[Array, Array]:
        """Each unit and category once."""
        width = max(len(self.categories), 1)
        return np.divmod(distinct(self.unit * width + self.category, len(self.units) * width), width)

    def weights(self) -> Array:
        """The tag weight of each coding of the frame."""
        found = weights_of(self.coded)
        return np.ones(len(self.coded)) if found is None else found


def incidence(
    units: Frame,
    coded: Frame,
    categories: Sequence[str] | None = None,
    *,
    level: int | None = None,
    codes: Mapping[str, str | None] | CodeTree | None = None,
    coder: str | None = None,
    pieces: Frame | None = None,
    overlap: str = "any",
    rollup: bool = True,
    lengths: Mapping[str, int] | None = None,
) -> Incidence:
    """The codings on the answered units of informants, by category.

    Without `categories` and `level` every used code stands for itself.
    Raises UsageError as `shares` does.
    """
    one_of("overlap", overlap, ("any", "majority", "full"))
    units, coded = columns_of(units), one_layer(columns_of(coded), coder)
    pieces = None if pieces is None else columns_of(pieces)
    require(units, ("unit",), "units")
    if categories is not None and level is not None:
        conflict("categories and level both say what the rows are: give one of them")
    used = encode(coded["code"])[1]
    tree = CodeTree.of(codes, [*(categories or ()), *used])
    if categories is not None:
        chosen = list(dict.fromkeys(categories))
        tree.check(chosen)
    elif level is not None:
        chosen = tree.at_level(level)
    else:
        chosen, rollup = [code for code in tree.parents if code in set(used)], False
    if not chosen and (categories is not None or level is not None):
        raise UsageError("there is no category to count", slug="empty_category_set", hint="--categories or --level")
    kept = units
    if "status" in units.columns:
        kept = kept[kept["status"].fillna("answered") == "answered"]
    if "speaker_role" in units.columns:
        kept = kept[kept["speaker_role"] == "informant"]
    rows, category = rolled(coded["code"], chosen, tree, rollup)
    if not is_codings(coded):
        require(coded, ("unit", "code"), "marks")
        unit, place, coding = places(coded["unit"], kept["unit"])[rows], category, rows
    else:
        if pieces is None:
            raise UsageError("codings are ranges of text: the pieces of the units are needed to place them")
        check_ranges(coded, lengths)
        touches = Axis(pieces, coded, places(pieces["unit"], kept["unit"])).touches()
        touch, place = Join(rows, category)(touches.coding)
        unit, coding = touches.unit[touch], touches.coding[touch]
        if overlap != "any":
            marks = assign(
                coded, pieces, overlap=overlap, categories=chosen, codes=tree, rollup=rollup, lengths=lengths
            )
            carried = places(marks["unit"], kept["unit"]) * len(chosen) + places(marks["code"], chosen)
            inside = np.isin(unit * len(chosen) + place, carried)
            unit, place, coding = unit[inside], place[inside], coding[inside]
    if "whole" in coded.columns:
        # An answer that others interrupt is coded in several stretches, which are one coding of it.
        ids, whole = (coded[name].to_numpy(dtype=np.int64) for name in ("id", "whole"))
        order = np.argsort(ids)
        coding = order[np.searchsorted(ids, whole, sorter=order)][coding]
    here = unit >= 0
    return Incidence(kept, coded, chosen, tree, unit[here], place[here], coding[here])
