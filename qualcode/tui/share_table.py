"""The share table so far, moving as one codes.

The numbers are `project.shares`, as in the report; they are computed in a thread of their own,
on a connection of their own, so that no key waits for them.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from rich.style import Style

from ..core import numbers
from ..core.errors import QualcodeError
from ..report.build.accounting import counted_unit
from ..report.wording import Words
from . import glyphs
from .paint import BOLD, DIM, PLAIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..core.results import Number, Shares
    from .app import CodingScreen
    from .panel import Line


class Figure(NamedTuple):
    """One cell: the share as reports write it, what it rests on, and how it moved since the table was opened."""

    percent: str
    ratio: str
    moved: int = 0


Shown = dict[tuple[str, str], "Number"]
"""The shares by (group, code)."""


def figures(shares: Shares, before: Shown, language: str) -> dict[tuple[str, str], Figure]:
    """The cells of a table by (group, code), beside what they were before; written as every report writes them."""
    found = {}
    for row in shares.rows:
        moved = 0
        if row.share is not None:
            was = before.get((row.group, row.code), row.share)
            moved = int(numbers.rounded(row.share * 100)) - int(numbers.rounded(was * 100))
        ratio = "" if row.numerator is None else numbers.ratio((row.numerator, row.denominator), language)
        found[row.group, row.code] = Figure(numbers.share(row.share, language), ratio, moved)
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


def drawn(
    shares: Shares, cells: dict[tuple[str, str], Figure], label: Callable[[str], str], width: int, language: str,
    frame: str = "",
) -> list[Line]:  # fmt: skip
    """The table as lines: codes down, groups across."""
    groups = [group.group for group in shares.groups]
    codes = list(dict.fromkeys(row.code for row in shares.rows))
    first = min(28, max(12, width - 17 * len(groups) - 1))
    shown = groups[: max(1, (width - first) // 17)]
    head = glyphs.padded(f" {head_of(shares, language, frame)}", first) + "".join(
        f"{glyphs.cut(group, 15):>16} " for group in shown
    )
    lines: list[Line] = [[(glyphs.padded(head, width), Style(bold=True, underline=True))]]
    for code in codes:
        line: Line = [(glyphs.padded(f" {label(code)}", first), PLAIN)]
        for group in shown:
            cell = cells[group, code]
            arrow = "▲" if cell.moved > 0 else "▼" if cell.moved < 0 else " "
            line += [(f"{cell.percent:>6}", BOLD), (f"{arrow}", PLAIN), (f"{glyphs.cut(cell.ratio, 9):>9} ", DIM)]
        lines.append(line)
    missing = left_out(shares, language)
    if missing:
        lines.append([(glyphs.padded(f" {glyphs.cut(missing, width - 2)}", width), DIM)])
    if len(shown) < len(groups):
        lines[0] = [(glyphs.cut(head, width - 4) + f" +{len(groups) - len(shown)}", lines[0][0][1])]
    return lines


class Table:
    """The table at the bottom of the screen, while it is wanted."""

    def __init__(self, app: CodingScreen) -> None:
        self._app = app
        self.wanted = False
        self._shares: Shares | None = None
        self._start: Shown = {}
        self._problem = ""
        self._frame = ""
        """The frame it is of, where several have codings."""
        self._version: object = None

    @property
    def height(self) -> int:
        """Lines it takes."""
        if not self.wanted:
            return 0
        if self._shares is None:
            return 1
        rest = 1 if left_out(self._shares, self._language) else 0
        return min(12, 1 + len({row.code for row in self._shares.rows}) + rest)

    @property
    def _language(self) -> str:
        return self._app.session.project.settings.language

    @property
    def ready(self) -> bool:
        """Whether there are figures to show."""
        return self._shares is not None

    def toggle(self) -> None:
        """Show the table, or take it away."""
        self.wanted = not self.wanted
        self._shares, self._start, self._version, self._problem = None, {}, None, ""

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
        from ..project.results import ShareRequest, compute_shares
        from ..project.split import frame_of

        session = self._app.session
        shares: Shares | None = None
        problem = frame = ""
        try:
            with Project.open(session.project.root, coder=session.coder, readonly=True) as project:
                request = ShareRequest(coder=session.coder)
                frame, request = frame_of(project, request, session.place.document.id)
                shares = compute_shares(project, request)
        except QualcodeError as error:
            problem = error.message.splitlines()[0]
        except OSError as error:
            problem = str(error)
        with contextlib.suppress(RuntimeError):  # the screen was left meanwhile
            self._app.call_from_thread(self._arrived, shares, frame, problem)

    def _arrived(self, shares: Shares | None, frame: str, problem: str) -> None:
        self._problem = problem
        if frame != self._frame:
            self._frame, self._start = frame, {}
        if shares is not None:
            self._shares = shares
            if not self._start:
                self._start = {(row.group, row.code): row.share or 0 for row in shares.rows}
        self._app.show()

    def lines(self, width: int) -> list[Line]:
        """What to paint above the status."""
        if not self.wanted:
            return []
        if self._problem and self._shares is None:
            return [[(glyphs.padded(f" no table yet: {self._problem}", width), DIM)]]
        if self._shares is None:
            return [[(glyphs.padded(" computing the shares …", width), DIM)]]
        cells = figures(self._shares, self._start, self._language)
        return drawn(self._shares, cells, self._app.session.label, width, self._language, self._frame)[: self.height]
