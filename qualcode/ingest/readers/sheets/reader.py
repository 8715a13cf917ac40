"""Tables: transcripts with a column for the speaker, and surveys with a column for each question.

A survey gives one document per respondent, or with `split="question"` one per question. Columns
with open answers become questions and answers, closed ones facts about the respondent.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from qualcode.core.errors import ReadError, UnknownName, UsageError, argument, numbered, the_first
from qualcode.core.spreadsheets import Row, Sheet, parse_sheet

from ....core.values import frozen
from ..blocks import Block, Raw, ReaderOptions
from ..talk_tables import people_beside_questions, times_of
from .columns import SurveyColumns, is_personal, judge
from .header import headed

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_MEDIA = {".ods": "application/vnd.oasis.opendocument.spreadsheet", ".xls": "application/vnd.ms-excel"}


@frozen
class Grid:
    """A table as rows of texts, all of one length, the header first."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    """The row of each in the file, from 1."""
    facts: tuple[int, ...] = ()
    """Columns that the program wrote about a respondent."""


def read_table(data: bytes, name: str, options: ReaderOptions) -> list[Raw]:
    """A text table in any dialect, or the first sheet of a workbook that holds a table; the others
    are named in a warning."""
    sheet = parse_sheet(data, name, sheet=options.extra.get("sheet") or "", encoding=options.encoding)
    if not sheet.rows:
        raise ReadError(name, "the table is empty", slug="empty")
    notes = (*sheet.notes, *check_widths(sheet, name), *(f"sheet not read: {title}" for title in sheet.others))
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
    """The documents of a table. Raises ReadError where there is nothing under the header, UnknownName for
    a column of `open` or `closed` that is not there."""
    grid, entities, notes = _grid(rows)
    warnings = (*warnings, *notes)
    _not_our_own(grid.header, name)
    if not grid.rows:
        raise ReadError(
            name, f"0 answers: a header ({', '.join(grid.header[:5])}) and no rows under it", slug="no_answers"
        )
    if entities:
        warnings = (*warnings, f"{entities} HTML entities such as &amp; read as the letters they stand for")
    base: dict[str, Any] = {"media_type": media_type, "encoding": encoding}
    told = any(options.extra.get(option) for option in ("open", "closed", "split", "asked"))
    if not told and people_beside_questions(grid.header, grid.rows):
        return [Raw(_cells(grid), warnings=warnings, **base)]
    open_ = _wanted(grid.header, options.extra.get("open") or (), name)
    closed = _wanted(grid.header, options.extra.get("closed") or (), name)
    if not open_:  # a table that was read before: further rows do not change which columns are answers
        asked = {_key(title) for title in options.extra.get("asked") or ()}
        open_ = [at for at, title in enumerate(grid.header) if _key(title) in asked and at not in closed]
    facts = [at for at in grid.facts if at not in open_]
    columns = judge(grid.header, grid.rows, open_=open_, closed=[*closed, *facts])
    if columns.text is not None:
        return [_transcript(grid, columns, warnings, base)]
    if not columns.open:
        raise ReadError(
            name,
            f"{len(grid.rows)} rows and no column of open answers (columns: {', '.join(grid.header[:8])})",
            slug="no_open_answers",
            hint=f"qualcode add {name} --open COLUMN, or qualcode case import {name} where all are facts about cases",
        )
    warnings = (*warnings, *_trials(grid, columns))
    personal = [grid.header[at] for at in columns.closed if is_personal(grid.header[at]) and _filled(grid, at)]
    if personal:
        warnings = (*warnings, f"columns that may say who answered are facts in cases.csv: {', '.join(personal)}")
    split = options.extra.get("split") or "respondent"
    if split == "respondent":
        return list(_respondents(grid, columns, name, warnings, base))
    if split == "question":
        return list(_questions(grid, columns, warnings, base))
    raise UsageError(f"split {split!r}: expected respondent or question")


def _cells(grid: Grid) -> tuple[Block, ...]:
    """The table as a text document has it, its header in the first row."""
    return tuple(
        Block(words.strip(), kind="cell", row=number, column=str(column))
        for number, row in enumerate((grid.header, *grid.rows), start=1)
        for column, words in enumerate(row, start=1)
        if words.strip()
    )


_TRIALS = ("survey preview", "survey test")
"""What Qualtrics writes of a response that whoever made the questionnaire gave."""
_TRIED = re.compile(r"(?:(?:test(?:ing|svar|er|e|ar)?|prøve|asdf\w*|qwerty|x{3,}|bla)[\s.,!-]*)+", re.IGNORECASE)


def _trials(grid: Grid, columns: SurveyColumns) -> tuple[str, ...]:
    """A note of the rows that the program calls previews, or in which every open answer only tries the form.

    They are read as the others are: whether somebody meant what was typed is for a person to say.
    """
    lines = []
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        said = [answer for at in columns.open if (answer := row[at].strip())]
        told = any(row[at].strip().casefold() in _TRIALS for at in grid.facts)
        if said and (told or all(_TRIED.fullmatch(answer) for answer in said)):
            lines.append(str(number))
    if not lines:
        return ()
    return (
        f"{numbered('row', lines)}: perhaps a trial of the form, counted as others are;"
        " `qualcode remove` takes a document out",
    )


def _wanted(header: Sequence[str], names: Sequence[str], name: str) -> list[int]:
    """The places of columns that a person named by title or by number, from 1; `2,5` names two."""
    folded = {_key(title): at for at, title in reversed(list(enumerate(header)))}

    def place(wanted: str) -> int | None:
        key = _key(wanted)
        number = int(key) if key.isdigit() else 0
        return folded.get(key, number - 1 if 1 <= number <= len(header) else None)

    found = []
    for wanted in names:
        parts = [wanted] if place(wanted) is not None else [part for part in wanted.split(",") if part.strip()]
        for part in parts:
            at = place(part)
            if at is None:
                raise UnknownName("column", part.strip(), header, hint=f"columns of {name}: {', '.join(header)}")
            found.append(at)
    return found


def _filled(grid: Grid, at: int) -> bool:
    """Whether a column says anything; Microsoft Forms writes `anonymous` for everybody."""
    return any(row[at].strip() not in ("", "anonymous") for row in grid.rows)


def _key(title: str) -> str:
    return " ".join(title.casefold().split())


def check_widths(sheet: Sheet, name: str) -> tuple[str, ...]:
    """Notes on rows of a text table that are shorter than they should be.

    Raises ReadError `ragged_rows` where a few rows have more cells than there are headings: a separator
    without quotes, which would put one column's answer into another's.
    """
    if sheet.dialect is None or len(sheet.rows) < 2:
        return ()
    lines = [str(line) for line, _ in sheet.ragged]
    if 0 < len(lines) <= 0.5 * len(sheet.body):
        headings = sum(bool(title) for title in sheet.header)
        raise ReadError(
            name,
            f"{numbered('line', lines)}: more cells than the {headings} headings;"
            f" is a {sheet.dialect.delimiter!r} inside an answer that is not in quotation marks?",
            slug="ragged_rows",
            hint="put such answers into quotation marks, or save the table as .xlsx",
        )
    broken = [str(row.line) for row in sheet.body if len(row.cells) >= 3 and not any(map(str.strip, row.cells[1:]))]
    if broken and len(broken) <= 0.5 * len(sheet.body):
        return (f"{numbered('line', broken)}: only the first column is filled;"
                " is an answer broken over lines?",)  # fmt: skip
    return ()


EXPORTED = tuple(
    frozenset(headings.split())
    for headings in (
        "address code created origin stop", "Sted Kode Kodet Oprindelse Slut", "Sted Kode Kodet Opprinnelse Slutt",
        "Ställe Kod Kodad Ursprung Slut", "Place Code Coded Origin Stop",
    )
)  # fmt: skip
"""Headings that a table of codings has, as `export` writes it: of CSV, and of workbooks in each language."""


def _not_our_own(header: Sequence[str], name: str) -> None:
    """A table of codings that qualcode wrote is of documents that are in a study already."""
    if any(headings <= {*header} for headings in EXPORTED):
        raise ReadError(
            name, "a table of codings that qualcode wrote, and no survey", slug="own_output",
            hint=f"`qualcode tag --from {argument(name)}` stores its codings; of another study: `qualcode import FILE`",
        )  # fmt: skip


def _grid(rows: Sequence[Row]) -> tuple[Grid, int, tuple[str, ...]]:
    entities = 0

    def decoded(cell: str) -> str:
        nonlocal entities
        if "&" in cell:
            entities += len(_ENTITY.findall(cell))
            cell = _ENTITY.sub(lambda found: html.unescape(found[0]), cell)
        return cell

    table = headed([Row(row.line, tuple(decoded(cell) for cell in row.cells)) for row in rows])
    grid = Grid(
        table.titles, tuple(row.cells for row in table.rows), tuple(row.line for row in table.rows), table.facts
    )
    return grid, entities, table.notes


def _transcript(grid: Grid, columns: SurveyColumns, warnings: tuple[str, ...], base: dict[str, Any]) -> Raw:
    blocks = []
    unread = 0
    stamps = [row[columns.time].strip() if columns.time is not None else "" for row in grid.rows]
    times = times_of(stamps, sum(len(row[columns.text or 0]) for row in grid.rows))
    for number, row, stamp, time in zip(grid.numbers, grid.rows, stamps, times, strict=True):
        words = row[columns.text or 0].strip()
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
    grid: Grid, columns: SurveyColumns, name: str, warnings: tuple[str, ...], base: dict[str, Any]
) -> Iterator[Raw]:
    silent = sum(not any(row[at].strip() for at in columns.open) for row in grid.rows)
    if silent == len(grid.rows):
        raise ReadError(name, "0 answers: every open column is empty", slug="no_answers")
    if silent:
        warnings = (*warnings, f"{silent} row{'s' if silent > 1 else ''} without an open answer left out")
    people, told = _people(grid, columns)
    warnings = (*warnings, *told)
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
        yield Raw(tuple(blocks), attributes=_facts(grid, columns, row), name=people[place], warnings=warnings, **base)
        warnings = ()


def _facts(grid: Grid, columns: SurveyColumns, row: Sequence[str]) -> dict[str, str]:
    """What the columns that are no answers say of a row."""
    return {grid.header[at]: " ".join(row[at].split()) for at in columns.closed if row[at].strip() and at != columns.id}


def _people(grid: Grid, columns: SurveyColumns) -> tuple[list[str], tuple[str, ...]]:
    """What names each row: the person, and the occasion where one answers several times; else its number.

    Where the column of ids tells nearly all rows apart, the others keep out of the way of those that it names, so that
    a row that comes late gives nobody another name: the second `103` is `103-2`, what has none `without-id-1`; both are
    noted.
    """
    found, seen = [], Counter[str]()
    named = {row[columns.id].strip().casefold() for row in grid.rows} if columns.id is not None else set()
    again, without = [], []
    for place, (number, row) in enumerate(zip(grid.numbers, grid.rows, strict=True), start=1):
        who = " ".join(filter(None, (row[at].strip() for at in (columns.id, *columns.times) if at is not None)))
        if not who and columns.id is not None:
            without.append(str(number))
            who = f"without-id-{len(without)}"
        elif who:
            seen[who.casefold()] += 1
            if (times := seen[who.casefold()]) > 1:
                again.append(f"{who} (row {number})")
                who = next(name for more in count(times) if (name := f"{who}-{more}").casefold() not in named)
                named.add(who.casefold())
        found.append(who or str(place))
    title = grid.header[columns.id] if columns.id is not None else ""
    notes = []
    if again:
        notes.append(f"{title} stands twice: {the_first(again, 8)}; each row is a respondent of its own")
    if without:
        notes.append(f"{numbered('row', without)}: no {title}, called without-id-1 and so on")
    return found, tuple(notes)


def _questions(grid: Grid, columns: SurveyColumns, warnings: tuple[str, ...], base: dict[str, Any]) -> Iterator[Raw]:
    names, told = _people(grid, columns)
    notes = (*warnings, *told)
    for order, at in enumerate(columns.open, start=1):
        title = grid.header[at]
        blocks = [Block(title, kind="heading", level=1, column=title, number=str(order))]
        people: dict[str, dict[str, str]] = {}
        for place, row in enumerate(grid.rows):
            answer = row[at].strip()
            if answer:
                who = names[place]
                people[who] = _facts(grid, columns, row)
                blocks.append(Block(answer, speaker=who, row=grid.numbers[place], column=title, number=str(order)))
        if len(blocks) > 1:
            yield Raw(tuple(blocks), title=title, name=f"q{order}", warnings=notes, people=people, **base)
            notes = ()
