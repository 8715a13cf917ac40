"""Quantiles and tail probabilities of the few distributions that the analyses need.

They stand here so that a whole statistics package need not be installed for three numbers.
"""

from __future__ import annotations

import math
from statistics import NormalDist

NORMAL = NormalDist()


def normal_quantile(probability: float) -> float:
    """The standard normal quantile.

    >>> round(normal_quantile(0.975), 6)
    1.959964
    """
    return NORMAL.inv_cdf(probability)


def t_quantile(probability: float, df: int) -> float:
    """The quantile of Student's t with `df` degrees of freedom.

    >>> round(t_quantile(0.975, 2), 6), round(t_quantile(0.975, 4), 6), round(t_quantile(0.975, 1), 4)
    (4.302653, 2.776445, 12.7062)
    """
    if probability == 0.5:
        return 0.0
    if probability < 0.5:
        return -t_quantile(1 - probability, df)
    high = 1.0
    while t_tail(high, df) > 1 - probability:
        high *= 2
    low = 0.0
    for _ in range(200):
        middle = (low + high) / 2
        if t_tail(middle, df) > 1 - probability:
            low = middle
        else:
            high = middle
        if high - low <= 1e-15 * high:
            break
    return (low + high) / 2


def t_tail(t: float, df: int) -> float:
    """P(T > t) for t >= 0."""
    return beta_ratio(df / 2, 0.5, df / (df + t * t)) / 2


def chi2_tail_1df(value: float) -> float:
    """P(X > value) for a chi-square with one degree of freedom.

    >>> round(chi2_tail_1df(3.841459), 6)
    0.05
    """
    return math.erfc(math.sqrt(max(value, 0.0) / 2))


def beta_ratio(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (modified Lentz)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_ratio(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    fraction = d
    for m in range(1, 1000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + term * d
            d = 1 / (d if abs(d) > tiny else tiny)
            c = 1 + term / c
            c = c if abs(c) > tiny else tiny
            fraction *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return front * fraction
