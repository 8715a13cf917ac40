"""WordprocessingML as prepared text: the pieces that the rows of long tables are put together from.

Made cell by cell through python-docx, the transcripts of sixty interviews take a hundred times as
long as python-docx needs to save them; joined as strings they take about as long.
"""

from __future__ import annotations

import re

from ....core.text import ORDERS

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)

_SPECIAL = re.compile(f'[&<>"]|{ORDERS.pattern}')
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_BREAKS = re.compile("[\n\t\r\u2028\u2029]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def cleaned(text: str) -> str:
    """`text` with one kind of line break; characters that XML cannot hold become U+FFFD."""
    return ORDERS.sub("\ufffd", _LINE_ENDS.sub("\n", text))


def escape(text: str) -> str:
    """`text` for an element or an attribute; characters that XML cannot hold become U+FFFD."""
    if _SPECIAL.search(text) is None:
        return text
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], "\ufffd"), text)


def text_of(text: str) -> str:
    """The inside of a run: the text, with line breaks and tabs as Word has them."""
    if _BREAKS.search(text) is None:
        return f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    parts = []
    for piece in re.split("(\r\n|[\n\t\r\u2028\u2029])", text):
        if piece == "\t":
            parts.append("<w:tab/>")
        elif _BREAKS.match(piece):
            parts.append("<w:br/>")
        elif piece:
            parts.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return "".join(parts)


def run(text: str, properties: str = "") -> str:
    """A run; `properties` is the inside of its `w:rPr`."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{look}{text_of(text)}</w:r>"


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """A paragraph; `properties` is the inside of its `w:pPr` after the style."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    before = f"<w:pPr>{styled}{properties}</w:pPr>" if styled or properties else ""
    return f"<w:p>{before}{content}</w:p>"


def cell(content: str, width: int, properties: str = "") -> str:
    """A table cell of one or more paragraphs; `width` in twentieths of a point."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'
