"""What every writer of pages shares: the words, the numbers of tables, and a method for each kind of block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.table import (
    Block,
    Contents,
    Excerpt,
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
)
from ...core.ticks import ticking
from ..wording import Words
from .cells import Numbering

if TYPE_CHECKING:
    from .. import Options

METHODS = {
    Heading: "heading",
    Paragraph: "paragraph",
    Table: "table",
    Note: "note",
    Excerpts: "excerpts",
    Transcript: "transcript",
    Figure: "figure",
    PageBreak: "page_break",
    Contents: "contents",
}
"""What a writer calls its method for a kind of block; a new kind is added here, and in each writer."""


_COMMAND = re.compile(r" `(?:qualcode|--)[^`]*` [^`]*\.$")


def without_command(note: str) -> str:
    """A note for whoever reads a thesis: it does not end with the command or option that helps at the keyboard."""
    return _COMMAND.sub("", note)


def on_paper(block: Block) -> Block:
    """A block with its notes as they are for a reader."""
    if isinstance(block, Note):
        return Note(without_command(block.text))
    if isinstance(block, Table):
        return replace(block, notes=tuple(map(without_command, block.notes)))
    return block


class BlockWriter:
    """Writes a report block by block; each method takes a block and its position in the report."""

    paper = False
    """Whether others read what is written, who have no study to type commands in."""

    def __init__(self, report: Report, options: Options) -> None:
        if self.paper:
            report = replace(report, blocks=tuple(map(on_paper, report.blocks)))
        self.report, self.options = report, options
        self.words = Words(report.language)
        self.numbering = Numbering(report, self.words)

    def written(self) -> Iterator[Any]:
        """What the methods give for one block after the other."""
        for at, block in enumerate(ticking(self.report.blocks, self.options.progress)):
            yield self.block(at, block)

    def block(self, at: int, block: Block) -> Any:
        return getattr(self, METHODS[type(block)])(at, block)

    def titled(self, at: int, text: str) -> str:
        """A heading with its number before it."""
        label = self.numbering.label(at)
        return f"{label}  {text}" if label else text

    def captioned(self, at: int, caption: str) -> str:
        """A caption in one line: "Table 2: Shares by role"."""
        return ": ".join(part for part in (self.numbering.label(at), caption) if part)

    def run_text(self, run: Run) -> str:
        """The words of a run, or the number of what it refers to."""
        return (self.numbering.reference(run.ref) or run.text) if run.ref else run.text

    def about(self, excerpt: Excerpt) -> str:
        """Where a quote comes from, and its codes, after a dash; empty where nothing may be said."""
        told = " · ".join(part for part in (excerpt.source, excerpt.address, ", ".join(excerpt.codes)) if part)
        return f"— {told}" if told else ""

    def beside(self, excerpt: Excerpt) -> list[str]:
        """What stands under a quote in italics: its translation, and the memo with its heading."""
        memo = f"{self.words('col.memo')}: {excerpt.memo}" if excerpt.memo else ""
        return [line for line in (excerpt.translation, memo) if line]


def runs(block: Paragraph) -> tuple[Run, ...]:
    """The runs of a paragraph; one where its text is plain."""
    return (Run(block.text),) if isinstance(block.text, str) else block.text
