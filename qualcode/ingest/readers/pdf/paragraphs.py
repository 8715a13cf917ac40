"""Paragraphs out of lines.

A PDF ends a line where the paper ends. Which line ends are ends of paragraphs is told by
the space below, the indent of the next line, a last line that leaves room for the next
word, a change of type, a list's mark, a speaker's label, and a time where many lines begin with one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..blocks import LEADING_STAMP, ONLY_STAMP, Block
from .cells import Cells
from .hyphens import Hyphens
from .lines import (
    HYPHENS,
    LABEL,
    MARK,
    TERMINAL,
    Column,
    Line,
    PageLines,
    body_size,
    columns_of_lines,
    labels_of,
    marked_label,
    marked_labels,
    measure,
    tidy,
)

_CAPTION = re.compile(r"(?:fig(?:ure|ur|\.)|tab(?:le|ell|el|\.))\s?\d+[.:]\s", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\.[ \t]?){4,}[ \t]*[\divxlc]+$")
"""Dots that lead to a page number, as in a table of contents."""
_NOTE = re.compile(r"(\d{1,3}|[*†‡§])[.)]?[ \t]*(?=[^\W\d_]|[\"'“«(])")


@dataclass(slots=True)
class _Open:
    """The paragraph that is being put together."""

    lines: list[Line] = field(default_factory=list)
    alone: bool = False
    """A label on a line of its own: nothing joins it."""
    hang: float | None = None
    """Where its later lines begin when they are indented under a mark or a label."""


def _has_time(line: Line) -> bool:
    """Whether a line begins with a time or is one."""
    return (ONLY_STAMP.match(line.text) or LEADING_STAMP.match(line.text)) is not None


def _has_wraps(page: PageLines) -> bool:
    """Whether a line of a page in one column goes on in the next one; where none does, no line may have reached the
    margin, and where that is cannot be seen from the page."""
    return not page.gutters and any(
        before.text[-1:] in HYPHENS or (line.text[:1].islower() and not TERMINAL.search(before.text.rstrip()[-6:]))
        for before, line in pairwise(page.body)
        if line.baseline < before.baseline
    )


class Paragraphs:
    """Builds the blocks of a document from pages whose `body` is in reading order."""

    def __init__(self, pages: Sequence[PageLines], hyphens: Hyphens, footnotes: bool = True) -> None:
        self.pages, self.hyphens, self.footnotes = pages, hyphens, footnotes
        self.notes_left_out = 0
        self.size = body_size(pages)
        self.labels, self.alone, self.is_transcript = labels_of(pages)
        self.marked = marked_labels(pages)
        timed = sum(_has_time(line) for page in pages for line in page.body)
        self.is_timed = timed >= max(5, 0.3 * sum(len(page.body) for page in pages))
        self.tab_stops = Counter(round(gap.right / 4) for page in pages for line in page.body for gap in line.gaps)
        bold = sum(line.bold for page in pages for line in page.body)
        self._mostly_bold = bold > 0.5 * sum(len(line.text) for page in pages for line in page.body)
        self._right = max((measure(page.body).right for page in pages if _has_wraps(page)), default=None)
        self._last_note = 0
        self._blocks: list[Block] = []
        self._notes: list[Block] = []
        self._open = _Open()

    def blocks(self) -> list[Block]:
        """All blocks. In a document that is no transcript a page's footnotes stand before
        the paragraph that runs on to the next page; otherwise they come last, so that no
        turn is broken by them."""
        at_end: list[Block] = []
        cells = Cells(self.pages, self.hyphens)
        for index, page in enumerate(self.pages):
            tables = [table.top for table in page.tables]
            body, notes = self._without_notes(page)
            columns = columns_of_lines(body, page.gutters)
            self._wraps = bool(page.gutters) or _has_wraps(page)
            for column in columns if not self._wraps else ():
                column.right = max(column.right, self._right or page.width - column.left)
            for at, line in enumerate(body):
                following = body[at + 1] if at + 1 < len(body) else None
                while tables and line.top < tables[0]:
                    self._close()
                    self._blocks += cells.blocks(index, len(page.tables) - len(tables))
                    del tables[0]
                if self._begins(line, following, columns[at]):
                    self._close()
                self._add(line, columns[at])
            for number in range(len(page.tables) - len(tables), len(page.tables)):
                self._close()
                self._blocks += cells.blocks(index, number)
            if notes:
                (at_end if self.is_transcript else self._notes).extend(self._note_blocks(notes, index))
        self._close()
        self._blocks.extend(self._notes)
        return self._blocks + at_end

    # Where a paragraph begins.

    def _begins(self, line: Line, following: Line | None, column: Column) -> bool:
        if not self._open.lines:
            return False
        before = self._open.lines[-1]
        if self._open.alone or line.text.strip().casefold() in self.alone or (self.is_timed and _has_time(line)):
            return True
        marked = marked_label(line.text) if self.marked or self.labels else ""
        if marked in self.marked or (marked in self.labels and TERMINAL.search(before.text.rstrip()[-6:])):
            return True
        if abs(line.size - before.size) > 0.16 * max(line.size, before.size):
            return True
        same_column = line.page == before.page and line.baseline < before.baseline + 0.3 * line.size
        spacing = max(column.spacing, min(line.size, before.size))
        if same_column and before.baseline - line.baseline > 1.36 * spacing:
            return True
        if (".." in before.text or ". ." in before.text) and _LEADERS.search(before.text):
            return True
        if self._is_row(line):
            return True
        room = column.right - before.x1 if same_column else self._room
        ended = TERMINAL.search(before.text.rstrip()[-6:]) is not None
        if self._is_label(line, before, room, ended):
            return True
        hyphen = before.text[-1:] in HYPHENS
        if hyphen and line.text[:1].islower():
            return False
        first = len(self._open.lines) == 1
        all_bold = all(piece.bold >= len(piece.text.rstrip()) for piece in self._open.lines)
        if all_bold and line.bold == 0 and line.text[:1].isalnum() and (first or ended):
            return True
        if not all_bold and line.bold >= len(line.text.rstrip()) > 3 and ended:
            return True
        if line.apart != before.apart and ended and line.text[:1].isupper():
            return True
        if not all_bold and 0 < line.bold < len(line.text.rstrip()):
            label = LABEL.match(line.text)
            if label is not None and abs(label.end() - line.bold) <= 1:
                return True
        if MARK.match(line.text) and (ended or room > 0.1 * column.width or line.x0 < before.x0 - 2):
            return True
        if _CAPTION.match(line.text) and ended:
            return True
        if same_column:
            indent = self._indented(line, before, following, first, room < 0.15 * column.width, ended)
            if indent is not None:
                return indent
        elif line.x0 - column.left > 0.8 * line.size and self._open.hang is None and ended:
            return True
        elif ended and not line.text[:1].islower():
            if first:
                return True  # whole on its page; whether it left room cannot be seen from itself
            if self._is_indenting:
                return False
        return self._short(line, room, ended, column)

    _room = 0.0
    """How much of the column the last line left free, where the column has been left."""
    _is_indenting = False
    _wraps = True
    """Whether lines of this page go on in the next."""

    def _is_row(self, line: Line) -> bool:
        """Whether a line is a row of a table: a cell of it begins where those of other rows do."""
        opened = self._open.lines[0]
        if line.gaps:
            in_first = line.x0 < (opened.gaps[0].right if opened.gaps else opened.x1)
            return in_first and any(self._stops_at(gap.right) >= 3 for gap in line.gaps)
        if not line.text[-1:].isdigit():
            return False
        cells = line.text.split()
        return len(cells) > 3 and sum(cell[0].isdigit() for cell in cells) > 0.6 * len(cells)

    def _stops_at(self, right: float) -> int:
        """How many cells begin there; a `J` begins a little to the left of an `E`."""
        place = round(right / 4)
        return sum(self.tab_stops[near] for near in (place - 1, place, place + 1))

    def _is_label(self, line: Line, before: Line, room: float, ended: bool) -> bool:
        match = LABEL.match(line.text)
        if match is None or match[1].strip().casefold() not in self.labels:
            return False
        if len(match[1].split()) <= 2:
            return True
        return ended or room > 3 * line.size or line.x0 > before.x0 + 0.8 * line.size

    def _indented(
        self, line: Line, before: Line, following: Line | None, first: bool, full: bool, ended: bool
    ) -> bool | None:
        """What the indent says: True for a new paragraph, False for none, None for nothing."""
        shift, least = line.x0 - before.x0, 0.7 * line.size
        if self._open.hang is not None and abs(line.x0 - self._open.hang) <= least:
            return None
        if shift > least:
            hanging = first and following is not None and abs(following.x0 - line.x0) < least
            if (hanging and full) or (line.text[:1].islower() and not ended):
                self._open.hang = line.x0
                return False
            self._is_indenting = True
            return True
        if shift < -least:
            if first and self._open.hang is None:
                return None
            return True
        return None

    def _short(self, line: Line, room: float, ended: bool, column: Column) -> bool:
        """Whether the line before left room in which the first word of this one would have fitted."""
        word = line.text.split(None, 1)[0] if line.text.strip() else ""
        needed = line.width * len(word) / max(len(line.text), 1) + 0.25 * line.size
        if ended and room > needed + 0.06 * column.width:
            return True
        least = 0.4 if self._wraps else 0.12
        return room > least * column.width and room > needed and (ended or not line.text[:1].islower())

    # Gathering and closing.

    def _add(self, line: Line, column: Column) -> None:
        if not self._open.lines:
            time = self.is_timed and ONLY_STAMP.match(line.text) is not None
            time = time or ("time" in self.marked and marked_label(line.text) == "time")
            self._open.alone = time or line.text.strip().casefold() in self.alone
            if line.gaps and line.gaps[0].at <= 40:
                self._open.hang = line.gaps[0].right
            elif MARK.match(line.text):
                head = len(line.text.split(None, 1)[0]) + 1
                self._open.hang = line.x0 + line.width * head / max(len(line.text), 1)
            if len(line.gaps) > 1:
                self._open.hang = line.gaps[-1].right
        self._open.lines.append(line)
        self._room = column.right - line.x1

    def _close(self) -> None:
        lines, self._open = self._open.lines, _Open()
        if not lines:
            return
        block = self._block(lines)
        if block is None:
            return
        if self._notes and (
            lines[-1].page > (self._notes[-1].page or 0) or lines[0].page > (self._notes[-1].page or 0)
        ):
            self._blocks.extend(self._notes)
            self._notes.clear()
        self._blocks.append(block)

    def _block(self, lines: Sequence[Line]) -> Block | None:
        text, bold, breaks = self._joined(lines)
        if not text.strip():
            return None
        kind, level = self._kind(text, bold, lines)
        apart = all(line.apart for line in lines)
        return Block(text, kind, level, bold, page=lines[0].page, page_breaks=breaks, apart=apart)

    def _joined(self, lines: Sequence[Line]) -> tuple[str, int, tuple[tuple[int, int], ...]]:
        """The lines as one text, how much of its start is bold, and where pages begin in it."""
        pieces: list[str] = []
        length = bold = 0
        still_bold = True
        breaks = []
        page = lines[0].page
        for line in lines:
            piece = tidy(line.text.strip())
            if not piece:
                continue
            if pieces:
                before = pieces[-1]
                if before[-1] in HYPHENS:
                    pieces[-1], piece = self.hyphens.join(before, piece, line.page + 1)
                else:
                    pieces[-1] = before + " "
                length += len(pieces[-1]) - len(before)
            if line.page != page:
                page = line.page
                breaks.append((length, page))
            if still_bold and line.bold:
                bold = length + min(line.bold, len(piece))
            still_bold = still_bold and line.bold >= len(line.text.rstrip())
            pieces.append(piece)
            length += len(piece)
        return "".join(pieces), min(bold, length), tuple(breaks)

    def _kind(self, text: str, bold: int, lines: Sequence[Line]) -> tuple[str, int]:
        if _CAPTION.match(text):
            return "caption", 0
        size = max(line.size for line in lines)
        if len(lines) > 3 or len(text) > 150 or text[-1] in ".,;:?!" or text.strip().casefold() in self.alone:
            return "paragraph", 0
        label = LABEL.match(text)
        if label is not None and label[1].strip().casefold() in self.labels:
            return "paragraph", 0
        if not any(char.isalpha() for char in text):
            return "paragraph", 0
        if size > 1.5 * self.size:
            return "heading", 1
        if size > 1.14 * self.size:
            return "heading", 2
        if bold >= len(text) and not self._mostly_bold:
            return "heading", 3
        return "paragraph", 0

    # Footnotes.

    def _is_first_note(self, line: Line, page: PageLines) -> bool:
        """Whether a small line begins the notes of a page: its number follows, or it stands low."""
        match = _NOTE.match(line.text)
        if match is None or line.top > 0.5 * page.height:
            return False
        if not match[1].isdigit() or int(match[1]) in (1, self._last_note + 1):
            return True
        return self._last_note == 0 and line.top < 0.3 * page.height

    def _without_notes(self, page: PageLines) -> tuple[list[Line], list[Line]]:
        """A page's lines without its footnotes, and the lines of those."""
        body = page.body
        kept: list[Line] = []
        notes: list[Line] = []
        start = 0
        for at in range(1, len(body) + 1):
            if at < len(body) and body[at].baseline < body[at - 1].baseline + body[at].size:
                continue  # still downwards in one column
            run = body[start:at]
            small = len(run)
            while small > 0 and run[small - 1].size < 0.92 * self.size:
                small -= 1
            while small < len(run) and not self._is_first_note(run[small], page):
                small += 1
            if small == 0 and len(run) > 3:
                small = len(run)  # a whole column of small type is no footnote
            kept.extend(run[:small])
            notes.extend(run[small:])
            for line in run[small:]:
                match = _NOTE.match(line.text)
                if match and match[1].isdigit() and (self._last_note == 0 or int(match[1]) in (1, self._last_note + 1)):
                    self._last_note = int(match[1])
            start = at
        if notes:
            numbers = {match[1] for line in notes if (match := _NOTE.match(line.text))}
            for line in kept:
                _drop_marks(line, numbers)
        return kept, notes

    def _note_blocks(self, lines: list[Line], page: int) -> list[Block]:
        groups: list[list[Line]] = []
        for line in lines:
            if not groups or (_NOTE.match(line.text) and _is_next(line, groups[-1])):
                groups.append([])
            groups[-1].append(line)
        self.notes_left_out += 0 if self.footnotes else len(groups)
        blocks = []
        for group in groups if self.footnotes else ():
            text = self._joined(group)[0]
            match = _NOTE.match(text)
            number = match[1] if match else ""
            blocks.append(Block(text[match.end() :] if match else text, "footnote", number=number, page=page))
        return blocks


def _drop_marks(line: Line, numbers: set[str]) -> None:
    """Take the raised numbers of the page's footnotes out of a line."""
    for start, stop in reversed(line.raised):
        if start > 0 and line.text[start:stop] in numbers:
            line.text = line.text[:start] + line.text[stop:]
            line.bold -= max(min(line.bold, stop) - start, 0)


def _is_next(line: Line, group: Sequence[Line]) -> bool:
    """Whether a number at a line's start counts on from the note before it."""
    here, before = _NOTE.match(line.text), _NOTE.match(group[0].text)
    if here is None or before is None or not here[1].isdigit() or not before[1].isdigit():
        return True
    return int(here[1]) == int(before[1]) + 1
