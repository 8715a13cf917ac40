"""A guide that is a table: a column of questions, often one of themes and one of follow-ups.

Reports print guides so, with a row of headings for each dimension; a cell may hold several
questions, each on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from qualcode.core.model import Question
from qualcode.core.numbering import letters

from ..readers.blocks import Block

_QUESTIONS = re.compile(
    r"(?:hoved|huvud|main )?(?:spørgsmål|spørsmål|fråg(?:a|or)|questions?|interview ?questions?|intervjuspørsmål|"
    r"interviewspørgsmål|intervjufrågor|text|tekst)\Z",
    re.IGNORECASE,
)
_FOLLOW_UPS = re.compile(
    r"(?:opfølg|oppfølg|uppfölj|följd|follow|probe|under|sub|del|hjælpe|støtte|stikord|stikkord|stödord).*",
    re.IGNORECASE,
)
_DIMENSION = re.compile(r"(?:dimens(?:ion|jon)(?:en)?s?|tema|theme|område|emne|topic|ämne)\s*[:–-]\s*", re.IGNORECASE)
_THEME = re.compile(r"(?:dimens(?:ion|jon)|tema|temaer|theme|område|emne|topic|ämne)\Z", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:nr\.?|no\.?|#|number|nummer|id)\Z", re.IGNORECASE)
_MARK = re.compile(r"(?:[-–•*]\s+|\(?\d{1,3}[a-z]?[.):]\s*|\(?[a-z][.)]\s+)", re.IGNORECASE)


def rows_of_blocks(blocks: Iterable[Block]) -> list[list[str]]:
    """The rows of the tables in a document, each cell's text at the place of its column."""
    rows = []
    for (_, _), cells in groupby(_numbered_tables(blocks), key=lambda pair: (pair[0], pair[1].row)):
        listed = [block for _, block in cells]
        width = max((int(block.column) for block in listed if block.column.isdigit()), default=0)
        row = [""] * max(width, len(listed))
        for at, block in enumerate(listed):
            place = int(block.column) - 1 if block.column.isdigit() else at
            row[place] = block.text
        rows.append(row)
    return rows


def _numbered_tables(blocks: Iterable[Block]) -> Iterable[tuple[int, Block]]:
    table, last = 0, 0
    for block in blocks:
        if block.kind != "cell" or block.row is None:
            table, last = table + 1, 0
            continue
        table += block.row < last
        last = block.row
        yield table, block


def from_rows(rows: Sequence[Sequence[str]]) -> tuple[Question, ...]:
    """The questions of a table; empty where no row has a heading for a column of questions."""
    found: list[Question] = []
    asked = follow = theme = number = None
    dimension = ""
    mains = 0
    for row in rows:
        cells = [cell.strip() for cell in row]
        headings = [_is_heading(cell) for cell in cells]
        if any(headings):
            asked = headings.index("question") if "question" in headings else asked
            follow = headings.index("follow") if "follow" in headings else None
            theme = headings.index("theme") if "theme" in headings else None
            number = headings.index("number") if "number" in headings else None
            titled = next((cell for cell in cells if _DIMENSION.match(cell)), "")
            dimension = _DIMENSION.sub("", titled).strip() if titled else dimension
            continue
        if asked is None or asked >= len(cells):
            continue
        if theme is not None and cells[theme : theme + 1] and cells[theme]:
            dimension = cells[theme]
        questions, probes = (
            _lines(cells[asked]),
            _lines(cells[follow]) if follow is not None and follow < len(cells) else [],
        )
        ids = []
        for _ in questions:
            mains += 1
            named = (
                cells[number].strip(". ") if number is not None and number < len(cells) and len(questions) == 1 else ""
            )
            ids.append(named if re.fullmatch(r"[\w.-]{1,8}", named) else str(mains))
        if not ids:
            continue
        paired = len(probes) == len(ids)
        for at, (id_, text) in enumerate(zip(ids, questions, strict=True)):
            found.append(Question(id_, text, len(found) + 1, None, dimension))
            below = probes[at : at + 1] if paired else probes if at == len(ids) - 1 else []
            for place, probe in enumerate(below, start=1):
                found.append(Question(f"{id_}{letters(place)}", probe, len(found) + 1, id_, dimension))
    return tuple(found)


def _is_heading(cell: str) -> str:
    """What a cell is the heading of: `question`, `follow`, `theme`, `number`; "" for none."""
    if "\n" in cell or len(cell) > 60 or cell.endswith("?"):
        return ""
    if _FOLLOW_UPS.fullmatch(cell) and len(cell.split()) <= 3:
        return "follow"
    for pattern, what in ((_QUESTIONS, "question"), (_THEME, "theme"), (_NUMBERED, "number")):
        if pattern.match(cell):
            return what
    return ""


def _lines(cell: str) -> list[str]:
    return [text for line in cell.split("\n") if (text := _MARK.sub("", " ".join(line.split()), count=1).strip())]
