"""Uncertainty of a share with the informants as clusters: answers of one person are not independent.

Clusters are pairs (y_i, x_i), an informant's numerator and denominator; the share is
S = sum y / sum x. Everything is asked for, never a default: the informants of an interview study
are chosen, not sampled.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations_with_replacement
from typing import Any, NamedTuple

import numpy as np

from ...core.results.common import Interval
from ...core.values import frozen
from ..arrays import Array, exact, whole
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


@frozen
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
    found = _distribution(clusters, replicates, seed)
    if found is None:
        return None
    values = [Fraction(above) / Fraction(below) for above, below in zip(found.above, found.below, strict=True)]
    total = int(found.tally.sum())
    mass = [Fraction(times, total) for times in found.tally.tolist()]
    low, high = found.bounds(confidence)
    mean = sum((value * part for value, part in zip(values, mass, strict=True)), Fraction(0))
    return Bootstrap(
        tuple(values), tuple(mass), low, high, mean, len(clusters) <= ENUMERATED, found.undefined
    )  # fmt: skip


def bootstrap_bounds(
    clusters: Sequence[Pair], confidence: float = 0.95, *, replicates: int = 2000, seed: int = 1
) -> tuple[Fraction, Fraction] | None:
    """The percentiles of `bootstrap` alone, which a table of fifty codes asks for a hundred times.

    >>> bootstrap_bounds([(5, 12), (4, 12), (3, 12)])
    (Fraction(1, 4), Fraction(5, 12))
    """
    found = _distribution(clusters, replicates, seed)
    return None if found is None else found.bounds(confidence)


class _Distribution(NamedTuple):
    """Distinct shares in ascending order as numerators and denominators, and how often each came."""

    above: Sequence[Any]
    below: Sequence[Any]
    tally: Array
    undefined: int

    def bounds(self, confidence: float) -> tuple[Fraction, Fraction]:
        """The smallest values whose cumulative probability reaches the two tails."""
        reached = np.cumsum(self.tally)
        total, tail = int(reached[-1]), (1 - exact(confidence)) / 2
        at = np.searchsorted(reached, [math.ceil(total * tail), math.ceil(total * (1 - tail))])
        low, high = (min(int(place), len(reached) - 1) for place in at)
        return (
            Fraction(self.above[low]) / Fraction(self.below[low]),
            Fraction(self.above[high]) / Fraction(self.below[high]),
        )


def _distribution(clusters: Sequence[Pair], replicates: int, seed: int) -> _Distribution | None:
    if not clusters:
        return None
    counts, times = _resamples(len(clusters), replicates, seed)
    y, x = whole([pair[0] for pair in clusters], [pair[1] for pair in clusters])
    above, below = counts @ y, counts @ x
    some = below > 0
    if not some.any():
        return None
    above, below, undefined = above[some], below[some], int(times[~some].sum())
    if above.dtype != object and int(below.max()) < TOLD_APART:
        _, first, place = np.unique(above / below, return_index=True, return_inverse=True)
        tally = np.bincount(place, weights=times[some]).astype(np.int64)
        return _Distribution(above[first].tolist(), below[first].tolist(), tally, undefined)
    counted: dict[Fraction, int] = {}
    for numerator, denominator, often in zip(above.tolist(), below.tolist(), times[some].tolist(), strict=True):
        share = Fraction(numerator, denominator)
        counted[share] = counted.get(share, 0) + often
    values = sorted(counted)
    return _Distribution(values, [1] * len(values), np.array([counted[value] for value in values]), undefined)


TOLD_APART = 2**25
"""Two different fractions with denominators below this differ by more than a double's precision (up to 1)."""


@lru_cache(maxsize=4)
def _resamples(n: int, replicates: int, seed: int) -> tuple[Array, Array]:
    """How often each informant is drawn, and how many of the equally likely samples that is."""
    if n > ENUMERATED:
        drawn = np.random.default_rng(seed).multinomial(n, [1 / n] * n, size=replicates)
        return drawn.astype(np.int64), np.ones(replicates, dtype=np.int64)
    counts, times = [], []
    for sample in combinations_with_replacement(range(n), n):
        count = [sample.count(i) for i in range(n)]
        counts.append(count)
        times.append(math.factorial(n) // math.prod(math.factorial(one) for one in count))
    return np.array(counts, dtype=np.int64), np.array(times, dtype=np.int64)


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
