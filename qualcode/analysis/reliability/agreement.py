"""Agreement of coders over the same units: the table that `qualcode agree` prints."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ...core.errors import UsageError, one_of
from ...core.grouping import grouped
from ...core.results.agreement import Agreement, CodeAgreement, Coefficient, Disagreement
from ..arrays import Array, encode
from ..columns import Frame, columns_of
from ..tree import CodeTree
from .choices import AgreementChoices, asked
from .coefficients import COEFFICIENTS, measure
from .continuum_view import continuum_agreement
from .notes import code_notes, material_notes, summary
from .observed import Looked, look
from .ratings import Ratings


def agreement(
    units: Frame,
    coded: Frame,
    categories: Sequence[str] | None = None,
    *,
    level: int | None = None,
    codes: Mapping[str, str | None] | CodeTree | None = None,
    pieces: Frame | None = None,
    coders: Sequence[str] | None = None,
    looked: Mapping[str, Collection[str]] | None = None,
    coefficients: Sequence[str] | None = None,
    domain: Sequence[str] | None = None,
    order: Sequence[str] | None = None,
    numbers: Mapping[str, float] | None = None,
    lengths: Mapping[str, int] | None = None,
    by_document: bool = False,
    **options: Any,
) -> Agreement:
    """How far coders agree, for each code, for sets of codes, for one value a unit, or on the continuum.

    `units`, `coded` (marks or codings, with the column `coder`) and `pieces` are described in
    `frames`. `looked` says which documents each coder finished: a unit there without the code is a
    0, a unit elsewhere is missing; without it (or with `missing_as_absent`) everybody is taken to
    have looked everywhere. `domain` are codes that exclude one another (views values, continuum);
    `order` and `numbers` give the values' order and size for metrics that need them. Other
    `options` are the fields of `AgreementChoices`. Values are exact fractions, intervals doubles.

    Raises UsageError with the slugs too_few_coders, unknown_coder, unknown_code, bad_option,
    option_conflict, order_missing, not_numeric, negative_value, weights_shape, weights_range,
    overlap_in_domain, multiple_values, too_many_label_sets, optional_dependency.

    >>> import pandas as pd
    >>> units = pd.DataFrame({"unit": ["u1", "u2", "u3"], "document": ["D1"] * 3})
    >>> marks = pd.DataFrame({"unit": ["u1", "u1", "u2"], "code": ["A"] * 3, "coder": ["ana", "bo", "ana"]})
    >>> agreement(units, marks, ci=None).row("A").get("percent_agreement").value
    Fraction(2, 3)
    """
    units, coded = columns_of(units), columns_of(coded)
    pieces = None if pieces is None else columns_of(pieces)
    known = AgreementChoices.__dataclass_fields__
    for option in options:
        if option not in known:
            one_of("option", option, tuple(known))
    choices = AgreementChoices(**options)
    if domain is not None:
        if choices.view not in ("values", "continuum"):
            raise UsageError("codes of a domain exclude one another: view values or continuum", slug="option_conflict")
        categories = domain if categories is None else categories
    tree = CodeTree.of(codes, [*encode(coded["code"])[1], *(categories or ())])
    finished = None if choices.missing_as_absent else looked
    if choices.view == "continuum":
        return continuum_agreement(
            coded, pieces, categories, level, tree, coders, finished, coefficients, domain is not None, choices
        )
    seen = look(
        units, coded, categories=categories, level=level, tree=tree, coders=coders, looked=finished,
        pieces=pieces, overlap=choices.overlap, lengths=lengths, cluster=choices.cluster,
    )  # fmt: skip
    if choices.view == "code":
        rows, disagreements = _by_code(seen, coefficients, choices)
    else:
        rows, disagreements = _whole(seen, coefficients, choices, tree, order, numbers, categories)
    mean, minimum, undefined = summary(rows)
    return Agreement(
        choices.as_mapping() | asked(seen.categories, level, coefficients),
        seen.coders, rows, mean, minimum, undefined, disagreements,
        _documents(seen, choices) if by_document else (),
        material_notes(seen, choices.cluster),
    )  # fmt: skip


def default_coefficients(view: str, coders: int) -> tuple[str, ...]:
    """The coefficients of the default table."""
    kappa = "cohen_kappa" if coders == 2 else "fleiss_kappa"
    if view == "sets":
        return ("percent_agreement", "krippendorff_alpha", "mv_alpha")
    table = ("percent_agreement", "krippendorff_alpha", kappa, "gwet_ac1")
    if view == "code" and coders == 2:
        return (*table, "positive_agreement", "prevalence_index", "bias_index")
    return table


def _names(coefficients: Sequence[str] | None, choices: AgreementChoices, coders: int) -> tuple[str, ...]:
    names = tuple(coefficients) if coefficients else default_coefficients(choices.view, coders)
    for name in names:
        one_of("coefficient", name, COEFFICIENTS)
        if name == "mv_alpha" and choices.view != "sets":
            raise UsageError("mv_alpha compares sets of codes: use view sets", slug="option_conflict")
    return names


def _measure(name: str, ratings: Ratings, choices: AgreementChoices) -> Coefficient:
    takes_metric = name == "krippendorff_alpha"
    takes_weights = name in (
        "weighted_kappa",
        "gwet_ac2",
        "fleiss_kappa",
        "scott_pi",
        "brennan_prediger",
        "conger_kappa",
    )
    described = name in ("prevalence_index", "bias_index")
    arguments: dict[str, Any] = {"categories": choices.counted}
    if takes_metric:
        arguments |= {"metric": choices.metric or "nominal", "distance_matrix": choices.distance_matrix}
    if takes_weights and choices.weights is not None:
        arguments["weights"] = choices.weights
    drawing = {} if described else choices.drawing()
    return measure(name, ratings, analytic=choices.se == "analytic", **drawing, **arguments)


def _by_code(
    seen: Looked, coefficients: Sequence[str] | None, choices: AgreementChoices
) -> tuple[tuple[CodeAgreement, ...], tuple[Disagreement, ...]]:
    names = _names(coefficients, choices, len(seen.coders))
    rows, differing = [], []
    for number, code in enumerate(seen.categories):
        table = seen.given(number)
        ratings = Ratings.of_codes(table, (0, 1), seen.coders, seen.clusters).compact()
        shared = table[(table >= 0).sum(axis=1) > 1]
        uses = {coder: int((shared[:, place] == 1).sum()) for place, coder in enumerate(seen.coders)}
        found = tuple(_measure(name, ratings, choices) for name in names)
        rows.append(CodeAgreement(code, len(shared), uses, found, code_notes(shared, seen.coders, len(shared), uses)))
        alpha = next((one.value for one in found if one.name == "krippendorff_alpha"), None)
        differing.append((2.0 if alpha is None else float(alpha), code_differences(seen, number, table)))
    differing.sort(key=lambda pair: pair[0])
    return tuple(rows), tuple(one for _, found in differing for one in found)


def _whole(
    seen: Looked,
    coefficients: Sequence[str] | None,
    choices: AgreementChoices,
    tree: CodeTree,
    order: Sequence[str] | None,
    numbers: Mapping[str, float] | None,
    categories: Sequence[str] | None,
) -> tuple[tuple[CodeAgreement, ...], tuple[Disagreement, ...]]:
    """One row for the whole codebook: sets of codes, or one value a unit."""
    values: Any
    if choices.view == "sets":
        table, values = seen.given_sets()
        chosen = choices.metric or "masi"
    else:
        table, values = seen.given_values()
        chosen = choices.metric or "nominal"
    shown = list(values)
    if chosen in ("ordinal", "interval", "ratio") and "" in values:
        # Saying nothing has no place in an order: such a value is missing.
        table[table == len(values) - 1] = -1
        values = shown = shown[:-1]
    if chosen == "ordinal":
        ordered = order if order is not None else categories if categories is not None else None
        if ordered is None and tree.complete:
            ordered = [code for code in tree.parents if code in values]
        if ordered is None:
            raise UsageError("metric ordinal needs the order of the values", slug="order_missing", hint="--codes")
        table, values = _reordered(table, values, ordered)
        shown = list(values)
    if chosen in ("interval", "ratio") or choices.weights in ("linear", "quadratic"):
        values = [_number(value, numbers) for value in values]
    ratings = Ratings.of_codes(table, tuple(values), seen.coders, seen.clusters).compact()
    pairable = int(((table >= 0).sum(axis=1) > 1).sum())
    uses = {coder: int((table[:, place] >= 0).sum()) for place, coder in enumerate(seen.coders)}
    names = _names(coefficients, choices, len(seen.coders))
    choices = replace(choices, metric=chosen)
    found = [_measure(name, ratings, choices) for name in names]
    row = CodeAgreement("", pairable, uses, tuple(found), code_notes(None, seen.coders, pairable, uses))
    return (row,), value_differences(seen, table, shown)


def _reordered(table: Any, values: Sequence[str], order: Sequence[str]) -> tuple[Any, list[str]]:
    absent = [value for value in values if value not in order]
    if absent:
        raise UsageError(f"the order does not say where {', '.join(absent)} stands", slug="order_missing")
    place = [order.index(value) for value in values]
    moved = table.copy()
    for old, new in enumerate(place):
        moved[table == old] = new
    return moved, list(order)


def _number(value: str, numbers: Mapping[str, float] | None) -> float | str:
    """The number a code stands for: as given, else the one its name ends with, as in `trust:level-3`."""
    if numbers is not None and value in numbers:
        return numbers[value]
    if value.replace(".", "", 1).isdigit():
        return value
    ending = re.search(r"\d+$", value)
    return ending[0] if ending else value


def _documents(seen: Looked, choices: AgreementChoices) -> tuple[CodeAgreement, ...]:
    """Percent agreement and alpha of each code in each document, without intervals."""
    places = grouped((document, row) for row, document in enumerate(seen.documents))
    found = []
    for document, rows in places.items():
        for number, code in enumerate(seen.categories):
            table = seen.given(number)[rows]
            ratings = Ratings.of_codes(table, (0, 1), seen.coders).compact()
            shared = table[(table >= 0).sum(axis=1) > 1]
            uses = {coder: int((shared[:, place] == 1).sum()) for place, coder in enumerate(seen.coders)}
            pairable = len(shared)
            both = tuple(measure(name, ratings) for name in ("percent_agreement", "krippendorff_alpha"))
            found.append(CodeAgreement(code, pairable, uses, both, (), document))
    return tuple(found)


def code_differences(seen: Looked, category: int, table: Array) -> tuple[Disagreement, ...]:
    """Units where some coders gave a code and others did not, the most divided first."""
    yes, no = (table == 1).sum(axis=1), (table == 0).sum(axis=1)
    rows = np.flatnonzero((yes > 0) & (no > 0))
    divided = np.minimum(yes, no)[rows] / (yes + no)[rows]
    return tuple(
        Disagreement(
            seen.categories[category],
            seen.labels[row],
            seen.documents[row],
            {coder: bool(value) for coder, value in zip(seen.coders, table[row].tolist(), strict=True) if value >= 0},
        )
        for row in rows[np.argsort(-divided, kind="stable")].tolist()
    )


def value_differences(seen: Looked, table: Array, values: Sequence[Any]) -> tuple[Disagreement, ...]:
    """Units to which coders gave different values or sets, those with the most different values first."""
    found = []
    for row in range(len(table)):
        given = {
            coder: values[value] for coder, value in zip(seen.coders, table[row].tolist(), strict=True) if value >= 0
        }
        different = len(set(given.values()))
        if different > 1:
            found.append((-different, Disagreement("", seen.labels[row], seen.documents[row], given)))
    found.sort(key=lambda pair: pair[0])
    return tuple(one for _, one in found)
