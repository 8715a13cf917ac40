"""A report in the terminal, and as plain text.

A table is never cut: one that is wider than the screen is printed in pieces that repeat the
first column. Where the output is no screen but a pipe or a file, `show` writes tab-separated
values with full precision instead.
"""

from __future__ import annotations

import io
import sys
from typing import IO, TYPE_CHECKING, BinaryIO

from ...core.table import (
    Contents,
    Excerpts,
    Figure,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Report,
    Run,
    Table,
    Transcript,
    TranscriptLine,
)
from ...core.text import legible
from .. import Options, write
from .blocks import BlockWriter, runs
from .layout import laid_out, wrapped
from .turns import margin, said_in

if TYPE_CHECKING:
    from rich.console import Console

UNLIMITED = 10_000
TURN_INDENT = 6


def show(
    report: Report, file: IO[str] | None = None, *, width: int | None = None, options: Options | None = None
) -> None:
    """Print a report for a person at a screen, or write TSV where `file` is none.

    `file` is standard output unless given; `width` forces a screen of so many columns.
    """
    options = options or Options()
    out = file or sys.stdout
    if width is None and not out.isatty():
        stream = io.BytesIO()
        write(report, stream, "tsv", options)
        out.write(stream.getvalue().decode("utf-8-sig" if options.dialect == "nordic" else "utf-8"))
        return
    from rich.console import Console

    console = Console(file=out, width=width, highlight=False, soft_wrap=False, emoji=False, markup=False)
    _Printer(console, report, options).print()


def write_text(report: Report, stream: BinaryIO, options: Options) -> None:
    """The report as plain text without colours."""
    from rich.console import Console

    text = io.StringIO()
    console = Console(
        file=text,
        width=options.width or UNLIMITED,
        color_system=None,
        force_terminal=False,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    _Printer(console, report, options).print()
    lines = (line.rstrip() for line in text.getvalue().splitlines())
    stream.write(("\n".join(lines).strip("\n") + "\n").encode())


class _Printer(BlockWriter):
    def __init__(self, console: Console, report: Report, options: Options) -> None:
        super().__init__(report, options)
        self.console = console
        self.page = min(console.width, 100)

    def print(self) -> None:
        if self.report.kind in _WITH_TITLE or not self.report.tables:
            self.line(self.report.title, "bold")
            if self.report.subtitle:
                self.line(self.report.subtitle)
            self.line()
        for _ in self.written():
            pass

    def line(self, text: str = "", style: str = "", indent: int = 0) -> None:
        """A paragraph, wrapped to a width that reads well."""
        from rich.padding import Padding
        from rich.text import Text

        content = Text(legible(text), style=style)
        self.console.print(Padding(content, (0, 0, 0, indent)) if indent else content, width=self.page)

    def heading(self, at: int, block: Heading) -> None:
        self.line(self.titled(at, block.text), "bold underline" if block.level == 1 else "bold")
        self.line()

    def note(self, at: int, block: Note) -> None:
        self.line(block.text, "dim")
        self.line()

    def transcript(self, at: int, block: Transcript) -> None:
        if block.title:
            self.line(block.title, "bold")
            self.line()
        for line in block.lines:
            self.turn(line)
        self.line()

    def figure(self, at: int, block: Figure) -> None:
        self.line(self.captioned(at, block.caption), "bold")
        if block.alt:
            self.line(block.alt, "dim")
        self.line()

    def page_break(self, at: int, block: PageBreak) -> None:
        """A screen has no pages."""

    def contents(self, at: int, block: Contents) -> None:
        """Nor their numbers."""

    def paragraph(self, at: int, block: Paragraph) -> None:
        from rich.text import Text

        text = Text("")
        for run in runs(block):
            text.append(legible(self.run_text(run)), " ".join(_looks(run)))
        if block.style in ("quote", "definition"):
            from rich.padding import Padding

            self.console.print(Padding(text, (0, 0, 0, 4)), width=self.page)
        elif block.style == "list":
            self.console.print(Text("• ") + text, width=self.page)
            return
        else:
            self.console.print(text, width=self.page)
        self.line()

    def excerpts(self, at: int, block: Excerpts) -> None:
        if block.caption:
            self.line(block.caption, "bold")
        for excerpt in block.items:
            self.line(f"“{excerpt.text}”", indent=2)
            self.line(self.about(excerpt), "dim", indent=2)
            for line in self.beside(excerpt):
                self.line(line, "italic", indent=2)
            self.line()

    def turn(self, line: TranscriptLine) -> None:
        if line.question:
            self.line()
            self.line(line.question, "bold")
        from rich.text import Text

        speaker = f"{line.speaker}: " if line.speaker else ""
        said = wrapped(legible(speaker + said_in(line)), max(self.page - TURN_INDENT, 20))
        text = f"{line.number:>{TURN_INDENT - 2}}  " + ("\n" + " " * TURN_INDENT).join(said)
        self.console.print(Text(text, "" if line.role == "informant" else "dim"), crop=False, overflow="ignore")
        for mark, label in margin(line, self.words):
            color = mark.color if mark.color and self.console.color_system else ""
            self.line(f"■ {label}", color, indent=TURN_INDENT)

    def table(self, at: int, table: Table) -> None:
        from rich.text import Text

        caption = self.captioned(at, table.caption)
        if len(self.numbering.labels) == 1:
            caption = table.caption  # "Table 1" says nothing where there is only one
        if caption:
            self.line(caption, "bold")
        for line in laid_out(table, self.report.language, self.console.width, self.options.decimals):
            text = Text("")
            for part, style in line:
                text.append(part, style)
            self.console.print(text, no_wrap=True, crop=False, overflow="ignore")
        for note in table.notes:
            self.line(note, "dim")
        self.line()


_WITH_TITLE = ("appendix", "interviews", "excerpts", "codebook", "method", "audit")


def _looks(run: Run) -> list[str]:
    return [name for name, on in (("bold", run.bold), ("italic", run.italic), ("dim", run.small)) if on]
