"""The share table so far, moving as one codes.

What is painted is the report's own table, its words and its figures, drawn narrow; it is made in a thread of
its own, on a connection of its own, so that no key waits for it.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.style import Style

from ..core import numbers
from ..core.errors import QualcodeError
from ..report.build.accounting import counted_unit
from ..report.wording import Words
from . import glyphs
from .paint import BOLD, DIM, PLAIN

if TYPE_CHECKING:
    from ..core import table
    from ..core.results.common import Number
    from ..core.results.shares import Shares
    from .app import CodingScreen
    from .panel import Line

Shown = dict[tuple[str, str], "Number"]
"""The shares by (what the row is called, what stands over the column)."""


class ShareBlock(NamedTuple):
    """A result, the report's table of it, and the frame it is of where several have codings."""

    shares: Shares
    table: table.Table
    frame: str = ""


class ShareFigure(NamedTuple):
    """One cell: the share as reports write it, what it rests on, and how it moved since the table was opened."""

    percent: str
    ratio: str
    moved: int = 0


def shown(block: table.Table) -> Shown:
    """The shares of a table; those that are undefined are nothing yet."""
    return {
        (str(row[0]), column.group): row[at] or 0
        for row in shared_rows(block)
        for at, column in enumerate(block.columns)
        if column.kind == "share"
    }


def shared_rows(block: table.Table) -> tuple[tuple[Any, ...], ...]:
    """The rows that hold shares: without the sum of 100 %, and what the columns rest on."""
    return block.rows[: min(block.rules, default=len(block.rows))]


def figures(block: table.Table, before: Shown, language: str) -> list[tuple[str, list[ShareFigure]]]:
    """What each row is called, and its cells, beside what they were before; written as every report writes them."""
    found = []
    now = shown(block)
    for row in shared_rows(block):
        cells = []
        for at, column in enumerate(block.columns):
            if column.kind != "share":
                continue
            key = (str(row[0]), column.group)
            was = before.get(key, now[key])
            moved = 0 if row[at] is None else int(numbers.rounded(now[key] * 100)) - int(numbers.rounded(was * 100))
            rests = block.columns[at + 1] if at + 1 < len(block.columns) else None
            ratio = numbers.shown(row[at + 1], rests, language) if rests and rests.kind == "ratio" else ""
            cells.append(ShareFigure(numbers.shown(row[at], column, language), ratio, moved))
        found.append((str(row[0]), cells))
    return found


def head_of(shares: Shares, language: str, frame: str = "") -> str:
    """What the shares are of, in the unit that is really counted, and of which frame."""
    words = Words(language)
    unit = counted_unit(shares.accounting, str(shares.options.get("unit") or "answer"))
    said = words("shares.live", units=words.known("unit", f"{unit}.other"))
    return f"{said} · {frame}" if frame else said


def left_out(shares: Shares, language: str) -> str:
    """One line about what is not in the table, where a coder would look for it; empty when all is."""
    account = shares.accounting
    if account is None:
        return ""
    missing = [
        document for part in account.left_out if part.why in ("not_begun", "blind") for document in part.documents
    ]
    return Words(language)("shares.live_left_out", n=len(missing)) if missing else ""


def drawn(block: ShareBlock, before: Shown, width: int, language: str) -> list[Line]:
    """The table as lines, with as many of its columns as there is room for."""
    over = [column.group for column in block.table.columns if column.kind == "share"]
    first = min(28, max(12, width - 17 * len(over) - 1))
    fitting = max(1, (width - first) // 17)
    head = glyphs.padded(f" {head_of(block.shares, language, block.frame)}", first) + "".join(
        f"{glyphs.cut(name, 15):>16} " for name in over[:fitting]
    )
    lines: list[Line] = [[(glyphs.padded(head, width), Style(bold=True, underline=True))]]
    for label, cells in figures(block.table, before, language):
        line: Line = [(glyphs.padded(f" {label}", first), PLAIN)]
        for cell in cells[:fitting]:
            arrow = "▲" if cell.moved > 0 else "▼" if cell.moved < 0 else " "
            line += [(f"{cell.percent:>6}", BOLD), (f"{arrow}", PLAIN), (f"{glyphs.cut(cell.ratio, 9):>9} ", DIM)]
        lines.append(line)
    if fitting < len(over):
        lines[0] = [(glyphs.cut(head, width - 4) + f" +{len(over) - fitting}", lines[0][0][1])]
    return lines


HIGHEST = 12
"""More lines than these it never takes."""


class ShareTable:
    """The table at the bottom of the screen, while it is wanted."""

    def __init__(self, app: CodingScreen) -> None:
        self._app = app
        self.wanted = False
        self._block: ShareBlock | None = None
        self._start: Shown = {}
        self._problem = ""
        self._version: object = None

    @property
    def height(self) -> int:
        """Lines it takes."""
        if not self.wanted:
            return 0
        if self._block is None:
            return 1
        rest = 1 if left_out(self._block.shares, self._language) else 0
        return min(HIGHEST, 1 + len(shared_rows(self._block.table)) + rest)

    @property
    def _language(self) -> str:
        return self._app.session.project.settings.language

    @property
    def ready(self) -> bool:
        """Whether there are figures to show."""
        return self._block is not None

    def toggle(self) -> None:
        """Show the table, or take it away."""
        self.wanted = not self.wanted
        self._block, self._start, self._version, self._problem = None, {}, None, ""

    def follow(self) -> None:
        """Compute again if the codings changed."""
        if not self.wanted:
            return
        version = (self._app.session.version, self._app.session.place.document.id)
        if version != self._version:
            self._version = version
            self._app.run_worker(self._compute, thread=True, exclusive=True, group="shares")

    def _compute(self) -> None:
        from ..project import Project
        from ..project.reports import share_table
        from ..project.results import ShareRequest, frame_of

        session = self._app.session
        block: ShareBlock | None = None
        problem = ""
        try:
            with Project.open(session.project.root, coder=session.coder, readonly=True) as project:
                request = ShareRequest(coder=session.coder)
                frame, request = frame_of(project, request, session.place.document.id)
                block = ShareBlock(*share_table(project, request), frame)
        except QualcodeError as error:
            problem = error.message.splitlines()[0]
        except OSError as error:
            problem = str(error)
        with contextlib.suppress(RuntimeError):  # the screen was left meanwhile
            self._app.call_from_thread(self._arrived, block, problem)

    def _arrived(self, block: ShareBlock | None, problem: str) -> None:
        self._problem = problem
        if block is not None:
            if self._block is None or self._block.frame != block.frame:
                self._start = shown(block.table)
            self._block = block
        self._app.show()

    def lines(self, width: int) -> list[Line]:
        """What to paint above the status."""
        if not self.wanted:
            return []
        if self._problem and self._block is None:
            return [[(glyphs.padded(f" no table yet: {self._problem}", width), DIM)]]
        if self._block is None:
            return [[(glyphs.padded(" computing the shares …", width), DIM)]]
        missing = left_out(self._block.shares, self._language)
        last: list[Line] = [[(glyphs.padded(f" {glyphs.cut(missing, width - 2)}", width), DIM)]] if missing else []
        return drawn(self._block, self._start, width, self._language)[: self.height - len(last)] + last
