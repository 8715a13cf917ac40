"""Tables as APA 7 prints them: lines above, below and under the header, none upright.

Numbers are aligned on their last figure; every column has one number of decimals, so that their
decimal marks stand under each other. The header repeats on every page, no row is broken by one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ....core.numbers import NUMERIC
from ....core.table import Table
from ..cells import is_number, spanners, text_rows
from .fragments import cell, escape, paragraph, run

CHARACTER, BOLD_CHARACTER = 112, 134
"""The width of an average character of a table's text, in twentieths of a point; generous, since a computer
without the font that was meant puts a wider one in its place."""
LONGEST_WORD, LONGEST_CODE = 18, 24
SPANNER_LINES = 3
SMALL, TOLERANCE = 17, 19 / 17
"""A table a little wider than the page is set in smaller type, in half points; one wider than that is turned."""
PADDING = 150
APART_WIDTH = 170
APART = f'<w:ind w:left="{APART_WIDTH}"/>'
INDENT = 200
"""How far a row of a tree stands in, for each level."""
LONG_CELL = 700
"""A row with a text of more characters may break over a page: whole, it could leave half a page empty."""
_RULE = '<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>'


_WHOLE = NUMERIC | {"date", "code", "address"}
"""Kinds of columns whose cells are not broken at blanks."""


def least_widths(table: Table, rows: Sequence[Sequence[str]]) -> list[int]:
    """The width below which a column breaks a number or a word."""
    least = []
    for at, column in enumerate(table.columns):
        title = max((len(word) for word in _words(column.title)), default=1) * BOLD_CHARACTER
        most = LONGEST_CODE if column.kind == "code" else None if column.kind in _WHOLE else LONGEST_WORD
        whole = column.kind in _WHOLE
        longest = CHARACTER
        for number, row in enumerate(rows):
            size = len(row[at]) if whole else max(map(len, _words(row[at])))
            wide = BOLD_CHARACTER if number in table.bold_rows else CHARACTER
            longest = max(longest, (size if most is None else min(size, most)) * wide)
        least.append(max(title, longest) + PADDING)
    if least and table.indents:
        least[0] += INDENT * max(table.indents.values())
    for at in _apart(table):
        least[at] += APART_WIDTH
    for span in spanners(table):  # a heading over columns may take several lines, but no word of it is broken
        letters = max(max(map(len, _words(span.text))), len(span.text) // SPANNER_LINES)
        short = letters * BOLD_CHARACTER + PADDING - sum(least[span.start : span.stop])
        for at in range(span.start, span.stop):
            least[at] += max(short, 0) // (span.stop - span.start)
    return least


def of_numbers(table: Table) -> bool:
    """Whether nothing but numbers stands beside the names of the rows: all they need is to fit."""
    return len(table.columns) > 1 and all(column.kind in NUMERIC for column in table.columns[1:])


def too_wide(table: Table, language: str, decimals: int | None, room: int) -> bool:
    """Whether a table does not fit `room` in small type without breaking words or numbers."""
    return sum(least_widths(table, text_rows(table, language, decimals))) > room * TOLERANCE


def column_widths(table: Table, rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Widths that fill `room`: numbers as wide as they need, texts share the rest by their length."""
    least = least_widths(table, rows)
    total = sum(least)
    if total >= room:
        scaled = _squeezed(table, least, room)
    else:
        wanted = [_wanted(table, rows, at, small) for at, small in enumerate(least)]
        extra = [max(want - small, 0.0) for want, small in zip(wanted, least, strict=True)]
        if not any(extra):
            extra = [1.0 if at == 0 else 0.0 for at in range(len(least))]
        share = (room - total) / sum(extra)
        scaled = [int(small + more * share) for small, more in zip(least, extra, strict=True)]
    scaled[0] += room - sum(scaled)
    return scaled


def _squeezed(table: Table, least: Sequence[int], room: int) -> list[int]:
    """Too little room: the longest words and codes are broken before a number is, as long as the numbers leave half.

    Where they do not, it is the words over them that are wide, and the texts keep up to half.
    """
    is_number = [column.kind in NUMERIC for column in table.columns]
    numbers = [each for each, number in zip(least, is_number, strict=True) if number]
    texts = [each for each, number in zip(least, is_number, strict=True) if not number]
    if sum(numbers) <= room // 2:
        texts = _levelled(texts, room - sum(numbers))
    else:
        texts = _levelled(texts, max(room // 2, room - sum(numbers)))
        numbers = _levelled(numbers, room - sum(texts))
    taken = {True: iter(numbers), False: iter(texts)}
    return [next(taken[number]) for number in is_number]


def _levelled(widths: Sequence[int], room: int) -> list[int]:
    """The narrow ones keep what they need, the wide ones share what is left alike."""
    left, level = room, 0
    for at, each in enumerate(sorted(widths)):
        level = left // (len(widths) - at)
        if each > level:
            break
        left -= each
    else:
        return list(widths)
    return [min(each, level) for each in widths]


def _wanted(table: Table, rows: Sequence[Sequence[str]], at: int, least: int) -> float:
    """What a column would like to have: a number a little air, a text its length."""
    column = table.columns[at]
    if column.kind in _WHOLE:
        return least * 1.25
    lengths = [len(row[at]) for row in rows] or [1]
    average = sum(lengths) / len(lengths)
    asked = (column.width or 1.0) * (min(max(lengths), 60) + min(average, 200)) / 2 * CHARACTER + PADDING
    room_to_write = (column.width or 0) * 7 * CHARACTER  # a column of a form is empty, and must not be narrow
    return max(asked, least * 1.1, room_to_write)


def _words(text: str) -> list[str]:
    """What is not broken over lines; a no-break space is no place for it, a dash between words is."""
    return re.split(r"[ \n]|(?<=[^\W\d]–)(?=[^\W\d])", text)


def table_xml(table: Table, language: str, decimals: int | None, ids: Mapping[str, str], room: int) -> str:
    """The `w:tbl` of a table, `room` wide."""
    rows = text_rows(table, language, decimals)
    widths = column_widths(table, rows, room)
    size = f'<w:sz w:val="{SMALL}"/><w:szCs w:val="{SMALL}"/>' if sum(least_widths(table, rows)) > room else ""
    style = ids["qualcode table text"]
    parts = [
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{escape(ids["qualcode table"])}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"<w:tblBorders>{_RULE.format(side='top', size=8)}{_RULE.format(side='bottom', size=8)}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{_described(table)}</w:tblPr><w:tblGrid>',
        *(f'<w:gridCol w:w="{width}"/>' for width in widths),
        "</w:tblGrid>",
        *_header(table, widths, style, size),
    ]
    apart = _apart(table)
    template = _row_template(widths)
    breaking = template.replace("<w:trPr><w:cantSplit/></w:trPr>", "")
    for number, (row, raw) in enumerate(zip(rows, table.rows, strict=True)):
        look = ("<w:b/>" if number in table.bold_rows else "") + size
        rule = f"<w:tcBorders>{_RULE.format(side='top', size=4)}</w:tcBorders>" if number in table.rules else ""
        keep = number < 2 or number >= len(rows) - 3 or len(rows) <= 12
        cells: list[str] = []
        for at, (text, value) in enumerate(zip(row, raw, strict=True)):
            properties = "<w:keepNext/>" if keep and number < len(rows) - 1 else ""
            if at == 0 and table.indents.get(number):
                properties += f'<w:ind w:left="{INDENT * table.indents[number]}"/>'
            elif at in apart:
                properties += APART
            if is_number(value, table.columns[at]):
                properties += '<w:jc w:val="right"/>'
            if size and not text:
                properties += f"<w:rPr>{size}</w:rPr>"  # an empty cell would be higher than the others
            cells += [rule, paragraph(run(text, look) if text else "", style, properties)]
        whole = template if max(map(len, row), default=0) < LONG_CELL else breaking
        parts.append(whole % tuple(cells))
    parts.append("</w:tbl>")
    return "".join(parts)


def _apart(table: Table) -> frozenset[int]:
    """Text columns right of a number: set off a little, so that the two do not run into each other."""
    kinds = [column.kind in NUMERIC for column in table.columns]
    return frozenset(at for at in range(1, len(kinds)) if kinds[at - 1] and not kinds[at])


def _described(table: Table) -> str:
    return f'<w:tblCaption w:val="{escape(table.caption)}"/>' if table.caption else ""


def _row_template(widths: Sequence[int]) -> str:
    """A row prepared once: each cell takes its borders and its paragraph."""
    cells = "".join(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>%s</w:tcPr>%s</w:tc>' for width in widths)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _header(table: Table, widths: Sequence[int], style: str, size: str) -> list[str]:
    rows = []
    under = f'<w:tcBorders>{_RULE.format(side="bottom", size=4)}</w:tcBorders><w:vAlign w:val="bottom"/>'
    spans = spanners(table)
    if spans:
        starts = {span.start: span for span in spans}
        cells, at = [], 0
        while at < len(widths):
            span = starts.get(at)
            stop = span.stop if span else at + 1
            properties = f'<w:gridSpan w:val="{stop - at}"/>' if stop - at > 1 else ""
            if span:
                properties += f"<w:tcBorders>{_RULE.format(side='bottom', size=4)}</w:tcBorders>"
            content = paragraph(
                run(span.text, f"<w:b/>{size}") if span else "", style, '<w:keepNext/><w:jc w:val="center"/>'
            )
            cells.append(cell(content, sum(widths[at:stop]), properties))
            at = stop
        rows.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>")
    titles = []
    apart = _apart(table)
    for at, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        align = '<w:jc w:val="right"/>' if column.kind in NUMERIC else APART if at in apart else ""
        titles.append(cell(paragraph(run(column.title, f"<w:b/>{size}"), style, f"<w:keepNext/>{align}"), width, under))
    rows.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(titles)}</w:tr>")
    return rows
