"""What is compared and how: the choices that every view of agreement shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...core.errors import UsageError, one_of
from ...core.values import frozen
from .distances import METRICS, SET_METRICS, Matrix

VIEWS = ("code", "sets", "values", "continuum")


@frozen
class AgreementChoices:
    """What is compared and how; the options of `agreement`."""

    view: str = "code"
    unit: str = "answer"
    overlap: str = "any"
    metric: str = ""
    """Default: masi for sets, nominal else."""
    weights: str | Matrix | None = None
    distance_matrix: Matrix | None = None
    counted: str = "declared"
    """Which categories S, AC1 and AC2 count: `declared` or `observed` (the option --categories)."""
    missing_as_absent: bool = False
    ci: float | None = 0.95
    replicates: int = 2000
    seed: int = 1
    cluster: str | None = None
    """Resample these (`document`, `informant` or another column of units), not single units."""
    se: str = ""
    """`analytic` for the published standard errors."""

    def __post_init__(self) -> None:
        one_of("view", self.view, VIEWS)
        one_of("overlap", self.overlap, ("any", "majority", "full"))
        one_of("counted", self.counted, ("declared", "observed"))
        one_of("se", self.se, ("", "analytic"))
        if self.metric:
            one_of("metric", self.metric, METRICS)
        if self.view == "sets" and self.metric in ("ordinal", "interval", "ratio"):
            raise UsageError(
                f"metric {self.metric} compares single values, and view sets has sets", slug="option_conflict"
            )
        if self.view in ("code", "values", "continuum") and self.metric in SET_METRICS:
            raise UsageError(f"metric {self.metric} compares sets: use view sets", slug="option_conflict")
        if self.ci is not None and not 0 < self.ci < 1:
            raise UsageError(f"ci {self.ci}: expected a number between 0 and 1, such as 0.95", slug="bad_option")

    def drawing(self) -> dict[str, Any]:
        """The options of the bootstrap."""
        return {"ci": self.ci, "replicates": self.replicates, "seed": self.seed}

    def as_mapping(self) -> dict[str, Any]:
        """Every choice by name."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def asked(categories: Sequence[str], level: int | None, coefficients: Sequence[str] | None) -> dict[str, Any]:
    """What was compared, beside the choices."""
    return {"categories": tuple(categories), "level": level, "coefficients": tuple(coefficients or ())}
