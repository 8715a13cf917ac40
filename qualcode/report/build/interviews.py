"""Each transcript with its codes beside the words, and numbers by which a quote can be cited."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ...core.grouping import grouped
from ...core.model import Bundle, Coding, Document, Turn
from ...core.table import Block, Heading, Mark, Note, Report, Transcript, TranscriptLine
from ...core.text import words as count_words
from ...core.ticks import Tick, ticking
from ..wording import Words, capital
from .edits import Edited, translated
from .lookup import Lookup, taken_in_turns
from .memos import about, beside
from .quotes import published


def interviews_report(
    bundle: Bundle,
    *,
    language: str = "en",
    text: bool = True,
    memos: bool = False,
    begun: Collection[str] | None = None,
    created: str = "",
    progress: Tick | None = None,
) -> Report:
    """The transcripts with their codes in the margin.

    Without `text` only the number of words of each turn is printed; with `memos` the margin has the codings' memos;
    `begun` are the documents that the coders have begun.
    """
    words = Words(language)
    study = Lookup(bundle, words, begun=begun)
    blocks: list[Block] = [Note(words("interviews.note", turn=study.numbered(bundle.documents)))]
    for document in ticking(bundle.documents, progress):
        heading, what, *rest = transcript_blocks(study, document, text=text, memos=memos, level=1)
        blocks += [heading, what, *(beside(study, "document", document.id) if memos else []), *rest]
    spoken = all(each.kind in ("interview", "focus-group") for each in bundle.documents)
    title = words("interviews.title" if spoken else "interviews.title_material")
    return Report(title, tuple(blocks), language, "interviews", _data("interviews", study, text), created)


def transcripts_report(
    bundle: Bundle, *, language: str = "en", text: bool = True, created: str = "", progress: Tick | None = None
) -> Report:
    """The transcripts as they were read: no codes, no coder."""
    words = Words(language)
    study = Lookup(bundle, words, ())
    blocks: list[Block] = [Note(words("transcripts.note", turn=study.numbered(bundle.documents)))]
    for document in ticking(bundle.documents, progress):
        blocks += transcript_blocks(study, document, text=text, level=1, coded=False)
    data = _data("transcripts", study, text)
    return Report(words("transcripts.title"), tuple(blocks), language, "transcripts", data, created)


def _data(kind: str, study: Lookup, text: bool) -> dict[str, object]:
    return {
        "format": f"qualcode/{kind}/1",
        "documents": [
            {"document": each.id, "title": each.title, "turns": len(each.turns), "lines": _plain(study, each, text)}
            for each in study.bundle.documents
        ],
    }


def _plain(study: Lookup, document: Document, text: bool) -> list[dict[str, object]]:
    marked = marks_by_turn(study, document)
    return [
        {
            "turn": turn.index,
            "address": f"{document.id}:{turn.index}",
            "speaker": turn.speaker,
            "role": turn.role,
            "question": turn.question,
            **({"text": turn.span.cut(document.text)} if text else {}),
            "codes": [coding.code for coding, _ in marked.get(turn.index, ())],
        }
        for turn in document.turns
    ]


def transcript_blocks(
    study: Lookup, document: Document, *, text: bool = True, memos: bool = False, level: int = 2, coded: bool = True
) -> list[Block]:
    """The heading of a document, what it is, and its turns with their codes, or alone."""
    title = f"{document.id} – {document.title}" if document.title and document.title != document.id else document.id
    blocks: list[Block] = [Heading(title, level, f"document-{document.id}"), _about(study, document, coded)]
    lines = tuple(transcript_lines(study, document, text=text, memos=memos, coded=coded))
    head = study.words("col.said" if taken_in_turns(document) else "col.text")
    blocks.append(Transcript(lines, name=document.id, coded=coded, head=head))
    return blocks


def _about(study: Lookup, document: Document, coded: bool) -> Note:
    words = study.words
    codings = study.codings_by_document.get(document.id, [])
    coders = [study.coder_name(id) for id in dict.fromkeys(coding.coder for coding in codings)]
    parts = [capital(words.known("kind", document.kind))]
    case = study.case(document.id)
    if case is not None and case.name:
        parts.append(case.name)
    if taken_in_turns(document):
        parts.append(words("count.turns", n=len(document.turns)))
    parts.append(words("count.words", n=study.word_counts[document.id]))
    if coded and (number := study.coded_in([document.id])) is not None:
        parts.append(words("count.codings", n=number))
    if cited := published(document):
        parts.append(cited.rstrip("."))
    said = [f"{' · '.join(parts)}."]
    if coders:
        said.append(words("interviews.coded_by", coders=coders))
    if nowhere := [coding for coding in codings if not study.turns_of(coding)]:
        places = [f"{study.address(coding)} ({study.code_name(coding.code)})" for coding in nowhere]
        said.append(words("interviews.on_no_turn", n=len(nowhere), places=places))
    return Note(" ".join(said))


def marks_by_turn(study: Lookup, document: Document) -> dict[int, list[tuple[Coding, bool]]]:
    """The codings that touch each turn, and whether each began in an earlier one."""
    return grouped(
        (turn.index, (coding, number > 0))
        for coding in study.codings_by_document.get(document.id, ())
        for number, turn in enumerate(study.turns_of(coding))
    )


def transcript_lines(
    study: Lookup, document: Document, *, text: bool = True, memos: bool = False, coded: bool = True
) -> list[TranscriptLine]:
    """The turns of a document as lines of a transcript: with codes, what was put in and translations, or as read."""
    several = study.several_coders
    marked = marks_by_turn(study, document)
    lines = []
    current: str | None = None
    for turn in document.turns:
        heading = ""
        if turn.question and turn.question != current:
            current = turn.question
            heading = study.question(current)
        said = turn.span.cut(document.text)
        shown = study.edits.edited(document.id, document.text, turn.span, omitting=False) if coded else Edited(said)
        marks = tuple(
            _moved(_mark(study, coding, continued, turn, said, text, memos, several), shown)
            for coding, continued in marked.get(turn.index, ())
        )
        if text and coded:
            marks += _translations(study, document, turn)
        if memos and coded:
            marks += _place_memos(study, document, turn)
        lines.append(
            TranscriptLine(
                turn.index,
                turn.speaker,
                turn.role,
                shown.text if text else study.words("interviews.left_out", n=count_words(said)),
                heading,
                _clock(turn.time),
                marks,
                f"{document.id}:{turn.index}",
            )
        )
    return lines


def _mark(
    study: Lookup, coding: Coding, continued: bool, turn: Turn, said: str, text: bool, memos: bool, several: bool
) -> Mark:
    start = max(coding.span.start, turn.span.start) - turn.span.start
    stop = min(coding.span.stop, turn.span.stop) - turn.span.start
    whole = not said[:start].strip() and not said[stop:].strip()
    if whole or not text:
        start = stop = 0
    return Mark(
        study.code_name(coding.code),
        study.color(coding.code),
        study.coder_name(coding.coder) if several else "",
        coding.memo if memos and not continued else "",
        coding.weight,
        study.qualifier(coding),
        start,
        stop,
        continued,
    )


def _moved(mark: Mark, shown: Edited) -> Mark:
    """The mark where its words stand once an editor's are among them."""
    return replace(mark, start=shown.at(mark.start), stop=shown.at(mark.stop)) if mark.stop else mark


def _translations(study: Lookup, document: Document, turn: Turn) -> tuple[Mark, ...]:
    """What somebody has said of this turn in another language, in the margin where it begins."""
    found = [
        memo
        for memo in study.edits.translations(document.id, turn.span, study.words.language)
        if memo.span is not None and turn.span.start <= memo.span.start < turn.span.stop
    ]
    line = translated(found, study.words)
    return (Mark(line),) if line else ()


def _place_memos(study: Lookup, document: Document, turn: Turn) -> tuple[Mark, ...]:
    """The memos about places that begin in this turn."""
    return tuple(
        Mark(study.words("col.memo"), memo=memo.text)
        for memo in about(study, "place", document.id)
        if memo.span is not None and turn.span.start <= memo.span.start < turn.span.stop
    )


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
