"""Gathers the words of one block of a web page, with white space as a browser shows it."""

from __future__ import annotations

from ..blocks import Block


class Gathered:
    """The block that is being read."""

    def __init__(self) -> None:
        self.bold_depth = 0
        self._parts: list[str] = []
        self._length = 0
        self._bold = 0
        self._all_bold = True
        self._last = ""
        self.kind, self._level, self._number = "paragraph", 0, ""

    def is_empty(self) -> bool:
        return not self._length

    def ends_line(self) -> bool:
        """Whether a line break has just been read, so that a second one leaves an empty line."""
        return self._last == "\n"

    def become(self, kind: str, level: int, number: str = "") -> None:
        """Say what the block is that now begins."""
        self.kind, self._level, self._number = kind, level, number

    def add(self, text: str) -> None:
        """Words, their white space already made single."""
        if not self._last or self._last in " \n\t":
            text = text.lstrip(" ")
        if not text:
            return
        self._parts.append(text)
        self._length += len(text)
        self._last = text[-1]
        if self._all_bold:
            if self.bold_depth > 0:
                self._bold = self._length
            elif not text.isspace():
                self._all_bold = False

    def line_break(self) -> None:
        """`<br>`; at the start of a block it shows nothing."""
        if self._length:
            self._parts.append("\n")
            self._length += 1
            self._last = "\n"

    def take(self, same: bool = False) -> Block | None:
        """The block as gathered, None when it has no words; then begin the next one.

        With `same` the next one is of the same kind; a number stays until its words come.
        """
        text = "".join(self._parts)
        block = None
        if text and not text.isspace():
            stripped = text.lstrip("\n ")
            cut = len(text) - len(stripped)
            stripped = stripped.rstrip(" \n").replace(" \n", "\n")
            bold = min(max(self._bold - cut, 0), len(stripped))
            block = Block(stripped, self.kind, self._level, bold, self._number)
        self._parts = []
        self._length = self._bold = 0
        self._all_bold = True
        self._last = ""
        if block is not None or not same:
            self._number = ""
        if not same:
            self.kind, self._level = "paragraph", 0
        return block
