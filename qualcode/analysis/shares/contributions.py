"""What each unit contributes: its score in every category, its place in the denominator, its weight.

This is the definition S(g,c) = sum a_u y_uc / sum a_u d_u up to the sums: everything is an
integer over an integer, row by row, so that what is added later is exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from ...core.choices import ShareChoices
from ...core.errors import UnknownName, UsageError, conflict, did_you_mean
from ...core.numbers import typed
from ...core.values import frozen
from ..arrays import Array, distinct, encode, largest_by, places, product, to_integers, unique
from ..assignment import Axis, Join, assign, rolled, stretches, union, weights_of
from ..columns import STATUSES, Columns, Frame, Values, check_ranges, columns_of, is_codings, one_layer, require
from ..tree import CodeTree
from .segments import segment_units


@frozen
class Entries:
    """Rows of numerator/denominator, each at a unit and a category."""

    unit: Array
    category: Array
    numerator: Array
    denominator: Array


@frozen
class Counted:
    """The eligible units and what each contributes. Units are row numbers 0 .. n-1."""

    labels: Array
    group: Array
    informant: Array
    question: Array
    groups: list[str]
    informants: list[str]
    questions: list[str]
    categories: tuple[str, ...]
    weight: Array
    """a_u times `weight_scale`."""
    weight_scale: int
    scores: Entries
    """y_uc where it is not 0."""
    bases: Entries
    """d_u where it is not 0; category 0 throughout."""
    coded: Array
    """Whether a unit carries any of the categories."""
    rows: Array
    """The row number of each unit in the frame given."""
    left_out: dict[str, dict[str, int]]
    """Per group and status, the units that do not count."""
    person: Array
    """Who speaks, by number: several informants may be one case."""
    source: Array
    """The document of a unit in which nobody is asked anything, by number; -1 where an informant speaks."""

    def people(self, inside: Array) -> int:
        """How many informants speak in some of the units."""
        return len(unique(self.person[inside & (self.source < 0)]))

    def unasked(self, inside: Array) -> int:
        """How many documents without informants some of the units come from."""
        return len(unique(self.source[inside & (self.source >= 0)]))


def count(
    units: Frame,
    coded: Frame,
    categories: Sequence[str],
    tree: CodeTree,
    choices: ShareChoices,
    *,
    by: str | None = None,
    groups: Sequence[str] | None = None,
    coder: str | None = None,
    pieces: Frame | None = None,
    texts: Mapping[str, str] | None = None,
    lengths: Mapping[str, int] | None = None,
    informants: Sequence[str] | None = None,
) -> Counted:
    """Units, scores and weights of a share table, checked. Errors are those of `shares`."""
    units, coded = columns_of(units), columns_of(coded)
    pieces = None if pieces is None else columns_of(pieces)
    require(units, ("unit", "informant"), "units")
    coded = one_layer(coded, coder)
    with_places = is_codings(coded)
    if with_places:
        check_ranges(coded, lengths or {name: len(text) for name, text in (texts or {}).items()})
    if with_places and pieces is None:
        raise UsageError("codings are ranges of text: the pieces of the units are needed to place them")
    if choices.score == "extent" and not with_places:
        conflict("score=extent needs codings with their places, not marks on units")
    if choices.unit == "segment" and with_places and pieces is not None:
        units, coded = segment_units(units, pieces, coded, texts)
        with_places = False
        # A segment is covered from end to end by what is coded on it.
        choices = replace(choices, score="presence") if choices.score == "extent" else choices
    _check_informants(units, informants)
    selection = _Selection(units, by, groups, choices)
    kept = selection.kept
    if choices.score == "extent" and pieces is not None:
        extents = _Extents(coded, pieces, categories, tree, choices, selection, texts)
        kept, scores, bases, carried = extents.kept, extents.scores, extents.bases, extents.carried
    else:
        if with_places and pieces is not None:
            coded = columns_of(
                assign(coded, pieces, overlap=choices.overlap, categories=categories, codes=tree, rollup=choices.rollup)
            )
        answered = coded[~np.append(selection.silent, False)[places(coded["unit"], units["unit"])]]
        scores, bases, carried = _marked(answered, units, categories, tree, choices, kept, rolled_up=with_places)
    chosen = units.take(kept)
    weight, scale = unit_weights(chosen, choices.weight)
    question_codes, questions = _questions(chosen, choices)
    informant_codes, informant_names = encode(chosen["informant"])
    return Counted(
        labels=chosen["unit"].to_numpy(),
        group=selection.group[kept],
        informant=informant_codes,
        question=question_codes,
        groups=selection.groups,
        informants=informant_names,
        questions=questions,
        categories=tuple(categories),
        weight=weight,
        weight_scale=scale,
        scores=scores,
        bases=bases,
        coded=carried,
        rows=kept,
        left_out=selection.left_out,
        person=encode(chosen["person"])[0] if "person" in chosen.columns else informant_codes,
        source=_sources(chosen),
    )


def _sources(units: Columns) -> Array:
    if "speaks" not in units.columns or "document" not in units.columns:
        return np.full(len(units), -1, dtype=np.int64)
    documents, _ = encode(units["document"])
    return np.where(units["speaks"].to_numpy(dtype=bool), -1, documents)


def _check_informants(units: Columns, informants: Sequence[str] | None) -> None:
    codes, names = encode(units["informant"])
    if (codes < 0).any() or "" in names:
        row = int((codes < 0).argmax()) if (codes < 0).any() else int((codes == names.index("")).argmax())
        raise UsageError(f"the unit {units['unit'][row]} has no informant", slug="unknown_informant")
    if informants is not None:
        known = set(informants)
        for name in names:
            if name not in known:
                raise UnknownName("informant", name, known, slug="unknown_informant")


class _Selection:
    """Which units count, in which group, and how many do not."""

    def __init__(self, units: Columns, by: str | None, groups: Sequence[str] | None, choices: ShareChoices) -> None:
        if by is None:
            self.group, self.groups = np.zeros(len(units), dtype=np.int64), [""]
        else:
            column = by_column(units, by)
            column = column.fillna("")
            self.group, self.groups = encode(column, groups)
            if groups is None and "" in self.groups and self.groups[-1] != "":
                # Informants without the attribute are a group of their own, and come last.
                self.group, self.groups = encode(column, [*(name for name in self.groups if name), ""])
        statuses = units["status"].fillna("answered").plain().astype(str) if "status" in units.columns else None
        ours = self.group >= 0
        if "speaker_role" in units.columns:
            ours = ours & (units["speaker_role"].to_numpy() == "informant")
        counts = np.ones(len(units), dtype=bool)
        self.left_out: dict[str, dict[str, int]] = {name: {} for name in self.groups}
        if statuses is not None:
            unknown = set(unique(statuses).tolist()) - set(STATUSES)
            if unknown:
                raise UsageError(f"status {sorted(unknown)[0]!r}: expected one of {', '.join(STATUSES)}")
            counts = statuses == "answered"
            if choices.nonresponse == "zero":
                counts |= statuses == "no_answer"
            for status in STATUSES[1:]:
                out = np.bincount(self.group[ours & ~counts & (statuses == status)], minlength=len(self.groups))
                for name, number in zip(self.groups, out.tolist(), strict=True):
                    self.left_out[name][status] = number
        self.labels = units["unit"]
        self.silent = np.zeros(len(units), dtype=bool) if statuses is None else statuses == "no_answer"
        self.kept = np.flatnonzero(ours & counts)


def by_column(units: Columns, by: str) -> Values:
    """The column that groups units: `attribute.NAME` where there is one, else `NAME`."""
    for name in (f"attribute.{by}", by):
        if name in units.columns:
            return units[name]
    raise UnknownName("attribute", by, units.columns)


def unit_weights(units: Columns, weight: str) -> tuple[Array, int]:
    """The weight of each unit times the whole number returned: `unit`, `case` or `column:NAME`."""
    if weight == "unit":
        return np.ones(len(units), dtype=np.int64), 1
    column = "case_weight" if weight == "case" else weight.removeprefix("column:")
    if column not in units.columns:
        near = did_you_mean(column, units.columns)
        raise UsageError(f"weight {weight}: the units have no column {column!r}{near}", slug="weight_missing",
                         hint="the columns of cases.csv are the columns of its units")  # fmt: skip
    values = _numbers(units, column, weight)
    for wrong, slug, found in (
        (np.isnan(values), "weight_missing", "has no weight"),
        (values < 0, "weight_negative", "has a negative weight"),
        (np.isinf(values), "bad_option", "has an infinite weight"),
    ):
        if wrong.any():
            unit = units["unit"][int(wrong.argmax())]
            raise UsageError(f"weight {weight}: the unit {unit} {found}", slug=slug,
                             hint="mend the row in cases.csv; 0 counts nothing")  # fmt: skip
    return to_integers(values if (values % 1).any() else values.astype(np.int64))


def _numbers(units: Columns, column: str, weight: str) -> Array:
    """A column of numbers, typed with a decimal point or comma; NaN where there is none."""
    try:
        numbers: Array = units[column].to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        found = []
        for unit, value in zip(units["unit"], units[column], strict=True):
            text = "" if value is None else str(value).strip()
            number = typed(text)
            if text and text != "nan" and number is None:
                raise UsageError(
                    f"weight {weight}: {column!r} is {text!r} for the unit {unit}, expected a number",
                    hint="such as 12 or 12,5; mend the row in cases.csv",
                ) from None
            found.append(np.nan if number is None else number)
        numbers = np.array(found, dtype=float)
    return numbers


def _questions(units: Columns, choices: ShareChoices) -> tuple[Array, list[str]]:
    if choices.equalize in ("none", "informant"):
        return np.zeros(len(units), dtype=np.int64), [""]
    codes, names = (
        encode(units["question"]) if "question" in units.columns else (np.full(len(units), -1, dtype=np.int64), [""])
    )
    if (codes < 0).any() or "" in names[: int(codes.max(initial=-1)) + 1]:
        wrong = codes < 0 if (codes < 0).any() else codes == names.index("")
        unit = units["unit"][int(wrong.argmax())]
        raise UsageError(f"equalize {choices.equalize}: the unit {unit} has no question", slug="question_missing")
    return codes, names


def _marked(
    marks: Columns,
    units: Columns,
    categories: Sequence[str],
    tree: CodeTree,
    choices: ShareChoices,
    kept: Array,
    *,
    rolled_up: bool,
) -> tuple[Entries, Entries, Array]:
    """Scores and denominators of units that carry codes as a whole."""
    require(marks, ("unit", "code"), "marks")
    number = np.full(len(units) + 1, -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
    unit_of_mark = number[places(marks["unit"], units["unit"])]
    rows, category = rolled(marks["code"], categories, tree, choices.rollup and not rolled_up)
    weights = weights_of(marks)
    unit = unit_of_mark[rows]
    ours = unit >= 0
    if weights is not None:
        ours &= weights[rows] > 0
    keys = unit[ours] * len(categories) + category[ours]
    scale = 1
    if choices.score == "intensity" and weights is not None:
        values, scale = to_integers(weights[rows][ours])
        keys, z = largest_by(keys, values)
    else:
        keys = distinct(keys, len(kept) * len(categories))
        z = np.ones(len(keys), dtype=np.int64)
    unit, category = np.divmod(keys, max(len(categories), 1))
    carried = np.zeros(len(kept), dtype=bool)
    carried[unit] = True
    if choices.count == "primary":
        scores = _primary(units, categories, tree, choices, kept, carried)
    elif choices.count == "fractional":
        total = np.bincount(unit, weights=z, minlength=len(kept)).astype(np.int64)
        scores = Entries(unit, category, z, total[unit])
    else:
        scores = Entries(unit, category, z, np.full(len(keys), scale, dtype=np.int64))
    return scores, _bases(choices.base, scores, carried), carried


def _primary(
    units: Columns, categories: Sequence[str], tree: CodeTree, choices: ShareChoices, kept: Array, carried: Array
) -> Entries:
    column = units["primary"] if "primary" in units.columns else Values([None] * len(units))
    column = column[kept]
    absent = (column.isna() | (column == "")) & carried
    if absent.any():
        unit = units["unit"][kept[int(absent.argmax())]]
        raise UsageError(f"count=primary: the unit {unit} is coded but has no primary code", slug="primary_missing")
    rows, category = rolled(column, categories, tree, choices.rollup)
    ours = carried[rows]
    one = np.ones(int(ours.sum()), dtype=np.int64)
    return Entries(rows[ours], category[ours], one, one)


def _bases(base: str, scores: Entries, carried: Array) -> Entries:
    if base == "codings":
        return Entries(scores.unit, np.zeros_like(scores.category), scores.numerator, scores.denominator)
    unit = np.arange(len(carried)) if base in ("all", "material") else np.flatnonzero(carried)
    one = np.ones(len(unit), dtype=np.int64)
    return Entries(unit, np.zeros(len(unit), dtype=np.int64), one, one)


class _Extents:
    """Scores and denominators of units of which a part is covered."""

    def __init__(
        self,
        codings: Columns,
        pieces: Columns,
        categories: Sequence[str],
        tree: CodeTree,
        choices: ShareChoices,
        selection: _Selection,
        texts: Mapping[str, str] | None,
    ) -> None:
        labels = selection.labels
        unit_codes = places(pieces["unit"], labels)
        axis = Axis(pieces, codings, unit_codes)
        parts, touches = (axis.pieces, axis.touches()) if choices.measure == "chars" else axis.in_words(texts or {})
        size = parts.sizes(len(labels))
        # A silent answer that counts as a unit without codes has no words, and is still a unit.
        counts = (size > 0) | selection.silent
        self.kept = selection.kept[counts[selection.kept]]
        number = np.full(len(labels) + 1, -1, dtype=np.int64)
        number[self.kept] = np.arange(len(self.kept))
        number[:-1][selection.silent] = -1
        size = size[self.kept]
        rows, category = rolled(codings["code"], categories, tree, choices.rollup)
        weights = weights_of(codings)
        if weights is not None:
            rows, category = rows[weights[rows] > 0], category[weights[rows] > 0]
        touch, place = Join(rows, category)(touches.coding)
        unit = number[touches.unit[touch]]
        ours = unit >= 0
        keys = (unit * len(categories) + place)[ours]
        keys, start, stop = union(keys, touches.start[touch][ours], touches.stop[touch][ours])
        units_of, category = np.divmod(keys, max(len(categories), 1))
        self.carried = np.zeros(len(self.kept), dtype=bool)
        self.carried[units_of] = True
        row, length, layers = stretches(start, stop)
        shared = layers if choices.count == "fractional" else np.ones_like(layers)
        self.scores = Entries(units_of[row], category[row], length, product(size[units_of[row]], shared))
        if choices.base == "coded":
            covered, start, stop = union(units_of, start, stop)
            self.bases = Entries(covered, np.zeros_like(covered), stop - start, size[covered])
        else:
            self.bases = _bases(choices.base, self.scores, self.carried)
