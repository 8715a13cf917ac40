"""The three widgets of the screen; each paints lines that were made elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from ..core.model import Span
from . import glyphs
from .lines import Layout, Row, placed
from .paint import Painter, Widths
from .panel import Line
from .selection import Selection

if TYPE_CHECKING:
    from .app import CodingScreen

LETTERS = "asdfghjklqwertyuiopzxcvbnm"


class Transcript(ScrollView, can_focus=True, inherit_bindings=False):
    """The text with its gutter and margin. Rows are laid out as they come near the screen."""

    DEFAULT_CSS = "Transcript { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }"
    ALLOW_SELECT = False
    app: CodingScreen

    def __init__(self) -> None:
        super().__init__()
        self._layout: Layout | None = None
        self._columns: Widths | None = None
        self._painter: Painter | None = None
        self._painted: tuple[object, ...] = ()
        self.jumping = False
        self._drag: int | None = None
        self._waiting: tuple[int, int, int] | None = None

    # -- layout ------------------------------------------------------------------------

    def laid_out(self) -> Layout:
        """The rows of the document at hand at the width at hand."""
        session = self.app.session
        width = self.scrollable_content_region.width
        document = session.place.document
        if self._layout is None or self._layout.document is not document or self._width != width:
            self._columns = Widths.of(session, width)
            self._layout = Layout(document, self._columns.text, session.place.headings(session.watch.files.questions))
            self._width = width
            self._measured(Size(width, self._layout.height))
        return self._layout

    _width = -1

    def _scroll_update(self, virtual_size: Size) -> None:
        # Every layout of the screen would paint the scroll bar again, whether or not it changed.
        told = (virtual_size, self.size, self.scrollable_content_region)
        if told != self._told:
            self._told = told
            super()._scroll_update(virtual_size)

    _told: tuple[object, ...] = ()

    def _measured(self, size: Size) -> None:
        """Take the text's size, which is found while painting.

        Setting `virtual_size` would lay the whole screen out and paint it a second time. Nothing but the
        scroll bar depends on it, which is always there, so only that is told.
        """
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)

    def forget(self) -> None:
        """Lay the text out anew, because the guide or the document changed."""
        self._layout = None

    def show(self) -> None:
        """Paint again; the session changed."""
        self._painter = None
        self.refresh()

    def painter(self) -> Painter:
        """What paints the screenful in view."""
        layout = self.laid_out()
        height = self.size.height
        if self._waiting is not None and height:
            waiting, self._waiting = self._waiting, None
            self._scroll_into_view(*waiting)
        key = (layout, self.scroll_offset.y, height)
        if self._painter is None or self._painted != key:
            moved = layout.settle(self.scroll_offset.y, height)
            self._measured(Size(self._width, layout.height))
            if moved:
                self.scroll_to(y=self.scroll_offset.y + moved, animate=False)
            top = self.scroll_offset.y
            assert self._columns is not None
            rows = [layout.row(top + at) for at in range(height)]
            self._painter = Painter(self.app.session, layout, self._columns, rows)
            self._painter.base = self.rich_style
            if self.jumping:
                self._painter.labels = self._letters(rows)
            self._painted = (layout, top, height)
        return self._painter

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.size.width
        if self.app.too_small:
            return self._too_small(y, width)
        painter = self.painter()
        style = painter.base
        segments = [Segment(text, style + look if look else style) for text, look, _ in painter.line(y)]
        return Strip(segments).adjust_cell_length(width, style)

    def _too_small(self, y: int, width: int) -> Strip:
        lines = self.app.too_small.splitlines()
        text = lines[y] if y < len(lines) else ""
        return Strip([Segment(glyphs.padded(text, width), self.rich_style)])

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.refresh()

    def on_resize(self) -> None:
        """Rows are other ones now; what one is on stays in view."""
        self.app.reveal()

    # -- moving ------------------------------------------------------------------------

    def reveal(self, low: int, high: int, lead: int | None = None) -> None:
        """Bring a stretch of text into view, with what leads up to it (from `lead` on) if there is room."""
        lead = low if lead is None else lead
        if not self.size.height or self.app.too_small:
            self._waiting = (low, high, lead)
        else:
            self._scroll_into_view(low, high, lead)

    def _scroll_into_view(self, low: int, high: int, lead: int) -> None:
        layout, height = self.laid_out(), self.size.height
        # Two rounds: wrapping the rows around the first guess can move the place itself.
        for _ in range(2):
            top = self.scroll_offset.y
            wanted = placed(
                top, height, layout.line_of(lead) - layout.heading_above(lead), layout.line_of(low),
                layout.line_of(max(low, high - 1)),
            )  # fmt: skip
            if wanted == top:
                return
            wanted += layout.settle(wanted, height)
            self._measured(Size(self._width, layout.height))
            self.scroll_to(y=wanted, animate=False)

    def lines_by(self, count: int) -> None:
        """Scroll by lines."""
        self.scroll_to(y=max(0, self.scroll_offset.y + count), animate=False)

    def offset_in_view(self) -> int | None:
        """A code point in the upper third of the screen, for going on from what is read."""
        rows = self.painter().rows
        for row in rows[len(rows) // 3 :]:
            if row is not None and row.kind == "text":
                return row.start
        return None

    def beside(self, offset: int, by: int) -> int:
        """The code point a line below or above another."""
        layout = self.laid_out()
        number = layout.line_of(offset)
        here = layout.row(number)
        text = layout.document.text
        cell = glyphs.width(text, here.start, offset) if here and here.start <= offset else 0
        number += by
        while (row := layout.row(number)) is not None:
            if row.kind == "text":
                return glyphs.offset_at(text, row.start, row.stop, cell)
            number += by
        return offset

    # -- jump mode ---------------------------------------------------------------------

    def _letters(self, rows: Sequence[Row | None]) -> dict[int, str]:
        lines = [at for at, row in enumerate(rows) if row is not None and row.kind == "text" and row.first]
        return dict(zip(lines, LETTERS, strict=False))

    def jump_to(self, letter: str) -> int | None:
        """The code point at the turn with a letter."""
        painter = self.painter()
        for at, known in painter.labels.items():
            row = painter.rows[at]
            if known == letter and row is not None:
                return row.start
        return None

    # -- mouse -------------------------------------------------------------------------

    def offset_under(self, x: int, y: int) -> int | None:
        """The code point under a cell of the widget; None where there is no text."""
        painter = self.painter()
        row = painter.rows[y] if 0 <= y < len(painter.rows) else None
        if row is None or row.kind != "text":
            return None
        return glyphs.offset_at(painter.layout.document.text, row.start, row.stop, x - painter.columns.gutter)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == 1 and not self.app.too_small:
            self.focus()
            self._drag = self.offset_under(event.x, event.y)
            if self._drag is not None:
                self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._drag is None:
            return
        if event.y >= self.size.height - 1:
            self.lines_by(1)
        elif event.y <= 0:
            self.lines_by(-1)
        offset = self.offset_under(event.x, min(max(0, event.y), self.size.height - 1))
        if offset is not None and offset != self._drag:
            self.app.drag(Selection(self._drag, offset))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._drag is not None:
            self.release_mouse()
            start, self._drag = self._drag, None
            self.app.dropped(start)

    def on_click(self, event: events.Click) -> None:
        if event.chain == 2 and (offset := self.offset_under(event.x, event.y)) is not None:
            word: Span = self.app.session.place.reader.word_at(offset)
            if len(word):
                self.app.drag(Selection(word.start, word.stop))


class Lines(Widget):
    """A block of lines, made for its size by whoever knows what to say."""

    ALLOW_SELECT = False

    def __init__(self, make: Callable[[int, int], list[Line]]) -> None:
        super().__init__()
        self._make = make
        self._made: list[Line] = []
        self._made_for: Size | None = None
        self._style = Style()

    def show(self) -> None:
        """Paint again."""
        self._made_for = None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the widget."""
        size = self.size
        if self._made_for != size:
            self._made, self._made_for = self._make(size.width, size.height), size
            self._style = self.rich_style
        line = self._made[y] if y < len(self._made) else []
        style = self._style
        return Strip([Segment(text, style + look) for text, look in line]).adjust_cell_length(size.width, style)


class Side(Lines):
    """The codebook, the codings here, and the code in view."""

    DEFAULT_CSS = "Side { width: 24; height: 100%; }"


class Bottom(Lines):
    """The share table when it is wanted, the status, and the keys or a message."""

    DEFAULT_CSS = "Bottom { dock: bottom; height: 2; }"
