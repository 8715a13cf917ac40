"""From places in a text to units: which unit carries which code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..core.errors import UsageError, one_of
from .arrays import Array, distinct, encode, largest_by
from .columns import Columns, Frame, Values, as_given, columns_of
from .frames import check_ranges, require
from .ranges import Axis, union
from .tree import CodeTree


def weights_of(frame: Columns) -> Array | None:
    """The tag weights of codings or marks; None when all are 1. UsageError `intensity_range`."""
    if "weight" not in frame.columns:
        return None
    weights = frame["weight"].to_numpy(dtype=float, na_value=1.0)
    wrong = ~((weights >= 0) & (weights <= 1))
    if wrong.any():
        raise UsageError(
            f"a coding's weight lies between 0 and 1; found {weights[int(wrong.argmax())]:g}", slug="intensity_range"
        )
    return None if (weights == 1).all() else weights


def rolled(codes: Values, categories: Sequence[str], tree: CodeTree, rollup: bool = True) -> tuple[Array, Array]:
    """For every row and category that its code counts for: (row number, category number)."""
    place = {category: number for number, category in enumerate(categories)}
    of_row, names = encode(codes)
    targets = [tree.places(name, place, rollup) for name in names]
    if all(len(target) <= 1 for target in targets):
        category = np.array([target[0] if target else -1 for target in targets] + [-1], dtype=np.int64)[of_row]
        rows = np.flatnonzero(category >= 0)
        return rows, category[rows]
    # A set with a category and one below it: a code can count for several.
    rows_of = [np.flatnonzero(of_row == number) for number in range(len(names))]
    pairs = [(rows_of[n], category) for n, target in enumerate(targets) for category in target]
    if not pairs:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    found = np.concatenate([rows for rows, _ in pairs])
    return found, np.concatenate([np.full(len(rows), category) for rows, category in pairs])


class Join:
    """From row numbers of codings to the categories they count for, several where sets are nested."""

    def __init__(self, rows: Array, category: Array) -> None:
        order = np.argsort(rows, kind="stable")
        self.rows, self.category = rows[order], category[order]

    def __call__(self, wanted: Array) -> tuple[Array, Array]:
        low, high = (np.searchsorted(self.rows, wanted, side=side) for side in ("left", "right"))
        repeat = high - low
        at = np.repeat(np.arange(len(wanted)), repeat)
        return at, self.category[np.arange(len(at)) - np.repeat(np.cumsum(repeat) - repeat, repeat) + low[at]]


def assign(
    codings: Frame,
    pieces: Frame,
    *,
    overlap: str = "any",
    categories: Sequence[str] | None = None,
    codes: Mapping[str, str | None] | CodeTree | None = None,
    rollup: bool = True,
    lengths: Mapping[str, int] | None = None,
) -> Any:
    """The marks that codings leave on units: `unit`, `code`, `weight`, and `coder` where codings have one.

    A segment touches a unit when they share a code point of its pieces (`any`); when more than half
    of the unit (`majority`) or all of it (`full`) is covered by the union of a category's segments.
    With `categories` the codes are rolled up to them first; without, each code stands for itself.
    Raises UsageError `segment_range`, `intensity_range`, `bad_option`.
    """
    one_of("overlap", overlap, ("any", "majority", "full"))
    given, codings, pieces = codings, columns_of(codings), columns_of(pieces)
    require(pieces, ("unit", "document", "start", "stop"), "pieces")
    require(codings, ("document", "start", "stop", "code"), "codings")
    check_ranges(codings, lengths)
    unit_codes, labels = encode(pieces["unit"])
    chosen = list(categories) if categories is not None else encode(codings["code"])[1]
    tree = CodeTree.of(codes, [*encode(codings["code"])[1], *chosen])
    rows, category = rolled(codings["code"], chosen, tree, rollup and categories is not None)
    weights = weights_of(codings)
    coders, coder_names = encode(codings["coder"]) if "coder" in codings.columns else (None, [""])
    touches = Axis(pieces, codings, unit_codes).touches()
    touch, place = Join(rows, category)(touches.coding)
    coding = touches.coding[touch]
    layer = coders[coding] if coders is not None else np.zeros(len(touch), dtype=np.int64)
    keys = (touches.unit[touch] * len(chosen) + place) * (len(coder_names) + 1) + layer + 1
    if overlap == "any":
        kept = distinct(keys, len(labels) * len(chosen) * (len(coder_names) + 1))
    else:
        sizes = np.bincount(
            unit_codes, weights=pieces["stop"].to_numpy() - pieces["start"].to_numpy(), minlength=len(labels)
        )
        united, start, stop = union(keys, touches.start[touch], touches.stop[touch])
        kept, of_range = np.unique(united, return_inverse=True)
        covered = np.bincount(of_range, weights=stop - start, minlength=len(kept))
        size = sizes[kept // (len(coder_names) + 1) // max(len(chosen), 1)]
        kept = kept[covered * 2 > size] if overlap == "majority" else kept[covered == size]
    pair, layer = np.divmod(kept, len(coder_names) + 1)
    unit, code = np.divmod(pair, max(len(chosen), 1))
    marks: dict[str, Any] = {
        "unit": Values(unit, labels),
        "code": Values(code, chosen),
        "weight": np.ones(len(kept)),
    }
    if weights is not None and len(kept):
        found, largest = largest_by(keys, weights[coding])
        marks["weight"] = largest[np.searchsorted(found, kept)]
    if coders is not None:
        marks["coder"] = Values(layer - 1, coder_names)
    return as_given(given, Columns(marks))
