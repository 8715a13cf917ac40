"""From labels to turns: which stretch of the text each speaker said.

The text is never changed here. A label begins a turn; paragraphs without a label continue
it; headings, notes and comments interrupt it and are nobody's speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from ...core.grouping import grouped
from ...core.languages import composed
from ...core.model import Span, Turn
from ...core.text import trim
from ..readers.blocks import BRACKETED, LABEL, LEADING_STAMP, ONLY_STAMP, seconds
from .cues import SOMEBODY
from .decide import SpeakerDecision, Wanted
from .label_styles import ASIDE, CHAT_HEAD, Hit
from .labels import OBSERVER, joint_parts
from .lined import Lined, wrapped
from .questions_in_text import find_questions, question_turns
from .remarks import is_notice, is_remark, of_the_guide, of_whoever_watched, trailer
from .roles import FileFound, SpeakerFound, Speech, assign_roles, count_speech

_OBSERVED = re.compile(
    rf"[ \t]*[(\[](?:{OBSERVER.pattern})[ \t]*[:–—-][^()\[\]]+[)\]][ \t]*[.]?[ \t]*$|[ \t]*\[!\w+\]", re.IGNORECASE
)
"""A line that is a note of whoever watched: `[Obs: she looks out]`, `[!note] She looks out`."""
_OVERLAP = re.compile(r"[ \t]*(\d):[ \t]*")
_TRAILING_STAMP = re.compile(
    rf"\s*({BRACKETED}|(?<=\s)\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?)(?:[ \t]*\[\d+\.\d+\])?$"
)
"""The time at which a turn ends: `#00:00:12-3#`, `[00:00:12.3]`, `00:00:12`, and `[00:00:12][2.1]` with its length."""
_TIME_OF_DAY = re.compile(r"[ \t]*[\[(]?(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:.,])")
_WATCHED = ("notes", "observation")
_NEVER_FIRST = 5 * 60
"""A recording whose first time is later than this many seconds is none: 09:05 is five past nine."""
_LINE_ENDS = re.compile(r"[\])}>#0-9](?=[ \t]*(?:\n|\Z))")
"""What may end a time at the end of a line."""


@dataclass(slots=True)
class _Piece:
    """A turn before it has a number and a role."""

    label: str
    start: int
    stop: int
    time: float | None = None
    blocks: int = 1
    aside: bool = False
    item: str | None = None


@dataclass(slots=True)
class _Builder:
    doc: Lined
    decision: SpeakerDecision
    pieces: list[_Piece] = field(default_factory=list)
    open: _Piece | None = None
    speaking: str | None = None
    time: float | None = None
    """A time that stood on a line of its own, or at the end of the last turn."""
    parts: list[str] = field(default_factory=list)
    """Whom a joint label names, while its turn is open: `1:` and `2:` then say who is who."""
    item: str | None = None
    """The number of the question under which what follows is said."""
    unlabelled: int = 0
    empty: int = 0
    stamped: bool = False
    """Whether turns end with a time."""

    def close(self) -> None:
        if self.open is None:
            return
        span = trim(self.doc.text, Span(self.open.start, max(self.open.start, self.open.stop)))
        if span is None:
            self.empty += 1
        else:
            self.open.start, self.open.stop = span.start, span.stop
            ended = _TRAILING_STAMP.search(self.doc.text, max(span.start + 1, span.stop - 50), span.stop)
            if ended is not None and (self.stamped or ended[1][0] == "#"):  # where it ends the next begins
                self.open.stop, self.time = ended.start(), seconds(ended[1])
            self.pieces.append(self.open)
        self.open = None

    def begin(self, hit: Hit, stop: int) -> None:
        label = self.decision.names[hit.key]
        same = self.open is not None and label == self.open.label and label != SOMEBODY
        if self.decision.style == "declared" and self.open is not None and same:
            self.open.stop = stop
            self.open.blocks += 1
            return
        self.close()
        self.parts = joint_parts(hit.label) if hit.key in self.decision.joint else []
        time = hit.time if hit.time is not None else self.time
        self.time = None
        self.item = hit.item or self.item
        self.open = _Piece(label, hit.words, stop, time, item=self.item)
        self.speaking = label

    def overlapping(self, number: int, words: int, stop: int) -> bool:
        """Words of one of several who speak at once, where the text numbers them."""
        names = self.decision.names
        if not 1 <= number <= len(self.parts) or self.parts[number - 1] not in names:
            return False
        time = self.open.time if self.open is not None else None
        if self.open is not None and self.doc.text[self.open.start : self.open.stop].strip():
            self.close()
        self.open = _Piece(names[self.parts[number - 1]], words, stop, time)
        return True

    def waiting(self) -> bool:
        """Whether somebody has been named whose words are still to come."""
        return self.open is not None and not self.doc.text[self.open.start : self.open.stop].strip()

    def continued(self, start: int, stop: int, new_block: bool) -> None:
        waiting = self.waiting()
        self.unlabelled += new_block and not waiting
        if self.open is not None and waiting:
            self.open.start, self.open.stop = start, stop
        elif self.open is not None:
            self.open.stop = stop
            self.open.blocks += new_block
        elif self.speaking is not None:
            self.open = _Piece(self.speaking, start, stop, self.time)
            self.time = None
        else:
            self.beside(start, stop, new_block)

    def beside(self, start: int, stop: int, new_block: bool) -> None:
        """Text that nobody says: titles, headings, notes."""
        if not new_block and self.pieces and self.pieces[-1].aside:
            self.pieces[-1].stop = stop
            return
        span = trim(self.doc.text, Span(start, stop))
        if span is not None:
            self.pieces.append(_Piece("", span.start, span.stop, aside=True))


def build_turns(
    doc: Lined,
    decision: SpeakerDecision,
    wanted: Wanted,
    *,
    seek_questions: bool = True,
    kind: str = "",
) -> tuple[tuple[Turn, ...], FileFound]:
    """The turns of a text and what was found; every non-blank line is in a turn or is a label.

    Where nobody is named and `seek_questions` is set, questions that stand in the text are
    turns of the role `interviewer`, and what follows them answers.
    """
    if not decision.hits:
        asked = find_questions(doc) if seek_questions else None
        if asked is not None:
            return question_turns(doc, asked), FileFound(
                style="question", questions=len(asked.asked), passed_over=decision.passed_over
            )
        return _without_speakers(doc, kind), FileFound(style=decision.style, passed_over=decision.passed_over)
    builder = _Builder(doc, decision, stamped=_end_with_times(doc, len(decision.hits)))
    _walk(builder)
    builder.close()
    pieces = builder.pieces
    if all(piece.aside for piece in pieces):  # labels, and nobody says anything
        return _without_speakers(doc, kind), FileFound()
    text = doc.text
    speech = count_speech((p.label, text[p.start : p.stop]) for p in pieces if not p.aside)
    assigned = assign_roles(decision.names, speech, wanted, stated=decision.stated)
    roles = assigned.roles
    first = next((piece.time for piece in pieces if piece.time is not None), 0)
    of_day = kind in _WATCHED and first > _NEVER_FIRST
    turns = tuple(
        [
            Turn(
                number,
                composed(piece.label),
                "other" if piece.aside else roles[piece.label],
                Span(piece.start, piece.stop),
                None if of_day else piece.time,
                piece.item,
            )
            for number, piece in enumerate(pieces, start=1)
        ]
    )
    return turns, replace(_found(decision, pieces, roles, speech, builder), doubt=assigned.doubt)


def _end_with_times(doc: Lined, turns: int) -> bool:
    """Whether so many lines end with a time in brackets that it is no part of what somebody said."""
    needed = max(2, 0.25 * turns)
    found = 0
    for end in _LINE_ENDS.finditer(doc.text):
        stamp = _TRAILING_STAMP.search(doc.text, max(0, end.end() - 50), end.end())
        found += stamp is not None and doc.text[stamp.start() - 1 : stamp.start()] not in ("", "\n")
        if found >= needed:
            return True
    return False


def _walk(builder: _Builder) -> None:
    doc = builder.doc
    text, lines, blocks, starts = doc.text, doc.lines, doc.blocks, doc.starts
    hits = grouped((lines[doc.line_number(each.start) - 1], each) for each in builder.decision.hits)
    skip_headings = builder.decision.style == "heading"
    in_cells = builder.decision.style == "column" or any(each.speaker for each in blocks if each.kind == "cell")
    block, count = 0, len(blocks)
    last_block = -1
    signed = trailer(doc)
    guide = of_the_guide(doc, hits)
    watched = of_whoever_watched(doc, builder.decision.hits)
    for at in range(len(lines) - 1):
        start, stop = lines[at], lines[at + 1] - 1
        while block + 1 < count and starts[block + 1] <= start:
            block += 1
        if start >= stop or text[start:stop].isspace():
            continue
        kind = blocks[block].kind
        if kind == LABEL:
            continue
        new_block = block != last_block
        last_block = block
        remark = start >= signed or is_remark(text, start, stop)
        if not remark and not builder.waiting():
            apart = text[max(start - 2, 0) : start] in ("", "\n\n") and text[stop : stop + 2] in ("", "\n", "\n\n")
            remark = is_notice(text, start, stop, apart=apart)
        if start in hits and not remark:
            here = hits[start]
            if text[start : here[0].start].strip() and here[0].words > here[0].start:
                builder.continued(start, here[0].start, new_block)
            for hit, after in zip_longest(here, here[1:]):
                builder.begin(hit, after.start if after else stop)
            continue
        if in_cells and builder.open is not None and start < builder.open.start:
            continue  # a cell between the label and the words
        observed = text[start] in "([ \t" and _OBSERVED.match(text, start, stop) is not None
        observed = observed or (builder.decision.style == "chat" and CHAT_HEAD.match(text, start, stop) is not None)
        observed = observed or remark or (start in guide and not builder.waiting()) or start in watched
        if observed or kind in ASIDE or (kind == "heading" and not skip_headings):
            builder.close()
            builder.beside(start, stop, new_block)
            continue
        if in_cells and kind != "cell":  # before, between and after the tables in which people speak
            builder.close()
            builder.speaking = None
        if ONLY_STAMP.match(text, start, stop):
            stamp = seconds(text[start:stop])
            if builder.open is None or builder.open.stop <= builder.open.start:
                if builder.open is not None:
                    builder.open.start = builder.open.stop = stop
                    builder.open.time = builder.open.time or stamp
            else:
                builder.time = stamp
            if builder.open is None:
                builder.time = stamp
            continue
        if builder.parts:
            overlap = _OVERLAP.match(text, start, stop)
            if overlap and builder.overlapping(int(overlap[1]), overlap.end(), stop):
                continue
        builder.continued(start, stop, new_block)


def _without_speakers(doc: Lined, kind: str) -> tuple[Turn, ...]:
    """A paragraph is a turn of nobody; lines that follow one another are one paragraph."""
    turns: list[Turn] = []
    text = doc.text
    of_day = _times_of_day(doc, kind)
    for start, stop, block, time in _paragraphs(doc, of_day):
        stamp = None if of_day else LEADING_STAMP.match(text, start, stop)
        if time is None and stamp is not None:
            time = seconds(stamp[1])
            start = stamp.end()
        span = trim(text, Span(start, stop))
        if span is not None:
            aside = block in ("heading", "comment", "caption") or is_remark(text, start, stop)
            role = "other" if aside else "informant"
            turns.append(Turn(len(turns) + 1, "", role, span, time))
    return tuple(turns)


def _times_of_day(doc: Lined, kind: str) -> bool:
    """Whether the times above and before paragraphs are a clock's, as in notes of whoever watched: they are words of
    the notes then, and no places in a recording."""
    lines = ((start, start + len(block.text)) for start, block in zip(doc.starts, doc.blocks, strict=True))
    stamps = [at for at in lines if LEADING_STAMP.match(doc.text, *at) or ONLY_STAMP.match(doc.text, *at)]
    if not stamps or not all(_TIME_OF_DAY.match(doc.text, *at) for at in stamps):
        return False
    return kind in _WATCHED or (seconds(doc.text[slice(*stamps[0])]) or 0) > _NEVER_FIRST


def _paragraphs(doc: Lined, of_day: bool) -> Iterator[tuple[int, int, str, float | None]]:
    """Where each begins and ends, what it is, and its time, which may stand on a line of its own above it; a time
    `of_day` is a part of the paragraph."""
    text, blocks, starts = doc.text, doc.blocks, doc.starts
    by_blanks = wrapped(doc)
    open_: tuple[int, int] | None = None
    above: int | None = None
    time: float | None = None
    for start, block in zip(starts, blocks, strict=True):
        stop = start + len(block.text)
        stamp = stop - start <= 40 and ONLY_STAMP.match(text, start, stop) is not None
        blank = stamp or not block.text or block.text.isspace()
        plain = block.kind == "paragraph" and by_blanks
        if open_ is not None and (blank or not plain or LEADING_STAMP.match(text, start, stop)):
            yield *open_, "paragraph", time
            open_, time = None, None
        if stamp and of_day:
            above = start if above is None else above
        elif blank:
            time = seconds(block.text) if stamp else time
        else:
            begin, above = (start if above is None else above), None
            if plain:
                open_ = (open_[0] if open_ else begin, stop)
            else:
                yield begin, stop, block.kind, time if block.time is None else block.time
                time = None
    if above is not None:
        open_ = above, len(text)
    if open_ is not None:
        yield *open_, "paragraph", time


def _found(
    decision: SpeakerDecision,
    pieces: list[_Piece],
    roles: Mapping[str, str],
    speech: Mapping[str, Speech],
    builder: _Builder,
) -> FileFound:
    turns: dict[str, list[int]] = {}
    last = None
    for piece in pieces:
        if piece.aside:
            continue
        counted = turns.setdefault(piece.label, [0, 0, 0])
        counted[0] += 1
        counted[1] += piece.label != last
        counted[2] += piece.blocks
        last = piece.label
    spellings: dict[str, dict[str, None]] = {}
    for hit in decision.hits:
        spellings.setdefault(decision.names[hit.key], {})[hit.label] = None
    speakers = tuple(
        SpeakerFound(label, roles[label], said[0], said[1], said[2], speech[label].words, tuple(spellings[label]))
        for label, said in turns.items()
    )
    asking = tuple(speaker.label for speaker in speakers if speaker.role == "interviewer")
    unlabelled = 0 if decision.style == "declared" else builder.unlabelled
    return FileFound(speakers, decision.style, unlabelled, asking, builder.empty, 0, decision.passed_over)
