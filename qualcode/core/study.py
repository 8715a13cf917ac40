"""What people make of the material: codings and coders, cases, questions, memos, and the whole of it.

All of it is part of `core.model` and imported from there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from .codes import Codebook
from .material import Document, Span
from .values import frozen


@frozen
class Coder:
    """Who coded; a rule or a model is a coder like any other."""

    id: str
    name: str = ""
    kind: str = "human"


CONSENSUS = "consensus"
"""The layer that a review writes. It is nobody, and is never listed among the coders."""


def machine_of(id: str) -> str:
    """`rule` or `model`, where a coder's name is that of a machine; nothing for a person's."""
    kind, colon, _ = id.partition(":")
    return kind if colon and kind in ("rule", "model") else ""


@frozen
class Coding:
    """One code applied to one segment by one coder."""

    id: int
    document: str
    span: Span
    quote: str
    code: str
    """With its codebook: `moore:value.mission`."""
    coder: str
    weight: float = 1.0
    """In (0, 1]."""
    qualifier: str = ""
    memo: str = ""
    unsure: bool = False
    created: str = ""
    """ISO 8601, UTC."""
    origin: str = "hand"
    """`hand`, `rule`, `model` or `import`."""
    uid: str = field(default="", compare=False)
    """The same in every copy of the study, whatever becomes of the coding; 128 bits in hexadecimal."""

    @property
    def same(self) -> tuple[str, Span, str, str, str]:
        """What makes two codings one: the same code by the same coder on the same words."""
        return (self.document, self.span, self.code, self.coder, self.qualifier)


@frozen
class Member:
    """A document, or one speaker or one passage in it, that belongs to a case."""

    document: str
    speaker: str | None = None
    passage: str = ""
    """`:14-18` for turns, `@120-480` for characters, as in an address; empty for all of it."""

    def __str__(self) -> str:
        """As `cases.csv` has it: `D1`, `D1:Anna`, `D1:14-18`."""
        return f"{self.document}:{self.speaker}" if self.speaker is not None else self.document + self.passage


@frozen
class Case:
    """Whom or what claims are made about; an informant is a case that speaks."""

    id: str
    name: str = ""
    kind: str = "informant"
    members: tuple[Member, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Several values of one attribute are separated by `;`: the case counts under each of them."""
    weight: float | None = None
    part_of: str = ""
    """The case that this one is part of, such as the municipality of an informant."""


@frozen
class Question:
    """One item of the interview guide: a main question, or a sub-question."""

    id: str
    text: str
    order: int
    parent: str | None = None
    dimension: str = ""
    elicits: tuple[str, ...] = ()
    """Codes the question is meant to bring up."""
    kind: str = "question"
    """`question`, or `section` for a heading of the guide that is not asked."""

    @property
    def main(self) -> str:
        """The main question it belongs to: itself, or its parent."""
        return self.parent or self.id


@frozen
class Memo:
    """A researcher's note about anything; what it is about is kept by key, and follows what is renamed or moved."""

    id: int
    text: str
    coder: str
    created: str
    subject: str = "study"
    """`study`, `document`, `place`, `code`, `case` or `cell` (a case and a code)."""
    document: str = ""
    span: Span | None = None
    unit: str = ""
    """How a place was named: `turn`, `answer` or `characters`."""
    quote: str = ""
    """The words at the place when the memo was written."""
    code: str = ""
    case: str = ""
    uid: str = field(default="", compare=False)
    """The same in every copy of the study, as of a coding."""
    kind: str = ""
    """Empty for a memo. At a place also `insertion` (printed after the quoted words there), `omission` (the words are
    left out of quotes) or `translation` (printed beside them)."""
    language: str = ""
    """Of a translation: `en`."""

    @property
    def edits(self) -> bool:
        """Whether it says how words are quoted; else it is a note of the researcher's."""
        return bool(self.kind)

    @property
    def readable(self) -> str:
        """The text for a program that knows memos alone: `[insertion] opgaven, red.`; `on` understands it."""
        return f"[{f'{self.kind} {self.language}'.strip()}] {self.text}" if self.kind else self.text

    @property
    def same(self) -> tuple[str, ...]:
        """What two copies of one memo have in common, whatever their numbers."""
        return (self.about, self.text, self.coder, self.kind, self.language)

    @property
    def about(self) -> str:
        """The subject in words: `document D1`, `place D1@120-180`, `code moore:value`, `case D1`,
        `cell D1 moore:value`, or empty for the study."""
        place = f"{self.document}@{self.span.start}-{self.span.stop}" if self.span else self.document
        named = " ".join(part for part in (self.case, place, self.code) if part)
        return f"{self.subject} {named}" if named else ""

    @classmethod
    def on(cls, about: str, id: int, text: str, coder: str, created: str) -> Memo:
        """A memo from its subject in words, as `about` gives it; what names nothing is about the study."""
        subject, _, rest = about.partition(" ")
        memo = cls(id, text, coder, created)
        if subject == "place" and (match := re.fullmatch(r"(.+)@(\d+)-(\d+)", rest)):
            span = Span(int(match[2]), int(match[3]))
            if edit := re.match(r"\[(insertion|omission|translation) ?(\w*)\] ", text):
                memo = replace(memo, text=text[edit.end() :], kind=edit[1], language=edit[2])
            return replace(memo, subject=subject, document=match[1], span=span, unit="characters")
        if subject == "cell" and " " in rest:
            case, _, code = rest.rpartition(" ")
            return replace(memo, subject=subject, case=case, code=code)
        if subject in ("document", "code", "case") and rest:
            named = {subject: rest}
            return replace(
                memo, subject=subject, document=named.get("document", ""), code=named.get("code", ""),
                case=named.get("case", ""),
            )  # fmt: skip
        return memo


@frozen
class Decision:
    """What a review settled: whether a code belongs on a stretch of text."""

    id: int
    document: str
    span: Span
    quote: str
    code: str
    verdict: str
    """`yes` or `no`."""
    coder: str
    """Who decided."""
    created: str
    about: str = ""
    """Whose coding was decided on; empty where it is the whole unit."""
    why: str = ""
    round: int = 1
    uid: str = field(default="", compare=False)
    """The same in every copy of the study, as of a coding."""


@frozen
class Assignment:
    """That a coder was given, has begun or has finished a document.

    A unit without codes is "looked at, nothing" only where its coder finished the document.
    """

    coder: str
    document: str
    state: str
    """`assigned`, `begun` or `finished`."""
    round: str = ""
    """The round it was given in; empty where nothing was planned."""
    blind: bool = False
    """Whether nobody sees another's codings of the document until everybody who codes it blind has finished."""
    places: tuple[Span, ...] = ()
    """The units that were given; all of the document without any."""


@frozen
class Round:
    """A round of coding: who codes what, how it was drawn, and who decides where the coders differ."""

    id: str
    """Its name: `training`, `main`."""
    kind: str
    """`training` or `main`."""
    plan: Mapping[str, Any] = field(default_factory=dict)
    """As it was planned then: coders, sample, strata, seed, and what was drawn."""
    adjudicator: str = ""
    """The third person who decides; empty where the coders decide together."""
    coder: str = ""
    """Who planned it."""
    created: str = ""


@frozen
class Measure:
    """The agreement of a round as it was computed then, whatever is coded or settled afterwards."""

    id: int
    round: str
    result: Mapping[str, Any]
    """Coders, documents, unit, number of units, coefficients of each code, digest of the codebooks."""
    coder: str
    """Who computed it."""
    created: str
    uid: str = field(default="", compare=False)
    """The same in every copy of the study, as of a coding."""


@frozen
class AnswerStatus:
    """What a person has said about an answer: not asked, nothing codable said, or lost."""

    document: str
    question: str
    status: str
    """`answered`, `no_answer`, `not_asked` or `missing`."""


@frozen
class Foreign:
    """Something of another program's file that has no place here and is handed back untouched."""

    format: str
    """The codec that knows it: `qdpx`."""
    kind: str
    """`guid`, `guids`, `xml` or `file`."""
    subject: str
    """What it belongs to: `document D1`, `code open:trust`, `coder ana`, or a section of the file."""
    value: str
    """The GUID, the fragment of XML, or where the file's bytes lie: `PATH::ENTRY`."""


@frozen
class Bundle:
    """A whole study as one value: what reports, snapshots and exchange files read and write."""

    name: str = ""
    language: str = "en"
    documents: tuple[Document, ...] = ()
    codebooks: tuple[Codebook, ...] = ()
    codings: tuple[Coding, ...] = ()
    coders: tuple[Coder, ...] = ()
    cases: tuple[Case, ...] = ()
    questions: tuple[Question, ...] = ()
    memos: tuple[Memo, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    statuses: tuple[AnswerStatus, ...] = ()
    foreign: tuple[Foreign, ...] = ()
    decisions: tuple[Decision, ...] = ()
    rounds: tuple[Round, ...] = ()
    measures: tuple[Measure, ...] = ()
