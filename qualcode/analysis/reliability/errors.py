"""Standard errors by formula, for coefficients that have a published one."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arrays import Array
from .chance import FORMULAS, corrected, prevalences
from .ratings import Ratings, Sums


def cohen_se(table: Any) -> tuple[float, float] | None:
    """Standard errors of kappa, and of kappa if the coders were independent, for a table of counts.

    Fleiss, Cohen & Everitt (1969), doi:10.1037/h0028106. None where kappa is undefined.

    >>> round(cohen_se([[88, 14, 18], [10, 40, 10], [2, 6, 12]])[0], 4)
    0.051
    """
    counts = np.array(table, dtype=float)
    n = counts.sum()
    if not n:
        return None
    p = counts / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    pe = float(rows @ columns)
    if pe >= 1:
        return None
    k = (float(np.trace(p)) - pe) / (1 - pe)
    a = float((np.diag(p) * (1 - (rows + columns) * (1 - k)) ** 2).sum())
    both = (columns[:, None] + rows[None, :]) ** 2
    b = (1 - k) ** 2 * float((p * both).sum() - (np.diag(p) * np.diag(both)).sum())
    c = (k - pe * (1 - k)) ** 2
    null = pe + pe**2 - float((rows * columns * (rows + columns)).sum())
    return math.sqrt(max(a + b - c, 0) / n) / (1 - pe), math.sqrt(max(null, 0) / n) / (1 - pe)


def gwet_se(name: str, ratings: Ratings, w: Array, categories: int) -> float | None:
    """Standard error of AC1, AC2 or Fleiss' kappa over units (Gwet 2014, Handbook of Inter-Rater Reliability).

    None with fewer than two units, or where the coefficient is undefined.
    """
    sums = Sums(ratings)
    observed, expected = FORMULAS[name](sums, w, categories)
    kappa = float(corrected(observed, expected)[0])
    n_k, r, times = ratings.per_value().astype(float), sums.filled, ratings.times
    rated = r > 0
    n = int(times[rated].sum())
    if n < 2 or math.isnan(kappa):
        return None
    weights, pi = w.astype(float), prevalences(sums).astype(float)[0]
    pe = float(expected[0])
    paired = r > 1
    size = np.where(paired, r, 2)
    agreeing = (n_k * (n_k @ weights - 1)).sum(axis=1) / (size * (size - 1))
    per_unit = np.where(paired, n / times[paired].sum() * (agreeing - pe) / (1 - pe), 0.0)
    filled = np.where(rated, r, 1)
    if name.startswith("gwet"):
        factor = float(w.sum()) if categories == len(w) else float(categories)
        own = factor / (categories * (categories - 1)) * (n_k @ (1 - pi)) / filled
    else:
        own = n_k @ ((weights @ pi + weights.T @ pi) / 2) / filled
    shifted = per_unit - 2 * (1 - kappa) * (own - pe) / (1 - pe)
    squares = float((times * np.where(rated, (shifted - kappa) ** 2, 0)).sum())
    return math.sqrt(squares / (n * (n - 1)))
