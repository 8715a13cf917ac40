"""WordprocessingML as prepared text: the pieces that rows and paragraphs are put together from.

Building a document cell by cell through an object model takes minutes for a long appendix;
joining strings takes a fraction of a second and gives the same bytes every time.
"""

from __future__ import annotations

import re

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)

_SPECIAL = re.compile('[&<>"\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
_BREAKS = re.compile("[\n\t\r\u2028\u2029]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


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


def looks(
    *, bold: bool = False, italic: bool = False, color: str = "", small: bool = False, raised: bool = False
) -> str:
    """The inside of a `w:rPr`, in the order that the schema asks for."""
    parts = []
    if bold:
        parts.append("<w:b/>")
    if italic:
        parts.append("<w:i/>")
    if color:
        parts.append(f'<w:color w:val="{escape(color.lstrip("#").upper())}"/>')
    if small:
        parts.append('<w:sz w:val="18"/>')
    if raised:
        parts.append('<w:vertAlign w:val="superscript"/>')
    return "".join(parts)


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """A paragraph; `properties` is the inside of its `w:pPr` after the style."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    before = f"<w:pPr>{styled}{properties}</w:pPr>" if styled or properties else ""
    return f"<w:p>{before}{content}</w:p>"


def field(instruction: str, result: str, properties: str = "") -> str:
    """A field with the result that is shown until Word computes it anew."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return (
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{look}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{look}{text_of(result)}</w:r>"
        f'<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'
    )


class Bookmarks:
    """Hands out bookmarks: numbers that never repeat, names that Word accepts."""

    def __init__(self) -> None:
        self._count = 0
        self._names: set[str] = set()

    def around(self, name: str, content: str) -> str:
        """`content` inside a bookmark; without one where the name was already used."""
        if name in self._names:
            return content
        self._names.add(name)
        self._count += 1
        number = self._count
        return f'<w:bookmarkStart w:id="{number}" w:name="{escape(name)}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def bookmark_name(name: str) -> str:
    """A hidden bookmark's name for a block's name: at most 40 characters, letters, digits, underscores.

    >>> bookmark_name("shares-by-role")
    '_qc_shares_by_role'
    """
    import hashlib

    plain = re.sub(r"\W", "_", name)
    if len(plain) > 36 or not plain.isascii():
        plain = re.sub(r"[^A-Za-z0-9_]", "_", plain)[:27] + "_" + hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"_qc_{plain}"


def cell(content: str, width: int, properties: str = "") -> str:
    """A table cell of one or more paragraphs; `width` in twentieths of a point."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'
