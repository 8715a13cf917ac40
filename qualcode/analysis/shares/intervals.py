"""Uncertainty of a share with the informants as clusters: answers of one person are not independent.

Clusters are pairs (y_i, x_i), an informant's numerator and denominator; the share is
S = sum y / sum x. Everything is asked for, never a default: the informants of an interview study
are chosen, not sampled.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement

import numpy as np

from ...core.results import Interval
from ..arrays import exact
from ..quantiles import normal_quantile, t_quantile

Pair = tuple[Fraction | int, Fraction | int]

ENUMERATED = 8
"""Up to so many informants the bootstrap is the whole distribution, without random numbers."""


def share_of(clusters: Sequence[Pair]) -> Fraction | None:
    """Sum of numerators over sum of denominators; None where that is 0."""
    below = sum((Fraction(x) for _, x in clusters), Fraction(0))
    return sum((Fraction(y) for y, _ in clusters), Fraction(0)) / below if below else None


def taylor_se(clusters: Sequence[Pair]) -> float | None:
    """Standard error of a ratio by linearisation (Cochran 1977, ch. 6; `survey` in R).

    se^2 = n/(n-1) * sum ((y_i - S x_i)/X)^2. None with fewer than two informants.

    >>> round(taylor_se([(5, 12), (4, 12), (3, 12)]), 5)
    0.04811
    """
    share, n = share_of(clusters), len(clusters)
    if share is None or n < 2:
        return None
    total = sum((Fraction(x) for _, x in clusters), Fraction(0))
    squares = sum((((y - share * x) / total) ** 2 for y, x in clusters), Fraction(0))
    return math.sqrt(Fraction(n, n - 1) * squares)


def jackknife_se(left_out: Sequence[Fraction | None], around: Fraction | None = None) -> float | None:
    """Standard error from the shares without each informant: (n-1)/n * sum (S_(i) - mean)^2.

    `around` takes another centre than their mean. None with fewer than two, or an undefined one.

    >>> managers = [(2, 7), (1, 7), (3, 7), (2, 7), (1, 6)]
    >>> without = [share_of(managers[:i] + managers[i + 1 :]) for i in range(5)]
    >>> round(jackknife_se(without), 5)
    0.05141
    """
    n = len(left_out)
    shares = [share for share in left_out if share is not None]
    if n < 2 or len(shares) < n:
        return None
    centre = sum(shares, Fraction(0)) / n if around is None else around
    return math.sqrt(Fraction(n - 1, n) * sum(((share - centre) ** 2 for share in shares), Fraction(0)))


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """The distribution of a share over resampled informants."""

    values: tuple[Fraction, ...]
    """Distinct shares, ascending."""
    mass: tuple[Fraction, ...]
    low: Fraction
    high: Fraction
    mean: Fraction
    exact: bool
    undefined: int = 0
    """Resamples without a denominator, left out."""


def bootstrap(
    clusters: Sequence[Pair], confidence: float = 0.95, *, replicates: int = 2000, seed: int = 1
) -> Bootstrap | None:
    """The percentile bootstrap over informants; None where no resample has a denominator.

    For at most eight informants all C(2n-1, n) multisets with their multinomial probabilities,
    beyond that seeded resamples. A percentile is the smallest value whose cumulative probability
    reaches p.

    >>> found = bootstrap([(5, 12), (4, 12), (3, 12)])
    >>> len(found.values), found.low, found.high, sum(found.mass)
    (7, Fraction(1, 4), Fraction(5, 12), Fraction(1, 1))
    """
    n = len(clusters)
    if n == 0:
        return None
    tally: dict[Fraction, int] = {}
    undefined = 0
    for counts, times in _resamples(n, replicates, seed):
        below = sum(count * x for count, (_, x) in zip(counts, clusters, strict=True))
        if not below:
            undefined += times
            continue
        above = sum(count * y for count, (y, _) in zip(counts, clusters, strict=True))
        share = Fraction(above) / Fraction(below)
        tally[share] = tally.get(share, 0) + times
    if not tally:
        return None
    values = sorted(tally)
    total = sum(tally.values())
    tail = (1 - exact(confidence)) / 2
    return Bootstrap(
        tuple(values),
        tuple(Fraction(tally[value], total) for value in values),
        _percentile(values, tally, total * tail),
        _percentile(values, tally, total * (1 - tail)),
        sum((value * tally[value] for value in values), Fraction(0)) / total,
        n <= ENUMERATED,
        undefined,
    )


def _resamples(n: int, replicates: int, seed: int) -> list[tuple[list[int], int]]:
    """How often each informant is drawn, and how many of the equally likely samples that is."""
    if n > ENUMERATED:
        drawn = np.random.default_rng(seed).multinomial(n, [1 / n] * n, size=replicates)
        return [(counts, 1) for counts in drawn.tolist()]
    found = []
    for sample in combinations_with_replacement(range(n), n):
        counts = [sample.count(i) for i in range(n)]
        times = math.factorial(n)
        for count in counts:
            times //= math.factorial(count)
        found.append((counts, times))
    return found


def _percentile(values: Sequence[Fraction], tally: dict[Fraction, int], wanted: Fraction) -> Fraction:
    reached = 0
    for value in values:
        reached += tally[value]
        if reached >= wanted:
            return value
    return values[-1]


def wilson(successes: Fraction | int, trials: Fraction | int, confidence: float = 0.95) -> tuple[float, float] | None:
    """The score interval of Wilson (1927), doi:10.1080/01621459.1927.10502953; naive for clustered answers.

    >>> tuple(round(bound, 3) for bound in wilson(12, 36))
    (0.202, 0.497)
    """
    if not trials:
        return None
    z = normal_quantile((1 + confidence) / 2)
    n, p = float(trials), float(Fraction(successes) / Fraction(trials))
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def t_interval(
    method: str, share: Fraction | None, se: float | None, informants: int, confidence: float = 0.95
) -> Interval:
    """`t`, `logit-t` or `jackknife` from a share and its standard error, with n-1 degrees of freedom.

    No interval, with the reason, for one informant, no denominator, or no variation.
    """
    if share is None:
        return Interval(method, confidence, None, None, "no_denominator")
    if informants < 2 or se is None:
        return Interval(method, confidence, None, None, "one_informant" if informants < 2 else "no_denominator")
    if se == 0:
        return Interval(method, confidence, None, None, "no_variation_between_informants", se)
    reach = t_quantile((1 + confidence) / 2, informants - 1)
    s = float(share)
    if method == "logit-t":
        if not 0 < s < 1:
            return Interval(method, confidence, None, None, "zero" if s <= 0 else "one", se)
        logit, half = math.log(s / (1 - s)), reach * se / (s * (1 - s))
        return Interval(method, confidence, _expit(logit - half), _expit(logit + half), "", se)
    return Interval(method, confidence, max(0.0, s - reach * se), min(1.0, s + reach * se), "", se)


def _expit(logit: float) -> float:
    return 1 / (1 + math.exp(-logit)) if logit >= 0 else math.exp(logit) / (1 + math.exp(logit))
