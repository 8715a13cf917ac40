"""What the analyses return: frozen, unrounded, and knowing nothing of files or screens.

A `Fraction` is exact; a float stands where the formula has no exact value. `None` is
undefined and always comes with a reason somewhere in the same result.
"""

from .agreement import Agreement, CodeAgreement, Coefficient, Disagreement, Lowest
from .common import Accounting, Caveat, Interval, LeftOut, Number, Source
from .comparison import CaseMatrix, Crosstab, CrosstabCell, Key, Keyness, MatrixCell, Ranked, Ranking
from .data import plain, result_data
from .patterns import CodePair, Cooccurrence, Run, Saturation
from .retrieval import Found, Hit, Passage
from .shares import DifferenceTest, ExplainedUnit, Explanation, Share, ShareGroup, Shares

__all__ = [
    "Accounting",
    "Agreement",
    "CaseMatrix",
    "Caveat",
    "CodeAgreement",
    "CodePair",
    "Coefficient",
    "Cooccurrence",
    "Crosstab",
    "CrosstabCell",
    "DifferenceTest",
    "Disagreement",
    "ExplainedUnit",
    "Explanation",
    "Found",
    "Hit",
    "Interval",
    "Key",
    "Keyness",
    "LeftOut",
    "Lowest",
    "MatrixCell",
    "Number",
    "Passage",
    "Ranked",
    "Ranking",
    "Run",
    "Saturation",
    "Share",
    "ShareGroup",
    "Shares",
    "Source",
    "plain",
    "result_data",
]
