"""The interval of a coefficient rests on the units that the coefficient rests on."""

from collections.abc import Sequence

import pytest

from qualcode.analysis.reliability.coefficients import measure
from qualcode.analysis.reliability.ratings import Ratings

Rows = list[list[int | None]]
BOTH: Rows = [[1, 1], [1, 0], [0, 0], [0, 0], [0, 1], [1, 1], [0, 0], [0, 0]]
NOBODY: Rows = [[None, None]] * 30
ALONE: Rows = [[1, None]] * 10 + [[None, 0]] * 10


def interval(
    name: str, values: Sequence[Sequence[int | None]], clusters: list[str] | None = None
) -> tuple[object, object]:
    found = measure(name, Ratings.of(values, (0, 1), clusters=clusters), ci=0.95).interval
    assert found is not None
    return found.low, found.high


@pytest.mark.parametrize(
    "name", ["percent_agreement", "krippendorff_alpha", "cohen_kappa", "scott_pi", "gwet_ac1", "conger_kappa", "holsti"]
)
def test_units_that_nobody_looked_at_do_not_change_an_interval(name: str) -> None:
    assert interval(name, [*BOTH, *NOBODY]) == interval(name, BOTH)
    assert interval(name, [*NOBODY, *BOTH]) == interval(name, BOTH)


@pytest.mark.parametrize("name", ["percent_agreement", "krippendorff_alpha", "cohen_kappa", "positive_agreement"])
def test_units_that_one_alone_looked_at_do_not_change_it_where_they_do_not_count(name: str) -> None:
    assert interval(name, [*BOTH, *ALONE]) == interval(name, BOTH)


def test_they_do_where_every_value_counts() -> None:
    """The prevalence that AC1 expects rests on all values."""
    assert interval("gwet_ac1", [*BOTH, *ALONE]) != interval("gwet_ac1", BOTH)


def test_a_cluster_in_which_nothing_is_compared_is_not_drawn() -> None:
    clusters = ["D1", "D1", "D2", "D2", "D3", "D3", "D4", "D4"]
    ratings = Ratings.of([*BOTH, *NOBODY], (0, 1), clusters=[*clusters, *["D5", "D6"] * 15])
    found = measure("krippendorff_alpha", ratings, ci=0.95)
    assert found.extra["clusters"] == 4 and found.interval is not None
    assert (found.interval.low, found.interval.high) == interval("krippendorff_alpha", [*BOTH], clusters)
