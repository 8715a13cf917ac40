"""The numbers: pure functions on tidy frames, that know no project and print nothing.

`frames` describes what goes in; `qualcode.core.results` holds what comes out. Sums are integers
and fractions until somebody displays them; `rounding` says how.

    cut            turns -> the frames units and pieces of answers, turns, paragraphs, sentences
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

from ..core.choices import ShareChoices
from .assignment import assign
from .comparison.cooccurrence import cooccurrence
from .comparison.crosstab import case_matrix, crosstab, ranking
from .comparison.keyness import keyness, term_counts
from .comparison.saturation import interview_codes, saturation
from .frames import cut
from .reliability import AgreementChoices, agreement
from .shares.explanation import explain
from .shares.table import shares
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
    "cut",
    "explain",
    "interview_codes",
    "keyness",
    "ranking",
    "saturation",
    "shares",
    "term_counts",
]
