"""Tables as APA 7 prints them: lines above, below and under the header, none upright.

Numbers are aligned on their last figure; every column has one number of decimals, so that their
decimal marks stand under each other. The header repeats on every page, no row is broken by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...core.table import Table
from ..cells import is_number, spanners, text_rows
from ..numbers import NUMERIC
from .fragments import cell, escape, paragraph, run

CHARACTER = 118
"""The width of an average character of a table's text, in twentieths of a point."""
PADDING = 150
LONG_CELL = 700
"""A row with a text of more characters may break over a page: whole, it could leave half a page empty."""
_RULE = '<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>'


def column_widths(table: Table, rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Widths that fill `room`: numbers as wide as they need, texts share the rest by their length."""
    least, wanted = [], []
    for at, column in enumerate(table.columns):
        title = max((len(word) for word in column.title.split()), default=1)
        lengths = [len(row[at]) for row in rows] or [1]
        longest = max(lengths)
        if column.kind in NUMERIC or column.kind in ("date", "code", "address"):
            least.append(max(title, longest) * CHARACTER + PADDING)
            wanted.append(least[-1] * 1.25)
        else:
            word = max((len(word) for row in rows for word in row[at].split()), default=1)
            least.append(max(title, min(word, 22)) * CHARACTER + PADDING)
            average = sum(lengths) / len(lengths)
            asked = (column.width or 1.0) * (min(longest, 60) + min(average, 200)) / 2 * CHARACTER + PADDING
            wanted.append(max(asked, least[-1]))
    for span in spanners(table):
        short = len(span.text) * CHARACTER + PADDING - sum(least[span.start : span.stop])
        for at in range(span.start, span.stop):
            least[at] += max(short, 0) // (span.stop - span.start)
            wanted[at] = max(wanted[at], least[at])
    total = sum(least)
    if total >= room:
        scaled = [each * room // total for each in least]
    else:
        extra = [max(want - small, 0.0) for want, small in zip(wanted, least, strict=True)]
        if not any(extra):
            extra = [1.0 if at == 0 else 0.0 for at in range(len(least))]
        share = (room - total) / sum(extra)
        scaled = [int(small + more * share) for small, more in zip(least, extra, strict=True)]
    scaled[0] += room - sum(scaled)
    return scaled


def table_xml(table: Table, language: str, decimals: int | None, ids: Mapping[str, str], room: int) -> str:
    """The `w:tbl` of a table, `room` wide."""
    rows = text_rows(table, language, decimals)
    widths = column_widths(table, rows, room)
    style = ids["qualcode table text"]
    parts = [
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{escape(ids["qualcode table"])}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"<w:tblBorders>{_RULE.format(side='top', size=8)}{_RULE.format(side='bottom', size=8)}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{_described(table)}</w:tblPr><w:tblGrid>',
        *(f'<w:gridCol w:w="{width}"/>' for width in widths),
        "</w:tblGrid>",
        *_header(table, widths, style),
    ]
    template = _row_template(widths)
    breaking = template.replace("<w:trPr><w:cantSplit/></w:trPr>", "")
    for number, (row, raw) in enumerate(zip(rows, table.rows, strict=True)):
        look = "<w:b/>" if number in table.bold_rows else ""
        rule = f"<w:tcBorders>{_RULE.format(side='top', size=4)}</w:tcBorders>" if number in table.rules else ""
        keep = number < 2 or number >= len(rows) - 3 or len(rows) <= 12
        cells: list[str] = []
        for at, (text, value) in enumerate(zip(row, raw, strict=True)):
            properties = "<w:keepNext/>" if keep and number < len(rows) - 1 else ""
            if at == 0 and table.indents.get(number):
                properties += f'<w:ind w:left="{200 * table.indents[number]}"/>'
            if is_number(value, table.columns[at]):
                properties += '<w:jc w:val="right"/>'
            cells += [rule, paragraph(run(text, look) if text else "", style, properties)]
        whole = template if max(map(len, row), default=0) < LONG_CELL else breaking
        parts.append(whole % tuple(cells))
    parts.append("</w:tbl>")
    return "".join(parts)


def _described(table: Table) -> str:
    return f'<w:tblCaption w:val="{escape(table.caption)}"/>' if table.caption else ""


def _row_template(widths: Sequence[int]) -> str:
    """A row prepared once: each cell takes its borders and its paragraph."""
    cells = "".join(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>%s</w:tcPr>%s</w:tc>' for width in widths)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _header(table: Table, widths: Sequence[int], style: str) -> list[str]:
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
            content = paragraph(run(span.text, "<w:b/>") if span else "", style, '<w:keepNext/><w:jc w:val="center"/>')
            cells.append(cell(content, sum(widths[at:stop]), properties))
            at = stop
        rows.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>")
    titles = []
    for column, width in zip(table.columns, widths, strict=True):
        align = '<w:jc w:val="right"/>' if column.kind in NUMERIC else ""
        titles.append(cell(paragraph(run(column.title, "<w:b/>"), style, f"<w:keepNext/>{align}"), width, under))
    rows.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(titles)}</w:tr>")
    return rows
