"""Which rows of a table are its heading, and what its columns are called.

Most tables have one row of headings. Qualtrics writes three (codes, questions, marks of its own), a
table cut out of another has none, and two questions may have one title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from qualcode.core.spreadsheets import Row
from qualcode.core.spreadsheets.sheet import titles_above

from ....core.values import frozen
from .columns import IDS

_QUALTRICS = re.compile(r'\{\s*"ImportId"\s*:')
_TAG = re.compile(r"</?(?:b|br|strong|em|i|u|p|span|div|font|a|ul|ol|li|h\d|sup|sub)\b[^>]{0,200}>", re.IGNORECASE)
"""Marks of a web page in the words of a question, as Qualtrics and LimeSurvey export them."""
_VALUE = re.compile(
    r"\s*(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)?|[-+]?\d+(?:[.,]\d+)?)\s*"
)


@frozen
class Headed:
    """The titles of a table, all different, and the rows under them."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    facts: tuple[int, ...] = ()
    """Columns in which the program itself says something of each respondent: dates, the order of choices."""


def headed(rows: Sequence[Row]) -> Headed:
    """The titles and the rows of a table; raises nothing, says in notes what was not plain."""
    notes: list[str] = []
    facts: tuple[int, ...] = ()
    titled = _titles_above(rows)
    if titled:
        notes.append(f"above the headings: {' '.join(cell for row in rows[:titled] for cell in row.cells).strip()!r}")
        rows = rows[titled:]
    first = [" ".join(cell.split()) for cell in rows[0].cells]
    body = rows[1:]
    if len(rows) >= 3 and _of_qualtrics(rows[2]):
        asked = [" ".join(cell.split()) for cell in rows[1].cells]
        first = [question or code for code, question in zip(first, asked, strict=True)]
        body, facts = rows[3:], _not_asked(rows[2])
        notes.append("three rows of headings, as Qualtrics writes them: the questions are the titles")
    elif len(rows) >= 2 and _of_qualtrics(rows[1]):
        body, facts = rows[2:], _not_asked(rows[1])
    elif len(rows) >= 3 and _of_surveymonkey(rows[0], rows[1]):
        first = _with_choices(first, rows[1])
        body = rows[2:]
        notes.append("two rows of headings, as SurveyMonkey writes them")
    elif len(rows) >= 3 and any(
        (_names_over_questions(*rows[:2]), _names_over_titles(rows), _names_spelled_out(*rows[:2]))
    ):
        asked = [" ".join(cell.split()) for cell in rows[1].cells]
        # `id` over `No.` goes on telling who answered.
        first = [code if code.casefold() in IDS else asked[at] or code for at, code in enumerate(first)]
        body = rows[2:]
        notes.append("two rows of headings, names of variables over questions: the questions are the titles")
    elif _is_data(rows):
        first, body = [""] * len(first), rows
        notes.append(f"no row of headings: the columns are called column 1 to column {len(first)}")
    first = [" ".join(_TAG.sub(" ", title).split()) if "<" in title else title for title in first]
    return Headed(_different(first, notes), tuple(body), tuple(notes), facts)


def _titles_above(rows: Sequence[Row]) -> int:
    """How many rows stand above the headings with one cell filled: the title of the whole table."""
    above = titles_above(rows)
    return above if len(rows) >= above + 3 and rows[above].filled >= 0.6 * len(rows[0].cells) else 0


def _of_qualtrics(row: Row) -> bool:
    filled = [cell for cell in row.cells if cell.strip()]
    return bool(filled) and sum(_QUALTRICS.match(cell) is not None for cell in filled) >= 0.5 * len(filled)


_QUESTION_ID = re.compile(r'\{\s*"ImportId"\s*:\s*"QID(?![^"]*_DO\b)')
"""The mark of a question's own column; `_DO` is the order in which its choices were shown."""


def _not_asked(marks: Row) -> tuple[int, ...]:
    """The columns whose mark is no question's, where questions have theirs."""
    other = tuple(at for at, mark in enumerate(marks.cells) if mark.strip() and not _QUESTION_ID.match(mark))
    return other if len(other) < len(marks.cells) else ()


_ANSWER = re.compile(
    r"(?:open[- ]ended )?(?:response|comment)|(?:åbent |åpent |öppet )?svar|other \(please specify\)|"
    r"and[et]{2} \(angiv venligst\)|annet \(vennligst spesifiser\)|annan? \(ange\)",
    re.IGNORECASE,
)


def _of_surveymonkey(titles: Row, choices: Row) -> bool:
    """Whether the second row says of each question how it was answered, and nothing of who answered."""
    filled = [at for at, cell in enumerate(choices.cells) if cell.strip()]
    return (
        bool(filled)
        and not choices.cells[0].strip()
        and bool(titles.cells[0].strip())
        and any(_ANSWER.fullmatch(choices.cells[at].strip()) for at in filled)
        and filled == list(range(filled[0], filled[-1] + 1))
    )


_VARIABLE = re.compile(r"[A-Za-zÆØÅæøåÄÖäö][\w.]{0,40}")
_ASKED = re.compile(r"\s*\d{1,3}[a-z]?[.):]\s+\S.*|.*\S\s+.*[?:]\s*", re.DOTALL)


def _names_over_questions(names: Row, questions: Row) -> bool:
    """Whether the first row has names of variables and the second what was asked, as SurveyXact and programs for
    statistics write a table: no blanks above, and below a question over half of the columns at least."""
    filled = [at for at, cell in enumerate(names.cells) if cell.strip()]
    return (
        all(_VARIABLE.fullmatch(names.cells[at].strip()) for at in filled)
        and 2 * sum(any(map(str.isdigit, names.cells[at])) for at in filled) >= len(filled)
        and all(questions.cells[at].strip() for at in filled)
        and 2 * sum(_ASKED.fullmatch(questions.cells[at]) is not None for at in filled) >= len(filled)
    )


def _names_over_titles(rows: Sequence[Row]) -> bool:
    """Whether the second row is a heading under names of variables although few of its cells ask: each
    column of numbers, two at least, has words there, and each other column words that stand nowhere below."""
    names, titles, body = rows[0].cells, rows[1].cells, rows[2:]
    if len(body) < 2 or not all(_VARIABLE.fullmatch(name.strip()) for name in names if name.strip()):
        return False
    if 2 * sum(any(map(str.isdigit, name)) for name in names) < rows[0].filled:
        return False
    numbers = 0
    for name, title, *below in zip(names, titles, *(row.cells for row in body), strict=True):
        below = [cell.strip() for cell in below if cell.strip()]
        if not name.strip() or not title.strip() or _VALUE.fullmatch(title) or title.strip() in below:
            return False
        numbers += bool(below) and all(_VALUE.fullmatch(cell) for cell in below)
    return numbers >= 2


def _names_spelled_out(names: Row, titles: Row) -> bool:
    """Whether the second row writes out names of the first, as Qualtrics does in a workbook, without its marks:
    `ResponseId` over `Response ID`, or in another language: no moment is without a digit. Two at least; no
    answer is the name of its column."""
    pairs = [(name.strip(), title.strip()) for name, title in zip(names.cells, titles.cells, strict=True)]
    same = [name for name, title in pairs if name != title and _spells_out(name, title)]
    return (
        len(same) >= 2 and all(title for name, title in pairs if name) and not any(map(_VALUE.fullmatch, titles.cells))
    )


def _spells_out(name: str, title: str) -> bool:
    moment = name in ("StartDate", "EndDate", "RecordedDate") and title and not any(map(str.isdigit, title))
    return bool(moment) or _letters(name) == _letters(title) != ""


def _letters(title: str) -> str:
    return "".join(filter(str.isalnum, title)).casefold()


def _with_choices(titles: Sequence[str], choices: Row) -> list[str]:
    """The question of each column; where several columns have one, with the choice that each stands for."""
    found, asked = [], ""
    for title, choice in zip(titles, choices.cells, strict=True):
        asked = title or asked
        choice = " ".join(choice.split())
        plain = not choice or (title and re.fullmatch(r"(?:open[- ]ended )?response|.*\bsvar", choice, re.IGNORECASE))
        found.append(title if plain else f"{asked} [{choice}]")
    return found


def _is_data(rows: Sequence[Row]) -> bool:
    """Whether the first row is like those below it: a number or date where they have one, and a value that
    comes back in its column or a sentence where they have sentences."""
    if len(rows) < 2:
        return False
    first, body = rows[0].cells, rows[1:]
    values = words = 0
    for at, cell in enumerate(first):
        below = [row.cells[at].strip() for row in body if row.cells[at].strip()]
        if not below or not cell.strip():
            continue
        if _VALUE.fullmatch(cell):
            values += sum(_VALUE.fullmatch(value) is not None for value in below) >= 0.8 * len(below)
        elif cell.strip() in below or (len(cell.split()) >= 5 and not cell.rstrip().endswith(("?", ":", "."))):
            words += 1
    return values > 0 and words > 0


def _different(titles: Sequence[str], notes: list[str]) -> tuple[str, ...]:
    """No two titles alike: the second `Other` is `Other (2)`."""
    seen: Counter[str] = Counter()
    taken = {title.casefold() for title in titles}
    found = []
    twice = []
    for at, title in enumerate(titles, start=1):
        title = title or f"column {at}"
        key = title.casefold()
        seen[key] += 1
        if seen[key] > 1:
            number = seen[key]
            while f"{key} ({number})" in taken:
                number += 1
            twice.append(title)
            title = f"{title} ({number})"
            taken.add(title.casefold())
        found.append(title)
    if twice:
        notes.append(f"columns of one title told apart by a number: {', '.join(dict.fromkeys(twice))}")
    return tuple(found)
