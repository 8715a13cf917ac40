"""Intercoder agreement: every coefficient from the same exact sums, and where the coders differ."""

from .agreeing import AgreementChoices, agreement
from .characters import character_ratings
from .computing import measure
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
