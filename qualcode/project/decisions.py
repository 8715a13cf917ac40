"""What reviews have decided about codes on words: looked up, and stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..core.grouping import grouped
from ..core.values import frozen

if TYPE_CHECKING:
    from ..core.model import Coding, Decision, Span
    from ..store import Change
    from .handle import Handle


class Settled:
    """What reviews have decided, looked up for every unit and coding of a study."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._rejected = {(one.document, one.span, one.code, one.about) for one in decisions if one.verdict == "no"}
        self._units = grouped(((one.document, one.code), one.span) for one in decisions if not one.about)

    def rejected(self, coding: Coding) -> bool:
        """Whether a review rejected a coding."""
        return (coding.document, coding.span, coding.code, coding.coder) in self._rejected

    def unit(self, document: str, span: Span, code: str) -> bool:
        """Whether a review decided about a code on a unit: on the words that are most of it."""
        return any(_same_words(decided, span) for decided in self._units.get((document, code), ()))


def _same_words(one: Span, other: Span) -> bool:
    """A document read again may have other words at the borders of a unit; most of them make it the same."""
    common = min(one.stop, other.stop) - max(one.start, other.start)
    return common * 2 > max(len(one), len(other))


@frozen
class Verdict:
    """What a review decides: whether a code belongs on words, or whether a coder's coding is right."""

    document: str
    span: Span
    quote: str
    code: str
    yes: bool
    about: str = ""
    """Whose coding it is about; empty for the unit as a whole."""
    why: str = ""


def decide(project: Handle, change: Change, verdict: Verdict, *, coder: str = "", created: str = "", uid: str = "",
           round: int = 0) -> None:  # fmt: skip
    """Store a decision inside a change, as the project's coder unless another is named.

    `round` is how often it was decided about where it comes from; here it is counted without one.
    """
    from ..store.store import now

    store = project.writable
    document = store.document_key(verdict.document)
    store.check_words(document, [(verdict.span, verdict.quote)])
    before = sum(
        (one.document, one.code, one.about) == (verdict.document, verdict.code, verdict.about)
        and _same_words(one.span, verdict.span)
        for one in store.decisions()
    )
    change.insert(
        "decision",
        {
            "document": document, "start": verdict.span.start, "stop": verdict.span.stop, "quote": verdict.quote,
            "code": store.code_key(change, verdict.code), "verdict": "yes" if verdict.yes else "no",
            "about": store.coder_key(change, verdict.about) if verdict.about else None, "why": verdict.why,
            "coder": store.coder_key(change, coder or project.coder), "created": created or now(),
            "round": round or before + 1, "uid": uid,
        },
    )  # fmt: skip
