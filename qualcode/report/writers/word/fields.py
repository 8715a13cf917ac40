"""What python-docx has no calls for: fields that Word computes, bookmarks, links inside the document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from .fragments import cleaned


def add_run(paragraph: Paragraph, text: str, bold: bool = False, italic: bool = False) -> Run:
    """A run at the end of a paragraph; characters that XML cannot hold become U+FFFD."""
    run = paragraph.add_run(cleaned(text))
    if bold:
        run.bold = True
    if italic:
        run.italic = True
    return run


def add_field(paragraph: Paragraph, instruction: str, result: str, look: Callable[[Run], None] | None = None) -> None:
    """A field with the result that is shown until Word computes it anew; `look` dresses its runs."""
    begin_field(paragraph, instruction, look)
    shown = add_run(paragraph, result)
    if look is not None:
        look(shown)
    end_field(paragraph, look)


def begin_field(
    paragraph: Paragraph, instruction: str, look: Callable[[Run], None] | None = None, *, stale: bool = False
) -> None:
    """The first part of a field, up to its result; a `stale` one Word computes when it opens the file."""
    _mark(paragraph, "begin", look, stale=stale)
    run = paragraph.add_run()
    if look is not None:
        look(run)
    text = OxmlElement("w:instrText", {qn("xml:space"): "preserve"})
    text.text = f" {instruction} "
    run._r.append(text)
    _mark(paragraph, "separate", look)


def end_field(paragraph: Paragraph, look: Callable[[Run], None] | None = None) -> None:
    """The end of a field."""
    _mark(paragraph, "end", look)


def _mark(paragraph: Paragraph, kind: str, look: Callable[[Run], None] | None, *, stale: bool = False) -> None:
    run = paragraph.add_run()
    if look is not None:
        look(run)
    mark: Any = OxmlElement("w:fldChar", {qn("w:fldCharType"): kind})
    if stale:
        mark.set(qn("w:dirty"), "true")
    run._r.append(mark)


def add_link(paragraph: Paragraph, anchor: str, text: str) -> None:
    """A link to a bookmark of the same document."""
    link = OxmlElement("w:hyperlink", {qn("w:anchor"): anchor, qn("w:history"): "1"})
    link.append(add_run(paragraph, text)._r)
    paragraph._p.append(link)


class Bookmarks:
    """Hands out bookmarks: numbers that never repeat, names that Word accepts."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def around(self, name: str, paragraph: Paragraph) -> None:
        """Put all that is in the paragraph inside a bookmark; not where the name was already used."""
        if name in self._names:
            return
        self._names.add(name)
        number = {qn("w:id"): str(len(self._names))}
        start: Any = OxmlElement("w:bookmarkStart", number)
        start.set(qn("w:name"), name)
        after_properties = 0 if paragraph._p.pPr is None else 1
        paragraph._p.insert(after_properties, start)
        paragraph._p.append(OxmlElement("w:bookmarkEnd", number))


def bookmark_name(name: str) -> str:
    """A hidden bookmark's name for a block's name: at most 40 characters, letters, digits, underscores.

    >>> bookmark_name("shares-by-role")
    '_qc_shares_by_role'
    """
    plain = re.sub(r"\W", "_", name)
    if len(plain) > 36 or not plain.isascii():
        plain = re.sub(r"[^A-Za-z0-9_]", "_", plain)[:27] + "_" + hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"_qc_{plain}"
