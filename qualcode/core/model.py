"""The values everything else is made of, under one name: `from qualcode.core.model import Document, Code, Bundle`.

`material` is what was read, `codes` what it is coded with, `study` what people make of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from .codes import LINK_KINDS, Code, Codebook, Link
from .languages import Names, in_language
from .material import DOCUMENT_KINDS, ROLES, UNIT_KINDS, Document, Page, Source, Span, Turn, Unit
from .study import (
    AnswerStatus,
    Assignment,
    Bundle,
    Case,
    Coder,
    Coding,
    Decision,
    Foreign,
    Measure,
    Member,
    Memo,
    Question,
    Round,
)

EMPTY: Mapping[str, Any] = MappingProxyType({})
"""A mapping that holds nothing and cannot come to hold anything: the default of frozen values."""

__all__ = [
    "DOCUMENT_KINDS",
    "EMPTY",
    "LINK_KINDS",
    "ROLES",
    "UNIT_KINDS",
    "AnswerStatus",
    "Assignment",
    "Bundle",
    "Case",
    "Code",
    "Codebook",
    "Coder",
    "Coding",
    "Decision",
    "Document",
    "Foreign",
    "Link",
    "Measure",
    "Member",
    "Memo",
    "Names",
    "Page",
    "Question",
    "Round",
    "Source",
    "Span",
    "Turn",
    "Unit",
    "in_language",
]
