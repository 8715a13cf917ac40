"""The share table: counted units become shares per group and category, with what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from ...core.choices import ShareChoices
from ...core.errors import UsageError, conflict
from ...core.results.common import Caveat, Interval
from ...core.results.shares import DifferenceTest, Share, ShareGroup, Shares
from ..arrays import encode
from ..columns import Columns, Frame, columns_of
from ..tree import CodeTree
from .contributions import Counted, count
from .estimates import Clusters, GroupCells, cells_of, names_of


def shares(
    units: Frame,
    coded: Frame,
    categories: Sequence[str] | None = None,
    by: str | None = None,
    *,
    level: int | None = None,
    groups: Sequence[str] | None = None,
    codes: Mapping[str, str | None] | CodeTree | None = None,
    coder: str | None = None,
    pieces: Frame | None = None,
    texts: Mapping[str, str] | None = None,
    lengths: Mapping[str, int] | None = None,
    informants: Sequence[str] | None = None,
    **options: Any,
) -> Shares:
    """How much of what each group said relates to each category: sum a_u y_uc / sum a_u d_u.

    `units` and `coded` (marks, or codings together with `pieces`) are described in `frames`;
    `by` is the column that groups units. The categories are those named, else the codes at `level`
    (default 1) of the tree `codes` (code to parent; by default read from dotted paths). `texts`
    are needed to count extents in words, `lengths` (or texts) to check ranges; `informants` are the
    known ones. `options` are the fields of `ShareChoices`. Shares are exact fractions.

    Raises UsageError with the slugs bad_option, option_conflict, unknown_code, code_cycle,
    nested_categories, unknown_informant, question_missing, primary_missing, weight_missing,
    weight_negative, intensity_range, segment_range, segment_two_informants, coder_ambiguous,
    empty_category_set.

    >>> import pandas as pd
    >>> units = pd.DataFrame({"unit": ["u1", "u2", "u3"], "informant": ["D1", "D1", "D2"]})
    >>> marks = pd.DataFrame({"unit": ["u1", "u1", "u3"], "code": ["moore:value", "moore:support", "moore:value"]})
    >>> shares(units, marks, ["moore:value"]).cell("", "moore:value").share
    Fraction(2, 3)
    """
    choices = ShareChoices.of(options)
    units, coded = columns_of(units), columns_of(coded)
    chosen, tree = category_set(coded, categories, level, codes, choices)
    counted = count(
        units, coded, chosen, tree, choices,
        by=by, groups=groups, coder=coder, pieces=pieces, texts=texts, lengths=lengths, informants=informants,
    )  # fmt: skip
    cells = cells_of(counted, choices.equalize not in ("none", "informant"))
    rows: list[Share] = []
    told: list[ShareGroup] = []
    for number, name in enumerate(counted.groups):
        mine = cells.of_group(number)
        inside = counted.group == number
        people = counted.people(inside)
        column = [_share(mine, c, category, name, people, choices) for c, category in enumerate(chosen)]
        rows += column
        told.append(_group(name, column, mine, counted, inside, choices))
    tests: tuple[DifferenceTest, ...] = ()
    if choices.test:
        from .differences import tests_between

        tests = tests_between(cells, counted, choices)
    return Shares(
        options={
            **choices.as_mapping(), "by": by, "categories": tuple(chosen), "level": level, "coder": coder,
        },
        rows=tuple(rows),
        groups=tuple(told),
        notes=_notes(counted, tests, choices),
        tests=tests,
        dropped=tuple(dict.fromkeys(name for group in told for name in group.dropped)),
    )  # fmt: skip


def category_set(
    coded: Columns,
    categories: Sequence[str] | None,
    level: int | None,
    codes: Mapping[str, str | None] | CodeTree | None,
    choices: ShareChoices,
) -> tuple[list[str], CodeTree]:
    """The categories of a table in order, and the tree they stand in."""
    if categories is not None and level is not None:
        conflict("categories and level both say what the rows are: give one of them")
    used = encode(coded["code"])[1] if "code" in coded.columns else []
    tree = CodeTree.of(codes, [*(categories or ()), *used])
    chosen = list(dict.fromkeys(categories)) if categories is not None else tree.at_level(1 if level is None else level)
    if not chosen:
        raise UsageError("there is no category to count", slug="empty_category_set", hint="--categories or --level")
    tree.check(chosen)
    nested = tree.nested(chosen) if choices.rollup else None
    if nested and not (choices.count == "full" and choices.base in ("all", "material", "coded")):
        raise UsageError(
            f"{nested[0]} contains {nested[1]}: with count {choices.count} and base {choices.base} "
            "a unit would count in both",
            slug="nested_categories",
        )
    return chosen, tree


def _share(cells: GroupCells, number: int, category: str, group: str, people: int, choices: ShareChoices) -> Share:
    clusters = cells.clusters(number, choices.equalize)
    share = clusters.share()
    numerator, denominator = cells.total(number) if choices.equalize == "none" else (None, None)
    alone, without = clusters.alone(), clusters.leave_one_out()
    return Share(
        group, category, share, numerator, denominator, people,
        alone[0] if alone else None, alone[1] if alone else None,
        without[0] if without else None, without[1] if without else None,
        _interval(clusters, share, cells.total(number), choices) if choices.ci else None,
    )  # fmt: skip


def _interval(
    clusters: Clusters, share: Fraction | None, total: tuple[Fraction, Fraction], choices: ShareChoices
) -> Interval:
    from .intervals import bootstrap_bounds, jackknife_se, t_interval, taylor_se, wilson  # few tables have intervals

    method, level = choices.ci, choices.confidence
    if share is None:
        return Interval(method, level, None, None, "no_denominator")
    if method == "wilson":
        bounds = wilson(*total, level)
        return Interval("wilson", level, *(bounds or (None, None)))
    people = sum(1 for i in range(clusters.informants) if any(layer.x[i] > 0 for layer in clusters.layers))
    if people < 2:
        return Interval(method, level, None, None, "one_informant")
    if method == "jackknife":
        return t_interval(method, share, jackknife_se(clusters.leave_one_out_shares()), people, level)
    layer = clusters.layers[0]
    pairs = [(Fraction(y), Fraction(x)) for y, x in zip(layer.y.tolist(), layer.x.tolist(), strict=True) if x > 0]
    if method == "bootstrap":
        drawn = bootstrap_bounds(pairs, level, replicates=choices.replicates, seed=choices.seed)
        if drawn is None:
            return Interval(method, level, None, None, "no_denominator")
        return Interval(method, level, float(drawn[0]), float(drawn[1]))
    return t_interval(method, share, taylor_se(pairs), len(pairs), level)


def _group(
    name: str,
    column: Sequence[Share],
    cells: GroupCells,
    counted: Counted,
    inside: Any,
    choices: ShareChoices,
) -> ShareGroup:
    defined = [row.share for row in column if row.share is not None]
    out = counted.left_out.get(name, {})
    return ShareGroup(
        group=name,
        informants=counted.people(inside),
        documents=counted.unasked(inside),
        units=int(inside.sum()),
        coded_units=int((counted.coded & inside).sum()),
        categories_per_unit=sum(defined, Fraction(0)) if defined else None,
        left_out=out.get("no_answer", 0),
        not_asked=out.get("not_asked", 0),
        missing=out.get("missing", 0),
        dropped=names_of(cells.dropped(choices.equalize), counted),
    )


def _notes(counted: Counted, tests: Sequence[DifferenceTest], choices: ShareChoices) -> tuple[Caveat, ...]:
    everything = np.ones(len(counted.labels), dtype=bool)
    people, documents = counted.people(everything), counted.unasked(everything)
    if people and documents:
        notes = [Caveat("sources", {"informants": people, "documents": documents})]
    elif documents:
        notes = [Caveat("documents", {"n": documents})]
    else:
        notes = [Caveat("informants", {"n": people})]
    if choices.count == "full" and choices.base != "codings":
        notes.append(Caveat("overlap"))
    if choices.ci and choices.ci != "wilson":  # which takes every unit as independent, whoever said it
        notes.append(Caveat("interval"))
    if tests:
        smallest = [test.smallest_p for test in tests if test.smallest_p is not None]
        notes.append(
            Caveat(
                "permutation",
                {"smallest": str(min(smallest)) if smallest else None, "tests": len({test.code for test in tests})},
            )
        )
    notes.append(Caveat("salience_sources" if documents else "salience"))
    return tuple(notes)
