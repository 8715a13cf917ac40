"""A table in lines of characters: columns as wide as needed, text wrapped, nothing ever cut.

A table wider than the screen is laid out in pieces one under the other, each with the first
column again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ...core import numbers
from ...core.table import Table
from ...core.text import legible
from .cells import Span, is_number, spanners, text_rows

GAP = 2
BAR = 10
WIDEST_TEXT = 60

Line = list[tuple[str, str]]
"""Parts of a line with their looks."""

_WHOLE = numbers.NUMERIC | {"date", "code", "address"}


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns, broken at blanks, else inside a long word."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            while width_of(word) > width:
                room = width - width_of(line) - (1 if line else 0)
                if room < 4:
                    lines.append(line)
                    line, room = "", width
                at = _fits(word, room)
                lines.append(f"{line} {word[:at]}" if line else word[:at])
                line, word = "", word[at:]
            joined = f"{line} {word}" if line else word
            if width_of(joined) <= width:
                line = joined
            else:
                lines.append(line)
                line = word
        lines.append(line)
    return lines


def _words(text: str) -> list[str]:
    """What `wrapped` does not break apart, unless it must."""
    return text.replace("\n", " ").split(" ")


def _fits(word: str, width: int) -> int:
    """How many characters of a word fit; after a hyphen or a mark of an address where there is one."""
    at = len(word)
    while at > 1 and width_of(word[:at]) > width:
        at -= 1
    for back in range(at, max(at - 12, 1), -1):
        if word[back - 1] in "-./:_":
            return back
    return at


@dataclass(slots=True)
class _Drawn:
    """One column as it is drawn; `at` is its number in the table, -1 for a bar."""

    at: int
    title: str
    width: int
    right: bool


class _Layout:
    def __init__(self, table: Table, language: str, width: int, decimals: int | None) -> None:
        self.table, self.width = table, width
        self.rows = [[legible(cell) for cell in row] for row in text_rows(table, language, decimals)]
        for number, depth in table.indents.items():
            self.rows[number][0] = "\u2007" * 2 * depth + self.rows[number][0]
        self.titles = [legible(column.title) for column in table.columns]
        self.smallest = [self.least(at) for at in range(len(table.columns))]
        for span in spanners(table):  # the words of a heading over columns are not broken either
            longest = max(map(width_of, _words(legible(span.text))), default=0)
            wide = sum(width + GAP for width in self.smallest[span.start : span.stop]) - GAP
            self.smallest[span.stop - 1] += max(0, longest - wide)

    def natural(self, at: int) -> int:
        texts = [line for row in self.rows for line in row[at].split("\n")]
        return max([width_of(self.titles[at]), *map(width_of, texts)], default=0)

    def least(self, at: int) -> int:
        """The least width in which a column can be read: numbers whole, words hardly broken."""
        title = max(map(width_of, _words(self.titles[at])), default=0)
        if self.table.columns[at].kind in _WHOLE:
            return max([title, *(width_of(row[at]) for row in self.rows)])
        longest = max((width_of(word) for row in self.rows for word in _words(row[at])), default=0)
        return max(title, min(longest, 24))

    def pieces(self) -> list[list[int]]:
        least = self.smallest
        if sum(least) + GAP * (len(least) - 1) <= self.width or len(least) < 3:
            return [list(range(len(least)))]
        # A table in pieces has room, as long as more room does not make it more pieces.
        narrow = self.packed(least)
        easy = self.packed([max(each, min(self.natural(at), 24)) for at, each in enumerate(least)])
        return easy if len(easy) == len(narrow) else narrow

    def packed(self, least: Sequence[int]) -> list[list[int]]:
        """As many columns in each piece as have these widths, the first in all of them."""
        columns = range(len(least))
        spans = [list(range(span.start, span.stop)) for span in spanners(self.table)]
        spanned = {at for span in spans for at in span}
        pieces: list[list[int]] = []
        used = self.width + 1
        for block in sorted([[at] for at in columns if at and at not in spanned] + spans):
            needed = sum(least[at] + GAP for at in block)
            if used + needed > self.width:
                pieces.append([0])
                used = least[0]
            pieces[-1] += block
            used += needed
        return pieces

    def widths(self, columns: Sequence[int]) -> dict[int, int]:
        """Natural widths where they fit; else the text columns share what is left over."""
        room = self.width - GAP * (len(columns) - 1)
        natural = {
            at: max(min(self.natural(at), max(WIDEST_TEXT, self.smallest[at])), self.smallest[at]) for at in columns
        }
        if sum(natural.values()) <= room:
            return natural
        widths = {at: self.smallest[at] for at in columns}
        left = room - sum(widths.values())
        while left > 0:
            short = [at for at in columns if widths[at] < natural[at]]
            if not short:
                break
            for at in sorted(short, key=lambda at: widths[at])[: max(1, left)]:
                widths[at] += 1
                left -= 1
                if not left:
                    break
        return widths

    def bars(self, columns: Sequence[int], widths: dict[int, int]) -> set[int]:
        asked = {at for at in columns if self.table.columns[at].bar}
        used = sum(widths.values()) + GAP * (len(columns) - 1)
        return asked if used + len(asked) * (BAR + GAP) <= self.width else set()

    def piece(self, columns: Sequence[int]) -> Iterator[Line]:
        widths = self.widths(columns)
        bars = self.bars(columns, widths)
        drawn: list[_Drawn] = []
        for at in columns:
            right = self.table.columns[at].kind in numbers.NUMERIC
            drawn.append(_Drawn(at, self.titles[at], widths[at], right))
            if at in bars:
                drawn.append(_Drawn(-1, "", BAR, False))
        self.widen_for_spans(drawn)
        if any(self.table.columns[at].group for at in columns):
            yield from self.over(drawn)
        yield from self.row([column.title for column in drawn], drawn, "bold", bottom=True)
        rule: Line = [("─" * (sum(column.width + GAP for column in drawn) - GAP), "dim")]
        yield rule
        for number, (row, raw) in enumerate(zip(self.rows, self.table.rows, strict=True)):
            if number in self.table.rules:
                yield rule
            texts, last = [], 0
            for column in drawn:
                if column.at < 0:
                    texts.append(bar(bar_share(raw[last])))
                else:
                    last = column.at
                    texts.append(row[last])
            style = "bold" if number in self.table.bold_rows else ""
            yield from self.row(texts, drawn, style, raw=raw)

    def widen_for_spans(self, drawn: list[_Drawn]) -> None:
        """A heading may be wider than the columns under it: the last of them grows while there is room."""
        for start, stop, text in self.spans(drawn):
            wide = sum(column.width + GAP for column in drawn[start:stop]) - GAP
            left = self.width - sum(column.width + GAP for column in drawn) + GAP
            drawn[stop - 1].width += max(0, min(width_of(text) - wide, left))

    def spans(self, drawn: list[_Drawn]) -> list[tuple[int, int, str]]:
        found = []
        for span in spanners(self.table):
            inside = [i for i, column in enumerate(drawn) if self.belongs(drawn, i, span)]
            if inside:
                found.append((inside[0], inside[-1] + 1, legible(span.text)))
        return found

    def belongs(self, drawn: list[_Drawn], at: int, span: Span) -> bool:
        column = drawn[at] if drawn[at].at >= 0 else drawn[at - 1]
        return span.start <= column.at < span.stop

    def over(self, drawn: list[_Drawn]) -> Iterator[Line]:
        """The headings over columns, wrapped to the columns' width, and a rule under each."""
        spans = []
        for start, stop, title in self.spans(drawn):
            wide = sum(column.width + GAP for column in drawn[start:stop]) - GAP
            spans.append((start, stop, wide, wrapped(title, wide)))
        height = max((len(lines) for *_, lines in spans), default=0)
        for line in range(height + 1):
            text, at = "", 0
            for start, stop, wide, lines in spans:
                text += " " * sum(column.width + GAP for column in drawn[at:start])
                number = line - (height - len(lines))
                part = "─" * wide if line == height else lines[number] if number >= 0 else ""
                text += part + " " * (wide - width_of(part) + GAP)
                at = stop
            yield [(text.rstrip(), "dim" if line == height else "bold")]

    def row(
        self, texts: Sequence[str], drawn: list[_Drawn], style: str, *, bottom: bool = False, raw: Sequence[Any] = ()
    ) -> Iterator[Line]:
        cells = [_cell_lines(text, column.width) for text, column in zip(texts, drawn, strict=True)]
        height = max(map(len, cells), default=0)
        for line in range(height):
            parts: Line = []
            for lines, column in zip(cells, drawn, strict=True):
                at = line - (height - len(lines)) if bottom else line
                text = lines[at] if 0 <= at < len(lines) else ""
                right = column.right
                if raw and column.at >= 0:
                    right = right or is_number(raw[column.at], self.table.columns[column.at])
                blank = " " * (column.width - width_of(text))
                parts.append((blank + text if right else text + blank, "cyan" if column.at < 0 else style))
                parts.append((" " * GAP, ""))
            yield _trimmed(parts)


def _cell_lines(text: str, width: int) -> list[str]:
    lines = wrapped(text, width)
    indent = len(text) - len(text.lstrip("\u2007"))
    if indent and len(lines) > 1 and indent < width // 2:
        lines = wrapped(text.lstrip("\u2007"), width - indent)
        lines = [" " * indent + line for line in lines]
    return [line.replace("\u2007", " ") for line in lines]


def _trimmed(parts: Line) -> Line:
    while parts and not parts[-1][0].strip():
        parts.pop()
    if parts:
        parts[-1] = (parts[-1][0].rstrip(), parts[-1][1])
    return parts


def laid_out(table: Table, language: str, width: int, decimals: int | None = None) -> Iterator[Line]:
    """The lines of a table for a screen of `width` columns, each as parts with their looks."""
    layout = _Layout(table, language, width, decimals)
    for at, columns in enumerate(layout.pieces()):
        if at:
            yield []
        yield from layout.piece(columns)


def bar_share(value: Any) -> Fraction | float | None:
    """The number a bar is drawn for; None for what is no share."""
    return value if isinstance(value, int | float | Fraction) else None


def bar(share: Fraction | float | None, width: int = BAR) -> str:
    """A share as a bar in eighths of a character; what is more than nothing shows.

    >>> bar(Fraction(1, 2)), bar(0), bar(0.001)
    ('█████', '', '▏')
    """
    if not share or share < 0:
        return ""
    eighths = max(1, int(numbers.rounded(min(share, 1) * width * 8)))
    return "█" * (eighths // 8) + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[eighths % 8]
