"""Cutting a document into units of analysis.

Only speech of the role `informant` is ever a unit. An answer is everything an informant
says under one item of the interview guide; without a guide it is an informant turn with
its continuations up to the next interviewer turn that says something: "mm-hmm" and "(laughs)" end none.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from .errors import UsageError
from .grouping import grouped
from .languages import LANGUAGES, catalogue, composed, written
from .model import UNIT_KINDS, Coding, Document, Span, Turn, Unit

_DRAWN_OUT = re.compile(r"(\w)\1+")
_BRACKETED = re.compile(r"\(+([^()]*)\)+|\[+([^\[\]]*)\]+|<([^<>]*)>|\*([^*]*)\*")
_BETWEEN = re.compile('[\\s.,;:!…·–—\\-*_"“”\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]+')
"""What may stand between the words, small pictures too; a question mark may not, for then something is asked."""


@functools.lru_cache(4096)  # the same few, hundreds of times
def is_backchannel(words: str, language: str) -> bool:
    """Whether a turn holds nothing but such words, dots and bracketed sounds.

    In a text of none of the four languages, or of an unknown one, the words of all four count.

    >>> is_backchannel("Mm-hmm. Okay … (laughs)", "en"), is_backchannel("Okay, why?", "en")
    (True, False)
    """
    if len(words) > 120 or "?" in words:
        return False  # nobody nods for so long, or asks in nodding: most turns are told apart without a look
    text = _plain(words)
    for found in _BRACKETED.finditer(text):
        if not _only(next(part for part in found.groups() if part is not None), _listed("", "sounds")):
            return False  # `(laughs)` stands in any transcript
    return _only(_BRACKETED.sub(" ", text), _listed(written(language), "words"))


def _plain(words: str) -> str:
    """Small letters, each once however long it was drawn out: `Mmmm` as `m`."""
    return _DRAWN_OUT.sub(r"\1", composed(words).casefold().replace("’", "'"))


def _only(text: str, listed: frozenset[tuple[str, ...]]) -> bool:
    """Whether a text is nothing but what is listed; of what begins alike the longest is taken."""
    said = [word for word in _BETWEEN.split(text) if word]
    longest = max(map(len, listed))
    at = 0
    while at < len(said):
        size = next((size for size in range(longest, 0, -1) if tuple(said[at : at + size]) in listed), 0)
        if not size:
            return False
        at += size
    return True


@functools.cache
def _listed(language: str, key: str) -> frozenset[tuple[str, ...]]:
    """What the lists of a language have, each as its words; of all languages for one without a list."""
    languages = (language,) if language in LANGUAGES else LANGUAGES
    lists = [catalogue("qualcode.core", one)[f"backchannel.{key}"].split(", ") for one in languages]
    return frozenset(tuple(filter(None, _BETWEEN.split(_plain(line)))) for one in lists for line in one)


T = TypeVar("T")

ASKED = ("interview", "focus-group", "survey")
"""Kinds of documents in which somebody answers."""
NOT_ASKED = ("document", "observation", "notes", "web")
"""Kinds in which nobody does."""


def asked(document: Document) -> bool:
    """Whether somebody answers in a document; kinds of the user's own tell by whether anybody asks."""
    if document.kind in ASKED or document.kind in NOT_ASKED:
        return document.kind in ASKED
    return any(turn.question or turn.role == "interviewer" for turn in document.turns)


def kind_for(document: Document, kind: str) -> str:
    """What is counted in a document where `kind` is: nobody answers in documents and notes, so a
    paragraph stands there for the answer of an interview and the entry of a survey; in a meeting
    each time that somebody speaks."""
    if kind != "answer" or asked(document):
        return kind
    return "turn" if document.kind == "meeting" and any(turn.speaker for turn in document.turns) else "paragraph"


def informant_turns(document: Document) -> list[Turn]:
    """The turns that can be coded and counted; a document without speakers is all such."""
    return [turn for turn in document.turns if turn.role == "informant"]


def units(document: Document, kind: str) -> list[Unit]:
    """The units of `kind` in a document, in order, numbered from 1.

    Raises UsageError (`bad_option`) for a kind that cannot be cut from a text alone.
    """
    if kind == "answer":
        return answers(document)
    speech = informant_turns(document)
    if kind == "turn":
        return [
            Unit(
                document.id,
                kind,
                turn.index,
                (turn.span,),
                f"{document.id}:{turn.index}",
                turn.speaker,
                turn.question,
                (turn.index,),
            )
            for turn in speech
        ]
    if kind in ("paragraph", "sentence"):
        return _pieces(document, kind, speech)
    if kind == "document":
        if not speech:
            return []
        spans = tuple(turn.span for turn in speech)
        return [Unit(document.id, kind, 1, spans, document.id, turns=tuple(t.index for t in speech))]
    raise UsageError(f"unit {kind!r}: expected one of {', '.join(UNIT_KINDS)}")


def _pieces(document: Document, kind: str, speech: Iterable[Turn]) -> list[Unit]:
    from .text import paragraphs, sentences  # tagging an answer or a turn looks at no words

    found: list[Unit] = []
    for turn in speech:
        if kind == "paragraph":
            spans = paragraphs(document.text, turn.span)
        else:
            spans = sentences(document.text, turn.span, document.language)
        for span in spans:
            label = f"{document.id}@{span.start}-{span.stop}"
            found.append(
                Unit(
                    document.id,
                    kind,
                    len(found) + 1,
                    (span,),
                    label,
                    turn.speaker,
                    turn.question,
                    (turn.index,),
                )
            )
    return found


def answers(document: Document) -> list[Unit]:
    """The answers of a document, in the order in which they begin.

    With matched questions an answer gathers all turns of one speaker under one item, also
    across interruptions and returns to it; its label is `D1#3a`. Where several informants
    answer the same item, each has an answer of their own, `D1#3a/Kari`. In a document where no turn has a
    question, answers are numbered in order, and what the interviewer only hums in between ends
    none (unless the document's `backchannels` say so). Speech before the first question is no answer.
    """
    if any(turn.question for turn in document.turns):
        return _guided(document)
    return _unguided(document)


def _guided(document: Document) -> list[Unit]:
    gathered = grouped(((turn.question, turn.speaker), turn) for turn in informant_turns(document) if turn.question)
    answering = Counter(question for question, _ in gathered)
    found = []
    for index, ((question, speaker), turns) in enumerate(gathered.items(), start=1):
        label = f"{document.id}#{question}"
        found.append(
            Unit(
                document.id,
                "answer",
                index,
                tuple(turn.span for turn in turns),
                f"{label}/{speaker}" if speaker and answering[question] > 1 else label,
                speaker,
                question,
                tuple(turn.index for turn in turns),
            )
        )
    return found


def _unguided(document: Document) -> list[Unit]:
    found: list[Unit] = []
    run: dict[str, list[Turn]] = {}

    def close() -> None:
        for speaker, turns in run.items():
            index = len(found) + 1
            found.append(
                Unit(
                    document.id,
                    "answer",
                    index,
                    tuple(turn.span for turn in turns),
                    f"{document.id}#{index}",
                    speaker,
                    None,
                    tuple(turn.index for turn in turns),
                )
            )
        run.clear()

    for turn in document.turns:
        if turn.role == "interviewer":
            if not (run and document.backchannels and is_backchannel(turn.span.cut(document.text), document.language)):
                close()
        elif turn.role == "informant":
            run.setdefault(turn.speaker, []).append(turn)
    close()
    return found


def segments(document: Document, unit: Unit) -> list[Span]:
    """The stretches of text to code when the whole unit is coded.

    One stretch for each run of its turns that is not broken by another answer: a follow-up
    question inside an answer is spanned, a different item is not.
    """
    if len(unit.pieces) == 1:
        return [unit.pieces[0]]
    by_index = {turn.index: turn for turn in document.turns}
    own = set(unit.turns)
    runs: list[list[Span]] = [[unit.pieces[0]]]
    for before, after, piece in zip(unit.turns[:-1], unit.turns[1:], unit.pieces[1:], strict=True):
        between = (by_index[i] for i in range(before + 1, after) if i in by_index and i not in own)
        if any(turn.role == "informant" for turn in between):
            runs.append([piece])
        else:
            runs[-1].append(piece)
    return [Span(run[0].start, run[-1].stop) for run in runs]


def interrupted(document: Document, found: Sequence[Unit] | None = None) -> list[list[Span]]:
    """The stretches of each answer that another answer interrupts; `found` are its answers, where they are at hand."""
    if not asked(document):
        return []
    found = answers(document) if found is None else found
    return [spans for unit in found if len(unit.pieces) > 1 and len(spans := segments(document, unit)) > 1]


def coded_whole(stretches: Iterable[Sequence[Span]], there: Mapping[tuple[Any, ...], T]) -> Iterator[list[T]]:
    """For each interrupted answer and each thing said of all of it, the codings of its stretches in their order.

    `there` are the codings of a document by (start, stop, code, coder, qualifier).
    """
    said_at = grouped(((start, stop), tuple(said)) for start, stop, *said in there)
    for spans in stretches:
        for same in said_at.get((spans[0].start, spans[0].stop), ()):
            places = [(span.start, span.stop, *same) for span in spans]
            if all(place in there for place in places):
                yield [there[place] for place in places]


def whole_answers(
    document: Document, codings: Iterable[Coding], stretches: Sequence[Sequence[Span]] | None = None
) -> list[list[int]]:
    """The ids of codings that are the stretches of one interrupted answer coded whole, in their order: one coding.

    `stretches` are those of the document's interrupted answers, where they are at hand.
    """
    stretches = interrupted(document) if stretches is None else stretches
    if not stretches:
        return []
    there = {
        (c.span.start, c.span.stop, c.code, c.coder, c.qualifier): c.id for c in codings if c.document == document.id
    }
    return list(coded_whole(stretches, there))


def later_stretches(
    document: Document, codings: Iterable[Coding], stretches: Sequence[Sequence[Span]] | None = None
) -> set[int]:
    """The ids of codings that are counted with an earlier stretch of their answer; see `whole_answers`."""
    return {id for _, *later in whole_answers(document, codings, stretches) for id in later}


UNCOUNTED = {
    "interviewer": "no informant speaks there, so it counts in no share",
    "no_question": "it lies before the first item of the guide, in no answer, so it counts in no share of answers",
}


def counted(document: Document, span: Span, kind: str = "answer") -> str:
    """Why a coding there counts in no share: `interviewer` (no informant speaks), `no_question`
    (before the first item of the guide, where answers are counted), or empty when it counts."""
    return counting(document, kind)(span)


def counting(document: Document, kind: str = "answer") -> Callable[[Span], str]:
    """`counted` for many places of one document: what is the same for all of them is found once."""
    guided = kind_for(document, kind) == "answer" and any(turn.question for turn in document.turns)
    said = informant_turns(document)
    starts, stops = [turn.span.start for turn in said], [turn.span.stop for turn in said]

    def why(span: Span) -> str:
        touched = said[bisect_right(stops, span.start) : bisect_left(starts, span.stop)]
        if not touched:
            return "interviewer"
        return "no_question" if guided and not any(turn.question for turn in touched) else ""

    return why


def covering(spans: Sequence[Span]) -> list[Span]:
    """The union of spans, as disjoint spans in order; touching ones are joined."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].stop:
            if span.stop > merged[-1].stop:
                merged[-1] = Span(merged[-1].start, span.stop)
        else:
            merged.append(span)
    return merged
