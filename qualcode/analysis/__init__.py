"""The numbers: pure functions on tidy frames, that know no project and print nothing.

`columns` describes what goes in; `qualcode.core.results` holds what comes out. Sums are integers
and fractions until somebody displays them; `core.numbers` says how.

    assign         codings (places in a text) -> marks (codes of units)
    shares         how much of what each group said relates to each category
    explain        the units behind one share
    agreement      how far coders agree, and where they do not
    crosstab       codes by attribute, question, kind of document, qualifier
    case_matrix    cases by codes, with the codings behind each cell
    ranking        codes by weight within each qualifier
    cooccurrence   which codes come together
    saturation     when interviews stop bringing new codes (`interview_codes` makes its input)
    keyness        which words or codes one group uses more (`term_counts` makes its input)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from .shares.table import shares  # at once: later the package of that name would stand in its place

if TYPE_CHECKING:
    from ..core.choices import ShareChoices
    from .assignment import assign
    from .comparison.cooccurrence import cooccurrence
    from .comparison.crosstab import case_matrix, crosstab, ranking
    from .comparison.keyness import keyness, term_counts
    from .comparison.saturation import interview_codes, saturation
    from .reliability import AgreementChoices, agreement
    from .shares.explanation import explain
    from .tree import CodeTree

__all__ = [
    "AgreementChoices",
    "CodeTree",
    "ShareChoices",
    "agreement",
    "assign",
    "case_matrix",
    "cooccurrence",
    "crosstab",
    "explain",
    "interview_codes",
    "keyness",
    "ranking",
    "saturation",
    "shares",
    "term_counts",
]

_WHERE = {
    "AgreementChoices": ".reliability",
    "CodeTree": ".tree",
    "ShareChoices": "..core.choices",
    "agreement": ".reliability",
    "assign": ".assignment",
    "case_matrix": ".comparison.crosstab",
    "cooccurrence": ".comparison.cooccurrence",
    "crosstab": ".comparison.crosstab",
    "explain": ".shares.explanation",
    "interview_codes": ".comparison.saturation",
    "keyness": ".comparison.keyness",
    "ranking": ".comparison.crosstab",
    "saturation": ".comparison.saturation",
    "term_counts": ".comparison.keyness",
}
"""Imported when first asked for: a share table of eight interviews waits for no agreement coefficient."""


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(_WHERE[name], __name__), name)
    globals()[name] = found
    return found
