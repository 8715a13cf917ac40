"""Markdown: for notes, Quarto and Pandoc, and for reading on a code host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO

from ...core.numbers import NUMERIC
from ...core.table import (
    Excerpts,
    Figure,
    Heading,
    Note,
    Paragraph,
    Report,
    Run,
    Table,
    Transcript,
    TranscriptLine,
)  # fmt: skip
from ..wording import Words
from .cells import Numbering, full_title, text_rows
from .terminal import mark_label

if TYPE_CHECKING:
    from .. import Options

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~$])")
_LINE_START = re.compile(r"^(\s*)(\d+)([.)]\s)|^(\s*)([-+])(\s)", re.MULTILINE)


def write(report: Report, stream: BinaryIO, options: Options) -> None:
    """The report as Markdown with pipe tables."""
    stream.write(_Writer(report, options).text().encode())


def escape(text: str) -> str:
    """`text` so that none of it is taken for Markdown.

    >>> escape("*5*  <b> 1. a|b")
    '\\\\*5\\\\*  \\\\<b\\\\> 1. a\\\\|b'
    """
    text = _SPECIAL.sub(r"\\\1", text)
    return _LINE_START.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}{m[6]}", text)


def _in_line(text: str) -> str:
    return " ".join(escape(text).split())


class _Writer:
    def __init__(self, report: Report, options: Options) -> None:
        self.report, self.options = report, options
        self.words = Words(report.language)
        self.numbering = Numbering(report, self.words)

    def text(self) -> str:
        report = self.report
        parts = [f"# {_in_line(report.title)}"] if report.title else []
        parts += [_in_line(line) for line in (report.subtitle, report.author, report.created[:10]) if line]
        for at, block in enumerate(report.blocks):
            parts.append(self.block(at, block))
        return "\n\n".join(part for part in parts if part) + "\n"

    def block(self, at: int, block: Any) -> str:
        if isinstance(block, Heading):
            label = self.numbering.label(at)
            text = f"{label}  {block.text}" if label else block.text
            return f"{'#' * min(block.level + 1, 6)} {_in_line(text)}"
        if isinstance(block, Paragraph):
            return self.paragraph(block)
        if isinstance(block, Table):
            return self.table(at, block)
        if isinstance(block, Note):
            return f"*{_in_line(block.text)}*"
        if isinstance(block, Excerpts):
            return self.excerpts(block)
        if isinstance(block, Transcript):
            lines = [self.turn(line) for line in block.lines]
            return "\n\n".join(([f"### {_in_line(block.title)}"] if block.title else []) + lines)
        if isinstance(block, Figure):
            caption = ": ".join(part for part in (self.numbering.label(at), block.caption) if part)
            return "\n\n".join(part for part in (f"**{_in_line(caption)}**", escape(block.alt)) if part.strip("*"))
        return ""  # pages and their numbers are not Markdown's

    def paragraph(self, block: Paragraph) -> str:
        runs = (Run(block.text),) if isinstance(block.text, str) else block.text
        text = "".join(self.run(run) for run in runs).replace("\n", "  \n")
        if block.style == "quote":
            return "\n".join(f"> {line}" for line in text.split("\n"))
        return f"- {text}" if block.style == "list" else text

    def run(self, run: Run) -> str:
        text = escape((self.numbering.reference(run.ref) or run.text) if run.ref else run.text)
        mark = ("**" if run.bold else "") + ("*" if run.italic else "")
        inner = text.strip()
        if not mark or not inner:
            return text
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{before}{mark}{inner}{mark[::-1]}{after}"

    def table(self, at: int, table: Table) -> str:
        rows = text_rows(table, self.report.language, self.options.decimals)
        right = [column.kind in NUMERIC for column in table.columns]
        head = [_cell(full_title(column)) for column in table.columns]
        body = [[_cell(cell) for cell in row] for row in rows]
        for number, depth in table.indents.items():
            body[number][0] = "&nbsp;" * 3 * depth + body[number][0]
        for number in table.bold_rows:
            body[number] = [f"**{cell}**" if cell else "" for cell in body[number]]
        rule = ["---:" if each else ":---" for each in right]
        lines = [f"| {' | '.join(line)} |" for line in (head, rule, *body)]
        caption = ": ".join(part for part in (self.numbering.label(at), table.caption) if part)
        parts = [f"**{_in_line(caption)}**"] if caption else []
        parts.append("\n".join(lines))
        parts += [f"*{_in_line(note)}*" for note in table.notes]
        return "\n\n".join(parts)

    def excerpts(self, block: Excerpts) -> str:
        parts = [f"**{_in_line(block.caption)}**"] if block.caption else []
        for excerpt in block.items:
            quoted = escape(self.words("quoted", text=excerpt.text)).replace("\n", "\n> ")
            about = " · ".join(p for p in (excerpt.source, excerpt.address, ", ".join(excerpt.codes)) if p)
            memo = f"  \n> *{_in_line(self.words('col.memo') + ': ' + excerpt.memo)}*" if excerpt.memo else ""
            parts.append(f"> {quoted}  \n> — {_in_line(about)}{memo}")
        return "\n\n".join(parts)

    def turn(self, line: TranscriptLine) -> str:
        heading = f"**{_in_line(line.question)}**\n\n" if line.question else ""
        speaker = f"**{_in_line(line.speaker)}:** " if line.speaker else ""
        marks = "; ".join(_in_line(mark_label(mark, self.words)) for mark in line.marks)
        codes = f"  \n*■ {marks}*" if marks else ""
        said = escape(line.text).replace("\n\n", "  \n").replace("\n", "  \n")
        return f"{heading}`{line.number}` {speaker}{said}{codes}"


def _cell(text: str) -> str:
    return escape(text).replace("\n", "<br>")
