"""The codings of a study as few numbers as possible, for the page's script.

The text itself stands once, in the page; a coding is six numbers that point into it. Offsets are
counted as browsers count (UTF-16), within the turn.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...core import units as unitising
from ...core.grouping import grouped
from ...core.model import Bundle, Code, Codebook, Coding, Document, Span, Turn
from ...core.text import WORD
from ...core.values import frozen
from ..build.edits import Edits, translated
from ..figures.sheet import COLORS, luminance, mix
from ..wording import Words

LINES = 3
"""Kinds of line with which the page's script can underline."""


@frozen
class Placed:
    """A document as the page shows it: its turns, and its codings as numbers."""

    document: Document
    turns: tuple[Turn, ...]
    codings: tuple[int, ...]
    """Six numbers each: code, coder, first turn, start in it, further turns, stop in the last."""
    outside: int
    """Codings that stand in no turn; they have -1 for the first turn, and carry their quote."""
    count: int


def turns_of(document: Document) -> tuple[Turn, ...]:
    """The turns; a document without any is one, so that its text can be read."""
    if document.turns or not document.text:
        return document.turns
    return (Turn(1, "", "informant", Span(0, len(document.text))),)


class Material:
    """Everything the script needs, as plain values with short lists."""

    def __init__(
        self, bundle: Bundle, words: Words, *, with_text: bool, unit_of: Callable[[Document], str] = lambda one: "turn"
    ) -> None:
        self.bundle, self.words, self.with_text, self._unit_of = bundle, words, with_text, unit_of
        self.codes = _Codes(bundle, words.language)
        coders = dict.fromkeys(coding.coder for coding in bundle.codings)
        names = {coder.id: coder.name or coder.id for coder in bundle.coders}
        self.coders = {id: number for number, id in enumerate(coders)}
        self.coder_names = [names.get(id, id) for id in coders]
        self.cases = [case for case in bundle.cases if case.members]
        self.more: dict[int, dict[str, Any]] = {}
        self.placed: list[Placed] = []
        self._qualifiers = {
            f"{book.id}:{id}": text.get(words.language) or text.get("en") or id
            for book in bundle.codebooks
            for id, text in book.qualifiers
        }
        self._documents = {document.id: document for document in bundle.documents}
        self._edits = Edits(bundle.memos)
        by_document = grouped((coding.document, coding) for coding in bundle.codings)
        number = 0
        for document in bundle.documents:
            own = sorted(by_document.get(document.id, ()), key=lambda c: (c.span, c.code, c.coder, c.id))
            placed = self._place(document, own, number)
            number += placed.count
            self.placed.append(placed)

    def _place(self, document: Document, codings: Sequence[Coding], number: int) -> Placed:
        turns = turns_of(document)
        starts = [turn.span.start for turn in turns]
        flat: list[int] = []
        outside = 0
        for at, coding in enumerate(codings, start=number):
            first = max(0, bisect.bisect_right(starts, coding.span.start) - 1)
            touched = []
            for index in range(first, len(turns)):
                if turns[index].span.start >= coding.span.stop:
                    break
                if turns[index].span.overlaps(coding.span):
                    touched.append(index)
            more = self._more(coding)
            code, coder = self.codes.number(coding.code), self.coders[coding.coder]
            if touched:
                start = _units(document.text, turns[touched[0]].span, coding.span.start)
                stop = _units(document.text, turns[touched[-1]].span, coding.span.stop)
                if not self.with_text:
                    start = stop = 0
                flat += [code, coder, touched[0], start, touched[-1] - touched[0], stop]
            else:
                outside += 1
                flat += [code, coder, -1, 0, 0, 0]
                if self.with_text:
                    more["quote"] = coding.quote or coding.span.cut(document.text)
            if more:
                self.more[at] = more
        return Placed(document, turns, tuple(flat), outside, len(codings))

    def _more(self, coding: Coding) -> dict[str, Any]:
        more: dict[str, Any] = {}
        if coding.weight != 1:
            more["weight"] = self.words.form(coding.weight)
        if coding.qualifier:
            book = coding.code.partition(":")[0]
            more["qualifier_id"] = coding.qualifier
            more["qualifier"] = self._qualifiers.get(f"{book}:{coding.qualifier}", coding.qualifier)
        if coding.unsure:
            more["unsure"] = 1
        if self.with_text:
            if coding.memo:  # a memo may quote what was said
                more["memo"] = coding.memo
            self._edited(coding, more)
        return more

    def _edited(self, coding: Coding, more: dict[str, Any]) -> None:
        """How the coding is quoted, where an editor has done something to its words."""
        document = self._documents.get(coding.document)
        if document is None or not self._edits:
            return
        printed = self._edits.edited(document.id, document.text, coding.span).text
        if printed != coding.span.cut(document.text):
            more["quote"] = printed
        found = self._edits.translations(document.id, coding.span, self.words.language)
        if line := translated(found, self.words):
            more["translation"] = line

    def cases_in(self, document: Document) -> dict[str, list[int]]:
        """The numbers of the cases by speaker; `*` for those to whom the whole document belongs."""
        return grouped(
            (member.speaker or "*", number)
            for number, case in enumerate(self.cases)
            for member in case.members
            if member.document == document.id
        )

    def _searched(self, placed: Placed) -> dict[str, Any]:
        """What a search needs to know of the turns: the unit of each (-1 for none), the words between it and the one
        before, such as a label, and those that neither ask nor answer."""
        if not self.with_text:
            return {}
        document, turns = placed.document, placed.turns
        units = [-1] * len(turns)
        starts = [turn.span.start for turn in turns]
        for number, unit in enumerate(unitising.units(document, self._unit_of(document)) if document.turns else ()):
            for piece in unit.pieces:
                at = max(0, bisect.bisect_right(starts, piece.start) - 1)
                while at < len(turns) and turns[at].span.start < piece.stop:
                    if turns[at].span.overlaps(piece) and units[at] < 0:
                        units[at] = number
                    at += 1
        gaps = [
            len(WORD.findall(document.text, before.span.stop, turn.span.start))
            for before, turn in itertools.pairwise(turns)
        ]
        found: dict[str, Any] = {"units": units if document.turns else [0]}
        if any(gaps):
            found["gaps"] = [0, *gaps]
        if others := [at for at, turn in enumerate(turns) if turn.role == "other"]:
            found["others"] = others
        return found

    def plain(self, words: Mapping[str, str]) -> dict[str, Any]:
        """The whole as values for JSON."""
        return {
            "language": self.words.language,
            "text": self.with_text,
            "words": dict(words),
            "codes": self.codes.plain(),
            "coders": self.coder_names,
            "documents": [
                {"id": p.document.id, "cases": self.cases_in(p.document), "codings": p.codings, **self._searched(p)}
                for p in self.placed
            ],
            "more": self.more,
        }


def _units(text: str, span: Span, at: int) -> int:
    """UTF-16 units from the start of the turn to `at`, which is moved into the turn."""
    inside = min(max(at, span.start), span.stop)
    stretch = text[span.start : inside]
    return len(stretch) + sum(1 for char in stretch if ord(char) > 0xFFFF)


class _Codes:
    """All codes of the codebooks, and those used that are in none, by number."""

    def __init__(self, bundle: Bundle, language: str) -> None:
        self._numbers: dict[str, int] = {}
        self._plain: list[dict[str, Any]] = []
        self.counts: dict[str, int] = {}
        for coding in bundle.codings:
            self.counts[coding.code] = self.counts.get(coding.code, 0) + 1
        own = {code.color for book in bundle.codebooks for code in book}
        free = [color for color in COLORS if color not in own] or list(COLORS)
        taken: set[tuple[str, int]] = set()
        tops = 0
        for book in bundle.codebooks:
            for depth, code in book.walk():
                parent = self._numbers[f"{book.id}:{code.parent}"] if depth else -1
                at = book.children(code.parent).index(code)
                first = tops % len(free)
                colors = [*free[first:], *free[:first]]
                if code.color or depth:
                    colors = [code.color or self._plain[parent]["color"]]
                tops += depth == 0
                # Codes that are marked alike cannot be told apart in the text, whichever codebooks they are of.
                marks = [(color, (at + turn) % LINES) for turn in range(LINES) for color in colors]
                color, line = next((mark for mark in marks if mark not in taken), marks[0])
                taken.add((color, line))
                self._add(f"{book.id}:{code.id}", code.label(language), color, parent, line)
        for id in self.counts:
            if id not in self._numbers:
                self._add(id, id, COLORS[-1], -1, 0)

    def _add(self, id: str, name: str, color: str, parent: int, line: int) -> None:
        self._numbers[id] = len(self._plain)
        color = safe_color(color)
        self._plain.append(
            {"id": id, "name": name, "color": color, "ink": readable(color), "parent": parent, "line": line}
        )

    def number(self, id: str) -> int:
        return self._numbers[id]

    def plain(self) -> list[dict[str, Any]]:
        return self._plain

    def below(self, book: Codebook, code: Code) -> int:
        """How many codings carry the code or one below it."""
        ids = [code.id, *(under.id for under in book.descendants(code.id))]
        return sum(self.counts.get(f"{book.id}:{id}", 0) for id in ids)


def safe_color(color: str) -> str:
    """The colour where it is one, else grey: a codebook's file must not write style sheets."""
    plain = color[1:] if color.startswith("#") else ""
    return color if len(plain) == 6 and all(c in "0123456789abcdefABCDEF" for c in plain) else COLORS[-1]


def readable(color: str) -> str:
    """The colour, darkened or lightened until a thin line of it stands out 3 to 1 on white and on dark."""
    for _ in range(20):
        if luminance(color) > 0.3:
            color = mix(color, "#000000", 0.08)
        elif luminance(color) < 0.13:
            color = mix(color, "#ffffff", 0.08)
        else:
            break
    return color
