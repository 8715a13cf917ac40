"""Which case speaks where, and which case each is part of: the one look-up of cases for counting and for reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .languages import composed, same_name
from .model import Case, Document, Member, Span, Turn

NO_CASES = "case,name,kind,members,weight\n"
"""`cases.csv` of a study that has none yet, as `init` writes it."""


def parents(cases: Iterable[Case]) -> dict[str, str]:
    """The case that each case is part of; cases that stand alone are not in it.

    A municipality whose members are whole documents holds the informants who speak in them.
    """
    cases = list(cases)
    holder = {
        member.document: case.id
        for case in cases
        for member in case.members
        if member.speaker is None and not member.passage
    }
    found: dict[str, str] = {}
    for case in cases:
        if case.part_of:
            found[case.id] = case.part_of
            continue
        within = {holder.get(member.document, "") for member in case.members if member.speaker or member.passage}
        parts = [member for member in case.members if member.speaker is None and not member.passage]
        if len(within) == 1 and not parts and within != {""} and within != {case.id}:
            found[case.id] = within.pop()
    return found


def values(text: str) -> tuple[str, ...]:
    """The values of an attribute, which `;` separates: `school; care` is two."""
    return tuple(dict.fromkeys(part for each in text.split(";") if (part := each.strip())))


def joined(texts: Iterable[str]) -> str:
    """What `values` takes apart: several in one cell of a table, each once, `A1; B1`."""
    several = dict.fromkeys(filter(None, texts))
    if len(several) < 2:
        return "".join(several)
    return "; ".join(dict.fromkeys(part for text in several for part in values(text)))


def turns_of(document: Document, span: Span) -> list[Turn]:
    """The turns whose words a stretch holds: those of informants where there are any, else all it touches."""
    touched = document.turns_on(span)
    return [turn for turn in touched if turn.role == "informant"] or touched


class CaseMap:
    """Which case speaks where, and what the cases are parts of."""

    def __init__(self, cases: Iterable[Case]) -> None:
        self.cases: Mapping[str, Case] = {case.id: case for case in cases}
        self.parents = parents(self.cases.values())
        self.holding = frozenset(self.parents.values())
        """The cases that others are part of."""
        self.levels_there = frozenset(self.cases[id].kind for id in self.holding if id in self.cases)
        """The kinds of those: `municipality`, of which one may hold nobody and yet have its own documents."""
        self._by_speaker: dict[tuple[str, str], str] = {}
        self._by_document: dict[str, str] = {}
        self.passages: dict[str, list[tuple[Member, str]]] = {}
        self._speakers: dict[str, list[str]] = {}
        self._several: dict[str, tuple[Document, bool]] = {}
        for case in self.cases.values():
            for one in case.members:
                if one.speaker is not None:
                    self._by_speaker[one.document, same_name(one.speaker)] = case.id
                    self._speakers.setdefault(one.document, []).append(same_name(one.speaker))
                elif one.passage:
                    self.passages.setdefault(one.document, []).append((one, case.id))
                else:
                    self._by_document[one.document] = case.id

    def case_of(self, document: Document, speaker: str, pieces: Sequence[Span] = ()) -> str:
        """The case's id: that of the passage which holds most of the pieces, else the speaker's, else the
        document's. Where no row names any, the document itself is the case, and `D1/Anna` one of
        several unnamed informants in it."""
        if pieces and document.id in self.passages:
            inside = self._in_passage(document, pieces)
            if inside:
                return inside
        named = self._by_speaker.get((document.id, same_name(speaker))) or self.misnamed(document)
        if found := named or self._by_document.get(document.id):
            return found
        return f"{document.id}/{composed(speaker)}" if speaker and self._has_several(document) else document.id

    def cases_in(self, document: Document) -> set[str]:
        """The cases that speak in a document; where nobody answers, those that its text is of."""
        said = [turn for turn in document.turns if turn.role == "informant"] or document.turns
        return {self.case_of(document, turn.speaker, (turn.span,)) for turn in said}

    def misnamed(self, document: Document) -> str:
        """The case that names a speaker whom a document with one informant does not have: `A1:A1` where the
        transcript writes `I:`. `check` and what is counted tell it. Not where the document is another informant's."""
        wanted = self._speakers.get(document.id, ())
        owner = self.cases.get(self._by_document.get(document.id, ""))
        if len(wanted) != 1 or self._has_several(document) or (owner and owner.kind == "informant"):
            return ""
        there = {same_name(turn.speaker) for turn in document.turns}
        return "" if wanted[0] in there else self._by_speaker[document.id, wanted[0]]

    def person(self, document: Document, speaker: str, case: str) -> str:
        """Who speaks, to be counted: the case where it is an informant, else the speaker within it."""
        known = self.cases.get(case)
        return case if known is None or known.kind == "informant" else f"{case}/{document.id}/{speaker}"

    def _in_passage(self, document: Document, pieces: Sequence[Span]) -> str:
        size = sum(map(len, pieces))
        for passage, case in self.passages[document.id]:
            start, stop = reach(passage, document)
            covered = sum(max(0, min(piece.stop, stop) - max(piece.start, start)) for piece in pieces)
            if covered * 2 > size:
                return case
        return ""

    def _has_several(self, document: Document) -> bool:
        known = self._several.get(document.id)
        if known is None or known[0] is not document:
            several = len({turn.speaker for turn in document.turns if turn.role == "informant"}) > 1
            known = self._several[document.id] = (document, several)
        return known[1]

    def above(self, id: str) -> list[str]:
        """The cases that a case is part of, the nearest first."""
        found: list[str] = []
        parent = self.parents.get(id, "")
        while parent and parent not in found:  # a circle, which no file may hold, ends with the case itself
            found.append(parent)
            parent = self.parents.get(parent, "")
        return found

    def levels(self, id: str) -> list[str]:
        """A case and all that it is part of."""
        return [id, *self.above(id)]

    def attributes(self, id: str) -> dict[str, str]:
        """What is known about a case: its own attributes, else those of what it is part of."""
        found: dict[str, str] = {}
        for level in self.levels(id):
            case = self.cases.get(level)
            for key, value in (case.attributes if case else {}).items():
                if value or key not in found:
                    found[key] = found.get(key) or value
        return found


def reach(passage: Member, document: Document) -> tuple[int, int]:
    """Where a passage begins and ends in a document's text; (0, 0) where the document has no such turns."""
    first, last = (int(number) for number in passage.passage[1:].split("-"))
    if passage.passage[0] == "@":
        return first, last
    spans = [turn.span for turn in document.turns if first <= turn.index <= last]
    return (spans[0].start, spans[-1].stop) if spans else (0, 0)
