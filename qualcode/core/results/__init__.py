"""What the analyses return: frozen, unrounded, and knowing nothing of files or screens.

A `Fraction` is exact; a float stands where the formula has no exact value. `None` is
undefined and always comes with a reason somewhere in the same result.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .agreement import Agreement, CodeAgreement, Coefficient, Disagreement, Lowest
    from .common import Accounting, Caveat, Interval, LeftOut, Number, Source
    from .comparison import (
        CaseMatrix,
        Crosstab,
        CrosstabCell,
        IndexRow,
        Key,
        Keyness,
        MatrixCell,
        Ranked,
        Ranking,
        ScaleIndex,
    )
    from .data import Later, plain, result_data
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
    "IndexRow",
    "Interval",
    "Key",
    "Keyness",
    "Later",
    "LeftOut",
    "Lowest",
    "MatrixCell",
    "Number",
    "Passage",
    "Ranked",
    "Ranking",
    "Run",
    "Saturation",
    "ScaleIndex",
    "Share",
    "ShareGroup",
    "Shares",
    "Source",
    "plain",
    "result_data",
]

if not TYPE_CHECKING:
    # Each table needs a few of these, and a person waits for every class that is made.
    _HOMES = {
        "agreement": "Agreement CodeAgreement Coefficient Disagreement Lowest",
        "common": "Accounting Caveat Interval LeftOut Number Source",
        "comparison": "CaseMatrix Crosstab CrosstabCell IndexRow Key Keyness MatrixCell Ranked Ranking ScaleIndex",
        "data": "Later plain result_data",
        "patterns": "CodePair Cooccurrence Run Saturation",
        "retrieval": "Found Hit Passage",
        "shares": "DifferenceTest ExplainedUnit Explanation Share ShareGroup Shares",
    }

    def __getattr__(name: str) -> Any:
        for home, names in _HOMES.items():
            if name in names.split():
                found = getattr(importlib.import_module(f".{home}", __name__), name)
                globals()[name] = found
                return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
