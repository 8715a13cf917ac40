"""Tables: transcripts with a column for the speaker, and surveys with a column for each question.

A survey gives one document per respondent, or with `split="question"` one per question. Columns
with open answers become questions and answers, closed ones facts about the respondent.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.core.errors import ReadError, UsageError
from qualcode.core.spreadsheets import Row, parse_sheet

from ..blocks import Block, Raw, ReaderOptions
from ..times import seconds
from .columns import Columns, judge

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_MEDIA = {
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".xls": "application/vnd.ms-excel",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of texts, all of one length, the header first."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    """The row of each in the file, from 1."""


def read_table(data: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """A text table in any dialect, or the first sheet of a workbook that holds a table; the others
    are named in a warning."""
    sheet = parse_sheet(data, name, sheet=options.extra.get("sheet") or "", encoding=options.encoding)
    if not sheet.rows:
        raise ReadError(name, "the table is empty", slug="empty")
    notes = (*sheet.notes, *(f"sheet not read: {title}" for title in sheet.others))
    if sheet.dialect is None:
        media = _MEDIA.get(name.lower()[-4:], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    else:
        media = "text/tab-separated-values" if sheet.dialect.delimiter == "\t" else "text/csv"
    encoding = sheet.dialect.encoding if sheet.dialect else ""
    return read_rows(sheet.rows, name, options, media_type=media, encoding=encoding, warnings=notes)


def read_rows(
    rows: Sequence[Row],
    name: str,
    options: ReaderOptions,
    *,
    media_type: str,
    encoding: str = "",
    warnings: tuple[str, ...] = (),
) -> list[Raw]:
    """The documents of a table. Raises ReadError where there is nothing under the header."""
    grid, entities = _grid(rows)
    if grid is None:
        raise ReadError(name, "the table is empty", slug="empty")
    if not grid.rows:
        raise ReadError(
            name, f"0 answers: a header ({', '.join(grid.header[:5])}) and no rows under it", slug="no_answers"
        )
    if entities:
        warnings = (*warnings, f"{entities} HTML entities such as &amp; read as the letters they stand for")
    columns = judge(grid.header, grid.rows)
    base = {"media_type": media_type, "encoding": encoding}
    if columns.text is not None:
        return [_transcript(grid, columns, warnings, base)]
    if not columns.open:
        raise ReadError(
            name,
            f"{len(grid.rows)} rows and no column of open answers (columns: {', '.join(grid.header[:8])})",
            slug="no_open_answers",
            hint=f"qualcode case import {name}",
        )
    split = options.extra.get("split") or "respondent"
    if split == "respondent":
        return list(_respondents(grid, columns, name, warnings, base))
    if split == "question":
        return list(_questions(grid, columns, warnings, base))
    raise UsageError(f"split {split!r}: expected respondent or question")


def _grid(rows: Sequence[Row]) -> tuple[Grid | None, int]:
    entities = 0

    def decoded(cell: str) -> str:
        nonlocal entities
        if "&" in cell:
            entities += len(_ENTITY.findall(cell))
            cell = _ENTITY.sub(lambda found: html.unescape(found[0]), cell)
        return cell

    padded = [tuple(decoded(cell) for cell in row.cells) for row in rows]
    if not padded:
        return None, 0
    header = tuple(" ".join(cell.split()) or f"column {at}" for at, cell in enumerate(padded[0], start=1))
    return Grid(header, tuple(padded[1:]), tuple(row.line for row in rows[1:])), entities


def _transcript(grid: Grid, columns: Columns, warnings: tuple[str, ...], base: dict[str, Any]) -> Raw:
    blocks = []
    unread = 0
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        words = row[columns.text or 0].strip()
        stamp = row[columns.time].strip() if columns.time is not None else ""
        time = seconds(stamp)
        rest = re.sub(r"[\[\]()<>#\d:.,\s-]+", "", stamp)
        unread += bool(rest)
        speaker = row[columns.speaker].strip(" :\t") if columns.speaker is not None else ""
        if words:
            blocks.append(Block(words, kind="cue", speaker=speaker, time=time, row=number))
    used = {columns.text, columns.time, columns.speaker}
    left = [title for at, title in enumerate(grid.header) if at not in used]
    notes = list(warnings)
    if left:
        notes.append(f"columns not read: {', '.join(left)}")
    if unread:
        notes.append(f"{unread} time stamps have words beside them, left out")
    return Raw(tuple(blocks), warnings=tuple(notes), separated="\n", **base)


def _respondents(
    grid: Grid, columns: Columns, name: str, warnings: tuple[str, ...], base: dict[str, Any]
) -> Iterator[Raw]:
    silent = sum(not any(row[at].strip() for at in columns.open) for row in grid.rows)
    if silent == len(grid.rows):
        raise ReadError(name, "0 answers: every open column is empty", slug="no_answers")
    if silent:
        warnings = (*warnings, f"{silent} rows without an open answer left out")
    for place, row in enumerate(grid.rows):
        number = grid.numbers[place]
        blocks = []
        for order, at in enumerate(columns.open, start=1):
            answer = row[at].strip()
            if answer:
                title = grid.header[at]
                blocks.append(Block(title, kind="heading", level=2, row=number, column=title, number=str(order)))
                blocks.append(Block(answer, row=number, column=title, number=str(order)))
        if not blocks:
            continue
        attributes = {
            grid.header[at]: " ".join(row[at].split()) for at in columns.closed if row[at].strip() and at != columns.id
        }
        who = row[columns.id].strip() if columns.id is not None else ""
        yield Raw(tuple(blocks), attributes=attributes, name=who or str(place + 1), warnings=warnings, **base)
        warnings = ()


def _questions(grid: Grid, columns: Columns, warnings: tuple[str, ...], base: dict[str, Any]) -> Iterator[Raw]:
    closed = [grid.header[at] for at in columns.closed if at != columns.id]
    notes = (*warnings, f"columns not carried: {', '.join(closed)}") if closed else warnings
    for order, at in enumerate(columns.open, start=1):
        title = grid.header[at]
        blocks = [Block(title, kind="heading", level=1, column=title, number=str(order))]
        for place, row in enumerate(grid.rows):
            answer = row[at].strip()
            if answer:
                who = row[columns.id].strip() if columns.id is not None else ""
                blocks.append(
                    Block(
                        answer, speaker=who or str(place + 1), row=grid.numbers[place], column=title, number=str(order)
                    )
                )
        if len(blocks) > 1:
            yield Raw(tuple(blocks), title=title, name=f"q{order}", warnings=notes, **base)
            notes = ()
