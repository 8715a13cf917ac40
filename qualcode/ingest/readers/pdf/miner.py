"""The lines of a PDF through pdfminer.six: slow, but it analyses columns and opens odd files."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Collection, Iterator
from typing import Any

from ....core.errors import ReadError
from .lines import LINE_HEIGHT, Line, PageLines

_BOLD_NAME = re.compile(r"bold|black|heavy|demi|(?:^|\+)(?:SFBX|CMBX|ECBX)", re.IGNORECASE)
MAX_STREAM = 64 * 1024 * 1024
"""A page whose drawing instructions unpack to more bytes than this is not analysed."""


def read_pages(content: bytes, name: str, only: Collection[int] | None = None) -> list[PageLines]:
    """The lines of every page, or of the pages `only` (from 0; the others come empty).

    Raises ReadError for a password and for what cannot be opened.
    """
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams, LTCurve
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it reports every oddity of a file to the terminal
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=LAParams())
    interpreter = PDFPageInterpreter(resources, device)
    pages: list[PageLines] = []
    try:
        document = PDFDocument(PDFParser(io.BytesIO(content)))
        for index, page in enumerate(PDFPage.create_pages(document)):
            if only is not None and index not in only:
                pages.append(PageLines([], 0, 0, empty=True))
                continue
            if _too_long(page):
                pages.append(PageLines([], 0, 0, empty=True))
                continue
            interpreter.process_page(page)
            layout = device.get_result()
            lines = [_line(line, index) for line in _lines(layout)]
            lines = [line for line in lines if line.text.strip()]
            pages.append(PageLines(lines, layout.width, layout.height, str(page.label or ""), not lines))
            pages[-1].drawn = [item.bbox for item in layout if isinstance(item, LTCurve)]
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise ReadError(
            name,
            "password-protected: save it without a password",
            slug="password_protected",
            hint="open it with its password and print or export it to a new PDF",
        ) from error
    except ReadError:
        raise
    except Exception as error:  # the library raises anything at all for a damaged file
        raise ReadError(name, "a damaged or incomplete PDF: neither engine can open it") from error
    if not pages:
        raise ReadError(name, "a damaged or incomplete PDF: no pages were found in it")
    return pages


def _too_long(page: Any) -> bool:
    """Whether a page's drawing instructions unpack to more than is sensible, without unpacking all."""
    from pdfminer.pdftypes import resolve1

    for content in page.contents:
        stream = resolve1(content)
        filters = str(stream.attrs.get("Filter", ""))
        if "FlateDecode" not in filters or len(stream.rawdata or b"") * 1100 < MAX_STREAM:
            continue
        unpacker = zlib.decompressobj()
        try:
            unpacker.decompress(stream.rawdata, MAX_STREAM)
        except zlib.error:
            continue  # the library recovers what it can
        if unpacker.unconsumed_tail:
            return True
    return False


def _lines(layout: Any) -> Iterator[Any]:
    """Text lines in the order of the layout analysis; figures can hold text too."""
    from pdfminer.layout import LTFigure, LTTextBox, LTTextLine

    for item in layout:
        if isinstance(item, LTTextBox):
            yield from (line for line in item if isinstance(line, LTTextLine))
        elif isinstance(item, LTTextLine):
            yield item
        elif isinstance(item, LTFigure):
            yield from _lines(item)


def _line(found: Any, index: int) -> Line:
    from pdfminer.layout import LTChar

    text = found.get_text().rstrip("\n").replace("\t", " ")
    chars = [char for char in found if isinstance(char, LTChar)]
    size = LINE_HEIGHT * max((char.size for char in chars), default=found.height)
    baseline = chars[0].matrix[5] if chars else found.y0
    bold = 0
    for item in found:
        shown = item.get_text()
        if isinstance(item, LTChar) and shown.strip() and not _BOLD_NAME.search(item.fontname):
            break
        bold += len(shown)
    return Line(text, found.x0, found.x1, found.y0, found.y1, baseline, size, len(text[:bold].rstrip()), page=index)
