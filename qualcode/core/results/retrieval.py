"""Retrieval: places where words stand, passages that carry codes, and what was looked through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import NamedTuple

from ..model import Coding, Span
from ..values import frozen


class Hit(NamedTuple):
    """One place where the words of a search stand.

    A tuple, as a passage is, which is made in a third of the time: there may be a hundred thousand.
    """

    address: str
    """`D1@120-124`: what `show` and `tag` take."""
    document: str
    span: Span
    turn: str
    """The turn's own address, `D1:14`."""
    speaker: str
    role: str
    case: str
    question: str
    page: str
    kind: str
    """Of the document."""
    term: str
    """The search that found it, as typed."""
    before: str
    match: str
    after: str


class Passage(NamedTuple):
    """A coded stretch, or the whole unit it stands on, with the codings there.

    It is the same whatever is searched for: where it reaches over several, `unit`, `speaker`, `case` and `question`
    hold all of them, as `A1; B1`. A tuple, as a hit is.
    """

    address: str
    document: str
    span: Span
    unit: str
    """The address of the unit it stands on."""
    speaker: str
    role: str
    case: str
    question: str
    page: str
    kind: str
    text: str
    codings: tuple[Coding, ...]
    cases: tuple[str, ...] = ()
    """All whose words it holds: several where it reaches from one informant into another."""
    chosen: tuple[tuple[str, str], ...] = ()
    """(case, question) of what the selection leaves of these words: in their groups the passage is counted."""

    @property
    def nobodys(self) -> bool:
        """Whether no informant says any of it, so that no table counts its codings."""
        return self.role != "informant"

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(coding.code for coding in self.codings))

    @property
    def weight(self) -> float:
        """Of its heaviest coding."""
        return max(coding.weight for coding in self.codings)


@frozen
class Found:
    """What a search found, and what it looked through."""

    query: str
    hits: tuple[Hit, ...] = ()
    passages: tuple[Passage, ...] = ()
    documents: int = 0
    """How many documents were looked through."""
    beside: Mapping[str, int] = field(default_factory=dict)
    """Codings of the consensus and of rules and models that were not, because nobody named their coder; by coder."""
    outside: int = 0
    """Where whole units were asked for: codings on none that counts, as on a label or an answer that is none."""
    attributes: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    """By document and case: what a place can be grouped by."""

    @property
    def hit_documents(self) -> frozenset[str]:
        """The documents in which something was found."""
        return frozenset(hit.document for hit in self.hits) | {passage.document for passage in self.passages}

    def __len__(self) -> int:
        return len(self.hits) or len(self.passages)
