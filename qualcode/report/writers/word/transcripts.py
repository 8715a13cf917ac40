"""A transcript with its codes in the margin, line by line.

Left the number of the turn, by which a quote can be cited; then who speaks and the words; right
the codes. Where only some of a turn's words are coded they stand in brackets with a number that
the margin repeats. The coloured mark is never alone: the code's name stands beside it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from ....core.table import Mark, Transcript, TranscriptLine
from ...wording import Words
from ..turns import bracketed, is_partial, mark_label, mark_numbers
from .fragments import escape, paragraph, run, text_of

NUMBER_WIDTH = 560
MARGIN_SHARE = 0.3
_Key = tuple[str, str, str, str, float, str, bool]
DIM = '<w:color w:val="555555"/>'


def transcript_xml(transcript: Transcript, words: Words, ids: Mapping[str, str], room: int) -> str:
    """The `w:tbl` of a transcript, `room` wide."""
    margin = int((room - NUMBER_WIDTH) * MARGIN_SHARE) if transcript.coded else 0
    widths = (NUMBER_WIDTH, room - NUMBER_WIDTH - margin, *([margin] if margin else []))
    turn, margin_style = ids["qualcode turn"], ids["qualcode margin"]
    number_style, question_style = ids["qualcode turn number"], ids["qualcode question"]
    widths_xml = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>' for width in widths]
    before = f'<w:tr>{widths_xml[0]}<w:p><w:pPr><w:pStyle w:val="{number_style}"/></w:pPr><w:r><w:t>'
    between = f'</w:t></w:r></w:p></w:tc>{widths_xml[1]}<w:p><w:pPr><w:pStyle w:val="{turn}"/></w:pPr>'
    beside = widths_xml[2] if margin else ""
    no_codes = f'{beside}<w:p><w:pPr><w:pStyle w:val="{turn}"/></w:pPr></w:p></w:tc>' if margin else ""
    empty = f"</w:p></w:tc>{no_codes}</w:tr>"
    coded = f"</w:p></w:tc>{beside}"
    mark_before = f'<w:p><w:pPr><w:pStyle w:val="{margin_style}"/></w:pPr>'
    question_before = (
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{room}" w:type="dxa"/><w:gridSpan w:val="{len(widths)}"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{question_style}"/><w:keepNext/></w:pPr>'
    )
    labels: dict[_Key, tuple[str, str]] = {}
    parts = [
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{escape(ids["qualcode transcript"])}"/>'
        f'<w:tblW w:w="{room}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>',
        *(f'<w:gridCol w:w="{width}"/>' for width in widths),
        "</w:tblGrid>",
        _header(words, ids, widths_xml, transcript.head),
    ]
    add = parts.append
    for line in transcript.lines:
        if line.question:
            add(f"{question_before}{run(line.question)}</w:p></w:tc></w:tr>")
        add(f"{before}{line.number}{between}{_said(line)}")
        if not line.marks or not margin:
            add(empty)
            continue
        add(coded)
        numbers = mark_numbers(line)
        for mark in line.marks:
            add(mark_before)
            add(_mark(mark, numbers.get(id(mark), 0), words, labels))
            add("</w:p>")
        add("</w:tc></w:tr>")
    add("</w:tbl>")
    return "".join(parts)


def _header(words: Words, ids: Mapping[str, str], cells: Sequence[str], said: str) -> str:
    style = ids["qualcode turn number"]
    titles = (
        paragraph(run(words("col.number")), style, "<w:keepNext/>"),  # a heading never ends a page with these alone
        paragraph(run(said or words("col.said")), style, '<w:keepNext/><w:jc w:val="left"/>'),
        paragraph(run(words("col.codes")), style, '<w:keepNext/><w:jc w:val="left"/>'),
    )
    inside = "".join(f"{cell}{title}</w:tc>" for cell, title in zip(cells, titles, strict=False))  # codes: if any
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{inside}</w:tr>"


def _said(line: TranscriptLine) -> str:
    other = DIM if line.role != "informant" else ""
    who = run(f"{line.speaker}: ", f"<w:b/>{other}") if line.speaker else ""
    partial = [mark for mark in line.marks if is_partial(mark, line)]
    if not partial:
        if other:
            return f"{who}{run(line.text, other)}"
        return f"{who}<w:r>{text_of(line.text)}</w:r>"
    return who + "".join(
        _sign(text, raised) if bracket else run(text, other) for text, bracket, raised in bracketed(line)
    )


@functools.cache
def _sign(text: str, raised: bool) -> str:
    """A bracket or its number; there are few of them and they come again and again."""
    return run(text, "<w:b/>" + ('<w:vertAlign w:val="superscript"/>' if raised else ""))


def _mark(mark: Mark, number: int, words: Words, labels: dict[_Key, tuple[str, str]]) -> str:
    """One code in the margin; a label that comes again is not put together again."""
    key = (mark.label, mark.color, mark.coder, mark.memo, mark.weight, mark.qualifier, mark.continued)
    parts = labels.get(key)
    if parts is None:
        color = f'<w:rPr><w:color w:val="{escape(mark.color.lstrip("#").upper())}"/></w:rPr>' if mark.color else ""
        square = f'<w:r>{color}<w:t xml:space="preserve">■ </w:t></w:r>'
        parts = labels[key] = (square, run(mark_label(mark, words)))
    square, label = parts
    return square + _sign(f"{number} ", False) + label if number else square + label
