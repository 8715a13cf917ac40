"""One coefficient by its name: its value, why it has none, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from fractions import Fraction
from typing import Any

import numpy as np

from ...core.errors import UsageError, one_of
from ...core.results.agreement import Coefficient
from ...core.results.common import Interval, Number
from ...core.values import frozen
from ..arrays import Array
from . import chance
from .alpha import disagreements, pairable, set_disagreements
from .distances import Matrix, distance_matrix, weight_matrix
from .errors import cohen_se, gwet_se
from .ratings import DrawnSums, Ratings, Sums, divide

BY_CODE = ("positive_agreement", "negative_agreement", "prevalence_index", "bias_index")
COEFFICIENTS = (
    *chance.FORMULAS, "light_kappa", "fleiss_kappa_category", "krippendorff_alpha",
    "krippendorff_alpha_category", "mv_alpha", *BY_CODE[:2], *chance.INDICES,
)  # fmt: skip
TWO_CODERS = (
    "cohen_kappa", "cohen_kappa_max", "weighted_kappa", "scott_pi", *BY_CODE,
)  # fmt: skip

KNOWN_CODERS = ("conger_kappa", "hubert_kappa", "light_kappa", "holsti")

COUNT_LONE_VALUES = ("gwet_ac1", "gwet_ac2", "fleiss_kappa", "conger_kappa")
"""Those whose chance agreement rests on every value; the others count units with two values alone."""


@frozen
class Measure:
    """What is computed, and with which options."""

    name: str
    metric: str = "nominal"
    weights: str | Matrix | None = None
    disagreement_weights: Matrix | None = None
    distance_matrix: Matrix | None = None
    value_of: Any = None
    categories: str = "declared"
    """Which categories count for S, AC1 and AC2: `declared`, or `observed` ones only."""
    missing: str = "gwet"
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        one_of("coefficient", self.name, COEFFICIENTS)
        one_of("categories", self.categories, ("declared", "observed"))
        one_of("missing", self.missing, ("gwet",))
        unweighted = ("gwet_ac1", "percent_agreement")
        if self.name in unweighted and self.weights not in (None, "identity"):
            raise UsageError(f"{self.name} takes no weights; gwet_ac2 and weighted_kappa do", slug="option_conflict")


def measure(
    name: str,
    ratings: Ratings,
    *,
    ci: float | None = None,
    replicates: int = 2000,
    seed: int = 1,
    analytic: bool = False,
    **options: Any,
) -> Coefficient:
    """The coefficient `name` of the ratings, exactly.

    `ci` asks for a percentile interval of a seeded bootstrap over units, or over the ratings'
    clusters; `analytic` for the published standard error, where there is one. Options are the
    fields of `Measure`. Undefined values are None with a reason.
    Raises UsageError with the slugs of the reference.

    >>> measure("krippendorff_alpha", Ratings.of([[1, 1], [1, 0], [0, 0], [0, 1]])).value
    Fraction(1, 8)
    """
    asked = Measure(name, **options)
    if name in TWO_CODERS and len(ratings.coders) != 2:
        raise UsageError(f"{name} compares two coders, and there are {len(ratings.coders)}", slug="option_conflict")
    if ratings.counts is not None and name in (*TWO_CODERS, *KNOWN_CODERS):
        raise UsageError(f"{name} needs to know who gave which value, not only how many did", slug="option_conflict")
    evaluate = _evaluator(asked, ratings)
    value, observed, expected, extra = evaluate(Sums(ratings))
    one = _plain(value[0])
    interval = None
    if ci is not None:
        least = 1 if name in COUNT_LONE_VALUES else 2
        interval, told = _bootstrap(ratings, evaluate, one, ci, replicates, seed, least)
        extra = {**extra, **told}
    se: float | None = None
    if analytic and one is not None:
        se, told = _analytic(asked, ratings)
        extra = {**extra, **told}
    return Coefficient(
        name,
        one,
        "" if one is not None else _reason(asked, ratings),
        interval,
        se,
        _plain(observed[0]) if observed is not None else None,
        _plain(expected[0]) if expected is not None else None,
        extra,
    )


Found = tuple[Array, Array | None, Array | None, dict[str, Any]]


def _evaluator(asked: Measure, ratings: Ratings) -> Callable[[Sums], Found]:
    name = asked.name
    if name in chance.FORMULAS:
        w = weights_of(asked, ratings)
        q = categories_of(asked, ratings)
        formula = chance.FORMULAS[name]

        def by_chance(sums: Sums) -> Found:
            observed, expected = formula(sums, w, q)
            return chance.corrected(observed, expected), observed, expected, {}

        return by_chance
    if name in ("krippendorff_alpha", "krippendorff_alpha_category"):
        return _alpha(asked, ratings)
    if name == "mv_alpha":
        if any(not isinstance(value, frozenset) for value in ratings.values):
            raise UsageError("mv_alpha compares sets of codes, and these are single values", slug="option_conflict")
        if asked.metric != "nominal":
            raise UsageError(f"mv_alpha has the metric nominal, not {asked.metric}", slug="option_conflict")
        return lambda sums: _disagreement(*set_disagreements(sums), {})
    if name == "light_kappa":
        w = weights_of(asked, ratings)
        return lambda sums: (chance.light(sums, w), None, None, {})
    if name == "fleiss_kappa_category":
        place = place_of(asked, ratings)
        return lambda sums: _disagreement(*chance.fleiss_category(sums, place), {})
    if name in ("positive_agreement", "negative_agreement"):
        default = 1 if name == "positive_agreement" else 0
        place = place_of(asked, ratings, default)
        return lambda sums: (chance.specific_agreement(sums, place), None, None, {})
    plain = chance.INDICES[name]
    return lambda sums: (plain(sums), None, None, {})


def _alpha(asked: Measure, ratings: Ratings) -> Callable[[Sums], Found]:
    if asked.name == "krippendorff_alpha_category":
        chosen = asked.value_of

        def of_category(sums: Sums) -> Found:
            one = ratings.only(chosen)
            own: Sums = DrawnSums(one, sums.draws) if isinstance(sums, DrawnSums) else Sums(one)
            return _disagreement(*disagreements(own, distance_matrix("nominal", (0, 1))), {})

        return of_category
    values = ratings.values
    if asked.metric == "ordinal" and any(isinstance(value, frozenset) for value in values):
        distance_matrix("ordinal", values)
    distances = distance_matrix(asked.metric, values, asked.distance_matrix)

    def by_values(sums: Sums) -> Found:
        observed, expected = disagreements(sums, distances)
        extra: dict[str, Any] = {"metric": asked.metric}
        if not isinstance(sums, DrawnSums):
            extra["n_pairable"] = int(pairable(sums).sum())
            extra["n_units"] = int(sum(int(sums.number(size)[0]) for size in sums.sizes if size > 1))
        return _disagreement(observed, expected, extra)

    return by_values


def _disagreement(observed: Array, expected: Array, extra: dict[str, Any]) -> Found:
    return 1 - divide(observed, expected), observed, expected, extra


def weights_of(asked: Measure, ratings: Ratings) -> Array:
    """The agreement weights among the ratings' values."""
    return weight_matrix(ratings.values, asked.weights, asked.disagreement_weights)


def categories_of(asked: Measure, ratings: Ratings) -> int:
    """q of S, AC1 and AC2: all declared categories, or those that occur."""
    if asked.name == "pabak" and len(ratings.values) != 2:
        raise UsageError("pabak needs two categories; brennan_prediger takes any number", slug="option_conflict")
    if asked.categories == "declared":
        return len(ratings.values)
    return int((ratings.times @ ratings.per_value() > 0).sum())


def place_of(asked: Measure, ratings: Ratings, default: int | None = None) -> int:
    """The position of the value asked for."""
    if asked.value_of is None and default is not None and default < len(ratings.values):
        return default
    if asked.value_of not in ratings.values:
        raise UsageError(f"{asked.value_of!r} is none of the values", slug="unknown_code")
    return ratings.values.index(asked.value_of)


def _plain(value: Any) -> Number | None:
    if isinstance(value, Fraction):
        return value
    number = float(value)
    return None if number != number else number


def _reason(asked: Measure, ratings: Ratings) -> str:
    if asked.name == "holsti":
        return "no_decisions"
    sums = Sums(ratings)
    if not any(size > 1 and sums.number(size)[0] > 0 for size in sums.sizes):
        return "no_pairable_units"
    if asked.name in ("gwet_ac1", "gwet_ac2", "brennan_prediger", "randolph_kappa", "pabak"):
        return "one_category"
    if asked.name in ("positive_agreement", "negative_agreement"):
        return "never_used" if asked.name == "positive_agreement" else "always_used"
    return "no_variation"


def _bootstrap(
    ratings: Ratings,
    evaluate: Callable[[Sums], Found],
    value: Number | None,
    level: float,
    replicates: int,
    seed: int,
    least: int,
) -> tuple[Interval, dict[str, Any]]:
    """Percentiles over resampled units, or clusters, drawn as counts of equal ones.

    Only units with `least` values are drawn, and clusters with such units: with what nobody compared, the interval
    would be wider the more of the study is not coded yet.
    """
    if not 0 < level < 1:
        raise UsageError(f"ci {level}: expected a number between 0 and 1, such as 0.95", slug="bad_option")
    if replicates < 1:
        raise UsageError(f"replicates {replicates}: expected a positive number", slug="bad_option")
    told: dict[str, Any] = {"replicates": replicates, "seed": seed}
    if value is None:
        return Interval("bootstrap", level, None, None, "undefined"), told
    draw = np.random.default_rng(seed)
    ratings_drawn = ratings.compact() if ratings.cluster is None else ratings
    counting = ratings_drawn.times * (ratings_drawn.per_value().sum(axis=1) >= least)
    if ratings.cluster is None:
        weights = counting
    else:
        weights = np.bincount(ratings.cluster, weights=counting).clip(0, 1).astype(np.int64)
        told["clusters"] = int(weights.sum())
    drawable = np.flatnonzero(weights)
    blocks = int(weights.sum())
    chances = weights[drawable] / blocks
    found: list[Array] = []
    at_once = max(1, 20_000_000 // max(len(weights), 1))
    for done in range(0, replicates, at_once):
        drawn = np.zeros((min(at_once, replicates - done), len(weights)))
        drawn[:, drawable] = draw.multinomial(blocks, chances, size=len(drawn))
        found.append(np.asarray(evaluate(DrawnSums(ratings_drawn, drawn))[0], dtype=float))
    values = np.concatenate(found)
    defined = np.sort(values[~np.isnan(values)])
    told["undefined_replicates"] = int(len(values) - len(defined))
    if not len(defined):
        return Interval("bootstrap", level, None, None, "undefined"), told
    tail = (1 - level) / 2
    low, high = (float(defined[max(int(np.ceil(p * len(defined) - 1e-9)) - 1, 0)]) for p in (tail, 1 - tail))
    return Interval("bootstrap", level, low, high), told


def _analytic(asked: Measure, ratings: Ratings) -> tuple[float | None, dict[str, Any]]:
    if asked.name == "cohen_kappa" and asked.weights in (None, "identity"):
        found = cohen_se(Sums(ratings).tables()[0][0].astype(float).tolist())
        return (found[0], {"se_null": found[1]}) if found else (None, {})
    if asked.name in ("gwet_ac1", "gwet_ac2", "fleiss_kappa"):
        w, q = weights_of(asked, ratings), categories_of(asked, ratings)
        return gwet_se(asked.name, ratings, w, q), {}
    return None, {}
