"""Intercoder agreement: every coefficient from the same exact sums, and where the coders differ."""

from .agreement import agreement
from .characters import character_ratings
from .choices import AgreementChoices
from .coefficients import measure
from .continuum import Continuum, measure_continuum
from .ratings import Ratings

__all__ = [
    "AgreementChoices",
    "Continuum",
    "Ratings",
    "agreement",
    "character_ratings",
    "measure",
    "measure_continuum",
]
