"""The lines of a PDF through pdfium: twenty times as fast as the other engine.

A page's text comes in one call, and its lines are measured by their rectangles; a box for
every character would cost more than all the rest, so those are asked for only where a line
has a wide gap or begins in bold.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ....core.errors import ReadError
from ..blocks import is_coloured
from .lines import LINE_HEIGHT, Gap, Line, PageLines
from .ruled import Box, walls

LINE_HYPHEN = "\ufffe"
"""What pdfium puts for a hyphen at which it joins two lines."""
_SLANTED_NAME = re.compile(rb"italic|oblique|kursiv|(?:^|\+)(?:CMTI|SFTI|ECTI|CMSL)", re.IGNORECASE)
_BOLD_NAME = re.compile(rb"bold|black|heavy|demi|(?:^|\+)(?:SFBX|CMBX|ECBX)", re.IGNORECASE)
_DIGITS = re.compile(r"\d{1,3}")
_HEAD = re.compile(r"\s*(?:[^\w\s]|\(?\w{1,3}[.):])\s")
"""A list's mark or a short label at the start of a line, with the blank after it."""


class Unreadable(Exception):
    """pdfium cannot open the file; the other engine may."""


def read_pages(content: bytes, name: str) -> list[PageLines]:
    """The lines of every page. Raises ReadError for a password, Unreadable for what pdfium cannot open."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise ReadError(
                name,
                "password-protected: save it without a password",
                slug="password_protected",
                hint="open it with its password and print or export it to a new PDF",
            ) from error
        raise Unreadable(str(error)) from error
    try:
        reader = _PageReader()
        pages = []
        for index in range(len(document)):
            try:
                page = document[index]
            except pdfium.PdfiumError:
                pages.append(PageLines([], 0, 0, empty=True))
                continue
            pages.append(reader.read(page, index))
            with contextlib.suppress(UnicodeDecodeError):
                pages[-1].label = document.get_page_label(index)
            page.close()
        return pages
    finally:
        document.close()


class _PageReader:
    """Calls into pdfium with the buffers that are used again for every page."""

    def __init__(self) -> None:
        import pypdfium2.raw as raw

        self.raw = raw
        self.left, self.top, self.right, self.bottom = (ctypes.c_double() for _ in range(4))
        self.across, self.up = ctypes.c_double(), ctypes.c_double()
        self.matrix = raw.FS_MATRIX()
        self.box = raw.FS_RECTF()
        self.name = ctypes.create_string_buffer(128)
        self.flags = ctypes.c_int()
        self.bold_fonts: dict[bytes, bool] = {}
        self.slanted_fonts: dict[bytes, bool] = {}
        self.colour = tuple(ctypes.c_uint() for _ in range(4))
        self.narrow: list[tuple[int, Line, list[tuple[float, float]]]] = []
        """Lines of the page with gaps hardly wider than a stretched blank: where they begin, and the gaps."""
        self.walls: list[Box] = []
        """The rules between columns of the page's tables."""

    def read(self, page: Any, index: int) -> PageLines:
        raw = self.raw
        box = page.get_cropbox()
        text_page = page.get_textpage()
        handle = text_page.raw
        lines: list[Line] = []
        self.narrow.clear()
        drawn = self._drawn(page)
        self.walls = walls(drawn, box[2] - box[0])
        count = raw.FPDFText_CountChars(handle)
        if count > 0:
            buffer = (ctypes.c_ushort * (count + 1))()
            written = raw.FPDFText_GetText(handle, 0, count, buffer)
            units = bytes(buffer)[: 2 * max(written - 1, 0)]
            text = units.decode("utf-16-le", "replace").replace("\t", " ")
            astral = len(text) * 2 != len(units)
            same = written - 1 == count
            at = 0
            for row in text.split("\r\n"):
                pieces = row.split(LINE_HYPHEN)
                for number, piece in enumerate(pieces, start=1):
                    hyphen = number < len(pieces)
                    long = len(piece.encode("utf-16-le", "replace")) // 2 if astral else len(piece)
                    if piece and not piece.isspace():
                        first = at if same else raw.FPDFText_GetCharIndexFromTextIndex(handle, at)
                        here = self._lines(handle, first, piece, long + hyphen, astral) if first >= 0 else []
                        if here and hyphen:
                            here[-1].text += "-"
                        lines += here
                    at += long + 1
                at += 1
            self._mark_narrow(handle, lines)
        text_page.close()
        rotation = page.get_rotation()
        if rotation:
            for line in lines:
                _turn(line, rotation, box)
        x0, y0, x1, y1 = box
        for line in lines:
            line.page = index
            line.x0 -= x0
            line.x1 -= x0
            line.bottom -= y0
            line.top -= y0
            line.baseline -= y0
        width, height = (x1 - x0, y1 - y0) if rotation in (0, 180) else (y1 - y0, x1 - x0)
        found = PageLines(lines, width, height, empty=not lines)
        if drawn and not rotation:
            found.drawn = [(left - x0, low - y0, right - x0, high - y0) for left, low, right, high in drawn]
        return found

    def _drawn(self, page: Any) -> list[Box]:
        """The boxes around what is drawn on a page: rules, frames and grounds of cells."""
        raw = self.raw
        edges = [ctypes.c_float() for _ in range(4)]
        boxes: list[Box] = []
        for number in range(raw.FPDFPage_CountObjects(page.raw)):
            object_ = raw.FPDFPage_GetObject(page.raw, number)
            if raw.FPDFPageObj_GetType(object_) == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPageObj_GetBounds(object_, *edges):
                boxes.append((edges[0].value, edges[1].value, edges[2].value, edges[3].value))
        return boxes

    def _lines(self, handle: Any, first: int, text: str, count: int, astral: bool) -> list[Line]:
        """What the engine takes for one line; behind a short cell of a table it may run on into the next row."""
        raw = self.raw
        rects = raw.FPDFText_CountRects(handle, first, count)
        if rects <= 0:
            return []
        left, top, right, bottom = self.left, self.top, self.right, self.bottom
        raw.FPDFText_GetRect(handle, 0, left, top, right, bottom)
        x0, x1, low, high = left.value, right.value, bottom.value, top.value
        foot, below = low, False
        wide, small = [], []
        for number in range(1, rects):
            raw.FPDFText_GetRect(handle, number, left, top, right, bottom)
            if left.value > x1 + 0.5 * (high - low) and x1 > x0:
                wide.append((x1, left.value))
            if top.value - bottom.value < 0.8 * (high - low):
                small.append((left.value, right.value, bottom.value))
            below = below or (top.value <= foot and left.value < x1)
            x0, x1 = min(x0, left.value), max(x1, right.value)
            low, high = min(low, bottom.value), max(high, top.value)
        if below and not astral:
            starts = [0, *self._rows(handle, first, text), len(text)]
            if len(starts) > 2:
                return [
                    line
                    for start, stop in pairwise(starts)
                    for line in self._lines(handle, first + start, text[start:stop], stop - start, astral)
                ]
        size, baseline = high - low, low
        lead = len(text) - len(text.lstrip())
        points = raw.FPDFText_GetFontSize(handle, first + lead)
        if points > 0 and raw.FPDFText_GetMatrix(handle, first + lead, self.matrix):
            size = LINE_HEIGHT * points * math.hypot(self.matrix.c, self.matrix.d) or size
        if raw.FPDFText_GetCharOrigin(handle, first + lead, self.across, self.up):
            baseline = self.up.value
        line = Line(text, x0, x1, low, high, baseline, size)
        raised = [(begin, end) for begin, end, foot in small if foot > baseline + 0.15 * size]
        if raised and not astral:
            line.raised = tuple(self._raised(handle, first, text, raised))
        if wide and not astral:
            self._mark_gaps(handle, first, line, wide)
        last = first + len(text.rstrip()) - 1
        line.apart = not astral and self._is_apart(handle, first + lead) and self._is_apart(handle, last)
        if self._is_bold(handle, first + lead):
            line.bold = self._bold_prefix(handle, first, text)
        return [line]

    def _rows(self, handle: Any, first: int, text: str) -> Iterator[int]:
        """Where in the text a character stands to the left of the one before it, and under the middle of its line."""
        before: tuple[float, float] | None = None
        for offset, char in enumerate(text):
            if char.isspace() or not self.raw.FPDFText_GetLooseCharBox(handle, first + offset, self.box):
                continue
            if before is not None and self.box.left < before[0] and self.box.top < before[1]:
                yield offset
            before = (self.box.left, (self.box.top + self.box.bottom) / 2)

    def _raised(
        self, handle: Any, first: int, text: str, raised: list[tuple[float, float]]
    ) -> Iterator[tuple[int, int]]:
        """Where in the text numbers stand above the line."""
        left, right, bottom, top = self.left, self.right, self.bottom, self.top
        for number in _DIGITS.finditer(text):
            self.raw.FPDFText_GetCharBox(handle, first + number.start(), left, right, bottom, top)
            if any(begin - 0.5 <= left.value <= end for begin, end in raised):
                yield number.span()

    def _mark_gaps(self, handle: Any, first: int, line: Line, wide: list[tuple[float, float]]) -> None:
        """Mark wide gaps, and one behind a list's mark; remember the narrow ones."""
        waiting = [gap for gap in wide if gap[1] - gap[0] > 1.5 * line.size or self._at_wall(*gap, line.baseline)]
        head = _HEAD.match(line.text)
        if head and wide[0] not in waiting and wide[0][0] < line.x0 + 3 * line.size:
            line.gaps = (Gap(head.end() - 1, *wide[0]),)
        elif narrow := [gap for gap in wide if gap not in waiting and gap[1] - gap[0] > 0.55 * line.size]:
            self.narrow.append((first, line, narrow))
        if waiting:
            self._put_tabs(handle, first, line, waiting)

    def _mark_narrow(self, handle: Any, lines: list[Line]) -> None:
        """Mark narrow gaps before what begins where cells of three other rows do: a name that fills its column."""
        stops = Counter(round(gap.right) for line in lines for gap in line.gaps)
        for first, line, narrow in self.narrow:
            cells = [gap for gap in narrow if sum(stops[round(gap[1]) + near] for near in (-1, 0, 1)) >= 3]
            if cells:
                self._put_tabs(handle, first, line, cells)

    def _put_tabs(self, handle: Any, first: int, line: Line, waiting: list[tuple[float, float]]) -> None:
        """Find the blank in the text at which each gap lies, and put a tabulator there."""
        raw = self.raw
        left, right, bottom, top = self.left, self.right, self.bottom, self.top
        chars = list(line.text)
        gaps = list(line.gaps)
        for offset in range(1, len(chars)):
            if chars[offset - 1] not in " \t\xa0":
                continue
            raw.FPDFText_GetCharBox(handle, first + offset, left, right, bottom, top)
            if abs(left.value - waiting[0][1]) < 1.0:
                chars[offset - 1] = "\t"
                gaps.append(Gap(offset - 1, *waiting.pop(0)))
                if not waiting:
                    break
        line.text = "".join(chars)
        line.gaps = tuple(sorted(gaps, key=lambda gap: gap.at))

    def _at_wall(self, left: float, right: float, height: float) -> bool:
        return any(left <= x <= right and low <= height <= high for x, low, _, high in self.walls)

    def _is_bold(self, handle: Any, index: int) -> bool:
        if self.raw.FPDFText_GetFontWeight(handle, index) >= 600:
            return True
        self.raw.FPDFText_GetFontInfo(handle, index, self.name, 128, self.flags)
        name = self.name.value
        if name not in self.bold_fonts:
            self.bold_fonts[name] = _BOLD_NAME.search(name) is not None
        return self.bold_fonts[name]

    def _is_apart(self, handle: Any, index: int) -> bool:
        """Whether a character is in italics or in a colour."""
        red, green, blue, _ = self.colour
        filled = self.raw.FPDFText_GetFillColor(handle, index, *self.colour)
        if filled and is_coloured(f"{red.value:02x}{green.value:02x}{blue.value:02x}"):
            return True
        self.raw.FPDFText_GetFontInfo(handle, index, self.name, 128, self.flags)
        name = self.name.value
        if name not in self.slanted_fonts:
            self.slanted_fonts[name] = _SLANTED_NAME.search(name) is not None
        return self.slanted_fonts[name]

    def _bold_prefix(self, handle: Any, first: int, text: str) -> int:
        bold = 0
        for offset, char in enumerate(text):
            if char.isspace():
                continue
            if not self._is_bold(handle, first + offset):
                return bold
            bold = offset + 1
        return len(text)


def _turn(line: Line, rotation: int, box: tuple[float, float, float, float]) -> None:
    """Measure a line of a page that is shown turned as it is seen, not as it is stored."""
    x0, y0, x1, y1 = box
    across, up = line.x0, line.bottom
    if rotation == 90:
        line.x0, line.x1 = x0 + line.bottom - y0, x0 + line.top - y0
        line.bottom, line.top = y0 + x1 - (across + (line.size or 1)), y0 + x1 - across
    elif rotation == 270:
        line.x0, line.x1 = x0 + y1 - line.top, x0 + y1 - up
        line.bottom, line.top = y0 + across - x0, y0 + across - x0 + (line.size or 1)
    else:
        line.x0, line.x1 = x0 + x1 - line.x1, x0 + x1 - across
        line.bottom, line.top = y0 + y1 - line.top, y0 + y1 - up
    line.baseline = line.bottom
