"""A guide that is a table: a column of questions, often one of themes and one of follow-ups.

Reports print guides so, with a row of headings for each dimension; a cell may hold several
questions, each on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, zip_longest

from qualcode.core.model import Question
from qualcode.core.numbering import letters

from ..readers.blocks import Block
from ..readers.plain import drawn_cells

_QUESTIONS = re.compile(
    r"(?:hoved|huvud|main )?(?:spørgsmål|spørsmål|fråg(?:a|or)|questions?|interview ?questions?|intervjuspørsmål|"
    r"interviewspørgsmål|intervjufrågor|(?:haupt|leit|interview)?fragen?|text|tekst)\Z",
    re.IGNORECASE,
)
_FOLLOW_UPS = re.compile(
    r"(?:opfølg|oppfølg|uppfölj|följd|follow|probe|under|sub|del|hjælpe|støtte|stikord|stikkord|stödord|"
    r"nachfrage|vertief|unterfrage|stichwort).*",
    re.IGNORECASE,
)
DIMENSION = re.compile(
    r"(?:(?:dimens(?:ion|jon)(?:en)?s?|th?ema|theme|område|emne|topic|ämne|bereich)(?: ?\d{1,2}| [A-H])?|"
    r"(?:del|part|teil|blok|blokk|block|afsnit|avsnitt|section) ?(?:\d{1,2}|[A-H]))"
    r"(?:\s*[:.–-]\s+(?=\S)|(?<=\d)\s+(?=(?-i:[A-ZÆØÅÄÖ])))",
    re.IGNORECASE,
)
_THEME = re.compile(
    r"(?:dimens(?:ion|jon)|th?ema|temaer|themen|theme|område|emne|topic|ämne|(?:themen)?bereich)\Z", re.IGNORECASE
)
OF_THE_FILE = re.compile(
    r"(?:.*\b)?(?:interview|intervju|fokusgru?pp?e?|samtale|spørge|spørre|fråge)?-?guiden?\b|(?:interview|intervju)\b|"
    r"(?:bilaga?|vedlegg|appendix)\b.*",
    re.IGNORECASE,
)
"""What is called a guide is the title of the file, no dimension."""
_NUMBERED = re.compile(r"(?:nr\.?|no\.?|#|number|nummer|id)\Z", re.IGNORECASE)
_MARK = re.compile(r"(?:[-–•*]\s+|\(?\d{1,3}[a-z]?[.):]\s*|\(?[a-z][.)]\s+)", re.IGNORECASE)


def rows_of_blocks(blocks: Iterable[Block]) -> list[list[str]]:
    """The rows of the tables in a document, each cell's text at the place of its column.

    Headings and questions that stand between the tables are rows of one cell.
    """
    rows = []
    titles: list[str] = []
    begun = 0
    blocks = [block for block in blocks if block.text.strip()]
    if blocks and blocks[0].kind == "heading" and not DIMENSION.match(blocks[0].text):
        del blocks[0]  # the title
    for (table, _), cells in groupby(_numbered_tables(blocks), key=lambda pair: (pair[0], pair[1].row)):
        listed = [block for _, block in cells]
        if listed[0].kind != "cell" or listed[0].row is None:
            rows += [row for block in listed for row in _between(block)]
            continue
        if table != begun:  # a web page's cells are named by the first row, all others by their number
            begun, titles = table, [block.column for block in listed]
        row: list[str] = []
        for at, block in enumerate(listed):
            place = int(block.column) - 1 if block.column.isdigit() else at
            place = titles.index(block.column) if block.column in titles and not block.column.isdigit() else place
            row += [""] * (place + 1 - len(row))
            row[place] = block.text
        rows.append(row)
    return rows


def _between(block: Block) -> Iterable[list[str]]:
    """Rows that are drawn with bars, as in Markdown; else what a heading or a question outside tables says."""
    if block.kind in ("footnote", "endnote", "comment", "caption"):
        return
    for line in block.text.split("\n"):
        line = line.strip()
        if cells := drawn_cells(line):
            yield cells
        elif line.endswith("?"):
            yield [line]
        elif line and block.kind == "heading":
            yield [line if DIMENSION.match(line) else f"Tema: {line}"]


def _numbered_tables(blocks: Iterable[Block]) -> Iterable[tuple[int, Block]]:
    table, last = 1, 0
    for block in blocks:
        if block.kind != "cell" or block.row is None:
            table, last = table + 1, 0
        else:
            table += block.row < last
            last = block.row
        yield table, block


@dataclass(slots=True)
class _Table:
    """The questions of a table, row by row."""

    asked: int | None = None
    follow: int | None = None
    theme: int | None = None
    number: int | None = None
    dimension: str = ""
    """From a row of its own, above what it holds; it counts more than the column of themes."""
    themed: str = ""
    above: str = ""
    """What stands alone right above the row of headings."""
    titled: str = ""
    """The dimension that stood there."""
    themes: dict[str, str] = field(default_factory=dict)
    """The main questions' themes by the column."""
    mains: int = 0
    found: list[Question] = field(default_factory=list)

    def take(self, row: Sequence[str], below: Sequence[str] = ()) -> None:
        cells = [cell.strip() for cell in row]
        headings = [_is_heading(cell) for cell in cells]
        filled = list(dict.fromkeys(filter(None, cells)))
        if any(headings) and len(filled) > 1:
            self.heading(cells, headings)
        elif len(filled) == 1 and self.is_title(cells, filled[0]):
            self.dimension, self.themed = DIMENSION.sub("", filled[0]).strip(" :"), ""
        elif any(headings):
            self.heading(cells, headings)
        elif len(filled) == 1 and filled[0].endswith("?") and self.is_outside(cells):
            self.outside(filled[0])
        elif len(filled) == 1 and len(filled[0]) <= 80 and (self.asked is None or _names_columns(below)):
            self.above = filled[0]
            self.dimension = "" if self.asked is not None else self.dimension  # that of the table before
        elif self.asked is not None and self.asked < len(cells):
            self.questions(cells, self.asked)

    def heading(self, cells: Sequence[str], headings: Sequence[str]) -> None:
        def at(what: str) -> int | None:
            return headings.index(what) if what in headings else None

        self.asked = at("question") if "question" in headings else self.asked
        self.follow, self.theme, self.number = at("follow"), at("theme"), at("number")
        titled = next((cell for cell in cells if DIMENSION.match(cell)), "")
        if titled:
            self.dimension = DIMENSION.sub("", titled).strip()
        elif self.above and not self.dimension and not OF_THE_FILE.match(self.above):
            self.dimension = self.titled = self.above.strip(" :")
        self.themed = self.above = ""

    def outside(self, text: str) -> None:
        """A question that stands before, between or after the tables."""
        self.mains += 1
        marked = _MARK.sub("", text, count=1).strip()
        self.found.append(Question(self.free(str(self.mains)), marked, len(self.found) + 1, None, self.dimension))

    def free(self, id_: str) -> str:
        taken = {question.id for question in self.found}
        return next(one for one in (id_, *(f"{id_}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)

    def is_title(self, cells: Sequence[str], text: str) -> bool:
        """Whether a row holds one short text (in one cell, or in merged ones) that is no question: a dimension."""
        if DIMENSION.match(text):
            return True
        if self.asked is None or "\n" in text or len(text) > 80 or text.endswith("?") or _is_heading(text):
            return False
        places = {at for at, cell in enumerate(cells) if cell}
        return len(places) > 1 or not places & {self.asked, self.follow}

    def is_outside(self, cells: Sequence[str]) -> bool:
        """Whether the one cell that is filled stands neither under questions nor under follow-ups."""
        return len(cells) == 1 or not {at for at, cell in enumerate(cells) if cell} & {self.asked, self.follow}

    def questions(self, cells: Sequence[str], asked: int) -> None:
        def cell(at: int | None) -> str:
            return cells[at] if at is not None and at < len(cells) else ""

        self.themed = cell(self.theme) or self.themed
        questions, probes = _lines(cell(asked)), _lines(cell(self.follow))
        if not questions:  # its question stands in a merged cell above
            mains = [question for question in self.found if question.parent is None]
            self.below(mains[-1].id, probes) if mains else None
            return
        paired = len(probes) == len(questions)
        for at, text in enumerate(questions):
            self.mains += 1
            named = cell(self.number).strip(". ") if len(questions) == 1 else ""
            id_ = self.free(named if re.fullmatch(r"[\w.-]{1,8}", named) else str(self.mains))
            self.themes[id_] = self.themed
            self.found.append(Question(id_, text, len(self.found) + 1, None, self.dimension or self.themed))
            self.below(id_, probes[at : at + 1] if paired else probes if at == len(questions) - 1 else [])

    def below(self, main: str, probes: Iterable[str]) -> None:
        there = sum(question.parent == main for question in self.found)
        for place, probe in enumerate(probes, start=there + 1):
            id_ = f"{main}{letters(place)}"
            self.found.append(Question(id_, probe, len(self.found) + 1, main, self.dimension or self.themed))

    def under_themes(self) -> Iterable[Question]:
        """The questions; one title above them all is no dimension where a column names several themes."""
        if {question.dimension for question in self.found} - {""} != {self.titled} or len({*self.themes.values()}) < 2:
            return self.found
        return [
            replace(question, dimension=self.themes.get(question.parent or question.id, "")) for question in self.found
        ]


def from_rows(rows: Sequence[Sequence[str]]) -> tuple[Question, ...]:
    """The questions of a table; empty where no row has a heading for a column of questions."""
    table = _Table()
    for row, below in zip_longest(rows, rows[1:], fillvalue=()):
        table.take(row, below)
    return tuple(table.under_themes()) if table.asked is not None else ()


def headings_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """The cells of the rows that name columns."""
    return [cell.strip() for row in rows for cell in row if _is_heading(cell.strip())]


def _names_columns(row: Sequence[str]) -> bool:
    cells = list(filter(None, (cell.strip() for cell in row)))
    return len(cells) > 1 and any(map(_is_heading, cells))


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
