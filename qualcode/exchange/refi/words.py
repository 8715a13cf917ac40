"""What is written of texts, places and codings: legal in XML, short where it is a name, readable where it is a note."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...core.model import Coding, Document, Span

PREVIEW = 60


def place_of(address: str, documents: Mapping[str, Document]) -> tuple[str, Span] | None:
    """The document and the characters that an address means; None for answers and for what is not there."""
    found = re.fullmatch(r"(.+)@(\d+)-(\d+)", address)
    if found and found[1] in documents:
        return found[1], Span(int(found[2]), int(found[3]))
    found = re.fullmatch(r"(.+):(\d+)(?:-(\d+))?", address)
    if found and found[1] in documents:
        first, last = int(found[2]), int(found[3] or found[2])
        spans = [turn.span for turn in documents[found[1]].turns if first <= turn.index <= last]
        return (found[1], Span(spans[0].start, spans[-1].stop)) if spans else None
    return None


def preview(quote: str) -> str:
    """The beginning of a quote on one line."""
    words = " ".join(quote.split())
    return words if len(words) <= PREVIEW else words[: PREVIEW - 1].rstrip() + "…"


def told(coding: Coding) -> str:
    """A coding's memo, with what the standard has no place for in brackets that reading understands."""
    parts = []
    if coding.weight != 1:
        parts.append(f"weight {coding.weight:g}")
    if coding.qualifier:
        parts.append(f"qualifier {coding.qualifier}")
    if coding.unsure:
        parts.append("unsure")
    if not parts:
        return coding.memo
    return "\n\n".join(text for text in (coding.memo, f"[qualcode: {'; '.join(parts)}]") if text)


_BREAKS = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x00": " "})


def stored_text(text: str) -> str:
    """The text as others read it: the same length, with line ends that every program takes for one."""
    return text.translate(_BREAKS)
