"""Ready-made reports: functions that take results and the study, and return a Report.

They compute nothing but sums that a reader could check in the table, and know no file format.
"""

from __future__ import annotations

import importlib
from typing import Any

_WHERE = {
    "agreement_report": "agreement",
    "appendix_report": "appendix",
    "audit_report": "audit",
    "checklist_report": "checklists",
    "choices_line": "shares",
    "codebook_report": "codebook",
    "coding_rows": "codings",
    "codings_report": "codings",
    "cooccurrence_report": "patterns",
    "crosstab_report": "comparisons",
    "excerpts_report": "excerpts",
    "explanation_report": "explanation",
    "interviews_report": "interviews",
    "keyness_report": "comparisons",
    "matrix_report": "comparisons",
    "method_note": "method",
    "ranking_report": "comparisons",
    "sample_report": "sample",
    "saturation_report": "patterns",
    "shares_report": "shares",
}

__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_WHERE[name]}", __name__), name)
